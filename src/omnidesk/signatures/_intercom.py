"""Intercom: HMAC-SHA1 of the body, in hexadecimal, behind the name of the algorithm."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from omnidesk.signatures._common import is_hex, key_bytes, unproved

if TYPE_CHECKING:
    from omnidesk._payload import Payload

_HEADER = "X-Hub-Signature"
_ALGORITHM = "sha1="


def intercom(payload: Payload, *, client_secret: str | bytes) -> None:
    """
    Verify a notification of Intercom.

    The header `X-Hub-Signature` is `sha1=` and the HMAC-SHA1 of the raw body in hexadecimal. That
    is the only algorithm, whatever the header says. Digests are compared in constant time. Nothing
    in a request says when it was signed: what comes again has the same id in its body.

    Source: <https://developers.intercom.com/docs/webhooks/setting-up-webhooks>.

    Args:
        payload: The request as received, with its headers.
        client_secret: The app's client secret, from its page "Basic information".

    Raises:
        SignatureError: If there is no signature, or one that is malformed or does not match.
        ValueError: If the secret is empty.
    """
    key = key_bytes(client_secret, "client_secret")
    given = payload.header(_HEADER)
    if given is None:
        raise unproved(payload, "intercom", f"expected an {_HEADER} header")
    digest = given.removeprefix(_ALGORITHM)
    if digest == given or not is_hex(digest, 40):
        raise unproved(payload, "intercom", f"expected {_HEADER} to be {_ALGORITHM} and 40 digits")
    if not hmac.compare_digest(hmac.digest(key, payload.body, "sha1").hex(), digest):
        raise unproved(
            payload,
            "intercom",
            f"expected another {_HEADER}: the body or the secret is not the signed one",
        )
