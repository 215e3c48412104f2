"""What hangs on a message: files, places, links, and what a bot offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from omnidesk.adapters.chatwoot import _wire as wire
from omnidesk.adapters.chatwoot._words import ATTACHMENTS, OFFERED
from omnidesk.model import Attachment, Coordinates, Defect

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 1_000
"""Chatwoot allows 15 files; a body with thousands is no message."""


def read_attachments(
    message: wire.Message, pointer: str
) -> tuple[tuple[Attachment, ...], tuple[Defect, ...]]:
    """Return what hangs on a message. One that is not as documented is kept, with a defect."""
    found: list[Attachment] = []
    defects: list[Defect] = []
    raw = message.attachments or []
    for index, one in enumerate(raw[:_MOST]):
        place = f"{pointer}/attachments/{index}"
        try:
            found.append(_attachment(wire.Attachment.model_validate(one)))
        except ValidationError:
            found.append(Attachment(kind="unknown"))
            defects.append(Defect(code="attachment_invalid", pointer=place))
    if len(raw) > _MOST:
        defects.append(Defect(code="limit_attachments", pointer=f"{pointer}/attachments"))
    if message.content_type == "voice_call":
        found.append(Attachment(kind="call"))
    return (*found, *_offered(message)), tuple(defects)


def _attachment(read: wire.Attachment) -> Attachment:
    kind = ATTACHMENTS.get(read.file_type or "", "unknown")
    declared = (read.content_type or "").partition(";")[0].strip().lower()
    name = _name(read.meta) if kind == "contact" and read.meta is not None else None
    number = read.fallback_title if name else None
    return Attachment(
        kind=kind,
        id=read.id,
        media_type=declared or None,
        size=_size(read.file_size),
        title=name or read.fallback_title or None,
        description=number or read.transcribed_text or None,
        url=read.data_url or None,
        thumbnail_url=read.thumb_url or None,
        coordinates=_coordinates(read) if kind == "location" else None,
    )


def _name(read: wire.ContactName) -> str | None:
    return " ".join([one for one in (read.first_name, read.last_name) if one]) or None


def _coordinates(read: wire.Attachment) -> Coordinates | None:
    latitude, longitude = read.coordinates_lat, read.coordinates_long
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    # The columns are 0.0 until somebody says where: nobody chats from the Gulf of Guinea.
    return Coordinates(latitude=latitude, longitude=longitude) if latitude or longitude else None


def _size(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < 2**63 else None


def _offered(message: wire.Message) -> Iterator[Attachment]:
    """Yield the cards, articles, choices and fields that a message shows."""
    attributes = message.content_attributes
    if attributes is None or message.content_type not in OFFERED:
        return
    for one in (attributes.items or [])[:_MOST]:
        try:
            item = wire.Choice.model_validate(one)
        except ValidationError:
            continue
        title = item.title or item.label or item.name
        if title or item.description or item.media_url or item.link:
            yield Attachment(
                kind="template",
                title=title or None,
                description=item.description or None,
                url=item.link or item.media_url or None,
                thumbnail_url=item.media_url if item.link and item.media_url else None,
            )
