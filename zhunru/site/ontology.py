"""本体与概念表的参考。 The reference of the ontology and of the concept schemes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Literal, Node

from zhunru.comparing.named import local_name
from zhunru.graph import load_graph
from zhunru.namespaces import ZR
from zhunru.requirements import Label
from zhunru.site.places import ONTOLOGY_PAGE, scheme_page
from zhunru.site.rendering import render
from zhunru.site.words import definition, name, texts

_PROPERTIES: Final = {
    OWL.ObjectProperty: Label("对象属性", "Object properties"),
    OWL.DatatypeProperty: Label("数据属性", "Datatype properties"),
    OWL.AnnotationProperty: Label("注释属性", "Annotation properties"),
}


@dataclass(frozen=True)
class Term:
    """A class or a property.

    Attributes:
        iri: Its IRI.
        name: Its label.
        definition: What it means.
        relations: By label of the relation, the terms that it leads to.
        example: A use of it: the IRIs of subject and property, and the value; None without one.
    """

    iri: str
    name: Label
    definition: Label
    relations: tuple[tuple[str, tuple[str, ...]], ...]
    example: tuple[str, str, Node] | None


@dataclass(frozen=True)
class Concept:
    """A concept of a scheme."""

    iri: str
    notation: str
    name: Label
    definition: Label
    other_names: tuple[str, ...]
    broader: tuple[str, ...]


def ontology_pages() -> Iterator[tuple[str, str]]:
    """Write the reference of classes and properties, and a page per concept scheme."""
    groups = [(Label("类", "Classes"), _terms(OWL.Class))]
    groups += [(label, _terms(kind)) for kind, label in _PROPERTIES.items()]
    yield ONTOLOGY_PAGE, render("ontology", ONTOLOGY_PAGE, groups=groups)
    schemes = sorted(load_graph().subjects(RDF.type, SKOS.ConceptScheme), key=str)
    index = "concepts/index.md"
    listed = [(str(one), name(one), definition(one), len(_concepts(one))) for one in schemes]
    yield index, render("concepts", index, schemes=listed)
    for scheme in schemes:
        page = scheme_page(local_name(scheme))
        yield page, render("scheme", page, scheme=name(scheme), concepts=_concepts(scheme))


def _terms(kind: Node) -> list[Term]:
    graph = load_graph()
    own = [one for one in graph.subjects(RDF.type, kind) if isinstance(one, URIRef)]
    # 本项目的在前，复用的词汇在后。 Our own terms first, those of other vocabularies after them.
    return [_term(one) for one in sorted(own, key=lambda one: (one not in ZR, str(one)))]


def _term(node: URIRef) -> Term:
    graph = load_graph()
    found = {
        "上位 broader": graph.objects(node, RDFS.subClassOf),
        "下位 narrower": graph.subjects(RDFS.subClassOf, node),
        "上位属性 broader": graph.objects(node, RDFS.subPropertyOf),
        "主体 domain": graph.objects(node, RDFS.domain),
        "取值 range": graph.objects(node, RDFS.range),
        "互斥 disjoint with": graph.objects(node, OWL.disjointWith),
    }
    relations = {
        label: tuple(sorted(str(one) for one in nodes if isinstance(one, URIRef)))
        for label, nodes in found.items()
    }
    return Term(
        iri=str(node),
        name=name(node),
        definition=definition(node),
        relations=tuple((label, iris) for label, iris in relations.items() if iris),
        example=_example(node),
    )


def _example(node: URIRef) -> tuple[str, str, Node] | None:
    graph = load_graph()
    triples = list(graph.triples((None, node, None))) or list(graph.triples((None, RDF.type, node)))
    told = [
        (str(subject), str(predicate), value)
        for subject, predicate, value in triples
        if isinstance(subject, URIRef) and not _is_english(value)
    ]
    return min(told, key=lambda one: (one[0], str(one[2])), default=None)


def _is_english(value: Node) -> bool:
    return isinstance(value, Literal) and value.language == "en"


def _concepts(scheme: Node) -> list[Concept]:
    graph = load_graph()
    nodes = sorted(graph.subjects(SKOS.inScheme, scheme), key=_order)
    return [
        Concept(
            iri=str(node),
            notation=str(graph.value(node, SKOS.notation) or local_name(node)),
            name=name(node),
            definition=definition(node),
            other_names=texts(node, SKOS.altLabel),
            broader=tuple(sorted(map(str, graph.objects(node, SKOS.broader)))),
        )
        for node in nodes
    ]


def _order(node: Node) -> tuple[int, str]:
    rank = load_graph().value(node, ZR.rank)
    return int(str(rank)) if rank is not None else 0, str(node)
