"""What the records of Vietnamese services share: counts of seconds, words for how a call ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, cast

from pydantic import BeforeValidator

from omnidesk.adapters.calls._exchange import CHANNEL, Exchange
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters._clock import Clock
    from omnidesk.adapters.calls._parties import Numbering
    from omnidesk.model import Outcome

_LONGEST = 4_096
_MOST_SECONDS = 10_000_000
"""Almost four months: no call, whatever the unit is."""


def _to_text(value: object) -> str | None:
    """Take text and numbers, and pass over what is neither: a field may be anything to a vendor."""
    if isinstance(value, str):
        return value.strip()[:_LONGEST] or None
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= 128:
        return str(value)
    return None


def _to_count(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 20:
        return int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**63:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63:
        return value
    return None


def _to_object(value: object) -> object:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


Text = Annotated[str | None, BeforeValidator(_to_text)]
"""Text, or a number as text; `None` for anything else, and for nothing."""

Count = Annotated[int | None, BeforeValidator(_to_count)]
"""A whole number, also in a string; `None` for anything else."""

Object = Annotated[dict[str, Any], BeforeValidator(_to_object)]
"""An object; an empty one for anything else. `Any` with reason: nobody has checked it yet."""

_SIP: Mapping[str, Outcome] = {
    "403": "failed",
    "404": "failed",
    "408": "missed",
    "480": "missed",
    "484": "failed",
    "486": "busy",
    "487": "cancelled",
    "488": "failed",
    "500": "failed",
    "502": "failed",
    "503": "failed",
    "600": "busy",
    "603": "rejected",
    "604": "failed",
}
"""What a final response of SIP (RFC 3261 section 21) makes of a call that nobody answered."""


def sip_outcome(cause: str | None) -> Outcome | None:
    """Tell how a call ended from a cause such as `486 Busy Here`; `None` if that says nothing."""
    return _SIP.get((cause or "").strip()[:3])


def milliseconds(seconds: int | None) -> int | None:
    """Return seconds as milliseconds; `None` for what cannot be the duration of a call."""
    return seconds * 1_000 if seconds is not None and 0 <= seconds <= _MOST_SECONDS else None


def web_url(text: str | None) -> str | None:
    """Return a URL of the web, and `None` for what vendors write in its place."""
    return text if text and text.lower().startswith(("https://", "http://")) else None


def exchange_of(name: str, account: str, numbering: Numbering, clock: Clock) -> Exchange:
    """Return the exchange; extensions and users are its own, unless it says otherwise."""
    scoped = replace(numbering, scope=numbering.scope or account)
    return Exchange(name=name, account=account, numbering=scoped, clock=clock)


def object_of(payload: Payload, expected: str) -> dict[str, JSON]:
    """
    Return the body as a JSON object.

    Raises:
        PayloadError: If it is none.
    """
    body = payload.json(channel=CHANNEL)
    if isinstance(body, dict):
        return cast("dict[str, JSON]", body)
    raise PayloadError(expected, channel=CHANNEL, digest=payload.digest)
