"""逐句读一条，起草其中的要求。 Read a clause segment by segment and draft its requirements.

Within a sentence a period (近5年), a yearly rate (每年) and a part in the case (独立完成) hold for
the counts that follow; 其中 always takes them over, another 近 or 每年 replaces them. A figure that
no draft carries stays *open*, and so do sentences that nothing was drafted from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from zhunru.drafting.bearers import Bearer, Bearers, caption
from zhunru.drafting.guesses import (
    EVERY_YEAR,
    Guess,
    force_of,
    guess_figure,
    guess_words,
    period_of,
)
from zhunru.drafting.terms import Terms
from zhunru.drafting.words import Segment, after_unit, grades_in, is_cited, is_period, segments
from zhunru.encoded_rules import CarriedNumber
from zhunru.figures import Figure, find_figures
from zhunru.numbering import fold_width
from zhunru.official_text import Clause

_AMONG_THEM: Final = "其中"
# 说明替代关系的话，不是要求。 Words that say what is replaced; no requirements of their own.
_ALTERNATIVE_WORDS: Final = re.compile("免于|不经过培训|认定为|视为|(印发|实施)(之日)?前")
_CASE_MEASURES: Final = frozenset({"cases", "training-cases", "angiographies"})
_TIMELESS: Final = frozenset({"year", "month", "bed", "square-metre"})
_IN_HOUSE: Final = re.compile("本机构|本院|本医疗机构|在职")
_TECHNIQUE_TAIL: Final = re.compile(r"(诊疗)?技术$")
_THE_TECHNIQUE: Final = re.compile("相关技术|该技术|本技术|参考目录")
_WAIVED: Final = re.compile("免于[^,。]*培训|不经过培训")
_DEEMED: Final = re.compile("认定为|视为")
# 病例中的角色，按原文的几种说法。 Parts in a case, in the words of the texts.
_CASE_ROLES: Final = (
    ("作为术者", "as-operator"),
    ("独立", "independent"),
    ("参[与加]", "participant"),
)


@dataclass(frozen=True, slots=True)
class DraftLeaf:
    """A drafted requirement.

    Attributes:
        guess: its class and what it carries.
        bearer: whom it binds.
        numbers: every number that it carries, periods included.
        figures: the printed figures that those are.
        quotes: the words that carry them.
        qualifiers: pairs of property and notation, such as zr:ofGrade grade:3.
        force: the notation of its force.
    """

    guess: Guess
    bearer: Bearer
    numbers: tuple[CarriedNumber, ...]
    figures: tuple[Figure, ...]
    quotes: tuple[str, ...]
    qualifiers: tuple[tuple[str, str], ...]
    force: str

    @property
    def is_sound(self) -> bool:
        """Whether quotes print what it carries and it carries what they print."""
        printed = [figure for quote in self.quotes for figure in find_figures(quote)]
        carried = all(any(n.is_printed_as(f) for n in self.numbers) for f in printed)
        shown = all(
            number.is_said_in_words or any(number.is_printed_as(f) for f in printed)
            for number in self.numbers
        )
        return carried and shown

    @property
    def is_training(self) -> bool:
        """Whether it is part of a course, for which there may be an alternative."""
        return self.guess.measure in ("training-duration", "training-cases", "managed-patients")


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """A figure that nothing carries yet."""

    figure: Figure
    segment: Segment


@dataclass(frozen=True, slots=True)
class ClauseDraft:
    """What was drafted from a clause.

    Attributes:
        clause: the clause.
        bearer: whom it binds.
        group: zr:Waiver or zr:Equivalence where it offers an alternative, else empty.
        group_clause: the clause whose words open that group.
        leaves: the drafted requirements.
        annexes: the annexes that the text prints; the clause cites those whose numbers it names.
        open_figures: the figures that none of them carries.
        unread: the segments of sentences from which nothing was drafted, sentence by sentence.
    """

    clause: Clause
    bearer: Bearer
    group: str
    group_clause: Clause
    leaves: tuple[DraftLeaf, ...]
    annexes: frozenset[str]
    open_figures: tuple[OpenFigure, ...]
    unread: tuple[tuple[Segment, ...], ...]


@dataclass(slots=True)
class _Sentence:
    """What the words so far mean for the counts that follow."""

    period: Figure | None = None
    period_segment: Segment | None = None
    yearly: bool = False
    case_role: str = ""
    technique: bool = False
    people: str = ""

    def enter(self, segment: Segment, technique: str, bearer: Bearer) -> None:
        """Take over what a segment says, and drop what no longer holds."""
        among = _AMONG_THEM in segment.words[: len(_AMONG_THEM) + 1]
        period = next((f for f in segment.figures if is_period(segment, f)), None)
        if segment.opens_sentence or (segment.opens_part and not among):
            self.period, self.period_segment, self.yearly = None, None, False
            self.case_role = ""
        if period or segment.is_yearly:
            self.period, self.yearly = period, segment.is_yearly
            self.period_segment = segment if period else None
        named = next((role for words, role in _CASE_ROLES if re.search(words, segment.words)), "")
        self.case_role = (named or self.case_role) if bearer.is_person else ""
        core = _TECHNIQUE_TAIL.sub("", technique)
        here = core in segment.words or _THE_TECHNIQUE.search(segment.words) is not None
        self.technique = here or (among and self.technique)


@dataclass(slots=True)
class ClauseReader:
    """Reads clauses of one text.

    Attributes:
        bearers: who bears each clause.
        terms: the concepts that there are.
        technique: the Chinese name of the technique.
        notation: its notation.
        annexes: the annexes that the text prints, such as 附件1.
    """

    bearers: Bearers
    terms: Terms
    technique: str
    notation: str
    annexes: frozenset[str] = frozenset()
    _leaves: list[DraftLeaf] = field(default_factory=list)

    def read(self, clause: Clause) -> ClauseDraft:
        """Draft the requirements of a clause."""
        bearer = self.bearers.of(clause)
        self._leaves, state = [], _Sentence()
        parts = segments(clause.text)
        read: set[int] = set()
        for segment in parts:
            state.enter(segment, self.technique, bearer)
            before = len(self._leaves)
            self._read_segment(segment, state, self.bearers.who_decides(bearer, segment.words))
            if len(self._leaves) > before or (segment.figures and segment is state.period_segment):
                read.add(segment.start)
        group, source = self._group(clause)
        if group:
            read |= {one.start for one in parts if _ALTERNATIVE_WORDS.search(one.text)}
        leaves = tuple(self._leaves)
        draft = ClauseDraft(clause, bearer, group, source, leaves, self.annexes, (), ())
        if caption(fold_width(clause.text)):
            read.add(0)
        unread = () if clause.is_heading else _unread(parts, read)
        return replace(settled(draft), unread=unread)

    def _read_segment(self, segment: Segment, state: _Sentence, bearer: Bearer) -> None:
        periods = [f for f in segment.figures if is_period(segment, f)]
        for figure in segment.figures:
            if figure in periods or figure.is_annex:
                continue
            guess = guess_figure(segment, figure, bearer, self.terms)
            if guess and guess.kind == "zr:Staffing":
                guess = replace(guess, meets=guess.meets or state.people)
                state.people = guess.meets
            if guess:
                self._add(guess, segment, (figure,), state, bearer)
        guess = guess_words(segment, bearer, self.terms)
        if guess:
            self._add(guess, segment, (), state, bearer)

    def _add(
        self,
        guess: Guess,
        segment: Segment,
        own: tuple[Figure, ...],
        state: _Sentence,
        bearer: Bearer,
    ) -> None:
        numbers, figures, quotes = [guess.number] if guess.number else [], list(own), []
        # 近几年只管例数与事件，不管职称和年限。 A period governs counts, not titles or years.
        if guess.kind == "zr:Threshold" and guess.unit not in _TIMELESS:
            window = period_of("zr:window", state.period) if state.period else None
            if window and state.period and state.period_segment:
                numbers.append(window)
                figures.append(state.period)
                if state.period_segment is not segment:
                    quotes.append(_period_quote(state.period_segment, state.period))
            if state.yearly:
                numbers.append(EVERY_YEAR)
        here = tuple(figure for figure in figures if figure in segment.figures)
        quotes += segment.quote(here) if here else [segment.short]
        leaf = DraftLeaf(
            guess=guess,
            bearer=bearer,
            numbers=tuple(numbers),
            figures=tuple(figures),
            quotes=tuple(dict.fromkeys(quotes)),
            qualifiers=self._qualifiers(guess, segment, state),
            force=force_of(segment),
        )
        if leaf.is_sound:
            self._leaves.append(leaf)

    def _qualifiers(
        self, guess: Guess, segment: Segment, state: _Sentence
    ) -> tuple[tuple[str, str], ...]:
        pairs: list[tuple[str, str]] = []
        if guess.kind == "zr:Staffing" and _IN_HOUSE.search(segment.words):
            pairs.append(("zr:inHouse", "true"))
        if guess.measure not in _CASE_MEASURES:
            return tuple(pairs)
        is_known = self.terms.has("case-role", state.case_role)
        if is_known and guess.measure == "cases":
            pairs.append(("zr:caseRole", f"case-role:{state.case_role}"))
        kinds = (n for name, n in self.terms.case_kinds if name in segment.words)
        pairs += [("zr:caseKind", f"case-kind:{notation}") for notation in kinds]
        if state.technique:
            pairs.append(("zr:technique", f"technique:{self.notation}"))
        for rank in grades_in(segment.words, self.terms.grades):
            pairs.append(("zr:ofGrade", f"grade:{self.terms.grades[rank]}"))
        return tuple(pairs)

    def _group(self, clause: Clause) -> tuple[str, Clause]:
        """Return the alternative that a clause, or what stands above it, offers, and where."""
        for one in self.bearers.lineage(clause):
            words = one.text
            if _WAIVED.search(words):
                return "zr:Waiver", one
            if _DEEMED.search(words) and "培训" in words:
                return "zr:Equivalence", one
        return "", clause


def settled(draft: ClauseDraft) -> ClauseDraft:
    """Return the draft with every figure that no leaf carries listed as open."""
    carried = {figure for leaf in draft.leaves for figure in leaf.figures}
    left = tuple(
        OpenFigure(figure, segment)
        for segment in segments(draft.clause.text)
        for figure in segment.figures
        if figure not in carried and not is_cited(figure, draft.annexes)
    )
    return replace(draft, open_figures=left)


def alternative_words(clause: Clause) -> tuple[str, ...]:
    """Return the words by which a clause offers an alternative: 可免于培训."""
    return tuple(s.short for s in segments(clause.text) if _ALTERNATIVE_WORDS.search(s.text))


def _unread(parts: tuple[Segment, ...], read: set[int]) -> tuple[tuple[Segment, ...], ...]:
    """Return the segments without figures that gave no draft, a group for each sentence."""
    sentences: list[list[Segment]] = []
    for segment in parts:
        if segment.opens_sentence or segment.opens_part or not sentences:
            sentences.append([])
        if segment.start not in read and all(figure.is_annex for figure in segment.figures):
            sentences[-1].append(segment)
    return tuple(tuple(sentence) for sentence in sentences if sentence)


def _period_quote(segment: Segment, period: Figure) -> str:
    """Return the words of a period: 近5年累计, 5年内."""
    start = period.start - segment.start
    head = "近" if segment.text[:start].endswith("近") else ""
    end = after_unit(segment, period)
    tail = re.match(r"(内|来|以来)?(累计)?", segment.text[end:])
    return head + segment.text[start:end] + (tail[0] if tail else "")
