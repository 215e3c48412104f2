"""What hangs on a message that was pulled from the Graph API."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import ValidationError

from omnidesk.adapters.meta import _pulled_messages_wire as wire
from omnidesk.adapters.meta._expiry import expires_at
from omnidesk.model import Attachment, Defect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk._payload import JSON
    from omnidesk.adapters._wire import Wire
    from omnidesk.adapters.meta._item import Page
    from omnidesk.model import AttachmentKind

_W = TypeVar("_W", bound="Wire")

_MAIN_TYPES: Mapping[str, AttachmentKind] = {
    "audio": "audio",
    "image": "image",
    "video": "video",
}
"""By the first word of `mime_type`; the rest are files."""


def read_pulled_attachments(
    page: Page, read: wire.Message, pointer: str
) -> tuple[tuple[Attachment, ...], tuple[Defect, ...]]:
    """Read attachments, shares, a sticker and a mention in a story, in this order."""
    files, defects = load_each(
        wire.Attachment, read.attachments, f"{pointer}/attachments", "attachment_invalid"
    )
    shares, more = load_each(wire.Share, read.shares, f"{pointer}/shares", "attachment_invalid")
    found = [_file(page, one, place) for one, place in files]
    found += [
        Attachment(
            kind="share",
            id=one.id,
            title=one.name,
            description=one.description,
            url=one.link,
            expires_at=expires_at(one.link) if one.link else None,
            availability="ok" if one.link else "unknown",
            source=page.source(place),
        )
        for one, place in shares
    ]
    if read.sticker and all(one.kind != "sticker" for one in found):
        found.append(_linked("sticker", read.sticker))
    mention = read.story and read.story.mention
    if mention and (mention.id or mention.link):
        found.append(_linked("story", mention.link, mention.id))
    return tuple(found), defects + more


def load_each(
    model: type[_W], given: object, pointer: str, code: str
) -> tuple[list[tuple[_W, str]], tuple[Defect, ...]]:
    """Validate each of `{"data": […]}`; what is not as documented becomes a defect."""
    if given is None:
        return [], ()
    data = cast("dict[str, JSON]", given).get("data") if isinstance(given, dict) else None
    if not isinstance(data, list):
        return [], (Defect(code=code, pointer=pointer),)
    found: list[tuple[_W, str]] = []
    defects: list[Defect] = []
    for index, raw in enumerate(cast("list[JSON]", data)):
        place = f"{pointer}/data/{index}"
        try:
            found.append((model.model_validate(raw), place))
        except ValidationError:
            defects.append(Defect(code=code, pointer=place))
    return found, tuple(defects)


def _linked(kind: AttachmentKind, url: str | None, id: str | None = None) -> Attachment:  # noqa: A002 - the field's name
    return Attachment(
        kind=kind,
        id=id,
        url=url,
        expires_at=expires_at(url) if url else None,
        availability="ok" if url else "unknown",
    )


def _file(page: Page, read: wire.Attachment, pointer: str) -> Attachment:
    picture, film, card = read.image_data, read.video_data, read.generic_template
    shown = picture or film
    url = (shown and shown.url) or read.file_url or None
    preview = (shown and shown.preview_url) or (card and card.media_url) or None
    media_type = (read.mime_type or "").partition(";")[0].strip().lower() or None
    # "Media not available due to new privacy rules in Europe" comes as the name of a thing without
    # a type and without an address.
    is_withheld = not (url or media_type or shown or card)
    name = None if is_withheld else read.name
    return Attachment(
        kind="unknown" if is_withheld else _kind(read, media_type),
        id=read.id,
        filename=_file_name(name),
        media_type=media_type,
        size=_size(read.size),
        title=card.title if card else None,
        description=card.subtitle if card else read.name if is_withheld else None,
        url=url,
        thumbnail_url=preview,
        expires_at=expires_at(url) if url else None,
        availability="ok" if url else "withheld" if is_withheld else "unknown",
        source=page.source(pointer),
    )


def _kind(read: wire.Attachment, media_type: str | None) -> AttachmentKind:
    if read.image_data:
        return "sticker" if read.image_data.render_as_sticker else "image"
    if read.video_data:
        return "video"
    if read.generic_template:
        return "template"
    return _MAIN_TYPES.get((media_type or "").partition("/")[0], "file")


def _file_name(name: str | None) -> str | None:
    return (name or "").replace("\\", "/").rpartition("/")[2] or None


def _size(value: object) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool)
    return cast("int", value) if is_count and cast("int", value) >= 0 else None
