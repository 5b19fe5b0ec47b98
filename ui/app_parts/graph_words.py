"""图谱里的文字与概念。 Texts and concepts of the graph, as the pages show them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from rdflib.namespace import RDF, RDFS, SKOS
from rdflib.term import Literal, Node

from zhunru.graph import load_graph
from zhunru.namespaces import ZR
from zhunru.reading import Reader
from zhunru.requirements import Label
from zhunru.rule_cache import cached_on_disk


@cache
def reader() -> Reader:
    """Return the one reader of the shipped graph."""
    return Reader(load_graph())


def class_label(name: str) -> str:
    """Return the Chinese label of a class or property of the ontology."""
    return _class_labels()[name]


@cached_on_disk
def _class_labels() -> dict[str, str]:
    """Return the Chinese labels of what the ontology declares, by local name."""
    nodes = {node for node in load_graph().subjects() if str(node).startswith(str(ZR))}
    return {str(node).removeprefix(str(ZR)): label(node) for node in sorted(nodes, key=str)}


@cached_on_disk
def criterion_notes() -> dict[str, str]:
    """Return the curator's notes on criteria, by IRI of the criterion."""
    nodes = load_graph().subjects(RDF.type, ZR.Criterion)
    return {str(node): text for node in sorted(nodes, key=str) if (text := note(node))}


def label(node: Node) -> str:
    """Return the Chinese label of anything in the graph, its IRI where it has none."""
    return next(texts(node, SKOS.prefLabel, RDFS.label), str(node))


def both_labels(node: Node) -> Label:
    """Return the labels of anything in the graph; English is Chinese where there is none."""
    found = {
        text.language: str(text)
        for predicate in (RDFS.label, SKOS.prefLabel)
        for text in load_graph().objects(node, predicate)
        if isinstance(text, Literal)
    }
    chinese = found.get("zh", str(node))
    return Label(chinese, found.get("en", chinese))


def texts(node: Node, *predicates: Node) -> Iterator[str]:
    """Yield what is said of a node in Chinese, or without language, property by property."""
    for predicate in predicates:
        for text in load_graph().objects(node, predicate):
            if isinstance(text, Literal) and text.language in ("zh", None):
                yield str(text)


def note(node: Node) -> str | None:
    """Return the curator's note on a node."""
    return next(texts(node, ZR.curationNote), None)


def need(node: Node, predicate: Node) -> Node:
    """Return the value of a property that must be there."""
    value = load_graph().value(node, predicate)
    if value is None:
        raise ValueError(f"{node} 缺 {predicate}。 {node} lacks {predicate}.")
    return value


def by_sound(text: str) -> bytes:
    """Order Chinese words as a dictionary does: the GB code lists common characters by pinyin."""
    return text.encode("gb18030")
