"""Message ids (RFC 5322 section 3.6.4)."""

from __future__ import annotations

import re
from typing import NamedTuple

from omnidesk._mime._limits import DEFAULT_LIMITS, Limits

_ANGLED = re.compile(r"<([^<>]*+)>")
_SEPARATORS = re.compile(r"[\s,;<>]++")
_LONGEST = 998
"""A header's line is no longer (RFC 5322 section 2.1.1), and so no id."""


class MessageIds(NamedTuple):
    """The ids of a header, and what was wrong with it."""

    ids: tuple[str, ...]
    """Without angle brackets, in order, each once."""
    defects: tuple[str, ...] = ()
    """Codes: `message_id_malformed`, `limit_references`."""

    def __repr__(self) -> str:
        return f"<MessageIds, {len(self.ids)}>"


def parse_message_ids(raw: str, *, limits: Limits = DEFAULT_LIMITS) -> MessageIds:
    """
    Read the ids out of a Message-ID, In-Reply-To or References header.

    Ids in angle brackets count; only where there are none, words with an `@` do. A comment or a
    phrase beside them, as old In-Reply-To headers have, is passed over.

    Args:
        raw: The unfolded value.
        limits: How many ids are kept: the first, and the last ones.
    """
    defects: list[str] = []
    # Folding may have put white space into a long id.
    angled = ["".join(one.split()) for one in _ANGLED.findall(raw)]
    found = [one for one in angled if one and len(one) <= _LONGEST]
    if not found:
        found = [one for one in _SEPARATORS.split(raw) if "@" in one and len(one) <= _LONGEST]
        if found or raw.strip():
            defects.append("message_id_malformed")
    ids = tuple(dict.fromkeys(found))
    if len(ids) > limits.references:
        defects.append("limit_references")
        ids = (ids[0], *ids[len(ids) - limits.references + 1 :])
    return MessageIds(ids, tuple(defects))
