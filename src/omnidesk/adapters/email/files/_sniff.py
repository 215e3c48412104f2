"""What a file really is, told by how it begins."""

from __future__ import annotations

import re

from omnidesk.adapters.email.files._records import Sniffed
from omnidesk.adapters.email.files._types import (
    EXTENSIONS,
    GENERIC,
    OLE,
    PROGRAM_EXTENSIONS,
    PROGRAMS,
    ZIPPED,
    canonical,
    extension_of,
)

WITHIN = 64 * 1024
"""How many of the first bytes are looked at."""

_TEXT_WITHIN = 4096
_PDF_WITHIN = 1024
"""Readers of PDF look for its header in so many bytes (ISO 32000-1, annex H.3.4.1)."""
_MOST_ENTRIES = 64

# (offset, bytes, media type). The first that fits wins.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"8BPS\0\x01", "image/vnd.adobe.photoshop"),
    (0, b"%!PS", "application/postscript"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
    (0, b"ITSF\x03\0\0\0", "application/vnd.ms-htmlhelp"),
    (257, b"ustar", "application/x-tar"),
    (32_769, b"CD001", "application/x-iso9660-image"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),  # before the scripts, which begin with #! too
    (0, b"fLaC", "audio/flac"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"\x78\x9f\x3e\x22", "application/vnd.ms-tnef"),
    (0, b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (0, b"\x7fELF", "application/x-elf"),
    (0, b"\xfe\xed\xfa\xce", "application/x-mach-binary"),
    (0, b"\xfe\xed\xfa\xcf", "application/x-mach-binary"),
    (0, b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"#!", "text/x-shellscript"),
)
_ELSEWHERE = [one for one in _MAGIC if one[0]]
# What may fit what begins so, in the same order.
_BY_FIRST_BYTE = {
    first: [one for one in _MAGIC if one[0] or one[1][0] == first]
    for first in {magic[0] for offset, magic, _ in _MAGIC if not offset}
}
# The brand of an ISO base media file (ISO/IEC 14496-12 section 4.3), by how it begins.
_BRANDS: tuple[tuple[bytes, str], ...] = (
    (b"heic", "image/heic"),
    (b"heix", "image/heic"),
    (b"hevc", "image/heic"),
    (b"mif1", "image/heif"),
    (b"msf1", "image/heif"),
    (b"avi", "image/avif"),
    (b"qt  ", "video/quicktime"),
    (b"M4A", "audio/mp4"),
    (b"M4B", "audio/mp4"),
    (b"3g", "video/3gpp"),
)
_RIFF = {b"WAVE": "audio/wav", b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}
_OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    b"META-INF/MANIFEST.MF": "application/java-archive",
    b"AndroidManifest.xml": "application/vnd.android.package-archive",
}
_STREAMS = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
    "__substg1.0_": "application/vnd.ms-outlook",
    "__nameid_version1.0": "application/vnd.ms-outlook",
}
_SIGNED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
"""The object identifiers of PKCS #7 content types, but for their last number."""
_TEXTS: tuple[tuple[bytes, str], ...] = (
    (b"begin:vcalendar", "text/calendar"),
    (b"begin:vcard", "text/vcard"),
    (b"-----begin pgp message", "application/pgp-encrypted"),
    (b"-----begin pgp signed message", "text/plain"),
    (b"-----begin pgp signature", "application/pgp-signature"),
    (b"-----begin pgp public key", "application/pgp-keys"),
    (b"-----begin pgp private key", "application/pgp-keys"),
    (b"-----begin pkcs7", "application/pkcs7-mime"),
    (b"-----begin cms", "application/pkcs7-mime"),
    (b"-----begin ", "application/x-pem-file"),
    (b"<!doctype html", "text/html"),
    (b"<html", "text/html"),
    (b"<head", "text/html"),
    (b"<body", "text/html"),
    (b"<script", "text/html"),
    (b"<svg", "image/svg+xml"),
)
_HEADER = re.compile(
    rb"(?:return-path|received|delivered-to|from|to|subject|date|message-id|mime-version"
    rb"|content-type|dkim-signature|x-[a-z0-9-]{1,60}):",
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

# Formats without which a file of that type cannot be one: no magic, no such file.
_MARKED = frozenset(
    {kind for _, _, kind in _MAGIC}
    | set(_RIFF.values())
    | (set(_OFFICE.values()) | ZIPPED | OLE)
    | {"application/pdf", "image/avif", "image/heic", "image/heif", "video/webm"}
) - {"audio/mpeg", "text/x-shellscript", "application/x-tar", "application/x-iso9660-image"}


def sniff(head: bytes, *, declared: str, filename: str | None = None) -> Sniffed:
    """
    Tell what a file is by its first bytes. Never fails, and opens nothing that is packed.

    Args:
        head: How the content begins; `WITHIN` bytes are as good as all of them.
        declared: The media type that came with it; may be empty.
        filename: Its name, if it has one.
    """
    head = head[:WITHIN]
    declared = canonical(declared)
    extension = extension_of(filename or "")
    expected = EXTENSIONS.get(extension, "") if declared in GENERIC else declared
    found, certain = _look(head, expected) if head else (expected, False)
    program = found in PROGRAMS
    named = extension in PROGRAM_EXTENSIONS if extension else declared in PROGRAMS
    return Sniffed(
        media_type=found or "application/octet-stream",
        certain=certain,
        agrees=not head or _agrees(found, expected, certain=certain),
        disguised=program and not named,
    )


def _look(head: bytes, expected: str) -> tuple[str, bool]:
    """Return the type, and whether the content says so."""
    found = _binary(head)
    if found == "application/x-ole-storage" and expected in OLE:
        # The directory may lie anywhere in the file: a type that is of this kind is believed.
        return expected, False
    if found:
        return found, True
    text = _lower_text(head)
    if text is None:
        if _is_mpeg_audio(head):
            return "audio/mpeg", False
        return ("" if expected in _MARKED or expected.startswith("text/") else expected), False
    found = _textual(text)
    if found:
        return found, found != "message/rfc822"
    return ("text/plain" if not expected or expected in _MARKED else expected), False


def _agrees(found: str, expected: str, *, certain: bool) -> bool:
    if found == expected or not expected:
        return True
    if not certain and expected in _MARKED:
        # It lacks the mark without which it is no such file: text is no picture.
        return False
    if expected in ZIPPED:
        return found == "application/zip" or (found in ZIPPED and found not in PROGRAMS)
    if found in ("application/zip", "application/x-ole-storage"):
        return expected in (OLE if found == "application/x-ole-storage" else ZIPPED)
    related = any(found in family and expected in family for family in _FAMILIES)
    return related or (bool(found) and not certain)


_FAMILIES = (
    frozenset({"application/pkcs7-mime", "application/pkcs7-signature", "application/pkcs10"}),
    frozenset({"application/x-pem-file", "application/x-x509-ca-cert", "text/plain"}),
    frozenset({"application/pgp-encrypted", "application/pgp-signature", "text/plain"}),
    frozenset({"application/pgp-keys", "text/plain"}),
    frozenset({"application/xml", "image/svg+xml"}),
    frozenset({"application/xml", "text/html", "application/xhtml+xml"}),
    frozenset({"application/msword", "application/rtf"}),  # Word calls its RTF .doc
    frozenset({"audio/mp4", "video/mp4", "video/quicktime", "video/3gpp", "audio/3gpp"}),
    frozenset({"audio/ogg", "video/ogg", "application/ogg", "audio/opus"}),
    frozenset({"audio/webm", "video/webm", "video/x-matroska"}),
    frozenset({"image/heic", "image/heif"}),
    frozenset({"message/rfc822", "message/global", "text/plain", "text/rfc822-headers"}),
    frozenset({"application/x-elf", "application/x-sharedlib", "application/x-executable"}),
)


# --- binary formats -------------------------------------------------------------------------------


def _binary(head: bytes) -> str:
    for offset, magic, kind in _BY_FIRST_BYTE.get(head[0], _ELSEWHERE):
        if head.startswith(magic, offset):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(head)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole(head)
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return next((kind for start, kind in _BRANDS if brand.startswith(start)), "video/mp4")
    return _rarer(head)


def _rarer(head: bytes) -> str:
    if head.startswith(b"MZ") and _is_program(head):
        return "application/vnd.microsoft.portable-executable"
    if head.startswith(b"\xca\xfe\xba\xbe") and len(head) >= 8:
        # Mach-O for several processors, or Java: there are few processors, and Java is at 45 up.
        few = int.from_bytes(head[4:8], "big") < 45
        return "application/x-mach-binary" if few else "application/java-vm"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head.startswith(b"OggS"):
        return "video/ogg" if b"theora" in head[:64] else "audio/ogg"
    if head.startswith(b"BM") and head[6:10] == bytes(4) and head[14:18] in _BITMAP_HEADERS:
        return "image/bmp"
    if head.startswith(b"BZh") and head[4:10] == b"1AY&SY":
        return "application/x-bzip2"
    if head.startswith(b"\x30") and _SIGNED in head[:24]:
        return "application/pkcs7-mime"
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "application/pdf"
    return ""


_BITMAP_HEADERS = frozenset(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))


