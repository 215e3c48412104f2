"""Ids that are the same wherever the same thing is read."""

from __future__ import annotations

from hashlib import sha256


def derive_id(prefix: str, *parts: str | None) -> str:
    """
    Derive an id from what identifies a thing: the same parts always give the same id.

    Ids are interface: an adapter that changes the parts it derives an id from makes a breaking
    change. `None` and the empty string are different parts, and no two sequences of parts run
    together.

    Args:
        prefix: A short word in front, which says what kind of thing the id names.
        *parts: What identifies the thing, in an order that never changes.

    Returns:
        The prefix, `_`, and 128 bits of a SHA-256 in 32 hexadecimal digits.
    """
    framed = "".join(["-" if part is None else f"{len(part)}:{part}" for part in parts])
    # A lone surrogate cannot be encoded strictly, and an id must never fail.
    return f"{prefix}_{sha256(framed.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
