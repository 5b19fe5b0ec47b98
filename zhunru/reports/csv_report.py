"""把报告写成 CSV。 Write a report as CSV."""

from __future__ import annotations

from zhunru.csv_text import csv_text
from zhunru.report import Report
from zhunru.reports.lines import COLUMNS, lines


def to_csv(report: Report) -> str:
    """Write a report as CSV, a row per requirement; formulas are defused.

    Args:
        report: The report.

    Returns:
        The CSV text, with a byte-order mark for Excel.
    """
    return csv_text(COLUMNS, lines(report))
