"""
What an adapter makes of a payload: which fields have an effect on its events, and which have none.

The adapter is a black box, so this works for anybody's. Each field of a JSON payload is changed and
left out, the payload is read again, and the events are compared: a field that changes nothing was
not read. No value of the payload comes out of this, so that the report may go into a log.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from omnidesk._explain._box import Box
from omnidesk._explain._coverage import Coverage, EventCoverage, FieldCoverage
from omnidesk._explain._fields import effective_of, effects_of, groups_of, name_of
from omnidesk.events import Unrecognised

if TYPE_CHECKING:
    from omnidesk._payload import Payload
    from omnidesk.adapters import Adapter
    from omnidesk.events import Event

MOST_PARSES = 2_000
"""How often `explain` reads a payload at most, unless told otherwise."""

MOST_BYTES = 1 << 24
"""How many bytes `explain` reads at most, all its readings together."""


def explain(
    payload: Payload,
    adapter: Adapter,
    *,
    most_parses: int = MOST_PARSES,
    most_bytes: int = MOST_BYTES,
) -> Coverage:
    """
    Find out which fields of a payload an adapter reads.

    It reads the payload again and again: twice for each field (the same field of many items is
    one), and twice for each place of a field that stands in several, within the bounds. Digests are
    not compared, nor are ids that are made of them.

    Beyond 24 levels, and beyond 10,000 places that differ, what is there counts as one field, whose
    pointer ends in `…`.

    A field may well have an effect in another payload: `explain` tells of this one, and of the
    adapter as it is configured. That a field is there counts as much as what it says.

    Args:
        payload: A payload in JSON.
        adapter: What reads it.
        most_parses: How often it is read at most, apart from three times to begin with.
        most_bytes: The same in bytes, all readings together.

    Raises:
        PayloadError: If the payload is not JSON, if the adapter refuses it, or if it refuses the
            same JSON in other bytes, so that nothing can be found out.
    """
    value = payload.json(channel=adapter.channel)
    events = tuple(adapter.parse(payload))
    box = Box(payload, adapter, value, most_parses=most_parses, most_bytes=most_bytes)
    box.settle(events)
    groups = groups_of(box.root)
    effects = effects_of(box, groups)
    fields = tuple(
        FieldCoverage(
            pointer=pointer,
            effect=effects[pointer],
            count=len(places),
            effective=effective_of(box, places, effects[pointer]),
        )
        for pointer, places in groups.items()
    )
    return Coverage(
        channel=adapter.channel,
        digest=payload.digest,
        events=tuple(_shown(event) for event in events),
        fields=fields,
        parses=box.parses,
    )


def _shown(event: Event) -> EventCoverage:
    odd = event if isinstance(event, Unrecognised) else None
    found = [one.code for one in event.defects]
    message: object = getattr(event, "message", None)
    found += [one.code for one in getattr(message, "defects", ())]
    return EventCoverage(
        pointer=_safe(event.source.pointer),
        type=event.type,
        reason=odd.reason if odd else None,
        expected=odd.expected if odd else None,
        name=odd.name if odd else None,
        defects=tuple(Counter(found)),
    )


def _safe(pointer: str) -> str:
    """Return a pointer with its indices, and without keys that may be personal data."""
    steps = pointer.split("/")[1:]
    # An index is short; an id as a key is not.
    return "".join(
        f"/{one if one.isdecimal() and len(one) <= 6 else name_of(one)}" for one in steps
    )
