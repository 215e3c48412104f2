"""A conversation: that it began, whose it is now, how far the contact has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from omnidesk.adapters.chatwoot import _wire as wire
from omnidesk.adapters.chatwoot._desk import Frame, Place, read_time, thread_of
from omnidesk.adapters.chatwoot._item import changes
from omnidesk.adapters.chatwoot._messages import read_message
from omnidesk.adapters.chatwoot._words import CHANGES, CONTACT, CONVERSATION_EVENTS
from omnidesk.errors import PayloadError
from omnidesk.events import IdentityLinked, NoticePosted, ReceiptReported
from omnidesk.model import IdentityLink, Notice, Referral

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from omnidesk._payload import JSON
    from omnidesk.adapters._clock import Reading
    from omnidesk.adapters.chatwoot._desk import Desk
    from omnidesk.events import Event
    from omnidesk.model import NoticeKind, Participant

_LONGEST = 2_048


def read_conversation(desk: Desk, raw: JSON, pointer: str, event: str | None) -> Iterator[Event]:
    """
    Read the events that a conversation tells of, and the messages in it.

    Args:
        desk: The payload's.
        raw: The conversation.
        pointer: Where it stands.
        event: The webhook's name; `None` on a page.
    """
    try:
        read = desk.payload.validate(wire.Conversation, raw, pointer=pointer)
    except PayloadError as error:
        expected = f"{error.reason} at {error.pointer}"
        yield desk.whole().unrecognised(pointer, "invalid", expected=expected)
        return
    side = desk.side(read.inbox_id)
    if read.id is None or side is None:
        expected = f"expected a number at {pointer}/id and an inbox at {pointer}/inbox_id"
        yield (side or desk.whole()).unrecognised(pointer, "missing_id", expected=expected)
        return
    meta = read.meta or wire.Meta()
    channel = read.channel or meta.channel
    frame = Frame(desk, read.inbox_id, read.id, meta.sender, read.contact_inbox, channel)
    place = Place(side, thread_of(read.id), pointer)
    if event in (None, "conversation_created"):
        yield _opened(read, frame, place)
    elif event == "conversation_updated":
        yield from _updated(read, frame, place)
    else:
        yield _status(read, place, event or "")
    yield from _seen(read, place)
    yield from _proved(read, meta, frame, place)
    for index, message in enumerate(read.messages or ()):
        yield from read_message(desk, message, f"{pointer}/messages/{index}", frame)


def _opened(read: wire.Conversation, frame: Frame, place: Place) -> Event:
    at, defects = read_time(read.created_at, f"{place.pointer}/created_at")
    more = read.additional_attributes or wire.Additional()
    return _notice(
        place._replace(defects=defects),
        ("opened", "conversation_created", at),
        (read.id,),
        actor=frame.customer if frame.contact is not None else None,
        text=more.mail_subject,
        referral=Referral(url=more.referer) if more.referer else None,
    )


def _status(read: wire.Conversation, place: Place, event: str) -> Event:
    at, defects = _changed_at(read, place)
    # Bots are told in other words of the same happening.
    happening = (CONVERSATION_EVENTS[event], "conversation_status_changed", at)
    which = (read.id, read.status, _stamp(at))
    return _notice(place._replace(defects=defects), happening, which, text=read.status)


def _updated(read: wire.Conversation, frame: Frame, place: Place) -> Iterator[Event]:
    """Yield what was changed: to whom it was given, how urgent it is, its labels."""
    at, defects = _changed_at(read, place)
    meta = read.meta or wire.Meta()
    changed = changes(read.changed_attributes)
    for name in [one for one in CHANGES if one in changed]:
        value = _text(changed[name].current_value)
        text, target = value, None
        if name == "assignee_id":
            # Whoever is named may be a later one: only the one who was meant is told.
            agent = meta.assignee
            is_meant = agent is not None and value is not None and agent.id == value
            text, target = None, frame.desk.agent(agent) if agent and is_meant else None
        elif name == "team_id":
            text = meta.team.name if meta.team is not None and value is not None else None
        yield _notice(
            place._replace(defects=defects),
            (CHANGES[name], name, at),
            (read.id, value, _stamp(at)),
            text=text,
            target=target,
        )


def _text(value: object) -> str | None:
    """Write a value of an attribute: a number, a word, or several."""
    if isinstance(value, list):
        words = [one for one in cast("list[object]", value)[:100] if isinstance(one, str)]
        return ", ".join(words)[:_LONGEST] or None
    if isinstance(value, str):
        return value[:_LONGEST] or None
    is_id = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
    return str(value) if is_id else None


def _seen(read: wire.Conversation, place: Place) -> Iterator[Event]:
    """Yield how far the contact has read, if they have read anything."""
    where = f"{place.pointer}/contact_last_seen_at"
    watermark, defects = read_time(read.contact_last_seen_at, where)
    if watermark is None:
        return
    seen = place._replace(defects=defects)
    yield ReceiptReported(
        **seen.shared(None, "receipt_reported", "read", read.id, _stamp(watermark)),
        kind="read",
        # Nobody is named, so that what only agents can read is not taken for read by the contact.
        watermark=watermark,
    )


def _proved(
    read: wire.Conversation, meta: wire.Meta, frame: Frame, place: Place
) -> Iterator[Event]:
    """Yield whom our own server has proved the contact to be."""
    inbox = read.contact_inbox or wire.ContactInbox()
    desk, person = frame.desk, meta.sender
    if person is None or not (inbox.hmac_verified or meta.hmac_verified):
        return
    contact, identifier = desk.identity(person, CONTACT), desk.identifier(person.identifier)
    if contact is None or contact.scope is None or identifier is None:
        return
    apart = Place(desk.whole_account(contact.scope), (), place.pointer)
    yield IdentityLinked(
        **apart.shared(None, "identity_linked", "proved", contact.value, identifier.value),
        link=IdentityLink(identities=(contact, identifier), evidence="verified_login"),
    )


def _changed_at(read: wire.Conversation, place: Place) -> Reading:
    """Return when a conversation was changed; older releases tell when something last happened."""
    name = "timestamp" if read.updated_at is None else "updated_at"
    return read_time(getattr(read, name), f"{place.pointer}/{name}")


def _stamp(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _notice(
    place: Place,
    happening: tuple[NoticeKind, str, datetime | None],
    which: tuple[str | None, ...],
    *,
    text: str | None = None,
    actor: Participant | None = None,
    target: Participant | None = None,
    referral: Referral | None = None,
) -> Event:
    kind, name, at = happening
    shared = place.shared(at, "notice_posted", kind, name, *which)
    return NoticePosted(
        **shared,
        notice=Notice(
            id=shared["id"],
            kind=kind,
            name=name,
            occurred_at=at,
            actor=actor,
            target=target,
            text=(text or "")[:_LONGEST] or None,
            referral=referral,
        ),
    )
