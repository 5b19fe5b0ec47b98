"""周年规则下的时间，按列计算。 Time by anniversaries, in columns.

The rule is that of `zhunru/durations.py`. Everything is counted in whole days and ten-thousandths,
so that every engine gives the same number: none of them agrees with another on what a month is.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

#: 年与月记到四位小数，余数舍去。 Years and months have four places, the rest cut off.
SCALE = 10_000
_MONTHS_A_YEAR = 12


def years_between(start: ir.DateValue, end: ir.DateValue) -> ir.IntegerValue:
    """Count years from start to end by anniversaries, in ten-thousandths, rounded down.

    Args:
        start: The first day.
        end: The day up to which to count.

    Returns:
        Ten-thousandths of a year; zero if the end is not after the start.
    """
    return _between(start, end, _MONTHS_A_YEAR)


def months_between(start: ir.DateValue, end: ir.DateValue) -> ir.IntegerValue:
    """Count months from start to end by monthly anniversaries, as `years_between` does."""
    return _between(start, end, 1)


def _between(start: ir.DateValue, end: ir.DateValue, months: int) -> ir.IntegerValue:
    """Count the months completed, and the days since as a part of the running one."""
    wanted, day, month = start.day(), end.day(), end.truncate("M")
    last_month = (month - ibis.interval(days=1)).day()
    this_month = (month + ibis.interval(months=1) - ibis.interval(days=1)).day()
    next_month = (month + ibis.interval(months=2) - ibis.interval(days=1)).day()
    # 该月没有那一天的，以月末为准。 A month that lacks the day has its anniversary on its last day.
    anniversary = ibis.least(wanted, this_month)
    whole = (end.year() - start.year()) * _MONTHS_A_YEAR + end.month() - start.month()
    return ibis.cases(
        (start >= end, ibis.literal(0, "int64")),
        (
            anniversary <= day,
            _divided(
                whole,
                day - anniversary,
                this_month - anniversary + ibis.least(wanted, next_month),
                months,
            ),
        ),
        else_=_divided(
            whole - 1,
            day + ibis.greatest(last_month - wanted, 0),
            anniversary + ibis.greatest(last_month - wanted, 0),
            months,
        ),
    )


def _divided(
    whole: ir.IntegerValue, days: ir.IntegerValue, length: ir.IntegerValue, months: int
) -> ir.IntegerValue:
    """Divide completed months and days of a month of some length, all in whole numbers."""
    return ((whole * length + days) * SCALE // (length * months)).cast("int64")


def next_day(day: ir.DateValue) -> ir.DateValue:
    """Give the day after a day."""
    return (day + ibis.interval(days=1)).cast("date")
