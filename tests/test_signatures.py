"""Signatures: what proves that a payload is from whom it claims, and what does not."""

import hmac
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

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


# --- signed requests ------------------------------------------------------------------------------

REQUESTS = VECTORS["signed_requests"]
SIGNED = REQUESTS["valid"][0]["text"]
ISSUED_AT = datetime.fromtimestamp(REQUESTS["valid"][0]["claims"]["issued_at"], UTC)
DAY = timedelta(days=1)


def request_vector(kind):
    cases = [pytest.param(one, id=one["name"]) for one in REQUESTS[kind]]
    return pytest.mark.parametrize("case", cases)


def posted(text, name="signed_request"):
    return Payload(urlencode({name: text}).encode())


def request_refused(request, **options):
    with pytest.raises(SignatureError) as caught:
        signatures.signed_request(request, app_secret=SECRET, **options)
    return caught.value


@request_vector("valid")
def test_a_signed_request_says_what_was_signed(case):
    assert signatures.signed_request(case["text"], app_secret=SECRET) == case["claims"]
    assert signatures.signed_request(posted(case["text"]), app_secret=SECRET) == case["claims"]


@request_vector("refused")
def test_a_signed_request_that_proves_nothing_is_refused(case):
    assert case["expected"] in str(request_refused(case["text"]))
    assert case["expected"] in str(request_refused(posted(case["text"])))


def test_any_flipped_bit_of_a_signed_request_is_refused():
    for bit in range(len(SIGNED) * 8):
        text = bytearray(SIGNED.encode())
        text[bit // 8] ^= 1 << bit % 8
        request_refused(text.decode("latin-1"))


@given(st.text())
def test_any_other_signed_request_is_refused(text):
    request_refused(text)


@given(st.binary())
def test_any_other_form_is_refused(body):
    request_refused(Payload(body))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        urlencode({"signed_requests": SIGNED}).encode(),
        urlencode([("signed_request", SIGNED)] * 2).encode(),
        f"signed_request={SIGNED}à".encode(),
    ],
)
def test_a_form_without_exactly_one_signed_request_is_refused(body):
    payload = Payload(body)
    error = request_refused(payload)
    assert "one field signed_request" in str(error)
    assert error.digest == payload.digest
    assert error.__context__ is None


@pytest.mark.parametrize(
    ("age", "is_taken"),
    [
        (timedelta(), True),
        (DAY, True),
        (DAY + timedelta(seconds=1), False),
        (timedelta(minutes=-5), True),
        (timedelta(minutes=-6), False),
    ],
)
def test_an_old_signed_request_is_refused_if_asked_for(age, is_taken):
    options = {"max_age": DAY, "now": ISSUED_AT + age}
    if is_taken:
        assert signatures.signed_request(SIGNED, app_secret=SECRET, **options)
    else:
        assert "issued_at to be recent" in str(request_refused(SIGNED, **options))


@pytest.mark.parametrize("issued_at", [None, True, "1760000000", 1.5, 0, -1, 10**30])
def test_a_signed_request_without_a_time_is_not_recent(issued_at):
    claims = {"algorithm": "HMAC-SHA256", "issued_at": issued_at}
    body = b64(json.dumps(claims).encode())
    text = f"{b64(hmac.digest(SECRET.encode(), body.encode(), 'sha256'))}.{body}"
    assert signatures.signed_request(text, app_secret=SECRET) == claims
    request_refused(text, max_age=DAY, now=ISSUED_AT)


def b64(data):
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.mark.parametrize("now", [None, datetime(2026, 1, 1)])  # noqa: DTZ001 - a naive time is the point
def test_an_age_without_an_aware_now_is_the_callers_mistake(now):
    with pytest.raises(ValueError, match="aware now") as caught:
        signatures.signed_request(SIGNED, app_secret=SECRET, max_age=DAY, now=now)
    assert not isinstance(caught.value, SignatureError)


def test_an_error_about_a_signed_request_holds_nothing_of_it():
    error = request_refused(REQUESTS["refused"][0]["text"])
    said = f"{error} {error!r} {vars(error)}"
    assert SECRET not in said
    assert not any(part in said for part in REQUESTS["refused"][0]["text"].split("."))
    assert error.__context__ is None


@pytest.mark.parametrize("case", VECTORS["appsecret_proofs"], ids=["without-time", "with-time"])
def test_a_call_is_proved_with_its_token_and_its_time(case):
    proof = signatures.appsecret_proof(
        case["access_token"], app_secret=SECRET, appsecret_time=case["appsecret_time"]
    )
    assert proof == case["proof"]


@pytest.mark.parametrize(
    ("token", "secret", "name"), [("", "s", "access_token"), ("t", "", "app_secret")]
)
def test_an_empty_token_or_secret_proves_nothing(token, secret, name):
    with pytest.raises(ValueError, match=f"{name} is empty"):
        signatures.appsecret_proof(token, app_secret=secret)
