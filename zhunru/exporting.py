"""导出知识图谱。 Export the knowledge graph."""

from __future__ import annotations

from typing import Final

from rdflib import Graph

from zhunru.errors import UserError
from zhunru.graph import load_graph

#: Formats by the name a user gives, with the name that rdflib gives them.
FORMATS: Final = {
    "ttl": "turtle",
    "nt": "nt11",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}


def export(format_name: str, graph: Graph | None = None) -> str:
    """Write the knowledge graph in an RDF format.

    Args:
        format_name: One of `FORMATS`.
        graph: What to write; the shipped knowledge graph unless given.

    Returns:
        The text. Turtle is the same text for the same graph; the other formats name blank nodes
        anew each time.

    Raises:
        UserError: If there is no such format.
    """
    if format_name not in FORMATS:
        known = "、".join(FORMATS)
        raise UserError(
            f"没有格式“{format_name}”，可用：{known}。 No such format; use one of {known}."
        )
    graph = load_graph() if graph is None else graph
    text: str = graph.serialize(format=FORMATS[format_name])
    return text
