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
from html.entities import html5
from typing import Literal, NamedTuple

LONGEST = 2 * 1024 * 1024
"""How many characters of an HTML body are read."""
DEEPEST = 256
"""How deep elements nest before they lose their tags."""
_ATTRIBUTES = 32
_UNFINISHED_TAGS = 50

# Text, and the tag of the WHATWG tokenizer after it, attributes included. Possessive throughout.
_TOKEN = re.compile(
    r"(?P<text>[^<]*+)(?:<(?P<end>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*+)"
    r"(?P<attributes>(?:[\t\n\f\r /]++|[^\t\n\f\r />][^\t\n\f\r />=]*+"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >]*+))?+)*+)>)?+"
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
_HIDDEN = ("display:none", "visibility:hidden", "mso-hide:all")
# Preview texts are hidden in these ways, too. Not by `font-size:0`: builders of newsletters put
# that around what they show, against the white space between columns.
_NO_HEIGHT = re.compile(r"(?:^|;)max-height:0(?:px|em|pt|%)?(?:;|!|$)")
_NO_OPACITY = re.compile(r"(?:^|;)opacity:0(?:\.0{1,9})?%?(?:;|!|$)")
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
_OF_TABLES = frozenset({"table", "tbody", "tfoot", "thead", "tr"})
_NONE: dict[str, str] = {}
"""What an event without attributes has. Nobody writes into an event's."""


class Markup(NamedTuple):
    """One event of the stream."""

    kind: Literal["start", "end", "text"]
    """`start` and `end` are balanced; a void element has a start alone."""
    name: str
    """The element, in lower case; for text, the text, unescaped."""
    attributes: dict[str, str]
    """The unescaped attributes of a start, by name in lower case."""

    def __repr__(self) -> str:
        return f"<Markup {self.kind}>"


# Most of a document: made once.
_COMMON = (
    "a b blockquote body br center div em font h1 h2 h3 head hr html i li o:p ol p pre s span"
    " strong table tbody td th thead tr u ul"
)
_STARTS = {name: Markup("start", name, _NONE) for name in _COMMON.split()}
_ENDS = {name: Markup("end", name, _NONE) for name in _COMMON.split()}


class Document(NamedTuple):
    """The events of a document, and what was wrong with it."""

    events: tuple[Markup, ...]
    """Without what is hidden, scripts, styles and comments."""
    defects: tuple[str, ...]
    """Codes: `limit_html` (cut off), `limit_html_depth` (tags left out)."""

    def __repr__(self) -> str:
        return f"<Document, {len(self.events)} events>"


def read_markup(source: str, *, with_hidden: bool = False) -> Document:
    """
    Read HTML into a balanced stream of events. Never fails.

    Args:
        source: The document. Beyond `LONGEST` characters it is cut off.
        with_hidden: Whether what programs do not show is kept.
    """
    defects: dict[str, None] = {}
    if len(source) > LONGEST:
        source = source[:LONGEST]
        defects["limit_html"] = None
    events = _Reader(defects, hides=not with_hidden).read(source)
    return Document(events, tuple(defects))


def unescape_attribute(text: str) -> str:
    """
    Replace character references in an attribute by the characters.

    `&copy=` in an address is a parameter of its query, and no sign (HTML, 13.2.5.73).
    """
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda match: _in_attribute(match, text), text)


def _in_attribute(match: re.Match[str], text: str) -> str:
    found = match[0]
    if found[1] == "#":
        return html.unescape(found)
    goes_on = found[-1] != ";" and text[match.end() : match.end() + 1] == "="
    return found if goes_on else html5.get(found[1:], found)


