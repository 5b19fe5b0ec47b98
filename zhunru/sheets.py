"""从文件到一行行单元格。 From files to rows of cells, before anyone knows what they mean.

CSV is read as UTF-8, UTF-16 with a byte-order mark, or GB18030 (of which GBK is a part); XLSX with
openpyxl, one sheet at a time, formulas as the values that Excel last computed. Files that are no
tables are refused by what they contain, not by their name.
"""

import codecs
import csv
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Protocol, TypeAlias, cast
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from zhunru.errors import Bilingual, Problem

MAX_BYTES: Final = 200 * 1024 * 1024
"""单个文件的大小上限（字节）。 The largest file that is read, in bytes."""
MAX_EXPANDED_BYTES: Final = 10 * MAX_BYTES
"""工作簿解压后的大小上限（字节）。 The largest workbook once unzipped, in bytes."""

WORKBOOKS: Final = frozenset({".xlsx", ".xlsm"})
DELIMITED: Final = frozenset({".csv", ".tsv"})
LOOKUP_SHEET: Final = "词表"
"""模板里放下拉词表的隐藏工作表。 The hidden sheet of the template that holds drop-down lists."""

_A_TABLE: Final = Bilingual("后缀与内容相符的 CSV 或 XLSX 表格", "a table in CSV or XLSX, named so")
_SAVE_AGAIN: Final = Bilingual(
    "用 Excel 另存的、未加密的 .xlsx 或 .csv", "a file saved as .xlsx or .csv without a password"
)
_DELIMITERS: Final = (",", "\t", ";")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MARKUP: Final = re.compile(r"\s*<(!doctype|html|\?xml|table|!--|head|body|meta)", re.IGNORECASE)
_SIGNATURES: Final = (
    (b"%PDF", Bilingual("内容是 PDF，不是表格", "is a PDF and not a table"), _A_TABLE),
    (b"PK\x03\x04", Bilingual("内容是工作簿或压缩包", "is a workbook or an archive"), _A_TABLE),
    (b"\xd0\xcf\x11\xe0", Bilingual("是旧版 Excel 文件", "is an old Excel file"), _SAVE_AGAIN),
    (b"\x1f\x8b", Bilingual("是压缩文件", "is a compressed file"), _A_TABLE),
)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ >/]")


NumberedRows: TypeAlias = Iterator[tuple[int, tuple[object, ...]]]
"""行号（从 1 起）与单元格。 Row numbers, from 1, and the cells of the rows."""


