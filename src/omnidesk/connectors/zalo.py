"""
Pulls from a Zalo Official Account: recent messages, conversations, people; and its tokens.

Each function is a flow: `pull(recent_chats(…), client)` makes its requests. Zalo refuses with HTTP
status 200 and a code in the body; here that is a `ServiceError` like any other.

Source: <https://developers.zalo.me/docs/official-account/>, by public surveys of August to October
2026; the pages themselves need a browser.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, cast

from omnidesk.adapters import Adapter
from omnidesk.adapters._time import from_epoch
from omnidesk.connectors._answers import read_object
from omnidesk.connectors._flow import Flow, Page, Request
from omnidesk.connectors._zalo import SERVICE, ask, data_of, not_documented, refusal
from omnidesk.connectors._zalo_tokens import (
    Lost,
    Ready,
    Refreshing,
    TokenState,
    begin,
    dump_tokens,
    expiry,
    load_tokens,
    settle,
    token,
)
from omnidesk.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from omnidesk._payload import JSON

__all__ = [
    "HOST",
    "OAUTH_HOST",
    "Lost",
    "Ready",
    "Refreshing",
    "TokenState",
    "ZaloAccess",
    "authorise",
    "conversation",
    "dump_tokens",
    "load_tokens",
    "recent_chats",
    "refresh",
    "user_detail",
]

HOST = "https://openapi.zalo.me"
"""Where Zalo's Open API is."""

OAUTH_HOST = "https://oauth.zaloapp.com"
"""Where Zalo's authorisation server is."""

_MOST = 10  # "count": Zalo refuses more with code -210


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ZaloAccess:
    """
    How we may ask about an Official Account. It holds a token, so its `repr` shows nothing.

    Args:
        token: The access token, as in `Ready.access_token`.
        adapter: What reads the pages: `Zalo` with this one account in `oa_ids`, for no page says
            whose it is.
        host: Where Zalo's Open API is.
    """

    token: str
    adapter: Adapter
    host: str = HOST

    def __repr__(self) -> str:
        return "ZaloAccess()"

    def ask(self, path: str, **fields: str | int) -> Request:
        """Return a request. Zalo takes what is asked for as JSON in one field."""
        data = json.dumps(fields, separators=(",", ":"))
        headers = {"access_token": self.token}
        return Request(
            method="GET", url=f"{self.host}{path}", params={"data": data}, headers=headers
        )


