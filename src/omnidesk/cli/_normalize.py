"""`omnidesk normalize`: payloads in, conversations out."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table

from omnidesk._documents import dump
from omnidesk._normalize import AdapterChoice
from omnidesk.assembly import Inbox
from omnidesk.cli._output import writing
from omnidesk.cli._progress import Bar
from omnidesk.cli._reading import choose, reason
from omnidesk.cli._screen import Screen, counted
from omnidesk.cli._text import safe_line
from omnidesk.connectors import Place, list_files, read_payloads, read_stream
from omnidesk.errors import PayloadError
from omnidesk.events import Unrecognised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk._payload import Payload
    from omnidesk.events import Event
    from omnidesk.model import Conversation


@click.command("normalize")
@click.argument(
    "paths",
    metavar="PATH…",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, readable=False, allow_dash=True),
)
@click.option("--adapter", metavar="NAME", help="What reads all of it; otherwise each is guessed.")
@click.option(
    "--own",
    metavar="ADDRESS",
    multiple=True,
    help="An e-mail address of yours, or a whole domain as @example.com. May be repeated.",
)
@click.option(
    "--own-app",
    metavar="ID",
    multiple=True,
    help="The id of a Meta app of yours. May be repeated.",
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    default="-",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Where the conversations go; - is standard output, and the default.",
)
@click.option(
    "--unplaced",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Where the events go that belong to no conversation. Without it they are only counted.",
)
def normalize(
    *,
    paths: tuple[str, ...],
    adapter: str | None,
    own: tuple[str, ...],
    own_app: tuple[str, ...],
    output: str,
    unplaced: str | None,
) -> int:
    """
    Turn payloads into conversations, one line of JSON each.

    PATH is a file, a folder, a JSON Lines file with a payload per line, an mbox, a Maildir, or -
    for standard input. What cannot be read is listed and the rest is done; the exit code is 1 then.

    Opt-outs with one click, deletion callbacks, links of a person's addresses and items that were
    not understood may belong to no conversation: --unplaced keeps them, as a line of JSON each.
    """
    written = _written(paths, {"--output": output, "--unplaced": unplaced})
    choice = choose(adapter, own, own_app)
    screen = Screen(stderr=True)
    run = _Run(choice, screen, written)
    with ExitStack() as stack:
        # Both are put in place when all is written, or neither is.
        stream = stack.enter_context(writing(output))
        aside = (
            None
            if unplaced is None
            else stack.enter_context(writing(unplaced, option="--unplaced"))
        )
        with Bar(screen, _total(paths) if screen.is_terminal else None) as bar:
            for place, payload in run.payloads(paths):
                run.read(place, payload)
                bar.advance(len(payload.body))
        conversations = run.inbox.conversations
        for conversation in conversations:
            stream.write(f"{dump(conversation)}\n".encode())
        if aside is not None:
            for event in run.inbox.unplaced:
                aside.write(f"{dump(event)}\n".encode())
    _summarise(run, conversations, unplaced, screen)
    return 1 if run.unreadable else 0


def _written(paths: tuple[str, ...], targets: Mapping[str, str | None]) -> frozenset[Path]:
    """
    Return the files that are written.

    Raises:
        click.BadParameter: If one of them is to be read, or is written twice.
    """
    read = {Path(path).resolve() for path in paths if path != "-"}
    found: set[Path] = set()
    for option, target in targets.items():
        if target is None:
            continue
        path = Path(target).resolve()
        if path in read:
            raise click.BadParameter("it is one of the files to read", param_hint=option)
        if path in found:
            raise click.BadParameter("the conversations go there", param_hint=option)
        found.add(path)
    return frozenset(found)


def _total(paths: tuple[str, ...]) -> int | None:
    """Return how many bytes there are to read, or `None` if standard input is among them."""
    if "-" in paths:
        return None
    total = 0
    for path in paths:
        for file in list_files(path, on_error=lambda _place, _error: None):
            try:
                total += file.stat().st_size
            except OSError:  # it is gone by now; reading it will say so
                continue
    return total


@dataclass
class _Run:
    """What has been read so far, and what could not be."""

    choice: AdapterChoice
    screen: Screen
    written: frozenset[Path]
    inbox: Inbox = field(default_factory=Inbox)
    payload_count: int = 0
    event_count: int = 0
    unreadable: int = 0
    passed_over: int = 0
    unrecognised: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    first_places: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def payloads(self, paths: tuple[str, ...]) -> Iterator[tuple[Place, Payload]]:
        for path in paths:
            if path == "-":
                stdin = sys.stdin.buffer
                yield from read_stream(stdin, name="standard input", on_error=self.fail)
            else:
                for place, payload in read_payloads(path, on_error=self.fail, on_skip=self.skip):
                    # What the last run wrote into the folder that this one reads.
                    if not self._is_ours(place):
                        yield place, payload

    def _is_ours(self, place: Place) -> bool:
        named = any(place.path.endswith(one.name) for one in self.written)
        return named and Path(place.path).resolve() in self.written

    def read(self, place: Place, payload: Payload) -> None:
        self.payload_count += 1
        try:
            # All of its events or none: half a payload would look like a whole one.
            events = tuple(self.choice.of(payload).parse(payload))
        except PayloadError as error:
            self.fail(place, error)
        except Exception as error:  # noqa: BLE001 - a third party's adapter may raise anything
            self.fail(place, error)
        else:
            self.event_count += len(events)
            self.inbox.add(events)
            self._note(place, events)

    def _note(self, place: Place, events: tuple[Event, ...]) -> None:
        for event in events:
            if isinstance(event, Unrecognised):
                what = " ".join(one for one in (event.name, event.expected) if one)
                kind = (event.channel, event.reason.replace("_", " "), what)
                self.unrecognised[kind] += 1
                pointer = f" at {event.source.pointer}" if event.source.pointer else ""
                self.first_places.setdefault(kind, f"{place}{pointer}")

    def fail(self, place: Place, error: Exception) -> None:
        self.unreadable += 1
        self.screen.print(f"{place}: {reason(error)}", style="red")

    def skip(self, _place: Place) -> None:
        self.passed_over += 1


def _summarise(
    run: _Run, conversations: tuple[Conversation, ...], unplaced: str | None, screen: Screen
) -> None:
    """Say in a few lines what was read and what came of it."""
    screen.print(
        f"{counted(run.payload_count, 'payload')}, {counted(run.event_count, 'event')}, "
        f"{counted(len(conversations), 'conversation')}",
        style="bold",
    )
    table = Table.grid(padding=(0, 2))
    for channel in sorted({one.channel for one in conversations}):
        these = [one for one in conversations if one.channel == channel]
        entries = Counter(entry.type for one in these for entry in one.entries)
        table.add_row(
            f"  {safe_line(channel)}",
            counted(len(these), "conversation"),
            *(
                counted(entries[kind], kind)
                for kind in ("message", "call", "notice")
                if entries[kind]
            ),
        )
    screen.print(table, soft_wrap=False)
    if run.inbox.unplaced:
        kinds = Counter(one.type.replace("_", " ") for one in run.inbox.unplaced)
        told = ", ".join(f"{number:,} {kind}" for kind, number in sorted(kinds.items()))
        kept = "--unplaced FILE keeps them"
        if unplaced is not None:
            place = "standard output" if unplaced == "-" else safe_line(unplaced)
            kept = f"written to {place}"
        screen.print(f"{counted(kinds.total(), 'event')} in no conversation: {told}; {kept}")
    if run.unrecognised:
        screen.print(f"{counted(run.unrecognised.total(), 'item')} not understood:", style="yellow")
        for kind, number in sorted(run.unrecognised.items()):
            words = ", ".join(one for one in kind if one)
            screen.print(f"  {number:,} × {safe_line(words)}; first {run.first_places[kind]}")
    if run.unreadable:
        screen.print(f"{counted(run.unreadable, 'payload')} could not be read", style="red")
    if run.passed_over:
        screen.print(f"{counted(run.passed_over, 'file')} passed over by suffix", style="dim")
