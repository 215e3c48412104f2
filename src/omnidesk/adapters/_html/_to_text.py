"""HTML as text that a person can read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.adapters._html._markup import Markup

_SPACES = re.compile(r"[ \t\n\r\f\xa0]++")
_DEEPEST_QUOTE = 8
"""How many `>` a line gets at most, so that nested quotes do not grow by the square."""

_BLOCKS = (
    "address article aside body center dd div dl dt fieldset footer form header html li main nav"
    " section tbody tfoot thead tr"
)
_PARAGRAPHS = "blockquote h1 h2 h3 h4 h5 h6 hr ol p pre table ul"
_BREAKS = {**dict.fromkeys(_BLOCKS.split(), 1), **dict.fromkeys(_PARAGRAPHS.split(), 2)}
"""What starts and ends on a line of its own, and with how many line breaks."""

_SHOWN = frozenset({"a", "blockquote", "br", "img", "li", "ol", "pre", "td", "th", "ul"})
"""What shows in a text by more than line breaks."""
_CLOSED = frozenset({"a", "ol", "pre", "ul"})
"""What is over when it ends."""

_LINKS = ("http://", "https://", "mailto:", "tel:")
"""The links whose addresses are shown."""


def to_text(events: Iterable[Markup]) -> str:
    """
    Return what a document says as plain text.

    Blocks stand on lines of their own, paragraphs apart; list items get `- ` or their number;
    quotes get `> `; a link is followed by its address in angle brackets unless it shows it; an
    image is its alternative text in square brackets.
    """
    return _Renderer().render(events)


class _Renderer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.breaks = 0
        self.space = False
        self.quotes = 0
        self.quotes_above = 0
        self.verbatim = 0
        self.lists: list[int | None] = []
        self.links: list[tuple[str, int, int, int]] = []
        self.words = 0

    def render(self, events: Iterable[Markup]) -> str:
        for kind, name, attributes, _ in events:
            if kind == "text":
                self._text(name)
                continue
            if kind == "end" and name in _CLOSED:
                self._end(name)
            breaks = _BREAKS.get(name)
            if breaks is not None:
                # A block stands on lines of its own.
                if self.line:
                    self._new_line()
                if breaks > 1 or not self.breaks:
                    self.breaks = breaks
            if name in _SHOWN:
                if kind == "start":
                    self._start(name, attributes)
                elif name == "blockquote":
                    self.quotes -= 1
        if self.line:
            self._new_line()
        return "\n".join(self.lines).strip("\n")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "td" | "th":
                # Cells stand beside one another.
                self.space = bool(self.line)
            case "br":
                self._new_line()
            case "img":
                alternative = " ".join(attributes.get("alt", "").split())
                if alternative:
                    self._word(f"[{alternative}]")
            case "a":
                target = attributes.get("href", "").strip()
                self.links.append((target, self.words, len(self.lines), len(self.line)))
            case "blockquote":
                self.quotes += 1
            case "pre":
                self.verbatim += 1
            case "ol" | "ul":
                self.lists.append(1 if name == "ol" else None)
                if len(self.lists) > 1:
                    self.breaks = min(self.breaks, 1)
            case _:
                self._item()

    def _end(self, name: str) -> None:
        if name == "a":
            self._link(*self.links.pop())
        elif name == "pre":
            self.verbatim -= 1
        else:
            self.lists.pop()

    def _text(self, text: str) -> None:
        if self.verbatim:
            first, *rest = text.split("\n")
            self._word(first)
            for line in rest:
                self._new_line()
                self._word(line)
            return
        # Single spaces need no work, and most texts have no others.
        words = _SPACES.sub(" ", text) if _has_odd_spaces(text) else text
        bare = words.strip(" ")
        if words[:1] == " ":
            self.space = bool(self.line)
        if bare:
            self._word(bare)
            self.space = words[-1] == " "

    def _word(self, text: str) -> None:
        if not text:
            return
        if self.breaks > 1 and self.lines:
            mark = _quote_mark(min(self.quotes, self.quotes_above)).rstrip()
            self.lines += [mark] * (self.breaks - 1)
        self.breaks = 0
        self.words += 1
        if self.space and self.line:
            self.line.append(" ")
        self.space = False
        self.line.append(text)

    def _item(self) -> None:
        number = self.lists[-1] if self.lists else None
        indent = "  " * min(max(len(self.lists) - 1, 0), 8)
        self._word(f"{indent}- " if number is None else f"{indent}{number}. ")
        if number is not None:
            self.lists[-1] = number + 1

    def _link(self, target: str, words: int, lines: int, pieces: int) -> None:
        """Add a link's address, unless it shows nothing, or just that."""
        if words == self.words or not target.lower().startswith(_LINKS):
            return
        shown = "".join(self.line[pieces:] if lines == len(self.lines) else self.line).strip()
        bare = target.split(":", 1)[1].strip("/")
        if bare != shown.removeprefix("http://").removeprefix("https://").rstrip("/"):
            self.space = True
            self._word(f"<{' '.join(target.split())}>")

    def _new_line(self) -> None:
        if not self.line and self.breaks:
            # A block has just ended: a `br` after it adds one empty line, and no more.
            self.breaks = 2
            return
        line = "".join(self.line)
        if self.quotes:
            line = _quote_mark(self.quotes) + line
        self.lines.append(line.rstrip(" "))
        self.quotes_above = self.quotes
        self.line = []
        self.space = False


def _has_odd_spaces(text: str) -> bool:
    return (
        "\n" in text
        or "  " in text
        or "\xa0" in text
        or "\t" in text
        or "\r" in text
        or "\f" in text
    )


def _quote_mark(depth: int) -> str:
    return "> " * min(depth, _DEEPEST_QUOTE)
