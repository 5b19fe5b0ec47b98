"""Putting the graph into a store: whole or not at all."""

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic
from store_servers import free_port, oxigraph
from typer.testing import CliRunner

from zhunru import loading
from zhunru.ask import ask
from zhunru.cli import app
from zhunru.errors import UserError
from zhunru.loading import Method, chunks, load
from zhunru.remote import Endpoint, ask_endpoint, fetch_graph

OLD = "<urn:old> <urn:is> 1, 2, 3 ."
NEW = """
<urn:a> <urn:list> ( 1 [ <urn:b> "三级"@zh ] _:shared ) ; <urn:says> "\\"{}\\\\\\n" .
<urn:c> <urn:also> _:shared .
_:shared <urn:d> "P1Y"^^<http://www.w3.org/2001/XMLSchema#duration> .
<urn:e> <urn:f> <urn:g>, <urn:h>, <urn:i> .
"""
BESIDE = "urn:beside"


@pytest.fixture(scope="module")
def store():
    with oxigraph() as address:
        load(Endpoint(f"{address}/query", BESIDE), graph=turtle(OLD))
        yield f"{address}/query"


def turtle(text):
    return Graph().parse(data=text, format="turtle")


def graphs_of(url):
    rows = ask_endpoint(Endpoint(url), "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows
    return {str(one) for (one,) in rows}


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("graph", [None, "http://example.org/规则"])
def test_the_old_graph_is_replaced_and_no_other(store, method, graph):
    endpoint = Endpoint(store, graph)
    load(endpoint, method, graph=turtle(OLD))
    sent = []
    loaded = load(endpoint, method, graph=turtle(NEW), progress=sent.append)
    assert loaded.triples == len(turtle(NEW))
    assert sum(sent) in (loaded.triples, 2 * loaded.triples)
    assert isomorphic(fetch_graph(endpoint), turtle(NEW))
    assert isomorphic(fetch_graph(Endpoint(store, BESIDE)), turtle(OLD))
    assert graphs_of(store) <= {BESIDE, "http://example.org/规则"}


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("requests", range(3))
def test_what_fails_on_the_way_loses_nothing(store, monkeypatch, method, requests):
    endpoint = Endpoint(store, "urn:kept")
    load(endpoint, method, graph=turtle(OLD))
    send, done = loading._Sender.send, []

    def break_off(self, *request):
        done.append(request)
        if len(done) == requests + 1:
            raise UserError("断线")
        send(self, *request)

    monkeypatch.setattr(loading, "_CHUNK", 2)
    monkeypatch.setattr(loading._Sender, "send", break_off)
    # 第三个请求才断开时，gsp 已经换好，只剩清理。 By then gsp has replaced, and only clears up.
    replaced = method is Method.GSP and requests == 2
    with pytest.raises(UserError, match="断线"):
        load(endpoint, method, graph=turtle(NEW))
    assert isomorphic(fetch_graph(endpoint), turtle(NEW if replaced else OLD))
    assert not [one for one in graphs_of(store) if "incoming" in one]


@pytest.mark.parametrize("method", Method)
def test_a_store_that_keeps_a_part_only_is_found_out(store, monkeypatch, method):
    endpoint = Endpoint(store, "urn:kept")
    load(endpoint, method, graph=turtle(OLD))
    writer = loading._WRITERS[method]
    fill = writer.fill

    def forget_one(self, graph):
        fill(writer(self.sender, self.lines[:-1], self.progress), graph)

    monkeypatch.setattr(writer, "fill", forget_one)
    with pytest.raises(UserError, match="应有"):
        load(endpoint, method, graph=turtle(NEW))
    assert isomorphic(fetch_graph(endpoint), turtle(OLD))


@pytest.mark.parametrize(
    ("named", "sizes"), [(0, []), (1, [1]), (3, [3]), (4, [3, 1]), (6, [3, 3])]
)
def test_triples_are_sent_in_parts(monkeypatch, named, sizes):
    monkeypatch.setattr(loading, "_CHUNK", 3)
    lines = [f"<urn:{i}> <urn:p> <urn:o> .\n" for i in range(named)]
    assert [len(one) for one in chunks(lines)] == sizes
    assert [line for one in chunks(lines) for line in one] == lines


def test_triples_with_blank_nodes_stay_together(monkeypatch):
    monkeypatch.setattr(loading, "_CHUNK", 1)
    blank = ["_:a <urn:p> <urn:o> .\n", "<urn:s> <urn:p> _:a .\n", "<urn:s> <urn:q> _:b .\n"]
    plain = ['<urn:s> <urn:p> "_:a" .\n', "<urn:s> <urn:_:p> <urn:_:a> .\n"]
    assert list(chunks([blank[0], *plain, *blank[1:]])) == [blank, *([one] for one in plain)]


def test_the_command_loads_the_whole_graph(store):
    result = CliRunner().invoke(app, ["load", "--endpoint", store, "--graph", "urn:whole"])
    assert result.exit_code == 0, result.output
    triples = int(str(ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0]))
    assert f"{triples} 个三元组" in result.stdout
    assert "urn:whole" in result.stdout
    assert len(fetch_graph(Endpoint(store, "urn:whole"))) == triples


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--endpoint", "http://127.0.0.1:1/sparql"], "--write-to"),
        (["--endpoint", "http://127.0.0.1:1/query"], "连接不上"),
        (["--endpoint", "127.0.0.1:1/query"], "http://"),
        (["--endpoint", "http://127.0.0.1:1/query", "--write-to", "x"], "http://"),
        (["--endpoint", "http://127.0.0.1:1/query", "--graph", "x"], "绝对 IRI"),
        ([], "--endpoint"),
    ],
)
def test_mistakes_are_told(monkeypatch, arguments, words):
    monkeypatch.setattr(loading, "ntriples", lambda _: b"<urn:s> <urn:p> <urn:o> .\n")
    result = CliRunner().invoke(app, ["load", *arguments])
    assert result.exit_code == 2
    assert words in result.output


def test_a_store_that_does_not_take_writes_says_so(store):
    nowhere = f"http://127.0.0.1:{free_port()}/store"
    with pytest.raises(UserError, match=r"没有收下：连接不上"):
        load(Endpoint(store), write_to=nowhere, graph=turtle(NEW))
    with pytest.raises(UserError, match=r"没有收下"):
        load(Endpoint(store), write_to=store, graph=turtle(NEW))
