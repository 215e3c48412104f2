"""How soon a desk has answered, in numbers that are about nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from pydantic import AwareDatetime

from omnidesk.policy._base import Data
from omnidesk.policy.service._clock import in_utc
from omnidesk.policy.service._waits import each_once

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.policy.service._waits import Wait


class ServiceCount(Data):
    """The waits of one department in one channel, counted."""

    department: str | None = None
    """The department; `None` for those of which it is not known."""
    channel: str
    """The channel."""
    met: int = 0
    """Answered within the target."""
    slow: int = 0
    """Answered beyond the target, within the limit."""
    missed: int = 0
    """Answered beyond the limit."""
    waiting: int = 0
    """Not answered yet, within the target."""
    late: int = 0
    """Not answered yet, beyond the target, within the limit."""
    overdue: int = 0
    """Not answered, beyond the limit."""
    closed: int = 0
    """Over without an answer."""
    unknown: int = 0
    """Of which it cannot be told."""
    without_rule: int = 0
    """About which no row says how soon: in none of these states, but in the times below."""
    median: timedelta | None = None
    """How long half of those who were answered waited at most, of all time that passed."""
    slowest_tenth: timedelta | None = None
    """How long nine tenths of them waited at most."""

    @property
    def in_time(self) -> float | None:
        """
        What share was answered within the limit, from 0 to 1.

        Of those that were answered or should have been; `None` if there is none.
        """
        judged = self.met + self.slow + self.missed + self.overdue
        return (self.met + self.slow) / judged if judged else None


class ServiceReport(Data):
    """
    The waits that began in a stretch of time, counted by department and channel.

    It has no ids and nothing that anybody wrote, so that it stays when people are erased.
    """

    first: AwareDatetime
    """From when on (UTC)."""
    before: AwareDatetime
    """Up to when (UTC)."""
    counts: tuple[ServiceCount, ...] = ()
    """By department and channel."""


def service_report(found: Iterable[Wait], *, first: datetime, before: datetime) -> ServiceReport:
    """
    Count the waits that began in a stretch of time. Those without a time are in no report.

    Args:
        found: Waits, as `waits` returns them; order and repetition mean nothing.
        first: From when on; aware.
        before: Up to when, that moment excluded; aware.

    Raises:
        ValueError: If a time has no zone.
    """
    first, before = in_utc(first), in_utc(before)
    groups: defaultdict[tuple[str, str | None], list[Wait]] = defaultdict(list)
    for one in each_once(found):
        if one.began is not None and first <= one.began < before:
            groups[one.channel, one.department].append(one)
    # By department, that of which it is not known last.
    places = sorted(groups, key=lambda place: (place[1] is None, place[1] or "", place[0]))
    return ServiceReport(
        first=first,
        before=before,
        counts=tuple(_count(*place, groups[place]) for place in places),
    )


def _count(channel: str, department: str | None, found: list[Wait]) -> ServiceCount:
    judged = [one for one in found if one.rows]
    states = Counter(one.state for one in judged)
    waited = sorted(
        one.waited for one in found if one.waited is not None and one.answer is not None
    )
    return ServiceCount(
        department=department,
        channel=channel,
        met=states["met"],
        slow=states["slow"],
        missed=states["missed"],
        waiting=states["waiting"],
        late=states["late"],
        overdue=states["overdue"],
        closed=states["closed"],
        unknown=states["unknown"],
        without_rule=len(found) - len(judged),
        median=_at_most(waited, 0.5),
        slowest_tenth=_at_most(waited, 0.9),
    )


def _at_most(waited: list[timedelta], share: float) -> timedelta | None:
    """Return what so many of them waited at most: always the wait of one of them."""
    return waited[max(ceil(share * len(waited)), 1) - 1] if waited else None
