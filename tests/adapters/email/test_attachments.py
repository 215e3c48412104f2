"""What hangs on a mail: containers, pointers, and what can be found out about each thing."""

import base64
import gc
import struct
import tracemalloc
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.email.containers import (
    BINARY,
    CLASS,
    NEW,
    OF_FILE,
    attribute,
    cms,
    der,
    integer,
    multipart,
    oid,
    p7m,
    packed,
    part,
    properties,
    rtf,
    signed,
    tnef,
    tnef_body,
    tnef_file,
    variable,
    winmail,
)

from omnidesk import Payload, PayloadError
from omnidesk.adapters.email import Email, Limits, Mail, MailOptions
from omnidesk.events import MessagePosted
from omnidesk.testing import builtin_samples

TEXT = part(b"text/plain; charset=utf-8", "Chào shop".encode())
PDF = b"%PDF-1.7\n%%EOF\n"
BILL = packed(b"application/pdf", PDF, b"Content-Disposition: attachment; filename=bill.pdf")
P7S = part(b"application/pkcs7-signature", b"x", b"Content-Disposition: attachment")
EXE = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(60)


def read(source, **limits):
    return Mail.parse(source, options=MailOptions(limits=Limits(**limits)))


def pointers(source, **limits):
    return [one.pointer for one in read(source, **limits).attachments]


def codes(source, **limits):
    expected = ("author_missing", "message_id_missing")
    found = read(source, **limits).defects
    return [(one.code, one.pointer) for one in found if one.code not in expected]


def sample(name):
    (found,) = (one for one in builtin_samples("email") if one.name == name)
    return found.payload.body


# --- winmail.dat ----------------------------------------------------------------------------------


def test_what_is_in_a_winmail_dat_hangs_on_the_mail_in_its_place():
    mail = multipart(
        b"mixed",
        TEXT,
        winmail(tnef_file(PDF, "Báo giá.pdf", "application/pdf"), tnef_file(b"a;b", "b.csv")),
        BILL,
    )
    found = read(mail).attachments
    assert [(one.pointer, one.declared_name, one.content()) for one in found] == [
        ("2/tnef/0", "Báo giá.pdf", PDF),
        ("2/tnef/1", "b.csv", b"a;b"),
        ("3", "bill.pdf", PDF),
    ]
    assert [one.media_type for one in found[:2]] == ["application/pdf", "application/octet-stream"]
    assert read(mail).text == "Chào shop"
    assert codes(mail) == []


RICH = rb"{\rtf1\ansi\ansicpg1252 Rich \b text}"
WRAPPED = rb"{\rtf1\ansi\fromhtml1 {\*\htmltag1 <p>}\htmlrtf x\htmlrtf0 Rich{\*\htmltag1 </p>}}"


@pytest.mark.parametrize(
    ("body", "text", "html", "paths"),
    [
        (tnef_body(text="Plain"), "Plain", None, ["text", "text"]),
        (tnef_body(html="<p>Chào</p>".encode()), "Chào", "<p>Chào</p>", ["html", "html"]),
        (tnef_body(rich=RICH), "Rich text", None, ["rtf", "rtf"]),
        (tnef_body(rich=WRAPPED), "Rich", "<p>Rich</p>", ["rtf", "rtf"]),
        (tnef_body(text="Plain", html=b"<p>M</p>"), "Plain", "<p>M</p>", ["text", "html"]),
        (tnef_body(text="Plain", rich=WRAPPED), "Plain", "<p>Rich</p>", ["text", "rtf"]),
        (tnef_body(text="Plain", rich=RICH), "Plain", None, ["text", "text"]),
        (tnef_body(text=" ", html=b"<p>M</p>", rich=RICH), "M", "<p>M</p>", ["html", "html"]),
    ],
)
@pytest.mark.parametrize("beside", [[], [part(b"text/plain", b" \n")]])
def test_a_mail_that_says_nothing_else_says_what_its_winmail_dat_says(
    body, text, html, paths, beside
):
    mail = read(multipart(b"mixed", *beside, winmail(body)))
    number = len(beside) + 1
    assert (mail.text, mail.html_safe) == (text, html)
    assert [mail.text_body[0].path, mail.html_body[0].path] == [
        f"{number}/tnef/{path}" for path in paths
    ]
    assert mail.attachments == ()
    assert mail.segments is not None


