"""Every IRI of ours has a page and RDF, and pages lead nowhere that is not there."""

import re
from html import unescape
from itertools import pairwise

import pyoxigraph
import pytest
from linked_data_making import (
    HOME_HERE,
    HTML,
    TURTLE,
    graph_of,
    inner_links,
    our_iris,
    page_of,
    store_of,
    whole_store,
    written,
)
from rdflib import RDF, RDFS, Graph, Literal, URIRef

from zhunru.graph import load_graph
from zhunru.linked_data.places import DCAT, FORMS, ONTOLOGY, SERVICE, VOID, address_of
from zhunru.linked_data.rules import requirements
from zhunru.linked_data.statements import PAGE_SIZE
from zhunru.namespaces import CV, EVIDENCE, HOME, ID, SHAPE, ZR
from zhunru.reading import criteria
from zhunru.serving.dataset import HOSPITAL_GRAPH
from zhunru.serving.negotiation import GRAPH_TYPES
from zhunru.show import describe
from zhunru.wording import sentence

MARKUP = '<script>alert("1")</script>'
PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
ODD = [
    "id/procedure/鼻③（试行）",
    "id/procedure/%E9%BC%BB",
    "id/procedure/a'b&c;d=e,f+g",
    "id/procedure/v1.2.html.x",
    "ontology#Ünlike",
]


def test_every_iri_has_a_page_and_no_link_is_dead():
    # 形状与证据由条件编译而来，彼此相像，取其二十分之一。
    # Shapes and evidence are compiled and resemble each other: one in twenty will do.
    compiled = sorted(iri for iri in our_iris() if iri.startswith((str(SHAPE), str(EVIDENCE))))
    chosen = (our_iris() - set(compiled)) | set(compiled[::20])
    links = set()
    for iri in chosen:
        page = page_of(iri)
        assert f"<code>{iri}</code>" in unescape(page) or iri == f"{HOME}ontology"
        assert "<h2>" in page, iri
        links |= inner_links(page)
    there = {address_of(iri) for iri in our_iris()} | {"/", VOID, DCAT, ONTOLOGY, "/style.css"}
    gone = {
        link
        for link in links
        if re.sub(r"\.(html|ttl|jsonld|rdf|nt)(\?.*)?$", "", link) not in there
        and link not in there
    }
    assert gone == set()
    assert any("?via=" in link for link in links)


def test_every_iri_has_rdf_that_speaks_of_it():
    store = whole_store()
    for iri in our_iris():
        node = pyoxigraph.NamedNode(iri)
        reply = written(address_of(iri), "application/n-triples")
        assert reply.status == 200, iri
        if iri != f"{HOME}ontology":
            triples = list(pyoxigraph.parse(reply.body, format=pyoxigraph.RdfFormat.N_TRIPLES))
            expected = sum(
                1
                for subject, value in ((node, None), (None, node))
                for _ in store.quads_for_pattern(subject, None, value)
            )
            about = sum(1 for one in triples for end in (one.subject, one.object) if end == node)
            assert about == expected > 0, iri


def test_no_iri_ends_like_a_document():
    assert not [iri for iri in our_iris() if iri.rpartition(".")[2] in FORMS]


@pytest.mark.parametrize("iri", [ZR.Threshold, ZR.Requirement, ID["grade/4"], ID["role/mentor"]])
def test_descriptions_hold_blank_nodes_whole(iri):
    """What is said of a blank node is there as in the graph, in both directions."""
    described, whole = graph_of(str(iri)), load_graph()
    for node in set(described.all_nodes()):
        if type(node).__name__ == "BNode":
            assert list(described.predicate_objects(node))
    assert {(p, o) for p, o in described.predicate_objects(iri) if isinstance(o, URIRef)} == {
        (p, o) for p, o in whole.predicate_objects(iri) if isinstance(o, URIRef)
    }


@pytest.mark.parametrize("path", ["/id/grade/4", "/ontology", "/ontology/Threshold", DCAT, SERVICE])
def test_all_forms_say_the_same(path):
    said = []
    for media_type in list(FORMS.values())[1:]:
        reply = written(path, media_type)
        assert (reply.status, reply.media_type) == (200, media_type)
        quads = pyoxigraph.Dataset(pyoxigraph.parse(reply.body, format=GRAPH_TYPES[media_type]))
        quads.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        said.append(quads)
    assert len(said[0]) > 10
    assert all(quads == said[0] for quads in said)


def test_requirements_are_told_in_words_with_clause_and_quote():
    for iri, one in list(requirements().items())[::25]:
        page = unescape(page_of(iri))
        words = one.label if one.children else sentence(one)
        assert words.zh in page and words.en in page, iri
        for clause in one.clauses:
            assert f'href="{address_of(clause.iri)}"' in page
        for quote in one.quotes:
            assert f"<q>{quote}</q>" in page


