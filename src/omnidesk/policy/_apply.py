"""
Applying a plan: every item is decided again, and what is still due goes, with its copies.

The order is what makes it safe to stop anywhere. Copies go first, while the words and names to look
for are still there. Payloads and files are asked for next, while the entries still name them. Then,
one conversation after another, its tombstones, and last the conversation itself without its items:
so whatever is gone has a tombstone, and whatever is not gone is found again by the next run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from pydantic_core import to_json

from omnidesk.model import Message, entry_time
from omnidesk.policy._canonical import shown
from omnidesk.policy._closure import REDACTED, Needles, base_subject
from omnidesk.policy._decide import claims, weigh
from omnidesk.policy._effects import Dropped, Removal, Restriction, Rewritten
from omnidesk.policy._items import identity_item
from omnidesk.policy._parts import (
    MAIN,
    TEXT_FIELDS,
    content,
    map_people,
    map_strings,
    place_of,
)
from omnidesk.policy._plan import Context, Payloads, planned, type_of
from omnidesk.policy._remove import remove
from omnidesk.policy._scrub import (
    rename_ids,
    scrub_about,
    scrub_entry,
)
from omnidesk.policy._tombstones import Tombstone, check_key, entry_seal, part_seal, seal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime

    from omnidesk.model import Conversation, Entry, Participant, Person
    from omnidesk.policy._base import Force
    from omnidesk.policy._decide import Claim
    from omnidesk.policy._effects import Effect
    from omnidesk.policy._facts import Facts
    from omnidesk.policy._items import Item
    from omnidesk.policy._plan import Plan, PlanEntry, Seen
    from omnidesk.policy._rules import Action, Policy
    from omnidesk.policy._scrub import Copy


def apply(
    plan: Plan,
    conversations: Collection[Conversation],
    policy: Policy,
    facts: Facts,
    *,
    now: datetime,
    key: bytes,
    approved: Iterable[str] = (),
    holders: Iterable[str] = (),
    people: Iterable[Person] = (),
    region: str | None = None,
    purposes: Iterable[str] = (),
) -> Applied:
    """
    Apply a plan, as far as it still stands.

    Every item of the plan is decided again. What is held, kept, changed or not due any more is
    dropped; nothing is added. It is pure: it returns what is to be done. Carry the effects out in
    their order, and if you stop, run it again: the end is the same.

    Args:
        plan: What may go.
        conversations: All the conversations, each once. They are read three times, so this is no
            iterator; it may read from a store, and see there what was carried out already.
        policy: The rules.
        facts: What has happened.
        now: The present moment; aware.
        key: The desk's key for tombstones, at least 16 bytes. Keep it for as long as backups.
        approved: Items whose `review` somebody has decided: they are deleted.
        holders: Others who have copies of what people send, such as a provider of storage. Each
            gets an instruction for everybody whose identity goes.
        people: As for `plan`.
        region: As for `plan`.
        purposes: As for `plan`.

    Raises:
        ValueError: If `now` is naive or the key too short.
        TypeError: If `conversations` can be read only once.
    """
    if isinstance(cast("object", conversations), Iterator):
        raise TypeError("conversations are read three times: give a list, or what can start anew")
    if now.utcoffset() is None:
        raise ValueError("now must be aware: say which zone it is in")
    context = Context(policy, facts, now, people=people, region=region, purposes=purposes)
    return Applied(
        plan,
        conversations,
        context,
        key=check_key(key),
        approved=frozenset(approved),
        holders=tuple(holders),
    )


class Applied:
    """
    What applying a plan comes to.

    Iterate over it for the effects in order. The properties gather them, for what fits in memory.
    """

    def __init__(
        self,
        plan: Plan,
        conversations: Collection[Conversation],
        context: Context,
        *,
        key: bytes,
        approved: frozenset[str],
        holders: tuple[str, ...],
    ) -> None:
        self._plan = plan
        self._conversations = conversations
        self._context = context
        self._key = key
        self._approved = approved
        self._holders = holders

    def __repr__(self) -> str:
        return f"Applied({self._plan.digest[:19]}…)"

    def _run(self) -> _Run:
        return _Run(
            self._plan,
            self._context,
            key=self._key,
            approved=self._approved,
            holders=self._holders,
        )

    def __iter__(self) -> Iterator[Effect]:
        """Yield the effects in the order in which they are to be carried out."""
        run = self._run()
        for conversation in self._conversations:
            run.look(conversation)
        run.close()
        yield from run.restrictions
        for conversation in self._conversations:
            yield from run.copies(conversation)
        yield from run.removals()
        for conversation in self._conversations:
            yield from run.items(conversation)

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """All effects, in order."""
        return tuple(self)

    @cached_property
    def conversations(self) -> tuple[Conversation, ...]:
        """The conversations as they are in the end; those of which nothing is left are gone."""
        last = {
            effect.conversation.id: effect.conversation
            for effect in self.effects
            if isinstance(effect, Rewritten)
        }
        left = (last.get(one.id, one) for one in self._conversations)
        return tuple(one for one in left if one.entries or one.id not in last)

    @property
    def tombstones(self) -> tuple[Tombstone, ...]:
        """What to keep, so that nothing comes back."""
        return tuple(one for one in self.effects if isinstance(one, Tombstone))

    @property
    def removals(self) -> tuple[Removal, ...]:
        """What to remove elsewhere."""
        return tuple(one for one in self.effects if isinstance(one, Removal))

    @property
    def restrictions(self) -> tuple[Restriction, ...]:
        """What to mark."""
        return tuple(one for one in self.effects if isinstance(one, Restriction))

    @cached_property
    def dropped(self) -> tuple[Dropped, ...]:
        """What of the plan is not applied, and why."""
        run = self._run()
        for conversation in self._conversations:
            run.look(conversation)
        run.close()
        return tuple(run.dropped.values())


_Reason: TypeAlias = Literal["held", "kept", "not_due", "changed", "review", "gone"]
_RemovalKind: TypeAlias = Literal["payload", "file", "external"]
_TombstoneKind: TypeAlias = Literal["item", "subject", "copy"]

_WORDS = frozenset({"text", "html", "title", "filename", "description", "signature", "quoted"})
"""Fields whose words others may quote."""

_HOLD_WORDS = frozenset(
    {"text", "quoted", "edits", "attachments", "transcripts", "recordings", "voicemail", "notice"}
)
"""Parts that have such fields."""


class _Places:
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


def _asks(seen: Seen) -> Claim:
    """Return the claim that demands what becomes of an item."""
    return next(one for one in seen.decision.determining if one.kind == "erase")


def _same(entry: PlanEntry, seen: Seen) -> bool:
    """Tell whether an item is what it was when it was planned."""
    now, was = seen.fingerprint, entry.fingerprint
    if now == was:
        return True
    # Of what is anonymised, an earlier run may have taken out copies of what others lose.
    ours = REDACTED.encode() in to_json(seen.held)
    return (
        ours
        and entry.action == "anonymise"
        and "/" not in seen.item.part
        and now.partition(".")[0] == was.partition(".")[0]
    )


def _without_tags(html: str) -> str:
    return "".join(text for text, _, _ in shown(html))


class _Run:
    """One run over the conversations."""

    def __init__(
        self,
        plan: Plan,
        context: Context,
        *,
        key: bytes,
        approved: frozenset[str],
        holders: tuple[str, ...],
    ) -> None:
        self.plan = plan
        self.context = context
        self.key = key
        self.approved = approved
        self.holders = holders
        self.wanted: dict[str, PlanEntry] = {one.item: one for one in plan.entries}
        self.going: dict[str, Action] = {}
        self.claim: dict[str, Claim] = {}
        self.asking: defaultdict[str, list[Claim]] = defaultdict(list)
        self.needles = Needles()
        self.staying: set[str] = set()
        self.leaving: set[str] = set()
        self.restrictions: list[Restriction] = []
        self.dropped: dict[str, Dropped] = {}
        self.payloads = Payloads()
        self.digests: dict[str, str] = {}
        self.requested: list[Removal] = []

    # --- first reading: what goes -----------------------------------------------------------------

    def look(self, conversation: Conversation) -> None:
        going: list[Seen] = []
        for seen in self.context.look(conversation):
            item = seen.item
            if item.category == "raw":
                if item.id in self.wanted:
                    self.payloads.add(seen, self.context.now)
                    self.digests[item.id] = item.part
                    self._note(seen)
                continue
            entry = self.wanted.get(item.id)
            if entry is not None and self._confirm(entry, seen):
                going.append(seen)
        for seen in going:
            self._gather(conversation, seen)
        self._people(conversation)

    def _note(self, seen: Seen) -> None:
        """Remember why a payload stays, if one conversation says so."""
        reason = self._reason(self.wanted[seen.item.id], seen)
        item = seen.item.id
        if reason is not None:
            self.dropped[item] = Dropped(item=item, reason=reason)
        elif self.wanted[item].action != "restrict":
            self.claim[item] = _asks(seen)
        elif all(one.item != item for one in self.restrictions[-1:]):
            self.restrictions.append(self._restriction(seen))

    def _confirm(self, entry: PlanEntry, seen: Seen) -> bool:
        item = seen.item.id
        reason = self._reason(entry, seen)
        if reason is not None:
            self.dropped[item] = Dropped(item=item, reason=reason)
            return False
        self.dropped.pop(item, None)
        if entry.action == "restrict":
            self.restrictions.append(self._restriction(seen))
            return False
        self.going[item] = "delete" if entry.action == "review" else entry.action
        self.claim[item] = _asks(seen)
        self.asking[item].append(self.claim[item])
        return True

    def _reason(self, entry: PlanEntry, seen: Seen) -> _Reason | None:
        decision = seen.decision
        again = planned(seen, self.context.now)
        if again is None:
            return "not_due"
        if again.action == "restrict" != entry.action:
            held = any(one.force == "hold" for one in decision.determining)
            return "held" if held else "kept"
        if again.action != entry.action:
            return "changed"
        if entry.action == "review" and seen.item.id not in self.approved:
            return "review"
        if seen.item.category == "raw":
            return None
        return None if _same(entry, seen) else "changed"

    def _restriction(self, seen: Seen) -> Restriction:
        decision = seen.decision
        rules = tuple(
            "hold" if one.rule.startswith("hold:") else one.rule
            for one in decision.determining
            if one.kind == "keep"
        )
        return Restriction(
            item=seen.item.id,
            purposes=decision.purposes or (),
            rules=rules,
            at=self.context.now,
        )

    def _gather(self, conversation: Conversation, seen: Seen) -> None:
        """Take in the words of what goes, and ask for what lies elsewhere."""
        item, entry = seen.item, seen.entry
        if entry is None or self.going[item.id] == "anonymise":
            return
        field, _, _ = item.part.partition("/")
        if field in ("attachments", "recordings", "voicemail"):
            self._files(conversation, seen)
        at = entry_time(entry)

        def take(path: str, name: str, text: str) -> str:
            if field == "text" and path == "html" and isinstance(entry, Message) and entry.text:
                return text  # holds the same words, and quotes of others
            if name in _WORDS and place_of(entry, path) == item.part:
                self.needles.add_words(_without_tags(text) if name == "html" else text, at, item.id)
            return text

        if field in _HOLD_WORDS:
            map_strings(entry, TEXT_FIELDS, take)
        if field == "text" and isinstance(entry, Message) and entry.subject:
            self._subject(conversation, entry, item)

    def _subject(self, conversation: Conversation, entry: Message, item: Item) -> None:
        """Take in a subject line, if the author of what goes was the first to write it."""
        base = base_subject(entry.subject or "")
        for other in conversation.messages:
            if other.subject is not None and base_subject(other.subject) == base:
                if self.context.subjects(other.author) == self.context.subjects(entry.author):
                    at = entry_time(entry)
                    self.needles.add_subject(base, at, item.id, within=conversation.id)
                return

    def _files(self, conversation: Conversation, seen: Seen) -> None:
        found = content(seen.entry, seen.item.part) if seen.entry is not None else None
        digest = getattr(found, "sha256", None)
        reference = getattr(found, "id", None)
        remote = getattr(found, "url", None) is not None
        if digest is not None or not remote:
            self._request("file", seen.item.id, digest=digest)
        if remote:
            self._request(
                "external", seen.item.id, holder=conversation.channel, reference=reference
            )

    def _request(
        self,
        kind: _RemovalKind,
        item: str,
        *,
        digest: str | None = None,
        holder: str | None = None,
        reference: str | None = None,
    ) -> None:
        at = self.context.now
        self.requested.append(
            Removal(kind=kind, item=item, digest=digest, holder=holder, reference=reference, at=at)
        )

    def _people(self, conversation: Conversation) -> None:
        """Tell whose identity goes here, and whose stays."""
        owners: dict[str, str] = {}
        for party in conversation.participants:
            subjects = self.context.subjects(party)
            if not subjects:
                continue
            item = identity_item(conversation, subjects[0])
            if item in self.going:
                self.leaving.update(subjects)
                owners |= dict.fromkeys(subjects, subjects[0])
                for subject in subjects:
                    self.asking[subject].append(self.claim[item])
            else:
                self.staying.update(subjects)
        if owners:
            self._identifiers(conversation, owners)

    def _identifiers(self, conversation: Conversation, owners: dict[str, str]) -> None:
        """Take in every name and address under which those who go appear."""

        def take(party: Participant) -> Participant:
            for owner in {owners[one] for one in self.context.subjects(party) if one in owners}:
                self.needles.add_participant(party, owner)
            return party

        map_people(conversation, take)

    def close(self) -> None:
        """Settle what only all conversations together can tell."""
        for entry in self.payloads.entries():
            known = self.wanted[entry.item]
            if entry.action == "restrict":
                if known.action == "restrict":
                    self.dropped.pop(entry.item, None)
            elif entry.fingerprint != known.fingerprint:
                self.dropped[entry.item] = Dropped(item=entry.item, reason="changed")
            elif entry.item not in self.dropped:
                self.going[entry.item] = "delete"
        for item in self.wanted:
            if item not in self.going and item not in self.dropped and not self._marks(item):
                self.dropped[item] = Dropped(item=item, reason="gone")
        for person in self.context.people:
            if person.id in self.leaving:
                for identity in person.identities:
                    self.needles.add_identity(identity, person.id)

    def _marks(self, item: str) -> bool:
        return self.wanted[item].action == "restrict"

    # --- second reading: copies -------------------------------------------------------------------

    def copies(self, conversation: Conversation) -> Iterator[Effect]:
        if not self.needles:
            return
        places = self._places(conversation)
        self._note_blocked(conversation, places)
        changed, found = self._scrubbed(conversation, places)
        if not any(item in self.going for item in places.ids):
            changed = rename_ids(changed, self.needles, self.key, self._unheld(places))
        if changed != conversation:
            for copy in found:
                yield self._of_copy(conversation, copy)
            ids = (places.at(one.entry, one.part).id for one in found)
            yield Rewritten(step="copies", conversation=changed, items=tuple(dict.fromkeys(ids)))

    def _scrubbed(
        self, conversation: Conversation, places: _Places
    ) -> tuple[Conversation, list[Copy]]:
        found: list[Copy] = []
        entries: list[Entry] = []
        for entry in conversation.entries:
            may = self._may(conversation, entry, places)
            left, copies = scrub_entry(entry, self.needles, may, within=conversation.id)
            entries.append(left)
            found += copies
        changed = conversation.model_copy(update={"entries": tuple(entries)})
        return scrub_about(changed, self.needles, self._is_foreign(conversation)), found

    def _places(self, conversation: Conversation) -> _Places:
        return _Places(self.context, conversation)

    def _may(
        self, conversation: Conversation, entry: Entry, places: _Places
    ) -> Callable[[str, str], bool]:
        foreign = self._is_foreign(conversation)

        def may(part: str, owner: str) -> bool:
            holder = places.at(entry, part)
            if self.going.get(holder.id, "anonymise") != "anonymise":
                return False  # it goes as a whole, and its words must be found until it does
            return foreign(owner) and self._outweighs(owner, holder, places)

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

    def _outweighs(self, owner: str, holder: Item, places: _Places) -> bool:
        """Tell whether an erasure reaches into an item: nothing of its force keeps that."""
        keeps = places.keeps(holder)
        return any(
            weigh(holder.id, [asked, *keeps], now=self.context.now).state == "due"
            for asked in self.asking[owner]
        )

    def _unheld(self, places: _Places) -> Callable[[Entry, str], bool]:
        def free(entry: Entry, owner: str) -> bool:
            return self._outweighs(owner, places.at(entry, MAIN[entry.type]), places)

        return free

    def _note_blocked(self, conversation: Conversation, places: _Places) -> None:
        """Remember of whom an entry that is kept still tells who they are."""
        for entry in conversation.entries:
            met: set[str] = set()

            def take(party: Participant) -> Participant:
                met.update(self.context.subjects(party))  # noqa: B023 - called right here
                return party

            map_people(entry, take)
            for subject in met & self.leaving:
                if not self._outweighs(subject, places.at(entry, MAIN[entry.type]), places):
                    self.staying.add(subject)

    def _of_copy(self, conversation: Conversation, copy: Copy) -> Tombstone:
        asked = [claim for owner in copy.owners for claim in self.asking[owner]]
        return self._tombstone(
            "copy",
            entry_seal(self.key, conversation, copy.entry, name=copy.entry.id, path=copy.path),
            asked,
            action="redact",
            before=seal(self.key, "text", copy.before),
            spans=copy.spans,
        )

    # --- what lies elsewhere ----------------------------------------------------------------------

    def removals(self) -> Iterator[Effect]:
        for item, digest in self.digests.items():
            if item in self.going:
                yield self._tombstone("item", seal(self.key, "raw", digest), [self.claim[item]])
                self._request("payload", item, digest=digest)
        for subject in sorted(self.leaving - self.staying):
            for holder in self.holders:
                self._request("external", subject, holder=holder)
        yield from self.requested
        for subject in sorted(self.leaving - self.staying):
            asked = self.asking[subject]
            if asked:
                yield self._tombstone("subject", seal(self.key, "subject", subject), asked)

    # --- third reading: items ---------------------------------------------------------------------

    def items(self, conversation: Conversation) -> Iterator[Effect]:
        places = self._places(conversation)
        gone = {
            item.id: item
            for item in places.items
            if item.id in self.going and item.category != "raw"
        }
        if not gone:
            return
        for item in gone.values():
            yield self._of_item(conversation, item, places)
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
        yield Rewritten(step="items", conversation=left, items=tuple(gone))

    def _of_item(self, conversation: Conversation, item: Item, places: _Places) -> Tombstone:
        asked, action = [self.claim[item.id]], self.going[item.id]
        entry = places.entry(item)
        if entry is not None:
            held = content(entry, item.part)
            sealed = part_seal(
                self.key, conversation, entry, name=entry.id, part=item.part, held=held
            )
            return self._tombstone("item", sealed, asked, action=action)
        kept = [
            entry_seal(self.key, conversation, entry, name=entry.id)
            for entry in conversation.entries
            if not self._unheld(places)(entry, item.subjects[0])
        ]
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
