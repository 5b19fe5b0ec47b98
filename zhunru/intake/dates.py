"""人写的日期。 Dates as people type them.

A date has the year first: 2019-03-01, 2019/3/1, 2019.3.1, 2019年3月1日, 20190301, or the serial
number of a spreadsheet. A month or a year alone is read as the days that it may mean.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from zhunru.errors import Bilingual
from zhunru.intake.cells import CellError, plain, read_text

# 2019.1 可能是存成数字的 2019.10，不读。 2019.1 may be 2019.10 stored as a number: not read.
_FORMS: Final = tuple(
    map(
        re.compile,
        (
            r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})",
            r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?",
            r"(\d{4})(\d{2})(\d{2})",
            r"(\d{4})[-/](\d{1,2})",
            r"(\d{4})\.(0\d|1\d|[2-9])",
            r"(\d{4})年(\d{1,2})月份?",
            r"(\d{4})(\d{2})",
            r"(\d{4})年?",
        ),
    )
)
_TIME: Final = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")

_EXCEL_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = range(10_000, 80_000)
"""作为日期看待的 Excel 序列号：1927 年至 2119 年。 Excel serials that are read as dates."""
_YEARS: Final = range(1900, 2101)

A_DATE: Final = Bilingual("日期，如 2019-03-01", "a date such as 2019-03-01")


class Days(NamedTuple):
    """一个日期所指的首日与末日，年月日齐全时相同。 The first and last day that a date may mean."""

    first: date
    last: date

    @property
    def is_exact(self) -> bool:
        """年月日是否齐全。 Whether it is one day."""
        return self.first == self.last


def read_days(cell: object) -> Days | None:
    """返回日期所指的各日；时刻略去。 Return the days that a date may mean, or None when empty.

    Raises:
        CellError: the text is not a date, or no such day exists.
    """
    if isinstance(cell, date):
        day = _plausible(cell.date() if isinstance(cell, datetime) else cell)
        return Days(day, day)
    text = read_text(cell)
    if text is None:
        return None
    written = plain(_TIME.sub("", plain(text, keep_spaces=True)))
    if written.isascii() and written.isdigit() and len(written) == 5 and int(written) in _SERIALS:
        day = _EXCEL_EPOCH + timedelta(days=int(written))
        return Days(day, day)
    for form in _FORMS:
        if found := form.fullmatch(written):
            return _days(*filter(str.isdigit, found.groups()))
    raise CellError("not-a-date", Bilingual("不是日期", "is not a date"), A_DATE)


def read_date(cell: object) -> date | None:
    """返回年月日齐全的日期；时刻略去。 Return a date, or None when empty; a time is dropped.

    Raises:
        CellError: the text is not a date with year, month and day, or no such day exists.
    """
    days = read_days(cell)
    if days is None:
        return None
    if not days.is_exact:
        finding = Bilingual("不是年月日齐全的日期", "is not a date with year, month and day")
        raise CellError("not-a-date", finding, A_DATE)
    return days.first


def _days(year: str, month: str | None = None, day: str | None = None) -> Days:
    try:
        first = _plausible(date(int(year), int(month or 1), int(day or 1)))
    except ValueError:
        finding = Bilingual("日历上没有这一天", "is not a day of the calendar")
        raise CellError("impossible-date", finding, A_DATE) from None
    if day is not None:
        return Days(first, first)
    last_month = int(month or 12)
    return Days(first, date(first.year, last_month, monthrange(first.year, last_month)[1]))


def _plausible(day: date) -> date:
    if day.year not in _YEARS:
        finding = Bilingual("年份不可信", "has an implausible year")
        raise CellError("impossible-date", finding, A_DATE)
    return day
