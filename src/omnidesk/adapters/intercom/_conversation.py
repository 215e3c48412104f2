"""A conversation or a ticket as it stands: how it began, its parts, its rating."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from omnidesk.adapters.intercom import _wire as wire
from omnidesk.adapters.intercom._parts import Place, Reading, heading, part_events, said
from omnidesk.adapters.intercom._people import contact_events, participant, read_seconds
from omnidesk.adapters.intercom._words import AUTOMATIC, DELETED, DIRECTIONS, VIA
from omnidesk.events import Unrecognised
from omnidesk.model import About, Defect, Identity, Message, Participant, Rating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON
    from omnidesk.adapters._desk import Desk
    from omnidesk.events import Event

_SOURCES = ("source", "conversation_message")
_CONTACTS = ("contacts", "customers")


def conversation_events(reading: Reading, raw: JSON, pointer: str) -> Iterator[Event]:
    """Read a conversation. A part that cannot be understood is `Unrecognised`, the others live."""
    desk = reading.desk
    fields = cast("dict[str, JSON]", raw) if isinstance(raw, dict) else {}
    conversation = _id(fields.get("id"))
    if conversation is None:
        yield _nameless(desk, fields, pointer)
        return
    place = Place(reading, pointer, conversation)
    if reading.topic == DELETED:
        at, defects = read_seconds(reading.told_at, "/created_at")
        yield desk.noticed(
            *("other", DELETED, conversation),
            pointer=pointer,
            thread=place.thread,
            at=at,
            defects=defects,
        )
    yield from _contacts(place, fields)
    yield from _first_message(place, fields)
    yield from _parts(place, fields, "conversation_parts")
    yield from _rating(place, fields)


def ticket_events(reading: Reading, raw: JSON, pointer: str) -> Iterator[Event]:
    """
    Read a ticket.

    Who wrote what it is about, it does not say: so that is a notice, and no message.
    """
    desk = reading.desk
    fields = cast("dict[str, JSON]", raw) if isinstance(raw, dict) else {}
    ticket = _id(fields.get("id"))
    if ticket is None:
        yield _nameless(desk, fields, pointer)
        return
    shared = fields.get("is_shared")
    place = Place(reading, pointer, ticket, True, shared if isinstance(shared, bool) else None)
    yield from _contacts(place, fields)
    at, defects = read_seconds(fields.get("created_at"), f"{pointer}/created_at")
    missing = _missing(fields, pointer, "ticket_parts") if reading.topic is None else ()
    yield desk.noticed(
        *("opened", "ticket", ticket),
        pointer=pointer,
        thread=place.thread,
        at=at,
        text=_subject(fields.get("ticket_attributes")),
        defects=defects + missing,
    )
    yield from _parts(place, fields, "ticket_parts")


def _id(value: JSON) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def _nameless(desk: Desk, fields: dict[str, JSON], pointer: str) -> Event:
    expected = f"expected an object with an id at {pointer}"
    return desk.unrecognised(pointer, "missing_id" if fields else "invalid", expected=expected)


def _subject(attributes: JSON) -> str | None:
    """Return a ticket's title and description."""
    if not isinstance(attributes, dict):
        return None
    fields = cast("dict[str, JSON]", attributes)
    given = (fields.get(one) for one in ("_default_title_", "_default_description_"))
    return "\n".join(one for one in given if isinstance(one, str) and one) or None


def _parts(place: Place, fields: dict[str, JSON], name: str) -> Iterator[Event]:
    for pointer, part in _listed(fields.get(name), name):
        yield from part_events(place._replace(pointer=f"{place.pointer}/{name}{pointer}"), part)


def _listed(value: JSON, name: str) -> Iterator[tuple[str, JSON]]:
    """Yield the items of a list that stands in an object of its own, as Intercom's do."""
    inside = cast("dict[str, JSON]", value).get(name) if isinstance(value, dict) else None
    if isinstance(inside, list):
        for index, item in enumerate(cast("list[JSON]", inside)):
            yield f"/{name}/{index}", item


