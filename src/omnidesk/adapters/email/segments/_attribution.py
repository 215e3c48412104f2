"""
Where a quote or a forwarded mail begins: the lines that a mail program put above it.

Structure comes first (a date, an address, a colon at the end, three header fields in a row); words
only confirm it. People write "On Monday Lan wrote:" themselves, but hardly ever with a time and an
address beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters.email.segments._lines import (
    LONGEST_LABEL,
    evidence,
    fold,
    has_colon_early,
    has_day,
    has_digit,
)
from omnidesk.adapters.email.segments._words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omnidesk.adapters.email.segments._lines import Line

_MOST_WRAPPED = 4
"""Over how many lines the line that says who wrote may be wrapped."""
_LONGEST_ATTRIBUTION = 400
_LONGEST_BANNER = 120
_MOST_FIELDS = 24
"""How many lines a block of header fields may take."""
_MOST_CONTINUED = 6
"""How many lines one field may take."""


class Found(NamedTuple):
    """The lines above a quote or a forwarded mail."""

    first: int
    """Index of the first line."""
    stop: int
    """Index after the last line."""
    language: str | None
    confidence: float
    method: str
    alone: bool
    """Whether this is certain enough where what follows has no quote marks."""
    forward: bool = False
    """Whether the words say that the mail is passed on, rather than answered."""


def find_attribution(lines: Sequence[Line], at: int, lowest: int) -> Found | None:
    """
    Find the line that says who wrote, which ends at an index.

    Args:
        lines: All lines.
        at: The index of a line that ends with a colon.
        lowest: The index above which nothing is looked at.
    """
    found: Found | None = None
    joined = ""
    for first in range(at, max(at - _MOST_WRAPPED, lowest - 1), -1):
        line = lines[first]
        if line.letter in ("e", "q", "s") or len(joined) + len(line.text) > _LONGEST_ATTRIBUTION:
            break
        if first < at and line.letter == "c":
            break
        joined = f"{line.text.strip('*_ ')} {joined}".rstrip()
        # A name on the last line may read as one already, while the date is above it.
        candidate = _attribution(joined, first, at + 1)
        if candidate is not None and (found is None or candidate.confidence > found.confidence):
            found = candidate
    return found


def _attribution(joined: str, first: int, stop: int) -> Found | None:
    folded = fold(joined).strip("-*_ ")
    seen = evidence(folded)
    if not (seen.address or seen.time or seen.year or has_day(folded)):
        return None
    said = folded.rstrip(": .")
    alone = seen.address and (seen.time or seen.year)
    verb = _verb(said)
    if verb is None:
        # Gmail has no verb in Japanese, Russian and some others: date, time, name, address.
        whole = seen.address and seen.time and seen.year and said.endswith(">")
        if whole and not _is_long(said):
            return Found(first, stop, None, 0.8, "attribution", alone=False)
        return None
    languages, opened = verb
    language = languages[0] if len(languages) == 1 else None
    if opened:
        confidence = 0.98 if alone else 0.9
        return Found(first, stop, language, confidence, "attribution", alone)
    if seen.address or (seen.time and seen.year):
        confidence = 0.95 if alone else 0.85
        return Found(first, stop, language, confidence, "attribution", alone and said[0].isdigit())
    return None


def _verb(said: str) -> tuple[tuple[str, ...], bool] | None:
    """Return the languages whose verb a line has, and whether it starts as theirs do."""
    padded = f" {said} "
    table = words()
    loose: tuple[str, ...] | None = None
    # Of the hundred verbs hardly any is there, and half of them cannot be where all is ASCII.
    verbs = table.plain_verbs if said.isascii() else table.verbs
    for verb, languages in [one for one in verbs if one[0] in padded]:
        at = padded.find(verb)
        if not _is_word(padded, at, at + len(verb)):
            continue
        opened = tuple([one for one in languages if _opens(said, table.opens.get(one, ()))])
        if opened:
            return opened, True
        # In the middle of a sentence it says little: then what starts the line must confirm it.
        if loose is None and verb != "viet" and _stands_by_name(padded, at, at + len(verb)):
            loose = languages
    return None if loose is None else (loose, False)


def _stands_by_name(padded: str, start: int, stop: int) -> bool:
    """Whether a verb ends the line, or has an address in brackets beside it."""
    if padded[stop:] == " " or padded.endswith("> "):
        return True
    return padded[:start].rstrip().endswith((">", ")"))


def _is_word(padded: str, start: int, stop: int) -> bool:
    """Whether a match is a word of its own, in scripts that have spaces between words."""
    before, first = padded[start - 1], padded[start]
    after, last = padded[stop], padded[stop - 1]
    if first > "\u0e00":  # Thai and what follows: no spaces
        return True
    return not (before.isalpha() and first.isalpha()) and not (after.isalpha() and last.isalpha())


def _opens(said: str, opens: tuple[str, ...]) -> bool:
    return any(
        said.startswith(one) and (one[0] > "\u0e00" or not said[len(one) : len(one) + 1].isalpha())
        for one in opens
    )


def _is_long(said: str) -> bool:
    return len(said.split()) > 16


def find_header(lines: Sequence[Line], at: int) -> Found | None:
    """
    Find what stands above a whole mail: a banner, a block of header fields, or both.

    Args:
        lines: All lines.
        at: The index of a line that has dashes at its start, or a colon.
    """
    banner = _banner(lines[at].text)
    first = at
    if banner is not None or _is_rule(lines[at].text):
        first = _skip_blank(lines, at + 1)
    elif at and _label(lines[at - 1].text) is not None:
        # The middle of a block that has been looked at from its start.
        return None
    fields = _fields(lines, first) if first < len(lines) else None
    if banner is None:
        # Indented ones are shown, as bounces do, and what follows is not their mail.
        if fields is None or not fields.certain or lines[first].text.startswith((" ", "\t")):
            return None
        return Found(at, fields.stop, fields.language, 0.92, "labels", alone=True)
    languages, forward, dashes = banner
    language = languages[0] if len(languages) == 1 else None
    if fields is not None:
        return Found(
            at,
            fields.stop,
            fields.language or language,
            0.98,
            "banner",
            alone=True,
            forward=forward,
        )
    if dashes:
        return Found(at, at + 1, language, 0.8, "banner", alone=True, forward=forward)
    return None


def _is_rule(text: str) -> bool:
    return len(text) > 4 and not text.strip("_-=* ")


def _banner(text: str) -> tuple[tuple[str, ...], bool, bool] | None:
    """Return the languages of a banner, whether it says forwarded, and whether it has dashes."""
    # No banner has a number, and most lines that say who wrote do.
    if len(text) > _LONGEST_BANNER or has_digit(text):
        return None
    folded = fold(text)
    said = folded.strip("-_=*>: ")
    table = words()
    dashes = folded.startswith("---") and folded.endswith("---")
    if said in table.forwarded:
        return table.forwarded[said], True, dashes
    if said in table.original:
        return table.original[said], False, dashes
    return None


class _Fields(NamedTuple):
    stop: int
    language: str | None
    certain: bool
    """Whether they say by themselves that a mail follows."""


def _fields(lines: Sequence[Line], first: int) -> _Fields | None:
    rows: list[tuple[dict[str, tuple[str, ...]], str]] = []
    at = first
    continued = 0
    while at < len(lines) and at - first < _MOST_FIELDS:
        line = lines[at]
        if line.letter in ("e", "q", "s"):
            break
        row = _label(line.text)
        if row is not None:
            rows.append(row)
            continued = 0
        elif not rows or not _continues(lines[at - 1].text, line.text, continued):
            break
        else:
            named, value = rows[-1]
            rows[-1] = (named, f"{value} {fold(line.text)}")
            continued += 1
        at += 1
    if len(rows) < 2:
        return None
    spoken = _languages([named for named, _ in rows])
    roles = _roles(rows, spoken)
    if "from" not in roles:
        return None
    return _Fields(at, spoken[0] if len(spoken) == 1 else None, _are_certain(roles))


def _languages(labels: list[dict[str, tuple[str, ...]]]) -> list[str]:
    """Return the languages that know the most labels: `Da` is `from` in one, `to` in another."""
    counts: dict[str, int] = {}
    for named in labels:
        for language in {one for spoken in named.values() for one in spoken}:
            counts[language] = counts.get(language, 0) + 1
    most = max(counts.values())
    return [language for language, count in counts.items() if count == most]


def _roles(rows: list[tuple[dict[str, tuple[str, ...]], str]], spoken: list[str]) -> dict[str, str]:
    """Return the folded values by role."""
    roles: dict[str, str] = {}
    for named, value in rows:
        fitting = [role for role in named if not set(spoken).isdisjoint(named[role])]
        candidates = [role for role in fitting or named if role not in roles]
        if candidates:
            roles[candidates[0]] = value
    return roles


def _are_certain(roles: dict[str, str]) -> bool:
    """Whether header fields are those of a mail, and not a form, a timetable or an invoice."""
    if len(roles) < 3 or "subject" not in roles:
        return False
    sent = evidence(roles.get("date", ""))
    dated = sent.year and sent.time
    addressed = any(evidence(roles.get(one, "")).address for one in ("from", "to", "cc"))
    return (addressed and (dated or "to" in roles)) or dated


def _continues(above: str, text: str, continued: int) -> bool:
    """Whether a line goes on with a field: addresses are wrapped after a semicolon or a comma."""
    if continued >= _MOST_CONTINUED:
        return False
    return above.endswith((";", ",")) or (len(text) < 120 and text.startswith((" ", "\t", "<")))


def _label(text: str) -> tuple[dict[str, tuple[str, ...]], str] | None:
    """Return the roles of the label that a line starts with, and the folded value."""
    if not has_colon_early(text):
        return None
    label = fold(text[:LONGEST_LABEL]).partition(":")[0]
    named = words().labels.get(" ".join(label.strip("*_ ").split()))
    return None if named is None else (named, fold(text).partition(":")[2])


def _skip_blank(lines: Sequence[Line], at: int) -> int:
    """Return the index of the next line that says something, at most two further."""
    stop = min(at + 2, len(lines))
    while at < stop and lines[at].letter == "e":
        at += 1
    return at
