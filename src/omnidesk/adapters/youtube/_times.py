"""YouTube's times: RFC 3339, with three digits of a second, or six, or nine, or none."""

from __future__ import annotations

from datetime import UTC, datetime

from omnidesk.model import Defect

_LONGEST = 40
"""`2015-04-01T19:05:24.552394234+00:00` has 35 characters."""


def read_time(value: object, pointer: str) -> tuple[datetime | None, tuple[Defect, ...]]:
    """
    Read a time, which must say its zone.

    Returns:
        The time in UTC, cut to microseconds; or `None`, with the defect `time_unreadable` if
        something stands there.
    """
    if value is None:
        return None, ()
    if isinstance(value, str) and len(value) <= _LONGEST:
        try:
            at = datetime.fromisoformat(value)
            if at.tzinfo is not None:
                return at.astimezone(UTC), ()
        except (ValueError, OverflowError):
            pass  # the year 1 east of Greenwich leaves the calendar
    return None, (Defect(code="time_unreadable", pointer=pointer),)


def as_stamp(value: object) -> str | None:
    """Write a time as it stands, for an id: what cannot be read still differs from another."""
    return None if value is None else str(value)
