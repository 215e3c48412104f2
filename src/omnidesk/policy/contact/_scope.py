"""What somebody still gets after they opted out, and what their data may be used for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from omnidesk.model._base import Noun
from omnidesk.policy.contact._classes import MessageClass
from omnidesk.policy.contact._request import GateAnswer, Go

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from omnidesk.policy.consent import Ceiling, Ledger
    from omnidesk.policy.contact._policy import ContactPolicy

STOPPED = ("withdrawn", "refused")
"""How a consent stands that somebody took back or never gave."""

_SENTENCES = {
    "en": ("You will no longer get: {}.", "You will still get: {}."),
    "vi": ("Quý khách sẽ không còn nhận: {}.", "Quý khách vẫn nhận: {}."),
}


class OptOutScope(Noun):
    """Which classes of message somebody gets by a channel, and which they have stopped."""

    _shown: ClassVar[frozenset[str]] = frozenset({"channel"})

    channel: str
    """The channel."""
    stopped: tuple[MessageClass, ...] = ()
    """What no longer comes, because they refused it or took their consent back."""
    still: tuple[MessageClass, ...] = ()
    """What may still come."""

    def words(self, language: Literal["en", "vi"] = "en") -> tuple[str, ...]:
        """Say it in sentences, as the confirmation of an opt-out does; what is empty is left."""
        return tuple(
            sentence.format(", ".join(_title(one, language) for one in some))
            for sentence, some in zip(_SENTENCES[language], (self.stopped, self.still), strict=True)
            if some
        )


def opt_out_scope(
    subject: str,
    ledger: Ledger,
    policy: ContactPolicy,
    *,
    channel: str,
    now: datetime,
    region: str | None = None,
    ceilings: Iterable[Ceiling] = (),
) -> OptOutScope:
    """
    Tell what somebody has stopped, and what may still come by a channel.

    What they never agreed to and never refused is neither, and what goes once is not listed. It is
    about consent alone: a wish for no contact at all is a fact (`do_not_contact`), and other gates
    may be shut.

    Args:
        subject: Whom it is about.
        ledger: What they consented to, with the opt-out.
        policy: The desk's classes.
        channel: The channel.
        now: The present moment; aware.
        region: Whose law applies (ISO 3166).
        ceilings: Laws that end consents.

    Raises:
        ValueError: If `now` is naive.
    """
    stopped: list[MessageClass] = []
    still: list[MessageClass] = []
    laws = tuple(ceilings)
    for kind in policy.classes:
        places = (policy.channels, kind.channels or None)
        if not kind.active or kind.single or any(one and channel not in one for one in places):
            continue
        standing = ledger.state(
            subject,
            now=now,
            purpose=kind.purpose,
            channel=channel,
            message_class=kind.id,
            controller=policy.controller,
            region=region,
            ceilings=laws,
        )
        if kind.opt_out and standing.state in STOPPED:
            stopped.append(kind)
        elif kind.basis != "consent" or standing.allows:
            still.append(kind)
    return OptOutScope(channel=channel, stopped=tuple(stopped), still=tuple(still))


def _title(kind: MessageClass, language: str) -> str:
    return (kind.title_vi if language == "vi" else None) or kind.title or kind.id


def may_use(
    subject: str,
    purpose: str,
    ledger: Ledger,
    policy: ContactPolicy,
    *,
    now: datetime,
    region: str | None = None,
    ceilings: Iterable[Ceiling] = (),
) -> GateAnswer:
    """
    Decide whether somebody's data may be used for a purpose, whether it sends messages or not.

    Analysis is such a purpose: it needs no message, and an objection stops it all the same.

    Args:
        subject: Whose data.
        purpose: What for (`Purpose.id`). What the policy does not declare is denied.
        ledger: What they consented or objected to.
        policy: The desk's purposes.
        now: The present moment; aware.
        region: Whose law applies (ISO 3166).
        ceilings: Laws that end consents.

    Raises:
        ValueError: If `now` is naive.
    """
    standing = ledger.state(
        subject,
        now=now,
        purpose=purpose,
        controller=policy.controller,
        region=region,
        ceilings=ceilings,
    )
    said = next((one for one in policy.purposes if one.id == purpose), None)
    go: Go = "allow"
    reason = None
    if said is None:
        go, reason = "deny", "purpose_unknown"
    elif said.basis == "consent":
        go, reason = ("allow", None) if standing.allows else ("deny", f"consent_{standing.state}")
    elif said.opt_out and standing.state in STOPPED:
        go, reason = "deny", f"consent_{standing.state}"
    return GateAnswer(gate="purpose", go=go, reason=reason)
