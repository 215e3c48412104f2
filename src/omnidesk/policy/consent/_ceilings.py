"""How long a consent lasts at most, by law: dated data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import Field

from omnidesk.policy._base import NAME, Data, Zone
from omnidesk.policy._periods import Period, after
from omnidesk.policy._rules import Citation


class Ceiling(Data):
    """A law by which a consent ends some time after it was given, whatever it says itself."""

    id: str = Field(pattern=NAME)
    """Its name."""
    region: str
    """Whose law it is (ISO 3166)."""
    zone: Zone
    """The zone in which its days count (IANA)."""
    channel: tuple[str, ...] = ()
    """For which channels; none named is all."""
    purpose: tuple[str, ...] = ()
    """For which purposes; none named is all."""
    period: Period
    """How long a consent lasts at most."""
    first: date
    """The first day on which it applies, also to consents from before."""
    last: date | None = None
    """The last day on which it applies, if it has been repealed."""
    proof_kept: Period | None = None
    """How long the proof is to be kept, if the law says so."""
    source: Citation
    """Where it stands."""

    def end(
        self, given_at: datetime, *, now: datetime, region: str | None, purpose: str | None,
        channel: str | None,
    ) -> datetime | None:  # fmt: skip
        """
        Return when it ends a consent (UTC), or `None` if it does not apply.

        Where the region or the channel is not known, it applies: the shorter life is the safe one.
        """
        today = now.astimezone(ZoneInfo(self.zone)).date()
        if today < self.first or (self.last is not None and today > self.last):
            return None
        if region is not None and region != self.region:
            return None
        for wanted, given in ((self.channel, channel), (self.purpose, purpose)):
            if wanted and given is not None and given not in wanted:
                return None
        return after(given_at, self.period, ZoneInfo(self.zone), late=False)


CEILINGS: Final = (
    Ceiling(
        id="fr.telephone",
        region="FR",
        zone="Europe/Paris",
        channel=("call",),
        period="P1Y",
        first=date(2026, 8, 11),
        proof_kept="P3Y",
        source=Citation(
            document="Code de la consommation, article L223-1 (loi 2025-594); décret 2026-662",
            clause="one year and no tacit renewal; proof kept for three years",
            read_on=date(2026, 11, 21),
            certainty="secondary",
        ),
    ),
)
"""
The ceilings that are known to us. Vietnam's personal data law and the GDPR name no number; what a
platform grants for a time (calls by Zalo, 30 days) says so itself: `ConsentEvent.expires_at`.
"""
