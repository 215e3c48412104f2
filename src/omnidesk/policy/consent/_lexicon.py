"""
The words of opting out, by language and by what they do in a sentence.

A phrase is spelt with spaces between its words; `(a/b)` is one of several, `[a]` may be left out.
A text's word is a phrase's word if it has the same letters and the same marks, or if none of the
phrase's words has its marks in the text: people write `tu choi`, but `Huy đăng ký` is a man's name.
Of a text that has marks elsewhere, single words are not compared without theirs.

| concept | what the phrases are |
| --- | --- |
| `keyword`, `maybe_keyword`, `keyword_in` | all that is written: out, perhaps out, in |
| `unsub`, `rejoin` | enough by themselves, wherever they stand: out, in |
| `stop`, `refuse`, `remove` | out, together with `send`, `receive`, `message`, `list` |
| `no`, `want`, `more` | turn others round, or complete them |
| `sub`, `agree` | in, together with `receive` or `message` |
| `send`, `receive`, `message` | what is stopped; `message:email` says the channel or the topic |
| `how`, `may`, `request` | of a question; of a question unless it asks to do it; of such asking |
| `emphatic` | of a question too, but after a `no` |
| `if`, `mistake`, `they`, `cannot`, `able`, `link`, `maybe`, `time` | doubt |
| `manual`, `thing`, `plain` | instructions, other things that are refused, other meanings |
| `but`, `past`, `all`, `me`, `courtesy` | what their names say |
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from omnidesk.policy.consent._asian import LANGUAGES as ASIAN
from omnidesk.policy.consent._english import WORDS as ENGLISH
from omnidesk.policy.consent._european import LANGUAGES as EUROPEAN
from omnidesk.policy.consent._tokens import tokens
from omnidesk.policy.consent._vietnamese import WORDS as VIETNAMESE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omnidesk.policy.consent._tokens import Token

LEXICON: Final[Mapping[str, Mapping[str, str]]] = {
    "en": ENGLISH,
    "vi": VIETNAMESE,
    **EUROPEAN,
    **ASIAN,
}
"""Languages (BCP 47) and their phrases."""

SHORT: Final = 4
"""A keyword of no more letters than this counts in its own language, where that is known."""

_GROUP = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")


class Meaning(NamedTuple):
    """What a phrase does, and in which language."""

    concept: str
    tag: str
    language: str
    marks: tuple[frozenset[str], ...]


class Node:
    """One word's place among the phrases that begin alike."""

    __slots__ = ("after", "meanings")

    def __init__(self) -> None:
        self.after: dict[str, Node] = {}
        self.meanings: list[Meaning] = []


class Found(NamedTuple):
    """The longest phrase at a place."""

    length: int
    meanings: tuple[Meaning, ...]


@cache
def _root() -> Node:
    root = Node()
    for language, concepts in LEXICON.items():
        for key, phrases in concepts.items():
            concept, _, tag = key.partition(":")
            for phrase in _phrases(phrases):
                words = tokens(phrase)
                node = root
                for word in words:
                    node = node.after.setdefault(word.bare, Node())
                marks = tuple(word.marks for word in words)
                node.meanings.append(Meaning(concept, tag, language, marks))
    return root


def _phrases(listed: str) -> Iterator[str]:
    """Write out what is spelt in short."""
    for phrase in listed.split(","):
        parts: list[tuple[str, ...]] = []
        position = 0
        for group in _GROUP.finditer(phrase):
            parts.append((phrase[position : group.start()],))
            parts.append(tuple(group[1].split("/")) if group[1] else ("", *group[2].split("/")))
            position = group.end()
        parts.append((phrase[position:],))
        yield from (" ".join(choice) for choice in product(*parts))


def longest(words: Sequence[Token], position: int, *, marked: bool) -> Found | None:
    """
    Return the longest phrase that begins at a word, and all that it may mean.

    Args:
        words: The text.
        position: Where to look.
        marked: Whether the text is one that is written with marks.
    """
    node = _root()
    best: Found | None = None
    for end in range(position, len(words)):
        following = None if words[end].ends else node.after.get(words[end].bare)
        if following is None:
            break
        node = following
        here = _fitting(node.meanings, [one.marks for one in words[position : end + 1]], marked)
        if here:
            best = Found(end + 1 - position, here)
    return best


def _fitting(
    meanings: Sequence[Meaning],
    given: Sequence[frozenset[str]],
    marked: bool,
) -> tuple[Meaning, ...]:
    """Choose the phrases that are spelt so, or else those that are so without their marks."""
    spelt = tuple(given)
    exact = tuple(one for one in meanings if one.marks == spelt)
    if exact or any(given) or (marked and len(given) == 1):
        return exact
    return tuple(meanings)
