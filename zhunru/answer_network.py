"""把答案画成关系图：点、边与位置。 Answers as a network: nodes, edges, and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import networkx as nx
from rdflib import BNode, Literal, URIRef

from zhunru.answer_table import column_title, columns_and_rows, readable
from zhunru.ask import Answer, Term, label_of

#: A picture with more of these cannot be read.
MOST_NODES: Final = 150
MOST_EDGES: Final = 400
_SEED: Final = 7
_ROUNDS: Final = 60


@dataclass(frozen=True)
class Node:
    """A resource.

    Attributes:
        iri: Its IRI, or `_:` and a name for a blank node.
        label: What it is called.
        x: Where it stands, from -1 to 1.
        y: Likewise.
        degree: How many edges it has.
    """

    iri: str
    label: str
    x: float
    y: float
    degree: int


@dataclass(frozen=True)
class Edge:
    """A relation between two resources: from, to, and what it is called."""

    source: str
    target: str
    label: str


@dataclass(frozen=True)
class Network:
    """A network.

    Attributes:
        nodes: Its nodes.
        edges: Its edges, each once.
        left_out: How many relations of the answer are not in it, for its size.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int


def has_network(answer: Answer) -> bool:
    """Tell whether an answer relates resources to each other."""
    return next(_edges(answer), None) is not None


def network(answer: Answer) -> Network:
    """Make a network of an answer.

    Of a CONSTRUCT or DESCRIBE every triple between resources is an edge. In a row of a SELECT
    the first resource is related to each other resource, by the name of its column.

    Args:
        answer: The answer of a SELECT, CONSTRUCT or DESCRIBE.

    Returns:
        The network, with a layout that is the same each time.
    """
    labels = _labels(answer)
    kept: dict[tuple[str, str, str], None] = {}
    nodes: dict[str, None] = {}
    left_out = 0
    for source, target, name in dict.fromkeys(_edges(answer)):
        new = {one for one in (source, target) if one not in nodes}
        if len(kept) == MOST_EDGES or len(nodes) + len(new) > MOST_NODES:
            left_out += 1
            continue
        kept[source, target, name] = None
        nodes.update(dict.fromkeys((source, target)))
    degrees = Counter(end for source, target, _ in kept for end in {source, target})
    places = _places(list(nodes), list(kept))
    return Network(
        tuple(
            Node(one, labels.get(one) or _name(one), *places[one], degrees[one]) for one in nodes
        ),
        tuple(Edge(*one) for one in kept),
        left_out,
    )


def _edges(answer: Answer) -> Iterator[tuple[str, str, str]]:
    columns, rows = columns_and_rows(answer) if answer.kind != "ask" else ((), ())
    for row in rows:
        if answer.kind == "graph":
            subject, predicate, target = row
            if _is_resource(target):
                yield _key(subject), _key(target), _name(str(predicate))
            continue
        found = [
            (name, term) for name, term in zip(columns, row, strict=True) if _is_resource(term)
        ]
        for name, term in found[1:]:
            if term != found[0][1]:
                yield _key(found[0][1]), _key(term), column_title(name).split(" · ")[0]


def _labels(answer: Answer) -> dict[str, str]:
    """Return the labels that the answer itself brings: columns `x` and then `label`."""
    columns, rows = columns_and_rows(answer)
    places = [place for place in range(1, len(columns)) if columns[place] == "label"]
    return {
        _key(row[place - 1]): str(row[place])
        for row in rows
        for place in places
        if isinstance(row[place], Literal) and _is_resource(row[place - 1])
    }


def _places(nodes: list[str], edges: list[tuple[str, str, str]]) -> dict[str, tuple[float, float]]:
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((source, target) for source, target, _ in edges)
    found = nx.spring_layout(graph, seed=_SEED, iterations=_ROUNDS, method="force")
    return {node: (round(float(x), 4), round(float(y), 4)) for node, (x, y) in found.items()}


def _is_resource(term: Term | None) -> bool:
    return isinstance(term, URIRef | BNode)


def _key(term: Term | None) -> str:
    return f"_:{term}" if isinstance(term, BNode) else str(term)


def _name(key: str) -> str:
    return "（无名）" if key.startswith("_:") else label_of(key) or readable(URIRef(key))
