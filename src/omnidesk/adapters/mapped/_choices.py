"""Words of a map: how one of ours is told by one of theirs, or by what holds. Data only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from omnidesk.adapters._texts import TextFormat
from omnidesk.adapters.mapped._conditions import Conditions
from omnidesk.adapters.mapped._parts import Part, PlaceTexts, pairs
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

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

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


class _Table:
    """Says in the schema that pairs of a word of ours and conditions are written as a table."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        words, conditions = handler(core_schema)["items"]["prefixItems"]
        return {"type": "object", "propertyNames": words, "additionalProperties": conditions}


class Choice(Part, Generic[_W]):
    """A word of ours, told by a word of theirs, or by what holds."""

    cases: Annotated[
        tuple[tuple[_W, Conditions], ...],
        BeforeValidator(pairs),
        _Table(),
    ] = ()
    """
    What must hold for each word of ours, such as that two ids are the same. Where none holds, the
    word counts that stands at `path`; where several do, it is unknown.
    """
    path: PlaceTexts = ()
    """Where their word stands."""
    words: Annotated[
        tuple[tuple[str, _W], ...],
        BeforeValidator(pairs),
        WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
    ] = ()
    """
    What each of their words means. Case does not matter; numbers, true and false are written as
    texts.
    """
    fallback: _W | None = None
    """What all else means. Without it that is unknown, and a defect says so."""
    missing: _W | None = None
    """What it means that nothing stands there."""

    @model_validator(mode="after")
    def _check(self) -> Choice[_W]:
        told = [name for name in ("path", "words") if name in self.model_fields_set]
        if len(told) == 1 or not (told or self.cases):
            raise ValueError("expected path and words, or cases")
        if self.missing is not None and not told:
            raise ValueError("missing: expected beside a path")
        return self

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