def test_the_body_of_a_winmail_dat_counts_once():
    both = [winmail(tnef_body(text="One")), winmail(tnef_body(text="Two"))]
    assert read(multipart(b"mixed", *both)).text == "One"


def test_damage_in_a_rich_text_is_said():
    damaged = attribute(0x69003, properties(variable(BINARY, 0x1009, rtf(b"\0{\\rtf1 a", 90))))
    assert ("rtf_truncated", "1") in codes(winmail(damaged))


def test_pictures_of_a_winmail_dat_are_shown_by_its_html():
    html = tnef_body(html=b'<p>Hi <img src="cid:a@x"></p>')
    picture = tnef_file(b"\x89PNG\r\n\x1a\n", "a.png", "image/png", "a@x")
    (found,) = read(winmail(html, picture)).attachments
    assert (found.kind, found.inline, found.content_id) == ("image", True, "a@x")


def test_a_message_in_a_winmail_dat_hangs_on_the_mail_as_a_whole():
    inner = tnef(tnef_body(text="Inner"), tnef_file(PDF, "a.pdf"))
    mapi = properties(integer(0x3705, 5), variable(BINARY, 0x3701, inner))
    source = winmail(attribute(NEW, b""), attribute(OF_FILE, mapi))
    (found,) = read(source).attachments
    assert (found.pointer, found.kind) == ("1/tnef/0", "message")
    assert Payload(source).part("1/tnef/0") == inner
    assert Payload(source).part("1/tnef/0/tnef/0") == PDF
    assert Payload(source).part("1/tnef/0/tnef/text") == b"Inner"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (tnef(), []),
        (tnef(attribute(CLASS, b"IPM.Note\0")), []),
        (tnef(attribute(CLASS, b"IPM.Microsoft Schedule.MtgReq\0")), ["2"]),
        (tnef(attribute(CLASS, b"IPM.Appointment\0"), tnef_file(PDF)), ["2", "2/tnef/0"]),
        (b"hello", ["2"]),
    ],
)
def test_a_winmail_dat_is_hidden_if_it_is_a_plain_note(content, expected):
    assert pointers(multipart(b"mixed", TEXT, packed(b"application/ms-tnef", content))) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (b"application/vnd.ms-tnef", "1/tnef/0"),
        (b"application/octet-stream; name=WINMAIL.DAT", "1/tnef/0"),
        (b"application/octet-stream; name=other.dat", "1"),
    ],
)
def test_a_winmail_dat_is_told_by_its_type_or_its_name(kind, expected):
    assert pointers(packed(kind, tnef(tnef_file(PDF, "a.pdf")))) == [expected]


def test_damage_in_a_winmail_dat_is_said_with_its_place():
    damaged = packed(b"application/ms-tnef", tnef(tnef_file(PDF, "a.pdf"))[:-3])
    assert ("tnef_truncated", "2") in codes(multipart(b"mixed", TEXT, damaged))


# --- S/MIME ---------------------------------------------------------------------------------------


REPLY = b"Hi.\n\nOn Mon, 2 Mar 2026, An wrote:\n> Hm?\n"


def test_what_was_signed_is_what_the_mail_says():
    inner = multipart(b"mixed", part(b"text/plain", REPLY), BILL)
    mail = read(b"Subject: a\n" + p7m(inner))
    assert mail.text == "Hi."
    assert mail.segments is not None
    assert [one.kind for one in mail.segments.segments][-1] == "quote"
    assert [(one.pointer, one.content()) for one in mail.attachments] == [("1/cms/2", PDF)]
    assert mail.protection is not None
    assert mail.protection.kind == "smime_signed_opaque"


def test_what_was_signed_stands_where_its_container_stood():
    mail = read(multipart(b"mixed", TEXT, p7m(part(b"text/plain", b"signed")), TEXT))
    assert [one.path for one in mail.text_body] == ["1", "2/cms/1", "3"]
    assert [one.path for one in mail.parts] == ["", "1", "2", "2/cms/1", "3"]


