"""Text as it is compared here: lower case, without accents, with single spaces."""

from __future__ import annotations

import unicodedata


def _plain_letters() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(range(0x300, 0x370))
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    # These do not decompose.
    return {
        **table,
        0x111: "d",
        0x131: "i",
        0x142: "l",
        0xF8: "o",
        0x2019: "'",
        0x2018: "'",
        0xFF1A: ":",
    }


_FOLDING: dict[int, str | None] = {
    # What stays as it is: to miss a character takes longer than to find it.
    **{code: chr(code) for code in range(0x80)},
    **_plain_letters(),
    # Marks of nothing.
    **dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0xFEFF)),
}


def folded(text: str) -> str:
    """
    Fold text for comparing: Vietnamese is written with its accents, without, and in between.

    A character becomes one character or none, in lower case; white space becomes single spaces.
    """
    text = " ".join(text.split()).lower()
    if text.isascii():
        return text
    return text.translate(_FOLDING)
