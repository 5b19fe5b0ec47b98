"""A real server, an Oxigraph process on loopback, answers like the embedded engine."""

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from rdflib.compare import isomorphic
from typer.testing import CliRunner

from zhunru.ask import ask
from zhunru.cli import app
from zhunru.exporting import export
from zhunru.queries import QueryError, saved_queries
from zhunru.remote import ask_endpoint


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    (folder / "zhunru.ttl").write_text(export("ttl"), encoding="utf-8")
    oxigraph = Path(sys.executable).with_name("oxigraph")
    place = ["--location", folder / "store"]
    load = [oxigraph, "load", *place, "--file", folder / "zhunru.ttl"]
    subprocess.run(load, check=True, capture_output=True, timeout=60)
    address = f"127.0.0.1:{free_port()}"
    server = subprocess.Popen(
        [oxigraph, "serve-read-only", *place, "--bind", address],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://{address}/", server)
        yield f"http://{address}/query"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(url, server):
    for _ in range(100):
        assert server.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")


@pytest.mark.parametrize("name", saved_queries())
def test_saved_queries_give_the_same_answers(endpoint, name):
    text = saved_queries()[name].bind()
    there, here = ask_endpoint(endpoint, text), ask(text)
    assert there.columns == here.columns
    assert there.rows == here.rows


def test_ask_and_construct(endpoint):
    assert ask_endpoint(endpoint, "ASK { ?r a zr:Regulation }").truth is True
    construct = "CONSTRUCT { ?g skos:prefLabel ?l } WHERE { ?g a zr:Grade ; skos:prefLabel ?l }"
    assert isomorphic(ask_endpoint(endpoint, construct).graph, ask(construct).graph)


def test_the_command_takes_an_endpoint(endpoint):
    arguments = ["ask", "procedures-by-title", "--format", "csv"]
    there = CliRunner().invoke(app, [*arguments, "--endpoint", endpoint])
    assert there.exit_code == 0
    assert there.stdout == CliRunner().invoke(app, arguments).stdout


def test_no_server_is_explained():
    address = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(QueryError, match="没有答复"):
        ask_endpoint(address, "ASK {}")


def test_service_is_refused_before_anything_is_sent():
    with pytest.raises(QueryError, match="SERVICE"):
        ask_endpoint("http://127.0.0.1:1/", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")
