"""Signatures of telephone services: Twilio's, DIDWW's, and a secret where nothing is signed."""

import hmac
from base64 import b64encode
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import signatures
from omnidesk._payload import Payload
from omnidesk.errors import SignatureError

TOKEN = "12345"
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
CALL = (
    ("CallSid", "CA1234567890ABCDE"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
    ("Caller", "+14158675309"),
)
REPEATED = (
    ("Sid", "CA123"),
    ("SidAccount", "AC123"),
    ("Digits", "5678"),
    ("Digits", "1234"),
    ("Digits", "1234"),
)
JSON_BODY = b'{"property": "value", "boolean": true}'
JSON_URL = f"{URL}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"

# Facts about the algorithm, computed apart from this code: address, fields, signature.
VECTORS = [
    (URL, CALL, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    (URL, REPEATED, "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
    (
        "http://mycompany.com:1234/myapp.php?foo=1&bar=2",
        CALL,
        "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
    ),
    ("https://mycompany.com:443/myapp.php?foo=1&bar=2", CALL, "kvajT1Ptam85bY51eRf/AJRuM3w="),
    ("http://mycompany.com:80/myapp.php?foo=1&bar=2", CALL, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
]


def request(body, signature, header="X-Twilio-Signature", received_at=None):
    headers = {} if signature is None else {header: signature}
    return Payload(body, headers=headers, received_at=received_at)


def form(fields):
    return urlencode(fields).encode()


def sign(url, fields=(), token=TOKEN):
    """Sign as Twilio documents it, written apart from the code that is tested."""
    values = defaultdict(set)
    for name, value in fields:
        values[name].add(value)
    text = url + "".join(name + one for name in sorted(values) for one in sorted(values[name]))
    return b64encode(hmac.digest(token.encode(), text.encode(), "sha1")).decode()


def refused(payload, url=URL, token=TOKEN):
    with pytest.raises(SignatureError) as caught:
        signatures.twilio(payload, auth_token=token, url=url)
    assert caught.value.__context__ is None
    assert (caught.value.channel, caught.value.digest) == ("twilio", payload.digest)
    return caught.value.reason


# --- Twilio ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("url", "fields", "signature"), VECTORS)
def test_known_signatures_are_accepted_in_silence(url, fields, signature):
    assert sign(url, fields) == signature
    signatures.twilio(request(form(fields), signature), auth_token=TOKEN, url=url)
    signatures.twilio(request(form(fields), signature), auth_token=TOKEN.encode(), url=url)


@pytest.mark.parametrize(
    ("configured", "called"),
    [
        ("https://a.example/x?y=1", "https://a.example:443/x?y=1"),
        ("http://a.example", "http://a.example:80"),
        ("https://a.example:8443/x", "https://a.example/x"),
        ("https://me:word@a.example/x", "https://me:word@a.example:443/x"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]:443/x"),
    ],
)
def test_the_port_may_stand_in_the_address_or_not(configured, called):
    payload = request(form(CALL), sign(called, CALL))
    signatures.twilio(payload, auth_token=TOKEN, url=configured)


def test_another_port_is_another_address():
    payload = request(form(CALL), sign("https://a.example:8443/x", CALL))
    assert "expected another" in refused(payload, "https://a.example/x")


def test_the_order_and_the_repetition_of_fields_do_not_matter():
    payload = request(form(REPEATED[::-1] + REPEATED[:1]), VECTORS[1][2])
    signatures.twilio(payload, auth_token=TOKEN, url=URL)


def test_empty_values_are_signed():
    fields = (("CallSid", "CA1"), ("SpeechResult", ""))
    payload = request(form(fields), sign(URL, fields))
    signatures.twilio(payload, auth_token=TOKEN, url=URL)
    assert refused(request(form(fields[:1]), sign(URL, fields)))


def test_a_get_request_is_signed_by_its_address_alone():
    signatures.twilio(request(b"", sign(URL)), auth_token=TOKEN, url=URL)


def test_a_json_body_is_signed_by_its_digest_in_the_address():
    payload = request(JSON_BODY, "a9nBmqA0ju/hNViExpshrM61xv4=")
    signatures.twilio(payload, auth_token=TOKEN, url=JSON_URL)


def test_another_json_body_is_refused_whatever_signs_the_address():
    payload = request(JSON_BODY + b" ", "a9nBmqA0ju/hNViExpshrM61xv4=")
    assert refused(payload, JSON_URL) == "expected the body to be the one that bodySHA256 is of"
    assert refused(request(JSON_BODY, sign(f"{URL}&bodySHA256=é")), f"{URL}&bodySHA256=é")


@pytest.mark.parametrize("body", [b"\xff", b"&", "đ=1".encode()])
def test_a_body_that_is_no_form_and_has_no_digest_is_refused(body):
    assert refused(request(body, sign(URL))) == "expected a form, or bodySHA256 in the address"


def test_a_request_without_a_signature_is_refused():
    assert refused(request(form(CALL), None)) == "expected an X-Twilio-Signature header"


@pytest.mark.parametrize("signature", ["", "é", "\ud800", VECTORS[0][2].rstrip("="), "x" * 10_000])
def test_a_malformed_signature_is_refused(signature):
    assert "expected another" in refused(request(form(CALL), signature))


def test_the_token_of_another_account_is_refused():
    assert refused(request(form(CALL), VECTORS[0][2]), token="54321")


def test_every_flipped_bit_of_a_form_is_refused_unless_it_changes_no_field():
    body, before = form(REPEATED), set(REPEATED)
    for place in range(len(body) * 8):
        flipped = bytearray(body)
        flipped[place // 8] ^= 1 << place % 8
        payload = request(flipped, VECTORS[1][2])
        if bytes(flipped).isascii() and set(payload.form()) == before:
            continue
        refused(payload)


def test_every_flipped_bit_of_a_json_body_its_digest_and_its_signature_is_refused():
    signature = "a9nBmqA0ju/hNViExpshrM61xv4="
    for place in range(len(JSON_BODY) * 8):
        flipped = bytearray(JSON_BODY)
        flipped[place // 8] ^= 1 << place % 8
        refused(request(flipped, signature), JSON_URL)
    for place in range(len(signature) * 7):
        flipped = bytearray(signature.encode())
        flipped[place // 7] ^= 1 << place % 7
        refused(request(JSON_BODY, flipped.decode()), JSON_URL)
    for place in range(len(URL), len(JSON_URL)):
        other = JSON_URL[:place] + chr(ord(JSON_URL[place]) ^ 1) + JSON_URL[place + 1 :]
        refused(request(JSON_BODY, signature), other)


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8), st.lists(st.text(max_size=8), min_size=1), max_size=6
    )
)
def test_any_form_that_is_signed_is_accepted(values):
    fields = [(name, one) for name, several in values.items() for one in several]
    payload = request(form(fields), sign(URL, fields))
    signatures.twilio(payload, auth_token=TOKEN, url=URL)


@pytest.mark.parametrize("url", ["", "/voice", "mycompany.com/x", "ftp://a.example"])
def test_an_address_that_is_not_whole_is_the_callers_mistake(url):
    with pytest.raises(ValueError, match="whole address"):
        signatures.twilio(request(form(CALL), ""), auth_token=TOKEN, url=url)


def test_an_empty_token_is_the_callers_mistake():
    with pytest.raises(ValueError, match="auth_token is empty"):
        signatures.twilio(request(form(CALL), ""), auth_token="", url=URL)


# --- DIDWW ----------------------------------------------------------------------------------------

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SECONDS = str(int(AT.timestamp()))
EVENT = b'{"event":"call.ended","caller":"+84912000111"}'
HEADER = "X-PS-Signature"


def stamped(body=EVENT, time=SECONDS, secret="s"):
    return (
        f"t={time},v1={hmac.new(secret.encode(), time.encode() + b'.' + body, sha256).hexdigest()}"
    )


def verify(value, body=EVENT, now=AT, **options):
    payload = request(body, value, HEADER)
    signatures.didww(payload, **({"secret": "s", "now": now} | options))


def rejected(value, **options):
    with pytest.raises(SignatureError) as caught:
        verify(value, **options)
    assert caught.value.channel == "didww"
    return caught.value.reason


def test_the_documented_form_is_accepted_in_silence():
    verify(stamped())
    verify(stamped() + ",v2=more")


def test_the_time_of_receipt_is_taken_where_none_is_given():
    payload = request(EVENT, stamped(), HEADER, received_at=AT)
    signatures.didww(payload, secret="s")


@pytest.mark.parametrize("minutes", [-5, 5])
def test_a_request_is_accepted_to_the_edge_of_the_tolerance(minutes):
    verify(stamped(), now=AT + timedelta(minutes=minutes))


@pytest.mark.parametrize("seconds", [-301, 301])
def test_an_old_or_a_future_request_is_refused(seconds):
    reason = rejected(stamped(), now=AT + timedelta(seconds=seconds))
    assert reason == "expected X-PS-Signature to be of another time"


def test_another_service_may_have_another_header():
    payload = request(EVENT, stamped(), "Other-Signature")
    signatures.didww(payload, secret="s", now=AT, header="Other-Signature")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "t=1",
        stamped().upper(),
        stamped(time="soon"),
        stamped(time="9" * 12),
        stamped(time="²"),
        f"{stamped()},{stamped()}",
        f"t=1,{stamped()}",
        stamped().replace(",", ";"),
    ],
)
def test_a_malformed_header_is_refused(value):
    assert rejected(value) == "expected X-PS-Signature to be t= and seconds, v1= and 64 digits"


def test_a_header_that_is_missing_is_refused():
    assert rejected(None) == "expected an X-PS-Signature header"


def test_every_flipped_bit_of_a_body_and_a_header_is_refused():
    value = stamped()
    for place in range(len(EVENT) * 8):
        flipped = bytearray(EVENT)
        flipped[place // 8] ^= 1 << place % 8
        rejected(value, body=flipped)
    for place in range(len(value) * 7):
        flipped = bytearray(value.encode())
        flipped[place // 7] ^= 1 << place % 7
        rejected(flipped.decode())


@pytest.mark.parametrize("options", [{"secret": ""}, {"now": None}, {"now": datetime(2026, 3, 2)}])  # noqa: DTZ001 - what is refused
def test_what_the_caller_must_give_is_asked_for(options):
    with pytest.raises(ValueError, match=r"secret is empty|aware now"):
        verify(stamped(), **options)


# --- secrets --------------------------------------------------------------------------------------


def test_a_header_that_is_the_secret_is_accepted_in_silence():
    payload = Payload(b"", headers={"authorization": "Bearer 7f3"})
    signatures.shared_secret(payload, header="Authorization", secret="Bearer 7f3")


@pytest.mark.parametrize("value", ["", "Bearer 7f", "bearer 7f3", "é", "\ud800"])
def test_a_header_that_is_not_the_secret_is_refused(value):
    payload = Payload(b"", headers={"Authorization": value})
    with pytest.raises(SignatureError, match="expected another secret"):
        signatures.shared_secret(payload, header="Authorization", secret="Bearer 7f3")


def test_a_request_without_the_header_is_refused():
    with pytest.raises(SignatureError, match="expected the header"):
        signatures.shared_secret(Payload(b""), header="Authorization", secret="x")


def test_an_empty_secret_is_the_callers_mistake():
    with pytest.raises(ValueError, match="secret is empty"):
        signatures.shared_secret(Payload(b""), header="Authorization", secret="")
