"""重叠分组：相同的在前，级别不一致的在前，旧版的在后。 Overlaps in the order of use to a reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from app_parts.catalogue import Procedure, procedures
from app_parts.overlaps import Overlap


@dataclass(frozen=True)
class Pair:
    """An overlap with the procedure at its other end."""

    overlap: Overlap
    other: Procedure
    differs: bool


@dataclass(frozen=True)
class Group:
    """Overlaps of one kind, those of different grades first."""

    kind: str
    meaning: str
    pairs: tuple[Pair, ...]

    @property
    def differing(self) -> int:
        """How many are of different grades."""
        return sum(one.differs for one in self.pairs)


def groups(procedure: Procedure) -> tuple[Group, ...]:
    """Group the overlaps of a procedure by kind, from the closest kind to the loosest.

    Overlaps with editions that were replaced are left out, unless the procedure is of one itself.
    """
    pairs = [
        Pair(overlap, other, other.grade != procedure.grade)
        for overlap in procedure.overlaps
        if (other := procedures()[overlap.other]).document.in_force
        or not procedure.document.in_force
    ]
    ordered = sorted(pairs, key=lambda one: (one.overlap.closeness, not one.differs, *_rank(one)))
    return tuple(
        Group(kind, pair.overlap.meaning, (pair, *rest))
        for kind, (pair, *rest) in _by_kind(ordered)
    )


def _rank(pair: Pair) -> tuple[int, str]:
    return -(pair.other.grade.rank or 0), pair.other.key


def _by_kind(pairs: Iterable[Pair]) -> list[tuple[str, list[Pair]]]:
    return [(kind, list(members)) for kind, members in groupby(pairs, lambda one: one.overlap.kind)]