def recent_chats(
    access: ZaloAccess,
    *,
    since: datetime | None = None,
    page_size: int = _MOST,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull the latest messages of all conversations, the newest first.

    Zalo counts from the newest message (`offset`). While pages are pulled, new messages push the
    others down, so a message may come on two pages, or again after a cursor: that is harmless, as
    the events are the same. The newest ones are then missing from this run, and the next run has
    them. Keep the `since` of the next run only when this one has come to its end.

    Source: `GET /v2.0/oa/listrecentchat`; some newer pages say `v3.0`.

    Args:
        access: How we may ask.
        since: Stop after the page whose messages are all older than this (aware): when the last
            run that came to its end began, less some minutes for clocks that differ.
        page_size: Messages on a page, 1 to 10.
        after: Where an earlier run has stopped: the `cursor` of its last page.

    Yields:
        Pages. The last one has no cursor, and may be empty.

    Raises:
        ServiceError: If Zalo refuses.
        PayloadError: If it answers what it does not document.
        ValueError: If an argument is out of its range, at once.
    """
    asked = partial(access.ask, "/v2.0/oa/listrecentchat")
    return _pages(asked, access.adapter, since=since, page_size=page_size, after=after)


def conversation(
    access: ZaloAccess,
    user_id: str,
    *,
    since: datetime | None = None,
    page_size: int = _MOST,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull the messages that one person and the account have exchanged, the newest first.

    All else is as for `recent_chats`. Source: `GET /v2.0/oa/conversation`.

    Args:
        access: How we may ask.
        user_id: The person's id at this account.
        since: Stop after the page whose messages are all older than this (aware).
        page_size: Messages on a page, 1 to 10.
        after: Where an earlier run has stopped.

    Yields:
        Pages. The last one has no cursor, and may be empty.

    Raises:
        ServiceError: If Zalo refuses.
        PayloadError: If it answers what it does not document.
        ValueError: If an argument is out of its range, at once.
    """
    # As a string: the number has more digits than a double can hold.
    asked = partial(access.ask, "/v2.0/oa/conversation", user_id=user_id)
    return _pages(asked, access.adapter, since=since, page_size=page_size, after=after)


def user_detail(access: ZaloAccess, user_id: str) -> Flow[Page, None]:
    """
    Pull what Zalo says about one person: name, other ids, and what they have shared.

    Source: `GET /v3.0/oa/user/detail`.

    Args:
        access: How we may ask.
        user_id: The person's id at this account.

    Yields:
        One page.

    Raises:
        ServiceError: If Zalo refuses: `permission` for somebody who does not follow the account.
        PayloadError: If it answers what it does not document.
    """
    response = yield from ask(access.ask("/v3.0/oa/user/detail", user_id=user_id))
    if not isinstance(data_of(response), dict):
        raise not_documented(response, "expected an object", "/data")
    yield Page(payload=response.payload(), adapter=access.adapter)


def authorise(
    code: str,
    *,
    app_id: str,
    secret_key: str,
    code_verifier: str | None = None,
    after: TokenState | None = None,
    host: str = OAUTH_HOST,
) -> Flow[Ready, Ready]:
    """
    Turn the code that a person's authorisation has brought into tokens: the first, or new ones.

    A code is good for one use within some minutes. If the answer gets lost, ask the person again.

    Source: `POST /v4/oa/access_token`.

    Args:
        code: The `code` that Zalo has added to your callback's address.
        app_id: The app's id.
        secret_key: The app's secret key.
        code_verifier: What the `code_challenge` was made of, if there was one (RFC 7636).
        after: What is stored about the account, if anything is. The new state is newer than any
            that a refresh which is still under way can bring.
        host: Where Zalo's authorisation server is.

    Yields:
        The state to keep.

    Returns:
        The same.

    Raises:
        ServiceError: If Zalo refuses: `token`, or a code that it documents nowhere, for a code that
            is used or too old.
        PayloadError: If it answers what it does not document.
    """
    form = {"app_id": app_id, "grant_type": "authorization_code", "code": code}
    if code_verifier is not None:
        form["code_verifier"] = code_verifier
    response = yield from ask(_post(host, form, secret_key))
    fields = read_object(response)
    access_token, refresh_token = token(fields, "access_token"), token(fields, "refresh_token")
    if access_token is None or refresh_token is None:
        raise refusal(response, fields) or not_documented(response, "expected two tokens")
    ready = Ready(
        generation=after.generation + 2 if after is not None else 1,
        access_token=access_token,
        access_expires_at=expiry(fields, "expires_in", response),
        refresh_token=refresh_token,
        refresh_expires_at=expiry(fields, "refresh_token_expires_in", response),
    )
    yield ready
    return ready


def refresh(
    state: TokenState,
    *,
    app_id: str,
    secret_key: str,
    now: datetime,
    patience: timedelta = timedelta(minutes=5),
    host: str = OAUTH_HOST,
) -> Flow[TokenState, TokenState]:
    """
    Use the refresh token, which can be done once, without ever losing what comes of it.

    Keep each state that it yields **before** asking for the next, and only if it is newer (by its
    `version`) than what is stored; if it is not, stop: another process is at it. Between the first
    state and the second, the request is made.

    ```python
    for state in pull(refresh(stored, app_id=…, secret_key=…, now=…), client):
        if not keep_if_newer(state):
            break
    ```

    | what is stored | what is done |
    | --- | --- |
    | `Ready` | yields `Refreshing`, asks, yields `Ready` with new tokens, or `Lost` |
    | `Refreshing` for less than `patience` | nothing: somebody is at it |
    | `Refreshing` for longer | that use has crashed; the same token is tried once more |
    | `Lost` | nothing |

    After a crash nobody can tell whether Zalo has used the token up. Trying it again does: Zalo
    gives tokens, or refuses the used one, which makes `Lost`. That is the only second use. Zalo
    does not document whether it repeats a lost answer.

    If Zalo turns the request away for another reason, `Ready` comes back to be kept, and then the
    `ServiceError`. If the answer says neither (an error page, no answer at all), `Refreshing` stays
    what is stored, and the error is raised; try again after `patience`.

    Source: `POST /v4/oa/access_token`; RFC 6749 section 6.

    Args:
        state: What is stored.
        app_id: The app's id.
        secret_key: The app's secret key. It is not the OA Secret Key that signs webhooks.
        now: The time; aware.
        patience: After how long a use that is not settled is taken for crashed. Longer than the
            client's timeouts and what clocks differ by; zero if there is one process only.
        host: Where Zalo's authorisation server is.

    Yields:
        States to keep, each newer than the one before.

    Returns:
        The last state.

    Raises:
        ServiceError: If Zalo refuses for a reason that is not the refresh token's.
        ValueError: If `now` is naive.
    """
    if now.utcoffset() is None:
        raise ValueError("now must be aware: say which zone it is in")
    using = begin(state, now=now, patience=patience)
    if using is None:
        return state
    yield using
    form = {
        "app_id": app_id,
        "grant_type": "refresh_token",
        "refresh_token": using.refresh_token,
    }
    response = yield from ask(_post(host, form, secret_key))
    settled, error = settle(using, response)
    if settled is not using:
        yield settled
    if error is not None:
        raise error
    return settled


def _pages(
    asked: Callable[..., Request],
    adapter: Adapter,
    *,
    since: datetime | None,
    page_size: int,
    after: str | None,
) -> Flow[Page, None]:
    """Check the arguments now, rather than at the first page."""
    if not 1 <= page_size <= _MOST:
        raise ValueError(f"page_size must be from 1 to {_MOST}")
    if since is not None and since.utcoffset() is None:
        raise ValueError("since must be aware: say which zone it is in")
    if after is not None and not (after.isascii() and after.isdecimal() and len(after) <= 9):
        raise ValueError("after must be the cursor of a page")
    return _walk(asked, adapter, offset=int(after or 0), since=since, count=page_size)


def _walk(
    asked: Callable[..., Request],
    adapter: Adapter,
    *,
    offset: int,
    since: datetime | None,
    count: int,
) -> Flow[Page, None]:
    ended, before = False, b""
    while not ended:
        response = yield from ask(asked(offset=offset, count=count))
        items = data_of(response)
        if not isinstance(items, list):
            raise not_documented(response, "expected a list", "/data")
        if items and response.body == before:
            # An offset that is not heeded would go on for ever.
            raise ServiceError(SERVICE, "undocumented", status=response.status)
        before = response.body
        messages = cast("list[JSON]", items)
        # As many as came, not as were asked for: if Zalo leaves some out, pages overlap. And only
        # an empty page is the end, since a short one may be short for that reason.
        offset += len(messages)
        ended = all(_is_older(one, since) for one in messages)
        cursor = None if ended else str(offset)
        yield Page(payload=response.payload(), adapter=adapter, cursor=cursor)


def _is_older(message: JSON, since: datetime | None) -> bool:
    """Tell whether a message is older; one whose time cannot be read is not."""
    if since is None or not isinstance(message, dict):
        return False
    time = cast("dict[str, JSON]", message).get("time")
    readable = isinstance(time, (int, str)) and not isinstance(time, bool)
    sent_at, _ = from_epoch(cast("int | str", time), "milliseconds") if readable else (None, ())
    return sent_at is not None and sent_at < since


def _post(host: str, form: dict[str, str], secret_key: str) -> Request:
    headers = {"secret_key": secret_key}
    return Request(method="POST", url=f"{host}/v4/oa/access_token", headers=headers, form=form)
