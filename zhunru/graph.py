"""读入知识图谱。 Load the knowledge graph.

Two forms of the same Turtle files: an rdflib graph, which keeps literals as written and serves
authoring, SHACL and serialising, and a pyoxigraph store, which serves queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.plugins.parsers.notation3 import BadSyntax

from zhunru.errors import UserError
from zhunru.namespaces import bind_prefixes
from zhunru.once import Once
from zhunru.resources import folder


def turtle_files() -> tuple[Path, ...]:
    """List the Turtle files that make up the knowledge graph, in a stable order.

    Returns:
        The files of `ontology/` and `data/`; example tables and shapes are not part of it.
    """
    data = folder("data")
    return (
        *sorted(folder("ontology").glob("*.ttl")),
        *sorted(data.glob("*.ttl")),
        *sorted((data / "regulations").glob("*.ttl")),
    )


@Once
def load_graph() -> Graph:
    """Load the knowledge graph into rdflib, once per process.

    Returns:
        The graph of ontology, concepts, regulations and overlaps. Treat it as read-only.
    """
    graph = bind_prefixes(Graph())
    for path in turtle_files():
        _parse(path, graph)
    return graph


_Node = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal


def _parse(path: Path, graph: Graph) -> None:
    """Parse a file with Oxigraph's parser, which keeps literals as written and is faster."""
    known: dict[object, URIRef | BNode | Literal] = {}

    def term(node: _Node) -> URIRef | BNode | Literal:
        if node not in known:
            # 空节点依文件与次序命名，导出才每次相同。
            # Blank nodes are named by file and order, so that exports are the same each time.
            if isinstance(node, pyoxigraph.BlankNode):
                known[node] = BNode(f"{path.stem}-{len(known):06}")
            else:
                known[node] = _term(node)
        return known[node]

    for triple in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))


def _term(node: pyoxigraph.NamedNode | pyoxigraph.Literal) -> URIRef | Literal:
    if isinstance(node, pyoxigraph.NamedNode):
        return URIRef(node.value)
    if node.language:
        return Literal(node.value, lang=node.language)
    datatype = URIRef(node.datatype.value)
    return Literal(node.value, datatype=None if datatype == XSD.string else datatype)


def graph_with(paths: Sequence[Path]) -> Graph:
    """Load the knowledge graph together with more Turtle files.

    Args:
        paths: Regulations that somebody adds.

    Returns:
        A graph of its own, or the shared one if there is nothing to add.

    Raises:
        OSError: If a file cannot be read.
        UserError: If a file is not Turtle, with the file, line and reason.
    """
    if not paths:
        return load_graph()
    graph = bind_prefixes(Graph())
    graph += load_graph()
    for path in paths:
        try:
            graph.parse(path, format="turtle")
        except (BadSyntax, UnicodeDecodeError) as error:
            raise UserError(f"{path} 不是 Turtle。 {path} is not Turtle: {error}") from error
    return graph


@Once
def load_store() -> pyoxigraph.Store:
    """Load the knowledge graph into an in-memory Oxigraph store, once per process.

    Every triple goes into the default graph: Oxigraph counts a triple twice that stands in two
    graphs of a union.

    Returns:
        The store. Treat it as read-only.
    """
    store = pyoxigraph.Store()
    for path in turtle_files():
        store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return store
