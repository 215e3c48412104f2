"""What a signal, a right or a call says about consent, by whatever way it was heard of."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from omnidesk.model import Participant
from omnidesk.policy._subjects import subjects_among
from omnidesk.policy.consent._events import ConsentEvent, ConsentKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omnidesk.model import (
        Consent,
        ConsentState,
        RecordingConsent,
        RightsKind,
        RightsRequest,
        Source,
    )

_KINDS: Final[Mapping[ConsentState, ConsentKind]] = {
    "granted": "given",
    "refused": "refused",
    "withdrawn": "withdrawn",
    "expired": "expired",
    "requested": "requested",
    "notice_shown": "notice_shown",
}
# What takes back more than the one purpose that the platform names.
_TAKES_ALL: Final = frozenset({"unfollow", "user_withdraw", "complaint", "unsubscribe_subject"})
_RIGHTS: Final[frozenset[RightsKind]] = frozenset({"erase", "withdraw", "restrict", "object"})
"""Rights after whose exercise nothing may rest on an earlier consent."""
_RECORDING: Final[Mapping[RecordingConsent, ConsentKind]] = {
    "given": "given",
    "refused": "refused",
}
_OURS: Final = frozenset({"agent", "bot", "business", "system"})


class Said(NamedTuple):
    """What was said, before it is known who said it when."""

    kind: ConsentKind | None
    """What it does in a ledger; `None` is nothing."""
    signal: str
    whose: tuple[Participant | None, ...]
    purpose: str | None = None
    channel: str | None = None
    expires_at: datetime | None = None

    def events(
        self,
        subjects: Iterable[str],
        *,
        at: datetime,
        source: Source | None,
        controller: str | None = None,
    ) -> tuple[ConsentEvent, ...]:
        """Return what belongs into the ledger."""
        if self.kind is None:
            return ()
        return tuple(
            ConsentEvent(
                kind=self.kind,
                subject=subject,
                at=at,
                purpose=self.purpose,
                channel=self.channel,
                controller=controller,
                expires_at=self.expires_at,
                signal=self.signal,
                proof=source.digest if source else None,
                source=source,
            )
            for subject in subjects
        )


def said_by_consent(consent: Consent, channel: str, purposes: Mapping[str, str] | None) -> Said:
    """Read a signal. A grant without a purpose is a notice; calls by a chat are a channel."""
    kind = _KINDS.get(consent.state)
    purpose = consent.purpose
    if consent.signal in _TAKES_ALL and kind == "withdrawn":
        purpose = None
    if purpose:
        purpose = (purposes or {}).get(purpose, purpose)
    if kind == "given" and not purpose:
        kind = "notice_shown"
    channel = consent.channel or channel
    return Said(
        kind,
        consent.signal,
        (consent.subject,),
        purpose or None,
        f"{channel}_call" if consent.signal == "call_consent" else channel,
        consent.expires_at if kind == "given" else None,
    )


def said_by_right(request: RightsRequest) -> Said:
    """Read the exercise of a right: some take back everything."""
    kind: ConsentKind | None = "withdrawn" if request.kind in _RIGHTS else None
    return Said(kind, f"rights_{request.kind}", (request.subject,))


def said_by_call(consent: RecordingConsent, parties: Iterable[Participant | None]) -> Said:
    """Read whether the parties of a call agreed to be recorded."""
    return Said(_RECORDING.get(consent), "call", tuple(parties), "recording", "call")


def subjects_of(whose: Iterable[Participant | None], known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids of those who are not ours; nobody, for whom the platform hides."""
    identities = (
        identity
        for one in whose
        if one is not None and one.role not in _OURS
        for identity in one.identities
    )
    return subjects_among(identities, known)
