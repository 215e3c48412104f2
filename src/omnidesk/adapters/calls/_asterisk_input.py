"""Records of Asterisk as they come: CSV, JSON, or events of the manager interface (AMI)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

from omnidesk.adapters._clock import read_epoch
from omnidesk.adapters._rows import Rows
from omnidesk.adapters.calls._exchange import CHANNEL
from omnidesk.adapters.calls._fields import text_of
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters._clock import Clock, Reading

_LONGEST_BLOCK = 200
"""In lines: an event of the manager interface has a few dozen."""


class Item(NamedTuple):
    """One record by the names of its columns, or what was expected of it."""

    pointer: str
    fields: Mapping[str, str]
    problem: str | None = None
    other: bool = False
    """Whether it is an event of another kind, which is no fault."""

    def __repr__(self) -> str:
        return f"<Item at {self.pointer}>"


class Shape(NamedTuple):
    """What records of one kind look like in each form."""

    event: str
    """The manager interface's name for them, in lower case."""
    names: Mapping[str, str]
    """Spellings of columns."""
    telling: frozenset[str]
    """Columns of which a record without a header has at least one."""
    columns: tuple[str, ...]
    """The columns of CSV without a header."""
    rows: Rows


def read_items(payload: Payload, shape: Shape) -> Iterator[Item]:
    """
    Read the records of a payload, one by one.

    Raises:
        PayloadError: If there are none, or it is JSON and is broken.
    """
    start = payload.body[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"["):
        return _read_json(payload, shape)
    lowered = start.lower()
    if lowered.startswith((b"event:", b"response:", b"asterisk call manager")):
        return _read_manager(payload, shape)
    return _read_csv(payload, shape)


def read_when(clock: Clock, text: str, pointer: str) -> Reading:
    """Read a time: on the wall, or a count of seconds since 1970, as CEL writes if not told."""
    text = text.strip()
    # No date begins with nine digits.
    if text[:9].isdigit() and len(text) > 8:
        return read_epoch(text, "seconds", pointer=pointer)
    return clock.read(text, pointer=pointer)


def _read_json(payload: Payload, shape: Shape) -> Iterator[Item]:
    body = payload.json(channel=CHANNEL)
    if isinstance(body, dict):
        item = _object("", cast("dict[str, JSON]", body), shape)
        if item.problem or item.other:
            raise PayloadError("expected a record", channel=CHANNEL, digest=payload.digest)
        return iter((item,))
    rows = cast("list[JSON]", body)
    if not rows:
        raise PayloadError("expected records", channel=CHANNEL, digest=payload.digest)
    return (_object(f"/{number}", row, shape) for number, row in enumerate(rows))


def _object(pointer: str, row: JSON, shape: Shape) -> Item:
    if not isinstance(row, dict):
        return Item(pointer, {}, "expected an object")
    pairs = cast("dict[str, JSON]", row)
    return _named(pointer, {name: text_of(value) for name, value in pairs.items()}, shape)


def _named(pointer: str, given: Mapping[str, str], shape: Shape) -> Item:
    """Give the fields of one record the names that they have here."""
    fields: dict[str, str] = {}
    event = ""
    for name, value in given.items():
        folded = _folded(name)
        known = shape.names.get(folded)
        if known is not None:
            fields[known] = fields.get(known) or value
        elif folded == "event":
            event = value.lower()
    if event and event != shape.event:
        return Item(pointer, {}, other=True)
    if shape.telling.isdisjoint(fields):
        return Item(pointer, {}, "expected the columns of a record")
    return Item(pointer, fields)


def _folded(name: str) -> str:
    return name.strip().lower().replace("_", "")


def _read_csv(payload: Payload, shape: Shape) -> Iterator[Item]:
    columns: Sequence[str] | None = None
    for row in shape.rows.read(payload, channel=CHANNEL):
        header = columns is None and _is_header(row.fields, shape)
        if columns is None:
            columns = shape.columns
        if header:
            columns = [shape.names.get(_folded(name), "") for name in row.fields]
        elif row.problem:
            yield Item(row.pointer, {}, row.problem)
        elif len(row.fields) != len(columns):
            yield Item(row.pointer, {}, f"expected {len(columns)} columns")
        else:
            fields: dict[str, str] = {}
            for name, value in zip(columns, row.fields, strict=True):
                if name:
                    fields[name] = fields.get(name) or value
            yield Item(row.pointer, fields)
    if columns is None:
        raise PayloadError("expected rows", channel=CHANNEL, digest=payload.digest)


def _is_header(fields: Sequence[str], shape: Shape) -> bool:
    """Tell whether a row names columns: no record is made of such words alone."""
    known = {_folded(name) for name in fields} & shape.names.keys()
    return len(known) > 2 and len(known) * 2 >= len(fields)


def _read_manager(payload: Payload, shape: Shape) -> Iterator[Item]:
    """Read blocks of `Name: value`, with an empty line after each. They start at a line."""
    fields: dict[str, str] = {}
    start = lines = 0
    for number, line in enumerate(_lines(payload.body), start=1):
        if line:
            lines += 1
            start = start or number
            name, colon, value = line.partition(":")
            if colon and lines <= _LONGEST_BLOCK:
                fields.setdefault(name, value.removeprefix(" "))
        elif start:
            yield _block(start, lines, fields, shape)
            fields, start, lines = {}, 0, 0


def _lines(body: bytes) -> Iterator[str]:
    for line in body.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        # The manager sends what telephones have sent: not always UTF-8.
        yield line.rstrip(b"\r").decode("utf-8", "replace")
    yield ""


def _block(start: int, lines: int, fields: Mapping[str, str], shape: Shape) -> Item:
    pointer = f"row={start}"
    if lines > _LONGEST_BLOCK:
        return Item(pointer, {}, "expected a shorter event")
    if "Event" not in fields:
        # Answers to actions, and the greeting.
        return Item(pointer, {}, other=True)
    return _named(pointer, fields, shape)
