"""The gates: each looks at one thing, and says yes or no."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from omnidesk.policy.disclosure._evidence import Evidence
from omnidesk.policy.disclosure._moves import home_of, move, region_of
from omnidesk.policy.disclosure._needs import unmet
from omnidesk.policy.disclosure._policy import DisclosurePolicy
from omnidesk.policy.disclosure._processors import Touch, engaged
from omnidesk.policy.disclosure._requests import DisclosureRequest, MoveRequest, answer, ask
from omnidesk.policy.disclosure._rows import INSIDE, Recipient
from omnidesk.policy.requests._requests import SURE

if TYPE_CHECKING:
    from collections.abc import Callable

    from omnidesk.policy.disclosure._requests import DisclosureAnswer, Sensitive
    from omnidesk.policy.disclosure._rows import Act, Denial, Permit, RecipientKind


class Asked(NamedTuple):
    """All that a gate may look at."""

    request: DisclosureRequest
    recipient: Recipient | None
    policy: DisclosurePolicy
    seen: Evidence

    @property
    def inside(self) -> bool:
        """Whether the data stays with the desk, or with whom it is about."""
        return self.recipient is not None and self.recipient.kind in INSIDE


# --- what the policy's rows say -------------------------------------------------------------------


def _fits(row: Permit | Denial, asked: Asked, *, doubt: bool) -> bool:
    """Tell whether a row is about a request; `doubt` decides where it is not known whom about."""
    request = asked.request
    limits: tuple[tuple[tuple[str, ...], str], ...] = (
        (row.acts, request.act),
        (row.purpose, request.purpose),
        (row.channel, request.channel),
        (row.category, request.category),
    )
    if any(limit and wanted not in limit for limit, wanted in limits) or not row.applies(
        asked.seen.now
    ):
        return False
    if row.about and request.about is None:
        return doubt
    return not row.about or request.about in row.about


def _permit(asked: Asked) -> DisclosureAnswer:
    request = asked.request
    fitting = [
        row
        for row in asked.policy.permits
        if request.role in row.to
        and _fits(row, asked, doubt=False)
        and (request.category != "credential" or "credential" in row.category)
    ]
    if not fitting:
        return answer("permit", ["nothing_permits"])
    missing = {row.id: unmet(request, row, asked.seen) for row in fitting}
    allowing = [name for name, needs in missing.items() if not needs]
    if allowing:
        return answer("permit", rules=allowing)
    needs = (need for one in missing.values() for need in one)
    return answer("permit", ["needs_unmet"], needs=needs, rules=missing)


def _denial(asked: Asked) -> DisclosureAnswer:
    kind = None if asked.recipient is None else asked.recipient.kind
    against = [
        row.id
        for row in asked.policy.denials
        if (not (row.to or row.kinds) or asked.request.role in row.to or kind in row.kinds)
        and _fits(row, asked, doubt=True)
    ]
    return answer("denial", ["forbidden"] if against else (), rules=against)


# --- who they are ---------------------------------------------------------------------------------


def _staff(asked: Asked, role: Recipient) -> str | None:
    if not role.named:
        return None
    whom = asked.request.recipient
    given = whom is not None and asked.seen.stands(
        "role_given", "role_ended", subject=whom, name=role.id
    )
    return None if given else "not_named"


def _self(asked: Asked, role: Recipient) -> str | None:
    whom, seen = asked.request.recipient, asked.seen
    if set(asked.request.subjects) != {whom}:
        return "not_theirs_alone"
    found = seen.names("verified", "verification_ended", subject=whom or "")
    sure = max((level for name, level in SURE.items() if name in found), default=0)
    return None if sure >= SURE[role.verification] else "not_verified"


def _org_admin(asked: Asked, _: Recipient) -> str | None:
    request, seen = asked.request, asked.seen
    own = seen.names("admin_given", "admin_ended", subject=request.recipient or "")
    members = [
        seen.names("membership_began", "membership_ended", subject=one) for one in request.subjects
    ]
    theirs = bool(members) and all(not own.isdisjoint(one) for one in members)
    return None if theirs else "not_their_member"


def _somebody(asked: Asked, _: Recipient) -> str | None:
    return "recipient_unknown" if asked.request.recipient is None else None


def _anybody(_: Asked, __: Recipient) -> str | None:
    return None


_WHO: dict[RecipientKind, Callable[[Asked, Recipient], str | None]] = {
    "staff": _staff,
    "self": _self,
    "org_admin": _org_admin,
    "processor": _somebody,
    "third_party": _somebody,
    "public": _anybody,
}


def _recipient(asked: Asked) -> DisclosureAnswer:
    role = asked.recipient
    if role is None:
        return answer("recipient", ["role_unknown"])
    reason = _WHO[role.kind](asked, role)
    return answer("recipient", [reason] if reason else (), rules=[role.id])


# --- what it holds, and how it travels ------------------------------------------------------------

_AT_HOME: frozenset[Act] = frozenset({"collect", "read", "use", "restrict", "delete"})
"""What can be done without anything leaving the desk."""

_INSIDE_ONLY: dict[Sensitive, frozenset[Act]] = {
    "secret": _AT_HOME,
    "card_number": _AT_HOME,
    # PCI DSS, requirement 3.3: not kept after authorisation, not even encrypted.
    "card_code": frozenset({"restrict", "delete"}),
}
"""What may be done with content that holds such a thing, inside alone."""


def _sensitive(asked: Asked) -> DisclosureAnswer:
    request = asked.request
    held = set(request.contains or ())
    if request.category == "credential":
        held.add("secret")
    reasons: list[str] = [
        one for one in held if not asked.inside or request.act not in _INSIDE_ONLY[one]
    ]
    if request.contains is None and not (asked.inside and request.act in _AT_HOME):
        reasons.append("not_inspected")
    return answer("sensitive", reasons)


def _restriction(asked: Asked) -> DisclosureAnswer:
    request = asked.request
    # What is restricted may still go, and people may still see their own.
    free = request.act in ("restrict", "delete") or (
        asked.recipient is not None and asked.recipient.kind == "self"
    )
    left = request.restricted_to
    bars = left is not None and request.purpose not in left and not free
    return answer("restriction", ["restricted"] if bars else ())


def _transit(asked: Asked) -> DisclosureAnswer:
    rows = [row.id for row in asked.policy.transit if row.applies(asked.seen.now)]
    bare = bool(rows) and asked.request.encrypted is not True
    return answer("transit", ["not_encrypted"] if bare else (), rules=rows)


# --- where it goes --------------------------------------------------------------------------------


def _processor(asked: Asked) -> DisclosureAnswer:
    request, role = asked.request, asked.recipient
    if role is None or role.kind != "processor":
        return answer("processor")
    touch = Touch(
        home=home_of(request.customer, request.customer_country, asked.policy, asked.seen),
        channel=request.channel,
        category=request.category,
        purpose=request.purpose,
        customer=request.customer,
        place=(region_of(asked.policy, request.region, now=asked.seen.now), request.use),
    )
    found = engaged(asked.policy, request.recipient or "", touch, asked.seen)
    if request.customer is None:
        # A customer who objects must not be overlooked.
        return answer("processor", [*found.reasons, "customer_unknown"], rules=found.rules)
    return found


def _region(asked: Asked) -> DisclosureAnswer:
    request = asked.request
    # What is published is everywhere, on purpose: a permit for that says enough.
    published = asked.recipient is not None and asked.recipient.kind == "public"
    if asked.inside or published or not asked.policy.regions:
        return answer("region")
    wanted = MoveRequest(
        customer=request.customer,
        customer_country=request.customer_country,
        to=request.region,
        use=request.use,
    )
    return move(wanted, asked.policy, asked.seen)


GATES: dict[str, Callable[[Asked], DisclosureAnswer]] = {
    "permit": _permit,
    "denial": _denial,
    "recipient": _recipient,
    "restriction": _restriction,
    "sensitive": _sensitive,
    "transit": _transit,
    "processor": _processor,
    "region": _region,
}
"""The gates by name; their order means nothing."""


def pass_gates(asked: Asked) -> tuple[DisclosureAnswer, ...]:
    """Ask every gate."""
    return tuple(ask(name, partial(gate, asked)) for name, gate in sorted(GATES.items()))
