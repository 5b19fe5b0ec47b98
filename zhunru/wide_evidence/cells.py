"""宽表的单元格：数、区间、是或否，空为不知。 Cells: numbers, intervals, yes or no, or empty."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from zhunru.dossiers import Value
from zhunru.errors import Bilingual
from zhunru.evidence import Known
from zhunru.intake.cells import CellError, plain, read_boolean, read_integer, read_number, read_text
from zhunru.intervals import Interval
from zhunru.requirements import ValueType

#: 区间怎样写。 How an interval is written.
_BETWEEN: Final = "–"
_AT_LEAST: Final = "≥"
_RANGE: Final = re.compile(r"(?P<low>[^–—~～至-]+)(?:[–—~～至-]+)(?P<high>[^–—~～至-]+)")
_OPEN: Final = re.compile(r"(?:≥|>=|至少)(?P<low>.+)")

AN_AMOUNT: Final = Bilingual(
    "数字，或区间如 194–206、≥194，不知则留空",
    "a number, or an interval such as 194–206 or ≥194; empty if unknown",
)
_REVERSED: Final = Bilingual("下限大于上限", "ends before it begins")
_NEGATIVE: Final = Bilingual("小于零", "is below zero")


def written(known: Value | Interval | None) -> str | int | Decimal | None:
    """Write what is known of a piece of evidence as a cell."""
    if isinstance(known, bool):
        return "是" if known else "否"
    if not isinstance(known, Interval):
        return known
    if known.high is None:
        return f"{_AT_LEAST}{known.low:f}"
    return f"{known.low:f}{_BETWEEN}{known.high:f}"


def read_known(cell: object, value_type: ValueType) -> Known:
    """Read a cell of evidence.

    Args:
        cell: The cell, as any file gives it.
        value_type: The type of the evidence.

    Returns:
        An interval, whose ends are equal for a plain number; yes or no; None for an empty cell.

    Raises:
        CellError: If it is none of these.
    """
    if value_type is ValueType.BOOLEAN:
        return read_boolean(cell)
    text = read_text(cell)
    if text is None:
        return None
    told = plain(text)
    if found := _OPEN.fullmatch(told):
        return Interval(_amount(found["low"], value_type), None)
    if found := _RANGE.fullmatch(told):
        low, high = (_amount(found[end], value_type) for end in ("low", "high"))
        if low > high:
            raise CellError("reversed-interval", _REVERSED, AN_AMOUNT)
        return Interval(low, high)
    return Interval.exactly(_amount(cell, value_type))


def _amount(cell: object, value_type: ValueType) -> Decimal:
    read = read_integer if value_type is ValueType.INTEGER else read_number
    try:
        number = read(cell)
    except CellError as error:
        raise CellError(error.kind, error.finding, AN_AMOUNT) from error
    if number is None or number < 0:
        raise CellError("not-a-number", _NEGATIVE, AN_AMOUNT)
    return Decimal(number)
