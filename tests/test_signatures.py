"""Signatures: what proves that a payload is from whom it claims, and what does not."""

import hmac
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import omnidesk.testing
from omnidesk import signatures
from omnidesk._payload import Payload
from omnidesk.errors import SignatureError

SAMPLES = Path(omnidesk.testing.__file__).with_name("samples") / "messenger"
VECTORS = json.loads((SAMPLES / "_signature-vectors.json").read_text("utf-8"))
SECRET = VECTORS["app_secret"]
BODY = b'{"object":"page","entry":[]}'


def signed(body=BODY, secret=SECRET, algorithm="sha256"):
    return f"{algorithm}={hmac.new(secret.encode(), body, algorithm).hexdigest()}"


def vector(kind):
    return pytest.mark.parametrize(
        "case", [pytest.param(one, id=one["name"]) for one in VECTORS[kind]]
    )


def payload_of(case):
    return Payload(case["body"].encode(), headers=case["headers"])


def refused(payload, secret=SECRET):
    with pytest.raises(SignatureError) as caught:
        signatures.meta(payload, app_secret=secret)
    return caught.value


# --- webhooks -------------------------------------------------------------------------------------


@vector("valid")
def test_a_true_signature_is_silent(case):
    signatures.meta(payload_of(case), app_secret=SECRET)
    signatures.meta(payload_of(case), app_secret=SECRET.encode())


@vector("forged")
def test_a_forged_signature_is_refused(case):
    assert "the body or the secret" in str(refused(payload_of(case)))


@vector("rewritten")
def test_a_body_that_was_written_again_is_named_as_such(case):
    assert "decoded and written again" in str(refused(payload_of(case)))


def test_the_sample_with_headers_is_signed():
    headers = json.loads((SAMPLES / "text.headers.json").read_text("utf-8"))
    body = (SAMPLES / "text.json").read_bytes()
    signatures.meta(Payload(body, headers=headers), app_secret=SECRET)


@given(st.binary(), st.text(min_size=1).filter(str.isascii))
def test_what_was_signed_with_the_secret_is_accepted(body, secret):
    payload = Payload(body, headers={"x-hub-signature-256": signed(body, secret)})
    signatures.meta(payload, app_secret=secret)


@given(st.integers(0, len(BODY) * 8 - 1))
def test_any_flipped_bit_of_the_body_is_refused(bit):
    body = bytearray(BODY)
    body[bit // 8] ^= 1 << bit % 8
    refused(Payload(body, headers={"X-Hub-Signature-256": signed()}))


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
@given(data=st.data())
def test_any_flipped_bit_of_the_signature_is_refused(algorithm, data):
    value = bytearray(signed(algorithm=algorithm).encode())
    bit = data.draw(st.integers(0, len(value) * 8 - 1))
    value[bit // 8] ^= 1 << bit % 8
    name = "X-Hub-Signature-256" if algorithm == "sha256" else "X-Hub-Signature"
    refused(Payload(BODY, headers={name: value.decode("latin-1")}))


@given(st.text())
def test_any_other_header_is_refused(value):
    refused(Payload(BODY, headers={"X-Hub-Signature-256": value}))


def test_no_header_is_refused():
    assert "expected an X-Hub-Signature-256 header" in str(refused(Payload(BODY)))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "sha256=",
        signed()[7:],
        signed().upper(),
        signed() + " ",
        signed() + ", " + signed(),
        "sha1=" + signed()[7:],
        "md5=" + "0" * 32,
        signed(algorithm="sha1"),
        signed()[:-1] + "g",
        signed()[:-1] + "à",
    ],
)
def test_a_malformed_header_is_refused_as_such(value):
    error = refused(Payload(BODY, headers={"X-Hub-Signature-256": value}))
    assert "expected X-Hub-Signature-256 to be sha256= and 64 digits" in str(error)


def test_a_header_that_is_given_twice_is_refused():
    refused(
        Payload(
            BODY,
            headers=[("X-Hub-Signature-256", signed()), ("x-hub-signature-256", signed())],
        )
    )


def test_the_algorithm_is_not_taken_from_the_header():
    refused(Payload(BODY, headers={"X-Hub-Signature": signed()}))


@pytest.mark.parametrize("secret", ["", b""], ids=["text", "bytes"])
def test_an_empty_secret_is_the_callers_mistake(secret):
    with pytest.raises(ValueError, match="app_secret is empty") as caught:
        signatures.meta(Payload(BODY), app_secret=secret)
    assert not isinstance(caught.value, SignatureError)


def test_an_error_says_which_payload_and_holds_neither_body_nor_secret_nor_signature():
    payload = Payload(BODY, headers={"X-Hub-Signature-256": signed(secret="other")})
    error = refused(payload)
    assert error.digest == payload.digest
    said = f"{error} {error!r} {vars(error)}"
    assert SECRET not in said
    assert signed() not in said
    assert "entry" not in said
    assert error.__context__ is None


def test_a_huge_body_is_not_written_again_to_see_why_it_fails():
    body = json.dumps({"text": "đ" * 400_000}, ensure_ascii=True).encode()
    compact = body.replace(b": ", b":")
    error = refused(Payload(body, headers={"X-Hub-Signature-256": signed(compact)}))
    assert "the body or the secret" in str(error)


def test_a_body_that_is_not_json_is_refused_without_more_ado():
    refused(Payload(b"\xff", headers={"X-Hub-Signature-256": signed()}))


# --- the handshake --------------------------------------------------------------------------------

ASKED = {"hub.mode": "subscribe", "hub.verify_token": "made-up", "hub.challenge": "1158201444"}


def test_the_handshake_answers_with_the_challenge():
    assert signatures.meta_challenge(ASKED, verify_token="made-up") == "1158201444"


@pytest.mark.parametrize(
    "change",
    [
        {"hub.mode": "unsubscribe"},
        {"hub.verify_token": "made-up "},
        {"hub.verify_token": ""},
        {"hub.verify_token": "\udcff"},
    ],
)
def test_a_handshake_of_somebody_else_is_refused(change):
    with pytest.raises(SignatureError):
        signatures.meta_challenge(ASKED | change, verify_token="made-up")


@pytest.mark.parametrize("missing", sorted(ASKED))
def test_an_incomplete_handshake_is_refused(missing):
    query = {name: value for name, value in ASKED.items() if name != missing}
    with pytest.raises(SignatureError):
        signatures.meta_challenge(query, verify_token="made-up")


def test_an_empty_verify_token_is_the_callers_mistake():
    with pytest.raises(ValueError, match="verify_token is empty"):
        signatures.meta_challenge(ASKED, verify_token="")
