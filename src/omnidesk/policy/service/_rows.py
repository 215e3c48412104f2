"""Rows: when a department is there, how soon it answers, and whom it answers first."""

from __future__ import annotations

from datetime import time
from typing import Literal, TypeAlias

from pydantic import Field, model_validator

from omnidesk.policy._base import NAME, Data, Zone
from omnidesk.policy._calendar import Weekday
from omnidesk.policy._periods import Span
from omnidesk.policy._rules import Citation

Clock: TypeAlias = Literal["elapsed", "support_hours"]
"""What counts: all time that passes, or support hours alone."""


class Department(Data):
    """A part of the desk that people write to."""

    id: str = Field(pattern=NAME)
    """Its name."""
    title: str = Field(min_length=1)
    """What it is called."""
    title_vi: str | None = None
    """The same in Vietnamese."""
    accounts: tuple[str, ...] = Field(default=(), repr=False)
    """
    What is written to these is for it: `Conversation.account`, or channel and account with a slash
    between them (`email/support@shop.example`).
    """


class ServiceRow(Data):
    """A row about some departments and channels."""

    id: str = Field(pattern=NAME)
    """Its name."""
    departments: tuple[str, ...] = ()
    """The departments that it is about (`Department.id`); none named is all."""
    channels: tuple[str, ...] = ()
    """The channels that it is about; none named is all. Calls are in `call`."""
    source: Citation
    """Where it stands."""
    notes: str | None = None
    """Doubts, for whoever reads it."""

    def is_about(self, department: str | None, channel: str) -> bool:
        """
        Tell whether it is about a department in a channel.

        Args:
            department: The department. If it is not known (`None`), only rows about all match.
            channel: The channel.
        """
        return (not self.departments or department in self.departments) and (
            not self.channels or channel in self.channels
        )

    @property
    def precision(self) -> int:
        """How closely it says what it is about: a department says more than a channel."""
        return 2 * bool(self.departments) + bool(self.channels)


class OpenTime(Data):
    """From when until when, on some days of the week."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    """On which days."""
    opens: time | None = None
    """From when on; `None` is not said: then it is the earliest of the other times of the row."""
    closes: time
    """
    Until when. Midnight is the end of the day; a time that is not after `opens` is of the next day.
    """

    @model_validator(mode="after")
    def _are_times_of_clocks(self) -> OpenTime:
        for at in (self.opens, self.closes):
            if at is not None and (at.tzinfo or at.second or at.microsecond):
                raise ValueError("expected times of whole minutes, without a zone")
        if self.opens is not None and self.opens == self.closes and self.closes != time():
            raise ValueError("expected two different times; for all day, 00:00:00 and 00:00:00")
        return self


class SupportHours(ServiceRow):
    """When somebody is there."""

    zone: Zone
    """On whose clock (IANA)."""
    always: bool = False
    """Whether day and night, all week."""
    times: tuple[OpenTime, ...] = ()
    """When, if not always."""
    closed_on: str | None = Field(default=None, pattern=NAME)
    """
    The calendar on whose holidays nobody is there (`BusinessCalendar.id`). What it does not cover
    is not known. `None`: holidays are days as any other.
    """
    made_up_as: Weekday | None = None
    """As which day counts one that the calendar has worked for another; `None` is as it is."""

    @model_validator(mode="after")
    def _say_when(self) -> SupportHours:
        if self.always == bool(self.times):
            raise ValueError("expected either always = true or times")
        if self.times and all(one.opens is None for one in self.times):
            raise ValueError("times: at least one of them has to say when it opens")
        opens = self._earliest
        if opens != time() and any(one.opens is None and one.closes == opens for one in self.times):
            raise ValueError("times: one ends as it opens, which it does not say")
        if self.made_up_as is not None and self.closed_on is None:
            raise ValueError("made_up_as: needs a calendar (closed_on), which knows such days")
        return self

    def times_on(self, day: Weekday) -> tuple[tuple[time, time], ...]:
        """
        Return from when until when somebody is there on a day of the week, the earliest first.

        An end that is not after its beginning is of the next day.
        """
        if self.always:
            return ((time(), time()),)
        return tuple(
            sorted(
                (self._earliest if one.opens is None else one.opens, one.closes)
                for one in self.times
                if day in one.days
            )
        )

    @property
    def _earliest(self) -> time:
        """When times begin that do not say it."""
        return min((one.opens for one in self.times if one.opens is not None), default=time())


class ResponseTime(ServiceRow):
    """How soon somebody answers."""

    answers: Literal["first", "every"] = "first"
    """Whether it is about the first answer in a conversation, or about every one."""
    clock: Clock = "elapsed"
    """What counts."""
    target: Span | None = None
    """What is aimed at."""
    limit: Span | None = None
    """What is promised. Without one, an answer is never too late; the clock says when it starts."""

    @model_validator(mode="after")
    def _aims_within_the_limit(self) -> ResponseTime:
        if self.target is not None and self.limit is not None and self.target > self.limit:
            raise ValueError("expected a target that is not beyond the limit")
        return self


class Precedence(ServiceRow):
    """Some are answered before others."""

    before: tuple[str, ...] = Field(min_length=1)
    """The departments that come after those in `departments`."""

    @model_validator(mode="after")
    def _says_who(self) -> Precedence:
        if not self.departments:
            raise ValueError("departments: expected those that come first")
        if self.channels:
            raise ValueError("channels: expected none: departments come first in all of them")
        return self
