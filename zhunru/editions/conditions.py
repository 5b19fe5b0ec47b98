"""两版的条件及其变化。 The conditions of two editions and what became of them.

How they are found and compared is in `zhunru/editions/matching.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from zhunru.comparing.placement import Placement, Standing, placements
from zhunru.criterion import Criterion
from zhunru.editions.kinds import CuratedChange, Outcome, kinds_order
from zhunru.requirements import Clause, Concept, Force, Label, Leaf
from zhunru.wording import sentence


class Difference(StrEnum):
    """In what two conditions differ besides their figures."""

    BEARER = "bearer"
    GRADES = "grades"
    STANDING = "standing"
    FORCE = "force"
    QUALIFIERS = "qualifiers"
    SUBJECT = "subject"
    MET = "criterion met"

    @property
    def label(self) -> Label:
        """The difference in words."""
        return Label(_DIFFERENCES[self], self.value)


_DIFFERENCES: Final = {
    Difference.BEARER: "承担者",
    Difference.GRADES: "级别范围",
    Difference.STANDING: "在标准中的位置",
    Difference.FORCE: "约束力",
    Difference.QUALIFIERS: "计数的限定",
    Difference.SUBJECT: "指标",
    Difference.MET: "须满足的标准",
}


@dataclass(frozen=True)
class Condition:
    """一项条件及其位置。 A condition of an edition, with every place where it stands."""

    places: tuple[Placement, ...]

    @property
    def iri(self) -> str:
        """Its IRI."""
        return self.places[0].requirement.iri

    @property
    def words(self) -> Label:
        """The condition as a sentence with its figures; a group by its name."""
        requirement = self.places[0].requirement
        return sentence(requirement) if isinstance(requirement, Leaf) else requirement.label

    @property
    def leaf(self) -> Leaf | None:
        """The requirement, unless it is a group of others."""
        requirement = self.places[0].requirement
        return requirement if isinstance(requirement, Leaf) else None

    @property
    def bearers(self) -> tuple[Criterion, ...]:
        """The criteria that state it."""
        return tuple(place.criterion for place in self.places)

    @property
    def roles(self) -> frozenset[str]:
        """Who bears it, by notation."""
        return frozenset(one.role.notation for one in self.bearers)

    @property
    def grades(self) -> frozenset[tuple[str, ...]]:
        """The scopes in which it binds, by the notations of the grades."""
        return frozenset(tuple(g.notation for g in one.grades) for one in self.bearers)

    @property
    def standing(self) -> Standing:
        """How it takes part in its criterion."""
        return self.places[0].standing

    @property
    def force(self) -> Force:
        """How binding it is."""
        return self.places[0].force

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that state it."""
        return self.places[0].requirement.clauses


@dataclass(frozen=True)
class Compared:
    """两版中的同一项条件。 A condition in both editions.

    Attributes:
        before: The condition of the older edition.
        after: That of the newer one.
        outcome: What the figures say; None where neither has one.
        differences: In what else the two differ.
    """

    before: Condition
    after: Condition
    outcome: Outcome | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class ConditionChange:
    """条件的一处变化。 A change of conditions.

    Attributes:
        label: Its name.
        kinds: Its kinds: the curator's, or those found by bearer and measure; none if nothing more
            can be said than that the two differ.
        before: The conditions of the older edition.
        after: Those of the newer one.
        compared: The conditions that were found in both, side by side.
        outcome: What all figures say together; None where there are none on both sides.
        curated: The curator's change; None where only bearers and measures were compared.
        disagreement: In what the figures contradict the curator; None where they do not.
    """

    label: Label
    kinds: tuple[Concept, ...]
    before: tuple[Condition, ...]
    after: tuple[Condition, ...]
    compared: tuple[Compared, ...]
    outcome: Outcome | None
    curated: CuratedChange | None = None
    disagreement: Label | None = None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """In what the conditions differ besides their figures."""
        return tuple(dict.fromkeys(one for pair in self.compared for one in pair.differences))


def read_conditions(criteria: Iterable[Criterion]) -> dict[str, Condition]:
    """Gather the conditions of criteria, leaves and groups, by IRI."""
    found: dict[str, list[Placement]] = defaultdict(list)
    for criterion in criteria:
        for place in placements(criterion):
            found[place.requirement.iri].append(place)
    return {iri: Condition(tuple(places)) for iri, places in found.items()}


@dataclass(frozen=True)
class ConditionGroup:
    """同类变化的条件。 Changes of one kind; `kinds` are empty where the two merely differ."""

    kinds: tuple[Concept, ...]
    changes: tuple[ConditionChange, ...]


def grouped(changes: Iterable[ConditionChange]) -> tuple[ConditionGroup, ...]:
    """Gather changes of one kind: what became stricter first, what did not change last."""
    groups: dict[tuple[Concept, ...], list[ConditionChange]] = defaultdict(list)
    for change in changes:
        groups[change.kinds].append(change)
    found = [ConditionGroup(kinds, tuple(members)) for kinds, members in groups.items()]
    return tuple(sorted(found, key=lambda group: kinds_order(group.kinds)))
