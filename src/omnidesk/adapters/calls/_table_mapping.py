"""What a table of calls looks like, said as data: which column is what, in which unit and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from omnidesk.adapters._clock import Clock
from omnidesk.adapters._patterns import Pattern
from omnidesk.adapters._rows import Rows
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.model import Direction, Outcome

_EPOCHS = ("seconds", "milliseconds", "microseconds")

TimeFormat = str
DurationUnit = Literal["seconds", "milliseconds", "minutes", "clock"]
"""`clock` is `HH:MM:SS`, `MM:SS` or `D.HH:MM:SS`, with or without a fraction."""


def _pairs(value: object) -> object:
    # A dict cannot be hashed, and an adapter can: so a map is kept as pairs.
    if isinstance(value, Mapping):
        return tuple(cast("Mapping[object, object]", value).items())
    return value


def _several(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return tuple(cast("list[object]", value)) if isinstance(value, list) else value


def _in_short(value: object) -> object:
    """Let `started = "Start"` stand for `started = {column = "Start"}`."""
    if isinstance(value, (str, list)):
        return {"column": cast("object", value)}
    return value


Place = Annotated[str, Field(min_length=1)]
"""A column by its name, or in JSON a pointer (RFC 6901) from the record, such as `/from/number`."""

Places = Annotated[tuple[Place, ...], BeforeValidator(_several)]
"""One place or several, in their order."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class TimeColumn(_Part):
    """Where a time stands, and how it is written."""

    column: Places
    """The column; or several, such as a date and a time, which are read with a space between."""
    format: str = "year_first"
    """
    `year_first` (`2026-03-02 09:05:07`, also with a zone), `seconds`, `milliseconds` or
    `microseconds` since 1970, or a pattern of `%Y %y %m %d %H %I %M %S %f %p %z`, such as
    `%d/%m/%Y %H:%M:%S`.
    """

    @model_validator(mode="after")
    def _check(self) -> TimeColumn:
        if self.format not in ("year_first", *_EPOCHS):
            Pattern(self.format)
        return self


class DurationColumn(_Part):
    """Where a duration stands, and in which unit."""

    column: Place
    """The column."""
    unit: DurationUnit = "seconds"
    """The unit; `clock` is `HH:MM:SS`, `MM:SS` or `D.HH:MM:SS`."""


class DirectionColumn(_Part):
    """Where the direction stands, and what its words mean."""

    column: Place
    """The column."""
    words: Annotated[tuple[tuple[str, Direction], ...], BeforeValidator(_pairs)]
    """What each word of the table means: `{Incoming = "inbound", …}`. Case does not matter."""


class OutcomeColumn(_Part):
    """Where it stands how a call ended, and what its words mean."""

    column: Place
    """The column."""
    words: Annotated[tuple[tuple[str, Outcome], ...], BeforeValidator(_pairs)]
    """What each word of the table means: `{"NO ANSWER" = "missed", …}`. Case does not matter."""


Time = Annotated[TimeColumn, BeforeValidator(_in_short)]
Duration = Annotated[DurationColumn, BeforeValidator(_in_short)]

DURATIONS = ("total", "ring", "talk", "hold", "queue_wait", "ivr", "wrap")
"""The fields of a mapping that are durations."""


