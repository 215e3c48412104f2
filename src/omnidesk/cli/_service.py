"""`omnidesk service`: is somebody there, who waits for an answer, and how did it go?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from pydantic_core import to_json
from rich.text import Text

from omnidesk.cli import _service_words as words
from omnidesk.cli._calendars import calendars_called
from omnidesk.cli._desk import present, service_policy_called
from omnidesk.cli._findings import print_findings
from omnidesk.cli._screen import Screen, indented, table
from omnidesk.cli._service_desk import (
    JSON,
    NOW,
    ZONE,
    calendars_named,
    calendars_of,
    check_department,
    print_head,
)
from omnidesk.cli._service_tables import Place, local, places_table, zone_of
from omnidesk.cli._service_waits import report_command, waits_command
from omnidesk.cli._text import safe_line
from omnidesk.policy.service import (
    builtin_service_policies,
    builtin_service_policy,
    lint_service,
    opening,
    print_service_policy,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from omnidesk.policy.service import ServicePolicy


@click.group("service", no_args_is_help=False)
def service() -> None:
    """Say who is there, who waits for an answer, and how soon they were answered."""


@service.command("open")
@click.argument("name", metavar="NAME|FILE")
@click.option("--department", metavar="NAME", help="Only this one.")
@click.option("--channel", metavar="NAME", help="Only this one. Calls are in call.")
@NOW
@ZONE
@JSON
def open_command(
    *,
    name: str,
    department: str | None,
    channel: str | None,
    now: datetime | None,
    zone: ZoneInfo | None,
    as_json: bool,
) -> int:
    """
    Say which departments are there, by which channels, and until when that stays so.

    NAME is a built-in service policy; FILE is one in TOML. The exit code is 0 whatever the answer
    is.
    """
    policy, at = service_policy_called(name), present(now)
    check_department(department, policy)
    calendars = calendars_of(policy, first=at.year - 1, last=at.year)
    places = [
        # No row names the empty channel: about it, there are rows for all channels only.
        Place(
            one, by, opening(policy, at=at, channel=by or "", department=one, calendars=calendars)
        )
        for one, by in _places(policy, department, channel)
    ]
    if as_json:
        for one in places:
            place = {"department": one.department, "channel": one.channel}
            click.echo(to_json(place | one.found.model_dump(mode="json")))
        return 0
    screen = Screen()
    shown = zone or zone_of(policy)
    print_head(screen, policy, local(at, shown), shown)
    screen.print(places_table(places, policy, zone), soft_wrap=False)
    return 0


def _places(
    policy: ServicePolicy, department: str | None, channel: str | None
) -> Iterator[tuple[str | None, str | None]]:
    """Yield departments with the channels that rows name for them, and what stands for the rest."""
    departments = [one.id for one in policy.departments] if department is None else [department]
    general = any(not row.departments for row in policy.hours)
    nobody = (None,) if department is None and (general or not departments) else ()
    for one in (*departments, *nobody):
        if channel is not None:
            yield one, channel
            continue
        rows = [
            row
            for row in (*policy.hours, *policy.responses)
            if not row.departments or one in row.departments
        ]
        named = sorted({name for row in rows for name in row.channels})
        yield from ((one, name) for name in named)
        if not named or policy.hours_of(one, ""):
            yield one, None


@service.command("lint")
@click.argument("name", metavar="NAME|FILE")
@click.option(
    "--calendar",
    "calendars",
    metavar="NAME",
    multiple=True,
    help="A calendar that you have; vietnam is known with the extra holidays. May be repeated.",
)
def lint_command(*, name: str, calendars: tuple[str, ...]) -> int:
    """
    Find what is wrong with a service policy, or odd.

    The exit code is 1 if there is an error among the findings.
    """
    policy = service_policy_called(name)
    # It is about names: any year would do.
    ours = [one.id for one in calendars_called(calendars_named(policy), first=2000, last=2000)]
    findings = lint_service(policy, calendars=(*ours, *calendars))
    return print_findings((one.severity, one.code, one.entry, one.text) for one in findings)


@service.command("list")
def list_command() -> int:
    """List the built-in service policies."""
    found = table("name", "version", "rows", "what it is")
    for name in builtin_service_policies():
        one = builtin_service_policy(name)
        rows = len(one.hours) + len(one.responses) + len(one.precedence)
        found.add_row(Text(name, style="cyan"), one.version, str(rows), Text(one.title))
    Screen().print(found, soft_wrap=False)
    return 0


@service.command("show")
@click.argument("name", metavar="NAME|FILE")
@click.option("--toml", "as_toml", is_flag=True, help="As TOML, to start a policy of your own.")
def show_command(*, name: str, as_toml: bool) -> int:
    """
    Show a service policy, row by row.

    NAME is a built-in service policy; FILE is one in TOML.
    """
    policy, screen = service_policy_called(name), Screen()
    if as_toml:
        click.echo(print_service_policy(policy), nl=False)
        return 0
    screen.print(Text(safe_line(policy.title), style="bold"))
    screen.print(Text(f"{policy.id} {safe_line(policy.version)}", style="dim"))
    for line in (policy.notes or "").splitlines():
        screen.print(Text(safe_line(line), style="dim"), soft_wrap=False)
    rows = [(one.id, words.department_lines(one)) for one in policy.departments]
    rows += [(one.id, words.hours_lines(one)) for one in policy.hours]
    rows += [(one.id, words.response_lines(one)) for one in policy.responses]
    rows += [(one.id, words.precedence_lines(one)) for one in policy.precedence]
    for head, lines in rows:
        screen.print()
        screen.print(Text(head, style="cyan"))
        for line in lines:
            screen.print(indented(Text(safe_line(line), style="dim")), soft_wrap=False)
    return 0


service.add_command(waits_command)
service.add_command(report_command)
