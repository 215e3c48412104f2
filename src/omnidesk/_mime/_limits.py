"""How much of a mail is read: bounds that no honest mail meets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    How much of a mail is read.

    What goes beyond a limit is passed over, and a defect whose code starts with `limit_` says so:
    a limit is never an exception. The defaults are far above what honest mail needs.
    """

    raw_bytes: int = 50 * 1024 * 1024
    """Of the mail as received."""
    header_block_bytes: int = 512 * 1024
    """Of all headers of one part."""
    header_bytes: int = 64 * 1024
    """Of one header."""
    headers: int = 2_000
    """Headers of one part."""
    parts: int = 1_000
    """Parts of one mail, multiparts included."""
    depth: int = 50
    """How deep parts may nest."""
    message_depth: int = 5
    """How deep messages may nest in messages."""
    addresses: int = 1_000
    """Addresses in one header."""
    encoded_words: int = 500
    """RFC 2047 words in one header."""
    parameters: int = 200
    """Parameters of one header."""
    references: int = 100
    """Message ids in one header: the first, and the last ones up to this number."""
    filename_bytes: int = 255
    """Of one file name in UTF-8: what file systems take."""


DEFAULT_LIMITS = Limits()
"""What `parse_mime` goes by when nobody says otherwise."""
