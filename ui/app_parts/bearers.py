"""谁须符合什么：一项技术、一个级别的各类承担者。 Who is bound, for a technique and a grade."""

from __future__ import annotations

from dataclasses import dataclass

from zhunru.reading import criteria
from zhunru.requirements import Clause, Criterion, Requirement, most_specific


@dataclass(frozen=True)
class Bearer:
    """A kind of bearer with the criterion that binds it.

    `key` stands in URLs. It is the name of the most basic criterion, so that it stays the same from
    grade to grade, or the criterion's own where several rest on one.
    """

    key: str
    name: str
    criterion: Criterion


def bearers(technique: str, grade: str) -> dict[str, Bearer]:
    """List the bearers for a technique and grade, by notation, in the order of the clauses."""
    binding = sorted(
        most_specific(
            one
            for one in criteria().values()
            if one.technique.notation == technique
            and (one.grade is None or one.grade.notation == grade)
        ),
        key=_place,
    )
    roles = [one.role.notation for one in binding]
    keys = [_key(one.closure[0]) for one in binding]
    found = [
        Bearer(
            key if keys.count(key) == 1 else _key(one),
            _name(one, roles.count(one.role.notation) == 1),
            one,
        )
        for key, one in zip(keys, binding, strict=True)
    ]
    return {one.key: one for one in found}


def _key(criterion: Criterion) -> str:
    return criterion.iri.rsplit("/", 1)[1]


def _name(criterion: Criterion, only: bool) -> str:
    """Name a bearer by its role; where criteria share a role, by what sets this one apart."""
    role = criterion.role.label.zh
    rest = criterion.label.zh.replace(criterion.technique.label.zh, "").strip("的")
    return role if only or role in rest else rest


def _place(criterion: Criterion) -> tuple[tuple[int, ...], str]:
    return min(map(_clause_place, criterion.requirements)), criterion.iri


def _clause_place(requirement: Requirement) -> tuple[int, ...]:
    return min(map(_numbers, requirement.clauses), default=())


def _numbers(clause: Clause) -> tuple[int, ...]:
    parts = clause.iri.rsplit("/", 1)[1].split(".")
    return tuple(int(part) for part in parts if part.isdigit())
