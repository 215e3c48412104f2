"""
What must be gone from other people's texts, and where it stands in them.

Two kinds of thing: what identifies somebody (addresses, numbers, names), wherever it stands; and
the words of what is erased, where somebody quotes them. Words are found by blocks: the squeezed
original is cut into blocks of 12 characters, and a text that has one of them is compared to the
original from there in both directions. A copy of 24 characters holds a whole block, so none is
missed, and the time grows with the text alone.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from omnidesk.policy.erasure._canonical import (
    Span,
    View,
    encodings,
    outside_tags,
    plain,
    shown,
    squeeze,
    view,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omnidesk.model import Identity, Participant

REDACTED = "[redacted]"
"""What stands where something was taken out. The same for everything: it tells no length."""

SHORTEST_COPY = 24
"""
Letters, digits and at signs that a text must share with an erased one to count as a copy of it.
Shorter texts are matched whole, and only where somebody quotes.
"""

_BLOCK = SHORTEST_COPY // 2
_CANDIDATES = 4
_PREFIX = 4
_SHORTEST_ADDRESS = 6
_SHORTEST_NAME = 6
_LONG_NAME = 10
"""From this length on a name is a name even where other letters touch it."""
_SHORTEST_NUMBER = 8
"""Digits of a telephone number that tell it without its country's code, which has one to three."""


class Words(NamedTuple):
    """Squeezed words that are to go, and when they were written."""

    text: str
    at: datetime | None
    owner: str
    """The item that they are of."""


class Hit(NamedTuple):
    """Something found in a text."""

    start: int
    end: int
    owner: str
    """The item or subject whose erasure asks for it."""


class _Literal(NamedTuple):
    text: str
    owner: str
    whole: bool
    """Whether it must begin and end where words do."""


class Needles:
    """What is to go, indexed. Its `repr` tells nothing."""

    __slots__ = ("_blocks", "_literals", "_short", "_subjects", "_words")

    def __init__(self) -> None:
        self._literals: defaultdict[str, set[_Literal]] = defaultdict(set)
        self._blocks: defaultdict[str, list[tuple[Words, int]]] = defaultdict(list)
        self._short: defaultdict[int, dict[str, Words]] = defaultdict(dict)
        self._subjects: defaultdict[str, dict[str, Words]] = defaultdict(dict)
        self._words = 0

    def __repr__(self) -> str:
        return f"Needles(<{len(self._literals)}>, <{self._words}>)"

    def __bool__(self) -> bool:
        return bool(self._literals or self._words)

    def add_participant(self, party: Participant, owner: str) -> None:
        """Take in everything that identifies somebody."""
        for identity in party.identities:
            self.add_identity(identity, owner)
        # A name of one word is a word of the language too: Mai is tomorrow.
        if party.name and len(party.name.split()) > 1:
            name = squeeze(party.name)
            self._add(name, owner, least=_SHORTEST_NAME, whole=len(name) < _LONG_NAME)

    def add_identity(self, identity: Identity, owner: str) -> None:
        """Take in an address or a number, in each of its spellings."""
        for value in dict.fromkeys([identity.value, identity.raw or identity.value]):
            squeezed = squeeze(value)
            least = _PREFIX if "@" in squeezed else _SHORTEST_ADDRESS
            self._add(squeezed, owner, least=least)
            if identity.scheme in ("phone", "sms", "zalo_phone") and squeezed.isdigit():
                for country_code in (1, 2, 3):
                    self._add(squeezed[country_code:], owner, least=_SHORTEST_NUMBER)

    def _add(self, text: str, owner: str, *, least: int, whole: bool = False) -> None:
        if len(text) >= least:
            self._literals[text[:_PREFIX]].add(_Literal(text, owner, whole))

    def add_words(self, text: str, at: datetime | None, owner: str) -> None:
        """Take in a text that is erased."""
        words = Words(squeeze(text), at, owner)
        self._words += bool(words.text)
        if len(words.text) < SHORTEST_COPY:
            if words.text:
                self._short[len(words.text)].setdefault(words.text, words)
            return
        for place in range(0, len(words.text) - _BLOCK + 1, _BLOCK):
            found = self._blocks[words.text[place : place + _BLOCK]]
            if len(found) < _CANDIDATES:
                found.append((words, place))

    def add_subject(self, subject: str, at: datetime | None, owner: str, *, within: str) -> None:
        """Take in a subject line that the erased message was the first to have."""
        squeezed = squeeze(base_subject(subject))
        if squeezed:
            self._words += 1
            self._subjects[within].setdefault(squeezed, Words(squeezed, at, owner))

    def owners_in(self, text: str) -> frozenset[str]:
        """Return whom a short text, such as an id, identifies."""
        found = self._in_all_views(text, html=False, words=False, at=None)
        return frozenset(hit.owner for hit in found)

    def find(
        self, text: str, *, html: bool = False, quoted: bool = False, at: datetime | None = None
    ) -> list[Hit]:
        """
        Find what is to go from a text.

        Args:
            text: The text.
            html: Whether it is HTML.
            quoted: Whether all of it quotes somebody.
            at: When it was written: what was written later is no copy in it.
        """
        if not self or not text:
            return []
        found = list(self._in_all_views(text, html=html, words=True, at=at))
        if self._short:
            for start, end in [(0, len(text))] if quoted else quotes(text, html=html):
                found += self._quoted(text, start, end, html=html, at=at)
        return found

    def find_subject(self, text: str, *, within: str, at: datetime | None) -> list[Hit]:
        """Find a subject line that is the erased one, with or without its prefixes."""
        known = self._subjects.get(within, {}).get(squeeze(base_subject(text)))
        if known is None or not _may_copy(known, at):
            return []
        start = len(text) - len(base_subject(text))
        return [Hit(start, len(text), known.owner)]

    def _in_all_views(
        self, text: str, *, html: bool, words: bool, at: datetime | None
    ) -> Iterator[Hit]:
        if self._strikes(squeeze(text), words=words):
            yield from self._in_view(view(plain(text)), words=words, at=at)
        if html and self._strikes(squeeze("".join(one[0] for one in shown(text))), words=words):
            yield from self._in_view(view(shown(text)), words=words, at=at)
        for pieces in encodings(text):
            if self._strikes(squeeze("".join(one[0] for one in pieces)), words=words):
                yield from self._in_view(view(pieces), words=words, at=at)

    def _strikes(self, squeezed: str, *, words: bool) -> bool:
        """Tell whether anything may stand in a text, without asking where."""
        literals, blocks = self._literals, self._blocks
        size = len(squeezed)
        if literals and any(
            squeezed[at : at + _PREFIX] in literals for at in range(size - _PREFIX + 1)
        ):
            return True
        return (
            words
            and bool(blocks)
            and any(squeezed[at : at + _BLOCK] in blocks for at in range(size - _BLOCK + 1))
        )

    def _in_view(self, seen: View, *, words: bool, at: datetime | None) -> Iterator[Hit]:
        text = seen.text
        for place in range(len(text) - _PREFIX + 1):
            for literal in self._literals.get(text[place : place + _PREFIX], ()):
                end = place + len(literal.text)
                if text.startswith(literal.text, place) and (
                    not literal.whole or (seen.begins_word(place) and seen.ends_word(end))
                ):
                    yield Hit(seen.starts[place], seen.ends[end - 1], literal.owner)
        place = done = 0
        while words and place <= len(text) - _BLOCK:
            start, end = place, place
            for known, where in self._blocks.get(text[place : place + _BLOCK], ()):
                if _may_copy(known, at):
                    start, end = _extend(text, done, place, known.text, where)
                    if end - start >= SHORTEST_COPY:
                        yield Hit(seen.starts[start], seen.ends[end - 1], known.owner)
                        break
            if end - start >= SHORTEST_COPY:
                place = done = end
            else:
                place += 1

    def _quoted(
        self, text: str, start: int, end: int, *, html: bool, at: datetime | None
    ) -> Iterator[Hit]:
        part = text[start:end]
        seen = view(shown(part) if html else plain(part))
        for size, known in self._short.items():
            for place in range(len(seen.text) - size + 1):
                words = known.get(seen.text[place : place + size])
                if (
                    words is not None
                    and _may_copy(words, at)
                    and seen.begins_word(place)
                    and seen.ends_word(place + size)
                ):
                    first, last = seen.starts[place], seen.ends[place + size - 1]
                    yield Hit(start + first, start + last, words.owner)


