"""端点在哪里。 Where an endpoint is."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from zhunru.errors import UserError
from zhunru.remote.access import PASSWORD, USER, Access

#: Seconds to wait for an answer.
TIMEOUT: Final = 60.0

ENDPOINT_VARIABLE: Final = "ZHUNRU_ENDPOINT"
GRAPH_VARIABLE: Final = "ZHUNRU_ENDPOINT_GRAPH"
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL endpoint.

    Attributes:
        url: Its address for queries.
        graph: The named graph that holds the knowledge graph; None for the default graph.
        timeout: Seconds to wait for an answer.
        access: How it lets in.

    Raises:
        UserError: If the address is none, or holds a password, or the graph is no IRI.
    """

    url: str
    graph: str | None = None
    timeout: float = TIMEOUT
    access: Access = field(default_factory=Access)

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables that name this endpoint, without its credentials."""
        return {ENDPOINT_VARIABLE: self.url, GRAPH_VARIABLE: self.graph or ""}

    def __post_init__(self) -> None:
        checked_address(self.url)
        if self.graph is not None and not _IRI.fullmatch(self.graph):
            raise UserError(
                f"图名“{self.graph}”不是绝对 IRI。 The graph {self.graph!r} is no absolute IRI."
            )


def checked_address(url: str) -> str:
    """Make sure that something is the address of a server.

    Args:
        url: The address.

    Returns:
        The same address.

    Raises:
        UserError: If it is not http(s), has no host, or holds a password.
    """
    try:
        parts = urlsplit(url)
        host, secret = parts.hostname, parts.username or parts.password
        _ = parts.port
    except ValueError:
        host = secret = None
    if not host or parts.scheme not in ("http", "https") or any(c.isspace() for c in url):
        raise UserError(
            f"端点的地址应以 http:// 或 https:// 开头，得到“{url}”。"
            f" The address of an endpoint begins with http:// or https://, not {url!r}."
        )
    if secret:
        raise UserError(
            f"网址里不要写用户名和密码，请用环境变量 {USER} 与 {PASSWORD}。"
            f" No user or password in the address: use {USER} and {PASSWORD}."
        )
    return url


def endpoint_from_environment(environment: Mapping[str, str] = os.environ) -> Endpoint | None:
    """Return the endpoint that environment variables name.

    Args:
        environment: The variables.

    Returns:
        The endpoint; None if none is named.

    Raises:
        UserError: If the address, the graph or the credentials are wrong.
    """
    url = environment.get(ENDPOINT_VARIABLE)
    if not url:
        return None
    graph = environment.get(GRAPH_VARIABLE) or None
    return Endpoint(url, graph, access=Access.from_environment(environment))
