"""A message on its way to events: its conversation, its author, its time, which way it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from omnidesk.adapters._texts import read_text
from omnidesk.adapters.chatwoot import _wire as wire
from omnidesk.adapters.chatwoot._desk import Frame, Place, read_time, thread_of
from omnidesk.adapters.chatwoot._mail import Said, read_mail
from omnidesk.adapters.chatwoot._words import CONTACT, MESSAGE_TYPES, SENDERS, MessageType
from omnidesk.model import Defect, Participant

if TYPE_CHECKING:
    from omnidesk._payload import JSON
    from omnidesk.adapters._clock import Reading
    from omnidesk.adapters._texts import TextFormat
    from omnidesk.adapters.chatwoot._desk import Desk
    from omnidesk.events import Event
    from omnidesk.model import Direction, Visibility


class Record(NamedTuple):
    """What only the row of a message in chatwoot's tables tells."""

    status: str | None
    updated_at: object
    pointer: str

    def __repr__(self) -> str:
        return f"<Record at {self.pointer!r}>"


class Item(NamedTuple):
    """A message on its way to events."""

    read: wire.Message
    attributes: wire.Attributes
    id: str
    kind: MessageType
    frame: Frame
    place: Place
    record: Record

    def __repr__(self) -> str:
        return f"<Item at {self.place.pointer!r}>"


def identify(desk: Desk, read: wire.Message, pointer: str, outer: Frame | None) -> Item | Event:
    """
    Find out what a message is and where it belongs.

    Args:
        desk: The payload's.
        read: The message.
        pointer: Where it stands.
        outer: The conversation around it, where it stands in one.

    Returns:
        The item, or an `Unrecognised` that says what the message lacks.
    """
    frame = _frame(desk, read, outer)
    side = desk.side(frame.inbox_id) or desk.whole()
    kind = MESSAGE_TYPES.get(read.message_type or "")
    if kind is None:
        expected = f"expected a side of the conversation at {pointer}/message_type"
        return side.unrecognised(pointer, "unknown_kind", expected=expected)
    lacking = _lacking(read, frame, pointer)
    if lacking is not None or read.id is None or frame.conversation_id is None:
        return side.unrecognised(pointer, "missing_id", expected=lacking)
    attributes = read.content_attributes or wire.Attributes()
    place = Place(side, thread_of(frame.conversation_id), pointer)
    return Item(read, attributes, read.id, kind, frame, place, _record(read, pointer))


def _frame(desk: Desk, read: wire.Message, outer: Frame | None) -> Frame:
    """Return the conversation that a message is in, as it or what holds it tells."""
    inner = read.conversation or wire.Conversation()
    meta = inner.meta or wire.Meta()
    around = outer or Frame(desk, None, None, None)
    inbox = read.inbox or wire.Inbox()
    return Frame(
        desk,
        inbox.id or read.inbox_id or inner.inbox_id or around.inbox_id,
        inner.id or read.conversation_id or around.conversation_id,
        meta.sender or around.contact,
        # A page has one without a contact: it would belong to nobody.
        inner.contact_inbox if inner.channel else around.contact_inbox,
        inner.channel or around.channel,
    )


def _lacking(read: wire.Message, frame: Frame, pointer: str) -> str | None:
    """Say what a message lacks that it cannot be understood without."""
    if read.id is None:
        return f"expected an id at {pointer}/id"
    if frame.conversation_id is None:
        return f"expected the number of a conversation at {pointer}/conversation_id"
    if frame.desk.side(frame.inbox_id) is None:
        return f"expected an inbox at {pointer}/inbox_id, or the adapter's account"
    if frame.desk.account_id is None:
        return "expected to be told whose it is: the adapter's account_id"
    return None


def _record(read: wire.Message, pointer: str) -> Record:
    """Find the row of a message: it is the message itself on a page, and beside it in a webhook."""
    if read.status is not None or read.conversation is None:
        return Record(read.status, read.updated_at, pointer)
    for index, raw in enumerate((read.conversation.messages or ())[:20]):
        try:
            row = wire.Message.model_validate(raw)
        except ValueError:
            continue
        if row.id is not None and row.id == read.id:
            # The webhook leaves it out; the conversation's last message is often this one.
            where = f"{pointer}/conversation/messages/{index}"
            return Record(row.status, row.updated_at, where)
    return Record(None, read.updated_at, pointer)


def said(item: Item) -> Said:
    """Return what it says."""
    mail = item.attributes.email
    if mail is not None and item.read.content_type == "incoming_email":
        return read_mail(mail, item.read.content)
    return text(item, item.read.content)


def text(item: Item, content: str | None) -> Said:
    """Read a text: agents and bots write Markdown, customers write what they write."""
    if not content:
        return Said()
    form: TextFormat = "plain" if item.kind == "incoming" else "markdown"
    return Said(read_text(content, form).text)


def author(item: Item) -> Participant:
    """Return who wrote it, as far as chatwoot tells."""
    read, frame = item.read, item.frame
    if item.attributes.external_echo:
        # Written in the vendor's own inbox: chatwoot names nobody, or even the contact.
        return Participant(role="business")
    kind = SENDERS.get((read.sender and read.sender.type) or (read.sender_type or "").lower())
    if item.kind == "incoming":
        # A contact's `webhook_data` has no type; what is incoming is a contact's all the same.
        kind = kind or CONTACT
    if kind is CONTACT:
        return frame.named(read.sender)
    if kind is not None and read.sender is not None:
        return frame.desk.person(read.sender, kind)
    return Participant(role="business")


def sides(item: Item) -> tuple[Direction, Visibility, tuple[Defect, ...]]:
    """Return the direction and who can read it. A note is internal, whatever else is said."""
    if item.read.private:
        return "internal", "internal", ()
    visibility: Visibility = "unknown" if item.read.private is None else "private"
    if item.kind == "incoming":
        return "inbound", visibility, ()
    if item.read.private is None:
        # Whether it is a note is not known: what goes out must be known to go out.
        where = f"{item.place.pointer}/private"
        return "unknown", visibility, (Defect(code="visibility_unknown", pointer=where),)
    return "outbound", visibility, ()


def sent_at(item: Item) -> Reading:
    """Return when it was said: where it came from, if that is told, or else in chatwoot."""
    pointer = item.place.pointer
    told = item.attributes.external_created_at
    if told is not None:
        where = f"{pointer}/content_attributes/external_created_at"
        at, defects = read_time(told, where)
        if at is not None:
            return at, defects
    return read_time(item.read.created_at, f"{pointer}/created_at")


def changes(raw: list[object] | None) -> dict[str, wire.Changed]:
    """Return what `changed_attributes` tells, by the name of the attribute."""
    found: dict[str, wire.Changed] = {}
    for one in (raw or [])[:100]:
        if isinstance(one, dict):
            for name, value in cast("dict[str, JSON]", one).items():
                try:
                    found.setdefault(name, wire.Changed.model_validate(value))
                except ValueError:
                    continue
    return found
