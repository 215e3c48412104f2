"""The adapter: answers of the API, single resources and push notifications, told by their kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from omnidesk.adapters.youtube._comments import read_comment, read_thread
from omnidesk.adapters.youtube._live import read_live
from omnidesk.adapters.youtube._push import looks_like_feed, read_entries, read_feed
from omnidesk.adapters.youtube._reading import Reading, TextFormat
from omnidesk.adapters.youtube._words import CHANNEL, COMMENT, LISTS, LIVE_MESSAGE, THREAD
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event


@dataclass(frozen=True, slots=True)
class YouTube:
    """
    Reads comments, live chat and push notifications of YouTube.

    Args:
        channel_id: Our channel (`UC…`). It tells our own comments from those of others, and is the
            account of what does not say whose it is: live chat messages, and comments in old
            answers. Without it, those are `Unrecognised`.
        text_format: What was asked for as `textFormat`. YouTube's default is `html`.
        authorised: Whether answers were asked for with OAuth (`True`) or with an API key alone
            (`False`): how long they may be stored depends on it. It goes into every `Source`.
    """

    channel_id: str | None = None
    text_format: TextFormat = "html"
    authorised: bool | None = None

    channel = CHANNEL

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the events out of an answer, a single resource or a push notification.

        One item that cannot be understood becomes `Unrecognised`, and the others live. An item that
        stands there twice is yielded once.

        Raises:
            PayloadError: If the body is neither JSON of a known `kind` nor an Atom feed, or is an
                error that YouTube answered.
        """
        reading = Reading(payload, self.channel_id, self.text_format, authorised=self.authorised)
        if looks_like_feed(payload):
            return _once(read_entries(reading, read_feed(payload)))
        return _once(_read(reading, envelope(payload)))

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is of YouTube. Cheap for what is not, and never raises."""
        if b"youtube" not in payload.body and b"yt:video:" not in payload.body:
            return False
        try:
            if looks_like_feed(payload):
                return any(entry.video_id for entry in read_feed(payload))
            envelope(payload)
        except PayloadError:
            return False
        return True


def envelope(payload: Payload) -> dict[str, JSON]:
    """
    Read the body as a page or a single resource.

    Raises:
        PayloadError: If it is not JSON, of no known `kind`, or its `items` are no list.
    """
    body = payload.json(channel=CHANNEL)
    if not isinstance(body, dict):
        raise _unusable(payload, "expected an object, as the API answers")
    fields = cast("dict[str, JSON]", body)
    kind = fields.get("kind")
    if not isinstance(kind, str) or (kind not in LISTS and kind not in _READERS):
        if "error" in fields:
            raise _unusable(payload, "expected an answer, got an error", "/error")
        raise _unusable(payload, "expected the kind of a comment or a live chat message", "/kind")
    if kind in LISTS and not isinstance(fields.get("items", []), list):
        raise _unusable(payload, "expected a list", "/items")
    return fields


def _unusable(payload: Payload, reason: str, pointer: str = "") -> PayloadError:
    return PayloadError(reason, channel=CHANNEL, pointer=pointer, digest=payload.digest)


def _read(reading: Reading, fields: dict[str, JSON]) -> Iterator[Event]:
    kind = cast("str", fields["kind"])
    listed = LISTS.get(kind)
    if listed is None:
        yield from _READERS[kind](reading, fields, "")
        return
    for index, raw in enumerate(cast("list[JSON]", fields.get("items", []))):
        yield from _item(reading, raw, f"/items/{index}", listed)
    if listed == LIVE_MESSAGE and fields.get("activePollItem") is not None:
        yield from read_live(reading, fields["activePollItem"], "/activePollItem")


def _item(reading: Reading, raw: JSON, pointer: str, listed: str) -> Iterator[Event]:
    item = cast("dict[str, JSON]", raw) if isinstance(raw, dict) else {}
    if item.get("kind", listed) == listed:
        return _READERS[listed](reading, raw, pointer)
    return iter((reading.item(pointer).unrecognised("unknown_kind"),))


def _once(events: Iterator[Event]) -> Iterator[Event]:
    seen: set[str] = set()
    for event in events:
        if event.id not in seen:
            seen.add(event.id)
            yield event


_READERS: Mapping[str, Callable[[Reading, JSON, str], Iterator[Event]]] = {
    COMMENT: read_comment,
    LIVE_MESSAGE: read_live,
    THREAD: read_thread,
}
"""By `kind`."""
