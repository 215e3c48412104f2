"""Messages, and what becomes of them: postbacks, receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from omnidesk.adapters._contacts import read_email
from omnidesk.adapters._desk import kind_of, media_type_of, read_size
from omnidesk.adapters.sunshine import _wire as wire
from omnidesk.adapters.sunshine._people import (
    Item,
    business,
    customer,
    id_of,
    participant,
    read_time,
    user_identity,
)
from omnidesk.adapters.sunshine._words import DELIVERIES, FILES, PARTS, SOURCES, TEXTS, VIA, WHOLE
from omnidesk.events import ReceiptReported
from omnidesk.model import (
    Action,
    Attachment,
    Coordinates,
    Defect,
    Message,
    Reference,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.adapters._wire import Wire
    from omnidesk.events import Event
    from omnidesk.model import Direction, Role

_W = TypeVar("_W", bound="Wire")

_DIRECTIONS: dict[Role, Direction] = {
    "bot": "outbound",
    "business": "outbound",
    "customer": "inbound",
}
_MOST = 100
"""How many items of a carousel, or fields of a form, are read."""


def message_posted(item: Item, read: wire.Message | None, place: str) -> Iterator[Event]:
    """
    Read a message.

    Args:
        item: What it belongs to.
        read: The message.
        place: Where it stands.
    """
    if read is None or not read.id or not item.thread:
        yield item.missing(f"expected ids of a conversation and of a message at {item.pointer}")
        return
    source = read.source or wire.Source()
    received, late = read_time(read.received, f"{place}/received")
    original, early = read_time(
        source.original_message_timestamp, f"{place}/source/originalMessageTimestamp"
    )
    author = participant(item.desk, read.author, read.source)
    direction = _DIRECTIONS.get(author.role, "unknown")
    _, origin = SOURCES.get(source.type or "", ("business", "unknown"))
    message = Message(
        id=read.id,
        aliases=_aliases(source, read.id),
        author=author,
        direction=direction,
        origin=origin if direction == "outbound" else "unknown",
        via=VIA.get(source.type or ""),
        visibility="private",
        sent_at=original or received,
        reply_to=_reply_to(read.quoted_message),
        defects=item.defects + late + early,
    )
    which, pointer, thread = ("message", read.id), item.pointer, item.thread
    if read.deleted:
        gone = message.model_copy(update={"state": "deleted"})
        yield item.desk.posted(gone, *which, pointer=pointer, thread=thread)
        yield item.desk.taken_back(read.id, *which, pointer=pointer, thread=thread)
        return
    content = read.content or wire.Content()
    attachments, wrong = _attachments(content, f"{place}/content")
    changes = {
        "text": content.text or content.text_fallback or None,
        "attachments": attachments,
        "action": _action(content),
        "defects": message.defects + wrong,
    }
    yield item.desk.posted(
        message.model_copy(update=changes), *which, pointer=pointer, thread=thread
    )
    if content.type == "formResponse" and direction == "inbound":
        yield from _submitted(item, read, content)


def _aliases(source: wire.Source, message_id: str) -> tuple[str, ...]:
    """Return what the channel calls the message."""
    original = source.original_message_id
    return (original,) if original and original != message_id else ()


def _reply_to(quoted: wire.Quoted | None) -> Reference | None:
    if quoted is None:
        return None
    if quoted.message and quoted.message.id:
        return Reference(id=quoted.message.id)
    if quoted.external_message_id:
        return Reference(kind="external", id=quoted.external_message_id)
    return None


def _action(content: wire.Content) -> Action | None:
    """Return the reply button that a text is the answer to."""
    if content.type != "text" or content.payload is None:
        return None
    return Action(kind="quick_reply", payload=content.payload, title=content.text or None)


def _attachments(
    content: wire.Content, place: str
) -> tuple[tuple[Attachment, ...], tuple[Defect, ...]]:
    kind = content.type or ""
    if kind in FILES:
        media_type = media_type_of(content.media_type)
        one = Attachment(
            kind=kind_of(media_type) if media_type else FILES[kind],
            id=content.attachment_id or None,
            media_type=media_type,
            size=read_size(content.media_size),
            title=content.alt_text or None,
            url=content.media_url or None,
            availability="ok" if content.media_url else "unknown",
        )
        return (one,), ()
    if kind in PARTS:
        return tuple(_item(raw) for raw in (content.items or ())[:_MOST]), ()
    if kind == "location":
        return _location(content, place)
    if kind in WHOLE:
        return (Attachment(kind=WHOLE[kind]),), ()
    if kind in TEXTS:
        return (), ()
    unknown = Defect(code="content_unknown", pointer=f"{place}/type")
    return (Attachment(kind="unknown"),), (unknown,)


def _item(raw: object) -> Attachment:
    read = _read(wire.Item, raw) or wire.Item()
    return Attachment(
        kind="template",
        title=read.title or None,
        description=read.description or None,
        thumbnail_url=read.media_url or None,
    )


def _location(
    content: wire.Content, place: str
) -> tuple[tuple[Attachment, ...], tuple[Defect, ...]]:
    read = _read(wire.Coordinates, content.coordinates)
    spot = content.location or wire.Location()
    coordinates: Coordinates | None = None
    defects: tuple[Defect, ...] = ()
    if read is not None and abs(read.lat) <= 90 and abs(read.long) <= 180:
        coordinates = Coordinates(latitude=read.lat, longitude=read.long)
    elif content.coordinates is not None:
        wrong = Defect(code="coordinates_unreadable", pointer=f"{place}/coordinates")
        defects = (wrong,)
    one = Attachment(
        kind="location",
        title=spot.name or None,
        description=spot.address or None,
        coordinates=coordinates,
    )
    return (one,), defects


def _submitted(item: Item, read: wire.Message, content: wire.Content) -> Iterator[Event]:
    """Yield the addresses of mail that somebody has filled in."""
    author = read.author or wire.Author()
    ours = user_identity(item.desk, id_of(author.user or author))
    for raw in (content.form_fields or ())[:_MOST]:
        field = _read(wire.FormField, raw)
        email = read_email(field.email) if field and field.email else None
        pointer, at = item.pointer, item.at
        yield from item.desk.linked((ours, email), "submitted", pointer=pointer, at=at)


def _read(model: type[_W], raw: object) -> _W | None:
    try:
        return model.model_validate(raw)
    except ValidationError:
        return None


# --- buttons and receipts -------------------------------------------------------------------------


def postback(item: Item, payload: wire.Payload) -> Iterator[Event]:
    """Read that somebody pressed a button that says nothing. It has no id but the event's."""
    if not item.thread:
        yield item.missing(f"expected an id at {item.pointer}/payload/conversation/id")
        return
    button = payload.postback or wire.Postback()
    # The user stands beside the postback, and not in an author.
    author = wire.Author(type="user", user=payload.user)
    message = Message(
        id=item.desk.derive("msg", "postback", item.id),
        author=participant(item.desk, author, payload.source),
        direction="inbound",
        visibility="private",
        sent_at=item.at,
        action=Action(kind="postback", payload=button.payload),
        defects=item.defects,
    )
    which = ("postback", item.id)
    yield item.desk.posted(message, *which, pointer=item.pointer, thread=item.thread)


