"""
Pulls from OMICall (VIHAT): its log of calls, and the token that it takes.

Each function is a flow: `pull(transactions(…), client)` makes its requests. OMICall refuses with
HTTP status 200 and a code in the body; here that is a `ServiceError` like any other.

Source: <https://api.omicall.com/omicall-api/call-transaction/v2> and the pages beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from omnidesk.adapters import Adapter
from omnidesk.connectors._answers import answered, object_at, problem_of, read_object, retry_after
from omnidesk.connectors._flow import Flow, Page, Request
from omnidesk.errors import PayloadError, ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk._payload import JSON
    from omnidesk.connectors._flow import Response
    from omnidesk.errors import ServiceProblem

__all__ = ["HOST", "OmiCallAccess", "authorise", "transactions"]

HOST = "https://public-v1-stg.omicall.com"
"""Where the documentation says that the public API is; ask your contract for yours."""

_SERVICE = "omicall"
_FINE = 9999
_MOST = 50
_LONGEST = timedelta(days=3)
"""`date_is_too_long`: no request may ask for more."""

_PROBLEMS: Mapping[str, ServiceProblem] = {
    "limit_request_30_minute": "rate",
    "from_date_is_required": "invalid",
    "to_date_is_required": "invalid",
    "date_invalid": "invalid",
    "date_is_too_long": "invalid",
    "data_is_required": "invalid",
    "tenant_invalid": "permission",
    "access_denied": "permission",
}
_WAITS = {"limit_request_30_minute": timedelta(minutes=30)}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OmiCallAccess:
    """
    How we may ask. It holds a token, so its `repr` shows nothing.

    Args:
        token: The access token, as `authorise` gives; good for 24 hours.
        adapter: What reads the pages: `OmiCall`.
        host: Where the API is.
    """

    token: str
    adapter: Adapter
    host: str = HOST

    def __repr__(self) -> str:
        return "OmiCallAccess()"


def authorise(api_key: str, *, host: str = HOST) -> Flow[str, str]:
    """
    Turn an API key into an access token. The vendor takes the key in the query.

    Source: `GET /api/auth`.

    Args:
        api_key: The key.
        host: Where the API is.

    Yields:
        The token.

    Returns:
        The same.

    Raises:
        ServiceError: If OMICall refuses.
        PayloadError: If it answers what it does not document.
    """
    request = Request(method="GET", url=f"{host}/api/auth", params={"apiKey": api_key})
    response = answered((yield request))
    token = _payload_of(response).get("access_token")
    if not isinstance(token, str) or not token:
        raise PayloadError(
            "expected an access token",
            channel=_SERVICE,
            pointer="/payload/access_token",
            digest=response.payload().digest,
        )
    yield token
    return token


def transactions(
    access: OmiCallAccess,
    *,
    since: datetime,
    until: datetime,
    page_size: int = _MOST,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull the calls of a time, the oldest first.

    No request may ask for more than three days, so a longer time is asked for in pieces.

    Source: `POST /api/v3/call-transaction/search`. The older lists have not been fed since April
    2026.

    Args:
        access: How we may ask.
        since: From when on (aware).
        until: Until when (aware).
        page_size: Calls on a page, 1 to 50.
        after: Where an earlier run over the same time has stopped: the `cursor` of its last page.

    Yields:
        Pages. The last one has no cursor, and may be empty.

    Raises:
        ServiceError: If OMICall refuses; `rate` where it wants half an hour between requests.
        PayloadError: If it answers what it does not document.
        ValueError: If an argument is out of its range, at once.
    """
    if not 1 <= page_size <= _MOST:
        raise ValueError(f"page_size must be from 1 to {_MOST}")
    for name, at in (("since", since), ("until", until)):
        if at.utcoffset() is None:
            raise ValueError(f"{name} must be aware: say which zone it is in")
    start, end = (int(at.timestamp() * 1_000) for at in (since, until))
    if end < start:
        raise ValueError("until must not lie before since")
    place, page = _read_cursor(after, start, end)
    return _walk(access, place, page, end, page_size)


def _walk(
    access: OmiCallAccess, start: int, page: int, end: int, page_size: int
) -> Flow[Page, None]:
    longest = int(_LONGEST.total_seconds() * 1_000)
    before = b""
    while True:
        stop = min(start + longest, end)
        request = Request(
            method="POST",
            url=f"{access.host}/api/v3/call-transaction/search",
            params={"page": str(page), "size": str(page_size)},
            headers={"Authorization": f"Bearer {access.token}"},
            json={
                "filter": {"fromDate": start, "toDate": stop},
                "sort": {"field": "time_start_call", "isAsc": True},
            },
        )
        response = answered((yield request))
        fields = _payload_of(response)
        items = fields.get("items")
        if not isinstance(items, list):
            raise PayloadError(
                "expected a list of items",
                channel=_SERVICE,
                pointer="/payload/items",
                digest=response.payload().digest,
            )
        if items and response.body == before:
            # A page that is not heeded would go on for ever.
            raise ServiceError(_SERVICE, "undocumented", status=response.status)
        before = response.body
        if _has_next(fields, cast("list[JSON]", items), page_size):
            page += 1
        else:
            start, page = stop, 1
        # A call at the very seam of two pieces is in both: its events are the same.
        cursor = f"{start}:{page}" if page > 1 or start < end else None
        yield Page(payload=response.payload(), adapter=access.adapter, cursor=cursor)
        if cursor is None:
            return


def _has_next(fields: Mapping[str, JSON], items: list[JSON], page_size: int) -> bool:
    if not items:
        return False
    told = fields.get("has_next")
    return told if isinstance(told, bool) else len(items) >= page_size


def _payload_of(response: Response) -> Mapping[str, JSON]:
    fields = read_object(response)
    if response.status < 300 and (fields or {}).get("status_code", _FINE) == _FINE:
        return object_at(fields or {}, "payload")
    # Its codes are words: in `message`, or in `payload.error`. What else stands there is not ours.
    words = [(fields or {}).get("message"), object_at(fields or {}, "payload").get("error")]
    code = next((one for one in words if isinstance(one, str) and one in _PROBLEMS), None)
    raise ServiceError(
        _SERVICE,
        _PROBLEMS[code] if code else problem_of(response.status),
        code=code,
        status=response.status,
        retry_after=_WAITS.get(code or "") or retry_after(response),
    )


def _read_cursor(after: str | None, start: int, end: int) -> tuple[int, int]:
    if after is None:
        return start, 1
    place, colon, page = after.partition(":")
    fine = colon and all(
        one.isascii() and one.isdecimal() and 0 < len(one) <= 15 for one in (place, page)
    )
    if not fine or not start <= int(place) <= end or int(page) < 1:
        raise ValueError("after must be the cursor of a page of the same time")
    return int(place), int(page)
