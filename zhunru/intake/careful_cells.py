"""用 openpyxl 细读有异样的工作表。 Read sheets with odd cells carefully, by openpyxl.

Slower than calamine by several times, but it tells an error value and a formula that was never
computed from an empty cell, and knows in what format a date is shown.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from typing import Protocol, cast

import openpyxl
from openpyxl.utils.datetime import from_excel
from openpyxl.workbook import Workbook

from zhunru.intake.month_formats import as_month, shows_month
from zhunru.intake.sources import Source


def careful_rows(source: Source, name: str) -> Iterator[tuple[object, ...]]:
    """给出一张工作表的各行。 Yield the rows of a sheet.

    A formula that Excel never computed is given as its own text, a date shown as a month as 2019-3.

    Args:
        source: 工作簿 the workbook.
        name: 工作表名 the name of the sheet.
    """
    values, formulas = _opened(source, data_only=True), _opened(source, data_only=False)
    for cells, written in zip(_rows(values, name), _rows(formulas, name), strict=True):
        yield tuple(
            other.value if cell.value is None else _value(cell, values)
            for cell, other in zip(cells, written, strict=True)
        )


def _opened(source: Source, *, data_only: bool) -> Workbook:
    with warnings.catch_warnings():
        # 只关心单元格；图形、扩展校验等读不了也无妨。 Cells matter; what else is lost does not.
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(
            io.BytesIO(source.content), read_only=True, data_only=data_only
        )


class _Cell(Protocol):
    """What is used of a cell of a read-only worksheet."""

    value: object
    number_format: str


class _Style(Protocol):
    numFmtId: int  # noqa: N815


class _Sheet(Protocol):
    """What is used of a read-only worksheet."""

    def reset_dimensions(self) -> None: ...

    def iter_rows(self) -> Iterator[tuple[_Cell, ...]]: ...


def _rows(book: Workbook, name: str) -> Iterator[tuple[_Cell, ...]]:
    sheet = cast("_Sheet", book[name])
    sheet.reset_dimensions()
    return sheet.iter_rows()


def _value(cell: _Cell, book: Workbook) -> object:
    value = cell.value
    style = cast("_Style | None", getattr(cell, "style_array", None))
    if style is None or not shows_month(style.numFmtId, cell.number_format):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = from_excel(value, book.epoch)
    if isinstance(value, datetime | date):
        return as_month(value) or value
    return cell.value
