"""
Flows that pull from Twilio: calls with all their legs, and recordings.

What webhooks have missed is here, and when calls began, which they do not say. A pull may be run
again at any time: the events are the same.

Source: <https://www.twilio.com/docs/voice/api/call-resource>,
<https://www.twilio.com/docs/voice/api/recording> and
<https://www.twilio.com/docs/usage/twilios-response> (paging, errors).
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from omnidesk.adapters import Adapter
from omnidesk.adapters.calls import Twilio
from omnidesk.connectors._answers import objects_at
from omnidesk.connectors._flow import Request
from omnidesk.connectors._twilio import SERVICE, read_body
from omnidesk.connectors._walk import Listed, Listing, read_token, undocumented, walk

if TYPE_CHECKING:
    from datetime import datetime

    from omnidesk.connectors._flow import Flow, Page, Response

__all__ = ["HOST", "TwilioAccess", "calls", "recordings"]

HOST = "https://api.twilio.com"
"""Where Twilio's API is, but for accounts in another of its regions."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TwilioAccess:
    """
    How we may ask about an account. It holds a secret, so its `repr` shows nothing.

    Args:
        account_sid: The account (`AC…`), or a subaccount of it.
        secret: The account's auth token; or, better, the secret of an API key.
        key_sid: The API key (`SK…`) that the secret is of.
        adapter: What reads the pages; without one, `Twilio(account_sid)`.
        host: Where Twilio's API is.
    """

    account_sid: str
    secret: str
    key_sid: str | None = None
    adapter: Adapter | None = None
    host: str = HOST

    def __repr__(self) -> str:
        return "TwilioAccess()"

    @property
    def root(self) -> str:
        """The path that all resources of the account are under."""
        return f"/2010-04-01/Accounts/{self.account_sid}/"

    def ask(self, path: str, params: dict[str, str]) -> Request:
        """Return a request. The secret stands in a header (RFC 7617): unlike a URL, in no log."""
        user = f"{self.key_sid or self.account_sid}:{self.secret}"
        headers = {"Authorization": f"Basic {b64encode(user.encode()).decode()}"}
        return Request(method="GET", url=f"{self.host}{path}", params=params, headers=headers)


def calls(
    access: TwilioAccess,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    parent_call_sid: str | None = None,
    page_size: int = 200,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull calls and the legs that they have made: each leg is an item of its own.

    Calls that go on are in the list too, in the state that they are in. So let windows overlap: the
    `since` of the next run is when this one began, less the time that your longest calls take.

    Source: `GET /2010-04-01/Accounts/{AccountSid}/Calls.json`.

    Args:
        access: How we may ask.
        since: Only calls that began then or later (aware).
        until: Only calls that began before that, or then (aware).
        parent_call_sid: Only the legs that this call has made.
        page_size: Calls on a page, 1 to 1000.
        after: Where an earlier run has stopped: the `cursor` of its last page. It holds the other
            arguments too.

    Yields:
        Pages. The last one has no cursor, and may be empty.

    Raises:
        ServiceError: If Twilio refuses, or its paging leads nowhere.
        ValueError: If an argument is out of its range, at once.
    """
    asked = _window("StartTime", since, until)
    if parent_call_sid is not None:
        asked["ParentCallSid"] = parent_call_sid
    return _pages(access, "calls", asked, page_size, after)


def recordings(
    access: TwilioAccess,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    call_sid: str | None = None,
    page_size: int = 200,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull what is known of recordings: descriptions and addresses, and not the sound itself.

    Source: `GET /2010-04-01/Accounts/{AccountSid}/Recordings.json`.

    Args:
        access: How we may ask.
        since: Only recordings that were made then or later (aware).
        until: Only recordings that were made before that, or then (aware).
        call_sid: Only those of this call.
        page_size: Recordings on a page, 1 to 1000.
        after: Where an earlier run has stopped.

    Yields:
        Pages. The last one has no cursor, and may be empty.

    Raises:
        ServiceError: If Twilio refuses, or its paging leads nowhere.
        ValueError: If an argument is out of its range, at once.
    """
    asked = _window("DateCreated", since, until)
    if call_sid is not None:
        asked["CallSid"] = call_sid
    return _pages(access, "recordings", asked, page_size, after)


def _window(field: str, since: datetime | None, until: datetime | None) -> dict[str, str]:
    """Write a window as Twilio takes it: `StartTime>` with a value reads `StartTime>=…`."""
    asked: dict[str, str] = {}
    for sign, name, at in ((">", "since", since), ("<", "until", until)):
        if at is None:
            continue
        if at.utcoffset() is None:
            raise ValueError(f"{name} must be aware: say which zone it is in")
        asked[f"{field}{sign}"] = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return asked


def _pages(
    access: TwilioAccess,
    key: str,
    asked: dict[str, str],
    page_size: int,
    after: str | None,
) -> Flow[Page, None]:
    path = f"{access.root}{key.capitalize()}.json"
    if not 1 <= page_size <= 1000:
        raise ValueError("page_size is 1 to 1000")
    if after is not None and not after.startswith(f"{path}?"):
        raise ValueError("after is the cursor of a page that the same flow has given")
    first = {**asked, "PageSize": str(page_size)}
    listing = Listing(
        service=SERVICE,
        ask=lambda token: access.ask(path, first) if token is None else _following(access, token),
        read=partial(_listed, key, f"{path}?"),
        adapter=access.adapter or Twilio(access.account_sid),
    )
    return walk(listing, after)


def _following(access: TwilioAccess, token: str) -> Request:
    path, _, query = token.partition("?")
    return access.ask(path, dict(parse_qsl(query, keep_blank_values=True)))


def _listed(key: str, start: str, response: Response) -> Listed:
    body = read_body(response)
    following = read_token(body.get("next_page_uri"), SERVICE, response)
    # Our secret goes where this leads.
    if not isinstance(body.get(key), list) or not (following or start).startswith(start):
        raise undocumented(SERVICE, response)
    return Listed(response=response, following=following, count=len(objects_at(body, key)))
