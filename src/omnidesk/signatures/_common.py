"""What all signatures need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.errors import SignatureError

if TYPE_CHECKING:
    from omnidesk._payload import Payload

_HEX_DIGITS = frozenset("0123456789abcdef")


def key_bytes(secret: str | bytes, name: str) -> bytes:
    """Return a secret as bytes; an empty one is the caller's mistake."""
    if not secret:
        # Anybody can sign with an empty key: usually a setting that was not read.
        raise ValueError(f"{name} is empty")
    return secret.encode() if isinstance(secret, str) else secret


def is_hex(digits: str, length: int) -> bool:
    """Tell whether it is so many hexadecimal digits in lower case, which keeps it to ASCII."""
    return len(digits) == length and _HEX_DIGITS.issuperset(digits)


def unproved(payload: Payload, channel: str, reason: str) -> SignatureError:
    """Return the error that a payload of a channel is not proved to be its vendor's."""
    return SignatureError(reason, channel=channel, digest=payload.digest)
