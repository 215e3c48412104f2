"""`omnidesk show`: conversations, readably."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from omnidesk._documents import load
from omnidesk.cli._screen import Screen, counted
from omnidesk.cli._text import safe_line
from omnidesk.cli._timeline import Timeline
from omnidesk.connectors import Place
from omnidesk.errors import SchemaError
from omnidesk.model import Conversation

if TYPE_CHECKING:
    from collections.abc import Iterator


def _zone(_context: click.Context, _parameter: click.Parameter, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    # A name may be no name at all, or lead out of the zones' folder or to one of its folders.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise click.BadParameter(f"no time zone is called {name!r}, as Asia/Ho_Chi_Minh is")


@click.command("show")
@click.argument(
    "files",
    metavar="FILE…",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
)
@click.option("--channel", metavar="NAME", help="Only the conversations of this channel.")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="At most so many of them.")
@click.option(
    "--zone", metavar="ZONE", default="UTC", callback=_zone, help="Times in this zone, not UTC."
)
@click.option("--edits", is_flag=True, help="What edited messages said before.")
def show(
    files: tuple[str, ...], channel: str | None, limit: int | None, zone: ZoneInfo, edits: bool
) -> int:
    """
    Show conversations as timelines.

    FILE is what omnidesk normalize has written, or - for standard input. Lines that are no
    conversations are listed, and the rest is shown; the exit code is 1 then.
    """
    screen, notes = Screen(), Screen(stderr=True)
    timeline = Timeline(width=screen.width, zone=zone, edits=edits)
    shown = entries = broken = 0
    for place, line in _lines(files):
        try:
            conversation = _conversation(line)
        except SchemaError as error:
            notes.print(f"{place}: {safe_line(str(error))}", style="red")
            broken += 1
            continue
        if channel in (None, conversation.channel):
            screen.print(timeline.of(conversation), end="\n\n")
            shown += 1
            entries += len(conversation.entries)
        if shown == limit:
            break
    notes.print(f"{counted(shown, 'conversation')}, {counted(entries, 'item')}", style="bold")
    return 1 if broken else 0


def _conversation(line: bytes) -> Conversation:
    document = load(line)
    if not isinstance(document, Conversation):
        raise SchemaError(f"expected a conversation, got a {document.type} document")
    return document


def _lines(files: tuple[str, ...]) -> Iterator[tuple[Place, bytes]]:
    for name in files:
        with ExitStack() as stack:
            stream = sys.stdin.buffer if name == "-" else stack.enter_context(Path(name).open("rb"))
            for row, line in enumerate(stream, 1):
                if line.strip():
                    yield Place("standard input" if name == "-" else name, row), line
