"""A text as sentences, clauses and phrases that mean something."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from omnidesk.policy.consent._lexicon import SHORT, Meaning, longest
from omnidesk.policy.consent._tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omnidesk.policy.consent._tokens import Token

_SPLITS: Final = frozenset({"but", "courtesy"})
_DESK: Final = frozenset({"desk"})
_SHORT_ONLY: Final = frozenset({"keyword", "maybe_keyword", "keyword_in"})


class Phrase(NamedTuple):
    """A phrase of the lexicon, or a word that is in none."""

    meanings: tuple[Meaning, ...]
    concepts: frozenset[str]
    start: int
    end: int
    letters: int

    def has(self, *concepts: str) -> bool:
        """Tell whether it does one of these."""
        return not self.concepts.isdisjoint(concepts)

    def tags(self, *concepts: str) -> set[str]:
        """Return the channels and topics that it names, whichever of its meanings is meant."""
        tags = {one.tag for one in self.meanings if one.concept in concepts}
        return set() if "" in tags else tags

    def languages(self, *concepts: str) -> list[str]:
        """Return the languages in which it does one of these."""
        return [one.language for one in self.meanings if one.concept in concepts]


@dataclass(slots=True)
class Clause:
    """What stands between two commas."""

    phrases: list[Phrase] = field(default_factory=list[Phrase])
    sentence: int = 0
    line: int = 0


@dataclass(slots=True)
class Reading:
    """A whole text."""

    clauses: list[Clause] = field(default_factory=list[Clause])
    asked: set[int] = field(default_factory=set[int])
    """The sentences that end with a question mark."""
    requested: set[int] = field(default_factory=set[int])
    """The sentences that ask somebody to do something: `can you`, `please`."""


def read(text: str, language: str | None, names: Iterable[str] = ()) -> Reading:
    """
    Take a text apart.

    Args:
        text: The text.
        language: The language that it declares, on which only `keyword`s depend.
        names: What the desk is called: words that mean nothing but it.
    """
    ours = sorted((_words(one) for one in names), key=len, reverse=True)
    found = Reading()
    words = tokens(text)
    clause, position = Clause(), 0
    given = [word for word in words if not word.ends]
    marked = 3 * sum(bool(word.marks) for word in given) >= max(1, len(given))
    while position < len(words):
        word = words[position]
        if word.ends:
            if word.ends == "question":
                found.asked.add(clause.sentence)
            sentence = clause.sentence + (word.ends != "clause")
            line = clause.line + (word.ends == "line")
            clause = _next(found, clause, sentence, line)
            position += 1
            continue
        match = longest(words, position, marked=marked)
        length = match.length if match else 1
        meanings = _counting(match.meanings, words[position].bare, language) if match else ()
        concepts = frozenset(one.concept for one in meanings)
        name = next((len(one) for one in ours if _stands_at(one, words, position)), 0)
        if name >= length:
            length, meanings, concepts = name, (), _DESK
        end = words[position + length - 1].end
        phrase = Phrase(meanings, concepts, word.start, end, len(word.bare))
        if phrase.has("but") and all(one.concept in _SPLITS for one in meanings):
            clause = _next(found, clause, clause.sentence, clause.line)
        if phrase.has("request"):
            found.requested.add(clause.sentence)
        clause.phrases.append(phrase)
        position += length
    _next(found, clause, 0, 0)
    return found


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.bare for word in tokens(name) if not word.ends)


def _stands_at(name: tuple[str, ...], words: Sequence[Token], position: int) -> bool:
    here = words[position : position + len(name)]
    return bool(name) and tuple(word.bare for word in here) == name


def _next(found: Reading, clause: Clause, sentence: int, line: int) -> Clause:
    if clause.phrases:
        found.clauses.append(clause)
    return Clause(sentence=sentence, line=line)


def _counting(
    meanings: tuple[Meaning, ...], word: str, language: str | None
) -> tuple[Meaning, ...]:
    """Leave out short keywords of other languages: in Turkish `TC` is no opt-out."""
    if language is None:
        return meanings
    primary = language.lower().replace("_", "-").partition("-")[0]
    return tuple(
        one
        for one in meanings
        if one.concept not in _SHORT_ONLY or len(word) > SHORT or one.language in (primary, "en")
    )
