"""The two screens that a command writes to, its tables, and how numbers are put into words."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text


class Screen(Console):
    """
    A terminal, or a file in place of one.

    Nothing that is printed is searched for markup, emoji codes or things to highlight: most of it
    is other people's text.
    """

    def __init__(self, *, stderr: bool = False, width: int | None = None) -> None:
        super().__init__(
            stderr=stderr, width=width, markup=False, emoji=False, highlight=False, soft_wrap=True
        )

    def on_broken_pipe(self) -> None:
        """Let the command's frame end it, as it does wherever else the reader has gone."""
        raise BrokenPipeError


def table(*headings: str) -> Table:
    """Return a table without lines, to which rows are added."""
    found = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in headings:
        found.add_column(heading)
    return found


def indented(text: Text) -> Padding:
    """Return text that belongs to the line above it."""
    return Padding(text, (0, 0, 0, 2))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 payload`, `2,000 payloads`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