def delivery(item: Item, payload: wire.Payload) -> Iterator[Event]:
    """Read how far a message has come."""
    message_id = payload.message.id if payload.message else None
    if not message_id or not item.thread:
        yield item.missing(f"expected ids of a conversation and of a message at {item.pointer}")
        return
    kind = DELIVERIES[item.name]
    destination = payload.destination.type if payload.destination else None
    reason = payload.error.code if payload.error else None
    user = payload.user
    yield ReceiptReported(
        **item.desk.shared(
            "receipt_reported",
            kind,
            message_id,
            destination,
            pointer=item.pointer,
            thread=item.thread,
            occurred_at=item.at,
            defects=item.defects,
        ),
        kind=kind,
        actor=customer(item.desk, user) if kind == "delivered" and user and user.id else None,
        message_ids=(message_id,),
        reason=reason if kind == "failed" else None,
    )


def conversation_read(item: Item, payload: wire.Payload) -> Iterator[Event]:
    """Read that somebody has read all up to now."""
    author = payload.activity.author if payload.activity else None
    if not item.thread or item.at is None or author is None:
        yield item.missing(f"expected a conversation, an author and a time at {item.pointer}")
        return
    is_user = author.type == "user"
    who = participant(item.desk, author, None) if is_user else business(item.desk)
    yield ReceiptReported(
        **item.desk.shared(
            "receipt_reported",
            "read",
            item.id,
            pointer=item.pointer,
            thread=item.thread,
            occurred_at=item.at,
            defects=item.defects,
        ),
        kind="read",
        actor=who,
        watermark=item.at,
    )
