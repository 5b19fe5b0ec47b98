"""比较两项要求的数字哪个更严。 Which of two figures is stricter.

A figure is a row of demands, each the stricter the greater: a lower bound as it is, an upper bound
with its sign turned, the rank of a title and the months for which it is held. One figure is
stricter than another if no demand is milder and one is stricter; otherwise the two are not ordered.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, TypeAlias

from zhunru.requirements import Bounds, Leaf, Staffing, Threshold, TitleRequirement

#: The value, and whether the bound leaves the value itself out, which is a little stricter.
Demand: TypeAlias = tuple[Decimal, bool]
_NOTHING: Final[Demand] = (Decimal("-Infinity"), False)
#: Periods are compared in months, whichever unit the regulation counts in.
_MONTHS: Final = {"year": Decimal(12), "month": Decimal(1)}
_MONTH: Final = "month"
#: In months: a title held for so long is halfway to the next one, as a bar goes.
_A_DECADE: Final = 120


def demands(leaf: Leaf) -> tuple[Demand, ...]:
    """Return what a leaf demands, the greater the stricter; nothing where it has no figure."""
    if isinstance(leaf, TitleRequirement):
        months = leaf.held_for.months if leaf.held_for else 0
        return (Decimal(leaf.title.rank or 0), False), (Decimal(months), False)
    if isinstance(leaf, Threshold | Staffing):
        return _of_bounds(leaf.limits, _MONTHS.get(leaf.unit.notation, Decimal(1)))
    return ()


def length(leaf: Leaf) -> float | None:
    """Return a figure as the length of a bar, in the unit in which it is compared.

    Args:
        leaf: A leaf.

    Returns:
        The lower bound, else the upper one; for a title its rank, and a fraction for the years for
        which it is held; None without a figure.
    """
    given = [abs(value) for value, _ in demands(leaf) if value.is_finite()]
    if isinstance(leaf, TitleRequirement):
        rank, months = given
        return float(rank + months / (months + _A_DECADE))
    return float(given[0]) if given else None


def unit_compared(leaf: Leaf) -> str | None:
    """Return the notation of the unit in which a leaf is compared; None without one."""
    if not isinstance(leaf, Threshold | Staffing):
        return None
    return _MONTH if leaf.unit.notation in _MONTHS else leaf.unit.notation


def ends(leaf: Leaf) -> tuple[bool, ...]:
    """Tell which of its demands a leaf makes: whether it has a lower and an upper bound."""
    return tuple(demand != _NOTHING for demand in demands(leaf))


def order(one: Leaf, other: Leaf) -> int | None:
    """Compare the figures of two leaves that demand the same kind of thing.

    Args:
        one: A leaf.
        other: Another of the same kind, in the same or a convertible unit.

    Returns:
        1 if the first is stricter, -1 if the second is, 0 if they are equal, None if neither is.
    """
    pairs = list(zip(demands(one), demands(other), strict=True))
    stricter = any(mine > theirs for mine, theirs in pairs)
    milder = any(mine < theirs for mine, theirs in pairs)
    if stricter and milder:
        return None
    return int(stricter) - int(milder)


def _of_bounds(bounds: Bounds, scale: Decimal) -> tuple[Demand, Demand]:
    lower = [
        (value * scale, exclusive)
        for value, exclusive in ((bounds.minimum, False), (bounds.exclusive_minimum, True))
        if value is not None
    ]
    upper = [
        (-value * scale, exclusive)
        for value, exclusive in ((bounds.maximum, False), (bounds.exclusive_maximum, True))
        if value is not None
    ]
    return max(lower, default=_NOTHING), max(upper, default=_NOTHING)
