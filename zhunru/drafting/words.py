"""起草时怎样读一条的文字。 The words of a clause as the drafter reads them.

A clause is cut into *segments* at its punctuation; around a figure stand the words that say whether
it is a lower or an upper bound, and whether it opens a period (近5年) rather than demands one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

from zhunru.clause_checks import QUOTE_LIMIT
from zhunru.figures import Figure, find_figures
from zhunru.numbering import chinese_to_int, fold_width

_BREAK: Final = re.compile(r"[，。；：！？,;:!?()]")
_SENTENCE_BREAKS: Final = frozenset("。！？!?")
_PART_BREAKS: Final = frozenset("；;")
_PERIOD_UNITS: Final = frozenset({"年", "个月", "月"})
_PERIOD_BEFORE: Final = re.compile(r"(近|最近|过去)$")
_PERIOD_AFTER: Final = re.compile(r"(内|来|以来)?(累计|每年)|(内|来|以来)(?=[^\s])")
_YEARLY: Final = re.compile(r"每年|年均|(^|的)年(?=收治|完成|开展)")
_RANGE_AFTER: Final = re.compile(r"[-—–~～至]\d")
_RANGE_BEFORE: Final = re.compile(r"\d[-—–~～至]$")
# 三级甲等医院、二级诊疗科目不是手术级别。 Levels of hospitals and subjects are no grades.
_GRADE: Final = re.compile(r"(?:([一二三四])、)?([一二三四])级(?![甲乙丙医综学诊公科])(及?以上)?")

MINIMUM, MAXIMUM = "zr:minimum", "zr:maximum"
EXCLUSIVE_MINIMUM, EXCLUSIVE_MAXIMUM = "zr:exclusiveMinimum", "zr:exclusiveMaximum"

# 以上、不少于含本数，低于、高于不含。 以上 and 不少于 include the number, 低于 and 高于 do not.
_BOUND_BEFORE: Final = (
    (MINIMUM, re.compile(r"(不少于|不低于|不小于|至少\D{0,4}|满|达到?)$")),
    (MAXIMUM, re.compile(r"(不超过|不得超过|不高于|不多于|不大于|至多)$")),
    (EXCLUSIVE_MAXIMUM, re.compile(r"(低于|少于|小于)$")),
    (EXCLUSIVE_MINIMUM, re.compile(r"(高于|超过|大于|多于)$")),
)
_BOUND_AFTER: Final = (
    (MINIMUM, re.compile(r"及?以上")),
    (MAXIMUM, re.compile(r"以下|以内|之内|内")),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """The words between two punctuation marks.

    Attributes:
        text: the words.
        start: where they begin in the clause.
        opener: the mark before them, empty at the beginning.
        figures: the figures inside, at their places in the clause.
    """

    text: str
    start: int
    opener: str
    figures: tuple[Figure, ...]

    @property
    def words(self) -> str:
        """The text with full-width forms folded."""
        return fold_width(self.text)

    @property
    def short(self) -> str:
        """The words as a quote: no longer than a quote may be."""
        return self.text.strip("、 　")[:QUOTE_LIMIT]

    @property
    def opens_sentence(self) -> bool:
        """Whether a sentence begins here."""
        return self.opener in _SENTENCE_BREAKS or not self.opener

    @property
    def opens_part(self) -> bool:
        """Whether a part of a sentence begins here, after a semicolon."""
        return self.opener in _PART_BREAKS

    @property
    def is_yearly(self) -> bool:
        """Whether it speaks of every year."""
        return _YEARLY.search(self.words) is not None

    def before(self, figure: Figure) -> str:
        """Return the words between the figure before, or the beginning, and a figure."""
        ends = [after_unit(self, other) for other in self.figures if other.start < figure.start]
        return self.words[max(ends, default=0) : figure.start - self.start]

    def after(self, figure: Figure) -> str:
        """Return the words between the unit of a figure and the next figure, or the end."""
        starts = [other.start - self.start for other in self.figures if other.start > figure.start]
        return self.words[after_unit(self, figure) : min(starts, default=len(self.text))]

    def quote(self, own: tuple[Figure, ...]) -> tuple[str, ...]:
        """Return the shortest runs that carry figures, without any other figure.

        Args:
            own: the figures to carry, all inside the segment.
        """
        others = [figure for figure in self.figures if figure not in own]
        spans = []
        for figure in own:
            ends = [after_unit(self, o) for o in others if o.start < figure.start]
            starts = [o.start - self.start for o in others if o.start > figure.start]
            spans.append((max(ends, default=0), min(starts, default=len(self.text))))
        runs = (self._shortened(start, end, own) for start, end in dict.fromkeys(spans))
        return tuple(dict.fromkeys(runs))

    def _shortened(self, start: int, end: int, own: tuple[Figure, ...]) -> str:
        """Cut a run to the length of a quote, keeping the end of its last figure."""
        inside = [f for f in own if start <= f.start - self.start < end]
        last = max((after_unit(self, f) for f in inside), default=start)
        end = min(end, max(last, start + QUOTE_LIMIT))
        return self.text[max(start, end - QUOTE_LIMIT) : end].strip("、 　")


def is_cited(figure: Figure, annexes: Set[str]) -> bool:
    """Tell whether a figure is the number of an annex that the text prints (附件1)."""
    return figure.is_annex and f"{figure.unit}{fold_width(figure.text)}" in annexes


def after_unit(segment: Segment, figure: Figure) -> int:
    """Return the offset in the segment just after the unit of a figure."""
    end = figure.end - segment.start
    unit = fold_width(figure.unit)
    return end + len(unit) if segment.words.startswith(unit, end) else end


def segments(text: str) -> tuple[Segment, ...]:
    """Cut the text of a clause at its punctuation; empty segments are left out."""
    figures = find_figures(text)
    folded = fold_width(text)
    breaks = [
        found.start()
        for found in _BREAK.finditer(folded)
        if not any(f.start <= found.start() < f.end for f in figures)
    ]
    parts = []
    for start, end in zip([0, *(b + 1 for b in breaks)], [*breaks, len(text)], strict=True):
        words = text[start:end]
        if words.strip("、 　"):
            inside = tuple(f for f in figures if start <= f.start < end)
            parts.append(Segment(words, start, text[start - 1 : start], inside))
    return tuple(parts)


def bound_of(segment: Segment, figure: Figure) -> str | None:
    """Return the property that the words around a figure call for, or None if they do not say."""
    before, after = segment.before(figure), segment.after(figure)
    for property_, words in _BOUND_BEFORE:
        if words.search(before):
            return property_
    for property_, words in _BOUND_AFTER:
        if words.match(after):
            return property_
    return None


def is_period(segment: Segment, figure: Figure) -> bool:
    """Tell whether a figure is a period counted back (近5年, 5年内) and no demand of its own."""
    if figure.unit not in _PERIOD_UNITS:
        return False
    if _PERIOD_BEFORE.search(segment.before(figure)):
        return True
    return _PERIOD_AFTER.match(segment.after(figure)) is not None


def is_range(segment: Segment, figure: Figure) -> bool:
    """Tell whether a figure is an end of a range (5-10年)."""
    start, end = figure.start - segment.start, figure.end - segment.start
    before, after = segment.words[:start], segment.words[end:]
    return bool(_RANGE_AFTER.match(after) or _RANGE_BEFORE.search(before))


def grades_in(words: str, known: Mapping[int, str]) -> tuple[int, ...]:
    """Return the grades of operations that some words name: 三、四级 → 3, 4; 三级以上 → 3, 4.

    Args:
        words: the words.
        known: the grades that there are, by rank.
    """
    ranks: set[int] = set()
    for found in _GRADE.finditer(words):
        named = [chinese_to_int(numeral) for numeral in (found[1], found[2]) if numeral]
        ranks.update(named)
        if found[3]:
            ranks.update(rank for rank in known if rank > max(named))
    return tuple(sorted(ranks & known.keys()))
