"""
HTML as mail has it, read into a balanced stream of events in linear time.

What a browser's parser does with hostile HTML grows with the square of its nesting and of its
attributes. So the tree is never built from what came in: tags are read one by one, closed in order,
and whatever lies too deep loses its tag and keeps its text. What comes out is small, flat and well
formed, and safe to hand to any parser.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 2 * 1024 * 1024
"""How many characters of an HTML body are read."""
DEEPEST = 256
"""How deep elements nest before they lose their tags."""
_ATTRIBUTES = 32
_UNFINISHED_TAGS = 50

# The tag of the WHATWG tokenizer, attributes included. Possessive throughout.
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*+)"
    r"(?P<attributes>(?:[\t\n\f\r /]++|[^\t\n\f\r />][^\t\n\f\r />=]*+"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >]*+))?+)*+)>"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\t\n\f\r />=][^\t\n\f\r />=]*+)"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'"
    r"|(?P<bare>[^\t\n\f\r >]*+)))?+"
)
# Bounded, because html.unescape reads a number of any length.
_ENTITY = re.compile(
    r"&(?:#\d{1,7}+(?!\d)|#[xX][0-9a-fA-F]{1,6}+(?![0-9a-fA-F])|[a-zA-Z][a-zA-Z0-9]{1,31});?"
)
_HIDDEN = ("display:none", "visibility:hidden")
_SPACES = re.compile(r"\s++")

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
"""Elements without content."""
_RAW = frozenset({"noembed", "noframes", "script", "style", "textarea", "title", "xmp"})
"""Elements whose content is no markup, and nothing to read."""
_SIBLINGS = frozenset({"dd", "dt", "li", "option", "p", "td", "th", "tr"})
"""Elements that a next one of the same name closes."""
_WALLS = frozenset({"caption", "table", "td", "th"})
"""Elements that an end tag of something else does not close."""


class Markup(NamedTuple):
    """One event of the stream."""

    kind: Literal["start", "end", "text"]
    """`start` and `end` are balanced; a void element has a start alone."""
    name: str
    """The element, in lower case; for text, the text, unescaped."""
    attributes: dict[str, str]
    """The unescaped attributes of a start, by name in lower case."""


class Document(NamedTuple):
    """The events of a document, and what was wrong with it."""

    events: tuple[Markup, ...]
    """Without what is hidden, scripts, styles and comments."""
    defects: tuple[str, ...]
    """Codes: `limit_html` (cut off), `limit_html_depth` (tags left out)."""


def read_markup(source: str) -> Document:
    """
    Read HTML into a balanced stream of events. Never fails.

    Args:
        source: The document. Beyond `LONGEST` characters it is cut off.
    """
    defects: dict[str, None] = {}
    if len(source) > LONGEST:
        source = source[:LONGEST]
        defects["limit_html"] = None
    balancer = _Balancer(defects)
    for event in _tokens(source):
        balancer.take(event)
    return Document(balancer.finish(), tuple(defects))


def unescape(text: str) -> str:
    """Replace character references by the characters."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


class _Balancer:
    """Closes what is open in the right order, and leaves out what is hidden."""

    def __init__(self, defects: dict[str, None]) -> None:
        self.defects = defects
        self.events: list[Markup] = []
        self.stack: list[str] = []
        self.hidden_below: int | None = None

    def take(self, event: Markup) -> None:
        if event.kind == "text":
            self._emit(event)
        elif event.kind == "start":
            self._start(event)
        else:
            self._end(event.name)

    def finish(self) -> tuple[Markup, ...]:
        self._close(0)
        return tuple(self.events)

    def _emit(self, event: Markup) -> None:
        if self.hidden_below is None:
            self.events.append(event)

    def _start(self, event: Markup) -> None:
        name = event.name
        if name in VOID:
            self._emit(event)
            return
        if self.stack and self.stack[-1] == name and name in _SIBLINGS:
            self._close(len(self.stack) - 1)
        if len(self.stack) >= DEEPEST:
            self.defects["limit_html_depth"] = None
            return
        if self.hidden_below is None and _is_hidden(event):
            self.hidden_below = len(self.stack)
        self.stack.append(name)
        self._emit(event)

    def _end(self, name: str) -> None:
        # At most DEEPEST steps: the stack is no deeper.
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at] == name:
                self._close(at)
                return
            if self.stack[at] in _WALLS and name not in ("table", "tr", "tbody", "thead", "tfoot"):
                return

    def _close(self, depth: int) -> None:
        while len(self.stack) > depth:
            self._emit(Markup("end", self.stack.pop(), {}))
            if self.hidden_below == len(self.stack):
                self.hidden_below = None


def _is_hidden(event: Markup) -> bool:
    """Whether a program that shows HTML would show nothing: such are preview texts."""
    if not event.attributes:
        return False
    style = _SPACES.sub("", event.attributes.get("style", "")).lower()
    return "hidden" in event.attributes or any(one in style for one in _HIDDEN)


def _tokens(source: str) -> Iterator[Markup]:
    position = 0
    unfinished = 0
    absent: set[str] = set()
    while position < len(source):
        at = source.find("<", position)
        if at < 0 or unfinished > _UNFINISHED_TAGS:
            at = len(source)
        if at > position:
            yield Markup("text", unescape(source[position:at]), {})
        if at == len(source):
            return
        tag = _TAG.match(source, at)
        if tag is not None:
            position = tag.end()
            name = tag["name"].lower()
            if name in _RAW:
                position = (
                    _after_raw(source, position, name, absent) if not tag["end"] else position
                )
            elif tag["end"]:
                yield Markup("end", name, {})
            else:
                yield Markup("start", name, _attributes(tag["attributes"]))
            continue
        after = _after_declaration(source, at, absent)
        if after < 0:
            # No tag: a bare `<`, or a tag that is cut off. Looking for its end took time.
            unfinished += source[at + 1 : at + 2].isalpha()
            yield Markup("text", "<", {})
            after = at + 1
        position = after


def _after_raw(source: str, position: int, name: str, absent: set[str]) -> int:
    """Skip the content of an element such as `style`; without an end tag, only its start tag."""
    if name in absent:
        return position
    found = re.compile(f"</{name}", re.IGNORECASE).search(source, position)
    if found is None:
        # Nor will there be one for the next: never search twice.
        absent.add(name)
        return position
    return found.start()


def _after_declaration(source: str, at: int, absent: set[str]) -> int:
    """Skip a comment, a doctype or a processing instruction; -1 if it is none or never ends."""
    if source.startswith("<!--", at):
        end = "-->"
    elif source.startswith(("<!", "<?", "</"), at):
        end = ">"
    else:
        return -1
    if end in absent:
        return -1
    found = source.find(end, at + 2)
    if found < 0:
        absent.add(end)
        return -1
    return found + len(end)


def _attributes(source: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    if not source:
        return attributes
    for match in _ATTRIBUTE.finditer(source):
        value = match["double"] or match["single"] or match["bare"] or ""
        attributes.setdefault(match["name"].lower(), unescape(value))
        if len(attributes) >= _ATTRIBUTES:
            break
    return attributes
