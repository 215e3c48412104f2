"""
May I send this, to them, here, now?

Every gate is asked, and the strictest answer counts: their order means nothing, and one more gate
never lets more through. What is not known denies.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from omnidesk.model import Time
from omnidesk.model._base import Noun
from omnidesk.policy.contact._gates import GATES, GOES, Asked, GateAnswer, Go, pass_gates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.policy._facts import Facts
    from omnidesk.policy.consent import Ceiling, Ledger
    from omnidesk.policy.contact._gates import SendRequest
    from omnidesk.policy.contact._rules import ContactPolicy

_STEPS = 64
"""How often a moment may be put off before nobody waits any longer."""


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
) -> SendDecision:
    """
    Decide whether a message may go out.

    The facts that count are those about the subject, until now: `do_not_contact` and
    `contact_allowed`; `channel_preferred` (`name`: the channel; those of the last moment count);
    `register_checked` (`name`: `clear` or `listed`); `interacted` (`name`: the channel);
    `message_sent` (`name`: the channel, `/` and the message's id, or two sent at one moment would
    be one fact); `contract_started` and `contract_ended` (`name`: the service).

    Args:
        request: The message.
        ledger: What they consented to.
        facts: What has happened.
        policy: The desk's classes and rules.
        now: The present moment; aware.
        ceilings: Laws that end consents.

    Raises:
        ValueError: If `now` is naive.
    """
    _check(now)
    kind = policy.find(request.message_class)
    if kind is None:
        return SendDecision(go="deny", gates=(GateAnswer(gate="class", go="deny"),))
    moment = now.astimezone(UTC)
    asked = Asked(request, kind, policy, ledger, facts.until(now), tuple(ceilings), moment)
    return join(pass_gates(asked, sorted(GATES)))


def join(answers: Iterable[GateAnswer]) -> SendDecision:
    """Return the strictest of answers: no before wait, a longer wait before a shorter."""
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
) -> datetime | None:
    """
    Return the first moment from now on at which a message may go out.

    It may be allowed then if nothing new happens; ask again when it comes. Arguments are those of
    `may_send`.

    Returns:
        The moment (UTC), or `None` if only something new, or another rule, can allow it.

    Raises:
        ValueError: If `now` is naive.
    """
    _check(now)
    known, laws, moment = facts.until(now), tuple(ceilings), now.astimezone(UTC)
    for _ in range(_STEPS):
        found = may_send(request, ledger, known, policy, now=moment, ceilings=laws)
        if found.until is None:
            return moment if found.go == "allow" else None
        # No moment before it is allowed: some gate is closed at each of them.
        moment = found.until
    return None


def _check(now: datetime) -> None:
    if now.utcoffset() is None:
        raise ValueError("now must be aware: say which zone it is in")
