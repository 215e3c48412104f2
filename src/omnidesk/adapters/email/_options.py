"""How a mail is read."""

from __future__ import annotations

from dataclasses import dataclass

from omnidesk._mime import DEFAULT_LIMITS, Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOptions:
    """How a mail is read."""

    limits: Limits = DEFAULT_LIMITS
    """How much of it is read; what goes beyond is passed over, with a defect."""
    trusted_servers: tuple[str, ...] = ()
    """
    The names (authserv-id, RFC 8601) of servers whose word about the sender is believed. Of none,
    nothing is.
    """
    trusted_sealers: tuple[str, ...] = ()
    """Domains whose ARC seals are believed (RFC 8617)."""
    strips_forged: bool = False
    """
    Whether the trusted servers delete results in their name that come from outside (RFC 8601
    section 5). Needed where they write theirs below their own `Received` line.
    """


DEFAULT_OPTIONS = MailOptions()
"""How a mail is read when nobody says otherwise."""
