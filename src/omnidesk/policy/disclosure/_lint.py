"""What is wrong with a disclosure policy or its register, before anybody asks for anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from omnidesk.policy.disclosure._evidence import aware
from omnidesk.policy.disclosure._rows import INSIDE, InForce
from omnidesk.policy.review._lint import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from omnidesk.policy.disclosure._policy import DisclosurePolicy
    from omnidesk.policy.disclosure._register import Processor
    from omnidesk.policy.disclosure._rows import Denial, Permit, RecipientKind

DisclosureFindingCode: TypeAlias = Literal[
    "attestation_expired",
    "attestation_undated",
    "date_gap",
    "date_overlap",
    "denies_own_channels",
    "denies_own_processors",
    "denies_the_law",
    "duty_missing",
    "duty_unproved",
    "no_instructions",
    "no_notice",
    "no_purpose",
    "no_region",
    "not_assessed",
    "permit_never_applies",
    "third_country",
    "unbounded_exception",
]
"""What is found; [the page on disclosure](../policy/disclosure.md#lint) says what each means."""

_Row = TypeVar("_Row", bound=InForce)
_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
_PER_PURPOSE = frozenset({"notice", "consent"})
_LEGAL = frozenset({"legal_obligation", "law"})


@dataclass(frozen=True, slots=True)
class DisclosureFinding:
    """Something about a disclosure policy that somebody should know. As a string, it is a line."""

    code: DisclosureFindingCode
    """What it is."""
    severity: Severity
    """How bad it is: it cannot do what it says; somebody should look; it is good to know."""
    text: str
    """The same in words."""
    row: str | None = None
    """The permit, denial or sub-processor, by its id; `None` is the policy as a whole."""

    def __str__(self) -> str:
        row = f"{self.row}: " if self.row else ""
        return f"{self.severity} {self.code}: {row}{self.text}"


def lint_disclosure(policy: DisclosurePolicy, *, now: datetime) -> tuple[DisclosureFinding, ...]:
    """
    Find what is wrong with a policy, or at least odd.

    Args:
        policy: The policy with its register.
        now: The present moment; aware. Attestations expire.

    Returns:
        The findings, errors first, then by row.

    Raises:
        ValueError: If `now` is naive.
    """
    today = aware(now).date()
    found = {one for check in _CHECKS for one in check(policy, today)}
    order = sorted(found, key=lambda one: (_ORDER[one.severity], one.row or "", one.code, one.text))
    return tuple(order)


def _standing(rows: tuple[_Row, ...], today: date) -> Iterator[_Row]:
    """Yield the rows that have not ended."""
    return (row for row in rows if row.last is None or row.last >= today)


# --- permits and denials --------------------------------------------------------------------------


def _denials(policy: DisclosurePolicy, today: date) -> Iterator[DisclosureFinding]:
    for row in _standing(policy.denials, today):
        everybody = not (row.to or row.kinds)
        kinds = {one.kind for one in policy.recipients if one.id in row.to} | set(row.kinds)
        passes_on = not row.acts or "share" in row.acts
        whatever = not (row.category or row.channel or row.about)
        for_law = not row.purpose or not _LEGAL.isdisjoint(row.purpose)
        if not (passes_on and whatever):
            continue
        if for_law and (everybody or "third_party" in kinds):
            text = "it forbids even what a law requires, which no policy can"
            yield DisclosureFinding("denies_the_law", "error", text, row.id)
        if not row.purpose and (everybody or not kinds <= INSIDE):
            if policy.processors and (everybody or "processor" in kinds):
                text = "it forbids the sub-processors of its own register"
                yield DisclosureFinding("denies_own_processors", "error", text, row.id)
            if policy.platforms:
                listed = ", ".join(sorted(set(policy.platforms)))
                text = f"other firms run these channels, and so have what is said there: {listed}"
                yield DisclosureFinding("denies_own_channels", "warning", text, row.id)


def _permits(policy: DisclosurePolicy, _: date) -> Iterator[DisclosureFinding]:
    for row in policy.permits:
        roles = [one for one in policy.recipients if one.id in row.to]
        told = not _PER_PURPOSE.isdisjoint(row.needs)
        if not (row.purpose or told) and any(one.kind in ("staff", "processor") for one in roles):
            text = "it names no purpose: they may do it for anything"
            yield DisclosureFinding("no_purpose", "warning", text, row.id)
        if "approval" in row.needs and row.longest is None:
            text = "an approval may last as long as whoever gives it likes; expected `longest`"
            yield DisclosureFinding("unbounded_exception", "warning", text, row.id)
        for denial in policy.denials:
            hit = [one.id for one in roles if _silences(denial, row, one.id, one.kind)]
            if len(hit) == len(roles):
                text = f"the denial {denial.id} forbids all of it"
                yield DisclosureFinding("permit_never_applies", "warning", text, row.id)


def _silences(denial: Denial, permit: Permit, role: str, kind: RecipientKind) -> bool:
    """Tell whether a denial forbids all that a permit lets one role do."""
    if (denial.to or denial.kinds) and role not in denial.to and kind not in denial.kinds:
        return False
    limits: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        (denial.acts, permit.acts),
        (denial.purpose, permit.purpose),
        (denial.category, permit.category),
        (denial.channel, permit.channel),
        (denial.about, permit.about),
    ]
    dated = (
        denial.first is None or (permit.first is not None and denial.first <= permit.first)
    ) and (denial.last is None or (permit.last is not None and permit.last <= denial.last))
    return dated and all(
        not wide or (narrow and set(narrow) <= set(wide)) for wide, narrow in limits
    )


