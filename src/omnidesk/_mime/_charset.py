"""
From bytes to text: a ladder of charsets.

What the bytes say themselves is first, then what was declared, as programs mean it; then UTF-8,
then what the letters show, and windows-1252 at the bottom.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from functools import lru_cache
from typing import Literal, NamedTuple, TypeGuard

from omnidesk._mime._detect import (
    Guess,
    detect,
    evident_vietnamese,
    font_charset,
    plausibility,
    sample_of,
)
from omnidesk._mime._repair import is_beyond_1252, repaired
from omnidesk._mime._text import nfc, without_surrogates
from omnidesk._mime._vietnamese import read_vietnamese

# Labels stand for supersets, as in the WHATWG Encoding Standard: what programs declare is less than
# what they write. Keys are lower case without punctuation.
_SUPERSETS = {
    "ascii": "cp1252",
    "usascii": "cp1252",
    "ansix341968": "cp1252",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "iso88599": "cp1254",
    "iso885911": "cp874",
    "tis620": "cp874",
    "gb2312": "gb18030",
    "gb231280": "gb18030",
    "gbk": "gb18030",
    "xgbk": "gb18030",
    "cp936": "gb18030",
    "chinese": "gb18030",
    "big5": "big5hkscs",
    "ksc56011987": "cp949",
    "ksc5601": "cp949",
    "ksc56011989": "cp949",
    "euckr": "cp949",
    "korean": "cp949",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "mskanji": "cp932",
    "windows31j": "cp932",
    "iso88598i": "iso8859_8",
    "iso88598e": "iso8859_8",
    "iso88596i": "iso8859_6",
    "unicode11utf8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode11utf7": "utf_7",
    "macintosh": "mac_roman",
    "xmaccyrillic": "mac_cyrillic",
    "xvietnamese": "cp1258",
    **dict.fromkeys(("viscii", "xviscii", "xvietviscii", "csviscii", "viscii111"), "viscii"),
    **dict.fromkeys(("tcvn", "tcvn3", "xtcvn3", "tcvn5712", "tcvn57121", "tcvn57122"), "tcvn3"),
    **dict.fromkeys(("xviettcvn", "xviettcvn5712", "tcvn571211993", "xtcvn5712"), "tcvn3"),
    **dict.fromkeys(("vni", "xvni", "xvietvni", "vniwindows", "vniwin"), "vni"),
}

# Every other label must name one of these. Python knows more codecs, and some of them are not
# charsets (`zlib`, `unicode_escape`), or slow on purpose-made input (`punycode`, `idna`).
_ALLOWED = re.compile(
    r"utf_?(7|8|8_sig|16|16_be|16_le|32|32_be|32_le)|utf-(7|8|8-sig|16|16-be|16-le|32|32-be|32-le)"
    r"|ascii|cp\d{3,5}|(iso8859|mac|euc|iso2022)[_-][a-z0-9_-]{1,12}|koi8[_-][rut]|kz1048|gb18030"
    r"|big5|big5hkscs|johab|hz|shift_jis|shift_jis_2004|shift_jisx0213|ptcp154|tis[_-]620|hp-roman8"
)
_PUNCTUATION = re.compile(r"[^a-z0-9]")
# What ASCII bytes that are not ASCII text have: escapes (ISO-2022), `+` (UTF-7), `~` (HZ), NULs
# (UTF-16).
_SHIFTS = (b"\x1b", b"+", b"~", b"\0")
_WIDE = ("utf-16", "utf-32", "utf_16", "utf_32")
_HIGH = bytes(range(0x80, 0x100))
_ESCAPES = re.compile(rb"\x1b(\$[@B]|\([BIJ])")
# The longer first: UTF-32's begins as UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FIRST_OF_MARKS = frozenset(mark[:1] for mark, _ in _MARKS)
_OWN = ("viscii", "tcvn3", "vni")
_WITH_LOW = ("viscii", "tcvn3")
"""Charsets with letters where others have control characters."""
_MULTIBYTE = ("gb18030", "big5", "big5hkscs", "cp932", "euc_jp", "cp949", "johab", "hz")
_WRONG = ("charset_wrong",)
_PROOF = 3
"""Bytes by which UTF-8 is longer than its text, before it contradicts a valid label."""
_SENSE = 0.7
"""The share of a text that makes sense, with which a label is believed rather than a guess."""
_NO_DOUBT = 0.95
"""The share with which a label is believed without a look for Vietnamese."""
_OVERRULES = 0.78
"""The confidence from which a guess overrules a label."""
_CLEARLY = 0.25
"""By how much another reading must make more sense than the declared one."""


How = Literal["bom", "escape", "declared", "utf8", "evident", "detected", "fallback", "repaired"]
"""
By what a charset was chosen: a byte order mark, ISO-2022's escapes, the label, being valid UTF-8,
evident Vietnamese, a guess from the letters, nothing (windows-1252), or the undoing of a second
encoding.
"""


class Decoded(NamedTuple):
    """Text, the charset that gave it, what was wrong, and how sure the choice is."""

    text: str
    """Composed (NFC)."""
    charset: str
    """The name of Python's codec, or `viscii`, `tcvn3` or `vni`."""
    defects: tuple[str, ...] = ()
    """
    Codes: `charset_unknown` (the label names none), `charset_wrong` (the label is not believed),
    `charset_assumed` (there is no label, and the bytes do not prove theirs), `charset_undecodable`
    (U+FFFD stands for bytes), `charset_repaired` (the text had been encoded twice).
    """
    how: How = "declared"
    """By what the charset was chosen."""
    confidence: float = 1.0
    """How sure that is, from 0 to 1: a rank, not a probability."""

    def __repr__(self) -> str:
        return f"<Decoded {self.charset}>"