def _is_program(head: bytes) -> bool:
    """Whether `MZ` begins a program rather than a text: a header of its own, or zeros."""
    if len(head) < 64:
        return b"\0" in head
    at = int.from_bytes(head[60:64], "little")
    return head[at : at + 2] in (b"PE", b"NE", b"LE", b"LX") or b"\0" in head[:64]


def _zip(head: bytes) -> str:
    position = 0
    for _ in range(_MOST_ENTRIES):
        at = head.find(b"PK\x03\x04", position)
        if at < 0:
            break
        length = int.from_bytes(head[at + 26 : at + 28], "little")
        name = head[at + 30 : at + 30 + length]
        if name == b"mimetype":
            # OpenDocument and EPUB: stored first and unpacked, for readers such as this.
            start = at + 30 + length + int.from_bytes(head[at + 28 : at + 30], "little")
            size = int.from_bytes(head[at + 18 : at + 22], "little")
            kind = canonical(head[start : start + min(size, 127)].decode("latin-1"))
            return kind if kind in ZIPPED else "application/zip"
        for start_of_name, kind in _OFFICE.items():
            if name.startswith(start_of_name):
                return kind
        position = at + 4
    return "application/zip"


def _ole(head: bytes) -> str:
    for name, kind in _STREAMS.items():
        if name.encode("utf-16-le") in head:
            return kind
    return "application/x-ole-storage"


def _is_mpeg_audio(head: bytes) -> bool:
    """Whether it begins with a frame of MPEG audio (ISO/IEC 11172-3 section 2.4.2.3)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, frequency = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer != 0 and rate not in (0, 15) and frequency != 3


# --- text -----------------------------------------------------------------------------------------


def _lower_text(head: bytes) -> bytes | None:
    """Return the beginning in lower case without white space before it; `None` for no text."""
    head = head[:_TEXT_WITHIN]
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(codec, "ignore").encode().lstrip().lower()
    return None if b"\0" in head else head.lstrip().lower()


def _textual(text: bytes) -> str:
    for start, kind in _TEXTS:
        if text.startswith(start):
            return kind
    if text.startswith(b"<?xml"):
        return _xml(text)
    if text.startswith(b"<!--"):
        return "text/html" if b"<html" in text else ""
    headers = 0
    for line in text.split(b"\n", 24)[:24]:
        if _HEADER.match(line):
            headers += 1
        elif not line.startswith((b" ", b"\t")):
            break
    return "message/rfc822" if headers > 1 else ""


def _xml(text: bytes) -> str:
    if b"<svg" in text:
        return "image/svg+xml"
    return "text/html" if b"<html" in text else "application/xml"
