"""`omnidesk service waits` and `omnidesk service report`: who waits, and how it went."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import click
from rich.text import Text

from omnidesk.cli import _service_words as words
from omnidesk.cli._desk import FILE, Conversations, closings_of, present, service_policy_called
from omnidesk.cli._screen import Screen, counted
from omnidesk.cli._service_desk import JSON, NOW, ZONE, calendars_of, check_department, print_head
from omnidesk.cli._service_tables import local, report_table, waits_table, zone_of
from omnidesk.policy.service import HORIZON, queue, service_report, waits
from omnidesk.policy.service._waits import each_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from omnidesk.model import Conversation
    from omnidesk.policy import BusinessCalendar
    from omnidesk.policy.service import Closing, ServicePolicy, Wait

_BACK = HORIZON.days // 365
"""Years of holidays before the present one: a wait that has lasted for longer cannot be judged."""


def _day(_context: click.Context, _parameter: click.Parameter, text: str) -> date:
    """Read a day from an option."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    raise click.BadParameter("expected a day, such as 2026-11-01")


_CLOSINGS = click.option(
    "--closings",
    metavar="FILE",
    type=FILE,
    help="When which conversation was closed, so that it needs no more answer: JSON Lines.",
)
_WRITTEN_TO = click.option(
    "--department",
    metavar="NAME",
    help="Only what was written to this one; what no department's account tells counts as that.",
)


@click.command("waits")
@click.argument("name", metavar="NAME|FILE")
@click.argument("files", metavar="CONVERSATIONS…", nargs=-1, required=True, type=FILE)
@_WRITTEN_TO
@_CLOSINGS
@click.option("--all", "ended_too", is_flag=True, help="Those that have ended too, at the end.")
@NOW
@ZONE
@JSON
def waits_command(
    *,
    name: str,
    files: tuple[str, ...],
    department: str | None,
    closings: str | None,
    ended_too: bool,
    now: datetime | None,
    zone: ZoneInfo | None,
    as_json: bool,
) -> int:
    """
    List who waits for an answer, in the order in which to answer.

    CONVERSATIONS are files that omnidesk normalize has written. If a line cannot be read, nothing
    is listed.
    """
    policy, at, conversations = service_policy_called(name), present(now), Conversations(files)
    check_department(department, policy)
    shown = zone or zone_of(policy)
    calendars = calendars_of(policy, first=at.year - _BACK, last=at.year)
    closed = closings_of(closings)
    pending: list[Wait] = []
    ended: list[Wait] = []
    for one in _waits(
        conversations, policy, now=at, department=department, calendars=calendars, closings=closed
    ):
        if one.ended is None and one.answer is None:
            pending.append(one)
        elif ended_too:
            ended.append(one)
    found = (*queue(pending, policy), *each_once(ended))
    if as_json:
        for one in found:
            click.echo(one.model_dump_json())
    elif found:
        screen = Screen()
        print_head(screen, policy, local(at, shown), shown)
        screen.print(waits_table(found, now=at, zone=shown), soft_wrap=False)
    Screen(stderr=True).print(_summary(conversations.count, found))
    return 0


@click.command("report")
@click.argument("name", metavar="NAME|FILE")
@click.argument("files", metavar="CONVERSATIONS…", nargs=-1, required=True, type=FILE)
@click.option("--first", metavar="DATE", required=True, callback=_day, help="From this day on.")
@click.option(
    "--before", metavar="DATE", required=True, callback=_day, help="Up to this day, without it."
)
@_WRITTEN_TO
@_CLOSINGS
@NOW
@ZONE
@JSON
def report_command(
    *,
    name: str,
    files: tuple[str, ...],
    first: date,
    before: date,
    department: str | None,
    closings: str | None,
    now: datetime | None,
    zone: ZoneInfo | None,
    as_json: bool,
) -> int:
    """
    Count the waits that began on some days, by department and channel.

    CONVERSATIONS are files that omnidesk normalize has written. The days are those of the zone. The
    numbers are about nobody: they may stay when the conversations go.
    """
    policy, at, conversations = service_policy_called(name), present(now), Conversations(files)
    check_department(department, policy)
    shown = zone or zone_of(policy)
    begin, end = _midnight(first, shown, "--first"), _midnight(before, shown, "--before")
    if begin >= end:
        raise click.BadParameter("expected a day after --first", param_hint="--before")
    calendars = calendars_of(policy, first=first.year - 1, last=before.year)
    found = service_report(
        _waits(
            conversations,
            policy,
            now=at,
            department=department,
            calendars=calendars,
            closings=closings_of(closings),
        ),
        first=begin,
        before=end,
    )
    if as_json:
        click.echo(found.model_dump_json())
        return 0
    screen = Screen()
    print_head(screen, policy, f"{first} up to {before}", shown)
    if found.counts:
        screen.print(report_table(found, policy), soft_wrap=False)
    else:
        screen.print("nobody wrote or called")
    return 0


def _waits(
    conversations: Iterable[Conversation],
    policy: ServicePolicy,
    *,
    now: datetime,
    department: str | None,
    calendars: tuple[BusinessCalendar, ...],
    closings: tuple[Closing, ...],
) -> Iterator[Wait]:
    """Yield the waits of conversations, of which memory holds one at a time."""
    closed: defaultdict[str, list[Closing]] = defaultdict(list)
    for closing in closings:
        closed[closing.conversation].append(closing)
    for one in conversations:
        whose = policy.department_of(one)
        if department is None or whose in (None, department):
            to = whose or department
            its = [closing for name in (one.id, *one.aliases) for closing in closed.get(name, ())]
            yield from waits(one, policy, now=now, department=to, calendars=calendars, closings=its)


def _midnight(day: date, zone: ZoneInfo, option: str) -> datetime:
    try:
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except OverflowError:
        pass
    raise click.BadParameter("expected a day within the calendar", param_hint=option)


def _summary(count: int, found: Sequence[Wait]) -> Text:
    text = Text(counted(count, "conversation"), style="bold")
    states = Counter(one.state for one in found)
    for state, style in words.WAITS.items():
        if states[state]:
            text.append(f"; {state}: {states[state]:,}", style=style)
    without = sum(not one.rows for one in found)
    if without:
        text.append(f"; without a response time: {without:,}", style="yellow")
    return text if found else text.append("; nobody waits")
