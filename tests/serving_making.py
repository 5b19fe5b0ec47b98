"""An endpoint on loopback for tests, in a thread of its own, and a client that hides nothing."""

import http.client
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import uvicorn

from zhunru.serving.app import create_app
from zhunru.serving.running import configured
from zhunru.serving.settings import Limits, Settings

#: Three documents, each in a graph that it names, as the W3C protocol tests have them.
DATA = [f"http://example.org/data/data{number}.rdf" for number in range(4)]
DOCUMENT = "http://xmlns.com/foaf/0.1/Document"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_NAMED = "".join(f"<{iri}> <{TYPE}> <{DOCUMENT}> <{iri}> .\n" for iri in DATA[1:])
_MANY = "".join(f'<urn:s:{n}> <urn:p> "{n}" .\n' for n in range(800))

#: Few triples, but enough for queries that would run for hours.
DATASET = (_NAMED + _MANY).encode()

#: Light, endless, and more than the memory allows.
LIGHT = "SELECT ?o { <urn:s:7> <urn:p> ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?c ?f"
WORDY = "SELECT * { ?a ?b ?c . ?d ?e ?f }"

LIMITS = Limits(seconds=20, workers=2, heavy=2, memory=256 * 2**20, result=2**20, queue=8)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def media_type(self):
        return self.headers.get_content_type()


class Client:
    """Sends requests to an endpoint, one connection each."""

    def __init__(self, port, app=None):
        self.port = port
        self.app = app

    def send(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, query, accept=None, **parameters):
        return self.send("GET", sparql_path(query=query, **parameters), None, accepting(accept))

    def post(self, query, accept=None, **parameters):
        """Send a query as it is."""
        headers = {"Content-Type": "application/sparql-query", **accepting(accept)}
        return self.send("POST", sparql_path(**parameters), query.encode(), headers)

    def post_form(self, body, **parameters):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", sparql_path(**parameters), body, headers)

    def metric(self, name):
        """A metric with its labels; 0 for what was not counted yet."""
        lines = self.send("GET", "/metrics").text.splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith(f"{name} "))

    def wait_for_metric(self, name, value):
        wait_until(lambda: self.metric(name) == value, f"{name} never became {value}")


def sparql_path(**parameters):
    """The path of the endpoint; underscores in names stand for hyphens, lists for repetition."""
    pairs = {name.replace("_", "-"): value for name, value in parameters.items()}
    return f"/sparql?{urlencode(pairs, doseq=True)}" if pairs else "/sparql"


def accepting(accept):
    return {} if accept is None else {"Accept": accept}


def wait_until(is_true, otherwise, tries=200):
    for _ in range(tries):
        if is_true():
            return
        time.sleep(0.05)
    raise AssertionError(otherwise)


@contextmanager
def running(settings=None, dataset=DATASET, log=None, routes=()):
    """Run an endpoint until the block ends."""
    settings = settings or Settings(limits=LIMITS)
    app = create_app(settings, dataset, routes, log=log or (lambda _: None))
    server = uvicorn.Server(configured(app, settings.limits))
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        wait_until(lambda: server.started or not thread.is_alive(), "it did not start")
        assert server.started
        yield Client(listener.getsockname()[1], app)
    finally:
        server.should_exit = True
        thread.join()
