"""What HTML would fetch, and links that show one address and lead to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omnidesk.adapters._html._attributes import is_hidden
from omnidesk.adapters._html._markup import VOID, read_markup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.adapters._html._markup import Markup

_MOST = 1_000
_LONGEST_URL = 8 * 1024
_LONGEST_SHOWN = 512
_TRACKER = 2

_PIXELS = re.compile(r"[ \t]*+(\d{1,5})(?:\.\d{0,4})?+[ \t]*+(?:px)?+[ \t]*+", re.ASCII)
_STYLE_URL = re.compile(r"url\([ \t]*+[\"']?+((?:https?:)?//[^\"')\s]{1,4096})", re.IGNORECASE)
_SCHEME = re.compile(r"https?:[/\\]{2}|[/\\]{2}", re.IGNORECASE)
_HOST = re.compile(r"(?:[^\s.:/?#@]{1,63}\.){1,8}[^\s.:/?#@]{2,63}")
# What else is fetched, and by which attribute.
_OTHERS = {
    "audio": "src",
    "embed": "src",
    "frame": "src",
    "iframe": "src",
    "link": "href",
    "object": "data",
    "source": "src",
    "track": "src",
    "video": "src",
}
_HIDING = ("display:none", "visibility:hidden", "opacity:0;", "mso-hide:all")
_SPACES = re.compile(r"\s++")
_DOCUMENTS = "csv doc docx gif html jpeg jpg pdf php png ppt pptx txt xls xlsx xml zip"
_FILES = frozenset(_DOCUMENTS.split())
"""Ends of words with dots that are files rather than hosts."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RemoteImage:
    """An image that a mail program would fetch. Nothing here ever does."""

    url: str
    """As written; `//` at its start stands for https."""
    width: int | None
    """As declared by attribute or style, in pixels, or `None`."""
    height: int | None
    background: bool
    """Whether it is the background of something."""
    tracking: bool
    """Whether it shows nothing: at most 2 × 2 pixels either way, or hidden."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RemoteLink:
    """A link to a page."""

    href: str
    """As written; `//` at its start stands for https."""
    text: str
    """What it shows, on one line and at most 512 characters of it; empty for an image."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MisleadingLink:
    """A link whose text names a host that it does not lead to: phishing, or a click counter."""

    href: str
    shown_host: str
    """The host in its text, in lower case."""
    target_host: str
    """The host it leads to, in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RemoteResources:
    """What a document has to do with other hosts."""

    images: tuple[RemoteImage, ...]
    """In order, repetitions included."""
    others: tuple[str, ...]
    """The addresses of style sheets, frames, sounds and films, in order."""
    links: tuple[RemoteLink, ...]
    """The links to pages (http, https), in order, repetitions included."""
    misleading_links: tuple[MisleadingLink, ...]
    defects: tuple[str, ...]
    """Codes: `limit_remote_resources`."""

    @property
    def tracking(self) -> tuple[RemoteImage, ...]:
        """The images that show nothing: all that they can do is tell who reads the mail."""
        return tuple(one for one in self.images if one.tracking)


def remote_resources_of(sources: Iterable[str]) -> RemoteResources:
    """
    List what several documents have to do with other hosts, as `remote_resources` does for one.

    Args:
        sources: The documents, in HTML.
    """
    documents = (read_markup(source, with_hidden=True) for source in sources)
    return remote_resources(event for document in documents for event in document.events)


def remote_resources(events: Iterable[Markup]) -> RemoteResources:
    """
    List what a document would fetch, and where it links to. Never fails, never fetches.

    Args:
        events: The stream of `read_markup`, with what is hidden. What style rules outside of
            attributes name is not in it.
    """
    reader = _Reader()
    for event in events:
        reader.take(event)
    longest = max(len(reader.images), len(reader.others), len(reader.links))
    return RemoteResources(
        images=tuple(reader.images[:_MOST]),
        others=tuple(reader.others[:_MOST]),
        links=tuple(reader.links[:_MOST]),
        misleading_links=tuple(reader.misleading[:_MOST]),
        defects=("limit_remote_resources",) if longest > _MOST else (),
    )


class _Reader:
    def __init__(self) -> None:
        self.images: list[RemoteImage] = []
        self.others: list[str] = []
        self.links: list[RemoteLink] = []
        self.misleading: list[MisleadingLink] = []
        self.href = ""
        self.shown: list[str] = []
        self.length = 0
        self.depth = 0
        self.hidden_at: int | None = None

    def take(self, event: Markup) -> None:
        self._nest(event)
        if event.kind == "text":
            if self.href and self.length <= _LONGEST_SHOWN:
                self.shown.append(event.name[: _LONGEST_SHOWN + 1])
                self.length += len(event.name)
        elif event.name == "a":
            # Links do not nest: the next one ends the one before.
            self._end_link()
            if event.kind == "start":
                self.href = event.attributes.get("href", "").strip()[:_LONGEST_URL]
        elif event.attributes:
            self._images(event)

    def _nest(self, event: Markup) -> None:
        """Note where what is hidden begins and ends."""
        if event.kind == "start" and event.name not in VOID:
            self.depth += 1
            if self.hidden_at is None and is_hidden(event.attributes):
                self.hidden_at = self.depth
        elif event.kind == "end":
            if self.depth == self.hidden_at:
                self.hidden_at = None
            self.depth -= 1

    def _end_link(self) -> None:
        if self.href and len(self.links) <= _MOST:
            text = _SPACES.sub(" ", "".join(self.shown)).strip()
            if _SCHEME.match(self.href):
                self.links.append(RemoteLink(href=self.href, text=text[:_LONGEST_SHOWN]))
            link = _misleading(self.href, text) if self.length <= _LONGEST_SHOWN else None
            if link is not None:
                self.misleading.append(link)
        self.href, self.shown, self.length = "", [], 0

    def _images(self, event: Markup) -> None:
        attributes = event.attributes
        style = _SPACES.sub("", attributes.get("style", "")[:_LONGEST_URL]).lower()
        if event.name in ("img", "input"):
            self._image(attributes.get("src", ""), attributes, style, background=False)
        else:
            self._image(attributes.get("background", ""), attributes, style, background=True)
            self._image(attributes.get("poster", ""), attributes, style, background=True)
            self._other(attributes.get(_OTHERS.get(event.name, ""), ""))
        for word in attributes.get("srcset", "")[:_LONGEST_URL].split():
            # Addresses end in a comma or are followed by a size, which may end in one.
            url = word.partition(",")[2] if word[:1].isdigit() else word.rstrip(",")
            self._image(url, attributes, style, background=False)
        for match in _STYLE_URL.finditer(attributes.get("style", "")[:_LONGEST_URL]):
            self._image(match[1], attributes, style, background=True)

    def _other(self, url: str) -> None:
        url = url.strip()[:_LONGEST_URL]
        if _SCHEME.match(url) and len(self.others) <= _MOST:
            self.others.append(url)

    def _image(self, url: str, attributes: dict[str, str], style: str, *, background: bool) -> None:
        url = url.strip()[:_LONGEST_URL]
        if not _SCHEME.match(url) or len(self.images) > _MOST:
            return
        width = _pixels(attributes, style, "width")
        height = _pixels(attributes, style, "height")
        sides = [one for one in (width, height) if one is not None]
        hidden = (
            self.hidden_at is not None
            or "hidden" in attributes
            or any(one in f"{style};" for one in _HIDING)
        )
        # One side of a pixel is a line when the other is long, and a tracker when it is not said.
        tiny = bool(sides) and max(sides) <= _TRACKER
        self.images.append(
            RemoteImage(
                url=url,
                width=width,
                height=height,
                background=background,
                tracking=hidden or (tiny and not background),
            )
        )


def _pixels(attributes: dict[str, str], style: str, side: str) -> int | None:
    """Return a declared width or height; the style wins, as in browsers."""
    for rule in style.split(";"):
        name, _, value = rule.partition(":")
        if name == side:
            match = _PIXELS.fullmatch(value.removesuffix("!important"))
            if match is not None:
                return int(match[1])
    match = _PIXELS.fullmatch(attributes.get(side, ""))
    return int(match[1]) if match is not None else None


def _misleading(href: str, text: str) -> MisleadingLink | None:
    if not _SCHEME.match(href):
        return None
    shown, target = _host(text), _host(href)
    if shown is None or target is None or _same(shown, target):
        return None
    return MisleadingLink(href=href, shown_host=shown, target_host=target)


def _host(url: str) -> str | None:
    """Return the host of an address, with or without its scheme; `None` for anything else."""
    match = _SCHEME.match(url)
    rest = url[match.end() :] if match is not None else url
    if " " in rest or (match is None and "@" in rest):
        # Prose, or an e-mail address.
        return None
    authority = re.split(r"[/\\?#]", rest, maxsplit=1)[0]
    host = authority.rpartition("@")[2].partition(":")[0].rstrip(".").lower()
    if len(host) > 253 or not _HOST.fullmatch(host):
        return None
    if match is None and not host.startswith("www.") and not _is_domain(host):
        return None
    return _ascii(host)


def _is_domain(host: str) -> bool:
    """Whether a bare word with dots is likely a host, rather than a file name or a number."""
    last = host.rpartition(".")[2]
    return last.isalpha() and last not in _FILES


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host


def _same(shown: str, target: str) -> bool:
    """Whether one is the other, or below it."""
    shown, target = shown.removeprefix("www."), target.removeprefix("www.")
    return shown == target or target.endswith("." + shown) or shown.endswith("." + target)
