"""把图写成各种 RDF 格式，逐字节可重现。 Write graphs in the formats of RDF, byte by byte alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple
from rdflib import Graph

from zhunru.exporting.canonical import in_graph, triples_of
from zhunru.exporting.content import Content
from zhunru.exporting.jsonld import to_jsonld
from zhunru.exporting.turtle import to_turtle

_DESCRIPTION: Final = "id/dataset/description"
"""描述所在的图，接在 IRI 的开头之后。 The graph that describes, after the beginning of IRIs."""


def turtle(content: Content) -> bytes:
    """Write the knowledge graph as Turtle."""
    return to_turtle(content.graph)


def jsonld(content: Content) -> bytes:
    """Write the knowledge graph as JSON-LD."""
    return to_jsonld(content.graph, content.rebasing.home)


def ntriples(content: Content) -> bytes:
    """Write the knowledge graph as N-Triples."""
    return _serialized(content.triples, RdfFormat.N_TRIPLES)


def rdfxml(content: Content) -> bytes:
    """Write the knowledge graph as RDF/XML."""
    return _serialized(content.triples, RdfFormat.RDF_XML, _prefixes(content.graph))


def nquads(content: Content) -> bytes:
    """Write the knowledge graph, and its description in a graph of its own, as N-Quads."""
    return _serialized(dataset(content), RdfFormat.N_QUADS)


def trig(content: Content) -> bytes:
    """Write the knowledge graph, and its description in a graph of its own, as TriG."""
    prefixes = _prefixes(content.description) | _prefixes(content.graph)
    return _serialized(dataset(content), RdfFormat.TRIG, prefixes)


def shapes(content: Content) -> bytes:
    """Write the SHACL shapes as Turtle."""
    return to_turtle(content.shapes)


def dataset(content: Content) -> list[Quad]:
    """Put the knowledge graph into the default graph, and its description into a named one.

    Args:
        content: The content.

    Returns:
        The quads, in a fixed order.
    """
    described = NamedNode(f"{content.rebasing.home}{_DESCRIPTION}")
    return [
        *in_graph(content.triples),
        *in_graph(triples_of(content.description), described),
    ]


RDF_WRITERS: Final[Mapping[str, Callable[[Content], bytes]]] = {
    "ttl": turtle,
    "trig": trig,
    "nq": nquads,
    "nt": ntriples,
    "jsonld": jsonld,
    "rdfxml": rdfxml,
    "shapes": shapes,
}


def _serialized(
    statements: list[Triple] | list[Quad],
    rdf_format: RdfFormat,
    prefixes: dict[str, str] | None = None,
) -> bytes:
    written = pyoxigraph.serialize(statements, format=rdf_format, prefixes=prefixes)
    assert written is not None
    return written


def _prefixes(graph: Graph) -> dict[str, str]:
    return {prefix: str(namespace) for prefix, namespace in sorted(graph.namespaces())}
