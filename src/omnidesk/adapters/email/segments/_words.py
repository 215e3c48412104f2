"""The words of mail programs, folded, by what a line is looked up for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters.email._quote_words import quote_words
from omnidesk.adapters.email.segments._lines import fold

if TYPE_CHECKING:
    from collections.abc import Iterable


class Words(NamedTuple):
    """The words, with the languages that they are of."""

    verbs: tuple[tuple[str, tuple[str, ...]], ...]
    """What says `wrote`, the longest first."""
    plain_verbs: tuple[tuple[str, tuple[str, ...]], ...]
    """Those of them that are ASCII."""
    opens: dict[str, tuple[str, ...]]
    """What a line that says who wrote starts with (`on`, `vào`), by language."""
    original: dict[str, tuple[str, ...]]
    """What stands over the mail that is answered."""
    forwarded: dict[str, tuple[str, ...]]
    """What stands over a mail that is passed on."""
    labels: dict[str, dict[str, tuple[str, ...]]]
    """The names of header fields: roles (`from`, `to`, `date`, `subject`, `cc`), with languages."""


@cache
def words() -> Words:
    """Return the words; folded at first use, so that importing costs nothing."""
    rows = quote_words()
    verbs = _by_phrase((row.language, row.wrote) for row in rows)
    labels: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows:
        for role, phrases in row.labels:
            for phrase in dict.fromkeys(map(fold, phrases)):
                roles = labels.setdefault(phrase, {})
                roles[role] = (*roles.get(role, ()), row.language)
    longest_first = tuple((verb, verbs[verb]) for verb in sorted(verbs, key=len, reverse=True))
    return Words(
        longest_first,
        tuple(one for one in longest_first if one[0].isascii()),
        {row.language: tuple(map(fold, row.on)) for row in rows if row.on},
        _by_phrase((row.language, row.original) for row in rows),
        _by_phrase((row.language, row.forwarded) for row in rows),
        labels,
    )


def _by_phrase(rows: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, phrases in rows:
        for phrase in dict.fromkeys(map(fold, phrases)):
            found[phrase] = (*found.get(phrase, ()), language)
    return found
