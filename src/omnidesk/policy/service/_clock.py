"""Time in support hours: when a desk opens and closes, and when so much of it has passed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from omnidesk.policy._calendar import WEEK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from omnidesk.policy._calendar import BusinessCalendar, Weekday
    from omnidesk.policy.service._rows import OpenTime, SupportHours

HORIZON = timedelta(days=3_660)
"""How far ahead a clock looks, and how far back: ten years."""

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_END = datetime.max.replace(tzinfo=UTC)


class _Stretch(NamedTuple):
    """A stretch of time, in UTC, from its beginning up to its end, when somebody is there."""

    begins: datetime
    ends: datetime
    known: bool = True
    """Whether it is that; else nothing is known of the time from its beginning on."""


class SupportClock:
    """
    A clock that runs in support hours only.

    It answers `None` where nobody knows: where a calendar does not cover a day, and beyond ten
    years. Where clocks are set back in support hours, the hour counts twice; where they are set
    forward, it does not count at all.

    Args:
        hours: The rows that say when somebody is there; where several do, one is enough.
        calendars: The calendars that they name.
    """

    def __init__(
        self, hours: Iterable[SupportHours], calendars: Iterable[BusinessCalendar] = ()
    ) -> None:
        known = {one.id: one for one in calendars}
        self._shifts = [_Shifts(row, known) for row in hours]

    def is_open(self, at: datetime) -> bool | None:
        """
        Tell whether somebody is there.

        Args:
            at: The moment; aware.
        """
        return self.state(at)[0]

    def state(self, at: datetime) -> tuple[bool | None, datetime | None]:
        """
        Tell whether somebody is there, and until when that stays so.

        Args:
            at: The moment; aware.

        Returns:
            Whether, or `None` if that is not known; and when it changes, or is known no longer
            (UTC): `None` if that is not within ten years, or nothing is known now.
        """
        if not self._shifts:
            return None, None
        until = at
        for stretch in self._from(at):
            if stretch.begins > until:
                return until > at, until if until > at else stretch.begins
            if not stretch.known:
                return (True, until) if until > at else (None, None)
            until = stretch.ends
        return until > at, None

    def opens_at(self, at: datetime) -> datetime | None:
        """
        Return the first moment from one on (UTC) at which somebody is there.

        Args:
            at: The moment; aware.
        """
        for stretch in self._from(at):
            return max(stretch.begins, at.astimezone(UTC)) if stretch.known else None
        return None

    def due(self, start: datetime, span: timedelta) -> datetime | None:
        """
        Return when so much time in support hours has passed (UTC).

        What ends with the last minute of a day is due then, and not when the next day begins.

        Args:
            start: From when on; aware.
            span: How much.
        """
        left = span
        for stretch in self._from(start):
            if not stretch.known:
                return None
            begins = max(stretch.begins, start.astimezone(UTC))
            if stretch.ends - begins >= left:
                return begins + left
            left -= stretch.ends - begins
        return None

    def elapsed(self, start: datetime, end: datetime) -> timedelta | None:
        """
        Return how much time in support hours lies between two moments; none if they are reversed.

        Args:
            start: From when on; aware.
            end: Until when; aware.
        """
        if not self._shifts or end - start > HORIZON:
            return None
        passed = timedelta()
        for stretch in self._from(start):
            if stretch.begins >= end:
                break
            if not stretch.known:
                return None
            passed += max(min(stretch.ends, end) - max(stretch.begins, start), timedelta())
        return passed

    def _from(self, at: datetime) -> Iterator[_Stretch]:
        """Yield the stretches that end after a moment, in order. They touch, and never overlap."""
        waiting: _Stretch | None = None
        for one in merge(*(shift.since(at) for shift in self._shifts)):
            if waiting is not None and (not one.known or one.begins >= waiting.ends):
                yield waiting
                waiting = None
            if not one.known:
                yield one
                return
            if waiting is None:
                waiting = one
            elif one.ends > waiting.ends:
                waiting = waiting._replace(ends=one.ends)
            if waiting.ends == _END:
                break
        if waiting is not None:
            yield waiting


class _Shifts:
    """The stretches of one row."""

    def __init__(self, hours: SupportHours, calendars: Mapping[str, BusinessCalendar]) -> None:
        self.zone = ZoneInfo(hours.zone)
        self.always = hours.always and hours.closed_on is None
        self.made_up_as = None if hours.made_up_as is None else WEEK.index(hours.made_up_as)
        self.has_calendar = hours.closed_on is not None
        self.calendar = calendars.get(hours.closed_on or "")
        self.off = frozenset(self.calendar.holidays if self.calendar else ())
        self.worked = frozenset(self.calendar.working_days if self.calendar else ())
        self.times = [sorted(_times(hours, day)) for day in WEEK]
        """By the number of the day of the week."""

    def since(self, at: datetime) -> Iterator[_Stretch]:
        """Yield the stretches that end after a moment, in the order in which they begin."""
        if self.always:
            yield _Stretch(at.astimezone(UTC), _END)
            return
        try:
            # What began yesterday may go on past midnight.
            first = at.astimezone(self.zone).date() - _DAY
            for number in range(HORIZON.days):
                day = first + number * _DAY
                if not self._covers(day):
                    if number:
                        yield _Stretch(max(self._at(day, time()), at), _END, known=False)
                        return
                    # Only what of it lies in the next day counts, of which the next day tells.
                    continue
                for stretch in self._on(day):
                    if stretch.ends > at:
                        yield stretch
        except OverflowError:
            yield _Stretch(at.astimezone(UTC), _END, known=False)

    def _covers(self, day: date) -> bool:
        return not self.has_calendar or (self.calendar is not None and self.calendar.covers(day))

    def _on(self, day: date) -> Iterator[_Stretch]:
        """Yield the stretches that begin on a day, which the calendar covers."""
        weekday = day.weekday()
        if day in self.worked:
            weekday = weekday if self.made_up_as is None else self.made_up_as
        elif day in self.off:
            return
        for opens, closes in self.times[weekday]:
            begins = self._at(day, opens)
            ends = self._at(day if closes > opens else day + _DAY, closes)
            if ends > begins:
                yield _Stretch(begins, ends)

    def _at(self, day: date, at: time) -> datetime:
        # Of an hour that comes twice, the first.
        local = datetime.combine(day, at, self.zone)
        moment = local.astimezone(UTC)
        landed = moment.astimezone(self.zone)
        if landed.replace(tzinfo=None) != local.replace(tzinfo=None):
            # It never comes: this is after clocks have jumped over it, and they jump to a minute.
            while (moment - _MINUTE).astimezone(self.zone).utcoffset() == landed.utcoffset():
                moment -= _MINUTE
        return moment


def _times(hours: SupportHours, day: Weekday) -> Iterator[tuple[time, time]]:
    """Yield from when until when somebody is there on a day of the week."""
    if hours.always:
        yield time(), time()
        return
    earliest = min(one.opens for one in hours.times if one.opens is not None)
    for one in hours.times:
        if day in one.days:
            yield _opens(one, earliest), one.closes


def _opens(one: OpenTime, earliest: time) -> time:
    return earliest if one.opens is None else one.opens
