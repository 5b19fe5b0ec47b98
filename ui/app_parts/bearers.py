"""谁须符合什么：一部规范、一个级别的各类承担者。 Who is bound by a document, for a grade."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from rdflib import URIRef

from app_parts.documents import Document, documents
from app_parts.graph_words import criterion_notes
from zhunru.comparing.named import local_name
from zhunru.criterion import Criterion
from zhunru.hierarchy import hierarchy
from zhunru.reading import criteria
from zhunru.requirements import Clause, Requirement

#: A shared part of two names that is no longer than this says nothing.
_CHANCE: Final = 3
_PERSONS: Final = "人员"


@dataclass(frozen=True)
class Bearer:
    """A kind of bearer with the criterion that binds it.

    `key` stands in URLs. It is the name of the most basic criterion that this one stands in for, so
    that it stays the same from grade to grade. `group` gathers people, and others by their role.
    """

    key: str
    name: str
    group: str
    criterion: Criterion
    notes: tuple[str, ...]

    @property
    def goes_by_role(self) -> bool:
        """Whether the name is just that of its role."""
        return self.name == self.criterion.role.label.zh


@cache
def bearers(document: str, grade: str | None) -> dict[str, Bearer]:
    """List the bearers in the order of the clauses.

    Args:
        document: The key of the document.
        grade: The notation of the grade; None for what binds at every grade.

    Returns:
        Bearers by key. A criterion is left out where one for the grade builds on it for the same
        bearer: the one for the grade includes it.
    """
    bound = [
        one
        for one in criteria().values()
        if local_name(URIRef(one.regulation.iri)) == document and one.covers(grade)
    ]
    refined = {base.iri for one in bound for base in one.closure[:-1] if _refines(one, base)}
    technique = documents()[document].technique
    based = {one.iri: _base(one, refined) for one in bound if one.iri not in refined}
    shown = sorted(
        (one for one in bound if one.iri in based),
        # 只管其中一部分技术的排在后面。 What concerns a part of the technique only comes last.
        key=lambda one: (one.technique != technique, _place(based[one.iri]), _place(one)),
    )
    bases = [_key(based[one.iri]) for one in shown]
    names = _names(shown, documents()[document])
    notes = criterion_notes()
    found = [
        Bearer(
            base if bases.count(base) == 1 else _key(one),
            names[one.iri],
            _PERSONS if one.role_is_person else one.role.label.zh,
            one,
            tuple(notes[part.iri] for part in one.closure if part.iri in notes),
        )
        for base, one in zip(bases, shown, strict=True)
    ]
    return {one.key: one for one in found}


def first_of(found: Mapping[str, Bearer]) -> str | None:
    """Return the key of the bearer to begin with: the first that goes by the name of its role."""
    plain = (key for key, one in found.items() if one.goes_by_role)
    return next(plain, next(iter(found), None))


def bearer_of(found: Mapping[str, Bearer], criterion: str | None) -> str | None:
    """Return the key of the bearer that a criterion binds, given the last part of its IRI."""
    named = [one for one in found.values() if _key(one.criterion) == criterion]
    bound = (
        one for one in found.values() if criterion in [_key(part) for part in one.criterion.closure]
    )
    return next((one.key for one in (*named, *bound)), None)


def grouped(found: Iterable[Bearer]) -> dict[str, list[Bearer]]:
    """Gather bearers by group, each group where its first bearer stands.

    Within a group, those that go by the name of their role come first.
    """
    groups: dict[str, list[Bearer]] = defaultdict(list)
    for one in found:
        groups[one.group].append(one)
    return {
        group: sorted(members, key=lambda one: not one.goes_by_role)
        for group, members in groups.items()
    }


def _refines(criterion: Criterion, base: Criterion) -> bool:
    """Tell whether it is what its base becomes for certain grades, for the same bearer."""
    narrower = hierarchy().below(base.role.notation)
    return criterion.grades != base.grades and criterion.role.notation in narrower


def _base(criterion: Criterion, refined: set[str]) -> Criterion:
    """Return the most basic criterion it stands in for, rather one of its very role."""
    left_out = [one for one in criterion.closure if one.iri in refined]
    same = [one for one in left_out if one.role == criterion.role]
    return (*same, *left_out, criterion)[0]


def _names(shown: Iterable[Criterion], document: Document) -> dict[str, str]:
    """Name bearers by their role; where several share it, by what sets each apart."""
    given = list(shown)
    roles = Counter(one.role.notation for one in given if one.technique == document.technique)
    apart = {one.iri: _apart(one, document) for one in given}
    named_so = Counter(one.role for one in given if one.role.label.zh in apart[one.iri])
    names = {}
    for one in given:
        role, own = one.role.label.zh, one.technique == document.technique
        alone = roles[one.role.notation] == 1
        typical = named_so[one.role] == 1 and role in apart[one.iri]
        names[one.iri] = role if own and (alone or typical) else apart[one.iri]
    return names


def _apart(criterion: Criterion, document: Document) -> str:
    """Return the label of a criterion without the name of the document's technique."""
    text, technique = criterion.label.zh, document.technique.label.zh
    if criterion.technique != document.technique:
        return text
    match = SequenceMatcher(None, text, technique, autojunk=False).find_longest_match()
    if match.size <= _CHANCE:
        return text
    rest = text[: match.a] + text[match.a + match.size :]
    return rest.replace("（）", "").removeprefix("开展").strip("的") or text


def _key(criterion: Criterion) -> str:
    return criterion.iri.rsplit("/", 1)[1]


def _place(criterion: Criterion) -> tuple[tuple[int, ...], str]:
    return min(map(_clause_place, criterion.requirements)), criterion.iri


def _clause_place(requirement: Requirement) -> tuple[int, ...]:
    return min(map(_numbers, requirement.clauses), default=())


def _numbers(clause: Clause) -> tuple[int, ...]:
    parts = clause.iri.rsplit("/", 1)[1].split(".")
    return tuple(int(part) for part in parts if part.isdigit())
