"""名称中的大小：直径、重量、孕周。 Sizes in names: diameters, weights, weeks of pregnancy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_ONE: Final = Decimal(1)
_A_TENTH: Final = Decimal("0.1")
_KNOWN: Final[dict[str, tuple[str, Decimal]]] = {
    "厘米": ("cm", _ONE),
    "cm": ("cm", _ONE),
    "毫米": ("cm", _A_TENTH),
    "mm": ("cm", _A_TENTH),
    "克": ("g", _ONE),
    "g": ("g", _ONE),
    "孕周": ("week", _ONE),
    "周": ("week", _ONE),
}
_UNIT: Final = "|".join(_KNOWN)
_SIZE: Final = re.compile(
    rf"(?P<before>[<>≤≥]?=?)(?P<number>\d+(?:\.\d+)?)(?P<unit>{_UNIT})(?P<after>[<>≤≥]?=?)"
)


@dataclass(frozen=True)
class Size:
    """A range in one unit; a bound that is not included is told by `open_low` and `open_high`."""

    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    open_low: bool = False
    open_high: bool = False

    def meets(self, other: Size) -> bool:
        """Tell whether some value lies in both; sizes in different units do not contradict."""
        if self.unit != other.unit:
            return True
        return not (self._below(other) or other._below(self))

    def _below(self, other: Size) -> bool:
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (
            self.high == other.low and (self.open_high or other.open_low)
        )


def read_sizes(text: str) -> tuple[tuple[Size, ...], str]:
    """Read the sizes of a normalised name.

    Args:
        text: The name, folded in width and case.

    Returns:
        One range for each unit that is given with bounds or as a number, and the text without them.
    """
    found: dict[str, Size] = {}
    for match in _SIZE.finditer(text):
        unit, factor = _KNOWN[match["unit"]]
        number = Decimal(match["number"]) * factor
        for size in _bounds(unit, number, match["before"], match["after"]):
            found[unit] = _narrowed(found.get(unit), size)
    return tuple(found.values()), _SIZE.sub("", text)


def _bounds(unit: str, number: Decimal, before: str, after: str) -> list[Size]:
    """Read “<5cm”, “10cm>” and “5cm”: the sign stands before the number, or after it."""
    turned = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}
    signs = [before[:1]] if before else []
    signs += [turned[after[0]]] if after and after[0] in turned else []
    sizes = [
        Size(unit, low=number, open_low=sign == ">")
        if sign in ">≥"
        else Size(unit, high=number, open_high=sign == "<")
        for sign in signs
    ]
    return sizes or [Size(unit, number, number)]


def _narrowed(one: Size | None, other: Size) -> Size:
    """Join the bounds of one range; of two plain numbers (3cm×4cm) the larger counts."""
    if one is None:
        return other
    low, high = other.low or one.low, other.high or one.high
    if one.low is not None and one.low == one.high and other.low == other.high:
        low = high = max(one.low, other.low or one.low)
    return Size(
        one.unit, low, high, one.open_low or other.open_low, one.open_high or other.open_high
    )
