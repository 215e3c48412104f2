"""A conversation without some of its items."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from omnidesk.model import Call, Conversation, Message
from omnidesk.policy.erasure._closure import Needles
from omnidesk.policy.erasure._parts import MAIN, map_people, without
from omnidesk.policy.erasure._plan import type_of
from omnidesk.policy.erasure._scrub import anonymise_people, bare, scrub_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from omnidesk.model import Entry, Participant
    from omnidesk.policy._items import Item
    from omnidesk.policy._rules import Action

Subjects: TypeAlias = "Callable[[Participant], tuple[str, ...]]"
"""Under which ids decisions are made about somebody."""


def remove(
    conversation: Conversation,
    gone: Iterable[tuple[Item, Action]],
    *,
    subjects: Subjects,
    may: Callable[[Entry, str], bool],
    payloads: Container[str],
) -> Conversation:
    """
    Return a conversation without some of its items.

    Args:
        conversation: The conversation.
        gone: The items that go, and the action for each.
        subjects: Who somebody is.
        may: Tells whether an entry may lose who somebody is.
        payloads: Digests of payloads that go too; those of others are still told.
    """
    people: set[str] = set()
    parts: defaultdict[tuple[str, str], dict[str, Action]] = defaultdict(dict)
    for item, action in gone:
        if item.entry_id is None:
            people.update(item.subjects)
        else:
            parts[type_of(item), item.entry_id][item.part] = action
    known: defaultdict[str, list[Participant]] = defaultdict(list)
    for party in conversation.participants:
        for subject in subjects(party):
            known[subject].append(party)
    entries: list[Entry] = []
    sources = dict.fromkeys(conversation.sources)
    for entry in conversation.entries:
        going = parts.get((entry.type, entry.id), {})
        mild = frozenset(part for part, action in going.items() if action == "anonymise")
        left = without(entry, {part: way for part, way in going.items() if part not in mild})
        if left is None:
            # What it was read from may outlive it, and must still be found.
            sources |= dict.fromkeys(one for one in entry.sources if one.digest not in payloads)
        else:
            entries.append(_anonymised(conversation, left, mild, subjects, known))
    changed = conversation.model_copy(update={"entries": tuple(entries), "sources": tuple(sources)})
    return _without_people(conversation, changed, people, subjects, may) if people else changed


def _without_people(
    conversation: Conversation,
    changed: Conversation,
    people: set[str],
    subjects: Subjects,
    may: Callable[[Entry, str], bool],
) -> Conversation:
    names = {
        party.name
        for party in conversation.participants
        if party.name and not people.isdisjoint(subjects(party))
    }

    def whose(party: Participant) -> str | None:
        ids = subjects(party)
        if not ids and party.name in names:
            return min(people)  # a name with no address, and the same
        return next((one for one in ids if one in people), None)

    return anonymise_people(changed, whose, may)


def _anonymised(
    conversation: Conversation,
    entry: Entry,
    parts: frozenset[str],
    subjects: Subjects,
    known: Mapping[str, Sequence[Participant]],
) -> Entry:
    """Take out of some parts of an entry whatever tells whose they are."""
    if not parts:
        return entry
    authors: tuple[Participant, ...] = ()
    if isinstance(entry, Message):
        authors = (entry.author,)
    elif isinstance(entry, Call):
        authors = entry.parties
    else:
        authors = tuple(one for one in (entry.actor, entry.target) if one is not None)
    own = frozenset(one for party in authors for one in subjects(party))
    needles = Needles()
    for subject in own:
        for party in known.get(subject, ()):
            needles.add_participant(party, subject)
    for party in authors:
        needles.add_participant(party, "author")
    left, _ = scrub_entry(entry, needles, lambda part, _: part in parts, within=conversation.id)
    if MAIN[entry.type] not in parts:
        return left
    return map_people(left, lambda party: party if own.isdisjoint(subjects(party)) else bare(party))
