"""
Business calendars: which days are worked, and when a period of the law ends.

Sources: Regulation (EEC, Euratom) 1182/71 article 3 and Vietnam's Civil Code 2015, articles 147 and
148. Both do not count the day of the event, end a period with the last hour of its last day, and
move the end of what would end on a day off to the end of the next working day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from pydantic import Field, model_validator

from omnidesk.policy._base import NAME, Data, Zone
from omnidesk.policy._periods import parts

if TYPE_CHECKING:
    from collections.abc import Iterable

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
"""A day of the week."""

WEEK: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
"""The days of the week as `date.weekday` numbers them."""


class BusinessCalendar(Data):
    """
    Which days are worked, in one place, in the years for which somebody knows.

    It is data, and dated: what lies outside its years is not known, and never guessed.
    """

    id: str = Field(pattern=NAME)
    """The name by which rules call it."""
    zone: Zone
    """The zone in which its days begin and end (IANA)."""
    first: date
    """The first day that it knows about."""
    last: date
    """The last day that it knows about."""
    week: tuple[Weekday, ...] = WEEK[:5]
    """The days of the week that are worked."""
    holidays: tuple[date, ...] = ()
    """Days off, whatever the day of the week."""
    working_days: tuple[date, ...] = ()
    """Days that are worked all the same, such as a Saturday for a Monday off. They win."""

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> BusinessCalendar:
        if self.first > self.last:
            raise ValueError("expected a first day that is not after the last")
        return self

    def covers(self, day: date) -> bool:
        """Tell whether a day lies in the years that the calendar knows about."""
        return self.first <= day <= self.last

    def is_working_day(self, day: date) -> bool:
        """
        Tell whether a day is worked.

        Raises:
            ValueError: If the calendar does not cover it.
        """
        if not self.covers(day):
            raise ValueError("the calendar does not cover that day")
        if day in self._worked:
            return True
        return day not in self._off and WEEK[day.weekday()] in self.week

    def next_working_day(self, day: date) -> date | None:
        """Return a day if it is worked, or else the next that is; `None` if that is not known."""
        return self._walk(day, 1)

    def working_day_after(self, day: date, count: int) -> date | None:
        """Return the working day that comes `count` working days after a day; `None` if unknown."""
        # What comes after the calendar's last day is unknown, and so is the day after date.max.
        return self._walk(day + timedelta(days=1), count) if day < self.last else None

    def amended(
        self, *, holidays: Iterable[date] = (), working_days: Iterable[date] = ()
    ) -> BusinessCalendar:
        """
        Return the calendar with what has been decreed since.

        Args:
            holidays: Days that are off now, whatever the calendar said of them.
            working_days: Days that are worked now, whatever the calendar said of them.
        """
        off, worked = frozenset(holidays), frozenset(working_days)
        return self.model_copy(
            update={
                "holidays": tuple(sorted((self._off - worked) | off)),
                "working_days": tuple(sorted((self._worked - off) | worked)),
            }
        )

    @cached_property
    def _off(self) -> frozenset[date]:
        return frozenset(self.holidays)

    @cached_property
    def _worked(self) -> frozenset[date]:
        return frozenset(self.working_days)

    def _walk(self, day: date, count: int) -> date | None:
        """Return the working day with that number, counted from a day on."""
        if not self.covers(day):
            return None
        for number in range((self.last - day).days + 1):
            here = day + timedelta(days=number)
            count -= self.is_working_day(here)
            if count == 0:
                return here
        return None


def deadline(
    start: datetime, period: str, calendar: BusinessCalendar, *, late: bool
) -> datetime | None:
    """
    Return when a period ends as the law counts it: by whole days, and on a working day.

    Args:
        start: The event; aware. Its day does not count.
        period: The period, in years, months and days, or in business days (`P2BD`).
        calendar: Which days are worked. Days begin in its zone.
        late: Whether to return the end of the last day, up to which a thing is kept, or its
            beginning, from which on a thing is to go so that it is gone when the day ends.

    Returns:
        The moment in UTC, or `None` if the calendar does not cover the days.
    """
    zone = ZoneInfo(calendar.zone)
    years, months, days, _, business_days = parts(period)
    try:
        day = start.astimezone(zone).date()
        if business_days:
            last = calendar.working_day_after(day, business_days)
        else:
            moved = day + relativedelta(years=years, months=months) + timedelta(days=days)
            last = calendar.next_working_day(moved)
        if last is None:
            return None
        midnight = datetime.combine(last + timedelta(days=1) if late else last, time())
        # Where clocks go forward at midnight, this is when they do: the day begins at one.
        return midnight.replace(tzinfo=zone).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
