"""Tawk.to: HMAC-SHA1 of the body, in hexadecimal."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from omnidesk.signatures._common import is_hex, key_bytes, unproved

if TYPE_CHECKING:
    from omnidesk._payload import Payload

_HEADER = "X-Tawk-Signature"


def tawk(payload: Payload, *, secret: str | bytes) -> None:
    """
    Verify a webhook of Tawk.to.

    The header `X-Tawk-Signature` is the HMAC-SHA1 of the raw body in hexadecimal. Digests are
    compared in constant time. A request that is sent again, for up to 12 hours, bears the same
    `X-Hook-Event-Id`; nothing in it says when it was signed.

    Source: <https://developer.tawk.to/webhooks>.

    Args:
        payload: The request as received, with its headers.
        secret: The webhook's secret key. Each webhook has its own.

    Raises:
        SignatureError: If there is no signature, or one that is malformed or does not match.
        ValueError: If the secret is empty.
    """
    key = key_bytes(secret, "secret")
    given = payload.header(_HEADER)
    if given is None:
        raise unproved(payload, "tawk", f"expected an {_HEADER} header")
    if not is_hex(given, 40):
        raise unproved(payload, "tawk", f"expected {_HEADER} to be 40 hexadecimal digits")
    if not hmac.compare_digest(hmac.digest(key, payload.body, "sha1").hex(), given):
        raise unproved(
            payload,
            "tawk",
            f"expected another {_HEADER}: the body or the secret is not the signed one",
        )
