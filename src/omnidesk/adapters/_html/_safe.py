"""HTML bodies: as text that a person can read, and as HTML that is safe to show."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import nh3

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.adapters.email._markup import Markup

_SPECIAL = re.compile(r"[&<>]")
_SPACES = re.compile(r"[ \t\n\r\f\xa0]++")
_CID = re.compile(r"cid:(.{1,256})", re.IGNORECASE | re.DOTALL)
_MOST_TAGS = 40_000
"""
How many elements nh3 is given, and half as many characters that must be escaped: what it does with
text between table rows, and with text in such pieces, grows by the square.
"""
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

_ALLOWED = (
    "a abbr address b big blockquote br caption center cite code col colgroup dd del div dl dt em"
    " figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s small span strike"
    " strong sub sup table tbody td tfoot th thead tr tt u ul var"
)
_TAGS = frozenset(_ALLOWED.split())
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "col": {"span", "width"},
    "font": {"color", "face", "size"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start", "type"},
    "table": {"align", "bgcolor", "border", "cellpadding", "cellspacing", "width"},
    "td": {"align", "bgcolor", "colspan", "rowspan", "valign", "width"},
    "th": {"align", "bgcolor", "colspan", "rowspan", "valign", "width"},
}
_LINKS = ("http://", "https://", "mailto:", "tel:")
_IMAGES = (
    "cid:",
    "data:image/gif;base64,",
    "data:image/jpeg;base64,",
    "data:image/png;base64,",
    "data:image/webp;base64,",
)


def sanitise(events: Iterable[Markup]) -> str | None:
    """
    Return HTML that is safe to show and loads nothing by itself.

    Scripts, styles, forms and frames are gone. A link keeps its address if that is http, https,
    mailto or tel. An image keeps its source if that is in the mail (`cid:`) or in the document
    (`data:`): a remote one would tell its sender who reads the mail, and when.

    Returns:
        The HTML, or `None` if there are more elements than it is safe to sort out.
    """
    pieces: list[str] = []
    tags = 0
    for kind, name, attributes in events:
        if kind == "text":
            text = html.escape(name, quote=False) if _SPECIAL.search(name) else name
            if text is not name:
                tags += text.count("&")
            pieces.append(text)
        elif name in _TAGS:
            tags += 1
            if kind == "end":
                pieces.append(f"</{name}>")
            else:
                pieces.append(_start_tag(name, attributes) if attributes else f"<{name}>")
            if tags > 2 * _MOST_TAGS:
                break
    return None if tags > 2 * _MOST_TAGS else _CLEANER.clean("".join(pieces)).strip()


def _start_tag(name: str, attributes: dict[str, str]) -> str:
    allowed = _ATTRIBUTES.get(name, set())
    kept = [
        f' {key}="{html.escape(value)}"'
        for key, value in attributes.items()
        if key in allowed or key in _ATTRIBUTES["*"]
    ]
    return f"<{name}{''.join(kept)}>"


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    start = value.strip().lower()[:64]
    if (tag, name) == ("a", "href"):
        return value if start.startswith(_LINKS) else None
    if (tag, name) == ("img", "src"):
        return value if start.startswith(_IMAGES) else None
    return value


# The stream is well formed already; this is the wall that matters, and it is not ours.
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes=_ATTRIBUTES,
    attribute_filter=_keep_attribute,
    url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
    link_rel="noopener noreferrer nofollow",
)


def content_ids(events: Iterable[Markup]) -> frozenset[str]:
    """Return the ids of the parts that a document shows (`cid:`, RFC 2392), decoded."""
    found: set[str] = set()
    for event in events:
        for name in ("src", "background") if event.attributes else ():
            match = _CID.match(event.attributes.get(name, "").strip())
            if match is not None:
                found.add(unquote(match[1]))
    return frozenset(found)


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
        for kind, name, attributes in events:
            if kind == "text":
                self._text(name)
                continue
            breaks = _BREAKS.get(name)
            if kind == "start":
                if breaks:
                    self._break(breaks)
                if name in _SHOWN:
                    self._start(name, attributes)
            else:
                if name in _CLOSED:
                    self._end(name)
                if breaks:
                    self._break(breaks)
                if name == "blockquote":
                    self.quotes -= 1
        self._break(1)
        return "\n".join(self.lines).strip("\n")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
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
            case "li":
                self._item()
            case _:
                # Cells stand beside one another.
                self.space = bool(self.line)

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
        words = _SPACES.sub(" ", text)
        bare = words.strip(" ")
        if words[:1] == " ":
            self.space = bool(self.line)
        if bare:
            self._word(bare)
            self.space = words[-1] == " "

    def _word(self, text: str) -> None:
        if not text:
            return
        if self.breaks and self.lines:
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

    def _break(self, breaks: int) -> None:
        """End the line, if anything is on it, and ask for so many breaks before the next."""
        if self.line:
            self._new_line()
        self.breaks = max(self.breaks, breaks)

    def _new_line(self) -> None:
        if not self.line and self.breaks:
            # A block has just ended: a `br` after it adds one empty line, and no more.
            self.breaks = 2
            return
        self.lines.append((_quote_mark(self.quotes) + "".join(self.line)).rstrip(" "))
        self.quotes_above = self.quotes
        self.line = []
        self.space = False


def _quote_mark(depth: int) -> str:
    return "> " * min(depth, _DEEPEST_QUOTE)
