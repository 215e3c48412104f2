"""Services that sign nothing: a secret that they bear along, in a header of our own choice."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from omnidesk.errors import SignatureError
from omnidesk.signatures._common import key_bytes

if TYPE_CHECKING:
    from omnidesk._payload import Payload


def shared_secret(payload: Payload, *, header: str, secret: str | bytes) -> None:
    """
    Verify that a request bears a secret, for services that sign nothing.

    It proves that the sender knows the secret, and nothing about the body: whoever has seen one
    request can send others. Many services let you enter a header beside the webhook's address.
    The comparison takes the same time whatever was sent.

    Args:
        payload: The request as received, with its headers.
        header: The header's name, such as `Authorization`.
        secret: The header's whole value, such as `Bearer 7f…`.

    Raises:
        SignatureError: If the header is missing or is not the secret.
        ValueError: If the secret is empty.
    """
    expected = key_bytes(secret, "secret")
    given = payload.header(header)
    if given is None:
        raise SignatureError("expected the header with the secret", digest=payload.digest)
    if not hmac.compare_digest(expected, given.encode("utf-8", "surrogatepass")):
        raise SignatureError("expected another secret in the header", digest=payload.digest)
