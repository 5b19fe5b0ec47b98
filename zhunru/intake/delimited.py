"""读 CSV 与 TSV：UTF-8、带标记的 UTF-16、GB18030（含 GBK）。

Read CSV and TSV in UTF-8, UTF-16 with a byte-order mark, or GB18030, of which GBK is a part. Files
that are no tables are refused by what they contain, not by their name.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from zhunru.errors import Bilingual
from zhunru.intake.sources import (
    A_TABLE,
    SAVE_AGAIN,
    NumberedRows,
    Opened,
    Sheet,
    Source,
    check_cells,
    numbered,
    refuse,
)

_DELIMITERS: Final = (",", "\t", ";")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MARKUP: Final = re.compile(r"\s*<(!doctype|html|\?xml|table|!--|head|body|meta)", re.IGNORECASE)
_SIGNATURES: Final = (
    (b"%PDF", Bilingual("内容是 PDF，不是表格", "is a PDF and not a table"), A_TABLE),
    (b"PK\x03\x04", Bilingual("内容是工作簿或压缩包", "is a workbook or an archive"), A_TABLE),
    (b"\xd0\xcf\x11\xe0", Bilingual("是旧版 Excel 文件", "is an old Excel file"), SAVE_AGAIN),
    (b"\x1f\x8b", Bilingual("是压缩文件", "is a compressed file"), A_TABLE),
    (b"PAR1", Bilingual("内容是 Parquet", "is a Parquet file"), A_TABLE),
)


def delimited_sheets(source: Source) -> Opened:
    """把一个 CSV 文件作为一张表。 Open a CSV file as a sheet.

    Raises:
        SheetError: it holds something else, or nothing.
    """
    text = _decoded(source)
    return Opened((Sheet(source.name, source.stem, source.stem, lambda: _rows(source, text)),))


def _decoded(source: Source) -> str:
    for signature, finding, expected in _SIGNATURES:
        if source.content.startswith(signature):
            refuse("not-a-table", source.name, finding, expected)
    text = _text(source.content)
    if text is None or _CONTROL.search(text):
        finding = Bilingual("是二进制内容，不是表格", "is binary data and not a table")
        refuse("not-a-table", source.name, finding, A_TABLE)
    if _MARKUP.match(text):
        finding = Bilingual("内容是网页（HTML/XML），不是表格", "is a web page and not a table")
        refuse("not-a-table", source.name, finding, A_TABLE)
    if not text.strip():
        refuse("empty", source.name, Bilingual("没有任何内容", "holds nothing"), A_TABLE)
    return text


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


def _rows(source: Source, text: str) -> NumberedRows:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    check_cells(source.name, text.count("\n"), first.count(delimiter) + 1)
    try:
        yield from numbered(_cells(text, delimiter))
    except csv.Error as error:
        finding = Bilingual(
            "内容有损坏，或引号不成对", f"is damaged or has an open quote ({error})"
        )
        refuse("not-a-table", source.name, finding, SAVE_AGAIN)


def _cells(text: str, delimiter: str) -> Iterator[tuple[object, ...]]:
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield tuple(row)
