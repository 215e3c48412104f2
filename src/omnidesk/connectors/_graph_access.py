"""How the Graph API is asked: with which token, in which version, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from omnidesk.connectors._flow import Request
from omnidesk.signatures import appsecret_proof

HOST = "https://graph.facebook.com"
"""Where the Graph API is, for tokens of a page. Instagram's own login has `graph.instagram.com`."""

VERSION = "v26.0"
"""The version that Meta's reference showed in November 2026. Meta keeps a version for two years."""

Platform = Literal["messenger", "instagram"]
"""Whose conversations: Meta's word for `platform`."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GraphAccess:
    """
    How we may ask the Graph API. It holds secrets, so its `repr` shows the version alone.

    Args:
        token: The access token of the page, or of the Instagram account.
        app_secret: The app's secret, if its settings demand proof that calls come from its servers.
            It is not sent: `omnidesk.signatures.appsecret_proof` of the token is.
        version: The version of the API.
        host: Where the API is.
    """

    token: str
    app_secret: str | bytes | None = None
    version: str = VERSION
    host: str = HOST

    def __repr__(self) -> str:
        return f"GraphAccess({self.version})"

    def ask(self, *path: str, **params: str | None) -> Request:
        """
        Return a request for something.

        Args:
            path: The node and the edge; they are escaped.
            params: The query's fields; without those that are `None`.

        Raises:
            ValueError: If a part of the path is empty or a dot, which would lead elsewhere.
        """
        if any(not part.strip(".") for part in path):
            raise ValueError("an id is not empty and not a dot")
        given = {name: value for name, value in params.items() if value is not None}
        if self.app_secret is not None:
            given["appsecret_proof"] = appsecret_proof(self.token, app_secret=self.app_secret)
        where = "/".join(quote(part, safe="") for part in (self.version, *path))
        return Request(
            method="GET",
            url=f"{self.host.rstrip('/')}/{where}",
            params=given,
            headers={"Authorization": f"Bearer {self.token}"},
        )
