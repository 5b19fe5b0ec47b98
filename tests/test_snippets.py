"""Saved queries as code: what is quoted comes back whole, and what is written runs.

R is not run here: its raw strings and the rest of the text are taken apart instead.
"""

import ast
import csv
import io
import re
import shlex
import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from serving_making import running
from typer.testing import CliRunner

from zhunru.ask import ask_trusted
from zhunru.cli import app
from zhunru.queries import QueryError, SavedQuery, saved_queries
from zhunru.remote import Endpoint
from zhunru.serving.dataset import dataset
from zhunru.snippet_languages import Language
from zhunru.snippets import LOCAL_ENDPOINT, snippet, text_snippet, with_prefixes

ODD = r'''甲"""状'腺\ $(touch x) `id` %{x} )-" )--" {[a,b]}'''
OVERLAPS = saved_queries()["overlaps"]


@pytest.fixture(scope="module")
def endpoint():
    with running(dataset=dataset()) as client:
        yield Endpoint(f"http://127.0.0.1:{client.port}/sparql")


def body(query, values=None):
    """The text that is to be sent, without the header."""
    kept = [line for line in query.bind(values).split("\n") if not line.startswith("#+")]
    return "\n".join(kept).strip() + "\n"


def string_in_python(code):
    (call,) = (
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", None) == "setQuery"
    )
    return ast.literal_eval(call.args[0])


def string_in_r(code):
    # R 的原始字符串到第一个同样的结尾为止。 A raw string ends at the first matching end.
    opened = re.search(r'r"(-+)\(\n', code)
    return code[opened.end() :].split(f'){opened[1]}"', 1)[0]


def string_in_shell(code):
    words = shlex.split(code, comments=True)
    return words[words.index("--data-urlencode") + 1].removeprefix("query=")


STRINGS = {
    Language.PYTHON: string_in_python,
    Language.R: string_in_r,
    Language.CURL: string_in_shell,
}


def run(code, language, folder):
    command = [sys.executable, "-c", code] if language is Language.PYTHON else ["sh", "-c", code]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    if language is Language.PYTHON:
        return [ast.literal_eval(line) for line in done.stdout.splitlines()]
    return list(csv.DictReader(io.StringIO(done.stdout)))


def expected(query, values=None):
    answer = ask_trusted(query.bind(values))
    return [
        {
            name: str(term)
            for name, term in zip(answer.columns, row, strict=True)
            if term is not None
        }
        for row in answer.rows
    ]


def filled(rows):
    """CSV writes nothing for the unbound."""
    return [{name: value for name, value in row.items() if value} for row in rows]


@pytest.mark.parametrize("language", Language)
def test_every_query_comes_back_whole(language):
    for query in saved_queries().values():
        assert STRINGS[language](snippet(query, language)) == body(query)


@pytest.mark.parametrize("language", Language)
def test_odd_values_stay_within_their_string(language):
    code = snippet(OVERLAPS, language, values={"keyword": ODD})
    assert STRINGS[language](code) == body(OVERLAPS, {"keyword": ODD})


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_no_value_ends_its_string_early(value):
    assume(not re.search(r"\\u", value, re.IGNORECASE))
    wanted = body(OVERLAPS, {"keyword": value})
    for language in Language:
        found = STRINGS[language](snippet(OVERLAPS, language, values={"keyword": value}))
        assert found == wanted, language


@pytest.mark.parametrize("language", [Language.PYTHON, Language.CURL])
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("procedures-by-title", {"years": 3}),
        ("overlaps", {"keyword": "甲状腺"}),
        ("overlaps", {"keyword": ODD}),
    ],
)
def test_it_runs(endpoint, language, name, values, tmp_path):
    query = saved_queries()[name]
    found = run(snippet(query, language, endpoint, values), language, tmp_path)
    wanted = expected(query, values)
    assert filled(found) == filled(wanted)
    assert bool(wanted) == (values.get("keyword") != ODD)
    assert not list(tmp_path.iterdir())


def test_the_code_of_every_query_gives_its_answer(endpoint, tmp_path, capsys):
    for query in saved_queries().values():
        exec(snippet(query, Language.PYTHON, endpoint), {})
        from_python = [ast.literal_eval(line) for line in capsys.readouterr().out.splitlines()]
        from_curl = run(snippet(query, Language.CURL, endpoint), Language.CURL, tmp_path)
        assert filled(from_python) == filled(from_curl) == filled(expected(query)), query.name


def test_all_queries_are_selects():
    """The Python snippet says so to SPARQLWrapper, and CSV holds nothing else."""
    for query in saved_queries().values():
        assert re.search(r"^SELECT\b", query.text, re.MULTILINE), query.name


def test_the_title_is_one_comment():
    query = SavedQuery("x", "y", "一行\n又一行 · two\nlines", "", (), (), "SELECT * { }")
    for language in Language:
        assert snippet(query, language).startswith("# 一行 又一行 · two lines\n")


