"""The items of a conversation by where they are, and what keeps them."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from omnidesk.policy._decide import claims
from omnidesk.policy.erasure._parts import MAIN, map_people
from omnidesk.policy.erasure._plan import Context, type_of

if TYPE_CHECKING:
    from omnidesk.model import Conversation, Entry, Participant
    from omnidesk.policy._decide import Claim
    from omnidesk.policy._items import Item


class Places:
    """The items of a conversation by where they are, and what keeps them."""

    def __init__(self, context: Context, conversation: Conversation) -> None:
        self._context = context
        self._entries: dict[tuple[str, str], Entry] = {
            (entry.type, entry.id): entry for entry in conversation.entries
        }
        self.items = context.items(conversation)
        self.ids = frozenset(item.id for item in self.items)
        self._by_place = {
            (type_of(item), item.entry_id, item.part): item
            for item in self.items
            if item.entry_id is not None
        }
        self._keeps: dict[str, tuple[Claim, ...]] = {}

    @cached_property
    def mentions(self) -> dict[str, list[Entry]]:
        """The entries in which each of those who take part stands."""
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries.values():
            met: dict[str, None] = {}

            def take(party: Participant, met: dict[str, None] = met) -> Participant:
                met.update(dict.fromkeys(self._context.subjects(party)))
                return party

            map_people(entry, take)
            for subject in met:
                found[subject].append(entry)
        return dict(found)

    def at(self, entry: Entry, part: str) -> Item:
        """Return the item that a part of an entry is, or else the entry's main one."""
        main = self._by_place[entry.type, entry.id, MAIN[entry.type]]
        return self._by_place.get((entry.type, entry.id, part), main)

    def entry(self, item: Item) -> Entry | None:
        """Return the entry that an item is a part of."""
        return None if item.entry_id is None else self._entries[type_of(item), item.entry_id]

    def keeps(self, item: Item) -> tuple[Claim, ...]:
        """Return what keeps an item."""
        if item.id not in self._keeps:
            context = self._context
            found = claims(item, context.policy, context.facts, now=context.now)
            self._keeps[item.id] = tuple(one for one in found if one.kind == "keep")
        return self._keeps[item.id]
