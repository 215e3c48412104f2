"""The parts of a map: how one thing of an event is told by what stands where. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    WithJsonSchema,
    model_validator,
)

from omnidesk.adapters.mapped._places import parse_place


def pairs(value: object) -> object:
    # A dict cannot be hashed, and an adapter can: so a map is kept as pairs.
    if not isinstance(value, Mapping):
        raise ValueError("expected a table")  # noqa: TRY004 - Pydantic takes ValueError alone
    words = cast("Mapping[object, object]", value)
    return tuple((key, one) for key, one in words.items())


def several(value: object) -> object:
    """Let one thing stand for a list of one."""
    if isinstance(value, list):
        return tuple(cast("list[object]", value))
    if isinstance(value, tuple):
        return cast("tuple[object, ...]", value)
    return (value,)


def in_short(key: str, kinds: tuple[type, ...]) -> BeforeValidator:
    """Let `text = "body"` stand for `text = {path = "body"}`."""

    def widen(value: object) -> object:
        return {key: value} if isinstance(value, kinds) else value

    return BeforeValidator(widen)


def _is_place(text: str) -> str:
    if "*" in parse_place(text).steps:
        raise ValueError("expected a place without *: only items have many")
    return text


def _is_places(text: str) -> str:
    if parse_place(text).start == "header":
        raise ValueError("expected a place in the payload: no header holds items")
    return text


def _is_within(text: str) -> str:
    place = parse_place(_is_place(text))
    if place.start != "item" or not place.steps:
        raise ValueError("expected a place within the item")
    return text


PlaceText = Annotated[str, AfterValidator(_is_place)]
"""
A place such as `message.text` or `/message/text`; `$.` before it is the payload's root, and
`@.` a header.
"""

ItemsText = Annotated[str, AfterValidator(_is_places)]
"""A place of items, in which `*` is every element of a list."""

PlaceTexts = Annotated[
    tuple[PlaceText, ...],
    BeforeValidator(several),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""A place, or several, of which the first that says something counts."""

PlacesWithin = Annotated[
    tuple[Annotated[str, AfterValidator(_is_within)], ...],
    BeforeValidator(several),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""A place in the item, or several."""

Texts = Annotated[
    tuple[str, ...],
    BeforeValidator(several),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""One text, or several."""

NAME = r"^[a-z][a-z0-9_]{0,31}$"
FROM_PLACE = in_short("path", (str, list, tuple))
"""Lets a place, or several, stand for a table with a `path`."""


class Part(BaseModel):
    """The base of everything in a map: frozen, and closed to what nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Key(Part):
    """An id that stands somewhere, or is put together from several places."""

    path: PlaceTexts
    """Where it stands; of several places the first that says something counts."""
    join: bool = False
    """
    Put it together from all places, in their order: `a` and `b` are `a/b`. All must be there, and
    a `/` in one of them is written `~1`, so that no two are the same.
    """
    none: Texts = ()
    """What stands there for nothing, such as `0`."""

    @model_validator(mode="after")
    def _check_join(self) -> Key:
        if self.join and len(self.path) < 2:
            raise ValueError("join: expected several places")
        return self


class Pick(Key):
    """A text, a number or an id that stands somewhere, or is always the same."""

    path: PlaceTexts = ()
    """Where it stands; of several places the first that says something counts."""
    value: str | None = None
    """What it is if nothing stands there."""

    @model_validator(mode="after")
    def _check(self) -> Pick:
        if not self.path and self.value is None:
            raise ValueError("expected a path or a value")
        return self
