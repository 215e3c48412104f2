"""Compressed RTF, as Outlook keeps bodies (MS-OXRTFCP)."""

from __future__ import annotations

import struct
from zlib import crc32

_HEADER = struct.Struct("<IIII")
_COMPRESSED = 0x75465A4C
_PLAIN = 0x414C454D
_WINDOW = 4096
# MS-OXRTFCP section 2.1.2.1: what the dictionary starts with.
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)

LONGEST_RTF = 4 * 1024 * 1024
"""How many bytes of RTF are made by default."""


def decompress_rtf(data: bytes, *, limit: int = LONGEST_RTF) -> tuple[bytes, tuple[str, ...]]:
    """
    Decompress RTF. Never fails, and takes time by what comes in and `limit`.

    Args:
        data: The value of PidTagRtfCompressed.
        limit: How many bytes come out at most.

    Returns:
        The RTF, as far as it can be told, and codes of defects: `rtf_truncated`, `rtf_malformed`,
        `rtf_checksum`, `limit_rtf`.
    """
    if len(data) < _HEADER.size:
        return b"", ("rtf_truncated",)
    size, raw_size, kind, checksum = _HEADER.unpack_from(data)
    body = data[_HEADER.size : size + 4]
    if kind == _PLAIN:
        return body[: min(raw_size, limit)], ("limit_rtf",) if raw_size > limit else ()
    if kind != _COMPRESSED:
        return b"", ("rtf_malformed",)
    defects: dict[str, None] = {}
    # The CRC of this format starts from 0, and is not inverted at its end.
    if crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF != checksum:
        defects["rtf_checksum"] = None
    output = _expand(body, min(raw_size, limit), defects)
    if raw_size > limit:
        defects["limit_rtf"] = None
    return output, tuple(defects)


def _expand(body: bytes, limit: int, defects: dict[str, None]) -> bytes:
    output = bytearray(_DICTIONARY)
    end = len(output) + limit
    position = 0
    while position < len(body) and len(output) < end:
        flags = body[position]
        position += 1
        for bit in range(8):
            if not flags >> bit & 1:
                output += body[position : position + 1]
                position += 1
                continue
            if position + 2 > len(body):
                position = len(body) + 1
                break
            offset, length = body[position] << 4 | body[position + 1] >> 4, body[position + 1] & 15
            position += 2
            # How far back in a ring of 4 KiB; itself means the end.
            back = (len(output) - offset) % _WINDOW
            if back == 0:
                return bytes(output[len(_DICTIONARY) : end])
            if back > len(output):
                defects["rtf_malformed"] = None
                return bytes(output[len(_DICTIONARY) : end])
            # What is copied may overlap what it makes.
            piece = output[-back:][: length + 2]
            output += (piece * (length + 2))[: length + 2]
    if len(output) < end:
        defects["rtf_truncated"] = None
    return bytes(output[len(_DICTIONARY) : end])
