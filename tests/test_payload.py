"""Bytes as received, and reading them."""

import contextlib
import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from omnidesk import Payload, PayloadError


def test_a_digest_is_over_the_bytes_as_received():
    assert Payload(b"abc").digest == f"sha256:{sha256(b'abc').hexdigest()}"


@pytest.mark.parametrize("body", [b"abc", bytearray(b"abc"), memoryview(b"abc")])
def test_any_bytes_will_do_and_are_copied(body):
    assert Payload(body).body == b"abc"


@pytest.mark.parametrize("body", ["abc", 5, None])
def test_anything_but_bytes_is_refused(body):
    with pytest.raises(TypeError, match="bytes as received"):
        Payload(body)


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="aware"):
        Payload(b"", received_at=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


def test_headers_are_found_whatever_their_case():
    payload = Payload(b"", headers={"X-Hub-Signature": "a"})
    assert payload.header("x-hub-signature") == payload.header("X-HUB-SIGNATURE") == "a"
    assert payload.header("Date") is None


def test_repeated_headers_are_joined():
    payload = Payload(b"", headers=[("Via", "a"), ("via", "b")])
    assert dict(payload.headers) == {"via": "a, b"}


def test_headers_may_come_from_an_iterator():
    payload = Payload(b"", headers=iter([("A", "b")]))
    assert payload.header("a") == payload.header("a") == "b"


def test_a_payload_is_frozen():
    payload = Payload(b"")
    with pytest.raises(AttributeError, match="frozen"):
        payload.body = b"x"


def test_equal_payloads_are_equal():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert Payload(b"a", received_at=at) == Payload(b"a", received_at=at)
    assert hash(Payload(b"a")) == hash(Payload(b"a"))
    assert Payload(b"a") != Payload(b"a", received_at=at)
    assert Payload(b"a") != Payload(b"a", headers={"A": "b"})
    assert Payload(b"a") != b"a"


def test_its_repr_shows_nothing_that_it_holds():
    payload = Payload(b"secret", headers={"A": "b"}, received_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert repr(payload) == (
        "Payload(<6 bytes>, sha256:2bb80d537b1d…, received_at=2026-01-01T00:00:00+00:00)"
    )
    assert repr(Payload(b"secret")) == "Payload(<6 bytes>, sha256:2bb80d537b1d…)"


# --- JSON -----------------------------------------------------------------------------------------

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(JSON_VALUES)
def test_json_is_read_as_it_was_meant(value):
    assert Payload(json.dumps(value).encode()).json() == value


@given(st.binary(max_size=60))
def test_any_bytes_are_json_or_a_payload_error_that_quotes_none_of_them(body):
    payload = Payload(body)
    try:
        payload.json(channel="sms")
    except PayloadError as error:
        refusal = error
    else:
        return
    assert str(refusal).startswith("sms: expected JSON")
    assert refusal.digest == payload.digest
    assert (refusal.__cause__, refusal.__context__) == (None, None)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "expected JSON, got nothing"),
        (b" \r\n", "expected JSON, got nothing"),
        (b"{", "expected JSON"),
        (b"[" * 100_000, "expected JSON"),
        (b"1" * 5_000, "expected JSON"),
        (b"NaN", "expected JSON"),
        ('"ớ"'.encode("cp1258", "replace") + b"\xff", "expected JSON in UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "expected JSON in UTF-8"),
        (b'["\\ud83d"', "expected JSON"),
        (b"[" * 300 + b'"\\ud83d"' + b"]" * 300, "expected JSON"),
    ],
)
def test_what_is_not_json_is_refused(body, reason):
    with pytest.raises(PayloadError) as caught:
        Payload(body).json()
    assert caught.value.reason == reason


def test_a_byte_order_mark_is_passed_over():
    assert Payload(b'\xef\xbb\xbf{"a": 1}').json() == {"a": 1}


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'["\\ud83d"]', ["\ufffd"]),
        (b'["a\\uDE00b", 1, null]', ["a\ufffdb", 1, None]),
        (b'{"\\ud83d": "\\ud83d\\ude00 \\ud83d"}', {"\ufffd": "😀 \ufffd"}),
    ],
)
def test_half_an_emoji_does_not_cost_the_rest(body, value):
    assert Payload(body).json() == value


