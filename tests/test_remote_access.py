"""How a store is named and how it lets in: addresses, credentials, and what goes over the wire."""

from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest

from zhunru.errors import UserError
from zhunru.queries import QueryError
from zhunru.remote import Access, Endpoint, ask_endpoint, endpoint_from_environment

YES = b'{"head": {}, "boolean": true}'
USER, PASSWORD = "ZHUNRU_ENDPOINT_USER", "ZHUNRU_ENDPOINT_PASSWORD"
TOKEN, DIGEST = "ZHUNRU_ENDPOINT_TOKEN", "ZHUNRU_ENDPOINT_DIGEST"
BASIC = f"Basic {b64encode('某人:密 码'.encode()).decode()}"


@contextmanager
def server(status=200, body=YES):
    """A server that gives one answer to everything; yield its address and what it was sent."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            seen.append((dict(self.headers), self.rfile.read(length).decode()))
            self.send_response(status)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    one = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=one.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{one.server_port}/sparql", seen
    finally:
        one.shutdown()
        thread.join()
        one.server_close()


@pytest.mark.parametrize(
    ("variables", "sent"),
    [
        ({}, None),
        ({USER: "某人", PASSWORD: "密 码"}, BASIC),
        ({TOKEN: "abc"}, "Bearer abc"),
        ({USER: "某人", PASSWORD: "密 码", DIGEST: "0"}, BASIC),
        ({USER: "某人", PASSWORD: "密 码", DIGEST: "1"}, None),
    ],
)
def test_credentials_come_from_the_environment(variables, sent):
    with server() as (url, seen):
        access = Access.from_environment(variables)
        assert ask_endpoint(Endpoint(url, access=access), "ASK {}").truth is True
    assert seen[0][0].get("Authorization") == sent


@pytest.mark.parametrize(
    "variables",
    [{USER: "a"}, {PASSWORD: "b"}, {TOKEN: "t", USER: "a", PASSWORD: "b"}],
)
def test_half_of_the_credentials_is_a_mistake(variables):
    with pytest.raises(UserError, match=USER):
        Access.from_environment(variables)


def test_secrets_are_not_shown():
    assert "secret" not in repr(Access("a", "secret-1", "secret-2"))


def test_the_graph_is_asked_for_by_protocol():
    with server() as (url, seen):
        ask_endpoint(Endpoint(url, "http://example.org/图"), "ASK {}")
        ask_endpoint(Endpoint(url), "ASK {}")
    assert parse_qs(seen[0][1])["default-graph-uri"] == ["http://example.org/图"]
    assert "default-graph-uri" not in parse_qs(seen[1][1])


@pytest.mark.parametrize(
    "address", ["http://me:secret@example.org/sparql", "http://me@example.org"]
)
def test_no_password_in_an_address(address):
    with pytest.raises(UserError, match="环境变量") as caught:
        Endpoint(address)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("graph", ["default", "", "http://a b", "http://a>", "relative/path", ":x"])
def test_a_graph_is_named_by_an_iri(graph):
    with pytest.raises(UserError, match="绝对 IRI"):
        Endpoint("http://example.org/sparql", graph)


def test_the_environment_may_name_the_endpoint():
    assert endpoint_from_environment({}) is None
    assert endpoint_from_environment({"ZHUNRU_ENDPOINT": ""}) is None
    one = Endpoint("http://example.org/sparql", "urn:g")
    assert endpoint_from_environment(one.variables) == one
    assert endpoint_from_environment(Endpoint(one.url).variables) == Endpoint(one.url)


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (400, "第 1 行有错".encode(), "读不懂这个请求（第 1 行有错）"),
        (401, b"", "要求登录"),
        (403, b"", "不许"),
        (404, b"<html>not here</html>", "请核对网址"),
        (500, b"out of memory", "HTTP 500（out of memory）"),
        (503, b"", "正忙"),
        (200, b"<html>welcome</html>", "没有答复"),
        (200, b"", "没有答复"),
    ],
)
def test_what_a_server_says_is_told_in_words(status, body, words):
    with server(status, body) as (url, _), pytest.raises(QueryError) as caught:
        ask_endpoint(Endpoint(url), "ASK {}")
    assert words in str(caught.value)
    assert "b'" not in str(caught.value)
    assert "<html>" not in str(caught.value)


def test_a_long_reply_is_cut():
    with server(400, b"x" * 5000) as (url, _), pytest.raises(QueryError) as caught:
        ask_endpoint(Endpoint(url), "ASK {}")
    assert len(str(caught.value)) < 1000