def test_the_page_of_a_criterion_tells_what_it_extends_and_what_meets_it():
    extending = next(one for one in criteria().values() if one.extends)
    page = unescape(page_of(extending.iri))
    for criterion in extending.closure:
        for one in criterion.requirements:
            assert f'href="{address_of(one.iri)}"' in page
    assert "引用它的" in unescape(page_of(extending.extends[0].iri))


def test_the_page_of_a_procedure_tells_what_binds_it_and_nothing_else():
    iri = next(iri for iri in sorted(our_iris()) if "/procedure/nasal-endoscopy-2019/grade4" in iri)
    bound = re.findall(r'<h3><a href="(/id/criterion/[^"]+)"', page_of(iri))
    assert {"institution-grade4", "operator-grade4"} <= {one.rpartition("/")[2] for one in bound}
    assert set(bound) == {address_of(one.iri) for one in describe(iri).criteria}


def test_the_page_of_a_clause_quotes_what_was_read_from_it():
    one = next(one for one in requirements().values() if one.quotes and one.clauses)
    page = unescape(page_of(one.clauses[0].iri))
    assert f"<q>{one.quotes[0]}</q>" in page
    assert f'href="{address_of(one.iri)}"' in page


def test_evidence_leads_to_the_requirements_that_ask_for_it():
    page = page_of(f"{ID}evidence/independent-cases.nasal-endoscopy.grade3")
    assert '<a href="/id/requirement/nasal-endoscopy-2019/' in page


def test_pages_of_what_refers_to_a_thing_name_each_once():
    grade, via = f"{ID}grade/4", str(ZR.grade)
    said = {str(one) for one in load_graph().subjects(ZR.grade, URIRef(grade))}
    address = f"/id/grade/4?via={via.replace('#', '%23')}"
    found = []
    for number in range(1, 99):
        reply = written(f"{address}&page={number}")
        if reply.status == 404:
            break
        items = re.findall(r'<li>\s*<a href="([^"]+)"', reply.body.decode())
        assert len(items) <= PAGE_SIZE
        found += items
    assert len(found) > PAGE_SIZE
    assert len(set(found)) == len(found)
    assert set(found) >= {address_of(iri) for iri in said}
    assert 'rel="next"' not in written(f"{address}&page={number - 1}").body.decode()


@pytest.mark.parametrize("page", ["0", "-1", "10000000", "①", "1.5", "", "9" * 5000])
def test_pages_that_are_not_there(page):
    address = f"/id/grade/4?via={str(ZR.grade).replace('#', '%23')}&page={page}"
    # 空的等于没写。 Left empty is not given.
    assert written(address).status == (200 if page == "" else 404)


def test_an_unknown_property_leads_nowhere():
    assert written("/id/grade/4?via=urn:x").status == 404
    assert written("/id/grade/4?via=javascript:alert(1)").status == 404


def test_markup_in_labels_is_text():
    iri = f"{ID}procedure/bad"
    lines = [
        f'<{iri}> <{PREF_LABEL}> "{MARKUP.replace(chr(34), chr(92) + chr(34))}"@zh .',
        f'<{iri}> <{ZR.quote}> "\\" onclick=\\"alert(1)"@zh .',
        f"<{iri}> <{RDFS.seeAlso}> <javascript:alert(1)> .",
        f"<{ID}procedure/other> <{ZR.section}> <{iri}> .",
        f'<{ID}procedure/other> <{PREF_LABEL}> "{MARKUP.replace(chr(34), chr(39))}"@en .',
    ]
    store = store_of("\n".join(lines).encode())
    for page in (page_of(iri, store), page_of(f"{ID}procedure/other", store)):
        assert "<script" not in page
        assert 'href="javascript' not in page
        assert 'onclick="' not in page
        assert "alert" in page
    missing = written("/id/procedure/%3Cscript%3Ealert(1)%3C/script%3E", HTML, store)
    assert missing.status == 404
    assert b"<script" not in missing.body


