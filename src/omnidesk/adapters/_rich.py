"""HTML that help desks send: as text, as HTML that is safe to show, and the pictures in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters._html import read_markup, remote_resources, sanitise, to_text
from omnidesk.adapters._texts import Told

if TYPE_CHECKING:
    from omnidesk.adapters._html import Document

_PICTURE = re.compile(r"<img[\s/]", re.IGNORECASE)


class Rich(NamedTuple):
    """What somebody said in HTML."""

    text: str | None
    """As text."""
    html: str | None = None
    """As HTML that is safe to show: it loads nothing by itself."""
    images: tuple[str, ...] = ()
    """The addresses of the pictures within it, in order, each once."""
    defects: tuple[str, ...] = ()
    """What was wrong with it."""

    def __repr__(self) -> str:
        return f"<Rich, {len(self.text or '')} characters>"


def read_html(raw: str) -> Told:
    """Read a body in HTML, without the pictures in it."""
    return _told(read_markup(raw))


def read_rich(raw: str) -> Rich:
    """
    Read a body in HTML.

    Desks put pasted pictures into the HTML, with an address of their own. Safe HTML loses those
    addresses, so they are listed. Pictures that show nothing, as trackers do, are not.
    """
    document = read_markup(raw)
    told = _told(document)
    if not _PICTURE.search(raw):
        return Rich(told.text, told.html, (), told.defects)
    found = remote_resources(document.events)
    shown = (one.url for one in found.images if not (one.tracking or one.background))
    return Rich(told.text, told.html, tuple(dict.fromkeys(shown)), told.defects + found.defects)


def _told(document: Document) -> Told:
    html = sanitise(document.events)
    defects = document.defects if html is not None else (*document.defects, "limit_html_tags")
    return Told(to_text(document.events) or None, html or None, defects)
