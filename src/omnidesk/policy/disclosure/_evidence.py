"""What stands by a moment: facts that begin and end, and who agreed to what."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from omnidesk.policy._facts import Facts
from omnidesk.policy.consent import Ceiling, Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable


def aware(now: datetime) -> datetime:
    """
    Return a moment in UTC.

    Raises:
        ValueError: If it is naive.
    """
    if now.utcoffset() is None:
        raise ValueError("now must be aware: say which zone it is in")
    return now.astimezone(UTC)


class Evidence(NamedTuple):
    """All that has happened by a moment."""

    ledger: Ledger
    facts: Facts
    ceilings: tuple[Ceiling, ...]
    now: datetime
    desk: str | None

    @classmethod
    def at(
        cls,
        now: datetime,
        ledger: Ledger,
        facts: Facts,
        ceilings: Iterable[Ceiling] = (),
        *,
        desk: str | None = None,
    ) -> Evidence:
        """
        Take what has happened by a moment.

        Args:
            now: The moment; aware.
            ledger: All consents.
            facts: All facts.
            ceilings: Laws that end consents.
            desk: What the ledger calls the firm whose policy it is.

        Raises:
            ValueError: If `now` is naive.
        """
        moment = aware(now)
        return cls(ledger, facts.until(moment), tuple(ceilings), moment, desk)

    def stands(
        self, begins: str, ends: str, *, subject: str | None, name: str | None, tie: bool = False
    ) -> bool:
        """
        Tell whether what one kind of fact begins, and another ends, stands.

        A fact that ends it and has no name ends it under every name. At one moment, `tie` decides.
        """
        began = self._last(begins, subject, (name,))
        ended = self._last(ends, subject, (name, None))
        if began is None:
            return False
        return ended is None or began > ended or (tie and began == ended)

    def names(self, begins: str, ends: str, *, subject: str) -> frozenset[str]:
        """Return under which names it stands."""
        named = {one.name for one in self.facts.about(begins, subject=subject)}
        return frozenset(
            name
            for name in named
            if name is not None and self.stands(begins, ends, subject=subject, name=name)
        )

    def _last(
        self, kind: str, subject: str | None, names: tuple[str | None, ...]
    ) -> datetime | None:
        found = (one.at for one in self.facts.about(kind, subject=subject) if one.name in names)
        return max(found, default=None)

    def agreed(
        self, subject: str | None, *, purpose: str, to: str | None, channel: str | None = None
    ) -> bool:
        """
        Tell whether somebody consented that a recipient gets data for a purpose.

        Only a grant that names the recipient (`controller`) counts: whoever allows the desk
        something has not allowed it to anybody else. A no to the desk is a no to whom it passes on.
        """
        if subject is None or to is None:
            return False
        speaking = (
            one.model_copy(update={"controller": to})
            if one.controller is not None and one.controller == self.desk
            else one
            for one in self.ledger.about(subject)
            if one.kind != "given" or one.controller == to
        )
        found = Ledger(speaking).state(
            subject,
            now=self.now,
            purpose=purpose,
            channel=channel,
            controller=to,
            ceilings=self.ceilings,
        )
        return found.allows

    def said_no(self, subject: str, *, purpose: str) -> bool:
        """
        Tell whether somebody said no to a purpose, to whomever and by whatever channel.

        A later grant for that purpose takes a no back if it names all that the no names.
        """
        until_now = [one for one in self.ledger.about(subject) if one.at <= self.now]
        grants = [
            one
            for one in until_now
            if one.kind == "given"
            and one.purpose == purpose
            and (one.expires_at is None or one.expires_at > self.now)
        ]
        return any(
            one.kind in ("withdrawn", "refused")
            and one.purpose in (None, purpose)
            and not any(later.at > one.at and one.named <= later.named for later in grants)
            for one in until_now
        )
