"""一行例数合不合所问。 Whether a row of cases is what is asked for.

Rows that agree in everything but bearer, days and number fit alike, so each combination of cells is
judged once, and the judgement is joined to the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from zhunru.evidence.questions import Count
from zhunru.hierarchy import Hierarchy
from zhunru.requirements import Concept


class Signature(NamedTuple):
    """What a row says of its cases, by notation; None for an empty cell."""

    measure: str
    specialty: str | None
    technique: str | None
    grade: str | None
    case_role: str | None
    case_kind: str | None


class Fit(NamedTuple):
    """How a row fits a question that it may be about.

    Attributes:
        counted: Its grade may be the one asked for; if not, the row only shows that the hospital
            keeps count.
        certain: It says all that is asked. An empty technique, role, kind or grade may be the one
            asked for, and a broader specialty or technique may hold some of the narrower one.
        named: It names a technique, if one is asked for.
    """

    counted: bool
    certain: bool
    named: bool


class Fitting:
    """Judges rows by the hierarchy of concepts."""

    def __init__(self, hierarchy: Hierarchy) -> None:
        self._roles = hierarchy.case_roles_counted
        self._below = cache(hierarchy.below_any)
        self._above = cache(hierarchy.above_any)

    def fits(
        self, signatures: Iterable[Signature], counts: Mapping[Count, int]
    ) -> Iterator[tuple[Signature, int, Fit]]:
        """Yield every signature with the number of every count that it may be about."""
        by_measure: dict[str, list[tuple[Count, int]]] = {}
        for count, number in counts.items():
            by_measure.setdefault(count.measure, []).append((count, number))
        for signature in signatures:
            for count, number in by_measure.get(signature.measure, ()):
                if (fit := self.fit(signature, count)) is not None:
                    yield signature, number, fit

    def fit(self, row: Signature, count: Count) -> Fit | None:
        """Judge a signature; None if it is about something else."""
        asked = count.asked
        technique = self._concept(row.technique, asked.techniques)
        specialty = self._concept(row.specialty, asked.specialties)
        if row.specialty is None and asked.specialties:
            specialty = None
        role = self._role(row.case_role, asked.case_role)
        kind = _within(row.case_kind, {asked.case_kind.notation} if asked.case_kind else None)
        if None in (technique, specialty, role, kind):
            return None
        grade = _within(row.grade, {one.notation for one in asked.grades} or None)
        certain = all((technique, specialty, role, kind, grade))
        named = row.technique is not None or not asked.techniques
        return Fit(counted=grade is not None, certain=certain, named=named)

    def _role(self, given: str | None, asked: Concept | None) -> bool | None:
        return _within(given, self._roles[asked.notation] if asked else None)

    def _concept(self, given: str | None, asked: tuple[Concept, ...]) -> bool | None:
        """Compare a concept; what is broader than asked may hold what is asked."""
        if asked and given in self._above(asked) - self._below(asked):
            return False
        return _within(given, self._below(asked) if asked else None)


def _within(given: str | None, wanted: Iterable[str] | None) -> bool | None:
    """Tell whether a cell is one of those wanted: False for an empty one, None if it is not."""
    if wanted is None:
        return True
    if given is None:
        return False
    return True if given in wanted else None
