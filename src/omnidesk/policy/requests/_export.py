"""What somebody is given who asks for their data: theirs, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

from pydantic_core import to_jsonable_python

from omnidesk.model import SCHEMA_VERSION, Participant, Time
from omnidesk.model._base import Noun
from omnidesk.policy._items import Category
from omnidesk.policy.erasure._closure import Needles
from omnidesk.policy.erasure._parts import content, map_people
from omnidesk.policy.erasure._plan import type_of
from omnidesk.policy.erasure._scrub import bare, scrub_entry
from omnidesk.policy.review import _phrases as words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.model import Conversation, Entry
    from omnidesk.policy._items import Item
    from omnidesk.policy.erasure._plan import Context
    from omnidesk.policy.review._phrases import Language


class ExportedItem(Noun):
    """One item of somebody's, with what it holds."""

    _shown: ClassVar[frozenset[str]] = frozenset({"channel", "part"})

    item: str
    """The item's id."""
    category: Category
    """What kind of thing it is."""
    channel: str
    """In which channel."""
    part: str
    """Which part of an entry."""
    at: Time | None = None
    """When it came to be (UTC)."""
    direction: str
    """Whether it reached the desk or left it."""
    purposes: tuple[str, ...] = ()
    """What the desk holds it for."""
    kept_until: Time | None = None
    """When it goes (UTC), as far as that is known."""
    content: dict[str, Any]
    """What it holds, others redacted. `Any` with reason: JSON of any part of the model."""


class Export(Noun):
    """Somebody's data, as a document for machines; `export_text` is the one for people."""

    _shown: ClassVar[frozenset[str]] = frozenset({"schema_version"})

    type: Literal["export"] = "export"
    """The document's kind."""
    schema_version: str = SCHEMA_VERSION
    """The version of this document's schema."""
    made_at: Time
    """When it was made (UTC)."""
    items: tuple[ExportedItem, ...] = ()
    """The items, conversation by conversation."""


OUR_SIDE = frozenset({"business", "bot", "system"})
"""Roles that are no natural person's."""


class Exporter:
    """Reads one conversation for somebody."""

    def __init__(self, context: Context, conversation: Conversation, own: frozenset[str]) -> None:
        self._context = context
        self._conversation = conversation
        self._own = own
        self._entries: dict[tuple[str, str], Entry] = {
            (entry.type, entry.id): entry for entry in conversation.entries
        }
        self._others = Needles()
        self._shown: dict[tuple[str, str], Entry] = {}
        for party in self._everybody():
            if self._is_other(party):
                self._others.add_participant(party, "other")

    def read(self, item: Item) -> dict[str, Any] | None:  # Any with reason: JSON
        """Return what an item holds, without anybody else in it; `None` if that cannot be told."""
        if item.category == "raw" or not self._own.issuperset(item.subjects):
            shared = item.category in ("call", "notice", "consent", "rights_request")
            if not shared:
                return None
        if item.entry_id is None:
            found = [
                party
                for party in self._conversation.participants
                if item.subjects[0] in self._context.subjects(party)
            ]
            return cast("dict[str, Any]", to_jsonable_python(found[0], exclude_none=True))
        held = content(self._without_others((type_of(item), item.entry_id)), item.part)
        told: object = to_jsonable_python(held, exclude_none=True)
        if isinstance(told, dict):
            return cast("dict[str, Any]", told)
        return {item.part.partition("/")[0]: told}

    def _without_others(self, place: tuple[str, str]) -> Entry:
        if place not in self._shown:
            left, _ = scrub_entry(
                self._entries[place],
                self._others,
                lambda _, __: True,
                within=self._conversation.id,
            )
            self._shown[place] = map_people(
                left, lambda party: bare(party) if self._is_other(party) else party
            )
        return self._shown[place]

    def _is_other(self, party: Participant) -> bool:
        return self._own.isdisjoint(self._context.subjects(party)) and party.role not in OUR_SIDE

    def _everybody(self) -> Iterator[Participant]:
        met: list[Participant] = list(self._conversation.participants)

        def take(party: Participant) -> Participant:
            met.append(party)
            return party

        for entry in self._conversation.entries:
            map_people(entry, take)
        return iter(met)


def dump_export(export: Export) -> str:
    """Write an export as JSON."""
    return export.model_dump_json(exclude_none=True)


def export_text(export: Export, *, language: Language = "en") -> str:
    """
    Write an export for the person to read, as Markdown.

    Args:
        export: The export.
        language: The language of what stands around the data.
    """
    said = _SAID[language]
    lines = [f"# {said['title']}", "", said["made"].format(at=f"{export.made_at:%Y-%m-%d}"), ""]
    for one in export.items:
        at = f"{one.at:%Y-%m-%d %H:%M} UTC" if one.at else said["undated"]
        lines += [f"## {words.CATEGORIES[language][one.category].capitalize()}", ""]
        lines += [f"{one.channel}, {at}", ""]
        if one.kept_until is not None:
            lines += [said["until"].format(at=f"{one.kept_until:%Y-%m-%d}"), ""]
        lines += [f"    {line}" for line in _readable(one.content)]
        lines.append("")
    return "\n".join(lines)


def _readable(value: object) -> Iterator[str]:
    """Write JSON as lines; the model bounds how deep it goes."""
    if isinstance(value, dict):
        for name, inner in cast("dict[str, object]", value).items():
            if inner in ([], {}, None):
                continue
            first, *others = list(_readable(inner)) or [""]
            lone = not isinstance(inner, (dict, list)) and not others
            yield f"{name}: {first}" if lone else f"{name}:"
            yield from () if lone else (f"  {line}" for line in (first, *others))
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _readable(inner)
    else:
        yield from str(value).splitlines()


_SAID: dict[str, dict[str, str]] = {
    "en": {
        "title": "Your data",
        "made": "Made on {at}. Other people's data is left out or marked.",
        "undated": "no date",
        "until": "Kept until {at}.",
    },
    "vi": {
        "title": "Dữ liệu của bạn",
        "made": "Lập ngày {at}. Dữ liệu của người khác đã được lược bỏ hoặc che đi.",
        "undated": "không có ngày",
        "until": "Lưu giữ đến {at}.",
    },
}
