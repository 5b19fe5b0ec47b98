"""The graph as it is served, rules and shapes, and documents written from it without a server."""

import io
import re
from functools import cache

import pyoxigraph
from rdflib import Graph

from zhunru.linked_data.documents import document
from zhunru.linked_data.places import address_of
from zhunru.linked_data.shapes_graph import shape_quads
from zhunru.namespaces import HOME
from zhunru.serving.dataset import dataset

HOME_HERE = "http://127.0.0.1:8890"
TURTLE = "text/turtle"
HTML = "text/html"


@cache
def served():
    """N-Quads of what `zhunru serve` serves."""
    return dataset() + shape_quads()


@cache
def whole_store():
    return store_of(served())


def store_of(quads):
    store = pyoxigraph.Store()
    store.bulk_load(io.BytesIO(quads), pyoxigraph.RdfFormat.N_QUADS)
    return store


@cache
def our_iris():
    """Every IRI of ours in rules and shapes."""
    return frozenset(
        node.value
        for quad in whole_store()
        for node in (quad.subject, quad.predicate, quad.object)
        if isinstance(node, pyoxigraph.NamedNode) and node.value.startswith(HOME)
    )


def written(address, media_type=HTML, store=None):
    """Have a document written; the address is a path."""
    return document(store or whole_store(), f"{HOME_HERE}{address}", media_type)


def page_of(iri, store=None):
    reply = written(address_of(iri), HTML, store)
    assert reply.status == 200, iri
    return reply.body.decode()


def graph_of(iri, store=None):
    reply = written(address_of(iri), TURTLE, store)
    assert reply.status == 200, iri
    return Graph().parse(data=reply.body, format="turtle")


def inner_links(page):
    """The addresses on this server that a page leads to, without anchors."""
    return set(re.findall(r'href="(/[^"#]*)', page))
