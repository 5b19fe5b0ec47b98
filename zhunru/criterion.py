"""规范与准入标准的数据类。 Regulations and criteria as frozen dataclasses.

A criterion gathers the requirements of `zhunru/requirements.py` for one kind of bearer; it belongs
to one regulation, which may be an edition that a later one replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from zhunru.conjunctions import conjunctions
from zhunru.requirements import Concept, Label, Leaf, Requirement


@dataclass(frozen=True)
class Regulation:
    """A regulation: one edition of the rules for its techniques.

    Attributes:
        iri: Its IRI.
        label: Its title.
        issued: The day of issue; the last day of the year where only the year is printed.
        replaces: Whether it replaced an earlier edition.
        replaced: The day on which a later edition was issued; None for the latest.
    """

    iri: str
    label: Label
    issued: date
    replaces: bool = False
    replaced: date | None = None

    def in_force(self, day: date) -> bool:
        """Tell whether this is the edition to apply on a day.

        The first edition is applied to the days before its issue too, for want of an older one.
        """
        begun = not self.replaces or day >= self.issued
        return begun and (self.replaced is None or day < self.replaced)


@dataclass(frozen=True)
class Criterion:
    """The requirements that one kind of bearer must meet for one technique and grade.

    `grades` are empty where the criterion covers every grade, and several for 三级以上; `extends`
    are criteria that must be met as well (在满足上述条件的基础上); `requirements` are its own.
    """

    iri: str
    label: Label
    role: Concept
    role_is_person: bool
    technique: Concept
    grades: tuple[Concept, ...]
    regulation: Regulation
    dossier_class: str
    extends: tuple[Criterion, ...]
    requirements: tuple[Requirement, ...]

    def covers(self, grade: str | None) -> bool:
        """Tell whether it binds for a grade, by notation; without grade, only if it covers all."""
        return not self.grades or any(one.notation == grade for one in self.grades)

    @property
    def closure(self) -> tuple[Criterion, ...]:
        """The criteria that it extends, from the most basic, and itself last; each once."""
        found: dict[str, Criterion] = {}
        for parent in self.extends:
            found.update({criterion.iri: criterion for criterion in parent.closure})
        return (*found.values(), self)

    @property
    def all_requirements(self) -> tuple[Requirement, ...]:
        """Its own requirements and those of the criteria that it extends."""
        return tuple(req for criterion in self.closure for req in criterion.requirements)

    def leaves(self) -> tuple[Leaf, ...]:
        """Every leaf of all its requirements, each once, in order."""
        found = {leaf.iri: leaf for req in self.all_requirements for leaf in req.leaves()}
        return tuple(found.values())

    @cached_property
    def together(self) -> Mapping[str, tuple[Leaf, ...]]:
        """By IRI of a leaf, the leaves that must be met along with it, itself included."""
        found: dict[str, tuple[Leaf, ...]] = {}
        for leaves in conjunctions(self.all_requirements):
            for leaf in leaves:
                found.setdefault(leaf.iri, leaves)
        return found


def most_specific(criteria: Iterable[Criterion]) -> list[Criterion]:
    """Leave out the criteria that another one extends, as the other includes them.

    Args:
        criteria: Criteria that bind together, for example all of a technique, grade and role.

    Returns:
        Those that nothing else among them extends, in the given order.
    """
    given = list(criteria)
    extended = {parent.iri for criterion in given for parent in criterion.closure[:-1]}
    return [criterion for criterion in given if criterion.iri not in extended]


def binding(
    criteria: Iterable[Criterion], technique: str, grade: str | None, day: date | None = None
) -> list[Criterion]:
    """Choose the criteria that bind for a technique and a grade, the most specific ones.

    Args:
        criteria: The criteria to choose from.
        technique: The notation of the technique.
        grade: The notation of the grade; None for work that is not graded.
        day: Only criteria of the editions in force on this day; None for the latest editions.

    Returns:
        The criteria of every role, without those that another one of them extends.
    """
    return most_specific(
        one
        for one in criteria
        if one.technique.notation == technique
        and one.covers(grade)
        and (one.regulation.in_force(day) if day else one.regulation.replaced is None)
    )
