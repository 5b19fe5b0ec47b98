"""组装端点。 Put the endpoint together."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from zhunru.serving.access import TokenRequired
from zhunru.serving.access_log import AccessLog, Sink, json_lines
from zhunru.serving.endpoint import sparql
from zhunru.serving.metrics import MEDIA_TYPE, Metrics
from zhunru.serving.pool import Pool
from zhunru.serving.settings import PATH, Settings

_LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "::1", "[::1]")
_WORDS: Final = {
    404: "没有这个地址。\nThere is nothing at this address.\n",
    405: "这个地址不接受这种方法。\nThis address does not take this method.\n",
}


def create_app(
    settings: Settings,
    dataset: bytes,
    routes: Sequence[BaseRoute] = (),
    log: Sink | None = None,
) -> Starlette:
    """Make the application.

    Args:
        settings: How it is reached and what it allows.
        dataset: The graphs, as N-Quads.
        routes: Further pages, which may go before the endpoint's own, behind the same checks;
            `request.app.state.pool` answers queries for them.
        log: What is told of every request; a line of JSON on standard output unless given.

    Returns:
        The application; its workers run as long as its lifespan.
    """
    metrics = Metrics()
    app = Starlette(
        routes=[
            *routes,
            Route(PATH, sparql, methods=["GET", "POST"]),
            Route("/health", _health),
            Route("/metrics", _metrics),
        ],
        middleware=_middleware(settings, (log or json_lines(sys.stdout), metrics.count)),
        exception_handlers={HTTPException: _explained},
        lifespan=_lifespan(settings, dataset),
    )
    app.state.settings = settings
    app.state.metrics = metrics
    return app


def _middleware(settings: Settings, sinks: Sequence[Sink]) -> list[Middleware]:
    """List what every request passes, the outermost first."""
    chosen = [
        Middleware(AccessLog, sinks=sinks),
        Middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization"],
            expose_headers=["Retry-After"],
        ),
    ]
    if settings.is_loopback:
        # 别处的域名若被改指本机，其网页也进不来（DNS 重绑定）。
        # Pages of a foreign name that was made to point here stay out (DNS rebinding).
        chosen.append(Middleware(TrustedHostMiddleware, allowed_hosts=_LOOPBACK_NAMES))
    if settings.token is not None:
        chosen.append(Middleware(TokenRequired, token=settings.token))
    return chosen


def _lifespan(
    settings: Settings, dataset: bytes
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def running(app: Starlette) -> AsyncIterator[None]:
        app.state.pool = Pool(dataset, settings.limits, settings.services)
        await app.state.pool.start()
        try:
            yield
        finally:
            await app.state.pool.close()

    return running


async def _health(request: Request) -> Response:
    healthy = request.app.state.pool.is_healthy
    return JSONResponse({"status": "ok" if healthy else "down"}, 200 if healthy else 503)


async def _metrics(request: Request) -> Response:
    text = request.app.state.metrics.text(request.app.state.pool)
    return Response(text, media_type=MEDIA_TYPE)


async def _explained(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    text = _WORDS.get(error.status_code, f"{error.detail}\n")
    return PlainTextResponse(text, error.status_code, error.headers)
