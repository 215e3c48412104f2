"""What stands below a message without being said: signatures, notices of confidentiality."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters.email.segments._lines import fold
from omnidesk.adapters.email.segments._model import SegmentKind
from omnidesk.adapters.email.segments._phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omnidesk.adapters.email.segments._lines import Line

_LONGEST_SIGNATURE = 25
"""In lines. More than that is no signature, whatever stands before it."""
_LONGEST_LOOSE_SIGNATURE = 10
"""The same below `--` without its space, which people also use as a rule."""
_LONGEST_CLOSING = 10
_LONGEST_ROW = 80
_LONGEST_DISCLAIMER = 60
_SHORTEST_DISCLAIMER = 40
"""In characters."""


class Tail(NamedTuple):
    """The lines from an index on, to the next tail or the end."""

    first: int
    kind: SegmentKind
    language: str | None
    confidence: float
    method: str


def find_tails(lines: Sequence[Line], first: int, stop: int) -> tuple[Tail, ...]:
    """
    Find what stands below a message.

    Args:
        lines: All lines.
        first: The index of the message's first line.
        stop: The index after its last.

    Returns:
        The tails, from the last to the first.
    """
    tails: list[Tail] = []
    disclaimer = _disclaimer(lines, first, stop)
    if disclaimer is not None:
        tails.append(disclaimer)
        stop = disclaimer.first
    mobile = _mobile(lines, first, stop)
    if mobile is not None:
        tails.append(mobile)
        stop = mobile.first
    signature = _marked(lines, first, stop) or _closing(lines, first, stop)
    if signature is not None:
        tails.append(signature)
    return tuple(tails)


def _last(lines: Sequence[Line], first: int, stop: int) -> int:
    """Return the index of the last line that is not blank, or one below the first."""
    at = stop - 1
    while at >= first and lines[at].letter == "e":
        at -= 1
    return at


def _marked(lines: Sequence[Line], first: int, stop: int) -> Tail | None:
    """Find the mark of RFC 3676 section 4.3: dash, dash, space, alone on its line."""
    last = _last(lines, first, stop)
    for at in range(last, max(last - _LONGEST_SIGNATURE, first) - 1, -1):
        line = lines[at]
        if line.letter != "s":
            continue
        # The space is lost in most programs by now; then only a short block is one.
        exact = lines[at + 1].start - line.start == 4 if at + 1 < len(lines) else False
        if exact or last - at <= _LONGEST_LOOSE_SIGNATURE:
            return Tail(at, "signature", None, 0.98 if exact else 0.85, "rfc3676")
        return None
    return None


def _mobile(lines: Sequence[Line], first: int, stop: int) -> Tail | None:
    """Find `Sent from my iPhone`, alone on the last line."""
    last = _last(lines, first, stop)
    if last < first or len(lines[last].text) > 2 * _LONGEST_ROW:
        return None
    said = fold(lines[last].text).partition("<")[0].strip("-_*[]. ")
    table = phrases()
    if len(said) > _LONGEST_ROW or (len(said.split()) > 6 and not said.endswith(table.my)):
        return None
    for start, end, language in table.sent_from:
        if not (said.startswith(start) and said.endswith(end)):
            continue
        if any(device in f" {said[len(start) :]}" for device in table.devices):
            above = last - 1
            rule = above >= first and lines[above].text.strip("-_ ") == "" != lines[above].text
            return Tail(above if rule else last, "signature", language, 0.95, "mobile")
    return None


def _closing(lines: Sequence[Line], first: int, stop: int) -> Tail | None:
    """Find `Best regards,` with a name and a line of phone, address or the like: never less."""
    last = _last(lines, first, stop)
    table = phrases()
    reached = False
    for at in range(last, max(last - _LONGEST_CLOSING, first - 1), -1):
        line = lines[at]
        if line.letter == "e":
            continue
        if len(line.text) > _LONGEST_ROW or line.letter == "q":
            return None
        said = fold(line.text).strip("*_,.! ")
        if said in table.closings:
            rows = sum(lines[one].letter != "e" for one in range(at + 1, last + 1))
            said_above = _last(lines, first, at) >= first
            evident = reached and rows >= 2 and said_above
            return Tail(at, "signature", table.closings[said], 0.8, "closing") if evident else None
        contact = _is_contact(said)
        if not contact and _is_sentence(line.text):
            return None
        reached = reached or contact
    return None


def _is_sentence(text: str) -> bool:
    """Whether a line says something, rather than name a person, a role or a firm."""
    words = len(text.split())
    if text.endswith(("?", "!", "…")) or words > 14:
        return True
    return (text.endswith(".") and words > 4) or (text[0].islower() and words > 1)


def _is_contact(said: str) -> bool:
    """Whether a line is a phone number or starts with the name of a way to reach somebody."""
    label, colon, value = said.partition(":")
    if colon and label.strip() in phrases().contacts and value.strip():
        return True
    digits = sum(one.isdigit() for one in said)
    return digits >= 8 and not said.strip("+()-./ 0123456789")


def _disclaimer(lines: Sequence[Line], first: int, stop: int) -> Tail | None:
    """Find the paragraphs at the end that speak of confidentiality, going upwards."""
    found: Tail | None = None
    below = _last(lines, first, stop)
    lowest = max(below - _LONGEST_DISCLAIMER, first - 1)
    while below >= first:
        top = below
        while top > lowest and lines[top].letter not in ("e", "s"):
            top -= 1
        # A paragraph at the very top is what the person wrote, even about confidentiality.
        if top < first or top <= lowest or top == below:
            break
        language = _is_disclaimer(lines, top + 1, below + 1)
        if language is None:
            break
        found = Tail(top + 1, "disclaimer", language, 0.9, "disclaimer")
        below = _last(lines, first, top)
    return found


def _is_disclaimer(lines: Sequence[Line], first: int, stop: int) -> str | None:
    said = fold(" ".join([lines[at].text for at in range(first, stop)]))
    if len(said) < _SHORTEST_DISCLAIMER:
        return None
    for language, groups in phrases().disclaimers:
        if sum(any(one in said for one in group) for group in groups) >= 3:
            return language
    return None
