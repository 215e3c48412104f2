"""A clock for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from omnidesk.testing._factories import RECEIVED_AT


class Clock:
    """
    A clock that stands still until it is told to go on.

    Call it for the present: give it as `clock=`, and what it returns as `now=`.

    Args:
        at: Its first present; aware. By default when all that factories make was received.
    """

    def __init__(self, at: datetime = RECEIVED_AT) -> None:
        self._at = _aware(at)

    def __call__(self) -> datetime:
        """Return the present, in UTC."""
        return self._at

    def __repr__(self) -> str:
        return f"Clock({self._at.isoformat()})"

    def advance(self, step: timedelta) -> datetime:
        """Let time go by; return the new present, in UTC."""
        self._at += step
        return self._at

    def set(self, at: datetime) -> datetime:
        """
        Make it another time, earlier or later; return it in UTC.

        Raises:
            ValueError: If the time is naive.
        """
        self._at = _aware(at)
        return self._at


def _aware(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError("expected a time with its zone, such as datetime(2026, 1, 2, tzinfo=UTC)")
    return at.astimezone(UTC)
