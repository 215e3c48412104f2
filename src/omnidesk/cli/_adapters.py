"""`omnidesk adapters`: what is installed, and from where."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

import click
from rich.table import Table
from rich.text import Text

from omnidesk.adapters._registry import GROUP
from omnidesk.cli._screen import Screen
from omnidesk.cli._text import safe_line


@click.command("adapters")
def adapters() -> int:
    """
    List the installed adapters.

    The exit code is 1 if one of them cannot be imported.
    """
    screen = Screen()
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for heading in ("name", "channel", "package", "module"):
        table.add_column(heading, overflow="fold")
    broken = 0
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        channel, works = _channel(entry)
        broken += not works
        package = f"{entry.dist.name} {entry.dist.version}" if entry.dist else ""
        table.add_row(
            Text(safe_line(entry.name), style="cyan"),
            Text(channel, style="" if works else "red"),
            Text(safe_line(package)),
            Text(safe_line(entry.module), style="dim"),
        )
    screen.print(table, soft_wrap=False)
    return 1 if broken else 0


def _channel(entry: EntryPoint) -> tuple[str, bool]:
    """Return an adapter's channel, or what went wrong, and whether it works."""
    try:
        adapter: object = entry.load()
    except Exception as error:  # noqa: BLE001 - a module may raise anything on import
        return f"fails with {type(error).__name__}", False
    channel: object = getattr(adapter, "channel", None)
    if isinstance(channel, str):
        return safe_line(channel), True
    return "has no channel", False
