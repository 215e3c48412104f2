"""The parts of a map: how one thing of an event is told by what stands where. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Generic, Literal, TypeAlias, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from omnidesk.adapters._patterns import pattern
from omnidesk.adapters.mapped._places import parse_place
from omnidesk.model import (
    AttachmentKind,
    ConsentState,
    Direction,
    Evidence,
    NameSource,
    NoticeKind,
    Origin,
    ReceiptKind,
    Role,
    Visibility,
)

_EPOCHS = ("seconds", "milliseconds", "microseconds")
"""The formats of times that are counts since 1970."""

TextFormat = Literal["plain", "html", "markdown"]
"""How a text is written. HTML is kept too, made safe to show; Markdown becomes text."""

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


def _pairs(value: object) -> object:
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

_NAME = r"^[a-z][a-z0-9_]{0,31}$"
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
        BeforeValidator(_pairs),
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


class TimeRule(Part):
    """Where a time stands, and how it is written."""

    path: PlaceTexts
    """Where it stands; of several places the first that says something counts."""
    format: str = "year_first"
    """
    `year_first` (`2026-03-02 09:05:07`, `2026-03-02T09:05:07+07:00`), `seconds`, `milliseconds`
    or `microseconds` since 1970, or a pattern of `%Y %y %m %d %H %I %M %S %f %p %z`.
    """
    join: bool = False
    """Read all places, such as a date and a time, with a space between."""

    @model_validator(mode="after")
    def _check(self) -> TimeRule:
        if self.format not in ("year_first", *_EPOCHS):
            pattern(self.format)
        return self


class TextRule(Part):
    """Where a text stands, and how it is written."""

    path: PlaceTexts
    """Where it stands; of several places the first that says something counts."""
    format: TextFormatChoice | TextFormat = "plain"
    """How it is written; or where that stands."""


class IdentityRule(Part):
    """An address under which somebody is known."""

    scheme: str = Field(pattern=_NAME)
    """
    What kind of address: `email`, `phone`, `session` for a visitor who did not say who they are,
    or a name for ids of this system.
    """
    path: PlaceTexts
    """Where it stands."""
    scope: Literal["account", "anywhere"] | None = None
    """
    Within what it is unique. Without it: `anywhere` for `email` and `phone`, and the account for
    the rest.
    """
    scope_from: PlaceTexts = ()
    """Where the scope stands, if it is another: a site, an inbox."""
    roles: tuple[Role, ...] = ()
    """Only for somebody of these roles: in many systems customer 7 is not agent 7."""


class NameRule(Part):
    """A display name."""

    path: PlaceTexts
    """Where it stands."""
    source: NameSource = "vendor"
    """Where it came from: `submitted` if a visitor typed it."""
    roles: tuple[Role, ...] = ()
    """Only for somebody of these roles."""


class PersonRule(Part):
    """Somebody: who they are and which part they play."""

    role: RoleChoice | Role | None = None
    """The part they play."""
    identities: tuple[IdentityRule, ...] = ()
    """Every address that is given. Without any they are anonymous."""
    name: Annotated[
        tuple[Annotated[NameRule, FROM_PLACE], ...],
        BeforeValidator(several),
    ] = ()
    """The display name; of several the first that says something counts."""


class AttachmentRule(Part):
    """Files, pictures, places: what hangs on a message."""

    items: ItemsText
    """The list of them."""
    kind: AttachmentKindChoice | AttachmentKind | Literal["by_media_type"] = "unknown"
    """What kind of thing; `by_media_type` tells images, sound and film by their declared type."""
    id: Annotated[Pick, FROM_PLACE] | None = None
    """Its id."""
    url: Annotated[Pick, FROM_PLACE] | None = None
    """Where it is served; `.` if the list is one of addresses."""
    thumbnail: Annotated[Pick, FROM_PLACE] | None = None
    """Where a small picture of it is served."""
    filename: Annotated[Pick, FROM_PLACE] | None = None
    """Its name."""
    media_type: Annotated[Pick, FROM_PLACE] | None = None
    """Its declared type."""
    size: Annotated[Pick, FROM_PLACE] | None = None
    """In bytes."""
    title: Annotated[Pick, FROM_PLACE] | None = None
    """A caption, a link's title, a place's name."""
    latitude: Annotated[Pick, FROM_PLACE] | None = None
    """Of a place, in degrees."""
    longitude: Annotated[Pick, FROM_PLACE] | None = None
    """Of a place, in degrees."""
    expires_at: Annotated[TimeRule, FROM_PLACE] | None = None
    """When the address stops working."""
    needs_token: bool = False
    """Whether fetching it needs a token."""


class RatingRule(Part):
    """A score, between bounds that are declared."""

    path: PlaceTexts
    """Where it stands."""
    lowest: float
    """The worst that can be given."""
    highest: float
    """The best that can be given."""
    words: Annotated[
        tuple[tuple[str, float], ...],
        BeforeValidator(_pairs),
        WithJsonSchema({"type": "object", "additionalProperties": {"type": "number"}}),
    ] = ()
    """What words mean, where it is no number: `{up = 1, down = 0}`."""

    @model_validator(mode="after")
    def _check(self) -> RatingRule:
        if self.lowest >= self.highest:
            raise ValueError("highest: expected more than lowest")
        return self


class AboutRule(Part):
    """The product, order, page or post that a conversation hangs on."""

    kind: AboutKindChoice | AboutKind
    """What kind of thing."""
    id: Annotated[Pick, FROM_PLACE] | None = None
    """Its id."""
    url: Annotated[Pick, FROM_PLACE] | None = None
    """Where it is shown."""
    title: Annotated[Pick, FROM_PLACE] | None = None
    """What it is called."""


class ReplyRule(Part):
    """What a message answers."""

    path: PlaceTexts
    """Where the id of what is answered stands."""
    kind: Literal["message", "post", "story", "external"] = "message"
    """What that is; `external` is a message by an id of another system."""
    none: Texts = ()
    """What stands there for nothing, such as `0`."""


class TreeRule(Part):
    """Where a comment stands in its tree."""

    root: Annotated[Pick, FROM_PLACE] | None = None
    """The id of the top-level comment."""
    parent: Annotated[Pick, FROM_PLACE] | None = None
    """The id of the comment that it answers; nothing for a top-level comment."""


class ThreadRule(Part):
    """A key that all events of one conversation share."""

    kind: str = Field(default="conversation", pattern=_NAME)
    """What the id is of, so that ids of different kinds are never taken for one another."""
    path: PlaceTexts
    """Where the id stands."""
    none: Texts = ()
    """What stands there for nothing, such as `0`."""


class Synthesis(Part):
    """How an id is made where the payload has none. Said here or not done at all."""

    path: PlaceTexts
    """
    What tells one item from all others, such as the conversation, the time, the author and the
    text. What is corrected in one of these is another item.
    """
    required: PlaceTexts = ()
    """Which of them must be there; at least one in any case."""
    repeats: Literal["same", "count"] = "same"
    """
    Two items of a payload that are equal in all of these are one and the same, or are counted:
    `count` is for payloads that are always whole, such as the transcript of a chat.
    """


class ConditionPart(Part):
    """Something that must hold, for a shape to be meant."""

    path: PlaceText
    """Where it stands."""
    words: tuple[str, ...] = ()
    """What stands there: one of these; case does not matter."""
    present: bool | None = None
    """Whether anything stands there that is not empty."""


class NoticeRule(Part):
    """Something that happened and that nobody said."""

    kind: NoticeKindChoice | NoticeKind
    """What happened."""
    name: str | None = None
    """The system's own word for it: always the same, as it is shown in logs."""
    text: Annotated[TextRule, FROM_PLACE] | None = None
    """What is said about it."""


