"""把答案写成电子表格：CSV 与 XLSX，公式不生效。 Answers as spreadsheets, formulas defused."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from rdflib import BNode, Literal

from zhunru.answer_table import columns_and_rows
from zhunru.ask import Answer, Term
from zhunru.csv_text import Cell, csv_text
from zhunru.reports.workbook_cells import put
from zhunru.workbook_content import workbook_content

_SHEET: Final = "答案"
_WIDTH: Final = 24


def to_sheet_csv(answer: Answer) -> str:
    """Write rows or triples as CSV for people: with a byte-order mark, and formulas defused.

    Args:
        answer: The answer of a SELECT, CONSTRUCT or DESCRIBE.

    Returns:
        The text; `zhunru.answer_formats.to_csv` writes the exact values for programs.
    """
    names, _ = columns_and_rows(answer)
    return csv_text(names, _rows(answer))


def to_xlsx(answer: Answer) -> bytes:
    """Write rows or triples as a workbook: numbers as numbers, everything else as text.

    Args:
        answer: The answer of a SELECT, CONSTRUCT or DESCRIBE.

    Returns:
        The content of the file.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _SHEET
    names, _ = columns_and_rows(answer)
    for column, name in enumerate(names, start=1):
        put(sheet, 1, column, name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    for number, row in enumerate(_rows(answer), start=2):
        for column, cell in enumerate(row, start=1):
            put(sheet, number, column, cell)
    sheet.freeze_panes = "A2"
    return workbook_content(book)


def _rows(answer: Answer) -> Iterator[list[Cell]]:
    _, rows = columns_and_rows(answer)
    for row in rows:
        yield [_cell(term) for term in row]


def _cell(term: Term | None) -> Cell:
    if term is None:
        return None
    if isinstance(term, BNode):
        return f"_:{term}"
    if isinstance(term, Literal):
        value = term.toPython()
        value = float(value) if isinstance(value, Decimal) else value
        # 数照原样；其余（日期、很大的数也在内）作文字，不失精度。
        # Numbers stay numbers; the rest, dates and huge numbers too, is text: nothing is lost.
        if isinstance(value, bool | int | float) and abs(value) < 10**15:
            return value
    return str(term)
