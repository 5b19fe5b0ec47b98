"""读 XLSX 工作簿。 Read XLSX workbooks.

Cells come from calamine, which is fast, but gives an error value (#REF!) and a formula that Excel
never computed as empty cells, and a month as its first day. Workbooks with such cells are read by
openpyxl instead, so that nothing is taken for what it is not.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from zhunru.errors import Bilingual, Problem
from zhunru.intake.archives import check_members, read_member
from zhunru.intake.month_formats import month_styles
from zhunru.intake.sources import (
    SAVE_AGAIN,
    NumberedRows,
    Opened,
    Sheet,
    SheetError,
    Source,
    check_cells,
    numbered,
    refuse,
    whole_file,
)

LOOKUP_SHEET: Final = "词表"
"""模板里放下拉词表的隐藏工作表。 The hidden sheet of the template that holds drop-down lists."""
_NOT_READ: Final = frozenset({LOOKUP_SHEET, "汇总", "明细", "说明"})
"""词表，以及报告加在医院工作簿里的工作表。 The lists, and sheets that reports add to a workbook."""
_LONGEST_COLUMN: Final = len("XFD")
_LAST_ROW: Final = 1_048_576

_OLD_OR_ENCRYPTED: Final = b"\xd0\xcf\x11\xe0"
_TAG: Final = rb"<(?:\w+:)?"
_ROW: Final = re.compile(_TAG + rb"row\b")
_ROW_NUMBER: Final = re.compile(_TAG + rb"row\b[^>]*?\sr=[\"'](\d+)")
_CELL_COLUMN: Final = re.compile(rb"\sr=[\"']([A-Z]+)\d")
_CELL_WITHOUT_PLACE: Final = re.compile(_TAG + rb"c(?:/?>|\s(?![^>]*\br=))")
_CELL_STYLE: Final = re.compile(rb"\ss=[\"'](\d+)")
_ERROR_VALUE: Final = re.compile(_TAG + rb"c\b[^>]*\st=[\"']e[\"']")
_NEVER_COMPUTED: Final = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*(?:/>|></))"
)
_MARKUP: Final = (".xml", ".rels", ".vml")
_DEFINITIONS: Final = tuple(
    "<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")
)
_DAMAGE: Final = (
    *(BadZipFile, zlib.error, ParseError, CalamineError),
    *(KeyError, ValueError, IndexError, TypeError, AttributeError),
    *(RuntimeError, NotImplementedError, EOFError),
)


def workbook_sheets(source: Source) -> Opened:
    """打开工作簿的各工作表；隐藏的不读，图表略去。 Open the sheets of a workbook.

    Hidden sheets are not read and remarked upon; chart sheets are passed over.

    Raises:
        SheetError: it is no workbook, is encrypted, or expands too far.
    """
    if source.content.startswith(_OLD_OR_ENCRYPTED):
        finding = Bilingual("是加密的或旧版的 Excel 文件", "is an encrypted or an old Excel file")
        refuse("not-a-table", source.name, finding, SAVE_AGAIN)
    try:
        with ZipFile(io.BytesIO(source.content)) as archive:
            odd = _holds_odd_cells(source, archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(source.content))
    except _DAMAGE as error:
        raise _not_a_workbook(source) from error
    sheets: list[Sheet] = []
    remarks: list[Problem] = []
    for sheet in book.sheets_metadata:
        if sheet.typ is not SheetTypeEnum.WorkSheet or sheet.name in _NOT_READ:
            continue
        file = f"{source.name}［{sheet.name}］"
        if sheet.visible is not SheetVisibleEnum.Visible:
            remarks.append(_hidden(file))
            continue
        cells = partial(_careful_rows if odd else _calamine_rows, source, sheet.name)
        sheets.append(Sheet(file, sheet.name, source.stem, partial(_rows, file, cells)))
    return Opened(tuple(sheets), tuple(remarks))


def _holds_odd_cells(source: Source, archive: ZipFile) -> bool:
    """Tell whether a cell holds an error, a formula never computed, or a date shown as a month.

    Raises:
        SheetError: the workbook expands too far, or its sheets are too large.
    """
    check_members(source.name, archive)
    odd = False
    months: frozenset[bytes] = frozenset()
    parts = [member for member in archive.infolist() if member.filename.endswith(_MARKUP)]
    # 样式先读，才知道哪些格显示年月。 Styles come first: they tell which cells show a month.
    for member in sorted(parts, key=lambda part: not part.filename.endswith("styles.xml")):
        content = read_member(source.name, archive, member)
        if member.filename.endswith("styles.xml"):
            months |= month_styles(content)
        _refuse_definitions(source.name, content)
        if b"sheetData" in content:
            _check_extent(source.name, content)
            odd |= _has_odd_cells(content)
            odd |= bool(months) and not months.isdisjoint(_CELL_STYLE.findall(content))
    return odd


def _refuse_definitions(file: str, content: bytes) -> None:
    """Refuse XML that defines anything: entities may expand beyond all measure, or lead outside.

    Office 从不写 DOCTYPE。 Office programs never write one.
    """
    if any(sign in content for sign in _DEFINITIONS):
        finding = Bilingual("的 XML 里有 DOCTYPE，没有读取", "has a DOCTYPE and was not read")
        refuse("unsafe-xml", file, finding, SAVE_AGAIN)


def _has_odd_cells(content: bytes) -> bool:
    # 先找短串，快十倍。 Looking for a few bytes first is ten times as fast.
    may_err = b"='e'" in content or b'="e"' in content
    may_compute = any(sign in content for sign in (b"</f>", b":f>", b"<f", b":f "))
    return bool(
        (may_err and _ERROR_VALUE.search(content))
        or (may_compute and _NEVER_COMPUTED.search(content))
    )


def _check_extent(file: str, content: bytes) -> None:
    """Refuse a sheet that would need too much memory: its reader fills the gaps between cells."""
    columns = {column.decode() for column in set(_CELL_COLUMN.findall(content))}
    if any(len(column) > _LONGEST_COLUMN for column in columns):
        check_cells(file, _LAST_ROW, _LAST_ROW)
    widest = max(map(_column_number, columns), default=0)
    rows = _ROW.split(content)
    lowest = max((int(number) for number in _ROW_NUMBER.findall(content)), default=0)
    if _CELL_WITHOUT_PLACE.search(content):
        widest = max(widest, *(row.count(b"</") + row.count(b"/>") for row in rows))
    check_cells(file, max(lowest, len(rows) - 1), widest)


def _column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _hidden(file: str) -> Problem:
    return whole_file(
        "hidden-sheet",
        file,
        Bilingual("是隐藏的工作表，没有读取", "is a hidden sheet and was not read"),
        Bilingual("要读入的工作表先取消隐藏", "sheets to be read to be shown"),
    )


def _not_a_workbook(source: Source) -> SheetError:
    finding = Bilingual("不是有效的 Excel 工作簿", "is not a valid Excel workbook")
    return SheetError(whole_file("not-a-table", source.name, finding, SAVE_AGAIN))


def _rows(file: str, cells: Callable[[], Iterator[tuple[object, ...]]]) -> NumberedRows:
    try:
        yield from numbered(cells())
    except _DAMAGE as error:
        finding = Bilingual("内容有损坏", f"is damaged ({error})")
        refuse("not-a-table", file, finding, SAVE_AGAIN)


def _careful_rows(source: Source, name: str) -> Iterator[tuple[object, ...]]:
    # openpyxl 导入要半秒，少有用到。 Importing openpyxl takes half a second, and is seldom needed.
    from zhunru.intake.careful_cells import careful_rows

    return careful_rows(source, name)


def _calamine_rows(source: Source, name: str) -> Iterator[tuple[object, ...]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(source.content))
    return map(tuple, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
