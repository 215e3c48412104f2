"""The text of a mail, as far as machines' words are looked for in it."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

from omnidesk._mime import select_bodies

if TYPE_CHECKING:
    from omnidesk._mime import MimePart

_PARTS = 4
_MARKUP = 4
"""How many characters of HTML are read for one of text."""


def text_of(mail: MimePart, *, most: int) -> tuple[str, str]:
    """
    Return the path of the first part of the text, and the text; HTML without its tags.

    Args:
        mail: The mail.
        most: How many characters of each part are needed.
    """
    parts = [one for one in select_bodies(mail).text if one.media_type.startswith("text/")]
    if not parts:
        return "", ""
    pieces = [
        _without_tags(one.text()[: _MARKUP * most]) if one.media_type == "text/html" else one.text()
        for one in parts[:_PARTS]
    ]
    return parts[0].path, "\n".join(pieces)


def _without_tags(html: str) -> str:
    """Drop what stands between `<` and `>`, each for a line's end: good enough for phrases."""
    pieces: list[str] = []
    position = 0
    while (start := html.find("<", position)) >= 0:
        pieces.append(html[position:start])
        end = html.find(">", start)
        if end < 0:
            position = len(html)
            break
        name = html[start + 1 : start + 4].lower()
        pieces.append(
            " " if name.startswith(("b>", "a ", "/a", "/b>", "i>", "sp", "/sp")) else "\n"
        )
        position = end + 1
    return unescape("".join([*pieces, html[position:]]))
