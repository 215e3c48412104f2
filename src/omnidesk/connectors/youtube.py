"""
Flows that pull from the YouTube Data API: threads with all replies, live chat, complete refreshes.

Every request costs quota, so every flow counts what it asks and can be given a budget. Comments
that are switched off are an answer, and an empty one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from omnidesk.adapters.youtube import YouTube, missing_replies
from omnidesk.connectors._answers import answered, objects_at
from omnidesk.connectors._flow import Page
from omnidesk.connectors._walk import (
    MOST_EMPTY,
    Branch,
    Listed,
    Listing,
    read_token,
    undocumented,
    walk,
)
from omnidesk.connectors._youtube_access import HOST, Asks, YouTubeAccess
from omnidesk.connectors._youtube_errors import SERVICE, read_body
from omnidesk.connectors._youtube_quota import COSTS, DAILY_UNITS, Cost, Method, Quota
from omnidesk.errors import PayloadError, ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk._payload import JSON
    from omnidesk.adapters.youtube import PageRequest, Refresh
    from omnidesk.connectors._flow import Flow, Request, Response
    from omnidesk.connectors._youtube_access import TextFormat

__all__ = [
    "COSTS",
    "DAILY_UNITS",
    "HOST",
    "Cost",
    "Ending",
    "Method",
    "Quota",
    "YouTubeAccess",
    "live_chat",
    "refresh",
    "replies",
    "threads",
]

Ending = Literal["complete", "disabled"]
"""How a listing ends: with its last page, or because its owner has switched comments off."""

_LONGEST_POLL = 3_600_000


def threads(
    access: YouTubeAccess,
    channel_id: str,
    *,
    video_id: str | None = None,
    whole: bool = True,
    order: Literal["time", "relevance"] = "time",
    moderation_status: Literal["heldForReview", "likelySpam"] | None = None,
    text_format: TextFormat = "html",
    page_size: int = 100,
    quota: Quota | None = None,
    after: str | None = None,
) -> Flow[Page, Ending]:
    """
    Pull the comment threads of a video, or all that a channel has to do with.

    A page of threads shows five replies of each at most. The replies of those that have more follow
    as pages of replies, before the next threads.

    It returns how it ended: `disabled`, without a page, if comments are switched off.

    Args:
        access: How we may ask.
        channel_id: The channel (`UC…`).
        video_id: Only the threads of this video of the channel.
        whole: Whether the other replies are pulled.
        order: The newest threads first, or those that YouTube finds relevant.
        moderation_status: Only threads that are held; for the channel's owner.
        text_format: In which form YouTube writes the text.
        page_size: Threads on a page, 1 to 100.
        quota: Counts what is spent, and may refuse to spend more.
        after: The cursor of the last page that was dealt with.

    Raises:
        ServiceError: If YouTube refuses, or its paging leads nowhere; if the budget is spent.
        ValueError: If `after` is no cursor of this flow, or `page_size` is out of range.
    """
    size = _size(page_size, 1, 100)
    asks = Asks(access, quota or Quota(), text_format)
    of_video = {"videoId": video_id} if video_id else {"allThreadsRelatedToChannelId": channel_id}

    def ask(token: str | None) -> Request:
        more = {"order": order, "moderationStatus": moderation_status, **of_video}
        return asks.threads(size, token, **more)

    listing = Listing(
        service=SERVICE,
        ask=ask,
        read=_with_replies if whole else _listed,
        adapter=YouTube(
            channel_id=channel_id, text_format=text_format, authorised=access.authorised
        ),
        ask_branch=asks.replies_of,
        read_branch=_listed_if_there,
    )
    return _until_disabled(listing, after)


def replies(
    access: YouTubeAccess,
    thread_id: str,
    *,
    channel_id: str | None = None,
    text_format: TextFormat = "html",
    quota: Quota | None = None,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull all replies of one thread.

    Args:
        access: How we may ask.
        thread_id: The thread: the id of its top-level comment.
        channel_id: The channel, which old answers do not name.
        text_format: In which form YouTube writes the text.
        quota: Counts what is spent, and may refuse to spend more.
        after: The cursor of the last page that was dealt with.

    Raises:
        ServiceError: If YouTube refuses, or its paging leads nowhere; if the budget is spent.
        ValueError: If `after` is no cursor of this flow.
    """
    asks = Asks(access, quota or Quota(), text_format)
    listing = Listing(
        service=SERVICE,
        ask=lambda token: asks.replies_of((thread_id, token)),
        read=_listed,
        adapter=YouTube(
            channel_id=channel_id, text_format=text_format, authorised=access.authorised
        ),
    )
    return walk(listing, after)


