"""Reply tokens, Thread-Index and base subjects: the evidence that two mails belong together."""

from base64 import b64encode
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._mime import parse_mime
from omnidesk.adapters.email._subject import base_subject, subject_kind, without_marks
from omnidesk.adapters.email._thread_index import thread_index as read_index
from omnidesk.adapters.email._tokens import ReplyTokens, TokenMatch
from omnidesk.model import derive_id

TOKENS = ReplyTokens(b"a secret of the desk's own")
KEY = derive_id("conv", "hoa-sen", "1")


def mail(*headers):
    return parse_mime("\r\n".join([*headers, "", "Xin chào."]).encode())


# --- tokens ---------------------------------------------------------------------------------------


def test_an_answer_to_a_tagged_address_carries_its_token():
    address = TOKENS.address("support@shop.example", KEY)
    assert address == address.lower()
    assert address.startswith("support+")
    for header in ("To", "Cc", "Delivered-To", "X-Original-To"):
        found = TOKENS.read(mail(f"{header}: {address.upper()}"))
        assert found == (TokenMatch(KEY, header.lower()),)


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_an_answer_to_a_mail_of_ours_carries_its_token(header):
    ours = TOKENS.message_id(KEY, "m-1_a", "shop.example")
    found = TOKENS.read(mail(f"{header}: <x@y.example> <{ours}>"))
    assert found == (TokenMatch(KEY, header.lower()),)


def test_each_conversation_comes_once_and_addresses_first():
    address = TOKENS.address("support@shop.example", KEY)
    ours = TOKENS.message_id(KEY, "1", "shop.example")
    other = TOKENS.message_id("other", "1", "shop.example")
    found = TOKENS.read(mail(f"References: <{ours}> <{other}>", f"To: {address}"))
    assert found == (TokenMatch(KEY, "to"), TokenMatch("other", "references"))


def test_a_token_of_a_former_secret_still_counts():
    newer = ReplyTokens(b"another secret of the desk", older=(TOKENS.secret,))
    assert newer.verify(TOKENS.token(KEY)) == KEY
    assert newer.token(KEY) != TOKENS.token(KEY)
    assert TOKENS.verify(newer.token(KEY)) is None


