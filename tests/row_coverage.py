"""目录术种覆盖率，逐行数。 The share of a catalogue, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from zhunru.durations import add_months
from zhunru.hierarchy import Hierarchy
from zhunru.intervals import Interval
from zhunru.matching.catalogue import procedures
from zhunru.records import Values
from zhunru.requirements import Threshold


def logged_share(
    rows: Sequence[Values],
    leaf: Threshold,
    regulation: str,
    day: date,
    complete: tuple[date, date] | None,
    hierarchy: Hierarchy,
) -> Interval | None:
    """Count the entries of a catalogue of which the log has a case.

    Args:
        rows: The bearer's rows of the case log, with the entry that their operation matches.
        leaf: The requirement.
        regulation: The regulation whose catalogues are meant.
        day: Up to when.
        complete: From when to when the log is complete.
        hierarchy: What counts for what.

    Returns:
        The share in per cent; None if the log says nothing.
    """
    asked = leaf.qualifiers
    grades = {one.notation for one in asked.grades}
    techniques = hierarchy.below_any(asked.techniques)
    catalogue = {
        one.iri
        for one in procedures().values()
        if one.regulation.iri == regulation
        and one.technique.notation in techniques
        and one.grade.notation in grades
    }
    first = None
    if asked.window:
        first = add_months(day, -asked.window.months) + timedelta(days=1)
    seen, others = set(), []
    for row in rows:
        if row["date"] > day or (first and row["date"] < first):
            continue
        roles = hierarchy.case_roles_counted[asked.case_role.notation] if asked.case_role else None
        says_role = roles is None or row["case_role"] in roles
        if not says_role and row["case_role"]:
            continue
        if row["entry"]:
            if row["entry"] in catalogue:
                (seen.add if says_role else others.append)(row["entry"])
            continue
        near = techniques | hierarchy.above_any(asked.techniques) | {None}
        if row["technique"] in near and row["grade"] in grades | {None}:
            others.append(row["procedure"])
    more = len(set(others) - {None}) + others.count(None)
    covered = first and complete and complete[0] <= first and complete[1] >= day
    most = min(len(seen) + more, len(catalogue)) if covered else len(catalogue)
    if not seen and most == len(catalogue):
        return None
    if not seen and not others:
        return None
    low, high = (_percent(number, len(catalogue)) for number in (len(seen), most))
    return Interval(low, high)


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.00000001")).normalize()
