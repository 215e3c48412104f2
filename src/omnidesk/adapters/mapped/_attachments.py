"""What hangs on an item, by the rules of a map."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from omnidesk.adapters.mapped._places import items_at, look_up, parse_place
from omnidesk.model import Attachment, Coordinates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.adapters.mapped._parts import Pick
    from omnidesk.adapters.mapped._places import Item
    from omnidesk.adapters.mapped._reader import Reader
    from omnidesk.adapters.mapped._rules import AttachmentRule
    from omnidesk.model import AttachmentKind

_BY_MEDIA_TYPE: dict[str, AttachmentKind] = {"image": "image", "video": "video", "audio": "audio"}
_MOST = 1_000


def read_attachments(reader: Reader, rules: tuple[AttachmentRule, ...]) -> tuple[Attachment, ...]:
    """Return the attachments of an item. One that says nothing is left out, with a defect."""
    found: list[Attachment] = []
    for rule in rules:
        for item in _items(reader.item, rule):
            if len(found) == _MOST:
                reader.note("limit_attachments", reader.item.pointer)
                return tuple(found)
            one = _attachment(reader.inside(item), rule)
            if one is None:
                reader.note("attachment_unreadable", item.pointer)
            else:
                found.append(one)
    return tuple(found)


def tells_attachments(reader: Reader, rules: tuple[AttachmentRule, ...]) -> bool:
    """Tell whether an item says anything about attachments, be it that there are none."""
    return any(_list_of(reader.item, rule) is not None for rule in rules)


def _list_of(item: Item, rule: AttachmentRule) -> object:
    """Return what stands where the list of attachments is; that of the first list of several."""
    place = parse_place(rule.items)
    steps = tuple(takewhile(lambda step: step != "*", place.steps))
    return look_up(item, place._replace(steps=steps))[0]


def _items(item: Item, rule: AttachmentRule) -> Iterator[Item]:
    if _list_of(item, rule) in (None, ""):
        return
    for one in items_at(item, parse_place(rule.items)):
        if rule.split is None or not isinstance(one.value, str):
            yield one
        else:
            texts = one.value.split(rule.split)
            yield from (one._replace(value=text.strip()) for text in texts if text.strip())


def _attachment(reader: Reader, rule: AttachmentRule) -> Attachment | None:
    pick = reader.pick
    url, identifier, thumbnail = pick(rule.url), pick(rule.id), pick(rule.thumbnail)
    filename, title = pick(rule.filename), pick(rule.title)
    place = _coordinates(reader, rule)
    if not (url or identifier or filename or title or place):
        return None
    declared = pick(rule.media_type)
    media_type = declared.partition(";")[0].strip().lower() or None if declared else None
    if rule.kind == "by_media_type":
        kind: AttachmentKind = _BY_MEDIA_TYPE.get((media_type or "").partition("/")[0], "file")
    else:
        kind = reader.choose(rule.kind, "attachment_kind") or "unknown"
    return Attachment(
        kind=kind,
        id=identifier,
        filename=filename.replace("\\", "/").rpartition("/")[2] or None if filename else None,
        media_type=media_type,
        size=reader.number(rule.size, "size"),
        title=title,
        url=url,
        thumbnail_url=thumbnail,
        expires_at=reader.time(rule.expires_at),
        needs_token=rule.needs_token,
        coordinates=place,
    )


def _coordinates(reader: Reader, rule: AttachmentRule) -> Coordinates | None:
    latitude, longitude = _degrees(reader, rule.latitude), _degrees(reader, rule.longitude)
    if latitude is None or longitude is None:
        return None
    if abs(latitude) > 90 or abs(longitude) > 180:
        reader.note("coordinates_unreadable", reader.item.pointer)
        return None
    return Coordinates(latitude=latitude, longitude=longitude)


def _degrees(reader: Reader, rule: Pick | None) -> float | None:
    text = reader.pick(rule)
    return None if text is None else read_number(text)


def read_number(text: str) -> float | None:
    """Read a number with a point, such as `4.5`; `None` if it is none."""
    digits = text.removeprefix("-")
    if len(digits) > 32 or not digits.replace(".", "", 1).isdigit() or not digits.isascii():
        return None
    return float(text)
