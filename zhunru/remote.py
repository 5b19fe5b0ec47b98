"""向远程 SPARQL 端点提问。 Ask a remote SPARQL endpoint.

For a store that holds the exported graph (`zhunru export`): the same queries, the same answers.
Speaks the SPARQL 1.1 Protocol through SPARQLWrapper.
"""

from __future__ import annotations

import json
from urllib.error import URLError
from urllib.parse import urlsplit

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.plugins.sparql.parser import parseQuery
from SPARQLWrapper import (
    ASK,
    CONSTRUCT,
    DESCRIBE,
    JSON,
    POST,
    SELECT,
    TURTLE,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from zhunru.ask import Answer, Term, checked
from zhunru.namespaces import PREFIXES, bind_prefixes
from zhunru.queries import QueryError

#: Seconds to wait for an answer.
TIMEOUT = 60

_KINDS = {
    "SelectQuery": SELECT,
    "AskQuery": ASK,
    "ConstructQuery": CONSTRUCT,
    "DescribeQuery": DESCRIBE,
}


def ask_endpoint(url: str, sparql: str) -> Answer:
    """Answer a query at an endpoint.

    The project's prefixes need not be declared.

    Args:
        url: The address of the endpoint.
        sparql: A SPARQL 1.1 query.

    Returns:
        The answer.

    Raises:
        QueryError: If the address is none of the web, the query is malformed or refused here, or
            the endpoint does not answer it.
    """
    _check_address(url)
    text = checked(sparql)
    client = SPARQLWrapper(url)
    client.setMethod(POST)
    client.setTimeout(TIMEOUT)
    client.setQuery("".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items()) + text)
    # 自己认查询的种类：SPARQLWrapper 会把注释里的词当成关键字。
    # It takes words in comments for keywords, so tell it the kind of the query.
    client.queryType = _KINDS[parseQuery(text)[1].name]
    is_graph = client.queryType in (CONSTRUCT, DESCRIBE)
    client.setReturnFormat(TURTLE if is_graph else JSON)
    try:
        content = client.query().response.read()
        return _graph(content) if is_graph else _table(content)
    except (SPARQLWrapperException, URLError, OSError, ValueError) as error:
        raise QueryError(
            f"端点 {url} 没有答复这个查询：{error} The endpoint did not answer the query."
        ) from error


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web:
        raise QueryError(
            f"端点的地址应以 http:// 或 https:// 开头，得到“{url}”。"
            f" The address of an endpoint begins with http:// or https://, not {url!r}."
        )


def _graph(content: bytes) -> Answer:
    graph = bind_prefixes(Graph())
    graph.parse(data=content, format="turtle")
    return Answer("graph", graph=graph)


def _table(content: bytes) -> Answer:
    # 自己读 JSON：rdflib 会改写字面值。 Read by hand: rdflib would rewrite literals.
    document = json.loads(content)
    if "boolean" in document:
        return Answer("ask", truth=bool(document["boolean"]))
    columns = tuple(document["head"]["vars"])
    rows = tuple(
        tuple(_term(binding.get(name)) for name in columns)
        for binding in document["results"]["bindings"]
    )
    return Answer("select", columns, rows)


def _term(value: dict[str, str] | None) -> Term | None:
    if value is None:
        return None
    if value["type"] == "uri":
        return URIRef(value["value"])
    if value["type"] == "bnode":
        return BNode(value["value"])
    language, datatype = value.get("xml:lang"), value.get("datatype")
    if language:
        return Literal(value["value"], lang=language)
    return Literal(value["value"], datatype=URIRef(datatype) if datatype else None, normalize=False)
