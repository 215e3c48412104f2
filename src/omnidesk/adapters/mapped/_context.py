"""An item on its way to an event: its ids, its conversation, and what every event has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters._side import Side
from omnidesk.adapters.mapped._map import Shape
from omnidesk.adapters.mapped._reader import Reader
from omnidesk.model import derive_id

if TYPE_CHECKING:
    from datetime import datetime

    from omnidesk.adapters._side import Shared
    from omnidesk.adapters.mapped._rules import PersonRule, Synthesis
    from omnidesk.model import Participant


class Odd(Exception):  # noqa: N818 - says what an item lacks; never leaves this package
    """An item lacks what it cannot be understood without."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


class Context(NamedTuple):
    """An item on its way to an event."""

    shape: Shape
    """What it looks like."""
    reader: Reader
    """Reads it."""
    side: Side
    """Our side, and the payload."""
    seen: dict[str, int]
    """How often an id was made of the same fields in this payload."""


def own_id(context: Context) -> str | None:
    """Return the id that stands in an item, or one that is made as the map says."""
    shape, reader = context.shape, context.reader
    found = reader.pick(shape.id)
    if found is None and shape.id_from is not None:
        return _made_id(context, shape.id_from)
    return found


def _made_id(context: Context, rule: Synthesis) -> str | None:
    reader = context.reader
    parts = [reader.first((path,))[0] for path in rule.path]
    lacking = any(reader.first((path,))[0] is None for path in rule.required)
    if lacking or not any(parts):
        return None
    made = derive_id("item", *parts)
    if rule.repeats == "count":
        number = context.seen[made] = context.seen.get(made, 0) + 1
        if number > 1:
            return derive_id("item", *parts, str(number))
    return made


def message_id_of(context: Context) -> str:
    """Return the id of the message that an item is about."""
    found = own_id(context)
    if found is None:
        raise Odd("expected an id of the message")
    return found


def thread_of(context: Context) -> tuple[str, ...]:
    """Return the keys of the conversation that an item is in."""
    keys: dict[str, None] = {}
    for rule in context.shape.thread:
        found = context.reader.key(rule)
        if found is not None:
            keys[f"{rule.kind}:{found}"] = None
    if not keys:
        raise Odd("expected an id of the conversation")
    return tuple(keys)


def shared_of(
    context: Context, thread: tuple[str, ...], at: datetime | None, *which: str | None
) -> Shared:
    """Return what every event has; `which` tells one happening of a kind from another."""
    side, reader = context.side, context.reader
    return {
        # Many systems number messages within their conversation, not throughout.
        "id": side.derive("evt", context.shape.kind, thread[0] if thread else None, *which),
        "channel": side.channel,
        "account": side.id,
        "thread": thread,
        "occurred_at": at,
        "source": side.source(reader.item.pointer),
        # All is read by now, so all that is wrong is known.
        "defects": reader.defects,
    }


def stamp(at: datetime | None) -> str | None:
    """Write a time, for an id."""
    return at.isoformat() if at else None


def person_of(context: Context, rule: PersonRule | None) -> Participant | None:
    """Return somebody, if the shape says who."""
    return context.reader.person(rule) if rule is not None else None


def key_of(person: Participant | None) -> str | None:
    """Return what tells somebody from others, for an id."""
    if person is None:
        return None
    one = next(iter(person.identities), None)
    return derive_id("who", one.scheme, one.scope, one.value) if one else person.name
