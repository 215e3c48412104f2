"""What hangs on a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pydantic import ValidationError
from pydantic_core import from_json

from omnidesk.adapters.zalo import _wire as wire
from omnidesk.adapters.zalo._times import read_count
from omnidesk.adapters.zalo._words import ATTACHMENTS
from omnidesk.model import Attachment, Coordinates, Defect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.adapters.zalo._desk import Desk
    from omnidesk.model import AttachmentKind

_LONGEST_CARD = 1 << 16


def read_attachments(
    given: Iterable[object], desk: Desk, *, is_card: bool
) -> tuple[tuple[Attachment, ...], tuple[Defect, ...]]:
    """
    Read the attachments of a webhook's message.

    One that is not as documented is kept, with a defect.

    Args:
        given: What stands in `message.attachments`.
        desk: The account.
        is_card: Whether the event's name says that a business card was sent: it comes as a link.
    """
    attachments: list[Attachment] = []
    defects: list[Defect] = []
    for index, raw in enumerate(given):
        pointer = f"/message/attachments/{index}"
        try:
            read = wire.Attachment.model_validate(raw)
        except ValidationError:
            read = wire.Attachment(type=_type_of(raw))
            defects.append(Defect(code="attachment_invalid", pointer=pointer))
        attachment = _attachment(read, desk, pointer)
        if attachment.kind == "link":
            attachment, wrong = _card(attachment, pointer, is_card=is_card)
            defects += wrong
        attachments.append(attachment)
    return tuple(attachments), tuple(defects)


def _attachment(read: wire.Attachment, desk: Desk, pointer: str) -> Attachment:
    payload = read.payload or wire.AttachmentPayload()
    url = payload.url or payload.link_url
    place = payload.coordinates
    return Attachment(
        kind=ATTACHMENTS.get(read.type or "", "unknown"),
        id=payload.id or payload.zinstant_id,
        filename=_filename(payload.name),
        media_type=_media_type(read.type, payload.type),
        size=read_count(payload.size),
        title=payload.title or None,
        description=payload.description or payload.text or None,
        url=url or None,
        thumbnail_url=payload.thumbnail or None,
        availability="ok" if url else "unknown",
        coordinates=as_coordinates(place),
        source=desk.source(pointer),
    )


def as_coordinates(place: wire.Coordinates | None) -> Coordinates | None:
    """Return a place on the earth; numbers that are none are nowhere."""
    if place is None or abs(place.latitude) > 90 or abs(place.longitude) > 180:
        return None
    return Coordinates(latitude=place.latitude, longitude=place.longitude)


def _card(
    link: Attachment, pointer: str, *, is_card: bool
) -> tuple[Attachment, tuple[Defect, ...]]:
    """Return a link as the business card that it is: JSON stands in its description."""
    fields = read_object(link.description)
    phone, picture = fields.get("phone"), fields.get("qrCodeUrl")
    if not (is_card or isinstance(phone, str) or isinstance(picture, str)):
        return link, ()
    changes: dict[str, object] = {"kind": "contact"}
    defects: tuple[Defect, ...] = ()
    if isinstance(phone, str):
        changes["description"] = str(phone)
    else:
        defects = (Defect(code="contact_unreadable", pointer=pointer),)
    if isinstance(picture, str):
        changes["thumbnail_url"] = link.thumbnail_url or picture
    return link.model_copy(update=changes), defects


def read_object(text: str | None) -> dict[str, object]:
    """Read JSON that stands in a string; empty if there is no object."""
    if text is None or not text.startswith("{") or len(text) > _LONGEST_CARD:
        return {}
    try:
        value: object = from_json(text, allow_inf_nan=False)
    except ValueError:
        return {}
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _filename(name: str | None) -> str | None:
    return (name or "").replace("\\", "/").rpartition("/")[2] or None


def _media_type(kind: str | None, declared: str | None) -> str | None:
    """Return the declared type; of a file Zalo declares a word such as `pdf`, which is none."""
    if kind == "gif":
        return "image/gif"
    return declared.lower() if declared and "/" in declared else None


def _type_of(raw: object) -> str | None:
    """Return the type of an attachment that is otherwise not as documented."""
    kind = cast("dict[str, object]", raw).get("type") if isinstance(raw, dict) else None
    return kind if isinstance(kind, str) else None


def plain(kind: AttachmentKind, desk: Desk, pointer: str, url: str | None) -> Attachment:
    """Return an attachment of which no more than an address is known."""
    return Attachment(
        kind=kind,
        url=url or None,
        availability="ok" if url else "unknown",
        source=desk.source(pointer),
    )
