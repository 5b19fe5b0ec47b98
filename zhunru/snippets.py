"""把查询写成可运行的程序：Python、R、curl。 Queries as programs that run as they are.

Parameters and endpoint are filled in and quoted for the language, so that nothing in a query or an
address can end a string early.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Mapping
from typing import Final

from zhunru.ask import AnswerKind
from zhunru.namespaces import PREFIXES
from zhunru.queries import SavedQuery
from zhunru.remote.endpoint import Endpoint
from zhunru.snippet_languages import Language

#: Where `zhunru serve` answers unless told otherwise.
LOCAL_ENDPOINT: Final = "http://127.0.0.1:8890/sparql"
#: The field of a request that names the graph to ask.
_GRAPH: Final = "default-graph-uri"

_HEADER: Final = re.compile(r"^#\+.*\n", re.MULTILINE)
_DECLARED: Final = re.compile(r"\bPREFIX\s+([^\s:]*):", re.IGNORECASE)
_TITLE: Final = "自己写的查询 · A query of one's own"
_ACCEPT: Final[Mapping[AnswerKind, str]] = {
    "select": "text/csv",
    "ask": "application/sparql-results+json",
    "graph": "text/turtle",
}
_R_SHOWN: Final[Mapping[AnswerKind, str]] = {
    "select": "print(read.csv(text = answer))",
    "ask": "cat(answer)",
    "graph": "cat(answer)",
}
#: The format, what SPARQLWrapper is told the query is, and what is done with the answer.
_PYTHON: Final[Mapping[AnswerKind, tuple[str, str, str]]] = {
    "select": (
        "JSON",
        "SELECT",
        """answer = endpoint.queryAndConvert()
for row in answer["results"]["bindings"]:
    print({name: cell["value"] for name, cell in row.items()})
""",
    ),
    "ask": ("JSON", "ASK", 'print(endpoint.queryAndConvert()["boolean"])\n'),
    "graph": ("TURTLE", "CONSTRUCT", 'print(endpoint.query().response.read().decode("utf-8"))\n'),
}


def snippet(
    query: SavedQuery,
    language: Language,
    endpoint: Endpoint | None = None,
    values: Mapping[str, str | int] | None = None,
) -> str:
    """Write a saved query as a program that asks an endpoint.

    Args:
        query: The query.
        language: What to write it in.
        endpoint: A SPARQL endpoint; that of `zhunru serve` unless given. Credentials are left out.
        values: Values by parameter name; those left out take their defaults.

    Returns:
        The program: Python with SPARQLWrapper, R (4.1 or newer) with httr2, or a command for a
        POSIX shell with curl.

    Raises:
        QueryError: If a parameter is unknown, missing, or given a value it cannot take.
    """
    text = _HEADER.sub("", query.bind(values)).strip() + "\n"
    title = " ".join(query.summary.split())
    return _WRITERS[language](title, text, endpoint or Endpoint(LOCAL_ENDPOINT))


def text_snippet(
    text: str, kind: AnswerKind, language: Language, endpoint: Endpoint | None = None
) -> str:
    """Write a query of the user's own as a program that asks an endpoint.

    Args:
        text: SPARQL; the project's prefixes need not be declared.
        kind: What it answers with.
        language: What to write it in.
        endpoint: A SPARQL endpoint; that of `zhunru serve` unless given. Credentials are left out.

    Returns:
        The program, as `snippet` returns it; it prints rows, the truth of an ASK as JSON, or
        triples as Turtle.
    """
    whole = with_prefixes(text).strip() + "\n"
    return _WRITERS[language](_TITLE, whole, endpoint or Endpoint(LOCAL_ENDPOINT), kind)


def with_prefixes(text: str) -> str:
    """Declare the project's prefixes that a query uses and does not declare.

    Args:
        text: SPARQL.

    Returns:
        The text, declarations before it: any endpoint can read it.
    """
    declared = set(_DECLARED.findall(text))
    missing = [one for one in PREFIXES if one not in declared and _uses(text, one)]
    return "".join(f"PREFIX {one}: <{PREFIXES[one]}>\n" for one in missing) + text


def _uses(text: str, prefix: str) -> bool:
    return re.search(rf"(?<![\w:-]){re.escape(prefix)}:", text) is not None


def _python(title: str, text: str, endpoint: Endpoint, kind: AnswerKind = "select") -> str:
    quoted = text.replace("\\", r"\\").replace('"""', r"\"\"\"")
    graph = f"endpoint.addDefaultGraph({json.dumps(endpoint.graph)})\n" if endpoint.graph else ""
    form, query_type, shown = _PYTHON[kind]
    imported = ", ".join(sorted({form, "POST", query_type, "SPARQLWrapper"}))
    return f'''# {title}
# pip install SPARQLWrapper
from SPARQLWrapper import {imported}

endpoint = SPARQLWrapper({json.dumps(endpoint.url)})
{graph}endpoint.setMethod(POST)
endpoint.setReturnFormat({form})
endpoint.setQuery("""\\
{quoted}""")
endpoint.queryType = {query_type}
{shown}'''


def _r(title: str, text: str, endpoint: Endpoint, kind: AnswerKind = "select") -> str:
    dashes = "-"
    while f'){dashes}"' in text:
        dashes += "-"
    graph = f", `{_GRAPH}` = {json.dumps(endpoint.graph)}" if endpoint.graph else ""
    return f'''# {title}
# install.packages("httr2")
library(httr2)

query <- r"{dashes}(
{text}){dashes}"
answer <- request({json.dumps(endpoint.url)}) |>
  req_headers(Accept = "{_ACCEPT[kind]}") |>
  req_body_form(query = query{graph}) |>
  req_perform() |>
  resp_body_string(encoding = "UTF-8")
{_R_SHOWN[kind]}
'''


def _curl(title: str, text: str, endpoint: Endpoint, kind: AnswerKind = "select") -> str:
    fields = [f"query={text}", *([f"{_GRAPH}={endpoint.graph}"] if endpoint.graph else [])]
    data = "".join(f"  --data-urlencode {shlex.quote(one)} \\\n" for one in fields)
    return (
        f"# {title}\n"
        "curl --silent --show-error --fail --globoff "
        f"--header 'Accept: {_ACCEPT[kind]}' \\\n"
        f"{data}"
        f"  {shlex.quote(endpoint.url)}\n"
    )


_WRITERS: Final[Mapping[Language, Callable[..., str]]] = {
    Language.PYTHON: _python,
    Language.R: _r,
    Language.CURL: _curl,
}
