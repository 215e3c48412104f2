"""From bytes to text: the declared charset as programs mean it, then UTF-8, then windows-1252."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

from omnidesk._mime._text import nfc, without_surrogates

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


class Decoded(NamedTuple):
    """Text, the charset that gave it, and what was wrong."""

    text: str
    """Composed (NFC)."""
    charset: str
    """The name of Python's codec."""
    defects: tuple[str, ...] = ()
    """Codes: `charset_unknown`, `charset_wrong`, `charset_undecodable`."""


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

    The declared charset is tried first, in the meaning that programs give it; then UTF-8; then, if
    only few bytes are wrong, the declared one or UTF-8 with U+FFFD in their place; then
    windows-1252, which reads anything.

    Args:
        data: The bytes.
        label: The declared charset, if one was.
    """
    if data.isascii() and not any(mark in data for mark in _SHIFTS):
        # Almost every charset agrees here, and most of mail is this.
        unknown = label is not None and codec_name(label) is None
        return Decoded(data.decode("ascii"), "ascii", ("charset_unknown",) if unknown else ())
    if data.startswith(codecs.BOM_UTF8):
        data, label = data[len(codecs.BOM_UTF8) :], "utf-8"
    name = codec_name(label) if label is not None else None
    defects = ("charset_unknown",) if label is not None and name is None else ()
    if _may_be_iso2022_jp(name) and data.isascii() and _ESCAPES.search(data):
        # It is all ASCII bytes, so it passes for anything; its escapes give it away.
        return Decoded(_iso2022_jp(data), "iso2022_jp", defects)
    declares_nothing = name == "cp1252" and label is not None and _is_ascii_label(label)
    if name is not None and not declares_nothing:
        text = _strictly(data, name)
        if text is not None:
            return Decoded(text, name, defects)
        if name.startswith(_WIDE):
            # Every second byte of it is a NUL, so it would pass for UTF-8.
            return _loosely(data, name, defects)
    text = _strictly(data, "utf-8")
    if text is not None:
        wrong = name is not None and not data.isascii()
        return Decoded(text, "utf-8", ("charset_wrong",) if wrong else defects)
    return _loosely(data, name, (*defects, *(("charset_wrong",) if declares_nothing else ())))


def _may_be_iso2022_jp(name: str | None) -> bool:
    return name in (None, "cp1252", "utf-8") or name.startswith("iso2022_jp")


def _is_ascii_label(label: str) -> bool:
    return "ascii" in label.lower()


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return nfc(without_surrogates(data.decode(name)))
    except (UnicodeError, ValueError):
        return None


def _loosely(data: bytes, name: str | None, defects: tuple[str, ...]) -> Decoded:
    """Take the best of several readings, none of which is right."""
    high = len(data) - len(data.translate(None, _HIGH))
    for candidate in (name, "utf-8"):
        if candidate is None or candidate == "cp1252":
            continue
        text = data.decode(candidate, "replace")
        # A text that was cut within a character is still a text in that charset. In a text of
        # another one, almost every byte beyond ASCII is wrong.
        if text.count("\ufffd") * 3 <= (len(text) if candidate.startswith(_WIDE) else high):
            text = nfc(without_surrogates(text))
            return Decoded(text, candidate, (*defects, "charset_undecodable"))
    text = data.decode("cp1252", "replace")
    if "\ufffd" in text:
        defects = (*defects, "charset_undecodable")
    elif not defects:
        defects = ("charset_wrong",) if name else ("charset_assumed",)
    return Decoded(nfc(text), "cp1252", defects)


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
