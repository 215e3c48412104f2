"""The parts of a map: how one thing of an event is told by what stands where. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Generic, Literal, TypeAlias, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    WithJsonSchema,
    model_validator,
)

from omnidesk.adapters._texts import TextFormat
from omnidesk.adapters.mapped._places import parse_place
from omnidesk.model import (
    AttachmentKind,
    ConsentState,
    Direction,
    NoticeKind,
    Origin,
    ReceiptKind,
    Role,
    Visibility,
)

AboutKind = Literal["post", "video", "photo", "story", "product", "order", "page", "ad", "other"]
"""What a conversation hangs on, as in `About`."""

State = Literal["live", "hidden", "held", "deleted", "unsupported"]
"""What has become of a message, as its item tells."""

_CHOICES: dict[object, str] = {
    TextFormat: "TextFormat",
    Role: "Role",
    AttachmentKind: "AttachmentKind",
    AboutKind: "AboutKind",
    NoticeKind: "NoticeKind",
    Literal["added", "removed"]: "Reaction",
    ReceiptKind: "Receipt",
    ConsentState: "Consent",
    Literal["linked", "withdrawn"]: "Link",
    Direction: "Direction",
    Origin: "Origin",
    Visibility: "Visibility",
    State: "State",
}
"""What the vocabularies of choices are called."""

_W = TypeVar("_W")


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
    parse_place(text)
    return text


PlaceText = Annotated[str, AfterValidator(_is_place)]
"""A place such as `message.text` or `/message/text`; `$.` before it is the payload's root."""

ItemsText = Annotated[str, AfterValidator(_is_places)]
"""A place of items, in which `*` is every element of a list."""

PlaceTexts = Annotated[
    tuple[PlaceText, ...],
    BeforeValidator(several),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""A place, or several, of which the first that says something counts."""

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


class Pick(Part):
    """A text, a number or an id that stands somewhere, or is always the same."""

    path: PlaceTexts = ()
    """Where it stands; of several places the first that says something counts."""
    value: str | None = None
    """What it is if nothing stands there."""
    none: Texts = ()
    """What stands there for nothing, such as `0`."""

    @model_validator(mode="after")
    def _check(self) -> Pick:
        if not self.path and self.value is None:
            raise ValueError("expected a path or a value")
        return self


class Choice(Part, Generic[_W]):
    """A word of ours, told by a word of theirs."""

    path: PlaceTexts
    """Where their word stands."""
    words: Annotated[
        tuple[tuple[str, _W], ...],
        BeforeValidator(pairs),
        WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
    ]
    """
    What each of their words means. Case does not matter; numbers, true and false are written as
    texts.
    """
    fallback: _W | None = None
    """What any other word means. Without it that is unknown, and a defect says so."""
    missing: _W | None = None
    """What it means that nothing stands there."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Name each kind of choice, for the schema and for errors. Any with reason: a Literal."""
        return f"{_CHOICES[params[0]]}Choice"


TextFormatChoice: TypeAlias = Choice[TextFormat]
"""How a text is written, told by a word of theirs."""

RoleChoice: TypeAlias = Choice[Role]
"""Which part somebody plays, told by a word of theirs."""

AttachmentKindChoice: TypeAlias = Choice[AttachmentKind]
"""What kind of thing is attached, told by a word of theirs."""

AboutKindChoice: TypeAlias = Choice[AboutKind]
"""What kind of thing it is about, told by a word of theirs."""

NoticeKindChoice: TypeAlias = Choice[NoticeKind]
"""What happened, told by a word of theirs."""

ReactionChoice: TypeAlias = Choice[Literal["added", "removed"]]
"""Whether a reaction was added or removed, told by a word of theirs."""

ReceiptChoice: TypeAlias = Choice[ReceiptKind]
"""How far messages have come, told by a word of theirs."""

ConsentChoice: TypeAlias = Choice[ConsentState]
"""What a consent says, told by a word of theirs."""

LinkChoice: TypeAlias = Choice[Literal["linked", "withdrawn"]]
"""Whether a link is made or taken back, told by a word of theirs."""

DirectionChoice: TypeAlias = Choice[Direction]
"""Which way a message went, told by a word of theirs."""

OriginChoice: TypeAlias = Choice[Origin]
"""What sent a message, told by a word of theirs."""

VisibilityChoice: TypeAlias = Choice[Visibility]
"""Who can read a message, told by a word of theirs."""

StateChoice: TypeAlias = Choice[State]
"""What has become of a message, told by a word of theirs."""


class ConditionPart(Part):
    """Something that must hold, for a shape to be meant."""

    path: PlaceText
    """Where it stands."""
    words: tuple[str, ...] = ()
    """What stands there: one of these; case does not matter."""
    present: bool | None = None
    """Whether anything stands there that is not empty."""