def unescape(text: str) -> str:
    """Replace character references by the characters."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


class _Reader:
    """Closes what is open in the right order, and leaves out what is hidden."""

    def __init__(self, defects: dict[str, None], *, hides: bool) -> None:
        self.defects = defects
        self.hides = hides
        self.events: list[Markup] = []
        self.stack: list[str] = []
        self.hidden_below: int | None = None

    def read(self, source: str) -> tuple[Markup, ...]:
        position = 0
        size = len(source)
        unfinished = 0
        absent: set[str] = set()
        while position < size:
            if unfinished > _UNFINISHED_TAGS:
                self._text(unescape(source[position:]))
                break
            position, name = self._read_tags(source, position)
            if name:
                position = _after_raw(source, position, name, absent)
                continue
            after = _after_declaration(source, position, absent)
            if after < 0 and position < size:
                # No tag: a bare `<`, or a tag that is cut off. Looking for its end took time.
                unfinished += source[position + 1 : position + 2].isalpha()
                self._text("<")
                after = position + 1
            position = after if after >= 0 else size
        self._close(0)
        return tuple(self.events)

    def _read_tags(self, source: str, position: int) -> tuple[int, str]:
        """
        Read text and tags, up to what is neither or holds no markup.

        Returns:
            Where that starts, and its name: a script's or a style's; otherwise the empty string.
        """
        stack, add = self.stack, self.events.append
        tokens = _TOKEN.finditer(source, position)
        while True:
            token = next(tokens)  # at the latest the empty one at the end has no name
            text, end, name, attributes = token.groups()
            if text and self.hidden_below is None:
                add(Markup("text", unescape(text), _NONE))
            if name is None:
                return token.end(), ""
            name = name if name in _STARTS else name.lower()
            if name in _RAW:
                if not end:
                    return token.end(), name
            elif end:
                if stack and stack[-1] == name:
                    # The common case of what `_end` does.
                    stack.pop()
                    if self.hidden_below is None:
                        add(_ENDS.get(name) or Markup("end", name, _NONE))
                    elif self.hidden_below == len(stack):
                        self.hidden_below = None
                else:
                    self._end(name)
            else:
                self._start(name, _attributes(attributes) if attributes else _NONE)

    def _text(self, text: str) -> None:
        if self.hidden_below is None:
            self.events.append(Markup("text", text, _NONE))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        stack = self.stack
        if name not in VOID:
            if stack and stack[-1] == name and name in _SIBLINGS:
                self._close(len(stack) - 1)
            if len(stack) >= DEEPEST:
                self.defects["limit_html_depth"] = None
                return
            if attributes and self.hidden_below is None and self.hides and is_hidden(attributes):
                self.hidden_below = len(stack)
            stack.append(name)
        if self.hidden_below is None:
            known = None if attributes else _STARTS.get(name)
            self.events.append(known or Markup("start", name, attributes))

    def _end(self, name: str) -> None:
        stack = self.stack
        # At most DEEPEST steps: the stack is no deeper. Hardly ever more than one.
        for at in range(len(stack) - 1, -1, -1):
            if stack[at] == name:
                self._close(at)
                return
            if stack[at] in _WALLS and name not in _OF_TABLES:
                return

    def _close(self, depth: int) -> None:
        stack = self.stack
        while len(stack) > depth:
            name = stack.pop()
            if self.hidden_below is None:
                self.events.append(_ENDS.get(name) or Markup("end", name, _NONE))
            elif self.hidden_below == len(stack):
                self.hidden_below = None


def is_hidden(attributes: dict[str, str]) -> bool:
    """Whether a program that shows HTML would show nothing: such are preview texts."""
    if "hidden" in attributes:
        return True
    given = attributes.get("style")
    if not given:
        return False
    style = _SPACES.sub("", given).lower()
    if any(one in style for one in _HIDDEN):
        return True
    if "overflow:hidden" in style and _NO_HEIGHT.search(style):
        return True
    return _NO_OPACITY.search(style) is not None


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
    for match in _ATTRIBUTE.finditer(source):
        value = match["double"] or match["single"] or match["bare"] or ""
        attributes.setdefault(match["name"].lower(), unescape_attribute(value))
        if len(attributes) >= _ATTRIBUTES:
            break
    return attributes
