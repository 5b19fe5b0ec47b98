"""访问日志：每个请求一行 JSON。 The access log: a line of JSON per request.

Queries may tell whom somebody asks about, so only a digest of their text is logged by default; the
query string of the address is never logged.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NOTES: Final = "zhunru.notes"


@dataclass
class Access:
    """One request and its answer.

    Attributes:
        time: When it arrived, in UTC.
        client: The address of the client.
        method: The HTTP method.
        path: The path, without query string.
        status: The status of the answer.
        size: The bytes of its body.
        seconds: How long it took.
        notes: What the endpoint adds.
    """

    time: str
    client: str
    method: str
    path: str
    status: int = 500
    size: int = 0
    seconds: float = 0.0
    notes: dict[str, str] = field(default_factory=dict)


Sink = Callable[[Access], None]


class AccessLog:
    """Middleware that tells sinks of every request."""

    def __init__(self, app: ASGIApp, sinks: Sequence[Sink]) -> None:
        self._app = app
        self._sinks = sinks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        access = Access(
            datetime.now(UTC).isoformat(timespec="milliseconds"),
            (scope.get("client") or ("", 0))[0],
            scope["method"],
            scope["path"],
        )
        scope[_NOTES] = access.notes

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                access.status = message["status"]
            elif message["type"] == "http.response.body":
                access.size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            access.seconds = time.perf_counter() - begun
            for sink in self._sinks:
                sink(access)


def note(scope: Scope, **notes: str) -> None:
    """Add to what is logged of the request in hand.

    Args:
        scope: The request's scope.
        notes: Names and values.
    """
    scope[_NOTES].update(notes)


def json_lines(stream: TextIO) -> Sink:
    """Return a sink that writes a line of JSON per request.

    Args:
        stream: Where to.

    Returns:
        The sink.
    """

    def write(access: Access) -> None:
        values: dict[str, Any] = asdict(access)
        values |= values.pop("notes")
        values["seconds"] = round(access.seconds, 4)
        stream.write(json.dumps(values, ensure_ascii=False) + "\n")
        stream.flush()

    return write
