"""What our own machines write on their mail, so that other machines, and we, keep still."""

from __future__ import annotations

from typing import Literal

LOOP_HEADER = "X-Omnidesk-Loop"
"""The header by which `classify` knows mail of ours that comes back."""


def outbound_headers(
    kind: Literal["auto-replied", "auto-generated"],
) -> tuple[tuple[str, str], ...]:
    """
    Return the headers that automatic mail should carry.

    The envelope's sender should be null (`MAIL FROM:<>`) for `auto-replied` (RFC 3834 section 3.3).

    Args:
        kind: `auto-replied` for an answer to a mail, `auto-generated` for any other.

    Returns:
        Names and values: `Auto-Submitted` (RFC 3834), `X-Auto-Response-Suppress` (Exchange),
        `Precedence` (old custom; for answers only, since some servers file `bulk` as spam), and
        our own mark.
    """
    headers = [("Auto-Submitted", kind), ("X-Auto-Response-Suppress", "All")]
    if kind == "auto-replied":
        headers.append(("Precedence", "auto_reply"))
    return (*headers, (LOOP_HEADER, "1"))
