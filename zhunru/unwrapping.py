"""From lines as people paste them to one line per clause, heading or catalogue entry.

Two kinds of input give the same lines: a text with one clause a line, and a text pasted from a
PDF, wrapped at a fixed width, with page numbers, form feeds, blank lines and stray spaces.

Whether a line continues the one above is decided by (1) what it begins with, (2) whether the
number it begins with is due in the outline, and (3) whether the line above is *full*: so long that
the first character or word of this one would not have fitted. Inside a clause an unnumbered line
always belongs to the clause. Inside a catalogue it continues the name above only when that line
is full or has an open bracket; otherwise it is an unnumbered entry of the section above.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from zhunru.numbering import CHAPTER_LEVEL, Marker, Outline, fold_width, read_marker

_PAGE_NUMBER = re.compile(
    r"[-–—―·•]*\d{1,3}[-–—―·•]*|[-–—―]*第\d+页([,/、]?共\d+页)?[-–—―]*|(共\d+页)?第\d+页|\d+/\d+"
)
_SPACE_IN_CHINESE = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SENTENCE_ENDS = tuple("。；：！？;:!?")
_NEVER_FIRST = tuple("，。；：、）》」』】”’！？%％),;:!?")
_GRADES_IN_PROSE = re.compile(r"[一二三四]、[一二三四]级")
# 段首用语，只在上一行恰好写满且以句号结束时用来断段。
# Openings of a paragraph; consulted only where a full line ends with a full stop.
_PARAGRAPH_OPENING = re.compile(r"本(规范|规定|办法)所称|涉及|凡")

_DOCUMENT_NUMBER = re.compile(r"〔\d{4}〕\d+号$")
# 行宽不足二十字的文本不是折行所致，只是句子短。
# Narrower than twenty characters: the sentences are short, the text is not wrapped.
_NARROWEST = 40

_DIVISION = re.compile(r"第[一二三四五六七八九十]+章")
_ANNEX_LIST = re.compile(r"附件[:]")
_ANNEX_LABEL = re.compile(r"附件\d*")
_CATALOGUE = re.compile(r"按照([一二三四])级手术管理的.*")
_GRADE_HEADING = re.compile(r"([一二三四])级手术(目录)?")
_NOTE = re.compile(r"注[:]")


class Kind(Enum):
    """What a line is."""

    PLAIN = auto()
    NUMBERED = auto()
    DIVISION = auto()
    ANNEX_LIST = auto()
    ANNEX_LABEL = auto()
    CATALOGUE = auto()
    NOTE = auto()


class _Region(Enum):
    FRONT = auto()
    CLAUSES = auto()
    ANNEXES = auto()
    CATALOGUE = auto()


_REGION_OPENED_BY = {
    Kind.DIVISION: _Region.CLAUSES,
    Kind.ANNEX_LIST: _Region.ANNEXES,
    Kind.CATALOGUE: _Region.CATALOGUE,
}


@dataclass(slots=True)
class LogicalLine:
    """A whole heading, clause, paragraph or catalogue entry.

    Attributes:
        kind: what it is.
        text: its words, without the marker.
        marker: its number, when it has one.
    """

    kind: Kind
    text: str
    marker: Marker | None = None


def without_stray_spaces(text: str) -> str:
    """Return the text without spaces, save those between two Latin words."""
    return _SPACE_IN_CHINESE.sub("", _INVISIBLE.sub("", text).strip())


def _columns(text: str) -> int:
    """Return the printed width: two columns for a Chinese character, one for a Latin one."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


@dataclass(frozen=True, slots=True)
class _PhysicalLine:
    raw: str
    text: str
    indent: int

    @property
    def columns(self) -> int:
        return self.indent + _columns(self.text)

    @property
    def characters(self) -> int:
        return self.indent // 2 + len(self.text)


def _physical_lines(text: str) -> list[_PhysicalLine]:
    lines = []
    for line in text.splitlines():  # 换页符也在此断行 · a form feed ends a line here, too
        raw = _INVISIBLE.sub("", line).rstrip()
        clean = without_stray_spaces(raw)
        if clean and not _PAGE_NUMBER.fullmatch(fold_width(clean)):
            indent = _columns(raw) - _columns(raw.lstrip())
            lines.append(_PhysicalLine(raw.strip(), clean, indent))
    return lines


@dataclass(frozen=True, slots=True)
class _Wrap:
    """The width at which a text is wrapped; zero when it is not.

    Attributes:
        columns: in columns, as a printer counts.
        characters: the longest line in characters, for texts that are wrapped by count.
        indented: whether paragraphs begin with an indent.
    """

    columns: int = 0
    characters: int = 0
    indented: bool = False

    def is_full(self, line: _PhysicalLine, following: _PhysicalLine, *, slack: int = 0) -> bool:
        """Tell whether the first word of the following line would not have fitted on the line.

        Args:
            line: the line above.
            following: the line in question.
            slack: columns by which the line above may fall short.
        """
        if not self.columns:
            return False
        if line.characters + slack // 2 >= self.characters:
            return True
        word = re.match(r"[A-Za-z0-9.,%]+|.", following.text)
        needed = _columns(word[0]) if word else 2
        return line.columns + slack + needed > self.columns


