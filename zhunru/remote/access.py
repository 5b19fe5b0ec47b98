"""怎样登录存储库。 How to be let into a store.

Credentials come from the environment only: a command line is seen by everybody on the machine and
stays in the shell's history.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPResponse
from typing import Final
from urllib.error import HTTPError
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

USER: Final = "ZHUNRU_ENDPOINT_USER"
PASSWORD: Final = "ZHUNRU_ENDPOINT_PASSWORD"
_TOKEN: Final = "ZHUNRU_ENDPOINT_TOKEN"
_DIGEST: Final = "ZHUNRU_ENDPOINT_DIGEST"
_KNOCK_SECONDS: Final = 60.0


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
        user, password, token = (environment.get(one, "") for one in (USER, PASSWORD, _TOKEN))
        if bool(user) != bool(password):
            raise UserError(
                f"环境变量 {USER} 与 {PASSWORD} 须一并设置。 Set {USER} and {PASSWORD} together."
            )
        if token and user:
            raise UserError(
                f"环境变量 {_TOKEN} 与 {USER} 只能设置一个。 Set {_TOKEN} or {USER}, not both."
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
            opener.open(address, timeout=_KNOCK_SECONDS).close()
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
