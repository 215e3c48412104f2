"""
What an HTML body says about the text made from it.

Mail programs put quotes and signatures into elements with names of their own. Those elements are
marked in the stream of events before the text is made from it, by characters that Unicode reserves
for such use inside a program and that never occur in text; in the text the marks are read off.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from omnidesk.adapters._html import VOID, Markup, to_text
from omnidesk.adapters.email.segments._model import Hint, Hints

if TYPE_CHECKING:
    from collections.abc import Iterable

_Kind: TypeAlias = Literal["quote", "attribution", "signature", "forward_header", "forwarded"]
_KINDS: tuple[_Kind, ...] = ("quote", "attribution", "signature", "forward_header", "forwarded")
_FIRST = 0xFDD0
"""The first of 32 noncharacters (Unicode 23.7): an even one opens, the odd one after it closes."""
_MARKS = re.compile("[\ufdd0-\ufdef]")
_SPACES = re.compile(r"\s++")

_CLASSES: dict[str, _Kind] = {
    "gmail_attr": "attribution",
    "gmail_signature": "signature",
    "moz-cite-prefix": "attribution",
    "moz-forward-container": "forwarded",
    "moz-signature": "signature",
    "protonmail_quote": "quote",
    "protonmail_signature_block": "signature",
    "yahoo_quoted": "quote",
    "zmail_extra": "quote",
}
"""Gmail, Thunderbird, Proton, Yahoo, Zoho."""
_IDS: dict[str, _Kind] = {
    "applemailsignature": "signature",
    "mail-editor-reference-message-container": "quote",
    "ms-outlook-mobile-signature": "signature",
    "olk_src_body_section": "quote",
    "signature": "signature",
}
"""Apple Mail, Outlook on the web, on phones and on the Mac."""
_MARKERS: dict[str, _Kind] = {
    "__headers__": "attribution",
    "__quoted_text__": "quote",
    "__sig_post__": "signature",
    "__sig_pre__": "signature",
}
"""Zimbra, `data-marker`."""
_DIVIDERS = frozenset({"appendonsend", "divrplyfwdmsg", "zwchr"})
"""Ids of elements below which all is quoted: Outlook, Zimbra."""
_OUTLOOK_RULES = (
    "border:none;border-top:solid#e1e1e11.0pt",
    "border:none;border-top:solid#b5c4df1.0pt",
)
"""The line above the header fields in what Outlook writes, without spaces."""


class _Range:
    """A stretch of events: those from an element's start to its end, or to the end of all."""

    def __init__(self, kind: _Kind) -> None:
        self.kind = kind
        self.first: int | None = None
        self.last = 0


def read_html(events: Iterable[Markup]) -> tuple[str, Hints]:
    """
    Return the text of a document, and what the document says about that text.

    The text is that of `to_text`, less the noncharacters U+FDD0 to U+FDEF. Where such an element
    starts or ends inside a link of several pieces, the link's address may be shown once more.

    Args:
        events: The document as `read_markup` gives it.
    """
    stream = list(events)
    if _MARKS.search("".join([one.name for one in stream])):
        stream = [one._replace(name=_clean(one.name)) for one in stream]
    return _read_off(to_text(_Reader(stream).read()))


