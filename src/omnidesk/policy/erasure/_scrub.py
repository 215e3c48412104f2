"""Identifiers and words of what goes, taken out of everything that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omnidesk.model import Conversation, Entry, entry_time
from omnidesk.policy.erasure._canonical import Span
from omnidesk.policy.erasure._closure import around_tags, cut, merged
from omnidesk.policy.erasure._parts import ID_FIELDS, TEXT_FIELDS, map_people, map_strings, place_of
from omnidesk.policy.erasure._tombstones import seal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from omnidesk.model import Participant
    from omnidesk.policy.erasure._closure import Hit, Needles


class Copy(NamedTuple):
    """Where something was taken out of a text that stays."""

    entry: Entry
    part: str
    path: str
    before: str
    spans: tuple[Span, ...]
    owners: tuple[str, ...]
    """The items and subjects whose erasure asked for it."""
    waiting: bool = False
    """Whether it is still there, because something keeps what it stands in."""


def find_in(
    needles: Needles, entry: Entry, path: str, field: str, text: str, *, within: str
) -> list[Hit]:
    """Find what is to go from one string of an entry."""
    at = entry_time(entry)
    found = needles.find(text, html=field == "html", quoted=field == "quoted", at=at)
    if path == "subject":
        found += needles.find_subject(text, within=within, at=at)
    return found


def take_out(field: str, text: str, hits: Collection[Hit]) -> tuple[str, tuple[Span, ...]]:
    """Return a string without what was found in it, and where that was."""
    spans = merged((hit.start, hit.end) for hit in hits)
    if field == "html":
        spans = around_tags(text, spans)
    return cut(text, spans), spans


def scrub_entry(
    entry: Entry,
    needles: Needles,
    may: Callable[[str, str], bool],
    *,
    within: str,
    waits: Callable[[str, str], bool] | None = None,
) -> tuple[Entry, list[Copy]]:
    """
    Take identifiers and words out of an entry.

    Args:
        entry: The entry.
        needles: What is to go.
        may: Tells whether a part of the entry may lose what an owner's erasure asks for.
        within: The id of its conversation.
        waits: Tells whether it may lose it later, when nothing keeps the part any more.
    """
    copies: list[Copy] = []

    def note(path: str, text: str, field: str, hits: list[Hit], *, waiting: bool) -> str:
        left, spans = take_out(field, text, hits)
        owners = tuple(sorted({hit.owner for hit in hits}))
        part = place_of(entry, path)
        copies.append(Copy(entry, part, path, text, spans, owners, waiting))
        return left

    def change(path: str, field: str, text: str) -> str:
        found = find_in(needles, entry, path, field, text, within=within)
        if not found:
            return text
        part = place_of(entry, path)
        hits = [hit for hit in found if may(part, hit.owner)]
        if hits:
            text = note(path, text, field, hits, waiting=False)
            found = find_in(needles, entry, path, field, text, within=within)
        held = [hit for hit in found if waits is not None and waits(part, hit.owner)]
        if held:
            note(path, text, field, held, waiting=True)
        return text

    return map_strings(entry, TEXT_FIELDS, change), copies


def scrub_about(
    conversation: Conversation, needles: Needles, may: Callable[[str], bool]
) -> Conversation:
    """Take identifiers out of what a conversation is about."""
    if conversation.about is None:
        return conversation

    def change(_: str, field: str, text: str) -> str:
        hits = [hit for hit in needles.find(text, quoted=True) if may(hit.owner)]
        return take_out(field, text, hits)[0] if hits else text

    about = map_strings(conversation.about, TEXT_FIELDS, change)
    return conversation.model_copy(update={"about": about})


def rename_ids(
    conversation: Conversation, needles: Needles, key: bytes, may: Callable[[Entry, str], bool]
) -> Conversation:
    """Put derived ids in place of those that hold an address, wherever they stand."""
    known: dict[str, frozenset[str]] = {}

    def renamed(entry: Entry, value: str) -> str:
        if value not in known:
            known[value] = needles.owners_in(value)
        if known[value] and all(may(entry, owner) for owner in known[value]):
            return f"erased_{seal(key, 'id', value)[:32]}"
        return value

    def with_other_ids(entry: Entry) -> Entry:
        return map_strings(entry, ID_FIELDS, lambda _, __, value: renamed(entry, value))

    entries = tuple(map(with_other_ids, conversation.entries))
    return conversation.model_copy(update={"entries": entries})


def anonymise_people(
    conversation: Conversation,
    whose: Callable[[Participant], str | None],
    may: Callable[[Entry, str], bool],
) -> Conversation:
    """
    Leave only the role of those who go, wherever they stand; the list of people loses them.

    Args:
        conversation: The conversation.
        whose: Tells which of those who go somebody is, if they are one.
        may: Tells whether an entry may lose somebody. Who stays in one stays in the list.
    """
    staying: set[str] = set()

    def change(entry: Entry, party: Participant) -> Participant:
        owner = whose(party)
        if owner is None:
            return party
        if may(entry, owner):
            return bare(party)
        staying.add(owner)
        return party

    def with_fewer_people(entry: Entry) -> Entry:
        return map_people(entry, lambda party: change(entry, party))

    entries = tuple(map(with_fewer_people, conversation.entries))
    parties = tuple(
        one
        for one in conversation.participants
        if (owner := whose(one)) is None or owner in staying
    )
    return conversation.model_copy(update={"entries": entries, "participants": parties})


def bare(party: Participant) -> Participant:
    """Return somebody of whom only the role is left."""
    return party.model_copy(update={"identities": (), "name": None, "name_source": None})
