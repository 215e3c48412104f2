"""The structure of mails: parts, paths, broken boundaries, odd headers, limits."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._mime import Limits, _fields, parse_mime
from omnidesk.testing import builtin_samples

MULTIPART = b"Content-Type: multipart/mixed; boundary=b\n\n"


def paths(mail):
    return [part.path for part in mail.walk()]


def codes(mail):
    return [defect.code for defect in mail.defects]


def texts(mail):
    return [part.text() for part in mail.walk() if not part.parts]


def test_a_mail_without_multipart_has_its_body_at_1():
    mail = parse_mime(b"Subject: a\n\nhello\n")
    assert (mail.path, mail.parts, mail.text()) == ("1", (), "hello\n")
    assert mail.find("1") is mail
    assert mail.find("") is mail
    assert mail.find("2") is None


def test_paths_are_those_of_imap():
    # The example of RFC 9051 section 6.4.5.1, with a multipart in the nested message.
    mail = parse_mime(
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\n\n1\n"
        b"--a\nContent-Type: message/rfc822\n\nSubject: s\n\n2.1\n"
        b"--a\nContent-Type: message/rfc822\n\n"
        b"Content-Type: multipart/alternative; boundary=c\n\n--c\n\n3.1\n--c\n"
        b"Content-Type: multipart/related; boundary=d\n\n--d\n\n3.2.1\n--d--\n--c--\n"
        b"--a\nContent-Type: multipart/mixed; boundary=e\n\n--e\n\n4.1\n--e--\n--a--\n"
    )
    expected = ["", "1", "2", "2.1", "3", "3.TEXT", "3.1", "3.2", "3.2.1", "4", "4.1"]
    assert paths(mail) == expected
    for part in mail.walk():
        assert mail.find(part.path) is part
        if not part.parts:
            assert part.text() == part.path
    assert mail.defects == ()


def test_a_mail_that_is_a_message_numbers_its_body_below_1():
    mail = parse_mime(b"Content-Type: message/rfc822\n\nSubject: s\n\nhello")
    assert paths(mail) == ["1", "1.1"]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_gives_the_same_structure(line_end):
    source = b"Subject: a\n folded\n" + MULTIPART + b"--b\n\none\ntwo\n--b\n\nthree\n--b--\n"
    mail = parse_mime(source.replace(b"\n", line_end))
    assert paths(mail) == ["", "1", "2"]
    assert texts(mail) == ["one\ntwo", "three"]
    assert mail.header("subject") == "a folded"


def test_mixed_line_ends_are_read_line_by_line():
    mail = parse_mime(b"Subject: a\r\nX-B: c\n" + MULTIPART + b"--b\r\n\r\none\n--b--\r\n")
    assert (mail.header("x-b"), texts(mail)) == ("c", ["one"])


def test_a_bare_return_hides_no_header_in_a_mail_with_other_line_ends():
    mail = parse_mime(b"Subject: a\rFrom: other@example.org\nTo: b@example.org\r\n\r\n")
    assert mail.header("from") is None
    assert mail.header("subject") == "a From: other@example.org"


@pytest.mark.parametrize(
    ("body", "expected", "defects"),
    [
        (b"--b\n\none\n--b--\n", ["one"], []),
        (b"preamble\n--b\n\none\n--b--\n\n \n", ["one"], []),
        (b"--b  \n\none\n--b--\t\n", ["one"], []),
        (b"--b\n\none\n--b--\ntail", ["one"], ["epilogue"]),
        (b"--b\n\none\n", ["one\n"], ["boundary_unclosed"]),
        (b"--b\n\none\n--bb\n\n--b--\n", ["one\n--bb\n"], []),
        (b"--b\n--b\n\ntwo\n--b--", ["", "two"], []),
        (b"--b\nX-A: b\n--b\n\ntwo\n--b--", ["", "two"], []),
        (b"--b--\n", ["--b--\n"], ["boundary_not_found"]),
        (b"only text\n", ["only text\n"], ["boundary_not_found"]),
        (b"", [""], ["boundary_not_found"]),
        (b"--x\nContent-Type: text/plain\n\none\n--x--\n", ["one"], ["boundary_wrong"]),
        (b"--x\nX-A: b\n\none\n--x--", ["--x\nX-A: b\n\none\n--x--"], ["boundary_not_found"]),
        (b"\n--" + b"x" * 2000 + b"\nContent-", None, ["boundary_not_found"]),
        (b"--" + b"x" * 2000 + b"\n--b\n\none\n--b--", ["one"], []),
    ],
)
def test_boundaries_are_found_as_far_as_they_can_be(body, expected, defects):
    mail = parse_mime(MULTIPART + body)
    assert codes(mail) == defects
    if expected is not None:
        assert texts(mail) == expected


@pytest.mark.parametrize("value", [b"multipart/mixed", b"multipart/mixed; boundary=" + b"x" * 2000])
def test_a_missing_boundary_is_guessed_from_the_body(value):
    mail = parse_mime(
        b"Content-Type: " + value + b"\n\n--x\nContent-Type: text/plain\n\na\n--x--\n"
    )
    assert texts(mail) == ["a"]
    assert codes(mail) == ["boundary_missing"]


def test_a_delimiter_of_an_outer_multipart_closes_the_inner_ones():
    mail = parse_mime(
        MULTIPART
        + b"--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\none\n--b\n\ntwo\n--b--"
    )
    assert paths(mail) == ["", "1", "1.1", "2"]
    assert texts(mail) == ["one", "two"]
    assert codes(mail) == ["boundary_unclosed"]


def test_of_two_open_multiparts_with_one_boundary_the_inner_has_it():
    mail = parse_mime(MULTIPART + b"--b\n" + MULTIPART + b"--b\n\none\n--b--\n--b\n\ntwo\n--b--\n")
    assert paths(mail) == ["", "1", "1.1", "2"]


def test_a_boundary_that_ends_in_two_dashes_is_not_taken_for_a_closing_one():
    mail = parse_mime(
        b"Content-Type: multipart/mixed; boundary=b--\n\n--b--\n\none\n--b--\n\ntwo\n--b----\n"
    )
    assert texts(mail) == ["one", "two"]


def test_parts_of_a_digest_are_messages():
    mail = parse_mime(
        b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: s\n\none\n--b--\n"
    )
    assert [part.media_type for part in mail.walk()] == [
        "multipart/digest",
        "message/rfc822",
        "text/plain",
    ]


def test_an_encoded_message_stays_closed_and_can_be_read_as_bytes():
    mail = parse_mime(
        b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogYQoK"
    )
    assert mail.content() == b"Subject: a\n\n"
    assert codes(mail) == ["message_encoded"]


def test_a_part_that_holds_parts_is_not_decoded_whatever_it_says():
    mail = parse_mime(b"Content-Transfer-Encoding: base64\n" + MULTIPART + b"--b\n\none\n--b--\n")
    assert texts(mail) == ["one"]
    assert mail.content() == b"--b\n\none\n--b--\n"


@pytest.mark.parametrize(
    ("source", "subject", "text", "defects"),
    [
        (b"", None, "", ["headers_missing"]),
        (b"hello\n", None, "hello\n", ["headers_missing"]),
        (b"\n\nhello", None, "\nhello", ["headers_missing"]),
        (b"Subject: a", "a", "", []),
        (b"Subject: a\n\n", "a", "", []),
        (b"Subject : a\n\nb", "a", "b", []),
        (b"Subject:\n\nb", "", "b", []),
        (b"Subject: a\n \t\r\nb", "a", "b", []),
        (b"\xef\xbb\xbfSubject: a\n\nb", "a", "b", []),
        (b"From a@b Mon Nov  2\nSubject: a\n\nb", "a", "b", []),
        (b">From a@b Mon Nov  2\nSubject: a\n\nb", "a", "b", []),
        (b"\r\n \nSubject: a\n\nb", "a", "b", ["header_malformed"]),
        (b"Subject: a\nb\nX-C: d\n\ne", "a b", "e", ["header_malformed"]),
        (b"Subject: a\nb", "a", "b", ["header_separator_missing"]),
        (b"Subject: a\nb\n\nc", "a", "b\n\nc", ["header_separator_missing"]),
        (b"Subject: a\n--no\n\nc", "a", "--no\n\nc", ["header_separator_missing"]),
        (b"Subject: a\n \n\tb\n c\nX-D: e\n\nf", "a  b c", "f", ["header_malformed"]),
        (b"Subject: a\n \n\tb\n\nc", "a", "\tb\n\nc", []),
    ],
)
def test_odd_headers_lose_nothing(source, subject, text, defects):
    mail = parse_mime(source)
    assert (mail.header("subject"), mail.text()) == (subject, text)
    assert codes(mail) == defects


@pytest.mark.parametrize(
    ("limits", "source", "code"),
    [
        (Limits(raw_bytes=30), b"Subject: a\n\n" + b"x" * 100, "limit_raw"),
        (Limits(headers=2), b"A: b\n" * 3 + b"\n", "limit_headers"),
        (Limits(header_bytes=10), b"A: " + b"b" * 20 + b"\n\n", "limit_header"),
        (Limits(header_block_bytes=10), b"A: bcdef\n" * 3 + b"\n", "limit_header_block"),
        (Limits(parts=3), MULTIPART + b"--b\n\n\n" * 5, "limit_parts"),
        (Limits(depth=1), MULTIPART + b"--b\n" + MULTIPART.replace(b"=b", b"=c"), "limit_depth"),
        (
            Limits(message_depth=1),
            b"Content-Type: message/rfc822\n\n" * 3 + b"hello",
            "limit_message_depth",
        ),
        (Limits(parameters=2), b"Content-Type: text/plain; a=b; c=d; e=f\n\n", "limit_parameters"),
    ],
)
def test_what_exceeds_a_limit_is_passed_over_and_said(limits, source, code):
    mail = parse_mime(source, limits=limits)
    assert code in codes(mail)
    assert mail.truncated
    assert not parse_mime(source).truncated


def test_lines_of_a_header_that_is_passed_over_go_with_it():
    source = b"A: b\nC: d\nlost\nE: f\n \n\tlost\nG: h\n\n"
    mail = parse_mime(source, limits=Limits(headers=1))
    assert mail.headers == (("A", b" b"),)


def test_a_broken_line_that_is_too_long_ends_the_headers():
    mail = parse_mime(b"A: b\n" + b"c" * 20 + b"\nD: e\n\n", limits=Limits(header_bytes=10))
    assert mail.header("d") is None


def test_a_repr_shows_structure_and_no_content():
    mail = parse_mime(b"Subject: secret\n\nsecret\n")
    assert repr(mail) == "<MimePart 1, 7 bytes as sent>"
    assert "root" in repr(parse_mime(MULTIPART))


SAMPLES = [sample.payload.body for sample in builtin_samples("email")]
PIECES = [
    *(b'\n \r \r\n -- --b --b-- : ; = " \\ ( ) < > @ , \0 \xff'.split(b" ")),
    b"\n\n",
    MULTIPART,
    b"\n--b\n",
    b"Content-Type: message/rfc822\n\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n#0V%T\n",
    b"=?utf-8?q?a",
    b"?=",
    b"charset=utf-16",
]


def read_everything(mail):
    """Look at everything that can be looked at."""
    found = []
    for part in mail.walk():
        found += [part.media_type, part.parameters, part.filename, part.content_id, part.size]
        found += [part.disposition, part.content(), part.text(), part.codes, repr(part)]
        for name, _ in part.headers[:20]:
            found += [part.header(name), part.header_all(name), part.addresses(name)]
            found += [part.date(name), part.message_ids(name)]
    return found


@given(st.binary())
def test_any_bytes_are_a_mail(body):
    read_everything(parse_mime(body))


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8)), max_size=40))
def test_any_pieces_of_mail_are_a_mail(pieces):
    mail = parse_mime(b"".join(pieces))
    read_everything(mail)
    assert len(paths(mail)) == len(set(paths(mail)))


@given(st.sampled_from(SAMPLES), st.data())
def test_a_damaged_mail_is_a_mail(body, data):
    start = data.draw(st.integers(0, len(body)))
    stop = data.draw(st.integers(start, min(start + 50, len(body))))
    piece = data.draw(st.sampled_from(PIECES))
    mail = parse_mime(body[:start] + piece + body[stop:])
    read_everything(mail)
    for part in mail.walk():
        assert part.size in (None, len(part.content()))


NOTHING = re.compile(rb"(?!)")
"""Matches nothing: then headers are read one by one, as odd ones are."""
FIELDS = [
    b"A: b\n",
    b"Subject : x\r\n",
    b"B:\n c\n",
    b" \n",
    b"\n",
    b"\r\n",
    b"no field\n",
    b"From x\n",
    b"From : y\n",
    b"\tz\n",
]


@given(
    st.one_of(
        st.lists(st.sampled_from([*FIELDS, *PIECES]), max_size=12).map(b"".join),
        st.sampled_from(SAMPLES),
    )
)
def test_headers_read_at_once_are_those_read_one_by_one(body):
    at_once = parse_mime(body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_fields, "_HEADERS", NOTHING)
        one_by_one = parse_mime(body)
    for left, right in zip(at_once.walk(), one_by_one.walk(), strict=True):
        assert left.headers == right.headers
        assert left.codes == right.codes
        assert left.content() == right.content()


def test_headers_beyond_the_limits_are_read_one_by_one():
    body = b"A: 1\nB: 2\n\ntext"
    for limits in (Limits(headers=1), Limits(header_block_bytes=6)):
        mail = parse_mime(body, limits=limits)
        assert mail.headers == (("A", b" 1"),)
        assert mail.truncated


def test_a_field_called_from_is_no_separator_of_an_mbox():
    assert parse_mime(b"From : Lan <lan@a.example>\n\nx").header("from") == "Lan <lan@a.example>"
    assert parse_mime(b"From lan@a.example Mon Jan  5\nA: b\n\nx").header_names == {"a"}
