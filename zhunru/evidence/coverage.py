"""目录术种覆盖率：由病例登记里对上条目的手术名称数出。

The share of a catalogue that is performed, counted from operation names of the case log.

An entry with a case in the span counts once. Entries without one may have been performed before the
log begins, so that the log alone gives a least; the most is known only of a span for which it is
complete, and there names that match no entry add to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from zhunru.backends import kept
from zhunru.evidence.questions import Coverage
from zhunru.evidence.relations import numbers, relation
from zhunru.evidence.spans import spans
from zhunru.hierarchy import Hierarchy
from zhunru.matching.catalogue import procedures
from zhunru.typed_tables import Tables

_WHO: Final = ("bearer", "part")
_CELLS: Final = ("technique", "grade", "case_role", "procedure", "entry")
#: 机构的病例不分角色。 An institution's cases have no role.
_ANY_ROLE: Final = "*"


@dataclass(frozen=True)
class CoverageLog:
    """Shares of catalogues, by the case log.

    Attributes:
        tables: The tables of the hospitals.
        entries: (name, its_technique, entry) of operation names that match an entry; the technique
            is the one beside the name in the log, empty for none.
        hierarchy: What counts for what.
        as_of: Up to when a log is complete that does not say so itself.
        parts: What is asked, numbered.
    """

    tables: Tables
    entries: ir.Table
    hierarchy: Hierarchy
    as_of: date
    parts: Mapping[Coverage, int]

    def answers(self, asked: ir.Table, lost: ir.Table | None) -> ir.Table:
        """Answer which share was performed, in per cent.

        Args:
            asked: Who is asked: (bearer, part).
            lost: (bearer) of whom cases were set aside; None for nobody.

        Returns:
            The answers; none of those of whom the log tells nothing that would settle anything.
        """
        rows = kept(self._cases().semi_join(asked, "bearer"))
        rows = rows.join(self._fits(rows), [f"{cell}_" for cell in _CELLS])
        rows = rows.join(asked, list(_WHO)).join(self._spans(), "part")
        rows = rows.filter(
            rows.date <= rows["last"], rows.first.isnull() | (rows.date >= rows.first)
        )
        found = rows.group_by(*_WHO).agg(
            covered=((rows.begun <= rows.first) & (rows.complete_to >= rows["last"])).any(),
            total=rows.total.max(),
            seen=rows.operation.nunique(where=rows.sure),
            more=rows.operation.nunique(where=~rows.sure)
            + (rows.operation.isnull()).cast("int64").sum(),
        )
        most = ibis.least(found.seen + found.more, found.total)
        found = found.mutate(most=found.covered.fill_null(False).ifelse(most, found.total))
        found = found.filter((found.seen > 0) | (found.most < found.total))
        # 先转成浮点，否则 Spark 按十进制除，末位不同。
        # Floats first: Spark would else divide decimals, which differ in the last place.
        total = found.total.cast("float64")
        low, high = (one.cast("float64") * 100 / total for one in (found.seen, found.most))
        return numbers(found, low, high, lost)

    def _cases(self) -> ir.Table:
        """The cases of people and of institutions, each with its entry and the reach of the log."""
        staff, houses = self.tables["staff"], self.tables["institutions"]
        log = self.tables["case_log"]
        log = log.left_join(
            staff.select(member="staff", home="institution"), log.staff == staff.staff
        )
        log = log.mutate(place=log.institution.coalesce(log.home))
        names = self.entries
        log = log.left_join(
            names,
            [
                log.procedure == names.name,
                log.technique.fill_null("") == names.its_technique,
            ],
        )
        begun = log.group_by(of="place").agg(earliest=log.date.min())
        reach = begun.join(houses, begun.of == houses.institution)
        reach = reach.select(
            "of",
            begun=reach.log_start.coalesce(reach.earliest),
            complete_to=reach.log_end.coalesce(ibis.literal(self.as_of)),
        )
        people = log.filter(log.staff.notnull()).mutate(bearer=log.staff, whose=log.home)
        own = log.filter(log.place.notnull()).mutate(
            bearer=log.place, whose=log.place, case_role=ibis.literal(_ANY_ROLE)
        )
        columns = ("bearer", "whose", "date", *_CELLS)
        rows = people.select(*columns).union(own.select(*columns))
        rows = rows.left_join(reach, rows.whose == reach.of)
        cells = {f"{cell}_": rows[cell].fill_null("") for cell in _CELLS}
        return rows.select("bearer", "date", "begun", "complete_to", **cells)

    def _fits(self, rows: ir.Table) -> ir.Table:
        """Judge every combination of cells that occurs, for every part."""
        cells = [f"{cell}_" for cell in _CELLS]
        con = rows.get_backend()
        given = con.to_pyarrow(rows.select(*cells).distinct()).to_pylist()
        schema = {
            **dict.fromkeys(cells, "string"),
            "part": "int64",
            "operation": "string",
            "sure": "boolean",
        }
        return relation(schema, self._judged(given))

    def _judged(self, given: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Any, ...]]:
        for one in given:
            cells = _Cells(*one.values())
            for part, number in self.parts.items():
                sure = self._sure(cells, part)
                if sure is not None:
                    yield *one.values(), number, cells.entry or cells.procedure or None, sure

    def _sure(self, cells: _Cells, part: Coverage) -> bool | None:
        """Tell whether a case is one of an entry of the catalogue: None for no."""
        role = part.asked.case_role
        roles = self.hierarchy.case_roles_counted[role.notation] if role else None
        role_known = roles is None or cells.case_role == _ANY_ROLE or cells.case_role in roles
        if not role_known and cells.case_role:
            return None
        if cells.entry:
            return role_known if cells.entry in self._catalogues[part] else None
        grades = {one.notation for one in part.asked.grades}
        techniques = part.asked.techniques
        near = self.hierarchy.below_any(techniques) | self.hierarchy.above_any(techniques)
        listed = (not cells.technique or not near or cells.technique in near) and (
            not cells.grade or not grades or cells.grade in grades
        )
        return False if listed else None

    @cached_property
    def _catalogues(self) -> Mapping[Coverage, frozenset[str]]:
        """The entries that every part asks for."""
        return {part: frozenset(entries_of(part, self.hierarchy)) for part in self.parts}

    def _spans(self) -> ir.Table:
        schema = {"part": "int64", "first": "date", "last": "date", "total": "int64"}
        rows = []
        for part, number in self.parts.items():
            given, total = spans(part.asked, part.day), len(self._catalogues[part])
            if total:
                rows.append((number, given[0].first, given[-1].last, total))
        return relation(schema, rows)


@dataclass(frozen=True)
class _Cells:
    """What a row of the log says of its operation; empty for an empty cell."""

    technique: str
    grade: str
    case_role: str
    procedure: str
    entry: str


def entries_relation(entries: Mapping[tuple[str, str | None], str]) -> ir.Table | None:
    """Relate operation names to entries, as `CoverageLog` takes them.

    Args:
        entries: The IRI of the entry by name and the technique beside it.

    Returns:
        (name, its_technique, entry); None for no entries.
    """
    if not entries:
        return None
    schema = {"name": "string", "its_technique": "string", "entry": "string"}
    rows = ((name, technique or "", iri) for (name, technique), iri in entries.items())
    return relation(schema, rows)


def entries_of(part: Coverage, hierarchy: Hierarchy) -> Iterator[str]:
    """Yield the entries of the catalogues that a share is about.

    Args:
        part: The regulation, techniques and grades.
        hierarchy: What counts for what.

    Yields:
        The IRIs of the entries, all of that regulation's where nothing narrower is asked.
    """
    techniques = hierarchy.below_any(part.asked.techniques)
    grades = {one.notation for one in part.asked.grades}
    for entry in procedures().values():
        if (
            entry.regulation.iri == part.regulation
            and (not techniques or entry.technique.notation in techniques)
            and (not grades or entry.grade.notation in grades)
        ):
            yield entry.iri
