"""One way of reading vendors' epoch times: the unit is declared, and an assumption is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from omnidesk.model import Defect

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PER_SECOND = {"seconds": 1, "milliseconds": 1_000, "microseconds": 1_000_000}
_EARLIEST = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
_LATEST = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())

Unit = Literal["seconds", "milliseconds", "microseconds"]
"""What a vendor documents that it counts."""


def from_epoch(
    value: int | str | None, unit: Unit, *, pointer: str = ""
) -> tuple[datetime | None, tuple[Defect, ...]]:
    """
    Read a count since 1970-01-01T00:00:00Z.

    The declared unit is tried first. If it puts the time outside the years 2000 to 2099 and exactly
    one other unit puts it inside, that one is taken and the defect `time_unit_assumed` says so.

    Args:
        value: The number, or a string of digits. 0, `None` and the empty string are "never".
        unit: What the vendor documents.
        pointer: Where it stands, for the defect.

    Returns:
        The time in UTC, or `None` if there is none or it makes no sense in any unit (defect
        `time_unreadable`); and the defects.
    """
    if value is None or value in (0, "", "0"):
        return None, ()
    count = _whole(value)
    if count is not None:
        if _fits(count, unit):
            return _at(count, unit), ()
        others = [one for one in _PER_SECOND if _fits(count, one)]
        if len(others) == 1:
            return _at(count, others[0]), (Defect(code="time_unit_assumed", pointer=pointer),)
    return None, (Defect(code="time_unreadable", pointer=pointer),)


def _fits(count: int, unit: str) -> bool:
    return _EARLIEST <= count // _PER_SECOND[unit] < _LATEST


def _whole(value: int | str) -> int | None:
    if isinstance(value, int):
        return value
    # Twenty digits are microseconds far beyond any calendar; int() of millions would be slow.
    if len(value) <= 20 and value.isascii() and value.isdigit():
        return int(value)
    return None


def _at(count: int, unit: str) -> datetime:
    # Whole numbers all the way: a float would lose microseconds.
    return _EPOCH + timedelta(microseconds=count * (1_000_000 // _PER_SECOND[unit]))
