"""How the `omnidesk service` commands put hours, response times and waits into words."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from omnidesk.cli._findings import cited
from omnidesk.policy._calendar import WEEK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from omnidesk.policy.service import (
        Clock,
        Department,
        OpenTime,
        Precedence,
        ResponseTime,
        ServiceRow,
        SupportHours,
        WaitState,
    )

OPENINGS: Final[Mapping[str, str]] = {"open": "green", "closed": "yellow", "unknown": "magenta"}
"""The colour of whether somebody is there, beside its word."""

WAITS: Final[Mapping[WaitState, str]] = {
    "overdue": "red",
    "late": "yellow",
    "waiting": "cyan",
    "unknown": "magenta",
    "missed": "red",
    "slow": "yellow",
    "met": "green",
    "closed": "dim",
}
"""The colour of how a wait stands, beside its word; the most pressing first."""

_CLOCKS: Final[Mapping[Clock, str]] = {
    "elapsed": "all time counts",
    "support_hours": "support hours count",
}

_UNITS: Final = (
    ("d", timedelta(days=1)),
    ("h", timedelta(hours=1)),
    ("min", timedelta(minutes=1)),
    ("s", timedelta(seconds=1)),
)


def span(length: timedelta) -> str:
    """Return a length of time in its largest unit and the next, rounded down: `2 d 4 h`."""
    counts: list[int] = []
    for _, unit in _UNITS:
        count, length = divmod(length, unit)
        counts.append(count)
    largest = next((at for at, count in enumerate(counts) if count), len(counts) - 1)
    said = [
        f"{counts[at]:,} {_UNITS[at][0]}"
        for at in range(largest, min(largest + 2, len(counts)))
        if counts[at] or at == largest
    ]
    return " ".join(said)


def share(part: float) -> str:
    """Return a share, from 0 to 1, in whole percent: what is not all is never 100."""
    return f"{100 if part == 1 else min(round(100 * part), 99)} %"


# --- a row in words -------------------------------------------------------------------------------


def department_lines(department: Department) -> Iterator[str]:
    """Say what a department is called, and what is written to it."""
    yield " / ".join(filter(None, (department.title, department.title_vi)))
    if department.accounts:
        yield f"what is written to {', '.join(department.accounts)}"


def hours_lines(row: SupportHours) -> Iterator[str]:
    """Say when somebody is there."""
    when = "day and night" if row.always else "; ".join(_times(row.times))
    yield f"{when} ({row.zone})"
    if row.closed_on is not None:
        yield f"not on the holidays of the calendar {row.closed_on}"
    if row.made_up_as is not None:
        yield f"days that are worked for others are as a {row.made_up_as.capitalize()}"
    yield from _about(row)


def response_lines(row: ResponseTime) -> Iterator[str]:
    """Say how soon somebody answers."""
    terms = [
        f"{word} {span(length)}"
        for word, length in (("target", row.target), ("limit", row.limit))
        if length is not None
    ]
    which = "the first answer" if row.answers == "first" else "every answer"
    yield "; ".join((which, ", ".join(terms) or "no number", _CLOCKS[row.clock]))
    yield from _about(row)


def precedence_lines(row: Precedence) -> Iterator[str]:
    """Say who comes first."""
    yield f"before {', '.join(row.before)}"
    yield from _about(row)


def _about(row: ServiceRow) -> Iterator[str]:
    places = [", ".join(names) for names in (row.departments, row.channels) if names]
    if places:
        yield f"for {' by '.join(places) if row.departments else f'all by {places[0]}'}"
    yield cited(row.source)
    yield from (row.notes or "").splitlines()


def _times(times: Iterable[OpenTime]) -> Iterator[str]:
    for one in times:
        closes = "24:00" if one.closes == time() else f"{one.closes:%H:%M}"
        hours = f"until {closes}" if one.opens is None else f"{one.opens:%H:%M}–{closes}"
        yield f"{', '.join(_days(one))} {hours}"


def _days(one: OpenTime) -> Iterator[str]:
    """Name days of the week, three and more in a row by the first and the last."""
    numbers = sorted({WEEK.index(day) for day in one.days})
    breaks = [at for at, (day, after) in enumerate(pairwise(numbers), 1) if after > day + 1]
    for begin, end in pairwise((0, *breaks, len(numbers))):
        names = [WEEK[number].capitalize() for number in numbers[begin:end]]
        yield from (f"{names[0]} to {names[-1]}",) if len(names) > 2 else names
