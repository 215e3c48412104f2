"""Sunshine Conversations: a secret that each webhook bears along."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from omnidesk.signatures._common import key_bytes, unproved

if TYPE_CHECKING:
    from omnidesk._payload import Payload

_HEADER = "X-API-Key"


def sunshine(payload: Payload, *, secret: str | bytes) -> None:
    """
    Verify a webhook of Sunshine Conversations.

    The header `X-API-Key` is the secret that Sunshine made for the webhook. It is no signature: it
    proves that the sender knows the secret, and nothing about the body, so whoever has seen one
    request can send others. The comparison takes the same time whatever was sent.

    Source: <https://developer.zendesk.com/api-reference/conversations/#tag/Webhooks>.

    Args:
        payload: The request as received, with its headers.
        secret: The webhook's `secret`, which the API returns when the webhook is made. Each
            webhook has its own.

    Raises:
        SignatureError: If the header is missing or is not the secret.
        ValueError: If the secret is empty.
    """
    expected = key_bytes(secret, "secret")
    given = payload.header(_HEADER)
    if given is None:
        raise unproved(payload, "sunshine", f"expected an {_HEADER} header")
    if not hmac.compare_digest(expected, given.encode("utf-8", "surrogatepass")):
        raise unproved(payload, "sunshine", f"expected another {_HEADER}")
