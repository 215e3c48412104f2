"""Consent and rights as data: what somebody allowed, refused or asked for."""

from __future__ import annotations

from typing import ClassVar, Literal

from omnidesk.model._base import Noun, Time
from omnidesk.model.participant import Participant

ConsentState = Literal[
    "granted", "refused", "withdrawn", "expired", "requested", "notice_shown", "unknown"
]
"""Silence is never `granted`: browsing on after a notice is `notice_shown`."""

RightsKind = Literal[
    "erase", "withdraw", "restrict", "object", "access", "rectify", "port", "unspecified"
]
"""What somebody exercises, after the rights of the GDPR and Vietnam's personal data law."""


class Consent(Noun):
    """One signal about what somebody allows."""

    _shown: ClassVar[frozenset[str]] = frozenset({"signal"})

    state: ConsentState
    """What the signal says."""
    purpose: str | None = None
    """What for, in the vendor's or the form's words: a topic, `calls`, `marketing`, …"""
    channel: str | None = None
    """The channel that it is about, if it is narrower than everything."""
    signal: str
    """What it was read from: `follow`, `opt_in`, `list_unsubscribe`, `call_consent`, …"""
    subject: Participant | None = None
    """Whose consent."""
    token: str | None = None
    """What the platform wants back with a message that relies on this consent. A credential."""
    frequency: str | None = None
    """How often it allows to write, in the platform's word."""
    expires_at: Time | None = None
    """When it ends by itself (UTC); `None` is not at all, or not said."""


class RightsRequest(Noun):
    """Somebody exercises a right over their data."""

    kind: RightsKind
    """Which right."""
    subject: Participant | None = None
    """Whose data."""
    confirmation_code: str | None = None
    """The code under which the platform or the person can ask how it stands."""
    due_at: Time | None = None
    """When the platform says that it must be done (UTC), if it does. Laws are the policy's part."""
