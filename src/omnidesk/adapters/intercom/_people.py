"""Who is who, and what notifications say about people rather than conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters._clock import read_epoch
from omnidesk.adapters._contacts import read_email, read_phone
from omnidesk.adapters.intercom import _wire as wire
from omnidesk.adapters.intercom._words import CONSENTS, EVIDENCE, ROLES, SCHEMES
from omnidesk.events import ConsentSignalled, Unrecognised
from omnidesk.model import Consent, Defect, Identity, Participant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON
    from omnidesk.adapters._clock import Reading
    from omnidesk.adapters._desk import Desk
    from omnidesk.events import Event
    from omnidesk.model import Role


def read_seconds(value: object, pointer: str) -> Reading:
    """Read a time; Intercom counts seconds."""
    if value is None or isinstance(value, (int, float, str)):
        return read_epoch(value, "seconds", pointer=pointer)
    return None, (Defect(code="time_unreadable", pointer=pointer),)


def identity(desk: Desk, kind: str | None, value: str | None) -> Identity | None:
    """Return somebody's id in this workspace."""
    scheme = SCHEMES.get(kind or "")
    return Identity(scheme=scheme, value=value, scope=desk.id) if scheme and value else None


def participant(desk: Desk, author: wire.Author | None) -> Participant:
    """Return an author. Their address is no part of it: see `links`."""
    if author is None:
        return Participant()
    kind: Role = ROLES.get(author.type or "", "unknown")
    if kind == "agent" and (author.from_ai_agent or author.is_ai_answer):
        kind = "bot"
    known = identity(desk, author.type, author.id)
    return Participant(
        role=kind,
        identities=(known,) if known else (),
        name=author.name or None,
        name_source="vendor" if author.name else None,
    )


def referred(desk: Desk, reference: wire.Reference | None) -> Participant | None:
    """Return whom a conversation is given to; `None` for nobody."""
    if reference is None:
        return None
    known = identity(desk, reference.type, reference.id)
    if known is None:
        return None
    return Participant(role=ROLES.get(reference.type or "", "unknown"), identities=(known,))


def contact_events(
    desk: Desk, raw: JSON, pointer: str, *, topic: str | None = None, at: object = None
) -> Iterator[Event]:
    """
    Read what a payload says about a contact: their addresses, and whether they take e-mail.

    Args:
        desk: The workspace.
        raw: The contact, or one of a conversation's contacts.
        pointer: Where it stands.
        topic: The notification's.
        at: When the notification was made, in seconds.
    """
    read = desk.load(wire.Contact, raw, pointer)
    if isinstance(read, Unrecognised):
        yield read
        return
    if not read.id:
        yield desk.unrecognised(pointer, "missing_id", expected=f"expected an id at {pointer}/id")
        return
    ours = Identity(scheme="intercom", value=read.id, scope=desk.id)
    yield from links(desk, ours, read, pointer)
    state = CONSENTS.get(topic or "")
    if topic is None or state is None:
        return
    occurred_at, defects = read_seconds(at, "/created_at")
    moment = occurred_at.isoformat() if occurred_at else desk.payload.digest
    yield ConsentSignalled(
        **desk.shared(
            "consent_signalled",
            topic,
            read.id,
            moment,
            pointer=pointer,
            occurred_at=occurred_at,
            defects=defects,
        ),
        consent=Consent(
            state=state,
            purpose="email",
            channel="email",
            signal=topic,
            subject=Participant(
                role="customer",
                identities=(ours,),
                name=read.name or None,
                name_source="profile" if read.name else None,
            ),
        ),
    )


def links(desk: Desk, ours: Identity, contact: wire.Contact, pointer: str) -> Iterator[Event]:
    """Yield what ties a contact to other addresses; what is no address beyond doubt ties nobody."""
    if contact.external_id:
        external = Identity(scheme="intercom_external", value=contact.external_id, scope=desk.id)
        yield from desk.linked((ours, external), "platform", pointer=pointer)
    evidence = EVIDENCE.get(contact.role or contact.type or "", "submitted")
    email, phone = read_email(contact.email or ""), read_phone(contact.phone or "", None)
    yield from desk.linked((ours, email), evidence, pointer=pointer)
    yield from desk.linked((ours, phone), evidence, pointer=pointer)
