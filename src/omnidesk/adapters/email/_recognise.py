"""Does this look like a mail?"""

from __future__ import annotations

import re

_LOOKED_AT = 4_096
_FIELD = re.compile(rb"([!-9;-~]{1,70}+)[ \t]*+:|([ \t]++)|(>?From )")

# One of these is enough: nothing but mail has them.
_STRONG = frozenset(
    {
        b"delivered-to",
        b"dkim-signature",
        b"from",
        b"message-id",
        b"mime-version",
        b"received",
        b"return-path",
        b"x-original-to",
    }
)
# Two of these are: call records and HTTP have one or the other.
_KNOWN = frozenset(
    {
        b"bcc",
        b"cc",
        b"content-type",
        b"content-transfer-encoding",
        b"date",
        b"in-reply-to",
        b"references",
        b"reply-to",
        b"sender",
        b"subject",
        b"to",
    }
)


def looks_like_mail(body: bytes) -> bool:
    """
    Tell whether bytes start as a mail does: with header fields, well-known ones among them.

    Args:
        body: The bytes, of which the first few thousand are looked at.
    """
    start = body[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    known = 0
    for count, line in enumerate(start.splitlines()):
        field = _FIELD.match(line)
        if field is None or (field[2] and not count) or (field[3] and count):
            break
        name = (field[1] or b"").lower()
        if name in _STRONG:
            return True
        known += name in _KNOWN
    return known >= 2
