"""从“例数”表计数。 Count from the table of cases and volumes.

A row carries a count over a period. Inside the asked period it counts fully, outside not at all;
where it straddles the edge, or its count is empty, only an interval is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from row_intervals import total

from zhunru.durations import add_months
from zhunru.hierarchy import Hierarchy
from zhunru.intervals import Interval
from zhunru.records import Row, Values
from zhunru.requirements import Qualifiers, Threshold

_ONE_DAY = timedelta(days=1)
_NOTHING = Interval.exactly(0)


@dataclass(frozen=True)
class Span:
    """The days from `first` to `end`, both included; none means from the beginning.

    A row may begin on `start` and still lie inside: for a window that is the day before `first`.
    """

    start: date | None
    first: date | None
    end: date

    def holds(self, start: date | None, end: date | None) -> bool | None:
        """Tell whether a period lies inside.

        Args:
            start: The first day of the period; None if unknown.
            end: Its last day; None if unknown.

        Returns:
            True if it lies wholly inside, False if wholly outside, None if it straddles an edge
            or its days are unknown.
        """
        if start is not None and start > self.end:
            return False
        # 到窗口首日为止的一行属于窗口之前：五年不是五年零一天。
        # A row that ends on the first day lies before it: five years are not a day more.
        if end is not None and self.first is not None and end < self.first:
            return False
        starts_inside = self.start is None or (start is not None and start >= self.start)
        return True if starts_inside and end is not None and end <= self.end else None

    def is_covered(self, rows: Iterable[Values]) -> bool:
        """Tell whether dated rows leave no gap inside, a day at either end aside."""
        if self.start is None:
            return True
        reached = self.start + _ONE_DAY
        periods = [(row["start"], row["end"]) for row in rows if row["start"] and row["end"]]
        for start, end in sorted(periods):
            if start <= reached:
                reached = max(reached, end + _ONE_DAY)
        return reached >= self.end


def count(
    rows: Iterable[Row],
    threshold: Threshold,
    hierarchy: Hierarchy,
    as_of: date,
    log: RowLog | None = None,
) -> Interval | None:
    """Count what a threshold asks for in a bearer's rows of the table of cases.

    Args:
        rows: The bearer's rows, of any measure.
        threshold: The requirement, with its measure and qualifiers.
        hierarchy: What counts for what.
        as_of: The day up to which to count, included.

    Returns:
        What is known of the number; None where the hospital gave no row about it at all. Rows
        about the same measure, technique, specialty and role that only differ in grade mean that
        the table does speak of it: then nothing counted is zero. Where rows leave a gap in the
        period asked for, there may be more.
    """
    about = [row.values for row in rows if _is_about(row.values, threshold, hierarchy)]
    if threshold.measure.stock:
        return _stock(about, threshold.qualifiers, as_of, hierarchy) if about else None
    logged = log.about(threshold, hierarchy) if log else None
    if logged:
        about = logged.beside(about)
    if not about and not logged:
        return None
    qualifiers = threshold.qualifiers
    if qualifiers.per is None:
        return _count_in(about, logged, qualifiers, _span(qualifiers, as_of), hierarchy)
    yearly = [
        _count_in(about, logged, qualifiers, year, hierarchy)
        for year in _years(about, logged, qualifiers, as_of)
    ]
    return _worst(yearly, threshold) if yearly else None


@dataclass(frozen=True)
class RowLog:
    """The cases of one bearer in the case log, and from when to when it is complete."""

    cases: tuple[tuple[Values, ...], ...]
    begun: date | None = None
    complete: tuple[date, date] | None = None

    def about(self, threshold: Threshold, hierarchy: Hierarchy) -> LoggedCases | None:
        """Choose the cases that may be what is asked for; None if the log says nothing of it."""
        column = {"severe-complications": "complication", "deaths": "death"}
        measure = threshold.measure.notation
        if measure != "cases" and measure not in column:
            return None
        found = []
        for case in self.cases:
            told = [{**row, "measure": measure, "specialty": None} for row in case]
            fitting = [row for row in told if _is_about(row, threshold, hierarchy)]
            said = {row[column[measure]] for row in case} if measure in column else {True}
            answer = True if True in said else False if False in said else None
            if fitting:
                found.append((min(row["date"] for row in case), fitting, answer))
        if all(answer is None for _, _, answer in found):
            return None
        return LoggedCases(self, tuple(found), threshold.qualifiers)


@dataclass(frozen=True)
class LoggedCases:
    """Cases of the log that may be what is asked for: day, rows, and whether it happened."""

    log: RowLog
    cases: tuple[tuple[date, list[Values], bool | None], ...]
    asked: Qualifiers

    def beside(self, rows: list[Values]) -> list[Values]:
        """Leave out rows that the log repeats; mark those that it may repeat."""
        named = any(row["technique"] for _, rows, _ in self.cases for row in rows)
        if self.asked.techniques and not named:
            return rows
        kept = []
        for row in rows:
            start, end, complete = row["start"], row["end"], self.log.complete
            if complete and start and end and start >= complete[0] and end <= complete[1]:
                continue
            apart = complete is not None and (
                (start is not None and start > complete[1])
                or (end is not None and end < self.log.begun)
            )
            kept.append(row if apart else {**row, "unsure": True})
        return kept

    def in_span(self, span: Span, hierarchy: Hierarchy) -> Interval:
        """Count the cases of a span."""
        low = high = 0
        grades = {grade.notation for grade in self.asked.grades}
        for day, rows, answer in self.cases:
            counted = [row for row in rows if not grades or row["grade"] in grades | {None}]
            if counted and (span.first is None or day >= span.first) and day <= span.end:
                sure = any(_is_certain(row, self.asked, hierarchy) for row in counted)
                low += bool(answer) and sure
                high += answer is not False
        return Interval(Decimal(low), Decimal(high))

    def supplies(self, span: Span) -> bool:
        """Tell whether the log speaks of a span."""
        complete = self.log.complete
        overlaps = complete and complete[0] <= span.end and complete[1] >= span.first
        return bool(overlaps) or any(span.first <= day <= span.end for day, _, _ in self.cases)


def _stock(
    about: list[Values], qualifiers: Qualifiers, as_of: date, hierarchy: Hierarchy
) -> Interval | None:
    """Add the latest figures of a stock, one for each combination of its other cells.

    Figures of later days say nothing.
    """
    alike: dict[tuple[object, ...], list[Values]] = {}
    for row in about:
        cells = ("technique", "specialty", "grade", "case_role", "case_kind")
        alike.setdefault(tuple(row[cell] for cell in cells), []).append(row)
    chosen: list[Values] = []
    for rows in alike.values():
        days = {_day(row) for row in rows} - {None}
        newest = max((day for day in days if day <= as_of), default=None)
        chosen += [row for row in rows if _day(row) == newest]
    if not chosen:
        return None
    told = [{**row, "start": as_of, "end": as_of} if _day(row) else row for row in chosen]
    return total(_share(row, qualifiers, Span(None, None, as_of), hierarchy) for row in told)


def _day(row: Values) -> date | None:
    return row["start"] or row["end"]


def _worst(yearly: list[Interval], threshold: Threshold) -> Interval:
    """The year that decides: the smallest where a rate must be reached, else the largest."""
    bounds = threshold.bounds
    at_least = bounds.minimum is not None or bounds.exclusive_minimum is not None
    choose = min if at_least else max
    highs = [one.high for one in yearly if one.high is not None]
    # 没有上限的年份不会是最小的，却可能是最大的。 An open year is never least, but may be most.
    known = bool(highs) if at_least else len(highs) == len(yearly)
    return Interval(choose(one.low for one in yearly), choose(highs) if known else None)


def _is_about(values: Values, threshold: Threshold, hierarchy: Hierarchy) -> bool:
    """Tell whether a row may be about what is asked: an empty or broader entry may."""
    asked = threshold.qualifiers
    if values["measure"] != threshold.measure.notation:
        return False
    for concepts, name in ((asked.techniques, "technique"), (asked.specialties, "specialty")):
        wider = hierarchy.below_any(concepts) | hierarchy.above_any(concepts)
        unsaid = {None} if name == "technique" else set()
        if concepts and values[name] not in wider | unsaid:
            return False
    if asked.case_kind and values["case_kind"] not in (asked.case_kind.notation, None):
        return False
    role = asked.case_role
    counted = hierarchy.case_roles_counted[role.notation] if role else frozenset()
    return role is None or values["case_role"] in (counted | {None})


def _is_certain(values: Values, asked: Qualifiers, hierarchy: Hierarchy) -> bool:
    """Tell whether a row says all that is asked, or may only be about it.

    An empty technique, role, kind or grade may be the one asked for, and a broader specialty or
    technique may hold some of the narrower one.
    """
    return (
        all(
            not concepts or values[name] in hierarchy.below_any(concepts)
            for concepts, name in (
                (asked.techniques, "technique"),
                (asked.specialties, "specialty"),
            )
        )
        and (asked.case_role is None or values["case_role"] is not None)
        and (asked.case_kind is None or values["case_kind"] is not None)
        and (not asked.grades or values["grade"] is not None)
    )


def _span(qualifiers: Qualifiers, as_of: date) -> Span:
    if qualifiers.window is None:
        return Span(None, None, as_of)
    # 近5年 ends on the as-of date; when that is the first day of a year it is whole years.
    start = add_months(as_of, -qualifiers.window.months)
    return Span(start, start + _ONE_DAY, as_of)


def _years(
    about: list[Values], logged: LoggedCases | None, qualifiers: Qualifiers, as_of: date
) -> list[Span]:
    """The calendar years that a yearly rate speaks of: the last whole one, or those of a window.

    Without any row in the last whole year its figures are taken as not yet supplied.
    """
    tomorrow = as_of + _ONE_DAY
    last = tomorrow.year - 1
    years = int(qualifiers.window.years) if qualifiers.window else 1
    spans = [
        Span(date(year, 1, 1), date(year, 1, 1), date(year, 12, 31))
        for year in range(last - years + 1, last + 1)
    ]
    supplied = any(spans[-1].holds(values["start"], values["end"]) is not False for values in about)
    supplied = supplied or (logged is not None and logged.supplies(spans[-1]))
    return spans if supplied else []


def _count_in(
    about: list[Values],
    logged: LoggedCases | None,
    qualifiers: Qualifiers,
    span: Span,
    hierarchy: Hierarchy,
) -> Interval:
    counted = total(_share(values, qualifiers, span, hierarchy) for values in about)
    periods = list(about)
    if logged:
        counted = total([counted, logged.in_span(span, hierarchy)])
        if logged.log.complete:
            periods.append(dict(zip(("start", "end"), logged.log.complete, strict=True)))
    # 没有报到的时段里可能还有。 There may be more in a stretch that no row speaks of.
    return counted if span.is_covered(periods) else Interval(counted.low, None)


def _share(values: Values, qualifiers: Qualifiers, span: Span, hierarchy: Hierarchy) -> Interval:
    """How much of one row counts."""
    grades = {grade.notation for grade in qualifiers.grades}
    if grades and values["grade"] not in grades | {None}:
        return _NOTHING
    undated = values["start"] is None and values["end"] is None
    # 无日期的行是现有数（如床位）；不问时段时照计。 An undated row is a stock, such as beds.
    asks_period = qualifiers.window or qualifiers.per or qualifiers.as_of_issue
    inside = True if undated and not asks_period else span.holds(values["start"], values["end"])
    if inside is False:
        return _NOTHING
    number = values["count"]
    if number is None:
        return Interval(Decimal(0), None)
    if inside and not values.get("unsure") and _is_certain(values, qualifiers, hierarchy):
        return Interval.exactly(number)
    return Interval(Decimal(0), Decimal(number))
