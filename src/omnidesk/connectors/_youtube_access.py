"""How the YouTube Data API is asked, and that what is asked is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from omnidesk.connectors._flow import Request
from omnidesk.connectors._youtube_quota import Quota

if TYPE_CHECKING:
    from omnidesk.connectors._walk import Branch

HOST = "https://www.googleapis.com/youtube/v3"
"""Where the API is."""

TextFormat = Literal["html", "plainText"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class YouTubeAccess:
    """
    How we may ask the API. It holds secrets, so its `repr` says only of which kind.

    Args:
        api_key: The key of a project. It sees what everybody sees.
        token: Instead, an access token (OAuth 2.0) of somebody who lets us see more.
        host: Where the API is.

    Raises:
        ValueError: If it is given none of the two, or both.
    """

    api_key: str | None = None
    token: str | None = None
    host: str = HOST

    def __post_init__(self) -> None:
        if bool(self.api_key) == bool(self.token):
            raise ValueError("give an api_key or a token")

    def __repr__(self) -> str:
        return f"YouTubeAccess(authorised={self.authorised})"

    @property
    def authorised(self) -> bool:
        """Whether somebody has authorised it: other rules for storing hold then."""
        return bool(self.token)

    def ask(self, *path: str, **params: str | None) -> Request:
        """
        Return a request for something.

        Args:
            path: The resource; its parts are escaped.
            params: The query's fields; without those that are `None`.
        """
        where = "/".join(quote(part, safe="") for part in path)
        # In a header: unlike a query, it is in no log.
        secret = (
            {"Authorization": f"Bearer {self.token}"}
            if self.token
            else {"X-Goog-Api-Key": self.api_key or ""}
        )
        return Request(
            method="GET",
            url=f"{self.host.rstrip('/')}/{where}",
            params={name: value for name, value in params.items() if value is not None},
            headers=secret,
        )


@dataclass(frozen=True, slots=True)
class Asks:
    """Makes requests, and counts what they cost."""

    access: YouTubeAccess
    quota: Quota
    text_format: TextFormat = "html"

    def threads(self, size: str, token: str | None, **more: str | None) -> Request:
        """Return the request for a page of threads."""
        self.quota.spend("commentThreads.list")
        return self.access.ask(
            "commentThreads",
            part="snippet,replies",
            textFormat=self.text_format,
            maxResults=size,
            pageToken=token,
            **more,
        )

    def replies_of(self, branch: Branch) -> Request:
        """Return the request for a page of a thread's replies."""
        thread_id, token = branch
        self.quota.spend("comments.list")
        return self.access.ask(
            "comments",
            part="snippet",
            parentId=thread_id,
            textFormat=self.text_format,
            maxResults="100",
            pageToken=token,
        )

    def live_chat(self, live_chat_id: str, size: str, token: str | None) -> Request:
        """Return the request for what was said in a live chat."""
        self.quota.spend("liveChatMessages.list")
        return self.access.ask(
            "liveChat",
            "messages",
            part="id,snippet,authorDetails",
            liveChatId=live_chat_id,
            maxResults=size,
            pageToken=token,
        )
