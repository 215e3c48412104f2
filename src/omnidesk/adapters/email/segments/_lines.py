"""Lines of a text, and what a single line shows."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize

LONGEST_TEXT = 256 * 1024
"""How many characters are looked at."""
MOST_LINES = 10_000
"""How many lines are looked at."""
LONGEST_LINE = 4 * 1024
"""A longer line is text, whatever it says."""

# Marks above and below letters (Latin, Arabic); letters that have no decomposition; spaces, colons
# and apostrophes that look like the usual ones; marks of direction.
_FOLDING: dict[int, str | None] = {
    **dict.fromkeys(range(0x300, 0x370)),
    **dict.fromkeys(range(0x64B, 0x653)),
    **dict.fromkeys((0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F))),
    **dict.fromkeys((0xA0, 0x2007, 0x2009, 0x202F, 0x3000), " "),
    **dict.fromkeys(map(ord, "：﹕៖՝"), ":"),
    **dict.fromkeys(map(ord, "’‘`"), "'"),
    **dict.fromkeys(map(ord, "–—−"), "-"),
    ord("đ"): "d",
    ord("ð"): "d",
    ord("ł"): "l",
    ord("ø"): "o",
    ord("ı"): "i",
}
_COLONS = (":", "：", "﹕", "៖", "՝")
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}(?!\d)")


class Line(NamedTuple):
    """A line of a text."""

    start: int
    """Offset of its first character."""
    text: str
    """Without spaces at its end and without its line break."""
    letter: str
    """
    Its class: `e` empty, `q` quoted (`>`), `c` ends with a colon, `h` has a colon early on, `b` has
    dashes at its start, `s` signature mark, `t` any other text.
    """

    def __repr__(self) -> str:
        return f"<Line at {self.start}, {self.letter}>"


class Evidence(NamedTuple):
    """What a folded line shows that mail programs write and people seldom do."""

    address: bool
    time: bool
    year: bool
    day: bool


def split_lines(text: str) -> tuple[list[Line], int]:
    """
    Part a text into classified lines.

    Returns:
        The lines, and the offset up to which they reach.
    """
    lines: list[Line] = []
    position = 0
    size = len(text)
    while position < size and len(lines) < MOST_LINES and position < LONGEST_TEXT:
        end = text.find("\n", position)
        end = size if end < 0 else end
        content = text[position:end].rstrip()
        lines.append(Line(position, content, _letter(content)))
        position = end + 1
    return lines, min(position, size)


def _letter(content: str) -> str:
    if not content:
        return "e"
    if content[0] == ">":
        return "q"
    if len(content) > LONGEST_LINE:
        return "t"
    if content == "--":
        return "s"
    if content.rstrip("*_- \u200e\u200f\u202c").endswith(_COLONS):
        return "c"
    if content[0] in "-_=*" and len(content) > 2:
        return "b"
    return "h" if any(colon in content[:40] for colon in _COLONS) else "t"


def fold(text: str) -> str:
    """Make wordings comparable: no capitals, no diacritics, plain spaces and colons."""
    if text.isascii():
        return text.lower().replace("`", "'")
    return normalize("NFD", text.casefold()).translate(_FOLDING)


def evidence(folded: str) -> Evidence:
    """Tell what a folded line shows."""
    return Evidence(
        has_address(folded),
        _TIME.search(folded) is not None,
        _YEAR.search(folded) is not None,
        _DAY.search(folded) is not None,
    )


def has_address(text: str) -> bool:
    """Whether there is something like a mail address."""
    at = text.find("@")
    while at >= 0:
        if at and text[at - 1].isalnum() and text[at + 1 : at + 2].isalnum():
            return True
        at = text.find("@", at + 1)
    return False
