"""What a page says beside what was said: when it was fetched and how, likes, missing replies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from omnidesk._payload import JSON
from omnidesk.adapters.youtube._adapter import envelope
from omnidesk.adapters.youtube._comments import whole
from omnidesk.adapters.youtube._words import CHANNEL, COMMENT, LISTS, THREAD
from omnidesk.model import Noun, Source, Time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import Payload


class Fetched(Noun):
    """One comment or live chat message as it was fetched: what YouTube's 30-day rule asks about."""

    message_id: str
    """Which message: its `Message.id`."""
    thread_id: str | None = None
    """The thread or live chat that it is in, as far as the item tells."""
    fetched_at: Time | None = None
    """When it was fetched (UTC): the payload's `received_at`."""
    authorised: bool | None = None
    """Whether it was fetched with somebody's authorisation. `None` if nobody said."""
    likes: int | None = None
    """How many people liked it then. YouTube never tells who."""
    source: Source
    """Where it was read."""


class MissingReplies(Noun):
    """A thread that has more replies than its page shows: fetch them with `comments.list`."""

    thread_id: str
    """The `parentId` to ask for."""
    shown: int
    """How many replies the page has."""
    total: int
    """How many there are, by `totalReplyCount`."""


def fetched(payload: Payload, *, authorised: bool | None = None) -> tuple[Fetched, ...]:
    """
    List what was fetched, one record for each message with an id.

    YouTube lets authorised data be kept for 30 days unless they are refreshed, and data that were
    fetched with an API key alone for 30 days at most. So keep these records beside the messages,
    and let each fetch replace the record of the one before.

    Args:
        payload: The answer, with the time at which it was received.
        authorised: Whether it was asked for with OAuth (`True`) or with an API key alone (`False`).
            The answer does not say.

    Raises:
        PayloadError: If it is no answer or resource that `YouTube` reads. A push notification has
            no such items.
    """
    records: list[Fetched] = []
    for raw, pointer, thread_id in _messages(payload):
        message_id, snippet = text_of(raw, "id"), fields_of(raw, "snippet")
        if message_id is None:
            continue
        records.append(
            Fetched(
                message_id=message_id,
                thread_id=text_of(snippet, "parentId")
                or text_of(snippet, "liveChatId")
                or thread_id,
                fetched_at=payload.received_at,
                authorised=authorised,
                likes=whole(snippet.get("likeCount")),
                source=Source(
                    adapter=CHANNEL,
                    digest=payload.digest,
                    pointer=pointer,
                    received_at=payload.received_at,
                ),
            )
        )
    return tuple(records)


def missing_replies(payload: Payload) -> tuple[MissingReplies, ...]:
    """
    List the threads of an answer that have more replies than it shows.

    An answer of `commentThreads` shows five replies of a thread at most.

    Raises:
        PayloadError: If it is no answer or resource that `YouTube` reads.
    """
    return tuple(
        MissingReplies(thread_id=thread.id, shown=len(thread.replies), total=thread.total)
        for thread in threads_of(payload)
        if thread.id and thread.total is not None and thread.total > len(thread.replies)
    )


class ThreadPage(NamedTuple):
    """One thread of an answer: its ids and its number of replies."""

    id: str | None
    total: int | None
    top: JSON
    replies: list[JSON]
    pointer: str

    def __repr__(self) -> str:
        return f"<ThreadPage at {self.pointer}>"


def threads_of(payload: Payload) -> Iterator[ThreadPage]:
    """Yield the threads of an answer."""
    for raw, pointer, kind in items_of(payload):
        if kind != THREAD:
            continue
        snippet = fields_of(raw, "snippet")
        replies = fields_of(raw, "replies").get("comments")
        yield ThreadPage(
            text_of(as_fields(raw), "id"),
            whole(snippet.get("totalReplyCount")),
            snippet.get("topLevelComment"),
            cast("list[JSON]", replies) if isinstance(replies, list) else [],
            pointer,
        )


def items_of(payload: Payload) -> Iterator[tuple[JSON, str, str]]:
    """Yield the items of an answer, or the single resource, with pointer and kind."""
    fields = envelope(payload)
    kind = cast("str", fields["kind"])
    if kind not in LISTS:
        yield fields, "", kind
        return
    for index, raw in enumerate(cast("list[JSON]", fields.get("items", []))):
        yield raw, f"/items/{index}", LISTS[kind]


def _messages(payload: Payload) -> Iterator[tuple[dict[str, JSON], str, str | None]]:
    for raw, pointer, kind in items_of(payload):
        if kind != THREAD:
            own = text_of(as_fields(raw), "id") if kind == COMMENT else None
            yield as_fields(raw), pointer, own
    for thread in threads_of(payload):
        place = f"{thread.pointer}/snippet/topLevelComment"
        yield as_fields(thread.top), place, thread.id
        for index, reply in enumerate(thread.replies):
            place = f"{thread.pointer}/replies/comments/{index}"
            yield as_fields(reply), place, thread.id


def as_fields(value: JSON) -> dict[str, JSON]:
    """Return an object's fields; what is no object has none."""
    return cast("dict[str, JSON]", value) if isinstance(value, dict) else {}


def fields_of(value: JSON, name: str) -> dict[str, JSON]:
    """Return the fields of an object within an object."""
    return as_fields(as_fields(value).get(name))


def text_of(fields: dict[str, JSON], name: str) -> str | None:
    """Return a field if it is text and not empty."""
    value = fields.get(name)
    return value if isinstance(value, str) and value else None