def test_a_whole_message_that_was_signed_is_read():
    inner = part(b"message/rfc822", b"Subject: inner\n" + TEXT)
    assert read(p7m(inner)).text == "Chào shop"


@pytest.mark.parametrize(
    "inner", [b"\nHello", b"\r\nHello", b"Hello", b"X-A: b\n\nHello", part(b"text/plain", b"Hello")]
)
def test_what_was_signed_may_have_no_headers(inner):
    assert read(p7m(inner)).text == "Hello"


def test_a_file_that_was_signed_hangs_on_the_mail_without_its_wrapping():
    kind = b"application/pkcs7-mime; name=invoice.xml.p7m"
    (found,) = read(multipart(b"mixed", TEXT, p7m(b"<?xml?><a/>", kind))).attachments
    assert (found.pointer, found.declared_name) == ("2/cms", "invoice.xml")
    assert found.content() == b"<?xml?><a/>"


def test_a_file_may_have_been_signed_twice():
    kind = b"application/octet-stream; name=invoice.xml.p7m.p7m"
    source = multipart(b"mixed", TEXT, p7m(cms(b"<a/>"), kind))
    assert pointers(source) == ["2/cms/cms"]
    assert Payload(source).part("2/cms/cms") == b"<a/>"


def test_containers_may_hold_containers():
    inner = multipart(b"mixed", TEXT, winmail(tnef_file(PDF, "a.pdf")))
    source = p7m(inner)
    assert pointers(source) == ["1/cms/2/tnef/0"]
    assert Payload(source).part("1/cms/2/tnef/0") == PDF
    wrapped = winmail(tnef_file(cms(TEXT), "smime.p7m", "application/pkcs7-mime"))
    assert read(wrapped).text == "Chào shop"


def test_signatures_within_what_was_signed_are_no_attachments():
    kind = b'signed; protocol="application/pkcs7-signature"'
    assert pointers(p7m(multipart(kind, TEXT, P7S))) == []


ENVELOPED = der(0x30, oid(3))
COMPRESSED = der(0x30, der(6, b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09"))
MIME = b"application/pkcs7-mime"
ARMOUR = b"Hi\n-----BEGIN PGP MESSAGE-----\n\nx\n-----END PGP MESSAGE-----\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (packed(MIME + b"; smime-type=enveloped-data", b"x"), [("content_encrypted", "1")]),
        (packed(MIME, ENVELOPED), [("content_encrypted", "1")]),
        (packed(MIME + b"; smime-type=signed-data", ENVELOPED), [("content_encrypted", "1")]),
        (packed(MIME, COMPRESSED), [("content_compressed", "1")]),
        (packed(MIME, signed(b"")), []),
        (packed(MIME + b"; smime-type=certs-only", signed(b"")), []),
        (p7m(packed(MIME, ENVELOPED)), [("content_encrypted", "1/cms/1")]),
        (p7m(part(b"text/plain", ARMOUR)), [("content_encrypted", "1/cms/1")]),
        (
            multipart(b"mixed", TEXT, packed(MIME, ENVELOPED), packed(MIME, ENVELOPED)),
            [("content_encrypted", "2"), ("content_encrypted", "3")],
        ),
        (part(b"text/plain", ARMOUR), [("content_encrypted", "1")]),
        (
            multipart(b"encrypted", part(b"application/pgp-encrypted", b"Version: 1"), TEXT),
            [("content_encrypted", "")],
        ),
    ],
)
def test_what_cannot_be_read_is_said(source, expected):
    known = ("content_encrypted", "content_compressed")
    assert sorted(one for one in codes(source) if one[0] in known) == expected


def test_what_is_encrypted_stays_as_it_is():
    (found,) = read(packed(MIME + b"; smime-type=enveloped-data", ENVELOPED)).attachments
    assert (found.pointer, found.content()) == ("1", ENVELOPED)


# --- limits ---------------------------------------------------------------------------------------


def test_containers_are_opened_five_deep():
    source = TEXT
    for _ in range(6):
        source = p7m(source)
    assert pointers(source) == ["1" + "/cms/1" * 5]
    assert ("limit_containers", "1" + "/cms/1" * 5) in codes(source)
    with pytest.raises(PayloadError, match="expected a MIME part"):
        Payload(source).part("1" + "/cms/1" * 6)


