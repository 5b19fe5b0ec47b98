"""谁可以用：令牌。 Who may use the endpoint: the token."""

from __future__ import annotations

import hmac
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

#: Paths that anybody may see: a load balancer has no token.
OPEN_PATHS: Final = frozenset({"/health"})


class TokenRequired:
    """Middleware that asks for `Authorization: Bearer …`."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if it may be, else answer 401."""
        if scope["type"] != "http" or scope["path"] in OPEN_PATHS or self._is_shown(scope):
            await self._app(scope, receive, send)
            return
        refusal = PlainTextResponse(
            "须有令牌。\nA token is needed.\n", 401, {"WWW-Authenticate": "Bearer"}
        )
        await refusal(scope, receive, send)

    def _is_shown(self, scope: Scope) -> bool:
        scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
        # 比较所用的时间不透露猜对了多少。 The time it takes does not tell how much was guessed.
        return hmac.compare_digest(f"{scheme.lower()} {token.strip()}".encode(), self._expected)
