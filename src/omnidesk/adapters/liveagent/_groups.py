"""Groups of messages: letters, chats, calls, and what happened to a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters._rich import Rich, read_rich
from omnidesk.adapters.liveagent import _wire as wire
from omnidesk.adapters.liveagent._desk import Room
from omnidesk.adapters.liveagent._words import (
    CALLS,
    CHATS,
    COMMENT,
    DELETED,
    FILES,
    FORWARD_REPLY,
    GROUP_NOTICES,
    HTML,
    INTERNAL_GROUPS,
    JSON_TEXT,
    LETTERS,
    MESSAGE_NOTICES,
    NOTES,
    NOTHING,
    QUOTED,
    RANKINGS,
    SPOKEN,
    TITLE,
    WAYS,
)
from omnidesk.events import CallReported, Unrecognised
from omnidesk.model import Attachment, Defect, Leg, Message, Rating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON
    from omnidesk.events import Event
    from omnidesk.model import Direction, Participant, Role

_DIRECTIONS: dict[Role, Direction] = {"agent": "outbound", "customer": "inbound"}
_ROLES: dict[Direction, Role] = {"inbound": "customer", "outbound": "business"}


class Line(NamedTuple):
    """A message of a group, and where it stands."""

    room: Room
    group: wire.Group
    wire: wire.Message
    id: str
    pointer: str

    def __repr__(self) -> str:
        return f"<Line at {self.pointer}>"

    @property
    def kind(self) -> str:
        """The message's type."""
        return self.wire.type or ""


class Letter(NamedTuple):
    """What belongs to the first message of a letter, though it stands beside it."""

    subject: str | None = None
    quoted: str | None = None
    files: tuple[Attachment, ...] = ()
    alias: str | None = None

    def __repr__(self) -> str:
        return "<Letter>"


def group_events(room: Room, raw: JSON, pointer: str) -> Iterator[Event]:
    """Read a group and its messages; one that cannot be understood is `Unrecognised`."""
    group = room.desk.load(wire.Group, raw, pointer, room.thread)
    if isinstance(group, Unrecognised):
        yield group
        return
    kind = group.type or ""
    if not group.id:
        expected = f"expected an id at {pointer}/id"
        yield room.desk.unrecognised(pointer, "missing_id", expected=expected, thread=room.thread)
    elif kind in CALLS:
        yield _call(room, group, group.id, pointer)
    elif kind in GROUP_NOTICES:
        yield _happened(room, group, group.id, pointer)
    yield from _lines(room, group, pointer)


def flat_message(room: Room, raw: JSON, pointer: str) -> Iterator[Event]:
    """Read a message that stands in no group."""
    read = _line(room, wire.Group(), raw, pointer)
    yield from _read(read, None) if isinstance(read, Line) else (read,)


def _lines(room: Room, group: wire.Group, pointer: str) -> Iterator[Event]:
    lines: list[Line] = []
    for index, raw in enumerate(group.messages or ()):
        read = _line(room, group, raw, f"{pointer}/messages/{index}")
        if isinstance(read, Line):
            lines.append(read)
        else:
            yield read
    main = next((one for one in lines if one.kind in SPOKEN), None)
    if group.type not in LETTERS or main is None:
        for line in lines:
            yield from _read(line, None)
        return
    letter = _letter(group, lines)
    for line in lines:
        if line is main:
            yield from _read(line, letter)
        elif line.kind not in (QUOTED, TITLE, "F"):
            yield from _read(line, None)


def _line(room: Room, group: wire.Group, raw: JSON, pointer: str) -> Line | Unrecognised:
    read = room.desk.load(wire.Message, raw, pointer, room.thread)
    if isinstance(read, Unrecognised):
        return read
    if not read.id:
        expected = f"expected an id at {pointer}/id"
        return room.desk.unrecognised(pointer, "missing_id", expected=expected, thread=room.thread)
    return Line(room, group, read, read.id, pointer)


def _letter(group: wire.Group, lines: list[Line]) -> Letter:
    """Put together what stands beside a letter's first message."""
    titles = [_body(one).text for one in lines if one.kind == TITLE]
    quotes = [text for one in lines if one.kind == QUOTED and (text := _body(one).text)]
    return Letter(
        subject=next((one for one in titles if one), None),
        quoted="\n".join(quotes) or None,
        files=tuple(_file(one) for one in lines if one.kind == "F"),
        alias=group.mail_msg_id or None,
    )


def _read(line: Line, letter: Letter | None) -> Iterator[Event]:
    kind = line.kind
    if kind in SPOKEN | NOTES | FILES or kind in (QUOTED, COMMENT) or kind in RANKINGS:
        yield from _said(line, letter)
    elif kind in MESSAGE_NOTICES:
        # What the system remarks in a group that is a notice already is a part of that.
        if line.group.type not in GROUP_NOTICES:
            yield _remarked(line)
    elif kind not in NOTHING:
        yield line.room.desk.unrecognised(
            line.pointer,
            "unknown_kind",
            expected=f"expected a known type at {line.pointer}/type",
            thread=line.room.thread,
        )


# --- what was said --------------------------------------------------------------------------------


