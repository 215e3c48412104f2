"""
Proof that a webhook with mail is from its provider, for those that sign with a shared secret.

SendGrid and Amazon SNS sign with a private key, which takes a library for public-key cryptography;
Postmark and Cloudflare sign nothing: give their webhooks an address with a password (HTTP basic
authentication), and check that.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from datetime import timedelta
from hashlib import sha1, sha256
from typing import TYPE_CHECKING

from omnidesk.adapters.email.providers._forms import read_form
from omnidesk.errors import SignatureError

if TYPE_CHECKING:
    from datetime import datetime

    from omnidesk._payload import Payload

_HEX = frozenset(b"0123456789abcdef")


def verify_mailgun(
    payload: Payload,
    *,
    signing_key: str | bytes,
    now: datetime | None = None,
    tolerance: timedelta = timedelta(minutes=15),
) -> None:
    """
    Verify a POST of a Mailgun route.

    The field `signature` is the HMAC-SHA256 of the fields `timestamp` and `token`. It is **not**
    over the mail: who has seen one request can send others with its signature. So give `now`, and
    keep the tokens for as long as `tolerance` to refuse a second use.

    Source: <https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks>.

    Args:
        payload: The request as received, with its headers.
        signing_key: The account's "HTTP webhook signing key": not an API key.
        now: The present time, aware. Without it, the age is not checked.
        tolerance: How far `timestamp` may be from `now`.

    Raises:
        SignatureError: If there is no signature, or one that is malformed, old or does not match.
        PayloadError: If it is no form.
        ValueError: If the key is empty, or `now` is naive.
    """
    key = _key(signing_key, "signing_key")
    if now is not None and now.utcoffset() is None:
        raise ValueError("now must be aware")
    fields: dict[str, bytes] = {}
    for name, value in read_form(payload):
        if name in ("timestamp", "token", "signature"):
            if name in fields:
                # Which of the two another program reads is anybody's guess.
                raise _unproved(payload, f"expected one {name}")
            fields[name] = value
    if len(fields) < 3:
        raise _unproved(payload, "expected the fields timestamp, token and signature")
    timestamp, token, given = fields["timestamp"], fields["token"], fields["signature"]
    if len(given) != sha256().digest_size * 2 or not _HEX.issuperset(given):
        raise _unproved(payload, "expected signature to be 64 digits")
    expected = hmac.new(key, timestamp + token, sha256).hexdigest().encode()
    if not hmac.compare_digest(expected, given):
        raise _unproved(payload, "expected another signature: the key is not the signing one")
    if now is not None and not _is_near(timestamp, now, tolerance):
        raise _unproved(payload, "expected a timestamp near the present time")


def verify_mandrill(payload: Payload, *, key: str | bytes, url: str) -> None:
    """
    Verify a webhook of Mandrill (Mailchimp Transactional).

    The header `X-Mandrill-Signature` is the HMAC-SHA1, in base64, of the address and of all fields
    in the order of their names.

    Source: <https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/>.

    Args:
        payload: The request as received, with its headers.
        key: The key of this webhook.
        url: The address exactly as it was entered at Mandrill: what a proxy makes of it differs.

    Raises:
        SignatureError: If there is no signature, or one that does not match.
        PayloadError: If it is no form.
        ValueError: If the key is empty.
    """
    secret = _key(key, "key")
    given = payload.header("X-Mandrill-Signature")
    if given is None:
        raise _unproved(payload, "expected an X-Mandrill-Signature header")
    signed = hmac.new(secret, url.encode(), sha1)
    for name, value in sorted(read_form(payload)):
        signed.update(name.encode() + value)
    if not hmac.compare_digest(b64encode(signed.digest()), given.encode("utf-8", "replace")):
        raise _unproved(payload, "expected another signature: the key, url or body differs")


def _key(secret: str | bytes, name: str) -> bytes:
    if not secret:
        # Anybody can sign with an empty key: usually a setting that was not read.
        raise ValueError(f"{name} is empty")
    return secret.encode() if isinstance(secret, str) else secret


def _is_near(timestamp: bytes, now: datetime, tolerance: timedelta) -> bool:
    # A number of many digits is none that int() should read.
    if not timestamp.isdigit() or len(timestamp) > 12:
        return False
    return abs(int(timestamp) - now.timestamp()) <= tolerance.total_seconds()


def _unproved(payload: Payload, reason: str) -> SignatureError:
    return SignatureError(reason, channel="email", digest=payload.digest)
