"""专科经历与临床工作年限。 Time in a specialty, and in clinical work."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from zhunru.evidence.questions import ClinicalYears, CurrentPractice, SpecialtyYears
from zhunru.evidence.relations import flags, numbers, relation
from zhunru.evidence.years import SCALE, next_day, years_between
from zhunru.hierarchy import Hierarchy
from zhunru.requirements import Concept

_KEY = ("bearer", "part")


def clinical_years(
    staff: ir.Table, asked: ir.Table, parts: Mapping[ClinicalYears, int]
) -> ir.Table:
    """Answer how long somebody has done clinical work; nothing where that is not recorded."""
    days = relation({"part": "int64", "day": "date"}, ((n, one.day) for one, n in parts.items()))
    known = staff.filter(staff.clinical_since.notnull()).select("clinical_since", bearer="staff")
    rows = known.join(asked, "bearer").join(days, "part")
    years = years_between(rows.clinical_since, rows.day) / SCALE
    return numbers(rows, years, years, None)


def _rows(
    experience: ir.Table,
    asked: ir.Table,
    parts: Mapping[SpecialtyYears, int] | Mapping[CurrentPractice, int],
    hierarchy: Hierarchy,
) -> ir.Table:
    """Pair all periods of a bearer with what is asked; `certain` is null for other specialties.

    A period recorded under a broader specialty (耳鼻咽喉科 for 鼻科) may have been spent in the
    narrower one: it raises what is possible, not what is certain.
    """
    days = relation({"part": "int64", "day": "date"}, ((n, one.day) for one, n in parts.items()))
    fits = relation(
        {"of_part": "int64", "of_specialty": "string", "certain": "boolean"},
        (
            (number, specialty, specialty in hierarchy.below_any(one.specialties))
            for one, number in parts.items()
            for specialty in sorted(_acceptable(one.specialties, hierarchy))
        ),
    )
    rows = experience.join(asked, "bearer").join(days, "part")
    return rows.left_join(
        fits, [rows.part == fits.of_part, rows.specialty == fits.of_specialty]
    ).select(*_KEY, "start", "end", "day", "certain")


def _acceptable(specialties: tuple[Concept, ...], hierarchy: Hierarchy) -> frozenset[str]:
    return hierarchy.below_any(specialties) | hierarchy.above_any(specialties)


def specialty_years(
    experience: ir.Table,
    asked: ir.Table,
    parts: Mapping[SpecialtyYears, int],
    hierarchy: Hierarchy,
    lost: ir.Table | None,
) -> ir.Table:
    """Answer how long somebody was in a specialty; overlapping periods count once.

    Args:
        experience: The table of experience.
        asked: Who is asked: (bearer, part).
        parts: What is asked, numbered.
        hierarchy: What counts for what.
        lost: (bearer) of whom periods were set aside; None for nobody.

    Returns:
        The answers; none for those without a period of any specialty, or without its start.
    """
    rows = _rows(experience, asked, parts, hierarchy)
    undated = rows.certain.notnull() & rows.start.isnull()
    asked_of = rows.group_by(*_KEY).agg(undated=undated.any())
    asked_of = asked_of.filter(~asked_of.undated)
    # 截止日期是最后一日，当日也算。 The end is the last day, and counts.
    until = ibis.least(next_day(rows.end).coalesce(rows.day), rows.day)
    periods = rows.mutate(until=until).filter(rows.certain.notnull(), rows.start <= until)
    certain = _time(periods.filter(periods.certain)).select(*_KEY, low="time")
    possible = _time(periods).select(*_KEY, high="time")
    known = asked_of.left_join(certain, _KEY).select(*_KEY, "low")
    known = known.left_join(possible, _KEY).select(*_KEY, "low", "high")
    low, high = (column.fill_null(0) / SCALE for column in (known.low, known.high))
    return numbers(known, low, high, lost)


def _time(periods: ir.Table) -> ir.Table:
    """Add up periods, merging those that overlap or touch: (bearer, part, time)."""
    rows = periods.select(*_KEY, "start", "until").distinct()
    earlier = ibis.window(group_by=_KEY, order_by=["start", "until"], preceding=(None, 1))
    so_far = ibis.window(group_by=_KEY, order_by=["start", "until"], preceding=(None, 0))
    rows = rows.mutate(reached=rows.until.max().over(earlier))
    rows = rows.mutate(new=(rows.start > rows.reached).fill_null(True).cast("int64"))
    rows = rows.mutate(stretch=rows.new.sum().over(so_far))
    merged = rows.group_by(*_KEY, "stretch").agg(start=rows.start.min(), until=rows.until.max())
    merged = merged.mutate(time=years_between(merged.start, merged.until))
    return merged.group_by(*_KEY).agg(time=merged.time.sum())


def current_practice(
    experience: ir.Table,
    asked: ir.Table,
    parts: Mapping[CurrentPractice, int],
    hierarchy: Hierarchy,
    lost: ir.Table | None,
) -> ir.Table:
    """Answer whether somebody is practising a specialty; arguments as above."""
    rows = _rows(experience, asked, parts, hierarchy)
    current = (rows.start <= rows.day).fill_null(True) & (rows.end >= rows.day).fill_null(True)
    found = rows.group_by(*_KEY).agg(
        certain=(current & rows.certain.fill_null(False)).any(),
        possible=(current & rows.certain.notnull()).any(),
    )
    answer = ibis.cases(
        (found.certain, ibis.literal(True)), (found.possible, ibis.null("boolean")), else_=False
    )
    return flags(found, answer, lost)
