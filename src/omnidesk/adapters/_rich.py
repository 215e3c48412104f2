"""HTML that help desks send: as text, as HTML that is safe to show, and the pictures in it."""

from __future__ import annotations

import re
from typing import NamedTuple

from omnidesk.adapters._texts import read_text

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


def read_rich(raw: str) -> Rich:
    """
    Read a body in HTML.

    Desks put pasted pictures into the HTML, with an address of their own. Safe HTML loses those
    addresses, so they are listed. Pictures that show nothing, as trackers do, are not.
    """
    told = read_text(raw, "html")
    if not _PICTURE.search(raw):
        return Rich(told.text, told.html, (), told.defects)
    # Most messages have no picture, and never pay for this.
    from omnidesk.adapters.email._markup import read_markup  # noqa: PLC0415 - as said
    from omnidesk.adapters.email.files._remote import remote_resources  # noqa: PLC0415 - as said

    found = remote_resources(read_markup(raw).events)
    shown = (one.url for one in found.images if not (one.tracking or one.background))
    return Rich(told.text, told.html, tuple(dict.fromkeys(shown)), told.defects + found.defects)