def _find_wrap(lines: list[_PhysicalLine]) -> _Wrap:
    """Return the width that many lines reach and hardly any exceeds, if there is one."""
    widths = sorted((line.columns for line in lines), reverse=True)
    for rank, width in enumerate(widths):
        if rank > max(1, len(widths) // 50) or width < _NARROWEST:
            break
        reached = [w for w in widths if width - 8 <= w <= width]
        long_lines = sum(w >= 0.7 * width for w in widths)
        if len(reached) >= 3 and len(reached) / long_lines >= 0.25:
            # 标点可悬于行末之外，故取最常见的行宽而非最大的。
            # Punctuation may hang over the margin: the commonest width counts, not the greatest.
            columns = max(reached, key=lambda w: (reached.count(w), w))
            characters = max(line.characters for line in lines if line.columns <= width)
            indents = sum(line.indent >= 2 for line in lines)
            return _Wrap(columns, characters, indented=indents >= 3)
    return _Wrap()


def _classify(line: _PhysicalLine, region: _Region) -> Kind:
    """Tell what a line would be if it does not continue the line above."""
    folded = fold_width(line.text)
    if region is _Region.FRONT:
        return Kind.DIVISION if _DIVISION.match(folded) else Kind.PLAIN
    in_catalogues = region in (_Region.ANNEXES, _Region.CATALOGUE)
    whole_catalogue_title = _CATALOGUE.fullmatch(folded) and folded.endswith("目录")
    if whole_catalogue_title or (in_catalogues and _CATALOGUE.match(folded)):
        return Kind.CATALOGUE
    forms = [(_DIVISION.match, Kind.DIVISION), (_ANNEX_LIST.match, Kind.ANNEX_LIST)]
    forms.append((_ANNEX_LABEL.fullmatch, Kind.ANNEX_LABEL))
    if in_catalogues:
        forms += [(_GRADE_HEADING.fullmatch, Kind.CATALOGUE), (_NOTE.match, Kind.NOTE)]
    return next((kind for form, kind in forms if form(folded)), Kind.PLAIN)


class _Unwrapping:
    """Reads physical lines from top to bottom and joins those that belong together."""

    def __init__(self, lines: list[_PhysicalLine]) -> None:
        self._wrap = _find_wrap(lines)
        self._region = _Region.FRONT
        self._outline = Outline()
        self._last: _PhysicalLine | None = None
        self._last_opens = True
        self.lines: list[LogicalLine] = []
        for line in lines:
            self._read(line)

    def _read(self, line: _PhysicalLine) -> None:
        marked = read_marker(line.raw)
        continues = bool(self.lines) and (
            self._marked_continues(line, marked[0]) if marked else self._plain_continues(line)
        )
        if continues:
            self.lines[-1].text += line.text
        elif marked:
            self._open(LogicalLine(Kind.NUMBERED, without_stray_spaces(marked[1]), marked[0]))
        else:
            self._open(LogicalLine(_classify(line, self._region), line.text))
        self._last, self._last_opens = line, not continues

    def _open(self, line: LogicalLine) -> None:
        self.lines.append(line)
        if line.marker:
            self._region = _Region.CLAUSES if self._region is _Region.FRONT else self._region
            self._outline.enter(line.marker)
        elif region := _REGION_OPENED_BY.get(line.kind):
            self._region = region
            if line.kind is not Kind.DIVISION:
                self._outline = Outline()
        elif line.kind is Kind.ANNEX_LABEL and self._region is _Region.CLAUSES:
            self._region = _Region.ANNEXES

    def _above_is_full(self, line: _PhysicalLine) -> bool:
        assert self._last is not None
        # 首行缩进占两字，粘贴时常常丢失。
        # A first line is indented by two characters, which are often lost in pasting.
        indent_lost = self._last_opens and not self._last.indent
        return self._wrap.is_full(self._last, line, slack=4 if indent_lost else 0)

    def _sentence_is_open(self) -> bool:
        return not self.lines[-1].text.endswith(_SENTENCE_ENDS)

    def _marked_continues(self, line: _PhysicalLine, marker: Marker) -> bool:
        full, due = self._above_is_full(line), self._outline.expects(marker)
        if marker.doubtful:
            return full or not due
        if not full or self._region is _Region.ANNEXES:
            return False
        if due:
            grades = marker.level == CHAPTER_LEVEL and _GRADES_IN_PROSE.match(line.text)
            return bool(grades) and self._sentence_is_open()
        return self._sentence_is_open()

    def _plain_continues(self, line: _PhysicalLine) -> bool:
        if self._region is _Region.FRONT:
            return self._front_continues(line)
        full, kind = self._above_is_full(line), _classify(line, self._region)
        if kind is Kind.DIVISION or self._region is _Region.CLAUSES:
            if kind is Kind.PLAIN:
                return self.lines[-1].kind is Kind.NUMBERED or full
            return full and self._sentence_is_open() and kind is not Kind.ANNEX_LIST
        if kind is not Kind.PLAIN:
            return False
        above = fold_width(self.lines[-1].text)
        bracket_is_open = above.count("(") > above.count(")") or line.text.startswith(_NEVER_FIRST)
        return full or bracket_is_open

    def _front_continues(self, line: _PhysicalLine) -> bool:
        """Paragraphs of the preamble have no numbers: punctuation and width tell them apart."""
        above = self.lines[-1].text
        if line.text.startswith(_NEVER_FIRST):
            return True
        is_document_number = _DOCUMENT_NUMBER.search(fold_width(line.text))
        if is_document_number or _classify(line, self._region) is not Kind.PLAIN:
            return False
        if self._sentence_is_open():  # 标题没有逗号、句号 · a title has neither comma nor full stop
            return "，" in above or "。" in above or self._above_is_full(line)
        assert self._last is not None
        if not self._wrap.is_full(self._last, line):
            return False
        if self._wrap.indented:
            return line.indent < 2
        return not _PARAGRAPH_OPENING.match(line.text)


def logical_lines(text: str) -> list[LogicalLine]:
    """Return the whole lines of a text, page numbers left out and wrapped lines joined."""
    return _Unwrapping(_physical_lines(text)).lines
