"""写单元格：文字就是文字，颜色表示判定。 Write cells: text stays text, colours tell verdicts."""

from __future__ import annotations

from datetime import date, time
from typing import Final

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from zhunru.csv_text import FORMULA_STARTS
from zhunru.verdicts import Verdict

BOLD: Final = Font(bold=True)
HEADER: Final = PatternFill("solid", fgColor="FFDDE7F0")
WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
FILLS: Final = {
    Verdict.MET: PatternFill("solid", fgColor="FFC6EFCE"),
    Verdict.NOT_MET: PatternFill("solid", fgColor="FFFFC7CE"),
    Verdict.MISSING: PatternFill("solid", fgColor="FFFFEB9C"),
    Verdict.JUDGEMENT: PatternFill("solid", fgColor="FFD9E1F2"),
    Verdict.NOT_APPLICABLE: PatternFill("solid", fgColor="FFEDEDED"),
}
SET_ASIDE: Final = PatternFill("solid", fgColor="FFFFC9C9")
WRONG: Final = PatternFill("solid", fgColor="FFFF5050")
REMARKED: Final = PatternFill("solid", fgColor="FFFFF2CC")

_LONGEST_TEXT: Final = 32_767
"""Excel 单元格的字数上限。 The most characters that a cell of Excel holds."""
_LONGEST_COMMENT: Final = 4_000
_COMMENT_WIDTH: Final = 420
_LINE_HEIGHT: Final = 22
_LETTERS_PER_LINE: Final = 30
_MOST_LINES: Final = 24


def put(sheet: Worksheet, row: int, column: int, value: object) -> Cell | MergedCell:
    """Write a value into a cell; text that looks like a formula stays text.

    Args:
        sheet: The sheet.
        row: The row, from 1.
        column: The column, from 1.
        value: A number, a date or a text; whatever else is written as text, None as nothing.

    Returns:
        The cell.
    """
    cell = sheet.cell(row, column)
    if value is None or isinstance(cell, MergedCell):
        return cell
    if isinstance(value, bool | int | float) or _is_plain_time(value):
        cell.value = value  # type: ignore[assignment]
        return cell
    text = clean(str(value))[:_LONGEST_TEXT]
    cell.value = text
    # openpyxl 把 =… 认作公式、把 #N/A 认作错误值。 It takes =… for a formula, #N/A for an error.
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def clean(text: str) -> str:
    """Replace the characters that a workbook cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)


def annotate(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Add a comment to a cell, after the one that it may have.

    Args:
        sheet: The sheet.
        row: The row, from 1.
        column: The column, from 1; of merged cells the first one is annotated.
        text: What to say.
    """
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        merged = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
        cell = sheet.cell(merged.min_row, merged.min_col)
    known = f"{cell.comment.text}\n" if cell.comment else ""
    said = clean(known + text)
    if len(said) > _LONGEST_COMMENT:
        said = f"{said[:_LONGEST_COMMENT]}……（全文见“明细”）"
    lines = sum(1 + len(line) // _LETTERS_PER_LINE for line in said.split("\n"))
    height = _LINE_HEIGHT * min(lines + 1, _MOST_LINES)
    cell.comment = Comment(said, "zhunru", width=_COMMENT_WIDTH, height=height)


def _is_plain_time(value: object) -> bool:
    """Tell whether it is a day or time that a workbook can hold: one without time zone."""
    return isinstance(value, date | time) and getattr(value, "tzinfo", None) is None


def header(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write the header of a column."""
    cell = put(sheet, row, column, text)
    cell.font, cell.fill = BOLD, HEADER
