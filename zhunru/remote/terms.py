"""读收到的答案，字面值照原样：Turtle、SPARQL JSON。 Received answers, literals as written."""

from __future__ import annotations

import json

import pyoxigraph
from rdflib import BNode, Graph, Literal, URIRef

from zhunru.ask import Answer, Term
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


def answer_of(content: bytes) -> Answer:
    """Read SPARQL 1.1 JSON by hand; rdflib would rewrite literals.

    Args:
        content: The text: the answer of a SELECT or an ASK.

    Returns:
        The answer.

    Raises:
        ValueError: If it is no JSON, or holds triples within triples.
        KeyError: If it is another kind of JSON.
    """
    document = json.loads(content)
    if "boolean" in document:
        return Answer("ask", truth=bool(document["boolean"]))
    columns = tuple(document["head"]["vars"])
    rows = tuple(
        tuple(_value(binding.get(name)) for name in columns)
        for binding in document["results"]["bindings"]
    )
    return Answer("select", columns, rows)


def _value(value: dict[str, str] | None) -> Term | None:
    if value is None:
        return None
    if value["type"] == "uri":
        return URIRef(value["value"])
    if value["type"] == "bnode":
        return BNode(value["value"])
    if value["type"] == "triple":
        raise ValueError("三元组项不支持 triple terms are not supported")
    language, datatype = value.get("xml:lang"), value.get("datatype")
    if language:
        return Literal(value["value"], lang=language)
    if datatype is None or datatype == _XSD_STRING:
        return Literal(value["value"])
    return Literal(value["value"], datatype=URIRef(datatype), normalize=False)


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
