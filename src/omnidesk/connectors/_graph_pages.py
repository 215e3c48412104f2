"""Pages of the Graph API: where the next one begins, and what hangs on their items."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from omnidesk.connectors._answers import object_at, objects_at
from omnidesk.connectors._graph_errors import SERVICE, read_body, wait_asked_for
from omnidesk.connectors._walk import Branch, Listed, Listing, read_token, undocumented, walk
from omnidesk.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from omnidesk._payload import JSON
    from omnidesk.adapters import Adapter
    from omnidesk.connectors._flow import Flow, Page, Request, Response


def pages(
    ask: Callable[[str | None], Request],
    adapter: Adapter,
    *,
    after: str | None,
    pace: timedelta = timedelta(0),
    nested: str | None = None,
    ask_nested: Callable[[Branch], Request] | None = None,
) -> Flow[Page, None]:
    """
    Yield the pages of a listing.

    Args:
        ask: Returns the request for the page that begins at a cursor.
        adapter: What reads the pages, and those of nested listings.
        after: The cursor to go on from.
        pace: How long to wait between requests, by what Meta documents.
        nested: The key under which an item has a listing of its own.
        ask_nested: Returns the request for a page of that.
    """

    def read(response: Response) -> Listed:
        return _listed(response, pace, nested)

    def read_nested(response: Response) -> Listed | None:
        try:
            return _listed(response, pace, None)
        except ServiceError as error:
            if error.problem != "not_found":
                raise
        return None  # gone since it was listed

    listing = Listing(
        service=SERVICE,
        ask=ask,
        read=read,
        adapter=adapter,
        ask_branch=ask_nested,
        read_branch=read_nested,
    )
    return walk(listing, after)


def _listed(response: Response, pace: timedelta, nested: str | None) -> Listed:
    body = read_body(response)
    items = objects_at(body, "data")
    return Listed(
        response=response,
        following=_following(body, response),
        count=len(items),
        branches=_branches(items, nested, response) if nested else (),
        wait=max(pace, wait_asked_for(response) or timedelta(0)),
    )


def _branches(
    items: list[Mapping[str, JSON]], nested: str, response: Response
) -> tuple[Branch, ...]:
    found: list[Branch] = []
    for item in items:
        token = _following(object_at(item, nested), response)
        if token is None:
            continue
        name = item.get("id")
        if not isinstance(name, str) or not name.strip("."):
            raise undocumented(SERVICE, response)
        found.append((name, token))
    return tuple(found)


def _following(listing: Mapping[str, JSON], response: Response) -> str | None:
    """Return where the next page begins: only `next` says that there is one, a cursor where."""
    paging = listing.get("paging")
    if paging is None:
        return None
    if not isinstance(paging, dict):
        raise undocumented(SERVICE, response)
    fields = cast("dict[str, JSON]", paging)
    if fields.get("next") is None:
        return None
    token = read_token(object_at(fields, "cursors").get("after"), SERVICE, response)
    if token is None:
        raise undocumented(SERVICE, response)
    return token
