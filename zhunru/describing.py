"""数据集的自我描述：VoID、DCAT 与 SPARQL 服务描述。 What the data set says of itself.

VoID (https://www.w3.org/TR/void/) counts what the graph holds, DCAT 3
(https://www.w3.org/TR/vocab-dcat-3/) lists files and services, and a SPARQL 1.1 Service
Description tells what an endpoint can do. Every count is computed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, OWL, RDF, RDFS, SKOS, VOID, XSD
from rdflib.term import Node

from zhunru.data_version import data_version
from zhunru.graph import load_graph
from zhunru.namespaces import CV, ELI, HOME, ID, ZR, bind_prefixes
from zhunru.requirements import Label

DATASET: Final = ID["dataset/zhunru"]
CATALOGUE: Final = ID["dataset/catalogue"]

_TITLE: Final = Label("准入：医疗技术准入规定知识图谱", "Zhunru: medical-technology access rules")
_DESCRIPTION: Final = Label(
    "中国医疗技术准入规定的知识图谱：规范、条款、手术目录、承担者与条件，逐条注明出处。",
    "A knowledge graph of China's medical-technology access rules: regulations, clauses, "
    "catalogues, bearers and requirements, each with its source.",
)
_SERVICE_TITLE: Final = Label("准入 SPARQL 端点", "Zhunru SPARQL endpoint")
_LICENCE: Final = URIRef("https://creativecommons.org/licenses/by/4.0/")
_LANGUAGES: Final = ("zh", "en")
_VOCABULARIES: Final = tuple(map(str, (ZR, CV, ELI, SKOS, DCTERMS, RDFS, OWL)))
_EXAMPLES: Final = (ZR.Regulation, ZR.Criterion, ZR.Procedure)
"""每类举一例。 Kinds of which one stands as an example."""

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_LANGUAGE: Final = "http://id.loc.gov/vocabulary/iso639-1/"
_FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_RESULT_FORMATS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD"),
)


@dataclass(frozen=True)
class File:
    """一个可下载的文件。 A file that can be downloaded.

    Attributes:
        name: Its name.
        title: What it is.
        media_type: Its media type, such as `text/turtle`.
        size: Its size in bytes.
        sha256: Its SHA-256, 64 hexadecimal digits.
        url: Where it is; None if that is not known.
    """

    name: str
    title: Label
    media_type: str
    size: int
    sha256: str
    url: str | None = None


def void(graph: Graph | None = None, endpoint: str | None = None) -> Graph:
    """Describe a graph by VoID: size, classes, properties, vocabularies, examples.

    Args:
        graph: The graph; the shipped knowledge graph unless given.
        endpoint: The address of a SPARQL endpoint that holds it; none is named without.

    Returns:
        The description of `DATASET`.
    """
    graph = load_graph() if graph is None else graph
    described = _new()
    _about(described, DATASET, VOID.Dataset, _TITLE)
    _texts(described, DATASET, DCTERMS.description, _DESCRIPTION)
    described.add((DATASET, VOID.uriSpace, Literal(HOME)))
    for predicate, count in _totals(graph).items():
        described.add((DATASET, predicate, Literal(count)))
    _class_partitions(graph, described)
    _property_partitions(graph, described)
    used = {str(one) for one in (*graph.predicates(), *graph.objects(None, RDF.type))}
    for vocabulary in _VOCABULARIES:
        if any(one.startswith(vocabulary) for one in used):
            described.add((DATASET, VOID.vocabulary, URIRef(vocabulary)))
    for kind in _EXAMPLES:
        if example := min(graph.subjects(RDF.type, kind), default=None, key=str):
            described.add((DATASET, VOID.exampleResource, example))
    if endpoint:
        described.add((DATASET, VOID.sparqlEndpoint, URIRef(endpoint)))
    return described


def dcat(files: Iterable[File] = (), endpoint: str | None = None) -> Graph:
    """Describe the data set by DCAT: a catalogue of one data set, its files and its service.

    Args:
        files: The files in which it can be had.
        endpoint: The address of a SPARQL endpoint that serves it; no service without.

    Returns:
        The record. It tells no time of writing, so that it is the same for the same data.
    """
    record = _new()
    _about(record, CATALOGUE, DCAT.Catalog, _TITLE)
    record.add((CATALOGUE, DCAT.dataset, DATASET))
    _about(record, DATASET, DCAT.Dataset, _TITLE)
    _texts(record, DATASET, DCTERMS.description, _DESCRIPTION)
    for language in _LANGUAGES:
        record.add((DATASET, DCTERMS.language, URIRef(f"{_LANGUAGE}{language}")))
    _texts(record, DATASET, DCAT.keyword, Label("医疗技术准入", "medical-technology access"))
    for file in files:
        record.add((DATASET, DCAT.distribution, _distribution(record, file)))
    if endpoint:
        service = _service_node(endpoint)
        _about(record, service, DCAT.DataService, _SERVICE_TITLE)
        record.add((CATALOGUE, DCAT.service, service))
        record.add((service, DCAT.endpointURL, URIRef(endpoint)))
        record.add((service, DCAT.servesDataset, DATASET))
        record.add((service, DCTERMS.conformsTo, URIRef("http://www.w3.org/TR/sparql11-protocol/")))
    return record


def service(url: str, graph: Graph | None = None) -> Graph:
    """Describe a SPARQL endpoint by SPARQL 1.1 Service Description.

    Args:
        url: Its address.
        graph: Its default graph; the shipped knowledge graph unless given.

    Returns:
        The description: SPARQL 1.1 Query only, the formats of answers, the size of the graph.
    """
    graph = load_graph() if graph is None else graph
    described, node = _new(), _service_node(url)
    described.bind("sd", SD)
    described.bind("formats", _FORMATS)
    _about(described, node, SD.Service, _SERVICE_TITLE)
    described.add((node, SD.endpoint, URIRef(url)))
    described.add((node, SD.supportedLanguage, SD.SPARQL11Query))
    for name in _RESULT_FORMATS:
        described.add((node, SD.resultFormat, _FORMATS[name]))
    dataset, default = BNode(), BNode()
    described.add((node, SD.defaultDataset, dataset))
    described.add((dataset, RDF.type, SD.Dataset))
    described.add((dataset, SD.defaultGraph, default))
    described.add((default, RDF.type, SD.Graph))
    for predicate, count in _totals(graph).items():
        described.add((default, predicate, Literal(count)))
    return described


def _new() -> Graph:
    graph = bind_prefixes(Graph())
    for prefix, namespace in (("dcat", DCAT), ("dct", DCTERMS), ("void", VOID), ("spdx", SPDX)):
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph


def _service_node(url: str) -> URIRef:
    return URIRef(f"{url}#service")


def _about(graph: Graph, node: URIRef, kind: URIRef, title: Label) -> None:
    """Say what a thing is, its title, version and licence."""
    graph.add((node, RDF.type, kind))
    _texts(graph, node, DCTERMS.title, title)
    graph.add((node, DCTERMS.license, _LICENCE))
    graph.add((node, URIRef(f"{DCAT}version"), Literal(data_version())))


def _texts(graph: Graph, node: URIRef, predicate: URIRef, label: Label) -> None:
    graph.add((node, predicate, Literal(label.zh, lang="zh")))
    graph.add((node, predicate, Literal(label.en, lang="en")))


def _totals(graph: Graph) -> dict[URIRef, int]:
    subjects = set(graph.subjects())
    return {
        VOID.triples: len(graph),
        VOID.entities: sum(str(one).startswith(HOME) for one in subjects),
        VOID.classes: len(set(graph.objects(None, RDF.type))),
        VOID.properties: len(set(graph.predicates())),
        VOID.distinctSubjects: len(subjects),
        VOID.distinctObjects: len(set(graph.objects())),
    }


def _class_partitions(graph: Graph, described: Graph) -> None:
    members: dict[Node, set[Node]] = defaultdict(set)
    for node, kind in graph.subject_objects(RDF.type):
        members[kind].add(node)
    for kind, nodes in members.items():
        counts = {VOID.entities: len(nodes)}
        _add_partition(described, VOID.classPartition, (VOID["class"], kind), counts)


def _property_partitions(graph: Graph, described: Graph) -> None:
    pairs: dict[Node, list[tuple[Node, Node]]] = defaultdict(list)
    for subject, predicate, value in graph:
        pairs[predicate].append((subject, value))
    for predicate, found in pairs.items():
        counts = {
            VOID.triples: len(found),
            VOID.distinctSubjects: len({subject for subject, _ in found}),
            VOID.distinctObjects: len({value for _, value in found}),
        }
        _add_partition(described, VOID.propertyPartition, (VOID.property, predicate), counts)


def _add_partition(
    described: Graph, relation: URIRef, of: tuple[URIRef, Node], counts: dict[URIRef, int]
) -> None:
    node = BNode()
    described.add((DATASET, relation, node))
    described.add((node, *of))
    for predicate, count in counts.items():
        described.add((node, predicate, Literal(count)))


def _distribution(record: Graph, file: File) -> URIRef:
    node = ID[f"distribution/{file.name}"]
    record.add((node, RDF.type, DCAT.Distribution))
    _texts(record, node, DCTERMS.title, file.title)
    record.add((node, DCTERMS.identifier, Literal(file.name)))
    record.add((node, DCTERMS.license, _LICENCE))
    record.add((node, DCAT.mediaType, URIRef(f"{_IANA}{file.media_type}")))
    record.add((node, DCAT.byteSize, Literal(str(file.size), datatype=XSD.nonNegativeInteger)))
    checksum = BNode()
    record.add((node, SPDX.checksum, checksum))
    record.add((checksum, RDF.type, SPDX.Checksum))
    record.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    record.add((checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)))
    if file.url:
        record.add((node, DCAT.downloadURL, URIRef(file.url)))
    return node
