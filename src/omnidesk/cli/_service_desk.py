"""What the `omnidesk service` commands share: options, calendars, the head of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.text import Text

from omnidesk.cli._calendars import calendars_called
from omnidesk.cli._desk import moment
from omnidesk.cli._reading import zone_called
from omnidesk.cli._screen import Screen
from omnidesk.cli._text import safe_line

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from omnidesk.policy import BusinessCalendar
    from omnidesk.policy.service import ServicePolicy

_AHEAD = 2
"""Years of holidays after the last one that matters."""


def _zone(context: click.Context, parameter: click.Parameter, name: str | None) -> ZoneInfo | None:
    return None if name is None else zone_called(context, parameter, name)


NOW = click.option(
    "--now",
    "--at",
    "now",
    metavar="TIME",
    callback=moment,
    help="Tell for this moment; otherwise for the present one.",
)
ZONE = click.option(
    "--zone",
    metavar="ZONE",
    callback=_zone,
    help="Times in this zone. Without it, in that of the policy's hours if they all have one, and "
    "else in UTC.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="JSON, one document a line.")


def check_department(department: str | None, policy: ServicePolicy) -> None:
    """
    Let no department be asked for that a policy does not have.

    Raises:
        click.BadParameter: If it is; it lists those that there are.
    """
    known = [one.id for one in policy.departments]
    if department is not None and department not in known:
        there = f"there are: {', '.join(known)}" if known else "the policy has none"
        raise click.BadParameter(
            f"no department is called {department}; {there}", param_hint="--department"
        )


def calendars_named(policy: ServicePolicy) -> list[str]:
    """Return the calendars that a policy names."""
    return sorted({row.closed_on for row in policy.hours if row.closed_on is not None})


def calendars_of(policy: ServicePolicy, *, first: int, last: int) -> tuple[BusinessCalendar, ...]:
    """Return the calendars that a policy names, and say which of them are not here."""
    named = calendars_named(policy)
    found = calendars_called(named, first=first, last=last + _AHEAD)
    for name in named:
        if name not in {one.id for one in found}:
            how = '; pip install "omnidesk[holidays]"' if name == "vietnam" else ""
            text = f"there is no calendar {name} here, and what depends on it is not known{how}"
            Screen(stderr=True).print(text, style="yellow")
    return found


def print_head(screen: Screen, policy: ServicePolicy, when: str, zone: ZoneInfo) -> None:
    """Print what a table stands on: the policy, the time, and the zone of the times."""
    screen.print(Text(safe_line(policy.title), style="bold"))
    screen.print(Text(f"{when} ({zone.key})", style="dim"), end="\n\n")
