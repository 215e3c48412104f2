"""
May I send this, to them, here, now?

Every gate is asked, and the strictest answer counts: their order means nothing, and one more gate
never lets more through. What is not known denies.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from omnidesk.model import Conversation, Time
from omnidesk.model._base import Noun
from omnidesk.policy._facts import Facts
from omnidesk.policy.contact._conversations import contact_facts
from omnidesk.policy.contact._gates import GATES, pass_gates
from omnidesk.policy.contact._request import GOES, Asked, GateAnswer, Go

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.model import Person
    from omnidesk.policy._calendar import BusinessCalendar
    from omnidesk.policy.consent import Ceiling, Ledger
    from omnidesk.policy.contact._classes import MessageClass
    from omnidesk.policy.contact._policy import ContactPolicy
    from omnidesk.policy.contact._request import SendRequest
    from omnidesk.policy.disclosure import DisclosurePolicy

HORIZON = timedelta(days=400)
"""How far ahead `next_allowed` looks."""


class SendDecision(Noun):
    """Whether a message may go out, and what every gate says."""

    _shown: ClassVar[frozenset[str]] = frozenset()

    go: Go
    """Go, wait, or no."""
    until: Time | None = None
    """For `defer`: not before this (UTC). Then ask again: another gate may have closed."""
    gates: tuple[GateAnswer, ...]
    """What each gate says, by name."""

    @property
    def against(self) -> tuple[GateAnswer, ...]:
        """The gates that do not let it through."""
        return tuple(one for one in self.gates if one.go != "allow")

    @property
    def advice(self) -> tuple[GateAnswer, ...]:
        """The gates that let it through and know a better channel for it."""
        return tuple(one for one in self.gates if one.go == "allow" and one.instead)

    @property
    def closes(self) -> datetime | None:
        """When the first of the open windows closes (UTC); `None` if there is none."""
        return min((one.closes for one in self.gates if one.closes is not None), default=None)

    def words(self, language: Literal["en", "vi"] = "en") -> tuple[str, ...]:
        """Say in words why it may not go out; nothing if it may."""
        return tuple(one.words(language) for one in self.against)


def may_send(
    request: SendRequest,
    ledger: Ledger,
    facts: Facts,
    policy: ContactPolicy,
    *,
    now: datetime,
    ceilings: Iterable[Ceiling] = (),
    calendars: Iterable[BusinessCalendar] = (),
    conversation: Conversation | Iterable[Conversation] = (),
    people: Iterable[Person] = (),
    processors: DisclosurePolicy | None = None,
) -> SendDecision:
    """
    Decide whether a message may go out.

    The facts that count are those about the recipient, until now; the page on sending lists them by
    gate. What conversations say counts as well, as `contact_facts` reads it.

    Args:
        request: The message.
        ledger: What they consented to.
        facts: What has happened.
        policy: The desk's classes and rows.
        now: The present moment; aware.
        ceilings: Laws that end consents.
        calendars: The calendars that rows name, such as `vietnam_calendar(…)`.
        conversation: A conversation with them, or several.
        people: Who is who in the conversations.
        processors: The policy with the register of sub-processors. Without it none carries
            anything.

    Raises:
        ValueError: If `now` is naive.
    """
    asked = _Question(
        request,
        ledger,
        facts,
        policy,
        now=now,
        ceilings=ceilings,
        calendars=calendars,
        processors=processors,
    )
    return asked.read(conversation, people).answer(asked.known_at)


def join(answers: Iterable[GateAnswer]) -> SendDecision:
    """
    Return the strictest of answers: no before wait, a longer wait before a shorter.

    With it a gate of your own joins in: `join([*decision.gates, answer])`.
    """
    gates = tuple(sorted(answers, key=lambda one: one.gate))
    go: Go = "allow"
    for one in gates:
        go = one.go if GOES[one.go] > GOES[go] else go
    waits = [one.until for one in gates if one.until is not None]
    return SendDecision(go=go, until=max(waits) if go == "defer" else None, gates=gates)


def next_allowed(
    request: SendRequest,
    ledger: Ledger,
    facts: Facts,
    policy: ContactPolicy,
    *,
    now: datetime,
    ceilings: Iterable[Ceiling] = (),
    calendars: Iterable[BusinessCalendar] = (),
    conversation: Conversation | Iterable[Conversation] = (),
    people: Iterable[Person] = (),
    processors: DisclosurePolicy | None = None,
) -> datetime | None:
    """
    Return the first moment from now on at which a message may go out.

    It may be allowed then if nothing new happens; ask again when it comes. Arguments are those of
    `may_send`.

    Returns:
        The moment (UTC), or `None` if waiting does not help, or not within 400 days. A no stays a
        no here, even one that time alone would end, such as a birthday.

    Raises:
        ValueError: If `now` is naive.
    """
    asked = _Question(
        request,
        ledger,
        facts,
        policy,
        now=now,
        ceilings=ceilings,
        calendars=calendars,
        processors=processors,
    )
    asked.read(conversation, people)
    moment = asked.known_at
    while moment - asked.known_at <= HORIZON:
        found = asked.answer(moment)
        if found.until is None:
            return moment if found.go == "allow" else None
        # No moment before it is allowed: some gate is closed at each of them.
        moment = found.until
    return None


class _Question:
    """What is asked, prepared once for all moments."""

    def __init__(
        self,
        request: SendRequest,
        ledger: Ledger,
        facts: Facts,
        policy: ContactPolicy,
        *,
        now: datetime,
        ceilings: Iterable[Ceiling],
        calendars: Iterable[BusinessCalendar],
        processors: DisclosurePolicy | None,
    ) -> None:
        if now.utcoffset() is None:
            raise ValueError("now must be aware: say which zone it is in")
        self.known_at = now.astimezone(UTC)
        self._kind: MessageClass | None = policy.find(request.message_class)
        self._request, self._ledger, self._policy = request, ledger, policy
        self._facts: tuple[Facts, ...] = (facts,)
        self._ceilings = tuple(ceilings)
        self._calendars = {one.id: one for one in calendars}
        self._automatic: frozenset[str] = frozenset()
        self._processors = processors

    def read(
        self, conversations: Conversation | Iterable[Conversation], people: Iterable[Person]
    ) -> _Question:
        """Take in what conversations say."""
        several = (
            (conversations,) if isinstance(conversations, Conversation) else tuple(conversations)
        )
        if several:
            self._facts = (*self._facts, contact_facts(several, people=people))
            self._automatic = frozenset(
                name
                for conversation in several
                for one in conversation.messages
                if one.automatic is not None
                for name in (one.id, *one.aliases)
            )
        return self

    def answer(self, moment: datetime) -> SendDecision:
        """Ask all gates about a moment."""
        if self._kind is None:
            return SendDecision(
                go="deny", gates=(GateAnswer(gate="class", go="deny", reason="class"),)
            )
        asked = Asked(
            self._request,
            self._kind,
            self._policy,
            self._ledger,
            self._facts,
            self._ceilings,
            self._calendars,
            self._automatic,
            self._processors,
            self.known_at,
            moment,
        )
        return join(pass_gates(asked, sorted(GATES)))
