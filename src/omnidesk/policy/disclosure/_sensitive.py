"""
Payment cards and secrets in what people write.

A heuristic for content on its way in or out: it finds the usual ways of writing, and misses others.
Numbers of cards are 13 to 19 digits with the check digit of ISO/IEC 7812-1 (annex B); which digits
they begin with is what the networks publish, `9704` being Vietnam's Napas.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.policy.disclosure._requests import Sensitive

_GROUPS = re.compile(r"[0-9]++(?:[ .\-\u00a0\u2009\u202f][0-9]++)*+")
_GROUP = re.compile(r"[0-9]++")
_SHORTEST, _LONGEST = 13, 19
_FIRST = ("2", "3", "4", "5", "6", "9704")

# All repetitions are bounded, so each start costs a constant.
_CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|csc|cvn|m\u00e3 b\u1ea3o m\u1eadt)\b"
    r"[^0-9\n\u2022]{0,12}([0-9]{3,4})(?![0-9])",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"\b(?:password|passwd|pwd|api[ _-]?key|access token|secret key|m\u1eadt kh\u1ea9u|mat khau)\b"
    r"\s{0,3}(?:[:=]|l\u00e0\b|la\b|is\b)\s{0,3}\S",
    re.IGNORECASE,
)

_MASK = "\u2022"
"""What stands for a digit that is not shown."""


def find_sensitive(text: str) -> tuple[Sensitive, ...]:
    """
    Tell what a text holds beside what it is about: card numbers, their codes, secrets.

    It is a heuristic: an empty answer is not a proof. Write the text in NFC for Vietnamese words.

    Args:
        text: The text.

    Returns:
        The kinds that were found, sorted: what `DisclosureRequest.contains` takes.
    """
    found: list[Sensitive] = []
    if _CODE.search(text):
        found.append("card_code")
    if next(_cards(text), None):
        found.append("card_number")
    if _SECRET.search(text):
        found.append("secret")
    return tuple(found)


def mask_cards(text: str) -> str:
    """
    Return a text in which of each card number the last four digits are left, and of codes nothing.

    Everything else stays as it is, and so does the length.

    Args:
        text: The text.
    """
    characters = list(text)
    for start, end in _cards(text):
        digits = [place for place in range(start, end) if text[place].isdigit()]
        for place in digits[:-4]:
            characters[place] = _MASK
    for code in _CODE.finditer(text):
        characters[code.start(1) : code.end(1)] = _MASK * (code.end(1) - code.start(1))
    return "".join(characters)


def _cards(text: str) -> Iterator[tuple[int, int]]:
    """Yield where card numbers begin and end, from left to right; two share four digits at most."""
    for run in _GROUPS.finditer(text):
        groups = [one.span() for one in _GROUP.finditer(text, *run.span())]
        number = 0
        while number < len(groups):
            end = _card(text, groups, number)
            if end is None:
                number += 1
            else:
                yield groups[number][0], groups[end][1]
                number = _cut(groups, end)


def _cut(groups: list[tuple[int, int]], last: int) -> int:
    """Make the last four digits of a card a beginning: with what follows, they may be another."""
    left, number = 4, last
    while groups[number][1] - groups[number][0] < left:
        left -= groups[number][1] - groups[number][0]
        number -= 1
    groups[number] = groups[number][1] - left, groups[number][1]
    return number


def _card(text: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """Return the last group of the longest card number that begins with a group."""
    digits, found = "", None
    for number in range(first, min(first + _LONGEST, len(groups))):
        start, end = groups[number]
        if len(digits) + end - start > _LONGEST:
            break
        digits += text[start:end]
        if len(digits) >= _SHORTEST and digits.startswith(_FIRST) and _checks(digits):
            found = number
    return found


def _checks(digits: str) -> bool:
    """Tell whether the last digit is the check digit (Luhn's formula)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
