"""重叠网络：手术为点，重叠为边。 Procedures as nodes, overlaps as edges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS
from rdflib.term import Node

from zhunru.comparing.named import local_name
from zhunru.graph import load_graph
from zhunru.namespaces import ELI, ZR, local_path
from zhunru.reading import GraphError, Reader
from zhunru.requirements import Concept, Label

#: From the closest to the loosest.
MATCHES: Final = (SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch)


@dataclass(frozen=True)
class Procedure:
    """一项手术。 A procedure of the network.

    Attributes:
        key: The end of its IRI.
        name: Its name as printed.
        technique: The technique of its catalogue.
        grade: Its grade.
        sites: Its body sites.
        words: Its names and those of its sites, for a search; in lower case.
        in_force: Whether no later edition replaced its regulation.
    """

    key: str
    name: str
    technique: Concept
    grade: Concept
    sites: tuple[Concept, ...]
    words: str
    in_force: bool


@dataclass(frozen=True)
class Overlap:
    """一对手术。 An overlap of two procedures.

    Attributes:
        key: The last part of its IRI.
        kind: The name of the SKOS property.
        closeness: Its place among `MATCHES`.
        ends: The two procedures, in the order of technique and name.
        reason: Why it was judged so.
    """

    key: str
    kind: Label
    closeness: int
    ends: tuple[Procedure, Procedure]
    reason: Label

    @property
    def differs(self) -> bool:
        """Whether the two are of different grades."""
        return self.ends[0].grade != self.ends[1].grade

    @property
    def techniques(self) -> frozenset[str]:
        """The notations of the two techniques."""
        return frozenset(one.technique.notation for one in self.ends)


@dataclass(frozen=True)
class Network:
    """重叠网络。 A network: overlaps and the procedures at their ends."""

    overlaps: tuple[Overlap, ...]

    @cached_property
    def procedures(self) -> tuple[Procedure, ...]:
        """The procedures, each once, in the order of technique and name."""
        ends = {one.key: one for overlap in self.overlaps for one in overlap.ends}
        return tuple(sorted(ends.values(), key=_order))

    @cached_property
    def techniques(self) -> tuple[Concept, ...]:
        """The techniques of the procedures."""
        return tuple(dict.fromkeys(one.technique for one in self.procedures))

    @cached_property
    def sites(self) -> tuple[Concept, ...]:
        """The body sites of the procedures, in the order of their names."""
        found = {site for one in self.procedures for site in one.sites}
        return tuple(sorted(found, key=lambda one: one.label.zh.encode("gb18030")))

    def of(self, key: str) -> tuple[Overlap, ...]:
        """Return the overlaps of a procedure, those of different grades first."""
        found = (one for one in self.overlaps if key in (one.ends[0].key, one.ends[1].key))
        return tuple(sorted(found, key=lambda one: not one.differs))


@dataclass(frozen=True)
class Narrowing:
    """要看哪些重叠。 Which overlaps are wanted; nothing chosen is everything.

    Attributes:
        techniques: Techniques by notation: one side must be of the first, the other of the second.
        site: A body site by notation, of either side.
        words: Words, all of which must be in a name or a site of one side.
        disagreeing: Whether only pairs of different grades are wanted.
        replaced: Whether editions that were replaced are wanted, too.
    """

    techniques: tuple[str, ...] = ()
    site: str | None = None
    words: str = ""
    disagreeing: bool = False
    replaced: bool = False

    def admits(self, overlap: Overlap) -> bool:
        """Tell whether an overlap is wanted."""
        ends = overlap.ends
        words = self.words.casefold().split()
        return (
            overlap.techniques.issuperset(self.techniques)
            and (overlap.differs or not self.disagreeing)
            and (self.replaced or all(one.in_force for one in ends))
            and (self.site is None or any(_at(one, self.site) for one in ends))
            and any(all(word in one.words for word in words) for one in ends)
        )


def network(graph: Graph | None = None) -> Network:
    """Read the overlaps.

    Args:
        graph: The knowledge graph; the shipped one if none is given.

    Returns:
        Every overlap, the closest first; of those, the ones of different grades first.
    """
    rules = graph or load_graph()
    read = _procedures(rules)
    found = [_overlap(rules, node, read) for node in rules.subjects(RDF.type, ZR.Overlap)]
    ordered = sorted(
        found, key=lambda one: (one.closeness, not one.differs, *map(_order, one.ends))
    )
    return Network(tuple(ordered))


def narrowed(whole: Network, wanted: Narrowing) -> Network:
    """Return the part of a network that is wanted."""
    return Network(tuple(one for one in whole.overlaps if wanted.admits(one)))


def _at(procedure: Procedure, site: str) -> bool:
    return any(one.notation == site for one in procedure.sites)


def _order(procedure: Procedure) -> tuple[str, str]:
    return procedure.technique.notation, procedure.key


def _overlap(graph: Graph, node: Node, read: Callable[[Node], Procedure]) -> Overlap:
    match = _needed(graph, node, ZR.match)
    first, second = sorted(map(read, graph.objects(node, ZR.between)), key=_order)
    return Overlap(
        key=local_name(node),
        kind=_texts(graph, match, RDFS.label),
        closeness=MATCHES.index(URIRef(str(match))),
        ends=(first, second),
        reason=_texts(graph, node, ZR.reason),
    )


def _procedures(graph: Graph) -> Callable[[Node], Procedure]:
    """Return what reads procedures, each only once."""
    reader, known = Reader(graph), dict[Node, Procedure]()

    def read(node: Node) -> Procedure:
        if node not in known:
            known[node] = _procedure(graph, reader, node)
        return known[node]

    return read


def _procedure(graph: Graph, reader: Reader, node: Node) -> Procedure:
    catalogue = _needed(graph, node, SKOS.inScheme)
    regulation = _needed(graph, catalogue, ELI.is_part_of)
    sites = tuple(map(reader.concept, sorted(graph.objects(node, ZR.bodySite), key=str)))
    names = [
        str(text) for one in (SKOS.prefLabel, SKOS.altLabel) for text in graph.objects(node, one)
    ]
    return Procedure(
        key=local_path(str(node)),
        name=_texts(graph, node, SKOS.prefLabel).zh,
        technique=reader.concept(_needed(graph, regulation, ZR.governs)),
        grade=reader.concept(_needed(graph, node, ZR.grade)),
        sites=sites,
        words=" ".join([*names, *(one.label.zh for one in sites)]).casefold(),
        in_force=(None, ELI.repeals, regulation) not in graph,
    )


def _texts(graph: Graph, node: Node, predicate: URIRef) -> Label:
    texts = {
        text.language: str(text)
        for text in graph.objects(node, predicate)
        if isinstance(text, Literal)
    }
    chinese = texts.get("zh", "")
    return Label(chinese, texts.get("en", chinese))


def _needed(graph: Graph, node: Node, predicate: URIRef) -> Node:
    value = graph.value(node, predicate)
    if value is None:
        raise GraphError(node, f"缺 {predicate}。", f"Lacks {predicate}.")
    return value
