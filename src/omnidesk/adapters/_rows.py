"""
Rows of CSV (RFC 4180), as telephone systems and spreadsheets write them: bounded, one by one.

One bad row never hides its neighbours. A row that is not as it should be (a quote that never
closes, bytes in no known encoding, more fields than columns) ends at the end of its line, is given
with its problem, and reading goes on with the next line.
"""

from __future__ import annotations

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omnidesk._payload import Payload

_LONGEST_ROW = 65_536
"""In characters."""
_MOST_FIELDS = 1_000
_MOST_LINES = 100
"""Of one row: notes that people type have lines of their own."""
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheet programs begin, which are saved in place of CSV now and then."""


class Row(NamedTuple):
    """One row: its fields, or what was expected of it."""

    pointer: str
    """Its place, `row=17` (RFC 7111). Rows count from 1, and a header and empty lines count."""
    fields: Sequence[str]
    """What stands in it; empty if there is a problem."""
    problem: str | None = None
    """What was expected, in our own words, if the row cannot be read."""


class Record(NamedTuple):
    """One row by the names of its columns."""

    pointer: str
    """As in `Row`."""
    fields: Mapping[str, str]
    """By the names that were asked for; empty if there is a problem."""
    problem: str | None = None
    """As in `Row`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """
    How a system writes CSV. Nothing of it is guessed but UTF-8, which cannot be mistaken.

    Args:
        delimiter: What stands between fields: one character. Spreadsheets write `;` where a comma
            is the decimal point.
        quote: What quotes a field, doubled within; `None` if nothing does.
        encoding: The encoding of lines that are not UTF-8, such as `cp1258`. UTF-16 with a byte
            order mark needs no telling.
        header: The number of the row with the names of the columns, or `None` if there is none.
            What stands above it is passed over.

    Raises:
        ValueError: If one of them cannot be; names it.
    """

    delimiter: str = ","
    quote: str | None = '"'
    encoding: str | None = None
    header: int | None = 1

    def __post_init__(self) -> None:
        """Check the configuration once, so that no row has to."""
        for name, mark in (("delimiter", self.delimiter), ("quote", self.quote)):
            if mark is not None and (len(mark) != 1 or mark in "\r\n\0"):
                raise ValueError(f"{name}: expected one character")
        if self.delimiter == self.quote:
            raise ValueError("quote: expected another character than the delimiter")
        if self.encoding is not None and not _is_encoding(self.encoding):
            raise ValueError(f"encoding: expected one that Python knows, got {self.encoding!r}")
        if self.header is not None and self.header < 1:
            raise ValueError("header: expected the number of a row, from 1")

    def read(self, payload: Payload, *, channel: str | None = None) -> Iterator[Row]:
        """
        Read all rows that say anything, a header too, in their order.

        Args:
            payload: The file.
            channel: The channel, for the error.

        Raises:
            PayloadError: If it is a spreadsheet's own file, or is not in the declared encoding.
        """
        yield from _Reader(self, self._lines(payload, channel))

    def records(
        self,
        payload: Payload,
        wanted: Iterable[str],
        *,
        columns: Sequence[str] = (),
        optional: Iterable[str] = (),
        channel: str | None = None,
    ) -> Iterator[Record]:
        """
        Read rows by the names of their columns.

        Names are compared without regard to case, spaces and the way in which accents are composed.
        A row with more or fewer fields than columns is given with that as its problem, since
        nobody can tell which field is which; empty fields beyond the last column do not count.

        Args:
            payload: The file.
            wanted: The columns that must be there.
            columns: All columns in their order, where the file has no header.
            optional: The columns that are read if they are there.
            channel: The channel, for the error.

        Raises:
            PayloadError: If the file has no header, or a wanted column is not in it, or is in it
                twice; names the columns that were asked for and nothing that the file says.
        """
        reader = _Reader(self, self._lines(payload, channel))
        places: dict[str, int] | None = None
        if self.header is None:
            places = _find(columns, wanted, optional)
            reader.width = len(columns)
        for row in reader:
            if places is None:
                if reader.number < (self.header or 0):
                    continue
                problem = _missing(row.fields, wanted, optional)
                if problem:
                    raise PayloadError(
                        problem, channel=channel, pointer=row.pointer, digest=payload.digest
                    )
                places = _find(row.fields, wanted, optional)
                reader.width = len(_trimmed(row.fields, 0))
            elif row.problem:
                yield Record(row.pointer, {}, row.problem)
            else:
                fields = row.fields
                yield Record(row.pointer, {name: fields[at] for name, at in places.items()})
        if places is None:
            raise PayloadError("expected a header and rows", channel=channel, digest=payload.digest)

    def _lines(self, payload: Payload, channel: str | None) -> Iterator[str | None]:
        """Yield lines with their ends; `None` for one that is not text."""
        body = payload.body
        if body.startswith(_SPREADSHEETS):
            raise PayloadError(
                "expected CSV, got a spreadsheet: save it as CSV",
                channel=channel,
                digest=payload.digest,
            )
        encoding = "utf-16" if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else self.encoding
        if encoding is not None and encoding.lower().startswith(("utf-16", "utf_16", "utf16")):
            text = _decoded(body, encoding)
            if text is None:
                raise PayloadError(
                    "expected text in UTF-16", channel=channel, digest=payload.digest
                )
        else:
            body = body.removeprefix(BOM_UTF8)
            text = _decoded(body, "utf-8")
        if text is not None:
            if "\n" not in text:
                text = text.replace("\r", "\n")
            return iter(StringIO(text, newline="\n"))
        return (self._line(line) for line in BytesIO(body))

    def _line(self, line: bytes) -> str | None:
        text = _decoded(line, "utf-8")
        if text is None and self.encoding is not None:
            text = _decoded(line, self.encoding)
        return text


