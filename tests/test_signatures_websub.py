"""WebSub: what proves that a hub has sent it, and which question is answered."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import signatures
from omnidesk._payload import Payload
from omnidesk.errors import SignatureError

SECRET = "hub secret"
BODY = b'<feed xmlns="http://www.w3.org/2005/Atom"/>'
TOPIC = "https://www.youtube.com/xml/feeds/videos.xml?channel_id=UCtraxanhdaonguyen000001"
LENGTHS = {"sha1": 40, "sha256": 64, "sha384": 96, "sha512": 128}


def signed(algorithm="sha1", body=BODY, secret=SECRET):
    return f"{algorithm}={hmac.new(secret.encode(), body, algorithm).hexdigest()}"


def with_header(value, body=BODY):
    return Payload(body, headers={"X-Hub-Signature": value})


def refused(payload, **options):
    with pytest.raises(SignatureError) as caught:
        signatures.websub(payload, **{"secret": SECRET} | options)
    return caught.value


# --- content --------------------------------------------------------------------------------------


def test_a_signature_that_was_computed_elsewhere_holds():
    # printf '%s' BODY | openssl dgst -sha1 -hmac "hub secret"
    signatures.websub(with_header("sha1=70cab6b5103332aaf1dfcaa4c35ef7f2dee5def1"), secret=SECRET)


@pytest.mark.parametrize("algorithm", LENGTHS)
def test_every_algorithm_of_websub_is_accepted(algorithm):
    signatures.websub(with_header(signed(algorithm)), secret=SECRET)
    signatures.websub(with_header(signed(algorithm)), secret=SECRET.encode())


@given(st.binary(), st.text(min_size=1).filter(str.isascii))
def test_what_was_signed_with_the_secret_is_accepted(body, secret):
    signatures.websub(with_header(signed("sha1", body, secret), body), secret=secret)


@pytest.mark.parametrize("algorithm", LENGTHS)
@given(data=st.data())
def test_any_flipped_bit_of_the_signature_is_refused(algorithm, data):
    value = bytearray(signed(algorithm).encode())
    bit = data.draw(st.integers(0, len(value) * 8 - 1))
    value[bit // 8] ^= 1 << bit % 8
    refused(with_header(value.decode("latin-1")))


@given(st.integers(0, len(BODY) * 8 - 1))
def test_any_flipped_bit_of_the_body_is_refused(bit):
    body = bytearray(BODY)
    body[bit // 8] ^= 1 << bit % 8
    refused(with_header(signed(), bytes(body)))


@given(st.text())
def test_any_other_header_is_refused(value):
    refused(with_header(value))


def test_no_header_is_refused():
    assert "expected an X-Hub-Signature header" in str(refused(Payload(BODY)))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "sha1",
        "sha1=",
        signed()[5:],
        signed().upper(),
        signed() + " ",
        "md5=" + "0" * 32,
        f"{signed()}, {signed()}",
        "sha256=" + signed()[5:],
        signed()[:-1] + "à",
        "SHA1=" + "0" * 40,
    ],
)
def test_a_malformed_header_is_refused(value):
    refused(with_header(value))


def test_an_algorithm_that_the_caller_does_not_take_is_refused():
    error = refused(with_header(signed("sha1")), algorithms=("sha256", "sha512"))
    assert "by sha256, sha512" in str(error)


def test_an_algorithm_that_websub_does_not_know_is_refused_even_if_the_caller_takes_it():
    refused(with_header(signed("md5")), algorithms=("md5",))


@pytest.mark.parametrize("secret", ["", b""], ids=["text", "bytes"])
def test_an_empty_secret_is_the_callers_mistake(secret):
    with pytest.raises(ValueError, match="secret is empty") as caught:
        signatures.websub(Payload(BODY), secret=secret)
    assert not isinstance(caught.value, SignatureError)


def test_an_error_says_which_payload_and_holds_neither_body_nor_secret_nor_signature():
    payload = with_header(signed(secret="other"))
    error = refused(payload)
    assert (error.channel, error.digest) == ("websub", payload.digest)
    said = f"{error} {error!r} {vars(error)}"
    assert not [one for one in (SECRET, signed(), "feed") if one in said]
    assert error.__context__ is None


# --- intent ---------------------------------------------------------------------------------------


def question(**parameters):
    asked = {"mode": "subscribe", "topic": TOPIC, "challenge": "c-1", "lease_seconds": "432000"}
    return {
        f"hub.{name}": value for name, value in (asked | parameters).items() if value is not None
    }


def not_answered(query, **options):
    with pytest.raises(SignatureError) as caught:
        signatures.websub_challenge(query, **{"subscribed": [TOPIC]} | options)
    assert TOPIC not in str(caught.value)
    return str(caught.value)


def test_a_subscription_that_we_asked_for_is_confirmed():
    assert signatures.websub_challenge(question(), subscribed=[TOPIC]) == "c-1"


def test_an_end_that_we_asked_for_is_confirmed():
    query = question(mode="unsubscribe")
    assert signatures.websub_challenge(query, unsubscribed={TOPIC}) == "c-1"


def test_an_end_that_we_did_not_ask_for_is_not_confirmed():
    assert "hub.topic" in not_answered(question(mode="unsubscribe"))


@pytest.mark.parametrize("topic", [None, "", "https://other.example/", TOPIC + "&x=1"])
def test_a_topic_that_is_not_ours_is_not_confirmed(topic):
    assert "hub.topic" in not_answered(question(topic=topic))


@pytest.mark.parametrize(
    "query",
    [
        {},
        question(mode="denied"),
        question(mode=None),
        question(challenge=None),
        question(challenge=""),
    ],
)
def test_what_is_no_such_question_is_not_answered(query):
    assert "hub.mode" in not_answered(query)


def test_a_token_is_compared_if_there_is_one():
    query = question(verify_token="token")
    assert signatures.websub_challenge(query, subscribed=[TOPIC], verify_token="token") == "c-1"
    assert "hub.verify_token" in not_answered(query, verify_token="other")
    assert "hub.verify_token" in not_answered(question(verify_token="\ud800"), verify_token="token")
    assert "hub.verify_token" in not_answered(question(), verify_token="token")


def test_an_empty_token_is_the_callers_mistake():
    with pytest.raises(ValueError, match="verify_token is empty") as caught:
        signatures.websub_challenge(question(), subscribed=[TOPIC], verify_token="")
    assert not isinstance(caught.value, SignatureError)
