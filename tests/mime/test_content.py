"""Content: transfer encodings and charsets, however damaged."""

import base64
import binascii
import quopri
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._mime import decode, nfc, parse_mime
from omnidesk._mime._charset import codec_name
from omnidesk._mime._text import _MAY_COMBINE, _long_runs


def part(encoding, content):
    return parse_mime(b"Content-Transfer-Encoding: " + encoding + b"\n\n" + content)


UU = b"begin 644 a.txt\n" + binascii.b2a_uu(b"Cat and dog") + b"`\nend\n"


@pytest.mark.parametrize(
    ("encoding", "content", "decoded", "defects"),
    [
        (b"7bit", b"a\r\nb", b"a\r\nb", ()),
        (b"8BIT; x=y", b"\xff", b"\xff", ()),
        (b'"binary"', b"\0", b"\0", ()),
        (b"", b"a", b"a", ()),
        (b"7-bit (of old)", b"a", b"a", ()),
        (b"x-strange", b"a", b"a", ("encoding_unknown",)),
        (b"base64", b"QUJD\r\nREVG", b"ABCDEF", ()),
        (b"Base64", b"QUI=", b"AB", ()),
        (b"base64", b"", b"", ()),
        (b"base64", b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\n!", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
         ("base64_stray_bytes",)),
        (b"base64", b"QUI", b"AB", ("base64_truncated",)),
        (b"base64", b"QUJDR", b"ABC", ("base64_truncated",)),
        (b"base64", b"Q", b"", ("base64_truncated",)),
        (b"base64", b"QQ==QUI=QUJD", b"AABABC", ()),
        (b"base64", b"QQ=" * 2000, None, ()),
        (b"base64", b"this is no base64", b"this is no base64", ("encoding_wrong",)),
        (b"quoted-printable", b"a=C3=A9=\r\nb", b"a\xc3\xa9b", ()),
        (b"quoted-printable", b"a= \t\r\nb=\tc", b"ab=\tc", ()),
        (b"quoted-printable", b"a=\rlost\nb", b"alost\nb", ()),
        (b"qp", b"=ZZ=", b"=ZZ", ()),
        (b"x-uuencode", UU, b"Cat and dog", ()),
        (b"uue", b"text\n\n" + UU + b"tail", b"Cat and dog", ()),
        (b"x-uue", UU.replace(b"\nend", b""), b"Cat and dog", ("uuencode_truncated",)),
        (b"uuencode", UU.replace(b"\n`", b"\n\n#0V%Tx\n#\xff\xff\xff\xff\n`"), b"Cat and dogCat",
         ("uuencode_malformed",)),
        (b"x-uuencode", b"no beginning", b"no beginning", ("uuencode_malformed",)),
    ],
)  # fmt: skip
def test_transfer_encodings_are_undone(encoding, content, decoded, defects):
    found = part(encoding, content)
    if decoded is not None:
        assert found.read_content() == (decoded, defects)
    assert found.size in (None, len(found.content()))


@given(st.binary(), st.integers(1, 80))
def test_base64_gives_back_what_went_in(content, width):
    encoded = base64.b64encode(content)
    lines = b"\r\n".join(encoded[at : at + width] for at in range(0, len(encoded), width))
    found = part(b"base64", lines)
    assert found.read_content() == (content, ())
    assert found.size == len(content)


@given(st.binary())
def test_quoted_printable_gives_back_what_went_in(content):
    content = content.replace(b"\r", b"")
    assert part(b"quoted-printable", quopri.encodestring(content)).content() == content


@given(st.text("= \t\r\nA3D").map(str.encode))
def test_white_space_before_a_soft_break_is_dropped_wherever_it_is(content):
    written = re.sub(rb"\r(?!\n)", b"\n", content)
    written = re.sub(rb"=[ \t]+(?=\r?\n)", b"=", written)
    assert part(b"quoted-printable", content).content() == binascii.a2b_qp(written)


def test_the_size_of_large_content_is_told_without_decoding_where_that_is_cheap():
    many = b"QUJD\n" * 100_000
    assert part(b"base64", many).size == 300_000
    assert part(b"binary", many).size == 500_000
    assert part(b"quoted-printable", many).size is None
    assert part(b"base64", b"some words, " * 10_000).size == 120_000


