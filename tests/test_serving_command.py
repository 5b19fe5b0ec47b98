"""`zhunru serve` as people start it, asked by clients that others wrote."""

import http.client
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from serving_making import ENDLESS, Client, sparql_path, wait_until
from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper
from typer.testing import CliRunner

from zhunru.answer_formats import to_json
from zhunru.ask import ask
from zhunru.cli import app
from zhunru.namespaces import PREFIXES
from zhunru.queries import saved_query

ZHUNRU = Path(sys.executable).with_name("zhunru")
ROOT = Path(__file__).parents[1]
NODE = ROOT / "tests" / "node"

#: 四级手术、副主任医师满三年；甲状腺手术的重叠。 The two questions of the project's first users.
QUESTIONS = {
    "procedures-by-title": {"grade": "4", "title": "associate-chief", "years": 3},
    "overlaps": {"keyword": "甲状腺"},
}


@contextmanager
def serving(*options):
    """Start the command on any free port; yields the process and a client."""
    process = subprocess.Popen(
        [ZHUNRU, "serve", "--port", "0", *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        told = process.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:(\d+)/sparql", told)
        assert address, told + process.stderr.read()
        yield process, Client(int(address[1]))
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def endpoint():
    with serving() as (_, client):
        yield f"http://127.0.0.1:{client.port}/sparql"


def bindings(document):
    """The rows of a result, whatever the order of variables in each."""
    return [
        {name: (one["value"], one.get("xml:lang")) for name, one in row.items()}
        for row in document["results"]["bindings"]
    ]


@pytest.fixture(params=QUESTIONS)
def question(request):
    text = saved_query(request.param).bind(QUESTIONS[request.param])
    expected = bindings(json.loads(to_json(ask(text))))
    assert expected
    return text, expected


@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper_gets_the_answers(endpoint, question, method):
    text, expected = question
    client = SPARQLWrapper(endpoint, returnFormat=JSON)
    client.setMethod(method)
    client.setQuery(text)
    assert bindings(client.queryAndConvert()) == expected


def test_sparqlwrapper_gets_graphs(endpoint):
    client = SPARQLWrapper(endpoint, returnFormat=TURTLE)
    client.setQuery("CONSTRUCT { ?g a ?t } WHERE { ?g a zr:Grade ; a ?t }")
    assert f"{PREFIXES['grade']}4".encode() in client.queryAndConvert()


def test_comunica_gets_the_answers(endpoint, question):
    assert (NODE / "node_modules").is_dir(), "run: make node"
    text, expected = question
    run = subprocess.run(
        ["node", "ask.mjs", endpoint],
        input=text,
        capture_output=True,
        text=True,
        cwd=NODE,
        timeout=120,
        check=True,
    )
    # Comunica 4.5 自己写 JSON 时丢掉语言标签。 Its own JSON writer loses language tags.
    assert values(bindings(json.loads(run.stdout))) == values(expected)


def values(rows):
    return [{name: value for name, (value, _) in row.items()} for row in rows]


def test_the_documented_commands_work():
    """The page's requests, one after the other, at the endpoint that it starts last."""
    page = (ROOT / "docs" / "endpoint.md").read_text("utf-8")
    commands = "".join(re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
    lines = commands.splitlines()
    *_, start = [shlex.split(line) for line in lines if line.startswith("zhunru serve")]
    assert start[2:4] == ["--port", "8890"]
    requests = [line for line in lines if line.startswith("curl ")]
    assert len(requests) >= 5
    with serving(*start[4:]) as (_, client):
        for request in requests:
            run = subprocess.run(
                shlex.split(request.replace(":8890/", f":{client.port}/")),
                capture_output=True,
                text=True,
                cwd=ROOT,
                timeout=60,
            )
            assert run.returncode == 0, request + run.stderr
            assert len(run.stdout.splitlines()) > 1 or "bindings" in run.stdout


def process_ids_below(pid):
    """All processes below one, in any depth."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True)
    parents = dict(map(int, line.split()) for line in listed.stdout.splitlines())
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_let_running_queries_finish(number):
    with serving("--timeout", "2") as (process, client):
        below = process_ids_below(process.pid)
        assert len(below) >= 2
        connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=60)
        connection.request("GET", sparql_path(query=ENDLESS))
        client.wait_for_metric('zhunru_queries_running{lane="quick"}', 1)
        process.send_signal(number)
        assert connection.getresponse().status == 504
        logged, told = process.communicate(timeout=60)
        assert process.returncode == 0
        assert "Traceback" not in told
        assert 504 in [json.loads(line)["status"] for line in logged.splitlines()]
        wait_until(lambda: not any(map(is_alive, below)), "processes were left behind")


def test_nothing_outlives_a_killed_gateway():
    with serving() as (process, client):
        connection = http.client.HTTPConnection("127.0.0.1", client.port)
        connection.request("GET", sparql_path(query=ENDLESS))
        client.wait_for_metric('zhunru_queries_running{lane="quick"}', 1)
        below = process_ids_below(process.pid)
        process.kill()
        process.wait()
        wait_until(lambda: not any(map(is_alive, below)), "processes were left behind")
        connection.close()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--host", "0.0.0.0"], "须有令牌"),
        (["--token-file", "nowhere.txt"], "不存在"),
        (["--hospital", "nowhere"], "nowhere"),
    ],
)
def test_mistakes_are_told(options, told, monkeypatch):
    monkeypatch.delenv("ZHUNRU_TOKEN", raising=False)
    result = CliRunner().invoke(app, ["serve", *options])
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_taken_port_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["serve", "--port", port])
    assert result.exit_code == 2
    assert f"端口 {port}" in result.stderr


def test_the_token_comes_from_a_file_or_the_environment(tmp_path):
    path = tmp_path / "token"
    path.write_text("a-token-of-some-length\n", encoding="utf-8")
    shown = {"Authorization": "Bearer a-token-of-some-length"}
    with serving("--token-file", os.fspath(path)) as (_, client):
        assert client.get("ASK {}").status == 401
        assert client.send("GET", sparql_path(query="ASK {}"), None, shown).status == 200
