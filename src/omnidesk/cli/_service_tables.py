"""The tables of the `omnidesk service` commands. They have ids and times, and nothing of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from rich.text import Text

from omnidesk.cli import _service_words as words
from omnidesk.cli._screen import table
from omnidesk.cli._text import safe_line
from omnidesk.policy.review import _phrases as phrases
from omnidesk.policy.service import Opening

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from rich.table import Table

    from omnidesk.policy.service import (
        ServiceCount,
        ServicePolicy,
        ServiceReport,
        Wait,
        WaitState,
    )

_COUNTS: tuple[WaitState, ...] = (
    *("met", "slow", "missed"),
    *("waiting", "late", "overdue"),
    *("closed", "unknown"),
)
"""The states in the order of a report's columns."""


class Place(NamedTuple):
    """Whether a department is there in a channel."""

    department: str | None
    """Which; `None` if that is not known, or the policy has none."""
    channel: str | None
    """Which; `None` is any that no row names."""
    found: Opening


def zone_of(policy: ServicePolicy, rows: Iterable[str] | None = None) -> ZoneInfo:
    """
    Return the zone of a policy's hours, or UTC if they have several or none.

    Args:
        policy: The policy.
        rows: The rows that matter, by their ids; all without it.
    """
    wanted = None if rows is None else frozenset(rows)
    zones = {row.zone for row in policy.hours if wanted is None or row.id in wanted}
    return ZoneInfo(zones.pop() if len(zones) == 1 else "UTC")


def local(at: datetime, zone: ZoneInfo) -> str:
    """Write a moment in a zone, to the minute."""
    return f"{phrases.local(at, zone):%Y-%m-%d %H:%M}"


def places_table(places: Sequence[Place], policy: ServicePolicy, zone: ZoneInfo | None) -> Table:
    """
    Say where somebody is there, and until when.

    Args:
        places: The places.
        policy: The policy.
        zone: The zone of the times; without one, that of each place's hours.
    """
    usual = zone or zone_of(policy)
    rows: list[tuple[Text, ...]] = []
    named = {one.department for one in places if one.channel is not None}
    for department, channel, found in places:
        other = "any other" if department in named else "any"
        own = zone or zone_of(policy, found.hours)
        until = "-" if found.until is None else local(found.until, own)
        # The head of the page names the usual zone.
        if found.until is not None and own != usual:
            until += f" ({own.key})"
        rows.append(
            (
                _department(department, policy),
                Text(safe_line(channel) if channel is not None else other),
                Text(found.state, style=words.OPENINGS[found.state]),
                Text(until),
                Text(", ".join(found.hours), style="dim"),
            )
        )
    return _filled(("department", "channel", "now", "until", "by"), rows)


def waits_table(waits: Iterable[Wait], *, now: datetime, zone: ZoneInfo) -> Table:
    """
    Say who waits, or waited, one below the other as they come.

    Args:
        waits: The waits.
        now: The moment until which they have waited.
        zone: The zone of the times.
    """
    found = table("waits", "answer", "conversation")
    found.columns[-1].overflow = "fold"
    for one in waits:
        place = ", ".join(safe_line(name) for name in (one.department, one.channel) if name)
        found.add_row(
            Text.assemble((one.state, words.WAITS[one.state]), "\n", _waited(one, now)),
            Text("\n".join(_terms(one, zone))),
            Text.assemble(safe_line(one.conversation), "\n", (place, "dim")),
        )
    return found


def _terms(one: Wait, zone: ZoneInfo) -> Iterator[str]:
    """Say by when an answer is due, or else when the clock starts."""
    if one.target_at is not None:
        yield f"target {local(one.target_at, zone)}"
    if one.limit_at is not None:
        yield f"limit  {local(one.limit_at, zone)}"
    if one.due is None and one.starts is not None and one.starts != one.began:
        yield f"starts {local(one.starts, zone)}"


def _waited(one: Wait, now: datetime) -> str:
    """Say how long somebody waited, or has waited by now; nothing if nobody knows."""
    if one.waited is not None:
        return words.span(one.waited)
    return words.span(now - one.began) if one.began is not None and one.answer is None else ""


def report_table(report: ServiceReport, policy: ServicePolicy) -> Table:
    """Say how soon those were answered whose waits are in a report."""
    headings = ("", *_COUNTS, "no rule", "in time", "median,\nnine in ten")
    found = _filled(headings, [_counted(one, policy) for one in report.counts])
    for column in found.columns:
        column.justify = "right" if column.header else "left"
        column.overflow = "fold"
    return found


def _counted(count: ServiceCount, policy: ServicePolicy) -> tuple[Text, ...]:
    place = [_department(count.department, policy), Text(safe_line(count.channel), style="dim")]
    numbers = [(getattr(count, name), words.WAITS[name]) for name in _COUNTS]
    times = [one for one in (count.median, count.slowest_tenth) if one is not None]
    return (
        Text("\n").join(one for one in place if one.plain),
        *(Text(f"{number:,}" if number else "", style=style) for number, style in numbers),
        Text(f"{count.without_rule:,}" if count.without_rule else ""),
        Text("" if count.in_time is None else words.share(count.in_time)),
        Text("\n".join(map(words.span, times))),
    )


def _department(name: str | None, policy: ServicePolicy) -> Text:
    if name is None:
        return Text("not known" if policy.departments else "")
    return Text(name)


def _filled(headings: Sequence[str], rows: Sequence[tuple[Text, ...]]) -> Table:
    """Return a table of rows, without the columns that are empty in all of them."""
    shown = [at for at in range(len(headings)) if any(row[at].plain for row in rows)]
    found = table(*(headings[at] for at in shown))
    for row in rows:
        found.add_row(*(row[at] for at in shown))
    return found
