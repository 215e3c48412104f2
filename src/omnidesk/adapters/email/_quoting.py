"""
What was newly written, apart from what is quoted and from the signature.

This is a careful first cut: only what is certain goes. Cutting new text away is worse than leaving
a quote in, so whatever can be read in two ways stays in the text.
"""

from __future__ import annotations

from typing import NamedTuple

_SIGNATURE = "-- "
"""RFC 3676 section 4.3: dash, dash, space, alone on its line."""
_LONGEST_SIGNATURE = 25
"""In lines. More than that is no signature, whatever stands before it."""
_LONGEST_ATTRIBUTION = 300
"""In characters, over its one to three lines."""


class Split(NamedTuple):
    """A text in its parts. Together they hold every line that is not blank."""

    text: str
    """What is new, or cannot be told apart with certainty."""
    quoted: str | None = None
    """The quote at the end, with the line above it that says who wrote it."""
    signature: str | None = None
    """What follows the signature mark, without the mark."""


def split_reply(text: str) -> Split:
    """
    Part a text into what is new, what it quotes and its signature.

    The quote is a block of `>` lines at the end, together with the line directly above it that says
    who wrote (`On … wrote:`, `Vào … đã viết:`). Quotes between answers stay where they are.

    Args:
        text: The body with LF line ends.
    """
    lines = text.split("\n")
    lines, last_signature = _cut_signature(lines)
    lines, quoted, certain = _cut_quote(lines)
    lines, first_signature = _cut_signature(lines)
    if quoted is not None and not certain and not _says_anything(lines):
        # Nothing but `>` lines: then these are what the person sent.
        lines, quoted = text.split("\n"), None
        first_signature = last_signature = None
    signatures = [one for one in (first_signature, last_signature) if one]
    return Split(
        "\n".join(_trim(lines)),
        None if quoted is None else "\n".join(quoted),
        "\n".join(signatures) or None,
    )


def _cut_signature(lines: list[str]) -> tuple[list[str], str | None]:
    """Cut off a signature at the end."""
    last = _last_line(lines)
    first = max(last - _LONGEST_SIGNATURE, 0)
    for at in range(last, first - 1, -1):
        if lines[at] == _SIGNATURE:
            below = _trim(lines[at + 1 :])
            if any(line.startswith(">") for line in below):
                break
            return lines[:at], "\n".join(below)
    return lines, None


def _cut_quote(lines: list[str]) -> tuple[list[str], list[str] | None, bool]:
    """Cut off a quote at the end; tell whether a line above it says that it is one."""
    at = _last_line(lines)
    top = None
    while at >= 0 and (not lines[at].strip() or lines[at].startswith(">")):
        if lines[at].startswith(">"):
            top = at
        at -= 1
    if top is None:
        return lines, None, False
    attribution = _attribution_above(lines, top)
    start = top if attribution is None else attribution
    return lines[:start], _trim(lines[start:]), attribution is not None


def _attribution_above(lines: list[str], top: int) -> int | None:
    """Return where the line that says who wrote the quote starts, or `None` if there is none."""
    at = top - 1
    while at >= 0 and not lines[at].strip() and top - at <= 2:
        at -= 1
    joined = ""
    found = None
    # Mail programs wrap it, mostly before or within the address.
    for start in range(at, max(at - 3, -1), -1):
        if not lines[start].strip() or lines[start].startswith(">"):
            break
        joined = f"{lines[start].strip()} {joined}".strip()
        if len(joined) > _LONGEST_ATTRIBUTION:
            break
        if _is_attribution(joined):
            # A name on the line below may read as one already; the date is above it.
            found = start
    return found


def _is_attribution(line: str) -> bool:
    words = line.strip("-_* \t").casefold()
    if not words.endswith(":"):
        return False
    words = words[:-1].rstrip()
    # A name alone is no evidence, because people write "Lan wrote:" themselves. A date is, and so
    # is an address in the one form that never has a date.
    if words.endswith("wrote"):
        return words.startswith(("on ", "at ")) and _has_digit(words)
    if words.endswith((" viết", " da viet")):
        if words.startswith(("vào ", "vao ", "ngày ", "ngay ", "lúc ", "luc ")):
            return _has_digit(words)
        whole = words.count("<") == words.count(">") == 1
        return whole and "@" in words and words.endswith((" đã viết", " da viet"))
    return False


def _has_digit(text: str) -> bool:
    return any(one.isdecimal() for one in text)


def _says_anything(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)


def _last_line(lines: list[str]) -> int:
    """Return the index of the last line that is not blank, or -1."""
    at = len(lines) - 1
    while at >= 0 and not lines[at].strip():
        at -= 1
    return at


def _trim(lines: list[str]) -> list[str]:
    """Drop blank lines at both ends."""
    stop = _last_line(lines) + 1
    start = 0
    while start < stop and not lines[start].strip():
        start += 1
    return lines[start:stop]