def test_no_more_is_opened_than_parts_are_read():
    many = [winmail(*[tnef_file(PDF, "a.pdf")] * 3)] * 4
    assert ("limit_parts", "3") in codes(multipart(b"mixed", *many), parts=5)
    assert len(pointers(multipart(b"mixed", *many), parts=5)) == 8


# --- pointers -------------------------------------------------------------------------------------

DEEP = multipart(
    b"mixed", TEXT, p7m(multipart(b"mixed", winmail(tnef_body(text="x"), tnef_file(PDF)), BILL))
)


@pytest.mark.parametrize(
    "pointer",
    [
        "2/cms/9",
        "2/cms/1/tnef/9",
        "2/cms/1/tnef/00",
        "2/cms/1/tnef",
        "2/cms/1/tnef/",
        "2/cms/1/tnef/html",
        "2/cms/1/tnef/rtf",
        "2/cms/1/other/1",
        "2/cms/",
        "1/tnef/0",
        "1/cms",
        "1/cms/1",
        "9/cms",
        "/cms",
        "2" + "/cms" * 100,
    ],
)
def test_a_pointer_that_leads_nowhere_is_refused(pointer):
    with pytest.raises(PayloadError, match="expected a MIME part"):
        Payload(DEEP).part(pointer)


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [("2/cms/1/tnef/0", PDF), ("2/cms/1/tnef/text", b"x"), ("2/cms/2", PDF), ("1", None)],
)
def test_a_pointer_leads_into_containers(pointer, expected):
    assert Payload(DEEP).part(pointer) == (expected or "Chào shop".encode())


STEPS = st.sampled_from(["", "1", "2", "cms", "tnef", "0", "text", "rtf", "1.2"]) | st.text(
    max_size=3
)


@given(st.lists(STEPS, max_size=8).map("/".join))
def test_any_pointer_leads_to_bytes_or_is_refused(pointer):
    with suppress(PayloadError):
        assert isinstance(Payload(DEEP).part(pointer), bytes)


def test_what_was_signed_can_be_had_as_it_was():
    assert Payload(p7m(BILL)).part("1/cms") == BILL


SOURCES = [
    DEEP,
    p7m(winmail(tnef_file(PDF, "a"), tnef_body(rich=RICH))),
    *(one.payload.body for one in builtin_samples("email") if b"base64" in one.payload.body),
]


@given(st.sampled_from(SOURCES), st.data())
def test_every_pointer_leads_to_the_same_bytes_however_damaged_the_mail(source, data):
    at = data.draw(st.integers(0, len(source)))
    cut = data.draw(st.booleans())
    noise = data.draw(st.binary(max_size=3))
    damaged = source[:at] + noise + (b"" if cut else source[at + len(noise) :])
    payload = Payload(damaged)
    mail = Mail.parse(damaged)
    for one in mail.attachments:
        assert sha256(payload.part(one.pointer)).hexdigest() == one.sha256
        assert one.size in (None, len(one.content()))
        assert one.filename
        assert (one.role, one.calendar, one.contacts, one.defects, one.inline) is not None
    for part_of_mail in mail.text_body:
        assert payload.part(part_of_mail.path) == part_of_mail.content()
    assert mail.remote_resources is not None


def test_attachments_of_events_point_into_containers():
    for one in builtin_samples("email"):
        event = next(iter(Email().parse(one.payload)))
        assert isinstance(event, MessagePosted)
        told = [(hung.source, hung.kind) for hung in event.message.attachments]
        assert [(source and source.pointer, kind) for source, kind in told] == [
            (hung.pointer, hung.kind) for hung in Mail.parse(one.payload.body).attachments
        ]


# --- facts ----------------------------------------------------------------------------------------


