"""The two screens that a command writes to, and how numbers are put into words."""

from __future__ import annotations

from rich.console import Console


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


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 payload`, `2,000 payloads`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
