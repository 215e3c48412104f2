"""Rows: dated data about hours, days off, caps and marks, each with where it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from pydantic import Field, model_validator

from omnidesk.policy._base import NAME, Data, Zone
from omnidesk.policy._periods import Span
from omnidesk.policy._rules import Citation


class Dated(Data):
    """A row that applies from one day to another, to some messages."""

    id: str = Field(pattern=NAME)
    """Its name."""
    first: date | None = None
    """The first day (UTC) on which it applies; `None` if that is not known, and it has begun."""
    last: date | None = None
    """The last day (UTC) on which it applies, if there is one."""
    region: tuple[str, ...] = ()
    """Whose recipients it is about (ISO 3166); none named is everybody."""
    channel: str | None = None
    """The channel that it is about; `None` is all."""
    purpose: tuple[str, ...] = ()
    """The purposes that it is about; none named is all."""
    source: Citation
    """Where it stands."""
    notes: str | None = None
    """Doubts, for whoever reads it."""

    @property
    def ends(self) -> datetime:
        """When it no longer applies (UTC); the end of the calendar if that is not known."""
        if self.last is None or self.last == date.max:
            return datetime.max.replace(tzinfo=UTC)
        return datetime.combine(self.last, time(), UTC) + timedelta(days=1)

    def applies(self, now: datetime, region: str | None, channel: str, purpose: str) -> bool:
        """
        Tell whether it applies. Where the region is not known, it does.

        Args:
            now: The moment; aware.
            region: Where the recipient is, if that is known.
            channel: By which channel the message goes.
            purpose: What it is for.
        """
        today = now.astimezone(UTC).date()
        return (
            (self.first is None or today >= self.first)
            and (self.last is None or today <= self.last)
            and (not self.region or region is None or region in self.region)
            and (self.channel is None or channel == self.channel)
            and (not self.purpose or purpose in self.purpose)
        )

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Dated:
        if self.first is not None and self.last is not None and self.first > self.last:
            raise ValueError("expected a first day that is not after the last")
        return self


class Hours(Dated):
    """Messages go out between two times of the day, and at no other."""

    opens: time
    """From when on."""
    closes: time
    """Until when."""
    zone: Zone | None = None
    """On whose clock (IANA); `None` is the recipient's."""

    @model_validator(mode="after")
    def _are_of_one_day(self) -> Hours:
        if self.opens >= self.closes or self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("expected two times of one day without a zone, the earlier first")
        if any(at.second or at.microsecond for at in (self.opens, self.closes)):
            raise ValueError("expected whole minutes, as clocks are moved by")
        return self


class ClosedDays(Dated):
    """No message goes out on the holidays of a calendar."""

    calendar: str = Field(pattern=NAME)
    """The calendar (`BusinessCalendar.id`). What it does not cover is not known, and denies."""


class Cap(Dated):
    """No more than so many messages to one recipient within any such time."""

    count: int = Field(ge=1)
    """How many."""
    within: Span
    """Within how long."""
    message_class: tuple[str, ...] = ()
    """For these classes, and counting them alone; none named counts all that went out."""
    automatic: bool = False
    """For what a machine answers by itself, and counting that alone."""


class Marks(Dated):
    """What must stand on a message."""

    one_of: tuple[str, ...] = ()
    """Labels of which it must bear one, such as `QC` or `AD`."""
    footer: bool = False
    """Whether it must say how to opt out."""

    @model_validator(mode="after")
    def _asks_for_something(self) -> Marks:
        if not self.one_of and not self.footer:
            raise ValueError("expected labels (one_of), a footer, or both")
        return self
