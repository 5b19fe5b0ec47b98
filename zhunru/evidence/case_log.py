"""病例登记：逐例的记录先汇总，再回答问题。 The case log, added up before it is asked anything.

Time is cut at every edge that some question has, and cases are grouped by what questions can tell
apart. Tens of millions of cases shrink to a few numbers per bearer, each wholly inside or wholly
outside of any span.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import ibis
import ibis.expr.types as ir
from ibis.backends import BaseBackend

from zhunru.backends import kept, memory_limit
from zhunru.evidence.fitting import Fit, Fitting, Signature
from zhunru.evidence.questions import Count
from zhunru.evidence.relations import relation
from zhunru.evidence.spans import Pieces, spans
from zhunru.typed_tables import Tables

#: 病例登记数出的指标 → 记着它的列；病例本身没有列。
#: What the log counts, and the column that says so; a case itself needs none.
MEASURES: Final[Mapping[str, str | None]] = {
    "cases": None,
    "severe-complications": "complication",
    "deaths": "death",
}
#: 归并一例病例时占用的内存。 What it takes in memory to put one case together.
_BYTES_A_CASE: Final = 80
_CELLS: Final = ("technique", "grade", "case_role", "case_kind")
#: 机构的病例不分角色。 An institution's cases have no role.
_OF_A_CASE: Final = ("technique", "grade", "case_kind")


@dataclass(frozen=True)
class Logged:
    """What the case log says.

    Attributes:
        entries: Counts per bearer, part and year, as those of the table of cases.
        periods: (bearer, part, start, end) for which the log is complete.
        spoken: (bearer, part, begun, complete_from, complete_to) of which the log speaks by name.
    """

    entries: ir.Table
    periods: ir.Table
    spoken: ir.Table


@dataclass(frozen=True)
class CaseLog:
    """Counts from the case log.

    Attributes:
        tables: The tables of the hospitals.
        counts: What is asked, numbered.
        asked: Who is asked: (bearer, part).
        spans: The spans of every part (`counts.spans_of`).
        fitting: What counts for what.
        as_of: Up to when a log is complete that does not say so itself.
        one_row_a_case: Whether the log is known to have one row per case and physician at most.
    """

    tables: Tables
    counts: Mapping[Count, int]
    asked: ir.Table
    spans: ir.Table
    fitting: Fitting
    as_of: date
    one_row_a_case: bool = False

    def counted(self) -> Logged | None:
        """Count; None if the log holds nothing that is asked for."""
        wanted = {c: n for c, n in self.counts.items() if c.measure in MEASURES and not c.stock}
        log = self.tables["case_log"]
        occurring = log.group_by(*_CELLS).agg(
            homeless=log.institution.isnull().any(), rows=log.count()
        )
        con = self.asked.get_backend()
        given = con.to_pyarrow(occurring).to_pylist() if wanted else []
        kinds = _Kinds.of(given, wanted, self.fitting)
        if not kinds.fits:
            return None
        if any(one["homeless"] for one in given):
            log = self._placed(log)
        pieces = Pieces.of(span for count in wanted for span in spans(count.asked, count.day))
        portions = _portions(con, sum(one["rows"] for one in given))
        facts = self._facts(log, kinds, pieces, portions)
        return self._logged(facts, wanted, kinds, pieces)

    def _placed(self, log: ir.Table) -> ir.Table:
        """The rows of the log, each with the institution of its physician if it names none."""
        homes = self.tables["staff"].select(member="staff", home="institution")
        log = log.left_join(homes, log.staff == homes.member)
        return log.mutate(institution=log.institution.coalesce(log.home))

    def _facts(self, log: ir.Table, kinds: _Kinds, pieces: Pieces, portions: int) -> ir.Table:
        """Count cases per bearer, kind and piece of time.

        The rows of a case are one case; of the kinds that they name the first and the last count.
        """
        people = _of_kind(log.filter(log.staff.notnull()), kinds.persons, _CELLS)
        houses = _of_kind(log.filter(log.institution.notnull()), kinds.institutions, _OF_A_CASE)
        facts = []
        for number in range(portions):
            some = _portion(people, "staff", number, portions)
            if self.one_row_a_case:
                some = some.mutate(bearer=some.staff, other=some.kind)
            else:
                some = _cases(some, "staff", "institution", "case")
            facts.append(kept(_added(some, pieces)))
            some = _portion(houses, "institution", number, portions)
            facts.append(kept(_added(_cases(some, "institution", "case"), pieces)))
        return ibis.union(*facts)

    def _logged(
        self, facts: ir.Table, wanted: Mapping[Count, int], kinds: _Kinds, pieces: Pieces
    ) -> Logged:
        rows = kept(self._by_year(facts, wanted, kinds, pieces))
        told = rows.group_by("bearer", "part").agg(named=rows.named.any(), said=rows.said.sum())
        dates = ["begun", "complete_from", "complete_to"]
        about = told.filter(told.said > 0).left_join(self._complete(facts), "bearer")
        about = kept(about.select("bearer", "part", "named", *dates))
        # 登记完整的时段里没有病例，就是零。 Where the log is complete, no case is none.
        silent = about.join(self.spans, "part")
        overlaps = (silent.complete_from <= silent["last"]) & (silent.complete_to >= silent.first)
        nothing = silent.select(
            "bearer",
            "part",
            "year",
            low=ibis.literal(0, "int64"),
            high=ibis.literal(0, "int64"),
            supplied=overlaps.fill_null(False),
        )
        counted = rows.filter(rows.year.notnull()).semi_join(about, ["bearer", "part"])
        found = counted.select("bearer", "part", "year", "low", "high", supplied=ibis.literal(True))
        entries = nothing.union(found).mutate(open=ibis.literal(False))
        complete = about.filter(about.complete_from.notnull())
        return Logged(
            entries.select("bearer", "part", "year", "low", "high", "open", "supplied"),
            complete.select("bearer", "part", start="complete_from", end="complete_to"),
            about.filter(about.named).select("bearer", "part", *dates),
        )

    def _by_year(
        self, facts: ir.Table, wanted: Mapping[Count, int], kinds: _Kinds, pieces: Pieces
    ) -> ir.Table:
        """Add the pieces of time up to the spans of every part; the year is null outside all."""
        inside = relation(
            {"part": "int64", "year": "int64", "piece": "int32"},
            (
                (part, year, piece)
                for count, part in wanted.items()
                for year, span in enumerate(spans(count.asked, count.day))
                for piece in pieces.within(span)
            ),
        ).rename(in_part="part", in_piece="piece")
        occurring = facts.select("kind", "other").filter(facts.kind.notnull()).distinct()
        pairs = occurring.to_pyarrow().to_pylist()
        fits = kinds.relation(wanted, ((pair["kind"], pair["other"]) for pair in pairs))
        rows = facts.join(self.asked.join(fits, "part"), ["bearer", "kind", "other"])
        rows = rows.left_join(inside, [rows.part == inside.in_part, rows.piece == inside.in_piece])
        number = _chosen(rows, {measure: measure for measure in MEASURES})
        unsaid = _chosen(rows, {m: f"unsaid_{m}" for m, column in MEASURES.items() if column})
        high = rows.counted.ifelse(number + unsaid, 0)
        rows = rows.mutate(
            number=(rows.counted & rows.certain).ifelse(number, 0),
            possible=high,
            told=rows.cases - unsaid,
        )
        return rows.group_by("bearer", "part", "year").agg(
            low=rows.number.sum(),
            high=rows.possible.sum(),
            said=rows.told.sum(),
            named=rows.named.any(),
        )

    def _complete(self, facts: ir.Table) -> ir.Table:
        """Tell since when every bearer's log runs, and from when to when it is complete."""
        institutions = self.tables["institutions"].select("institution", "log_start", "log_end")
        begun = facts.group_by("bearer").agg(begun=facts.first.min())
        logs = begun.join(institutions, begun.bearer == institutions.institution)
        logs = logs.select(
            "bearer",
            begun=ibis.least(logs.begun, logs.log_start.coalesce(logs.begun)),
            complete_from=logs.log_start.coalesce(logs.begun),
            complete_to=logs.log_end.coalesce(ibis.literal(self.as_of)),
        )
        staff = self.tables["staff"].select(bearer="staff", home="institution")
        theirs = staff.join(logs.rename(home="bearer"), "home").drop("home")
        return logs.union(theirs)


