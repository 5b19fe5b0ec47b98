"""Graphs to export, and how to read exports back."""

from functools import cache
from pathlib import Path
from random import Random
from unittest.mock import patch

import pyoxigraph
from pyoxigraph import Quad, RdfFormat
from rdflib import BNode, Dataset, Graph, URIRef

from zhunru.exporting.canonical import empty_like
from zhunru.exporting.content import Content

#: A technique whose part is small, yet has catalogues, overlaps and a broader technique.
TECHNIQUE = "spine-endoscopy"
ODDITIES = Path(__file__).parent / "fixtures" / "oddities.ttl"

OXIGRAPH = {
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
    "shapes": RdfFormat.TURTLE,
}
RDFLIB = {
    "ttl": "turtle",
    "trig": "trig",
    "nq": "nquads",
    "nt": "nt11",
    "jsonld": "json-ld",
    "rdfxml": "xml",
    "shapes": "turtle",
}


@cache
def small_content():
    return Content(techniques=(TECHNIQUE,))


@cache
def oddities():
    """Values, lists and blank nodes of every odd kind, with their digits as written."""
    read = pyoxigraph.parse(path=str(ODDITIES), format=RdfFormat.TURTLE)
    lines = pyoxigraph.serialize(
        (pyoxigraph.Triple(one.subject, one.predicate, one.object) for one in read),
        format=RdfFormat.N_TRIPLES,
    )
    with as_written():
        return Graph().parse(data=lines, format="nt11")


def as_written():
    """Keeps rdflib from rewriting 05 as 5."""
    return patch("rdflib.NORMALIZE_LITERALS", False)


def shuffled(graph, seed):
    """The same graph in another order, with other names for its blank nodes."""
    triples = sorted(graph, key=str)
    Random(seed).shuffle(triples)
    names = {}
    other = empty_like(graph)
    for triple in triples:
        other.add(
            tuple(
                names.setdefault(term, BNode()) if isinstance(term, BNode) else term
                for term in triple
            )
        )
    return other


def read_by_oxigraph(content, name):
    """The quads that pyoxigraph reads."""
    return [
        Quad(one.subject, one.predicate, one.object, one.graph_name)
        for one in pyoxigraph.parse(content, format=OXIGRAPH[name])
    ]


def read_by_rdflib(content, name):
    """The quads that rdflib reads."""
    if name in ("trig", "nq"):
        read = Dataset().parse(data=content, format=RDFLIB[name])
        return read_by_oxigraph(read.serialize(format="nquads", encoding="utf-8"), "nq")
    read = Graph().parse(data=content, format=RDFLIB[name])
    return read_by_oxigraph(read.serialize(format="nt11", encoding="utf-8"), "nt")


def iris(graph):
    """Every IRI in a graph, those of datatypes too."""
    for triple in graph:
        for term in triple:
            if isinstance(term, URIRef):
                yield str(term)
            elif getattr(term, "datatype", None):
                yield str(term.datatype)
