"""Character references: `&amp;`, `&#233;`, `&eacute`."""

from __future__ import annotations

import html
import re
from html.entities import html5

# Bounded, because html.unescape reads a number of any length.
_REFERENCE = re.compile(
    r"&(?:#\d{1,7}+(?!\d)|#[xX][0-9a-fA-F]{1,6}+(?![0-9a-fA-F])|[a-zA-Z][a-zA-Z0-9]{1,31});?"
)


def unescape(text: str) -> str:
    """Replace character references by the characters."""
    return _REFERENCE.sub(_in_text, text) if "&" in text else text


def unescape_attribute(text: str) -> str:
    """
    Replace character references in an attribute by the characters.

    `&copy=` in an address is a parameter of its query, and no sign (HTML, 13.2.5.73).
    """
    return _REFERENCE.sub(_in_attribute, text) if "&" in text else text


def _in_text(match: re.Match[str]) -> str:
    found = match[0]
    # What `unescape` does for a whole name; without one it looks for the longest that fits.
    return html5.get(found[1:]) or html.unescape(found)


def _in_attribute(match: re.Match[str]) -> str:
    found, text = match[0], match.string
    if found[1] == "#":
        return html.unescape(found)
    goes_on = found[-1] != ";" and text[match.end() : match.end() + 1] == "="
    return found if goes_on else html5.get(found[1:], found)
