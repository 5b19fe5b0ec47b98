"""向各表发问：谁，问什么，知道什么。 Asking the tables: of whom, what, and what is known.

Everything is a join between a table of the hospitals and a small relation of questions; no bearer
is looked at by himself. The same expressions run on every engine that Ibis speaks to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import ibis
import ibis.expr.types as ir

from zhunru.backends import kept
from zhunru.evidence.case_log import CaseLog
from zhunru.evidence.conditions import attested, recorded
from zhunru.evidence.counts import Counting, spans_of
from zhunru.evidence.coverage import CoverageLog
from zhunru.evidence.experience import clinical_years, current_practice, specialty_years
from zhunru.evidence.fitting import Fitting
from zhunru.evidence.questions import (
    Attested,
    ClinicalYears,
    Count,
    Coverage,
    CurrentPractice,
    Joint,
    OfTraining,
    Part,
    Questions,
    Recorded,
    SpecialtyYears,
    TitleRank,
    TitleYears,
)
from zhunru.evidence.relations import ANSWER, relation
from zhunru.evidence.titles import ranked, title_ranks, title_years
from zhunru.evidence.trainings import attestations, of_trainings, wanted_trainings
from zhunru.hierarchy import Hierarchy
from zhunru.typed_tables import Tables

#: 由所问的部分作答。 Answers parts of one kind, numbered, of those who are asked.
_Answer = Callable[[ir.Table, Any], ir.Table]


@dataclass(frozen=True)
class Inquiry:
    """Questions put to the tables of hospitals.

    Attributes:
        tables: The tables.
        questions: What can be asked.
        hierarchy: What counts for what.
        ranks: The rank of every title, by notation.
        as_of: The day as of which evidence is counted.
        incomplete: (table, bearer) of whom rows were set aside: what is known of them is the
            least. None for nobody.
        entries: (name, its_technique, entry) of operation names that match an entry of a catalogue,
            as in `CoverageLog`; None if none were matched.
        one_row_a_case: Whether the case log is known to have one row per case and physician at
            most; if not, rows of a physician's case are put together first, which takes time.
    """

    tables: Tables
    questions: Questions
    hierarchy: Hierarchy
    ranks: Mapping[str, int]
    as_of: date
    incomplete: ir.Table | None = None
    entries: ir.Table | None = None
    one_row_a_case: bool = False

    def known(self, asked: ir.Table) -> ir.Table:
        """Say what the tables know.

        Args:
            asked: (bearer, question): the number of every question that a bearer is asked.

        Returns:
            (bearer, question, low, high, flag): the least and most of a number, the most null
            where none is known, or yes and no. Nothing known, no row.
        """
        parts = self._parts()
        pairs = kept(asked.join(parts, "question").select("bearer", "part").distinct())
        return self._combined(asked.distinct(), parts, kept(self._answers(pairs)))

    def _parts(self) -> ir.Table:
        schema = {"question": "int64", "part": "int64", "place": "int64", "joint": "string"}
        return relation(
            schema,
            (
                (number, self.questions.parts[part], place, question.joint.name)
                for question, number in self.questions.numbers.items()
                for place, part in enumerate(question.parts)
            ),
        )

    def _combined(self, asked: ir.Table, parts: ir.Table, answers: ir.Table) -> ir.Table:
        """Put the answers to the parts of every question together."""
        found = asked.join(parts, "question").join(answers, ["bearer", "part"])
        ways = {Joint.FIRST: _first, Joint.RATE: _rate, Joint.SAME: _same}
        used = dict.fromkeys(one.joint for one in self.questions.numbers)
        given = [ways[joint](found.filter(found.joint == joint.name)) for joint in used]
        return ibis.union(*given) if len(given) > 1 else given[0]

    def _answers(self, pairs: ir.Table) -> ir.Table:
        """Answer all parts, one kind after another."""
        given = [
            answer(pairs, parts)
            for kind, answer in self._ways().items()
            if (parts := self.questions.of_kind(kind))
        ]
        return ibis.union(*given) if len(given) > 1 else given[0]

    def _ways(self) -> dict[type[Part], _Answer]:
        """Tell how each kind of part is answered."""
        tables, levels = self.tables, self.hierarchy
        lost = {name: self._lost(name) for name in tables}
        titles = ranked(tables["titles"], self.ranks)
        practised = tables["experience"]
        away = lost["experience"]
        return {
            Count: self._counts,
            Coverage: self._coverage,
            ClinicalYears: partial(clinical_years, tables["staff"]),
            TitleRank: partial(title_ranks, titles, as_of=self.as_of, lost=lost["titles"]),
            TitleYears: partial(title_years, titles, lost=lost["titles"]),
            SpecialtyYears: partial(specialty_years, practised, hierarchy=levels, lost=away),
            CurrentPractice: partial(current_practice, practised, hierarchy=levels, lost=away),
            OfTraining: self._trained,
            Attested: partial(
                attested, tables["conditions"], hierarchy=levels, lost=lost["conditions"]
            ),
            Recorded: partial(recorded, tables, hierarchy=levels, lost=lost),
        }

    def _counts(self, asked: ir.Table, counts: dict[Count, int]) -> ir.Table:
        fitting, spans = Fitting(self.hierarchy), spans_of(counts)
        log = CaseLog(
            self.tables,
            counts,
            asked,
            spans,
            fitting,
            self.as_of,
            self.one_row_a_case,
        ).counted()
        lost = self._lost("cases", "case_log")
        return Counting(counts, asked, fitting).answers(self.tables["cases"], log, lost)

    def _coverage(self, asked: ir.Table, parts: dict[Coverage, int]) -> ir.Table:
        if self.entries is None:
            return relation(ANSWER, ())
        log = CoverageLog(self.tables, self.entries, self.hierarchy, self.as_of, parts)
        return log.answers(asked, self._lost("case_log"))

    def _trained(self, asked: ir.Table, parts: dict[OfTraining, int]) -> ir.Table:
        tables, trainings = self.tables, wanted_trainings(parts)
        attesting = self.questions.of_kind(Attested)
        places = [
            (attesting[one], number, thing)
            for training, number in trainings.items()
            for one, thing in attestations(training).items()
            if one in attesting
        ]
        said = None
        if places:
            numbers = {part for part, _, _ in places}
            told = {one: number for one, number in attesting.items() if number in numbers}
            found = attested(tables["conditions"], asked, told, self.hierarchy, None)
            schema = {"part": "int64", "training": "int64", "thing": "string"}
            found = found.filter(found.flag).join(relation(schema, places), "part")
            said = found.select("bearer", "training", "thing")
        return of_trainings(tables["trainings"], asked, parts, said, self._lost("trainings"))

    def _lost(self, *tables: str) -> ir.Table | None:
        if self.incomplete is None:
            return None
        return self.incomplete.filter(self.incomplete.table.isin(tables)).select("bearer")


_KNOWN = ("bearer", "question", "low", "high", "flag")


def _first(found: ir.Table) -> ir.Table:
    """Take the first part that knows."""
    first = found.filter(found.place == 0).select(*_KNOWN)
    second = found.filter(found.place == 1).select(*_KNOWN)
    return first.union(second.anti_join(first, ["bearer", "question"]))


def _rate(found: ir.Table) -> ir.Table:
    """Divide the first part by the second."""
    above = found.filter(found.place == 0).select(*_KNOWN)
    below = found.filter((found.place == 1) & (found.low > 0))
    rates = above.join(
        below.select("bearer", "question", least="low", most="high"), ["bearer", "question"]
    )
    return rates.select(
        "bearer",
        "question",
        low=_percent(rates.low, rates.most).fill_null(0.0),
        high=_percent(rates.high, rates.least),
        flag=ibis.null("boolean"),
    )


def _same(found: ir.Table) -> ir.Table:
    """Take what both parts say of the same number; what is certain prevails."""
    told = found.group_by("bearer", "question").agg(low=found.low.max(), high=found.high.min())
    high = (told.high < told.low).ifelse(told.low, told.high)
    return told.select("bearer", "question", "low", high=high, flag=ibis.null("boolean"))


def _percent(part: ir.NumericValue, whole: ir.NumericValue) -> ir.FloatingValue:
    """Divide, in per cent and at most 100; null where either is not known."""
    percent = part * 100.0 / whole
    return (percent > 100).ifelse(100.0, percent)
