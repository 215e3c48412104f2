"""
Walking through the pages of a listing, and of the listings that hang on its items.

A page of threads shows the first replies of each, a page of conversations the newest messages of
each. The rest of them are listings of their own, the branches. They are walked before the next page
of the trunk, and the cursor of every page says which of them are still to come.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias, cast

from omnidesk.adapters import Adapter
from omnidesk.connectors._answers import answered
from omnidesk.connectors._flow import Page, Request, Response
from omnidesk.errors import ServiceError

if TYPE_CHECKING:
    from omnidesk._payload import JSON
    from omnidesk.connectors._flow import Flow

MOST_BRANCHES = 200
"""On one page. No platform lists more items on one page than 100."""

MOST_EMPTY = 100
"""Pages without an item, one after another. Filters leave some; no platform documents many."""

_LONGEST_TOKEN = 8192

Branch: TypeAlias = tuple[str, str | None]
"""A listing that hangs on an item: the item's id, and where in the listing to go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """
    One page of a listing, as far as walking on needs to know it.

    Args:
        response: The page as received.
        following: Where the next page of the same listing begins; `None` after the last.
        count: How many items it has.
        branches: The listings that hang on its items and that it does not show to their end.
        wait: How long the platform wants us to wait.
    """

    response: Response
    following: str | None
    count: int
    branches: tuple[Branch, ...] = ()
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """
    How to ask for the pages of a listing.

    Args:
        ask: Returns the request for the page that begins at a token.
        read: Returns what came back, or raises what it means.
        adapter: What reads the pages.
        ask_branch: The same for a listing that hangs on an item.
        read_branch: The same; `None` if the item is not there any more.
    """

    service: str
    ask: Callable[[str | None], Request]
    read: Callable[[Response], Listed]
    adapter: Adapter
    ask_branch: Callable[[Branch], Request] | None = None
    read_branch: Callable[[Response], Listed | None] | None = None


def walk(listing: Listing, after: str | None) -> Flow[Page, None]:
    """
    Yield the pages of a listing, each followed by those of its branches.

    Raises:
        ServiceError: `undocumented` if the platform's paging leads in circles or nowhere.
        ValueError: If `after` is no cursor of such a walk.
    """
    token, rest, is_more = _decode(after)
    guard = _Guard(listing.service)
    if rest and not (listing.ask_branch and listing.read_branch):
        raise _not_ours()
    while True:
        while rest and listing.ask_branch and listing.read_branch:
            branch, *others = rest
            found = listing.read_branch(answered((yield listing.ask_branch(branch))))
            following = guard.check(guard.branch, branch[1], found) if found else None
            rest = ((branch[0], following), *others) if following else tuple(others)
            if following is None:
                # An item that moves while we walk is listed again, and so is what hangs on it.
                guard.branch.clear()
            if found is None:
                continue
            yield _page(found, listing.adapter, _encode(token, rest, is_more=is_more))
        if not is_more:
            return
        found = listing.read(answered((yield listing.ask(token))))
        token = guard.check(guard.trunk, token, found)
        rest, is_more = found.branches, token is not None
        yield _page(found, listing.adapter, _encode(token, rest, is_more=is_more))


def _page(found: Listed, adapter: Adapter, cursor: str | None) -> Page:
    return Page(payload=found.response.payload(), adapter=adapter, cursor=cursor, wait=found.wait)


@dataclass(slots=True)
class _Guard:
    """Sees to it that every walk ends, whatever the platform answers."""

    service: str
    trunk: set[str | None] = field(default_factory=set[str | None])
    """Where we have asked for pages of the trunk."""
    branch: set[str | None] = field(default_factory=set[str | None])
    """The same for the branch that is being walked."""
    empty: int = 0

    def check(self, seen: set[str | None], asked: str | None, found: Listed) -> str | None:
        """Return where the next page begins, if that is a place where we have not been."""
        seen.add(asked)
        self.empty = 0 if found.count else self.empty + 1
        is_known = found.following is not None and found.following in seen
        if is_known or self.empty > MOST_EMPTY or len(found.branches) > MOST_BRANCHES:
            raise undocumented(self.service, found.response)
        return found.following


def undocumented(service: str, response: Response) -> ServiceError:
    """Return the error for an answer that the platform does not document."""
    return ServiceError(service, "undocumented", status=response.status)


def read_token(value: JSON, service: str, response: Response) -> str | None:
    """
    Return what a platform says where the next page begins; `None` if it says nothing.

    Raises:
        ServiceError: `undocumented` if it cannot be such a thing.
    """
    if value is None:
        return None
    # A brace is how our own cursors begin that hold more than a token.
    if not isinstance(value, str) or not value or len(value) > _LONGEST_TOKEN or value[0] == "{":
        raise undocumented(service, response)
    return value


def _encode(token: str | None, rest: tuple[Branch, ...], *, is_more: bool) -> str | None:
    """Write down where to go on: the platform's own token, unless branches are still to come."""
    if not rest:
        return token if is_more else None
    return json.dumps({"next": token, "rest": rest}, separators=(",", ":"))


def _decode(after: str | None) -> tuple[str | None, tuple[Branch, ...], bool]:
    if after is None:
        return None, (), True
    if not after.startswith("{"):
        if not after:
            raise _not_ours()
        return after, (), True
    try:
        place = json.loads(after)
    except (ValueError, RecursionError):
        place = None
    match place:
        case {"next": str() | None as token, "rest": [_, *_] as rest}:
            branches = tuple(_branch(one) for one in cast("list[JSON]", rest))
            return token, branches, token is not None
        case _:
            raise _not_ours()


def _branch(one: JSON) -> Branch:
    match one:
        case [str() as name, str() | None as token]:
            return name, token
        case _:
            raise _not_ours()


def _not_ours() -> ValueError:
    return ValueError("after is the cursor of a page that the same flow has given")
