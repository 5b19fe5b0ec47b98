"""手术目录：从图谱读出浏览所需。 The catalogues of procedures, as the pages show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from rdflib.namespace import RDF, RDFS, SKOS
from rdflib.term import Literal, Node

from zhunru.graph import load_graph
from zhunru.namespaces import ELI, ZR, local_path
from zhunru.reading import Reader, criteria
from zhunru.requirements import Concept

_FACETS: Final = (ZR.bodySite, ZR.lesion, ZR.action, ZR.access)


@dataclass(frozen=True)
class Overlap:
    """A procedure of another regulation that has to do with this one.

    `kind` is the label of the SKOS property; `reason` says why it was chosen.
    """

    other: str
    kind: str
    reason: str


@dataclass(frozen=True)
class Procedure:
    """An entry of a catalogue; `key` is the end of its IRI and stands in URLs."""

    key: str
    name: str
    other_names: tuple[str, ...]
    technique: Concept
    grade: Concept
    catalogue: str
    position: str
    sections: tuple[str, ...]
    facets: tuple[tuple[str, tuple[str, ...]], ...]
    note: str | None
    overlaps: tuple[Overlap, ...]

    @property
    def section(self) -> str:
        """The headings above it, from the outermost."""
        return " › ".join(self.sections)

    def mentions(self, words: str) -> bool:
        """Tell whether every word occurs in one of its names or headings."""
        text = " ".join((self.name, *self.other_names, *self.sections)).casefold()
        return all(word in text for word in words.casefold().split())


@dataclass(frozen=True)
class Technique:
    """A technique with what its regulation says of its scope."""

    concept: Concept
    regulation: str | None
    definition: str | None
    scope: str | None
    handovers: tuple[str, ...]


@cache
def procedures() -> dict[str, Procedure]:
    """Return every procedure by key, in the order of regulation, grade and position."""
    graph = load_graph()
    found = [_procedure(node) for node in graph.subjects(RDF.type, ZR.Procedure)]
    return {one.key: one for one in sorted(found, key=_order)}


@cache
def techniques() -> dict[str, Technique]:
    """Return the techniques that have a catalogue, by notation, in the order of their names."""
    nodes = {node for node in load_graph().objects(None, ZR.technique) if _has_catalogue(node)}
    found = [_technique(node) for node in nodes]
    return {
        one.concept.notation: one for one in sorted(found, key=lambda one: one.concept.label.zh)
    }


@cache
def grades() -> dict[str, Concept]:
    """Return the grades that have a catalogue, by notation, highest first."""
    found = {one.grade for one in procedures().values()}
    ordered = sorted(found, key=lambda grade: -(grade.rank or 0))
    return {grade.notation: grade for grade in ordered}


@cache
def class_label(name: str) -> str:
    """Return the Chinese label of a class or property of the ontology."""
    return label(ZR[name])


def label(node: Node) -> str:
    """Return the Chinese label of anything in the graph, its IRI where it has none."""
    return next(_chinese(node, SKOS.prefLabel, RDFS.label), str(node))


def count(kind: str) -> int:
    """Count the nodes of a class of the ontology."""
    return sum(1 for _ in load_graph().subjects(RDF.type, ZR[kind]))


def count_requirements() -> int:
    """Count the requirements that evidence answers, each once."""
    return len({leaf.iri for one in criteria().values() for leaf in one.leaves()})


def _procedure(node: Node) -> Procedure:
    graph = load_graph()
    reader = _reader()
    catalogue = _need(node, SKOS.inScheme)
    return Procedure(
        key=local_path(str(node)),
        name=label(node),
        other_names=tuple(sorted(_chinese(node, SKOS.altLabel))),
        technique=reader.concept(_need(catalogue, ZR.technique)),
        grade=reader.concept(_need(node, ZR.grade)),
        catalogue=f"{label(catalogue)}（{graph.value(catalogue, ELI.number)}）",
        position=str(graph.value(node, ZR.position) or ""),
        sections=_sections(graph.value(node, ZR.section)),
        facets=tuple(
            (label(facet), values)
            for facet in _FACETS
            if (values := tuple(sorted(map(label, graph.objects(node, facet)))))
        ),
        note=next(_chinese(node, ZR.curationNote), None),
        overlaps=tuple(sorted(_overlaps(node), key=lambda one: one.other)),
    )


def _technique(node: Node) -> Technique:
    graph = load_graph()
    regulation = graph.value(predicate=ZR.governs, object=node)
    handovers = graph.subjects(ZR.technique, node)
    return Technique(
        concept=_reader().concept(node),
        regulation=label(regulation) if regulation else None,
        definition=next(_chinese(node, SKOS.definition), None),
        scope=next(_chinese(node, SKOS.scopeNote), None),
        handovers=tuple(
            sorted(label(one) for one in handovers if (one, RDF.type, ZR.ScopeHandover) in graph)
        ),
    )


def _overlaps(node: Node) -> Iterator[Overlap]:
    graph = load_graph()
    for overlap in graph.subjects(ZR.between, node):
        kind = _need(overlap, ZR.match)
        for other in graph.objects(overlap, ZR.between):
            if other != node:
                yield Overlap(
                    other=local_path(str(other)),
                    kind=label(kind),
                    reason=next(_chinese(overlap, ZR.reason), ""),
                )


def _sections(node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    graph = load_graph()
    heading = f"{graph.value(node, ELI.number)} {label(node)}"
    return (*_sections(graph.value(node, SKOS.broader)), heading)


def _has_catalogue(technique: Node) -> bool:
    graph = load_graph()
    users = graph.subjects(ZR.technique, technique)
    return any((user, RDF.type, ZR.Catalogue) in graph for user in users)


def _chinese(node: Node, *predicates: Node) -> Iterator[str]:
    for predicate in predicates:
        for text in load_graph().objects(node, predicate):
            if isinstance(text, Literal) and text.language in ("zh", None):
                yield str(text)


def _need(node: Node, predicate: Node) -> Node:
    value = load_graph().value(node, predicate)
    if value is None:
        raise ValueError(f"{node} 缺 {predicate}。 {node} lacks {predicate}.")
    return value


@cache
def _reader() -> Reader:
    return Reader(load_graph())


def _order(procedure: Procedure) -> tuple[str, int, tuple[int, ...]]:
    numbers = procedure.key.rsplit("/", 1)[1].split(".")
    place = tuple(int(number) for number in numbers if number.isdigit())
    return procedure.technique.label.zh, -(procedure.grade.rank or 0), place
