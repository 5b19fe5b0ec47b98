"""对全部数据作 OWL 2 RL 推理。 Close all data under the rules of OWL 2 RL.

HermiT decides more but cannot take the whole graph; the rules of OWL 2 RL reach every individual
in seconds. They are applied by the PyPI package reasonable, part of the optional extra `reasoning`.
What they cannot see: a value range such as “rank of at least 3” lies outside OWL 2 RL, so that
senior titles, and what is defined by them, are HermiT's alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import reasonable
from rdflib import Graph
from rdflib.namespace import OWL, RDF
from rdflib.term import Node

Pairs = Mapping[Node, frozenset[tuple[Node, Node]]]


@dataclass(frozen=True)
class Closure:
    """一张图与由它推出的一切。 A graph and all that follows from it.

    Attributes:
        graph: The graph as given.
        pairs: Subject and object of every triple, given and inferred, by predicate.
    """

    graph: Graph
    pairs: Pairs

    def __len__(self) -> int:
        return sum(map(len, self.pairs.values()))

    def members(self, cls: Node) -> frozenset[Node]:
        """Return the members of a class, given and inferred.

        Args:
            cls: A class or class expression.

        Returns:
            Its members.
        """
        return frozenset(one for one, kind in self.pairs.get(RDF.type, ()) if kind == cls)


def close(graph: Graph) -> Closure:
    """Apply the rules of OWL 2 RL until nothing new follows.

    Args:
        graph: The ontology with all its data, or any part of it.

    Returns:
        What was given and what follows. The reasoner keeps silent about contradictions: ask
        `zhunru.contradictions` for them.
    """
    # 它会把函数性数据属性的两个值当作同一个值，改写到别处；没有这条公理就不会，矛盾另行查找。
    # Of two values of a functional data property it makes one and carries it elsewhere: keep the
    # axiom from it. All that would follow is a contradiction, and those are sought later.
    unique = {
        (property_, RDF.type, OWL.FunctionalProperty)
        for property_ in graph.subjects(RDF.type, OWL.FunctionalProperty)
        if (property_, RDF.type, OWL.DatatypeProperty) in graph
    }
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(triple for triple in graph if triple not in unique)
    pairs: dict[Node, set[tuple[Node, Node]]] = {}
    for subject, predicate, value in (*reasoner.reason(), *unique):
        pairs.setdefault(predicate, set()).add((subject, value))
    return Closure(graph, {predicate: frozenset(found) for predicate, found in pairs.items()})
