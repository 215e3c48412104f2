"""The words that mail programs put above a mail that they forward, folded."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from omnidesk.adapters.email._quote_words import quote_words
from omnidesk.adapters.email._subject import without_marks

if TYPE_CHECKING:
    from collections.abc import Iterable

HeaderField = Literal["from", "date", "to", "cc", "subject", "other"]
"""What a line above a forwarded mail says."""

_OTHER = (
    "reply-to", "reply to", "bcc", "importance", "attachments", "organization", "sensitivity",
    "trả lời đến", "trả lời tới", "tệp đính kèm", "đính kèm", "mức độ quan trọng", "wichtigkeit",
    "priority", "độ ưu tiên",
    "resent-from", "message-id", "mailed-by", "signed-by",
)  # fmt: skip


class ForwardWords(NamedTuple):
    """What is looked up, folded."""

    forwarded: frozenset[str]
    """What is written between dashes, or before a colon, above a forwarded mail."""
    original: frozenset[str]
    """What is written between dashes above a mail that is forwarded or answered."""
    wrote: tuple[str, ...]
    """How lines end that say who wrote what is answered below."""
    labels: dict[str, dict[str, HeaderField]]
    """What a label means in which languages."""
    languages: tuple[str, ...]
    """Those whose labels are known, in the order in which they are preferred."""


@cache
def forward_words() -> ForwardWords:
    """Return the words; folded at first use, so that importing costs nothing."""
    rows = quote_words()
    languages = tuple([row.language for row in rows])
    labels: dict[str, dict[str, HeaderField]] = {}
    for row in rows:
        for role, phrases in row.labels:
            for phrase in phrases:
                # Two meanings of a word in one language are told apart by the first that fits.
                meanings = labels.setdefault(without_marks(phrase), {})
                meanings.setdefault(row.language, cast("HeaderField", role))
    for phrase in _OTHER:
        labels.setdefault(without_marks(phrase), dict.fromkeys(languages, "other"))
    return ForwardWords(
        _folded(row.forwarded for row in rows),
        _folded(row.original for row in rows),
        tuple(sorted(_folded(row.wrote for row in rows))),
        labels,
        languages,
    )


def _folded(groups: Iterable[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(without_marks(phrase) for group in groups for phrase in group)
