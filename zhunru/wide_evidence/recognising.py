"""认出宽表：看表头，不读全文。 Recognise wide tables by their header, without reading on."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from zhunru.wide_evidence.headers import CODE, SHEET

_HEAD: Final = 65_536
_LONGEST_PART: Final = 1024 * 1024
"""工作簿的目录读这么多字节就够了。 So many bytes of a workbook's list of sheets will do."""
_ENCODINGS: Final = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")


def holds_evidence(path: Path) -> bool:
    """Tell whether a file is a wide table of evidence.

    Args:
        path: A file or folder.

    Returns:
        Whether the first line of a CSV or the schema of a Parquet file has the column 标准代号, or
        a workbook the sheet 证据; False for whatever cannot be read, which others will tell.
    """
    try:
        match path.suffix.lower():
            case ".csv" | ".tsv":
                return _in_first_line(path)
            case ".xlsx" | ".xlsm":
                with ZipFile(path) as archive, archive.open("xl/workbook.xml") as part:
                    return f'name="{SHEET}"'.encode() in part.read(_LONGEST_PART)
            case ".parquet":
                return _in_schema(path)
    except (OSError, BadZipFile, KeyError, ValueError):
        return False
    return False


def _in_first_line(path: Path) -> bool:
    with path.open("rb") as stream:
        head = stream.read(_HEAD).split(b"\n", 1)[0]
    return any(CODE.encode(encoding) in head for encoding in _ENCODINGS)


def _in_schema(path: Path) -> bool:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return CODE in parquet.read_schema(path).names
    except pa.ArrowException:
        return False