@given(st.integers(min_value=0), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_token_with_another_letter_is_none(at, letter):
    token = TOKENS.token(KEY)
    at %= len(token)
    changed = token[:at] + letter + token[at + 1 :]
    assert TOKENS.verify(changed) == (KEY if changed == token else None)


@pytest.mark.parametrize("token", ["", "t1", "a" * 16, "1" * 24, "é" * 24, "a" * 200, "a" * 17])
def test_what_is_no_token_is_no_match(token):
    assert TOKENS.verify(token) is None


@given(st.text(max_size=80))
def test_any_short_key_comes_back(key):
    try:
        token = TOKENS.token(key)
    except ValueError:
        assert not key or len(key.encode()) > 64
        return
    assert TOKENS.verify(token) == key


@pytest.mark.parametrize("key", [KEY, "_" + "0" * 32, "é_" + "0" * 32, "a_" + "A" * 32, "1"])
def test_keys_of_every_shape_come_back(key):
    assert TOKENS.verify(TOKENS.token(key)) == key


def test_a_token_tells_at_least_eighty_bits_from_the_secret():
    short, long = TOKENS.token("a"), ReplyTokens(b"b" * 16).token("a")
    assert len(short) * 5 >= 80
    assert short != long


def test_a_short_secret_is_refused():
    with pytest.raises(ValueError, match="at least 16 bytes"):
        ReplyTokens(b"short")
    with pytest.raises(ValueError, match="at least 16 bytes"):
        ReplyTokens(b"a" * 16, older=(b"",))


def test_the_secret_is_not_shown():
    assert "secret" not in repr(TOKENS)


@pytest.mark.parametrize("address", ["support", "@shop.example", "support@"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match="local@domain"):
        TOKENS.address(address, KEY)


def test_an_address_that_gets_too_long_is_refused():
    with pytest.raises(ValueError, match="of 64"):
        TOKENS.address("a-very-long-name-of-a-mailbox@shop.example", KEY)


@pytest.mark.parametrize("unique", ["", "a.b", "a@b", "é", "-"])
def test_a_message_id_has_a_plain_unique_part(unique):
    with pytest.raises(ValueError, match="unique"):
        TOKENS.message_id(KEY, unique, "shop.example")


@pytest.mark.parametrize("domain", ["", "a b", "é.example", "a>b"])
def test_a_message_id_has_a_domain(domain):
    with pytest.raises(ValueError, match="domain"):
        TOKENS.message_id(KEY, "1", domain)


# --- Thread-Index ---------------------------------------------------------------------------------

GUID = UUID("12345678-1234-5678-1234-567812345678")
TICKS = 134_169_000_000_000_000  # in FILETIME, 2026
HEADER = (TICKS >> 16).to_bytes(6, "big") + GUID.bytes


def thread_index(value):
    return read_index(value)


def encoded(*blocks):
    return b64encode(HEADER + b"".join(blocks)).decode()


def test_a_thread_index_names_the_conversation_and_its_times():
    hour = 36_000_000_000
    fine = (hour >> 18).to_bytes(4, "big") + b"\0"
    coarse = (1 << 31 | (hour * 1000) >> 23).to_bytes(4, "big") + b"\0"
    found = thread_index(encoded(fine, coarse))
    assert found.guid == GUID
    began, answered, again = found.times
    assert began.tzinfo is UTC
    assert abs((answered - began).total_seconds() - 3600) < 1
    assert abs((again - answered).total_seconds() - 3_600_000) < 1
    assert began < datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("value", ["", "AQ==", "A", "é", b64encode(b"\2" * 30).decode()])
def test_what_is_no_thread_index_is_none(value):
    assert thread_index(value) is None


def test_an_incomplete_block_is_passed_over():
    assert len(thread_index(encoded(b"\0" * 3)).times) == 1


@given(st.text(max_size=200) | st.binary(max_size=2000).map(lambda data: b64encode(data).decode()))
def test_reading_a_thread_index_is_total(value):
    thread_index(value)


def test_a_thread_index_beyond_the_calendar_is_none():
    assert thread_index(b64encode(b"\1" + b"\xff" * 5000).decode()) is None


def test_about_two_hundred_answers_are_read():
    assert 190 < len(thread_index(encoded(b"\0" * 5000)).times) < 210


# --- subjects -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "subject",
    [
        "Đơn hàng",
        "Re: Đơn hàng",
        "RE: Fwd: FW: Đơn hàng",
        "Re[2]: Đơn hàng",
        "Re(3): Đơn hàng",
        "Re^2: Đơn hàng",
        "Re2: Đơn hàng",
        "AW: WG: Đơn hàng",
        "Antw: Đơn hàng",
        "SV: VS: Đơn hàng",
        "回复：Đơn hàng",
        "答复: 转发: Đơn hàng",
        "Trả lời: Chuyển tiếp: Đơn hàng",
        "TRA LOI: Chuyen tiep: Đơn hàng",
        "TL: Đơn hàng",
        "TR : RV: ENC: Đơn hàng",
        "İLT: Ynt: Đơn hàng",
        "[hoa-sen] Re: [khach] Đơn hàng (fwd)",
        "  Re:   Đơn \t hàng  ",
    ],
)
def test_prefixes_of_all_languages_go(subject):
    assert base_subject(subject).removeprefix("[khach] ") == "Đơn hàng"


@pytest.mark.parametrize(
    "subject", ["", "[HS-1] Đơn", "[unclosed Re: x", "Giá: 20k", "React: hỏi", "[1]: x"]
)
def test_other_words_stay(subject):
    assert base_subject(subject) == subject


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Re: Fwd: x", "reply"),
        ("Fwd: Re: x", "forward"),
        ("x", None),
        ("FW:", "forward"),
        ("VS: x", None),
    ],
)
def test_the_outermost_prefix_says_what_it_is(subject, kind):
    assert subject_kind(subject) == kind


@given(st.text(max_size=200))
def test_the_base_of_a_base_is_itself_or_shorter(subject):
    assert len(base_subject(base_subject(subject))) <= len(base_subject(subject))


def test_folding_drops_marks_and_case():
    assert without_marks("Đã gửi") == without_marks("DA GUI") == "da gui"
    assert without_marks("İleti") == "ileti"
