"""图谱里的文字。 The words of the graph, Chinese and English."""

from __future__ import annotations

from functools import cache

from rdflib import Literal, URIRef
from rdflib.namespace import RDFS, SKOS
from rdflib.term import Node

from zhunru.answer_table import short_iri
from zhunru.graph import load_graph
from zhunru.namespaces import ELI, ZR
from zhunru.reading import Reader
from zhunru.requirements import Label


@cache
def reader() -> Reader:
    """Return the one reader of the shipped graph."""
    return Reader(load_graph())


@cache
def name(node: Node) -> Label:
    """Name a resource: by its labels, else the number of a clause, else its short IRI."""
    number = load_graph().value(node, ELI.number)
    plain = str(number) if number is not None else short_iri(str(node))
    chinese = next(iter(texts(node, SKOS.prefLabel) or texts(node, RDFS.label)), plain)
    english = texts(node, SKOS.prefLabel, "en") or texts(node, RDFS.label, "en")
    return Label(chinese, next(iter(english), ""))


@cache
def texts(node: Node, predicate: URIRef, language: str = "zh") -> tuple[str, ...]:
    """Return what is said of a resource in a language, sorted."""
    said = load_graph().objects(node, predicate)
    return tuple(
        sorted(str(one) for one in said if isinstance(one, Literal) and one.language == language)
    )


def definition(node: Node) -> Label:
    """Define a resource; empty where it has no definition."""
    chinese, english = texts(node, SKOS.definition), texts(node, SKOS.definition, "en")
    return Label(next(iter(chinese), ""), next(iter(english), ""))


def note(node: Node) -> str | None:
    """Return the curator's note on a resource, None without one."""
    return next(iter(texts(node, ZR.curationNote)), None)
