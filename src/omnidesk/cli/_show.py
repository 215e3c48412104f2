"""`omnidesk show`: conversations, readably."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from omnidesk._documents import load
from omnidesk.cli._reading import lines_of, zone_called
from omnidesk.cli._screen import Screen, counted
from omnidesk.cli._text import safe_line
from omnidesk.cli._timeline import Timeline
from omnidesk.errors import SchemaError
from omnidesk.model import Conversation

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


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
    "--zone",
    metavar="ZONE",
    default="UTC",
    callback=zone_called,
    help="Times in this zone, not UTC.",
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
    for place, line in lines_of(files):
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