def test_the_endpoint_of_this_machine_unless_given():
    for language in Language:
        assert LOCAL_ENDPOINT in snippet(OVERLAPS, language)


def test_an_address_with_quotes_is_quoted():
    address = "https://example.org/sparql?a='$b'"
    code = {language: snippet(OVERLAPS, language, Endpoint(address)) for language in Language}
    assert shlex.split(code[Language.CURL], comments=True)[-1] == address
    assert f'"{address}"' in code[Language.PYTHON] and f'"{address}"' in code[Language.R]


def test_a_named_graph_is_asked_for():
    named = Endpoint("http://localhost:1/q", "urn:x-graph:rules")
    code = {language: snippet(OVERLAPS, language, named) for language in Language}
    assert 'endpoint.addDefaultGraph("urn:x-graph:rules")\n' in code[Language.PYTHON]
    assert '`default-graph-uri` = "urn:x-graph:rules"' in code[Language.R]
    words = shlex.split(code[Language.CURL], comments=True)
    assert "default-graph-uri=urn:x-graph:rules" in words


@pytest.mark.parametrize("language", [Language.PYTHON, Language.CURL])
def test_another_graph_gives_another_answer(endpoint, language, tmp_path):
    elsewhere = Endpoint(endpoint.url, "urn:x-graph:empty")
    assert run(snippet(OVERLAPS, language, elsewhere), language, tmp_path) == []


def test_wrong_parameters_are_refused():
    with pytest.raises(QueryError, match="colour"):
        snippet(OVERLAPS, Language.R, values={"colour": "red"})


def test_the_python_needs_no_more_than_sparqlwrapper():
    tree = ast.parse(snippet(OVERLAPS, Language.PYTHON))
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert imported == ["SPARQLWrapper"]


def test_the_command_prints_code():
    arguments = ["ask", "overlaps", "-p", "keyword=甲状腺", "--endpoint", "http://localhost:1/q"]
    done = CliRunner().invoke(app, [*arguments, "--as", "curl"])
    assert done.exit_code == 0
    values, here = {"keyword": "甲状腺"}, Endpoint("http://localhost:1/q")
    assert done.stdout == snippet(OVERLAPS, Language.CURL, here, values)


@pytest.mark.parametrize("arguments", [["--as", "python"], ["--sparql", "-", "--as", "python"]])
def test_the_command_needs_a_saved_query(arguments):
    done = CliRunner().invoke(app, ["ask", *arguments], input="ASK {}")
    assert done.exit_code == 2
    assert "--as" in done.stderr


@pytest.mark.parametrize("address", ["sparql", "file:///etc/passwd", "http://me:secret@a/"])
def test_the_command_refuses_what_is_no_address(address):
    done = CliRunner().invoke(app, ["ask", "overlaps", "--as", "r", "--endpoint", address])
    assert done.exit_code == 2
    assert not done.stdout


# 自己写的查询 Queries of one's own

TITLES = "SELECT ?t ?l { ?t a zr:Title ; skos:prefLabel ?l }"


def test_prefixes_that_are_used_and_not_declared_are_declared():
    assert re.findall(r"PREFIX (\w+):", with_prefixes(TITLES)) == ["zr", "skos"]
    assert with_prefixes("ASK { <http://x/zr:> ?p ?o }").endswith("ASK { <http://x/zr:> ?p ?o }")
    mine = "prefix zr: <urn:mine> ASK { ?s a zr:X }"
    assert with_prefixes(mine) == mine
    assert with_prefixes("ASK {}") == "ASK {}"


@pytest.mark.parametrize("language", Language)
def test_a_text_comes_back_whole(language):
    text = f"ASK {{ ?s ?p '{ODD}' }}"
    assert STRINGS[language](text_snippet(text, "ask", language)) == text + "\n"


@pytest.mark.parametrize("language", [Language.PYTHON, Language.CURL])
def test_a_text_runs(endpoint, language, tmp_path):
    found = run(text_snippet(TITLES, "select", language, endpoint), language, tmp_path)
    answer = ask_trusted(TITLES)
    assert sorted(row["t"] for row in found) == sorted(str(row[0]) for row in answer.rows)


@pytest.mark.parametrize(
    ("text", "kind", "printed"),
    [
        ("ASK { ?t a zr:Title }", "ask", "true"),
        ("CONSTRUCT { ?t a zr:Title } { ?t a zr:Title }", "graph", "title/chief"),
    ],
)
def test_asks_and_graphs_run_too(endpoint, text, kind, printed):
    for language, program in (
        (Language.PYTHON, [sys.executable, "-c"]),
        (Language.CURL, ["sh", "-c"]),
    ):
        code = text_snippet(text, kind, language, endpoint)
        done = subprocess.run([*program, code], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        assert printed in done.stdout.lower()
