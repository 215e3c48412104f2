"""After a restore from backup: what was erased is erased again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from omnidesk.model import Message, Notice, entry_time
from omnidesk.policy._facts import Facts
from omnidesk.policy._items import payload_item
from omnidesk.policy._rules import Policy
from omnidesk.policy.erasure._closure import Needles, cut
from omnidesk.policy.erasure._effects import Removal, Rewritten
from omnidesk.policy.erasure._parts import TEXT_FIELDS, content, map_people, map_strings
from omnidesk.policy.erasure._plan import Context, type_of
from omnidesk.policy.erasure._remove import remove
from omnidesk.policy.erasure._scrub import rename_ids, scrub_about
from omnidesk.policy.erasure._tombstones import Tombstone, check_key, entry_seal, part_seal, seal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from omnidesk.model import Conversation, Entry, Participant, Person
    from omnidesk.policy._items import Item

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def reapply(
    tombstones: Iterable[Tombstone],
    conversations: Iterable[Conversation],
    key: bytes,
    *,
    people: Iterable[Person] = (),
) -> tuple[Rewritten | Removal, ...]:
    """
    Erase again what was erased, after a restore or when an old batch comes back.

    The order of the tombstones means nothing, and neither does running it twice. Nothing goes that
    has no tombstone: what is new since then stays, and so does what somebody who was erased has
    written since.

    Args:
        tombstones: All of them.
        conversations: What came back. They are read twice, so this is a list, or what starts anew.
        key: The key that the tombstones were made with.
        people: As for `apply`.

    Returns:
        What to carry out: conversations to store again, and payloads to remove again.

    Raises:
        ValueError: If the key is too short.
        TypeError: If `conversations` can be read only once.
    """
    if isinstance(conversations, Iterator):
        raise TypeError("conversations are read twice: give a list, or what can start anew")
    run = _Replay(tombstones, check_key(key), people)
    for conversation in conversations:
        run.look(conversation)
    found = [one for each in conversations if (one := run.again(each)) is not None]
    return (*run.removals.values(), *found)


class _Replay:
    def __init__(
        self, tombstones: Iterable[Tombstone], key: bytes, people: Iterable[Person]
    ) -> None:
        self.key = key
        self.items: dict[str, Tombstone] = {}
        self.subjects: dict[str, Tombstone] = {}
        self.copies: defaultdict[str, dict[str, Tombstone]] = defaultdict(dict)
        for one in sorted(tombstones, key=lambda each: (each.at, each.model_dump_json())):
            if one.kind == "waiting":
                continue  # it was not erased
            if one.kind == "copy":
                self.copies[one.seal][one.before or ""] = one
            else:
                (self.items if one.kind == "item" else self.subjects)[one.seal] = one
        # Who is who is all that it takes from there: nothing is decided again.
        nothing = Policy(id="none", version="0", title="No rules")
        self.context = Context(nothing, Facts(), _EPOCH, people=people)
        self.needles = Needles()
        self.removals: dict[str, Removal] = {}

    def look(self, conversation: Conversation) -> None:
        """Take in who goes, and what payloads do."""
        gone = self._people(conversation)

        def take(party: Participant) -> Participant:
            for subject in self.context.subjects(party):
                if subject in gone:
                    self.needles.add_participant(party, subject)
            return party

        if gone:
            map_people(conversation, take)
        sources = [*conversation.sources, *(one for e in conversation.entries for one in e.sources)]
        for digest in dict.fromkeys(source.digest for source in sources):
            known = self.items.get(seal(self.key, "raw", digest)) if self.items else None
            if known is not None:
                self.removals[digest] = Removal(
                    kind="payload", item=payload_item(digest), digest=digest, at=known.at
                )

    def again(self, conversation: Conversation) -> Rewritten | None:
        """Return a conversation without what was erased, if there is any of it."""
        entries = tuple(self._without_copies(conversation, one) for one in conversation.entries)
        changed = conversation.model_copy(update={"entries": entries})
        gone = self._gone(conversation)
        people = self._people(conversation)
        left = scrub_about(changed, self.needles, lambda _: True) if self.needles else changed
        left = remove(
            left,
            [(item, tombstone.action) for item, tombstone in gone],
            subjects=self.context.subjects,
            may=self._may(conversation, people),
            payloads=frozenset(self.removals),
        )
        if self.needles:
            left = rename_ids(left, self.needles, self.key, self._may(conversation, people))
        if left == conversation:
            return None
        return Rewritten(step="items", conversation=left, items=tuple(item.id for item, _ in gone))

    def _without_copies(self, conversation: Conversation, entry: Entry) -> Entry:
        if not self.copies:
            return entry

        def change(path: str, _: str, text: str) -> str:
            found: dict[str, Tombstone] = {}
            for name in (entry.id, *_aliases(entry)):
                sealed = entry_seal(self.key, conversation, entry, name=name, path=path)
                found |= self.copies.get(sealed, {})
            # One erasure after another: each knows the text as the one before had left it.
            while found and (one := found.pop(seal(self.key, "text", text), None)) is not None:
                text = cut(text, one.spans)
            return text

        return map_strings(entry, TEXT_FIELDS, change)

    def _gone(self, conversation: Conversation) -> list[tuple[Item, Tombstone]]:
        entries: dict[tuple[str, str], Entry] = {
            (entry.type, entry.id): entry for entry in conversation.entries
        }
        people = self._people(conversation)
        found: list[tuple[Item, Tombstone]] = []
        for item in self.context.items(conversation):
            known: Tombstone | None = None
            if item.entry_id is not None:
                entry = entries[type_of(item), item.entry_id]
                known = self._known(conversation, entry, item.part)
            elif item.category == "identity":
                known = people.get(item.subjects[0])
            if known is not None:
                found.append((item, known))
        return found

    def _known(self, conversation: Conversation, entry: Entry, part: str) -> Tombstone | None:
        held = content(entry, part)
        if held is None or not self.items:
            return None
        seals = (
            part_seal(self.key, conversation, entry, name=name, part=part, held=held)
            for name in (entry.id, *_aliases(entry))
        )
        return next((self.items[one] for one in seals if one in self.items), None)

    def _people(self, conversation: Conversation) -> dict[str, Tombstone]:
        """Return those who were erased here or everywhere, and have not come back since."""
        found: dict[str, Tombstone] = {}
        if not self.items and not self.subjects:
            return found
        last = self._last(conversation)
        for party in conversation.participants:
            subjects = self.context.subjects(party)
            for subject in subjects:
                names = (conversation.id, *conversation.aliases)
                seals = [seal(self.key, "identity", name, subject) for name in names]
                known = next((self.items[one] for one in seals if one in self.items), None)
                known = known or self.subjects.get(seal(self.key, "subject", subject))
                if known is not None and not any(
                    one in last and last[one] > known.at for one in subjects
                ):
                    found |= dict.fromkeys(subjects, known)
        return found

    def _last(self, conversation: Conversation) -> dict[str, datetime]:
        """Return when each of those who take part last did something here."""
        last: dict[str, datetime] = {}
        for entry in conversation.entries:
            at = entry_time(entry)
            party = entry.author if isinstance(entry, Message) else None
            party = entry.actor if isinstance(entry, Notice) else party
            if at is not None and party is not None:
                for subject in self.context.subjects(party):
                    last[subject] = max(at, last.get(subject, at))
        return last

    def _may(
        self, conversation: Conversation, people: Mapping[str, Tombstone]
    ) -> Callable[[Entry, str], bool]:
        def may(entry: Entry, owner: str) -> bool:
            known = people.get(owner)
            if known is None or not known.kept:
                return True
            names = (entry.id, *_aliases(entry))
            seals = {entry_seal(self.key, conversation, entry, name=name) for name in names}
            return seals.isdisjoint(known.kept)

        return may


def _aliases(entry: Entry) -> tuple[str, ...]:
    return () if isinstance(entry, Notice) else entry.aliases
