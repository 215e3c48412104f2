"""Zalo's times and durations: numbers, mostly in strings, sometimes with digits missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters._time import from_epoch
from omnidesk.model import Defect

if TYPE_CHECKING:
    from datetime import datetime

_DIGITS = 13  # of milliseconds, from 2001 to 2286


def read_time(value: object, pointer: str) -> tuple[datetime | None, tuple[Defect, ...]]:
    """
    Read a time, which counts milliseconds.

    The documentation's own samples have 11 and 12 digits where 13 are due. Such a time is read as
    if its last digits were zeros, and the defect `time_digits_missing` says so.
    """
    if isinstance(value, float):
        value = int(value)  # some tools in between write 1.7e12; JSON has no infinity
    if value is not None and not isinstance(value, (int, str)):
        return None, (Defect(code="time_unreadable", pointer=pointer),)
    digits = value if isinstance(value, str) else ""
    if isinstance(value, int) and 0 < value < 10**_DIGITS:
        digits = str(value)
    if len(digits) in (11, 12):
        at, defects = from_epoch(digits.ljust(_DIGITS, "0"), "milliseconds")
        if at is not None and not defects:
            return at, (Defect(code="time_digits_missing", pointer=pointer),)
    return from_epoch(value, "milliseconds", pointer=pointer)


def as_stamp(value: object) -> str | None:
    """Write a time as it stands, for an id: what cannot be read still differs from another."""
    return str(value) if isinstance(value, (int, float, str)) else None


def read_count(value: object) -> int | None:
    """Read a duration or a size: a whole number, or digits in a string."""
    if isinstance(value, str) and len(value) <= 15 and value.isascii() and value.isdigit():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**15:
        return value
    return None
