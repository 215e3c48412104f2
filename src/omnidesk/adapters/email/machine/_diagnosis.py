"""From status codes and servers' words to one reason: why mail was not delivered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from omnidesk.adapters.email.machine._words import folded

if TYPE_CHECKING:
    from omnidesk.adapters.email.machine._types import BounceReason

_READ = 4_096
"""How much of a diagnostic is looked at: servers say it in the first line."""

# RFC 3463 section 2; not within a number with more dots, which is an IP address.
_STATUS = re.compile(r"(?<![\w.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_REPLY = re.compile(r"(?<![\w.:/-])([45][0-57]\d)(?=[ \-]|$)")

# What servers say, folded; the first that is found decides, so the more exact ones come first.
# A word of ours or a server's stock phrase each, short enough to survive translations of the rest.
_WORDS: tuple[tuple[BounceReason, tuple[str, ...]], ...] = (
    ("greylisted", ("greylist", "graylist", "grey list", "postgrey")),
    (
        "rate_limited",
        (
            "too many messages",
            "too many connections",
            "too many recipients",
            "rate limit",
            "rate that",
            "sending quota",
            "sending limit",
            "exceeded the max emails per hour",
            "receiving mail too quickly",
            "throttl",
            "try again later, too much mail",
            "vuot qua gioi han gui",
        ),
    ),
    (
        "mailbox_full",
        (
            "mailbox full",
            "mailbox is full",
            "mail box full",
            "mailbox quota",
            "over quota",
            "overquota",
            "over his quota",
            "over the storage quota",
            "out of storage",
            "quota exceeded",
            "exceeded quota",
            "exceeds quota",
            "exceeded its quota",
            "exceeded storage",
            "quota has been exceeded",
            "inbox is full",
            "user is over",
            "not enough storage space",
            "insufficient space in the user",
            "hop thu day",
            "hop thu cua nguoi nhan da day",
            "hop thu da day",
            "hop thu den da day",
            "vuot qua dung luong",
            "het dung luong",
            "postfach voll",
            "postfach ist voll",
            "boite pleine",
            "boite aux lettres pleine",
            "buzon lleno",
        ),
    ),
    (
        "message_too_big",
        (
            "message too large",
            "message too big",
            "message size exceeds",
            "message is too large",
            "message exceeds",
            "size limit",
            "maximum message size",
            "exceeds maximum allowed size",
            "larger than the current system limit",
            "thu qua lon",
            "kich thuoc thu vuot",
        ),
    ),
    (
        "virus_detected",
        ("virus", "malware", "infected", "executable attachment"),
    ),
    (
        "auth_failure",
        (
            "dmarc",
            "dkim",
            "spf check",
            "spf fail",
            "spf validation",
            "spf record",
            "fails to pass authentication",
            "unauthenticated email",
            "sender is not authenticated",
            "sender policy framework",
        ),
    ),
    ("tls_required", ("starttls", "tls is required", "requires tls", "must issue a starttls")),
    (
        "requires_ptr",
        (
            "ptr record",
            "reverse dns",
            "reverse hostname",
            "reverse host name",
            "no ptr",
            "ban ghi ptr",
        ),
    ),
    (
        "relay_denied",
        (
            "relay access denied",
            "relaying denied",
            "relay denied",
            "relay not permitted",
            "unable to relay",
            "relaying not allowed",
            "not permitted to relay",
            "we do not relay",
        ),
    ),
    (
        "blocked",
        (
            "blacklist",
            "blocklist",
            "block list",
            "spamhaus",
            "spamcop",
            "barracudacentral",
            "dnsbl",
            " rbl",
            "is listed",
            "currently listed",
            "blocked using",
            "poor reputation",
            "low reputation",
            "ip address has been blocked",
            "client host blocked",
            "client host rejected",
            "banned sending ip",
            "danh sach den",
            "bi chan",
        ),
    ),
    (
        "spam_detected",
        ("spam", "unsolicited", "junk mail", "bulk mail rejected", "thu rac"),
    ),
    (
        "suspended",
        (
            "account disabled",
            "account is disabled",
            "account has been disabled",
            "account that you tried to reach is disabled",
            "mailbox disabled",
            "mailbox is disabled",
            "mailbox unavailable or disabled",
            "account is inactive",
            "account inactive",
            "is inactive",
            "mailbox inactive",
            "suspended",
            "account locked",
            "deactivated",
            "tai khoan bi khoa",
            "tai khoan da bi khoa",
            "tai khoan nay da bi vo hieu",
            "tam ngung",
        ),
    ),
    (
        "moved",
        (
            "has moved",
            "user has moved",
            "user not local; please try",
            "no longer with the company",
            "new address is",
            "da doi dia chi",
        ),
    ),
    (
        "restricted",
        (
            "only accepts messages from",
            "only accepts mail from",
            "not authorized to send to",
            "don't have permission to send",
            "delivery not authorized",
            "restricted to certain senders",
            "not permitted to send",
            "isn't allowed to send",
            "khong co quyen gui",
        ),
    ),
    (
        "host_unknown",
        (
            "host unknown",
            "unknown host",
            "host not found",
            "domain not found",
            "domain does not exist",
            "domain name not found",
            "name or service not known",
            "host or domain name",
            "no such domain",
            "couldn't find any host",
            "unrouteable mail domain",
            "unrouteable address",
            "unroutable mail domain",
            "nxdomain",
            "dns error",
            "bad destination system",
            "not a valid domain",
            "domain couldn't be found",
            "null mx",
            "khong tim thay ten mien",
            "khong tim thay mien",
            "ten mien khong ton tai",
        ),
    ),
    (
        "user_unknown",
        (
            "user unknown",
            "unknown user",
            "no such user",
            "nosuchuser",
            "registered gateway user",
            "no such recipient",
            "no such mailbox",
            "no such address",
            "no such person",
            "unknown recipient",
            "recipient unknown",
            "unknown address",
            "unknown local part",
            "user not found",
            "recipient not found",
            "recipientnotfound",
            "address not found",
            "mailbox not found",
            "invalid recipient",
            "invalid mailbox",
            "invalid user",
            "does not exist",
            "doesn't exist",
            "not exist",
            "doesn't have a",
            "does not have an account",
            "no mailbox here by that name",
            "no mailbox by that name",
            "couldn't be found",
            "address could not be found",
            "wasn't found at",
            "was not found at",
            "unable to find",
            "not listed in",
            "not a valid mailbox",
            "not a valid recipient",
            "undeliverable address",
            "user doesn't have",
            "recipient address rejected",
            "mailbox unavailable",
            "mailbox not available",
            "khong tim thay dia chi",
            "dia chi khong ton tai",
            "khong ton tai",
            "khong tim thay nguoi nhan",
            "nguoi dung khong ton tai",
            "adresse inconnue",
            "utilisateur inconnu",
            "n'existe pas",
            "usuario desconocido",
            "no existe",
            "empfanger unbekannt",
            "nicht gefunden",
            "existiert nicht",
        ),
    ),
    (
        "mail_loop",
        (
            "too many hops",
            "hop count exceeded",
            "mail loop",
            "loops back to myself",
            "routing loop",
            "mail forwarding loop",
        ),
    ),
    (
        "system_full",
        (
            "insufficient system storage",
            "insufficient disk space",
            "no space left",
            "disk full",
            "file system full",
        ),
    ),
    (
        "network_error",
        (
            "connection timed out",
            "connection refused",
            "connection dropped",
            "connection reset",
            "lost connection",
            "network is unreachable",
            "no route to host",
            "unable to establish an smtp connection",
            "wasn't able to establish",
            "could not connect",
            "couldn't connect",
            "all hosts have been failing",
            "server did not respond",
            "not responding",
            "recipient server did not accept our requests",
            "may chu khong phan hoi",
            "khong ket noi duoc",
        ),
    ),
    (
        "expired",
        (
            "expired",
            "too long in the queue",
            "in the queue too long",
            "retry timeout exceeded",
            "retry time not reached",
            "delivery time",
            "has been trying to deliver",
            "giving up",
            "qua thoi gian",
        ),
    ),
    (
        "policy_violation",
        ("policy", "prohibited", "security reasons", "blocked because its content", "chinh sach"),
    ),
    (
        "content_error",
        ("malformed", "invalid content", "bare lf", "bad header", "message content rejected"),
    ),
    ("syntax_error", ("syntax error", "command unrecognized", "command not recognized")),
    (
        "system_error",
        (
            "local error",
            "internal error",
            "configuration error",
            "misconfigur",
            "temporarily unavailable",
            "temporary failure",
            "service unavailable",
            "system error",
        ),
    ),
    (
        "not_accepted",
        ("sender rejected", "sender address rejected", "access denied", "message rejected"),
    ),
)
# RFC 3463 sections 3.2 to 3.8 and the IANA registry; `x.1.1` is subject 1, detail 1.
_DETAILS: dict[str, BounceReason] = {
    "1.0": "user_unknown",
    "1.1": "user_unknown",
    "1.2": "host_unknown",
    "1.3": "user_unknown",
    "1.6": "moved",
    "1.8": "not_accepted",
    "1.7": "not_accepted",
    "1.10": "host_unknown",
    "2.1": "suspended",
    "2.2": "mailbox_full",
    "2.3": "message_too_big",
    "3.1": "system_full",
    "3.2": "not_accepted",
    "3.4": "message_too_big",
    "3.5": "system_error",
    "4.0": "network_error",
    "4.1": "network_error",
    "4.2": "network_error",
    "4.3": "network_error",
    "4.4": "host_unknown",
    "4.5": "rate_limited",
    "4.6": "mail_loop",
    "4.7": "expired",
    "5.1": "syntax_error",
    "5.2": "syntax_error",
    "5.3": "rate_limited",
    "5.4": "syntax_error",
    "6.0": "content_error",
    "6.1": "content_error",
    "6.3": "content_error",
    "7.0": "policy_violation",
    "7.1": "policy_violation",
    "7.2": "restricted",
    "7.8": "auth_failure",
    "7.20": "auth_failure",
    "7.23": "auth_failure",
    "7.25": "requires_ptr",
    "7.26": "auth_failure",
    "7.27": "not_accepted",
    "7.28": "rate_limited",
    "7.29": "auth_failure",
}
# RFC 5321 section 4.2.3, where nothing better is given.
_REPLIES: dict[str, BounceReason] = {
    "421": "network_error",
    "452": "system_full",
    "500": "syntax_error",
    "501": "syntax_error",
    "502": "syntax_error",
    "551": "moved",
    "552": "mailbox_full",
    "553": "user_unknown",
}
_PERMANENT: dict[BounceReason, bool] = {
    "host_unknown": True,
    "moved": True,
    "suspended": True,
    "user_unknown": True,
    "undefined": True,
    "syntax_error": True,
}
"""
Whether more mail to the address is in vain, given a permanent code or none at all.

