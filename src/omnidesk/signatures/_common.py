"""What all signatures need."""

from __future__ import annotations

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
