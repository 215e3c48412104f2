"""Signatures of help desks: Intercom's, and the secret that Sunshine bears."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import signatures
from omnidesk._payload import Payload
from omnidesk.errors import SignatureError

BODY = b'{"type":"notification_event","topic":"ping"}'
SECRET = "an-intercom-secret"
# By another program: openssl dgst -sha1 -hmac an-intercom-secret
SIGNATURE = "sha1=993477ab7a510a9356a0dc61b6d2d62ee719ad25"


def signed(signature, body=BODY):
    return Payload(body, headers={"X-Hub-Signature": signature})


def refused(payload, secret=SECRET):
    with pytest.raises(SignatureError) as caught:
        signatures.intercom(payload, client_secret=secret)
    assert (caught.value.channel, caught.value.digest) == ("intercom", payload.digest)
    return caught.value.reason


def test_a_notification_that_another_program_has_signed_is_accepted():
    signatures.intercom(signed(SIGNATURE), client_secret=SECRET)


@given(st.binary(max_size=64), st.binary(min_size=1, max_size=16))
def test_any_notification_is_signed_byte_for_byte(body, secret):
    digest = hmac.new(secret, body, "sha1").hexdigest()
    signatures.intercom(signed(f"sha1={digest}", body), client_secret=secret)
    assert "is not the signed one" in refused(signed(f"sha1={digest}", body + b" "), secret)


def test_a_notification_without_a_signature_is_refused():
    assert refused(Payload(BODY)) == "expected an X-Hub-Signature header"


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha1=",
        SIGNATURE.removeprefix("sha1="),
        SIGNATURE.upper(),
        SIGNATURE[:-1],
        f"sha256={'0' * 40}",
        f"sha1={'é' * 40}",
    ],
)
def test_a_malformed_signature_is_refused_and_not_quoted(signature):
    assert refused(signed(signature)) == "expected X-Hub-Signature to be sha1= and 40 digits"


def test_another_client_secret_is_refused():
    assert "is not the signed one" in refused(signed(SIGNATURE), "another")


def test_an_empty_client_secret_is_the_callers_mistake():
    with pytest.raises(ValueError, match="client_secret is empty"):
        signatures.intercom(signed(SIGNATURE), client_secret="")


def sunshine_refused(headers, secret="a-sunshine-secret"):
    payload = Payload(BODY, headers=headers)
    with pytest.raises(SignatureError) as caught:
        signatures.sunshine(payload, secret=secret)
    assert (caught.value.channel, caught.value.digest) == ("sunshine", payload.digest)
    return caught.value.reason


@given(st.text(min_size=1, max_size=32))
def test_a_webhook_that_bears_the_secret_is_accepted(secret):
    payload = Payload(BODY, headers={"x-api-key": secret})
    signatures.sunshine(payload, secret=secret.encode("utf-8", "surrogatepass"))


def test_a_webhook_without_the_secret_is_refused():
    assert sunshine_refused({}) == "expected an X-API-Key header"


@pytest.mark.parametrize("given_key", ["", "a-sunshine-secre", "A-SUNSHINE-SECRET", "é", "\ud800"])
def test_another_secret_is_refused_and_not_quoted(given_key):
    assert sunshine_refused({"X-API-Key": given_key}) == "expected another X-API-Key"


def test_an_empty_secret_of_sunshine_is_the_callers_mistake():
    with pytest.raises(ValueError, match="secret is empty"):
        signatures.sunshine(Payload(BODY), secret="")
