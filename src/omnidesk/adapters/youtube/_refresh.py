"""
A complete refresh, and what it no longer returns.

YouTube tells nobody that a comment was deleted: it is no longer returned, and that is all. A page
that lacks it proves nothing. What proves something is every page of every list, from the first to
the one that names no next, with all replies of each thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from omnidesk.adapters.youtube._adapter import envelope
from omnidesk.adapters.youtube._facts import as_fields, text_of, threads_of
from omnidesk.adapters.youtube._words import CHANNEL
from omnidesk.errors import PayloadError
from omnidesk.events import MessageDeleted
from omnidesk.model import Source, derive_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from omnidesk._payload import JSON, Payload
    from omnidesk.model import Conversation, Message

ListedStatus = Literal["published", "heldForReview", "likelySpam"]
"""What `commentThreads.list` takes as `moderationStatus`. Rejected comments cannot be listed."""

_HELD: frozenset[ListedStatus] = frozenset({"heldForReview", "likelySpam"})


@dataclass(frozen=True, slots=True, repr=False)
class PageRequest:
    """One page that a refresh needs."""

    parent_id: str | None = None
    """`comments.list` with this `parentId`; `None` is `commentThreads.list`."""
    status: ListedStatus | None = None
    """The `moderationStatus` of `commentThreads.list`; `None` for replies."""
    page_token: str | None = None
    """The `pageToken`; `None` for the first page."""


class Refresh:
    """
    Collects the pages of one refresh, and knows which are still needed.

    Ask for `wanted`, fetch those pages, give each to `add`, until nothing is wanted. Ask
    `commentThreads.list` with `order=time` and without `searchTerms`.

    Args:
        account: The channel. Without `video_id`, the refresh is of all its threads
            (`allThreadsRelatedToChannelId`).
        video_id: The video, if the refresh is of one (`videoId`).
        statuses: Which moderation statuses are listed. Only the channel's owner can list others
            than `published`, and should: else a comment that is held now counts as vanished.

    Raises:
        ValueError: If `statuses` lacks `published`: then everything would seem to have vanished.
    """

    def __init__(
        self,
        account: str,
        *,
        video_id: str | None = None,
        statuses: Iterable[ListedStatus] = ("published",),
    ) -> None:
        self.account = account
        self.video_id = video_id
        self.statuses = frozenset(statuses)
        if "published" not in self.statuses:
            raise ValueError("a refresh needs the published comments")
        # A dict, for its order: what is asked first is what was wanted first.
        self._wanted = dict.fromkeys(PageRequest(status=one) for one in sorted(self.statuses))
        self._asked = set(self._wanted)
        self._ids: set[str] = set()
        self._sources: list[tuple[datetime, str]] = []
        self._is_broken = False

    def __repr__(self) -> str:
        return f"Refresh({len(self._sources)} pages, {len(self._wanted)} wanted)"

    @property
    def wanted(self) -> tuple[PageRequest, ...]:
        """The pages that are still needed; more may be wanted after each `add`."""
        return tuple(self._wanted)

    @property
    def is_complete(self) -> bool:
        """Whether every page is there, and every item on them could be read."""
        return not self._wanted and not self._is_broken

    @property
    def started_at(self) -> datetime | None:
        """When the first page was received (UTC)."""
        return min(self._sources)[0] if self._sources else None

    def __contains__(self, comment_id: object) -> bool:
        """Tell whether a comment was returned."""
        return comment_id in self._ids

    def add(self, request: PageRequest, payload: Payload) -> None:
        """
        Take in the answer to a request.

        Args:
            request: One of `wanted`.
            payload: The answer, with the time at which it was received.

        Raises:
            PayloadError: If it is no answer to such a request: another kind, an error, or a page
                without `items`. The page is wanted still.
            ValueError: If the page was not wanted, or the payload does not say when it was
                received: without that, nobody knows what the refresh can speak about.
        """
        if request not in self._wanted:
            raise ValueError("a refresh takes the pages that it wants")
        if payload.received_at is None:
            raise ValueError("a refresh needs to know when its pages were received")
        fields = _page(payload, replies=request.parent_id is not None)
        del self._wanted[request]
        self._sources.append((payload.received_at, payload.digest))
        if request.parent_id is None:
            self._add_threads(payload)
        else:
            for raw in cast("list[JSON]", fields["items"]):
                self._add_id(raw)
        token = fields.get("nextPageToken")
        if token is None or token == "":
            return
        following = PageRequest(request.parent_id, request.status, cast("str", token))
        # A token that is no text, or comes again, leads nowhere.
        if not isinstance(token, str) or not self._want(following):
            self._is_broken = True

    def _add_threads(self, payload: Payload) -> None:
        for thread in threads_of(payload):
            self._add_id(thread.top)
            for reply in thread.replies:
                self._add_id(reply)
            if thread.id is None:
                self._is_broken = True
            elif thread.total is None or thread.total > len(thread.replies):
                # A thread may move to the next page while pages are fetched: once is enough.
                self._want(PageRequest(parent_id=thread.id))

    def _add_id(self, raw: JSON) -> None:
        comment_id = text_of(as_fields(raw), "id")
        if comment_id is None:
            self._is_broken = True
        else:
            self._ids.add(comment_id)

    def _want(self, request: PageRequest) -> bool:
        if request in self._asked:
            return False
        self._asked.add(request)
        self._wanted[request] = None
        return True

    def source(self) -> Source:
        """Return the page that was received last, for what follows from all of them."""
        received_at, digest = max(self._sources)
        return Source(adapter=CHANNEL, digest=digest, received_at=received_at)


def _page(payload: Payload, *, replies: bool) -> dict[str, JSON]:
    kind = "youtube#commentListResponse" if replies else "youtube#commentThreadListResponse"
    fields = envelope(payload)
    if fields["kind"] != kind:
        raise PayloadError(
            "expected an answer to what was asked",
            channel=CHANNEL,
            pointer="/kind",
            digest=payload.digest,
        )
    if "items" not in fields:
        raise PayloadError(
            "expected a list", channel=CHANNEL, pointer="/items", digest=payload.digest
        )
    return fields


def vanished(conversations: Iterable[Conversation], refresh: Refresh) -> tuple[MessageDeleted, ...]:
    """
    Tell which comments a complete refresh no longer returns: they are deleted.

    A comment is judged only if the refresh speaks about it: it is of the same channel, and of the
    video if the refresh is of one; it was known before the refresh began; and it is not one that
    the refresh could not list: one that was held, unless held comments were listed, or one that was
    rejected. Live chat is not judged.

    Args:
        conversations: What is known. Take only what was fetched with no more rights than the
            refresh was: what an API key may not see has not vanished.
        refresh: The refresh.

    Returns:
        One event for each vanished comment. Nobody knows when it was deleted: `occurred_at` is
        `None`. Its source is the page of the refresh that was received last.

    Raises:
        ValueError: If the refresh is not complete: a partial one proves nothing.
    """
    if not refresh.is_complete:
        raise ValueError("a refresh that is not complete proves nothing")
    return tuple(
        MessageDeleted(
            id=derive_id("evt", CHANNEL, "vanished", conversation.account, message.id),
            channel=CHANNEL,
            account=conversation.account,
            thread=((message.tree and message.tree.root_id) or message.id,),
            source=refresh.source(),
            message_id=message.id,
        )
        for conversation in conversations
        if _is_of(conversation, refresh)
        for message in _judged(conversation, refresh)
        if not any(one in refresh for one in (message.id, *message.aliases))
    )


def _is_of(conversation: Conversation, refresh: Refresh) -> bool:
    if (conversation.channel, conversation.account) != (CHANNEL, refresh.account):
        return False
    about = conversation.about
    if refresh.video_id is None:
        return True
    return about is not None and (about.kind, about.id) == ("video", refresh.video_id)


def _judged(conversation: Conversation, refresh: Refresh) -> Iterator[Message]:
    started_at = refresh.started_at
    for message in conversation.messages:
        if message.tree is None or message.state not in ("live", "edited", "held"):
            continue
        if message.state == "held" and not refresh.statuses >= _HELD:
            continue
        known = [one.received_at for one in message.sources if one.received_at is not None]
        if started_at is not None and known and min(known) < started_at:
            yield message
