"""空节点依内容命名，导出才可逐字节重现。 Name blank nodes by their content.

A blank node gets the digest of its own triples, with the digests of its blank neighbours in them,
refined until it differs from all others. So its name depends on what stands near it only: a change
elsewhere leaves it alone, which the numbers of RDFC-1.0 would not. What no refinement tells apart
is numbered in the order of RDFC-1.0.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from rdflib import BNode, Graph
from rdflib.term import Node

from zhunru.exporting.canonical import canonical, empty_like

_DIGITS: Final = 16
_Colours = dict[BNode, str]
_Triple = tuple[Node, Node, Node]


def with_named_blank_nodes(graph: Graph) -> Graph:
    """Copy a graph; isomorphic graphs get the same names for the same blank nodes.

    Args:
        graph: Any graph.

    Returns:
        An isomorphic graph.
    """
    colours = _refined(graph)
    if len(set(colours.values())) < len(colours):
        graph = canonical(graph)
        colours = _numbered(_refined(graph))
    named = empty_like(graph)
    for triple in graph:
        named.add(tuple(_renamed(term, colours) for term in triple))  # type: ignore[arg-type]
    return named


def _refined(graph: Graph) -> _Colours:
    """Colour blank nodes until no further two can be told apart; unique colours stay."""
    around = _triples_around(graph)
    colours: _Colours = dict.fromkeys(around, "")
    settled: set[BNode] = set()
    kinds = -1
    while len(settled) < len(around):
        new = {one: _digest(one, around[one], colours) for one in around if one not in settled}
        if len(set(new.values())) + len(settled) <= kinds:
            break
        kinds = len(set(new.values())) + len(settled)
        colours |= new
        shared = Counter(new.values())
        settled |= {one for one, colour in new.items() if shared[colour] == 1}
    return colours


def _triples_around(graph: Graph) -> dict[BNode, list[_Triple]]:
    around: dict[BNode, list[_Triple]] = defaultdict(list)
    for triple in graph:
        for node in {term for term in triple if isinstance(term, BNode)}:
            around[node].append(triple)
    return around


def _digest(node: BNode, triples: Iterable[_Triple], colours: _Colours) -> str:
    def written(term: Node) -> str:
        if term == node:
            return "_:self"
        return f"_:{colours[term]}" if isinstance(term, BNode) else term.n3()

    lines = sorted(" ".join(map(written, triple)) for triple in triples)
    return sha256("\n".join(lines).encode()).hexdigest()[:_DIGITS]


def _numbered(colours: _Colours) -> _Colours:
    """Number the nodes of one colour in the order of their canonical names."""
    of_colour: dict[str, list[BNode]] = defaultdict(list)
    for node in sorted(colours, key=lambda one: (len(one), one)):
        of_colour[colours[node]].append(node)
    return {
        node: colour if len(nodes) == 1 else f"{colour}-{number}"
        for colour, nodes in of_colour.items()
        for number, node in enumerate(nodes, start=1)
    }


def _renamed(term: Node, colours: _Colours) -> Node:
    return BNode(f"b{colours[term]}") if isinstance(term, BNode) else term
