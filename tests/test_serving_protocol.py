"""The W3C SPARQL 1.1 Protocol tests that apply to a read-only endpoint, under their own names.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/ ; `docs/endpoint.md` lists those
that do not apply. Instead of documents on the web there are graphs of the same shape.
"""

import json

import pytest
from serving_making import DATA, running

BOOLEANS = {"application/sparql-results+json", "application/sparql-results+xml"}
TABLES = {*BOOLEANS, "text/csv", "text/tab-separated-values"}
GRAPHS = {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"}

HAS_BOTH = f"ASK {{ <{DATA[1]}> a ?type . <{DATA[2]}> a ?type }}"
NAMES_BOTH = f"ASK {{ GRAPH ?g1 {{ <{DATA[1]}> a ?t }} GRAPH ?g2 {{ <{DATA[2]}> a ?t }} }}"


@pytest.fixture(scope="module")
def endpoint():
    with running() as client:
        yield client


def is_true(answer):
    assert answer.status == 200, answer.text
    assert answer.media_type in BOOLEANS
    return json.loads(answer.body)["boolean"]


def test_query_get(endpoint):
    assert is_true(endpoint.get("ASK {}", default_graph_uri=DATA[0]))


def test_query_post_form(endpoint):
    assert is_true(endpoint.post_form("query=ASK%20%7B%7D", default_graph_uri=DATA[0]))


def test_query_post_direct(endpoint):
    assert is_true(endpoint.post("ASK {}", default_graph_uri=DATA[0]))


def test_query_dataset_default_graphs_get(endpoint):
    assert is_true(endpoint.get(HAS_BOTH, default_graph_uri=DATA[1:3]))


def test_query_dataset_default_graphs_post(endpoint):
    assert is_true(endpoint.post(HAS_BOTH, default_graph_uri=DATA[1:3]))


def test_query_dataset_named_graphs_get(endpoint):
    assert is_true(endpoint.get(NAMES_BOTH, named_graph_uri=DATA[1:3]))


def test_query_dataset_named_graphs_post(endpoint):
    assert is_true(endpoint.post(NAMES_BOTH, named_graph_uri=DATA[1:3]))


def test_query_dataset_full(endpoint):
    query = NAMES_BOTH.replace("{ GRAPH", f"{{ <{DATA[3]}> a ?t GRAPH", 1)
    assert is_true(endpoint.post(query, default_graph_uri=DATA[3], named_graph_uri=DATA[1:3]))


def test_query_multiple_dataset(endpoint):
    """What the request says overrides what the query says, in both kinds of graphs."""
    query = NAMES_BOTH.replace("ASK", f"ASK FROM <{DATA[3]}>")
    assert is_true(endpoint.post(query, named_graph_uri=DATA[1:3]))
    hidden = f"ASK FROM <{DATA[3]}> {{ <{DATA[3]}> a ?t }}"
    assert is_true(endpoint.post(hidden))
    assert not is_true(endpoint.post(hidden, named_graph_uri=DATA[1:3]))
    named = f"ASK FROM NAMED <{DATA[3]}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert is_true(endpoint.post(named))
    assert not is_true(endpoint.post(named, default_graph_uri=DATA[1]))


@pytest.mark.parametrize("accept", [None, *sorted(TABLES)])
def test_query_content_type_select(endpoint, accept):
    answer = endpoint.post("SELECT (1 AS ?value) {}", accept)
    assert answer.status == 200
    assert answer.media_type in (TABLES if accept is None else {accept})


@pytest.mark.parametrize("accept", [None, *sorted(BOOLEANS)])
def test_query_content_type_ask(endpoint, accept):
    answer = endpoint.post("ASK {}", accept)
    assert answer.media_type in (BOOLEANS if accept is None else {accept})


@pytest.mark.parametrize("accept", [None, *sorted(GRAPHS)])
@pytest.mark.parametrize(
    ("query", "told"),
    [
        (f"DESCRIBE <{DATA[1]}>", "http://xmlns.com/foaf/0.1/"),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", "https://w3id.org/zhunru/id/s"),
    ],
    ids=["describe", "construct"],
)
def test_query_content_type_describe_and_construct(endpoint, query, told, accept):
    answer = endpoint.post(query, accept, default_graph_uri=DATA[1])
    assert answer.status == 200
    assert answer.media_type in (GRAPHS if accept is None else {accept})
    assert told in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_bad_query_method(endpoint, method):
    answer = endpoint.send(method, "/sparql?query=ASK%20%7B%7D")
    assert answer.status == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "send",
    [
        lambda client: client.get(["ASK {}", "SELECT * {}"]),
        lambda client: client.post_form("query=ASK%20%7B%7D&query=ASK%20%7B%7D"),
        lambda client: client.post_form("query=ASK%20%7B%7D", query="ASK {}"),
        lambda client: client.send("GET", "/sparql"),
        lambda client: client.post_form(""),
    ],
)
def test_bad_multiple_queries_and_none(send, endpoint):
    assert send(endpoint).status == 400


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"ASK {}", {"Content-Type": "text/plain"}),
        (b"query=ASK%20%7B%7D", {}),
        (b"ASK {}", {}),
        ("ASK {}".encode("utf-16"), {"Content-Type": "application/sparql-query; charset=UTF-16"}),
        (b"ASK {}", {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}),
    ],
    ids=[
        "bad_query_wrong_media_type",
        "bad_query_missing_form_type",
        "bad_query_missing_direct_type",
        "bad_query_non_utf8",
        "compressed",
    ],
)
def test_bad_query_media_type(endpoint, body, headers):
    assert endpoint.send("POST", "/sparql", body, headers).status == 415


