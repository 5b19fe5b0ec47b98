"""从哪一天起够，还要等多久。 From which day it suffices, and how long that is to wait."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Final

from zhunru.durations import Period, add_months, months_between
from zhunru.errors import Bilingual
from zhunru.requirements import Qualifiers

_ONE_DAY: Final = timedelta(days=1)
_MONTHS_A_YEAR: Final = 12
_HUNDREDTH: Final = Decimal("0.01")


def after_years(as_of: date, years: Decimal) -> date:
    """Tell when so many years more have passed, rather late than early.

    Without the day on which a period began, only whole months are certain; at the end of a month
    the period may have begun on a later day of a longer one.

    Args:
        as_of: Today.
        years: The years that are missing, to four places.

    Returns:
        The day after as many whole months as they need, at least one.
    """
    # 小数年只记四位，先舍入再进一。 Years keep four places: round before taking whole months.
    rounded = (years * _MONTHS_A_YEAR).quantize(_HUNDREDTH)
    months = max(1, int(rounded.to_integral_value(ROUND_CEILING)))
    if (as_of + _ONE_DAY).day == 1:
        return add_months(as_of.replace(day=1), months + 1) - _ONE_DAY
    return add_months(as_of, months)


def window_passed(as_of: date, window: Period) -> date:
    """Tell when everything up to today has left a window.

    Args:
        as_of: Today.
        window: The window, counted back from any day.

    Returns:
        The first day on which the window begins today or later.
    """
    day = add_months(as_of, window.months)
    while add_months(day, -window.months) < as_of:
        day += _ONE_DAY
    return day


def years_renewed(as_of: date, qualifiers: Qualifiers) -> date:
    """Tell when a yearly figure speaks of years only that are not over yet.

    Args:
        as_of: Today.
        qualifiers: Those of the yearly figure, perhaps with a window of several years.

    Returns:
        The last day of the calendar year that completes them.
    """
    running = (as_of + _ONE_DAY).year
    years = int(qualifiers.window.years) if qualifiers.window else 1
    return date(running + years - 1, _MONTHS_A_YEAR, 31)


def time_left(start: date, end: date) -> Bilingual:
    """Word a time to wait: whole months, rounded up, or days where it is less than one.

    Args:
        start: Today.
        end: The day waited for.

    Returns:
        For example 2 个月 or 12 天.
    """
    months = months_between(start, end)
    if months < 1:
        days = (end - start).days
        return Bilingual(f"{days} 天", f"{days} day" if days == 1 else f"{days} days")
    period = Period(int(months.to_integral_value(ROUND_CEILING)))
    return Bilingual(period.zh, period.en)
