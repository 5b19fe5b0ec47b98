"""只显示年月的 Excel 日期。 Excel dates that show a month alone.

Whoever types 2019年3月 into Excel gets the first of March, shown as a month. The day is not theirs:
such a date is a month, and is read like one.
"""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Final

_BUILT_IN: Final = frozenset({17, 27, 36, 50, 52, 57})
"""显示年月的内置格式，含中文版的。 Built-in formats of year and month, Chinese ones included.

ECMA-376 Part 1, 18.8.30 (numFmt).
"""
_LITERAL: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_CUSTOM: Final = re.compile(
    rb"<(?:\w+:)?numFmt\b(?=[^>]*\snumFmtId=\"(\d+)\")(?=[^>]*\sformatCode=\"([^\"]*)\")"
)
_CELL_STYLES: Final = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE: Final = re.compile(rb"<(?:\w+:)?xf\b[^>]*?\snumFmtId=\"(\d+)\"")


def shows_month(number: int, code: str) -> bool:
    """格式是否只显示年月。 Tell whether a format shows a year and a month, but no day.

    Args:
        number: 格式的编号 its number.
        code: 格式的写法，如 yyyy"年"m"月" how it is written.
    """
    letters = _LITERAL.sub("", code.split(";", 1)[0]).lower()
    return number in _BUILT_IN or ("y" in letters and "m" in letters and "d" not in letters)


def month_styles(styles: bytes) -> frozenset[bytes]:
    """返回只显示年月的单元格样式。 Return the cell styles that show a month alone.

    Args:
        styles: 工作簿的 styles.xml the styles of a workbook.

    Returns:
        样式的序号，如单元格的 s 属性所写 their numbers, as the cells' attribute s has them.
    """
    formats = {
        int(number)
        for number, code in _CUSTOM.findall(styles)
        if shows_month(int(number), html.unescape(code.decode("utf-8", errors="replace")))
    }
    section = _CELL_STYLES.search(styles)
    numbers = _STYLE.findall(section[0]) if section else []
    months = formats | _BUILT_IN
    return frozenset(str(i).encode() for i, n in enumerate(numbers) if int(n) in months)


def as_month(day: date) -> str | None:
    """把当作某月的日期写成年月；有日的不改。 Write the first of a month as a month, or None."""
    return f"{day.year}-{day.month:02}" if day.day == 1 else None