@pytest.mark.parametrize(
    ("data", "label", "text", "charset", "defects"),
    [
        (b"abc", None, "abc", "ascii", ()),
        (b"abc", "x-nobody-knows", "abc", "ascii", ("charset_unknown",)),
        ("é".encode(), None, "é", "utf-8", ()),
        ("é".encode(), "utf8", "é", "utf-8", ()),
        ("é".encode(), "us-ascii", "é", "utf-8", ("charset_wrong",)),
        ("é".encode(), "x-nobody-knows", "é", "utf-8", ("charset_unknown",)),
        (b"\xef\xbb\xbf\xc3\xa9", "iso-8859-1", "é", "utf-8", ()),
        (b"\x80\xe9", "iso-8859-1", "€é", "cp1252", ()),
        (b"\x80\xe9", "us-ascii", "€é", "cp1252", ("charset_wrong",)),
        (b"\x80\xe9", None, "€é", "cp1252", ("charset_assumed",)),
        (b"\xe9", "utf-8", "é", "cp1252", ("charset_wrong",)),
        (b"\x81\xe9", None, "\ufffdé", "cp1252", ("charset_undecodable",)),
        ("Trần Hươ".encode()[:-1], "utf-8", "Trần Hư\ufffd", "utf-8", ("charset_undecodable",)),
        ("Trần Hươ".encode()[:-1], None, "Trần Hư\ufffd", "utf-8", ("charset_undecodable",)),
        ("朱镕".encode("gbk"), "gb2312", "朱镕", "gb18030", ()),
        ("똠방".encode("cp949"), "ks_c_5601-1987", "똠방", "cp949", ()),
        ("①".encode("cp932"), "Shift_JIS", "①", "cp932", ()),
        ("Ω".encode("iso8859-7"), "ISO-8859-7", "Ω", "iso8859-7", ()),
        (b"\xd2\xea", "windows-1258", "\u0309ê", "cp1258", ()),
        (b"a\xd2", "windows-1258", "ả", "cp1258", ()),
        ("Chào".encode("utf-16"), "utf-16", "Chào", "utf-16", ()),
        ("Ch".encode("utf-16-le") + b"x", "utf-16le", "Ch\ufffd", "utf-16-le",
         ("charset_undecodable",)),
        (b"+AOk-", "utf-7", "é", "utf-7", ()),
        (b"+2AA-", "utf-7", "\ufffd", "utf-7", ()),
        (b"1+1", None, "1+1", "utf-8", ()),
        (b"\x1b$B$\"\x1b(B", None, "あ", "iso2022_jp", ()),
        (b"\x1b$B-!\x1b(B!", "iso-2022-jp", "①!", "iso2022_jp", ()),
        (b"\x1b(I1\x1b(J~", "iso-2022-jp", "ｱ~", "iso2022_jp", ()),
        (b"\x1b[1mbold", "utf-8", "\x1b[1mbold", "utf-8", ()),
        (b"\x1b$B$\"\xff", "iso-2022-jp", "\x1b$B$\"ÿ", "cp1252", ("charset_wrong",)),
    ],
)  # fmt: skip
def test_charsets_are_climbed_like_a_ladder(data, label, text, charset, defects):
    assert decode(data, label)[:3] == (text, charset, defects)


@pytest.mark.parametrize(
    "label",
    [
        "zlib",
        "hex",
        "rot13",
        "idna",
        "punycode",
        "unicode_escape",
        "undefined",
        "mbcs",
        "",
        "x" * 99,
    ],
)
def test_codecs_that_are_no_charsets_are_unknown(label):
    assert codec_name(label) is None


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("UTF8", "utf-8"),
        (" 'utf-8' ", "utf-8"),
        ("utf-8*vi", "utf-8"),
        ("x-sjis", "cp932"),
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("ISO_8859-15:1998", None),
        ("latin9", "iso8859-15"),
        ("KOI8-R", "koi8-r"),
        ("x-user-defined", None),
        ("Windows-1252", "cp1252"),
        ("TIS-620", "cp874"),
    ],
)
def test_labels_are_read_whatever_their_spelling(label, name):
    found = codec_name(label)
    assert (found and found.replace("_", "-")) == name


@given(st.binary(), st.sampled_from(["utf-8", "gb2312", "utf-7", "hz", "iso-2022-kr", "utf-16"]))
def test_decoded_text_can_always_be_written_again(data, label):
    decode(data, label).text.encode()


