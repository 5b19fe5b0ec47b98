"""读 Parquet：一个文件一张表。 Read Parquet: one table per file.

Values keep their types; text is read as from any other file. The header counts as row 1, so that
the first record stands in row 2, as in a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Final

from zhunru.errors import Bilingual
from zhunru.intake.limits import MAX_CELL_LETTERS, MAX_EXPANDED_BYTES
from zhunru.intake.sources import (
    A_TABLE,
    NumberedRows,
    Opened,
    Sheet,
    Source,
    check_cells,
    numbered,
    refuse,
)

_ROWS: Final = 4096
"""一次读几行：很长的字反复出现时，少占内存。 Rows at a time: long texts that repeat need less."""


def columnar_sheets(source: Source) -> Opened:
    """把一个 Parquet 文件作为一张表。 Open a Parquet file as a sheet.

    Raises:
        SheetError: it is no Parquet file, or too large.
    """
    return Opened((Sheet(source.name, source.stem, source.stem, lambda: _rows(source)),))


def _rows(source: Source) -> NumberedRows:
    import pyarrow as pa

    try:
        yield from numbered(_cells(source))
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        finding = Bilingual("不是有效的 Parquet 文件", f"is not a valid Parquet file ({error})")
        refuse("not-a-table", source.name, finding, A_TABLE)


def _cells(source: Source) -> Iterator[tuple[object, ...]]:
    import pyarrow as pa
    from pyarrow import parquet

    file = parquet.ParquetFile(pa.BufferReader(source.content))
    about = file.metadata
    check_cells(source.name, about.num_rows, about.num_columns)
    groups = range(about.num_row_groups)
    if sum(about.row_group(i).total_byte_size for i in groups) > MAX_EXPANDED_BYTES:
        finding = Bilingual("解压后过大，没有读取", "is too large once unpacked")
        refuse("too-large", source.name, finding, A_TABLE)
    yield tuple(file.schema_arrow.names)
    for batch in file.iter_batches(batch_size=_ROWS):
        yield from zip(*(map(_value, column.to_pylist()) for column in batch.columns), strict=True)


def _value(cell: object) -> object:
    """Return the cell as a workbook would have it; a missing number may stand as NaN."""
    if isinstance(cell, float) and isnan(cell):
        return None
    if isinstance(cell, bytes):
        # 只须看得出太长。 As much as shows that it is too long will do.
        return cell[: 4 * MAX_CELL_LETTERS].decode("utf-8", errors="replace")
    return str(cell) if isinstance(cell, list | dict) else cell
