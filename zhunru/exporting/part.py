"""只取几项技术：自足的一部分图谱。 The self-contained part of the graph for some techniques."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rdflib import BNode, Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.paths import MulPath
from rdflib.term import Node

from zhunru.comparing.named import find, local_name
from zhunru.namespaces import ELI, ID, ZR, bind_prefixes
from zhunru.requirements import Label

_A_TECHNIQUE: Final = Label("技术", "technique")
#: What judges two things at once comes along with either of them.
_ABOUT: Final = (ZR.between, ZR.before, ZR.after)
_MATCHES: Final = (SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch)


def part(graph: Graph, names: Sequence[str]) -> Graph:
    """Take what the rules for some techniques consist of and rest on.

    Args:
        graph: The knowledge graph.
        names: The techniques, by notation, label or part of a label.

    Returns:
        Their documents with clauses, criteria and catalogues, those of the broader techniques, the
        ontology, and whatever these refer to, so that nothing they name is missing. Of the
        procedures of other techniques only those are there that overlap with theirs.

    Raises:
        UserError: If a technique is unknown, with the nearest names, or a name means several.
    """
    techniques = sorted(graph.subjects(RDF.type, ZR.Technique), key=str)
    chosen = {find(graph, name, techniques, _A_TECHNIQUE) for name in names}
    upwards = MulPath(SKOS.broader, "*")
    binding = {one for node in chosen for one in graph.objects(node, upwards)}
    parts = {one for node in chosen for one in graph.subjects(upwards, node)}
    documents = {one for node in binding | parts for one in graph.subjects(ZR.governs, node)}
    own = {*parts, *_contents(graph, documents)}
    own |= {one for about in _ABOUT for node in own for one in graph.subjects(about, node)}
    return _closed(graph, own | set(_always(graph)), own)


def _contents(graph: Graph, documents: Iterable[Node]) -> Iterator[Node]:
    """Yield what the IRI puts under a document: `…/<kind>/<document>/…`, and the document."""
    names = {local_name(one) for one in documents}
    for node in set(graph.subjects()):
        if str(node).startswith(str(ID)) and names.intersection(
            str(node)[len(ID) :].split("/")[1:2]
        ):
            yield node


def _always(graph: Graph) -> Iterator[Node]:
    """Yield the ontology, and the concepts that have a rank, whose order only all of them tell."""
    yield from graph.subjects(ZR.rank)
    for node, kind in graph.subject_objects(RDF.type):
        if isinstance(kind, URIRef) and str(kind).startswith((str(OWL), str(RDFS))):
            yield node


def _closed(graph: Graph, start: Iterable[Node], own: set[Node]) -> Graph:
    """Copy some nodes, and all that their triples refer to."""
    closed = bind_prefixes(Graph())
    found, queue = set(start), list(start)
    while queue:
        node = queue.pop()
        for _, predicate, value in graph.triples((node, None, None)):
            if predicate in _MATCHES and node not in own and value not in own:
                continue
            closed.add((node, predicate, value))
            reached = {value, *graph.subjects(ELI.repeals, node)} - found
            reached = {one for one in reached if isinstance(one, URIRef | BNode)}
            found |= reached
            queue.extend(reached)
    return closed
