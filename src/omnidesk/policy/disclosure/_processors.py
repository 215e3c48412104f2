"""The register at work: whether a sub-processor may be used for something."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from omnidesk.policy._facts import Facts
from omnidesk.policy._items import Category
from omnidesk.policy._periods import Period, after
from omnidesk.policy.consent import Ledger
from omnidesk.policy.disclosure._evidence import Evidence
from omnidesk.policy.disclosure._moves import region_of
from omnidesk.policy.disclosure._needs import CLOCK
from omnidesk.policy.disclosure._register import PlaceUse
from omnidesk.policy.disclosure._requests import answer, ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.policy.disclosure._policy import DisclosurePolicy
    from omnidesk.policy.disclosure._register import Processor
    from omnidesk.policy.disclosure._requests import DisclosureAnswer


class Touch(NamedTuple):
    """What a sub-processor is to touch. What is `None` is not asked about."""

    home: str | None
    channel: str | None
    category: Category | None = None
    purpose: str | None = None
    customer: str | None = None
    place: tuple[str | None, PlaceUse | None] | None = None


def processor_allows(
    policy: DisclosurePolicy,
    processor: str,
    *,
    region: str | None,
    channel: str | None,
    now: datetime,
    category: Category | None = None,
    purpose: str | None = None,
    customer: str | None = None,
    ledger: Ledger | None = None,
    facts: Facts | None = None,
) -> DisclosureAnswer:
    """
    Decide whether a sub-processor may be used for something.

    One of its rows must be in force and cover what is asked about, customers must have been told
    of it in time, the customer must not object (a fact `processor_objected` about the customer,
    `name`: the sub-processor, that no `objection_withdrawn` has ended) and, where the row says so,
    must have agreed: a grant of the customer's that names the sub-processor as its `controller`.

    Args:
        policy: The register.
        processor: The sub-processor (`Processor.id`).
        region: Whose data it is: the customer's country (ISO 3166), or a region of the policy.
        channel: The channel; `None` does not ask about it.
        now: The present moment; aware.
        category: The kind of thing; `None` does not ask about it.
        purpose: What for; `None` does not ask about it, and takes a consent to any of its purposes.
        customer: The desk's customer, by the desk's own id.
        ledger: What the customer consented to.
        facts: What has happened.

    Raises:
        ValueError: If `now` is naive.
    """
    seen = Evidence.at(now, ledger or Ledger(), facts or Facts(), desk=policy.controller)
    home = region_of(policy, region, now=seen.now)
    touch = Touch(home, channel, category, purpose, customer)
    return ask("processor", lambda: engaged(policy, processor, touch, seen))


def engaged(
    policy: DisclosurePolicy, processor: str, touch: Touch, seen: Evidence
) -> DisclosureAnswer:
    """Decide the same on what is known by a moment."""
    rows = policy.processor(processor)
    if not rows:
        return answer("processor", ["processor_unknown"])
    against = [tuple(_against(policy, row, touch, seen)) for row in rows if row.applies(seen.now)]
    if not against:
        return answer("processor", ["processor_not_in_force"])
    if () in against:
        return answer("processor", rules=[processor])
    return answer("processor", (one for some in against for one in some), rules=[processor])


def _against(
    policy: DisclosurePolicy, row: Processor, touch: Touch, seen: Evidence
) -> Iterator[str]:
    limits: dict[str, tuple[tuple[str, ...], str | None]] = {
        "processor_channel": (row.channels, touch.channel),
        "processor_category": (row.categories, touch.category),
        "processor_purpose": (row.purposes, touch.purpose),
    }
    for reason, (limit, wanted) in limits.items():
        if limit and wanted is not None and wanted not in limit:
            yield reason
    # Whose data it is must be known where it matters.
    if row.serves and touch.home not in row.serves:
        yield "processor_region"
    if row.customers and touch.customer not in row.customers:
        yield "processor_customer"
    if touch.place is not None and policy.regions and not _is_there(row, *touch.place):
        yield "processor_place"
    if not _was_announced(policy, row, seen.now):
        yield "processor_notice"
    objects = "processor_objected", "objection_withdrawn"
    if touch.customer is not None and seen.stands(
        *objects, subject=touch.customer, name=row.id, tie=True
    ):
        yield "processor_objection"
    purposes = row.purposes if touch.purpose is None else (touch.purpose,)
    if row.consent and not any(
        seen.agreed(touch.customer, purpose=one, to=row.id, channel=touch.channel)
        for one in purposes
    ):
        yield "processor_consent"


def _is_there(row: Processor, region: str | None, use: PlaceUse | None) -> bool:
    uses: set[PlaceUse] = {use} if use else {"storage", "processing"}
    return any(one.region == region and uses <= set(one.uses) for one in row.places)


def _was_announced(policy: DisclosurePolicy, row: Processor, now: datetime) -> bool:
    """Tell whether customers had their time; a row without a known beginning was always there."""
    times = [one.notice for one in policy.contacts if one.topic == "register_change"]
    periods = [one for one in times if one is not None]
    if not periods or row.first is None:
        return True
    if row.announced_on is None:
        return False
    ends = [object_until(row.announced_on, period) for period in periods]
    return all(one is not None and one <= now for one in ends)


def object_until(announced_on: date, notice: Period) -> datetime | None:
    """Return when the time to object to what was announced on a day (UTC) is over."""
    start = datetime.combine(announced_on, time(), UTC)
    return after(start, notice, CLOCK, late=True)
