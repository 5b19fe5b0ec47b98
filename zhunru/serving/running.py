"""运行端点，直到被要求停下。 Run the endpoint until it is asked to stop."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from typing import Final

import uvicorn
from starlette.applications import Starlette

from zhunru.errors import UserError
from zhunru.linked_data.routes import routes
from zhunru.serving.app import create_app
from zhunru.serving.settings import PATH, Limits, Settings

_BACKLOG: Final = 2048
_GRACE_SECONDS: Final = 5
_KEEP_ALIVE_SECONDS: Final = 60
_MOST_CONNECTIONS: Final = 500


def run(settings: Settings, port: int, dataset: bytes, announce: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl-C; queries that are running are answered first.

    Args:
        settings: How it is reached and what it allows.
        port: The port; 0 for any free one.
        dataset: The graphs, as N-Quads.
        announce: Told the endpoint's address once it takes requests.

    Raises:
        UserError: If the address cannot be listened on.
    """
    config = configured(create_app(settings, dataset, routes()), settings.limits)
    # uvicorn 停下后会重发信号；这里已经收尾，不再需要。
    # uvicorn raises the signal again after its clean-up; nothing is left to do then.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: None)
    with _listening(settings.host, port) as listener:
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{host}:{listener.getsockname()[1]}{PATH}"
        _Server(config, lambda: announce(address)).run(sockets=[listener])


def configured(app: Starlette, limits: Limits) -> uvicorn.Config:
    """Configure the server.

    Args:
        app: The application.
        limits: What it allows.

    Returns:
        The configuration.
    """
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        backlog=_BACKLOG,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        # 很长的查询也可以用 GET。 Long queries may come by GET, too.
        h11_max_incomplete_event_size=limits.request,
        timeout_graceful_shutdown=int(limits.seconds) + _GRACE_SECONDS,
    )


class _Server(uvicorn.Server):
    """A server that tells when it takes requests."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise UserError(
            f"不能在 {host} 的端口 {port} 上监听：{error.strerror}。换一个端口，或用 --port 0。"
            f" Cannot listen on {host}, port {port}: {error.strerror}. Try another, or --port 0."
        ) from error
    # 否则每个答复都可能多等四十毫秒。 Else each answer may wait another forty milliseconds.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
