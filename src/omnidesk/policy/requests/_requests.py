"""Somebody asks about their data: who, for what, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from omnidesk.model import Identity, RightsKind, Time, derive_id
from omnidesk.model._base import Noun
from omnidesk.policy._facts import Fact
from omnidesk.policy._subjects import known_people, subjects_among

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from omnidesk.events import RightsRequested
    from omnidesk.model import Person

Verification: TypeAlias = Literal["none", "contact", "identity"]
"""
How sure it is who asks: not at all; they can be reached under the address that the data is about
(they answered from it, or followed a link sent there); or somebody has checked who they are.
"""

SURE: Mapping[Verification, int] = {"none": 0, "contact": 1, "identity": 2}
"""The levels in their order."""

REQUIRED: Mapping[RightsKind, Verification] = {
    "access": "identity",
    "port": "identity",
    "erase": "contact",
    "rectify": "contact",
    "restrict": "none",
    "object": "none",
    "withdraw": "none",
    "unspecified": "none",
}
"""
How sure it must be. Data goes out to nobody who has not proved who they are, and nothing is erased
or changed for somebody who cannot be reached; to stop using data needs no proof.
"""

ASKS: Mapping[RightsKind, tuple[str, ...]] = {
    "access": ("access_requested",),
    "port": ("access_requested",),
    "erase": ("erasure_requested",),
    "rectify": ("inaccuracy_claimed",),
    "restrict": ("restriction_requested",),
    "object": ("objected",),
    "withdraw": ("consent_withdrawn",),
    "unspecified": (),
}
"""The facts that a request is, for policies to wait for."""


class SubjectRequest(Noun):
    """What somebody asks for."""

    _shown: ClassVar[frozenset[str]] = frozenset({"law"})

    id: str
    """Derived, or the desk's own."""
    kind: RightsKind
    """What they ask for."""
    identities: tuple[Identity, ...]
    """Under which addresses."""
    verification: Verification = "none"
    """How sure it is that it is they."""
    law: str
    """The law that applies: `vn`, `gdpr`, …"""
    received_at: Time
    """When it reached the desk (UTC)."""
    correct_name: str | None = None
    """For `rectify`: the name as it should be."""


def request_of(
    event: RightsRequested,
    *,
    law: str,
    verification: Verification = "none",
    received_at: datetime | None = None,
) -> SubjectRequest | None:
    """
    Make a request of what an adapter reads.

    Args:
        event: The event.
        law: The law that applies.
        verification: How sure it is who asks: a callback that a platform has signed is `contact`.
        received_at: When it reached the desk, if the event does not say; aware.

    Returns:
        The request, or `None` if nobody says whose data it is about, or when it came.
    """
    subject, at = event.request.subject, event.source.received_at or received_at
    if subject is None or not subject.identities or at is None:
        return None
    return SubjectRequest(
        id=derive_id("request", event.id),
        kind=event.request.kind,
        identities=subject.identities,
        verification=verification,
        law=law,
        received_at=at,
    )


def request_facts(request: SubjectRequest, *, people: Iterable[Person] = ()) -> tuple[Fact, ...]:
    """
    Return what a request is to a policy: `erasure_requested` and the like, for each subject.

    They are dated by when the request came. Record them when it is verified as far as it must be.
    """
    subjects = sorted(subjects_of(request, tuple(people)))
    return tuple(
        Fact(kind=kind, at=request.received_at, subject=subject, name=request.id)
        for kind in ASKS[request.kind]
        for subject in subjects
    )


def subjects_of(request: SubjectRequest, people: tuple[Person, ...]) -> frozenset[str]:
    """Return under which ids decisions are made about whoever asks."""
    return frozenset(subjects_among(request.identities, known_people(people)))
