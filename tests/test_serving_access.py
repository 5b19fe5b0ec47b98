"""Who may use the endpoint, what it reaches out to, and what it tells of itself."""

import io
import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from serving_making import LIGHT, LIMITS, running, sparql_path, wait_until

from zhunru.errors import UserError
from zhunru.serving.access_log import json_lines
from zhunru.serving.settings import Settings

TOKEN = "a-token-of-some-length"
ONE_WORKER = Settings(limits=replace(LIMITS, workers=1))


@pytest.fixture(scope="module")
def endpoint():
    with running() as client:
        yield client


@pytest.fixture(scope="module")
def guarded():
    settings = Settings(token=TOKEN, origins=("https://hospital.example",), limits=LIMITS)
    with running(settings) as client:
        yield client


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_listening_elsewhere_needs_a_token(host):
    with pytest.raises(UserError, match="须有令牌"):
        Settings(host=host)
    assert Settings(host=host, token=TOKEN).token == TOKEN


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_loopback_needs_none(host):
    assert Settings(host=host).token is None


@pytest.mark.parametrize("token", ["", "x" * 15, "令" * 16, "x" * 15 + "\n", "x x" * 8])
def test_a_weak_token_is_refused(token):
    assert Settings(token="x" * 16)
    with pytest.raises(UserError, match="16"):
        Settings(token=token)


@pytest.mark.parametrize(
    "shown",
    [None, "", "Bearer", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}"],
)
def test_without_the_token_nothing_is_answered(guarded, shown):
    headers = {} if shown is None else {"Authorization": shown}
    for path in (sparql_path(query=LIGHT), "/metrics", "/nowhere"):
        answer = guarded.send("GET", path, None, headers)
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert "令牌" in answer.text


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_with_the_token_queries_are_answered(guarded, scheme):
    headers = {"Authorization": f"{scheme} {TOKEN}"}
    assert guarded.send("GET", sparql_path(query=LIGHT), None, headers).status == 200


def test_health_needs_no_token(guarded):
    answer = guarded.send("GET", "/health")
    assert (answer.status, json.loads(answer.body)) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("127.0.0.1:8890", 200),
        ("[::1]:8890", 200),
        ("rebound.example", 400),
        ("rebound.example:8890", 400),
        ("127.0.0.1.rebound.example", 400),
        ("", 400),
    ],
)
def test_other_names_for_this_machine_are_refused(endpoint, host, status):
    path = sparql_path(query=LIGHT)
    assert endpoint.send("GET", path, None, {"Host": host}).status == status


def test_any_web_page_may_read_public_answers(endpoint):
    headers = {"Origin": "https://somewhere.example"}
    for answer in (
        endpoint.send("GET", sparql_path(query=LIGHT), None, headers),
        endpoint.send("GET", sparql_path(query="ASK {"), None, headers),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [("https://hospital.example", "https://hospital.example"), ("https://other.example", None)],
)
def test_only_listed_origins_may_read_others(guarded, origin, allowed):
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    preflight = guarded.send("OPTIONS", "/sparql", None, {"Origin": origin, **asked})
    shown = {"Origin": origin, "Authorization": f"Bearer {TOKEN}"}
    answer = guarded.send("GET", sparql_path(query=LIGHT), None, shown)
    assert preflight.headers["Access-Control-Allow-Origin"] == allowed
    assert answer.headers["Access-Control-Allow-Origin"] == allowed


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <{url}> { ?s ?p ?o } }",
        "SELECT * { sErViCe SILENT <{url}> { ?s ?p ?o } }",
        "SELECT * { BIND(<{url}> AS ?u) SERVICE ?u { ?s ?p ?o } }",
        "SELECT * { #\r S\\u0045RVICE <{url}> { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { { SERVICE <{url}> { ?s ?p ?o } } } }",
    ],
)
def test_no_service_is_reached(endpoint, listener, query):
    answer = endpoint.post(query.replace("{url}", listener.url))
    assert answer.status == 400
    assert "SERVICE" in answer.text
    assert listener.paths == []


def test_the_word_service_harms_nobody(endpoint):
    query = '# SERVICE\nSELECT ?service { BIND("SERVICE <urn:x> {}" AS ?service) }'
    assert endpoint.post(query).status == 200


def test_a_listed_service_is_reached_and_no_other(endpoint, listener):
    listed = f"http://127.0.0.1:{endpoint.port}/sparql"
    settings = Settings(services=frozenset({listed, listener.url}), limits=LIMITS)
    with running(settings, b"") as client:
        query = "SELECT ?o { SERVICE <%s> { <urn:s:7> <urn:p> ?o } }"
        assert "7" in client.get(query % listed, "text/csv").text
        assert client.get(query % f"{listed}/").status == 400
        # 名单上的端点把人引向别处，也不跟去。 Nobody follows a listed service elsewhere.
        assert client.get(query % listener.url).status == 500
    assert listener.paths == ["/listed"]


@pytest.fixture
def listener():
    """A server that redirects to itself, and remembers what was asked of it."""
    server = HTTPServer(("127.0.0.1", 0), _Redirecting)
    server.paths = []
    server.url = f"http://127.0.0.1:{server.server_port}/listed"
    threading.Thread(target=server.serve_forever).start()
    yield server
    server.shutdown()
    server.server_close()


class _Redirecting(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.paths.append(self.path)
        self.send_response(307)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET  # noqa: N815  http.server 的名字 its name in http.server

    def log_message(self, *_):
        pass


def logged(settings, *queries):
    """What the log holds after these queries, once everything is written."""
    log = io.StringIO()
    with running(settings, b"", json_lines(log)) as client:
        for query in queries:
            client.get(query)
            client.post(query)
    return log.getvalue()


def test_the_log_has_a_digest_and_no_query():
    text = logged(ONE_WORKER, 'ASK { FILTER("张三" = "李四") }', "ASK {")
    entries = [json.loads(line) for line in text.splitlines()]
    assert [(one["method"], one["status"]) for one in entries] == [
        ("GET", 200),
        ("POST", 200),
        ("GET", 400),
        ("POST", 400),
    ]
    first, second, *_, last = (one["digest"] for one in entries)
    assert first == second != last
    assert all(one["path"] == "/sparql" and one["size"] > 0 for one in entries)
    assert "张三" not in text


def test_the_log_has_the_query_when_asked():
    text = logged(replace(ONE_WORKER, log_queries=True), "ASK {} # 张三")
    assert [json.loads(line)["query"] for line in text.splitlines()] == ["ASK {} # 张三"] * 2


def test_metrics_are_text_for_prometheus(endpoint):
    bad = 'zhunru_requests_total{status="400"}'
    before = endpoint.metric(bad)
    endpoint.get("ASK {")
    wait_until(lambda: endpoint.metric(bad) > before, "it was not counted")
    answer = endpoint.send("GET", "/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert all(float(line.split()[-1]) >= 0 for line in lines)
    counts = [line.split()[-1] for line in lines if "seconds_bucket" in line]
    assert counts == sorted(counts, key=int)


def test_unknown_addresses_are_told(endpoint):
    answer = endpoint.send("GET", "/nowhere")
    assert answer.status == 404
    assert "没有这个地址" in answer.text
