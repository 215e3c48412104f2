"""Zalo: the digest on an Official Account's webhook, and the secret on a bot's."""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from omnidesk.errors import PayloadError, SignatureError
from omnidesk.signatures._common import is_hex, key_bytes, unproved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import Payload

_HEADER = "X-ZEvent-Signature"
_BOT_HEADER = "X-Bot-Api-Secret-Token"
_PREFIX = "mac="

_RETRIES = timedelta(hours=2)
"""Zalo tries again after 30 s, 5 min, 15 min, 30 min and 1 h: not quite two hours in a row."""

_CLOCKS_DIFFER = timedelta(minutes=5)

_LONGEST_TIMESTAMP = 32

_DIAGNOSED = 1 << 20
"""Up to how many bytes a wrong body is written again to see why; strangers send those."""


def zalo(
    payload: Payload,
    *,
    app_id: str,
    oa_secret_key: str | bytes,
    disputed_oa_id: str | None = None,
    max_age: timedelta | None = None,
) -> None:
    """
    Verify a webhook of a Zalo Official Account.

    The header `X-ZEvent-Signature` is `mac=` and the hexadecimal SHA-256 of the app's id, the raw
    body, the body's `timestamp` as it stands there, and the secret key: a plain digest, no HMAC.
    Digests are compared in constant time.

    The digest proves who wrote the body, and neither when nor how often it was sent. What keeps a
    replay out are the events' ids: a body that comes again gives the same events. `max_age` bounds
    the time beside that. It cannot be short, since Zalo sends again for almost two hours what it
    could not deliver, with the first timestamp and the header `num_retry`.

    Source: <https://developers.zalo.me/docs/official-account/webhook/tong-quan>.

    Args:
        payload: The request as received, with its headers.
        app_id: The id of our app: ours, and not what the body says.
        oa_secret_key: "OA Secret Key" on the page of the app's webhook settings.
        disputed_oa_id: Also accept a digest that begins with this account's id instead of the
            app's. Zalo's page does not have that form; developers report that it is in use. Leave
            it out unless every genuine request of yours is refused.
        max_age: Refuse what is older than this, by its own `timestamp` and the payload's
            `received_at`, and what is more than 5 minutes in the future. It refuses what the
            console's test button sends too, which bears a date of 2021.

    Raises:
        SignatureError: If there is no signature, or one that is malformed or does not match, or
            the body is too old. It says so when the body was evidently decoded and written again
            on its way here.
        ValueError: If the id or the secret is empty, if `max_age` is shorter than two hours, or
            the payload has no `received_at` to compare with.
    """
    key = key_bytes(oa_secret_key, "oa_secret_key")
    first_terms = [key_bytes(app_id, "app_id")]
    if disputed_oa_id is not None:
        first_terms.append(key_bytes(disputed_oa_id, "disputed_oa_id"))
    if max_age is not None and max_age < _RETRIES:
        raise ValueError("max_age is shorter than two hours: Zalo's own retries come later")
    given = payload.header(_HEADER)
    if given is None:
        raise unproved(payload, "zalo", f"expected an {_HEADER} header")
    if not given.startswith(_PREFIX) or not is_hex(given.removeprefix(_PREFIX), 64):
        raise unproved(payload, "zalo", f"expected {_HEADER} to be {_PREFIX} and 64 digits")
    body = _fields(payload)
    timestamp = _timestamp(body.get("timestamp"))
    if timestamp is None:
        raise unproved(payload, "zalo", "expected a body with a timestamp, which is signed too")
    tail = timestamp.encode("utf-8", "surrogatepass") + key
    if not any(_matches(one, payload.body, tail, given) for one in first_terms):
        reason = (
            f"expected another {_HEADER}: the body, the app or the secret is not the signed one"
        )
        forms = _as_sent(payload, body)
        if any(_matches(one, form, tail, given) for form in forms for one in first_terms):
            reason = "the body was decoded and written again; verify the bytes as received"
        raise unproved(payload, "zalo", reason)
    if max_age is not None:
        _check_age(payload, timestamp, max_age)


def zalo_bot(payload: Payload, *, secret_token: str | bytes) -> None:
    """
    Verify a webhook of a Zalo bot: compare the secret that it bears.

    The header `X-Bot-Api-Secret-Token` is the `secret_token` that was given to `setWebhook`. It
    proves that the sender knows the secret, and nothing about the body.

    Source: <https://bot.zaloplatforms.com/docs/>.

    Args:
        payload: The request as received, with its headers.
        secret_token: What was given to `setWebhook`.

    Raises:
        SignatureError: If the header is missing or is not the secret.
        ValueError: If the secret is empty.
    """
    expected = key_bytes(secret_token, "secret_token")
    given = payload.header(_BOT_HEADER)
    if given is None:
        raise SignatureError(
            f"expected an {_BOT_HEADER} header", channel="zalo_bot", digest=payload.digest
        )
    if not hmac.compare_digest(expected, given.encode("utf-8", "surrogatepass")):
        raise SignatureError(
            f"expected another {_BOT_HEADER}", channel="zalo_bot", digest=payload.digest
        )


def _timestamp(value: object) -> str | None:
    """Return the timestamp as it stands in the body: in a string, or a number as some report."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**20:
        return str(value)
    return value if isinstance(value, str) and len(value) <= _LONGEST_TIMESTAMP else None


def _matches(first_term: bytes, body: bytes, tail: bytes, given: str) -> bool:
    expected = sha256(first_term)
    expected.update(body)
    expected.update(tail)
    return hmac.compare_digest(_PREFIX + expected.hexdigest(), given)


def _fields(payload: Payload) -> dict[str, Any]:
    """Return the body's fields; none if it has none. Any with reason: nobody has checked them."""
    try:
        value = payload.json()
    except PayloadError:
        return {}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _as_sent(payload: Payload, body: dict[str, Any]) -> Iterator[bytes]:
    """Yield what Zalo may have sent, if the body is the same JSON written by somebody else."""
    if len(payload.body) > _DIAGNOSED:
        return
    for ascii_only in (False, True):
        yield json.dumps(body, ensure_ascii=ascii_only, separators=(",", ":")).encode()


def _check_age(payload: Payload, timestamp: str, max_age: timedelta) -> None:
    now = payload.received_at
    if now is None:
        raise ValueError("max_age needs to know when the payload was received: received_at")
    sent_at = None
    # Thirteen digits are milliseconds from 2001 to 2286.
    if len(timestamp) == 13 and timestamp.isascii() and timestamp.isdigit():
        sent_at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(timestamp))
    if sent_at is None or not now - max_age <= sent_at <= now + _CLOCKS_DIFFER:
        raise unproved(payload, "zalo", "expected a timestamp of the allowed age")
