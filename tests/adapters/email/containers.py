"""Containers built byte by byte, for the tests of what opens them."""

import base64
import struct
from zlib import crc32

# --- TNEF (MS-OXTNEF) -----------------------------------------------------------------------------

CODEPAGE, CLASS, SUBJECT, BODY = 0x00069007, 0x00078008, 0x00018004, 0x0002800C
PROPERTIES, NEW, DATA, TITLE, OF_FILE = 0x00069003, 0x00069002, 0x0006800F, 0x00018010, 0x00069005
META = 0x00068011
UNICODE, STRING, BINARY, OBJECT, INTEGER = 0x1F, 0x1E, 0x102, 0x0D, 0x03


def attribute(tag, data, *, checksum=None):
    total = sum(data) & 0xFFFF if checksum is None else checksum
    level = 2 if tag in (NEW, DATA, TITLE, OF_FILE, META) else 1
    return struct.pack("<BII", level, tag, len(data)) + data + struct.pack("<H", total)


def tnef(*attributes):
    return b"\x78\x9f\x3e\x22\1\0" + b"".join(attributes)


def padded(data):
    return data + bytes(-len(data) % 4)


def variable(kind, number, *values):
    head = struct.pack("<HHI", kind | (0x1000 if len(values) > 1 else 0), number, len(values))
    return head + b"".join(struct.pack("<I", len(one)) + padded(one) for one in values)


def integer(number, value):
    return struct.pack("<HHI", INTEGER, number, value)


def properties(*found, count=None):
    return struct.pack("<I", len(found) if count is None else count) + b"".join(found)


def wide(text):
    return text.encode("utf-16-le") + b"\0\0"


def rtf(body, raw_size, *, kind=b"LZFu", checksum=None):
    crc = crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF if checksum is None else checksum
    return struct.pack("<II4sI", len(body) + 12, raw_size, kind, crc) + body


def tnef_file(content, name=None, media_type=None, content_id=None):
    texts = ((0x3707, name), (0x370E, media_type), (0x3712, content_id))
    mapi = properties(*(variable(UNICODE, tag, wide(one)) for tag, one in texts if one is not None))
    return attribute(NEW, bytes(14)) + attribute(DATA, content) + attribute(OF_FILE, mapi)


def tnef_body(*, text=None, html=None, rich=None):
    found = [] if text is None else [variable(UNICODE, 0x1000, wide(text))]
    found += [] if html is None else [variable(BINARY, 0x1013, html), integer(0x3FDE, 65001)]
    plain = None if rich is None else rtf(rich, len(rich), kind=b"MELA")
    found += [] if plain is None else [variable(BINARY, 0x1009, plain)]
    return attribute(PROPERTIES, properties(*found))


# --- CMS (RFC 5652) -------------------------------------------------------------------------------

OID = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07"
END = b"\0\0"


def der(tag, *parts):
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes(4, "big")
    return bytes([tag, 0x84]) + size + body


def ber(tag, *parts):
    """The same with an indefinite length."""
    return bytes([tag, 0x80]) + b"".join(parts) + END


def oid(last):
    return der(6, OID + bytes([last]))


def signed(content, make=der):
    inner = make(0x30, oid(1), *([make(0xA0, content)] if content else []))
    algorithms = make(0x31, make(0x30, der(6, b"\x2b")))
    data = make(0x30, der(2, b"\1"), algorithms, inner, make(0x31, make(0x30)))
    return make(0x30, oid(2), make(0xA0, data))


def cms(content):
    return signed(der(4, content))


# --- mail -----------------------------------------------------------------------------------------


def part(kind, body=b"", *more):
    return b"\n".join((b"Content-Type: " + kind, *more, b"", body))


def packed(kind, body, *more):
    """A part in base64."""
    encoding = b"Content-Transfer-Encoding: base64"
    return part(kind, base64.encodebytes(body), encoding, *more)


def multipart(kind, *parts, boundary=b"b"):
    body = b"".join(b"--" + boundary + b"\n" + one + b"\n" for one in parts)
    head = b"multipart/" + kind + b"; boundary=" + boundary
    return part(head, body + b"--" + boundary + b"--\n")


def winmail(*attributes):
    return packed(b"application/ms-tnef; name=winmail.dat", tnef(*attributes))


def p7m(content, kind=b"application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"):
    return packed(kind, cms(content))
