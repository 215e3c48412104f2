"""What hangs on a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from omnidesk.adapters.meta import _wire as wire
from omnidesk.adapters.meta._expiry import expires_at
from omnidesk.adapters.meta._words import ATTACHMENTS
from omnidesk.model import Attachment, Coordinates, Defect

if TYPE_CHECKING:
    from omnidesk.adapters.meta._item import Item
    from omnidesk.model import Availability


def read_attachments(
    message: wire.Message, item: Item
) -> tuple[tuple[Attachment, ...], tuple[Defect, ...]]:
    """
    Read the attachments of a message. One that is not as documented is kept, with a defect.

    Meta changes how a sticker comes: as an image with a `sticker_id`, for a while as such an image
    and a `sticker` side by side, then as a `sticker` alone. However it comes, it is there once.
    """
    if not (message.attachments or message.sticker_id):
        return (), ()
    read: dict[str, wire.Attachment] = {}
    defects: list[Defect] = []
    for index, raw in enumerate(message.attachments or ()):
        pointer = f"{item.source.pointer}/message/attachments/{index}"
        try:
            read[pointer] = wire.Attachment.model_validate(raw)
        except ValidationError:
            read[pointer] = wire.Attachment(type=_type_of(raw))
            defects.append(Defect(code="attachment_invalid", pointer=pointer))
    stickers = {_sticker_id(one, message) for one in read.values() if one.type == "sticker"}
    attachments = [
        _attachment(one, _sticker_id(one, message), item, pointer)
        for pointer, one in read.items()
        if not (one.type == "image" and _is_among(_sticker_id(one, message), stickers))
    ]
    if message.sticker_id and all(one.kind != "sticker" for one in attachments):
        attachments.append(Attachment(kind="sticker", id=message.sticker_id))
    return tuple(attachments), tuple(defects)


def _attachment(
    read: wire.Attachment, sticker_id: str | None, item: Item, pointer: str
) -> Attachment:
    payload = read.payload or wire.AttachmentPayload()
    products = payload.product.elements if payload.product else None
    first = next(iter(products or payload.elements or ()), wire.Element())
    kind = ATTACHMENTS.get(read.type or "", "unknown")
    if products:
        kind = "product"
    elif kind == "image" and sticker_id:
        kind = "sticker"
    url = payload.url or read.url or read.URL
    place = payload.coordinates
    return Attachment(
        kind=kind,
        id=sticker_id or payload.reel_video_id or payload.ig_post_media_id or first.id,
        title=read.title or payload.title or first.title,
        description=payload.text or first.subtitle,
        url=url,
        thumbnail_url=first.image_url,
        expires_at=expires_at(url) if url else None,
        availability=_availability(read, url),
        coordinates=Coordinates(latitude=place.lat, longitude=place.long) if place else None,
        source=item.page.source(pointer),
    )


def _sticker_id(read: wire.Attachment, message: wire.Message) -> str | None:
    """Return a sticker's id, from the attachment or from where it stood before 2026."""
    if read.type not in ("image", "sticker"):
        return None
    return (read.payload and read.payload.sticker_id) or message.sticker_id


def _is_among(sticker_id: str | None, stickers: set[str | None]) -> bool:
    """Whether an image repeats one of the stickers beside it; one without an id is taken for it."""
    return sticker_id is not None and not stickers.isdisjoint((sticker_id, None))


def _availability(read: wire.Attachment, url: str | None) -> Availability:
    if url:
        return "ok"
    return "unsupported" if read.type == "unsupported_type" else "unknown"


def _type_of(raw: object) -> str | None:
    """Return the type of an attachment that is otherwise not as documented."""
    kind = cast("dict[str, object]", raw).get("type") if isinstance(raw, dict) else None
    return kind if isinstance(kind, str) else None
