"""A contact: under which addresses chatwoot knows them, and that they have opened the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters._contacts import read_email
from omnidesk.adapters.chatwoot import _wire as wire
from omnidesk.adapters.chatwoot._desk import Frame, Place, read_time, thread_of
from omnidesk.adapters.chatwoot._item import changes
from omnidesk.adapters.chatwoot._words import CONTACT, WIDGET_CHANNEL, WIDGET_EVENT
from omnidesk.errors import PayloadError
from omnidesk.events import IdentityLinked, NoticePosted
from omnidesk.model import IdentityLink, Notice, Referral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from typing import Literal, TypeAlias

    from omnidesk._payload import JSON
    from omnidesk.adapters._clock import Reading
    from omnidesk.adapters.chatwoot._desk import Desk
    from omnidesk.events import Event
    from omnidesk.model import Identity

    ReadAddress: TypeAlias = Callable[[Desk, str], Identity | None]
    State: TypeAlias = Literal["linked", "withdrawn"]

_ADDRESSES: dict[str, ReadAddress] = {
    "email": lambda _, text: read_email(text),
    "phone_number": lambda desk, text: desk.telephone(text),
    "identifier": lambda desk, text: desk.identifier(text),
}
"""The attributes of a contact that are addresses."""


def read_contact(desk: Desk, raw: JSON, pointer: str) -> Iterator[Event]:
    """
    Read whom chatwoot takes a contact for: an `IdentityLinked` for each address.

    That chatwoot keeps an address with a contact is the evidence, and no more: an agent may have
    typed it, or the visitor. An address that was replaced is withdrawn, if the update tells it.
    """
    try:
        read = desk.payload.validate(wire.Contact, raw, pointer=pointer)
    except PayloadError as error:
        expected = f"{error.reason} at {error.pointer}"
        yield desk.whole().unrecognised(pointer, "invalid", expected=expected)
        return
    contact = desk.identity(read, CONTACT)
    if contact is None or contact.scope is None:
        expected = f"expected a number at {pointer}/id and an account at {pointer}/account/id"
        yield desk.whole().unrecognised(pointer, "missing_id", expected=expected)
        return
    place = Place(desk.whole_account(contact.scope), (), pointer)
    changed = changes(read.changed_attributes)
    at, defects = _changed_at(changed, pointer)
    place = place._replace(defects=defects)
    for name, read_address in _ADDRESSES.items():
        before = changed[name].previous_value if name in changed else None
        told: list[tuple[object, State]] = [(before, "withdrawn"), (getattr(read, name), "linked")]
        for value, state in told:
            address = read_address(desk, value.strip()) if isinstance(value, str) else None
            if address is not None:
                yield _link(place, contact, address, at, state)


def _link(
    place: Place,
    contact: Identity,
    address: Identity,
    at: datetime | None,
    state: State,
) -> Event:
    stamp = at.isoformat() if at is not None else None
    which = (state, contact.value, address.scheme, address.value, stamp)
    return IdentityLinked(
        **place.shared(at, "identity_linked", *which),
        link=IdentityLink(
            identities=(contact, address), evidence="platform", state=state, occurred_at=at
        ),
    )


def _changed_at(changed: dict[str, wire.Changed], pointer: str) -> Reading:
    told = changed.get("updated_at")
    if told is None:
        return None, ()
    return read_time(told.current_value, f"{pointer}/changed_attributes")


def read_widget(desk: Desk, raw: JSON, pointer: str) -> Iterator[Event]:
    """Read that a visitor has opened the chat, whether or not they go on to say something."""
    try:
        read = desk.payload.validate(wire.Widget, raw, pointer=pointer)
    except PayloadError as error:
        expected = f"{error.reason} at {error.pointer}"
        yield desk.whole().unrecognised(pointer, "invalid", expected=expected)
        return
    inbox_id = read.inbox.id if read.inbox is not None else None
    side = desk.side(inbox_id)
    if read.id is None or side is None:
        expected = f"expected an id at {pointer}/id and an inbox at {pointer}/inbox/id"
        yield desk.whole().unrecognised(pointer, "missing_id", expected=expected)
        return
    info = read.event_info or wire.EventInfo()
    current = read.current_conversation
    thread = thread_of(current.id) if current is not None and current.id is not None else ()
    place = Place(side, thread, pointer)
    stamp = info.initiated_at.timestamp if info.initiated_at is not None else None
    shared = place.shared(None, "notice_posted", "opened", WIDGET_EVENT, read.id, stamp)
    inbox = wire.ContactInbox(
        contact_id=read.contact.id if read.contact is not None else None, source_id=read.source_id
    )
    # The conversation that is named is the contact's last one: it may be over.
    frame = Frame(desk, inbox_id, None, read.contact, inbox, WIDGET_CHANNEL)
    yield NoticePosted(
        **shared,
        notice=Notice(
            id=shared["id"],
            kind="opened",
            name=WIDGET_EVENT,
            actor=frame.customer,
            referral=Referral(url=info.referer) if info.referer else None,
        ),
    )