class TableMapping(_Part):
    """
    Which column of a table of calls is what. Data only, so that it can stand in a TOML file.

    Nothing is guessed: what is not named is not read, a word that is not in a map is `unknown`
    with a defect, and a time without a zone is none unless `zone` is given.
    """

    format: Literal["csv", "json", "json_lines"] = "csv"
    """How the table is written."""
    delimiter: str = ","
    """CSV: what stands between fields. Spreadsheets write `;` where a comma is the decimal."""
    quote: str | None = '"'
    """CSV: what quotes a field."""
    encoding: str | None = None
    """CSV: the encoding of lines that are not UTF-8, such as `cp1258`."""
    header: int | None = Field(default=1, ge=1)
    """CSV: the row with the names of the columns. Without one, leave it out and give `columns`."""
    columns: tuple[str, ...] = ()
    """CSV: the names of all columns in their order, where the table has no header."""
    optional: tuple[Place, ...] = ()
    """CSV: columns that may be missing. That any other one is missing is an error."""
    items: str = ""
    """JSON: the pointer to the list of records; empty if the body is the list, or one record."""

    call_id: Place | None = None
    """The id that all rows of one call share."""
    call_id_from: tuple[Place, ...] = ()
    """
    Where no column is an id: the columns that together tell one call from all others, such as
    start, caller and callee. The id is a hash of them, so a row that is corrected later in one of
    these is another call.
    """
    leg_id: Place | None = None
    """The id of the row's leg, where a call has several rows."""
    leg_id_from: tuple[Place, ...] = ()
    """The same from several columns, as `call_id_from`."""
    parent: Place | None = None
    """The id of the leg that made this one."""
    aliases: tuple[Place, ...] = ()
    """Other ids of the call, under which other rows may name it."""
    sequence: Place | None = None
    """A whole number: of two rows about one leg, the one with the higher number is newer."""

    caller: Place | None = None
    """Who called."""
    caller_name: Place | None = None
    """The caller's name."""
    callee: Place | None = None
    """Who was called."""
    callee_name: Place | None = None
    """The name of who was called."""
    customer: Place | None = None
    """Who is outside, whichever way the call went; in place of `caller` and `callee`."""
    customer_name: Place | None = None
    """Their name."""
    line: Place | None = None
    """Our line: the number that was called, or from which we called."""
    agent: Place | None = None
    """Who of us took part: an extension or an id. Our end of the call, where it is given."""
    agent_name: Place | None = None
    """Their name."""

    direction: DirectionColumn | Direction | None = None
    """Which way the call went: a column, or one word for the whole table. Else from who is ours."""
    outcome: OutcomeColumn | None = None
    """How the row's leg ended."""
    unanswered: Outcome | None = None
    """
    Without `outcome`: how a call ended that has ended and was not answered. One that has a time of
    answer, or was talked, is `answered`.
    """

    started: Time | None = None
    """When it began."""
    answered: Time | None = None
    """When it was answered."""
    ended: Time | None = None
    """When it ended."""
    times_from_durations: bool = False
    """
    Work out what times are missing: the end from `started` and `total`, the answer from the end
    and `talk`. Only for tables whose durations count from these times.
    """
    total: Duration | None = None
    """How long the call took as a whole."""
    ring: Duration | None = None
    """How long it rang."""
    talk: Duration | None = None
    """How long was talked."""
    hold: Duration | None = None
    """How long it was on hold."""
    queue_wait: Duration | None = None
    """How long the caller waited in a queue."""
    ivr: Duration | None = None
    """How long the caller was in a voice menu."""
    wrap: Duration | None = None
    """The agent's work after the call."""

    queue: Place | None = None
    """The queue or ring group."""
    hangup_cause: Place | None = None
    """The system's own word for why it ended."""
    recording: Place | None = None
    """The recording's URL."""
    recording_id: Place | None = None
    """The recording's id."""
    recording_needs_token: bool = False
    """Whether fetching recordings needs a token."""
    voicemail: Place | None = None
    """The URL of a message that was left."""

    zone: str | None = None
    """The zone of times without one, such as `Asia/Ho_Chi_Minh`."""
    region: str | None = None
    """The region whose national numbers stand in the table, such as `VN`."""
    extension_digits: int = 5
    """Numbers of up to so many digits are extensions."""
    own_numbers: tuple[str, ...] = ()
    """Our lines."""
    scope: str | None = None
    """Within what extensions and users are unique; the account, unless it says otherwise."""
    withheld: tuple[str, ...] = ()
    """What the table writes for a withheld number, beyond what is known."""

    @model_validator(mode="after")
    def _check(self) -> TableMapping:
        self.numbering()
        self.clock()
        rows = self.rows()
        if bool(self.call_id) == bool(self.call_id_from):
            raise ValueError("call_id or call_id_from: expected one of the two")
        if self.leg_id and self.leg_id_from:
            raise ValueError("leg_id or leg_id_from: expected at most one of the two")
        if not (self.caller or self.callee or self.customer):
            raise ValueError("caller, callee or customer: expected at least one")
        if self.customer and (self.caller or self.callee):
            raise ValueError("customer: expected without caller and callee")
        if self.customer and self.direction is None:
            raise ValueError("direction: expected beside customer")
        if self.unanswered and self.outcome:
            raise ValueError("unanswered: expected without outcome")
        if self.format == "csv":
            self._check_csv(rows)
        else:
            self._check_json()
        return self

    def _check_csv(self, rows: Rows) -> None:
        if rows.header is None and not self.columns:
            raise ValueError("columns: expected the names of all columns, without a header")
        for field, place in self.places():
            if self.columns and place not in self.columns:
                raise ValueError(f"{field}: expected one of `columns`, got {place!r}")

    def _check_json(self) -> None:
        if self.items and not self.items.startswith("/"):
            raise ValueError("items: expected a JSON Pointer such as /data/calls")
        for field, place in self.places():
            if not place.startswith("/"):
                raise ValueError(f"{field}: expected a JSON Pointer such as /from, got {place!r}")

    def places(self) -> tuple[tuple[str, str], ...]:
        """Return every place that is read, with the field that names it."""
        found: list[tuple[str, str]] = []
        for field in _READS:
            value: object = getattr(self, field)
            match value:
                case str():
                    found.append((field, value))
                case tuple():
                    found += [(field, one) for one in cast("tuple[str, ...]", value)]
                case TimeColumn(column=several):
                    found += [(field, one) for one in several]
                case DurationColumn(column=one) | OutcomeColumn(column=one):
                    found.append((field, one))
                case _:
                    pass
        if isinstance(self.direction, DirectionColumn):
            found.append(("direction", self.direction.column))
        return tuple(found)

    def rows(self) -> Rows:
        """Return how the table's rows are written."""
        header = None if self.columns else self.header
        return Rows(
            delimiter=self.delimiter, quote=self.quote, encoding=self.encoding, header=header
        )

    def numbering(self) -> Numbering:
        """Return how the table writes who is on a call."""
        return Numbering(
            region=self.region,
            extension_digits=self.extension_digits,
            own_numbers=self.own_numbers,
            scope=self.scope,
            withheld=self.withheld,
        )

    def clock(self) -> Clock:
        """Return the zone of its times."""
        return Clock(self.zone)


_READS = (
    *("call_id", "call_id_from", "leg_id", "leg_id_from", "parent", "aliases", "sequence"),
    *("caller", "caller_name", "callee", "callee_name", "customer", "customer_name"),
    *("line", "agent", "agent_name", "outcome", "started", "answered", "ended"),
    *DURATIONS,
    *("queue", "hangup_cause", "recording", "recording_id", "voicemail"),
)
"""The fields that name places, but for `direction`, which may be a word of ours."""


def read_mapping(document: Mapping[str, Any]) -> TableMapping:
    """
    Read a mapping from a document, such as `tomllib` gives.

    Raises:
        ValueError: Names every field that is wrong, and what was expected.
    """
    try:
        return TableMapping.model_validate(dict(document))
    except ValidationError as error:
        problems = [_problem(one["loc"], one["msg"]) for one in error.errors(include_url=False)]
    raise ValueError(f"table mapping: {'; '.join(problems)}")


def _problem(places: tuple[int | str, ...], message: str) -> str:
    place = ".".join(str(one) for one in places)
    message = message.removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
