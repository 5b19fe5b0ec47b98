"""参考目录的条目。 The entries of the reference catalogues, ready to be matched and compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from zhunru.criterion import Regulation
from zhunru.graph import load_graph
from zhunru.hierarchy import hierarchy
from zhunru.namespaces import ELI, ZR, local_path
from zhunru.reading import Reader
from zhunru.requirements import Concept
from zhunru.rule_cache import cached_on_disk


@dataclass(frozen=True)
class Procedure:
    """目录中的一个条目。 An entry of a reference catalogue.

    Attributes:
        iri: Its IRI.
        name: The name as printed.
        other_names: Other Chinese names that the graph gives it.
        accesses: The notations of its accesses, from the graph.
        grade: The grade under which it is managed.
        technique: The technique that its catalogue governs.
        specialties: The notations of the specialties of that technique.
        regulation: The edition that prints it.
        annex: The printed number of the catalogue, such as 附件2.
        position: The printed position in the catalogue.
    """

    iri: str
    name: str
    other_names: tuple[str, ...]
    accesses: frozenset[str]
    grade: Concept
    technique: Concept
    specialties: tuple[str, ...]
    regulation: Regulation
    annex: str
    position: str

    @property
    def notation(self) -> str:
        """Its path: the regulation, the grade and the number of the entry."""
        return local_path(self.iri)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, the printed one first."""
        return (self.name, *self.other_names)

    def is_of(self, specialty: str) -> bool:
        """Tell whether its technique belongs to a specialty, by notation, or to a broader one."""
        return any(specialty in hierarchy().lineage(own) for own in self.specialties)

    def belongs_to(self, technique: str) -> bool:
        """Tell whether its technique is the one given, by notation, narrower or broader."""
        own, levels = self.technique.notation, hierarchy()
        return own in levels.lineage(technique) or technique in levels.lineage(own)

    def in_force(self, day: date | None) -> bool:
        """Tell whether its edition applies on a day; without a day, whether it is the latest."""
        if day is None:
            return self.regulation.replaced is None
        return self.regulation.in_force(day)


@cached_on_disk
def procedures() -> dict[str, Procedure]:
    """Read every entry of every edition.

    Returns:
        The entries by IRI, in the order of the IRIs.
    """
    graph = load_graph()
    reader = Reader(graph)
    nodes = sorted(graph.subjects(RDF.type, ZR.Procedure), key=str)
    return {str(node): _procedure(graph, reader, node) for node in nodes}


@cache
def in_force(day: date | None = None) -> tuple[Procedure, ...]:
    """Return the entries of the editions in force.

    Args:
        day: The day; None for the latest editions.

    Returns:
        The entries, in the order of the IRIs.
    """
    return tuple(one for one in procedures().values() if one.in_force(day))


@cache
def edition_on(iri: str, day: date | None) -> Procedure | None:
    """Return what an entry is in the edition in force on a day.

    Args:
        iri: The IRI of the entry, of any edition.
        day: The day; None for the latest editions.

    Returns:
        The entry itself, or the one that the curated changes of the editions name for it; None if
        that edition has none, or several.
    """
    entry = procedures()[iri]
    if entry.in_force(day):
        return entry
    others = [one for one in _counterparts(URIRef(iri)) if one.in_force(day)]
    return others[0] if len(others) == 1 else None


def _counterparts(node: URIRef) -> list[Procedure]:
    graph, known = load_graph(), procedures()
    found: set[str] = set()
    for here, there in ((ZR.before, ZR.after), (ZR.after, ZR.before)):
        for change in graph.subjects(here, node):
            found.update(map(str, graph.objects(change, there)))
    return [known[iri] for iri in sorted(found & known.keys())]


def _procedure(graph: Graph, reader: Reader, node: Node) -> Procedure:
    catalogue = graph.value(node, SKOS.inScheme)
    assert catalogue is not None
    technique = _one(graph, catalogue, ZR.technique)
    names = _chinese(graph, node, SKOS.prefLabel)
    return Procedure(
        iri=str(node),
        name=names[0],
        other_names=tuple(_chinese(graph, node, SKOS.altLabel)),
        accesses=frozenset(
            str(graph.value(one, SKOS.notation)) for one in graph.objects(node, ZR.access)
        ),
        grade=reader.concept(_one(graph, node, ZR.grade)),
        technique=reader.concept(technique),
        specialties=tuple(
            sorted(reader.concept(one).notation for one in graph.objects(technique, ZR.specialty))
        ),
        regulation=reader.regulation(_one(graph, catalogue, ELI.is_part_of)),
        annex=str(graph.value(catalogue, ELI.number) or ""),
        position=str(graph.value(node, ZR.position) or ""),
    )


def _one(graph: Graph, node: Node, predicate: URIRef) -> Node:
    found = graph.value(node, predicate)
    assert found is not None, f"{node} has no {predicate}"
    return found


def _chinese(graph: Graph, node: Node, predicate: URIRef) -> list[str]:
    return sorted(
        str(one) for one in graph.objects(node, predicate) if getattr(one, "language", "") == "zh"
    )
