"""从表格里读几列文字。 Read a few columns of text out of any table.

Unlike the intake of hospital tables, files may bear any name and hold any other columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from zhunru.errors import Bilingual, InputError, Problem
from zhunru.intake.cells import CellError, read_text
from zhunru.intake.opening import files_at, sheets_of, sources_of
from zhunru.intake.rows import is_example
from zhunru.intake.sources import NumberedRows, Sheet, SheetError, whole_file
from zhunru.vocabulary import normalised

_FIRST_ROWS: Final = 10
"""表头在前几行里找。 The header is looked for in so many rows."""


@dataclass(frozen=True)
class TableRow:
    """一行中的几个单元格。 Some cells of a row, by the title of their columns."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, title: str) -> str:
        return self.cells[title]


def read_columns(
    paths: Sequence[Path],
    required: Mapping[str, str],
    other_headers: Mapping[str, Sequence[str]] | None = None,
) -> list[TableRow]:
    """Read columns of CSV, XLSX or Parquet files.

    Args:
        paths: The files, or folders of them.
        required: The titles of the columns that a sheet must have, with a word for them in English.
        other_headers: Other headers by title; titles that are not required may be absent.

    Returns:
        The rows with something in the first required column; empty cells as empty text.

    Raises:
        InputError: If no sheet has the columns, or a file holds no table.
        OSError: If a file cannot be read.
    """
    rows = columns_of(_sheets(paths), required, other_headers)
    if rows is None:
        raise InputError([_absent(paths, required)])
    return rows


def columns_of(
    sheets: Iterable[Sheet],
    required: Mapping[str, str],
    other_headers: Mapping[str, Sequence[str]] | None = None,
) -> list[TableRow] | None:
    """Read columns of sheets that were opened, as `read_columns` does.

    Returns:
        The rows; None if no sheet has the columns.
    """
    headers = {title: (title, *(other_headers or {}).get(title, ())) for title in required}
    headers |= {title: (title, *more) for title, more in (other_headers or {}).items()}
    rows: list[TableRow] = []
    found = False
    for sheet in sheets:
        places, below = _header(sheet, headers)
        if all(title in places for title in required):
            found = True
            rows += _rows(sheet, places, below, next(iter(required)))
    return rows if found else None


def _sheets(paths: Iterable[Path]) -> Iterator[Sheet]:
    for path in paths:
        for file in files_at(path):
            try:
                for source in sources_of(file):
                    yield from sheets_of(source).sheets
            except SheetError as error:
                raise InputError([error.problem]) from error


def _header(
    sheet: Sheet, headers: Mapping[str, Sequence[str]]
) -> tuple[dict[str, int], NumberedRows]:
    """Find the columns: the first row among the first few that has most of them is the header."""
    known = {normalised(word): title for title, words in headers.items() for word in words}
    rows = sheet.rows()
    best: dict[str, int] = {}
    first = list(islice(rows, _FIRST_ROWS))
    place = 0
    for index, (_, cells) in enumerate(first):
        words = [normalised(str(cell or "")).strip("*") for cell in cells]
        places = {known[word]: i for i, word in reversed(list(enumerate(words))) if word in known}
        if len(places) > len(best):
            best, place = places, index
    return best, _chained(first[place + 1 :], rows)


def _chained(first: list[tuple[int, tuple[object, ...]]], rest: NumberedRows) -> NumberedRows:
    yield from first
    yield from rest


def _rows(
    sheet: Sheet, places: Mapping[str, int], rows: NumberedRows, filled: str
) -> Iterator[TableRow]:
    for line, cells in rows:
        values = {
            title: _text(cells[place]) if place < len(cells) else ""
            for title, place in places.items()
        }
        if values[filled] and not is_example(cells):
            yield TableRow(sheet.file, line, values)


def _text(cell: object) -> str:
    """Return the text of a cell; the error value of a formula says nothing."""
    try:
        text = read_text(cell) or ""
    except CellError:
        return ""
    # 写出时为防当作公式而加的撇号。 The apostrophe that keeps a text from being a formula.
    return text[1:] if text[:2] in ("'=", "'+", "'-", "'@") else text


def _absent(paths: Sequence[Path], required: Mapping[str, str]) -> Problem:
    titles, words = "、".join(required), ", ".join(required.values())
    return whole_file(
        "missing-column",
        "、".join(path.name for path in paths),
        Bilingual("没有所需的列", "lacks the columns"),
        Bilingual(f"一张有“{titles}”列的表", f"a table with columns for {words} ({titles})"),
    )
