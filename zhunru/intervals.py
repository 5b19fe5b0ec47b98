"""已知到什么程度：数值的下限与上限。 How much is known of a number: from a least to a most.

Records are often incomplete: a count left empty, a period that straddles a window, a colleague
whose own verdict is open. The number then lies in an interval, and a requirement is settled only
where the whole interval agrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhunru.requirements import Bounds

_HUNDRED: Final = Decimal(100)
# 细到不会把低于限值的率舍入到限值上。 · Fine enough never to round a rate onto its limit.
_EIGHT_PLACES: Final = Decimal("0.00000001")


@dataclass(frozen=True)
class Interval:
    """A number known to be at least `low` and at most `high`; None for no known most."""

    low: Decimal
    high: Decimal | None

    @classmethod
    def exactly(cls, value: Decimal | int) -> Interval:
        """Make the interval of a number that is fully known."""
        return cls(Decimal(value), Decimal(value))

    def percent_of(self, whole: Interval) -> Interval | None:
        """Give this number in per cent of a whole, to eight places.

        Args:
            whole: The denominator.

        Returns:
            The rate, at most 100; None if the whole may be nothing at all.
        """
        if whole.low == 0:
            return None
        low = Decimal(0) if whole.high is None else _percent(self.low, whole.high)
        high = _percent(self.high, whole.low) if self.high is not None else None
        return Interval(low, high)

    def settle(self, bounds: Bounds) -> Decimal | None:
        """Choose a number that stands for the interval under the bounds of a requirement.

        Args:
            bounds: What the requirement admits.

        Returns:
            The number itself if known; else the end of the interval that decides, if the whole
            interval is admitted or the whole of it is refused on one side; else None.
        """
        if self.low == self.high:
            return self.low
        if bounds.admit(self.low):
            if self.high is None:
                unlimited = bounds.maximum is None and bounds.exclusive_maximum is None
                return self.low if unlimited else None
            return self.low if bounds.admit(self.high) else None
        if _below(self.low, bounds):
            short = self.high is not None and _below(self.high, bounds)
            return self.high if short else None
        return self.low


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return min(_HUNDRED, part * _HUNDRED / whole).quantize(_EIGHT_PLACES)


def total(intervals: Iterable[Interval]) -> Interval:
    """Add intervals; the sum has no known most if one of them has none."""
    low, high = Decimal(0), Decimal(0)
    open_ended = False
    for interval in intervals:
        low += interval.low
        open_ended = open_ended or interval.high is None
        high += interval.high or 0
    return Interval(low, None if open_ended else high)


def _below(value: Decimal, bounds: Bounds) -> bool:
    return (bounds.minimum is not None and value < bounds.minimum) or (
        bounds.exclusive_minimum is not None and value <= bounds.exclusive_minimum
    )
