"""The rules of a map: how a time, a text, somebody or a file is told by what stands where."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from omnidesk.adapters._clock import Clock
from omnidesk.adapters._patterns import pattern
from omnidesk.adapters._texts import TextFormat
from omnidesk.adapters.mapped._choices import (
    AboutKind,
    AboutKindChoice,
    AttachmentKindChoice,
    ConsentChoice,
    LinkChoice,
    NoticeKindChoice,
    ReactionChoice,
    ReceiptChoice,
    RoleChoice,
    TextFormatChoice,
)
from omnidesk.adapters.mapped._parts import (
    FROM_PLACE,
    NAME,
    ItemsText,
    Key,
    Part,
    Pick,
    PlaceTexts,
    pairs,
    several,
)
from omnidesk.model import (
    AttachmentKind,
    ConsentState,
    Evidence,
    NameSource,
    NoticeKind,
    ReceiptKind,
    Role,
)

_EPOCHS = ("seconds", "milliseconds", "microseconds")
"""The formats of times that are counts since 1970."""


@lru_cache(maxsize=64)
def clock_of(zone: str | None) -> Clock:
    """
    Return the clock of a zone, made once.

    Raises:
        ValueError: If there is no such zone.
    """
    return Clock(zone)


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
    zone: str | None = None
    """The zone of this time, if it has none of its own and the map's is that of others."""

    @model_validator(mode="after")
    def _check(self) -> TimeRule:
        clock_of(self.zone)
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

    scheme: str = Field(pattern=NAME)
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
    split: str | None = Field(default=None, min_length=1, max_length=8)
    """What stands between several that are one text, such as `|` in a field of a table."""
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
        BeforeValidator(pairs),
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


class ReplyRule(Key):
    """What a message answers, by its id."""

    kind: Literal["message", "post", "story", "external"] = "message"
    """What that is; `external` is a message by an id of another system."""


class TreeRule(Part):
    """Where a comment stands in its tree."""

    root: Annotated[Pick, FROM_PLACE] | None = None
    """The id of the top-level comment."""
    parent: Annotated[Pick, FROM_PLACE] | None = None
    """The id of the comment that it answers; nothing for a top-level comment."""


class ThreadRule(Key):
    """A key that all events of one conversation share."""

    kind: str = Field(default="conversation", pattern=NAME)
    """What the id is of, so that ids of different kinds are never taken for one another."""


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


class EditsRule(Part):
    """How a message tells that it was edited: by a time or a number that moves."""

    at: Annotated[TimeRule, FROM_PLACE] | None = None
    """When it was edited last. The time at which it was said is no edit."""
    version: Annotated[Pick, FROM_PLACE] | None = None
    """The number of the edit, from 1; if it is there, it decides. `none` says what is no edit."""

    @model_validator(mode="after")
    def _check(self) -> EditsRule:
        if self.at is None and self.version is None:
            raise ValueError("expected an at or a version, which moves with each edit")
        if self.version is not None and self.version.value is not None:
            raise ValueError("version: expected a place: what is always the same never moves")
        return self


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
    signal: str = Field(pattern=NAME)
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
