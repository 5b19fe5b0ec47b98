"""次序固定的 Turtle。 Turtle in canonical order.

Subjects, properties and values stand in alphabetical order, a value a line: after a change of one
triple, only its own lines differ.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any, Final

from rdflib import BNode, Graph, Literal
from rdflib.namespace import RDF, XSD
from rdflib.plugins.serializers.longturtle import LongTurtleSerializer
from rdflib.term import Node

#: What Turtle may write bare; rdflib writes a decimal 5 as 5.0, and reads an integer 05 as 5.
_BARE: Final = {
    XSD.integer: re.compile("0|-?[1-9][0-9]*"),
    XSD.decimal: re.compile("-?(0|[1-9][0-9]*)[.][0-9]+"),
    XSD.boolean: re.compile("true|false"),
}


def to_turtle(graph: Graph) -> bytes:
    """Write a graph as Turtle.

    Args:
        graph: The graph, with names for its blank nodes that last.

    Returns:
        The text in UTF-8, the same for the same graph.
    """
    stream = io.BytesIO()
    serializer = _CanonicalTurtle(graph)  # type: ignore[no-untyped-call]
    serializer.serialize(stream, encoding="utf-8")
    return stream.getvalue()


class _CanonicalTurtle(LongTurtleSerializer):
    """rdflib 的 LongTurtle，次序不依引用次数。 rdflib's LongTurtle, its order free of counts."""

    def startDocument(self) -> None:  # noqa: N802
        for prefix, namespace in sorted(self.namespaces.items()):
            self.write(f"@prefix {prefix}: <{namespace}> .\n")

    def orderSubjects(self) -> list[Any]:  # noqa: N802
        # 没有被引用的空节点在先，被引用的才写进它里面。 What others contain comes after them.
        return sorted(self._subjects, key=lambda one: (self._is_contained(one), _order(one)))

    def _is_contained(self, node: Node) -> bool:
        return isinstance(node, BNode) and self._references[node] > 0

    def sortProperties(self, properties: Mapping[Any, list[Node]]) -> list[Any]:  # noqa: N802
        for values in properties.values():
            values.sort(key=_order)
        return sorted(properties, key=lambda one: (one != RDF.type, one))

    def isValidList(self, node: Node) -> bool:  # noqa: N802
        """Tell whether a list can stand in brackets: nothing else refers to any of its cells."""
        seen: set[Node] = set()
        while node != RDF.nil:
            cell = dict(self.store.predicate_objects(node))
            size = len(list(self.store.predicate_objects(node)))
            if set(cell) != {RDF.first, RDF.rest} or size != len(cell) or node in seen:
                return False
            if not isinstance(node, BNode) or self._references[node] > 1:
                return False
            seen.add(node)
            node = cell[RDF.rest]
        return True

    def label(self, node: Node, position: int) -> str:
        if isinstance(node, Literal):
            return node._literal_n3(_is_plain(node), self.get_pname)
        return str(super().label(node, position))  # type: ignore[no-untyped-call]

    def get_pname(self, uri: Node, gen_prefix: bool = False) -> str | None:
        # 不现造前缀：那会改动图。 Never invent a prefix: that would change the graph.
        name: str | None = super().get_pname(uri, gen_prefix=False)  # type: ignore[no-untyped-call]
        return name


def _order(node: Node) -> tuple[bool, str]:
    """Order nodes by how they are written, blank ones last."""
    return isinstance(node, BNode), node.n3()


def _is_plain(literal: Literal) -> bool:
    """Tell whether Turtle may write it bare without a change of its digits."""
    if literal.datatype is None:
        return True
    bare = _BARE.get(literal.datatype)
    return bare is not None and bare.fullmatch(literal) is not None
