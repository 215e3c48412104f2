"""
Where something stands in a payload: a JSON Pointer or dotted names, read from an item.

`a.b` and `/a/b` start at the item, `^.a` at the item that holds it, `$.a` at the payload's root,
and `.` is the item itself. `@.a` is a header. `*` is every element of a list; only the places of
items may have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast

from omnidesk._payload import JSON

if TYPE_CHECKING:
    from collections.abc import Iterator

Start: TypeAlias = Literal["item", "parent", "root", "header"]
"""Where a place is read from."""

_STARTS: dict[str, Start] = {"$": "root", "^": "parent"}
_HEADER = ("@.", "@/")
"""How the place of a header begins. `@type` is a name in many a payload."""
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_LONGEST = 512
_MOST_STEPS = 32


class Place(NamedTuple):
    """A place, taken apart."""

    start: Start
    """Where it is read from."""
    steps: tuple[str, ...]
    """The keys and indices, from there; `*` is every element of a list."""
    pointer: str
    """The same steps as a JSON Pointer."""


class Item(NamedTuple):
    """Something in a payload that events are read from."""

    value: JSON
    """What stands there."""
    pointer: str
    """Where: a JSON Pointer, or the row of a table."""
    parent: Item | None
    """The item that holds it; `None` for the payload itself."""
    headers: Mapping[str, str] = _NO_HEADERS
    """Of the payload itself: what it came with, by names in small letters."""

    def __repr__(self) -> str:
        return f"<Item at {self.pointer!r}>"


@lru_cache(maxsize=4_096)
def parse_place(text: str) -> Place:
    """
    Take a place apart.

    Raises:
        ValueError: If it is none; says what was expected.
    """
    if not text or len(text) > _LONGEST:
        raise ValueError("expected a place such as message.text or /message/text")
    start: Start = "header" if text.startswith(_HEADER) else _STARTS.get(text[0], "item")
    rest = text if start == "item" else text[1:]
    if start == "item" and not rest.startswith(("/", ".")):
        rest = f".{rest}"
    if rest in ("", ".") and start != "header":
        return Place(start, (), "")
    mark, names = rest[0], rest[1:].split(rest[0])
    if mark not in "./" or "" in names:
        raise ValueError("expected names between single dots, or a JSON Pointer")
    if len(names) > _MOST_STEPS:
        raise ValueError(f"expected {_MOST_STEPS} steps at most")
    if mark == "/":
        names = [name.replace("~1", "/").replace("~0", "~") for name in names]
    if start == "header":
        if len(names) != 1:
            raise ValueError("expected the name of one header, such as @.x-topic")
        return Place(start, (names[0].lower(),), "")
    return Place(start, tuple(names), "".join([_token(one) for one in names]))


def look_up(item: Item, place: Place) -> tuple[JSON, str]:
    """
    Return what stands at a place, `None` if nothing does; and the place as a pointer.

    Of a header that is the item's own: no pointer leads to a header.
    """
    if place.start == "header":
        return _origin(item, "root").headers.get(place.steps[0]), item.pointer
    origin = _origin(item, place.start)
    return step_in(origin.value, place.steps), origin.pointer + place.pointer


def items_at(root: Item, place: Place) -> Iterator[Item]:
    """
    Yield what stands at a place of items: every element of a list, or the one thing that is there.

    Nothing is yielded where nothing stands. Each thing on the way is looked at once.
    """
    waiting: list[tuple[Item, JSON, str, int]] = [(root, root.value, root.pointer, 0)]
    while waiting:
        holder, value, pointer, number = waiting.pop()
        if number == len(place.steps) or place.steps[number] == "*":
            found = _elements(value, pointer, holder)
            if number >= len(place.steps) - 1:
                yield from found
            else:
                onward = [(one, one.value, one.pointer, number + 1) for one in found]
                waiting += reversed(onward)
            continue
        step = place.steps[number]
        value = step_in(value, (step,))
        if value is not None:
            waiting.append((holder, value, pointer + _token(step), number + 1))


def _elements(value: JSON, pointer: str, holder: Item) -> Iterator[Item]:
    if isinstance(value, list):
        for number, one in enumerate(cast("list[JSON]", value)):
            yield Item(one, f"{pointer}/{number}", holder)
    elif pointer == holder.pointer:
        yield holder
    else:
        yield Item(value, pointer, holder)


def _origin(item: Item, start: Start) -> Item:
    if start == "parent":
        return item.parent or item
    if start == "root":
        while item.parent is not None:
            item = item.parent
    return item


def step_in(value: JSON, steps: tuple[str, ...]) -> JSON:
    """Return what stands some steps further in; `None` if nothing does."""
    for key in steps:
        if isinstance(value, dict):
            value = cast("dict[str, JSON]", value).get(key)
        elif isinstance(value, list) and key.isascii() and key.isdigit() and len(key) < 6:
            value = next(iter(cast("list[JSON]", value)[int(key) : int(key) + 1]), None)
        else:
            return None
    return value


def _token(step: str) -> str:
    return f"/{step.replace('~', '~0').replace('/', '~1')}"
