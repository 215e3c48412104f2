"""Who must be told: sub-processors of a request, people of a breach, customers of a change."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from omnidesk.model import Time
from omnidesk.model._base import Noun
from omnidesk.policy._periods import Period
from omnidesk.policy.disclosure._evidence import aware
from omnidesk.policy.disclosure._moves import region_of
from omnidesk.policy.disclosure._processors import object_until
from omnidesk.policy.disclosure._register import Processor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from omnidesk.policy._items import Item
    from omnidesk.policy.disclosure._policy import DisclosurePolicy
    from omnidesk.policy.disclosure._register import Contact, Duty

ChangeKind: TypeAlias = Literal["added", "removed", "changed"]
"""What became of a sub-processor between two versions of a register."""


class ProcessorTask(Noun):
    """A sub-processor that has to be told of a request, and what it is about."""

    _shown: ClassVar[frozenset[str]] = frozenset({"processor", "within"})

    processor: str
    """The sub-processor (`Processor.id`): the holder of a copy, as `apply` calls it."""
    items: tuple[str, ...]
    """What it had or may have had to do with (`Item.id`)."""
    bound: bool
    """Whether it has undertaken to help with requests (`request_help`)."""
    within: Period | None = None
    """How fast, if the contract says so."""
    ended: bool = False
    """Whether it is engaged no more, and may still hold copies."""
    contact: str | None = None
    """Where it is told."""


def processors_of(
    items: Iterable[Item], policy: DisclosurePolicy, *, now: datetime, region: str | None = None
) -> tuple[ProcessorTask, ...]:
    """
    List the sub-processors that must be told when somebody asks about these items.

    Told are those that were engaged at any time since an item came to be, ended or not. What is not
    known speaks for telling: an item of unknown time or region.

    Args:
        items: What the request is about.
        policy: The register.
        now: The present moment; aware.
        region: The home region of the customer, or its country (ISO 3166); else each item's own.

    Returns:
        One task for each sub-processor, sorted by its id. Their ids are the `holders` of `apply`.

    Raises:
        ValueError: If `now` is naive.
    """
    moment = aware(now)
    home, within = _homes(policy, region, moment), _within(policy, "request_help")
    placed = tuple((item, home(item)) for item in items)
    found: list[ProcessorTask] = []
    for name in sorted({one.id for one in policy.processors}):
        rows = policy.processor(name)
        touched = tuple(
            dict.fromkeys(
                item.id
                for item, whose in placed
                if any(_touches(row, item, whose, (item.created_at, moment)) for row in rows)
            )
        )
        if touched:
            found.append(
                ProcessorTask(
                    processor=name,
                    items=touched,
                    bound=all("request_help" in row.duties for row in rows),
                    within=within,
                    ended=not any(row.applies(moment) for row in rows),
                    contact=next((row.contact for row in reversed(rows) if row.contact), None),
                )
            )
    return tuple(found)


def _within(policy: DisclosurePolicy, duty: Duty) -> Period | None:
    terms = {one.within for one in policy.duties if one.duty == duty and one.within is not None}
    # Two different terms cannot be put in an order without a date, so neither is named.
    return terms.pop() if len(terms) == 1 else None


def _homes(
    policy: DisclosurePolicy, region: str | None, now: datetime
) -> Callable[[Item], str | None]:
    """Return what says where an item is at home; each place is looked up once."""

    @cache
    def home(place: str | None) -> str | None:
        return region_of(policy, place, now=now)

    return lambda item: home(region or item.region)


def _touches(
    row: Processor, item: Item, home: str | None, span: tuple[datetime | None, datetime]
) -> bool:
    """Tell whether a row has, or may have, had to do with an item between two moments."""
    since, until = span
    return (
        (not row.channels or item.channel in row.channels)
        and (not row.categories or item.category in row.categories)
        and (not row.serves or home is None or home in row.serves)
        and (row.first is None or row.first <= until.astimezone(UTC).date())
        and (row.last is None or since is None or since.astimezone(UTC).date() <= row.last)
    )


class Affected(Noun):
    """What a breach at a sub-processor may have reached."""

    _shown: ClassVar[frozenset[str]] = frozenset({"processor"})

    processor: str
    """The sub-processor."""
    items: tuple[str, ...]
    """The items that it may have touched in that time (`Item.id`)."""
    subjects: tuple[str, ...]
    """Whose they are, or whom they have to do with, sorted."""


def affected_by(
    items: Iterable[Item],
    policy: DisclosurePolicy,
    processor: str,
    *,
    since: datetime | None,
    until: datetime,
    region: str | None = None,
) -> Affected:
    """
    List what a breach at a sub-processor may have reached, and whom to think of.

    What is not known counts as reached. An item that came to be after the breach was not.

    Args:
        items: What the desk has.
        policy: The register.
        processor: The sub-processor (`Processor.id`).
        since: When the breach began; aware; `None` if nobody knows.
        until: When it was over, or now; aware.
        region: As for `processors_of`.

    Raises:
        ValueError: If `until` is naive.
    """
    end, rows = aware(until), policy.processor(processor)
    home = _homes(policy, region, end)
    reached: list[Item] = []
    for item in items:
        begins = max((one for one in (since, item.created_at) if one is not None), default=None)
        if (begins is None or begins <= end) and any(
            _touches(row, item, home(item), (begins, end)) for row in rows
        ):
            reached.append(item)
    subjects = {one for item in reached for one in (*item.subjects, *item.concerns)}
    return Affected(
        processor=processor,
        items=tuple(dict.fromkeys(item.id for item in reached)),
        subjects=tuple(sorted(subjects)),
    )


class RegisterChange(Noun):
    """Something that customers have to be told about the register."""

    _shown: ClassVar[frozenset[str]] = frozenset({"processor", "kind", "fields"})

    processor: str
    """The sub-processor."""
    kind: ChangeKind
    """What became of it."""
    fields: tuple[str, ...] = ()
    """For `changed`: what is different."""
    object_to: str | None = None
    """Whom a customer who objects turns to, if the policy says so."""
    object_until: Time | None = None
    """Until when (UTC), if the policy and the row say so."""


def register_changes(old: DisclosurePolicy, new: DisclosurePolicy) -> tuple[RegisterChange, ...]:
    """
    List what is different between two versions of a register, in order of names.

    Args:
        old: The version that customers know.
        new: The version that they are to be told of. Its contacts count.
    """
    contact = next((one for one in new.contacts if one.topic == "register_change"), None)
    found: list[RegisterChange] = []
    for name in sorted({one.id for one in (*old.processors, *new.processors)}):
        before, after = old.processor(name), new.processor(name)
        if before != after:
            kind: ChangeKind = "changed" if before and after else "added" if after else "removed"
            found.append(
                RegisterChange(
                    processor=name,
                    kind=kind,
                    fields=tuple(_different(before, after)) if kind == "changed" else (),
                    object_to=contact.address if contact else None,
                    object_until=_object_until(contact, before, after),
                )
            )
    return tuple(found)


def _different(before: tuple[Processor, ...], after: tuple[Processor, ...]) -> list[str]:
    return [
        field
        for field in sorted(Processor.model_fields)
        if {getattr(row, field) for row in before} != {getattr(row, field) for row in after}
    ]


def _object_until(
    contact: Contact | None, before: tuple[Processor, ...], after: tuple[Processor, ...]
) -> datetime | None:
    """Return when the time to object to the latest of the new rows is over."""
    announced = [row.announced_on for row in set(after) - set(before) if row.announced_on]
    if contact is None or contact.notice is None or not announced:
        return None
    return object_until(max(announced), contact.notice)
