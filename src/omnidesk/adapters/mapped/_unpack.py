"""Texts of an item that are JSON themselves, read as if what is in them stood there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from omnidesk._payload import Payload
from omnidesk.adapters.mapped._places import Item, parse_place, step_in
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from omnidesk._payload import JSON


class Unpacked(NamedTuple):
    """An item with the JSON in its texts."""

    item: Item
    """The item; the one that it was made of is as it was."""
    pointers: tuple[str, ...]
    """Where texts stood that are JSON: nothing in the payload stands within them."""
    unreadable: tuple[str, ...]
    """Where something else stands than JSON."""

    def __repr__(self) -> str:
        return f"<Unpacked at {self.item.pointer!r}>"


def unpack(item: Item, places: tuple[str, ...]) -> Unpacked:
    """
    Read the texts at some places of an item as JSON, one after the other.

    An object or a list that stands there already is left alone, and so is what is no JSON. What
    they may hold is bounded as a payload is, and no longer than the text.
    """
    value = item.value
    found: list[str] = []
    unreadable: list[str] = []
    for text in places:
        place = parse_place(text)
        here = step_in(value, place.steps)
        is_blank = isinstance(here, str) and not here.strip()
        if here is None or is_blank or isinstance(here, (dict, list)):
            continue
        pointer = item.pointer + place.pointer
        inner = _read(here)
        if inner is None:
            unreadable.append(pointer)
        else:
            value = _put(value, place.steps, inner)
            found.append(pointer)
    return Unpacked(item._replace(value=value), tuple(found), tuple(unreadable))


def _read(text: JSON) -> JSON:
    """Return the object or the list that a text is; `None` for all else."""
    if not isinstance(text, str):
        return None
    try:
        value = Payload(text.encode("utf-8", "replace")).json()
    except PayloadError:
        return None
    return cast("JSON", value) if isinstance(value, (dict, list)) else None


def _put(value: JSON, steps: tuple[str, ...], inner: JSON) -> JSON:
    """Return a copy in which something else stands at some steps, which lead somewhere."""
    root: Any = value.copy()  # Any with reason: an object or a list, told apart at each step
    here: Any = root
    for step in steps[:-1]:
        key = _key(here, step)
        here[key] = here[key].copy()
        here = here[key]
    here[_key(here, steps[-1])] = inner
    return root


def _key(holder: JSON, step: str) -> JSON:
    """Return what a step is within an object or a list."""
    return int(step) if isinstance(holder, list) else step