@pytest.mark.parametrize("rest", ODD)
def test_odd_iris_are_answered(rest):
    iri = HOME + rest
    store = store_of(f'<{iri}> <{PREF_LABEL}> "奇怪"@zh .'.encode())
    address = address_of(iri)
    assert address.isascii()
    assert "奇怪" in written(address, HTML, store).body.decode()
    assert written(address, TURTLE, store).status == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/id/", "/id/grade", "/id/grade/4/", "/id/grade/%34x", "/id/../ontology", "/id/%2e%2e"),
        *("/id/%00", "/id/%ff%fe", "/id/grade/4%20", "/id/a%3Eb", "/ontology/", "/ontology/nope"),
        *("/id/%E9%BC%BB", "/id/" + "x" * 5000),
    ],
)
def test_what_is_not_there_is_not_found_in_any_form(path):
    page = written(path)
    assert page.status == 404
    assert "没有这一项" in page.body.decode()
    assert written(path, TURTLE).status == 404


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("/id/procedure/nasal-endoscopy-2019/grade4/1.1.l", "nasal-endoscopy-2019/grade4/1.1"),
        ("/id/technique/nasal-endoscopi", "/id/technique/nasal-endoscopy"),
        ("/ontology/Treshold", "/ontology/Threshold"),
        ("/id/title/副主任医师", "/id/title/associate-chief"),
    ],
)
def test_near_matches_are_offered(wanted, near):
    links = re.findall(r'<li>\s*<a href="([^"]+)"', written(wanted).body.decode())
    assert 0 < len(links) <= 8
    assert near in "".join(links)


def test_a_hospital_is_never_met():
    """Whatever a hospital's graph says stays out of every document."""
    secret = f"{ID}hospital/secret"
    quads = (
        f'<{ID}grade/4> <{PREF_LABEL}> "四级"@zh .\n'
        f'<{ID}grade/4> <{PREF_LABEL}> "某院"@zh <{HOSPITAL_GRAPH}> .\n'
        f"<{secret}> <{ZR.grade}> <{ID}grade/4> <{HOSPITAL_GRAPH}> .\n"
    )
    store = store_of(quads.encode())
    for media_type in (HTML, TURTLE):
        for path in ("/id/grade/4", ONTOLOGY, DCAT):
            text = written(path, media_type, store).body.decode()
            assert "某院" not in text and "secret" not in text
        assert written("/id/hospital/secret", media_type, store).status == 404


def test_the_description_of_the_data_set_counts_what_is_served():
    described = Graph().parse(data=written(VOID, TURTLE).body, format="turtle")
    dataset = ID["dataset/zhunru"]
    void = "http://rdfs.org/ns/void#"
    rules = sum(1 for quad in whole_store() if str(quad.graph_name) == "DEFAULT")
    assert described.value(dataset, URIRef(f"{void}triples")) == Literal(rules)
    partitions = {
        described.value(one, URIRef(f"{void}class")): described.value(
            one, URIRef(f"{void}entities")
        )
        for one in described.objects(dataset, URIRef(f"{void}classPartition"))
    }
    procedures = set(load_graph().subjects(RDF.type, ZR.Procedure))
    assert partitions[ZR.Procedure] == Literal(len(procedures))
    endpoint = described.value(dataset, URIRef(f"{void}sparqlEndpoint"))
    assert endpoint == URIRef(f"{HOME_HERE}/sparql")
    assert f"<code>{dataset}</code>" in written(VOID).body.decode()


def test_the_service_description_names_the_graph_of_shapes():
    described = Graph().parse(data=written(SERVICE, TURTLE).body, format="turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    names = set(described.objects(None, URIRef(f"{sd}name")))
    assert names == {URIRef(f"{ID}graph/shapes")}


def test_the_start_page_leads_to_every_regulation_and_counts_kinds():
    page = written(SERVICE).body.decode()
    regulations = set(load_graph().subjects(RDF.type, ZR.Regulation))
    assert {address_of(str(one)) for one in regulations} <= inner_links(page)
    count = len(set(load_graph().subjects(RDF.type, ZR.Criterion)))
    assert re.search(rf'/ontology/Criterion".*\n?.*<td class="number">{count}</td>', page)
    assert '<form action="/sparql" method="get">' in page


@pytest.mark.parametrize(
    "path", ["/id/grade/4", ONTOLOGY, SERVICE, DCAT, "/id/nothing", "/ontology/Threshold"]
)
def test_pages_are_plain_documents(path):
    """They fetch nothing but the style sheet, run nothing, and have one heading at the top."""
    page = written(path).body.decode()
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert page.count("<h1>") == 1
    assert not re.search(r"<(script|img|iframe|object|embed|video|audio|base)\b", page)
    assert not re.search(r"\bsrc=|\bstyle=", page)
    fetched = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert fetched == ["/style.css"]
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_requirements_know_where_they_come_from_both_ways():
    one = next(one for one in requirements().values() if one.clauses)
    described = graph_of(one.clauses[0].iri)
    assert (URIRef(one.iri), CV.isDerivedFrom, URIRef(one.clauses[0].iri)) in described
