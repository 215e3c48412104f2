"""Header values: encoded words, parameters, file names, ids, comments, raw bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._mime import (
    Limits,
    clean_filename,
    decode_words,
    parse_message_ids,
    parse_mime,
    parse_parameters,
)
from omnidesk._mime._comments import without_comments
from omnidesk._mime._parameters import parse_any
from omnidesk._mime._words import WORD, decode_several


@pytest.mark.parametrize(
    ("raw", "text", "defects"),
    [
        ("plain", "plain", ()),
        ("=?utf-8?q?Tr=E1=BA=A7n_Lan?=", "Trần Lan", ()),
        ("=?UTF-8?B?VHLhuqduIExhbg==?=", "Trần Lan", ()),
        ("=?utf-8*vi?q?a?=", "a", ()),
        ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab", ()),
        ("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c", ()),
        ("x =?utf-8?q?a?=y", "x ay", ()),
        ("=?utf-8?q??=", "", ()),
        ("=?utf-8?q?a b?=", "a b", ()),
        ("=?utf-8?q?what?_yes?=", "what? yes", ()),
        ("=?utf-8?q?x=3D1?=", "x=1", ()),
        # A character that is cut over two words, in one charset.
        ("=?utf-8?q?Tr=E1=BA?= =?utf-8?q?=A7n?=", "Trần", ()),
        ("=?utf-8?B?4bo=?= =?utf-8?B?p24=?=", "ần", ()),
        # ISO-2022 starts anew in each word.
        ("=?iso-2022-jp?B?GyRCRnwbKEI=?= =?iso-2022-jp?B?GyRCS1wbKEI=?=", "日本", ()),
        ("=?x-unknown?q?=C3=A9?=", "é", ("charset_unknown",)),
        ("=?utf-8?q?never ends", "=?utf-8?q?never ends", ("encoded_word_malformed",)),
        ("=?utf-8?x?a?=", "=?utf-8?x?a?=", ("encoded_word_malformed",)),
        ("=?utf-8?q?a=0D=0ABcc:_b?=", "a  Bcc: b", ()),
        ("a\0b", "a b", ()),
        ("=?windows-1258?q?H=CA=CC?=", "HÊ\u0300".replace("Ê\u0300", "Ề"), ()),
    ],
)
def test_encoded_words_are_decoded(raw, text, defects):
    assert decode_words(raw) == (text, defects)


def test_words_beyond_the_limit_stay_encoded():
    decoded = decode_words("=?utf-8?q?a?= " * 3, limits=Limits(encoded_words=2))
    assert decoded.text == "aa =?utf-8?q?a?= "
    assert "limit_encoded_words" in decoded.defects


@given(st.text())
def test_a_decoded_header_is_always_one_line(raw):
    assert len(decode_words(raw).text.splitlines()) <= 1


@pytest.mark.parametrize(
    ("raw", "value", "parameters"),
    [
        (b"text/plain", "text/plain", {}),
        (b"Text/HTML; Charset=UTF-8", "text/html", {"charset": "UTF-8"}),
        (b"text/plain (a comment); a=b", "text/plain", {"a": "b"}),
        (b'a/b; name="x; y"', "a/b", {"name": "x; y"}),
        (b'a/b; name="x \\"y\\" \\\\ C:\\new"', "a/b", {"name": 'x "y" \\ C:\\new'}),
        (b'a/b; name="never closed', "a/b", {"name": "never closed"}),
        (b'a/b; a="b" c=d', "a/b", {"a": "b", "c": "d"}),
        (b"a/b; name=two words.pdf; c=d", "a/b", {"name": "two words.pdf", "c": "d"}),
        (b"a/b; a=b; a=c", "a/b", {"a": "b"}),
        (b"a/b;;; a = b ;", "a/b", {"a": "b"}),
        (b"a/b; flag; a=b", "a/b", {"a": "b"}),
        (b"a/b; name*=utf-8'vi'Tr%E1%BA%A7n", "a/b", {"name": "Trần"}),
        (b"a/b; name*=utf-8''a; name=b", "a/b", {"name": "a"}),
        (b"a/b; name=b; name*=utf-8''", "a/b", {"name": "b"}),
        (b"a/b; name*=%C3%A9", "a/b", {"name": "é"}),
        (b"a/b; name*=''%C3%A9", "a/b", {"name": "é"}),
        (b'a/b; name*1="b"; name*0="a"', "a/b", {"name": "ab"}),
        (b"a/b; name*0*=utf-8''%C3; name*1*=%A9; name*2=%20", "a/b", {"name": "é%20"}),
        (b"a/b; name*0*=utf-8''%E2%8; name*1*=0%93", "a/b", {"name": "–"}),
        (b"a/b; name*12345=x; name*x=y", "a/b", {"name*12345": "x", "name*x": "y"}),
        (b"a/b; name==?utf-8?q?Tr=E1=BA=A7n?=", "a/b", {"name": "Trần"}),
        (b"a/b; name*=''=?utf-8?q?Tr=E1=BA=A7n?=", "a/b", {"name": "Trần"}),
        ("a/b; name=Trần".encode(), "a/b", {"name": "Trần"}),
        (b"a/b; name=\xe9", "a/b", {"name": "é"}),
    ],
)
def test_parameters_are_read(raw, value, parameters):
    found = parse_parameters(raw)
    assert (found.value, found.parameters, found.defects) == (value, parameters, ())


@pytest.mark.parametrize("raw", [b'a/b; ="x"; c=d', b"a/b; =; c=d", b'a/b; "x"; c=d'])
def test_a_parameter_without_a_name_is_passed_over(raw):
    found = parse_parameters(raw)
    assert found.parameters == {"c": "d"}
    assert found.defects == ("parameters_malformed",)


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("a.pdf", "a.pdf"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\a.pdf", "a.pdf"),
        ("../..", None),
        ("..", None),
        ("", None),
        ("a/", None),
        (" a.pdf ", "a.pdf"),
        ("a.pdf. .", "a.pdf"),
        ("a\r\nb.pdf", "a  b.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("Ba\u0301o gia\u0301.pdf", "Báo giá.pdf"),
        ("a" * 300 + ".pdf", "a" * 251 + ".pdf"),
        ("ả" * 100 + ".pdf", "ả" * 83 + ".pdf"),
        ("a" * 300, "a" * 255),
        ("a." + "b" * 300, "a." + "b" * 253),
    ],
)
def test_file_names_are_safe_to_show(name, cleaned):
    assert clean_filename(name) == cleaned


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_file_name_is_never_a_path_nor_too_long(name):
    cleaned = clean_filename(name)
    if cleaned is not None:
        assert not set(cleaned) & set("/\\\0\r\n\u202e")
        assert 0 < len(cleaned.encode()) <= 255
        assert cleaned not in (".", "..")


@pytest.mark.parametrize(
    ("raw", "ids", "defects"),
    [
        ("", (), ()),
        ("<a@b>", ("a@b",), ()),
        ("<a@b> <c@d>\t<a@b>", ("a@b", "c@d"), ()),
        ("<a\t@ b>", ("a@b",), ()),
        ("Your message of Monday <a@b> (mine)", ("a@b",), ()),
        ("a@b", ("a@b",), ("message_id_malformed",)),
        ("a@b, c@d", ("a@b", "c@d"), ("message_id_malformed",)),
        ("nothing here", (), ("message_id_malformed",)),
        ("<>", (), ("message_id_malformed",)),
        ("<" + "a" * 999 + ">", (), ("message_id_malformed",)),
    ],
)
def test_message_ids_are_read(raw, ids, defects):
    assert parse_message_ids(raw) == (ids, defects)


def test_of_too_many_references_the_first_and_the_last_are_kept():
    raw = " ".join(f"<{number}@a>" for number in range(10))
    found = parse_message_ids(raw, limits=Limits(references=3))
    assert found == (("0@a", "8@a", "9@a"), ("limit_references",))


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("a", "a"),
        ("a (b) c", "a   c"),
        ("a (b (c) \\) d) e", "a   e"),
        ("a (b", "a (b"),
        ("a (b) (c", "a   (c"),
        ("(" * 5000, "(" * 5000),
    ],
)
def test_comments_are_left_out(text, without):
    assert without_comments(text) == without


def test_headers_are_there_as_sent_and_decoded():
    mail = parse_mime(b"X-A: =?utf-8?q?a?=\r\n b\r\nx-a: c\r\nSubject: d\r\n\r\n")
    assert mail.headers[0] == ("X-A", b" =?utf-8?q?a?=\r\n b\r")
    assert mail.raw_headers("x-A") == (b"=?utf-8?q?a?= b", b"c")
    assert mail.header("X-a") == "a b"
    assert mail.header_all("x-a") == ("a b", "c")
    assert mail.header("none") is None
    assert mail.header("tên") is None


@pytest.mark.parametrize(
    ("charset", "expected"), [(b"utf-8", "é"), (b"windows-1251", "й"), (b"gb2312", "é")]
)
def test_raw_bytes_in_headers_are_read_in_the_charset_of_the_body(charset, expected):
    mail = parse_mime(b"Subject: \xe9\nContent-Type: text/plain; charset=" + charset + b"\n\n")
    assert mail.header("subject") == expected


def test_every_raw_header_is_read_in_that_charset():
    mail = parse_mime(b"A: \xe9\nB: \xe0\nContent-Type: text/plain; charset=windows-1251\n\n")
    assert (mail.header("a"), mail.header("b")) == ("й", "а")


def test_raw_utf8_in_headers_wins_over_the_charset_of_the_body():
    mail = parse_mime("Subject: Trần\nContent-Type: text/plain; charset=gb2312\n\n".encode())
    assert mail.header("subject") == "Trần"


def test_raw_bytes_in_headers_of_a_mail_without_a_charset_are_windows_1252():
    assert parse_mime(b"Subject: caf\xe9 \x80\n\n").header("subject") == "café €"


def test_repeated_address_headers_are_read_as_one():
    mail = parse_mime(b"To: a@x.example\nTo: b@x.example\n\n")
    assert [one.address for one in mail.addresses("to").addresses] == ["a@x.example", "b@x.example"]
    few = parse_mime(b"To: a@x.example\nTo: b@x.example\n\n", limits=Limits(addresses=1))
    assert few.addresses("to").defects == ("limit_addresses",)
    assert len(few.addresses("to").addresses) == 1


def test_a_header_that_is_not_there_has_no_date_and_no_ids():
    mail = parse_mime(b"Subject: a\n\n")
    assert mail.date("date") == (None, ())
    assert mail.message_ids("references") == ((), ())
    assert mail.addresses("from") == ((), ())


# --- what most headers are is read in fewer steps, and comes to the same --------------------------

ANY_VALUE = st.lists(
    st.sampled_from(
        [
            b"text/plain",
            b"TEXT/Html",
            b"; ",
            b";",
            b"charset",
            b"name*",
            b"=",
            b'"',
            b"utf-8",
            b" ",
            b"a b",
            b"=?utf-8?q?a?=",
            b"\\",
            b"(x)",
            b"\xe9",
            b"\x1b",
            b"+",
            b"~",
        ]
    ),
    max_size=8,
)


@given(ANY_VALUE.map(b"".join))
def test_a_simple_value_is_read_like_any_other(raw):
    assert parse_parameters(raw) == parse_any(raw, Limits())


@given(
    st.sampled_from(["utf-8", "utf-8*vi", "iso-2022-jp", "us-ascii", "x-none", "windows-1258"]),
    st.sampled_from("bBqQ"),
    st.text(st.sampled_from("a=_?+ /4CB\u1ea7\x1b"), max_size=12),
)
def test_one_word_alone_is_read_like_one_of_several(label, encoding, content):
    raw = f"=?{label}?{encoding}?{content}?="
    assert WORD.fullmatch(raw) is None or decode_words(raw) == decode_several(raw, Limits())
