"""一名医师符合、接近、不符合哪些技术与级别。

Which techniques and grades a physician meets, nearly meets, and does not meet, and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from rdflib.namespace import RDF, SKOS

from zhunru.assignments import Assigner, Assignment
from zhunru.comparing.named import find
from zhunru.criterion import Criterion, most_specific
from zhunru.errors import UserError
from zhunru.graph import load_graph
from zhunru.hierarchy import hierarchy
from zhunru.inputs import vocabulary
from zhunru.namespaces import ZR
from zhunru.next_steps.plan import Plan, cheapest
from zhunru.queries import nearest
from zhunru.reading import criteria
from zhunru.records import Records, Values
from zhunru.relevance import Person
from zhunru.report import Result
from zhunru.requirements import Label
from zhunru.validation import validate_assignments
from zhunru.verdicts import Verdict

#: 还差这么多项以内算接近符合。 So many conditions may be open where somebody nearly meets all.
_NEARLY: Final = 2


class Standing(StrEnum):
    """How far somebody is from a criterion; the values are shown to users."""

    MEETS = "符合"
    NEARLY = "接近符合"
    NOT = "不符合"

    @property
    def en(self) -> str:
        """The standing in English."""
        return {"符合": "meets", "接近符合": "nearly meets", "不符合": "does not meet"}[self.value]


@dataclass(frozen=True)
class Eligibility:
    """How a person stands to one criterion.

    Attributes:
        result: The verdict, with a finding per requirement.
        plan: The steps that would turn the verdict to met.
    """

    result: Result
    plan: Plan

    @property
    def criterion(self) -> Criterion:
        """The criterion."""
        return self.result.dossier.criterion

    @property
    def standing(self) -> Standing:
        """Nearly means: one or two conditions are open, or nothing but records is missing."""
        if self.result.verdict is Verdict.MET:
            return Standing.MEETS
        few = len(self.plan.steps) <= _NEARLY and self.plan.possible
        return Standing.NEARLY if few or self.plan.only_records else Standing.NOT


@dataclass(frozen=True)
class Scope:
    """Which criteria are asked about; by default those of the person's specialty.

    Attributes:
        technique: The notation of a technique; None for all that are relevant.
        grade: The notation of a grade; None for every grade.
        everything: Whether to ask about every technique, whatever the specialty.
    """

    technique: str | None = None
    grade: str | None = None
    everything: bool = False

    @classmethod
    def named(cls, technique: str | None, grade: str | None, *, everything: bool = False) -> Scope:
        """Make a scope from names as people write them.

        Args:
            technique: A label or notation of a technique; None for all that are relevant.
            grade: A grade, such as 4 or 四级; None for every grade.
            everything: Whether to ask about every technique.

        Returns:
            The scope.

        Raises:
            UserError: If a name is unknown, with those there are.
        """
        return cls(_technique(technique), _grade(grade), everything)


def _technique(name: str | None) -> str | None:
    if name is None:
        return None
    graph = load_graph()
    nodes = sorted(graph.subjects(RDF.type, ZR.Technique), key=str)
    return str(graph.value(find(graph, name, nodes, Label("技术", "technique")), SKOS.notation))


def _grade(name: str | None) -> str | None:
    if name is None:
        return None
    found = vocabulary().resolve("grade", name)
    if found is None:
        known = "、".join(vocabulary().allowed("grade"))
        raise UserError(
            f"没有名为“{name}”的级别，可用的有：{known}。"
            f" No grade is named {name!r}; there are: {known}."
        )
    return found


def eligibility(
    records: Records, staff: str, as_of: date, scope: Scope | None = None
) -> tuple[Eligibility, ...]:
    """Tell how a person stands to every criterion that could concern them.

    Args:
        records: The tables.
        staff: The identifier of the person (工号).
        as_of: The day as of which evidence is counted; editions in force on it apply.
        scope: Which criteria; those of the person's specialty if none is given.

    Returns:
        An eligibility per criterion: those met first, then those nearly met, those with the fewest
        open conditions first.

    Raises:
        UserError: If there is no such person, or no criterion to ask about.
    """
    chosen = criteria_about(records, staff, as_of, scope)
    values = _person(records, staff)
    institution, name = values["institution"] or "", values["name"] or staff
    asked = [Assignment(staff, institution, name, None, criterion) for criterion in chosen]
    assigner = Assigner(criteria().values(), hierarchy(), as_of)
    report = validate_assignments(records, (*asked, *assigner.implied(asked)), as_of)
    found = [
        Eligibility(result, cheapest(result.findings, result.dossier, as_of))
        for result in report.results[: len(asked)]
    ]
    return tuple(sorted(found, key=_order))


def _order(one: Eligibility) -> tuple[int, int]:
    return list(Standing).index(one.standing), len(one.plan.steps)


def _person(records: Records, staff: str) -> Values:
    people = {row.values["staff"]: row.values for row in records["staff"]}
    if staff not in people:
        zh, en = nearest(staff, people)
        raise UserError(
            f"“人员”表中没有工号“{staff}”。{zh} No member of staff has the number {staff!r}.{en}"
        )
    return people[staff]


def criteria_about(
    records: Records, staff: str, as_of: date, scope: Scope | None = None
) -> Sequence[Criterion]:
    """Choose the criteria that could concern a person.

    Args:
        records: The tables.
        staff: The identifier of the person (工号).
        as_of: The day on which the editions must be in force.
        scope: Which criteria; those of the person's specialty if none is given.

    Returns:
        The criteria, in order of IRI; for one grade without those that another one includes.

    Raises:
        UserError: If there is no such person, or no criterion.
    """
    asked = scope or Scope()
    in_force = [
        one for one in criteria().values() if one.role_is_person and one.regulation.in_force(as_of)
    ]
    person = Person(records, _person(records, staff), hierarchy())
    if asked.technique is not None:
        found = [one for one in _governing(in_force, asked.technique) if person.may_be(one)]
    else:
        found = in_force if asked.everything else person.relevant(in_force)
    if asked.grade is not None:
        found = most_specific(one for one in found if one.covers(asked.grade))
    if not found:
        raise UserError(
            f"没有涉及“{staff}”的标准；可用 --all 查看全部技术，或补充执业范围与专科经历。"
            f" No criterion concerns {staff!r}; --all shows every technique."
        )
    return found


def _governing(in_force: Iterable[Criterion], technique: str) -> list[Criterion]:
    """The criteria of a technique; of the one above it where it has none of its own."""
    given = list(in_force)
    for name in hierarchy().lineage(technique):
        found = [one for one in given if one.technique.notation == name]
        if found:
            return found
    return []