@lru_cache(maxsize=512)
def codec_name(label: str) -> str | None:
    """
    Return the codec for a charset's label, or `None` if it is unknown.

    Args:
        label: As declared, in any case and with any punctuation.
    """
    # RFC 2231 appends a language to a charset: `utf-8*vi`.
    bare = label.strip(" \t\"'").split("*", 1)[0].lower()
    key = _PUNCTUATION.sub("", bare)
    if not key or len(key) > 40:
        return None
    key = key.removeprefix("xuser")
    if key in _SUPERSETS:
        return _SUPERSETS[key]
    for candidate in (bare, key, key.removeprefix("x")):
        try:
            name = codecs.lookup(candidate).name
        except (LookupError, ValueError):
            continue
        if _ALLOWED.fullmatch(name):
            return _SUPERSETS.get(_PUNCTUATION.sub("", name), name)
    return None


def decode(data: bytes, label: str | None = None) -> Decoded:
    """
    Decode bytes to composed text. Never fails; what had to be assumed is in the defects.

    A byte order mark and the escapes of ISO-2022-JP speak for themselves. The declared charset is
    next, in the meaning that programs give it; where its reading makes no sense, and another one
    does, the label is not believed. Then come UTF-8, Vietnamese where it is evident, a guess from
    the letters, and windows-1252, which reads anything. If only few bytes are wrong, U+FFFD stands
    in their place. UTF-8 that was encoded twice is repaired where that is certain.

    Args:
        data: The bytes.
        label: The declared charset, if one was.
    """
    name = codec_name(label) if label is not None else None
    if name == "utf-8" and not data.isascii() and data[:1] not in _FIRST_OF_MARKS:
        # Most of the rest of mail is this, and UTF-8 never gives halves of surrogate pairs.
        with suppress(UnicodeDecodeError):
            return _utf8(data, nfc(data.decode()), (), "declared")
    return _decode(data, label, name)


def _decode(data: bytes, label: str | None, name: str | None) -> Decoded:
    """Decode bytes whose charset's label names this codec, or none that is known."""
    defects = ("charset_unknown",) if label is not None and name is None else ()
    if data.isascii() and not any(mark in data for mark in _SHIFTS) and name not in _WITH_LOW:
        # Almost every charset agrees here, and most of mail is this.
        return Decoded(data.decode("ascii"), "ascii", defects, "declared" if name else "utf8")
    if data[:1] in _FIRST_OF_MARKS:
        for mark, codec in _MARKS:
            if data.startswith(mark):
                text = _strictly(data, codec)
                if text is not None:
                    return Decoded(text.removeprefix("\ufeff"), codec, (), "bom")
        data = data.removeprefix(codecs.BOM_UTF8)
    if _may_be_iso2022_jp(name) and data.isascii() and _ESCAPES.search(data):
        # It is all ASCII bytes, so it passes for anything; its escapes give it away.
        return Decoded(_iso2022_jp(data), "iso2022_jp", defects, "escape", 0.95)
    if name is not None and label is not None and "ascii" not in label.lower():
        text = _strictly(data, name)
        if text is not None:
            return _declared(data, text, name)
        if name.startswith(_WIDE):
            # Every second byte of it is a NUL, so it would pass for UTF-8.
            loose = _loosely(data, name)
            if loose is not None:
                return Decoded(loose, name, (*defects, "charset_undecodable"), "declared", 0.5)
    text = _strictly(data, "utf-8")
    if text is not None:
        wrong = name is not None and not data.isascii()
        return _utf8(data, text, ("charset_wrong",) if wrong else defects, "utf8")
    return _damaged(data, name, defects)


def _declared(data: bytes, text: str, name: str) -> Decoded:
    """Believe the label, unless its reading makes no sense and another one does."""
    if name == "utf-8":
        return _utf8(data, text, (), "declared")
    if data.isascii() or name.startswith((*_WIDE, "utf")):
        return Decoded(text, name, (), "declared", 0.95)
    if name in _MULTIBYTE:
        return Decoded(text, name, (), "declared", 0.9)
    utf8 = _strictly(data, "utf-8")
    if utf8 is not None and (name == "cp1252" or len(data) - len(utf8) >= _PROOF):
        # Two valid bytes are a word in some language, but hardly ever in a Western one.
        return _utf8(data, utf8, ("charset_wrong",), "utf8")
    share = plausibility(sample_of(data), name)
    if share is None:
        return Decoded(text, name, (), "declared", 0.7)
    other = _contradicted(data, name, share)
    return other or Decoded(text, name, (), "declared", 0.5 + 0.45 * share)


