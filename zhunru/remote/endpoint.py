"""端点在哪里、怎样登录。 Where an endpoint is, and how to be let in.

Credentials come from the environment only: a command line is seen by everybody on the machine and
stays in the shell's history.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPResponse
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    OpenerDirector,
    Request,
    build_opener,
    parse_http_list,
    parse_keqv_list,
)

from zhunru.errors import UserError

#: Seconds to wait for an answer.
TIMEOUT: Final = 60.0

ENDPOINT_VARIABLE: Final = "ZHUNRU_ENDPOINT"
GRAPH_VARIABLE: Final = "ZHUNRU_ENDPOINT_GRAPH"
_USER: Final = "ZHUNRU_ENDPOINT_USER"
_PASSWORD: Final = "ZHUNRU_ENDPOINT_PASSWORD"
_TOKEN: Final = "ZHUNRU_ENDPOINT_TOKEN"
_DIGEST: Final = "ZHUNRU_ENDPOINT_DIGEST"
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


@dataclass(frozen=True)
class Access:
    """How a store lets somebody in.

    Attributes:
        user: The name of the user; empty if none is needed.
        password: The password.
        token: A bearer token, instead of user and password.
        digest: Whether the password goes by HTTP digest instead of basic authentication.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    digest: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Access:
        """Read the credentials from environment variables.

        Args:
            environment: The variables.

        Returns:
            The credentials; none if no variable is set.

        Raises:
            UserError: If only one of user and password is set, or a token beside them.
        """
        user, password, token = (environment.get(one, "") for one in (_USER, _PASSWORD, _TOKEN))
        if bool(user) != bool(password):
            raise UserError(
                f"环境变量 {_USER} 与 {_PASSWORD} 须一并设置。"
                f" Set {_USER} and {_PASSWORD} together."
            )
        if token and user:
            raise UserError(
                f"环境变量 {_TOKEN} 与 {_USER} 只能设置一个。 Set {_TOKEN} or {_USER}, not both."
            )
        return cls(user, password, token, environment.get(_DIGEST, "") not in ("", "0"))

    @property
    def headers(self) -> dict[str, str]:
        """The HTTP headers that let in; none for digest, which answers a challenge."""
        if self.token:
            return {"Authorization": f"Bearer {self.token}"}
        if self.user and not self.digest:
            pair = b64encode(f"{self.user}:{self.password}".encode()).decode()
            return {"Authorization": f"Basic {pair}"}
        return {}

    def opener(self, address: str) -> OpenerDirector:
        """Make what sends requests to an address.

        Args:
            address: The address.

        Returns:
            The opener. By digest it has been challenged already, and answers for this address.

        Raises:
            OSError: If there is no server.
        """
        if not (self.user and self.digest):
            return build_opener()
        passwords = HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, address, self.user, self.password)
        opener = build_opener(_Digest(passwords))
        # 先敲一下门：正文很长时，服务器不等读完就以盘问打断。
        # Knock first: a server breaks off a long body to challenge.
        with suppress(HTTPError):
            opener.open(address, timeout=TIMEOUT).close()
        return opener


class _Digest(HTTPDigestAuthHandler):
    """Answers a challenge that it has met once with every request, unasked."""

    _challenge: dict[str, str] | None = None

    def http_request(self, request: Request) -> Request:
        if self._challenge is not None:
            answer = self.get_authorization(request, self._challenge)
            request.add_unredirected_header(self.auth_header, f"Digest {answer}")
        return request

    https_request = http_request

    def retry_http_digest_auth(self, req: Request, auth: str) -> HTTPResponse | None:
        challenge = auth.partition(" ")[2]
        self._challenge = parse_keqv_list([one for one in parse_http_list(challenge) if one])
        return super().retry_http_digest_auth(req, auth)


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
    access: Access = Access()

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
            f"网址里不要写用户名和密码，请用环境变量 {_USER} 与 {_PASSWORD}。"
            f" No user or password in the address: use {_USER} and {_PASSWORD}."
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
