"""逐行算法用的区间算术。 Arithmetic of intervals, for the row-by-row reading in tests."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from zhunru.intervals import Interval

_HUNDRED: Final = Decimal(100)
# 细到不会把低于限值的率舍入到限值上。 · Fine enough never to round a rate onto its limit.
_EIGHT_PLACES: Final = Decimal("0.00000001")


def total(intervals: Iterable[Interval]) -> Interval:
    """Add intervals; the sum has no known most if one of them has none."""
    low, high = Decimal(0), Decimal(0)
    open_ended = False
    for interval in intervals:
        low += interval.low
        open_ended = open_ended or interval.high is None
        high += interval.high or 0
    return Interval(low, None if open_ended else high)


def rate(part: Interval, whole: Interval) -> Interval | None:
    """Give a part in per cent of a whole, at most 100; None if the whole may be nothing."""
    if whole.low == 0:
        return None
    low = Decimal(0) if whole.high is None else _percent(part.low, whole.high)
    high = _percent(part.high, whole.low) if part.high is not None else None
    return Interval(low, high)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return min(_HUNDRED, part * _HUNDRED / whole).quantize(_EIGHT_PLACES)
