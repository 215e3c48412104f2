"""Addresses in running text, and addresses behind which nobody reads."""

from __future__ import annotations

from typing import Literal

from omnidesk._mime import parse_addresses

_LONGEST_LOCAL = 64
_LONGEST_DOMAIN = 255
"""RFC 5321 section 4.5.3.1."""
_LOCAL = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.!#$%&*+/=?^_{|}~-"
)
_DOMAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-")

_DAEMONS = frozenset(
    ("mailer-daemon", "mailerdaemon", "mail-daemon", "maildaemon", "mdaemon", "postmaster")
)
_NO_REPLY = frozenset(
    (
        "noreply",
        "noreplies",
        "nepasrepondre",
        "nichtantworten",
        "khongtraloi",
        "khongphanhoi",
        "noresponder",
        "naoresponda",
        "nonrispondere",
        "donotreply",
        "dontreply",
        "nobody",
        "autoreply",
        "autoresponder",
        "autoresponse",
    )
)
_ROLES = frozenset(("listserv", "majordomo", "mailman", "sympa", "bounce", "bounces"))
_ROLE_ENDINGS = ("-request", "-owner", "-bounces", "-bounce")

SenderKind = Literal["daemon_sender", "no_reply_sender", "role_sender"]


def sender_kind(address: str) -> SenderKind | None:
    """Tell from its local part what answers to an address, if no person does (RFC 3834, 2)."""
    local = address.rpartition("@")[0].lower()
    base = local.partition("+")[0]
    if base in _DAEMONS or base.startswith("microsoftexchange329e"):
        return "daemon_sender"
    # `no-reply`, `no_reply` and `no.reply` are one word.
    word = base.replace("-", "").replace("_", "").replace(".", "")
    if word in _NO_REPLY or word.startswith(("noreply", "donotreply")):
        return "no_reply_sender"
    if base in _ROLES or base.startswith("owner-") or base.endswith(_ROLE_ENDINGS):
        return "role_sender"
    return None


def addresses_in(text: str, *, most: int) -> tuple[tuple[int, int, str], ...]:
    """
    Find what looks like a mail address in running text.

    Looks outwards from each `@`, so that the time does not depend on what stands around it.

    Args:
        text: The text.
        most: How many are returned.

    Returns:
        For each: where it starts, where it ends, and the address.
    """
    found: list[tuple[int, int, str]] = []
    at = text.find("@")
    while at >= 0 and len(found) < most:
        start = at
        while start > 0 and at - start < _LONGEST_LOCAL and text[start - 1] in _LOCAL:
            start -= 1
        end = at + 1
        while end < len(text) and end - at <= _LONGEST_DOMAIN and text[end] in _DOMAIN:
            end += 1
        while start < at and text[start] in ".=/-":
            start += 1
        while text[end - 1] in ".-":
            end -= 1
        if start < at and end > at + 1:
            found.append((start, end, text[start:end]))
        at = text.find("@", max(end, at + 1))
    return tuple(found)


def the_address(value: str) -> str | None:
    """Return the one certain address of a header's value, or `None`."""
    found = parse_addresses(value).addresses
    return found[0].address if len(found) == 1 else None