All others are about this mail, this sender or this moment, whatever class of code servers give.
"""


def status_in(text: str) -> str | None:
    """Return the first enhanced status code in a text (RFC 3463), or `None`."""
    found = _STATUS.search(text, 0, _READ)
    return None if found is None else found[0]


def diagnose(status: str | None, words: str) -> BounceReason:
    """
    Tell why mail was not delivered.

    Words go before codes: many servers say `5.7.1`, or `550` alone, to everything.

    Args:
        status: The enhanced status code.
        words: What the server said.
    """
    text = folded(words[:_READ])
    for reason, phrases in _WORDS:
        if any(phrase in text for phrase in phrases):
            return reason
    detail = _DETAILS.get((status or "").partition(".")[2])
    if detail is not None:
        return detail
    reply = _REPLY.search(text)
    return "undefined" if reply is None else _REPLIES.get(reply[1], "undefined")


def is_permanent(status: str | None, reason: BounceReason, words: str) -> bool | None:
    """
    Tell whether more mail to the address is in vain; `None` if neither code nor reason tells.

    Args:
        status: The enhanced status code.
        reason: The reason found.
        words: What the server said, which may begin with a reply code.
    """
    reply = _REPLY.search(words, 0, _READ)
    code = status or ("" if reply is None else reply[1])
    if code.startswith("4"):
        return False
    if reason == "undefined" and not code:
        return None
    return _PERMANENT.get(reason, False)