@pytest.mark.parametrize(
    "answer",
    [
        lambda client: client.send("GET", "/sparql?query=ASK%20%7B%7D%FF"),
        lambda client: client.post_form("query=%FF"),
        lambda client: client.send(
            "POST", "/sparql", b"ASK {} # \xff", {"Content-Type": "application/sparql-query"}
        ),
    ],
)
def test_what_is_no_utf8_is_told(endpoint, answer):
    assert answer(endpoint).status == 400
    assert "不是 UTF-8" in answer(endpoint).text


def test_bad_query_syntax(endpoint):
    answer = endpoint.get("ASK {")
    assert answer.status == 400
    assert answer.media_type == "text/plain"
    assert answer.text.startswith("查询第 1 行")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "查询是空的"),
        ("SELECT ?x { ?x nowhere:p 1 }", "前缀未声明"),
        ("SELECT ?x { ?x ?p ?y } GROUP BY ?y", "写错了"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "只回答查询"),
        ("LOAD <http://127.0.0.1:1/>", "只回答查询"),
        ("SELECT * { ?s ?p " + "(" * 5000, "嵌套过深"),
    ],
)
def test_bad_queries_are_explained_in_chinese(endpoint, query, told):
    answer = endpoint.post(query)
    assert answer.status == 400
    assert told in answer.text


@pytest.mark.parametrize(
    "send",
    [
        lambda client: client.send("GET", "/sparql?update=CLEAR%20ALL"),
        lambda client: client.post_form("update=CLEAR%20ALL"),
        lambda client: client.send(
            "POST", "/sparql", b"CLEAR ALL", {"Content-Type": "application/sparql-update"}
        ),
    ],
    ids=["bad_update_get", "update_post_form", "update_post_direct"],
)
def test_updates_are_refused(endpoint, send):
    assert send(endpoint).status == 405
    assert is_true(endpoint.get("ASK { ?s ?p ?o }"))


def test_from_fetches_nothing(endpoint):
    query = "ASK FROM <http://127.0.0.1:{port}/health> {{ ?s ?p ?o }}"
    assert not is_true(endpoint.get(query.format(port=endpoint.port)))


def test_head_answers_without_a_body(endpoint):
    answer = endpoint.send("HEAD", "/sparql?query=ASK%20%7B%7D")
    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) > 0
    assert answer.body == b""


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ("ASK {}", "image/png"),
        ("ASK {}", "text/turtle"),
        ("SELECT * {}", "application/sparql-results+json;q=0"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv"),
    ],
)
def test_formats_that_there_are_not(endpoint, query, accept):
    answer = endpoint.get(query, accept)
    assert answer.status == 406
    assert "可用的格式" in answer.text


def test_chinese_comes_back_as_it_went(endpoint):
    for accept in TABLES:
        answer = endpoint.post('SELECT ("四级手术，“副主任”" AS ?x) {}', accept)
        assert "四级手术，“副主任”" in answer.text
