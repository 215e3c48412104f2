"""
Times as telephone systems write them: without a zone more often than not.

A zone is never guessed. A time without one is read in the zone that the adapter was given, with
that zone's daylight rules; without a zone it is none, and a defect says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from omnidesk.adapters._time import from_epoch
from omnidesk.model import Defect

if TYPE_CHECKING:
    from omnidesk.adapters._time import Unit

Reading = tuple[datetime | None, tuple[Defect, ...]]
"""A time in UTC, or `None`; and what was wrong with it or had to be assumed."""

# Years first, with any of the usual separators; a zone may follow.
_DATE = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ,]{1,3}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?"
    r"\s{0,3}(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_NEVER = frozenset(("", "null", "none", "nil", "-", "0", "n/a"))
_EARLIEST_YEAR = 1971
"""What stands for "never" in one zone is the evening or the morning of it in another."""


@dataclass(frozen=True, slots=True)
class Clock:
    """
    The zone in which a system writes times without one.

    Args:
        zone: An IANA name such as `Asia/Ho_Chi_Minh`, `UTC`, a fixed offset such as `+07:00`, or
            `None` if nobody knows: then such times are not read.

    Raises:
        ValueError: If there is no such zone.
    """

    zone: str | None = None

    def __post_init__(self) -> None:
        """Check the zone once, so that no record has to."""
        if self.zone is not None and _zone(self.zone) is None:
            raise ValueError(
                f"zone: expected an IANA zone or an offset, got {self.zone!r}"
                " (without a zone database on this machine, install tzdata)"
            )

    def read(self, text: str | None, *, pointer: str = "") -> Reading:
        """
        Read a date with a time of day: year, month, day, with or without a zone.

        What stands for "never" (empty, `null`, 0, 0000-00-00, 1970) is `None`. An hour that the
        zone has twice is taken to be the first, with the defect `time_ambiguous`; one that it does
        not have is read by the offset before the change, with `time_skipped`.

        Args:
            text: The time as the record has it.
            pointer: Where it stands, for the defects `time_without_zone` and `time_unreadable`.
        """
        text = (text or "").strip()
        if text.lower() in _NEVER:
            return None, ()
        match = _DATE.fullmatch(text)
        if match is None:
            return None, (Defect(code="time_unreadable", pointer=pointer),)
        year, month, day, hour, minute, second, fraction, zone = match.groups()
        if int(year) < _EARLIEST_YEAR:
            return None, ()
        try:
            naive = datetime(  # noqa: DTZ001 - its zone comes next
                int(year),
                int(month),
                int(day),
                int(hour or 0),
                int(minute or 0),
                int(second or 0),
                int((fraction or "")[:6].ljust(6, "0")),
            )
        except ValueError:
            return None, (Defect(code="time_unreadable", pointer=pointer),)
        return self.place(naive, zone, pointer=pointer)

    def place(self, naive: datetime, zone: str | None = None, *, pointer: str = "") -> Reading:
        """
        Put a time that was read by other means into its zone.

        Args:
            naive: The time on the wall.
            zone: The zone that the record names beside it, if it does.
            pointer: As in `read`.
        """
        where = _zone(zone or self.zone or "")
        if where is None:
            return None, (Defect(code="time_without_zone", pointer=pointer),)
        first, second = naive.replace(tzinfo=where), naive.replace(tzinfo=where, fold=1)
        codes: tuple[str, ...] = ()
        if first.utcoffset() != second.utcoffset():
            exists = first.astimezone(UTC).astimezone(where).replace(tzinfo=None) == naive
            codes = ("time_ambiguous",) if exists else ("time_skipped",)
        try:
            placed = first.astimezone(UTC)
        except OverflowError:
            return None, (Defect(code="time_unreadable", pointer=pointer),)
        return placed, tuple(Defect(code=code, pointer=pointer) for code in codes)


def read_epoch(value: float | str | None, unit: Unit, *, pointer: str = "") -> Reading:
    """
    Read a count since 1970 in its declared unit; 0, empty and `null` are never.

    Args:
        value: The count; a fraction is cut to microseconds.
        unit: What the vendor documents.
        pointer: Where it stands, for the defects `time_unit_assumed` and `time_unreadable`.
    """
    if isinstance(value, str):
        value = value.strip()
        if value.lower() in _NEVER:
            return None, ()
        whole, dot, fraction = value.partition(".")
        if dot and whole.isdigit() and fraction.isdigit():
            at, defects = from_epoch(whole, unit, pointer=pointer)
            # What is after the point is less than the clock of anybody counts, but for seconds.
            return (_later(at, fraction) if unit == "seconds" else at), defects
        return from_epoch(value, unit, pointer=pointer)
    if isinstance(value, float):
        # JSON writes 1772417107.0 for a count, too. What is no number at all is unreadable.
        return read_epoch(f"{value:.6f}", unit, pointer=pointer)
    return from_epoch(value, unit, pointer=pointer)


def _later(at: datetime | None, fraction: str) -> datetime | None:
    if at is None:
        return None
    return at + timedelta(microseconds=int(fraction[:6].ljust(6, "0")))


def _zone(name: str) -> tzinfo | None:
    if name in ("Z", "UTC", "GMT"):
        return UTC
    if name[:1] in ("+", "-") and name[1:].replace(":", "").isdigit() and len(name) in (5, 6):
        digits = name[1:].replace(":", "")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        if len(digits) == 4 and int(digits[2:]) < 60 and offset < timedelta(hours=24):
            return timezone(offset if name[0] == "+" else -offset)
        return None
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
