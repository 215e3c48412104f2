"""Lines of a text, and what a single line shows."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize

LONGEST_TEXT = 256 * 1024
"""How many characters are looked at."""
MOST_LINES = 10_000
"""How many lines are looked at."""
LONGEST_LABEL = 40
"""How far into a line the colon behind a label can stand."""
LONGEST_LINE = 4 * 1024
"""A longer line is text, whatever it says."""

# Marks above and below letters (Latin, Arabic); letters that have no decomposition; spaces, colons
# and apostrophes that look like the usual ones; marks of direction.
_FOLDING: dict[int, str | None] = {
    # What stays as it is: to miss a character takes longer than to find it.
    **{code: chr(code) for code in range(0x80)},
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
_ANY_COLON = frozenset(_COLONS)
_DIGITS = frozenset("0123456789")
# Each starts with a digit that follows none; so written, only digits are tried.
_TIME = re.compile(r"\d(?<!\d\d)\d?[:.h]\d{2}(?!\d)")
_YEAR = re.compile(r"(?:1(?<!\d1)9|2(?<!\d2)0)\d\d(?!\d)")
_DAY = re.compile(r"\d(?<!\d\d)\d?[./-]\d{1,2}(?!\d)")


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


def split_lines(text: str) -> tuple[list[Line], int]:
    """
    Part a text into classified lines.

    Returns:
        The lines, and the offset up to which they reach.
    """
    # A line that starts within the limit is looked at to its end.
    end = text.find("\n", LONGEST_TEXT - 1)
    rows = (text if end < 0 else text[:end]).split("\n", MOST_LINES)
    if len(rows) > MOST_LINES or (end < 0 and not rows[-1]):
        # What is beyond the limit; or nothing, below the last line break.
        rows.pop()
    lines: list[Line] = []
    position = 0
    for row in rows:
        content = row.rstrip()
        # Most lines of most mails are quoted.
        letter = "q" if content[:1] == ">" else _letter(content)
        lines.append(Line(position, content, letter))
        position += len(row) + 1
    return lines, min(position, len(text))


def _letter(content: str) -> str:
    if not content:
        return "e"
    if len(content) > LONGEST_LINE:
        return "t"
    if content == "--":
        return "s"
    if content.rstrip("*_- \u200e\u200f\u202c").endswith(_COLONS):
        return "c"
    if content[0] in "-_=*" and len(content) > 2:
        return "b"
    return "h" if has_colon_early(content) else "t"


def has_colon_early(text: str) -> bool:
    """Whether a line can start with a label."""
    return not _ANY_COLON.isdisjoint(text[:LONGEST_LABEL])


def has_digit(text: str) -> bool:
    """Whether there is an ASCII digit; folding neither makes nor drops one."""
    return not _DIGITS.isdisjoint(text)


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
    )


def has_day(folded: str) -> bool:
    """Whether there is something like a day and a month in numbers: little evidence, by itself."""
    return _DAY.search(folded) is not None


def has_address(text: str) -> bool:
    """Whether there is something like a mail address."""
    at = text.find("@")
    while at >= 0:
        if at and text[at - 1].isalnum() and text[at + 1 : at + 2].isalnum():
            return True
        at = text.find("@", at + 1)
    return False
