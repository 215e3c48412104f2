"""DIDWW: a signature that says when it was made, as several services have come to write it."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from omnidesk.signatures._common import is_hex, key_bytes, unproved

if TYPE_CHECKING:
    from omnidesk._payload import Payload


def didww(
    payload: Payload,
    *,
    secret: str | bytes,
    now: datetime | None = None,
    tolerance: timedelta = timedelta(minutes=5),
    header: str = "X-PS-Signature",
) -> None:
    """
    Verify a webhook of DIDWW's phone.systems, or of a service that signs in the same way.

    The header is `t=` with the time of signing in seconds since 1970, and `v1=` with the
    HMAC-SHA256 in hexadecimal of that time, a full stop and the raw body. Digests are compared in
    constant time. A request that is sent again is signed again, so the tolerance can be short; the
    header `X-PS-Event-Id` stays the same.

    Source: <https://doc.didww.com/phone-systems/Settings/webhooks/verify-webhook-requests.html>.

    Args:
        payload: The request as received, with its headers.
        secret: The webhook's secret.
        now: The time to compare with; aware. Without it, `payload.received_at`.
        tolerance: How far the time of signing may be from it, on both sides.
        header: The header's name, where another service has another.

    Raises:
        SignatureError: If there is no signature, or one that is malformed, too old, or does not
            match.
        ValueError: If the secret is empty, or there is no aware time to compare with.
    """
    key = key_bytes(secret, "secret")
    now = now or payload.received_at
    if now is None or now.utcoffset() is None:
        raise ValueError("give an aware now, or a payload that knows when it was received")
    given = payload.header(header)
    if given is None:
        raise unproved(payload, "didww", f"expected an {header} header")
    parts = [part.partition("=") for part in given.split(",")]
    (time, digest) = (_only(name, parts) for name in ("t", "v1"))
    if not (time.isascii() and time.isdigit() and len(time) <= 11 and is_hex(digest, 64)):
        raise unproved(
            payload, "didww", f"expected {header} to be t= and seconds, v1= and 64 digits"
        )
    signed = f"{time}.".encode() + payload.body
    if not hmac.compare_digest(hmac.digest(key, signed, "sha256").hex(), digest):
        raise unproved(
            payload,
            "didww",
            f"expected another {header}: the body or the secret is not the signed one",
        )
    if abs(now - (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(time)))) > tolerance:
        raise unproved(payload, "didww", f"expected {header} to be of another time")


def _only(name: str, parts: list[tuple[str, str, str]]) -> str:
    """Return the value of a part that is there once; nothing if it is not."""
    found = [value for key, _, value in parts if key == name]
    return found[0] if len(found) == 1 else ""
