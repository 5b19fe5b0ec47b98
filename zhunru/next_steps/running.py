"""自己会走的时间：任职、从业年限何时够。 Time that runs by itself, and when it will suffice.

The years that a title is held, that somebody works in a specialty or in the clinic, go on from day
to day. Evidence only gives them as of a day; with the day on which they began, the first day on
which they suffice is exact.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from zhunru.durations import years_between
from zhunru.hierarchy import Hierarchy
from zhunru.records import Records, Values
from zhunru.requirements import Concept, Leaf, Threshold, TitleRequirement

#: 由日期算出、会自己增长的指标。 Measures in years that are worked out from dates and grow.
CLINICAL: Final = "clinical-years"
SPECIALTY: Final = "specialty-years"

_ONE_DAY: Final = timedelta(days=1)
_LONGEST_YEAR: Final = 366


@dataclass(frozen=True)
class Running:
    """A length of time that goes on.

    Attributes:
        start: The first day of the period that still runs.
        before: Years that were completed in earlier periods.
    """

    start: date
    before: Decimal = Decimal(0)

    def reaches(self, years: Decimal) -> date:
        """Tell when it suffices.

        Args:
            years: How many years are asked for.

        Returns:
            The first day on which it has lasted at least so long, by anniversaries.
        """
        latest = (int(years) + 1) * _LONGEST_YEAR

        def lasted(days: int) -> Decimal:
            return self.before + years_between(self.start, self.start + timedelta(days=days))

        return self.start + timedelta(days=bisect_left(range(latest), years, key=lasted))


class RunningTimes:
    """Finds in the records of a hospital what runs by itself for its people."""

    def __init__(
        self, records: Records, hierarchy: Hierarchy, ranks: Mapping[str, int], as_of: date
    ) -> None:
        """Index the records.

        Args:
            records: The tables.
            hierarchy: What counts for what.
            ranks: The rank of every title, by notation.
            as_of: The day as of which evidence is counted.
        """
        self._hierarchy = hierarchy
        self._ranks = ranks
        self._as_of = as_of
        self._titles = _by(records, "titles", "staff")
        self._experience = _by(records, "experience", "bearer")
        self._staff = _by(records, "staff", "staff")

    def of(self, bearer: str, leaves: Iterable[Leaf]) -> dict[str, Running]:
        """Find what runs for a bearer.

        Args:
            bearer: The identifier of a person or institution.
            leaves: The leaves that are asked.

        Returns:
            What runs, by evidence key; leaves that time alone does not meet are left out.
        """
        found = {leaf.evidence_key: self._running(bearer, leaf) for leaf in leaves}
        return {key: running for key, running in found.items() if running is not None}

    def _running(self, bearer: str, leaf: Leaf) -> Running | None:
        if isinstance(leaf, TitleRequirement) and leaf.held_for:
            return _since(
                row["since"]
                for row in self._titles[bearer]
                if self._ranks[row["title"]] >= (leaf.title.rank or 0)
            )
        if isinstance(leaf, Threshold) and leaf.measure.notation == CLINICAL:
            return _since(row["clinical_since"] for row in self._staff[bearer])
        if isinstance(leaf, Threshold) and leaf.measure.notation == SPECIALTY:
            return self._in_specialty(bearer, leaf.qualifiers.specialties)
        return None

    def _in_specialty(self, bearer: str, specialties: Iterable[Concept]) -> Running | None:
        """Add up the periods for certain in a specialty, if one of them has no end."""
        counted = self._hierarchy.below_any(specialties)
        rows = [row for row in self._experience[bearer] if row["specialty"] in counted]
        starts = [row["start"] for row in rows if row["end"] is None]
        if any(row["start"] is None for row in rows) or not starts or min(starts) > self._as_of:
            return None
        start, before = min(starts), Decimal(0)
        ended = [(row["start"], row["end"] + _ONE_DAY) for row in rows if row["end"]]
        for first, last in _apart(ended):
            # 与在职时段相接的并入其中，其余各自计年。 What touches the running period joins it.
            if last >= start:
                start = min(start, first)
            else:
                before += years_between(first, last)
        return Running(start, before)


def _since(days: Iterable[date | None]) -> Running | None:
    known = [day for day in days if day is not None]
    return Running(min(known)) if known else None


def _apart(periods: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Merge periods that touch; the latest first."""
    merged: list[tuple[date, date]] = []
    for start, end in sorted(periods):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged[::-1]


def _by(records: Records, table: str, field: str) -> defaultdict[Any, list[Values]]:
    grouped: defaultdict[Any, list[Values]] = defaultdict(list)
    for row in records[table]:
        grouped[row.values[field]].append(row.values)
    return grouped
