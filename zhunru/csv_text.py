"""给电子表格看的 CSV。 CSV that people open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

Cell = str | float | None

#: A spreadsheet takes a cell for a formula that begins with one of these, full-width ones too.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Write a table as CSV.

    Names come from the hospital's own tables, so texts that a spreadsheet would take for a formula
    are defused by a leading apostrophe. A byte-order mark lets Excel read the Chinese.

    Args:
        columns: The headers.
        rows: The cells of each row, in the order of the headers; None is an empty cell.

    Returns:
        The text, lines ended by CRLF.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return "\ufeff" + stream.getvalue()


def defused(cell: Cell) -> Cell:
    """Return a cell as no spreadsheet takes it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
