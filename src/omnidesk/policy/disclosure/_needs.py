"""What a permit asks to be shown, and whether it is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from omnidesk.policy._periods import after
from omnidesk.policy.disclosure._handover import hand_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from omnidesk.policy.disclosure._evidence import Evidence
    from omnidesk.policy.disclosure._requests import DisclosureRequest
    from omnidesk.policy.disclosure._rows import Need, Permit

CLOCK = ZoneInfo("UTC")
"""The zone in which periods of a disclosure policy are counted."""


def _law(asked: DisclosureRequest, _: Permit, seen: Evidence) -> bool:
    def required(subject: str | None) -> bool:
        begins, ends = "disclosure_required", "disclosure_lifted"
        return seen.stands(begins, ends, subject=subject, name=asked.case)

    if asked.case is None:
        return False
    return required(None) or (bool(asked.subjects) and all(map(required, asked.subjects)))


def _consent(asked: DisclosureRequest, _: Permit, seen: Evidence) -> bool:
    given = (
        seen.agreed(one, purpose=asked.purpose, to=asked.recipient, channel=asked.channel)
        for one in asked.subjects
    )
    # Nobody's consent is no consent.
    return bool(asked.subjects) and all(given)


def _approval(asked: DisclosureRequest, permit: Permit, seen: Evidence) -> bool:
    found = asked.approval
    if found is None or found.permit != permit.id or found.recipient != asked.recipient:
        return False
    covers = bool(asked.subjects) and set(asked.subjects) <= set(found.subjects)
    runs = found.approved_at <= seen.now < found.expires_at
    if permit.longest is not None:
        latest = after(found.approved_at, permit.longest, CLOCK, late=False)
        runs = runs and latest is not None and found.expires_at <= latest
    revoked = any(
        one.name in (found.id, None)
        for subject in (None, *asked.subjects)
        for one in seen.facts.about("approval_revoked", subject=subject)
    )
    honest = found.approved_by != found.requested_by and bool(found.reason.strip())
    return covers and runs and honest and not revoked


def _client(asked: DisclosureRequest, _: Permit, seen: Evidence) -> bool:
    def runs(subject: str) -> bool:
        begins, ends = "contract_started", "contract_ended"
        return any(
            seen.stands(begins, ends, subject=subject, name=one.name)
            for one in seen.facts.about(begins, subject=subject)
        )

    return bool(asked.subjects) and all(map(runs, asked.subjects))


def _not_opted_out(asked: DisclosureRequest, _: Permit, seen: Evidence) -> bool:
    noes = (seen.said_no(one, purpose=asked.purpose) for one in asked.subjects)
    return bool(asked.subjects) and not any(noes)


def _controller_change(asked: DisclosureRequest, _: Permit, seen: Evidence) -> bool:
    changed = seen.facts.about("controller_changed")
    return asked.recipient is not None and any(one.name == asked.recipient for one in changed)


def _notice(asked: DisclosureRequest, _: Permit, seen: Evidence) -> bool:
    def told(subject: str) -> bool:
        return any(
            one.at <= seen.now
            and one.purpose == asked.purpose
            and (one.notice_version is not None or one.wording is not None)
            for one in seen.ledger.about(subject)
        )

    return bool(asked.subjects) and all(map(told, asked.subjects))


def _handover(asked: DisclosureRequest, _: Permit, seen: Evidence) -> bool:
    if asked.handover is None or not asked.subjects:
        return False
    return asked.handover == hand_over(asked.subjects, seen.ledger, seen.facts).digest


_CHECKS: dict[Need, Callable[[DisclosureRequest, Permit, Evidence], bool]] = {
    "law": _law,
    "consent": _consent,
    "approval": _approval,
    "client": _client,
    "not_opted_out": _not_opted_out,
    "controller_change": _controller_change,
    "handover": _handover,
    "notice": _notice,
}


def unmet(asked: DisclosureRequest, permit: Permit, seen: Evidence) -> tuple[Need, ...]:
    """Return what a permit needs and nobody has shown; what cannot be worked out is not shown."""
    return tuple(one for one in permit.needs if not _is_met(one, asked, permit, seen))


def _is_met(need: Need, asked: DisclosureRequest, permit: Permit, seen: Evidence) -> bool:
    try:
        return _CHECKS[need](asked, permit, seen)
    except (ArithmeticError, LookupError, ValueError):
        return False