def refresh(
    access: YouTubeAccess,
    state: Refresh,
    *,
    text_format: TextFormat = "html",
    quota: Quota | None = None,
) -> Flow[Page, Refresh]:
    """
    Pull every page that a refresh wants, and give each to it.

    It returns the refresh. If that is complete, `omnidesk.adapters.youtube.vanished` tells which
    comments it no longer has. It stays incomplete, and proves nothing, if comments are switched off
    or if a thread goes while it runs. If the flow is stopped, give the same refresh to another one:
    it knows what it wants still, so pages have no cursor.

    Args:
        access: How we may ask.
        state: The refresh, such as `Refresh(channel_id, video_id=video_id)`.
        text_format: In which form YouTube writes the text.
        quota: Counts what is spent, and may refuse to spend more.

    Raises:
        ServiceError: If YouTube refuses, or lists empty pages without end; if the budget is spent.
        PayloadError: If a page is not what the refresh has asked for. It is wanted still.
    """
    asks = Asks(access, quota or Quota(), text_format)
    adapter = YouTube(
        channel_id=state.account, text_format=text_format, authorised=access.authorised
    )
    gone: set[PageRequest] = set()
    empty = 0
    while waiting := [one for one in state.wanted if one not in gone]:
        for wanted in waiting:
            response = answered((yield _ask_wanted(asks, state, wanted)))
            try:
                body = read_body(response)
            except ServiceError as error:
                if error.code == "commentsDisabled":
                    return state
                if wanted.parent_id is None or error.problem != "not_found":
                    raise
                gone.add(wanted)
                continue
            empty = 0 if objects_at(body, "items") else empty + 1
            if empty > MOST_EMPTY:
                raise undocumented(SERVICE, response)
            state.add(wanted, response.payload())
            yield Page(payload=response.payload(), adapter=adapter)
    return state


def live_chat(
    access: YouTubeAccess,
    live_chat_id: str,
    *,
    channel_id: str,
    page_size: int = 500,
    quota: Quota | None = None,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull the messages of a live chat, as long as it lasts.

    The first page has what was said lately. Wait as long as each page's `wait` says before you take
    the next: the loops do not. It ends when the broadcast is off the air or the chat has ended.

    Args:
        access: How we may ask.
        live_chat_id: The chat: `activeLiveChatId` of the video.
        channel_id: The channel that broadcasts.
        page_size: Messages on a page at most, 200 to 2000.
        quota: Counts what is spent, and may refuse to spend more.
        after: The cursor of the last page that was dealt with.

    Raises:
        ServiceError: If YouTube refuses; `disabled` if the chat is switched off; if the budget is
            spent.
        ValueError: If `page_size` is out of range.
    """
    size = _size(page_size, 200, 2000)
    return _poll(Asks(access, quota or Quota()), live_chat_id, size, channel_id, after)


def _poll(
    asks: Asks, live_chat_id: str, size: str, channel_id: str, token: str | None
) -> Flow[Page, None]:
    adapter = YouTube(channel_id=channel_id, authorised=asks.access.authorised)
    while True:
        response = answered((yield asks.live_chat(live_chat_id, size, token)))
        try:
            body = read_body(response)
        except ServiceError as error:
            if error.code != "liveChatEnded":
                raise
            return
        # The same token again is nothing strange here: nobody has said anything since.
        token = read_token(body.get("nextPageToken"), SERVICE, response)
        if body.get("offlineAt") is not None:
            token = None
        wait = _polling(body, response)
        yield Page(payload=response.payload(), adapter=adapter, cursor=token, wait=wait)
        if token is None:
            return


def _polling(body: Mapping[str, JSON], response: Response) -> timedelta:
    milliseconds = body.get("pollingIntervalMillis", 0)
    if not isinstance(milliseconds, int) or not 0 <= milliseconds <= _LONGEST_POLL:
        raise undocumented(SERVICE, response)
    return timedelta(milliseconds=milliseconds)


def _ask_wanted(asks: Asks, state: Refresh, wanted: PageRequest) -> Request:
    if wanted.parent_id is not None:
        return asks.replies_of((wanted.parent_id, wanted.page_token))
    of_video = {"videoId": state.video_id}
    of_channel = {"allThreadsRelatedToChannelId": state.account}
    # `published` is what YouTube lists unless it is asked for something else.
    status = None if wanted.status == "published" else wanted.status
    more = {"order": "time", "moderationStatus": status}
    more |= of_video if state.video_id else of_channel
    return asks.threads("100", wanted.page_token, **more)


def _until_disabled(listing: Listing, after: str | None) -> Flow[Page, Ending]:
    try:
        yield from walk(listing, after)
    except ServiceError as error:
        if error.code != "commentsDisabled":
            raise
        return "disabled"
    return "complete"


def _listed(response: Response, branches: tuple[Branch, ...] = ()) -> Listed:
    body = read_body(response)
    return Listed(
        response=response,
        following=read_token(body.get("nextPageToken"), SERVICE, response),
        count=len(objects_at(body, "items")),
        branches=branches,
    )


def _with_replies(response: Response) -> Listed:
    read_body(response)
    try:
        missing = missing_replies(response.payload())
    except PayloadError:
        # Whoever reads the page is told.
        missing = ()
    return _listed(response, tuple((thread.thread_id, None) for thread in missing))


def _listed_if_there(response: Response) -> Listed | None:
    try:
        return _listed(response)
    except ServiceError as error:
        if error.problem != "not_found":
            raise
    return None  # gone since it was listed


def _size(page_size: int, least: int, most: int) -> str:
    if not least <= page_size <= most:
        raise ValueError(f"page_size is {least} to {most}")
    return str(page_size)