class ReactionRule(Part):
    """A sign that somebody put to a message, or took away."""

    action: ReactionChoice | Literal["added", "removed"] = "added"
    """Which of the two."""
    emoji: Annotated[Pick, FROM_PLACE] | None = None
    """The sign."""
    name: Annotated[Pick, FROM_PLACE] | None = None
    """The system's word for it."""


class ReceiptRule(Part):
    """How far messages have come."""

    kind: ReceiptChoice | ReceiptKind
    """How far."""
    watermark: Annotated[TimeRule, FROM_PLACE] | None = None
    """Up to which moment, if no single message is named."""
    reason: Annotated[Pick, FROM_PLACE] | None = None
    """For `failed`: the system's code for why."""


class ConsentRule(Part):
    """What somebody allowed or refused."""

    state: ConsentChoice | ConsentState
    """What it says. A box that nobody ticked is not `granted`."""
    signal: str = Field(pattern=_NAME)
    """What it was read from: `web_form`, `chat_form`, …"""
    purpose: Annotated[Pick, FROM_PLACE] | None = None
    """What for."""
    channel: str | None = None
    """The channel that it is about, if it is narrower than everything."""


class LinkRule(Part):
    """Explicit evidence that several addresses are one person's."""

    evidence: Evidence
    """Why: `submitted`, `verified_login`, `agent`, …"""
    identities: tuple[IdentityRule, ...] = Field(min_length=2)
    """The addresses. A link is only made of those that are there, two at least."""
    state: LinkChoice | Literal["linked", "withdrawn"] = "linked"
    """Whether it is made or taken back."""
