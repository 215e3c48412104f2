"""One shape, one item, one event: how the tests of maps read."""

import json

from omnidesk._payload import Payload
from omnidesk.adapters.mapped import Mapped, load_map

LEAST = {"id": "id", "thread": "chat", "direction": "inbound", "author": {"role": "customer"}}
ITEM = {"id": "m-1", "chat": "c-1"}


def adapter(shape=(), account="shop", own_ids=(), **fields):
    """Make an adapter by a map of one shape, and of what else is given."""
    document = {"channel": "own", "shapes": [{**LEAST, **dict(shape)}], **fields}
    return Mapped(map=load_map(document), account=account, own_ids=frozenset(own_ids))


def read(value, shape=(), *, headers=(), **fields):
    """Read a payload, bytes or what JSON it is."""
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return list(adapter(shape, **fields).parse(Payload(body, headers=headers)))


def read_by(shapes, value, *, headers=(), side="shop", **fields):
    """Read what is JSON by a map of several shapes, of which nothing is filled in."""
    document = {"channel": "own", "shapes": list(shapes), **fields}
    reader = Mapped(map=load_map(document), account=side)
    return list(reader.parse(Payload(json.dumps(value).encode(), headers=headers)))


def one(item=(), shape=(), **fields):
    """Read one item, and return its only event."""
    (event,) = read({**ITEM, **dict(item)}, shape, **fields)
    return event


def message(item=(), shape=(), **fields):
    """Read one item, and return the message that it is."""
    return one(item, shape, **fields).message


def codes(event):
    """Return the defects of an event: what, and where."""
    return [(defect.code, defect.pointer) for defect in event.defects]
