"""已知到什么程度：数值的下限与上限。 How much is known of a number: from a least to a most.

Records are often incomplete: a count left empty, a period that straddles a window, a colleague
whose own verdict is open. The number then lies in an interval, and a requirement is settled only
where the whole interval agrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhunru.requirements import Bounds


@dataclass(frozen=True)
class Interval:
    """A number known to be at least `low` and at most `high`; None for no known most."""

    low: Decimal
    high: Decimal | None

    @classmethod
    def exactly(cls, value: Decimal | int) -> Interval:
        """Make the interval of a number that is fully known."""
        return cls(Decimal(value), Decimal(value))

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


def _below(value: Decimal, bounds: Bounds) -> bool:
    return (bounds.minimum is not None and value < bounds.minimum) or (
        bounds.exclusive_minimum is not None and value <= bounds.exclusive_minimum
    )
