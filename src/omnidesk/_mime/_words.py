"""RFC 2047: words of other charsets in headers."""

from __future__ import annotations

import binascii
import re
from typing import NamedTuple

from omnidesk._mime._charset import codec_name, decode
from omnidesk._mime._limits import DEFAULT_LIMITS, Limits
from omnidesk._mime._text import nfc, one_line
from omnidesk._mime._transfer import decode_base64

# Every quantifier is possessive, so nothing backtracks. The text may hold a `?` or an `=?`-free `=`
# that RFC 2047 forbids, but stops where another word starts: so an unterminated word costs only
# its own length.
WORD = re.compile(
    r"=\?([^?\s]{1,75}+)\?([bBqQ])\?((?:[^?=]|=(?!\?[^=])|\?(?!=))*+)\?=",
)


class DecodedHeader(NamedTuple):
    """A header's value, and what was wrong with it."""

    text: str
    """One line, composed (NFC)."""
    defects: tuple[str, ...] = ()
    """Codes, in the order met, each once."""

    def __repr__(self) -> str:
        return f"<DecodedHeader, {len(self.text)} characters>"


def decode_words(raw: str, *, limits: Limits = DEFAULT_LIMITS) -> DecodedHeader:
    """
    Decode the encoded words in a header's value.

    White space between two words is dropped (RFC 2047 section 6.2); a character that was split over
    two words of one charset is put together. What is not a whole word stays as it is. An encoded
    line break never reaches the value.

    Args:
        raw: The unfolded value.
        limits: Words beyond `limits.encoded_words` stay as they are.
    """
    if "=?" not in raw:
        plain = raw if raw.isascii() and raw.isprintable() else one_line(nfc(raw))
        return DecodedHeader(plain)
    single = WORD.fullmatch(raw)
    if single is not None and limits.encoded_words:
        decoded = decode(_bytes_of(single), single[1].partition("*")[0])
        return DecodedHeader(one_line(decoded.text), decoded.defects)
    return decode_several(raw, limits)


def decode_several(raw: str, limits: Limits) -> DecodedHeader:
    """Decode any number of words, and what stands between them."""
    pieces: list[str] = []
    defects: dict[str, None] = {}
    waiting: list[bytes] = []
    charset = ""

    def flush() -> None:
        if waiting:
            decoded = decode(b"".join(waiting), charset)
            pieces.append(decoded.text)
            defects.update(dict.fromkeys(decoded.defects))
            waiting.clear()

    position = 0
    for count, word in enumerate(WORD.finditer(raw)):
        if count >= limits.encoded_words:
            defects["limit_encoded_words"] = None
            break
        between = raw[position : word.start()]
        if between and not (position and between.isspace()):
            flush()
            pieces.append(between)
        label = word[1].partition("*")[0].lower()
        # ISO-2022 starts every word anew, so its words cannot be run together.
        if label != charset or (codec_name(label) or "").startswith("iso2022"):
            flush()
        charset = label
        waiting.append(_bytes_of(word))
        position = word.end()
    flush()
    pieces.append(raw[position:])
    if "=?" in raw[position:]:
        defects.setdefault("encoded_word_malformed")
    return DecodedHeader(one_line(nfc("".join(pieces))), tuple(defects))


def _bytes_of(word: re.Match[str]) -> bytes:
    text = word[3].encode("utf-8", "replace")
    if word[2] in "bB":
        return decode_base64(text)[0]
    return binascii.a2b_qp(text, header=True)
