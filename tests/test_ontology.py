"""Every term is named and defined in two languages; nothing outside OWL 2 DL's data types."""

import re
from collections import Counter

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS, XSD

from zhunru.graph import load_graph
from zhunru.namespaces import ZR
from zhunru.resources import folder

ONTOLOGY = Graph().parse(folder("ontology") / "zhunru.ttl")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
TERMS = sorted(
    {
        node
        for kind in KINDS
        for node in ONTOLOGY.subjects(RDF.type, kind)
        if isinstance(node, URIRef)
    }
)
#: https://www.w3.org/TR/owl2-syntax/#Datatype_Maps, as far as the project uses them.
OWL_DATATYPES = {XSD.string, XSD.integer, XSD.decimal, XSD.boolean}


@pytest.mark.parametrize("term", TERMS)
def test_term_has_labels_and_definitions(term):
    for predicate in (RDFS.label, SKOS.definition):
        languages = Counter(text.language for text in ONTOLOGY.objects(term, predicate))
        assert languages == {"zh": 1, "en": 1}, predicate


def test_version_only_in_the_version_iri():
    (ontology,) = ONTOLOGY.subjects(RDF.type, OWL.Ontology)
    (version,) = ONTOLOGY.objects(ontology, OWL.versionIRI)
    assert str(version).startswith(f"{ontology}/")
    assert not re.search(r"/v?[0-9]", str(ZR))


def test_every_predicate_of_the_data_is_declared():
    declared = set(TERMS) | {RDF.type, RDF.first, RDF.rest, RDFS.label}
    builtin = (str(OWL), str(RDFS), str(XSD))
    used = {p for p in load_graph().predicates() if not str(p).startswith(builtin)}
    assert used <= declared


def test_every_class_of_the_data_is_declared():
    used = {kind for kind in load_graph().objects(None, RDF.type) if str(kind).startswith(str(ZR))}
    assert used <= set(TERMS)


def test_data_properties_keep_to_the_datatypes_of_owl():
    graph = load_graph()
    for property_ in ONTOLOGY.subjects(RDF.type, OWL.DatatypeProperty):
        for value in graph.objects(None, property_):
            assert isinstance(value, Literal)
            assert (value.datatype or XSD.string) in OWL_DATATYPES, (property_, value)


def test_every_concept_has_a_definition():
    graph = load_graph()
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    concepts = {node for node, scheme in graph.subject_objects(SKOS.inScheme) if scheme in schemes}
    assert len(concepts) > 300
    for concept in concepts:
        languages = {text.language for text in graph.objects(concept, SKOS.definition)}
        assert languages == {"zh", "en"}, concept
