"""Cryptographic messages (RFC 5652): what is inside is taken out, and nothing is verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

_DEEPEST = 32
_MOST_ELEMENTS = 200_000

_SEQUENCE = 0x30
_CONTEXT_0 = 0xA0
_OBJECT_IDENTIFIER = 0x06
_OCTET_STRING = 0x04
_OCTET_STRINGS = 0x24
_CONSTRUCTED = 0x20

_PKCS7 = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07"
_SMIME = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01"
_KINDS: dict[bytes, Literal["signed", "enveloped", "compressed"]] = {
    _PKCS7 + b"\x02": "signed",
    _PKCS7 + b"\x03": "enveloped",
    _PKCS7 + b"\x06": "enveloped",  # EncryptedData
    _SMIME + b"\x17": "enveloped",  # AuthEnvelopedData, RFC 5083
    _SMIME + b"\x09": "compressed",  # RFC 3274
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Cms:
    """What a cryptographic message is, and what it plainly holds."""

    kind: Literal["signed", "enveloped", "compressed", "unknown"]
    content: bytes | None
    """
    What was signed, **not verified**: anybody can make such a message. `None` if it is elsewhere
    (a detached signature), encrypted or compressed.
    """
    defects: tuple[str, ...]
    """Codes: `cms_malformed`, `cms_truncated` (what is there is kept), `limit_cms`."""


class _BrokenError(Exception):
    """The walk cannot go on; holds a code."""


@dataclass(frozen=True, slots=True)
class _Element:
    tag: int
    start: int
    end: int | None
    """`None` for an indefinite length, which ends with an element of two zeros."""


def read_cms(data: bytes) -> Cms:
    """
    Take the content out of an S/MIME message (`smime.p7m`). Never fails.

    Both definite and indefinite lengths are read (BER), and an end that is missing is none.

    Args:
        data: The decoded content of an application/pkcs7-mime part.
    """
    walker = _Walker(data)
    kind: Literal["signed", "enveloped", "compressed", "unknown"] = "unknown"
    content = None
    try:
        outer = walker.expect(0, _SEQUENCE)
        identifier = walker.expect(outer.start, _OBJECT_IDENTIFIER)
        kind = _KINDS.get(walker.bytes_of(identifier), "unknown")
        if kind == "signed":
            content = _signed_content(walker, walker.after(identifier))
    except _BrokenError as broken:
        walker.defects[str(broken)] = None
    return Cms(kind=kind, content=content, defects=tuple(walker.defects))


def _signed_content(walker: _Walker, at: int) -> bytes | None:
    """Return eContent of a SignedData (RFC 5652 section 5.1)."""
    signed = walker.expect(walker.expect(at, _CONTEXT_0).start, _SEQUENCE)
    version = walker.element(signed.start)
    algorithms = walker.element(walker.after(version))
    encapsulated = walker.expect(walker.after(algorithms), _SEQUENCE)
    identifier = walker.expect(encapsulated.start, _OBJECT_IDENTIFIER)
    at = walker.after(identifier)
    if encapsulated.end is not None and at >= encapsulated.end:
        return None
    explicit = walker.element(at)
    if explicit.tag != _CONTEXT_0:
        # The mark that ends an indefinite length, for one.
        return None
    octets = walker.element(explicit.start)
    if octets.tag == _OCTET_STRING:
        return walker.bytes_of(octets)
    if octets.tag == _OCTET_STRINGS:
        return walker.joined(octets)
    # PKCS #7 1.5 put the content there as it was, in whatever type.
    return walker.data[explicit.start : walker.after(octets)]


class _Walker:
    """Reads elements one after another; how deep they nest is counted, not recursed into."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.elements = 0
        self.defects: dict[str, None] = {}

    def element(self, at: int) -> _Element:
        """Return the element that begins there."""
        self.elements += 1
        if self.elements > _MOST_ELEMENTS:
            raise _BrokenError("limit_cms")
        data = self.data
        if at + 2 > len(data):
            raise _BrokenError("cms_truncated")
        tag, length = data[at], data[at + 1]
        if tag & 0x1F == 0x1F:
            # Tags of several bytes occur in no S/MIME message.
            raise _BrokenError("cms_malformed")
        start = at + 2
        if length == 0x80:
            if not tag & _CONSTRUCTED:
                raise _BrokenError("cms_malformed")
            return _Element(tag, start, None)
        if length > 0x80:
            size = length & 0x7F
            if size > 8:
                raise _BrokenError("cms_malformed")
            length = int.from_bytes(data[start : start + size], "big")
            start += size
        end = start + length
        if end > len(data):
            self.defects["cms_truncated"] = None
            start, end = min(start, len(data)), len(data)
        return _Element(tag, start, end)

    def expect(self, at: int, tag: int) -> _Element:
        """Return the element that begins there, if it is such a one."""
        found = self.element(at)
        if found.tag != tag:
            raise _BrokenError("cms_malformed")
        return found

    def bytes_of(self, element: _Element) -> bytes:
        """Return the content of an element."""
        return self.data[element.start : self.after(element)]

    def after(self, element: _Element) -> int:
        """Return where the next element begins."""
        if element.end is not None:
            return element.end
        return self._leaves(element, None)

    def joined(self, octets: _Element) -> bytes:
        """Return the content of a string in pieces, which may be in pieces again."""
        pieces: list[bytes] = []
        try:
            self._leaves(octets, pieces)
        except _BrokenError as broken:
            # What is there of it is kept.
            self.defects[str(broken)] = None
        return b"".join(pieces)

    def _leaves(self, element: _Element, pieces: list[bytes] | None) -> int:
        """Walk to the end of an element, collect the strings in it, and return what follows."""
        ends = [element.end]
        at = element.start
        while ends:
            end = ends[-1]
            if end is not None and at >= end:
                ends.pop()
                continue
            if end is None and self.data.startswith(b"\0\0", at):
                ends.pop()
                at += 2
                continue
            one = self.element(at)
            at = one.start
            if one.tag & _CONSTRUCTED and (one.end is None or pieces is not None):
                if len(ends) >= _DEEPEST:
                    raise _BrokenError("limit_cms")
                ends.append(one.end)
                continue
            at = self.after(one)
            if pieces is not None and one.tag == _OCTET_STRING:
                pieces.append(self.data[one.start : at])
        return at
