"""Chatwoot: HMAC-SHA256 of the time and the body, and of what a site calls its visitors."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from omnidesk.signatures._common import is_hex, key_bytes, unproved

if TYPE_CHECKING:
    from omnidesk._payload import Payload

_HEADER = "X-Chatwoot-Signature"
_TIME = "X-Chatwoot-Timestamp"
_PREFIX = "sha256="
_LONGEST_TIME = 11
_AHEAD = timedelta(minutes=5)
"""How far chatwoot's clock may be ahead of ours."""


def chatwoot(
    payload: Payload,
    *,
    secret: str | bytes,
    max_age: timedelta | None = None,
    now: datetime | None = None,
) -> None:
    """
    Verify a webhook of chatwoot.

    The header `X-Chatwoot-Signature` is `sha256=` and the HMAC-SHA256, in hexadecimal, of the
    header `X-Chatwoot-Timestamp` (seconds), a point and the raw body. Digests are compared in
    constant time. The webhooks of an account are signed since release 4.11.2, those of an API inbox
    and of a bot since 4.13.0; what older releases send proves nothing, and is refused here.

    What is sent again bears a new time and the same `X-Chatwoot-Delivery`.

    Source: <https://github.com/chatwoot/chatwoot/pull/13573>,
    <https://github.com/chatwoot/chatwoot/pull/13892>.

    Args:
        payload: The request as received, with its headers.
        secret: The secret of that webhook, inbox or bot. It is not the inbox's `hmac_token`, which
            is for `chatwoot_identity`.
        max_age: How old the request may be, by its signed time. Chatwoot suggests five minutes.
            `None` takes any age, as stored payloads need it.
        now: The time to compare with; needed with `max_age`, and aware.

    Raises:
        SignatureError: If there is no signature or no time, or one that is malformed, too old or
            does not match.
        ValueError: If the secret is empty, or `max_age` comes without an aware `now`.
    """
    key = key_bytes(secret, "secret")
    if max_age is not None and (now is None or now.utcoffset() is None):
        raise ValueError("max_age needs an aware now")
    given, time = payload.header(_HEADER), payload.header(_TIME)
    if given is None or time is None:
        raise unproved(payload, "chatwoot", f"expected the headers {_HEADER} and {_TIME}")
    digest = given.removeprefix(_PREFIX)
    if digest == given or not is_hex(digest, 64):
        raise unproved(
            payload, "chatwoot", f"expected {_HEADER} to be sha256= and 64 hexadecimal digits"
        )
    if not (time.isascii() and time.isdigit() and len(time) <= _LONGEST_TIME):
        raise unproved(payload, "chatwoot", f"expected {_TIME} to be a number of seconds")
    signed = b"".join((time.encode(), b".", payload.body))
    if not hmac.compare_digest(hmac.digest(key, signed, "sha256").hex(), digest):
        raise unproved(
            payload,
            "chatwoot",
            f"expected another {_HEADER}: the body or the secret is not the signed one",
        )
    if max_age is not None and now is not None:
        age = now - (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(time)))
        if not -_AHEAD <= age <= max_age:
            raise unproved(
                payload, "chatwoot", f"expected a {_TIME} within the age that is allowed"
            )


def chatwoot_identity(identifier: str, *, hmac_token: str | bytes) -> str:
    """
    Return the `identifier_hash` that proves to chatwoot who a visitor of ours is.

    It is the HMAC-SHA256 of the identifier, in hexadecimal. Our server makes it, and the site gives
    it to `setUser`, or to the API of an API inbox. A contact whom it proved has `hmac_verified`.

    Source: "Identity validation" of <https://www.chatwoot.com/hc/user-guide/>.

    Args:
        identifier: What our side calls the visitor. It must never change, so it is no address.
        hmac_token: The inbox's secret for identity validation. Never let it reach a browser.

    Returns:
        64 hexadecimal digits.

    Raises:
        ValueError: If the identifier or the secret is empty.
    """
    key = key_bytes(hmac_token, "hmac_token")
    return hmac.digest(key, key_bytes(identifier, "identifier"), "sha256").hex()
