"""周年规则下的时间计算。 Time arithmetic by anniversaries.

Periods in the regulations (满3年, 近5年, 至少6个月) run from day to day: three years after
2023-02-01 is 2026-02-01. A month that lacks the day ends on its last day.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?")
_MONTHS_A_YEAR = 12
_FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, order=True)
class Period:
    """A period of whole months, as `xsd:duration` writes it: `P3Y`, `P6M`, `P1Y6M`."""

    months: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read an `xsd:duration` of years and months.

        Args:
            text: The lexical form, for example `P3Y`.

        Returns:
            The period.

        Raises:
            ValueError: If the text is no duration of years and months.
        """
        match = _DURATION.fullmatch(text)
        if match is None or not any(match.groups()):
            raise ValueError(
                f"不是年月时长：{text!r}。 Not a duration of years and months: {text!r}."
            )
        years, months = (int(group or 0) for group in match.groups())
        return cls(years * _MONTHS_A_YEAR + months)

    def __str__(self) -> str:
        years, months = divmod(self.months, _MONTHS_A_YEAR)
        return "P" + (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")

    @property
    def years(self) -> Decimal:
        """The period in years, to four places, rounded down as `years_between` does.

        So the years up to an anniversary reach it exactly, thirds of a year included.
        """
        exact = Decimal(self.months) / _MONTHS_A_YEAR
        rounded = exact.quantize(_FOUR_PLACES, ROUND_DOWN)
        return rounded if rounded < exact else exact

    @property
    def zh(self) -> str:
        """The period in Chinese, for example `3 年` or `6 个月`."""
        years, months = divmod(self.months, _MONTHS_A_YEAR)
        parts = ([f"{years} 年"] if years else []) + ([f"{months} 个月"] if months else [])
        return " ".join(parts)

    @property
    def en(self) -> str:
        """The period in English, for example `3 years`."""
        years, months = divmod(self.months, _MONTHS_A_YEAR)
        parts = [
            f"{count} {noun}{'s' if count > 1 else ''}"
            for count, noun in ((years, "year"), (months, "month"))
            if count
        ]
        return " ".join(parts)


def add_months(day: date, months: int) -> date:
    """Move a date by whole months; a month that lacks the day gives its last day.

    Args:
        day: The date to start from.
        months: How many months, negative for earlier.

    Returns:
        The moved date.
    """
    index = day.year * _MONTHS_A_YEAR + day.month - 1 + months
    year, month = index // _MONTHS_A_YEAR, index % _MONTHS_A_YEAR + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _months_between(start: date, end: date) -> Decimal:
    """Return completed months from start to end, with the fraction of the running one."""
    whole = (end.year - start.year) * _MONTHS_A_YEAR + end.month - start.month
    if add_months(start, whole) > end:
        whole -= 1
    begun = add_months(start, whole)
    length = (add_months(start, whole + 1) - begun).days
    return whole + Decimal((end - begun).days) / length


def months_between(start: date, end: date) -> Decimal:
    """Count months from start to end by monthly anniversaries, four places, rounded down.

    Args:
        start: The first day.
        end: The day up to which to count.

    Returns:
        Months; zero if the end is not after the start. A whole number exactly on an anniversary.
    """
    if end <= start:
        return Decimal(0)
    return _months_between(start, end).quantize(_FOUR_PLACES, ROUND_DOWN)


def years_between(start: date, end: date) -> Decimal:
    """Count years from start to end by anniversaries, four places, rounded down.

    Args:
        start: The first day.
        end: The day up to which to count.

    Returns:
        Years; zero if the end is not after the start. A whole number exactly on an anniversary.
    """
    if end <= start:
        return Decimal(0)
    return (_months_between(start, end) / _MONTHS_A_YEAR).quantize(_FOUR_PLACES, ROUND_DOWN)
