"""The plan: what goes, when and why, as a document that a person can approve."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import StringConstraints, TypeAdapter, ValidationError
from pydantic_core import to_json

from omnidesk._payload import describe
from omnidesk.errors import SchemaError
from omnidesk.model import SCHEMA_VERSION, Time
from omnidesk.model._base import Noun
from omnidesk.policy._base import Force
from omnidesk.policy._decide import Claim, Decision, State, decide
from omnidesk.policy._items import Category, Item, items
from omnidesk.policy._rules import Action, Policy
from omnidesk.policy._subjects import known_people, subjects_among
from omnidesk.policy.erasure._parts import content

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from datetime import datetime

    from omnidesk.model import Conversation, Entry, Participant, Person
    from omnidesk.policy._calendar import BusinessCalendar
    from omnidesk.policy._facts import Facts

ERASED = "erased"
"""The kind of fact that says that an item is gone from wherever it was (`Removal.fact`)."""

_DIGEST = r"^sha256:[0-9a-f]{64}$"


class PlannedClaim(Noun):
    """A claim that settles a date, as a plan tells it."""

    _shown: ClassVar[frozenset[str]] = frozenset({"rule", "basis"})

    kind: Literal["keep", "erase", "restrict"]
    """What it demands."""
    rule: str
    """The rule's id; for a hold, `hold` alone: a case may be named after a person."""
    force: Force
    """How much it weighs."""
    at: Time | None = None
    """Until when it keeps, from when on it erases (UTC)."""
    basis: str | None = None
    """For a keep: what for."""


class PlanEntry(Noun):
    """One item that goes, or is restricted."""

    _shown: ClassVar[frozenset[str]] = frozenset({"channel", "part", "fingerprint"})

    item: str
    """The item's id."""
    category: Category
    """What kind of thing it is."""
    channel: str
    """In which channel."""
    fingerprint: str
    """What it was when the plan was made: of something that has changed since, nothing goes."""
    state: State
    """`due`, `scheduled` (within the horizon) or `restricted`."""
    action: Action | Literal["restrict"]
    """What becomes of it. `review`: a person is asked. `restrict`: it is marked, and stays."""
    at: Time | None = None
    """When it goes (UTC); `None` for what is restricted with no end in sight."""
    claims: tuple[PlannedClaim, ...] = ()
    """The claims that settle it."""
    purposes: tuple[str, ...] = ()
    """For `restricted`: what it may still be used for."""


class Plan(Noun):
    """
    What may go, and nothing else: the preview, and all that `apply` may do.

    It holds ids that are derived from what they name, and no name, address, number or text. Those
    ids are pseudonyms: whoever has the conversation can tell which item one means.
    """

    _shown: ClassVar[frozenset[str]] = frozenset(
        {"schema_version", "digest", "policy", "policy_version", "policy_digest", "facts_digest"}
    )

    type: Literal["plan"] = "plan"
    """The document's kind."""
    schema_version: str = SCHEMA_VERSION
    """The version of this document's schema."""
    digest: Annotated[str, StringConstraints(pattern=_DIGEST)] = "sha256:" + 64 * "0"
    """Its address, over everything else in it."""
    policy: str
    """The policy's id."""
    policy_version: str
    """The version of the policy's text."""
    policy_digest: str
    """The policy's address."""
    facts_digest: str
    """The address of the facts."""
    now: Time
    """For when it was made (UTC)."""
    horizon: Time | None = None
    """Up to when what is scheduled is in it (UTC)."""
    entries: tuple[PlanEntry, ...] = ()
    """What goes, in order of the items' ids."""


