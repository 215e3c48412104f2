"""The order of events that depends on nothing but the events: neither arrival nor batching."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from omnidesk.model import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.events import EventBase
    from omnidesk.model import Identity, Participant

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)

E = TypeVar("E", bound="EventBase")

Occurrence: TypeAlias = tuple[str, str, str]
"""An event as one raw item reports it: its id, and the item's digest and pointer."""

IdentityKey: TypeAlias = tuple[str, str, str]
"""An identity as a value that sorts: scheme, scope, value."""


def occurrence(event: EventBase) -> Occurrence:
    """Return what tells this report of an event from other reports of it."""
    source = event.source
    return event.id, source.digest, source.pointer


def received(event: EventBase) -> tuple[datetime, str, str, str]:
    """Sort by when an event reached us; a report without that comes last. Total over reports."""
    source = event.source
    return source.received_at or LAST, event.id, source.digest, source.pointer


def happened(event: EventBase) -> tuple[datetime, datetime, str, str, str]:
    """Sort by when an event happened; one without a time comes first. Total over reports."""
    return event.occurred_at or FIRST, *received(event)


def same(first: E, second: E) -> E:
    """
    Choose between two readings of one raw item: the same bytes, received twice or read unalike.

    Which one is chosen depends on what they say and not on which came first.
    """
    if first == second:
        return first
    return min(first, second, key=lambda one: (received(one), one.model_dump_json()))


def keep(known: dict[Occurrence, E], event: E) -> bool:
    """Take in an event, and tell whether that changes anything."""
    place = occurrence(event)
    seen = known.get(place)
    chosen = event if seen is None else same(seen, event)
    known[place] = chosen
    return chosen is not seen


def once(events: Iterable[E]) -> list[E]:
    """Keep one report of each event, the first received, in the order received."""
    chosen: dict[str, E] = {}
    for event in sorted(events, key=received):
        chosen.setdefault(event.id, event)
    return list(chosen.values())


def sources(events: Iterable[EventBase]) -> tuple[Source, ...]:
    """Return where events were read, each place once, in the order received."""
    places = {_place(event.source): event.source for event in sorted(events, key=received)}
    return tuple(places[place] for place in sorted(places))


def _place(source: Source) -> tuple[datetime, str, str, str]:
    return source.received_at or LAST, source.digest, source.pointer, source.adapter


def identity_key(identity: Identity) -> IdentityKey:
    """Return an identity as a tuple that hashes fast and sorts."""
    return identity.scheme, identity.scope or "", identity.value


def identity_keys(participant: Participant) -> frozenset[IdentityKey]:
    """Return all identities of a participant as keys."""
    return frozenset(identity_key(identity) for identity in participant.identities)


def actor_key(participant: Participant | None) -> IdentityKey:
    """Return one key for somebody: the smallest of their identities, or their name."""
    if participant is None:
        return "", "", ""
    keys = identity_keys(participant)
    return min(keys) if keys else ("", "name", participant.name or "")
