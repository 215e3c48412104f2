"""What the splitter finds out about a part, before anybody asks what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omnidesk._mime._limits import Limits


class Layout:
    """Where a part stands in the bytes. The splitter fills it in; a `MimePart` reads it."""

    __slots__ = ("body", "codes", "default_type", "end", "fields", "limits", "raw")

    raw: bytes
    """The whole mail."""
    body: int
    """Where its content starts."""
    end: int
    """Where its content ends."""
    fields: list[tuple[bytes, bytes]]
    """Its header fields: names, and values with their folding."""
    codes: list[str]
    """What is wrong with its structure."""
    default_type: str
    """Its media type if it declares none."""
    limits: Limits
    """How much of it is read."""

    def __init__(self, raw: bytes, start: int, default_type: str, limits: Limits) -> None:
        self.raw = raw
        self.body = self.end = start
        self.fields = []
        self.codes = []
        self.default_type = default_type
        self.limits = limits

    # What pickle and copy would do by themselves takes a class that is not compiled.
    def __reduce__(self) -> tuple[object, ...]:
        found = self.end, self.fields, self.codes
        return _layout, (self.raw, self.body, self.default_type, self.limits, found)


def _layout(
    raw: bytes,
    start: int,
    default_type: str,
    limits: Limits,
    found: tuple[int, list[tuple[bytes, bytes]], list[str]],
) -> Layout:
    layout = Layout(raw, start, default_type, limits)
    layout.end, layout.fields, layout.codes = found
    return layout
