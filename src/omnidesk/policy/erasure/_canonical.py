"""
Text in one spelling, with the way back: what is the same to a reader is the same string.

A text is squeezed to its letters, digits and at signs: composed, in one case, without what stands
between. So a copy is found whatever its white space, quote marks, punctuation and normalisation
form; and a telephone number however it is grouped. Encoded text (HTML, URLs, quoted-printable,
base64) is squeezed after decoding. Every squeezed character knows where it stands in the original.

All of it takes time in proportion to the text: normalisation is given 30 marks on a letter at most
(Unicode Standard Annex 15, section 13), since its own time grows with the square of their number.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Sequence
from html import unescape
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from unicodedata import combining, normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Span: TypeAlias = tuple[int, int]
"""From where to where in a text."""

Piece: TypeAlias = tuple[str, int, int]
"""Decoded text, and from where to where it stands encoded."""

_MARKS = 30
_PILED = re.compile(rf"([^\w\s@]{{{_MARKS}}})[^\w\s@]+")
_NEITHER = re.compile(r"[^\w@]+|_+")

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_QUOTED = re.compile(r"(?:=[0-9A-Fa-f]{2}|=\r?\n)+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_\-\r\n]{8,}")


class View(NamedTuple):
    """A squeezed text. Character `i` stands at `starts[i]:ends[i]` of the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def begins_word(self, at: int) -> bool:
        """Tell whether something other than a letter or a digit stands before a character."""
        return at == 0 or self.ends[at - 1] < self.starts[at]

    def ends_word(self, at: int) -> bool:
        """Tell whether something other than a letter or a digit stands before the end `at`."""
        return at == len(self.text) or self.ends[at - 1] < self.starts[at]


def squeeze(text: str) -> str:
    """Return the letters, digits and at signs of a text, in one spelling."""
    return _squeeze(normalize("NFKC", _PILED.sub(r"\1", text)))


def _squeeze(composed: str) -> str:
    return _NEITHER.sub("", composed.casefold())


def view(pieces: Iterable[Piece]) -> View:
    """Squeeze pieces of text, and remember where each character stands."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def flush() -> None:
        squeezed = _squeeze(normalize("NFKC", "".join(cluster)))
        text.append(squeezed)
        starts.extend([began] * len(squeezed))
        ends.extend([ended] * len(squeezed))

    cluster: list[str] = []
    began = ended = 0
    for char, start, end in _characters(pieces):
        if cluster and len(cluster) <= _MARKS and _continues(char):
            cluster.append(char)
            ended = end
            continue
        if combining(char):
            continue
        if cluster:
            flush()
            cluster = []
        # NFKC makes letters of some signs (①, ㎏), so that signs are asked after it.
        if char.isalnum() or char == "@" or ord(char) > 0xA0:
            cluster, began, ended = [char], start, end
    if cluster:
        flush()
    return View("".join(text), starts, ends)


def _continues(char: str) -> bool:
    """Tell whether a character joins the one before it: a mark, or the inside of a syllable."""
    return char >= "\u0300" and (combining(char) > 0 or "\u1160" <= char <= "\u11ff")


def _characters(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for text, start, end in pieces:
        if len(text) == end - start:
            for number, char in enumerate(text, start):
                yield char, number, number + 1
        else:
            for char in text:
                yield char, start, end


def plain(text: str) -> Iterator[Piece]:
    """Yield a text as it stands."""
    yield text, 0, len(text)


def shown(html: str) -> Iterator[Piece]:
    """Yield what HTML shows: no tags, entities decoded."""
    for start, end in outside_tags(html):
        yield from _entities(html, start, end)


def outside_tags(html: str) -> Iterator[Span]:
    """Yield the stretches of HTML that are not tags."""
    at = 0
    while (opened := html.find("<", at)) >= 0:
        closed = html.find(">", opened)
        if closed < 0:
            break
        if opened > at:
            yield at, opened
        at = closed + 1
    if at < len(html):
        yield at, len(html)


def encodings(text: str) -> Iterator[list[Piece]]:
    """Yield a text in every decoding that it may need: each only where its sign is there."""
    if "&" in text:
        yield list(_entities(text, 0, len(text)))
    if "%" in text:
        yield list(_pieces(text, _PERCENT, _hexadecimal))
    if "=" in text:
        yield list(_pieces(text, _QUOTED, _hexadecimal))
    for match in _BASE64.finditer(text):
        places = [at for at in range(match.start(), match.end()) if text[at] not in "\r\n"]
        for first in range(min(4, len(places))):
            yield _base64(text, places[first:])


def _entities(text: str, start: int, end: int) -> Iterator[Piece]:
    return _pieces(text, _ENTITY, _entity, start, end)


def _pieces(
    text: str,
    pattern: re.Pattern[str],
    decode: Callable[[re.Match[str]], Iterable[Piece]],
    start: int = 0,
    end: int | None = None,
) -> Iterator[Piece]:
    at, stop = start, len(text) if end is None else end
    for match in pattern.finditer(text, start, stop):
        if match.start() > at:
            yield text[at : match.start()], at, match.start()
        yield from decode(match)
        at = match.end()
    if at < stop:
        yield text[at:stop], at, stop


def _entity(match: re.Match[str]) -> Iterator[Piece]:
    yield unescape(match[0]), match.start(), match.end()


def _hexadecimal(match: re.Match[str]) -> Iterator[Piece]:
    """Decode `%C3%A0` and `=C3=A0`, with soft line breaks among the latter."""
    units: list[tuple[int, int, int]] = []
    at, run = 0, match[0]
    while at < len(run):
        if run[at + 1] in "\r\n":
            at += 3 if run[at + 1] == "\r" else 2
            continue
        place = match.start() + at
        units.append((int(run[at + 1 : at + 3], 16), place, place + 3))
        at += 3
    return _utf8(units)


def _base64(text: str, places: Sequence[int]) -> list[Piece]:
    # One character more than whole groups of four encodes nothing.
    whole = places[: len(places) - (len(places) % 4 == 1)]
    encoded = "".join(text[at] for at in whole).replace("-", "+").replace("_", "/")
    last = len(whole) - 1
    return list(
        _utf8(
            [
                (byte, whole[at := number // 3 * 4], whole[min(at + 3, last)] + 1)
                for number, byte in enumerate(b64decode(encoded + "=" * (-len(encoded) % 4)))
            ]
        )
    )


def _utf8(units: Sequence[tuple[int, int, int]]) -> Iterator[Piece]:
    at = 0
    for char in bytes(unit[0] for unit in units).decode("utf-8", "surrogateescape"):
        # A byte that is no UTF-8 stands for itself.
        width = 1 if "\udc80" <= char <= "\udcff" else len(char.encode())
        yield char, units[at][1], units[at + width - 1][2]
        at += width
