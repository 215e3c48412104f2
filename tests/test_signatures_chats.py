"""Signatures of live chats: Tawk.to's and Crisp's."""

import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import signatures
from omnidesk._payload import Payload
from omnidesk.errors import SignatureError

BODY = b'{"event":"chat:start","message":{"text":"Xin ch\xc3\xa0o"}}'
SECRET = "a-tawk-secret"
# By another program: openssl dgst -sha1 -hmac a-tawk-secret
SIGNATURE = "7ef1138639f99800f0cf9cf8e36b322276f0547a"


def refused(payload, secret=SECRET):
    with pytest.raises(SignatureError) as caught:
        signatures.tawk(payload, secret=secret)
    assert caught.value.channel == "tawk"
    assert caught.value.digest == payload.digest
    return caught.value.reason


def signed(signature, body=BODY):
    return Payload(body, headers={"X-Tawk-Signature": signature})


def test_a_signature_that_another_program_has_made_is_accepted():
    signatures.tawk(signed(SIGNATURE), secret=SECRET)


@given(st.binary(max_size=64), st.binary(min_size=1, max_size=16))
def test_any_body_is_signed_byte_for_byte(body, secret):
    digest = hmac.new(secret, body, "sha1").hexdigest()
    signatures.tawk(signed(digest, body), secret=secret)
    assert "is not the signed one" in refused(signed(digest, body + b" "), secret)


def test_a_request_without_a_signature_is_refused():
    assert refused(Payload(BODY)) == "expected an X-Tawk-Signature header"


@pytest.mark.parametrize("signature", ["", "sha1=", SIGNATURE.upper(), SIGNATURE[1:], "é" * 40])
def test_a_malformed_signature_is_refused_and_not_quoted(signature):
    assert refused(signed(signature)) == "expected X-Tawk-Signature to be 40 hexadecimal digits"


def test_another_secret_is_refused():
    assert "is not the signed one" in refused(signed(SIGNATURE), "another")


def test_an_empty_secret_is_the_callers_mistake():
    with pytest.raises(ValueError, match="secret is empty"):
        signatures.tawk(signed(SIGNATURE), secret="")


TIME = "1772416800000"
# By another program, of the body between `[1772416800000;` and `]`:
# openssl dgst -sha256 -hmac a-crisp-secret
CRISP = "6d12639a758f096ce3c5ae3988eb048b9ca7609f2cb9643f6ab5a6567d68bb95"


def hook(signature=CRISP, time=TIME, body=BODY):
    headers = {"X-Crisp-Signature": signature, "X-Crisp-Request-Timestamp": time}
    return Payload(body, headers={name: one for name, one in headers.items() if one is not None})


def crisp_refused(payload, secret="a-crisp-secret"):
    with pytest.raises(SignatureError) as caught:
        signatures.crisp(payload, secret=secret)
    assert (caught.value.channel, caught.value.digest) == ("crisp", payload.digest)
    return caught.value.reason


def test_a_hook_of_crisp_that_another_program_has_signed_is_accepted():
    signatures.crisp(hook(), secret="a-crisp-secret")


@pytest.mark.parametrize(
    "payload",
    [hook(body=BODY + b" "), hook(time="1772416800001"), hook(signature="0" * 64)],
    ids=["body", "time", "signature"],
)
def test_a_hook_of_crisp_with_another_part_is_refused(payload):
    assert "is not the signed one" in crisp_refused(payload)


def test_another_secret_of_crisp_is_refused():
    assert "is not the signed one" in crisp_refused(hook(), "another")


@pytest.mark.parametrize("payload", [hook(signature=None), hook(time=None), Payload(BODY)])
def test_a_hook_of_crisp_without_a_header_is_refused(payload):
    assert "expected the headers" in crisp_refused(payload)


def test_malformed_headers_of_crisp_are_refused_and_not_quoted():
    assert "64 hexadecimal digits" in crisp_refused(hook(signature=CRISP.upper()))
    assert "to be a number" in crisp_refused(hook(time="now"))
    assert "to be a number" in crisp_refused(hook(time="1" * 21))


def test_an_empty_secret_of_crisp_is_the_callers_mistake():
    with pytest.raises(ValueError, match="secret is empty"):
        signatures.crisp(hook(), secret="")


