"""What must hold for a shape to be meant, or a word: by place, the words that stand there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, cast

from pydantic import BeforeValidator, WithJsonSchema, model_validator
from typing_extensions import TypeAliasType

from omnidesk.adapters.mapped._parts import Part, PlaceText, several

_SCHEMA = {
    "title": "Conditions",
    "type": "object",
    "additionalProperties": {
        "anyOf": [
            {"type": ["string", "number", "boolean"]},
            {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
            {
                "type": "object",
                "properties": {
                    "present": {"type": "boolean"},
                    "given": {"type": "boolean"},
                    "digits": {"type": "boolean"},
                    "same_as": {"type": "string"},
                },
                "minProperties": 1,
                "additionalProperties": False,
            },
        ]
    },
}


class ConditionPart(Part):
    """Something that must hold. Of what it says, all must."""

    path: PlaceText
    """Where it stands."""
    words: tuple[str, ...] | None = None
    """What stands there: one of these; case does not matter."""
    present: bool | None = None
    """Whether anything stands there that is not empty."""
    given: bool | None = None
    """Whether anything stands there at all, be it `[]`, `{}` or an empty text; `null` is not."""
    digits: bool | None = None
    """Whether digits alone stand there, in a number or a text, and not zeros alone."""
    same_as: PlaceText | None = None
    """Where the same stands: an id, a number, a text, in which case matters."""

    @model_validator(mode="after")
    def _check(self) -> ConditionPart:
        said = (self.words, self.present, self.given, self.digits, self.same_as)
        if all(one is None for one in said):
            raise ValueError("expected a word, or a table with present, given, digits or same_as")
        return self


def _conditions(value: object) -> object:
    """Read `{event = ["a", "b"], "message.id" = {present = true}}`."""
    if not isinstance(value, Mapping):
        raise ValueError("expected a table")  # noqa: TRY004 - Pydantic takes ValueError alone
    conditions: list[object] = []
    for path, wanted in cast("Mapping[object, object]", value).items():
        if isinstance(wanted, Mapping):
            conditions.append({**cast("Mapping[str, object]", wanted), "path": path})
        else:
            words = cast("tuple[object, ...]", several(wanted))
            conditions.append({"path": path, "words": tuple(_word(one) for one in words)})
    return tuple(conditions)


def _word(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else value


# A type of its own, so that the schema says it once.
Conditions = TypeAliasType(
    "Conditions",
    Annotated[tuple[ConditionPart, ...], BeforeValidator(_conditions), WithJsonSchema(_SCHEMA)],
)
"""What must hold: by place, the word that stands there, or several, or `{present = true}`."""
