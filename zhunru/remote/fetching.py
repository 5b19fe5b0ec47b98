"""取回端点里的图谱。 Fetch the knowledge graph from an endpoint."""

from __future__ import annotations

from rdflib import Graph

from zhunru.errors import UserError
from zhunru.remote.asking import ask_endpoint
from zhunru.remote.endpoint import Endpoint

_ALL = "{ ?s ?p ?o }"


def fetch_graph(endpoint: Endpoint) -> Graph:
    """Fetch every triple of the graph at an endpoint.

    Args:
        endpoint: The endpoint.

    Returns:
        The graph.

    Raises:
        QueryError: If the endpoint does not answer.
        UserError: If there is nothing, or it hands out only a part.
    """
    expected = count(endpoint)
    if expected == 0:
        where = "默认图" if endpoint.graph is None else f"图 {endpoint.graph} "
        raise UserError(
            f"端点 {endpoint.url} 的{where}是空的；图谱若在另一个图里，请给 --graph。"
            f" The graph at the endpoint is empty; name another one by --graph."
        )
    graph = ask_endpoint(endpoint, f"CONSTRUCT {_ALL} WHERE {_ALL}").graph
    found = 0 if graph is None else len(graph)
    if graph is None or found != expected:
        raise UserError(
            f"端点 {endpoint.url} 有 {expected} 个三元组，只给出 {found} 个：它限制了答案的大小。"
            f" The endpoint has {expected} triples but gave {found}: it limits its answers."
        )
    return graph


def count(endpoint: Endpoint) -> int:
    """Count the triples of the graph at an endpoint.

    Args:
        endpoint: The endpoint.

    Returns:
        How many there are.

    Raises:
        QueryError: If the endpoint does not answer.
    """
    rows = ask_endpoint(endpoint, f"SELECT (COUNT(*) AS ?count) WHERE {_ALL}").rows
    return int(str(rows[0][0]))