class _Reader:
    """Reads rows one by one, and goes back to the lines of a row that turned out to be none."""

    __slots__ = ("_again", "_format", "_lines", "number", "width")

    def __init__(self, how: Rows, lines: Iterator[str | None]) -> None:
        self._format = how
        self._lines = lines
        self._again: deque[str | None] = deque()
        self.number = 0
        self.width: int | None = None
        """How many fields a row has, once that is known."""

    def __iter__(self) -> Iterator[Row]:
        delimiter, quote = self._format.delimiter, self._format.quote
        while True:
            line = self._next()
            if line == "":
                return
            self.number += 1
            if line is None:
                yield self._odd("expected text in UTF-8 or the declared encoding")
                continue
            text = line.rstrip("\r\n")
            if len(text) > _LONGEST_ROW:
                yield self._odd("expected a shorter row")
                continue
            if quote is None or quote not in text:
                # Most rows have nothing to unquote: a split is all that they need.
                fields: list[str] | None = text.split(delimiter)
            else:
                fields = self._unquote(text)
                if fields is None and text.count(quote) % 2:
                    fields = self._across_lines(line, quote)
            if fields is None:
                yield self._odd("expected quotes that close")
            elif not any(fields):
                continue
            elif not self._fits(fields):
                yield self._odd("expected as many fields as there are columns")
            elif len(fields) > _MOST_FIELDS:
                yield self._odd("expected fewer fields")
            else:
                yield Row(f"row={self.number}", fields)

    def _odd(self, problem: str) -> Row:
        return Row(f"row={self.number}", (), problem)

    def _next(self) -> str | None:
        """Return the next line, `None` if it is not text, and an empty one after the last."""
        return self._again.popleft() if self._again else next(self._lines, "")

    def _fits(self, fields: Sequence[str]) -> bool:
        width = self.width
        return width is None or len(fields) == width or len(_trimmed(fields, width)) == width

    def _unquote(self, text: str) -> list[str] | None:
        """Read one row with quotes; `None` if they do not close or stand where none may."""
        how = self._format
        try:
            rows = list(
                csv.reader([text], delimiter=how.delimiter, quotechar=how.quote, strict=True)
            )
        except csv.Error:
            return None
        return rows[0] if len(rows) == 1 else None

    def _across_lines(self, first: str, quote: str) -> list[str] | None:
        """
        Read a row with line ends inside of quotes.

        The next line with an odd number of quotes is the only one that can end it, so that every
        line is looked at twice at most. If it does not, the lines are read again, as rows.
        """
        ahead: list[str | None] = []
        size = len(first)
        while len(ahead) < _MOST_LINES and size <= _LONGEST_ROW:
            line = self._next()
            if line == "":
                break
            ahead.append(line)
            if line is None:
                break
            size += len(line)
            if line.count(quote) % 2:
                text = "".join([first, *[one or "" for one in ahead]]).rstrip("\r\n")
                fields = self._unquote(text)
                if fields is not None and self._fits(fields):
                    return fields
                break
        self._again.extendleft(reversed(ahead))
        return None


def _is_encoding(name: str) -> bool:
    try:
        return bool("a".encode(name))
    except (UnicodeError, LookupError):
        return False


def _decoded(body: bytes, encoding: str) -> str | None:
    try:
        text = body.decode(encoding)
        # Some encodings give halves of surrogate pairs, which are not text.
        if encoding != "utf-8":
            text.encode()
    except UnicodeError:
        return None
    return text


def _folded(name: str) -> str:
    return " ".join(normalize("NFC", name).casefold().split())


def _find(header: Sequence[str], wanted: Iterable[str], optional: Iterable[str]) -> dict[str, int]:
    places = {_folded(name): at for at, name in reversed(list(enumerate(header)))}
    found = {name: places.get(_folded(name)) for name in chain(wanted, optional)}
    return {name: at for name, at in found.items() if at is not None}


def _missing(header: Sequence[str], wanted: Iterable[str], optional: Iterable[str]) -> str | None:
    """Say what is wrong with a header, in the words of those who asked."""
    if not header:
        return "expected a header"
    names = [_folded(name) for name in header]
    known = set(names)
    missing = [name for name in wanted if _folded(name) not in known]
    if missing:
        hint = "" if len(names) > 1 else " (is another delimiter meant?)"
        return f"expected columns that are missing: {', '.join(missing)}{hint}"
    again = [name for name in chain(wanted, optional) if names.count(_folded(name)) > 1]
    return f"expected these columns once: {', '.join(again)}" if again else None


def _trimmed(fields: Sequence[str], width: int) -> Sequence[str]:
    """Leave out empty fields beyond a width."""
    end = len(fields)
    while end > width and not fields[end - 1]:
        end -= 1
    return fields[:end]
