"""Signed and encrypted mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.email.containers import ber, der, multipart, oid, part, signed

from omnidesk._mime import parse_mime
from omnidesk.adapters.email.files import protection, read_cms

MAIL = b"Content-Type: text/plain\r\n\r\nHello"


OPAQUE = signed(der(4, MAIL))
STREAMED = signed(ber(0x24, der(4, MAIL[:20]), ber(0x24, der(4, MAIL[20:]))), ber)


@pytest.mark.parametrize(
    "data",
    [OPAQUE, STREAMED, signed(der(0x24, der(4, MAIL[:9]), der(4, MAIL[9:]))), OPAQUE + b"\r\n"],
)
def test_what_was_signed_is_taken_out(data):
    found = read_cms(data)
    assert (found.kind, found.content, found.defects) == ("signed", MAIL, ())


@pytest.mark.parametrize("make", [der, ber])
def test_a_detached_signature_has_no_content(make):
    found = read_cms(signed(b"", make))
    assert (found.kind, found.content, found.defects) == ("signed", None, ())


@pytest.mark.parametrize("make", [der, ber])
def test_content_of_another_type_is_given_with_its_tag(make):
    content = make(0x30, der(2, b"\5"))
    assert read_cms(signed(content, make)).content == content


def test_content_that_is_something_else_is_none():
    inner = der(0x30, oid(1), der(4, b"x"))
    data = der(0x30, oid(2), der(0xA0, der(0x30, der(2, b"\1"), der(0x31), inner)))
    assert read_cms(data).content is None


@pytest.mark.parametrize(
    ("identifier", "kind"),
    [
        (oid(3), "enveloped"),
        (oid(6), "enveloped"),
        (oid(1), "unknown"),
        (der(6, b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17"), "enveloped"),
        (der(6, b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09"), "compressed"),
    ],
)
def test_other_kinds_are_recognised(identifier, kind):
    found = read_cms(der(0x30, identifier, der(0xA0, der(0x30))))
    assert (found.kind, found.content) == (kind, None)


@pytest.mark.parametrize(
    ("data", "defect"),
    [
        (b"", "cms_truncated"),
        (b"hello", "cms_malformed"),
        (b"\x30\x03\x1f\x01\x00", "cms_malformed"),
        (b"\x30\x03\x06\x80\x00", "cms_malformed"),
        (b"\x30\x89" + bytes(9), "cms_malformed"),
        (signed(ber(0x24, *[b"\x24\x80"] * 40), ber), "limit_cms"),
        (signed(ber(0x24, *[b"\4\0"] * 200_001), ber), "limit_cms"),
        (signed(b"\x30\x80", ber)[:-20], "cms_truncated"),
    ],
)
def test_what_is_wrong_with_a_message_is_said(data, defect):
    assert defect in read_cms(data).defects


@pytest.mark.parametrize("data", [OPAQUE, STREAMED])
def test_content_that_is_cut_off_is_kept_as_far_as_it_came(data):
    at = data.index(b"Hello")
    found = read_cms(data[: at + 2])
    assert found.content == MAIL[:-3]
    assert "cms_truncated" in found.defects


@given(st.binary(max_size=100) | st.lists(st.sampled_from([0x30, 0x80, 0xA0, 6, 4, 0])).map(bytes))
def test_any_bytes_are_some_message(data):
    assert read_cms(data).kind


@given(st.sampled_from([OPAQUE, STREAMED]), st.data())
def test_a_message_that_is_cut_or_changed_gives_what_is_there(message, data):
    at = data.draw(st.integers(0, len(message) - 1))
    byte = data.draw(st.binary(min_size=1, max_size=1))
    assert read_cms(message[:at]).kind in ("signed", "unknown")
    assert read_cms(message[:at] + byte + message[at + 1 :]).kind


# --- which mail is protected ----------------------------------------------------------------------


TEXT = part(b"text/plain", b"Hello")
P7S = part(b"application/x-pkcs7-signature; name=smime.p7s", b"x")
ASC = part(b"application/pgp-signature; name=signature.asc", b"x")
VERSION = part(b"application/pgp-encrypted", b"Version: 1")
SECRET = part(b"application/octet-stream; name=encrypted.asc", b"x")
ARMOUR = b"Hi\n-----BEGIN PGP MESSAGE-----\n\nx\n-----END PGP MESSAGE-----\n"
CLEAR = b"-----BEGIN PGP SIGNED MESSAGE----- \r\nHash: SHA256\r\n\r\nx\r\n"
BASE64 = b"Content-Transfer-Encoding: binary"
SIGNED = b'signed; protocol="application/pkcs7-signature"'


@pytest.mark.parametrize(
    ("mail", "kind", "signatures"),
    [
        (multipart(SIGNED, TEXT, P7S), "smime_signed_detached", ("2",)),
        (multipart(b"signed", TEXT, P7S), "smime_signed_detached", ("2",)),
        (multipart(b"signed", TEXT, ASC), "pgp_mime_signed", ("2",)),
        (multipart(SIGNED, TEXT), "smime_signed_detached", ()),
        (multipart(b"encrypted", VERSION, SECRET), "pgp_mime_encrypted", ("1",)),
        (part(b"application/pkcs7-mime; smime-type=signed-data"), "smime_signed_opaque", ()),
        (part(b"application/x-pkcs7-mime; smime-type=Enveloped-Data"), "smime_encrypted", ()),
        (part(b"application/pkcs7-mime", OPAQUE, BASE64), "smime_signed_opaque", ()),
        (part(b"application/octet-stream; name=smime.p7m", OPAQUE), "smime_signed_opaque", ()),
        (part(b"application/pkcs7-mime", der(0x30, oid(3))), "smime_encrypted", ()),
        (part(b"text/plain", ARMOUR), "pgp_inline_encrypted", ()),
        (part(b"text/plain", CLEAR), "pgp_inline_signed", ()),
    ],
)
def test_protected_mail_says_how(mail, kind, signatures):
    found = protection(parse_mime(mail))
    assert found is not None
    assert (found.kind, found.signatures) == (kind, signatures)


def test_a_list_may_wrap_what_is_signed():
    inner = multipart(SIGNED, TEXT, P7S).replace(b"boundary=b", b"boundary=c")
    inner = inner.replace(b"--b", b"--c")
    found = protection(parse_mime(multipart(b"mixed", inner, TEXT)))
    assert found is not None
    assert (found.path, found.signatures) == ("1", ("1.2",))


@pytest.mark.parametrize(
    "mail",
    [
        TEXT,
        multipart(b"signed", TEXT, TEXT),
        multipart(b"signed; protocol=x/y", TEXT, P7S),
        multipart(b"encrypted; protocol=x/y", VERSION, SECRET),
        part(b"application/pkcs7-mime; smime-type=certs-only", OPAQUE),
        part(b"application/pkcs7-mime", b"hello"),
        part(b"application/octet-stream", OPAQUE),
        part(b"text/plain", b"> -----BEGIN PGP MESSAGE-----"),
        part(b"text/plain", ARMOUR, b"Content-Disposition: attachment"),
        part(b"text/plain", b"x" * 300_000 + b"\n" + ARMOUR),
        multipart(b"mixed", TEXT, part(b"message/rfc822", part(b"text/plain", ARMOUR))),
    ],
)
def test_other_mail_is_not_protected(mail):
    assert protection(parse_mime(mail)) is None


@given(st.binary(max_size=60), st.sampled_from([TEXT, P7S, multipart(SIGNED, TEXT, P7S)]))
def test_any_mail_can_be_asked(data, mail):
    parsed = parse_mime(data + mail + data)
    found = protection(parsed)
    assert found is None or parsed.find(found.path) is not None
