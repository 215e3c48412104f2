"""Where in the text a document shows the images of its mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from omnidesk.adapters._html import Markup, read_markup
from omnidesk.adapters.email.segments import read_html, segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FIRST = 0xF0000
"""The first character for private use in plane 15: one stands for each image."""
_MOST = 1_000
_MARKS = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + _MOST)}]")
_CLOSING = ("signature", "disclaimer")


def shown_in_signature(source: str) -> frozenset[str]:
    """
    Return the content ids of the images that a document shows in a signature. Never fails.

    The text that is made from the document is segmented with a mark for each image, and it counts
    in which segment the mark is. An image that is shown elsewhere too is not in the result.

    Args:
        source: The HTML.
    """
    shown: list[str] = []
    text, hints = read_html(_marked(read_markup(source).events, shown))
    found = segment(text, hints=hints)
    places: dict[str, bool] = {}
    for one in found.segments:
        closing = one.kind in _CLOSING
        for character in text[one.start : one.end]:
            number = ord(character) - _FIRST
            if 0 <= number < len(shown):
                places[shown[number]] = places.get(shown[number], True) and closing
    return frozenset(content_id for content_id, closing in places.items() if closing)


def _marked(events: Iterable[Markup], shown: list[str]) -> Iterator[Markup]:
    for event in events:
        source = event.attributes.get("src", "").strip() if event.name == "img" else ""
        if event.kind == "start" and source[:4].lower() == "cid:" and len(shown) < _MOST:
            yield Markup("text", chr(_FIRST + len(shown)), {})
            shown.append(unquote(source[4:]))
        elif event.kind == "text":
            # Whoever writes such characters must not be able to move an image.
            yield event._replace(name=_MARKS.sub("", event.name))
        else:
            yield event
