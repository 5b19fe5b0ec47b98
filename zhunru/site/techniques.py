"""每项技术一页：谁、在哪里、做哪些手术。 A page per technique: who, where, which procedures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import permutations

from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from zhunru.comparing.figure_words import qualifiers_of
from zhunru.criterion import Criterion
from zhunru.graph import load_graph
from zhunru.namespaces import ZR
from zhunru.reading import criteria
from zhunru.requirements import Concept, Label, Leaf
from zhunru.site.documents import Document, documents
from zhunru.site.places import technique_page
from zhunru.site.rendering import render
from zhunru.site.words import definition, name, reader, texts


@dataclass(frozen=True)
class Side:
    """One side of an overlap: an entry of a catalogue."""

    iri: str
    name: Label
    grade: Label
    technique: Node


@dataclass(frozen=True)
class Overlap:
    """An entry of this technique, and an entry of another one that has to do with it."""

    own: Side
    other: Side
    match: Label
    reason: str


@dataclass(frozen=True)
class Technique:
    """What the graph holds of a technique."""

    iri: str
    concept: Concept
    definition: Label
    other_names: tuple[str, ...]
    scope: tuple[str, ...]
    specialties: tuple[Label, ...]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    documents: tuple[Document, ...]
    overlaps: tuple[Overlap, ...]
    counted_in: tuple[tuple[Criterion, Leaf], ...]

    @property
    def people(self) -> tuple[Criterion, ...]:
        """The criteria in force for people."""
        return tuple(one for one in self._in_force if one.role_is_person)

    @property
    def places(self) -> tuple[Criterion, ...]:
        """The criteria in force for institutions, training bases and authorities."""
        return tuple(one for one in self._in_force if not one.role_is_person)

    @property
    def _in_force(self) -> Iterator[Criterion]:
        for document in self.documents:
            if not document.successors:
                yield from document.criteria


def technique_pages() -> Iterator[tuple[str, str]]:
    """Write the page of every technique, and the list of them."""
    nodes = load_graph().subjects(RDF.type, ZR.Technique)
    techniques = sorted(map(_technique, nodes), key=lambda one: one.concept.notation)
    index = "techniques/index.md"
    yield index, render("techniques", index, techniques=techniques)
    for one in techniques:
        page = technique_page(one.concept.notation)
        yield page, render("technique", page, technique=one)


def _technique(node: Node) -> Technique:
    graph = load_graph()
    concept = reader().concept(node)
    return Technique(
        iri=str(node),
        concept=concept,
        definition=definition(node),
        other_names=texts(node, SKOS.altLabel),
        scope=texts(node, SKOS.scopeNote),
        specialties=tuple(name(one) for one in graph.objects(node, ZR.specialty)),
        broader=tuple(map(str, graph.objects(node, SKOS.broader))),
        narrower=tuple(sorted(map(str, graph.subjects(SKOS.broader, node)))),
        documents=tuple(one for one in documents() if one.technique.iri == concept.iri),
        overlaps=_overlaps(node),
        counted_in=_counted_in(concept),
    )


def _overlaps(technique: Node) -> tuple[Overlap, ...]:
    found = [one for one in _all_overlaps() if one.own.technique == technique]
    return tuple(sorted(found, key=lambda one: (one.match.zh, one.own.iri, one.other.iri)))


@cache
def _all_overlaps() -> tuple[Overlap, ...]:
    """Read every overlap from each of its sides."""
    graph = load_graph()
    found = []
    for node in graph.subjects(RDF.type, ZR.Overlap):
        sides = [_side(one) for one in graph.objects(node, ZR.between)]
        match = name(next(graph.objects(node, ZR.match)))
        reason = "".join(texts(node, ZR.reason))
        found += [Overlap(*pair, match, reason) for pair in permutations(sides, 2)]
    return tuple(found)


def _side(node: Node) -> Side:
    graph = load_graph()
    catalogue = next(graph.objects(node, SKOS.inScheme))
    return Side(
        iri=str(node),
        name=name(node),
        grade=name(next(graph.objects(node, ZR.grade))),
        technique=next(graph.objects(catalogue, ZR.technique)),
    )


def _counted_in(technique: Concept) -> tuple[tuple[Criterion, Leaf], ...]:
    """The requirements of latest editions that count the cases of a technique by its name."""
    return tuple(
        (criterion, leaf)
        for criterion in criteria().values()
        if criterion.regulation.replaced is None and criterion.technique.iri != technique.iri
        for requirement in criterion.requirements
        for leaf in requirement.leaves()
        if technique in qualifiers_of(leaf).techniques
    )
