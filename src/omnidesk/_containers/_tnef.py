"""winmail.dat: what Outlook and Exchange wrap mail in (MS-OXTNEF)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from zlib import adler32

from omnidesk._containers._mapi import Properties
from omnidesk._containers._rtf import LONGEST_RTF, decompress_rtf
from omnidesk._mime import clean_filename, decode

MOST_FILES = 200
"""How many attachments are listed."""
_MOST_ATTRIBUTES = 10_000
_LONGEST_TEXT = 2 * 1024 * 1024
"""How many characters of a body are kept."""
_LONGEST_NAME = 4096

_SIGNATURE = b"\x78\x9f\x3e\x22"
_ATTRIBUTE = struct.Struct("<BII")
_CHUNK = 256
_OF_MESSAGE, _OF_ATTACHMENT = 1, 2

_MESSAGE_CLASS = 0x00078008
_CODEPAGE = 0x00069007
_MESSAGE_PROPERTIES = 0x00069003
_BODY = 0x0002800C
_SUBJECT = 0x00018004
_NEW_ATTACHMENT = 0x00069002
_ATTACHMENT_DATA = 0x0006800F
_ATTACHMENT_TITLE = 0x00018010
_ATTACHMENT_PROPERTIES = 0x00069005

_PID_BODY = 0x1000
_PID_RTF = 0x1009
_PID_HTML = 0x1013
_PID_MESSAGE_CLASS = 0x001A
_PID_SUBJECT = 0x0037
_PID_CODEPAGE = 0x3FDE
_PID_DISPLAY_NAME = 0x3001
_PID_DATA = 0x3701
_PID_SHORT_NAME = 0x3704
_PID_METHOD = 0x3705
_PID_LONG_NAME = 0x3707
_PID_MIME_TAG = 0x370E
_PID_CONTENT_ID = 0x3712
_EMBEDDED_MESSAGE = 5

_CODEPAGES = {
    932: "cp932",
    936: "gb18030",
    949: "cp949",
    950: "big5",
    1200: "utf-16-le",
    10000: "macintosh",
    20127: "us-ascii",
    20866: "koi8-r",
    21866: "koi8-u",
    50220: "iso-2022-jp",
    50221: "iso-2022-jp",
    51932: "euc-jp",
    51949: "euc-kr",
    54936: "gb18030",
    65000: "utf-7",
    65001: "utf-8",
}
"""Windows code pages whose Python codec is not named after their number."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TnefFile:
    """An attachment: `data[start:end]` of the bytes that were read."""

    name: str | None
    """Without path and disguise, or `None`."""
    media_type: str | None
    """As declared, in lower case, or `None`."""
    start: int
    end: int
    content_id: str | None
    embedded: bool
    """Whether it is a message: TNEF again, for `read_tnef`. How deep to go is up to the caller."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Tnef:
    """What a winmail.dat holds."""

    attachments: tuple[TnefFile, ...]
    subject: str | None
    text: str | None
    html: str | None
    rtf_compressed: bytes | None
    """The body as `rtf()` reads it. Exchange often sends the body in this form alone."""
    codepage: str | None
    """The charset of its text, by a name that Python knows, or `None`."""
    message_class: str | None
    """Such as `IPM.Note` or `IPM.Schedule.Meeting.Request`."""
    defects: tuple[str, ...]
    """
    Codes: `tnef_malformed` (no TNEF, or content of an attachment before there is one),
    `tnef_truncated`, `tnef_checksum` (kept all the same),
    `tnef_properties` (not all could be read), `limit_tnef` (something was left out).
    """

    def rtf(self, *, limit: int = LONGEST_RTF) -> tuple[bytes, tuple[str, ...]] | None:
        """Decompress the RTF body: see `decompress_rtf`. `None` if there is none."""
        if self.rtf_compressed is None:
            return None
        return decompress_rtf(self.rtf_compressed, limit=limit)


def read_tnef(data: bytes) -> Tnef:
    """
    Read a winmail.dat. Never fails, and copies no attachment.

    Args:
        data: The decoded content of an application/ms-tnef part, or of an embedded message.
    """
    reader = _Reader(data)
    if data.startswith(_SIGNATURE):
        reader.read()
    else:
        reader.defects["tnef_malformed"] = None
    return reader.result()


@dataclass(slots=True)
class _File:
    """What has been read of one attachment."""

    title: tuple[int, int] | None = None
    data: tuple[int, int] | None = None
    properties: tuple[int, int] | None = None


@dataclass(slots=True, repr=False)
class _Reader:
    data: bytes
    spans: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    files: list[_File] = field(default_factory=list[_File])
    defects: dict[str, None] = field(default_factory=dict[str, None])

    def read(self) -> None:
        """Find the attributes (MS-OXTNEF section 2.1.3)."""
        data, position = self.data, 6
        for _ in range(_MOST_ATTRIBUTES):
            if position >= len(data):
                return
            if position + _ATTRIBUTE.size > len(data):
                self.defects["tnef_truncated"] = None
                return
            level, tag, length = _ATTRIBUTE.unpack_from(data, position)
            start = position + _ATTRIBUTE.size
            end = start + length
            if level not in (_OF_MESSAGE, _OF_ATTACHMENT) or end + 2 > len(data):
                # What is there of the last one is kept: an attachment that was cut off.
                self.defects["tnef_truncated"] = None
                end = min(end, len(data))
            elif _checksum(data, start, end) != int.from_bytes(data[end : end + 2], "little"):
                self.defects["tnef_checksum"] = None
            if level == _OF_MESSAGE:
                self.spans.setdefault(tag, (start, end))
            elif level == _OF_ATTACHMENT:
                self._take(tag, (start, end))
            position = end + 2
        self.defects["limit_tnef"] = None

    def _take(self, tag: int, span: tuple[int, int]) -> None:
        if tag == _NEW_ATTACHMENT:
            if len(self.files) >= MOST_FILES:
                self.defects["limit_tnef"] = None
            self.files.append(_File())
        elif not self.files:
            # What belongs to no attachment that was begun.
            self.defects["tnef_malformed"] = None
        elif tag == _ATTACHMENT_DATA:
            self.files[-1].data = span
        elif tag == _ATTACHMENT_TITLE:
            self.files[-1].title = span
        elif tag == _ATTACHMENT_PROPERTIES:
            self.files[-1].properties = span

    def result(self) -> Tnef:
        message = self._properties(self.spans.get(_MESSAGE_PROPERTIES))
        charset = self._charset(message)
        html = message.binary(_PID_HTML)
        body = message.text(_PID_BODY, charset) or self._text(_BODY, charset)
        files = tuple(self._file(one, charset) for one in self.files[:MOST_FILES])
        text = self._bounded(body) if body is not None else None
        markup = self._html(html, message, charset) if html is not None else None
        return Tnef(
            attachments=files,
            subject=message.text(_PID_SUBJECT, charset) or self._text(_SUBJECT, charset),
            text=text,
            html=markup,
            rtf_compressed=message.binary(_PID_RTF),
            codepage=charset,
            message_class=message.text(_PID_MESSAGE_CLASS, charset)
            or self._text(_MESSAGE_CLASS, charset),
            defects=tuple(self.defects),
        )

    def _properties(self, span: tuple[int, int] | None) -> Properties:
        properties = Properties(self.data, *(span or (0, 0)))
        if span is not None and not properties.complete:
            self.defects["tnef_properties"] = None
        return properties

    def _charset(self, message: Properties) -> str | None:
        start, end = self.spans.get(_CODEPAGE, (0, 0))
        number = int.from_bytes(self.data[start : min(end, start + 4)], "little")
        return _codec(number or message.integer(_PID_CODEPAGE) or 0)

    def _html(self, html: bytes, message: Properties, charset: str | None) -> str:
        number = message.integer(_PID_CODEPAGE)
        label = _codec(number) if number else charset
        return self._bounded(decode(html, label).text.partition("\0")[0])

    def _bounded(self, text: str) -> str:
        if len(text) > _LONGEST_TEXT:
            self.defects["limit_tnef"] = None
        return text[:_LONGEST_TEXT]

    def _text(self, tag: int, charset: str | None) -> str | None:
        span = self.spans.get(tag)
        return None if span is None else self._string(span, charset)

    def _string(self, span: tuple[int, int], charset: str | None) -> str | None:
        text = decode(self.data[span[0] : span[1]], charset).text
        return text.partition("\0")[0] or None

    def _file(self, one: _File, charset: str | None) -> TnefFile:
        properties = self._properties(one.properties)
        value = properties.span(_PID_DATA)
        embedded = value is not None and (
            properties.integer(_PID_METHOD) == _EMBEDDED_MESSAGE
            or self.data.startswith(_SIGNATURE, *value)
        )
        # Beside a message, the plain data only say that there is one, for programs without MAPI.
        start, end = (
            value if value is not None and (embedded or not one.data) else one.data or (0, 0)
        )
        name = properties.text(_PID_LONG_NAME, charset)
        name = name or (self._string(one.title, charset) if one.title else None)
        name = name or properties.text(_PID_SHORT_NAME, charset)
        name = name or properties.text(_PID_DISPLAY_NAME, charset)
        kind = properties.text(_PID_MIME_TAG, charset)
        content_id = properties.text(_PID_CONTENT_ID, charset)
        return TnefFile(
            name=clean_filename(name[-_LONGEST_NAME:]) if name else None,
            media_type=kind.strip().lower() if kind else None,
            start=start,
            end=end,
            content_id=content_id.strip().strip("<>") or None if content_id else None,
            embedded=embedded,
        )


def _codec(number: int) -> str | None:
    if not number:
        return None
    if 28591 <= number <= 28606:
        return f"iso-8859-{number - 28590}"
    return _CODEPAGES.get(number, f"cp{number}")


def _checksum(data: bytes, start: int, end: int) -> int:
    """Add the bytes up, modulo 2¹⁶."""
    # The low half of Adler-32 is one more than the sum, and up to 256 bytes it never wraps: the
    # same as sum(), at a tenth of its time.
    total = 0
    for at in range(start, end, _CHUNK):
        total += (adler32(data[at : min(at + _CHUNK, end)]) & 0xFFFF) - 1
    return total & 0xFFFF
