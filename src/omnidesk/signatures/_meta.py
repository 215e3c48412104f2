"""Meta: the signed body of a webhook, and the question whether an address is ours."""

from __future__ import annotations

import hmac
import json
from hashlib import sha1, sha256
from typing import TYPE_CHECKING

from omnidesk.errors import PayloadError, SignatureError
from omnidesk.signatures._common import is_hex, key_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from omnidesk._payload import Payload

# Any with reason: hashlib's objects have no public type.
_META_HEADERS: Mapping[str, tuple[str, Callable[[], Any]]] = {
    "X-Hub-Signature-256": ("sha256=", sha256),
    "X-Hub-Signature": ("sha1=", sha1),
}
"""The algorithm belongs to the header's name; what the header says about it is only compared."""

_META_ESCAPES = (("/", "\\/"), ("<", "\\u003C"), ("%", "\\u0025"), ("@", "\\u0040"))
"""What Meta has escaped beyond non-ASCII characters, in the order in which it came to."""

_DIAGNOSED = 1 << 20
"""Up to how many bytes a wrong body is written again to see why; strangers send those."""


def meta(payload: Payload, *, app_secret: str | bytes) -> None:
    """
    Verify a webhook of Messenger, Instagram or Facebook pages.

    The header `X-Hub-Signature-256` is the HMAC-SHA256 of the raw body; the legacy
    `X-Hub-Signature` is HMAC-SHA1, and is enough only where the other is absent. A header that is
    present is always checked: if both are there, both must match. Digests are compared in constant
    time.

    Source: <https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/>.

    Args:
        payload: The request as received, with its headers.
        app_secret: The secret of the app that is subscribed.

    Raises:
        SignatureError: If there is no signature, or one that is malformed or does not match. It
            says so when the body was evidently decoded and written again on its way here.
        ValueError: If the secret is empty.
    """
    key = key_bytes(app_secret, "app_secret")
    given = {name: value for name in _META_HEADERS if (value := payload.header(name)) is not None}
    if not given:
        raise _unproved(payload, "expected an X-Hub-Signature-256 header")
    for name, value in given.items():
        prefix, algorithm = _META_HEADERS[name]
        digest_length = algorithm().digest_size * 2
        if not value.startswith(prefix) or not is_hex(value[len(prefix) :], digest_length):
            raise _unproved(payload, f"expected {name} to be {prefix} and {digest_length} digits")
        if not _matches(key, payload.body, value, prefix, algorithm):
            reason = f"expected another {name}: the body or the secret is not the signed one"
            if any(_matches(key, one, value, prefix, algorithm) for one in _as_sent(payload)):
                reason = "the body was decoded and written again; verify the bytes as received"
            raise _unproved(payload, reason)


def meta_challenge(query: Mapping[str, str], *, verify_token: str) -> str:
    """
    Answer the GET request with which Meta asks whether a webhook's address is ours.

    Args:
        query: The request's query parameters, decoded.
        verify_token: What was entered in the app's dashboard beside the address.

    Returns:
        The body of the answer: send it as `text/plain` with status 200, and nothing else.

    Raises:
        SignatureError: If it is no such request, or the token is not ours. Answer 403.
        ValueError: If `verify_token` is empty.
    """
    expected = key_bytes(verify_token, "verify_token")
    token = query.get("hub.verify_token", "").encode("utf-8", "surrogatepass")
    challenge = query.get("hub.challenge")
    if query.get("hub.mode") != "subscribe" or challenge is None:
        raise SignatureError("expected hub.mode=subscribe and a hub.challenge", channel="meta")
    if not hmac.compare_digest(expected, token):
        raise SignatureError("expected another hub.verify_token", channel="meta")
    return challenge


def _matches(
    key: bytes, body: bytes, value: str, prefix: str, algorithm: Callable[[], Any]
) -> bool:
    expected = prefix + hmac.new(key, body, algorithm).hexdigest()
    return hmac.compare_digest(expected, value)


def _as_sent(payload: Payload) -> Iterator[bytes]:
    """Yield what Meta may have sent, if the body is the same JSON written by somebody else."""
    if len(payload.body) > _DIAGNOSED:
        return
    try:
        value = payload.json()
    except PayloadError:
        return
    text = json.dumps(value, separators=(",", ":"))
    yield text.encode()
    for character, escape in _META_ESCAPES:
        text = text.replace(character, escape)
        yield text.encode()


def _unproved(payload: Payload, reason: str) -> SignatureError:
    return SignatureError(reason, channel="meta", digest=payload.digest)