CHATWOOT_TIME = "1772416800"
# By another program, of `1772416800.` and the body: openssl dgst -sha256 -hmac a-chatwoot-secret
CHATWOOT = "d8f5f14d75ca28313306c93ada1ee8926127965478b50fb8379732d2970e0d20"
NOW = datetime(2026, 3, 2, 2, 3, tzinfo=UTC)


def delivery(signature=f"sha256={CHATWOOT}", time=CHATWOOT_TIME, body=BODY):
    headers = {"X-Chatwoot-Signature": signature, "X-Chatwoot-Timestamp": time}
    return Payload(body, headers={name: one for name, one in headers.items() if one is not None})


def chatwoot_refused(payload, secret="a-chatwoot-secret", **keywords):
    with pytest.raises(SignatureError) as caught:
        signatures.chatwoot(payload, secret=secret, **keywords)
    assert caught.value.channel == "chatwoot"
    assert caught.value.digest == payload.digest
    return caught.value.reason


def test_a_signature_of_chatwoots_that_another_program_has_made_is_accepted():
    signatures.chatwoot(delivery(), secret="a-chatwoot-secret")
    signatures.chatwoot(
        delivery(), secret="a-chatwoot-secret", max_age=timedelta(minutes=5), now=NOW
    )


@pytest.mark.parametrize(("signature", "time"), [(None, CHATWOOT_TIME), (CHATWOOT, None)])
def test_a_webhook_of_chatwoots_without_signature_or_time_is_refused(signature, time):
    assert chatwoot_refused(delivery(signature, time)).startswith("expected the headers")


@pytest.mark.parametrize(
    "signature", ["", "sha256=", CHATWOOT, f"sha1={CHATWOOT}", "sha256=" + "é" * 64]
)
def test_a_malformed_signature_of_chatwoots_is_refused(signature):
    reason = chatwoot_refused(delivery(signature))
    assert reason == "expected X-Chatwoot-Signature to be sha256= and 64 hexadecimal digits"


@pytest.mark.parametrize("time", ["", "now", "-1", "1772416800.5", "9" * 12, "²"])
def test_a_malformed_time_of_chatwoots_is_refused(time):
    reason = chatwoot_refused(delivery(time=time))
    assert reason == "expected X-Chatwoot-Timestamp to be a number of seconds"


@pytest.mark.parametrize(
    ("changes", "secret"),
    [
        ({"time": "1772416801"}, "a-chatwoot-secret"),
        ({"body": b"{}"}, "a-chatwoot-secret"),
        ({}, "x"),
    ],
)
def test_another_time_body_or_secret_of_chatwoots_is_refused(changes, secret):
    assert "is not the signed one" in chatwoot_refused(delivery(**changes), secret)


@pytest.mark.parametrize("now", [NOW + timedelta(minutes=3), NOW - timedelta(minutes=9)])
def test_a_webhook_of_chatwoots_that_is_too_old_or_from_the_future_is_refused(now):
    reason = chatwoot_refused(delivery(), max_age=timedelta(minutes=5), now=now)
    assert reason == "expected a X-Chatwoot-Timestamp within the age that is allowed"


@pytest.mark.parametrize("now", [None, datetime(2026, 3, 2)])  # noqa: DTZ001 - what is refused
def test_an_age_needs_an_aware_now(now):
    with pytest.raises(ValueError, match="max_age needs an aware now"):
        signatures.chatwoot(delivery(), secret="x", max_age=timedelta(minutes=5), now=now)


def test_an_identity_is_the_hmac_of_the_identifier():
    # By another program: openssl dgst -sha256 -hmac an-hmac-token
    known = "f072008852344e380489c5e2b93438557eb3fa66d6acdce261060c6878ba3e0a"
    assert signatures.chatwoot_identity("kh-2041", hmac_token="an-hmac-token") == known


@pytest.mark.parametrize(("identifier", "token"), [("", "t"), ("kh-2041", "")])
def test_an_identity_of_nobody_or_by_no_secret_is_the_callers_mistake(identifier, token):
    with pytest.raises(ValueError, match="is empty"):
        signatures.chatwoot_identity(identifier, hmac_token=token)
