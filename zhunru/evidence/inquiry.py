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
from zhunru.evidence.experience import clinical_years, current_practice, specialty_years
from zhunru.evidence.fitting import Fitting
from zhunru.evidence.questions import (
    Attested,
    ClinicalYears,
    Count,
    CurrentPractice,
    Part,
    Questions,
    Recorded,
    SpecialtyYears,
    TitleRank,
    TitleYears,
    TrainingFigure,
    TrainingProof,
)
from zhunru.evidence.relations import relation
from zhunru.evidence.titles import ranked, title_ranks, title_years
from zhunru.evidence.trainings import training_figures, training_proofs
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
        procedures: (name, technique, grade) of operation names in the case log that were matched;
            None if none were.
        one_row_a_case: Whether the case log is known to have one row per case and physician at
            most; if not, rows of a physician's case are put together first, which takes time.
    """

    tables: Tables
    questions: Questions
    hierarchy: Hierarchy
    ranks: Mapping[str, int]
    as_of: date
    incomplete: ir.Table | None = None
    procedures: ir.Table | None = None
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
        schema = {"question": "int64", "part": "int64", "place": "int64", "is_rate": "boolean"}
        return relation(
            schema,
            (
                (number, self.questions.parts[part], place, question.is_rate)
                for question, number in self.questions.numbers.items()
                for place, part in enumerate(question.parts)
            ),
        )

    def _combined(self, asked: ir.Table, parts: ir.Table, answers: ir.Table) -> ir.Table:
        """Put the answers to parts together: the first that knows, or a rate of both."""
        found = asked.join(parts, "question").join(answers, ["bearer", "part"])
        columns = ["bearer", "question", "low", "high", "flag"]
        plain = found.filter(~found.is_rate)
        first = plain.filter(plain.place == 0).select(*columns)
        second = plain.filter(plain.place == 1).select(*columns)
        second = second.anti_join(first, ["bearer", "question"])
        known = first.union(second)
        if not any(one.is_rate for one in self.questions.numbers):
            return known
        rated = found.filter(found.is_rate)
        above = rated.filter(rated.place == 0).select(*columns)
        below = rated.filter((rated.place == 1) & (rated.low > 0))
        below = below.select("bearer", "question", least="low", most="high")
        rates = above.join(below, ["bearer", "question"])
        return known.union(
            rates.select(
                "bearer",
                "question",
                low=_percent(rates.low, rates.most).fill_null(0.0),
                high=_percent(rates.high, rates.least),
                flag=ibis.null("boolean"),
            )
        )

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
        trained, practised = tables["trainings"], tables["experience"]
        away = lost["experience"]
        return {
            Count: self._counts,
            ClinicalYears: partial(clinical_years, tables["staff"]),
            TitleRank: partial(title_ranks, titles, as_of=self.as_of, lost=lost["titles"]),
            TitleYears: partial(title_years, titles, lost=lost["titles"]),
            SpecialtyYears: partial(specialty_years, practised, hierarchy=levels, lost=away),
            CurrentPractice: partial(current_practice, practised, hierarchy=levels, lost=away),
            TrainingFigure: partial(training_figures, trained, lost=lost["trainings"]),
            TrainingProof: partial(training_proofs, trained, lost=lost["trainings"]),
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
            self.procedures,
            self.one_row_a_case,
        ).counted()
        lost = self._lost("cases", "case_log")
        return Counting(counts, asked, fitting).answers(self.tables["cases"], log, lost)

    def _lost(self, *tables: str) -> ir.Table | None:
        if self.incomplete is None:
            return None
        return self.incomplete.filter(self.incomplete.table.isin(tables)).select("bearer")


def _percent(part: ir.NumericValue, whole: ir.NumericValue) -> ir.FloatingValue:
    """Divide, in per cent and at most 100; null where either is not known."""
    percent = part * 100.0 / whole
    return (percent > 100).ifelse(100.0, percent)
