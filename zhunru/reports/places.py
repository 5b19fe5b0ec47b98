"""记录所在之处：文件与工作表。 Where a record stands: the file and its sheet."""

from __future__ import annotations

import re
from typing import Final

_IN_SHEET: Final = re.compile(r"(?P<file>.+)［(?P<sheet>[^［］]+)］", re.DOTALL)


def file_and_sheet(place: str) -> tuple[str, str | None]:
    """Take apart what the intake calls a place, such as `医院.xlsx［人员］`.

    Args:
        place: `Row.file` or `Problem.file`.

    Returns:
        The file, and the sheet; None where the file has none.
    """
    match = _IN_SHEET.fullmatch(place)
    return (match["file"], match["sheet"]) if match else (place, None)
