"""The second reading takes copies out of what stays, the third takes out what goes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from omnidesk.policy._decide import Claim, weigh
from omnidesk.policy._items import identity_item
from omnidesk.policy.erasure._closure import cut
from omnidesk.policy.erasure._confirm import FirstReading
from omnidesk.policy.erasure._effects import Dropped, Rewritten
from omnidesk.policy.erasure._parts import MAIN, TEXT_FIELDS, content, map_strings, place_of
from omnidesk.policy.erasure._places import Places
from omnidesk.policy.erasure._remove import remove
from omnidesk.policy.erasure._scrub import Copy, rename_ids, scrub_about, scrub_entry
from omnidesk.policy.erasure._tombstones import Tombstone, entry_seal, part_seal, seal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from omnidesk.model import Conversation, Entry
    from omnidesk.policy._base import Force
    from omnidesk.policy._items import Item
    from omnidesk.policy._rules import Action
    from omnidesk.policy.erasure._effects import Effect

_TombstoneKind: TypeAlias = Literal["item", "subject", "copy", "waiting"]


class Run(FirstReading):
    """One run over the conversations."""

    # --- second reading: copies -------------------------------------------------------------------

    def copies(self, conversation: Conversation) -> Iterator[Effect]:
        """Take out of a conversation that stays what goes elsewhere."""
        if not self.needles and not self.waiting:
            return
        places = self._places(conversation)
        self._note_blocked(places)
        changed, found = self._scrubbed(conversation, places)
        if not any(item in self.going for item in places.ids):
            changed = rename_ids(changed, self.needles, self.key, self._unheld(places))
        for copy in found:
            yield self._of_copy(conversation, copy)
        if changed != conversation:
            ids = (places.at(one.entry, one.part).id for one in found if not one.waiting)
            yield Rewritten(step="copies", conversation=changed, items=tuple(dict.fromkeys(ids)))

    def _scrubbed(
        self, conversation: Conversation, places: Places
    ) -> tuple[Conversation, list[Copy]]:
        found: list[Copy] = []
        entries: list[Entry] = []
        foreign = self._is_foreign(conversation)
        for entry in conversation.entries:
            freed, released = self._released(conversation, entry, places)
            may = self._may(foreign, entry, places)
            waits = self._may(foreign, entry, places, later=True)
            left, copies = scrub_entry(
                freed, self.needles, may, within=conversation.id, waits=waits
            )
            entries.append(left)
            found += [*released, *copies]
        changed = conversation.model_copy(update={"entries": tuple(entries)})
        return scrub_about(changed, self.needles, foreign), found

    def _released(
        self, conversation: Conversation, entry: Entry, places: Places
    ) -> tuple[Entry, list[Copy]]:
        """Take out copies that an earlier run had to leave, where nothing keeps them any more."""
        found: list[Copy] = []
        if not self.waiting:
            return entry, found

        def change(path: str, _: str, text: str) -> str:
            sealed = entry_seal(self.key, conversation, entry, name=entry.id, path=path)
            known = self.waiting.get((sealed, seal(self.key, "text", text)))
            part = place_of(entry, path)
            if known is None or not self._is_free(known, places.at(entry, part), places):
                return text
            found.append(Copy(entry, part, path, text, known.spans, (known.seal,)))
            return cut(text, known.spans)

        return map_strings(entry, TEXT_FIELDS, change), found

    def _is_free(self, known: Tombstone, holder: Item, places: Places) -> bool:
        if self.going.get(holder.id, "anonymise") != "anonymise":
            return False
        asked = Claim(
            kind="erase", rule=known.rules[0], force=known.reason, at=known.at, action="redact"
        )
        self.asking[known.seal] = [asked]
        return self._outweighs(known.seal, holder, places)

    def _places(self, conversation: Conversation) -> Places:
        return Places(self.context, conversation)

    def _may(
        self, foreign: Callable[[str], bool], entry: Entry, places: Places, *, later: bool = False
    ) -> Callable[[str, str], bool]:
        def may(part: str, owner: str) -> bool:
            holder = places.at(entry, part)
            if self.going.get(holder.id, "anonymise") != "anonymise":
                return False  # it goes as a whole, and its words must be found until it does
            return foreign(owner) and self._outweighs(owner, holder, places) is not later

        return may

    def _is_foreign(self, conversation: Conversation) -> Callable[[str], bool]:
        """Tell whether an owner is not one whose identity stays in this conversation."""
        here = {
            one
            for party in conversation.participants
            for one in self.context.subjects(party)
            if identity_item(conversation, self.context.subjects(party)[0]) not in self.going
        }
        return lambda owner: owner not in here

    def _outweighs(self, owner: str, holder: Item, places: Places) -> bool:
        """Tell whether an erasure reaches into an item: nothing of its force keeps that."""
        keeps = places.keeps(holder)
        return any(
            weigh(holder.id, [asked, *keeps], now=self.context.now).state == "due"
            for asked in self.asking[owner]
        )

    def _unheld(self, places: Places) -> Callable[[Entry, str], bool]:
        def free(entry: Entry, owner: str) -> bool:
            return self._outweighs(owner, places.at(entry, MAIN[entry.type]), places)

        return free

    def _note_blocked(self, places: Places) -> None:
        """Remember of whom an entry that is kept still tells who they are."""
        for subject in self.leaving.intersection(places.mentions):
            if self._kept(subject, places):
                self.staying.add(subject)

    def _kept(self, subject: str, places: Places) -> list[Entry]:
        """Return the entries that still tell who somebody is, because something keeps them."""
        free = self._unheld(places)
        return [entry for entry in places.mentions.get(subject, ()) if not free(entry, subject)]

    def _of_copy(self, conversation: Conversation, copy: Copy) -> Tombstone:
        asked = [claim for owner in copy.owners for claim in self.asking[owner]]
        return self._tombstone(
            "waiting" if copy.waiting else "copy",
            entry_seal(self.key, conversation, copy.entry, name=copy.entry.id, path=copy.path),
            asked,
            action="redact",
            before=seal(self.key, "text", copy.before),
            spans=copy.spans,
        )

    # --- what lies elsewhere ----------------------------------------------------------------------

    def removals(self) -> Iterator[Effect]:
        """Ask for payloads, files and what others hold."""
        for item, digest in self.digests.items():
            if item in self.going:
                yield self._tombstone("item", seal(self.key, "raw", digest), [self.claim[item]])
                self._request("payload", item, digest=digest)
        for subject in sorted(self.leaving - self.staying):
            for holder in self.holders:
                self._request("external", subject, holder=holder)
        yield from self.requested
        for subject in sorted(self.leaving - self.staying):
            sealed = seal(self.key, "subject", subject)
            yield self._tombstone("subject", sealed, self.asking[subject])

    # --- third reading: items ---------------------------------------------------------------------

    def items(self, conversation: Conversation) -> Iterator[Effect]:
        """Take out of a conversation what goes of it."""
        places = self._places(conversation)
        gone = {
            item.id: item
            for item in places.items
            if item.id in self.going and item.category != "raw"
        }
        if not gone:
            return
        free = self._unheld(places)
        # A store that has carried out the copies gives the same; a list gives what it had.
        scrubbed, _ = self._scrubbed(conversation, places)
        left = remove(
            scrubbed,
            [(item, self.going[item.id]) for item in gone.values()],
            subjects=self.context.subjects,
            may=free,
            payloads=self._gone_digests,
        )
        left = rename_ids(left, self.needles, self.key, free)
        if left == conversation:
            # Who somebody is goes, and everything that tells it is kept.
            self.dropped |= {one: Dropped(item=one, reason="kept") for one in gone}
            return
        for item in gone.values():
            yield self._of_item(conversation, item, places)
        yield Rewritten(step="items", conversation=left, items=tuple(gone))

    def _of_item(self, conversation: Conversation, item: Item, places: Places) -> Tombstone:
        asked, action = [self.claim[item.id]], self.going[item.id]
        entry = places.entry(item)
        if entry is not None:
            held = content(entry, item.part)
            sealed = part_seal(
                self.key, conversation, entry, name=entry.id, part=item.part, held=held
            )
            return self._tombstone("item", sealed, asked, action=action)
        kept = {
            entry_seal(self.key, conversation, one, name=one.id)
            for subject in item.subjects
            for one in self._kept(subject, places)
        }
        sealed = seal(self.key, "identity", conversation.id, item.subjects[0])
        return self._tombstone("item", sealed, asked, action=action, kept=kept)

    @cached_property
    def _gone_digests(self) -> frozenset[str]:
        return frozenset(digest for item, digest in self.digests.items() if item in self.going)

    def _tombstone(
        self,
        kind: _TombstoneKind,
        sealed: str,
        asked: Iterable[Claim],
        *,
        action: Action = "delete",
        before: str | None = None,
        spans: tuple[tuple[int, int], ...] = (),
        kept: Iterable[str] = (),
    ) -> Tombstone:
        found = sorted(asked, key=lambda one: one.rule)
        reason: Force = found[0].force
        return Tombstone(
            kind=kind,
            seal=sealed,
            plan=self.plan.digest,
            rules=tuple(dict.fromkeys(one.rule for one in found)),
            at=self.context.now,
            reason=reason,
            action=action,
            before=before,
            spans=spans,
            kept=tuple(sorted(kept)),
        )
