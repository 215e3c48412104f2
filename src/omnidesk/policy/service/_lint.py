"""What is wrong with a service policy, or at least odd, before anybody waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from omnidesk.policy._calendar import WEEK
from omnidesk.policy.review._finding import Severity, worst_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import time

    from omnidesk.policy._calendar import Weekday
    from omnidesk.policy.service._policy import ServicePolicy
    from omnidesk.policy.service._rows import ServiceRow, SupportHours

ServiceFindingCode: TypeAlias = Literal[
    "clock_without_hours",
    "holidays_worked",
    "hours_differ",
    "hours_meet",
    "no_limit",
    "nothing_promised",
    "opening_not_said",
    "secondary_source",
    "unconfirmed_source",
    "unknown_calendar",
]
"""What is found; [the page on service policies](../policy/hours-and-response-times.md) explains."""


@dataclass(frozen=True, slots=True)
class ServiceFinding:
    """Something about a service policy that somebody should know. As a string, it is a line."""

    code: ServiceFindingCode
    """What it is."""
    severity: Severity
    """How bad it is."""
    text: str
    """The same in words."""
    entry: str | None = None
    """The row, by its id; `None` if it is about the policy as a whole."""

    def __str__(self) -> str:
        entry = f"{self.entry}: " if self.entry else ""
        return f"{self.severity} {self.code}: {entry}{self.text}"


def lint_service(
    policy: ServicePolicy, *, calendars: Iterable[str] | None = None
) -> tuple[ServiceFinding, ...]:
    """
    Find what is wrong with a service policy, or odd, without looking at any conversation.

    Args:
        policy: The policy.
        calendars: The ids of the calendars that the desk has; any if not given.

    Returns:
        The findings, the worst first.
    """
    known = None if calendars is None else frozenset(calendars)
    own = (finding for check in _CHECKS for finding in check(policy))
    return worst_first([*_calendars(policy, known), *own])


def _calendars(policy: ServicePolicy, known: frozenset[str] | None) -> Iterator[ServiceFinding]:
    for row in policy.hours:
        if row.closed_on is not None and known is not None and row.closed_on not in known:
            text = f"there is no calendar {row.closed_on}: whether anybody is there is not known"
            yield ServiceFinding("unknown_calendar", "error", text, row.id)


def _clocks(policy: ServicePolicy) -> Iterator[ServiceFinding]:
    """Find response times in support hours for places that have none."""
    for row in policy.responses:
        if row.clock != "support_hours":
            continue
        for department in row.departments or _departments(policy):
            channels = row.channels or _channels(policy, department) or ("",)
            missing = [one for one in channels if not policy.hours_of(department, one)]
            if missing:
                where = ", ".join(filter(None, (department, *missing))) or "the desk"
                text = f"it counts support hours, and no row says when {where} has any"
                yield ServiceFinding("clock_without_hours", "error", text, row.id)


def _times(policy: ServicePolicy) -> Iterator[ServiceFinding]:
    for row in policy.hours:
        unsaid = {day for one in row.times if one.opens is None for day in one.days}
        if unsaid:
            days = ", ".join(day for day in WEEK if day in unsaid)
            text = f"it does not say when {days} begins: as the earliest of its other times"
            yield ServiceFinding("opening_not_said", "warning", text, row.id)
        if row.closed_on is None and not row.always:
            text = "it names no calendar: holidays are worked as any other day"
            yield ServiceFinding("holidays_worked", "info", text, row.id)


def _differences(policy: ServicePolicy) -> Iterator[ServiceFinding]:
    """Find channels of a department that close earlier than its others on the same days."""
    for row in policy.hours:
        others = [
            one
            for one in policy.hours
            # Rows that meet are shifts of one channel. A row meets itself.
            if set(one.departments) == set(row.departments) and not _meet(one, row)
        ]
        for other in others:
            days = [
                day
                for day in WEEK
                if (mine := _closing(row, day))
                and (theirs := _closing(other, day))
                and mine < theirs
            ]
            if days:
                text = (
                    f"on {', '.join(days)} it ends before {other.id} does, of the same department"
                )
                yield ServiceFinding("hours_differ", "warning", text, row.id)


def _closing(row: SupportHours, day: Weekday) -> time | None:
    """Return when a day ends; `None` if it is not worked, or goes on past midnight."""
    here = row.times_on(day)
    ends = [closes for opens, closes in here if opens < closes]
    return max(ends) if ends and len(ends) == len(here) else None


def _overlaps(policy: ServicePolicy) -> Iterator[ServiceFinding]:
    """Find rows that say as closely as one another when somebody is there."""
    for at, row in enumerate(policy.hours):
        for other in policy.hours[at + 1 :]:
            if _meet(row, other):
                first, second = sorted((row.id, other.id))
                text = f"{second} is about some of the same: there, either of them is enough"
                yield ServiceFinding("hours_meet", "info", text, first)


def _meet(one: ServiceRow, other: ServiceRow) -> bool:
    """Tell whether two rows count for some same place, where either of them is enough."""
    return (
        one.precision == other.precision
        and (not one.departments or not set(one.departments).isdisjoint(other.departments))
        and (not one.channels or not set(one.channels).isdisjoint(other.channels))
    )


def _promises(policy: ServicePolicy) -> Iterator[ServiceFinding]:
    if not policy.responses:
        text = "it says nothing about how soon anybody is answered"
        yield ServiceFinding("nothing_promised", "info", text)
    for row in policy.responses:
        if row.limit is None:
            lacks = "no limit and no target" if row.target is None else "no limit"
            text = f"it has {lacks}: no answer is ever too late"
            yield ServiceFinding("no_limit", "info", text, row.id)


def _sources(policy: ServicePolicy) -> Iterator[ServiceFinding]:
    for row in (*policy.hours, *policy.responses, *policy.precedence):
        if row.source.certainty == "secondary":
            text = "it rests on somebody else's account of its source"
            yield ServiceFinding("secondary_source", "info", text, row.id)
        elif row.source.certainty == "unconfirmed":
            text = "nobody has read its source"
            yield ServiceFinding("unconfirmed_source", "warning", text, row.id)


def _departments(policy: ServicePolicy) -> tuple[str | None, ...]:
    return tuple(one.id for one in policy.departments) or (None,)


def _channels(policy: ServicePolicy, department: str | None) -> tuple[str, ...]:
    """Return the channels that rows name for a department."""
    rows = (*policy.hours, *policy.responses)
    named = [one for row in rows if row.is_about(department, _any_of(row)) for one in row.channels]
    return tuple(dict.fromkeys(named))


def _any_of(row: ServiceRow) -> str:
    return row.channels[0] if row.channels else ""


_CHECKS = (_clocks, _times, _differences, _overlaps, _promises, _sources)
