"""Shapes that take from others what they do not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OWN = ("name", "without")
"""The fields that no shape takes from another."""


def extended(shapes: Iterable[Any]) -> Iterator[Any]:
    """
    Yield shapes with what they take from earlier ones. Any with reason: nobody has checked them.

    What a shape takes is what the other one says, but for the fields in `without`.
    """
    named: dict[str, Mapping[str, Any]] = {}
    for shape in shapes:
        if not isinstance(shape, Mapping):
            yield shape
            continue
        own = cast("Mapping[str, Any]", shape)
        base = named.get(str(own.get("extends")), {})
        dropped = own.get("without", ())
        left = (*_OWN, dropped) if isinstance(dropped, str) else (*_OWN, *_texts(dropped))
        whole = {**{key: one for key, one in base.items() if key not in left}, **own}
        if isinstance(own.get("name"), str):
            named.setdefault(str(own["name"]), whole)
        yield whole


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a list; what else it may be, its own check refuses."""
    if isinstance(value, (list, tuple)):
        yield from (one for one in cast("Iterable[object]", value) if isinstance(one, str))
