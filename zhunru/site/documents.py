"""每部规范一页。 A page per regulation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from zhunru.comparing.named import local_name
from zhunru.criterion import Criterion, Regulation
from zhunru.editions.entries import printed_order
from zhunru.graph import load_graph
from zhunru.namespaces import CV, ELI, ZR
from zhunru.reading import criteria
from zhunru.requirements import Concept, Label
from zhunru.site.places import document_page
from zhunru.site.rendering import render
from zhunru.site.words import name, note, reader, texts


@dataclass(frozen=True)
class Entry:
    """A line of a catalogue; `kind` says what it is where it is no procedure."""

    iri: str
    name: Label
    position: str
    sections: tuple[str, ...]
    kind: str | None
    note: str | None
    overlaps: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """A catalogue with its lines as printed."""

    iri: str
    name: Label
    number: str
    grade: Concept
    note: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Clause:
    """A clause with what is derived from it, and why anything in it is left out."""

    iri: str
    number: str
    heading: str
    carries: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """What became of entries or conditions of the edition before."""

    name: Label
    kinds: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Document:
    """What the graph holds of a regulation."""

    key: str
    regulation: Regulation
    technique: Concept
    dated: str
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    notes: tuple[str, ...]
    handovers: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    catalogues: tuple[Catalogue, ...]
    clauses: tuple[Clause, ...]
    changes: tuple[Change, ...]

    @property
    def entries(self) -> int:
        """How many procedures its catalogues list."""
        return sum(not one.kind for catalogue in self.catalogues for one in catalogue.entries)


@cache
def documents() -> tuple[Document, ...]:
    """Read every regulation, by technique, the newest edition first."""
    nodes = load_graph().subjects(RDF.type, ZR.Regulation)
    found = [_document(node) for node in nodes]
    return tuple(
        sorted(found, key=lambda one: (one.technique.notation, -one.regulation.issued.year))
    )


def document_pages() -> Iterator[tuple[str, str]]:
    """Write the page of every regulation, and the list of them."""
    index = "documents/index.md"
    yield index, render("documents", index, documents=documents())
    for one in documents():
        page = document_page(one.key)
        yield page, render("document", page, document=one)


def _document(node: Node) -> Document:
    graph = load_graph()
    technique = next(graph.objects(node, ZR.governs))
    regulation = reader().regulation(node)
    parts = list(graph.subjects(ELI.is_part_of, node))
    clauses = [one for one in parts if (one, RDF.type, ELI.LegalResourceSubdivision) in graph]
    catalogues = [_catalogue(one) for one in parts if (one, RDF.type, ZR.Catalogue) in graph]
    return Document(
        key=local_name(node),
        regulation=regulation,
        technique=reader().concept(technique),
        dated=str(graph.value(node, ELI.date_document)),
        predecessors=_sorted(graph.objects(node, ELI.repeals)),
        successors=_sorted(graph.subjects(ELI.repeals, node)),
        notes=(*texts(node, ZR.curationNote), *texts(node, SKOS.scopeNote)),
        handovers=_handovers(frozenset(clauses)),
        criteria=_criteria(str(node)),
        catalogues=tuple(sorted(catalogues, key=lambda one: -(one.grade.rank or 0))),
        clauses=tuple(_clause(one) for one in sorted(clauses, key=_printed)),
        changes=_changes(local_name(node)) if (node, ELI.repeals, None) in graph else (),
    )


def _criteria(regulation: str) -> tuple[Criterion, ...]:
    """The criteria of a regulation in the order of their clauses."""
    own = [one for one in criteria().values() if one.regulation.iri == regulation]
    return tuple(sorted(own, key=_first_clause))


def _first_clause(criterion: Criterion) -> tuple[list[tuple[int, str]], str]:
    clauses = [clause for one in criterion.requirements for clause in one.clauses]
    return min((printed_order(one.iri) for one in clauses), default=[]), criterion.iri


def _handovers(clauses: frozenset[Node]) -> tuple[str, ...]:
    graph = load_graph()
    found = [
        node
        for node in graph.subjects(RDF.type, ZR.ScopeHandover)
        if clauses.intersection(graph.objects(node, CV.isDerivedFrom))
    ]
    return tuple(
        "。".join(filter(None, (name(node).zh, note(node)))) for node in sorted(found, key=str)
    )


def _changes(key: str) -> tuple[Change, ...]:
    """The judged changes that led to an edition, in the order of the file."""
    graph = load_graph()
    found = [
        node
        for node in graph.subjects(RDF.type, ZR.EditionChange)
        for side in (ZR.before, ZR.after)
        if any(f"/{key}/" in str(one) for one in graph.objects(node, side))
    ]
    return tuple(
        Change(
            name=name(node),
            kinds=tuple(name(kind).zh for kind in graph.objects(node, ZR.change)),
            reason="".join(texts(node, ZR.reason)),
        )
        for node in dict.fromkeys(found)
    )


def _catalogue(node: Node) -> Catalogue:
    graph = load_graph()
    entries = [
        one
        for one in graph.subjects(SKOS.inScheme, node)
        if (one, RDF.type, ZR.Section) not in graph
    ]
    return Catalogue(
        iri=str(node),
        name=name(node),
        number=str(graph.value(node, ELI.number) or ""),
        grade=reader().concept(next(graph.objects(node, ZR.grade))),
        note=note(node),
        entries=tuple(_entry(one) for one in sorted(entries, key=_printed)),
    )


def _entry(node: Node) -> Entry:
    graph = load_graph()
    kind = next(graph.objects(node, RDF.type))
    between = graph.subjects(ZR.between, node)
    others = {other for one in between for other in graph.objects(one, ZR.between)} - {node}
    return Entry(
        iri=str(node),
        name=name(node),
        position=str(graph.value(node, ZR.position) or ""),
        sections=_sections(graph.value(node, ZR.section)),
        kind=None if kind == ZR.Procedure else name(kind).zh,
        note=note(node),
        overlaps=_sorted(others),
    )


def _sections(node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    above = _sections(load_graph().value(node, SKOS.broader))
    return (*above, name(node).zh)


def _clause(node: Node) -> Clause:
    graph = load_graph()
    derived = set(graph.subjects(CV.isDerivedFrom, node))
    left_out = {one for one in derived if (one, RDF.type, ZR.NotEncoded) in graph}
    number, heading = str(graph.value(node, ELI.number)), name(node).zh
    return Clause(
        iri=str(node),
        number=number,
        heading="" if heading == number else heading,
        carries=_sorted(derived - left_out),
        left_out=tuple(text for one in sorted(left_out, key=str) for text in texts(one, ZR.reason)),
    )


def _sorted(nodes: Iterator[Node] | set[Node]) -> tuple[str, ...]:
    return tuple(sorted(map(str, nodes)))


def _printed(node: Node) -> tuple[list[tuple[int, str]], str]:
    return printed_order(str(node)), str(node)