# --- the register ---------------------------------------------------------------------------------


def _places(policy: DisclosurePolicy, today: date) -> Iterator[DisclosureFinding]:
    known = {country for region in policy.regions for country in region.countries}
    for row in _standing(policy.processors, today):
        if not row.places:
            text = "it is not said in which region it has data"
            yield DisclosureFinding("no_region", "error", text, row.id)
        countries = {row.country, *(one.country for one in row.places)} - {None}
        outside = sorted(one for one in countries if one is not None and one not in known)
        if outside and known:
            text = f"in a country that no region of the policy names: {', '.join(outside)}"
            yield DisclosureFinding("third_country", "info", text, row.id)


def _terms(policy: DisclosurePolicy, today: date) -> Iterator[DisclosureFinding]:
    demanded = {one.duty for one in policy.duties}
    for row in _standing(policy.processors, today):
        missing = sorted(demanded - set(row.duties))
        if missing:
            text = f"it has not undertaken what is demanded: {', '.join(missing)}"
            yield DisclosureFinding("duty_missing", "error", text, row.id)
        live = [one for one in row.attestations if one.last is None or one.last >= today]
        unproved = set(row.duties) - {duty for one in live for duty in one.proves}
        if unproved:
            text = f"no attestation shows that it does this: {', '.join(sorted(unproved))}"
            yield DisclosureFinding("duty_unproved", "info", text, row.id)
        if "instructions" in row.duties and not row.purposes:
            text = "it follows instructions, and none are written: no purposes"
            yield DisclosureFinding("no_instructions", "warning", text, row.id)
        if row.assessed_on is None:
            text = "it is not said when it was assessed"
            yield DisclosureFinding("not_assessed", "warning", text, row.id)


def _attestations(policy: DisclosurePolicy, today: date) -> Iterator[DisclosureFinding]:
    for row in _standing(policy.processors, today):
        for one in row.attestations:
            if one.last is None:
                text = f"it is not said until when this is valid: {one.standard}"
                yield DisclosureFinding("attestation_undated", "warning", text, row.id)
            elif one.last < today:
                text = f"this is no longer valid: {one.standard}"
                yield DisclosureFinding("attestation_expired", "error", text, row.id)


def _dates(policy: DisclosurePolicy, _: date) -> Iterator[DisclosureFinding]:
    for name in sorted({one.id for one in policy.processors}):
        rows: tuple[Processor, ...] = policy.processor(name)
        for earlier, later in pairwise(rows):
            if later.first is None or earlier.last is None or later.first <= earlier.last:
                text = "two of its rows apply on one day"
                yield DisclosureFinding("date_overlap", "warning", text, name)
            elif later.first > earlier.last + timedelta(days=1):
                text = (
                    f"it is engaged by no row from {earlier.last + timedelta(days=1)} on for a time"
                )
                yield DisclosureFinding("date_gap", "warning", text, name)


def _notice(policy: DisclosurePolicy, _: date) -> Iterator[DisclosureFinding]:
    told = any(one.topic == "register_change" and one.notice for one in policy.contacts)
    if policy.processors and not told:
        text = "it is not said how long before a change of the register customers are told"
        yield DisclosureFinding("no_notice", "warning", text)


_CHECKS: tuple[Callable[[DisclosurePolicy, date], Iterator[DisclosureFinding]], ...] = (
    *(_denials, _permits, _places, _terms, _attestations, _dates, _notice),
)
