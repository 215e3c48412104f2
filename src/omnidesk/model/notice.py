"""Entries that are neither a message nor a call: somebody followed, was linked, was warned."""

from __future__ import annotations

from typing import ClassVar, Literal

from omnidesk.model._base import Noun, Time
from omnidesk.model.consent import Consent, RightsRequest
from omnidesk.model.message import Referral
from omnidesk.model.participant import Participant
from omnidesk.model.source import Source

NoticeKind = Literal[
    "joined",
    "left",
    "followed",
    "unfollowed",
    "opened",
    "referral",
    "consent",
    "rights_request",
    "handover",
    "account_linked",
    "account_unlinked",
    "blocked",
    "unblocked",
    "enforcement",
    "permission_revoked",
    "group_changed",
    "form_submitted",
    "order",
    "delivery_failed",
    "quota",
    "template_status",
    "assigned",
    "status_changed",
    "unrecognised",
    "other",
]
"""What happened; `other` with the vendor's own word in `name` for what has no word of ours."""


class Notice(Noun):
    """Something that happened in a conversation without anybody saying it."""

    _shown: ClassVar[frozenset[str]] = frozenset({"name"})

    type: Literal["notice"] = "notice"
    """The entry's kind."""
    id: str
    """Derived, like the id of the event that posted it."""
    kind: NoticeKind
    """What happened."""
    name: str | None = None
    """The vendor's own word for it, one of those that the vendor documents."""
    occurred_at: Time | None = None
    """When (UTC), if the vendor says."""
    actor: Participant | None = None
    """Who did it."""
    target: Participant | None = None
    """Whom it was done to, or who takes over."""
    text: str | None = None
    """What the vendor says about it."""
    consent: Consent | None = None
    """For `kind="consent"`."""
    rights: RightsRequest | None = None
    """For `kind="rights_request"`."""
    referral: Referral | None = None
    """For `kind="referral"` and `"opened"`: how they came here."""
    sources: tuple[Source, ...] = ()
    """Every raw item that it was read from."""
