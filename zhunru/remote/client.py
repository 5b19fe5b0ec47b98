"""SPARQLWrapper 的客户端，及出错时的话。 Clients of SPARQLWrapper, and words for failures."""

from __future__ import annotations

from ast import literal_eval
from math import ceil
from typing import Final, cast
from urllib.error import HTTPError, URLError

from SPARQLWrapper import DIGEST, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointNotFound,
    QueryBadFormed,
    SPARQLWrapperException,
    Unauthorized,
)

from zhunru.errors import Bilingual
from zhunru.remote.endpoint import Endpoint

#: What may go wrong while an endpoint is asked.
FAILURES: Final = (SPARQLWrapperException, URLError, OSError, ValueError)

_STATUS: Final[dict[type[Exception], int]] = {
    QueryBadFormed: 400,
    Unauthorized: 401,
    EndPointNotFound: 404,
}
_LONGEST_REPLY: Final = 300
_KNOWN: Final = {
    400: Bilingual("它读不懂这个请求", "it cannot read the request"),
    401: Bilingual(
        "它要求登录，请用 ZHUNRU_ENDPOINT_ 开头的环境变量给出", "it wants credentials: see the docs"
    ),
    403: Bilingual("它不许这样做", "it forbids this"),
    404: Bilingual("那里没有端点，请核对网址", "there is no endpoint: check the address"),
    413: Bilingual("请求太大", "the request is too large"),
    503: Bilingual("它正忙", "it is busy"),
}


def client_of(endpoint: Endpoint) -> SPARQLWrapper:
    """Make a client that asks an endpoint by POST of a form.

    Args:
        endpoint: The endpoint; its graph becomes the default graph of the query.

    Returns:
        The client, without a query.
    """
    client = SPARQLWrapper(endpoint.url)
    client.setMethod(POST)
    client.setTimeout(ceil(endpoint.timeout))
    if endpoint.graph is not None:
        client.addDefaultGraph(endpoint.graph)
    for name, value in endpoint.access.headers.items():
        client.addCustomHttpHeader(name, value)
    if endpoint.access.user and endpoint.access.digest:
        client.setHTTPAuth(DIGEST)
        client.setCredentials(endpoint.access.user, endpoint.access.password)
    return client


def reason_of(error: Exception) -> Bilingual:
    """Tell why a server did not do what it was asked.

    Args:
        error: One of `FAILURES`.

    Returns:
        The reason; where the server said something, its words with it.
    """
    if isinstance(error, HTTPError):
        # urllib 自己造的错误没有正文，有的 Python 读出的是 str。
        # An error that urllib made has no body, which some versions of Python read as text.
        reply = cast("bytes | str", error.read())
        words = reply if isinstance(reply, str) else reply.decode(errors="replace")
        return _said(error.code, words)
    if isinstance(error, SPARQLWrapperException):
        status = _STATUS.get(type(error), 500)
        _, _, reply = str(error).partition("Response:\n")
        return _said(status, _unquoted(reply))
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return Bilingual("等了太久没有回音", "it took too long")
    if isinstance(cause, ConnectionRefusedError):
        return Bilingual("连接不上，它可能没有开", "the connection was refused: it may be down")
    if isinstance(cause, BrokenPipeError | ConnectionResetError):
        return Bilingual(
            "它中途断开了，也许是不让登录，或嫌请求太大",
            "it broke off: perhaps it wants other credentials, or a smaller request",
        )
    return Bilingual(str(cause), str(cause))


def _said(status: int, reply: str) -> Bilingual:
    """Word a status, with what the server said unless that is a page for browsers."""
    zh, en = _KNOWN.get(status, Bilingual(f"HTTP {status}", f"HTTP {status}"))
    words = " ".join(reply.split())
    if not words or words.startswith("<"):
        return Bilingual(zh, en)
    shown = words if len(words) <= _LONGEST_REPLY else f"{words[:_LONGEST_REPLY]}…"
    return Bilingual(f"{zh}（{shown}）", en)


def _unquoted(reply: str) -> str:
    """Undo the notation of bytes in which SPARQLWrapper quotes a reply."""
    try:
        raw = literal_eval(reply.strip())
    except (ValueError, SyntaxError):
        return reply
    return raw.decode(errors="replace") if isinstance(raw, bytes) else reply