# --- pointers -------------------------------------------------------------------------------------

DOCUMENT = Payload(b'{"foo": ["bar", {"a/b": 1, "m~n": 8, "": 0}]}')


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", {"foo": ["bar", {"a/b": 1, "m~n": 8, "": 0}]}),
        ("/foo/0", "bar"),
        ("/foo/1/a~1b", 1),
        ("/foo/1/m~0n", 8),
        ("/foo/1/", 0),
    ],
)
def test_a_pointer_leads_to_what_it_names(pointer, value):
    assert DOCUMENT.resolve(pointer) == value


@pytest.mark.parametrize(
    "pointer",
    ["/bar", "/foo/2", "/foo/-1", "/foo/01x", "/foo/" + "9" * 5_000, "/foo/0/0", "/foo/²", "foo"],
)
def test_a_pointer_that_leads_nowhere_is_refused(pointer):
    with pytest.raises(PayloadError) as caught:
        DOCUMENT.resolve(pointer, channel="sms")
    assert (caught.value.pointer, caught.value.channel) == (pointer, "sms")


@given(JSON_VALUES, st.text(max_size=6))
def test_any_pointer_leads_somewhere_or_is_refused(value, pointer):
    payload = Payload(json.dumps(value).encode())
    with contextlib.suppress(PayloadError):
        payload.resolve(pointer)


# --- models ---------------------------------------------------------------------------------------


class Inner(BaseModel):
    name: str


class Outer(BaseModel):
    items: list[Inner]


def test_a_model_is_loaded_from_the_body_or_from_a_place_in_it():
    payload = Payload(b'{"items": [{"name": "a"}]}')
    assert payload.load(Outer) == Outer(items=[Inner(name="a")])
    assert payload.load(Inner, pointer="/items/0") == Inner(name="a")


@pytest.mark.parametrize(
    ("body", "pointer", "place", "reason"),
    [
        (b'{"items": [{"name": 5}]}', "", "/items/0/name", "expected text"),
        (b'{"items": [{"name": 5}]}', "/items/0", "/items/0/name", "expected text"),
        (b'{"items": [{}]}', "", "/items/0/name", "expected a field that is missing"),
        (b'{"items": 5}', "", "/items", "expected a list"),
        (b"5", "", "", "expected an object"),
    ],
)
def test_a_model_that_does_not_fit_is_refused_with_the_place(body, pointer, place, reason):
    payload = Payload(body)
    with pytest.raises(PayloadError) as caught:
        payload.load(Outer if not pointer else Inner, pointer=pointer, channel="sms")
    error = caught.value
    assert (error.pointer, error.reason, error.channel) == (place, reason, "sms")
    assert (error.__cause__, error.__context__) == (None, None)


# --- forms and mail -------------------------------------------------------------------------------


def test_a_form_keeps_order_repetition_and_empty_values():
    assert Payload(b"b=1&a=&b=%C4%91%C6%A1n+h%C3%A0ng").form() == (
        ("b", "1"),
        ("a", ""),
        ("b", "đơn hàng"),
    )


@pytest.mark.parametrize("body", [b"a=%ff", "a=đ".encode(), b"a&" * 20_000])
def test_what_is_not_a_form_is_refused(body):
    with pytest.raises(PayloadError, match="expected form fields"):
        Payload(body).form()


MAIL = Payload(
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    b"--x\r\n\r\nchao\r\n"
    b"--x\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n--x--\r\n"
)


def test_a_part_of_a_mail_is_decoded_by_its_path():
    assert MAIL.part("2") == b"hello"
    assert MAIL.mime().find("1") is not None


def test_a_part_that_is_not_there_is_refused():
    with pytest.raises(PayloadError, match="expected a MIME part at 3"):
        MAIL.part("3")


@pytest.mark.parametrize(
    "body",
    [b"[1e999]", b'{"a": [0, {"b": -1E+400}]}', b"1" * 400 + b".5", b'["\\ud83d", 1e999]'],
)
def test_a_number_that_is_out_of_range_is_refused(body):
    with pytest.raises(PayloadError, match="in range"):
        Payload(body).json()


def test_what_only_looks_like_a_number_out_of_range_is_read():
    value = ["1e999", 1e300, "9" * 300, {"3e888": 1.5}]
    assert Payload(json.dumps(value).encode()).json() == value
