"""Marketplaces and shop systems: HMAC-SHA256, of the body alone or with what stands before it."""

from __future__ import annotations

import hmac
from base64 import b64encode
from typing import TYPE_CHECKING

from omnidesk.signatures._common import is_hex, key_bytes, unproved

if TYPE_CHECKING:
    from omnidesk._payload import Payload

_HARAVAN = "X-Haravan-Hmacsha256"
_SAPO = "X-Sapo-Hmac-SHA256"
_AUTHORIZATION = "Authorization"
_BASE64_DIGITS = 44


def haravan(payload: Payload, *, client_secret: str | bytes) -> None:
    """
    Verify a webhook of Haravan.

    The header `X-Haravan-Hmacsha256` is the HMAC-SHA256 of the raw body, in base64. Digests are
    compared in constant time. Nothing in it says when it was signed.

    Source: <https://docs.haravan.com/docs/tutorials/webhooks/connect-webhook/>.

    Args:
        payload: The request as received, with its headers.
        client_secret: The application's secret.

    Raises:
        SignatureError: If there is no signature, or one that is malformed or does not match.
        ValueError: If the secret is empty.
    """
    _base64(payload, "haravan", _HARAVAN, key_bytes(client_secret, "client_secret"))


def sapo(payload: Payload, *, secret: str | bytes) -> None:
    """
    Verify a webhook of Sapo.

    The header `X-Sapo-Hmac-SHA256` is the HMAC-SHA256 of the raw body, in base64. Digests are
    compared in constant time. Nothing in it says when it was signed.

    Source: Sapo's pages on webhooks at <https://support.sapo.vn/>, and public code that is in use.

    Args:
        payload: The request as received, with its headers.
        secret: The application's secret, or the webhook's.

    Raises:
        SignatureError: If there is no signature, or one that is malformed or does not match.
        ValueError: If the secret is empty.
    """
    _base64(payload, "sapo", _SAPO, key_bytes(secret, "secret"))


def shopee(payload: Payload, *, partner_key: str | bytes, url: str) -> None:
    """
    Verify a push of Shopee's Open Platform.

    The header `Authorization` is the HMAC-SHA256, in hexadecimal, of the address that Shopee has
    called, `|` and the raw body. Digests are compared in constant time. Nothing in it says when it
    was signed, and the `timestamp` in the body is.

    Source: <https://open.shopee.com/developer-guide/18>.

    Args:
        payload: The request as received, with its headers.
        partner_key: The key of the application that the push is of, test or live.
        url: The whole address as it is entered at Shopee, byte for byte. Behind a proxy that is
            not what the server sees.

    Raises:
        SignatureError: If there is no signature, or one that is malformed or does not match.
        ValueError: If the key or the address is empty.
    """
    if not url:
        raise ValueError("url is empty: give the address as it is entered at Shopee")
    before = f"{url}|".encode("utf-8", "surrogatepass")
    _hex(payload, "shopee", key_bytes(partner_key, "partner_key"), before)


def lazada(payload: Payload, *, app_key: str, app_secret: str | bytes) -> None:
    """
    Verify a push of Lazada's Open Platform.

    The header `Authorization` is the HMAC-SHA256, in hexadecimal, of the application's key and the
    raw body. Digests are compared in constant time. Nothing in it says when it was signed, and the
    `timestamp` in the body is: in seconds for some messages, in milliseconds for others.

    Source: "Lazada Push Mechanism", document 120168 at <https://open.lazada.com/apps/doc/doc>.

    Args:
        payload: The request as received, with its headers.
        app_key: The application's key.
        app_secret: The application's secret.

    Raises:
        SignatureError: If there is no signature, or one that is malformed or does not match.
        ValueError: If the key or the secret is empty.
    """
    before = key_bytes(app_key, "app_key")
    _hex(payload, "lazada", key_bytes(app_secret, "app_secret"), before)


def tiktok_shop(payload: Payload, *, app_key: str, app_secret: str | bytes) -> None:
    """
    Verify a webhook of TikTok Shop.

    The header `Authorization` is the HMAC-SHA256, in hexadecimal, of the application's key and the
    raw body. Digests are compared in constant time. Nothing in it says when it was signed: a
    request that is sent again has the same `tts_notification_id`.

    Webhooks of TikTok for Developers are another product's, and are signed in another way.

    Source: <https://partner.tiktokshop.com/docv2/page/tts-webhooks-overview>.

    Args:
        payload: The request as received, with its headers.
        app_key: The application's key.
        app_secret: The application's secret.

    Raises:
        SignatureError: If there is no signature, or one that is malformed or does not match.
        ValueError: If the key or the secret is empty.
    """
    before = key_bytes(app_key, "app_key")
    _hex(payload, "tiktok_shop", key_bytes(app_secret, "app_secret"), before)


def _base64(payload: Payload, channel: str, header: str, key: bytes) -> None:
    given = _given(payload, channel, header)
    if len(given) != _BASE64_DIGITS or not given.isascii():
        raise unproved(payload, channel, f"expected {header} to be {_BASE64_DIGITS} characters")
    digest = b64encode(hmac.digest(key, payload.body, "sha256"))
    if not hmac.compare_digest(digest, given.encode()):
        raise unproved(payload, channel, f"{_ANOTHER} {header}: {_SIGNED}")


def _hex(payload: Payload, channel: str, key: bytes, before: bytes) -> None:
    given = _given(payload, channel, _AUTHORIZATION)
    if not is_hex(given, 64):
        raise unproved(payload, channel, f"expected {_AUTHORIZATION} to be 64 hexadecimal digits")
    digest = hmac.digest(key, before + payload.body, "sha256").hex()
    if not hmac.compare_digest(digest, given):
        raise unproved(payload, channel, f"{_ANOTHER} {_AUTHORIZATION}: {_SIGNED}")


_ANOTHER = "expected another"
_SIGNED = "what was sent, or the secret, is not the signed one"


def _given(payload: Payload, channel: str, header: str) -> str:
    given = payload.header(header)
    if given is None:
        raise unproved(payload, channel, f"expected the header {header}")
    return given
