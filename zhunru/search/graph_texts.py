"""图谱里的名称与文字。 Labels and texts of the graph."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib.namespace import SKOS
from rdflib.term import Literal, Node

from zhunru.graph import load_graph
from zhunru.requirements import Label


def label(node: Node) -> Label:
    """Return the preferred label of a node; English is Chinese where there is none."""
    found = {
        one.language: str(one)
        for one in load_graph().objects(node, SKOS.prefLabel)
        if isinstance(one, Literal)
    }
    chinese = found.get("zh", str(node))
    return Label(chinese, found.get("en", chinese))


def texts(node: Node, *predicates: Node) -> Iterator[str]:
    """Yield what is said of a node in Chinese, or without language, in a stable order."""
    for predicate in predicates:
        for text in sorted(load_graph().objects(node, predicate), key=str):
            if isinstance(text, Literal) and text.language in ("zh", None):
                yield str(text)
