"""Items as parts of entries: what is in one, and the entry without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, assert_never, cast

from omnidesk.model import (
    Attachment,
    Call,
    Durations,
    Edit,
    Message,
    Notice,
    Noun,
    Participant,
    Reaction,
    Receipt,
    Transcript,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from omnidesk.model import Entry

N = TypeVar("N", bound=Noun)

NOBODY = Participant()

MAIN = {"message": "text", "call": "record", "notice": "notice"}
"""The part that an entry is in the main, by its type."""

_LISTS = frozenset(["edits", "attachments", "reactions", "receipts", "recordings", "transcripts"])

_MAIN_FIELDS: dict[str, dict[str, Any]] = {  # Any with reason: blank values of many types
    "message": {
        "subject": None,
        "text": None,
        "signature": None,
        "html": None,
        "language": None,
        "action": None,
        "referral": None,
        "rating": None,
    },
    "call": {
        "parties": (),
        "legs": (),
        "started_at": None,
        "answered_at": None,
        "ended_at": None,
        "durations": Durations(),
    },
    "notice": {
        "actor": None,
        "target": None,
        "text": None,
        "consent": None,
        "rights": None,
        "referral": None,
    },
}
"""The fields that the main part is, and what they are when it is gone."""


def part_of(entry: Entry, field: str, number: int | None) -> str:
    """Return the part that a field of an entry, or one thing of its list, belongs to."""
    if field in _LISTS and number is not None:
        return f"{field}/{number}"
    return field if field in ("quoted", "voicemail") else MAIN[entry.type]


def content(entry: Entry, part: str) -> object:
    """Return what a part holds, or `None` if there is nothing in it."""
    field, _, number = part.partition("/")
    if field == MAIN[entry.type]:
        blank = _MAIN_FIELDS[entry.type]
        held = {name: getattr(entry, name) for name in blank}
        return None if held == blank else held
    value: Any = getattr(entry, field, None)  # Any with reason: a field by its name
    if not number:
        return value
    found = value[int(number)] if value is not None and int(number) < len(value) else None
    return None if found is None or _blank(found) == found else found


def _blank(one: Noun) -> Noun:
    """Return the place that a thing leaves: nothing of it but its kind."""
    match one:
        case Attachment():
            return Attachment(kind=one.kind, inline=one.inline, availability="withheld")
        case Edit():
            return Edit(version=one.version, at=one.at)
        case Reaction():
            return Reaction(actor=NOBODY)
        case Receipt():
            return Receipt(kind=one.kind)
        case _:
            return Transcript(text="")


def without(entry: Entry, gone: Mapping[str, str]) -> Entry | None:
    """
    Return an entry without some of its parts.

    What is deleted leaves its list, and the entry itself is gone when nothing is left of it; what
    is redacted leaves its place.

    Args:
        entry: The entry.
        gone: The parts that go, and the action for each.
    """
    changes: dict[str, Any] = {}  # Any with reason: fields of many types
    for field in type(entry).model_fields:
        if field in _LISTS:
            changes |= _shorter(entry, field, gone)
        elif field in ("quoted", "voicemail") and field in gone:
            changes[field] = None
    main = MAIN[entry.type]
    if main in gone:
        changes |= _MAIN_FIELDS[entry.type]
        if isinstance(entry, Message):
            changes["state"] = "deleted"
        if isinstance(entry, Call):
            changes["outcome"] = "unknown"
    left = entry.model_copy(update=changes)
    return None if gone.get(main) == "delete" and _is_empty(left) else left


def _shorter(entry: Entry, field: str, gone: Mapping[str, str]) -> dict[str, object]:
    held = cast("tuple[Noun, ...]", getattr(entry, field))
    kept: list[Noun] = []
    for number, one in enumerate(held):
        action = gone.get(f"{field}/{number}")
        if action != "delete":
            kept.append(one if action is None else _blank(one))
    return {field: tuple(kept)} if tuple(kept) != held else {}


def _is_empty(entry: Entry) -> bool:
    """Tell whether nothing is left of an entry beside its main part."""
    match entry:
        case Message():
            lists = (entry.edits, entry.attachments, entry.reactions, entry.receipts)
            return entry.quoted is None and not any(lists)
        case Call():
            return entry.voicemail is None and not entry.recordings and not entry.transcripts
        case Notice():
            return True
        case _:
            assert_never(entry)


TEXT_FIELDS = frozenset(
    {
        "confirmation_code",
        "description",
        "filename",
        "hangup_cause",
        "html",
        "payload",
        "quoted",
        "reason",
        "ref",
        "signature",
        "subject",
        "text",
        "thumbnail_url",
        "title",
        "token",
        "transferred_to",
        "url",
    }
)
"""Fields that hold what people and vendors write, wherever in the model."""

ID_FIELDS = frozenset(
    {
        "ad_id",
        "aliases",
        "content_id",
        "derived_from",
        "id",
        "parent_id",
        "post_id",
        "product_id",
        "root_id",
    }
)
"""Fields that hold vendors' ids. Some vendors put addresses into them."""

Change: TypeAlias = "Callable[[str, str, str], str]"
"""Changes a string: given its path in the entry, the name of its field, and the string."""


def map_strings(noun: N, fields: Collection[str], change: Change, path: str = "") -> N:
    """Return a noun with the strings of some fields changed. People in it are left alone."""
    changes: dict[str, Any] = {}  # Any with reason: fields of many types
    for field in type(noun).model_fields:
        value: object = getattr(noun, field)
        if not value or isinstance(value, Participant):
            continue
        place = f"{path}/{field}" if path else field
        if isinstance(value, tuple):
            held = cast("tuple[object, ...]", value)
            new = tuple(
                _map_one(one, field, fields, change, f"{place}/{number}")
                for number, one in enumerate(held)
            )
            if any(a is not b for a, b in zip(new, held, strict=True)):
                changes[field] = new
        else:
            one = _map_one(value, field, fields, change, place)
            if one is not value:
                changes[field] = one
    return noun.model_copy(update=changes) if changes else noun


def _map_one(
    value: object, field: str, fields: Collection[str], change: Change, place: str
) -> object:
    if isinstance(value, str):
        new = change(place, field, value) if field in fields else value
        return value if new == value else new
    if isinstance(value, Participant) or not isinstance(value, Noun):
        return value
    return map_strings(value, fields, change, place)


def map_people(noun: N, change: Callable[[Participant], Participant]) -> N:
    """Return a noun with every participant in it changed; the model bounds how deep it goes."""
    changes: dict[str, Any] = {}  # Any with reason: fields of many types
    for field in type(noun).model_fields:
        value: object = getattr(noun, field)
        if isinstance(value, tuple):
            held = cast("tuple[object, ...]", value)
            new = tuple(_map_person(one, change) for one in held)
            if any(a is not b for a, b in zip(new, held, strict=True)):
                changes[field] = new
        elif (one := _map_person(value, change)) is not value:
            changes[field] = one
    return noun.model_copy(update=changes) if changes else noun


def _map_person(value: object, change: Callable[[Participant], Participant]) -> object:
    if isinstance(value, Participant):
        return change(value)
    return map_people(value, change) if isinstance(value, Noun) else value


def place_of(entry: Entry, path: str) -> str:
    """Return the part of an entry that a path leads into."""
    field, _, rest = path.partition("/")
    number = rest.partition("/")[0]
    return part_of(entry, field, int(number) if number.isdecimal() else None)
