"""Meta: signed bodies and requests, the proof of our own calls, whether an address is ours."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from omnidesk._payload import Payload
from omnidesk.errors import PayloadError, SignatureError
from omnidesk.signatures._common import is_hex, key_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk._payload import JSON

_META_HEADERS: Mapping[str, tuple[str, int]] = {
    "X-Hub-Signature-256": ("sha256", 64),
    "X-Hub-Signature": ("sha1", 40),
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
        raise _refused(payload.digest, "expected an X-Hub-Signature-256 header")
    for name, value in given.items():
        algorithm, digits = _META_HEADERS[name]
        given_algorithm, _, digest = value.partition("=")
        if given_algorithm != algorithm or not is_hex(digest, digits):
            reason = f"expected {name} to be {algorithm}= and {digits} digits"
            raise _refused(payload.digest, reason)
        if not _matches(key, payload.body, digest, algorithm):
            reason = f"expected another {name}: the body or the secret is not the signed one"
            if any(_matches(key, one, digest, algorithm) for one in _as_sent(payload)):
                reason = "the body was decoded and written again; verify the bytes as received"
            raise _refused(payload.digest, reason)


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


def signed_request(
    request: Payload | str,
    *,
    app_secret: str | bytes,
    max_age: timedelta | None = None,
    now: datetime | None = None,
) -> Mapping[str, JSON]:
    """
    Verify a `signed_request` of Meta's and return what it says.

    Meta posts one to the callbacks for data deletion and for deauthorisation. It is the signature
    and what it signs, both base64url without padding, with a full stop between. The algorithm is
    HMAC-SHA256, whatever the request says; digests are compared in constant time.

    A request can be replayed by whoever has seen it. To erase twice does no harm; where a second
    time would, give `max_age`.

    Source: <https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback>.

    Args:
        request: The request as received, whose form has a field `signed_request`; or that field.
        app_secret: The secret of the app that the callback belongs to.
        max_age: How old the request may be, by its `issued_at`. `None` takes any age.
        now: The time to compare with; needed with `max_age`, and aware.

    Returns:
        The decoded object: `user_id`, `algorithm`, `issued_at`, and what else Meta adds.

    Raises:
        SignatureError: If it is malformed, is not signed with the secret, names another algorithm,
            or is too old. Answer 403.
        ValueError: If the secret is empty, or `max_age` comes without an aware `now`.
    """
    key = key_bytes(app_secret, "app_secret")
    if max_age is not None and (now is None or now.utcoffset() is None):
        raise ValueError("max_age needs an aware now")
    digest = request.digest if isinstance(request, Payload) else ""
    text = _form_field(request) if isinstance(request, Payload) else request
    signature, dot, signed = text.partition(".")
    if not (dot and signature and signed and text.isascii()):
        raise _refused(digest, "expected a signature and a payload with a full stop between")
    expected = urlsafe_b64encode(hmac.digest(key, signed.encode(), "sha256")).rstrip(b"=").decode()
    # Text against text: base64url that is not canonical would decode to the same bytes.
    if not hmac.compare_digest(expected, signature):
        raise _refused(digest, "expected another signature: it or the secret is not the app's")
    claims = _decoded(signed)
    if claims is None:
        raise _refused(digest, "expected a JSON object in base64url")
    if claims.get("algorithm") != "HMAC-SHA256":
        raise _refused(digest, "expected the algorithm HMAC-SHA256")
    if max_age is not None and now is not None and not _is_recent(claims, max_age, now):
        raise _refused(digest, "expected issued_at to be recent")
    return claims


def appsecret_proof(
    access_token: str | bytes, *, app_secret: str | bytes, appsecret_time: int | None = None
) -> str:
    """
    Prove to Meta that a call with an access token comes from the app that it belongs to.

    Send it as the parameter `appsecret_proof` of a Graph call. It is the HMAC-SHA256 of the token
    with the secret, in hexadecimal digits. With a time it holds for five minutes; send the same
    time as `appsecret_time`.

    Source: <https://developers.facebook.com/documentation/facebook-login/security>.

    Args:
        access_token: The token of the call.
        app_secret: The secret of the app that the token belongs to.
        appsecret_time: Seconds since 1970-01-01T00:00:00Z, as whole number.

    Raises:
        ValueError: If the token or the secret is empty.
    """
    key = key_bytes(app_secret, "app_secret")
    signed = key_bytes(access_token, "access_token")
    if appsecret_time is not None:
        signed += b"|%d" % appsecret_time
    return hmac.digest(key, signed, "sha256").hex()


_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

_AHEAD = timedelta(minutes=5)
"""How far Meta's clock may be ahead of ours."""


def _form_field(payload: Payload) -> str:
    """Return the one field `signed_request` of a form."""
    try:
        fields = payload.form()
    except PayloadError:
        fields = ()
    found = [value for name, value in fields if name == "signed_request"]
    if len(found) != 1:
        raise _refused(payload.digest, "expected a form with one field signed_request")
    return found[0]


def _decoded(signed: str) -> Mapping[str, JSON] | None:
    # The decoder passes over what is not of its alphabet.
    if not _ALPHABET.issuperset(signed):
        return None
    try:
        claims = Payload(urlsafe_b64decode(signed + "=" * (-len(signed) % 4))).json()
    except ValueError:
        return None
    return cast("Mapping[str, JSON]", claims) if isinstance(claims, dict) else None


def _is_recent(claims: Mapping[str, JSON], max_age: timedelta, now: datetime) -> bool:
    issued_at = claims.get("issued_at")
    # True is a number to Python; a count of many digits is beyond any calendar.
    if isinstance(issued_at, bool) or not isinstance(issued_at, int) or not 0 < issued_at < 1 << 35:
        return False
    age = now - datetime.fromtimestamp(issued_at, UTC)
    return -_AHEAD <= age <= max_age


def _refused(digest: str, reason: str) -> SignatureError:
    return SignatureError(reason, channel="meta", digest=digest)


def _matches(key: bytes, body: bytes, digest: str, algorithm: str) -> bool:
    return hmac.compare_digest(hmac.digest(key, body, algorithm).hex(), digest)


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
