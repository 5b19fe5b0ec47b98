"""一个单元格的值。 The value of one cell.

A cell comes as text from a CSV file, or as a Python value from a workbook; both give the same
typed value. What cannot be read raises `CellError`, never a guess.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from zhunru.errors import Bilingual
from zhunru.numbering import fold_width
from zhunru.tables import Type

_TRUE: Final = frozenset({"true", "t", "yes", "y", "1", "是", "有", "对", "真", "具备", *"√✓✔☑"})
_FALSE: Final = frozenset(
    {"false", "f", "no", "n", "0", "否", "无", "没有", "错", "假", "不具备", "x", *"×✗✘"}
)

_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_UNIT: Final = re.compile(
    r"(?<=\d)(例次|人次|例|人|张|名|次|台|个工作日|工作日|个月|个|件|起|天|年)$"
)
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")
_EXCEL_ERROR: Final = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!)")

_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_CHINESE_DATE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME: Final = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")

_EXCEL_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = range(10_000, 80_000)
"""作为日期看待的 Excel 序列号：1927 年至 2119 年。 Excel serials that are read as dates."""
_YEARS: Final = range(1900, 2101)


class CellError(ValueError):
    """单元格读不出来。 A cell cannot be read.

    Attributes:
        kind: 问题代号 a stable code.
        finding: 发现了什么 what is wrong.
        expected: 应为什么 what should be there.
    """

    def __init__(self, kind: str, finding: Bilingual, expected: Bilingual) -> None:
        super().__init__(f"{finding.zh}，应为{expected.zh} · {finding.en}; expected {expected.en}")
        self.kind, self.finding, self.expected = kind, finding, expected


AN_INTEGER: Final = Bilingual("整数，如 120", "an integer such as 120")
A_NUMBER: Final = Bilingual("数字，如 12.5", "a number such as 12.5")
A_DATE: Final = Bilingual("日期，如 2019-03-01", "a date such as 2019-03-01")
A_BOOLEAN: Final = Bilingual("“是”或“否”", "是 or 否 (yes or no)")


def read_text(cell: object) -> str | None:
    """返回去掉首尾空白的文字；空单元格为 None。 Return the stripped text; None for an empty cell.

    Whole numbers from a workbook lose their “.0”, dates are written as 2019-03-01.

    Raises:
        CellError: the cell holds the error value of a formula, such as #REF!.
    """
    if cell is None:
        return None
    text = _written(cell).strip(" \t\r\n\v\f\u3000\xa0\ufeff\u200b")
    if _EXCEL_ERROR.fullmatch(text):
        finding = Bilingual("是公式的出错值", "is the error value of a formula")
        raise CellError("formula-error", finding, Bilingual("可以读出的值", "a readable value"))
    return text or None


def read_integer(cell: object) -> int | None:
    """返回整数：接受全角数字、千位逗号、“120例”。 Return an integer, or None when empty.

    Raises:
        CellError: the text is not an integer.
    """
    number = _number(cell, AN_INTEGER)
    if number is None:
        return None
    if number != number.to_integral_value():
        finding = Bilingual("不是整数", "is not an integer")
        raise CellError("not-an-integer", finding, AN_INTEGER)
    return int(number)


def read_number(cell: object) -> Decimal | None:
    """返回十进制数。 Return a decimal number, or None when empty.

    Raises:
        CellError: the text is not a number.
    """
    return _number(cell, A_NUMBER)


def read_boolean(cell: object) -> bool | None:
    """返回真假：接受 是/否、有/无、√/×、true/false、1/0。 Return a boolean, or None when empty.

    Raises:
        CellError: the text is neither.
    """
    text = read_text(cell)
    if text is None:
        return None
    word = _plain(text).casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    finding = Bilingual("看不出是或否", "is neither yes nor no")
    raise CellError("not-a-boolean", finding, A_BOOLEAN)


def read_date(cell: object) -> date | None:
    """返回日期：年在前，接受 2019/3/1、2019年3月1日、20190301 与 Excel 日期；时刻略去。

    Return a date written with the year first, or None when empty; a time of day is dropped.

    Raises:
        CellError: the text is not a date, or no such day exists.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = read_text(cell)
    if text is None:
        return None
    plain = _plain(_TIME.sub("", fold_width(text)))
    if plain.isascii() and plain.isdigit() and len(plain) == 5 and int(plain) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(plain))
    if found := _YEAR_FIRST.fullmatch(plain):
        return _day(found[1], found[3], found[4])
    if found := _CHINESE_DATE.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _day(*found.groups())
    finding = Bilingual("不是年月日齐全的日期", "is not a date with year, month and day")
    raise CellError("not-a-date", finding, A_DATE)


READERS: Final[Mapping[Type, Callable[[object], object]]] = MappingProxyType(
    {
        "string": read_text,
        "integer": read_integer,
        "number": read_number,
        "date": read_date,
        "boolean": read_boolean,
    }
)
"""类型 → 读法。 How each type of a field is read."""


def _plain(text: str) -> str:
    """Return the text half-width, without spaces, with a plain minus sign."""
    return "".join(fold_width(text).split()).replace("\u2212", "-")


def _written(cell: object) -> str:
    """Return a value of a workbook as a CSV file would have it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else str(cell)
    return str(cell)


def _number(cell: object, expected: Bilingual) -> Decimal | None:
    text = read_text(cell)
    if text is None:
        return None
    plain = _UNIT.sub("", _plain(text))
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if isinstance(cell, bool | date) or not _NUMBER.fullmatch(plain):
        finding = Bilingual("不是数字", "is not a number")
        raise CellError("not-a-number", finding, expected)
    return Decimal(plain)


def _day(year: str, month: str, day: str) -> date:
    finding = Bilingual("日历上没有这一天", "is not a day of the calendar")
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise CellError("impossible-date", finding, A_DATE) from None
    if found.year not in _YEARS:
        finding = Bilingual("年份不可信", "has an implausible year")
        raise CellError("impossible-date", finding, A_DATE)
    return found
