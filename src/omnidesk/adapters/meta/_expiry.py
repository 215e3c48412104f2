"""When the addresses of Meta's media servers stop working."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters._time import from_epoch

if TYPE_CHECKING:
    from datetime import datetime

_MEDIA_HOSTS = (".fbcdn.net", ".fbsbx.com", ".cdninstagram.com")
_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")


def expires_at(url: str) -> datetime | None:
    """Read when a URL of Meta's media servers expires: `oe`, hexadecimal seconds of the epoch."""
    address, _, query = url.partition("?")
    host = address.partition("://")[2].partition("/")[0]
    if not f".{host}".endswith(_MEDIA_HOSTS):
        return None
    for field in query.split("&"):
        name, _, value = field.partition("=")
        if name == "oe" and 0 < len(value) <= 8 and _HEX_DIGITS.issuperset(value):
            at, defects = from_epoch(int(value, 16), "seconds")
            return None if defects else at
    return None