def _contacts(place: Place, fields: dict[str, JSON]) -> Iterator[Event]:
    for name in _CONTACTS:
        for pointer, item in _listed(fields.get(name), name):
            where = f"{place.pointer}/{name}{pointer}"
            yield from contact_events(place.reading.desk, item, where)
    if isinstance(fields.get("user"), dict):  # version 1 knows one, and no list
        yield from contact_events(place.reading.desk, fields["user"], f"{place.pointer}/user")


# --- what was said --------------------------------------------------------------------------------


def _first_message(place: Place, fields: dict[str, JSON]) -> Iterator[Event]:
    """Read the message that began the conversation: it is no part."""
    name = next((one for one in _SOURCES if fields.get(one) is not None), None)
    if name is None:
        return
    desk, whole = place.reading.desk, place.pointer
    place = place._replace(pointer=f"{whole}/{name}")
    read = desk.load(wire.Source, fields[name], place.pointer, place.thread)
    if isinstance(read, Unrecognised):
        yield read
        return
    if not read.id:
        expected = f"expected an id at {place.pointer}/id"
        yield desk.unrecognised(place.pointer, "missing_id", expected=expected, thread=place.thread)
        return
    author = participant(desk, read.author)
    direction = DIRECTIONS.get(author.role, "unknown")
    sent_at, defects = read_seconds(fields.get("created_at"), f"{whole}/created_at")
    missing: tuple[Defect, ...] = ()
    if place.reading.topic is None:
        missing = _missing(fields, whole, "conversation_parts")
    is_ours = direction == "outbound"
    automatic = AUTOMATIC.get(read.delivered_as or "") if is_ours else None
    message = Message(
        id=read.id,
        author=author,
        direction=direction,
        origin="platform" if is_ours and (automatic or author.role == "bot") else "unknown",
        via=VIA.get(read.type or ""),
        visibility="private",
        sent_at=sent_at,
        subject=heading(place.reading, read.subject),
        automatic=automatic,
        defects=defects + missing,
    )
    about = About(kind="page", url=read.url) if read.url else None
    yield from said(place, message, read, "source", about=about)


def _missing(fields: dict[str, JSON], pointer: str, name: str) -> tuple[Defect, ...]:
    """Tell whether the oldest parts are left out: what is pulled has 500 at most."""
    listed = fields.get(name)
    total = cast("dict[str, JSON]", listed).get("total_count") if isinstance(listed, dict) else None
    if isinstance(total, int) and total > len(list(_listed(listed, name))):
        return (Defect(code="parts_missing", pointer=f"{pointer}/{name}/total_count"),)
    return ()


def _rating(place: Place, fields: dict[str, JSON]) -> Iterator[Event]:
    """Read what the customer thinks of the conversation, if they have said it."""
    raw = fields.get("conversation_rating")
    if not raw:
        return
    desk, pointer = place.reading.desk, f"{place.pointer}/conversation_rating"
    read = desk.load(wire.Rating, raw, pointer, place.thread)
    if isinstance(read, Unrecognised):
        yield read
        return
    if read.rating is None:
        return
    at, defects = read_seconds(read.created_at, f"{pointer}/created_at")
    moment = at.isoformat() if at else None
    contact = read.contact.id if read.contact else None
    known = Identity(scheme="intercom", value=contact, scope=desk.id) if contact else None
    message = Message(
        id=desk.derive("msg", "rating", place.conversation, moment),
        author=Participant(role="customer", identities=(known,) if known else ()),
        direction="inbound",
        visibility="private",
        sent_at=at,
        text=read.remark or None,
        rating=Rating(value=read.rating, lowest=1.0, highest=5.0),
        defects=defects,
    )
    where, thread = pointer, place.thread
    yield desk.posted(message, "rating", place.conversation, moment, pointer=where, thread=thread)
