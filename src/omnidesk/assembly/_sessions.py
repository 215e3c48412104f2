"""Which calls between the same two lie so near in time that they are one conversation."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from omnidesk.assembly._components import Components
from omnidesk.events import CallReported

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping
    from datetime import timedelta

    from omnidesk.assembly._order import Occurrence
    from omnidesk.events import Event

K = TypeVar("K", bound="Hashable")


class _Stretch(NamedTuple):
    """From when to when one root's calls of one session went on."""

    start: datetime
    end: datetime


def join_sessions(
    events: Mapping[K, Mapping[Occurrence, Event]], gap: timedelta
) -> Iterator[tuple[K, ...]]:
    """
    Group the roots of conversations whose calls share a session and lie near in time.

    The result depends on what the events say alone. More events join more and never part anything:
    a stretch only grows.

    Args:
        events: The events of each conversation by its root.
        gap: The longest time between the end of a call and the start of the next.

    Yields:
        The roots of each conversation, in no order that matters.
    """
    joined: Components[K] = Components()
    sessions: defaultdict[tuple[str, str, str], list[tuple[_Stretch, K]]] = defaultdict(list)
    for root, reports in events.items():
        for session, stretch in _stretches(reports.values()).items():
            sessions[session].append((stretch, root))
    for stretches in sessions.values():
        stretches.sort(key=_by_start)
        last, before = stretches[0]
        for stretch, root in stretches[1:]:
            if stretch.start - last.end <= gap:
                joined.union(before, root)
            if stretch.end >= last.end:
                last, before = stretch, root
    groups: defaultdict[K, list[K]] = defaultdict(list)
    for root in events:
        groups[joined.find(root)].append(root)
    return (tuple(group) for group in groups.values())


def _by_start(one: tuple[_Stretch, object]) -> _Stretch:
    return one[0]


def _stretches(events: Iterable[Event]) -> dict[tuple[str, str, str], _Stretch]:
    """Return when the calls of each session went on. Calls without any time join nothing."""
    found: dict[tuple[str, str, str], _Stretch] = {}
    for event in events:
        if not isinstance(event, CallReported) or event.session is None:
            continue
        leg = event.leg
        times = [event.occurred_at, *((leg.started_at, leg.ended_at) if leg else ())]
        known = [at for at in times if at is not None]
        session = (event.channel, event.account, event.session)
        before = found.get(session)
        if before is not None:
            known += before
        if known:
            found[session] = _Stretch(min(known), max(known))
    return found
