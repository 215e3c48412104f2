"""What HTML would fetch, and links that show one address and lead to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.adapters.email._markup import Markup

_MOST = 1_000
_LONGEST_URL = 8 * 1024
_LONGEST_SHOWN = 512
_TRACKER = 2

_PIXELS = re.compile(r"[ \t]*+(\d{1,5})(?:\.\d{0,4})?+[ \t]*+(?:px)?+[ \t]*+", re.ASCII)
_STYLE_URL = re.compile(r"url\([ \t]*+[\"']?+((?:https?:)?//[^\"')\s]{1,4096})", re.IGNORECASE)
_SCHEME = re.compile(r"https?:[/\\]{2}|[/\\]{2}", re.IGNORECASE)
_HOST = re.compile(r"(?:[^\s.:/?#@]{1,63}\.){1,8}[^\s.:/?#@]{2,63}")
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
class MisleadingLink:
    """A link whose text names a host that it does not lead to: phishing, or a click counter."""

    href: str
    shown_host: str
    """The host in its text, in lower case."""
    target_host: str
    """The host it leads to, in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteResources:
    """What a document has to do with other hosts."""

    images: tuple[RemoteImage, ...]
    """In order, repetitions included."""
    misleading_links: tuple[MisleadingLink, ...]
    defects: tuple[str, ...]
    """Codes: `limit_remote_resources`."""


def remote_resources(events: Iterable[Markup]) -> RemoteResources:
    """
    List the remote images of a document, and the links that mislead. Never fails, never fetches.

    Args:
        events: The stream of `read_markup`. Images within hidden elements are not in it.
    """
    reader = _Reader()
    for event in events:
        reader.take(event)
    return RemoteResources(
        images=tuple(reader.images[:_MOST]),
        misleading_links=tuple(reader.links[:_MOST]),
        defects=("limit_remote_resources",)
        if max(len(reader.images), len(reader.links)) > _MOST
        else (),
    )


class _Reader:
    def __init__(self) -> None:
        self.images: list[RemoteImage] = []
        self.links: list[MisleadingLink] = []
        self.href = ""
        self.shown: list[str] = []
        self.length = 0

    def take(self, event: Markup) -> None:
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

    def _end_link(self) -> None:
        if self.href and len(self.links) <= _MOST:
            text = _SPACES.sub(" ", "".join(self.shown)).strip()
            link = _misleading(self.href, text) if self.length <= _LONGEST_SHOWN else None
            if link is not None:
                self.links.append(link)
        self.href, self.shown, self.length = "", [], 0

    def _images(self, event: Markup) -> None:
        attributes = event.attributes
        style = _SPACES.sub("", attributes.get("style", "")[:_LONGEST_URL]).lower()
        if event.name == "img":
            self._image(attributes.get("src", ""), attributes, style, background=False)
        else:
            self._image(attributes.get("background", ""), attributes, style, background=True)
        for match in _STYLE_URL.finditer(attributes.get("style", "")[:_LONGEST_URL]):
            self._image(match[1], attributes, style, background=True)

    def _image(self, url: str, attributes: dict[str, str], style: str, *, background: bool) -> None:
        url = url.strip()[:_LONGEST_URL]
        if not _SCHEME.match(url) or len(self.images) > _MOST:
            return
        width = _pixels(attributes, style, "width")
        height = _pixels(attributes, style, "height")
        sides = [one for one in (width, height) if one is not None]
        hidden = "hidden" in attributes or any(one in f"{style};" for one in _HIDING)
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
