"""向远程端点提问。 Ask a remote endpoint."""

from __future__ import annotations

import re
from typing import Final

from SPARQLWrapper import ASK, CONSTRUCT, DESCRIBE, JSON, SELECT, TURTLE

from zhunru.ask import Answer, checked
from zhunru.namespaces import PREFIXES
from zhunru.queries import QueryError
from zhunru.remote.client import FAILURES, client_of, reason_of
from zhunru.remote.endpoint import Endpoint
from zhunru.remote.terms import answer_of, graph_of

#: 序言：前缀声明与注释，其后第一个词是查询的种类。
#: The prologue: declarations and comments; the first word after it is the kind of the query.
_PROLOGUE: Final = re.compile(
    r"(?:\s|#[^\n]*|(?:PREFIX\s*[^\s:]*:|BASE)\s*<[^>]*>)*", re.IGNORECASE
)
_GRAPHS: Final = (CONSTRUCT, DESCRIBE)


def ask_endpoint(endpoint: Endpoint, sparql: str) -> Answer:
    """Answer a query at an endpoint.

    The project's prefixes need not be declared.

    Args:
        endpoint: The endpoint.
        sparql: A SPARQL 1.1 query.

    Returns:
        The answer.

    Raises:
        QueryError: If the query is malformed or refused here, or the endpoint does not answer it.
    """
    text = checked(sparql)
    client = client_of(endpoint)
    client.setQuery("".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items()) + text)
    # 自己认查询的种类：SPARQLWrapper 会把注释里的词当成关键字。
    # It takes words in comments for keywords, so tell it the kind of the query.
    client.queryType = _kind(text)
    is_graph = client.queryType in _GRAPHS
    client.setReturnFormat(TURTLE if is_graph else JSON)
    try:
        content = client.query().response.read()
        return Answer("graph", graph=graph_of(content)) if is_graph else _table(content)
    except FAILURES as error:
        zh, en = reason_of(error)
        raise QueryError(
            f"端点 {endpoint.url} 没有答复这个查询：{zh}。"
            f" The endpoint did not answer the query: {en}."
        ) from error


def _kind(text: str) -> str:
    """Tell the kind of a query that is known to be grammatical."""
    prologue = _PROLOGUE.match(text)
    rest = text[prologue.end() if prologue else 0 :].upper()
    return next(kind for kind in (SELECT, ASK, *_GRAPHS) if rest.startswith(kind))


def _table(content: bytes) -> Answer:
    answer = answer_of(content)
    if answer.columns == ("__ASK_RETVAL",):
        # Virtuoso 以有没有一行来回答 ASK。 Virtuoso answers ASK by a row or none.
        return Answer("ask", truth=bool(answer.rows))
    return answer
