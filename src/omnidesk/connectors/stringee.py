"""
Pulls from Stringee: its log of calls, and StringeeX's history of them.

Each function is a flow: `pull(call_log(…), client)` makes its requests. Both go from the oldest
call to the newest, so that calls which come meanwhile come at the end.

Source: <https://developer.stringee.com/docs/call-rest-api/call-rest-api-call-log>,
<https://developer.stringee.com/docs/api-stringeex/api-stringeex-call-management>.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from omnidesk.adapters import Adapter
from omnidesk.connectors._answers import answered, object_at, problem_of, read_object, retry_after
from omnidesk.connectors._flow import Flow, Page, Request
from omnidesk.errors import PayloadError, ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta

    from omnidesk._payload import JSON
    from omnidesk.connectors._flow import Response
    from omnidesk.errors import ServiceProblem

__all__ = ["HOST", "STRINGEEX_HOST", "StringeeAccess", "call_history", "call_log", "rest_token"]

HOST = "https://api.stringee.com"
"""Where Stringee's REST API is."""

STRINGEEX_HOST = "https://api.stringeex.com"
"""Where StringeeX's is."""

_SERVICE = "stringee"
_MOST = 100
_PROBLEMS: Mapping[int, ServiceProblem] = {12: "invalid"}  # "sort_order not allowed"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StringeeAccess:
    """
    How we may ask. It holds a token, so its `repr` shows nothing.

    Args:
        token: A JSON Web Token for the REST API, as `rest_token` makes.
        adapter: What reads the pages: `Stringee`.
    """

    token: str
    adapter: Adapter

    def __repr__(self) -> str:
        return "StringeeAccess()"

    def ask(self, address: str, fields: Iterable[tuple[str, str]]) -> Request:
        """Return a request."""
        # `search_after[]` stands twice in a query, which a mapping of parameters cannot say.
        return Request(
            method="GET",
            url=f"{address}?{urlencode(list(fields))}",
            headers={"X-STRINGEE-AUTH": self.token},
        )


def rest_token(key_sid: str, key_secret: str, *, now: datetime, valid_for: timedelta) -> str:
    """
    Make a token for the REST API (RFC 7519, HS256).

    Source: <https://developer.stringee.com/docs/call-rest-api/rest-api-authentication>.

    Args:
        key_sid: The API key's SID.
        key_secret: Its secret.
        now: The time; aware.
        valid_for: How long the token is good for.

    Raises:
        ValueError: If `now` is naive.
    """
    _check_aware("now", now)
    seconds = int(now.timestamp())
    head = {"typ": "JWT", "alg": "HS256", "cty": "stringee-api;v=1"}
    body = {
        "jti": f"{key_sid}-{seconds}",
        "iss": key_sid,
        "exp": seconds + int(valid_for.total_seconds()),
        "rest_api": True,
    }
    signed = ".".join([_encoded(json.dumps(one).encode()) for one in (head, body)])
    return f"{signed}.{_encoded(hmac.digest(key_secret.encode(), signed.encode(), 'sha256'))}"


def call_log(
    access: StringeeAccess,
    *,
    since: datetime,
    until: datetime,
    page_size: int = _MOST,
    after: str | None = None,
    host: str = HOST,
) -> Flow[Page, None]:
    """
    Pull the calls that began within a time, the oldest first.

    Source: `GET /v1/call/log` in its version 2, which pages by `search_after`.

    Args:
        access: How we may ask.
        since: From when on (aware).
        until: Until when (aware). Calls that go on are not in the log yet: ask again for the last
            hours in the next run. The same calls have the same events.
        page_size: Calls on a page, 1 to 100.
        after: Where an earlier run over the same time has stopped: the `cursor` of its last page.
        host: Where the API is.

    Yields:
        Pages. The last one has no cursor, and may be empty.

    Raises:
        ServiceError: If Stringee refuses.
        PayloadError: If it answers what it does not document.
        ValueError: If an argument is out of its range, at once.
    """
    start, end = _window(since, until, page_size)
    fields = [
        ("version", "2"),
        ("limit", str(page_size)),
        ("sort_by", "start_time"),
        ("sort_order", "asc"),
        ("from_start_time", str(start)),
        ("to_start_time", str(end)),
    ]
    return _walk(access, f"{host}/v1/call/log", fields, "calls", _read_cursor(after))


