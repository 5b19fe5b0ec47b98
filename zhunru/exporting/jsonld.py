"""可读的 JSON-LD。 JSON-LD that people can read, in a fixed order, with its context embedded."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from zhunru.exporting.jsonld_context import Context
from zhunru.namespaces import HOME

_INTEGER: Final = re.compile("0|-?[1-9][0-9]{0,14}")
"""JSON 读者不会改写的整数。 Integers that no reader of JSON rewrites."""


def to_jsonld(graph: Graph, home: str = HOME) -> bytes:
    """Write a graph as compacted JSON-LD 1.1.

    Args:
        graph: The graph, with names for its blank nodes that last.
        home: What our IRIs begin with.

    Returns:
        The text in UTF-8, the same for the same graph: `@context` first, then nodes by identifier.
    """
    context = Context(graph, home)
    document = {"@context": context.definition, "@graph": _Writer(graph, context).nodes()}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


class _Writer:
    """Writes nodes; a blank node stands inside the only one that refers to it."""

    def __init__(self, graph: Graph, context: Context) -> None:
        self._graph = graph
        self._context = context
        self._references = Counter(one for one in graph.objects() if isinstance(one, BNode))

    def nodes(self) -> list[dict[str, Any]]:
        subjects = sorted(set(self._graph.subjects()), key=_order)
        return [self._node(one) for one in subjects if not self._is_inside(one)]

    def _is_inside(self, node: Node) -> bool:
        return isinstance(node, BNode) and self._references[node] == 1 and not self._in_circle(node)

    def _in_circle(self, node: Node) -> bool:
        """Tell whether the nodes that contain it lead back to itself."""
        above: Node | None = node
        while isinstance(above, BNode) and self._references[above] == 1:
            above = next(self._graph.subjects(None, above))
            if above == node:
                return True
        return False

    def _node(self, subject: Node) -> dict[str, Any]:
        written: dict[str, Any] = {}
        if not self._is_inside(subject):
            written["@id"] = self._identifier(subject)
        for predicate in sorted(set(self._graph.predicates(subject)), key=_predicate_order):
            values = sorted(self._graph.objects(subject, predicate), key=_order)
            if predicate == RDF.type and all(isinstance(one, URIRef) for one in values):
                written["@type"] = _one_or_all([self._context.term(str(one)) for one in values])
            else:
                written[self._context.term(str(predicate))] = self._values(str(predicate), values)
        return written

    def _values(self, predicate: str, values: list[Node]) -> Any:  # noqa: ANN401
        coercion = self._context.coercion(predicate)
        if coercion.get("@container") == "@language":
            return _by_language(values)
        return _one_or_all([self._value(one, coercion.get("@type")) for one in values])

    def _value(self, value: Node, coerced: str | None) -> Any:  # noqa: ANN401
        if isinstance(value, Literal):
            return str(value) if str(value.datatype) == coerced else self._literal(value)
        members = self._members(value)
        if members is not None:
            return {"@list": [self._value(one, None) for one in members]}
        if self._is_inside(value):
            return self._node(value)
        identifier = self._identifier(value)
        return identifier if coerced == "@id" else {"@id": identifier}

    def _literal(self, literal: Literal) -> Any:  # noqa: ANN401
        text, datatype = str(literal), literal.datatype
        if literal.language:
            return {"@language": literal.language, "@value": text}
        if datatype == XSD.integer and _INTEGER.fullmatch(text):
            return int(text)
        if datatype == XSD.boolean and text in ("true", "false"):
            return text == "true"
        if datatype is None or datatype == XSD.string:
            return text
        return {"@type": self._context.term(str(datatype)), "@value": text}

    def _members(self, node: Node) -> list[Node] | None:
        """Return the members of a list that can be written as one; None of anything else."""
        members: list[Node] = []
        while node != RDF.nil:
            triples = dict(self._graph.predicate_objects(node))
            well_formed = set(triples) == {RDF.first, RDF.rest} and self._is_inside(node)
            if not well_formed or len(list(self._graph.predicate_objects(node))) != len(triples):
                return None
            members.append(triples[RDF.first])
            node = triples[RDF.rest]
        return members

    def _identifier(self, node: Node) -> str:
        return f"_:{node}" if isinstance(node, BNode) else self._context.reference(str(node))


def _order(node: Node) -> tuple[bool, str]:
    return isinstance(node, BNode), node.n3()


def _predicate_order(predicate: Node) -> tuple[bool, str]:
    return predicate != RDF.type, str(predicate)


def _one_or_all(values: list[Any]) -> Any:  # noqa: ANN401
    return values[0] if len(values) == 1 else values


def _by_language(values: Iterable[Node]) -> dict[str, Any]:
    texts: dict[str, list[str]] = {}
    for value in values:
        texts.setdefault(str(getattr(value, "language", "")), []).append(str(value))
    # 中文在先。 Chinese first.
    return {one: _one_or_all(texts[one]) for one in sorted(texts, key=lambda it: (it != "zh", it))}
