"""把形状装进自成一图的命名图。 The shapes, in a named graph of their own."""

from __future__ import annotations

import io

import pyoxigraph

from zhunru.linked_data.places import SHAPES_GRAPH
from zhunru.resources import folder


def shape_quads() -> bytes:
    """Write the shapes as a named graph, to be added to the dataset of an endpoint.

    Returns:
        N-Quads.
    """
    graph = pyoxigraph.NamedNode(SHAPES_GRAPH)
    store = pyoxigraph.Store()
    for path in sorted(folder("shapes").rglob("*.ttl")):
        store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
    quads = io.BytesIO()
    store.dump(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    return quads.getvalue()
