"""手术目录：从图谱读出浏览所需。 The catalogues of procedures, as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from app_parts.documents import Document, catalogue_label, documents
from app_parts.graph_words import both_labels, label, need, note, reader, texts
from app_parts.overlaps import Overlap, overlaps
from zhunru.comparing.named import local_name
from zhunru.graph import load_graph
from zhunru.namespaces import ELI, ZR, local_path
from zhunru.requirements import Concept, Label
from zhunru.rule_cache import cached_on_disk

_FACETS: Final = (ZR.bodySite, ZR.lesion, ZR.action, ZR.access)


@dataclass(frozen=True)
class Procedure:
    """An entry of a catalogue; `key` is the end of its IRI and stands in URLs."""

    key: str
    name: str
    other_names: tuple[str, ...]
    document_key: str
    grade: Concept
    catalogue: str
    position: str
    sections: tuple[str, ...]
    facets: tuple[tuple[Label, tuple[str, ...]], ...]
    note: str | None

    @property
    def document(self) -> Document:
        """The regulation that lists it."""
        return documents()[self.document_key]

    @property
    def technique(self) -> Concept:
        """The technique of its catalogue."""
        return self.document.technique

    @property
    def overlaps(self) -> tuple[Overlap, ...]:
        """The procedures of other regulations that have to do with it, the closest first."""
        return overlaps().get(self.key, ())

    @property
    def section(self) -> str:
        """The headings above it, from the outermost."""
        return " › ".join(self.sections)

    def mentions(self, words: str) -> bool:
        """Tell whether every word occurs in its names, its headings or what classifies it."""
        facets = (value for _, values in self.facets for value in values)
        text = " ".join((self.name, *self.other_names, *self.sections, *facets)).casefold()
        return all(word in text for word in words.casefold().split())


@cached_on_disk
def procedures() -> dict[str, Procedure]:
    """Return every procedure by key, in the order of document, grade and position."""
    places = {key: place for place, key in enumerate(documents())}
    found = [_procedure(node) for node in load_graph().subjects(RDF.type, ZR.Procedure)]
    ordered = sorted(found, key=lambda one: (places[one.document.key], *_order(one)))
    return {one.key: one for one in ordered}


@cache
def grade_counts(document: str) -> dict[Concept, int]:
    """Count the procedures of a document by grade, the highest first."""
    catalogues = documents()[document].catalogues
    given = [one.grade for one in procedures().values() if one.document.key == document]
    return {one.grade: given.count(one.grade) for one in catalogues}


def _procedure(node: Node) -> Procedure:
    graph = load_graph()
    catalogue = need(node, SKOS.inScheme)
    return Procedure(
        key=local_path(str(node)),
        name=label(node),
        other_names=tuple(sorted(texts(node, SKOS.altLabel))),
        document_key=local_name(need(catalogue, ELI.is_part_of)),
        grade=reader().concept(need(node, ZR.grade)),
        catalogue=catalogue_label(catalogue),
        position=str(graph.value(node, ZR.position) or ""),
        sections=_sections(graph.value(node, ZR.section)),
        facets=tuple(
            (both_labels(facet), values)
            for facet in _FACETS
            if (values := tuple(sorted(map(label, graph.objects(node, facet)))))
        ),
        note=note(node),
    )


def _sections(node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    graph = load_graph()
    heading = f"{graph.value(node, ELI.number)} {label(node)}"
    return (*_sections(graph.value(node, SKOS.broader)), heading)


def _order(procedure: Procedure) -> tuple[int, tuple[int, ...]]:
    numbers = procedure.key.rsplit("/", 1)[1].split(".")
    place = tuple(int(number) for number in numbers if number.isdigit())
    return -(procedure.grade.rank or 0), place
