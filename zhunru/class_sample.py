"""为推理器取样：本体的每个类都有成员。 A sample for the reasoner: members of every class.

HermiT cannot take the whole graph. The sample takes, of every class, members that between them
use every property its members use, and follows them as far as the definitions look. Members are
told from the data alone, by reading the definitions as queries: what the reasoner then infers can
be held against them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

from zhunru.namespaces import ID
from zhunru.reasoning import sample

_FEWEST: Final = 2
"""每类至少取几个。 How many members of a class to take at least."""


def sample_of_every_class(graph: Graph) -> Graph:
    """Cut the ontology and members of each of its classes out of the knowledge graph.

    Args:
        graph: The knowledge graph.

    Returns:
        A graph small enough for HermiT. A class without any member in the data gets an invented
        one, so that it is seen to bear one beside all the others.
    """
    uses: dict[Node, list[Node]] = defaultdict(list)
    for subject, predicate, _ in graph:
        uses[subject].append(predicate)
    chosen: set[URIRef] = set()
    invented = []
    for cls in named_classes(graph):
        found = members(graph, cls)
        chosen |= _covering(found, uses)
        if not found:
            invented.append((URIRef(f"{ID}sample/{cls.fragment or cls.rsplit('/', 1)[-1]}"), cls))
    cut = sample(_looked_at(graph, chosen), graph)
    for individual, cls in invented:
        cut.add((individual, RDF.type, OWL.NamedIndividual))
        cut.add((individual, RDF.type, cls))
    return cut


def named_classes(graph: Graph) -> list[URIRef]:
    """List the classes that the ontology declares, expressions left aside.

    Args:
        graph: The knowledge graph.

    Returns:
        Their IRIs in order.
    """
    return sorted(node for node in graph.subjects(RDF.type, OWL.Class) if isinstance(node, URIRef))


def members(graph: Graph, cls: Node) -> set[Node]:
    """Find the members of a class in the data: those of its subclasses and of its definition too.

    Args:
        graph: The knowledge graph, or a part of it with the ontology.
        cls: A class or class expression.

    Returns:
        The individuals.

    Raises:
        NotImplementedError: If a definition uses a construct that this reading does not know.
    """
    found: set[Node] = set()
    for narrower in graph.transitive_subjects(RDFS.subClassOf, cls):
        if isinstance(narrower, BNode):
            found |= _extension(graph, narrower)
            continue
        found.update(graph.subjects(RDF.type, narrower))
        for definition in graph.objects(narrower, OWL.equivalentClass):
            found |= _extension(graph, definition)
    return found


def _extension(graph: Graph, expression: Node) -> set[Node]:
    if parts := graph.value(expression, OWL.intersectionOf):
        return set.intersection(*(members(graph, part) for part in graph.items(parts)))
    if parts := graph.value(expression, OWL.unionOf):
        return set.union(*(members(graph, part) for part in graph.items(parts)))
    property_ = graph.value(expression, OWL.onProperty)
    value = graph.value(expression, OWL.hasValue)
    if value is not None:
        return set(graph.subjects(property_, value))
    filler = graph.value(expression, OWL.someValuesFrom)
    if filler is None:
        raise NotImplementedError(f"{expression.n3()}：未见过的类表达式。 An unknown expression.")
    if (filler, RDF.type, RDFS.Datatype) in graph:
        lowest = _lowest(graph, filler)
        return {
            node
            for node, literal in graph.subject_objects(property_)
            if isinstance(literal, Literal) and literal >= lowest
        }
    return {node for value in members(graph, filler) for node in graph.subjects(property_, value)}


def _lowest(graph: Graph, datatype: Node) -> Literal:
    for facets in graph.objects(datatype, OWL.withRestrictions):
        for facet in graph.items(facets):
            lowest = graph.value(facet, XSD.minInclusive)
            if isinstance(lowest, Literal):
                return lowest
    raise NotImplementedError("只认得 xsd:minInclusive。 Only xsd:minInclusive is known.")


def _covering(found: Iterable[Node], uses: Mapping[Node, list[Node]]) -> set[URIRef]:
    """Choose few members that use every property which the members use."""
    # 同样有用的取较小的，推理就快。 Of equally useful ones the smaller: reasoning stays quick.
    candidates = {
        node: set(uses[node])
        for node in sorted(found, key=lambda node: (len(uses[node]), str(node)))
        if isinstance(node, URIRef)
    }
    chosen: set[URIRef] = set()
    covered: set[Node] = set()
    while candidates:
        best = max(candidates, key=lambda node: len(candidates[node] - covered))
        if candidates[best] <= covered and len(chosen) >= _FEWEST:
            break
        covered |= candidates.pop(best)
        chosen.add(best)
    return chosen


def _looked_at(graph: Graph, chosen: Iterable[URIRef]) -> set[URIRef]:
    """Add what the definitions look at, step by step: requirements, titles, roles, grades."""
    properties = set(graph.objects(None, OWL.onProperty))
    seen, queue = set(chosen), list(chosen)
    while queue:
        node = queue.pop()
        for property_, value in graph.predicate_objects(node):
            if property_ in properties and isinstance(value, URIRef) and value not in seen:
                seen.add(value)
                queue.append(value)
    return seen
