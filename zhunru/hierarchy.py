"""概念的上下位。 Which concepts lie below which."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import Graph
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from zhunru.graph import load_graph
from zhunru.namespaces import ZR
from zhunru.requirements import Concept
from zhunru.rule_cache import cached_on_disk


class Hierarchy:
    """Answers by notation what counts for what: narrower specialties, roles, case roles."""

    def __init__(self, graph: Graph) -> None:
        """Read the hierarchy of a graph.

        Args:
            graph: The ontology, the concept schemes and the regulations.
        """
        self._narrower: dict[str, set[str]] = {}
        for narrower, broader in graph.subject_objects(SKOS.broader):
            below = self._narrower.setdefault(_notation(graph, broader), set())
            below.add(_notation(graph, narrower))
        self.case_roles_counted = {
            _notation(graph, role): frozenset(
                _notation(graph, one) for one in (role, *graph.objects(role, ZR.countsAlso))
            )
            for role in graph.subjects(RDF.type, ZR.CaseRole)
        }
        """For each case role, the roles whose cases count for it, itself included."""

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


def _notation(graph: Graph, node: Node) -> str:
    return str(graph.value(node, SKOS.notation))


@cached_on_disk
def hierarchy() -> Hierarchy:
    """Return the hierarchy of the shipped knowledge graph, read once per process."""
    return Hierarchy(load_graph())
