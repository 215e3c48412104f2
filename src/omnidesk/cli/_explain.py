"""`omnidesk explain`: which fields of a payload are read."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from omnidesk._explain import explain as explain_payload
from omnidesk.cli._reading import choose, reason
from omnidesk.cli._screen import Screen, counted
from omnidesk.cli._text import safe_line
from omnidesk.connectors import read_payloads, read_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from omnidesk._explain import Coverage, Effect, EventCoverage, FieldCoverage
    from omnidesk._payload import Payload
    from omnidesk.connectors import Place

_EFFECTS: dict[Effect, tuple[str, str]] = {
    "read": ("read", "green"),
    "redundant": ("redundant", "cyan"),
    "unread": ("not read", "yellow"),
    "untried": ("not tried", "red"),
}
"""Our word for each, and its colour."""


@click.command("explain")
@click.argument(
    "paths",
    metavar="PAYLOAD…",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, readable=False, allow_dash=True),
)
@click.option("--adapter", metavar="NAME", help="What reads it; otherwise its shape tells.")
@click.option(
    "--own-app",
    metavar="ID",
    multiple=True,
    help="The id of a Meta app of yours. May be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each payload.")
def explain(
    paths: tuple[str, ...], adapter: str | None, own_app: tuple[str, ...], as_json: bool
) -> int:
    """
    Tell which fields of a JSON payload have an effect on its events, and which have none.

    PAYLOAD is a file, a folder, a JSON Lines file with a payload per line, or - for standard input.
    No value of the payload is shown. What cannot be read is listed and the rest is done; the exit
    code is 1 then.
    """
    choice = choose(adapter, (), own_app)
    screen, notes = Screen(), Screen(stderr=True)
    failed = 0

    def fail(place: Place, error: Exception) -> None:
        nonlocal failed
        failed += 1
        notes.print(f"{place}: {reason(error)}", style="red")

    for place, payload in _payloads(paths, fail):
        try:
            coverage = explain_payload(payload, choice.of(payload))
        except Exception as error:  # noqa: BLE001 - a third party's adapter may raise anything
            fail(place, error)
            continue
        if as_json:
            document = {"place": str(place), "partial": coverage.partial, **asdict(coverage)}
            click.echo(json.dumps(document, ensure_ascii=False))
        else:
            _show(screen, str(place), coverage)
    return 1 if failed else 0


def _payloads(
    paths: tuple[str, ...], fail: Callable[[Place, Exception], None]
) -> Iterator[tuple[Place, Payload]]:
    for path in paths:
        if path == "-":
            yield from read_stream(sys.stdin.buffer, name="standard input", on_error=fail)
        else:
            yield from read_payloads(path, on_error=fail)


def _show(screen: Screen, place: str, coverage: Coverage) -> None:
    head = (
        f"{place}: {safe_line(coverage.channel)}, {counted(len(coverage.events), 'event')}, "
        f"{counted(len(coverage.fields), 'field')}"
    )
    screen.print(Text(head, style="bold"))
    screen.print(_events(coverage.events), soft_wrap=False)
    screen.print()
    screen.print(_fields(coverage.fields), soft_wrap=False)
    if coverage.partial:
        tried = counted(coverage.parses, "reading")
        screen.print(f"\nToo large to try every field: stopped after {tried}.", style="red")
    screen.print()


def _events(events: tuple[EventCoverage, ...]) -> Table:
    """Return a line for each kind of event, and for each reason why an item was not understood."""
    kinds: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    for one in events:
        words = (one.reason and one.reason.replace("_", " "), one.name, one.expected)
        notes = [safe_line(word) for word in (*words, *one.defects) if word]
        kind = (one.type, ", ".join(notes))
        kinds[kind] += 1
        first.setdefault(kind, one.pointer)
    table = _table()
    for (name, remarks), number in kinds.items():
        style = "yellow" if name == "unrecognised" else ""
        where = first[name, remarks] or "the whole"
        table.add_row(
            Text(f"{number:,} ×"),
            Text(name, style=style),
            Text(f"first {where}" if number > 1 else where),
        )
        if remarks:
            table.add_row("", "", Text(remarks, style=style or "dim"))
    return table


def _fields(fields: tuple[FieldCoverage, ...]) -> Table:
    table = _table()
    for one in fields:
        word, style = _EFFECTS[one.effect]
        several = one.effect == "read" and one.effective not in (None, one.count)
        places = f"{one.effective:,} of {one.count:,}" if several else f"{one.count:,}"
        table.add_row(
            Text(places), Text(word, style=style), Text(one.pointer or "the whole", style=style)
        )
    return table


def _table() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True, min_width=6)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    return table
