"""Crisp: HMAC-SHA256 of the time and the body, in hexadecimal."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from omnidesk.signatures._common import is_hex, key_bytes, unproved

if TYPE_CHECKING:
    from omnidesk._payload import Payload

_HEADER = "X-Crisp-Signature"
_TIME = "X-Crisp-Request-Timestamp"
_LONGEST_TIME = 20


def crisp(payload: Payload, *, secret: str | bytes) -> None:
    """
    Verify a webhook of a Crisp plugin.

    The header `X-Crisp-Signature` is the HMAC-SHA256, in hexadecimal, of `[`, the header
    `X-Crisp-Request-Timestamp`, `;`, the raw body and `]`. Digests are compared in constant time.
    Crisp does not document the unit of that time, so a request's age is not judged.

    Only the hooks of plugins are signed. Those of a website bear what you put into their address.

    Source: <https://docs.crisp.chat/references/web-hooks/v1/>.

    Args:
        payload: The request as received, with its headers.
        secret: The plugin's signing secret.

    Raises:
        SignatureError: If there is no signature or no time, or one that is malformed or does not
            match.
        ValueError: If the secret is empty.
    """
    key = key_bytes(secret, "secret")
    given, time = payload.header(_HEADER), payload.header(_TIME)
    if given is None or time is None:
        raise unproved(payload, "crisp", f"expected the headers {_HEADER} and {_TIME}")
    if not is_hex(given, 64):
        raise unproved(payload, "crisp", f"expected {_HEADER} to be 64 hexadecimal digits")
    if not (time.isascii() and time.isdigit() and len(time) <= _LONGEST_TIME):
        raise unproved(payload, "crisp", f"expected {_TIME} to be a number")
    signed = b"".join((b"[", time.encode(), b";", payload.body, b"]"))
    if not hmac.compare_digest(hmac.digest(key, signed, "sha256").hex(), given):
        raise unproved(
            payload,
            "crisp",
            f"expected another {_HEADER}: the body or the secret is not the signed one",
        )
