"""`omnidesk policy`: look at policies, check them, compare them."""

from __future__ import annotations

from datetime import timedelta
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import click
from rich.text import Text

from omnidesk.adapters._registry import GROUP
from omnidesk.cli._desk import (
    FILE,
    Conversations,
    facts_of,
    moment,
    people_of,
    policy_called,
    policy_of,
    present,
)
from omnidesk.cli._findings import cited, print_findings
from omnidesk.cli._screen import Screen, counted, indented, table
from omnidesk.cli._text import safe_line
from omnidesk.policy import (
    Earliest,
    OnFact,
    builtin_policies,
    builtin_policy,
    diff,
    items,
    lint,
    print_policy,
)
from omnidesk.policy.review._scope import length

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from omnidesk.policy import Anchor, Item, PolicyDiff, Rule, When


@click.group("policy", no_args_is_help=False)
def policies() -> None:
    """List, show, check and compare policies."""


@policies.command("list")
def list_command() -> int:
    """List the built-in policies."""
    found = table("name", "version", "rules", "what it is")
    for name in builtin_policies():
        one = builtin_policy(name)
        found.add_row(Text(name, style="cyan"), one.version, str(len(one.rules)), Text(one.title))
    Screen().print(found, soft_wrap=False)
    return 0


@policies.command("show")
@click.argument("name", metavar="NAME|FILE")
@click.option("--toml", "as_toml", is_flag=True, help="As TOML, to start a policy of your own.")
@click.option(
    "--language",
    type=click.Choice(["en", "vi"]),
    default="en",
    help="Of the rules' titles: English or Vietnamese.",
)
def show_command(*, name: str, as_toml: bool, language: str) -> int:
    """
    Show a policy, rule by rule.

    NAME is a built-in policy; FILE is one in TOML.
    """
    found, screen = policy_called(name), Screen()
    if as_toml:
        click.echo(print_policy(found), nl=False)
        return 0
    screen.print(Text(safe_line(found.title), style="bold"))
    screen.print(Text(f"{found.id} {safe_line(found.version)}, {found.zone}", style="dim"))
    for line in (found.notes or "").splitlines():
        screen.print(Text(safe_line(line), style="dim"), soft_wrap=False)
    for rule in found.rules:
        title = rule.title_vi if language == "vi" else None
        screen.print()
        head = Text.assemble((rule.id, "cyan"), " ", safe_line(title or rule.title))
        screen.print(head, soft_wrap=False)
        for line in _rule_lines(rule):
            screen.print(indented(Text(safe_line(line), style="dim")), soft_wrap=False)
    return 0


@policies.command("lint")
@click.argument("names", metavar="NAME|FILE…", nargs=-1, required=True)
@click.option(
    "--platform",
    "platforms",
    metavar="NAME|FILE",
    multiple=True,
    help="The policy of a platform whose terms bind you, such as youtube. May be repeated.",
)
@click.option(
    "--sweep", metavar="PERIOD", help="How often what is due is erased, such as PT1H or P1D."
)
@click.option("--adapters", is_flag=True, help="Look for channels that no installed adapter has.")
def lint_command(
    *, names: tuple[str, ...], platforms: tuple[str, ...], sweep: str | None, adapters: bool
) -> int:
    """
    Find what is wrong with policies, or odd.

    Several are checked as the one that they make together. The exit code is 1 if there is an error
    among the findings. That nothing is found does not make a policy lawful.
    """
    findings = lint(
        policy_of(names),
        platforms=[policy_called(one) for one in platforms],
        channels=[one.name for one in entry_points(group=GROUP)] if adapters else None,
        sweep=_period(sweep),
    )
    return print_findings((one.severity, one.code, one.rule, one.text) for one in findings)


@policies.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.argument("files", metavar="CONVERSATIONS…", nargs=-1, type=FILE)
@click.option("--facts", metavar="FILE", type=FILE, help="What has happened: JSON Lines.")
@click.option("--people", metavar="FILE", type=FILE, help="Who is who: JSON Lines.")
@click.option(
    "--now",
    metavar="TIME",
    callback=moment,
    help="Decide for this moment; otherwise for the present one.",
)
def diff_command(
    *,
    old: str,
    new: str,
    files: tuple[str, ...],
    facts: str | None,
    people: str | None,
    now: datetime | None,
) -> int:
    """
    Say what a changed policy would change.

    OLD and NEW are built-in policies or TOML files. Without CONVERSATIONS, the rules alone are
    compared.
    """
    known = people_of(people)

    def all_items() -> Iterator[Item]:
        for conversation in Conversations(files):
            yield from items(conversation, people=known)

    found = diff(
        policy_called(old), policy_called(new), all_items(), facts_of(facts), now=present(now)
    )
    _show_diff(found, Screen())
    return 0


def _show_diff(found: PolicyDiff, screen: Screen) -> None:
    for line in found.rule_lines():
        style = {"-": "red", "+": "green", "~": "yellow"}.get(line[0], "")
        screen.print(Text(line, style=style))
    if found.tallies:
        rows = list(found.rows())
        # What does not happen has no column, and leaves room for what does.
        shown = [at for at in range(len(found.columns)) if any(row[at] for row in rows)]
        lines = table(*(found.columns[at] for at in shown))
        for row in rows:
            lines.add_row(*(safe_line(row[at]) for at in shown))
        screen.print(lines, soft_wrap=False)
    changed, count = found.changed_count, counted(found.item_count, "item")
    screen.print(Text(f"{changed:,} of {count} would change", style="bold"))


def _period(text: str | None) -> timedelta | None:
    if text is None:
        return None
    try:
        return length(text)
    except ValueError as error:
        problem = str(error)
    raise click.BadParameter(problem, param_hint="--sweep")


# --- a rule in words ------------------------------------------------------------------------------


def _rule_lines(rule: Rule) -> Iterator[str]:
    said = _said(rule)
    remarks = ["speaks where no other does"] if rule.default else []
    remarks += [f"replaces {name}" for name in rule.replaces]
    yield "; ".join([said, f"force of {rule.force}", *remarks])
    scope = _scope(rule.when)
    if scope:
        yield f"for {scope}"
    yield cited(rule.source)


def _said(rule: Rule) -> str:
    if rule.keep is not None:
        period = "for ever" if rule.keep.period == "forever" else rule.keep.period
        return f"keep {period} from {_anchor(rule.keep.anchor)}, for {rule.keep.basis}"
    if rule.erase is not None:
        return f"{rule.erase.action} {rule.erase.period} after {_anchor(rule.erase.anchor)}"
    purposes = ", ".join(rule.restrict.purposes) if rule.restrict else ""
    return f"use for {purposes or 'nothing'} only, from {_anchor(rule.anchor)} on"


def _anchor(anchor: Anchor) -> str:
    if isinstance(anchor, str):
        return "its date"
    if isinstance(anchor, OnFact):
        name = f" {anchor.name}" if anchor.name else ""
        which = {"last": "", "first": "the first ", "all": "all "}[anchor.pick]
        otherwise = ", or else its date" if anchor.otherwise else ""
        return f"{which}{anchor.fact}{name}{otherwise}"
    if isinstance(anchor, Earliest):
        return f"the first of {', '.join(_anchor(one) for one in anchor.earliest)}"
    return f"the last of {', '.join(_anchor(one) for one in anchor.latest)}"


def _scope(when: When) -> str:
    told = when.model_dump(exclude_defaults=True)
    return "; ".join(f"{name} {', '.join(values)}" for name, values in told.items())
