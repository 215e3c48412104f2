"""Content-Transfer-Encoding: from what travelled to what was meant, however damaged."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING

import pybase64

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHITE_SPACE = b" \t\r\n"
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_STRAY = bytes(byte for byte in range(256) if byte not in _ALPHABET)
_EXPECTED = _ALPHABET + b"=\r\n"
_WRONG = 12
"""More than one byte in twelve that base64 does not have: it is prose, which has one in six."""
_SPACE_BEFORE_BREAK = re.compile(rb"=[ \t]++(?=\r?+\n)")
_EQUALS_SPACE = re.compile(rb"=[ \t]")
_BARE_RETURN = re.compile(rb"\r(?!\n)")
_SEGMENTS = 1_000
"""More padded pieces in one base64 text than anybody has joined together by accident."""

_CHUNK = 64 * 1024
_WHOLE_LINES = 60_060
"""Ends with a line of base64, whether they have 76 letters or 64, and LF or CRLF."""

IDENTITY = frozenset({"7bit", "8bit", "binary"})
"""Encodings that change nothing."""

_NAMES = {
    "": "7bit",
    "7-bit": "7bit",
    "7bits": "7bit",
    "8-bit": "8bit",
    "8bits": "8bit",
    "bin": "binary",
    "none": "7bit",
    "base-64": "base64",
    "b": "base64",
    "quotedprintable": "quoted-printable",
    "quoted printable": "quoted-printable",
    "qp": "quoted-printable",
    "q": "quoted-printable",
    "uuencode": "x-uuencode",
    "uue": "x-uuencode",
    "x-uue": "x-uuencode",
}


def encoding_name(value: str) -> str:
    """Return an encoding's name in lower case, with common misspellings put right."""
    name = value.partition(";")[0].partition("(")[0].strip(" \t\"'").lower()
    return _NAMES.get(name, name)


def decode_transfer(data: bytes, encoding: str) -> tuple[bytes, tuple[str, ...]]:
    """
    Undo a transfer encoding. Never fails.

    Args:
        data: What travelled.
        encoding: The name, as `encoding_name` gives it. An unknown one leaves the data as they are.

    Returns:
        What was meant, as far as it can be told, and codes of defects.
    """
    match encoding:
        case "base64":
            return decode_base64(data)
        case "quoted-printable":
            return _decode_quoted_printable(data), ()
        case "x-uuencode":
            return _decode_uuencode(data)
        case _:
            return data, () if encoding in IDENTITY else ("encoding_unknown",)


def decoded_size(data: memoryview, encoding: str) -> int | None:
    """Return the size of the decoded content if that is cheap to tell, and `None` otherwise."""
    if encoding == "base64":
        return _base64_size(data)
    if encoding in ("quoted-printable", "x-uuencode"):
        return len(decode_transfer(bytes(data), encoding)[0]) if len(data) <= _CHUNK else None
    return len(data)


