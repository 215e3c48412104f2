"""Whether a department is there now."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from omnidesk.model._base import Noun, Time
from omnidesk.policy.service._clock import SupportClock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from omnidesk.policy._calendar import BusinessCalendar
    from omnidesk.policy.service._policy import ServicePolicy


class Opening(Noun):
    """Whether a department is there."""

    _shown: ClassVar[frozenset[str]] = frozenset({"hours"})

    state: Literal["open", "closed", "unknown"]
    """`unknown` where no row says, or where a calendar does not cover the day."""
    until: Time | None = None
    """When that changes, or is known no longer (UTC); `None` if it does not within ten years."""
    hours: tuple[str, ...] = ()
    """The rows that say so, by their ids."""


def opening(
    policy: ServicePolicy,
    *,
    at: datetime,
    channel: str,
    department: str | None = None,
    calendars: Iterable[BusinessCalendar] = (),
) -> Opening:
    """
    Tell whether a department is there, and until when that stays so.

    Args:
        policy: The policy.
        at: The moment; aware.
        channel: By which channel.
        department: Which department; `None` if that is not known.
        calendars: The calendars that the policy names.

    Raises:
        ValueError: If `at` has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("at: expected an aware time")
    rows = policy.hours_of(department, channel)
    is_open, until = SupportClock(rows, calendars).state(at)
    state: Literal["open", "closed", "unknown"] = "unknown"
    if is_open is not None:
        state = "open" if is_open else "closed"
    return Opening(state=state, until=until, hours=tuple(sorted(row.id for row in rows)))