def test_text_is_composed_unless_that_would_take_for_ever():
    assert nfc("a\u0301") == "á"
    marks = "a" + "\u0300\u0316" * 50
    assert nfc(marks) == marks


def test_every_combining_mark_of_unicode_is_looked_for():
    # One that is not would let a long run of it through, which takes quadratic time.
    marks = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.combining(chr(code))]
    assert len(marks) > 900
    assert all(_MAY_COMBINE.fullmatch(one) for one in marks)
    assert all(_long_runs().fullmatch(one * 31) for one in marks)


@given(st.text("ae\u0301\u0323\u0309ệ"))
def test_text_with_short_runs_of_marks_is_composed(text):
    if all(len(run) <= 30 for run in text.replace("a", " ").replace("e", " ").split()):
        assert nfc(text) == unicodedata.normalize("NFC", text)


def test_text_has_unix_lines_and_no_nuls():
    found = parse_mime(b"Subject: a\n\na\r\nb\rc\0d").read_text()
    assert (found.text, found.defects) == ("a\nb\ncd", ("nul_characters",))


@pytest.mark.parametrize(
    "body",
    [
        b'<meta charset="windows-1251">\xe9',
        b'<META http-equiv=x content="text/html; charset=windows-1251">\xe9',
    ],
)
def test_html_without_a_charset_says_it_itself(body):
    mail = parse_mime(b"Content-Type: text/html\n\n" + body)
    assert mail.read_text().charset == "cp1251"
    assert parse_mime(b"Content-Type: text/plain\n\n" + body).read_text().charset == "cp1252"


@pytest.mark.parametrize(
    ("header", "media_type"),
    [
        (b"", "text/plain"),
        (b"Content-Type: TEXT/HTML; charset=x\n", "text/html"),
        (b"Content-Type: text\n", "text/plain"),
        (b"Content-Type: text; name=a.bin\n", "application/octet-stream"),
        (b"Content-Type:\n", "text/plain"),
    ],
)
def test_media_types_are_told_even_if_malformed(header, media_type):
    mail = parse_mime(header + b"Subject: a\n\n")
    assert mail.media_type == media_type
    malformed = header.startswith(b"Content-Type: text;") or header == b"Content-Type: text\n"
    assert [one.code for one in mail.defects] == ["content_type_malformed"] * malformed


def test_of_two_content_types_the_first_counts():
    mail = parse_mime(b"Content-Type: text/html\nContent-Type: text/plain\n\n")
    assert mail.media_type == "text/html"
    assert [one.code for one in mail.defects] == ["content_type_repeated"]


def test_a_part_knows_what_it_is_called():
    mail = parse_mime(
        b"Content-Type: image/png; name=type.png\nContent-ID: <a@b>\n"
        b"Content-Disposition: Inline; filename=dir/shown.png\n\n"
    )
    assert (mail.filename, mail.content_id, mail.disposition) == ("shown.png", "a@b", "inline")
    bare = parse_mime(b"Content-Type: image/png; name=type.png\nContent-ID: <>\n\n")
    assert (bare.filename, bare.content_id, bare.disposition) == ("type.png", None, None)
    assert parse_mime(b"A: b\n\n").filename is None
    assert parse_mime(b"Content-Type: a/b; Charset=x\n\n").parameters == {"charset": "x"}


@pytest.mark.parametrize(
    "body", [b" ", b"YQ == ", b"YWJj ZGVm ", b"\t\t", b"two words", b"a b c d!"]
)
def test_the_size_of_spaced_base64_is_right_or_not_told(body):
    part = parse_mime(b"Content-Transfer-Encoding: base64\n\n" + body)
    assert part.size in (None, len(part.content()))


@pytest.mark.parametrize("letters", [60, 64, 72, 76, 1_000_000])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("size", [45_044, 45_045, 45_046, 90_089, 120_000])
def test_the_size_of_base64_is_told_whatever_its_lines(letters, line_end, size):
    written = base64.b64encode(bytes(size))
    lines = [written[at : at + letters] for at in range(0, len(written), letters)]
    body = b"".join(line + line_end for line in lines)
    part = parse_mime(b"Content-Transfer-Encoding: base64\n\n" + body)
    assert part.size == size
    assert part.content() == bytes(size)