def hung(kind, content=PDF, *headers):
    (found,) = read(multipart(b"mixed", TEXT, packed(kind, content, *headers))).attachments
    return found


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (b"text/calendar", "calendar"),
        (b"application/ics", "calendar"),
        (b"application/octet-stream; name=invite.ics", "calendar"),
        (b"text/directory", "contact"),
        (b"application/octet-stream; name=An.vcf", "contact"),
        (b"application/octet-stream; name=IMG_1.JPG", "image"),
        (b"application/octet-stream; name=mail.eml", "message"),
        (b"application/octet-stream; name=a.xyz", "file"),
        (b"application/octet-stream", "file"),
        (b"audio/amr", "audio"),
        (b"video/mp4", "video"),
        (b"application/pdf; name=a.png", "file"),
    ],
)
def test_its_kind_is_what_is_declared_or_else_what_its_name_says(kind, expected):
    assert hung(kind).kind == expected


def test_what_is_known_of_a_file():
    found = hung(b"Application/PDF", PDF, b'Content-Disposition: inline; filename="../con.pdf"')
    assert (found.declared_name, found.filename) == ("con.pdf", "_con.pdf")
    assert (found.media_type, found.size) == ("application/pdf", len(PDF))
    assert found.sha256 == sha256(PDF).hexdigest()
    assert found.detected.certain
    assert found.safe_name.name == "_con.pdf"
    assert not found.inline
    assert (found.calendar, found.contacts, found.dimensions) == ((), (), None)
    assert found.role == "content"
    assert found.part.path == found.pointer == "2"
    assert repr(found) == "<MailAttachment 2, file>"


def test_files_of_one_mail_have_different_names():
    unnamed = packed(b"image/png", b"x", b"Content-Disposition: attachment")
    found = read(multipart(b"mixed", BILL, BILL, unnamed, unnamed)).attachments
    assert [one.filename for one in found] == ["bill.pdf", "bill1.pdf", "image.png", "image2.png"]


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        (b"application/pdf; name=a.pdf", EXE, ["type_mismatch", "program_disguised"]),
        (b"application/octet-stream; name=a.pdf", EXE, ["type_mismatch", "program_disguised"]),
        (b"application/octet-stream; name=a.pdf.js", b"x=1", ["program_disguised"]),
        (b"application/x-msdownload; name=setup.exe", EXE, []),
        (b"application/octet-stream; name=setup.exe", EXE, []),
        (b"image/png; name=a.png", PDF, ["type_mismatch"]),
        (b"application/pdf; name=a.pdf", PDF, []),
        (b"application/pdf; name=a.pdf", b"", []),
    ],
)
def test_what_is_not_what_it_says_is_a_defect(kind, content, expected):
    found = hung(kind, content)
    assert [(one.code, one.pointer) for one in found.defects] == [(one, "2") for one in expected]
    assert codes(multipart(b"mixed", TEXT, packed(kind, content))) == [
        (one, "2") for one in expected
    ]


def test_a_file_that_declares_no_type_is_told_by_its_name():
    nameless = b"Content-Disposition: attachment; filename=a.pdf\n\n" + PDF
    assert codes(multipart(b"mixed", TEXT, nameless)) == []


def test_a_large_file_is_looked_at_only_where_it_begins():
    content = PDF + b"x" * 3_000_000
    found = hung(b"application/pdf", content)
    assert found.part.head(10) == content[:10]
    assert found.detected.certain


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        (b"base64", base64.encodebytes(bytes(range(256)) * 40)),
        (b"quoted-printable", b"=3D=41bc =\n=42" * 900),
        (b"8bit", b"abc" * 3_000),
    ],
)
@given(size=st.integers(0, 9_000))
def test_how_a_file_begins_can_be_had_without_the_rest(encoding, body, size):
    found = Payload(b"Content-Transfer-Encoding: " + encoding + b"\n\n" + body).mime()
    assert found.head(size) == found.content()[:size]


def test_a_large_file_that_nobody_asks_for_takes_no_memory():
    payload = Payload(multipart(b"mixed", TEXT, packed(b"application/pdf", PDF + bytes(6_000_000))))
    gc.collect()
    tracemalloc.start()
    try:
        list(Email().parse(payload))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < len(payload.body) / 10


def test_an_attachment_keeps_its_mail_and_the_mail_keeps_none():
    (first, *_) = Mail.parse(DEEP).attachments
    known = ref(first._surroundings)
    assert known() is not None
    assert first.filename
    gc.disable()
    try:
        del first, _
        assert known() is None
    finally:
        gc.enable()