@dataclass(frozen=True)
class _Kinds:
    """Kinds of cases: rows of the log that every question takes alike."""

    persons: Mapping[Signature, int]
    institutions: Mapping[Signature, int]
    fits: Mapping[frozenset[tuple[int, Fit]], int]

    @classmethod
    def of(
        cls, given: Iterable[Mapping[str, Any]], wanted: Mapping[Count, int], fitting: Fitting
    ) -> _Kinds:
        """Sort the combinations of cells that occur into kinds."""
        numbers: dict[frozenset[tuple[int, Fit]], int] = {}

        def sort(rows: Iterable[Signature]) -> dict[Signature, int]:
            sorted_: dict[Signature, int] = {}
            for row in rows:
                fits = frozenset(
                    (part, fit)
                    for measure in MEASURES
                    for _, part, fit in fitting.fits([row._replace(measure=measure)], wanted)
                )
                if fits:
                    sorted_[row] = numbers.setdefault(fits, len(numbers))
            return sorted_

        rows = [Signature("", None, *(one[cell] for cell in _CELLS)) for one in given]
        return cls(sort(rows), sort({row._replace(case_role=None) for row in rows}), numbers)

    def relation(self, wanted: Mapping[Count, int], pairs: Iterable[tuple[int, int]]) -> ir.Table:
        """List which pairs of kinds fit which parts, with the measure that the part counts."""
        measures = {part: count.measure for count, part in wanted.items()}
        fits = {number: dict(fits) for fits, number in self.fits.items()}
        schema = {"kind": "int32", "other": "int32", "part": "int64", "measure": "string"}
        return relation(
            {**schema, "counted": "boolean", "certain": "boolean", "named": "boolean"},
            (
                (*pair, part, measures[part], *_either(*(fits[one].get(part) for one in pair)))
                for pair in pairs
                for part in sorted({part for one in pair for part in fits[one]})
            ),
        )