def decode_base64(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """
    Decode base64, passing over what does not belong to it.

    Args:
        data: The text; may hold stray bytes, be cut anywhere, or be several texts in a row.

    Returns:
        The bytes, and the defects `base64_stray_bytes` and `base64_truncated` where they apply.
    """
    try:
        return pybase64.b64decode(data, ignorechars=_WHITE_SPACE), ()
    except binascii.Error:
        pass
    if len(data.translate(None, _EXPECTED)) * _WRONG > len(data):
        # It says base64 and is something else: as it stands, it can at least be read.
        return data, ("encoding_wrong",)
    defects: list[str] = []
    clean = data.translate(None, _WHITE_SPACE)
    if clean.translate(None, _ALPHABET + b"="):
        defects.append("base64_stray_bytes")
    segments = [one.translate(None, _STRAY) for one in clean.split(b"=", _SEGMENTS)]
    segments = [one for one in segments if one]
    if any(len(one) % 4 == 1 for one in segments) or (not defects and len(clean) % 4):
        defects.append("base64_truncated")
    return b"".join(map(_segment, segments)), tuple(defects)


def _segment(segment: bytes) -> bytes:
    rest = len(segment) % 4
    if rest == 1:
        # Six bits are no byte.
        segment = segment[:-1]
    elif rest:
        segment += b"=" * (4 - rest)
    return binascii.a2b_base64(segment)


def _base64_size(data: memoryview) -> int | None:
    """Count in chunks, so that a large attachment takes no memory."""
    size = 0
    last = max(len(data) - 1, 0) // _WHOLE_LINES * _WHOLE_LINES
    try:
        # It is quicker to decode than to count.
        for at in range(0, last, _WHOLE_LINES):
            size += len(pybase64.b64decode(data[at : at + _WHOLE_LINES], ignorechars=_WHITE_SPACE))
        return size + len(pybase64.b64decode(data[last:], ignorechars=_WHITE_SPACE))
    except binascii.Error:
        return _odd_base64_size(data)


def _odd_base64_size(data: memoryview) -> int | None:
    """Count what decoding would give where not all is base64, or there are several texts."""
    letters = padding = 0
    for chunk in _chunks(data):
        letters += len(chunk.translate(None, _STRAY))
        # To find nothing is faster than to count it.
        padding += chunk.count(b"=") if b"=" in chunk else 0
    rest = len(data) - letters - padding
    # Where even the line breaks are few enough, what else there is need not be counted.
    if rest * _WRONG > len(data) and _others(data, _EXPECTED) * _WRONG > len(data):
        # Blanks alone are prose, or base64 that somebody has spaced: only decoding tells.
        return len(data) if _others(data, _EXPECTED + b" \t") else None
    tail = bytes(data[-_CHUNK:])
    if tail.count(b"=", len(tail.rstrip(_WHITE_SPACE + b"="))) != padding:
        # Padding in the middle: several texts in a row, and only decoding tells.
        return None
    return letters // 4 * 3 + max(letters % 4 - 1, 0)


def _others(data: memoryview, expected: bytes) -> int:
    return sum(len(chunk.translate(None, expected)) for chunk in _chunks(data))


def _chunks(data: memoryview) -> Iterator[bytes]:
    for start in range(0, len(data), _CHUNK):
        yield bytes(data[start : start + _CHUNK])


def _decode_quoted_printable(data: bytes) -> bytes:
    # binascii skips to the next LF after `=` and a bare CR, and loses what is between.
    data = _BARE_RETURN.sub(b"\n", data)
    decoded = binascii.a2b_qp(data)
    # An equals sign before white space is no code: it would still be there, where there are fewer.
    if _EQUALS_SPACE.search(decoded) and _SPACE_BEFORE_BREAK.search(data):
        # RFC 2045 section 6.7 rule 3: white space before a break was added on the way.
        return binascii.a2b_qp(_SPACE_BEFORE_BREAK.sub(b"=", data))
    return decoded


def _decode_uuencode(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    lines = data.splitlines()
    begin = next((at for at, line in enumerate(lines) if line.startswith(b"begin ")), None)
    if begin is None:
        return data, ("uuencode_malformed",)
    pieces: list[bytes] = []
    defects: tuple[str, ...] = ()
    for line in lines[begin + 1 :]:
        if line in (b"end", b"", b"`"):
            if line == b"end":
                break
            continue
        piece = _uu_line(line)
        if piece is None:
            defects = ("uuencode_malformed",)
        else:
            pieces.append(piece)
    else:
        defects = ("uuencode_truncated",)
    return b"".join(pieces), defects


def _uu_line(line: bytes) -> bytes | None:
    # Some encoders append a checksum character, some strip trailing spaces: the length decides.
    length = ((line[0] - 32) & 63) * 4
    for candidate in (line, line[: (length + 5) // 3]):
        try:
            return binascii.a2b_uu(candidate)
        except binascii.Error:
            continue
    return None
