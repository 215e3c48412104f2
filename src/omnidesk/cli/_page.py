"""Lines of text that fit a terminal."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from omnidesk.cli import _words as words
from omnidesk.cli._text import safe

INDENT = 9
"""Columns in front of what somebody said: a space, the time, and the arrow."""

NARROWEST = 20
"""Columns that text gets even where there are none."""

_QUOTED_LINES = 2
"""How much is shown of a quotation: the messages it quotes stand above."""


@dataclass(slots=True)
class Page:
    """
    Collects lines, none of them wider than a width.

    Args:
        width: In columns.
    """

    width: int
    lines: list[Text] = field(default_factory=list)
    _console: Console = field(default_factory=Console)

    def line(self, text: Text, *, indent: int = 0) -> None:
        """Add a line as it is."""
        self.lines.append(Text.assemble(" " * indent, text))

    def rule(self, title: str) -> None:
        """Add a title that runs on as a line to the right edge."""
        text = Text(title, style="bold cyan", no_wrap=True)
        text.truncate(self.width, overflow="ellipsis")
        text.append("━" * (self.width - text.cell_len))
        self.lines.append(text)

    def wrapped(
        self, text: str | Text, *, indent: int = INDENT, hanging: int | None = None, style: str = ""
    ) -> None:
        """
        Add text on as many lines as it needs.

        Args:
            text: Other people's words as `str`, which are made safe here; or our own.
            indent: Columns in front of each line.
            hanging: Columns in front of each line but the first, which then has none.
            style: How it looks.
        """
        whole = Text(safe(text).strip("\n"), style=style) if isinstance(text, str) else text
        columns = indent if hanging is None else hanging
        head = Text(" " * columns)
        if hanging is not None:
            # What we write there ourselves is as wide as it has characters.
            head, whole = whole.divide([hanging])
        for piece in whole.wrap(self._console, max(self.width - columns, NARROWEST)):
            piece.rstrip()
            self.lines.append(Text.assemble(head, piece) if piece.plain else Text())
            head = Text(" " * columns)

    def excerpt(self, text: str, mark: str, indent: int) -> None:
        """Add the first lines of a text, dimmed, each behind a mark."""
        lines = [line for one in safe(text).splitlines() if (line := one.strip(" >"))]
        for line in lines[:_QUOTED_LINES]:
            short = Text(f"{mark}{line}", style="dim", no_wrap=True)
            short.truncate(max(self.width - indent, NARROWEST), overflow="ellipsis")
            self.line(short, indent=indent)
        if len(lines) > _QUOTED_LINES:
            rest = words.more(len(lines) - _QUOTED_LINES, "line")
            self.line(Text(f"{mark}{rest}", style="dim"), indent=indent)

    def text(self) -> Text:
        """Return the lines as one text."""
        return Text("\n").join(self.lines)
