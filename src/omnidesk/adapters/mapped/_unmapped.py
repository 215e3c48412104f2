"""What of a payload no place of a map names."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from unicodedata import normalize

from omnidesk._payload import Payload
from omnidesk.adapters.mapped._map import PLACES
from omnidesk.adapters.mapped._parts import Part
from omnidesk.adapters.mapped._places import parse_place
from omnidesk.adapters.mapped._rules import AttachmentRule
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omnidesk._payload import JSON
    from omnidesk.adapters.mapped._map import ChannelMap, Shape

    Steps = tuple[str, ...]


def unmapped(channel_map: ChannelMap, payload: Payload) -> tuple[str, ...]:
    """List the fields of a payload that no place of a map names; as `Mapped.unmapped`."""
    channel = channel_map.channel
    if channel_map.format == "csv":
        return tuple(_columns(channel_map, payload))
    if channel_map.format == "form":
        found: Iterable[Steps] = dict.fromkeys((name,) for name, _ in payload.form(channel=channel))
    elif channel_map.format == "json_lines":
        values = [_line(line) for line in payload.body.split(b"\n") if line.strip()]
        found = dict.fromkeys(steps for value in values for steps in _leaves(value))
    else:
        found = _leaves(payload.json(channel=channel))
    named = frozenset(_named(channel_map))
    return tuple(
        [
            "".join([f"/{_token(one)}" for one in steps])
            for steps in found
            if not _is_in(steps, named)
        ]
    )


def _columns(channel_map: ChannelMap, payload: Payload) -> Iterator[str]:
    wanted, optional = channel_map.columns_read
    known = {_folded(one) for one in (*wanted, *optional)}
    rows = channel_map.rows().read(payload, channel=channel_map.channel)
    header: Iterable[str] = channel_map.columns or next(
        (row.fields for number, row in enumerate(rows, 1) if number == channel_map.header), ()
    )
    for name in header:
        if name.strip() and _folded(name) not in known:
            yield name.strip()


def _folded(name: str) -> str:
    return " ".join(normalize("NFC", name).casefold().split())


def _line(line: bytes) -> JSON:
    try:
        return Payload(line).json()
    except PayloadError:
        return None


def _leaves(value: JSON) -> dict[Steps, None]:
    """Return where something stands that holds nothing more; every element of a list is `*`."""
    found: dict[Steps, None] = {}
    waiting: list[tuple[JSON, Steps]] = [(value, ())]
    for one, steps in waiting:  # grows while it is walked
        if isinstance(one, dict) and one:
            fields = cast("dict[str, JSON]", one)
            waiting += [(inner, (*steps, name)) for name, inner in fields.items()]
        elif isinstance(one, list) and one:
            waiting += [(inner, (*steps, "*")) for inner in cast("list[JSON]", one)]
        elif steps:
            found[steps] = None
    return found


def _is_in(steps: Steps, named: frozenset[Steps]) -> bool:
    return any(steps[:end] in named for end in range(1, len(steps) + 1))


# --- what a map names -----------------------------------------------------------------------------


def _named(channel_map: ChannelMap) -> Iterator[Steps]:
    if channel_map.account is not None:
        yield from _places_of(channel_map.account, ((), ("*",)), ((),))
    for shape in channel_map.shapes:
        yield from _of_shape(shape)


def _of_shape(shape: Shape) -> Iterator[Steps]:
    base = parse_place(shape.items).steps
    # An item is what stands there, or each element of it; its parent is the last list above.
    stars = [number for number, step in enumerate(base[:-1], 1) if step == "*"]
    parent = base[: stars[-1]] if stars else ()
    yield from _places_of(shape, (base, (*base, "*")), (parent,))


def _places_of(part: Part, items: tuple[Steps, ...], parents: tuple[Steps, ...]) -> Iterator[Steps]:
    """Yield all that a part of a map names, where items and their parents stand."""
    waiting: list[tuple[object, tuple[Steps, ...], tuple[Steps, ...]]] = [(part, items, parents)]
    for one, here, above in waiting:  # grows while it is walked
        if isinstance(one, tuple):
            waiting += [(inner, here, above) for inner in cast("tuple[object, ...]", one)]
        elif isinstance(one, Part):
            inside, outside = here, above
            if isinstance(one, AttachmentRule):
                found = tuple(_at(one.items, here, above))
                inside, outside = (*found, *((*steps, "*") for steps in found)), here
            for name in type(one).model_fields:
                value: object = getattr(one, name)
                if name not in PLACES:
                    waiting.append((value, inside, outside))
                elif name != "items":
                    texts = (
                        (value,) if isinstance(value, str) else cast("tuple[str, ...]", value or ())
                    )
                    for text in texts:
                        yield from _at(text, inside, outside)


def _at(text: str, here: tuple[Steps, ...], above: tuple[Steps, ...]) -> Iterator[Steps]:
    """Yield a place from the payload's root, in which an index of a list is `*`."""
    place = parse_place(text)
    starts = {"item": here, "parent": above, "root": ((),), "header": ()}[place.start]
    for start in starts:
        steps = (*start, *place.steps)
        yield steps
        yield tuple(["*" if one.isdecimal() else one for one in steps])


def _token(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
