"""Places in a JSON value: walking them, and changing one without touching the original."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from omnidesk._payload import JSON

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indices from the top."""

_T = TypeVar("_T")


def walk(value: JSON) -> Iterator[tuple[Path, JSON]]:
    """Yield every place and what stands there, outer ones first. The shape decides no recursion."""
    waiting: list[tuple[Path, JSON]] = [((), value)]
    for path, node in waiting:  # grows while it is walked: breadth first
        yield path, node
        waiting += [((*path, step), child) for step, child in _children(node)]


def _children(node: JSON) -> list[tuple[str | int, JSON]]:
    if isinstance(node, dict):
        return list(cast("dict[str | int, JSON]", node).items())
    if isinstance(node, list):
        return list(enumerate(cast("list[JSON]", node)))
    return []


def change(value: JSON, path: Path, new: Callable[[JSON], JSON]) -> JSON:
    """Return the value with `new(what stands there)` at a place. The original stays as it is."""
    if not path:
        return new(value)
    copy = value.copy()
    parent = copy
    for step in path[:-1]:
        parent[step] = parent[step].copy()
        parent = parent[step]
    parent[path[-1]] = new(parent[path[-1]])
    return copy


def put(value: JSON, path: Path, new: JSON) -> JSON:
    """Return the value with another at a place."""
    return change(value, path, lambda _: new)


def without(value: JSON, path: Path) -> JSON:
    """Return the value without the item at a place in a list."""
    index = cast("int", path[-1])
    return change(value, path[:-1], lambda items: items[:index] + items[index + 1 :])


def at(value: JSON, path: Path) -> JSON:
    """Return what stands at a place."""
    for step in path:
        value = value[step]
    return value


def pointer(path: Path) -> str:
    """Write a place as a JSON Pointer (RFC 6901)."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def item(value: JSON, place: str) -> Path | None:
    """Return the item of the innermost list that a JSON Pointer leads into, if it does."""
    path: Path = ()
    found: Path | None = None
    for token in place.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            path = (*path, int(key))
            found = path
        else:
            path = (*path, key)
        value = at(value, path[-1:])
    return found


def some(things: Sequence[_T], count: int) -> list[_T]:
    """Choose at most so many, evenly spread, the first and the last among them."""
    if len(things) <= count:
        return list(things)
    last = len(things) - 1
    return [things[number * last // (count - 1)] for number in range(count)]
