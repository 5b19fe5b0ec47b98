"""把保存的查询写成可运行的程序：Python、R、curl。 Saved queries as programs that run as they are.

Parameters and endpoint are filled in and quoted for the language, so that nothing in a query or an
address can end a string early.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Mapping
from typing import Final

from zhunru.queries import SavedQuery
from zhunru.remote.endpoint import Endpoint
from zhunru.snippet_languages import Language

#: Where `zhunru serve` answers unless told otherwise.
LOCAL_ENDPOINT: Final = "http://127.0.0.1:8890/sparql"
#: The field of a request that names the graph to ask.
_GRAPH: Final = "default-graph-uri"

_HEADER: Final = re.compile(r"^#\+.*\n", re.MULTILINE)


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


def _python(title: str, text: str, endpoint: Endpoint) -> str:
    quoted = text.replace("\\", r"\\").replace('"""', r"\"\"\"")
    graph = f"endpoint.addDefaultGraph({json.dumps(endpoint.graph)})\n" if endpoint.graph else ""
    return f'''# {title}
# pip install SPARQLWrapper
from SPARQLWrapper import JSON, POST, SELECT, SPARQLWrapper

endpoint = SPARQLWrapper({json.dumps(endpoint.url)})
{graph}endpoint.setMethod(POST)
endpoint.setReturnFormat(JSON)
endpoint.setQuery("""\\
{quoted}""")
endpoint.queryType = SELECT
answer = endpoint.queryAndConvert()
for row in answer["results"]["bindings"]:
    print({{name: cell["value"] for name, cell in row.items()}})
'''


def _r(title: str, text: str, endpoint: Endpoint) -> str:
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
  req_headers(Accept = "text/csv") |>
  req_body_form(query = query{graph}) |>
  req_perform() |>
  resp_body_string(encoding = "UTF-8")
print(read.csv(text = answer))
'''


def _curl(title: str, text: str, endpoint: Endpoint) -> str:
    fields = [f"query={text}", *([f"{_GRAPH}={endpoint.graph}"] if endpoint.graph else [])]
    data = "".join(f"  --data-urlencode {shlex.quote(one)} \\\n" for one in fields)
    return (
        f"# {title}\n"
        "curl --silent --show-error --fail --globoff --header 'Accept: text/csv' \\\n"
        f"{data}"
        f"  {shlex.quote(endpoint.url)}\n"
    )


_WRITERS: Final[Mapping[Language, Callable[[str, str, Endpoint], str]]] = {
    Language.PYTHON: _python,
    Language.R: _r,
    Language.CURL: _curl,
}
