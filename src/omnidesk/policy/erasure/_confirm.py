"""The first reading: every item of a plan is decided again, and what is to be found is noted."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal, TypeAlias

from pydantic_core import to_json

from omnidesk.model import Message, entry_time
from omnidesk.policy._items import identity_item
from omnidesk.policy.erasure._canonical import shown
from omnidesk.policy.erasure._closure import REDACTED, Needles, base_subject
from omnidesk.policy.erasure._effects import Dropped, Removal, Restriction
from omnidesk.policy.erasure._parts import (
    TEXT_FIELDS,
    content,
    map_people,
    map_strings,
    place_of,
)
from omnidesk.policy.erasure._plan import Context, Payloads, planned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.model import Conversation, Participant
    from omnidesk.policy._decide import Claim
    from omnidesk.policy._rules import Action
    from omnidesk.policy.erasure._plan import Plan, PlanEntry, Seen
    from omnidesk.policy.erasure._tombstones import Tombstone


_Reason: TypeAlias = Literal["held", "kept", "not_due", "changed", "review", "gone"]
_RemovalKind: TypeAlias = Literal["payload", "file", "external"]

_WORDS = frozenset({"text", "html", "title", "filename", "description", "signature", "quoted"})
"""Fields whose words others may quote."""

_HOLD_WORDS = frozenset(
    {"text", "quoted", "edits", "attachments", "transcripts", "recordings", "voicemail", "notice"}
)
"""Parts that have such fields."""


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


def _first_subjects(conversation: Conversation) -> dict[str, Participant]:
    """Return who was the first to write each subject line."""
    found: dict[str, Participant] = {}
    for message in conversation.messages:
        if message.subject is not None:
            found.setdefault(base_subject(message.subject), message.author)
    return found


class FirstReading:
    """What goes, what becomes of the rest of the plan, and what to look for elsewhere."""

    def __init__(
        self,
        plan: Plan,
        context: Context,
        *,
        key: bytes,
        approved: frozenset[str],
        holders: tuple[str, ...],
        waiting: tuple[Tombstone, ...],
    ) -> None:
        self.plan = plan
        self.context = context
        self.key = key
        self.approved = approved
        self.holders = holders
        self.waiting = {
            (one.seal, one.before or ""): one for one in waiting if one.kind == "waiting"
        }
        self.wanted: dict[str, PlanEntry] = {one.item: one for one in plan.entries}
        self.going: dict[str, Action] = {}
        self.claim: dict[str, Claim] = {}
        self.asking: defaultdict[str, list[Claim]] = defaultdict(list)
        self.needles = Needles()
        self.staying: set[str] = set()
        self.leaving: set[str] = set()
        self.marked: set[str] = set()
        self.restrictions: list[Restriction] = []
        self.dropped: dict[str, Dropped] = {}
        self.payloads = Payloads()
        self.digests: dict[str, str] = {}
        self.requested: list[Removal] = []

    # --- first reading: what goes -----------------------------------------------------------------

    def look(self, conversation: Conversation) -> None:
        """Read one conversation."""
        going: list[Seen] = []
        for seen in self.context.look(conversation, self.wanted):
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
        first = _first_subjects(conversation) if going else {}
        for seen in going:
            self._gather(conversation, seen, first)
        self._people(conversation)

    def _note(self, seen: Seen) -> None:
        """Remember why a payload stays, if one conversation says so."""
        reason = self._reason(self.wanted[seen.item.id], seen)
        item = seen.item.id
        if reason is not None:
            self.dropped[item] = Dropped(item=item, reason=reason)
        elif self.wanted[item].action != "restrict":
            self.claim[item] = _asks(seen)
        elif item not in self.marked:
            self.marked.add(item)
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

    def _gather(
        self, conversation: Conversation, seen: Seen, first: Mapping[str, Participant]
    ) -> None:
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
            base = base_subject(entry.subject)
            if self.context.subjects(first[base]) == self.context.subjects(entry.author):
                self.needles.add_subject(base, at, item.id, within=conversation.id)

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
