"""把收到的 Turtle 读成图，字面值照原样。 Received Turtle as a graph, literals as written."""

from __future__ import annotations

import pyoxigraph
from rdflib import BNode, Graph, Literal, URIRef

from zhunru.namespaces import bind_prefixes

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_Received = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple


def graph_of(turtle: bytes) -> Graph:
    """Read Turtle with Oxigraph's parser; rdflib's would rewrite literals.

    Args:
        turtle: The text.

    Returns:
        The graph, with the project's prefixes.

    Raises:
        ValueError: If it is no Turtle, or holds triples within triples.
    """
    graph = bind_prefixes(Graph())
    try:
        for triple in pyoxigraph.parse(input=turtle, format=pyoxigraph.RdfFormat.TURTLE):
            graph.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
    except SyntaxError as error:
        raise ValueError(f"答案不是 Turtle the answer is not Turtle: {error}") from error
    return graph


def _term(node: _Received) -> URIRef | BNode | Literal:
    if isinstance(node, pyoxigraph.NamedNode):
        return URIRef(node.value)
    if isinstance(node, pyoxigraph.BlankNode):
        return BNode(node.value)
    if isinstance(node, pyoxigraph.Triple):
        raise ValueError("三元组项不支持 triple terms are not supported")
    if node.language:
        return Literal(node.value, lang=node.language)
    datatype = node.datatype.value
    return Literal(
        node.value,
        datatype=None if datatype == _XSD_STRING else URIRef(datatype),
        normalize=False,
    )
