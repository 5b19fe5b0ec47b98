"""由记录得出证据。 Derive evidence from a hospital's records, as of a date.

For one bearer and one leaf of a criterion: what do the tables say? Missing records give None, never
a failure; incomplete ones give an interval.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from row_case_counts import RowLog, count
from row_coverage import logged_share
from row_intervals import rate
from row_trainings import training_answer

from zhunru.criterion import Criterion
from zhunru.durations import years_between
from zhunru.hierarchy import Hierarchy
from zhunru.intervals import Interval
from zhunru.records import Records, Row, Values
from zhunru.requirements import (
    Concept,
    Leaf,
    Measure,
    Possession,
    Qualifiers,
    Threshold,
    TitleRequirement,
)

#: What the records say: a number more or less known, yes, no, or nothing.
Known = Interval | bool | None


class RowEvidence:
    """Answers leaves from the records of one hospital or several."""

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
        self._staff = {row.values["staff"]: row.values for row in records["staff"]}
        self._institutions = {
            row.values["institution"]: row.values for row in records["institutions"]
        }
        self._titles = _by(records["titles"], "staff")
        self._experience = _by(records["experience"], "bearer")
        self._cases = _by(records["cases"], "bearer")
        self._trainings = _by(records["trainings"], "staff")
        self._conditions = _by(records["conditions"], "bearer")
        self._entries = records.entries
        self._case_log = [row.values for row in records["case_log"]]
        self._incomplete = records.incomplete

    def of(self, bearer: str, leaf: Leaf, criterion: Criterion) -> Known:
        """Say what the records know about a leaf for a bearer.

        Args:
            bearer: The identifier of a person or institution.
            leaf: A threshold, title requirement or possession.
            criterion: The criterion on whose behalf it is asked.

        Returns:
            A number more or less known, yes or no, or None where nothing is recorded.

        Raises:
            TypeError: For leaves that depend on verdicts (staffing, conformity).
        """
        issued = criterion.regulation.issued
        together = criterion.together.get(leaf.iri, ())
        if isinstance(leaf, Threshold | Possession):
            day = self._day(leaf.qualifiers, issued)
            trained = self._trained(bearer, leaf, together, day)
        if isinstance(leaf, Threshold) and leaf.measure.notation == "catalogue-coverage":
            return self._coverage(bearer, leaf, criterion.regulation.iri, day)
        if isinstance(leaf, Threshold):
            return self._threshold(bearer, leaf, day) if trained is None else trained
        if isinstance(leaf, TitleRequirement):
            title = self._title(bearer, leaf, self._day(leaf.qualifiers, issued))
            return self._at_least(bearer, title, "titles")
        if isinstance(leaf, Possession):
            attested = self._at_least(bearer, self._attested(bearer, leaf), "conditions")
            known = self._recorded(bearer, leaf, day) if trained is None else trained
            return known if attested is None else attested
        raise TypeError(f"取决于其他判定 Depends on other verdicts: {leaf.iri}")

    def title_rank(self, staff: str) -> int | None:
        """Return the rank of a person's highest title, None where no title is recorded."""
        ranks = [
            self._ranks[row.values["title"]]
            for row in self._titles[staff]
            if _on_or_before(row.values["since"], self._as_of)
        ]
        return max(ranks, default=None)

    def in_house(self, staff: str) -> bool | None:
        """Say whether a person is licensed at the institution, None where it is not recorded."""
        return _is(self._staff.get(staff, {}).get("in_house"), True)

    def _day(self, qualifiers: Qualifiers, issued: date) -> date:
        return min(issued, self._as_of) if qualifiers.as_of_issue else self._as_of

    def _trained(
        self, bearer: str, leaf: Threshold | Possession, together: Sequence[Leaf], day: date
    ) -> Known:
        known = training_answer(
            self._trainings[bearer], leaf, together, day, lambda one: self._attested(bearer, one)
        )
        return self._at_least(bearer, known, "trainings")

    def _threshold(self, bearer: str, leaf: Threshold, day: date) -> Interval | None:
        measure = leaf.measure.notation
        if measure == "specialty-years":
            years = self._specialty_years(bearer, leaf.qualifiers, day)
            return self._at_least(bearer, years, "experience")
        if measure == "clinical-years":
            since = self._staff.get(bearer, {}).get("clinical_since")
            return None if since is None else Interval.exactly(years_between(since, day))
        if leaf.measure.numerator and leaf.measure.denominator:
            return self._rate(bearer, leaf, leaf.measure.numerator, leaf.measure.denominator, day)
        return self._count(bearer, leaf, day)

    def _coverage(
        self, bearer: str, leaf: Threshold, regulation: str, day: date
    ) -> Interval | None:
        """Put the typed share and that of the case log together: what is certain prevails."""
        rows = [
            {**row, "entry": self._entries.get((row["procedure"], row["technique"]))}
            for case in self._cases_of(bearer)
            for row in case
        ]
        log, asked = self._log(bearer), leaf
        if bearer in self._institutions:
            # 机构的病例不分角色。 An institution's cases have no role.
            asked = replace(leaf, qualifiers=replace(leaf.qualifiers, case_role=None))
        complete = log.complete if log else None
        logged = logged_share(rows, asked, regulation, day, complete, self._hierarchy)
        known = [self._at_least(bearer, logged, "case_log"), self._count(bearer, leaf, day)]
        told = [one for one in known if one is not None]
        if not told:
            return None
        low = max(one.low for one in told)
        highs = [one.high for one in told if one.high is not None]
        return Interval(low, max(low, min(highs)) if highs else None)

    def _count(self, bearer: str, leaf: Threshold, day: date) -> Interval | None:
        counted = count(self._cases[bearer], leaf, self._hierarchy, day, self._log(bearer))
        return self._at_least(bearer, counted, "cases", "case_log")

    def _at_least(self, bearer: str, known: Known, *tables: str) -> Known:
        """Where rows were set aside, a number is a least, and a no is none."""
        if known is None or not any((table, bearer) in self._incomplete for table in tables):
            return known
        if isinstance(known, Interval):
            return Interval(known.low, None)
        return known or None

    def _rate(
        self, bearer: str, leaf: Threshold, above: Concept, below: Concept, day: date
    ) -> Interval | None:
        """Divide what a rate counts by its denominator, in per cent."""
        part, whole = (
            self._count(bearer, replace(leaf, measure=Measure(**vars(one))), day)
            for one in (above, below)
        )
        return rate(part, whole) if part and whole else None

    def _log(self, bearer: str) -> RowLog | None:
        """Tell from when to when the log of a bearer's institution is complete."""
        cases = self._cases_of(bearer)
        home = bearer if bearer in self._institutions else self._home(bearer)
        days = [row["date"] for row in self._case_log if home and self._place(row) == home]
        complete = begun = None
        if days:
            values = self._institutions[home]
            complete = (values["log_start"] or min(days), values["log_end"] or self._as_of)
            begun = min(min(days), complete[0])
        return RowLog(cases, begun, complete) if cases else None

    def _cases_of(self, bearer: str) -> tuple[tuple[Values, ...], ...]:
        """Put the rows of each case of a bearer together; an institution's cases have no role."""
        cases: defaultdict[tuple[str, str], list[Values]] = defaultdict(list)
        house = bearer in self._institutions
        for row in self._case_log:
            place = self._place(row)
            if bearer in (row["staff"], place):
                cases[place, row["case"]].append({**row, "case_role": None} if house else row)
        return tuple(map(tuple, cases.values()))

    def _home(self, staff: str) -> str | None:
        return self._staff.get(staff, {}).get("institution")

    def _place(self, row: Values) -> str | None:
        return row["institution"] or self._home(row["staff"])

    def _specialty_years(self, bearer: str, asked: Qualifiers, day: date) -> Interval | None:
        """Add up the time in a specialty; overlapping periods count once.

        A period recorded under a broader specialty (耳鼻咽喉科 for 鼻科) may have been spent in the
        narrower one: it raises what is possible, not what is certain.
        """
        rows = [row.values for row in self._experience[bearer]]
        if not rows or not asked.specialties:
            return None
        narrower = self._hierarchy.below_any(asked.specialties)
        broader = self._hierarchy.above_any(asked.specialties)
        certain = [row for row in rows if row["specialty"] in narrower]
        possible = [row for row in rows if row["specialty"] in narrower | broader]
        if any(row["start"] is None for row in possible):
            return None
        return Interval(_years(certain, day), _years(possible, day))

    def _title(self, bearer: str, leaf: TitleRequirement, day: date) -> Interval | None:
        rows = [row.values for row in self._titles[bearer]]
        if not rows:
            return None
        if leaf.held_for is None:
            # 没有日期的职称截至日已有，更早的一天则未必。
            # A title without a date is held as of the day, and perhaps on an earlier one.
            possible = [row for row in rows if _on_or_before(row["since"], day)]
            held = [row for row in possible if row["since"] or day >= self._as_of]
            low, high = (
                max((self._ranks[row["title"]] for row in some), default=0)
                for some in (held, possible)
            )
            return Interval(Decimal(low), Decimal(high))
        enough = [row for row in rows if self._ranks[row["title"]] >= (leaf.title.rank or 0)]
        if not enough:
            return Interval.exactly(0)
        dates = [row["since"] for row in enough if row["since"] is not None]
        longest = max((years_between(since, day) for since in dates), default=Decimal(0))
        # 取得日期空着的职称可能更早。 A title without a date may be older.
        return Interval.exactly(longest) if len(dates) == len(enough) else Interval(longest, None)

    def _recorded(self, bearer: str, leaf: Possession, day: date) -> bool | None:
        """Look for what other tables than that of conditions record."""
        match leaf.thing.kind, leaf.thing.notation:
            case "hospital-level", notation:
                level = self._institutions.get(bearer, {}).get("level")
                return self._at_least(bearer, self._within(level, notation), "institutions")
            case "practice-scope", notation:
                scope = self._staff.get(bearer, {}).get("practice_scope")
                return self._at_least(bearer, self._within(scope, notation), "staff")
            case "practice", "in-house-physician":
                return self._at_least(bearer, self.in_house(bearer), "staff")
            case "practice", "current-practice":
                practises = self._practises(bearer, leaf.qualifiers, day)
                return self._at_least(bearer, practises, "experience")
            case _:
                return None

    def _within(self, recorded: str | None, asked: str) -> bool | None:
        """Say whether what is recorded is what is asked for, or something narrower."""
        return None if recorded is None else recorded in self._hierarchy.below(asked)

    def _attested(self, bearer: str, leaf: Possession) -> bool | None:
        """Look for rows of the table of conditions that say just this.

        Having something narrower (an ECG monitor with SpO2) is having the thing asked for; not
        having it says nothing.
        """
        asked = leaf.qualifiers
        wanted: dict[str, set[str] | set[None]] = {
            name: {one.notation for one in concepts} or {None}
            for name, concepts in (
                ("specialty", asked.specialties),
                ("technique", asked.techniques),
                ("grade", asked.grades),
            )
        }
        rows = [
            row.values
            for row in self._conditions[bearer]
            if all(row.values[name] in allowed for name, allowed in wanted.items())
        ]
        thing = leaf.thing.notation
        answers = {row["present"] for row in rows if row["condition"] == thing} - {None}
        narrower = self._hierarchy.below(thing) - {thing}
        if any(row["present"] and row["condition"] in narrower for row in rows):
            answers.add(True)
        # 自相矛盾的记录等于没有记录。 Records that contradict each other say nothing.
        return bool(answers.pop()) if len(answers) == 1 else None

    def _practises(self, bearer: str, asked: Qualifiers, day: date) -> bool | None:
        rows = [row.values for row in self._experience[bearer]]
        if not rows or not asked.specialties:
            return None
        current = {
            row["specialty"]
            for row in rows
            if _on_or_before(row["start"], day) and (row["end"] is None or row["end"] >= day)
        }
        if current & self._hierarchy.below_any(asked.specialties):
            return True
        return None if current & self._hierarchy.above_any(asked.specialties) else False


def _by(rows: Iterable[Row], field: str) -> defaultdict[Any, list[Row]]:
    grouped: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.values[field]].append(row)
    return grouped


def _is(recorded: object, wanted: object) -> bool | None:
    return None if recorded is None else recorded == wanted


def _on_or_before(day: date | None, limit: date) -> bool:
    return day is None or day <= limit


def _years(rows: Iterable[Values], day: date) -> Decimal:
    # 截止日期是最后一日，当日也算。 The end is the last day, and counts.
    periods = _merged(
        (row["start"], min(row["end"] + timedelta(days=1), day) if row["end"] else day)
        for row in rows
    )
    return sum((years_between(start, end) for start, end in periods), Decimal(0))


def _merged(periods: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    merged: list[tuple[date, date]] = []
    for start, end in sorted(period for period in periods if period[0] <= period[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
