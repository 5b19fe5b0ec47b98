"""读取请求：SPARQL 1.1 协议的查询操作。 Read requests: the query operation of the SPARQL Protocol.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from zhunru.serving.frames import Reply
from zhunru.serving.refusals import told
from zhunru.serving.settings import Limits

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

_MOST_FIELDS: Final = 1000
_Fields = list[tuple[str, str]]


class RefusedError(Exception):
    """A request is refused.

    Attributes:
        reply: What the client is told.
    """

    def __init__(self, status: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.reply: Reply = told(status, zh, en)


@dataclass(frozen=True)
class Operation:
    """The query operation that a request asks for.

    Attributes:
        query: SPARQL text.
        default_graphs: The `default-graph-uri` parameters.
        named_graphs: The `named-graph-uri` parameters.
    """

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]

    @property
    def names_dataset(self) -> bool:
        """Whether the request says which graphs to query, which overrides what the query says."""
        return bool(self.default_graphs or self.named_graphs)


async def read_operation(request: Request, limits: Limits) -> Operation:
    """Read the query operation of a request.

    Args:
        request: A GET or POST request.
        limits: What a request may hold.

    Returns:
        The operation.

    Raises:
        RefusedError: With 400 if a parameter is missing, repeated or garbled, 405 for an update,
            408 if the body does not come, 413 if it is too large, 415 for a body of another kind.
    """
    fields = _fields(request.scope["query_string"])
    if request.method == "POST":
        fields += await _posted(request, limits)
    if any(name == "update" for name, _ in fields):
        raise _update()
    queries = _values(fields, "query")
    if len(queries) != 1:
        raise RefusedError(
            400,
            f"应有且只有一个 query 参数，得到 {len(queries)} 个。",
            f"Exactly one query is expected, not {len(queries)}.",
        )
    if len(queries[0]) > limits.query:
        raise RefusedError(
            413,
            f"查询超过 {limits.query} 个字符。",
            f"The query is longer than {limits.query} characters.",
        )
    return Operation(
        queries[0], _values(fields, "default-graph-uri"), _values(fields, "named-graph-uri")
    )


def _values(fields: _Fields, wanted: str) -> tuple[str, ...]:
    return tuple(value for name, value in fields if name == wanted)


async def _posted(request: Request, limits: Limits) -> _Fields:
    """Return the body of a POST as fields: a form, or a query alone."""
    header = request.headers.get("content-type", "")
    media_type, *parameters = (piece.strip().lower() for piece in header.split(";"))
    if media_type == UPDATE:
        raise _update()
    charsets = {p.partition("=")[2].strip(' "') for p in parameters if p.startswith("charset")}
    if media_type not in (FORM, DIRECT) or not charsets <= {"utf-8", "utf8"}:
        raise RefusedError(
            415,
            f"POST 的内容应为 UTF-8 的 {FORM} 或 {DIRECT}。",
            f"The body of a POST must be {FORM} or {DIRECT} in UTF-8.",
        )
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RefusedError(415, "不接受压缩的请求。", "Compressed requests are not accepted.")
    body = await _body(request, limits)
    return _fields(body) if media_type == FORM else [("query", _text(body))]


async def _body(request: Request, limits: Limits) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(limits.seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limits.request:
                    raise RefusedError(
                        413,
                        f"请求超过 {limits.request} 字节。",
                        f"The request is larger than {limits.request} bytes.",
                    )
    except TimeoutError as error:
        raise RefusedError(
            408, "请求没有按时到齐。", "The request did not arrive in time."
        ) from error
    return bytes(body)


def _fields(encoded: bytes) -> _Fields:
    try:
        return parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except UnicodeDecodeError as error:
        raise _not_utf8() from error
    except ValueError as error:
        raise RefusedError(400, "参数太多。", "There are too many parameters.") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8() from error


def _not_utf8() -> RefusedError:
    return RefusedError(400, "请求不是 UTF-8 文本。", "The request is not UTF-8 text.")


def _update() -> RefusedError:
    return RefusedError(
        405,
        "只回答查询，不接受修改数据的 SPARQL Update。",
        "Only queries are answered; SPARQL updates are refused.",
    )