class _Reader:
    """Puts marks around the text of elements that have a meaning."""

    def __init__(self, events: list[Markup]) -> None:
        self.events = events
        self.open: list[_Range | None] = []
        """The elements that are open: for one that is marked, its range."""
        self.ranges: list[_Range] = []
        self.waiting: list[_Range] = []
        """Ranges whose first text is still to come."""
        self.last = 0
        """The number of the last event that is text and not blank."""
        self.below: _Range | None = None
        self.link: int | None = None
        self.links: dict[int, int] = {}
        """For a text inside a link, the number of the link."""

    def read(self) -> list[Markup]:
        for number, (kind, name, attributes, _) in enumerate(self.events):
            if kind == "text":
                if not name.isspace():
                    self._say(number)
                continue
            if name == "a":
                self.link = number if kind == "start" else None
            if kind == "end":
                found = self.open.pop()
                if found is not None:
                    self._close(found)
            elif attributes:
                self._start(number)
            elif name not in VOID:
                self.open.append(None)
        if self.below is not None:
            self.below.last = self.last
        self._mark()
        return self.events

    def _mark(self) -> None:
        before: dict[int, str] = {}
        after: dict[int, str] = {}
        for one in self.ranges:
            if one.first is None or self._is_banner(one):
                continue
            opens = chr(_FIRST + 2 * _KINDS.index(one.kind))
            closes = chr(ord(opens) + 1)
            before[one.first] = before.get(one.first, "") + opens
            after[one.last] = after.get(one.last, "") + closes
        for number in {*before, *after}:
            self._show_once(number)
            text = self.events[number].name
            start = len(text) - len(text.lstrip())
            stop = len(text.rstrip())
            marked = [text[:start], before.get(number, ""), text[start:stop]]
            marked += [after.get(number, ""), text[stop:]]
            self.events[number] = Markup("text", "".join(marked), {})

    def _is_banner(self, one: _Range) -> bool:
        """Whether an attribution is Gmail's `---------- Forwarded message`, which words tell."""
        first = self.events[one.first or 0].name.lstrip()
        return one.kind == "attribution" and first.startswith("-----")

    def _show_once(self, number: int) -> None:
        """Drop the address of a link that shows just that: with a mark it would be shown twice."""
        link = self.links.get(number)
        if link is None:
            return
        attributes = self.events[link].attributes
        shown = self.events[number].name.strip()
        bare = attributes.get("href", "").strip().partition(":")[2].strip("/")
        if bare == shown.removeprefix("http://").removeprefix("https://").rstrip("/"):
            kept = {name: value for name, value in attributes.items() if name != "href"}
            self.events[link] = Markup("start", "a", kept)

    def _say(self, number: int) -> None:
        """Note that an event is text."""
        self.last = number
        if self.waiting:
            for one in self.waiting:
                one.first = number
            self.waiting.clear()
        if self.link is not None:
            self.links[number] = self.link

    def _start(self, number: int) -> None:
        event = self.events[number]
        if _MARKS.search("".join(event.attributes.values())):
            kept = {name: _clean(value) for name, value in event.attributes.items()}
            event = self.events[number] = Markup("start", event.name, kept)
        if self.below is None and _divides(event):
            self.below = self._range("quote")
        if event.name not in VOID:
            kind = _kind(event)
            self.open.append(None if kind is None else self._range(kind))

    def _range(self, kind: _Kind) -> _Range:
        found = _Range(kind)
        self.ranges.append(found)
        self.waiting.append(found)
        return found

    def _close(self, found: _Range) -> None:
        if found.first is None:
            self.waiting.remove(found)
        found.last = self.last


def _clean(value: str) -> str:
    return _MARKS.sub("", value)


def _kind(event: Markup) -> _Kind | None:
    """Return what an element is, by the names that mail programs give."""
    attributes = event.attributes
    classes = attributes.get("class", "").lower().split()[:16]
    if event.name == "blockquote" and (
        attributes.get("type", "").lower() == "cite" or "gmail_quote" in classes
    ):
        return "quote"
    for name in classes:
        found = _CLASSES.get(name)
        if found is not None:
            return found
    marker = _MARKERS.get(attributes.get("data-marker", "").lower())
    return marker or _IDS.get(attributes.get("id", "").lower().removeprefix("x_"))


def _divides(event: Markup) -> bool:
    """Whether all that follows an element is quoted."""
    attributes = event.attributes
    if attributes.get("id", "").lower().removeprefix("x_") in _DIVIDERS:
        return True
    if attributes.get("data-marker", "").lower() == "__divider__":
        return True
    style = attributes.get("style", "")
    return bool(style) and _SPACES.sub("", style.lower()).startswith(_OUTLOOK_RULES)


def _read_off(marked: str) -> tuple[str, Hints]:
    """Take the marks out of a text, and return where they were."""
    pieces: list[str] = []
    open_at: dict[int, list[int]] = {}
    ranges: list[Hint] = []
    length = 0
    position = 0
    for match in _MARKS.finditer(marked):
        piece = marked[position : match.start()]
        pieces.append(piece)
        length += len(piece)
        position = match.end()
        number, closes = divmod(ord(match[0]) - _FIRST, 2)
        if not closes:
            open_at.setdefault(number, []).append(length)
        else:
            ranges.append(Hint(_KINDS[number], open_at[number].pop(), length))
    pieces.append(marked[position:])
    ranges.sort(key=lambda one: (one.start, -one.end))
    return "".join(pieces), Hints(tuple(ranges))
