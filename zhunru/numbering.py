"""Printed numbering: Chinese numerals, clause markers, and the outline they open.

The official texts number by 一、 → （一） → 1. → （1） → ①, or by 第十一条 → （一） → 1. …
A *marker* is such a number at the start of a line. An *outline* is the stack of numbers that are
open at a point of the text: it gives a clause its path (2.1.2.1) and its printed position
(二（一）2（1）), and knows which numbers may come next. The latter tells a true marker from a
wrapped line that merely happens to begin with a number (“三、四级手术”).
"""

import re
import unicodedata
from dataclasses import dataclass

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000}

CHINESE_NUMERAL = "[〇零一二两三四五六七八九十百千万]+"
ARTICLE_LEVEL = CHAPTER_LEVEL = 0

PrintedPath = tuple[int, ...]


def path_text(path: PrintedPath) -> str:
    """Return a path as it ends an IRI: (2, 1, 2, 1) → 2.1.2.1."""
    return ".".join(map(str, path))


def fold_width(text: str) -> str:
    """Return the text with full-width forms (１（：) made half-width, character for character.

    The length never changes, so offsets into the folded text are offsets into the text.
    """
    return "".join(
        unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff65" else c for c in text
    )


def chinese_to_int(numeral: str) -> int:
    """Return the value of a Chinese numeral up to 9999 万, such as 二十三 or 一千二百.

    Digits in a row are read as in 二〇一九 (2019).

    Raises:
        ValueError: the text is not a Chinese numeral.
    """
    if not re.fullmatch(CHINESE_NUMERAL, numeral):
        message = f"不是中文数字 · not a Chinese numeral: {numeral}"
        raise ValueError(message)
    if not any(c in _SCALES for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total = part = digit = 0
    for c in numeral:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c == "万":
            total, part, digit = total + max(part + digit, 1) * _SCALES[c], 0, 0
        else:
            part, digit = part + max(digit, 1) * _SCALES[c], 0
    return total + part + digit


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line.

    Attributes:
        level: 0 for 一、 and 第一条, 1 for （一）, 2 for 1., 3 for （1）, 4 for ①.
        number: its value.
        label: how the number is written in a position: 一, （一）, 1, （1）, ①, 第一条.
        printed: how it is written before the clause: 一、, （一）, 1., （1）, ①, 第一条.
        doubtful: a digit follows the dot, so it may be a decimal (1.5) and not a marker.
    """

    level: int
    number: int
    label: str
    printed: str
    doubtful: bool = False


_CHINESE = "[一二三四五六七八九十百]+"
_MARKER_FORMS = (
    (ARTICLE_LEVEL, re.compile(rf"第\s*({CHINESE_NUMERAL})\s*条"), "第{}条", "第{}条"),
    (CHAPTER_LEVEL, re.compile(rf"({_CHINESE})\s*[、､]"), "{}", "{}、"),
    (1, re.compile(rf"\(\s*({_CHINESE})\s*\)"), "（{}）", "（{}）"),
    (2, re.compile(r"(\d{1,2})\s*[.、､]"), "{}", "{}."),
    (3, re.compile(r"\(\s*(\d{1,2})\s*\)"), "（{}）", "（{}）"),
    (4, re.compile(r"([①-⑳])"), "{}", "{}"),
)


def read_marker(line: str) -> tuple[Marker, str] | None:
    """Return the marker that a line begins with and the rest of the line, or None.

    Args:
        line: a stripped line, inner spaces as found: “2. 5年” is item 2, “2.5年” is doubtful.
    """
    folded = fold_width(line)
    for level, form, label, printed in _MARKER_FORMS:
        if not (found := form.match(folded)):
            continue
        numeral, rest = found[1], line[found.end() :]
        if numeral.isascii():
            number = int(numeral)
        elif level == 4:
            number = int(unicodedata.normalize("NFKC", numeral))
        else:
            number = chinese_to_int(numeral)
        doubtful = level == 2 and fold_width(rest)[:1].isascii() and rest[:1].isdigit()
        label_text, printed_text = label.format(numeral), printed.format(numeral)
        return Marker(level, number, label_text, printed_text, doubtful), rest
    return None


@dataclass(frozen=True, slots=True)
class Slip:
    """A number out of sequence: kept as printed, and reported.

    Attributes:
        position: the printed position, such as 四（二）3.
        expected: the number that should have come.
        printed: the number that is printed.
    """

    position: str
    expected: int
    printed: int

    def __str__(self) -> str:
        return (
            f"{self.position}：编号应为 {self.expected}，印作 {self.printed}"
            f" · numbered {self.printed} where {self.expected} was due"
        )


class Outline:
    """The stack of open numbers while a text is read from top to bottom."""

    def __init__(self) -> None:
        self._open: list[Marker] = []

    def due(self, marker: Marker) -> int:
        """Return the number that should come next at the marker's level."""
        open_here = [m.number for m in self._open if m.level == marker.level]
        return open_here[-1] + 1 if open_here else 1

    def expects(self, marker: Marker) -> bool:
        """Tell whether the marker is the next in sequence, or opens a level with 1."""
        return marker.number == self.due(marker)

    def enter(self, marker: Marker) -> tuple[PrintedPath, str, Slip | None]:
        """Open the marker; return its path, its printed position, and a slip if there is one."""
        due = self.due(marker)
        self._open = [m for m in self._open if m.level < marker.level] + [marker]
        path = tuple(m.number for m in self._open)
        position = "".join(m.label for m in self._open)
        slip = None if marker.number == due else Slip(position, due, marker.number)
        return path, position, slip
