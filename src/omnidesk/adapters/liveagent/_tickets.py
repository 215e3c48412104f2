"""Tickets: how they began, who has them, what has become of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters._contacts import read_email
from omnidesk.adapters.liveagent._words import BEGINNINGS, STATUSES
from omnidesk.model import Defect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.adapters.liveagent import _wire as wire
    from omnidesk.adapters.liveagent._desk import Room
    from omnidesk.events import Event


def ticket_events(room: Room, ticket: wire.Ticket, pointer: str) -> Iterator[Event]:
    """
    Read a ticket.

    It is a snapshot: of what has changed it tells the state, and of most changes no time. An event
    without a time is the same one in every snapshot that tells it.
    """
    desk, thread = room.desk, room.thread
    at, defects = room.time(ticket.date_created, f"{pointer}/date_created")
    if ticket.status and ticket.status not in STATUSES and ticket.status not in BEGINNINGS:
        defects += (Defect(code="status_unknown", pointer=f"{pointer}/status"),)
    owner = room.person(ticket.owner_contactid, "customer", ticket.owner_name)
    yield desk.noticed(
        "opened",
        "ticket",
        room.ticket_id,
        pointer=pointer,
        thread=thread,
        at=at,
        actor=owner if owner.identities or owner.name else None,
        text=ticket.subject or None,
        defects=defects,
    )
    yield from desk.linked(
        (room.identity(ticket.owner_contactid), read_email(ticket.owner_email or "")),
        "submitted",
        pointer=pointer,
    )
    if ticket.agentid:
        yield desk.noticed(
            "assigned",
            "agentid",
            room.ticket_id,
            ticket.agentid,
            pointer=pointer,
            thread=thread,
            target=room.person(ticket.agentid, "agent"),
        )
    yield from _status(room, ticket, pointer)


def _status(room: Room, ticket: wire.Ticket, pointer: str) -> Iterator[Event]:
    word = STATUSES.get(ticket.status or "")
    if word is None:
        return
    moments = {"resolved": "date_resolved", "deleted": "date_deleted"}
    field = moments.get(word)
    value: object = getattr(ticket, field) if field else None
    at, defects = room.time(value, f"{pointer}/{field}")
    yield room.desk.noticed(
        "status_changed",
        word,
        room.ticket_id,
        at.isoformat() if at else None,
        pointer=pointer,
        thread=room.thread,
        at=at,
        defects=defects,
    )
