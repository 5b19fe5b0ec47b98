"""文件、工作表与读不出时的话。 Files, sheets, and what is said where they cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, NamedTuple, NoReturn, TypeAlias

from zhunru.errors import Bilingual, Problem
from zhunru.intake.limits import MAX_BYTES, MAX_CELLS

WORKBOOKS: Final = frozenset({".xlsx", ".xlsm"})
DELIMITED: Final = frozenset({".csv", ".tsv"})
COLUMNAR: Final = frozenset({".parquet"})
ARCHIVES: Final = frozenset({".zip"})
READABLE: Final = WORKBOOKS | DELIMITED | COLUMNAR | ARCHIVES
"""能读入的文件后缀。 The endings of the files that are read."""
LOOK_ALIKES: Final = frozenset({".xls", ".xlsb", ".ods", ".et", ".numbers"})
"""可能装着数据、但不读的文件后缀。 Endings of files that may hold data, yet are not read."""

A_TABLE: Final = Bilingual(
    "后缀与内容相符的 CSV、XLSX 或 Parquet 表格", "a table in CSV, XLSX or Parquet, named so"
)
SAVE_AGAIN: Final = Bilingual(
    "用 Excel 另存的、未加密的 .xlsx 或 .csv", "a file saved as .xlsx or .csv without a password"
)

NumberedRow: TypeAlias = tuple[int, tuple[object, ...]]
"""行号（从 1 起）与单元格。 The number of a row, from 1, and its cells."""
NumberedRows: TypeAlias = Iterator[NumberedRow]


@dataclass(frozen=True, slots=True)
class Source:
    """一个文件。 A file.

    Attributes:
        name: 用于消息的名称，压缩包里的带包名 how messages call it.
        content: 内容 its bytes.
    """

    name: str
    content: bytes

    @property
    def stem(self) -> str:
        """文件名，无后缀。 The name without folder and ending."""
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        """小写的后缀，如 .csv。 The ending in lower case, such as .csv."""
        return PurePosixPath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Sheet:
    """一张待认的表。 A sheet whose table is not yet known.

    Attributes:
        file: 用于消息的名称，工作簿带工作表名 how messages call it.
        name: 文件名（无后缀）或工作表名 stem of the file or name of the sheet.
        stem: 文件名（无后缀） stem of the file.
        rows: 各非空行及其行号（从 1 起） yields the rows that are not empty, with their numbers.
    """

    file: str
    name: str
    stem: str
    rows: Callable[[], NumberedRows]


class Opened(NamedTuple):
    """一个文件里的各表，和该让人知道的事。 The sheets of a file, and what people should know."""

    sheets: tuple[Sheet, ...]
    remarks: tuple[Problem, ...] = ()


class SheetError(Exception):
    """文件读不出表格。 A file holds no readable table."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def whole_file(kind: str, file: str, finding: Bilingual, expected: Bilingual) -> Problem:
    """整个文件的问题。 Return a problem that concerns a file and no row of it."""
    return Problem(kind, file, None, None, None, finding, expected)


def refuse(kind: str, file: str, finding: Bilingual, expected: Bilingual) -> NoReturn:
    """拒收一个文件。 Refuse a file.

    Raises:
        SheetError: always.
    """
    raise SheetError(whole_file(kind, file, finding, expected))


def check_size(file: str, size: int) -> None:
    """拒收空的或过大的文件。 Refuse a file that is empty or too large.

    Args:
        file: 用于消息的名称 how messages call it.
        size: 字节数 its bytes.

    Raises:
        SheetError: it is empty or too large.
    """
    if size > MAX_BYTES:
        limit, found = MAX_BYTES // 2**20, size / 2**20
        refuse(
            "too-large",
            file,
            Bilingual(f"大小为 {found:.0f} MB，没有读取", f"has {found:.0f} MB and was not read"),
            Bilingual(f"不超过 {limit} MB，请分成几个文件", f"at most {limit} MB: split it"),
        )
    if size == 0:
        refuse("empty", file, Bilingual("是空文件", "is empty"), A_TABLE)


def check_cells(file: str, rows: int, columns: int) -> None:
    """拒收行列过多的表。 Refuse a table of too many rows and columns.

    Raises:
        SheetError: it has more cells than `MAX_CELLS`.
    """
    if rows * columns > MAX_CELLS:
        limit = f"{MAX_CELLS:,}"
        refuse(
            "too-large",
            file,
            Bilingual(
                f"占 {rows:,} 行 × {columns:,} 列，没有读取",
                f"spans {rows:,} rows × {columns:,} columns and was not read",
            ),
            Bilingual(
                f"不超过 {limit} 格的表，请删去空白的行列或分成几个文件",
                f"a table of at most {limit} cells: delete blank rows and columns, or split it",
            ),
        )


def numbered(rows: Iterator[tuple[object, ...]]) -> NumberedRows:
    """给出非空的行及行号，去掉行末的空格。 Yield the rows that are not empty, with numbers."""
    for number, row in enumerate(rows, start=1):
        last = len(row)
        while last and _is_blank(row[last - 1]):
            last -= 1
        if last:
            yield number, row[:last]


def _is_blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
