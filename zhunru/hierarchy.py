"""概念的上下位。 Which concepts lie below which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, cached_property

from rdflib import Graph
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from zhunru.graph import load_graph
from zhunru.namespaces import ZR
from zhunru.requirements import Concept


class Hierarchy:
    """Answers by notation what counts for what: narrower specialties, roles, case roles."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    @cached_property
    def _narrower(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for narrower, broader in self._graph.subject_objects(SKOS.broader):
            found[self._notation(broader)].add(self._notation(narrower))
        return found

    @cached_property
    def case_roles_counted(self) -> dict[str, frozenset[str]]:
        """For each case role, the roles whose cases count for it, itself included."""
        return {
            self._notation(role): frozenset(
                {self._notation(role)}
                | {self._notation(other) for other in self._graph.objects(role, ZR.countsAlso)}
            )
            for role in self._graph.subjects(RDF.type, ZR.CaseRole)
        }

    def above(self, notation: str) -> frozenset[str]:
        """Return everything broader than a concept, without itself, by notation.

        Args:
            notation: The notation of the concept.

        Returns:
            The notations of all broader concepts.
        """
        return frozenset(self.lineage(notation)[1:])

    def lineage(self, notation: str) -> tuple[str, ...]:
        """Return a concept and everything broader, the nearest first, by notation."""
        found = [notation]
        for one in found:
            broader = {above for above, below in self._narrower.items() if one in below}
            found.extend(sorted(broader - set(found)))
        return tuple(found)

    def below(self, notation: str) -> frozenset[str]:
        """Return a concept and everything narrower, by notation.

        Args:
            notation: The notation of the concept.

        Returns:
            Its own notation and those of all narrower concepts.
        """
        found, queue = {notation}, [notation]
        while queue:
            new = self._narrower.get(queue.pop(), set()) - found
            found |= new
            queue.extend(new)
        return frozenset(found)

    def below_any(self, concepts: Iterable[Concept]) -> frozenset[str]:
        """Return concepts and everything narrower than any of them, by notation."""
        return frozenset().union(*(self.below(one.notation) for one in concepts))

    def above_any(self, concepts: Iterable[Concept]) -> frozenset[str]:
        """Return everything broader than any of some concepts, by notation."""
        return frozenset().union(*(self.above(one.notation) for one in concepts))

    def _notation(self, node: Node) -> str:
        return str(self._graph.value(node, SKOS.notation))


@cache
def hierarchy() -> Hierarchy:
    """Return the hierarchy of the shipped knowledge graph, read once per process."""
    return Hierarchy(load_graph())
