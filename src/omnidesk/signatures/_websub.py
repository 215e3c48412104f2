"""WebSub: the signed content of a hub, such as YouTube's, and the question that it asks."""

from __future__ import annotations

import hmac
from hashlib import sha1, sha256, sha384, sha512
from typing import TYPE_CHECKING, Literal

from omnidesk.errors import SignatureError
from omnidesk.signatures._common import is_hex, key_bytes, unproved

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from typing import Any

    from omnidesk._payload import Payload

WebSubAlgorithm = Literal["sha1", "sha256", "sha384", "sha512"]

# Any with reason: hashlib's objects have no public type.
_ALGORITHMS: Mapping[str, Callable[[], Any]] = {
    "sha1": sha1,
    "sha256": sha256,
    "sha384": sha384,
    "sha512": sha512,
}
"""Those that WebSub knows. The header chooses among the caller's, and names no function."""


def websub(
    payload: Payload,
    *,
    secret: str | bytes,
    algorithms: Collection[WebSubAlgorithm] = ("sha1", "sha256", "sha384", "sha512"),
) -> None:
    """
    Verify what a WebSub hub has sent: a push notification of YouTube.

    The header `X-Hub-Signature` is the name of an algorithm, `=`, and the HMAC of the raw body in
    hexadecimal. YouTube's hub signs with `sha1`. Digests are compared in constant time.

    A hub that gets no 2xx sends again. So WebSub has a subscriber answer 2xx even where the
    signature is wrong, and ignore the content.

    Source: WebSub, W3C Recommendation of 23 January 2018, "Authenticated Content Distribution" and
    "Signature Validation" (<https://www.w3.org/TR/websub/>).

    Args:
        payload: The request as received, with its headers.
        secret: What was given as `hub.secret` in the subscription.
        algorithms: Which are accepted. A signature by another is refused.

    Raises:
        SignatureError: If there is no signature, or one that is malformed, by another algorithm, or
            does not match.
        ValueError: If the secret is empty.
    """
    key = key_bytes(secret, "secret")
    value = payload.header("X-Hub-Signature")
    if value is None:
        raise unproved(payload, "websub", "expected an X-Hub-Signature header")
    name, _, digits = value.partition("=")
    algorithm = _ALGORITHMS.get(name) if name in algorithms else None
    if algorithm is None:
        raise unproved(payload, "websub", f"expected an X-Hub-Signature by {', '.join(algorithms)}")
    if not is_hex(digits, algorithm().digest_size * 2):
        raise unproved(
            payload, "websub", "expected the X-Hub-Signature to be in hexadecimal digits"
        )
    if not hmac.compare_digest(hmac.new(key, payload.body, algorithm).hexdigest(), digits):
        reason = "expected another X-Hub-Signature: the body or the secret is not the signed one"
        raise unproved(payload, "websub", reason)


def websub_challenge(
    query: Mapping[str, str],
    *,
    subscribed: Collection[str] = (),
    unsubscribed: Collection[str] = (),
    verify_token: str | None = None,
) -> str:
    """
    Answer the GET request with which a hub asks whether a subscription is wanted.

    Without the check of the topic, anybody could subscribe the address to anything, or
    unsubscribe it.

    Source: WebSub, W3C Recommendation of 23 January 2018, "Hub Verifies Intent of the Subscriber".

    Args:
        query: The request's query parameters, decoded.
        subscribed: The topics that we asked the hub to subscribe us to, to the letter. Keep them
            here as long as the subscription lasts: the hub asks again at each renewal.
        unsubscribed: The topics that we asked the hub to end.
        verify_token: What was given as `hub.verify_token` in the subscription, if anything.
            YouTube's hub gives it back, as PubSubHubbub had it before WebSub.

    Returns:
        The body of the answer: send it with status 200, and nothing else. `hub.lease_seconds` of
        the query says how long the subscription lasts: subscribe again before that.

    Raises:
        SignatureError: If it is no such request, the topic is not among ours, or the token is not
            the given one. Answer 404. A hub that refuses a subscription (`hub.mode=denied`) asks
            nothing, and has no challenge to answer.
        ValueError: If `verify_token` is empty.
    """
    topics = {"subscribe": subscribed, "unsubscribe": unsubscribed}.get(query.get("hub.mode", ""))
    challenge = query.get("hub.challenge")
    if topics is None or not challenge:
        reason = "expected hub.mode to be subscribe or unsubscribe, and a hub.challenge"
        raise SignatureError(reason, channel="websub")
    if query.get("hub.topic") not in topics:
        raise SignatureError("expected a hub.topic of ours", channel="websub")
    if verify_token is not None:
        expected = key_bytes(verify_token, "verify_token")
        token = query.get("hub.verify_token", "").encode("utf-8", "surrogatepass")
        if not hmac.compare_digest(expected, token):
            raise SignatureError("expected another hub.verify_token", channel="websub")
    return challenge
