"""把报告写成工作簿：医院自己的表，判定写在单元格旁。

Write a report as a workbook: the hospital's own tables with the findings beside the cells.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl
from openpyxl import Workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from zhunru.intake.opening import sheets_of
from zhunru.intake.sources import COLUMNAR, DELIMITED, WORKBOOKS, Sheet, Source
from zhunru.report import Report
from zhunru.reports.workbook_cells import put
from zhunru.reports.workbook_marks import mark_sheet
from zhunru.reports.workbook_sheets import add_sheets
from zhunru.workbook_content import workbook_content

#: What openpyxl raises on workbooks that Excel and the intake can read, yet it cannot.
_NOT_COPIED: Final = (
    *(InvalidFileException, BadZipFile, ParseError),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError),
)
#: What reaches outside: DDE (`cmd|…`), other workbooks (`[1]…`), and functions that fetch or run.
_OUTSIDE: Final = re.compile(
    r"[|\[]|\b(?:HYPERLINK|WEBSERVICE|IMAGE|RTD|CALL|EXEC|REGISTER(?:\.ID)?)\s*\(", re.IGNORECASE
)
_LITERAL: Final = re.compile(r'"[^"]*"')
_LONGEST_TITLE: Final = 31
_NOT_IN_TITLES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def to_xlsx(report: Report, sources: Sequence[Source] = ()) -> bytes:
    """Write a report as an XLSX workbook.

    A single workbook is returned as a copy, without macros and links, its formulas as they are,
    save those that reach outside, which become text; tables of other forms become sheets of a new
    workbook. Rows that asked for a verdict get the columns 判定 and 未满足的条件; rows that were
    set aside are red. Sheets of totals, details and explanations are added.

    Args:
        report: The report.
        sources: The files that were validated; without them only the added sheets are written.

    Returns:
        The content of the file, the same for the same report and sources.
    """
    tables = [one for one in sources if one.suffix in WORKBOOKS | DELIMITED | COLUMNAR]
    own = _copied(tables[0]) if len(tables) == 1 and tables[0].suffix in WORKBOOKS else None
    book = own or _empty()
    sheets = _own_sheets(book, tables[0]) if own else _written(book, tables)
    for given, sheet in sheets:
        mark_sheet(sheet, given, report)
    add_sheets(book, report, is_copy=own is not None)
    return workbook_content(book, datetime.combine(report.as_of, time()))


def _copied(source: Source) -> Workbook | None:
    """Load the hospital's workbook; None where openpyxl cannot."""
    with warnings.catch_warnings():
        # 不保留的扩展内容已在“说明”里讲明。 What is lost is told on the sheet of explanations.
        warnings.simplefilter("ignore", UserWarning)
        try:
            book = openpyxl.load_workbook(
                io.BytesIO(source.content), rich_text=True, keep_links=False
            )
        except _NOT_COPIED:
            return None
    _keep_inside(book)
    return book


def _keep_inside(book: Workbook) -> None:
    """Make formulas plain text that start programs, or reach other files or the net."""
    for sheet in book.worksheets:
        for number, row in enumerate(sheet.iter_rows(), start=1):
            for column, cell in enumerate(row, start=1):
                formula = str(getattr(cell.value, "text", cell.value))
                if cell.data_type == "f" and _reaches_outside(formula):
                    put(sheet, number, column, formula)
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in [name for name, one in names.items() if _reaches_outside(one.attr_text or "")]:
            del names[name]


def _reaches_outside(formula: str) -> bool:
    return _OUTSIDE.search(_LITERAL.sub('""', formula)) is not None


def _own_sheets(book: Workbook, source: Source) -> Iterator[tuple[Sheet, Worksheet]]:
    """Yield the sheets that the intake reads, with their copies."""
    for given in sheets_of(source).sheets:
        yield given, book[given.name]


def _empty() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _written(book: Workbook, tables: Sequence[Source]) -> Iterator[tuple[Sheet, Worksheet]]:
    """Copy tables of any form into sheets of a workbook, each row where the file has it."""
    for source in tables:
        for given in sheets_of(source).sheets:
            sheet = book.create_sheet(_title(given.name))
            for number, cells in given.rows():
                for column, value in enumerate(cells, start=1):
                    put(sheet, number, column, value)
            sheet.freeze_panes = "A2"
            yield given, sheet


def _title(name: str) -> str:
    """Make a name into the title of a sheet; openpyxl numbers those that occur twice."""
    plain = name.translate(_NOT_IN_TITLES).strip("'")[: _LONGEST_TITLE - 3]
    return plain or "表"
