"""A message, wherever it stands: in a webhook, on a page, or within its conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters.chatwoot import _wire as wire
from omnidesk.adapters.chatwoot._answers import read_answers
from omnidesk.adapters.chatwoot._attachments import read_attachments
from omnidesk.adapters.chatwoot._item import Item, author, identify, said, sent_at, sides
from omnidesk.adapters.chatwoot._later import (
    activity,
    before_edit,
    deletion,
    edit,
    reaction,
    receipts,
)
from omnidesk.adapters.chatwoot._mail import Said, read_addresses
from omnidesk.adapters.chatwoot._words import VIA
from omnidesk.errors import PayloadError
from omnidesk.events import MessagePosted
from omnidesk.model import Defect, Message, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON
    from omnidesk.adapters.chatwoot._desk import Desk, Frame
    from omnidesk.events import Event
    from omnidesk.model import AutomaticKind, Direction, MessageState, Origin, Participant

_LONGEST = 2_048


def read_message(
    desk: Desk, raw: JSON, pointer: str, outer: Frame | None = None
) -> Iterator[Event]:
    """
    Read the events that a message is: what was said, and what has become of it.

    Args:
        desk: The payload's.
        raw: The message.
        pointer: Where it stands.
        outer: The conversation around it, where it stands in one.
    """
    try:
        read = desk.payload.validate(wire.Message, raw, pointer=pointer)
    except PayloadError as error:
        expected = f"{error.reason} at {error.pointer}"
        yield desk.whole().unrecognised(pointer, "invalid", expected=expected)
        return
    item = identify(desk, read, pointer, outer)
    if isinstance(item, Item):
        yield from _events(item)
    else:
        yield item


def _events(item: Item) -> Iterator[Event]:
    if item.kind == "activity":
        yield activity(item)
    elif item.attributes.is_reaction and item.attributes.in_reply_to is not None:
        yield reaction(item, item.attributes.in_reply_to)
    elif item.attributes.deleted or item.attributes.deleted_by_contact:
        # What an update says then is "This message was deleted", in the language of the account.
        yield _posted(item, Said(), state="deleted")
        yield deletion(item)
    elif item.attributes.is_unsupported:
        # The content is a sentence of chatwoot's that says so.
        yield _posted(item, Said(), state="unsupported")
    else:
        before, is_edited = before_edit(item)
        yield _posted(item, before if is_edited else said(item))
        if is_edited:
            yield edit(item)
        yield from receipts(item)
        yield from read_answers(item.read, item.attributes, item.frame, item.place)


def _posted(item: Item, told: Said, *, state: MessageState = "live") -> Event:
    read, attributes = item.read, item.attributes
    is_gone = state == "deleted"
    direction, visibility, defects = sides(item)
    at, unread = sent_at(item)
    attachments, unfit = ((), ()) if is_gone else read_attachments(read, item.place.pointer)
    defects += unread + unfit
    defects += tuple([Defect(code=one, pointer=item.place.pointer) for one in told.defects])
    mail = None if is_gone else attributes.email
    to, cc, bcc = _addressees(item, direction)
    message = Message(
        id=item.id,
        aliases=_aliases(item),
        author=author(item),
        to=to,
        cc=cc,
        bcc=bcc,
        direction=direction,
        origin=_origin(item) if direction == "outbound" else "unknown",
        via=None if direction == "internal" else VIA.get(item.frame.channel or ""),
        visibility=visibility,
        sent_at=at,
        subject=(mail.subject or None) if mail is not None else None,
        text=told.text,
        quoted=told.quoted,
        html=told.html,
        attachments=attachments,
        reply_to=_reply_to(item),
        state=state,
        automatic=_automatic(item),
        defects=defects,
    )
    place = item.place._replace(defects=defects)
    return MessagePosted(
        **place.shared(at, "message_posted", item.id),
        message=message,
        # A note is no word on who can read the conversation.
        visibility="private" if visibility == "private" else "unknown",
    )


def _origin(item: Item) -> Origin:
    if item.attributes.external_echo:
        return "native"
    return "own_app" if item.read.sender is not None or item.kind == "template" else "unknown"


def _automatic(item: Item) -> AutomaticKind | None:
    if item.kind == "incoming":
        mail = item.attributes.email
        return "auto_reply" if mail is not None and mail.auto_reply else None
    if item.read.additional_attributes and item.read.additional_attributes.campaign_id is not None:
        return "bulk"
    is_rule = item.attributes.automation_rule_id is not None
    return "auto_generated" if item.kind == "template" or is_rule else None


def _addressees(
    item: Item, direction: Direction
) -> tuple[tuple[Participant, ...], tuple[Participant, ...], tuple[Participant, ...]]:
    attributes = item.attributes
    mail = attributes.email or wire.Mail()
    to = read_addresses(attributes.to_emails) or read_addresses(mail.to)
    if not to and direction == "outbound" and item.frame.contact is not None:
        to = (item.frame.customer,)
    cc = read_addresses(attributes.cc_emails) or read_addresses(mail.cc)
    return to, cc, read_addresses(attributes.bcc_emails)


def _aliases(item: Item) -> tuple[str, ...]:
    """
    Return the ids that others have for the same message, where each has its own.

    WhatsApp sends several contacts in one message, of which chatwoot makes several with the same
    `source_id`: there it is no name of any of them.
    """
    read, mail = item.read, item.attributes.email
    known = [mail.message_id] if mail is not None else []
    if item.frame.channel in ("Channel::Api", "Channel::Email"):
        known.append(read.source_id)
    found = [one for one in known if one and one != item.id and len(one) <= _LONGEST]
    return tuple(dict.fromkeys(found))


def _reply_to(item: Item) -> Reference | None:
    attributes = item.attributes
    if attributes.in_reply_to is not None:
        return Reference(id=attributes.in_reply_to)
    if attributes.story_id or attributes.story_url:
        return Reference(
            kind="story", id=attributes.story_id or None, url=attributes.story_url or None
        )
    mail = attributes.email
    external = attributes.in_reply_to_external_id or (mail and mail.in_reply_to)
    return Reference(kind="external", id=external) if external else None
