"""端点的设置与上限。 Settings and limits of the endpoint."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from typing import Final

from zhunru.errors import UserError

#: Where the endpoint answers queries.
PATH: Final = "/sparql"

_SHORTEST_TOKEN: Final = 16
_MEBI: Final = 2**20


def _cores() -> int:
    return os.cpu_count() or 1


@dataclass(frozen=True)
class Limits:
    """What a query, and all queries together, may use.

    Attributes:
        seconds: How long a query may run, and wait for its turn, in seconds each.
        quick_seconds: After how many seconds of running a query counts as heavy.
        workers: How many queries run at once before they count as heavy.
        heavy: How many heavy queries run besides, at a lower priority.
        queue: How many queries may wait for their turn in either lane.
        memory: Bytes that a worker may take beyond the graph it starts with.
        result: Bytes of the largest answer.
        request: Bytes of the largest request body.
        query: Characters of the longest query.
    """

    seconds: float = 30.0
    quick_seconds: float = 2.0
    workers: int = field(default_factory=lambda: 2 * _cores())
    heavy: int = field(default_factory=_cores)
    queue: int = 128
    memory: int = 512 * _MEBI
    result: int = 64 * _MEBI
    request: int = _MEBI
    query: int = 100_000


@dataclass(frozen=True)
class Settings:
    """How the endpoint is reached, by whom, and what it allows.

    Attributes:
        host: The address to listen on.
        token: What clients must show; None for nobody but this machine.
        origins: Origins whose web pages may read answers; `*` for all.
        services: IRIs that `SERVICE` may name.
        log_queries: Whether the access log holds the text of queries, not only its digest.
        limits: What queries may use.
    """

    host: str = "127.0.0.1"
    token: str | None = None
    origins: tuple[str, ...] = ("*",)
    services: frozenset[str] = frozenset()
    log_queries: bool = False
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if self.token is None and not self.is_loopback:
            raise UserError(
                f"在 {self.host} 上监听须有令牌：用 --token-file 或环境变量 ZHUNRU_TOKEN 给出。"
                f" Listening on {self.host} needs a token: give it by --token-file or ZHUNRU_TOKEN."
            )
        if self.token is not None and not self._is_sound(self.token):
            raise UserError(
                f"令牌应为至少 {_SHORTEST_TOKEN} 个 ASCII 字符，不含空白。"
                f" A token is at least {_SHORTEST_TOKEN} ASCII characters without blanks."
            )

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the endpoint."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @staticmethod
    def _is_sound(token: str) -> bool:
        plain = token.isascii() and token.isprintable() and " " not in token
        return plain and len(token) >= _SHORTEST_TOKEN