def _either(one: Fit | None, other: Fit | None) -> Fit:
    """A case of two kinds fits if either does."""
    given = [fit for fit in (one, other) if fit is not None]
    return Fit(
        counted=any(fit.counted for fit in given),
        certain=any(fit.counted and fit.certain for fit in given),
        named=any(fit.named for fit in given),
    )


def _of_kind(log: ir.Table, kinds: Mapping[Signature, int], cells: tuple[str, ...]) -> ir.Table:
    """Give every row its kind, null if no question takes it."""
    names = {f"of_{cell}": "string" for cell in cells}
    rows = ((*(getattr(one, cell) or "" for cell in cells), kind) for one, kind in kinds.items())
    known = relation({**names, "kind": "int32"}, rows)
    return log.left_join(known, [log[cell].fill_null("") == known[f"of_{cell}"] for cell in cells])


def _portions(connection: BaseBackend, rows: int) -> int:
    """Tell in how many portions to put cases together, one after the other."""
    # DuckDB 分组时虽能落盘，内存再少就会中断。 DuckDB spills when it groups, but only so far.
    memory = memory_limit(connection)
    return 1 if memory is None else rows * _BYTES_A_CASE // memory + 1


def _portion(rows: ir.Table, bearer: str, number: int, portions: int) -> ir.Table:
    """Choose the rows of some bearers, all of theirs."""
    if portions == 1:
        return rows
    return rows.filter((rows[bearer].hash() % portions).abs() == number)


def _cases(rows: ir.Table, bearer: str, *case: str) -> ir.Table:
    """Put the rows of a bearer's case together."""
    told = {column: rows[column].cast("int8").max() > 0 for column in MEASURES.values() if column}
    return (
        rows.group_by(bearer, *case)
        .agg(kind=rows.kind.min(), other=rows.kind.max(), date=rows.date.min(), **told)
        .rename(bearer=bearer)
    )


def _added(rows: ir.Table, pieces: Pieces) -> ir.Table:
    """Add rows up per bearer, kind and piece of time."""
    rows = rows.mutate(piece=_piece(rows.date, pieces.edges, 0))
    said = {m: rows[column].fill_null(False) for m, column in MEASURES.items() if column}
    unsaid = {m: rows[column].isnull() for m, column in MEASURES.items() if column}
    return rows.group_by("bearer", "kind", "other", "piece").agg(
        first=rows.date.min(),
        cases=rows.count(),
        **{measure: yes.cast("int64").sum() for measure, yes in said.items()},
        **{f"unsaid_{measure}": empty.cast("int64").sum() for measure, empty in unsaid.items()},
    )


def _piece(day: ir.DateValue, edges: tuple[date, ...], before: int) -> ir.IntegerValue:
    """Find the piece of time by halving: how many edges are not after the day."""
    if not edges:
        return ibis.literal(before, "int32")
    middle = len(edges) // 2
    earlier = _piece(day, edges[:middle], before)
    return (day < edges[middle]).ifelse(
        earlier, _piece(day, edges[middle + 1 :], before + middle + 1)
    )


def _chosen(rows: ir.Table, columns: Mapping[str, str]) -> ir.IntegerValue:
    """Choose the number of the measure that the row's part counts: its column, else zero."""
    return ibis.cases(
        *((rows.measure == measure, rows[column]) for measure, column in columns.items()), else_=0
    )
