"""工作簿的字节，与写的时刻无关。 The bytes of a workbook, free of the time of writing."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

_NO_DAY: Final = datetime(1980, 1, 1)


def workbook_content(book: Workbook, day: datetime = _NO_DAY) -> bytes:
    """Return a workbook as a file.

    Args:
        book: The workbook.
        day: What it tells as the time of writing.

    Returns:
        The content of the file, the same for the same workbook.
    """
    book.properties.created = book.properties.modified = day
    dated, undated = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, ZipFile(dated, "w", ZIP_STORED)).save()
    with ZipFile(dated) as written, ZipFile(undated, "w", ZIP_DEFLATED) as archive:
        for name in written.namelist():
            # 只给名称的 ZipInfo 日期固定。 A ZipInfo made from a name alone has a fixed date.
            archive.writestr(ZipInfo(name), written.read(name), ZIP_DEFLATED)
    return undated.getvalue()
