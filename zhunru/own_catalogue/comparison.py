"""逐行比较本机构目录与参考目录。 Compare a hospital's own catalogue with the reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final

from rdflib import URIRef
from rdflib.namespace import RDF, SKOS

from zhunru.graph import load_graph
from zhunru.inputs import vocabulary
from zhunru.matching.candidates import PLAUSIBLE_SCORE, Candidate, candidates_of, preferred
from zhunru.matching.catalogue import Procedure, in_force, procedures
from zhunru.matching.mapping import ProcedureChoice
from zhunru.matching.settling import Asked, settle
from zhunru.namespaces import ZR
from zhunru.own_catalogue.findings import CatalogueFinding, FindingKind, ListedRow, Reference
from zhunru.reading import Reader
from zhunru.records import Row
from zhunru.requirements import Concept
from zhunru.vocabulary import normalised

ITSELF: Final = "itself"
CANDIDATE: Final = "candidate"
_MATCHES: Final = (SKOS.exactMatch, SKOS.closeMatch)
_FEW_CANDIDATES: Final = 3
_ORDER: Final = {kind: rank for rank, kind in enumerate(FindingKind)}

#: A row with the entry that it means, if that is settled.
_Settled = tuple[ListedRow, Procedure | None]


def compare_catalogue(
    rows: Sequence[Row],
    choices: Mapping[str, ProcedureChoice],
    as_of: date,
    accept_above: float | None = None,
) -> tuple[CatalogueFinding, ...]:
    """Compare a hospital's own catalogue with the reference catalogues in force.

    Args:
        rows: The rows of the table `own_catalogue`.
        choices: What people decided about the names, see `zhunru.matching.mapping`.
        as_of: The editions are those in force on this day.
        accept_above: From which score on a name is taken for an entry that nobody confirmed; None
            takes none.

    Returns:
        The findings, by institution, the gravest first, then in the order of the rows.
    """
    comparison = _Comparison(choices, as_of, accept_above)
    found: list[CatalogueFinding] = []
    by_institution: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_institution[row.values["institution"]].append(row)
    for institution, own in by_institution.items():
        findings = comparison.of_institution(institution, own)
        found += sorted(findings, key=lambda one: _ORDER[one.kind])
    return tuple(found)


class _Comparison:
    """Compares the catalogues of institutions on one day."""

    def __init__(
        self, choices: Mapping[str, ProcedureChoice], as_of: date, accept_above: float | None
    ) -> None:
        self._choices = choices
        self._as_of = as_of
        self._accept_above = accept_above

    def of_institution(self, institution: str, rows: Sequence[Row]) -> list[CatalogueFinding]:
        """Find everything about the catalogue of one institution."""
        settled = self._settled(rows)
        findings = [
            CatalogueFinding(kind, institution, (listed,), references)
            for listed, procedure in settled
            for kind, references in self._of_row(listed, procedure)
        ]
        findings += _inconsistent(institution, settled, self._as_of)
        return findings + self._absent(institution, settled)

    def _settled(self, rows: Sequence[Row]) -> list[_Settled]:
        """Find the entries that rows mean, given the technique and department beside the name."""
        asked = [_asked(row) for row in rows]
        found = settle(asked, self._choices, self._accept_above, day=self._as_of)
        return [
            (ListedRow(row, _grade(row.values["grade"])), found.get(one))
            for row, one in zip(rows, asked, strict=True)
        ]

    def _of_row(
        self, listed: ListedRow, procedure: Procedure | None
    ) -> Iterator[tuple[FindingKind, tuple[Reference, ...]]]:
        if procedure is None:
            yield self._unsettled(listed)
            return
        references = _references(procedure, self._as_of)
        if listed.grade is None:
            yield FindingKind.UNGRADED, references
            return
        own, reference = listed.grade.rank or 0, procedure.grade.rank or 0
        if own < reference:
            yield FindingKind.LOWER, references
        elif own > reference:
            yield FindingKind.HIGHER, references
        elif any(one.procedure.grade != procedure.grade for one in references):
            yield FindingKind.DISPUTED, references

    def _unsettled(self, listed: ListedRow) -> tuple[FindingKind, tuple[Reference, ...]]:
        """Tell a name that may mean an entry from one that means none."""
        choice = self._choices.get(listed.name)
        if choice and choice.none:
            return FindingKind.UNLISTED, ()
        proposed = self._proposed(listed, choice)
        if not proposed:
            return FindingKind.UNLISTED, ()
        references = tuple(Reference(one.procedure, CANDIDATE) for one in proposed)
        return FindingKind.UNCONFIRMED, references

    def _proposed(self, listed: ListedRow, choice: ProcedureChoice | None) -> tuple[Candidate, ...]:
        name, technique, specialty = _asked(listed.row)
        found = candidates_of([name], day=self._as_of, limit=None)[name]
        rejected = choice.rejected if choice else frozenset()
        kept = [
            one
            for one in found
            if one.procedure.iri not in rejected and one.score >= PLAUSIBLE_SCORE
        ]
        return preferred(kept, technique=technique, specialty=specialty)[:_FEW_CANDIDATES]

    def _absent(self, institution: str, settled: Iterable[_Settled]) -> list[CatalogueFinding]:
        """List the entries of the techniques that the hospital does which it does not list."""
        listed = {procedure.iri: procedure for _, procedure in settled if procedure}
        techniques = {one.technique.notation for one in listed.values()}
        return [
            CatalogueFinding(FindingKind.ABSENT, institution, (), (Reference(entry, ITSELF),))
            for entry in in_force(self._as_of)
            if entry.technique.notation in techniques and entry.iri not in listed
        ]


def _inconsistent(
    institution: str, settled: Iterable[_Settled], as_of: date
) -> list[CatalogueFinding]:
    """Find operations that departments grade differently: of one entry, or of one name."""
    groups: dict[str, list[_Settled]] = defaultdict(list)
    for listed, procedure in settled:
        groups[procedure.iri if procedure else normalised(listed.name)].append((listed, procedure))
    return [
        CatalogueFinding(
            FindingKind.INCONSISTENT,
            institution,
            tuple(listed for listed, _ in group),
            _references(group[0][1], as_of) if group[0][1] else (),
        )
        for group in groups.values()
        if len({listed.grade for listed, _ in group if listed.grade}) > 1
    ]


def _asked(row: Row) -> Asked:
    """Return the name of a row with the technique and the specialty beside it."""
    specialty = vocabulary().resolve("specialty", row.values["department"] or "")
    return Asked(row.values["procedure"], row.values["technique"], specialty)


def _references(procedure: Procedure, as_of: date) -> tuple[Reference, ...]:
    """Return an entry with those of other regulations that are judged the same or close."""
    others = [
        Reference(other, match)
        for match, iri in _overlaps().get(procedure.iri, ())
        if (other := procedures()[iri]).in_force(as_of)
    ]
    return (Reference(procedure, ITSELF), *others)


@cache
def _overlaps() -> dict[str, list[tuple[str, str]]]:
    """Return the overlapping entries by IRI, same ones before close ones."""
    graph = load_graph()
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for match in _MATCHES:
        for overlap in sorted(graph.subjects(ZR.match, match), key=str):
            sides = sorted(map(str, graph.objects(overlap, ZR.between)))
            for one in sides:
                found[one] += [(_local(match), other) for other in sides if other != one]
    return dict(found)


def _local(match: URIRef) -> str:
    return str(match).rpartition("#")[2]


def _grade(notation: str | None) -> Concept | None:
    return _grades()[notation] if notation else None


@cache
def _grades() -> dict[str, Concept]:
    graph = load_graph()
    reader = Reader(graph)
    grades = (reader.concept(node) for node in graph.subjects(RDF.type, ZR.Grade))
    return {grade.notation: grade for grade in grades}
