"""`Thread-Index`, by which Outlook and Exchange know a conversation (MS-OXOMSG section 2.2.1.3)."""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

_HEADER = 22
_BLOCK = 5
_CHARACTERS = 1_360
"""Of base64: about 200 answers."""
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_LATEST = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1) * 10


@dataclass(frozen=True, slots=True, repr=False)
class ThreadIndex:
    """What a `Thread-Index` says. Anyone can copy one: it is evidence, never proof."""

    guid: UUID
    """The conversation's."""
    times: tuple[datetime, ...]
    """
    When it began and when each answer was written, in UTC, by the clocks of those who wrote and
    rounded down: the first to 7 milliseconds, answers to 27 or more.
    """


def thread_index(value: str) -> ThreadIndex | None:
    """
    Read a `Thread-Index`.

    Args:
        value: The header's value: base64 of 22 bytes, and 5 more for each answer.

    Returns:
        What it says, with at most 200 answers, or `None` if it is not whole or has an impossible
        time.
    """
    try:
        data = binascii.a2b_base64("".join(value.split())[:_CHARACTERS])
    except ValueError:
        return None
    if len(data) < _HEADER or data[0] != 1:
        return None
    # The first byte is the top byte of the FILETIME itself, whose lowest 16 bits are left out.
    ticks = int.from_bytes(data[:6], "big") << 16
    times = [_time(ticks)]
    for start in range(_HEADER, len(data) - _BLOCK + 1, _BLOCK):
        block = int.from_bytes(data[start : start + 4], "big")
        delta = block & 0x7FFFFFFF
        ticks += delta << (23 if block >> 31 else 18)
        if ticks > _LATEST:
            return None
        times.append(_time(ticks))
    return ThreadIndex(UUID(bytes=data[6:_HEADER]), tuple(times))


def _time(ticks: int) -> datetime:
    return _EPOCH + timedelta(microseconds=ticks // 10)
