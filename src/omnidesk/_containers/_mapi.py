"""MAPI properties as TNEF holds them (MS-OXTNEF section 2.1.3.4)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omnidesk._mime import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_PROPERTIES = 2_000
_MOST_VALUES = 2_000

_STRING8 = 0x001E
_UNICODE = 0x001F
_INTEGER = 0x0003
_OBJECT = 0x000D
_VARIABLE = frozenset({_OBJECT, _STRING8, _UNICODE, 0x0102})
# What a value takes, padding included.
_FIXED = {
    0x0002: 4,
    _INTEGER: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
_MULTIPLE = 0x1000
_NAMED = 0x8000
_GUID = 16
_U32 = struct.Struct("<I")
_TAG = struct.Struct("<HH")


@dataclass(frozen=True, slots=True)
class Property:
    """A property and where its first value is."""

    number: int
    kind: int
    start: int
    end: int


class Properties:
    """The properties of a message or of an attachment: the first of each number."""

    def __init__(self, data: bytes, start: int, end: int) -> None:
        self._data = data
        self._found: dict[int, Property] = {}
        self.complete = False
        for one in self._read(start, end):
            self._found.setdefault(one.number, one)

    def span(self, number: int) -> tuple[int, int] | None:
        """
        Return where the value of a variable property begins and ends, or `None`.

        An object begins with the identifier of its interface, which is left out.
        """
        one = self._found.get(number)
        if one is None or one.kind not in _VARIABLE:
            return None
        start = min(one.start + _GUID, one.end) if one.kind == _OBJECT else one.start
        return start, one.end

    def integer(self, number: int) -> int | None:
        """Return an integer property, or `None`."""
        one = self._found.get(number)
        if one is None or one.kind != _INTEGER:
            return None
        return int.from_bytes(self._data[one.start : one.start + 4], "little")

    def binary(self, number: int) -> bytes | None:
        """Return the bytes of a property of whatever variable type, or `None`."""
        span = self.span(number)
        return None if span is None else self._data[span[0] : span[1]]

    def text(self, number: int, charset: str | None) -> str | None:
        """Return a string property without the NUL at its end, or `None`."""
        one = self._found.get(number)
        if one is None or one.kind not in _VARIABLE:
            return None
        label = "utf-16-le" if one.kind == _UNICODE else charset
        text = decode(self._data[one.start : one.end], label).text
        return text.partition("\0")[0] or None

    def _read(self, start: int, end: int) -> Iterator[Property]:
        data = self._data
        if start + 4 > end:
            return
        count = _U32.unpack_from(data, start)[0]
        position = start + 4
        for _ in range(min(count, _MOST_PROPERTIES)):
            if position + 4 > end:
                return
            kind, number = _TAG.unpack_from(data, position)
            position += 4
            if number >= _NAMED:
                position = self._after_name(position, end)
            found = self._value(kind, number, position, end)
            if found is None:
                return
            one, position = found
            yield one
        self.complete = count <= _MOST_PROPERTIES

    def _after_name(self, position: int, end: int) -> int:
        """Skip what a named property is called: a GUID, and a number or a string."""
        if position + 24 > end:
            return end
        is_string = _U32.unpack_from(self._data, position + 16)[0] == 1
        length = _U32.unpack_from(self._data, position + 20)[0]
        return position + 24 + (_padded(length) if is_string else 0)

    def _value(
        self, kind: int, number: int, position: int, end: int
    ) -> tuple[Property, int] | None:
        """Return a property and where the next begins; `None` if it cannot be read to its end."""
        base = kind & ~_MULTIPLE
        count = 1
        if kind & _MULTIPLE or base in _VARIABLE:
            if position + 4 > end:
                return None
            count = _U32.unpack_from(self._data, position)[0]
            position += 4
        if base in _FIXED:
            after = position + _FIXED[base] * count
            return (Property(number, kind, position, after), after) if after <= end else None
        if base not in _VARIABLE or count > _MOST_VALUES:
            return None
        first = (position, position)
        for index in range(count):
            if position + 4 > end:
                return None
            length = _U32.unpack_from(self._data, position)[0]
            position += 4
            if length > end - position:
                return None
            if index == 0:
                first = (position, position + length)
            position += _padded(length)
        return Property(number, kind, *first), position


def _padded(length: int) -> int:
    return length + (-length % 4)
