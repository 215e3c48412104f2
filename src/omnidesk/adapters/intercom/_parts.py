"""What stands in a conversation: what was said, by whom, and what happened beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast

from pydantic import ValidationError

from omnidesk.adapters._desk import Desk, file_name, kind_of, media_type_of, read_size
from omnidesk.adapters._rich import Rich, read_rich
from omnidesk.adapters.intercom import _wire as wire
from omnidesk.adapters.intercom._letters import read_letter, recipients
from omnidesk.adapters.intercom._people import participant, read_seconds, referred
from omnidesk.adapters.intercom._words import (
    ASSIGNMENTS,
    CHANGES,
    DIRECTIONS,
    MESSAGES,
    NOTES,
    REDACTED,
    SPEAKING_CHANGES,
)
from omnidesk.events import Unrecognised
from omnidesk.model import Action, Attachment, Defect, Message, Participant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from omnidesk._payload import JSON
    from omnidesk.events import Event
    from omnidesk.model import About, Direction, Origin, Visibility


class Reading(NamedTuple):
    """How one payload is to be read."""

    desk: Desk
    is_html: bool | None
    """Whether texts are HTML; `None` if each one tells."""
    own_package: str | None
    """The code of our own app's package."""
    topic: str | None = None
    """What the notification is about; `None` for what was pulled."""
    told_at: object = None
    """When the notification was made, in seconds."""


class Place(NamedTuple):
    """A part or the first message: where it stands, and in which conversation."""

    reading: Reading
    pointer: str
    conversation: str
    """The id of the conversation or the ticket."""
    is_ticket: bool = False
    shared: bool | None = True
    """Whether the customer can read it: always a conversation, not every ticket."""

    @property
    def visibility(self) -> Visibility:
        """Who can read the conversation or the ticket."""
        if self.shared is None:
            return "unknown"
        return "private" if self.shared else "internal"

    @property
    def thread(self) -> tuple[str, ...]:
        """The keys of its conversation. A ticket's never meets one of a conversation."""
        return (f"ticket:{self.conversation}" if self.is_ticket else self.conversation,)


def part_events(place: Place, raw: JSON) -> Iterator[Event]:
    """Read a part: a message, a note, a change, or a change with a message."""
    desk = place.reading.desk
    read = desk.load(wire.Part, raw, place.pointer, place.thread)
    if isinstance(read, Unrecognised):
        yield read
        return
    kind = read.part_type or ""
    sent_at, defects = read_seconds(read.created_at, f"{place.pointer}/created_at")
    if not read.id:
        expected = f"expected an id at {place.pointer}/id"
        yield desk.unrecognised(place.pointer, "missing_id", expected=expected, thread=place.thread)
        return
    if kind not in MESSAGES | NOTES and kind not in CHANGES:
        yield desk.unrecognised(
            place.pointer,
            "unknown_kind",
            expected=f"expected a known part_type at {place.pointer}",
            thread=place.thread,
            occurred_at=sent_at,
            defects=defects,
        )
        return
    author = participant(desk, read.author)
    speaks = kind in MESSAGES | NOTES
    has_content = bool(read.body or read.attachments) or _is_redacted(place, redacted=read.redacted)
    if has_content and (kind in ASSIGNMENTS or kind in SPEAKING_CHANGES):
        speaks = True
    if speaks:
        direction, unclear = _direction(place, kind, author)
        letter, wrong = read_letter(
            read.email_message_metadata, f"{place.pointer}/email_message_metadata"
        )
        message = Message(
            id=read.id,
            author=author,
            to=recipients(letter, "to"),
            cc=recipients(letter, "cc"),
            bcc=recipients(letter, "bcc"),
            direction=direction,
            origin=_origin(place.reading, read, author) if direction == "outbound" else "unknown",
            via="email" if read.email_message_metadata and direction != "internal" else None,
            visibility=_visibility(direction, unclear),
            sent_at=sent_at,
            subject=heading(place.reading, letter.subject),
            action=_action(place.reading, read) if direction == "inbound" else None,
            defects=defects + unclear + wrong,
        )
        yield from said(place, message, read, "part")
    if kind in CHANGES:
        yield _change(place, read, author, sent_at, defects, text=not speaks)


def _direction(
    place: Place, kind: str, author: Participant
) -> tuple[Direction, tuple[Defect, ...]]:
    direction = DIRECTIONS.get(author.role, "unknown")
    if kind in NOTES or (place.shared is False and direction == "outbound"):
        return "internal", ()
    if direction == "outbound" and (kind in ASSIGNMENTS or place.shared is None):
        # It may be a note: then it has not gone out.
        return "unknown", (Defect(code="visibility_unknown", pointer=place.pointer),)
    return direction, ()


def _visibility(direction: Direction, unclear: tuple[Defect, ...]) -> Visibility:
    if direction == "internal":
        return "internal"
    return "unknown" if unclear else "private"


def _origin(reading: Reading, read: wire.Part, author: Participant) -> Origin:
    """Tell what sent a part of ours; without `app_package_code`, nobody knows."""
    if read.app_package_code:
        if reading.own_package is None:
            return "unknown"
        return "own_app" if read.app_package_code == reading.own_package else "other_app"
    if author.role == "bot":
        return "platform"
    return "native" if "app_package_code" in read.model_fields_set else "unknown"