def _contradicted(data: bytes, name: str, share: float) -> Decoded | None:
    """Read bytes that fit their label in another charset, if the label's makes too little sense."""
    font = font_charset(data)
    if share >= _NO_DOUBT and font is None:
        return None
    guess = evident_vietnamese(data, font=font)
    if _is_other(guess, name):
        return _guessed(data, guess, "evident", _WRONG)
    guess = detect(data) if share < _SENSE else None
    if _is_other(guess, name) and guess.confidence >= max(_OVERRULES, share + _CLEARLY):
        return _guessed(data, guess, "detected", _WRONG)
    return None


def _is_other(guess: Guess | None, name: str) -> TypeGuard[Guess]:
    return guess is not None and guess.charset != name


def _guessed(data: bytes, guess: Guess, how: How, defects: tuple[str, ...]) -> Decoded | None:
    """Decode as guessed: a guess is from a sample, so the whole may not fit it."""
    text = _strictly(data, guess.charset)
    if text is None:
        text = _loosely(data, guess.charset)
        defects = (*defects, "charset_undecodable")
    return None if text is None else Decoded(text, guess.charset, defects, how, guess.confidence)


def _utf8(data: bytes, text: str, defects: tuple[str, ...], how: How) -> Decoded:
    again = None if is_beyond_1252(text) else repaired(text, font=font_charset(data))
    if again is not None:
        return Decoded(again, "utf-8", (*defects, "charset_repaired"), "repaired", 0.95)
    return Decoded(text, "utf-8", defects, how, 0.99)


def _may_be_iso2022_jp(name: str | None) -> bool:
    return name in (None, "cp1252", "utf-8") or name.startswith("iso2022_jp")


def _strictly(data: bytes, name: str) -> str | None:
    try:
        text = read_vietnamese(data, name) if name in _OWN else data.decode(name)
    except (UnicodeError, ValueError):
        return None
    return nfc(without_surrogates(text))


def _loosely(data: bytes, name: str) -> str | None:
    """
    Read with U+FFFD for wrong bytes, or `None` if there are many.

    A text that was cut within a character is still a text in that charset. In a text of another
    one, almost every byte beyond ASCII is wrong.
    """
    own = name in _OWN
    text = read_vietnamese(data, name, "replace") if own else data.decode(name, "replace")
    high = len(data) - len(data.translate(None, _HIGH))
    wrong = text.count("\ufffd")
    if wrong * 3 > (len(text) if name.startswith(_WIDE) else high):
        return None
    if name == "utf-8" and len(text) - len(text.encode("ascii", "ignore")) < 2 * wrong:
        # Some pairs of Chinese bytes are UTF-8 by chance.
        return None
    return nfc(without_surrogates(text))


def _damaged(data: bytes, name: str | None, defects: tuple[str, ...]) -> Decoded:
    """Take the best of several readings; the declared charset and UTF-8 do not fit."""
    # Of the label nothing is left but which charset it was.
    doubt = defects or (_WRONG if name else ("charset_assumed",))
    guess = evident_vietnamese(data, font=font_charset(data))
    found = _guessed(data, guess, "evident", doubt) if guess else None
    if found is not None:
        return found
    for candidate in (name, "utf-8"):
        if candidate not in (None, "cp1252"):
            text = _loosely(data, candidate)
            if text is not None:
                how: How = "utf8" if candidate == "utf-8" else "declared"
                return Decoded(text, candidate, (*defects, "charset_undecodable"), how, 0.6)
    guess = detect(data)
    found = _guessed(data, guess, "detected", doubt) if guess else None
    if found is not None:
        return found
    text = nfc(data.decode("cp1252", "replace"))
    if "\ufffd" in text:
        return Decoded(text, "cp1252", (*defects, "charset_undecodable"), "fallback", 0.1)
    return Decoded(text, "cp1252", doubt, "fallback", 0.3)


def _iso2022_jp(data: bytes) -> str:
    """
    Decode ISO-2022-JP with what vendors add to it.

    Python's codec refuses NEC's row 13 (`①`), which Japanese mail is full of; JIS X 0213 has it in
    the same place.
    """
    pieces: list[str] = []
    state = b"(B"
    position = 0
    for escape in _ESCAPES.finditer(data):
        pieces.append(_jis(data[position : escape.start()], state))
        state, position = escape[1], escape.end()
    pieces.append(_jis(data[position:], state))
    return nfc("".join(pieces))


def _jis(data: bytes, state: bytes) -> str:
    if state in (b"$B", b"$@"):
        return bytes(byte | 0x80 for byte in data).decode("euc_jis_2004", "replace")
    if state == b"(I":
        return bytes(byte | 0x80 for byte in data).decode("cp932", "replace")
    return data.decode("ascii", "replace")
