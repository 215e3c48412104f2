"""
Other people's text on our terminal.

A message may hold anything: escape sequences that paint the screen, marks that turn the writing
round, letters with a hundred accents that run over the lines above. What is shown is text and
nothing else.
"""

from __future__ import annotations

import unicodedata

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_MOST_MARKS = 4
"""Combining marks on one letter. No living script needs more; decomposed Vietnamese needs two."""


def _table() -> dict[int, str]:
    # C0 controls become their pictures (U+2400), so that one sees that something was there.
    table = {code: chr(0x2400 + code) for code in range(0x20)}
    table |= dict.fromkeys(range(0x7F, 0xA0), _REPLACEMENT)
    table[0x7F] = "\N{SYMBOL FOR DELETE}"
    table |= {ord("\n"): "\n", ord("\r"): "", ord("\t"): "    "}
    table |= dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n")
    # Embeddings, overrides and isolates turn the writing round, and not only their own.
    table |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), _REPLACEMENT)
    # Invisible, and used to pad previews, to break words and to hide them. The joiners U+200C and
    # U+200D stay: Persian and emoji are made of them.
    hidden = (0xAD, 0x34F, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x2060, 0x2066), 0xFEFF)
    table |= dict.fromkeys((*hidden, *range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC)), "")
    # Halves of surrogate pairs cannot be written in UTF-8.
    return table | dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT)


_TABLE = _table()


def safe(text: str) -> str:
    """
    Return text that does nothing to a terminal but be shown, line breaks kept.

    It is composed (NFC) too, since many terminals cannot put accents on letters themselves.
    """
    clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_TABLE))
    return clean if clean.isascii() else _with_few_marks(clean)


def safe_line(text: str) -> str:
    """Return the same on one line: breaks and runs of white space become one space."""
    return " ".join(safe(text).split())


def _with_few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for one in text:
        marks = marks + 1 if unicodedata.category(one) in {"Mn", "Me"} else 0
        if marks <= _MOST_MARKS:
            kept.append(one)
    return "".join(kept)