def plan(
    conversations: Iterable[Conversation],
    policy: Policy,
    facts: Facts,
    *,
    now: datetime,
    horizon: datetime | None = None,
    people: Iterable[Person] = (),
    region: str | None = None,
    purposes: Iterable[str] = (),
    calendars: Iterable[BusinessCalendar] = (),
) -> Plan:
    """
    Make a plan of what goes. It changes nothing.

    Conversations are read once, one at a time, each of them once. What stays in memory is what is
    due, and a number for every raw payload that is not.

    A raw payload may say something about several conversations. It goes when it is due in every
    one of them, so give all the conversations that there are.

    Args:
        conversations: The conversations.
        policy: The rules.
        facts: What has happened.
        now: The present moment; aware.
        horizon: Include what is scheduled up to then, so that the plan can be applied until then.
        people: Who is who.
        region: The region of all of them, as for `items`.
        purposes: What they are held for, as for `items`.
        calendars: The business calendars that rules name, as for `decide`.

    Raises:
        ValueError: If `now` is naive.
    """
    context = Context(
        policy, facts, now, people=people, region=region, purposes=purposes, calendars=calendars
    )
    until = horizon or now
    found: dict[str, PlanEntry] = {}
    payloads = Payloads()
    for conversation in conversations:
        for seen in context.look(conversation):
            if seen.item.category == "raw":
                payloads.add(seen, until)
            elif (entry := planned(seen, until)) is not None:
                found[entry.item] = entry
    for entry in payloads.entries():
        found[entry.item] = entry
    return sealed(
        Plan(
            policy=policy.id,
            policy_version=policy.version,
            policy_digest=policy.digest,
            facts_digest=facts.digest,
            now=now,
            horizon=horizon,
            entries=tuple(found[item] for item in sorted(found)),
        )
    )


class Seen:
    """One item, what it holds, and what is decided about it."""

    __slots__ = ("decision", "entry", "held", "item")

    def __init__(self, item: Item, decision: Decision, entry: Entry | None, held: object) -> None:
        self.item = item
        self.decision = decision
        self.entry = entry
        self.held = held

    @property
    def fingerprint(self) -> str:
        """What the item is now."""
        return _fingerprint(self.item, self.entry, self.held)


class Context:
    """What decisions are made with."""

    def __init__(
        self,
        policy: Policy,
        facts: Facts,
        now: datetime,
        *,
        people: Iterable[Person] = (),
        region: str | None = None,
        purposes: Iterable[str] = (),
        calendars: Iterable[BusinessCalendar] = (),
    ) -> None:
        self.policy = policy
        self.calendars = tuple(calendars)
        self.facts = facts.until(now)
        self.now = now
        self.people = tuple(people)
        self.region = region
        self.purposes = tuple(purposes)
        self._known = known_people(self.people)

    def subjects(self, party: Participant) -> tuple[str, ...]:
        """Return under which ids decisions are made about somebody, as `items` does."""
        return subjects_among(party.identities, self._known)

    def items(self, conversation: Conversation) -> tuple[Item, ...]:
        """List the items of a conversation."""
        return items(conversation, people=self.people, region=self.region, purposes=self.purposes)

    def decide(self, item: Item) -> Decision:
        """Decide about an item."""
        return decide(item, self.policy, self.facts, now=self.now, calendars=self.calendars)

    def look(self, conversation: Conversation, also: Container[str] = ()) -> Iterator[Seen]:
        """
        Yield what is decided about the items of a conversation that are still there.

        Args:
            conversation: The conversation.
            also: Items that are asked about although nothing may demand anything of them.
        """
        entries: dict[tuple[str, str], Entry] = {
            (entry.type, entry.id): entry for entry in conversation.entries
        }
        parties = {
            f"participants/{subjects[0]}": one
            for one in conversation.participants
            if (subjects := self.subjects(one))
        }
        for item in self.items(conversation):
            if self.facts.about(ERASED, item=item.id):
                continue
            entry = entries[type_of(item), item.entry_id] if item.entry_id is not None else None
            held: object = parties.get(item.part, item.part)
            if entry is not None:
                held = content(entry, item.part)
            if held is None:
                continue
            decision = self.decide(item)
            if decision.state in ("due", "scheduled", "restricted") or item.id in also:
                yield Seen(item, decision, entry, held)
            elif item.category == "raw":
                yield Seen(item, decision, entry, None)


_CALLS = frozenset({"call", "recording", "voicemail", "transcript"})
_NOTICES = frozenset({"notice", "consent", "rights_request"})


def type_of(item: Item) -> str:
    """Return the type of the entry that an item is a part of."""
    if item.category in _CALLS:
        return "call"
    return "notice" if item.category in _NOTICES else "message"


