"""The fingerprint of an attachment."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omnidesk._mime import MimePart


def digest(part: MimePart) -> str:
    """
    Return the SHA-256 of a part's decoded content, in hexadecimal.

    Decodes anew each time: ask only for what is stored or compared.
    """
    return sha256(part.content()).hexdigest()
