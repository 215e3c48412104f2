"""Our side of a payload: whose it is, who is who, and what its events share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters._clock import Clock, read_epoch
from omnidesk.adapters._contacts import read_email, read_phone
from omnidesk.adapters._side import Side
from omnidesk.adapters.chatwoot import _wire as wire
from omnidesk.adapters.chatwoot._words import CONTACT, SENDERS, SESSIONS, USER
from omnidesk.model import Defect, Identity, Participant

if TYPE_CHECKING:
    from datetime import datetime

    from omnidesk._payload import Payload
    from omnidesk.adapters._clock import Reading
    from omnidesk.adapters._side import Shared
    from omnidesk.adapters._time import Unit
    from omnidesk.adapters.chatwoot._words import Kind

CHANNEL = "chatwoot"
_CLOCK = Clock()
_LONGEST = 2_048
"""In characters, of a name or of an error."""


class Desk:
    """
    One payload, as the account that it is of sees it.

    Args:
        payload: The payload.
        account: What stands for our side in place of the inbox, if the adapter was told.
        account_id: The number of the account in chatwoot, if the payload or the adapter tells.
    """

    def __init__(self, payload: Payload, account: str | None, account_id: str | None) -> None:
        self.payload = payload
        self.account_id = account_id
        self._account = account
        self._sides: dict[str, Side] = {}
        # The same object for the same person: a page names two people a hundred times.
        self._people: dict[tuple[str | None, ...], Participant] = {}

    def side(self, inbox_id: str | None) -> Side | None:
        """Return our side: the inbox, or what the adapter was told; `None` if neither is known."""
        account = self._account or inbox_id
        return self.named(account) if account else None

    def whole(self) -> Side:
        """Return our side where an item is of no inbox: what the adapter was told, or a name."""
        return self.named(self._account or CHANNEL)

    def whole_account(self, account_id: str) -> Side:
        """Return our side for what is of the account, and not of one of its inboxes."""
        return self.named(f"account:{account_id}")

    def named(self, account: str) -> Side:
        """Return our side under a name."""
        side = self._sides.get(account)
        if side is None:
            side = self._sides[account] = Side(self.payload, CHANNEL, account)
        return side

    # --- people -----------------------------------------------------------------------------------

    def person(self, person: wire.Person | None, kind: Kind) -> Participant:
        """Return somebody of a kind, under every address that is given."""
        if person is None:
            return Participant(role=kind.role)
        told = (person.id, person.name, person.email, person.phone_number, person.identifier)
        key = (kind.scheme, *told)
        known = self._people.get(key)
        if known is None:
            known = self._people[key] = self._participant(person, kind)
        return known

    def _participant(self, person: wire.Person, kind: Kind) -> Participant:
        found = [self.identity(person, kind)]
        if person.email:
            found.append(read_email(person.email))
        if kind is CONTACT:
            found += [self.telephone(person.phone_number), self.identifier(person.identifier)]
        name = (person.name or "").strip()[:_LONGEST] or None
        return Participant(
            role=kind.role,
            identities=tuple(dict.fromkeys([one for one in found if one])),
            name=name,
            name_source="vendor" if name else None,
        )

    def agent(self, person: wire.Person) -> Participant:
        """Return an agent, or a bot that has been put in an agent's place."""
        return self.person(person, SENDERS.get(person.type or "", USER))

    def identity(self, person: wire.Person, kind: Kind) -> Identity | None:
        """Return the number that chatwoot has given to somebody."""
        if person.id is None:
            return None
        return Identity(scheme=kind.scheme, value=person.id, scope=self.account_id)

    def identifier(self, identifier: str | None) -> Identity | None:
        """Return what a site of ours calls a contact."""
        if not identifier or len(identifier) > _LONGEST:
            return None
        return Identity(scheme="chatwoot_identifier", value=identifier, scope=self.account_id)

    def telephone(self, number: str | None) -> Identity | None:
        """Return a telephone number: chatwoot takes none but international ones."""
        return read_phone(number, None) if number else None

    def session(self, source_id: str | None, inbox_id: str | None) -> Identity | None:
        """Return what a visitor is known by in one inbox before they say who they are."""
        if not source_id or inbox_id is None or len(source_id) > _LONGEST:
            return None
        return Identity(scheme="session", value=source_id, scope=inbox_id)

    def conversation(self, conversation_id: str | None) -> Identity | None:
        """Return what whoever a conversation is with is known by, even if they change."""
        if conversation_id is None:
            return None
        return Identity(
            scheme="chatwoot_conversation", value=conversation_id, scope=self.account_id
        )


class Frame(NamedTuple):
    """What a conversation tells about every item in it."""

    desk: Desk
    inbox_id: str | None
    conversation_id: str | None
    contact: wire.Person | None
    contact_inbox: wire.ContactInbox | None = None
    channel: str | None = None

    def __repr__(self) -> str:
        return "<Frame>"

    @property
    def customer(self) -> Participant:
        """The contact, as far as the payload tells."""
        return self.named(self.contact)

    def named(self, person: wire.Person | None) -> Participant:
        """
        Return a contact, known by this conversation too if it is with them.

        Chatwoot merges a visitor who logs in into the contact that they turn out to be, and their
        messages are that contact's from then on. The conversation stays, and so it is what shows
        that both have written the same message. It ties nobody to an address.
        """
        known = self.desk.person(person, CONTACT)
        if person is None or person.id is None:
            return known
        found: list[Identity | None] = []
        inbox = self.contact_inbox
        if inbox is not None and inbox.contact_id == person.id and self.channel in SESSIONS:
            found.append(self.desk.session(inbox.source_id, self.inbox_id))
        if self.contact is not None and self.contact.id == person.id:
            found.append(self.desk.conversation(self.conversation_id))
        more = tuple([one for one in found if one])
        return known.model_copy(update={"identities": (*known.identities, *more)})


class Place(NamedTuple):
    """Where an item stands, in which conversation, and what is wrong with it."""

    side: Side
    thread: tuple[str, ...]
    pointer: str
    defects: tuple[Defect, ...] = ()

    def __repr__(self) -> str:
        return f"<Place {self.pointer!r}>"

    def shared(self, at: datetime | None, kind: str, *which: str | None) -> Shared:
        """Return what every event has; `which` tells one happening of a kind from another."""
        return {
            "id": self.side.derive("evt", kind, *which),
            "channel": CHANNEL,
            "account": self.side.id,
            "thread": self.thread,
            "occurred_at": at,
            "source": self.side.source(self.pointer),
            "defects": self.defects,
        }


def thread_of(conversation_id: str) -> tuple[str, ...]:
    """Return the key of a conversation."""
    return (f"conversation:{conversation_id}",)


def read_time(value: object, pointer: str, *, unit: Unit = "seconds") -> Reading:
    """Read a time: a count since 1970, or a text with its zone."""
    if isinstance(value, bool):
        return None, (Defect(code="time_unreadable", pointer=pointer),)
    if isinstance(value, (int, float)):
        return read_epoch(value, unit, pointer=pointer)
    if isinstance(value, str):
        text = value[:64].strip()
        if text.replace(".", "", 1).isdigit():
            return read_epoch(text, unit, pointer=pointer)
        return _CLOCK.read(text, pointer=pointer)
    return None, () if value is None else (Defect(code="time_unreadable", pointer=pointer),)
