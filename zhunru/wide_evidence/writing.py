"""写宽表。 Write wide tables of evidence."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhunru.csv_text import csv_text
from zhunru.dossiers import Dossier
from zhunru.namespaces import local_path
from zhunru.requirements import Leaf, ValueType
from zhunru.wide_evidence.cells import written
from zhunru.wide_evidence.headers import FIXED, SHEET, key_header, leaves_by_key

Cell = str | int | Decimal | None


@dataclass(frozen=True)
class WideTable:
    """A wide table.

    Attributes:
        columns: The keys of evidence, in order, each with a leaf that asks for it.
        rows: The cells of every row: those of `FIXED`, then those of the columns.
    """

    columns: Mapping[str, Leaf]
    rows: Sequence[Sequence[Cell]]

    @property
    def headers(self) -> list[str]:
        """The headers of all columns."""
        return [*FIXED, *map(key_header, self.columns.values())]


def wide_evidence(dossiers: Iterable[Dossier], suffix: str) -> bytes:
    """Write evidence as a wide table.

    Args:
        dossiers: Whose evidence under which criterion; of the same twice only the first is written.
        suffix: The form, one of `FORMATS`.

    Returns:
        The content of the file, the same for the same evidence.
    """
    return FORMATS[suffix](_table(list({one.iri: one for one in dossiers}.values())))


def _table(dossiers: Sequence[Dossier]) -> WideTable:
    columns = leaves_by_key(one.criterion for one in dossiers)
    return WideTable(columns, [_row(one, columns) for one in dossiers])


def _row(dossier: Dossier, columns: Iterable[str]) -> list[Cell]:
    known = {**dossier.ranges, **dossier.values}
    return [
        dossier.bearer,
        dossier.name,
        dossier.institution or None,
        dossier.criterion.label.zh,
        local_path(dossier.criterion.iri).removeprefix("criterion/"),
        *(written(known.get(key)) for key in columns),
    ]


def _csv(table: WideTable) -> bytes:
    rows = ([_plain(cell) for cell in row] for row in table.rows)
    return csv_text(table.headers, rows).encode("utf-8")


def _plain(cell: Cell) -> str | int | None:
    return f"{cell:f}" if isinstance(cell, Decimal) else cell


def _xlsx(table: WideTable) -> bytes:
    from openpyxl import Workbook

    from zhunru.reports.workbook_cells import header, put
    from zhunru.workbook_content import workbook_content

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for column, text in enumerate(table.headers, start=1):
        header(sheet, 1, column, text)
    for number, row in enumerate(table.rows, start=2):
        for column, cell in enumerate(row, start=1):
            put(sheet, number, column, float(cell) if isinstance(cell, Decimal) else cell)
    sheet.freeze_panes = "B2"
    return workbook_content(book)


def _parquet(table: WideTable) -> bytes:
    """Columns have the type of their evidence, save those that hold an interval: these are text."""
    import pyarrow as pa
    from pyarrow import parquet

    kinds = [None] * len(FIXED) + [leaf.value_type for leaf in table.columns.values()]
    columns = zip(*table.rows, strict=True) if table.rows else ([] for _ in kinds)
    arrays = [_typed(list(cells), kind) for cells, kind in zip(columns, kinds, strict=True)]
    stream = io.BytesIO()
    parquet.write_table(pa.table(arrays, names=table.headers), stream)
    return stream.getvalue()


def _typed(cells: Sequence[Cell], kind: ValueType | None) -> object:
    import pyarrow as pa

    if kind is ValueType.BOOLEAN:
        words = {"是": True, "否": False}
        return pa.array([words.get(str(cell)) for cell in cells], pa.bool_())
    if kind is None or any(isinstance(cell, str) for cell in cells):
        return pa.array(
            [None if cell is None else str(_plain(cell)) for cell in cells], pa.string()
        )
    if kind is ValueType.INTEGER:
        return pa.array(cells, pa.int64())
    return pa.array([None if cell is None else float(cell) for cell in cells], pa.float64())


#: 后缀 → 写成这种文件。 How files of each ending are written.
FORMATS: Final[Mapping[str, Callable[[WideTable], bytes]]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
}
