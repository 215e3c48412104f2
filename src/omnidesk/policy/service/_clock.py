"""Time in support hours: when a desk opens and closes, and when so much of it has passed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from omnidesk.policy._calendar import WEEK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from omnidesk.policy._calendar import BusinessCalendar
    from omnidesk.policy.service._rows import SupportHours

HORIZON = timedelta(days=3_660)
"""How far ahead a clock looks, and how far back: ten years."""

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_BEGINNING = datetime.min.replace(tzinfo=UTC)
_END = datetime.max.replace(tzinfo=UTC)
# Away from the ends of all dates, no zone and no night leads beyond them.
_FIRST = date.min + 2 * _DAY
_LAST = date.max - 2 * _DAY


class _Stretch(NamedTuple):
    """A stretch of time, in UTC, from its beginning up to its end, when somebody is there."""

    begins: datetime
    ends: datetime
    known: bool = True
    """Whether it is that; else nothing is known of the time from its beginning on."""


class SupportClock:
    """
    A clock that runs in support hours only.

    Times must be aware: others raise `ValueError`. It answers `None` where nobody knows: where a
    calendar does not cover a day, and beyond ten years. Where clocks are set back in support hours,
    the hour counts twice; where they are set forward, it does not count at all.

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
        start = until = in_utc(at)
        stretches = self._from(start)
        while (stretch := next(stretches)).known and stretch.begins <= until:
            until = stretch.ends
        if until > start:
            return True, _soon(until, start)
        if stretch.begins > start:
            return False, _soon(stretch.begins, start)
        return None, None

    def opens_at(self, at: datetime) -> datetime | None:
        """
        Return the first moment from one on (UTC) at which somebody is there.

        Args:
            at: The moment; aware.
        """
        start = in_utc(at)
        first = next(self._from(start))
        return _soon(first.begins, start) if first.known else None

    def due(self, start: datetime, span: timedelta) -> datetime | None:
        """
        Return when so much time in support hours has passed (UTC).

        What ends with the last minute of a day is due then, and not when the next day begins.

        Args:
            start: From when on; aware.
            span: How much; not negative.
        """
        left, start = span, in_utc(start)
        stretches = self._from(start)
        while (stretch := next(stretches)).known:
            lasts = stretch.ends - stretch.begins
            if lasts >= left:
                return _soon(stretch.begins + left, start)
            left -= lasts
        return None

    def elapsed(self, start: datetime, end: datetime) -> timedelta | None:
        """
        Return how much time in support hours lies between two moments; none if they are reversed.

        Args:
            start: From when on; aware.
            end: Until when; aware.
        """
        # Of two times of one zone, Python subtracts what the clocks show, and not the moments.
        start, end = in_utc(start), in_utc(end)
        if end - start > HORIZON:
            return None
        passed = timedelta()
        stretches = self._from(start)
        while (stretch := next(stretches)).begins < end:
            if not stretch.known:
                return None
            passed += min(stretch.ends, end) - stretch.begins
        return passed

    def _from(self, at: datetime) -> Iterator[_Stretch]:
        """
        Yield the stretches from a moment on, in order. They may touch, and never overlap.

        The last, and only that, is one of which nothing is known. Where that holds for one row,
        another may still say that somebody is there.
        """
        unknown = min((shift.unknown_from(at) for shift in self._shifts), default=at)
        reached = at
        for one in merge(*(shift.since(at) for shift in self._shifts)):
            if one.begins > max(reached, unknown):
                break
            if one.ends > reached:
                yield one._replace(begins=max(one.begins, reached))
                reached = one.ends
            if reached == _END:
                break
        yield _Stretch(max(reached, unknown), _END, known=False)


class _Shifts:
    """The stretches of one row."""

    def __init__(self, hours: SupportHours, calendars: Mapping[str, BusinessCalendar]) -> None:
        self.zone = ZoneInfo(hours.zone)
        self.always = hours.always and hours.closed_on is None
        self.made_up_as = None if hours.made_up_as is None else WEEK.index(hours.made_up_as)
        self.first, self.last = _FIRST, _LAST
        """The first and the last day of which it is known whether it is worked."""
        self.off: frozenset[date] = frozenset()
        self.worked: frozenset[date] = frozenset()
        if hours.closed_on is not None:
            self.last = date.min
            calendar = calendars.get(hours.closed_on)
            if calendar is not None:
                self.first, self.last = max(calendar.first, _FIRST), min(calendar.last, _LAST)
                self.off = frozenset(calendar.holidays)
                self.worked = frozenset(calendar.working_days)
        self.times = [hours.times_on(day) for day in WEEK]
        """By the number of the day of the week."""

    def unknown_from(self, at: datetime) -> datetime:
        """Return from when on, of the time from a moment on, nothing more is known."""
        if self.always:
            return _END
        today = self._day_of(at)
        if today is None or not self.first <= today <= self.last:
            return at
        if today == self.first and self._may_go_on(today - _DAY, at):
            return at
        return self._at(self.last + _DAY, time())

    def since(self, at: datetime) -> Iterator[_Stretch]:
        """Yield the stretches that are known and end after a moment, as they begin."""
        if self.always:
            yield _Stretch(at, _END)
        elif (today := self._day_of(at)) is not None:
            # What began yesterday may go on past midnight.
            day = max(today, self.first + _DAY) - _DAY
            while day <= self.last and day - today <= HORIZON:
                yield from (stretch for stretch in self._on(day) if stretch.ends > at)
                day += _DAY

    def _day_of(self, at: datetime) -> date | None:
        try:
            return at.astimezone(self.zone).date()
        except OverflowError:
            return None

    def _may_go_on(self, day: date, at: datetime) -> bool:
        """Tell whether what began on a day may go on at a moment, if the day was worked."""
        kinds = (day.weekday(), day.weekday() if self.made_up_as is None else self.made_up_as)
        return any(one.ends > at for kind in kinds for one in self._as(kind, day))

    def _on(self, day: date) -> Iterator[_Stretch]:
        """Yield the stretches that begin on a day of which it is known whether it is worked."""
        if day in self.worked:
            yield from self._as(day.weekday() if self.made_up_as is None else self.made_up_as, day)
        elif day not in self.off:
            yield from self._as(day.weekday(), day)

    def _as(self, weekday: int, day: date) -> Iterator[_Stretch]:
        """Yield the stretches that begin on a day, if it is such a day of the week."""
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


def in_utc(at: datetime) -> datetime:
    """Return a moment in UTC; what lies beyond the calendar there, as its first or last moment."""
    if at.tzinfo is None:
        raise ValueError("expected an aware time")
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return _BEGINNING if at.year == 1 else _END


def _soon(moment: datetime, start: datetime) -> datetime | None:
    """Return a moment if it is within ten years of another."""
    return moment if moment - start <= HORIZON else None
