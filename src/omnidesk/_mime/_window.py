"""Parts of a mail that stand in no mail: what is within a container that travels in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk._mime._layout import Layout
from omnidesk._mime._limits import DEFAULT_LIMITS, Limits
from omnidesk._mime._part import MimePart

if TYPE_CHECKING:
    from collections.abc import Iterable


def part_of(
    raw: bytes,
    *,
    path: str,
    start: int = 0,
    end: int | None = None,
    headers: Iterable[tuple[bytes, bytes]] = (),
    default_type: str = "text/plain",
    limits: Limits = DEFAULT_LIMITS,
) -> MimePart:
    """
    Make a part of a stretch of bytes, which are not copied.

    Args:
        raw: The bytes, not encoded for any transfer.
        path: What it is to be called.
        start: Where it starts.
        end: Where it ends; `None` for the end of the bytes.
        headers: Names and values, ASCII names.
        default_type: Its media type if the headers give none.
        limits: How much of it is read.
    """
    layout = Layout(raw, start, default_type, limits)
    layout.end = len(raw) if end is None else end
    layout.fields = list(headers)
    part = MimePart(layout)
    part.path = path
    return part
