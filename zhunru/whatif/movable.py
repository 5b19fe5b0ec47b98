"""一项标准里可以改动什么，范围多大。 What of a criterion can be moved, and how far."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Final

from zhunru.criterion import Criterion
from zhunru.deciding import Decided
from zhunru.durations import Period
from zhunru.namespaces import local_path
from zhunru.requirements import (
    Concept,
    Label,
    Leaf,
    Requirement,
    Staffing,
    Threshold,
    TitleRequirement,
    ValueType,
    When,
)
from zhunru.whatif.settings import Setting

_PERCENT: Final = "percent"
_MOST_PERCENT: Final = Decimal(100)
#: 滑块至少分成这么多档。 A slider has so many steps at least.
_FEWEST_STEPS: Final = 50
_WHOLE_STEPS: Final = tuple(map(Decimal, (100, 50, 10, 5)))
_HALF: Final = Decimal("0.5")
_TENTH: Final = Decimal("0.1")
_SMALL: Final = Decimal(20)
_HALF_A_YEAR: Final = 6
_LONGEST: Final = Period(15 * 12)


@dataclass(frozen=True)
class Scale:
    """How far a figure can be moved.

    Attributes:
        present: The figure, or the lower and the upper one.
        most: The greatest figure; the least is 0.
        step: By how much it is moved.
        whole: Whether it must be whole.
        unit: The unit.
    """

    present: tuple[Decimal, ...]
    most: Decimal
    step: Decimal
    whole: bool
    unit: Concept


@dataclass(frozen=True)
class Movable:
    """A requirement that can be moved or dropped.

    Attributes:
        requirement: The requirement as it is.
        within: The names of the groups that it stands in, from the outermost.
        scale: How far its figure can be moved; None where it has none.
        titles: The titles to choose from, one for each rank, the lowest first; perhaps none.
        periods: The periods to choose from, the shortest first; perhaps none.
        droppable: Whether it can be dropped: what others depend on cannot.
    """

    requirement: Requirement
    within: tuple[Label, ...]
    scale: Scale | None
    titles: tuple[Concept, ...]
    periods: tuple[Period, ...]
    droppable: bool

    @property
    def path(self) -> str:
        """What it goes by in settings."""
        return local_path(self.requirement.iri)

    @property
    def has_figure(self) -> bool:
        """Whether anything but dropping it is possible."""
        return bool(self.scale or self.titles or self.periods)


def movables(criterion: Criterion, found: Sequence[Decided]) -> tuple[Movable, ...]:
    """List what can be moved.

    Args:
        criterion: The criterion; what it extends comes first.
        found: The people or institutions under it: what they have says how far figures reach.

    Returns:
        Every requirement once, in order, groups before their members.
    """
    listed = _walk(criterion.all_requirements, (), droppable=True)
    once = {one.iri: (one, within, droppable) for one, within, droppable in listed}
    return tuple(_movable(*given, found) for given in once.values())


def foreseen(criterion: Criterion) -> tuple[Setting, ...]:
    """List the settings that ask for evidence which the criterion itself does not.

    Args:
        criterion: The criterion.

    Returns:
        Every title other than its own, for every requirement of a title; other thresholds are
        decided by the same evidence, or by that of trainings, which depends on their figures.
    """
    return tuple(
        Setting(leaf, title)
        for leaf in criterion.leaves()
        if isinstance(leaf, TitleRequirement)
        for title in _titles(leaf)
        if title.rank != leaf.title.rank
    )


def command(data: str, settings: Iterable[str], as_of: date) -> str:
    """Write settings as a command line that gives the same.

    Args:
        data: The tables, as they are named on the command line.
        settings: Each as `parse_settings` reads it.
        as_of: The day as of which evidence is counted.

    Returns:
        One line for a shell.
    """
    sets = [word for one in settings for word in ("--set", one)]
    return shlex.join(["zhunru", "whatif", data, "--as-of", as_of.isoformat(), *sets])


def _walk(
    requirements: Iterable[Requirement], within: tuple[Label, ...], *, droppable: bool
) -> Iterator[tuple[Requirement, tuple[Label, ...], bool]]:
    for one in requirements:
        yield one, within, droppable
        below = (*within, one.label)
        if isinstance(one, When):
            yield from _walk((one.condition,), below, droppable=False)
            yield from _walk(one.members, below, droppable=droppable)
        else:
            yield from _walk(one.children, below, droppable=droppable)


def _movable(
    requirement: Requirement,
    within: tuple[Label, ...],
    droppable: bool,
    found: Sequence[Decided],
) -> Movable:
    scale: Scale | None = None
    titles: tuple[Concept, ...] = ()
    periods: tuple[Period, ...] = ()
    if isinstance(requirement, Threshold | Staffing):
        scale = _scale(requirement, found)
    if isinstance(requirement, TitleRequirement):
        titles = _titles(requirement)
        periods = _periods(requirement.held_for) if requirement.held_for else ()
    return Movable(requirement, within, scale, titles, periods, droppable)


def _scale(leaf: Threshold | Staffing, found: Sequence[Decided]) -> Scale:
    ordered = sorted(vars(leaf.limits).items(), key=lambda item: "maximum" in item[0])
    present = tuple(figure for _, figure in ordered if figure is not None)
    whole = leaf.value_type is ValueType.INTEGER
    reach = max((2 * max(present), *_had(leaf, found)), default=Decimal(1)) or Decimal(10)
    if leaf.unit.notation == _PERCENT:
        reach = min(reach, _MOST_PERCENT)
    step = _whole_step(reach) if whole else _part_step(leaf, reach)
    most = (reach / step).to_integral_value(ROUND_CEILING) * step
    return Scale(present, most, step, whole, leaf.unit)


def _had(leaf: Leaf, found: Sequence[Decided]) -> Iterator[Decimal]:
    for one in found:
        value = one.dossier.values.get(leaf.evidence_key)
        known = one.dossier.ranges.get(leaf.evidence_key)
        if value is not None:
            yield Decimal(value)
        elif known is not None:
            yield known.low if known.high is None else known.high


def _whole_step(reach: Decimal) -> Decimal:
    fitting = (step for step in _WHOLE_STEPS if reach >= step * _FEWEST_STEPS)
    return next(fitting, Decimal(1))


def _part_step(leaf: Threshold | Staffing, reach: Decimal) -> Decimal:
    return _TENTH if leaf.unit.notation == _PERCENT and reach <= _SMALL else _HALF


def _titles(leaf: TitleRequirement) -> tuple[Concept, ...]:
    """One title for each rank: its own, where it has that rank."""
    by_rank: dict[int, Concept] = {}
    for title in (leaf.title, *leaf.ladder):
        by_rank.setdefault(title.rank or 0, title)
    return tuple(by_rank[rank] for rank in sorted(by_rank))


def _periods(present: Period) -> tuple[Period, ...]:
    """Every half year, and the present one."""
    longest = max(_LONGEST, present)
    halves = range(_HALF_A_YEAR, longest.months + 1, _HALF_A_YEAR)
    return tuple(sorted({present, *map(Period, halves)}))
