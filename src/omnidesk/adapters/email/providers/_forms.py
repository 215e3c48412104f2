"""Forms as bytes: a raw mail in a field need not be UTF-8."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from omnidesk._mime import Limits, parse_mime, parse_parameters
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from omnidesk._mime import MimePart
    from omnidesk._payload import Payload

_MAX_FIELDS = 10_000
# A run at a time: a mail is full of them. Possessive, so each byte is seen once.
_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})++")
# An upload that was cut off must not pass for a mail; what follows the form is no part of it.
_HARMLESS = frozenset({"epilogue"})


def read_form(payload: Payload) -> tuple[tuple[str, bytes], ...]:
    """
    Read a form, `application/x-www-form-urlencoded` or `multipart/form-data` (RFC 7578).

    The latter is told by the header `Content-Type`, which holds its boundary, and is read by the
    linear reader of mail.

    Returns:
        The fields in order; values are bytes as sent.

    Raises:
        PayloadError: If it is no such form, or not a whole one.
    """
    kind = payload.header("content-type") or ""
    if kind.strip().lower().startswith("multipart/form-data"):
        fields = _multipart(payload, kind)
    else:
        fields = _urlencoded(payload)
    if fields is None:
        raise PayloadError("expected form fields", channel="email", digest=payload.digest)
    return fields


def _urlencoded(payload: Payload) -> tuple[tuple[str, bytes], ...] | None:
    # As the WHATWG URL standard has it, and as bytes: `Payload.form` expects UTF-8.
    pieces = payload.body.split(b"&", _MAX_FIELDS)
    if len(pieces) > _MAX_FIELDS or not payload.body.isascii():
        return None
    pairs = (piece.replace(b"+", b" ").partition(b"=") for piece in pieces if piece)
    return tuple((_name(_unquote(name)), _unquote(value)) for name, _, value in pairs)


def _unquote(value: bytes) -> bytes:
    return _ESCAPES.sub(lambda run: bytes.fromhex(run[0].replace(b"%", b"").decode()), value)


def _multipart(payload: Payload, kind: str) -> tuple[tuple[str, bytes], ...] | None:
    # A line break in the header would start another one.
    head = kind.replace("\r", " ").replace("\n", " ").encode("latin-1", "replace")
    whole = b"Content-Type: " + head + b"\r\n\r\n" + payload.body
    # The fields are not looked into, and how large a mail may be is for its own reader to say.
    form = parse_mime(whole, limits=Limits(raw_bytes=len(whole), depth=1, message_depth=0))
    if not form.parts or not _HARMLESS.issuperset(form.codes):
        return None
    return tuple((_field_name(part), part.content()) for part in form.parts)


def _field_name(part: MimePart) -> str:
    values = part.raw_headers("content-disposition")
    return parse_parameters(values[0]).parameters.get("name", "") if values else ""


def _name(name: bytes) -> str:
    return name.decode("utf-8", "replace")
