"""What is asked, and what a gate answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import Field

from omnidesk.model import Time
from omnidesk.model._base import Noun
from omnidesk.policy._base import Zone
from omnidesk.policy._calendar import BusinessCalendar
from omnidesk.policy._facts import Fact, Facts
from omnidesk.policy.consent import Ceiling, Ledger
from omnidesk.policy.contact._classes import MessageClass
from omnidesk.policy.contact._policy import ContactPolicy
from omnidesk.policy.contact._words import OTHER_GATE, REASONS, WORDS
from omnidesk.policy.disclosure import DisclosurePolicy

Go = Literal["allow", "defer", "deny"]
"""Go; not before some moment; not at all, unless something new happens."""

GOES: dict[Go, int] = {"allow": 0, "defer": 1, "deny": 2}
"""The answers by how much they forbid."""


class SendRequest(Noun):
    """A message that somebody wants to send. What is `None` is not known, and not made up."""

    _shown: ClassVar[frozenset[str]] = frozenset({"channel", "message_class", "region", "zone"})

    subject: str
    """To whom (`subject_id`, or `Person.id`)."""
    channel: str
    """By which channel: `email`, `sms`, `call`, `post`, `messenger`, `zalo`, …"""
    message_class: str
    """Of which class (`MessageClass.id`)."""
    sender: str | None = None
    """From which address or account."""
    region: str | None = None
    """Where the recipient is (ISO 3166)."""
    zone: Zone | None = None
    """On which clock the recipient lives (IANA)."""
    age: Literal["adult", "minor"] | None = None
    """Whether the recipient is of age, by the law that applies to them, as far as you know."""
    age_years: int | None = Field(default=None, ge=0)
    """How old the recipient is, in completed years: the policy's rows then say of what age."""
    born: date | None = None
    """When the recipient was born; the rows then say whether they are of age at that moment."""
    service: str | None = None
    """Which of the desk's services, contracts or tickets it is about."""
    topic: str | None = None
    """What it is about, in the words of the policy's routes."""
    labels: tuple[str, ...] = ()
    """What is written on it."""
    footer: bool = False
    """Whether it says how to opt out."""
    human: bool = False
    """Whether a person writes it."""
    template: bool = False
    """Whether it is a template that the platform has approved."""
    automatic: bool = False
    """Whether a machine answers by itself: an acknowledgement, an absence note, a bot's answer."""
    reply_to: str | None = None
    """The id of the message that it answers (`Message.id`), if it answers one."""
    processor: str | None = None
    """Which sub-processor carries it (`Processor.id`); `None` if the desk sends it by itself."""
    customer: str | None = None
    """The desk's customer whose data it is, where that is not the recipient."""
    may_auto_respond: bool | None = None
    """
    Whether a machine may answer that mail, by RFC 3834: `MachineMail.may_auto_respond`, which
    `omnidesk.adapters.email` finds. `None` is not known, and then no machine answers.
    """


class GateAnswer(Noun):
    """What one gate says, and why."""

    _shown: ClassVar[frozenset[str]] = frozenset({"gate", "reason", "instead"})

    gate: str
    """Which gate."""
    go: Go
    """What it says."""
    until: Time | None = None
    """For `defer`: no earlier than this (UTC)."""
    reason: str | None = None
    """Why, in a word of ours or by the id of the row that says so; for programs."""
    closes: Time | None = None
    """For an open window: when it closes (UTC)."""
    instead: tuple[str, ...] = ()
    """Channels that are better for it."""

    def words(self, language: Literal["en", "vi"] = "en") -> str:
        """Say it in words: why it is shut, or what to do although it is open."""
        said = REASONS.get(self.reason or "") or WORDS.get(self.gate, OTHER_GATE)
        return said[language == "vi"]


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """All that a gate may look at."""

    request: SendRequest
    kind: MessageClass
    policy: ContactPolicy
    ledger: Ledger
    facts: tuple[Facts, ...]
    ceilings: tuple[Ceiling, ...]
    calendars: Mapping[str, BusinessCalendar]
    automatic: frozenset[str]
    """The ids of messages that a machine wrote."""
    processors: DisclosurePolicy | None
    """The policy with the register of sub-processors."""
    known_at: datetime
    """When was asked: what happens later is not known."""
    now: datetime
    """The moment that it is about."""
    _seen: dict[str, list[Fact]] = field(default_factory=dict[str, "list[Fact]"])

    def known(self) -> Facts:
        """Return all that is known to have happened."""
        return Facts(fact for facts in self.facts for fact in facts if fact.at <= self.known_at)

    def about(self, kind: str) -> list[Fact]:
        """Return the facts of a kind about the recipient, in order of time."""
        if kind not in self._seen:
            found = frozenset(
                fact
                for facts in self.facts
                for fact in facts.about(kind, subject=self.request.subject)
                if fact.at <= self.known_at
            )
            self._seen[kind] = sorted(found, key=_order)
        return self._seen[kind]

    def latest(self, *kinds: str, name: str | None = None) -> datetime | None:
        """
        Return when something of a kind last happened to the recipient.

        Args:
            *kinds: The kinds.
            name: Only what is named that, or that and `/` and more.
        """
        found = (fact for kind in kinds for fact in self.about(kind))
        return max((one.at for one in found if name is None or is_named(one, name)), default=None)


def is_named(fact: Fact, name: str) -> bool:
    """Tell whether a fact is named that, or that and `/` and more."""
    return fact.name == name or (fact.name or "").startswith(f"{name}/")


def _order(fact: Fact) -> tuple[datetime, str]:
    return fact.at, fact.name or ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a gate says, before it has a name."""

    go: Go = "allow"
    until: datetime | None = None
    reason: str | None = None
    closes: datetime | None = None
    instead: tuple[str, ...] = ()


GO = Said()
"""Nothing against it."""


def no(reason: str, *, instead: tuple[str, ...] = ()) -> Said:
    """Return a no."""
    return Said("deny", reason=reason, instead=instead)


def wait(now: datetime, found: list[tuple[datetime, str]]) -> Said:
    """Return the longest of some waits, each until a moment by a row."""
    late = [one for one in found if one[0] > now]
    if not late:
        return GO
    until, reason = max(late)
    return Said("defer", until=until, reason=reason)
