"""把表写成 CSV 与工作簿。 Write tables as CSV and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from zhunru.csv_text import csv_text
from zhunru.data_version import data_version
from zhunru.exporting.sheet import Sheet
from zhunru.reports.workbook_cells import WRAPPED, header, put
from zhunru.workbook_content import workbook_content

_WIDTH: Final = 18
_ABOUT: Final = (
    ("说明", "about"),
    ("本工作簿由知识图谱导出，一行一个条目或一项条件。", "Exported from the knowledge graph."),
    ("许可：CC BY 4.0", "Licence: CC BY 4.0"),
)


def to_csv(sheet: Sheet) -> bytes:
    """Write a table as CSV, with a byte-order mark for Excel; formulas are defused."""
    return csv_text(sheet.headings, sheet.rows).encode()


def to_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Write tables as a workbook, a sheet each, and a sheet that tells version and licence.

    Args:
        sheets: The tables.

    Returns:
        The content of the file, the same for the same tables.
    """
    book = Workbook()
    about = book.worksheets[0]
    about.title = "说明"
    for number, line in enumerate((*_ABOUT, ("版本", data_version())), start=1):
        for column, text in enumerate(line, start=1):
            put(about, number, column, text)
    for sheet in sheets:
        _add(book, sheet)
    return workbook_content(book)


def _add(book: Workbook, sheet: Sheet) -> None:
    written = book.create_sheet(sheet.title.zh)
    for column, text in enumerate(sheet.headings, start=1):
        header(written, 1, column, text)
        written.cell(1, column).alignment = WRAPPED
        written.column_dimensions[get_column_letter(column)].width = _WIDTH
    for number, row in enumerate(sheet.rows, start=2):
        for column, value in enumerate(row, start=1):
            put(written, number, column, value)
    written.freeze_panes = "A2"
    written.auto_filter.ref = written.dimensions