def _said(line: Line, letter: Letter | None) -> Iterator[Event]:
    room, read = line.room, line.wire
    sent_at, late = room.time(read.datecreated, f"{line.pointer}/datecreated")
    direction, unclear = _direction(line)
    kind = line.kind
    body = Rich(None) if kind in FILES else _body(line)
    wrong = tuple(Defect(code=code, pointer=f"{line.pointer}/message") for code in body.defects)
    images = tuple(
        Attachment(kind="image", url=url, inline=True, availability="ok") for url in body.images
    )
    beside = letter or Letter(files=(_file(line),) if kind in FILES else ())
    is_quote = kind == QUOTED
    message = Message(
        id=line.id,
        aliases=(beside.alias,) if beside.alias and beside.alias != line.id else (),
        author=_author(line, direction),
        direction=direction,
        visibility="internal" if direction == "internal" else "unknown" if unclear else "private",
        sent_at=sent_at,
        subject=beside.subject,
        text=None if is_quote else body.text,
        quoted=body.text if is_quote else beside.quoted,
        html=None if is_quote else body.html,
        attachments=images + beside.files,
        rating=_rating(kind),
        defects=late + unclear + wrong,
    )
    which, pointer, thread = ("message", line.id), line.pointer, room.thread
    if line.group.status != DELETED:
        yield room.desk.posted(message, *which, pointer=pointer, thread=thread)
        return
    gone = Message(
        id=message.id,
        author=message.author,
        direction=direction,
        visibility=message.visibility,
        sent_at=sent_at,
        state="deleted",
        defects=late + unclear,
    )
    yield room.desk.posted(gone, *which, pointer=pointer, thread=thread)
    yield room.desk.taken_back(line.id, *which, pointer=pointer, thread=thread)


def _direction(line: Line) -> tuple[Direction, tuple[Defect, ...]]:
    """Tell which way a message went; what may be a note has not gone out."""
    group, kind = line.group.type or "", line.kind
    if kind in RANKINGS or kind == COMMENT:
        return "inbound", ()
    if kind in NOTES or group in INTERNAL_GROUPS:
        return "internal", ()
    if group in WAYS:
        return WAYS[group], ()
    direction = _DIRECTIONS.get(line.room.role(line.wire.userid or line.group.userid), "unknown")
    if direction == "outbound" and group not in LETTERS | CHATS:
        return "unknown", (Defect(code="visibility_unknown", pointer=line.pointer),)
    return direction, ()


def _author(line: Line, direction: Direction) -> Participant:
    userid = line.wire.userid or line.group.userid
    role = line.room.role(userid)
    if line.group.type == FORWARD_REPLY:
        role = "customer" if userid and userid == line.room.owner else "unknown"
    elif role == "unknown":
        role = _ROLES.get(direction, "unknown")
    name = line.group.user_full_name if userid == line.group.userid else None
    return line.room.person(userid, role, name)


def _rating(kind: str) -> Rating | None:
    value = RANKINGS.get(kind)
    return None if value is None else Rating(value=value, lowest=0.0, highest=1.0)


def _body(line: Line) -> Rich:
    raw = line.wire.message
    if not raw:
        return Rich(None)
    if line.wire.format in JSON_TEXT:
        # What it means, no page says.
        return Rich(None, defects=("format_unread",))
    return read_rich(raw) if line.wire.format in HTML else Rich(raw)


def _file(line: Line) -> Attachment:
    """Return a file, of which no page says what its message holds: its words are kept."""
    return Attachment(kind="file", id=line.id, description=_body(line).text)


# --- what happened --------------------------------------------------------------------------------


def _remarked(line: Line) -> Event:
    room = line.room
    kind, name = MESSAGE_NOTICES[line.kind]
    at, defects = room.time(line.wire.datecreated, f"{line.pointer}/datecreated")
    role = room.role(line.wire.userid)
    return room.desk.noticed(
        kind,
        name,
        "message",
        line.id,
        pointer=line.pointer,
        thread=room.thread,
        at=at,
        actor=room.person(line.wire.userid, role) if line.wire.userid else None,
        text=_body(line).text,
        defects=defects,
    )


def _happened(room: Room, group: wire.Group, group_id: str, pointer: str) -> Event:
    kind, name = GROUP_NOTICES[group.type or ""]
    at, defects = room.time(group.datecreated, f"{pointer}/datecreated")
    actor = room.person(group.userid, room.role(group.userid), group.user_full_name)
    return room.desk.noticed(
        kind,
        name,
        "group",
        group_id,
        pointer=pointer,
        thread=room.thread,
        at=at,
        actor=actor if group.userid else None,
        defects=defects,
    )


def _call(room: Room, group: wire.Group, group_id: str, pointer: str) -> Event:
    """Read a call: when it was, and which way it went, is all that a group says."""
    started_at, early = room.time(group.datecreated, f"{pointer}/datecreated")
    ended_at, late = room.time(group.datefinished, f"{pointer}/datefinished")
    leg = Leg(id=group_id, started_at=started_at, ended_at=ended_at)
    shared = room.desk.shared(
        "call_reported",
        group_id,
        pointer=pointer,
        thread=room.thread,
        occurred_at=started_at,
        defects=early + late,
    )
    direction = CALLS[group.type or ""]
    return CallReported(**shared, call_id=group_id, leg=leg, direction=direction)
