"""一个单元格的值。 The value of one cell.

A cell comes as text from a CSV file, or as a Python value from a workbook; both give the same
typed value. What cannot be read raises `CellError`, never a guess.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from zhunru.errors import Bilingual
from zhunru.intake.limits import MAX_CELL_LETTERS
from zhunru.numbering import fold_width

_TRUE: Final = frozenset({"true", "t", "yes", "y", "1", "是", "有", "对", "真", "具备", *"√✓✔☑"})
_FALSE: Final = frozenset(
    {"false", "f", "no", "n", "0", "否", "无", "没有", "错", "假", "不具备", "x", *"×✗✘"}
)

_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_UNIT: Final = re.compile(
    r"(?<=\d)(例次|人次|例|人|张|名|次|台|间|个工作日|工作日|个月|月|个|件|起|天|年|学时"
    r"|平方米|㎡|m2|m²|%)$"
)
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")
_EXCEL_ERROR: Final = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!)")

_BLANKS: Final = " \t\r\n\v\f\u3000\xa0\ufeff\u200b"
_MOST_DIGITS: Final = 15
"""数字最多的位数：再多，电子表格存不准。 A spreadsheet keeps no more digits of a number."""


class CellError(ValueError):
    """单元格读不出来。 A cell cannot be read.

    Attributes:
        kind: 问题代号 a stable code.
        finding: 发现了什么 what is wrong.
        expected: 应为什么 what should be there.
    """

    def __init__(self, kind: str, finding: Bilingual, expected: Bilingual) -> None:
        super().__init__(f"{finding.zh}，应为{expected.zh} · {finding.en}; expected {expected.en}")
        self.kind, self.finding, self.expected = kind, finding, expected


AN_INTEGER: Final = Bilingual("整数，如 120", "an integer such as 120")
A_NUMBER: Final = Bilingual("数字，如 12.5", "a number such as 12.5")
A_BOOLEAN: Final = Bilingual("“是”或“否”", "是 or 否 (yes or no)")


def read_text(cell: object) -> str | None:
    """返回去掉首尾空白的文字；空单元格为 None。 Return the stripped text; None for an empty cell.

    Whole numbers from a workbook lose their “.0”, dates are written as 2019-03-01.

    Raises:
        CellError: the cell holds the error value of a formula, such as #REF!, or far too much.
    """
    if cell is None:
        return None
    if isinstance(cell, str) and len(cell) > MAX_CELL_LETTERS:
        finding = Bilingual(f"有 {len(cell)} 个字", f"has {len(cell)} characters")
        expected = Bilingual(
            f"不超过 {MAX_CELL_LETTERS} 个字", f"at most {MAX_CELL_LETTERS} characters"
        )
        raise CellError("too-long", finding, expected)
    if isinstance(cell, float) and abs(cell) >= 10**_MOST_DIGITS:
        # 表格软件只存十五位，身份证号之类的末几位已变成零。 The last digits are lost already.
        raise _too_many_digits(Bilingual("以文本格式存的编号", "an identifier stored as text"))
    text = (cell if isinstance(cell, str) else _written(cell)).strip(
        " \t\r\n\v\f\u3000\xa0\ufeff\u200b"
    )
    if text.startswith("#") and _EXCEL_ERROR.fullmatch(text):
        finding = Bilingual("是公式的出错值", "is the error value of a formula")
        raise CellError("formula-error", finding, Bilingual("可以读出的值", "a readable value"))
    return text or None


def read_integer(cell: object) -> int | None:
    """返回整数：接受全角数字、千位逗号、“120例”。 Return an integer, or None when empty.

    Raises:
        CellError: the text is not an integer.
    """
    number = _number(cell, AN_INTEGER)
    if number is None:
        return None
    if number != number.to_integral_value():
        finding = Bilingual("不是整数", "is not an integer")
        raise CellError("not-an-integer", finding, AN_INTEGER)
    return int(number)


def read_number(cell: object) -> Decimal | None:
    """返回十进制数。 Return a decimal number, or None when empty.

    Raises:
        CellError: the text is not a number.
    """
    return _number(cell, A_NUMBER)


def read_boolean(cell: object) -> bool | None:
    """返回真假：接受 是/否、有/无、√/×、true/false、1/0。 Return a boolean, or None when empty.

    Raises:
        CellError: the text is neither.
    """
    text = read_text(cell)
    if text is None:
        return None
    word = plain(text).casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    finding = Bilingual("看不出是或否", "is neither yes nor no")
    raise CellError("not-a-boolean", finding, A_BOOLEAN)


def plain(text: str, *, keep_spaces: bool = False) -> str:
    """改为半角，减号统一，空白去掉。 Return the text half-width, with a plain minus sign.

    Args:
        text: 原文 the text.
        keep_spaces: 不去空白 whether spaces stay.
    """
    folded = fold_width(text).replace("\u2212", "-")
    return folded if keep_spaces else "".join(folded.split())


def _written(cell: object) -> str:
    """Return a value of a workbook as a CSV file would have it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else str(cell)
    return str(cell)


def _number(cell: object, expected: Bilingual) -> Decimal | None:
    text = read_text(cell)
    if text is None:
        return None
    plain_text = _UNIT.sub("", plain(text))
    if _GROUPED.fullmatch(plain_text):
        plain_text = plain_text.replace(",", "")
    if isinstance(cell, bool | date) or not _NUMBER.fullmatch(plain_text):
        finding = Bilingual("不是数字", "is not a number")
        raise CellError("not-a-number", finding, expected)
    if sum(map(str.isdigit, plain_text)) > _MOST_DIGITS:
        raise _too_many_digits(expected)
    return Decimal(plain_text)


def _too_many_digits(expected: Bilingual) -> CellError:
    finding = Bilingual(
        f"超过 {_MOST_DIGITS} 位，表格软件存不准",
        f"has more than {_MOST_DIGITS} digits, which a spreadsheet does not keep",
    )
    return CellError("too-many-digits", finding, expected)
