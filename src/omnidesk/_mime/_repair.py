"""UTF-8 that was taken for windows-1252 and encoded again: `Ä‘Æ¡n hÃ ng` for `đơn hàng`."""

from __future__ import annotations

import re
from typing import Final

from omnidesk._mime._detect import evident_vietnamese, read

# What the bytes 0x80 to 0x9F become when they are taken for windows-1252.
_FROM_1252: Final = {
    ord(bytes([code]).decode("cp1252")): code
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_FOLLOWING: Final = "".join(map(chr, (*range(0x80, 0xC0), *_FROM_1252)))
_SUSPICIOUS: Final = re.compile(
    f"[\xc2-\xdf][{_FOLLOWING}]|[\xe0-\xef][{_FOLLOWING}]{{2}}|[\xf0-\xf4][{_FOLLOWING}]{{3}}"
)
_OTHERS: Final = re.compile(f"[^\0-\xff{''.join(map(chr, _FROM_1252))}]")
_WORD: Final = re.compile(r"[^\W\d_]+")


def is_beyond_1252(text: str) -> bool:
    """Tell whether a text has a character that nothing taken for windows-1252 has."""
    return _OTHERS.search(text) is not None


def repaired(text: str, *, font: str | None = None) -> str | None:
    """
    Undo the second encoding of a text that was encoded twice, or `None` if that is not certain.

    It is certain if the whole text, and not only some of it, turns into valid UTF-8 bytes and
    back, and some of what comes out is a letter that only Vietnamese has, or a small letter within
    a word that is cased as words are. So `IRMÃ…` stays, though it could be `IRMÅ`.

    Args:
        text: As decoded; composed text is what it would be if it was not encoded twice.
        font: The charset of a Vietnamese font that the text names: its letters, taken for
            windows-1252 and encoded as UTF-8, are repaired too.
    """
    if text.isascii() or is_beyond_1252(text):
        return None
    suspicious = _SUSPICIOUS.search(text) is not None
    if not (suspicious or font):
        return None
    # Nothing else is left that Latin-1 does not have.
    data = text.translate(_FROM_1252).encode("latin-1")
    if suspicious:
        again = read(data, "utf-8")
        if again is not None and any(map(_is_sensible, _WORD.findall(again))):
            return again
    if font:
        guess = evident_vietnamese(data, font=font)
        return None if guess is None or guess.charset != font else read(data, font)
    return None


def _is_sensible(word: str) -> bool:
    """Tell whether a word has a letter that did not come about by chance."""
    if any("\u1ea0" <= char <= "\u1ef9" for char in word):
        return True
    if len(word) < 2 or word.isascii():
        return False
    return (word.islower() or word.istitle()) and any(
        char.islower() and not char.isascii() for char in word
    )
