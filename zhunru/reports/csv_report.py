"""把报告写成 CSV。 Write a report as CSV."""

from __future__ import annotations

import csv
import io

from zhunru.report import Report
from zhunru.reports.lines import COLUMNS, FORMULA_STARTS, Cell, lines


def to_csv(report: Report) -> str:
    """Write a report as CSV, a row per requirement.

    Names come from the hospital's own tables, so cells that a spreadsheet would take for a formula
    are defused by a leading apostrophe. A byte-order mark lets Excel read the Chinese.

    Args:
        report: The report.

    Returns:
        The CSV text.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines(report):
        writer.writerow([_defused(cell) for cell in line])
    return "\ufeff" + stream.getvalue()


def _defused(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