def call_history(
    access: StringeeAccess,
    *,
    since: datetime,
    until: datetime,
    page_size: int = _MOST,
    after: str | None = None,
    host: str = STRINGEEX_HOST,
) -> Flow[Page, None]:
    """
    Pull StringeeX's history of calls, which knows queues, agents and menus; else as `call_log`.

    Source: `GET /v1/call/history` in its version 2.

    Args:
        access: How we may ask; StringeeX has API keys of its own.
        since: From when on (aware).
        until: Until when (aware).
        page_size: Calls on a page, 1 to 100.
        after: Where an earlier run over the same time has stopped.
        host: Where the API is.

    Yields:
        Pages. The last one has no cursor, and may be empty.

    Raises:
        ServiceError: If StringeeX refuses.
        PayloadError: If it answers what it does not document.
        ValueError: If an argument is out of its range, at once.
    """
    start, end = _window(since, until, page_size)
    fields = [
        ("version", "2"),
        ("limit", str(page_size)),
        ("sort_by", "start_time"),
        ("sort_order", "asc"),
        ("time", f"{start}-{end}"),
    ]
    return _walk(access, f"{host}/v1/call/history", fields, "rows", _read_cursor(after))


def _walk(
    access: StringeeAccess,
    address: str,
    fields: list[tuple[str, str]],
    key: str,
    place: tuple[str, ...],
) -> Flow[Page, None]:
    while True:
        places = [("search_after[]", one) for one in place]
        response = answered((yield access.ask(address, [*fields, *places])))
        data = _data_of(response)
        items = data.get(key)
        if not isinstance(items, list):
            raise PayloadError(
                f"expected a list of {key}",
                channel=_SERVICE,
                pointer=f"/data/{key}",
                digest=response.payload().digest,
            )
        following = _place(data.get("search_after")) if items else ()
        if following and following == place:
            # A place that is not heeded would go on for ever.
            raise ServiceError(_SERVICE, "undocumented", status=response.status)
        cursor = json.dumps(following) if following else None
        yield Page(payload=response.payload(), adapter=access.adapter, cursor=cursor)
        if not following:
            return
        place = following


def _data_of(response: Response) -> Mapping[str, JSON]:
    fields = read_object(response)
    code = (fields or {}).get("r", 0)
    if response.status >= 300 or code != 0:
        known = isinstance(code, int) and not isinstance(code, bool) and 0 < abs(code) < 10**6
        problem = _PROBLEMS.get(code) if known else None
        raise ServiceError(
            _SERVICE,
            problem or problem_of(response.status),
            code=str(code) if known else None,
            status=response.status,
            retry_after=retry_after(response),
        )
    return object_at(fields or {}, "data")


def _place(value: JSON) -> tuple[str, ...]:
    """Return a place to go on after: some texts and numbers; none if it is anything else."""
    items = cast("list[JSON]", value) if isinstance(value, list) else []
    fine = [one for one in items if isinstance(one, (str, int)) and not isinstance(one, bool)]
    if len(fine) != len(items) or len(items) > 10:
        return ()
    return tuple([str(one)[:500] for one in fine if not isinstance(one, int) or abs(one) < 2**63])


def _read_cursor(after: str | None) -> tuple[str, ...]:
    if after is None:
        return ()
    try:
        place = _place(json.loads(after))
    except ValueError:
        place = ()
    if not place:
        raise ValueError("after must be the cursor of a page")
    return place


def _window(since: datetime, until: datetime, page_size: int) -> tuple[int, int]:
    """Check the arguments now, rather than at the first page, and return milliseconds."""
    if not 1 <= page_size <= _MOST:
        raise ValueError(f"page_size must be from 1 to {_MOST}")
    _check_aware("since", since)
    _check_aware("until", until)
    if until < since:
        raise ValueError("until must not lie before since")
    return int(since.timestamp() * 1_000), int(until.timestamp() * 1_000)


def _check_aware(name: str, at: datetime) -> None:
    if at.utcoffset() is None:
        raise ValueError(f"{name} must be aware: say which zone it is in")


def _encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode("ascii")
