"""The descriptions count what there is, as counted by SPARQL."""

import pyoxigraph
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, SKOS, VOID

from zhunru.describing import CATALOGUE, DATASET, SD, File, dcat, service, void
from zhunru.graph import load_graph, load_store
from zhunru.namespaces import HOME, ZR
from zhunru.requirements import Label

URL = "http://127.0.0.1:7878/sparql"
COUNTS = {
    VOID.triples: "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    VOID.distinctSubjects: "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    VOID.distinctObjects: "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    VOID.classes: "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s a ?o }",
    VOID.properties: "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    VOID.entities: "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o "
    f'FILTER(STRSTARTS(STR(?s), "{HOME}")) }}',
}


@pytest.fixture(scope="module")
def described():
    return void(endpoint=URL)


def answer(query):
    return [[term.value for term in row] for row in load_store().query(query)]


@pytest.mark.parametrize("predicate", COUNTS)
def test_totals(described, predicate):
    ((count,),) = answer(COUNTS[predicate])
    assert list(described.objects(DATASET, predicate)) == [Literal(int(count))]


def test_every_class_is_counted(described):
    told = {
        (str(described.value(node, VOID["class"])), int(described.value(node, VOID.entities)))
        for node in described.objects(DATASET, VOID.classPartition)
    }
    rows = answer("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    assert told == {(one, int(count)) for one, count in rows}


def test_every_property_is_counted(described):
    told = {
        (
            str(described.value(node, VOID.property)),
            int(described.value(node, VOID.triples)),
            int(described.value(node, VOID.distinctSubjects)),
            int(described.value(node, VOID.distinctObjects)),
        )
        for node in described.objects(DATASET, VOID.propertyPartition)
    }
    rows = answer(
        "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?ss) (COUNT(DISTINCT ?o) AS ?os)"
        " { ?s ?p ?o } GROUP BY ?p"
    )
    assert told == {(row[0], *map(int, row[1:])) for row in rows}


def test_examples_and_vocabularies_are_in_the_graph(described):
    examples = list(described.objects(DATASET, VOID.exampleResource))
    assert len(examples) == 3
    assert all((one, None, None) in load_graph() for one in examples)
    vocabularies = {str(one) for one in described.objects(DATASET, VOID.vocabulary)}
    assert {str(ZR), str(SKOS)} <= vocabularies
    assert (DATASET, VOID.sparqlEndpoint, URIRef(URL)) in described


def test_an_empty_graph_has_nothing():
    described = void(Graph())
    assert described.value(DATASET, VOID.triples) == Literal(0)
    for predicate in (VOID.exampleResource, VOID.vocabulary, VOID.classPartition):
        assert not list(described.objects(DATASET, predicate))
    assert not list(described.objects(DATASET, VOID.sparqlEndpoint))


def test_titles_are_in_chinese_and_english(described):
    titles = {one.language: str(one) for one in described.objects(DATASET, DCTERMS.title)}
    assert titles["zh"].startswith("准入")
    assert "Zhunru" in titles["en"]


def test_the_record_links_catalogue_data_files_and_service():
    file = File("a.ttl", Label("图谱", "graph"), "text/turtle", 7, "0" * 64, f"{URL}/a.ttl")
    record = dcat([file], endpoint=URL)
    assert (CATALOGUE, DCAT.dataset, DATASET) in record
    (distribution,) = record.objects(DATASET, DCAT.distribution)
    assert (distribution, DCAT.downloadURL, URIRef(f"{URL}/a.ttl")) in record
    (api,) = record.objects(CATALOGUE, DCAT.service)
    assert (api, DCAT.endpointURL, URIRef(URL)) in record
    assert (api, DCAT.servesDataset, DATASET) in record


def test_without_files_and_endpoint_the_record_tells_of_none():
    record = dcat()
    assert not list(record.subjects(RDF.type, DCAT.Distribution))
    assert not list(record.subjects(RDF.type, DCAT.DataService))


def test_the_service_speaks_sparql_query_only():
    described = service(URL)
    (node,) = described.subjects(RDF.type, SD.Service)
    assert (node, SD.endpoint, URIRef(URL)) in described
    assert list(described.objects(node, SD.supportedLanguage)) == [SD.SPARQL11Query]
    default = described.value(described.value(node, SD.defaultDataset), SD.defaultGraph)
    assert described.value(default, VOID.triples) == Literal(len(load_graph()))


def test_result_formats_are_those_that_w3c_names():
    """https://www.w3.org/ns/formats/"""
    told = set(service(URL).objects(None, SD.resultFormat))
    known = [pyoxigraph.QueryResultsFormat.JSON, pyoxigraph.QueryResultsFormat.XML]
    known += [pyoxigraph.QueryResultsFormat.CSV, pyoxigraph.QueryResultsFormat.TSV]
    known += [pyoxigraph.RdfFormat.TURTLE, pyoxigraph.RdfFormat.N_TRIPLES]
    known += [pyoxigraph.RdfFormat.RDF_XML]
    iris = {URIRef(one.iri) for one in known}
    assert told == {*iris, URIRef("http://www.w3.org/ns/formats/JSON-LD")}