def _fingerprint(item: Item, entry: Entry | None, held: object) -> str:
    """
    Tell what an item is now: where it was read, and what it holds.

    Of what it holds, eight digits only. They tell that it has changed, and are too few to tell it
    from all other texts.
    """
    sources = entry.sources if entry is not None else ()
    origin = to_json((item, sources), exclude_none=True)
    return f"{sha256(origin).hexdigest()[:32]}.{sha256(to_json(held)).hexdigest()[:8]}"


def planned(seen: Seen, until: datetime) -> PlanEntry | None:
    """Return an item's entry in a plan, if it has one."""
    decision = seen.decision
    late = decision.at is None or decision.at > until
    if decision.state == "scheduled" and late:
        return None
    action = "restrict" if decision.state == "restricted" else decision.action
    if action is None or decision.state not in ("due", "scheduled", "restricted"):
        return None
    return PlanEntry(
        item=seen.item.id,
        category=seen.item.category,
        channel=seen.item.channel,
        fingerprint=seen.fingerprint,
        state=decision.state,
        action=action,
        at=decision.at,
        claims=tuple(_told(claim) for claim in decision.determining),
        purposes=decision.purposes or () if action == "restrict" else (),
    )


def _told(claim: Claim) -> PlannedClaim:
    rule = "hold" if claim.rule.startswith("hold:") else claim.rule
    return PlannedClaim(
        kind=claim.kind, rule=rule, force=claim.force, at=claim.at, basis=claim.basis
    )


class Payloads:
    """Raw payloads, each of which several conversations may share."""

    def __init__(self) -> None:
        self._due: dict[str, tuple[PlanEntry, int]] = {}
        self._restricted: dict[str, PlanEntry] = {}
        self._kept: set[int] = set()

    def add(self, seen: Seen, until: datetime) -> None:
        """Take in what one conversation says about a payload."""
        item = seen.item.id
        short = int(item.rpartition("_")[2][:16], 16)
        entry = planned(seen, until)
        if entry is not None and entry.action == "restrict":
            self._restricted[item] = entry
        if short in self._kept:
            return
        if entry is None or entry.action == "restrict":
            # What one conversation keeps, stays. Two payloads that look alike here both stay.
            self._kept.add(short)
            self._due.pop(item, None)
            return
        number = int(sha256(seen.fingerprint.encode()).hexdigest()[:32], 16)
        known = self._due.get(item)
        if known is not None:
            latest = max((known[0], entry), key=_date)
            self._due[item] = (latest, (known[1] + number) % 2**128)
        else:
            self._due[item] = (entry, number)

    def entries(self) -> Iterator[PlanEntry]:
        """Yield those that go. Their fingerprints cover every conversation that knows them."""
        yield from self._restricted.values()
        for entry, number in self._due.values():
            yield entry.model_copy(update={"fingerprint": f"{number:032x}."})


def _date(entry: PlanEntry) -> tuple[bool, Any]:  # Any with reason: a date, or a number
    return (False, 0) if entry.at is None else (True, entry.at.timestamp())


def sealed(unsealed: Plan) -> Plan:
    """Give a plan its address."""
    return unsealed.model_copy(update={"digest": _digest(unsealed)})


def _digest(of: Plan) -> str:
    said = of.model_dump_json(exclude={"digest"}, exclude_none=True)
    return f"sha256:{sha256(said.encode()).hexdigest()}"


def dump_plan(document: Plan) -> str:
    """Write a plan as one line of JSON; `load_plan` gives an equal one back."""
    return document.model_dump_json(exclude_none=True)


def load_plan(data: str | bytes) -> Plan:
    """
    Read a plan, and check that it is the one that was made.

    Raises:
        SchemaError: If it is no plan, of another version, or has been changed since.
    """
    problem = "the plan has been changed since it was made: its digest does not fit"
    try:
        found = _PLAN.validate_json(data)
    except ValidationError as error:
        problem = f"not a plan: {describe(error.errors(include_url=False, include_input=False)[0])}"
        found = None
    if found is not None and found.schema_version != SCHEMA_VERSION:
        problem = f"the plan is of another schema than {SCHEMA_VERSION}: make it again"
    elif found is not None and _digest(found) == found.digest:
        return found
    raise SchemaError(problem)


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a plan."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_PLAN.json_schema(mode="validation"),
        "title": f"omnidesk plan, schema {SCHEMA_VERSION}",
    }


_PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)