def test_whether_anything_hangs_on_a_mail_leaves_out_what_its_html_shows():
    html = part(b"text/html", b'<img src="cid:a">')
    picture = part(b"image/png", b"x", b"Content-ID: <a>")
    assert not read(multipart(b"related", html, picture)).has_attachment
    assert read(multipart(b"mixed", multipart(b"related", html, picture), BILL)).has_attachment


# --- images, calendars, cards ---------------------------------------------------------------------


def test_images_are_told_apart():
    found = read(sample("signature-images")).attachments
    assert [one.role for one in found] == ["content", "signature", "tracking"]
    assert found[0].dimensions == (480, 300)


def png(width, height):
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Hi</p><p>-- <br>An<br><img src=cid:a></p>", "signature"),
        ("<p>Hi <img src=cid:a></p><p>-- <br>An</p>", "content"),
        ("<p>Hi <img src=cid:a></p><p>-- <br>An<br><img src=CID:a></p>", "content"),
        ("<p>Hi</p><div class=gmail_signature><img src=cid:a></div>", "signature"),
        ("<p>Hi</p><p>-- <br>An</p>", "content"),
        ("<p>Hi \U000f0000</p><p>-- <br>An\U000f0001<img src=cid:a></p>", "signature"),
    ],
)
def test_an_image_below_the_signature_mark_belongs_to_the_signature(html, expected):
    body = part(b"text/html; charset=utf-8", html.encode())
    picture = packed(b"image/png", png(90, 30), b"Content-ID: <a>")
    (found,) = read(multipart(b"related", body, picture)).attachments
    assert found.role == expected


def test_images_beyond_a_thousand_are_not_looked_for():
    html = b"<p>Hi</p><p>-- <br>" + b"<img src=cid:x>" * 1_000 + b"<img src=cid:a>"
    picture = packed(b"image/png", png(90, 30), b"Content-ID: <a>")
    (found,) = read(multipart(b"related", part(b"text/html", html), picture)).attachments
    assert found.role == "content"


def test_a_picture_beside_a_plain_text_is_content():
    picture = packed(b"image/png", png(1, 1), b"Content-Disposition: attachment")
    (found,) = read(multipart(b"mixed", TEXT, picture)).attachments
    assert (found.role, found.dimensions) == ("content", (1, 1))


def test_an_invitation_is_read():
    found = read(sample("calendar-update")).attachments
    (event,) = found[0].calendar
    assert (event.method, event.sequence) == ("request", 2)
    assert event.starts_at == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert event.zone_id == "SE Asia Standard Time"
    assert event.organizer is not None
    assert event.organizer.name == "Trần Mai"
    assert [one.participation for one in event.attendees] == ["needs-action", "accepted"]
    assert found[0].sha256 == found[1].sha256


def test_calendars_and_cards_that_say_they_are_something_else_are_read():
    event = hung(b"text/plain; name=invite.txt", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n")
    assert [one.uid for one in event.calendar] == ["1"]
    card = hung(b"text/plain; name=an.txt", b"BEGIN:VCARD\nFN:An\nEND:VCARD\n")
    assert [one.name for one in card.contacts] == ["An"]


def test_contact_cards_are_read():
    first, second = read(sample("contact-cards")).attachments
    assert [one.name for one in first.contacts] == ["Trần Mai (kho)"]
    assert [one.organisation for one in second.contacts] == ["Northwind, Sales", None]


# --- what is remote -------------------------------------------------------------------------------


def test_what_a_mail_would_fetch_is_listed():
    found = read(sample("signature-images")).remote_resources
    assert [one.url for one in found.images] == ["https://track.mail.example/o.gif?m=77"]
    assert found.tracking == found.images
    assert found.others == ("https://cdn.mail.example/style.css",)
    assert [one.href for one in found.links] == ["https://sen.example/d/77"]
    assert [one.shown_host for one in found.misleading_links] == ["www.hoasen.example"]


def test_a_mail_without_html_fetches_nothing():
    found = read(TEXT).remote_resources
    assert (found.images, found.others, found.links) == ((), (), ())
