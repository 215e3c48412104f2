"""A map: which payloads of a channel of your own say what. Data only, from TOML or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, TypeAlias, cast

from pydantic import BeforeValidator, Field, model_validator

from omnidesk.adapters._clock import Clock
from omnidesk.adapters._rows import Rows
from omnidesk.adapters.mapped._choices import (
    DirectionChoice,
    OriginChoice,
    State,
    StateChoice,
    VisibilityChoice,
)
from omnidesk.adapters.mapped._conditions import Conditions
from omnidesk.adapters.mapped._extending import extended
from omnidesk.adapters.mapped._parts import (
    FROM_PLACE,
    ItemsText,
    Part,
    Pick,
    PlacesWithin,
    PlaceTexts,
    Texts,
    several,
)
from omnidesk.adapters.mapped._places import parse_place
from omnidesk.adapters.mapped._rules import (
    AboutRule,
    AttachmentRule,
    ConsentRule,
    EditsRule,
    LinkRule,
    NoticeRule,
    PersonRule,
    RatingRule,
    ReactionRule,
    ReceiptRule,
    ReplyRule,
    Synthesis,
    TextRule,
    ThreadRule,
    TimeRule,
    TreeRule,
)
from omnidesk.model import Direction, Origin, Visibility

EventKind: TypeAlias = Literal[
    "message",
    "edit",
    "delete",
    "moderation",
    "reaction",
    "receipt",
    "notice",
    "consent",
    "link",
    "nothing",
]
"""What an item of a shape is; `nothing` for what is known and of no interest."""

_OF_A_MESSAGE = ("message", "edit", "delete", "moderation", "reaction")

PLACES = ("path", "items", "required", "aliases", "scope_from", "same_as", "unpack")
"""The fields of a map that are places."""


class Shape(Part):
    """What one kind of item looks like, and what it becomes."""

    name: str | None = None
    """What errors call it, and other shapes may build on."""
    extends: str | None = None
    """The name of an earlier shape from which all is taken that this one does not say."""
    without: Texts = ()
    """What is not taken from that shape, such as `text`."""
    kind: EventKind = "message"
    """What such an item is."""
    items: ItemsText = "."
    """
    Where the items stand, from the root: `messages`, `data.*.messages`. A list is all that is in
    it. By default the payload itself.
    """
    bare: bool = False
    """
    Whether its items are texts or numbers, such as a list of ids, and not objects. The item is
    `.` then.
    """
    unpack: PlacesWithin = ()
    """
    Texts in the item that are JSON themselves: what is in them is read as if it stood there. One
    after the other, so that the next one may stand in the last one.
    """
    when: Conditions = ()
    """What must hold for an item to be of this shape."""
    unless: Conditions = ()
    """What must not hold."""
    also: bool = False
    """Whether an item of this shape may be of another, too: a form that is also a consent."""

    id: Annotated[Pick, FROM_PLACE] | None = None
    """The id: of the message, or for a notice, a receipt or a consent of the report about it."""
    id_from: Annotated[Synthesis, FROM_PLACE] | None = None
    """How an id is made of other fields, where there is none. Else an item without is not read."""
    aliases: PlaceTexts = ()
    """Other ids of the same message."""
    thread: Annotated[tuple[Annotated[ThreadRule, FROM_PLACE], ...], BeforeValidator(several)] = ()
    """The keys under which events are one conversation, the root's first."""
    at: Annotated[TimeRule, FROM_PLACE] | None = None
    """When it was said or happened."""

    author: PersonRule | None = None
    """Who said or did it."""
    to: tuple[PersonRule, ...] = ()
    """Whom it is addressed to."""
    direction: DirectionChoice | Direction | Literal["by_role"] | None = None
    """
    Which way it went. `by_role`: what customers say comes in, and what agents, bots and the
    business say goes out.
    """
    origin: OriginChoice | Origin | None = None
    """What sent it, if it goes out."""
    visibility: VisibilityChoice | Visibility | None = None
    """Who can read it. What is `internal` is never outbound, whatever `direction` says."""

    subject: Annotated[Pick, FROM_PLACE] | None = None
    """The subject line."""
    text: Annotated[TextRule, FROM_PLACE] | None = None
    """What was said."""
    language: Annotated[Pick, FROM_PLACE] | None = None
    """The declared language (BCP 47)."""
    attachments: Annotated[tuple[AttachmentRule, ...], BeforeValidator(several)] = ()
    """What came with it."""
    rating: RatingRule | None = None
    """The score that it gives."""
    about: AboutRule | None = None
    """What the conversation hangs on."""
    reply_to: Annotated[tuple[Annotated[ReplyRule, FROM_PLACE], ...], BeforeValidator(several)] = ()
    """What it answers; of several the first that says something counts."""
    tree: TreeRule | None = None
    """Where a comment stands in its tree."""
    state: StateChoice | State | None = None
    """What has become of it; for a `moderation`, what it is now."""
    version: Annotated[Pick, FROM_PLACE] | None = None
    """The number of an edit, from 1."""
    edits: EditsRule | None = None
    """
    For a `message` that comes again when it was edited: how it tells. Then its text, files and
    rating are those of an edit, and what it said before is not known.
    """

    notice: NoticeRule | None = None
    """For a `notice`: what happened."""
    reaction: ReactionRule | None = None
    """For a `reaction`: which."""
    receipt: ReceiptRule | None = None
    """For a `receipt`: how far."""
    consent: ConsentRule | None = None
    """For a `consent`: what."""
    link: LinkRule | None = None
    """For a `link`: which addresses."""

    @model_validator(mode="after")
    def _check(self) -> Shape:
        for kind in ("notice", "reaction", "receipt", "consent", "link"):
            if self.kind == kind and getattr(self, kind) is None:
                raise ValueError(f"{kind}: expected for a shape of that kind")
        if self.kind in _OF_A_MESSAGE and self.id is None and self.id_from is None:
            raise ValueError("id or id_from: expected one of the two")
        if self.kind not in ("link", "nothing") and not self.thread:
            raise ValueError("thread: expected the place of the conversation's id")
        if self.kind in ("message", "reaction") and self.author is None:
            raise ValueError("author: expected for a shape of that kind")
        if self.kind == "message" and self.direction is None:
            raise ValueError("direction: expected; it is never guessed")
        if self.kind == "moderation" and self.state is None:
            raise ValueError("state: expected for a shape of that kind")
        if self.receipt is not None and not (self.id or self.receipt.watermark):
            raise ValueError("id: expected, or a watermark of the receipt")
        if self.without and self.extends is None:
            raise ValueError("without: expected beside extends")
        self._check_edits()
        return self

    def _check_edits(self) -> None:
        if self.kind != "message" or self.edits is None:
            return
        edited, said = self.edits.at, self.at
        if edited is not None and said is not None and edited.path == said.path:
            raise ValueError("edits: expected another time than that at which it was said")
        made = self.id_from
        texts = self.text.path if self.text is not None else ()
        if made is not None and (made.repeats == "count" or not {*texts}.isdisjoint(made.path)):
            raise ValueError("id_from: expected an id that stays the same when the text is edited")

    @cached_property
    def when_edited(self) -> tuple[Shape, ...]:
        """What a message of this shape is when it was edited: itself, and its edit."""
        at, version = (self.edits.at, self.edits.version) if self.edits else (None, None)
        message = {"text": None, "attachments": (), "rating": None}
        edit = {"kind": "edit", "at": at, "version": version, "author": None}
        return self.model_copy(update=message), self.model_copy(update=edit)


