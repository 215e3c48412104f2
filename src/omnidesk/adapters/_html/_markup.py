"""
HTML as mail and help desks have it, read into a balanced stream of events in linear time.

What a browser's parser does with hostile HTML grows with the square of its nesting and of its
attributes. So the tree is never built from what came in: tags are read one by one, closed in order,
and whatever lies too deep loses its tag and keeps its text. What comes out is small, flat and well
formed, and safe to hand to any parser.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

from omnidesk.adapters._html._attributes import is_hidden, read_attributes
from omnidesk.adapters._html._references import unescape
from omnidesk.adapters._html._safe import safe_end, safe_start, safe_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST = 2 * 1024 * 1024
"""How many characters of an HTML body are read."""
DEEPEST = 256
"""How deep elements nest before they lose their tags."""
_WINDOW = 64 * 1024
_UNFINISHED_TAGS = 50
_KNOWN_TAGS = 1_000
"""How many tags of a document are remembered."""

# A tag of the WHATWG tokenizer, attributes included. Possessive throughout.
_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\t\n\f\r />]*+)"
    r"((?:[\t\n\f\r /]++|[^\t\n\f\r />][^\t\n\f\r />=]*+"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >]*+))?+)*+)>"
)
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
"""Elements without content."""
_RAW = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in ("noembed", "noframes", "script", "style", "textarea", "title", "xmp")
}
"""Elements whose content is no markup, and nothing to read, and how each begins to end."""
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
    safe: str = ""
    """How HTML that is safe to show writes it; empty for an element that has no place there."""

    def __repr__(self) -> str:
        return f"<Markup {self.kind}>"


def _start_of(name: str, attributes: dict[str, str]) -> Markup:
    return Markup("start", name, attributes, safe_start(name, attributes))


def _end_of(name: str) -> Markup:
    return Markup("end", name, _NONE, safe_end(name))


# Most of a document: made once.
_COMMON = (
    "a b blockquote body br center div em font h1 h2 h3 head hr html i li o:p ol p pre s span"
    " strong table tbody td th thead tr u ul"
)
_ENDS = {name: _end_of(name) for name in _COMMON.split()}
_KNOWN = {
    **{name: _start_of(name, _NONE) for name in _COMMON.split()},
    **{f"/{name}": event for name, event in _ENDS.items()},
}
_BARE = Markup("text", "<", _NONE, safe_text("<"))


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
    reader = _Reader(source[:LONGEST], hides=not with_hidden, known=_KNOWN)
    events = reader.read()
    cut_off = ("limit_html",) if len(source) > LONGEST else ()
    return Document(events, (*cut_off, *reader.defects))


class _Reader:
    """Closes what is open in the right order, and leaves out what is hidden."""

    def __init__(self, source: str, *, hides: bool, known: Mapping[str, Markup]) -> None:
        self.source = source
        self.hides = hides
        self.known = dict(known)
        """Tags as they are written: the same one always means the same."""
        self.defects: dict[str, None] = {}
        self.events: list[Markup] = []
        self.open = [""]
        """The names of the elements that are open, outermost first; before them, the document."""
        self.hidden_in: int | None = None
        """How many are open around what is hidden, if anything is."""
        self.shown = 0
        """How many events came before that."""
        self.unfinished = 0
        self.absent: set[str] = set()

    def read(self) -> tuple[Markup, ...]:
        source, known, stack, add = self.source, self.known, self.open, self.events.append
        # Between two `<` there are mostly a tag that is known and a text.
        pieces = chain.from_iterable(_windows(source))
        text = next(pieces)
        end = len(text)
        if text:
            add(_text(text))
        for piece in pieces:
            end += 1 + len(piece)
            tag, closed, text = piece.partition(">")
            event = known.get(tag) if closed else None
            if event is not None:
                kind, name, _, _ = event
                # The common cases of what `_start` and `_end` do.
                if kind == "start":
                    if name in VOID:
                        add(event)
                    elif stack[-1] == name or len(stack) > DEEPEST:
                        self._start(event)
                    else:
                        stack.append(name)
                        add(event)
                elif stack[-1] == name and self.hidden_in is None:
                    stack.pop()
                    add(event)
                else:
                    self._end(name)
            else:
                # Whatever this is, it may end in a later piece.
                after = self._read(end - len(piece) - 1)
                while after > end:
                    end += 1 + len(next(pieces))
                text = source[after:end]
            if text:
                add(_text(text))
        self._close(1)
        return tuple(self.events)

    def _read(self, start: int) -> int:
        """
        Read what begins with `<`, whatever it is.

        Returns:
            Where the text after it starts.
        """
        source = self.source
        token = _TAG.match(source, start)
        if token is None:
            return self._read_other(start)
        closing, name, attributes = token.groups()
        name = name.lower()
        if name in _RAW:
            return token.end() if closing else _after_raw(source, token.end(), name, self.absent)
        hides = False
        if closing:
            event = _ENDS.get(name) or _end_of(name)
            self._end(name)
        else:
            event = _start_of(name, read_attributes(attributes) if attributes else _NONE)
            hides = self.hides and is_hidden(event.attributes)
            self._start(event, hides=hides)
        if not hides and len(self.known) < _KNOWN_TAGS:
            self.known[source[start + 1 : token.end() - 1]] = event
        return token.end()

    def _read_other(self, start: int) -> int:
        """Read what begins with `<` and is no tag: a comment, or just the character."""
        after = _after_declaration(self.source, start, self.absent)
        if after >= 0:
            return after
        self.events.append(_BARE)
        # Looking for the end of a tag that is cut off took time.
        self.unfinished += self.source[start + 1 : start + 2].isalpha()
        if self.unfinished <= _UNFINISHED_TAGS:
            return start + 1
        self.events.append(_text(self.source[start + 1 :]))
        return len(self.source)

    def _start(self, event: Markup, *, hides: bool = False) -> None:
        name, stack = event.name, self.open
        if name not in VOID:
            if stack[-1] == name and name in _SIBLINGS:
                self._close(len(stack) - 1)
            if len(stack) > DEEPEST:
                self.defects["limit_html_depth"] = None
                return
            if hides and self.hidden_in is None:
                self.hidden_in = len(stack)
                self.shown = len(self.events)
            stack.append(name)
        self.events.append(event)

    def _end(self, name: str) -> None:
        stack = self.open
        # At most DEEPEST steps: the stack is no deeper. Hardly ever more than one.
        for at in range(len(stack) - 1, 0, -1):
            if stack[at] == name:
                self._close(at)
                return
            if stack[at] in _WALLS and name not in _OF_TABLES:
                return

    def _close(self, depth: int) -> None:
        stack = self.open
        while len(stack) > depth:
            name = stack.pop()
            self.events.append(_ENDS.get(name) or _end_of(name))
            if len(stack) == self.hidden_in:
                del self.events[self.shown :]
                self.hidden_in = None


def _windows(source: str) -> Iterator[list[str]]:
    """Split a document at each `<`, a window at a time: a list of all would take much memory."""
    position = 0
    while (stop := source.find("<", position + _WINDOW)) >= 0:
        yield source[position:stop].split("<")
        position = stop + 1
    yield source[position:].split("<")


def _text(source: str) -> Markup:
    # Most texts mean what is written, and are safe as they are.
    if "&" in source or ">" in source or "<" in source:
        text = unescape(source)
        return Markup("text", text, _NONE, safe_text(text))
    return Markup("text", source, _NONE, source)


def _after_raw(source: str, position: int, name: str, absent: set[str]) -> int:
    """Skip the content of an element such as `style`; without an end tag, only its start tag."""
    if name in absent:
        return position
    found = _RAW[name].search(source, position)
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