class SheetError(Exception):
    """文件读不出表格。 A file holds no readable table."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Sheet:
    """一张待认的表。 A sheet whose table is not yet known.

    Attributes:
        file: 用于消息的名称，工作簿带工作表名 how messages call it.
        name: 文件名（无后缀）或工作表名 stem of the file or name of the sheet.
        rows: 各非空行及其行号（从 1 起） yields the rows that are not empty, with their numbers.
    """

    file: str
    name: str
    rows: Callable[[], NumberedRows]


def whole_file(kind: str, file: str, finding: Bilingual, expected: Bilingual) -> Problem:
    """整个文件的问题。 Return a problem that concerns a file and no row of it."""
    return Problem(kind, file, None, None, None, finding, expected)


def open_sheets(path: Path) -> Iterator[Sheet]:
    """给出一个文件里的各表，跳过空工作表。 Yield the sheets of a file, save those that are empty.

    Raises:
        SheetError: the file is too large, empty, or no table.
        OSError: the file cannot be read.
    """
    _check_size(path)
    if path.suffix.lower() in WORKBOOKS:
        yield from _workbook_sheets(path)
    else:
        text = _decoded(path)
        yield Sheet(path.name, path.stem, lambda: _guarded(path, _numbered(_csv_rows(text))))


def _guarded(path: Path, rows: NumberedRows) -> NumberedRows:
    """Yield the rows; report as a problem what breaks only while they are read."""
    try:
        yield from rows
    except (csv.Error, ParseError, BadZipFile, zlib.error, KeyError, ValueError) as error:
        finding = Bilingual(
            "内容有损坏，或引号不成对", f"is damaged or has an open quote ({error})"
        )
        raise SheetError(whole_file("not-a-table", path.name, finding, _SAVE_AGAIN)) from error


def _check_size(path: Path) -> None:
    size = path.stat().st_size
    if size > MAX_BYTES:
        limit, found = MAX_BYTES // 2**20, size / 2**20
        _refuse(
            "too-large",
            path,
            Bilingual(f"大小为 {found:.0f} MB，没有读取", f"has {found:.0f} MB and was not read"),
            Bilingual(f"不超过 {limit} MB，请分成几个文件", f"at most {limit} MB: split it"),
        )
    if size == 0:
        _refuse("empty", path, Bilingual("是空文件", "is empty"), _A_TABLE)


def _refuse(kind: str, path: Path, finding: Bilingual, expected: Bilingual) -> None:
    raise SheetError(whole_file(kind, path.name, finding, expected))


# CSV


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for signature, finding, expected in _SIGNATURES:
        if data.startswith(signature):
            _refuse("not-a-table", path, finding, expected)
    text = _text(data)
    if text is None or _CONTROL.search(text):
        finding = Bilingual("是二进制内容，不是表格", "is binary data and not a table")
        _refuse("not-a-table", path, finding, _A_TABLE)
    elif _MARKUP.match(text):
        finding = Bilingual("内容是网页（HTML/XML），不是表格", "is a web page and not a table")
        _refuse("not-a-table", path, finding, _A_TABLE)
    elif not text.strip():
        _refuse("empty", path, Bilingual("没有任何内容", "holds nothing"), _A_TABLE)
    return text or ""


def _text(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _csv_rows(text: str) -> Iterator[tuple[object, ...]]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield tuple(row)


def _numbered(rows: Iterator[tuple[object, ...]]) -> NumberedRows:
    for number, row in enumerate(rows, start=1):
        filled = [i for i, cell in enumerate(row) if cell is not None and str(cell).strip()]
        if filled:
            yield number, row[: filled[-1] + 1]


# XLSX


def _workbook_sheets(path: Path) -> Iterator[Sheet]:
    formulas = _check_archive(path)
    try:
        values = openpyxl.load_workbook(path, read_only=True, data_only=True)
        written = openpyxl.load_workbook(path, read_only=True) if formulas else None
    except (InvalidFileException, BadZipFile, ParseError, KeyError, ValueError) as error:
        raise _not_a_workbook(path) from error
    try:
        for sheet in values.worksheets:
            formula_sheet = written[sheet.title] if written else None
            rows = partial(
                _workbook_rows, path, cast("_Rows", sheet), cast("_Rows | None", formula_sheet)
            )
            if sheet.title != LOOKUP_SHEET and next(rows(), None):
                yield Sheet(f"{path.name}［{sheet.title}］", sheet.title, rows)
    finally:
        values.close()
        if written:
            written.close()


def _check_archive(path: Path) -> bool:
    """Tell whether a workbook holds formulas; refuse what is no workbook or expands too far."""
    try:
        with ZipFile(path) as archive:
            expanded = sum(entry.file_size for entry in archive.infolist())
            if expanded > MAX_EXPANDED_BYTES:
                limit = MAX_EXPANDED_BYTES // 2**20
                _refuse(
                    "too-large",
                    path,
                    Bilingual("解压后过大，没有读取", "is too large once unzipped"),
                    Bilingual(f"解压后不超过 {limit} MB", f"at most {limit} MB unzipped"),
                )
            sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
            return any(_FORMULA.search(archive.read(n)) for n in sheets if n.endswith(".xml"))
    except (BadZipFile, zlib.error, RuntimeError) as error:
        raise _not_a_workbook(path) from error


def _not_a_workbook(path: Path) -> SheetError:
    finding = Bilingual("不是有效的 Excel 工作簿", "is not a valid Excel workbook")
    return SheetError(whole_file("not-a-table", path.name, finding, _SAVE_AGAIN))


def _workbook_rows(path: Path, values: "_Rows", written: "_Rows | None") -> NumberedRows:
    return _guarded(path, _sheet_rows(values, written))


class _Rows(Protocol):
    """What is used of a read-only worksheet."""

    def reset_dimensions(self) -> None: ...

    def iter_rows(self, *, values_only: bool) -> Iterator[tuple[object, ...]]: ...


def _sheet_rows(values: _Rows, written: _Rows | None) -> NumberedRows:
    """Yield rows of values; a formula that Excel never computed is given as its own text."""
    values.reset_dimensions()
    rows = values.iter_rows(values_only=True)
    if written is None:
        yield from _numbered(rows)
        return
    written.reset_dimensions()
    both = zip(rows, written.iter_rows(values_only=True), strict=True)
    yield from _numbered(
        tuple(f if v is None else v for v, f in zip(computed, formulas, strict=True))
        for computed, formulas in both
    )
