"""Where data may be: home regions, and the moves out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.policy.disclosure._evidence import Evidence
from omnidesk.policy.disclosure._requests import answer, ask

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from omnidesk.policy._facts import Facts
    from omnidesk.policy.consent import Ceiling, Ledger
    from omnidesk.policy.disclosure._policy import DisclosurePolicy, Move, MoveNeed
    from omnidesk.policy.disclosure._requests import DisclosureAnswer, MoveRequest

_USES = frozenset({"storage", "processing"})
_SAID: dict[MoveNeed, str] = {
    "agreement": "agreement",
    "consent": "customer_consent",
    "assessment": "assessment",
}
"""The needs of moves by the words that say what they are."""


def region_of(policy: DisclosurePolicy, place: str | None, *, now: datetime) -> str | None:
    """
    Return the region that a place is in, on that day.

    Args:
        policy: The policy.
        place: A country (ISO 3166), or a region of the policy.
        now: The present moment; aware.

    Returns:
        The id of the region; `None` if the place is in none, or in several.
    """
    if place is None:
        return None
    live = [one for one in set(policy.regions) if one.applies(now)]
    named = {one.id for one in live if one.id == place or place in one.countries}
    if not named and _is_country(place):
        named = {one.id for one in live if one.rest}
    return named.pop() if len(named) == 1 else None


def _is_country(place: str) -> bool:
    return len(place) == 2 and place.isascii() and place.isalpha() and place.isupper()


def home_region(
    policy: DisclosurePolicy,
    facts: Facts,
    *,
    now: datetime,
    customer: str | None = None,
    country: str | None = None,
) -> str | None:
    """
    Return the region in which a customer's data is at home.

    The last fact `home_region_set` about the customer (`name`: the region) says so; without one,
    the region that the customer's country is in; if that is not known, the policy's `home`.

    Args:
        policy: The policy.
        facts: What has happened.
        now: The present moment; aware.
        customer: The customer, by the desk's own id.
        country: Where the customer is (ISO 3166).

    Returns:
        The id of the region; `None` if it is not known.
    """
    set_ = facts.until(now).about("home_region_set", subject=customer) if customer else []
    if set_:
        last = {one.name for one in set_ if one.at == set_[-1].at}
        found = region_of(policy, last.pop(), now=now) if len(last) == 1 else None
    elif country is not None:
        found = region_of(policy, country, now=now)
    else:
        found = region_of(policy, policy.home, now=now)
    return found


def may_move(
    request: MoveRequest,
    policy: DisclosurePolicy,
    ledger: Ledger,
    facts: Facts,
    *,
    now: datetime,
    ceilings: Iterable[Ceiling] = (),
) -> DisclosureAnswer:
    """
    Decide whether a customer's data may be in some place.

    Inside its home region data is free. Out of it, a move of the policy must allow it, for storage
    and for processing apart, and what that needs must be shown: `agreement` is a fact `move_agreed`
    about the customer (`name`: the region) that no `move_agreement_ended` has ended; `consent` a
    grant in the ledger, of the customer's, for the purpose `move/` and the region; `assessment` a
    fact `transfer_assessed` about the customer or the desk (`name`: the region) that no
    `transfer_assessment_ended` has ended. What is not known denies; where nobody says whose data it
    is, the policy's `home` counts.

    Args:
        request: Whose data, where to and what for.
        policy: The regions and moves.
        ledger: What the customer consented to.
        facts: What has happened.
        now: The present moment; aware.
        ceilings: Laws that end consents.

    Raises:
        ValueError: If `now` is naive.
    """
    seen = Evidence.at(now, ledger, facts, ceilings, desk=policy.controller)
    return ask("region", lambda: move(request, policy, seen))


def move(request: MoveRequest, policy: DisclosurePolicy, seen: Evidence) -> DisclosureAnswer:
    """Decide the same on what is known by a moment."""
    to = region_of(policy, request.to, now=seen.now)
    home = home_of(request.customer, request.customer_country, policy, seen)
    unknown = [("region_unknown", to), ("home_unknown", home)]
    if to is None or home is None:
        return answer("region", (reason for reason, region in unknown if region is None))
    if to == home:
        return answer("region", rules=[home])
    uses = {request.use} if request.use else _USES
    fitting = [
        one
        for one in policy.moves
        if one.applies(seen.now)
        and (not one.origin or home in one.origin)
        and (not one.destination or to in one.destination)
        and uses <= set(one.uses)
    ]
    missing = {one.id: _unmet(one, to, request, seen) for one in fitting}
    allowing = [name for name, needs in missing.items() if not needs]
    if allowing:
        return answer("region", rules=allowing)
    needs = (_SAID[need] for one in missing.values() for need in one)
    return answer("region", ["leaves_home"], needs=needs, rules=missing)


def home_of(
    customer: str | None, country: str | None, policy: DisclosurePolicy, seen: Evidence
) -> str | None:
    """Return where data is at home; the policy's home where nobody says whose it is."""
    if customer is None:
        return region_of(policy, policy.home, now=seen.now)
    return home_region(policy, seen.facts, now=seen.now, customer=customer, country=country)


def _unmet(row: Move, to: str, request: MoveRequest, seen: Evidence) -> list[MoveNeed]:
    return [one for one in row.needs if not _is_met(one, to, request, seen)]


def _is_met(need: MoveNeed, to: str, request: MoveRequest, seen: Evidence) -> bool:
    customer = request.customer
    if need == "assessment":
        begins, ends = "transfer_assessed", "transfer_assessment_ended"
        whose = {None, customer}
        return any(seen.stands(begins, ends, subject=one, name=to) for one in whose)
    if customer is None:
        return False
    if need == "agreement":
        begins, ends = "move_agreed", "move_agreement_ended"
        return seen.stands(begins, ends, subject=customer, name=to)
    found = seen.ledger.state(
        customer,
        now=seen.now,
        purpose=f"move/{to}",
        controller=seen.desk,
        ceilings=seen.ceilings,
    )
    return found.allows
