"""`omnidesk plan`: what would go, when and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from omnidesk.cli._desk import (
    FILE,
    Conversations,
    deciding,
    facts_of,
    moment,
    people_of,
    policy_of,
    present,
    refuse_to_overwrite,
)
from omnidesk.cli._output import writing
from omnidesk.cli._screen import Screen, counted
from omnidesk.cli._text import safe, safe_line
from omnidesk.policy import decide, dump_plan, explain, items, plan, render_plan
from omnidesk.policy.report._words import ACTIONS, MARKS, NAMES, Mark, mark
from omnidesk.policy.review import _phrases as phrases

if TYPE_CHECKING:
    from datetime import datetime

    from omnidesk.policy import Language, Plan, PlanEntry, Policy

STYLES: dict[Mark, str] = {
    "due": "red",
    "scheduled": "cyan",
    "review": "magenta",
    "restricted": "yellow",
}
"""The colour of each, beside its word."""


@click.command("plan")
@click.argument("files", metavar="CONVERSATIONS…", nargs=-1, required=True, type=FILE)
@deciding
@click.option(
    "--until", metavar="TIME", callback=moment, help="Include what goes by then, not only now."
)
@click.option(
    "--output", "-o", metavar="PLAN", type=click.Path(dir_okay=False), help="Write the plan there."
)
@click.option(
    "--html", metavar="FILE", type=click.Path(dir_okay=False), help="Write a page to read there."
)
@click.option(
    "--why",
    "asked",
    metavar="ITEM",
    multiple=True,
    help="Explain what becomes of this item, by its id, and why. May be repeated.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "vi"]),
    default="en",
    help="Of the table and the page: English or Vietnamese.",
)
def plan_command(
    *,
    files: tuple[str, ...],
    policies: tuple[str, ...],
    facts: str | None,
    people: str | None,
    region: str | None,
    purposes: tuple[str, ...],
    now: datetime | None,
    until: datetime | None,
    output: str | None,
    html: str | None,
    asked: tuple[str, ...],
    language: Language,
) -> int:
    """
    Say what would go, when and why. It changes nothing.

    CONVERSATIONS are files that omnidesk normalize has written; give all that there are. What is
    written with --output is what omnidesk apply may do. If a line cannot be read, nothing is
    planned.
    """
    refuse_to_overwrite((output, html), (*files, *policies, facts, people))
    policy = policy_of(policies)
    conversations = Conversations(files)
    known, who, at = facts_of(facts), people_of(people), present(now)
    found = plan(
        conversations,
        policy,
        known,
        now=at,
        horizon=until,
        people=who,
        region=region,
        purposes=purposes,
    )
    if output is not None:
        with writing(output) as stream:
            stream.write(f"{dump_plan(found)}\n".encode())
    if html is not None:
        with writing(html) as stream:
            stream.write(render_plan(found, policy, language=language).encode())
    screen = Screen()
    if found.entries:
        screen.print(_table(found, policy, language), soft_wrap=False)
    screen.print(_summary(found, conversations.count))
    missing = set(asked)
    for conversation in conversations if asked else ():
        for item in items(conversation, people=who, region=region, purposes=purposes):
            if item.id in missing:
                missing.remove(item.id)
                decision = decide(item, policy, known, now=at)
                said = explain(decision, policy, item, language=language)
                screen.print(Text(f"\n{item.id}\n{safe(said)}"), soft_wrap=False)
    for name in sorted(missing):
        Screen(stderr=True).print(f"{safe_line(name)}: no such item", style="red")
    return 1 if missing else 0


def _table(found: Plan, policy: Policy, language: Language) -> Table:
    """Return a line for all entries that go for the same reasons."""
    groups: defaultdict[tuple[str, ...], list[PlanEntry]] = defaultdict(list)
    for entry in found.entries:
        rules = (claim.rule for claim in entry.claims)
        groups[mark(entry), entry.action, entry.category, entry.channel, *rules].append(entry)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column()
    table.add_column("items", justify="right", no_wrap=True)
    table.add_column("what")
    table.add_column("when", no_wrap=True)
    table.add_column("why")
    for _, entries in sorted(groups.items(), key=_place):
        first = entries[0]
        dates = [entry.at for entry in entries if entry.at is not None]
        days = [_day(at, policy, language) for at in dates and (min(dates), max(dates))]
        what = f"{phrases.CATEGORIES[language][first.category]} ({safe_line(first.channel)})"
        table.add_row(
            Text(ACTIONS[language][first.action], style=STYLES[mark(first)]),
            f"{len(entries):,}",
            Text(what),
            " –\n".join(dict.fromkeys(days)),
            Text("\n".join(_reasons(first, policy, language)), style="dim"),
        )
    return table


def _day(at: datetime, policy: Policy, language: Language) -> str:
    if language == "vi":
        return phrases.day(at, policy.clock, language)
    return phrases.local(at, policy.clock).date().isoformat()


def _place(group: tuple[tuple[str, ...], list[PlanEntry]]) -> tuple[object, ...]:
    key, entries = group
    return MARKS.index(mark(entries[0])), key


def _reasons(entry: PlanEntry, policy: Policy, language: Language) -> list[str]:
    said: list[str] = []
    for claim in entry.claims:
        rule = policy.rule(claim.rule)
        title = phrases.FORCES[language][claim.force]
        if rule is not None:
            title = (rule.title_vi if language == "vi" else None) or rule.title
        said.append(safe_line(title).rstrip("."))
    return said


def _summary(found: Plan, count: int) -> Text:
    counts = Counter(mark(entry) for entry in found.entries)
    text = Text(counted(count, "conversation"), style="bold")
    for kind in MARKS:
        if counts[kind]:
            text.append(f"; {NAMES['en'][kind]}: {counts[kind]:,}", style=STYLES[kind])
    return text if counts else text.append("; nothing goes")