class ChannelMap(Part):
    """
    What the payloads of a channel say. Data only, so that it can stand in a TOML or JSON file.

    Nothing is guessed: what is not named is not read, an item without an id is not understood
    unless `id_from` says how to make one, and a time without a zone is none unless `zone` is given.
    """

    channel: str = Field(pattern=r"^[a-z][a-z0-9_.-]{0,63}$")
    """The channel's name, in small letters."""
    format: Literal["json", "json_lines", "csv", "form"] = "json"
    """How payloads are written: `form` is what a browser sends (URL-encoded)."""
    delimiter: str = ","
    """CSV: what stands between fields."""
    quote: str | None = '"'
    """CSV: what quotes a field."""
    encoding: str | None = None
    """CSV: the encoding of lines that are not UTF-8."""
    header: int = Field(default=1, ge=1)
    """CSV: the row with the names of the columns."""
    columns: tuple[str, ...] = ()
    """CSV: the names of all columns in their order, where the table has no header."""
    optional: tuple[str, ...] = ()
    """CSV: columns that may be missing. That any other one is missing is an error."""
    account: Annotated[Pick, FROM_PLACE] | None = None
    """Our side: a site, an inbox, a shop. Else the adapter is told."""
    zone: str | None = None
    """The zone of times without one, such as `Asia/Ho_Chi_Minh`."""
    region: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    """The region whose national telephone numbers stand in the payloads, such as `VN`."""
    shapes: tuple[Shape, ...] = Field(min_length=1)
    """What its items look like. Of those that fit an item, the first counts."""

    @model_validator(mode="before")
    @classmethod
    def _extend(cls, document: object) -> object:
        """Fill in what shapes take from others. Nobody has checked yet what it is."""
        if not isinstance(document, Mapping):
            return document
        fields = cast("Mapping[str, Any]", document)
        shapes = fields.get("shapes")
        if not isinstance(shapes, (list, tuple)):
            return fields
        return {**fields, "shapes": list(extended(cast("list[Any]", shapes)))}

    @model_validator(mode="after")
    def _check(self) -> ChannelMap:
        self.clock()
        if self.format == "csv":
            self.rows()
        known: dict[str, Shape] = {}
        for number, shape in enumerate(self.shapes, 1):
            base = known.get(shape.extends or "")
            if shape.extends is not None and base is None:
                raise ValueError(f"shapes[{number}].extends: expected the name of an earlier shape")
            if base is not None and not base.model_fields_set.issuperset(shape.without):
                raise ValueError(f"shapes[{number}].without: expected keys of the shape it extends")
            if shape.name is not None:
                known.setdefault(shape.name, shape)
            if self.format != "json" and shape.items != ".":
                raise ValueError(f"shapes[{number}].items: expected in JSON only: a row is an item")
            if self.format in ("csv", "form") and shape.bare:
                raise ValueError(f"shapes[{number}].bare: expected in JSON only: a row has fields")
        return self

    @cached_property
    def by_place(self) -> tuple[tuple[str, tuple[Shape, ...]], ...]:
        """The shapes by the place of their items, in the order of the first of each."""
        places: dict[str, list[Shape]] = {}
        for shape in self.shapes:
            places.setdefault(shape.items, []).append(shape)
        return tuple((place, tuple(shapes)) for place, shapes in places.items())

    @cached_property
    def columns_read(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The columns that are read of a table: those that must be there, and those that may."""
        found: dict[str, None] = {}
        waiting: list[object] = [self]
        for one in waiting:  # grows while it is walked
            if isinstance(one, tuple):
                waiting += cast("tuple[object, ...]", one)
            elif isinstance(one, Part):
                for name in type(one).model_fields:
                    value: object = getattr(one, name)
                    if name in PLACES:
                        texts = (value,) if isinstance(value, str) else cast("Any", value or ())
                        places = [parse_place(text) for text in texts]
                        found.update(
                            {
                                one.steps[0]: None
                                for one in places
                                if one.steps and one.start != "header"
                            }
                        )
                    else:
                        waiting.append(value)
        optional = frozenset(self.optional)
        names = sorted(found)
        return (
            tuple(name for name in names if name not in optional),
            tuple(name for name in names if name in optional),
        )

    def clock(self) -> Clock:
        """Return the zone of its times."""
        return Clock(self.zone)

    def rows(self) -> Rows:
        """Return how its rows are written."""
        header = None if self.columns else self.header
        return Rows(
            delimiter=self.delimiter, quote=self.quote, encoding=self.encoding, header=header
        )


def map_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (2020-12) of a map, for editors that check TOML or JSON against one.

    It is published as `map.json` in `omnidesk.schemas`. What a schema cannot say, such as that a
    shape names its conversation, `load_map` checks.
    """
    made = ChannelMap.model_json_schema(mode="validation")
    text = json.dumps(made)
    # Pydantic calls a definition by all the words of its vocabulary; its title says it shorter.
    titles = {name: one["title"] for name, one in made["$defs"].items()}
    for name, title in titles.items():
        text = text.replace(f'"{name}":', f'"{title}":').replace(f'/{name}"', f'/{title}"')
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **json.loads(text),
        "title": "omnidesk channel map",
    }
