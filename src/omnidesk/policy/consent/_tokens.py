"""
Text as words that can be compared: without case, with or without marks, in either Unicode form.

A word keeps its marks beside its letters, since people write Vietnamese with them or without, and
`dừng` (stop), `đừng` (do not), `dùng` (use) and `đúng` (right) are one word without. Scripts that
are written without spaces give one word a character.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal, NamedTuple

LIMIT: Final = 16_384
"""How many characters of a text are read."""

Break = Literal["", "clause", "sentence", "question", "line"]
"""What a token ends, if it is no word."""


class Token(NamedTuple):
    """A word, or what ends a clause, a sentence or a line."""

    bare: str
    marks: frozenset[str]
    start: int
    end: int
    ends: Break = ""


class _Character(NamedTuple):
    """What one character is made of."""

    letters: str
    marks: tuple[str, ...]
    kind: Literal["letter", "alone", "mark", "nothing", "space", "clause", "sentence", "question"]


_CHUNKS = re.compile(r"\S+|\n|\r")
_WORDLESS = ("://", "@", "www.")
# The tones of Vietnamese stand on whichever vowel a program puts them (`hủy`, `huỷ`), and the
# third and the fourth are written for one another in the south: a word has them, not a letter.
_TONES: Final = {"\u0300": "`", "\u0301": "´", "\u0303": "?", "\u0309": "?", "\u0323": "."}
_MEANINGLESS: Final = frozenset("\u0307\u0327\u0328\ufe0e\ufe0f")
"""Marks that are left out and put in by case (`İ`) or by habit, and the selectors of emoji."""
_STROKES: Final = {"đ": ("d", "-"), "ø": ("o", "/"), "ł": ("l", "/"), "ı": ("i", "")}
_LIGATURES: Final = {"æ": "ae", "œ": "oe"}
_BREAKS: Final[dict[str, Literal["clause", "sentence", "question"]]] = {
    **dict.fromkeys(".!;…。！।", "sentence"),
    **dict.fromkeys("?؟？¿", "question"),
    **dict.fromkeys(",:()[]{}–—،、|", "clause"),
}
_INSIDE: Final = frozenset("'’`´ʼ‘\u00ad\u2019")
"""What stands within a word and means nothing: `don't`."""
# Written without spaces: Thai to Myanmar, Khmer, kana, Han, Hangul and its conjoining letters.
_ALONE: Final = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1100, 0x11FF),
    (0x1780, 0x17FF),
    (0x3005, 0x30FF),
    (0x3400, 0x9FFF),
    (0xAC00, 0xD7FF),
    (0x20000, 0x3FFFF),
)
_MARKS_DROPPED: Final = ((0x0590, 0x06FF),)
_MARKS_APART: Final = ((0x0000, 0x058F), (0x1E00, 0x1FFF))


def tokens(text: str) -> list[Token]:
    """
    Take a text apart. Lines that are marked as quoted (`>`), links and addresses say nothing.

    Args:
        text: The text, of which the first 16 384 characters are read.
    """
    found: list[Token] = []
    quoted, fresh = False, True
    for chunk in _CHUNKS.finditer(text[:LIMIT]):
        word, at = chunk[0], chunk.start()
        if word in "\n\r":
            found.append(Token("", frozenset(), at, at + 1, "line"))
            quoted, fresh = False, True
            continue
        quoted = quoted or (fresh and word.startswith(">"))
        fresh = False
        if quoted:
            continue
        if any(one in word for one in _WORDLESS):
            found.append(Token("\x00", frozenset(), at, chunk.end()))
        else:
            _read_chunk(word, at, found)
    return found


class _Word:
    """The word that is being read."""

    __slots__ = ("alone", "end", "found", "letters", "marks", "start")

    def __init__(self, found: list[Token]) -> None:
        self.found = found
        self.letters: list[str] = []
        self.marks: set[str] = set()
        self.start = self.end = 0
        self.alone = False

    def finish(self) -> None:
        """Put it to the words that are read."""
        if self.letters:
            word, marks = "".join(self.letters), frozenset(self.marks)
            self.found.append(Token(word, marks, self.start, self.end))
            self.letters, self.marks = [], set()
        self.alone = False

    def grow(self, read: _Character, offset: int) -> None:
        """Add letters to it."""
        if self.alone:
            self.finish()
        if not self.letters:
            self.start = offset
        self.letters.extend(read.letters)
        self.marks.update(one + _place(one, self.letters) for one in read.marks)
        self.end = offset + 1

    def mark(self, read: _Character, offset: int) -> None:
        """Add marks that stand after their letter, as they do in decomposed text."""
        if not self.letters:
            return
        self.end = offset + 1
        last = self.letters[-1][-1]
        if _is_in(last, _MARKS_APART):
            self.marks.update(one + _place(one, self.letters) for one in read.marks)
        elif not _is_in(last, _MARKS_DROPPED):
            self.letters.extend(read.marks)

    def add_alone(self, read: _Character, offset: int) -> None:
        """Begin a word with each letter: marks may follow the last."""
        for one in read.letters:
            self.finish()
            self.letters, self.alone = [one], True
            self.start, self.end = offset, offset + 1
        # What belongs to the character stays with it: the voicing of kana, the vowels of Thai.
        self.letters.extend(read.marks)


def _read_chunk(chunk: str, at: int, found: list[Token]) -> None:
    """Read what stands between two spaces."""
    word = _Word(found)
    for offset, character in enumerate(chunk, at):
        read = _character(character)
        match read.kind:
            case "nothing":
                pass
            case "letter":
                word.grow(read, offset)
            case "mark":
                word.mark(read, offset)
            case "alone":
                word.add_alone(read, offset)
            case "space":
                word.finish()
            case _:
                word.finish()
                found.append(Token("", frozenset(), offset, offset + 1, read.kind))
    word.finish()


def _place(mark: str, letters: list[str]) -> str:
    """Return where a mark belongs: a tone to the word, any other to its letter."""
    return "" if mark in _TONES.values() else str(len(letters))


def _is_in(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in ranges)


@lru_cache(maxsize=4096)
def _character(character: str) -> _Character:
    if character in _INSIDE:
        return _Character("", (), "nothing")
    if character in _BREAKS:
        return _Character("", (), _BREAKS[character])
    folded = unicodedata.normalize("NFKD", character.casefold()).casefold()
    folded = unicodedata.normalize("NFKD", folded)
    letters: list[str] = []
    marks: list[str] = []
    for one in folded:
        category = unicodedata.category(one)
        if one in _STROKES:
            letter, stroke = _STROKES[one]
            letters.append(letter)
            marks += [stroke] if stroke else []
        elif category[0] == "M":
            marks += [] if one in _MEANINGLESS else [_TONES.get(one, one)]
        elif category[0] in "LN":
            letters.append(_LIGATURES.get(one, one))
    together = "".join(letters)
    if not together:
        if marks or (folded and unicodedata.category(folded[0])[0] == "M"):
            return _Character("", tuple(marks), "mark")
        hidden = unicodedata.category(character) == "Cf"
        return _Character("", (), "nothing" if hidden else "space")
    if _is_in(together[0], _ALONE):
        return _Character(together, tuple(marks), "alone")
    if not _is_in(together[0], _MARKS_APART):
        dropped = _is_in(together[0], _MARKS_DROPPED)
        return _Character(together + ("" if dropped else "".join(marks)), (), "letter")
    return _Character(together, tuple(marks), "letter")