def _is_redacted(place: Place, *, redacted: bool) -> bool:
    return redacted or place.reading.topic == REDACTED


def said(
    place: Place,
    message: Message,
    read: wire.Part | wire.Source,
    kind: str,
    *,
    about: About | None = None,
) -> Iterator[Event]:
    """Return what was said; of what was redacted, who said it when, and that it is gone."""
    reading = place.reading
    if read.redacted or (kind == "part" and reading.topic == REDACTED):
        gone = message.model_copy(update=_GONE)
        at = reading.told_at if reading.topic == REDACTED and kind == "part" else None
        which = (kind, message.id, place.conversation)
        where, thread, seen = place.pointer, place.thread, place.visibility
        yield reading.desk.posted(
            gone, *which, pointer=where, thread=thread, about=about, visibility=seen
        )
        yield reading.desk.taken_back(
            message.id, *which, pointer=where, thread=thread, at=read_seconds(at, "/created_at")[0]
        )
        return
    body = _body(reading, read.body)
    attachments, defects = _attachments(place, read.attachments or (), body.images)
    wrong = tuple(Defect(code=code, pointer=f"{place.pointer}/body") for code in body.defects)
    changes = {
        "text": body.text,
        "html": body.html,
        "attachments": attachments,
        "defects": message.defects + wrong + defects,
    }
    yield reading.desk.posted(
        message.model_copy(update=changes),
        kind,
        message.id,
        place.conversation,
        pointer=place.pointer,
        thread=place.thread,
        about=about,
        visibility=place.visibility,
    )


_GONE = {
    "state": "deleted",
    "subject": None,
    "to": (),
    "cc": (),
    "bcc": (),
    "action": None,
}
"""What a redacted message keeps nothing of."""


# --- texts ----------------------------------------------------------------------------------------

_TAGGED = re.compile(
    r"\s*<(?:a|b|blockquote|br|code|div|em|figure|h[1-6]|hr|i|iframe|img|ol|p|pre|span|strong|table"
    r"|u|ul|video)[\s/>]",
    re.IGNORECASE,
)
"""How texts in Intercom's HTML begin: each stands in a paragraph or a block of its own."""


def _is_html(reading: Reading, raw: str) -> bool:
    return _TAGGED.match(raw) is not None if reading.is_html is None else reading.is_html


def _body(reading: Reading, raw: str | None) -> Rich:
    if not raw:
        return Rich(None)
    return read_rich(raw) if _is_html(reading, raw) else Rich(raw)


def heading(reading: Reading, raw: str | None) -> str | None:
    """Return a subject; one in HTML begins with a tag, whatever texts are written in."""
    if raw and reading.is_html is not False and _TAGGED.match(raw):
        return read_rich(raw).text
    return raw or None


def _action(reading: Reading, read: wire.Part) -> Action | None:
    """Return the quick reply that somebody chose; its id is what our side gave it."""
    given = cast("dict[str, object]", read.metadata) if isinstance(read.metadata, dict) else {}
    uuid = given.get("quick_reply_uuid")
    if not isinstance(uuid, str) or not uuid:
        return None
    return Action(kind="quick_reply", payload=uuid, title=_body(reading, read.body).text)


# --- attachments ----------------------------------------------------------------------------------


def _attachments(
    place: Place, given: list[object] | tuple[()], images: tuple[str, ...]
) -> tuple[tuple[Attachment, ...], tuple[Defect, ...]]:
    """Return the pictures within the text, and what hangs on it, each once."""
    found = [Attachment(kind="image", url=url, inline=True, availability="ok") for url in images]
    defects: list[Defect] = []
    for index, raw in enumerate(given):
        pointer = f"{place.pointer}/attachments/{index}"
        try:
            read = wire.Attachment.model_validate(raw)
        except ValidationError:
            read = wire.Attachment()
            defects.append(Defect(code="attachment_invalid", pointer=pointer))
        if read.url and read.url in images:
            continue
        media_type = media_type_of(read.content_type)
        found.append(
            Attachment(
                kind=kind_of(media_type),
                filename=file_name(read.name),
                media_type=media_type,
                size=read_size(read.filesize),
                url=read.url or None,
                availability="ok" if read.url else "unknown",
            )
        )
    return tuple(found), tuple(defects)


# --- what happened --------------------------------------------------------------------------------


def _change(
    place: Place,
    read: wire.Part,
    author: Participant,
    at: datetime | None,
    defects: tuple[Defect, ...],
    *,
    text: bool,
) -> Event:
    kind = read.part_type or ""
    body = _body(place.reading, read.body) if text else Rich(None)
    gone = _is_redacted(place, redacted=read.redacted)
    return place.reading.desk.noticed(
        CHANGES[kind],
        kind,
        read.id,
        place.conversation,
        pointer=place.pointer,
        thread=place.thread,
        at=at,
        actor=author if author != Participant() else None,
        target=referred(place.reading.desk, read.assigned_to),
        text=None if gone else body.text,
        defects=defects,
    )
