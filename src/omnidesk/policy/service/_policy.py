"""A service policy: the hours, the response times and the order of a desk."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from pydantic import Field, model_validator

from omnidesk.policy._base import NAME, Data
from omnidesk.policy.service._rows import (
    Department,
    Precedence,
    ResponseTime,
    ServiceRow,
    SupportHours,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omnidesk.model import Conversation

_Row = TypeVar("_Row", bound=ServiceRow)


class ServicePolicy(Data):
    """
    When a desk is there, how soon it answers, and in which order.

    It is data: read it from TOML (`load_service_policy`). The order of rows means nothing.
    """

    id: str = Field(pattern=NAME)
    """Its name."""
    version: str = Field(min_length=1)
    """The version of its text."""
    title: str = Field(min_length=1)
    """What it is."""
    notes: str | None = None
    """What whoever reads it should know."""
    departments: tuple[Department, ...] = ()
    """The departments that rows name."""
    hours: tuple[SupportHours, ...] = ()
    """When somebody is there. Of several rows about a place, those that say it most closely."""
    responses: tuple[ResponseTime, ...] = ()
    """How soon somebody answers. Of several rows about a place, all: the earliest moment counts."""
    precedence: tuple[Precedence, ...] = ()
    """Who is answered before whom."""

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> ServicePolicy:
        departments: Iterable[Department | ServiceRow] = self.departments
        for what, some in (("departments", departments), ("rows", self._rows)):
            names = [one.id for one in some]
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"two {what} have one id: {', '.join(twice)}")
        known = {one.id for one in self.departments}
        for row in self._rows:
            named = {*row.departments, *(row.before if isinstance(row, Precedence) else ())}
            unknown = sorted(named - known)
            if unknown:
                raise ValueError(f"{row.id}: no department is called {', '.join(unknown)}")
        accounts = [account for one in self.departments for account in one.accounts]
        if len(set(accounts)) < len(accounts):
            raise ValueError("departments: two of them have one account")
        circle = _circle(self.precedence)
        if circle:
            rows = ", ".join(circle)
            raise ValueError(f"{rows}: departments come before one another in a circle")
        return self

    def hours_of(self, department: str | None, channel: str) -> tuple[SupportHours, ...]:
        """
        Return the rows that say when a department is there in a channel.

        Args:
            department: The department, or `None` if that is not known.
            channel: The channel.
        """
        rows = _about(self.hours, department, channel)
        closest = max((row.precision for row in rows), default=0)
        return tuple(row for row in rows if row.precision == closest)

    def responses_of(self, department: str | None, channel: str) -> tuple[ResponseTime, ...]:
        """
        Return the rows that say how soon a department answers in a channel.

        Args:
            department: The department, or `None` if that is not known.
            channel: The channel.
        """
        return _about(self.responses, department, channel)

    def department_of(self, conversation: Conversation) -> str | None:
        """Return the department whose account a conversation is with, or `None` if none has it."""
        account = conversation.account
        return self._accounts.get(f"{conversation.channel}/{account}", self._accounts.get(account))

    def place_of(self, department: str | None) -> int:
        """Return how many steps of precedence are before a department: 0 is answered first."""
        return self._places.get(department or "", 0)

    @cached_property
    def digest(self) -> str:
        """Its address: policies that say the same have the same, in whatever order they say it."""
        lists = [name for name, value in self if isinstance(value, tuple)]
        said = [self.model_copy(update=dict.fromkeys(lists, ())).model_dump_json()]
        said += sorted(one.model_dump_json() for one in (*self.departments, *self._rows))
        return f"sha256:{sha256(chr(10).join(said).encode()).hexdigest()}"

    @property
    def _rows(self) -> tuple[ServiceRow, ...]:
        return (*self.hours, *self.responses, *self.precedence)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return _places(self.precedence)

    @cached_property
    def _accounts(self) -> Mapping[str, str]:
        return {account: one.id for one in self.departments for account in one.accounts}


def _about(rows: Iterable[_Row], department: str | None, channel: str) -> tuple[_Row, ...]:
    return tuple(row for row in rows if row.is_about(department, channel))


def _circle(rows: Iterable[Precedence]) -> list[str]:
    """Return the rows that put departments before one another in a circle, by their ids."""
    steps = [
        (one, later, row.id) for row in rows for one in row.departments for later in row.before
    ]
    while True:
        firsts, laters = {one for one, _, _ in steps}, {later for _, later, _ in steps}
        # A step of a circle begins where another ends, and ends where another begins.
        kept = [step for step in steps if step[0] in laters and step[1] in firsts]
        if len(kept) == len(steps):
            return sorted({row for _, _, row in steps})
        steps = kept


def _places(rows: Iterable[Precedence]) -> Mapping[str, int]:
    """Return how many steps each department is from one that comes first, by the longest way."""
    after: dict[str, set[str]] = {}
    for row in rows:
        for first in row.departments:
            after.setdefault(first, set()).update(row.before)
    waits = Counter(name for later in after.values() for name in later)
    places = dict.fromkeys((name for name in after if not waits[name]), 0)
    free = list(places)
    while free:
        name = free.pop()
        for later in after.get(name, ()):
            places[later] = max(places.get(later, 0), places[name] + 1)
            waits[later] -= 1
            if not waits[later]:
                free.append(later)
    return places
