"""Zalo's digests and secrets: what proves that a payload is from whom it claims."""

import hmac
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import signatures
from omnidesk._payload import Payload
from omnidesk.errors import SignatureError
from omnidesk.testing import builtin_samples

APP, SECRET, OA = "1001", "oa-secret", "2197000000000001873"
STAMP = "1760000000123"
# A vector that was computed from the documented formula, apart from this code.
BODY = '{"timestamp":"1760000000123","message":{"text":"Đơn hàng"}}'.encode()
MAC = "mac=91282c179d8e85ab0b45b887b294a8efcb08d41c2e41078994e382b97080e654"
SENT_AT = datetime(2025, 10, 9, 8, 53, 20, 123_000, tzinfo=UTC)
LIMIT = timedelta(hours=2)


def mac(body=BODY, first=APP, stamp=STAMP, secret=SECRET):
    return f"mac={sha256(first.encode() + body + stamp.encode() + secret.encode()).hexdigest()}"


def signed(body=BODY, value=MAC, received_at=None):
    return Payload(body, headers={"X-ZEvent-Signature": value}, received_at=received_at)


def verify(payload, **options):
    signatures.zalo(payload, **({"app_id": APP, "oa_secret_key": SECRET} | options))


def refused(payload, **options):
    with pytest.raises(SignatureError) as caught:
        verify(payload, **options)
    assert caught.value.__context__ is None
    assert (caught.value.channel, caught.value.digest) == ("zalo", payload.digest)
    return caught.value.reason


# --- webhooks -------------------------------------------------------------------------------------


def test_the_documented_digest_is_accepted_in_silence():
    verify(signed())
    verify(signed(), oa_secret_key=SECRET.encode())


@pytest.mark.parametrize("name", ["text", "retry"])
def test_the_samples_with_headers_are_signed(name):
    (sample,) = [one for one in builtin_samples("zalo") if one.name == name]
    verify(sample.payload, app_id="3608000000000003967", oa_secret_key="oa-secret-key")


@given(st.text(max_size=30), st.text(min_size=1, max_size=30))
def test_what_was_signed_with_the_secret_is_accepted(text, secret):
    body = json.dumps({"timestamp": STAMP, "text": text}).encode()
    verify(signed(body, mac(body, secret=secret)), oa_secret_key=secret)


@given(st.integers(0, len(BODY) * 8 - 1))
def test_any_flipped_bit_of_the_body_is_refused(bit):
    body = bytearray(BODY)
    body[bit // 8] ^= 1 << bit % 8
    refused(Payload(body, headers={"X-ZEvent-Signature": MAC}))


@given(st.integers(0, len(MAC) * 8 - 1))
def test_any_flipped_bit_of_the_signature_is_refused(bit):
    value = bytearray(MAC.encode())
    value[bit // 8] ^= 1 << bit % 8
    refused(signed(value=value.decode("latin-1")))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BODY, id="the body alone"),
        pytest.param(APP.encode() + BODY + STAMP.encode(), id="all but the secret"),
        pytest.param(APP.encode() + BODY + STAMP.encode() + SECRET.encode(), id="all"),
    ],
)
def test_an_hmac_is_not_what_zalo_documents(text):
    wrong = hmac.new(SECRET.encode(), text, sha256).hexdigest()
    assert "not the signed one" in refused(signed(value=f"mac={wrong}"))


@pytest.mark.parametrize(
    "options", [{"app_id": "1002"}, {"oa_secret_key": "other"}, {"app_id": OA}]
)
def test_another_app_or_secret_is_refused(options):
    assert "not the signed one" in refused(signed(), **options)


def test_no_header_is_refused():
    assert refused(Payload(BODY)) == "expected an X-ZEvent-Signature header"


def test_a_header_of_another_name_is_none():
    assert "expected an" in refused(Payload(BODY, headers={"X-Zalo-Signature": MAC}))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "mac=",
        MAC[4:],
        MAC.upper(),
        MAC + " ",
        f"{MAC}, {MAC}",
        "mac=" + "0" * 63,
        "mac= " + MAC,
    ],
)
def test_a_malformed_header_is_refused_as_such(value):
    assert refused(signed(value=value)) == "expected X-ZEvent-Signature to be mac= and 64 digits"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"timestamp": true}',
        b'{"timestamp": -1}',
        b'{"timestamp": 1.5}',
        b'{"timestamp": %s}' % (b"9" * 300),
        b'{"timestamp": "%s"}' % (b"1" * 40),
    ],
    ids=range(9),
)
def test_a_body_without_a_timestamp_is_refused(body):
    assert "expected a body with a timestamp" in refused(signed(body, mac(body)))


