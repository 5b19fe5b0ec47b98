"""A real server, an Oxigraph process on loopback, answers like the embedded engine."""

import pytest
from rdflib.compare import isomorphic
from remote_page import block_with, run
from store_servers import free_port, oxigraph
from typer.testing import CliRunner

from zhunru.ask import ask
from zhunru.cli import app
from zhunru.errors import UserError
from zhunru.exporting import export
from zhunru.loading import load
from zhunru.queries import QueryError, saved_queries
from zhunru.remote import Endpoint, ask_endpoint, fetch_graph
from zhunru.remote.terms import graph_of

GRAPH = "http://example.org/zhunru"


@pytest.fixture(scope="module")
def endpoint():
    """A server that keeps the knowledge graph in a named graph, and nothing elsewhere."""
    with oxigraph() as address:
        one = Endpoint(f"{address}/query", GRAPH)
        load(one)
        yield one


@pytest.mark.parametrize("name", saved_queries())
def test_saved_queries_give_the_same_answers(endpoint, name):
    text = saved_queries()[name].bind()
    there, here = ask_endpoint(endpoint, text), ask(text)
    assert there.columns == here.columns
    assert there.rows == here.rows


def test_ask_and_construct(endpoint):
    assert ask_endpoint(endpoint, "ASK { ?r a zr:Regulation }").truth is True
    assert ask_endpoint(endpoint, "ASK { ?r a zr:Nothing }").truth is False
    construct = "CONSTRUCT { ?g skos:prefLabel ?l } WHERE { ?g a zr:Grade ; skos:prefLabel ?l }"
    assert isomorphic(ask_endpoint(endpoint, construct).graph, ask(construct).graph)


@pytest.mark.parametrize(
    "text",
    [
        "# SELECT * {\nASK { ?r a zr:Regulation }",
        "BASE <http://example.org/#a> PREFIX ask: <http://example.org/select>\n"
        "# construct\nask { ?r a zr:Regulation }",
    ],
)
def test_the_kind_of_a_query_is_seen_behind_its_prologue(endpoint, text):
    assert ask_endpoint(endpoint, text).truth is True


def test_the_page_can_be_followed(tmp_path):
    block = block_with(":7878")
    with oxigraph() as address:
        told = run(block.replace("http://127.0.0.1:7878", address), tmp_path)
    assert "个三元组" in told
    assert (tmp_path / "rules.ttl").read_text(encoding="utf-8") == export("ttl")


def test_another_graph_of_the_store_is_not_looked_at(endpoint):
    elsewhere = Endpoint(endpoint.url)
    assert ask_endpoint(elsewhere, "ASK { ?r a zr:Regulation }").truth is False
    with pytest.raises(UserError, match="--graph"):
        fetch_graph(elsewhere)


def test_the_command_takes_an_endpoint(endpoint):
    arguments = ["ask", "procedures-by-title", "--format", "csv"]
    store = ["--endpoint", endpoint.url, "--graph", GRAPH]
    there = CliRunner().invoke(app, [*arguments, *store])
    assert there.exit_code == 0
    assert there.stdout == CliRunner().invoke(app, arguments).stdout


def test_a_graph_without_an_endpoint_is_a_mistake():
    result = CliRunner().invoke(app, ["ask", "procedures-by-title", "--graph", GRAPH])
    assert result.exit_code == 2
    assert "--endpoint" in result.output


def test_no_server_is_explained():
    address = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(QueryError, match=r"没有答复.*连接不上"):
        ask_endpoint(Endpoint(address), "ASK {}")


def test_a_wrong_address_is_explained(endpoint):
    wrong = Endpoint(endpoint.url.replace("/query", "/nowhere"))
    with pytest.raises(QueryError, match="请核对网址"):
        ask_endpoint(wrong, "ASK {}")


def test_service_is_refused_before_anything_is_sent():
    with pytest.raises(QueryError, match="SERVICE"):
        ask_endpoint(
            Endpoint("http://127.0.0.1:1/"), "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"
        )


def test_literals_keep_the_form_in_which_they_came():
    turtle = b'<a:a> <a:b> "01"^^<http://www.w3.org/2001/XMLSchema#integer>, "x", "y"@zh .'
    assert {one.n3() for one in graph_of(turtle).objects()} == {
        '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"x"',
        '"y"@zh',
    }


def test_an_answer_that_is_not_turtle_is_refused():
    with pytest.raises(ValueError, match="不是 Turtle"):
        graph_of(b"<html>")
