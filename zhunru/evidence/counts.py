"""数例数：“例数”表与病例登记合在一起。 Counting: the table of cases and the case log together.

A row of the table of cases carries a number over a period. Inside the span asked for it counts
fully, outside not at all; where it straddles an edge, or its number is empty, only an interval is
known. Where nothing is reported for part of a span, there may be more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from zhunru.evidence.case_log import Logged
from zhunru.evidence.fitting import Fitting, Signature
from zhunru.evidence.questions import Count
from zhunru.evidence.relations import numbers, relation
from zhunru.evidence.spans import spans
from zhunru.evidence.years import next_day

#: 一行说的是什么。 The cells that say what a row is about.
CELLS = Signature._fields
_KEY = ("bearer", "part", "year")


@dataclass(frozen=True)
class Counting:
    """Answers counts.

    Attributes:
        counts: What is asked, numbered.
        asked: Who is asked: (bearer, part).
        fitting: What counts for what.
    """

    counts: Mapping[Count, int]
    asked: ir.Table
    fitting: Fitting

    def answers(self, cases: ir.Table, log: Logged | None, lost: ir.Table | None) -> ir.Table:
        """Answer every count.

        Args:
            cases: The table of cases.
            log: What the case log counts, if there is one.
            lost: (bearer) of whom rows of either were set aside; None for nobody.

        Returns:
            The answers; none for those of whom the hospital gave no row about it at all.
        """
        about = self._about(cases)
        if log:
            about = _beside(about, log)
        flows = about.filter(~about.stock)
        entries = _entries(flows).union(_latest(about.filter(about.stock)))
        periods = flows.select(*_KEY[:2], "start", "end").drop_null(["start", "end"]).distinct()
        if log:
            entries = entries.union(log.entries.cast({"low": "float64", "high": "float64"}))
            periods = periods.union(log.periods)
        totals = entries.group_by(*_KEY).agg(
            low=entries.low.sum(),
            high=entries.high.sum(),
            open=entries.open.any(),
            supplied=entries.supplied.any(),
        )
        return _decided(totals, _covered(periods.join(self._spans, "part")), self._spans, lost)

    @property
    def _spans(self) -> ir.Table:
        return spans_of(self.counts)

    def _about(self, cases: ir.Table) -> ir.Table:
        """Pair every row with the spans of every count that it may be about."""
        con = self.asked.get_backend()
        given = con.to_pyarrow(cases.select(*CELLS).distinct()).to_pylist()
        found = self.fitting.fits((Signature(**one) for one in given), self.counts)
        schema = {
            **{f"of_{cell}": "string" for cell in CELLS},
            "part": "int64",
            "counted": "boolean",
            "certain": "boolean",
        }
        fits = relation(
            schema,
            (
                (*(cell or "" for cell in signature), part, fit.counted, fit.certain)
                for signature, part, fit in found
            ),
        )
        same = [cases[cell].fill_null("") == fits[f"of_{cell}"] for cell in CELLS]
        return (
            cases.join(fits, same)
            .join(self.asked, ["bearer", "part"])
            .join(self._spans, "part", rname="span_{name}")
        )


def spans_of(counts: Mapping[Count, int]) -> ir.Table:
    """List the spans of every count, the years of a yearly rate one by one."""
    schema = {
        "part": "int64",
        "year": "int64",
        "stock": "boolean",
        "span_start": "date",
        "first": "date",
        "last": "date",
        "undated": "boolean",
        "needed": "boolean",
        "greatest": "boolean",
    }
    rows = []
    for count, part in counts.items():
        asked = count.asked
        # 无日期的行是现有数；不问时段时照计。 An undated row counts where no period is asked for.
        undated = not (asked.window or asked.per or asked.as_of_issue)
        given = spans(asked, count.day)
        for year, span in enumerate(given):
            needed = asked.per is not None and span is given[-1]
            edges = (span.start, span.first, span.last)
            rows.append((part, year, count.stock, *edges, undated, needed, count.greatest))
    return relation(schema, rows)


def _beside(about: ir.Table, log: Logged) -> ir.Table:
    """Leave out what the case log of the same bearer already counts.

    Rows inside the time for which the log is complete say the same again; rows that overlap it, or
    bear no date, may.
    """
    spoken = log.spoken.rename(log_bearer="bearer", log_part="part")
    rows = about.left_join(
        spoken, [about.bearer == spoken.log_bearer, about.part == spoken.log_part]
    )
    speaks = rows.log_bearer.notnull()
    repeated = (rows.start >= rows.complete_from) & (rows.end <= rows.complete_to)
    apart = (rows.start > rows.complete_to) | (rows.end < rows.begun)
    rows = rows.mutate(certain=rows.certain & (~speaks | apart.fill_null(False)))
    return rows.filter(~(speaks & repeated.fill_null(False))).select(*about.columns)


def _entries(rows: ir.Table) -> ir.Table:
    """How much of each row counts."""
    outside = ((rows.start > rows.last) | (rows.end < rows.first)).fill_null(False)
    begins = rows.span_start.isnull() | (rows.start >= rows.span_start).fill_null(False)
    inside = begins & (rows.end <= rows.last).fill_null(False)
    without = rows.start.isnull() & rows.end.isnull() & rows.undated
    return _counted(rows, ~outside, ~outside & (inside | without))


def _latest(rows: ir.Table) -> ir.Table:
    """Of each stock (such as beds) take the latest figure that is not after the day.

    Figures of a stock are never added over time. Undated ones are those of today, and count where
    there is no dated one.
    """
    dated = rows.mutate(day=rows.start.coalesce(rows.end))
    dated = dated.filter(dated.day.isnull() | (dated.day <= dated["last"]))
    newest = dated.day.max().over(group_by=[*_KEY, *CELLS])
    dated = dated.mutate(newest=newest)
    chosen = (dated.day == dated.newest).fill_null(dated.newest.isnull())
    return _counted(dated, chosen, chosen & (dated.day.notnull() | dated.undated))


def _counted(rows: ir.Table, possible: ir.BooleanValue, sure: ir.BooleanValue) -> ir.Table:
    counts = possible & rows.counted
    number = rows["count"].fill_null(0)
    return rows.select(
        *_KEY,
        low=(sure & rows.counted & rows.certain).ifelse(number, 0),
        high=counts.ifelse(number, 0),
        open=counts & rows["count"].isnull(),
        supplied=possible,
    )


def _covered(periods: ir.Table) -> ir.Table:
    """Find the spans in which dated rows leave no gap, a day at either end aside."""
    rows = periods.filter(periods.first.notnull())
    before = ibis.window(group_by=list(_KEY), order_by=[rows.start, rows.end], preceding=(None, 1))
    rows = rows.mutate(begin=next_day(rows.span_start), earlier=rows.end.max().over(before))
    reached = ibis.greatest(rows.begin, next_day(rows.earlier).coalesce(rows.begin))
    rows = rows.mutate(reached=reached)
    gap = (rows.start > rows.reached) & (rows.reached < rows["last"])
    reaches = (next_day(rows.end) >= rows["last"]) | (rows.begin >= rows["last"])
    found = rows.group_by(*_KEY).agg(gap=gap.any(), reaches=reaches.any())
    return found.filter(found.reaches & ~found.gap).select(*_KEY)


def _decided(
    totals: ir.Table, covered: ir.Table, spans: ir.Table, lost: ir.Table | None
) -> ir.Table:
    """Choose the year that decides, the smallest where a rate must be reached, else the largest.

    An open year is never the least, but may be the most.
    """
    covered = covered.rename({f"covered_{name}": name for name in _KEY})
    rows = totals.join(spans, ["part", "year"]).left_join(
        covered, [totals[name] == covered[f"covered_{name}"] for name in _KEY]
    )
    # 没有报到的时段里可能还有。 There may be more in a stretch that no row speaks of.
    known = ~rows.open & (rows.first.isnull() | rows.covered_part.notnull())
    rows = rows.mutate(most=known.ifelse(rows.high, ibis.null("int64")))
    decided = rows.group_by("bearer", "part").agg(
        low=rows.greatest.any().ifelse(rows.low.max(), rows.low.min()),
        high=rows.greatest.any().ifelse(
            rows.most.isnull().any().ifelse(ibis.null("int64"), rows.most.max()), rows.most.min()
        ),
        missing=(rows.needed & ~rows.supplied).any(),
    )
    # 最近一年没有数据，即还没有报。 Without figures of the last year, they are yet to come.
    decided = decided.filter(~decided.missing)
    return numbers(decided, decided.low, decided.high, lost)
