"""Text that other systems can hold: composed, without lone surrogates, NULs and control marks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LONG_RUN = 31
"""One more than the 30 combining marks that Unicode's stream-safe format allows (UAX #15)."""

# Where the combining marks of Unicode lie, among a good deal else: Latin letters are elsewhere.
_MAY_COMBINE = re.compile("[\u0300-\u1dff\u20d0-\u30ff\ua66f-\uabff\ufb1e-\U0001ffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
# C0 and C1 controls, and what else some program takes for a line break.
_BREAKS = dict.fromkeys((*range(0x20), 0x7F, *range(0x80, 0xA0), 0x2028, 0x2029), " ")
_MARKS_OF_DIRECTION = dict.fromkeys(
    (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)


def nfc(text: str) -> str:
    """
    Compose text (Unicode normalisation form C): windows-1258 comes decomposed.

    Text with absurdly long runs of combining marks is left as it is, because `unicodedata` takes
    quadratic time to sort them.
    """
    if text.isascii():
        return text
    # A run that long has a mark at every 31st place, wherever it starts.
    some = text[::_LONG_RUN]
    combining = _MAY_COMBINE.search(some) and any(map(unicodedata.combining, some))
    if combining and _long_runs().search(text):
        return text
    return unicodedata.normalize("NFC", text)


@cache
def _long_runs() -> re.Pattern[str]:
    # All characters with a combining class other than 0 lie in this range.
    marks = [one for one in map(chr, range(0x300, 0x1E950)) if unicodedata.combining(one)]
    return re.compile(f"[{''.join(marks)}]{{{_LONG_RUN}}}")


def without_surrogates(text: str) -> str:
    """Replace halves of surrogate pairs, which no document can hold, by U+FFFD."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Turn every control character and line break into a space: a header's value is one line."""
    return text if text.isprintable() else text.translate(_BREAKS)


def without_direction(text: str) -> str:
    """Drop the marks that turn the direction of text, which disguise file names."""
    return text if text.isascii() else text.translate(_MARKS_OF_DIRECTION)


def unix_lines(text: str) -> str:
    """Turn CRLF and CR into LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
