"""Who is who, and what events say about people rather than conversations."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from omnidesk.adapters._clock import Clock
from omnidesk.adapters._contacts import read_email, read_phone
from omnidesk.adapters._desk import Desk
from omnidesk.adapters.sunshine import _wire as wire
from omnidesk.adapters.sunshine._words import CLIENTS, SOURCES
from omnidesk.events import ConsentSignalled
from omnidesk.model import Consent, Defect, Identity, Participant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.adapters._clock import Reading
    from omnidesk.events import Event

_CLOCK = Clock()
"""Sunshine writes every time in UTC and says so."""


class Item(NamedTuple):
    """An event of a webhook, or a message of a page: where it stands, and whose it is."""

    desk: Desk
    pointer: str
    thread: tuple[str, ...]
    at: datetime | None = None
    """When the event was made; `None` in a page."""
    defects: tuple[Defect, ...] = ()
    name: str = ""
    """The event's type, one of those that Sunshine documents."""
    id: str = ""
    """The event's id: the same in each delivery of it."""

    def __repr__(self) -> str:
        return f"<Item at {self.pointer}>"

    def missing(self, expected: str) -> Event:
        """Return the item as one that lacks an id."""
        return self.desk.unrecognised(
            self.pointer,
            "missing_id",
            expected=expected,
            name=self.name or None,
            thread=self.thread,
            occurred_at=self.at,
            defects=self.defects,
        )


def read_time(value: object, pointer: str) -> Reading:
    """Read a time in ISO 8601."""
    if value is None or isinstance(value, str):
        return _CLOCK.read(value, pointer=pointer)
    return None, (Defect(code="time_unreadable", pointer=pointer),)


# --- who is who -----------------------------------------------------------------------------------


def user_identity(desk: Desk, user_id: str | None) -> Identity | None:
    """Return somebody's id in our app."""
    return Identity(scheme="sunshine", value=user_id, scope=desk.id) if user_id else None


def client_identity(client: wire.Client | None) -> Identity | None:
    """Return somebody's id on the channel that they write on, if they have one there."""
    if client is None or client.type not in CLIENTS or not client.external_id:
        return None
    return Identity(
        scheme=client.type, value=client.external_id, scope=client.integration_id or None
    )


def customer(
    desk: Desk, user: wire.User | wire.Author | None, *, name: str | None = None
) -> Participant:
    """Return a person under the ids that the app has for them."""
    known = (user_identity(desk, id_of(user)), _external(desk, user))
    return Participant(
        role="customer",
        identities=tuple(one for one in known if one is not None),
        name=name or None,
        name_source="vendor" if name else None,
    )


def business(desk: Desk) -> Participant:
    """Return our side as a whole."""
    identity = Identity(scheme="sunshine_app", value=desk.id)
    return Participant(role="business", identities=(identity,))


def participant(desk: Desk, author: wire.Author | None, source: wire.Source | None) -> Participant:
    """Return who has said something; somebody without a type is nobody that we know."""
    if author is None:
        return Participant()
    kind = (source.type if source else None) or ""
    match author.type:
        case "user":
            who = customer(desk, author.user or author, name=author.display_name)
            channel = client_identity(source.client if source else None)
            known = (*who.identities, channel) if channel else who.identities
            return who.model_copy(update={"identities": known})
        case "business":
            role, _ = SOURCES.get(kind, ("business", "unknown"))
            if "AI" in (author.subtypes or ()):
                role = "bot"
            return Participant(
                role=role,
                identities=() if role == "bot" else business(desk).identities,
                name=author.display_name or None,
                name_source="vendor" if author.display_name else None,
            )
        case _:
            return Participant()


def id_of(user: wire.User | wire.Author | None) -> str | None:
    """Return a person's id in our app; of an author, who is a person in other words."""
    return user.user_id if isinstance(user, wire.Author) else user.id if user else None


def _external(desk: Desk, user: wire.User | wire.Author | None) -> Identity | None:
    value = user.external_id if isinstance(user, wire.User) else None
    if isinstance(user, wire.Author):
        value = user.user_external_id
    return Identity(scheme="sunshine_external", value=value, scope=desk.id) if value else None


# --- what is said about people --------------------------------------------------------------------


def user_links(item: Item, user: wire.User) -> Iterator[Event]:
    """Yield what ties a person's id in our app to other addresses of theirs."""
    desk = item.desk
    ours = user_identity(desk, user.id)
    yield from desk.linked((ours, _external(desk, user)), "platform", pointer=item.pointer)
    for raw in user.identities or ():
        try:
            read = wire.KnownIdentity.model_validate(raw)
        except ValidationError:
            continue
        value = read.value or ""
        known = read_phone(value, None) if read.type == "phone" else None
        if read.type == "email":
            known = read_email(value)
        yield from desk.linked((ours, known), "platform", pointer=item.pointer)


def client_changed(item: Item, payload: wire.Payload) -> Iterator[Event]:
    """Read that somebody got another channel, lost one, or does not want to be written to."""
    user, channel = payload.user, client_identity(payload.client)
    if user is None or not user.id:
        yield item.missing(f"expected an id at {item.pointer}/payload/user/id")
        return
    ours = user_identity(item.desk, user.id)
    yield from user_links(item, user)
    yield from item.desk.linked(
        (ours, channel),
        "platform",
        pointer=item.pointer,
        at=item.at,
        withdrawn=item.name == "client:remove",
    )
    if item.name == "client:update" and payload.reason == "blocked":
        yield ConsentSignalled(
            **item.desk.shared(
                "consent_signalled",
                item.id,
                pointer=item.pointer,
                thread=item.thread,
                occurred_at=item.at,
                defects=item.defects,
            ),
            consent=Consent(
                state="withdrawn",
                purpose="messages",
                signal="client:update",
                subject=customer(item.desk, user),
            ),
        )


def users_merged(item: Item, payload: wire.Payload) -> Iterator[Event]:
    """Read that two people are one, and that two conversations are."""
    merged = payload.merged_users
    pair = (merged.surviving, merged.discarded) if merged else (None, None)
    first, second = (user_identity(item.desk, one.id if one else None) for one in pair)
    if first is None or second is None:
        yield item.missing(f"expected two ids at {item.pointer}/payload/mergedUsers")
        return
    pointer, at = item.pointer, item.at
    yield from item.desk.linked((first, second), "platform", pointer=pointer, at=at)
    rooms = payload.merged_conversations
    ids = [one.id for one in (rooms.surviving, rooms.discarded) if one] if rooms else []
    thread = tuple(dict.fromkeys(one for one in ids if one))
    if thread:
        yield item.desk.noticed(
            "other",
            item.name,
            item.id,
            pointer=pointer,
            thread=thread,
            at=at,
            target=customer(item.desk, merged.surviving if merged else None),
            defects=item.defects,
        )
