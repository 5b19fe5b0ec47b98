"""从“例数”表计数。 Count from the table of cases and volumes.

A row carries a count over a period. Inside the asked period it counts fully, outside not at all;
where it straddles the edge, or its count is empty, only an interval is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zhunru.durations import add_months
from zhunru.hierarchy import Hierarchy
from zhunru.intervals import Interval, total
from zhunru.records import Row, Values
from zhunru.requirements import Qualifiers, Threshold

_ONE_DAY = timedelta(days=1)
_NOTHING = Interval.exactly(0)


@dataclass(frozen=True)
class Span:
    """The days from `start` to `end`, both included; no start means from the beginning."""

    start: date | None
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
        if end is not None and self.start is not None and end <= self.start:
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
    rows: Iterable[Row], threshold: Threshold, hierarchy: Hierarchy, as_of: date
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
    if not about:
        return None
    qualifiers = threshold.qualifiers
    if qualifiers.per is None:
        return _count_in(about, qualifiers, _span(qualifiers, as_of), hierarchy)
    yearly = [
        _count_in(about, qualifiers, year, hierarchy) for year in _years(about, qualifiers, as_of)
    ]
    return _worst(yearly, threshold) if yearly else None


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
        return Span(None, as_of)
    # 近5年 ends on the as-of date; when that is the first day of a year it is whole years.
    return Span(add_months(as_of, -qualifiers.window.months), as_of)


def _years(about: list[Values], qualifiers: Qualifiers, as_of: date) -> list[Span]:
    """The calendar years that a yearly rate speaks of: the last whole one, or those of a window.

    Without any row in the last whole year its figures are taken as not yet supplied.
    """
    tomorrow = as_of + _ONE_DAY
    last = tomorrow.year - 1
    years = int(qualifiers.window.years) if qualifiers.window else 1
    spans = [
        Span(date(year, 1, 1), date(year, 12, 31)) for year in range(last - years + 1, last + 1)
    ]
    supplied = any(spans[-1].holds(values["start"], values["end"]) is not False for values in about)
    return spans if supplied else []


def _count_in(
    about: list[Values], qualifiers: Qualifiers, span: Span, hierarchy: Hierarchy
) -> Interval:
    counted = total(_share(values, qualifiers, span, hierarchy) for values in about)
    # 没有报到的时段里可能还有。 There may be more in a stretch that no row speaks of.
    return counted if span.is_covered(about) else Interval(counted.low, None)


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
    if inside and _is_certain(values, qualifiers, hierarchy):
        return Interval.exactly(number)
    return Interval(Decimal(0), Decimal(number))
