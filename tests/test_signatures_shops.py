"""Signatures of marketplaces and shop systems."""

import hmac
from base64 import b64encode
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import signatures
from omnidesk._payload import Payload
from omnidesk.errors import SignatureError

BODY = b'{"code":10,"shop_id":947042000,"timestamp":1772424310}'
URL = "https://desk.hoasen.example/shopee"

# By another program, of BODY:
# openssl dgst -sha256 -hmac a-client-secret -binary | base64
BASE64 = "DxIJo3/420mJuPbpmUNu1U+RkXZ7FrEoZBlGjtSOXgQ="
# Of the address, | and BODY: openssl dgst -sha256 -hmac a-partner-key
SHOPEE = "77a5a31312b9359ce605b9687df4d3837cff83f8c6fa926c1ad02ec53cb0db2b"
# Of 100200 and BODY: openssl dgst -sha256 -hmac an-app-secret
KEYED = "e28c2788756c014649367eafd2444f4d4a033bb591b1fb2517b195c10ce8ea13"

CHECKS = {
    "haravan": (
        "X-Haravan-Hmacsha256",
        BASE64,
        partial(signatures.haravan, client_secret="a-client-secret"),
    ),
    "sapo": ("X-Sapo-Hmac-SHA256", BASE64, partial(signatures.sapo, secret="a-client-secret")),
    "shopee": (
        "Authorization",
        SHOPEE,
        partial(signatures.shopee, partner_key="a-partner-key", url=URL),
    ),
    "lazada": (
        "Authorization",
        KEYED,
        partial(signatures.lazada, app_key="100200", app_secret="an-app-secret"),
    ),
    "tiktok_shop": (
        "Authorization",
        KEYED,
        partial(signatures.tiktok_shop, app_key="100200", app_secret="an-app-secret"),
    ),
}

every_shop = pytest.mark.parametrize("shop", sorted(CHECKS))


def signed(shop, signature=None, body=BODY):
    header, known, _ = CHECKS[shop]
    return Payload(body, headers={header: known if signature is None else signature})


def refused(shop, payload, **other):
    check = partial(CHECKS[shop][2], **other)
    with pytest.raises(SignatureError) as caught:
        check(payload)
    assert (caught.value.channel, caught.value.digest) == (shop, payload.digest)
    return caught.value.reason


@every_shop
def test_a_signature_that_another_program_has_made_is_accepted(shop):
    CHECKS[shop][2](signed(shop))


@every_shop
def test_a_request_without_a_signature_is_refused(shop):
    assert refused(shop, Payload(BODY)) == f"expected the header {CHECKS[shop][0]}"


@every_shop
@pytest.mark.parametrize("signature", ["", "sha256=", "é" * 44, "é" * 64, "Bearer 7f"])
def test_a_malformed_signature_is_refused_and_not_quoted(shop, signature):
    reason = refused(shop, signed(shop, signature))
    assert reason.startswith(f"expected {CHECKS[shop][0]} to be ")
    assert not signature or signature not in reason


@every_shop
def test_another_body_is_refused(shop):
    assert "is not the signed one" in refused(shop, signed(shop, body=BODY + b" "))


@pytest.mark.parametrize(
    ("shop", "other"),
    [
        ("haravan", {"client_secret": "another"}),
        ("sapo", {"secret": "another"}),
        ("shopee", {"partner_key": "another"}),
        ("shopee", {"url": URL + "/"}),
        ("lazada", {"app_key": "100201"}),
        ("lazada", {"app_secret": "another"}),
        ("tiktok_shop", {"app_key": "100201"}),
        ("tiktok_shop", {"app_secret": "another"}),
    ],
)
def test_what_was_signed_otherwise_is_refused(shop, other):
    assert "is not the signed one" in refused(shop, signed(shop), **other)


@pytest.mark.parametrize(
    ("shop", "empty"),
    [
        ("haravan", "client_secret"),
        ("sapo", "secret"),
        ("shopee", "partner_key"),
        ("shopee", "url"),
        ("lazada", "app_key"),
        ("lazada", "app_secret"),
        ("tiktok_shop", "app_key"),
        ("tiktok_shop", "app_secret"),
    ],
)
def test_what_is_empty_is_the_callers_mistake(shop, empty):
    with pytest.raises(ValueError, match=f"{empty} is empty"):
        partial(CHECKS[shop][2], **{empty: ""})(signed(shop))


@given(st.binary(max_size=64), st.binary(min_size=1, max_size=16))
def test_any_body_is_signed_byte_for_byte(body, secret):
    digest = hmac.digest(secret, body, "sha256")
    headers = {"X-Sapo-Hmac-SHA256": b64encode(digest).decode()}
    signatures.sapo(Payload(body, headers=headers), secret=secret)
    keyed = hmac.digest(secret, b"100200" + body, "sha256").hex()
    payload = Payload(body, headers={"Authorization": keyed})
    signatures.lazada(payload, app_key="100200", app_secret=secret)