def test_a_timestamp_that_is_a_number_is_signed_as_it_stands():
    body = b'{"timestamp":1760000000123}'
    verify(signed(body, mac(body), received_at=SENT_AT), max_age=LIMIT)


@pytest.mark.parametrize("ascii_only", [False, True], ids=["utf-8", "ascii"])
def test_a_body_that_was_written_again_is_named_as_such(ascii_only):
    value = {"timestamp": STAMP, "text": "Đơn"}
    sent = json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":")).encode()
    came = json.dumps(value, indent=2).encode()
    assert "decoded and written again" in refused(signed(came, mac(sent)))
    long = json.dumps(value | {"x": "x" * (1 << 20)}).encode()
    assert "not the signed one" in refused(signed(long, mac(sent)))


# --- the disputed form ----------------------------------------------------------------------------


def test_the_disputed_form_is_refused_unless_it_is_asked_for():
    payload = signed(value=mac(first=OA))
    refused(payload)
    refused(payload, disputed_oa_id="another")
    verify(payload, disputed_oa_id=OA)


def test_the_documented_form_is_accepted_beside_the_disputed_one():
    verify(signed(), disputed_oa_id=OA)


# --- age ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("later", [timedelta(), timedelta(minutes=-5), timedelta(hours=2)])
def test_what_is_young_enough_is_accepted(later):
    verify(signed(received_at=SENT_AT + later), max_age=LIMIT)


@pytest.mark.parametrize("later", [timedelta(minutes=-6), timedelta(hours=2, seconds=1)])
def test_what_is_too_old_or_of_the_future_is_refused(later):
    reason = refused(signed(received_at=SENT_AT + later), max_age=LIMIT)
    assert reason == "expected a timestamp of the allowed age"


def test_the_last_of_zalos_retries_is_accepted():
    ladder = timedelta(seconds=30) + timedelta(minutes=5 + 15 + 30 + 60)
    verify(signed(received_at=SENT_AT + ladder), max_age=LIMIT)


@pytest.mark.parametrize("stamp", ["154390853474", "hôm qua"])
def test_a_timestamp_that_is_none_has_no_age(stamp):
    body = json.dumps({"timestamp": stamp}).encode()
    payload = signed(body, mac(body, stamp=stamp), received_at=SENT_AT)
    verify(payload)
    assert "allowed age" in refused(payload, max_age=LIMIT)


def test_a_bound_that_refuses_zalos_retries_is_a_mistake():
    with pytest.raises(ValueError, match="retries"):
        verify(signed(received_at=SENT_AT), max_age=timedelta(minutes=5))


def test_an_age_needs_to_know_when_the_payload_came():
    with pytest.raises(ValueError, match="received_at"):
        verify(signed(), max_age=LIMIT)


@pytest.mark.parametrize("name", ["app_id", "oa_secret_key", "disputed_oa_id"])
def test_an_empty_setting_is_a_mistake(name):
    with pytest.raises(ValueError, match=f"{name} is empty"):
        verify(signed(), **{name: ""})


# --- bots -----------------------------------------------------------------------------------------


def bot(value=None):
    headers = {} if value is None else {"X-Bot-Api-Secret-Token": value}
    return Payload(b"{}", headers=headers)


def test_a_bots_secret_is_accepted_in_silence():
    signatures.zalo_bot(bot("s3cret"), secret_token="s3cret")
    (sample,) = [one for one in builtin_samples("zalo_bot") if one.name == "text"]
    signatures.zalo_bot(sample.payload, secret_token="bot-secret-token")


@pytest.mark.parametrize("value", [None, "", "s3cre", "s3cret ", "bí mật", "\ud800"])
def test_any_other_secret_of_a_bot_is_refused(value):
    with pytest.raises(SignatureError) as caught:
        signatures.zalo_bot(bot(value), secret_token="s3cret")
    assert "s3cre" not in str(caught.value)
    assert caught.value.channel == "zalo_bot"


def test_an_empty_secret_of_a_bot_is_a_mistake():
    with pytest.raises(ValueError, match="secret_token is empty"):
        signatures.zalo_bot(bot("x"), secret_token="")
