"""winmail.dat, built here byte by byte, and the compressed RTF in it."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.email.containers import (
    BINARY,
    BODY,
    CLASS,
    CODEPAGE,
    DATA,
    META,
    NEW,
    OBJECT,
    OF_FILE,
    PROPERTIES,
    STRING,
    SUBJECT,
    TITLE,
    UNICODE,
    attribute,
    integer,
    padded,
    properties,
    rtf,
    tnef,
    variable,
    wide,
)

from omnidesk._containers._rtf import _DICTIONARY
from omnidesk.adapters.email.files import decompress_rtf, read_tnef


def named(kind, name, value):
    """A property in the named range: its set, and its name as a string, or as a number."""
    label = struct.pack("<I", len(name)) + padded(name) if isinstance(name, bytes) else b""
    text = isinstance(name, bytes)
    ident = label if text else struct.pack("<I", name)
    head = struct.pack("<HH", kind, 0x8001) + bytes(16) + struct.pack("<I", text) + ident
    return head + struct.pack("<II", 1, len(value)) + padded(value)


PDF = b"%PDF-1.4 " + bytes(range(256)) * 3
INNER = tnef(attribute(SUBJECT, b"Inner\0"))
MAIL = tnef(
    attribute(CODEPAGE, struct.pack("<II", 1258, 0)),
    attribute(CLASS, b"IPM.Note\0"),
    attribute(SUBJECT, "Báo giá".encode("cp1258") + b"\0"),
    attribute(
        PROPERTIES,
        properties(
            struct.pack("<HHHxx", 0x0B, 0x0E1F, 1),
            named(UNICODE, wide("x-hoasen"), wide("1")),
            named(UNICODE, 0x8530, wide("2")),
            variable(UNICODE, 0x800, wide("a"), wide("bc")),
            struct.pack("<HHI", 0x1003, 0x801, 2) + bytes(8),
            integer(0x3FDE, 65001),
            variable(BINARY, 0x1013, "<p>Chào chị Lan</p>\0".encode()),
            variable(UNICODE, 0x1000, wide("Chào chị Lan")),
            variable(BINARY, 0x1009, b"compressed"),
        ),
    ),
    attribute(NEW, bytes(14)),
    attribute(TITLE, b"BAOGIA~1.PDF\0"),
    attribute(DATA, PDF),
    attribute(
        OF_FILE,
        properties(
            variable(UNICODE, 0x3707, wide("C:\\Báo giá tháng 11.pdf")),
            variable(UNICODE, 0x370E, wide("Application/PDF")),
            variable(UNICODE, 0x3712, wide("<logo@hoasen.example>")),
        ),
    ),
    attribute(NEW, bytes(14)),
    attribute(
        OF_FILE,
        properties(
            integer(0x3705, 5),
            variable(UNICODE, 0x3001, wide("Inner")),
            variable(OBJECT, 0x3701, bytes(16) + INNER),
        ),
    ),
    attribute(NEW, bytes(14)),
    attribute(META, bytes(14)),
)


def test_a_message_is_read_whole():
    found = read_tnef(MAIL)
    assert found.defects == ()
    assert found.codepage == "cp1258"
    assert found.message_class == "IPM.Note"
    assert found.subject == "Báo giá"
    assert found.text == "Chào chị Lan"
    assert found.html == "<p>Chào chị Lan</p>"
    assert found.rtf_compressed == b"compressed"


def test_an_attachment_is_a_window_on_the_bytes():
    first = read_tnef(MAIL).attachments[0]
    assert MAIL[first.start : first.end] == PDF
    assert first.name == "Báo giá tháng 11.pdf"
    assert first.media_type == "application/pdf"
    assert first.content_id == "logo@hoasen.example"
    assert not first.embedded


def test_an_attached_message_is_tnef_again():
    second = read_tnef(MAIL).attachments[1]
    assert second.embedded
    assert second.name == "Inner"
    assert read_tnef(MAIL[second.start : second.end]).subject == "Inner"


def test_what_the_message_says_may_stand_below_its_attachments():
    data = tnef(attribute(NEW, b""), attribute(BODY, b"Hello\0"))
    assert read_tnef(data).text == "Hello"


def test_the_class_in_the_properties_is_the_one_of_mapi():
    mapi = properties(variable(UNICODE, 0x1A, wide("IPM.Appointment")))
    old = attribute(CLASS, b"IPM.Microsoft Mail.Note\0")
    assert read_tnef(tnef(old, attribute(PROPERTIES, mapi))).message_class == "IPM.Appointment"


def test_content_before_any_attachment_is_said_to_be_wrong():
    assert read_tnef(tnef(attribute(DATA, b"x"))).defects == ("tnef_malformed",)


def test_an_attachment_without_anything_is_listed():
    third = read_tnef(MAIL).attachments[2]
    assert (third.name, third.media_type, third.content_id) == (None, None, None)
    assert third.start == third.end


@pytest.mark.parametrize(
    ("mapi", "title", "expected"),
    [
        (variable(STRING, 0x3707, b"long.txt\0"), b"short.txt\0", "long.txt"),
        (variable(STRING, 0x3704, b"8.3\0"), b"title.txt\0", "title.txt"),
        (variable(STRING, 0x3704, b"8.3\0"), b"\0", "8.3"),
        (integer(0x3707, 1), b"title.txt\0", "title.txt"),
        (variable(STRING, 0x3707, b"../\0"), b"a", None),
    ],
)
def test_an_attachment_goes_by_its_longest_name(mapi, title, expected):
    data = tnef(attribute(NEW, b""), attribute(TITLE, title), attribute(OF_FILE, properties(mapi)))
    assert read_tnef(data).attachments[0].name == expected


def test_an_object_that_is_no_message_is_a_file():
    mapi = properties(variable(OBJECT, 0x3701, bytes(16) + b"drawing"))
    data = tnef(attribute(NEW, b""), attribute(OF_FILE, mapi))
    (found,) = read_tnef(data).attachments
    assert data[found.start : found.end] == b"drawing"
    assert not found.embedded


def test_data_in_a_property_are_the_file():
    mapi = properties(variable(BINARY, 0x3701, PDF))
    data = tnef(attribute(NEW, b""), attribute(OF_FILE, mapi))
    (found,) = read_tnef(data).attachments
    assert data[found.start : found.end] == PDF


@pytest.mark.parametrize("method", [1, 5])
def test_a_message_comes_before_what_stands_in_for_it(method):
    mapi = properties(integer(0x3705, method), variable(OBJECT, 0x3701, bytes(16) + INNER))
    stand_in = attribute(DATA, b"This is an embedded message.")
    data = tnef(attribute(NEW, b""), stand_in, attribute(OF_FILE, mapi))
    (found,) = read_tnef(data).attachments
    assert found.embedded
    assert data[found.start : found.end] == INNER


def test_an_empty_content_id_is_none():
    mapi = properties(variable(STRING, 0x3712, b"<>\0"), variable(BINARY, 0x1, b""))
    data = tnef(attribute(NEW, b""), attribute(OF_FILE, mapi))
    assert read_tnef(data).attachments[0].content_id is None


@pytest.mark.parametrize(
    ("codepage", "text", "expected"),
    [
        (65001, "Chào".encode(), "utf-8"),
        (28592, "Łódź".encode("iso-8859-2"), "iso-8859-2"),
        (932, "注文".encode("cp932"), "cp932"),
        (1251, "Заказ".encode("cp1251"), "cp1251"),
        (0, b"Order", None),
        (4_000_000_000, b"Order", "cp4000000000"),
    ],
)
def test_texts_are_in_the_code_page(codepage, text, expected):
    data = tnef(attribute(CODEPAGE, struct.pack("<I", codepage)), attribute(BODY, text + b"\0"))
    found = read_tnef(data)
    assert found.codepage == expected
    assert found.text in ("Chào", "Łódź", "注文", "Заказ", "Order")


def test_html_without_a_code_page_of_its_own_is_in_that_of_the_message():
    mapi = properties(variable(BINARY, 0x1013, "<p>Заказ".encode("cp1251")))
    data = tnef(attribute(CODEPAGE, struct.pack("<I", 1251)), attribute(PROPERTIES, mapi))
    assert read_tnef(data).html == "<p>Заказ"


def test_a_wrong_checksum_is_said_and_the_content_kept():
    data = tnef(attribute(SUBJECT, b"Hello\0", checksum=1))
    assert (read_tnef(data).subject, read_tnef(data).defects) == ("Hello", ("tnef_checksum",))


@pytest.mark.parametrize("data", [b"", b"hello", b"\x78\x9f\x3e"])
def test_what_is_no_tnef_is_said_to_be_none(data):
    assert read_tnef(data).defects == ("tnef_malformed",)


def test_an_attachment_that_is_cut_off_is_kept_as_far_as_it_came():
    data = tnef(attribute(NEW, b""), attribute(DATA, PDF))[:-100]
    found = read_tnef(data)
    (one,) = found.attachments
    assert data[one.start : one.end] == PDF[:-98]
    assert found.defects == ("tnef_truncated",)


@pytest.mark.parametrize("tail", [b"\1\2", b"\7" + bytes(20)])
def test_what_follows_and_is_no_attribute_ends_the_reading(tail):
    found = read_tnef(tnef(attribute(SUBJECT, b"Hello")) + tail)
    assert (found.subject, found.defects) == ("Hello", ("tnef_truncated",))


@pytest.mark.parametrize(
    "mapi",
    [
        b"",
        properties(count=1),
        properties(struct.pack("<HH", UNICODE, 1)),
        properties(struct.pack("<HHI", UNICODE, 1, 1)),
        properties(struct.pack("<HHII", UNICODE, 1, 1, 99)),
        properties(struct.pack("<HHI", UNICODE, 1, 99_999)),
        properties(struct.pack("<HHI", 0x77, 1, 1)),
        properties(struct.pack("<HH", 0x14, 1)),
        properties(struct.pack("<HH", UNICODE, 0x8001) + bytes(8)),
        properties(*[integer(1, 1)] * 2_001),
    ],
)
def test_properties_that_cannot_be_read_are_said(mapi):
    assert read_tnef(tnef(attribute(PROPERTIES, mapi))).defects == ("tnef_properties",)


def test_attachments_beyond_the_limit_are_passed_over_and_said():
    found = read_tnef(tnef(*[attribute(NEW, b"")] * 201))
    assert (len(found.attachments), found.defects) == (200, ("limit_tnef",))


def test_a_body_beyond_the_limit_is_cut_and_it_is_said():
    mapi = properties(variable(BINARY, 0x1013, b"a" * (2 * 1024 * 1024 + 1)))
    for part in (attribute(BODY, b"a" * (2 * 1024 * 1024 + 1)), attribute(PROPERTIES, mapi)):
        found = read_tnef(tnef(part))
        assert len(found.text or found.html or "") == 2 * 1024 * 1024
        assert found.defects == ("limit_tnef",)


def test_attributes_beyond_the_limit_are_passed_over_and_said():
    assert read_tnef(tnef(*[attribute(BODY, b"a")] * 10_001)).defects == ("limit_tnef",)


@given(st.binary(max_size=300).map(lambda data: tnef() + data))
def test_any_bytes_give_a_message(data):
    assert isinstance(read_tnef(data).attachments, tuple)


@given(st.integers(0, len(MAIL) - 1), st.integers(0, 255))
def test_a_message_that_is_cut_or_changed_gives_what_is_there(at, byte):
    for data in (MAIL[:at], MAIL[:at] + bytes([byte]) + MAIL[at + 1 :]):
        for one in read_tnef(data).attachments:
            assert 0 <= one.start <= one.end <= len(data)


# --- compressed RTF -------------------------------------------------------------------------------

HELLO = b"{\\rtf1 hello}"
LITERALS = b"\0" + HELLO[:8] + b"\0" + HELLO[8:]
# A reference to the beginning of the dictionary, `{\rtf1`, then "x", then one over itself, the end.
REFERENCES = bytes([0b00001101, 0, 4]) + b"x" + struct.pack(">H", 213 << 4 | 3)
REFERENCES += struct.pack(">H", (207 + 6 + 1 + 5) << 4)


def test_the_dictionary_is_as_long_as_the_specification_says():
    assert len(_DICTIONARY) == 207


def test_rtf_is_decompressed():
    assert decompress_rtf(rtf(LITERALS, len(HELLO))) == (HELLO, ())
    assert decompress_rtf(rtf(REFERENCES, 100)) == (b"{\\rtf1xxxxxx", ())


def test_rtf_that_is_not_compressed_is_given_as_it_is():
    assert decompress_rtf(rtf(HELLO, len(HELLO), kind=b"MELA")) == (HELLO, ())
    assert decompress_rtf(rtf(HELLO, 13, kind=b"MELA"), limit=6) == (HELLO[:6], ("limit_rtf",))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"short", (b"", ("rtf_truncated",))),
        (rtf(LITERALS, 13, kind=b"ABCD"), (b"", ("rtf_malformed",))),
        (rtf(LITERALS, 13, checksum=1), (HELLO, ("rtf_checksum",))),
        (rtf(LITERALS, 20), (HELLO, ("rtf_truncated",))),
        (rtf(b"\1\0", 20), (b"", ("rtf_truncated",))),
        (rtf(b"\1\xff\xf0", 20), (b"", ("rtf_malformed",))),
    ],
)
def test_what_is_wrong_with_rtf_is_said(data, expected):
    assert decompress_rtf(data) == expected


def test_rtf_is_bounded():
    bomb = rtf(b"\xff" + struct.pack(">H", 15) * 8 + b"\xff" + struct.pack(">H", 15) * 8, 2**32 - 1)
    found, defects = decompress_rtf(bomb, limit=100)
    assert (len(found), defects) == (100, ("limit_rtf",))


def test_a_message_decompresses_its_rtf_when_asked():
    mapi = properties(variable(BINARY, 0x1009, rtf(LITERALS, len(HELLO))))
    assert read_tnef(tnef(attribute(PROPERTIES, mapi))).rtf() == (HELLO, ())
    assert read_tnef(tnef()).rtf() is None


@given(st.binary(max_size=100), st.integers(0, 300))
def test_any_rtf_is_bounded(body, limit):
    assert len(decompress_rtf(rtf(body, 2**31), limit=limit)[0]) <= limit
    assert len(decompress_rtf(body)[0]) <= 17 * len(body)
