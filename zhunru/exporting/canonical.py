"""RDFC-1.0：与空节点名称、次序无关的指纹。 RDFC-1.0 and the fingerprint of a graph.

https://www.w3.org/TR/rdf-canon/
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
)
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD

_Term = NamedNode | BlankNode | pyoxigraph.Literal


def triples_of(graph: Graph) -> list[Triple]:
    """Hand a graph over to Oxigraph, in a fixed order, literals as written.

    Args:
        graph: The graph.

    Returns:
        Its triples, sorted by their N-Triples.
    """
    lines = sorted(graph.serialize(format="nt11", encoding="utf-8").splitlines(keepends=True))
    parsed = pyoxigraph.parse(b"".join(lines), format=RdfFormat.N_TRIPLES)
    return [Triple(one.subject, one.predicate, one.object) for one in parsed]


def quads_of(graph: Graph) -> list[Quad]:
    """Hand a graph over to Oxigraph as quads, in the order of `triples_of`."""
    return in_graph(triples_of(graph))


def in_graph(triples: Iterable[Triple], name: NamedNode | None = None) -> list[Quad]:
    """Put triples into a named graph, or into the default graph without a name."""
    place = name or DefaultGraph()
    return [Quad(one.subject, one.predicate, one.object, place) for one in triples]


def canonical(graph: Graph) -> Graph:
    """Copy a graph with the blank nodes named `c14n0`, `c14n1` … by RDFC-1.0.

    Args:
        graph: The graph.

    Returns:
        The same graph for isomorphic graphs.
    """
    named = empty_like(graph)
    for quad in _canonical(quads_of(graph)):
        named.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return named


def empty_like(graph: Graph) -> Graph:
    """Make an empty graph with the prefixes of another."""
    empty = Graph(bind_namespaces="none")
    for prefix, namespace in graph.namespaces():
        empty.bind(prefix, namespace)
    return empty


def fingerprint(content: Graph | Iterable[Quad]) -> str:
    """Return the SHA-256 of the canonical N-Quads of RDFC-1.0.

    Args:
        content: A graph, or the quads of a dataset.

    Returns:
        64 hexadecimal digits; the same for isomorphic graphs and datasets, and only for those.
    """
    quads = quads_of(content) if isinstance(content, Graph) else content
    written = pyoxigraph.serialize(_canonical(quads), format=RdfFormat.N_QUADS)
    assert written is not None
    return sha256(b"".join(sorted(written.splitlines(keepends=True)))).hexdigest()


def _canonical(quads: Iterable[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _term(term: _Term) -> URIRef | BNode | Literal:
    if isinstance(term, pyoxigraph.Literal):
        datatype = None if term.language else URIRef(term.datatype.value)
        datatype = None if datatype == XSD.string else datatype
        return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return BNode(term.value) if isinstance(term, BlankNode) else URIRef(term.value)
