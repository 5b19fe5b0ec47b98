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
from urllib.parse import urlsplit

from zhunru.errors import UserError
from zhunru.queries import SavedQuery
from zhunru.snippet_languages import Language

#: Where `zhunru serve` answers unless told otherwise.
LOCAL_ENDPOINT: Final = "http://127.0.0.1:8890/sparql"

_HEADER: Final = re.compile(r"^#\+.*\n", re.MULTILINE)
_NOT_IN_AN_ADDRESS: Final = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`]")


def snippet(
    query: SavedQuery,
    language: Language,
    endpoint: str | None = None,
    values: Mapping[str, str | int] | None = None,
) -> str:
    """Write a saved query as a program that asks an endpoint.

    Args:
        query: The query.
        language: What to write it in.
        endpoint: The address of a SPARQL endpoint; that of `zhunru serve` unless given.
        values: Values by parameter name; those left out take their defaults.

    Returns:
        The program: Python with SPARQLWrapper, R (4.1 or newer) with httr2, or a command for a
        POSIX shell with curl.

    Raises:
        QueryError: If a parameter is unknown, missing, or given a value it cannot take.
        UserError: If the endpoint is no address.
    """
    text = _HEADER.sub("", query.bind(values)).strip() + "\n"
    title = " ".join(query.summary.split())
    return _WRITERS[language](title, text, _address(endpoint or LOCAL_ENDPOINT))


def _address(url: str) -> str:
    parts = urlsplit(url)
    odd = _NOT_IN_AN_ADDRESS.search(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or odd:
        raise UserError(
            f"端点应为 http 或 https 地址，得到“{url}”。 "
            f"The endpoint must be an http or https address, not {url!r}."
        )
    return url


def _python(title: str, text: str, endpoint: str) -> str:
    quoted = text.replace("\\", r"\\").replace('"""', r"\"\"\"")
    return f'''# {title}
# pip install SPARQLWrapper
from SPARQLWrapper import JSON, POST, SELECT, SPARQLWrapper

endpoint = SPARQLWrapper({json.dumps(endpoint)})
endpoint.setMethod(POST)
endpoint.setReturnFormat(JSON)
endpoint.setQuery("""\\
{quoted}""")
endpoint.queryType = SELECT
answer = endpoint.queryAndConvert()
for row in answer["results"]["bindings"]:
    print({{name: cell["value"] for name, cell in row.items()}})
'''


def _r(title: str, text: str, endpoint: str) -> str:
    dashes = "-"
    while f'){dashes}"' in text:
        dashes += "-"
    return f'''# {title}
# install.packages("httr2")
library(httr2)

query <- r"{dashes}(
{text}){dashes}"
answer <- request({json.dumps(endpoint)}) |>
  req_headers(Accept = "text/csv") |>
  req_body_form(query = query) |>
  req_perform() |>
  resp_body_string(encoding = "UTF-8")
print(read.csv(text = answer))
'''


def _curl(title: str, text: str, endpoint: str) -> str:
    return (
        f"# {title}\n"
        "curl --silent --show-error --fail --globoff --header 'Accept: text/csv' \\\n"
        f"  --data-urlencode {shlex.quote(f'query={text}')} \\\n"
        f"  {shlex.quote(endpoint)}\n"
    )


_WRITERS: Final[Mapping[Language, Callable[[str, str, str], str]]] = {
    Language.PYTHON: _python,
    Language.R: _r,
    Language.CURL: _curl,
}
