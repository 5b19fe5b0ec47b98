"""在医院自己的表里标出判定与读不出的行。 Mark verdicts and unreadable rows in its tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zhunru.errors import Problem
from zhunru.intake.headers import find_header, table_of
from zhunru.intake.sources import Sheet
from zhunru.report import Finding, Report, Result, worst_first
from zhunru.reports.lines import facts
from zhunru.reports.workbook_cells import (
    FILLS,
    REMARKED,
    SET_ASIDE,
    WRAPPED,
    WRONG,
    annotate,
    header,
    put,
)
from zhunru.requirements import Force

#: The columns that are added to 项目 and 授权, with their widths in characters.
ADDED_COLUMNS: Final = {"判定": 12, "未满足的条件": 60}


def mark_sheet(sheet: Worksheet, given: Sheet, report: Report) -> None:
    """Mark what a report says about the rows of a sheet.

    Args:
        sheet: The sheet, changed in place.
        given: The same sheet as the intake reads it; the report calls it `given.file`.
        report: The report.
    """
    place, headed = given.file, _header_row(given)
    results: dict[int, list[Result]] = {}
    for result in report.results:
        if result.file == place and result.line is not None:
            results.setdefault(result.line, []).append(result)
    if results:
        columns = _added_columns(sheet, headed)
        for line, asked in results.items():
            _mark_row(sheet, line, columns, worst_first(asked))
    _mark_problems(sheet, headed, _at(place, report.remarks), None, REMARKED)
    _mark_problems(sheet, headed, _at(place, report.set_aside), SET_ASIDE, WRONG)


def _at(place: str, problems: Iterable[Problem]) -> list[tuple[int, Problem]]:
    return [(one.row, one) for one in problems if one.file == place and one.row is not None]


def _header_row(given: Sheet) -> int:
    """Find the header as the intake does, below titles and the like."""
    rows, table = given.rows(), table_of(given)
    first = next(rows, None)
    if first is None or table is None:
        return first[0] if first else 1
    header_row, _ = find_header(chain([first], rows), table)
    return header_row[0]


def _titles(sheet: Worksheet, headed: int) -> dict[str, int]:
    cells = (cell for cell in sheet[headed] if cell.value is not None)
    return {str(cell.value).strip(): cell.column for cell in cells}


def _added_columns(sheet: Worksheet, headed: int) -> tuple[int, ...]:
    """Add the columns right of everything; those of an earlier report are used again."""
    titles, free = _titles(sheet, headed), _first_free_column(sheet)
    columns = []
    for title, width in ADDED_COLUMNS.items():
        column = titles.get(title)
        if column is None:
            column, free = free, free + 1
        else:
            _clear(sheet, column)
        header(sheet, headed, column, title)
        sheet.column_dimensions[get_column_letter(column)].width = width
        columns.append(column)
    return tuple(columns)


def _first_free_column(sheet: Worksheet) -> int:
    filled = [cell.column for row in sheet.iter_rows() for cell in row if cell.value is not None]
    merged = [one.max_col for one in sheet.merged_cells.ranges]
    return max([*filled, *merged], default=0) + 1


def _clear(sheet: Worksheet, column: int) -> None:
    for (cell,) in sheet.iter_rows(min_col=column, max_col=column):
        cell.value, cell.comment, cell.fill = None, None, PatternFill()


def _mark_row(
    sheet: Worksheet, line: int, columns: Sequence[int], results: Sequence[Result]
) -> None:
    worst = results[0].verdict
    short = [_briefly(one) for result in results for one in result.open_findings]
    for column, text in zip(columns, (worst.value, "；".join(short)), strict=True):
        cell = put(sheet, line, column, text or None)
        cell.fill, cell.alignment = FILLS[worst], WRAPPED
    said = [_at_length(result) for result in results if result.open_findings]
    if said:
        annotate(sheet, line, columns[-1], "\n".join(said))


def _briefly(finding: Finding) -> str:
    requirement = finding.requirement
    force = "" if requirement.force is Force.MANDATORY else f"{requirement.force.zh}："
    how_far = f"（{finding.distance.zh}）" if finding.distance else ""
    return f"{force}{requirement.label.zh}{how_far}"


def _at_length(result: Result) -> str:
    """Word what is open: verdict, requirement with clause, what was found, how far, what helps."""
    lines = [f"{result.dossier.criterion.label.zh}：{result.verdict.value}"]
    for finding in result.open_findings:
        required = f"· {finding.verdict.value}：{finding.required.zh}"
        lines.append("；".join([required, *(fact.zh for fact in facts(finding))]))
    return "\n".join(lines)


def _mark_problems(
    sheet: Worksheet,
    headed: int,
    problems: Sequence[tuple[int, Problem]],
    row_fill: PatternFill | None,
    cell_fill: PatternFill,
) -> None:
    titles = _titles(sheet, headed) if problems else {}
    if row_fill:
        for row, _ in problems:
            for column in titles.values():
                sheet.cell(row, column).fill = row_fill
    for row, problem in problems:
        column = titles.get((problem.column or "").strip(), 1)
        sheet.cell(row, column).fill = cell_fill
        annotate(sheet, row, column, problem.chinese)