def _may_copy(words: Words, at: datetime | None) -> bool:
    return words.at is None or at is None or words.at <= at


def _extend(text: str, done: int, place: int, known: str, where: int) -> Span:
    start, back = place, where
    while start > done and back > 0 and text[start - 1] == known[back - 1]:
        start, back = start - 1, back - 1
    end, on = place + _BLOCK, where + _BLOCK
    while end < len(text) and on < len(known) and text[end] == known[on]:
        end, on = end + 1, on + 1
    return start, end


_PREFIXES = ("re", "fw", "fwd", "tr", "trả lời", "chuyển tiếp", "aw", "wg", "sv", "vs")


def base_subject(subject: str) -> str:
    """Return a subject line without `Re:` and its like."""
    rest = subject.strip()
    for _ in range(10):
        head, colon, tail = rest.partition(":")
        if not colon or head.strip().casefold() not in _PREFIXES:
            break
        rest = tail.strip()
    return rest


def quotes(text: str, *, html: bool) -> list[Span]:
    """Return where a text quotes: lines after `>`, or what HTML has as quotes."""
    if html:
        lower = text.lower()
        start = lower.find("<blockquote")
        end = lower.rfind("</blockquote")
        return [] if start < 0 or len(lower) != len(text) else [(start, max(end, len(text)))]
    found: list[Span] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith(">"):
            found.append((at, at + len(line)))
        at += len(line)
    return found


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans that overlap or touch."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def around_tags(html: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Cut spans so that no tag of the HTML is broken: those within one tag stay."""
    texts = list(outside_tags(html))
    found: list[Span] = []
    first = 0
    for start, end in merged(spans):
        while first < len(texts) and texts[first][1] <= start:
            first += 1
        inside = first
        pieces: list[Span] = []
        while inside < len(texts) and texts[inside][0] < end:
            pieces.append((max(start, texts[inside][0]), min(end, texts[inside][1])))
            inside += 1
        found += pieces or [(start, end)]
    return tuple(found)


def cut(text: str, spans: Iterable[Span]) -> str:
    """Put the mark in place of spans that do not overlap, in order."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += [text[at:start], REDACTED]
        at = end
    return "".join([*pieces, text[at:]])
