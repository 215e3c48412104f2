"""The adapter: tickets, groups of messages, or both in one object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from omnidesk.adapters._clock import Clock
from omnidesk.adapters._desk import Desk, each_once
from omnidesk.adapters.liveagent import _wire as wire
from omnidesk.adapters.liveagent._desk import Room
from omnidesk.adapters.liveagent._groups import flat_message, group_events
from omnidesk.adapters.liveagent._tickets import ticket_events
from omnidesk.adapters.liveagent._words import CHANNEL
from omnidesk.errors import PayloadError
from omnidesk.events import Unrecognised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveAgent:
    """
    Reads tickets and messages of LiveAgent, as its API v3 answers and as a rule may send them.

    Args:
        account: The installation, such as its host. No payload names it; without it everything is
            `Unrecognised`.
        ticket_id: The ticket whose groups of messages an answer has: such an answer does not name
            it.
        agent_ids: The `userid` of all your agents. Then everybody else, but for the system, is a
            customer. Without them, the ticket's owner and its agent alone are known.
        zone: The zone of its times, which have none: an IANA name or an offset. Public code takes
            them for UTC. Without it they are not read.

    Raises:
        ValueError: If there is no such zone.
    """

    account: str | None = None
    ticket_id: str | None = None
    agent_ids: frozenset[str] = frozenset()
    zone: str | None = None

    channel = CHANNEL

    def __post_init__(self) -> None:
        """Check the zone once, so that no payload has to."""
        Clock(self.zone)

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of an answer of the API, or of what a rule sends.

        One item that cannot be understood becomes `Unrecognised`, and the others live.

        Raises:
            PayloadError: If the body is not JSON, or neither a ticket nor messages nor a list of
                them: an error of the API's, say.
        """
        body = payload.json(channel=CHANNEL)
        if isinstance(body, list):
            items = cast("list[JSON]", body)
            places = ((f"/{index}", one) for index, one in enumerate(items))
            return each_once(self._items(payload, places))
        fields = cast("dict[str, JSON]", body) if isinstance(body, dict) else {}
        if "messages" in fields and _GROUP not in fields:
            return each_once(self._together(payload, fields))
        if not _TICKET.isdisjoint(fields) or _GROUP in fields:
            return each_once(self._items(payload, (("", cast("JSON", fields)),)))
        raise PayloadError(
            "expected a ticket, messages, or a list of them", channel=CHANNEL, digest=payload.digest
        )

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is LiveAgent's. Cheap for what is not."""
        if not any(mark in payload.body for mark in _MARKS):
            return False
        try:
            body = payload.json()
        except PayloadError:
            return False
        if isinstance(body, dict):
            fields = cast("dict[str, JSON]", body)
            if isinstance(fields.get("messages"), list) and _GROUP not in fields:
                return _names_ticket(fields)
            return _is_ours(cast("JSON", fields))
        items = cast("list[JSON]", body) if isinstance(body, list) else []
        return any(_is_ours(one) for one in items[:_LOOKED_AT])

    def _items(
        self, payload: Payload, places: Iterator[tuple[str, JSON]] | tuple[tuple[str, JSON], ...]
    ) -> Iterator[Event]:
        desk = Desk(payload, CHANNEL, self.account or "")
        for pointer, raw in places:
            fields = cast("dict[str, JSON]", raw) if isinstance(raw, dict) else {}
            if not _TICKET.isdisjoint(fields):
                yield from self._ticket(desk, raw, pointer)
            elif _GROUP in fields:
                yield from self._group(desk, raw, pointer, self._room(desk, self.ticket_id))
            else:
                expected = f"expected a ticket or a group of messages at {pointer}"
                yield desk.unrecognised(pointer, "unknown_kind", expected=expected)

    def _together(self, payload: Payload, fields: dict[str, JSON]) -> Iterator[Event]:
        """Read an object that has messages, and a ticket or its id beside them."""
        desk = Desk(payload, CHANNEL, self.account or "")
        ticket_id = next((_text(fields.get(one)) for one in _IDS if fields.get(one)), None)
        room = self._room(desk, ticket_id or self.ticket_id)
        raw = fields.get("ticket")
        if raw is not None:
            yield from self._ticket(desk, raw, "/ticket")
            read = desk.load(wire.Ticket, raw, "/ticket")
            if isinstance(read, wire.Ticket) and read.id:
                room = self._room(desk, read.id)
                room = room.of(read) if room else None
        messages = fields["messages"]
        if not isinstance(messages, list):
            yield desk.unrecognised("", "invalid", expected="expected a list at /messages")
            return
        for index, one in enumerate(cast("list[JSON]", messages)):
            yield from self._group(desk, one, f"/messages/{index}", room)

    def _ticket(self, desk: Desk, raw: JSON, pointer: str) -> Iterator[Event]:
        read = desk.load(wire.Ticket, raw, pointer)
        if isinstance(read, Unrecognised):
            yield read
            return
        room = self._room(desk, read.id)
        if room is None:
            yield _nameless(desk, pointer)
        else:
            yield from ticket_events(room.of(read), read, pointer)

    def _group(self, desk: Desk, raw: JSON, pointer: str, room: Room | None) -> Iterator[Event]:
        if room is None:
            yield _nameless(desk, pointer)
        elif isinstance(raw, dict) and _MESSAGES.isdisjoint(cast("dict[str, JSON]", raw)):
            yield from group_events(room, cast("JSON", raw), pointer)
        else:
            yield from flat_message(room, raw, pointer)

    def _room(self, desk: Desk, ticket_id: str | None) -> Room | None:
        if not desk.id or not ticket_id:
            return None
        return Room(desk, Clock(self.zone), self.agent_ids, ticket_id)


def _nameless(desk: Desk, pointer: str) -> Event:
    expected = "expected a ticket's id, and an adapter with an account"
    return desk.unrecognised(pointer, "missing_id", expected=expected)


def _text(value: JSON) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else None


def _names_ticket(fields: dict[str, JSON]) -> bool:
    return isinstance(fields.get("ticket"), dict) or any(fields.get(one) for one in _IDS)


def _is_ours(item: JSON) -> bool:
    if not isinstance(item, dict):
        return False
    fields = cast("dict[str, JSON]", item)
    return {"owner_contactid", "date_created"} <= {*fields} or (
        _GROUP in fields and "type" in fields
    )


_GROUP = "datecreated"
"""What every group and every message has, and no ticket."""
_TICKET = frozenset({"date_created", "owner_contactid"})
"""What a ticket has, and no group."""
_MESSAGES = frozenset({"format", "message"})
"""What a message has, and no group."""
_IDS = ("ticket_id", "ticketid", "conversationid")
"""How the ticket's id is called beside messages; version 1 of the API has the last."""
_MARKS = (b'"datecreated"', b'"owner_contactid"')
_LOOKED_AT = 100
