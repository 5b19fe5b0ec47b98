"""要求在标准中的位置。 Where a requirement stands within its criterion.

A figure means one thing where it binds outright and another inside an alternative, a waiver or a
condition; whoever compares figures has to know which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from zhunru.criterion import Criterion
from zhunru.requirements import (
    AnyOf,
    Equivalence,
    Force,
    Label,
    Requirement,
    Waiver,
    When,
)


class Standing(StrEnum):
    """How a requirement takes part in its criterion."""

    OUTRIGHT = "outright"
    CONDITIONAL = "conditional"
    ALTERNATIVE = "alternative"
    EQUIVALENCE = "equivalence"
    WAIVER = "waiver"
    PREMISE = "premise"

    @property
    def label(self) -> Label:
        """The standing in words."""
        return _STANDINGS[self]


_STANDINGS: Final = {
    Standing.OUTRIGHT: Label("直接要求", "outright"),
    Standing.CONDITIONAL: Label("有条件的要求", "under a condition"),
    Standing.ALTERNATIVE: Label("备选之一", "one of several ways"),
    Standing.EQUIVALENCE: Label("视为达到的条件", "for being deemed met"),
    Standing.WAIVER: Label("免除的条件", "for a waiver"),
    Standing.PREMISE: Label("适用的前提", "premise"),
}
#: From the most to the least binding.
_FORCES: Final = (Force.MANDATORY, Force.ADVISORY, Force.PERMISSION)


@dataclass(frozen=True)
class Placement:
    """A requirement where it stands.

    Attributes:
        requirement: A leaf or a group.
        criterion: The criterion that states it.
        path: The groups that it stands in, from the outermost.
        standing: How it takes part.
    """

    requirement: Requirement
    criterion: Criterion
    path: tuple[Requirement, ...]
    standing: Standing

    @property
    def force(self) -> Force:
        """How binding it is: no more than the groups that it stands in."""
        chain = (*self.path, self.requirement)
        return max((one.force for one in chain), key=_FORCES.index)


def placements(criterion: Criterion) -> Iterator[Placement]:
    """Yield every requirement of a criterion with its place, groups before their members.

    Args:
        criterion: The criterion; those that it extends are left out.

    Yields:
        Its own requirements, leaves and groups, in order.
    """
    for requirement in criterion.requirements:
        yield from _below(Placement(requirement, criterion, (), Standing.OUTRIGHT))


def _below(place: Placement) -> Iterator[Placement]:
    yield place
    group = place.requirement
    for child in group.children:
        standing = _standing(group, child, place.standing)
        yield from _below(Placement(child, place.criterion, (*place.path, group), standing))


def _standing(group: Requirement, child: Requirement, outer: Standing) -> Standing:
    """Tell the standing of a member: the group's own, or what the group makes of it."""
    inner = Standing.OUTRIGHT
    if isinstance(group, When):
        inner = Standing.PREMISE if child is group.condition else Standing.CONDITIONAL
    elif isinstance(group, Waiver):
        inner = Standing.WAIVER
    elif isinstance(group, Equivalence):
        inner = Standing.EQUIVALENCE
    elif isinstance(group, AnyOf):
        inner = Standing.ALTERNATIVE
    # 越特殊的越排在后：免除里的备选仍是免除。 An alternative inside a waiver is still a waiver.
    order = list(Standing)
    return max(outer, inner, key=order.index)
