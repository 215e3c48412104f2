"""What a file really is, and what to call it."""

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from omnidesk._mime import parse_mime
from omnidesk.adapters.email.files import (
    digest,
    name_of,
    safe_filename,
    sniff,
    unique_names,
    unnamed,
)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
PE = "application/vnd.microsoft.portable-executable"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def entry(name, content=b""):
    sizes = struct.pack("<III", 0, len(content), len(content))
    head = b"PK\3\4" + bytes(10) + sizes + struct.pack("<HH", len(name), 0)
    return head + name + content


def box(brand):
    return b"\0\0\0\x18ftyp" + brand + bytes(12)


def program():
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0"


CONTENTS = [
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff\xe0", "image/jpeg"),
    (b"GIF89a", "image/gif"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
    (b"RIFF\0\0\0\0AVI LIST", "video/x-msvideo"),
    (b"BM" + bytes(12) + b"\x28\0\0\0", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (box(b"heic"), "image/heic"),
    (box(b"avif"), "image/avif"),
    (box(b"mif1"), "image/heif"),
    (box(b"isom"), "video/mp4"),
    (box(b"qt  "), "video/quicktime"),
    (box(b"M4A "), "audio/mp4"),
    (box(b"3gp4"), "video/3gpp"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml"),
    (b"<?xml version='1.0'?>\n<!-- a -->\n<svg>", "image/svg+xml"),
    (b"\xef\xbb\xbf<?xml version='1.0'?><order/>", "application/xml"),
    (b"<?xml version='1.0'?><!DOCTYPE html><html>", "text/html"),
    (b"%PDF-1.7\n", "application/pdf"),
    (b"\n\n%PDF-1.7\n", "application/pdf"),
    (entry(b"a.txt"), "application/zip"),
    (b"PK\5\6" + bytes(18), "application/zip"),
    (entry(b"[Content_Types].xml") + entry(b"word/document.xml"), DOCX),
    (entry(b"_rels/.rels") + entry(b"xl/workbook.xml"), XLSX),
    (entry(b"mimetype", ODT.encode()) + entry(b"content.xml"), ODT),
    (entry(b"mimetype", b"text/html"), "application/zip"),
    (entry(b"META-INF/MANIFEST.MF"), "application/java-archive"),
    (b"".join(entry(b"%d" % at) for at in range(100)), "application/zip"),
    (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
    (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
    (OLE + "__substg1.0_0037001F".encode("utf-16-le"), "application/vnd.ms-outlook"),
    (OLE, "application/x-ole-storage"),
    (b"{\\rtf1\\ansi", "application/rtf"),
    (b"\x1f\x8b\x08\0", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c\0\4", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07\1\0", "application/vnd.rar"),
    (b"BZh91AY&SY", "application/x-bzip2"),
    (b"ID3\4", "audio/mpeg"),
    (b"#!AMR\n", "audio/amr"),
    (b"OggS" + bytes(24) + b"\1vorbis", "audio/ogg"),
    (b"OggS" + bytes(24) + b"\x80theora", "video/ogg"),
    (b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x82\x84webm", "video/webm"),
    (b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x82\x88matroska", "video/x-matroska"),
    (b" <!DOCTYPE HTML><html>", "text/html"),
    (b"<!-- a --><HTML>", "text/html"),
    ("\ufeff<html>".encode("utf-16-le"), "text/html"),
    (b"BEGIN:VCALENDAR\r\nVERSION:2.0", "text/calendar"),
    (b"begin:vcard\r\nversion:2.1", "text/vcard"),
    (b"-----BEGIN CERTIFICATE-----", "application/x-pem-file"),
    (b"-----BEGIN PGP SIGNATURE-----", "application/pgp-signature"),
    (b"-----BEGIN PKCS7-----", "application/pkcs7-mime"),
    (b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", "application/pkcs7-mime"),
    (b"\x78\x9f\x3e\x22\1\0", "application/vnd.ms-tnef"),
    (program(), PE),
    (b"MZ\x90\0", PE),
    (b"\x7fELF\2\1\1", "application/x-elf"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xca\xfe\xba\xbe\0\0\0\2", "application/x-mach-binary"),
    (b"\xca\xfe\xba\xbe\0\0\0\x34", "application/java-vm"),
    (b"#!/bin/sh\n", "text/x-shellscript"),
    (b"L\0\0\0\1\x14\2\0", "application/x-ms-shortcut"),
    (bytes(257) + b"ustar\0", "application/x-tar"),
]


@pytest.mark.parametrize(("content", "expected"), CONTENTS)
def test_a_known_format_is_told_by_its_content(content, expected):
    found = sniff(content, declared="application/octet-stream")
    assert (found.media_type, found.certain) == (expected, True)


@pytest.mark.parametrize(
    ("content", "declared", "expected"),
    [
        (b"\xff\xfb\x90\x64" + bytes(8), "audio/mp3", "audio/mpeg"),
        (b"\xff\xfb\xf0\x64" + bytes(8), "application/x-acme", "application/x-acme"),
        (b"\xff\xfb\x90", "", "text/plain"),
        (b"\0\0\0", "", "application/octet-stream"),
        (b"Received: by mx\n\tid 1\nFrom: a@b.example\nX: 1\n\nHello", "", "message/rfc822"),
        (b"From: you\nHello", "", "text/plain"),
        (b"X-A: b\n" * 30, "", "message/rfc822"),
        (b"MZ is how programs begin", "text/plain", "text/plain"),
        (b"MZ is how programs begin" * 9, "", "text/plain"),
        (b"<!-- a note -->", "", "text/plain"),
        (b"RIFF\0\0\0\0ABCD", "", "application/octet-stream"),
        (b"a,b\n1,2\n", "text/csv", "text/csv"),
        (b"a,b\n1,2\n", "Text/CSV; charset=utf-8", "text/csv"),
        (OLE, "application/vnd.ms-powerpoint", "application/vnd.ms-powerpoint"),
    ],
)
def test_where_content_does_not_tell_the_declaration_does(content, declared, expected):
    assert sniff(content, declared=declared).media_type == expected


@pytest.mark.parametrize(
    ("content", "declared", "filename", "agrees"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png", "a.png", True),
        (b"\x89PNG\r\n\x1a\n", "image/jpeg", "a.jpg", False),
        (b"\xff\xd8\xff\xe0", "image/jpg", "a.jpg", True),
        (b"%PDF-1.4", "application/octet-stream", "a.pdf", True),
        (b"%PDF-1.4", "application/octet-stream", "a.docx", False),
        (b"%PDF-1.4", "", None, True),
        (entry(b"a"), DOCX, None, True),
        (entry(b"xl/a"), DOCX, None, True),
        (entry(b"xl/a"), "application/zip", None, True),
        (entry(b"META-INF/MANIFEST.MF"), DOCX, None, False),
        (entry(b"a"), "application/pdf", None, False),
        (OLE, "application/msword", None, True),
        (OLE, "image/png", None, False),
        (b"{\\rtf1", "application/msword", "a.doc", True),
        (b"hello", "image/png", None, False),
        (b"\0\0", "application/pdf", None, False),
        (b"<html>", "text/plain", None, False),
        (b"\0\0", "text/plain", None, False),
        (b"\0\0", "application/x-acme", None, True),
        (b"\0\0", "", None, True),
        (b"hello", "", None, True),
        (b"From: a\nTo: b\n\n", "text/csv", None, True),
        (box(b"isom"), "audio/mp4", "a.m4a", True),
    ],
)
def test_content_and_declaration_are_compared(content, declared, filename, agrees):
    assert sniff(content, declared=declared, filename=filename).agrees is agrees


@pytest.mark.parametrize(
    ("declared", "filename", "disguised"),
    [
        ("application/pdf", "invoice.pdf", True),
        ("application/octet-stream", "invoice", True),
        ("application/x-msdownload", "invoice.pdf", True),
        ("application/x-msdownload", None, False),
        ("application/pdf", None, True),
        ("application/pdf", "setup.EXE", False),
    ],
)
def test_a_program_under_another_name_is_flagged(declared, filename, disguised):
    assert sniff(program(), declared=declared, filename=filename).disguised is disguised


def test_an_office_document_that_does_not_say_which_is_believed():
    found = sniff(OLE, declared="application/msword")
    assert (found.certain, found.agrees) == (False, True)


def test_an_empty_file_is_what_it_was_said_to_be():
    found = sniff(b"", declared="image/png")
    assert (found.media_type, found.certain, found.agrees) == ("image/png", False, True)


def test_a_document_is_no_disguise():
    assert not sniff(b"%PDF-1.4", declared="image/png", filename="a.png").disguised


@given(st.binary(max_size=200), st.text(max_size=20), st.none() | st.text(max_size=20))
@example(b"PK\3\4", "", None)
def test_any_bytes_are_something(head, declared, filename):
    assert sniff(head, declared=declared, filename=filename).media_type is not None


@given(st.sampled_from([one for one, _ in CONTENTS]), st.data())
def test_what_is_cut_off_or_changed_is_something(content, data):
    cut = content[: data.draw(st.integers(0, len(content)))]
    at = data.draw(st.integers(0, len(content) - 1))
    changed = content[:at] + data.draw(st.binary(min_size=1, max_size=1)) + content[at + 1 :]
    assert sniff(cut, declared="").media_type
    assert sniff(changed, declared="").media_type


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\bảng giá.xlsx", "bảng giá.xlsx"),
        ("a\r\nb\0.txt", "a  b .txt"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("in\u200bvoice.pdf", "invoice.pdf"),
        ("con", "_con"),
        ("Aux.txt", "_Aux.txt"),
        ("COM1.tar.gz", "_COM1.tar.gz"),
        ("con .txt", "_con .txt"),
        ("console.txt", "console.txt"),
        (".htaccess", "htaccess"),
        ("name. . ", "name"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("", "file.pdf"),
        (None, "file.pdf"),
        ("...", "file.pdf"),
        ("\ud800.txt", "\ufffd.txt"),
        ("ế" * 100 + ".pdf", "ế" * 83 + ".pdf"),
        ("con." + "a" * 251, "_con." + "a" * 250),
    ],
)
def test_a_name_becomes_safe_to_save_under(name, expected):
    assert safe_filename(name, "application/pdf").name == expected


@pytest.mark.parametrize(
    ("name", "program", "double"),
    [
        ("invoice.pdf.exe", True, True),
        ("invoice.pdf     .scr", True, True),
        ("setup.exe", True, False),
        ("setup.v2.exe", True, False),
        ("archive.tar.gz", False, False),
        ("a.pdf.docx", False, False),
        ("exe", False, False),
    ],
)
def test_programs_that_pose_as_documents_are_flagged(name, program, double):
    found = safe_filename(name, "application/octet-stream")
    assert (found.program, found.double_extension) == (program, double)


def test_a_safe_name_stays_as_it_is():
    assert not safe_filename("báo giá.pdf", "application/pdf").changed
    assert safe_filename("a/b.pdf", "application/pdf").changed


@given(st.text() | st.from_regex(r"[a-zé./\\ ]{200,400}"), st.text(max_size=30))
def test_every_name_is_one_path_component(name, kind):
    found = safe_filename(name, kind).name
    assert found
    assert len(found.encode()) <= 255
    assert not set(found) & set('/\\<>:"|?*\0\n\u202e')
    assert found == found.strip(". ")


@given(st.text())
def test_a_name_made_safe_is_safe(name):
    once = safe_filename(name, "")
    assert not safe_filename(once.name, "").changed


@pytest.mark.parametrize(
    ("kind", "number", "hints", "expected"),
    [
        ("message/rfc822", 1, {"subject": "Re: Đơn 12/3?"}, "Re_ Đơn 12_3_.eml"),
        ("message/rfc822", 1, {"subject": "..."}, "message.eml"),
        ("message/rfc822", 2, {}, "message2.eml"),
        ("message/rfc822", 1, {"subject": "ế" * 300}, "ế" * 83 + ".eml"),
        ("text/calendar; method=REQUEST", 1, {}, "calendar.ics"),
        ("text/x-vcard", 1, {}, "contact.vcf"),
        ("application/ms-tnef", 1, {}, "winmail.dat"),
        ("image/png", 1, {}, "image.png"),
        ("image/jpg", 3, {}, "image3.jpg"),
        ("image/x-acme", 1, {}, "image"),
        ("application/x-acme", 2, {}, "file2"),
        ("image/png", 1, {"content_id": "logo.png@01D9.example"}, "logo.png"),
        ("image/png", 1, {"content_id": "part1.06090408@x.example"}, "image.png"),
        ("image/png", 1, {"location": "https://x.example/a/logo.gif?v=1#x"}, "logo.gif"),
        ("image/png", 1, {"location": "https://x.example/a/"}, "image.png"),
        ("text/html", 1, {"subject": "Hello"}, "file.html"),
    ],
)
def test_what_has_no_name_gets_one(kind, number, hints, expected):
    assert unnamed(kind, number, **hints) == expected


def test_a_part_is_named_by_its_headers():
    mail = parse_mime(
        b"Content-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: image/png; name=a/b.png\n\n\n"
        b"--b\nContent-Type: image/gif\nContent-Location: x/c.gif\n\n\n"
        b"--b\nContent-Type: message/rfc822\n\nSubject: Hello\n\nhi\n"
        b"--b\nContent-Type: application/pdf\n\n\n--b--\n"
    )
    names = [name_of(part, 2) for part in mail.parts]
    assert names == ["b.png", "c.gif", "Hello.eml", "file2.pdf"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.pdf", "b.pdf"], ["a.pdf", "b.pdf"]),
        (["a.pdf", "A.pdf", "a.pdf"], ["a.pdf", "A1.pdf", "a2.pdf"]),
        (["a1.pdf", "a.pdf", "a.pdf"], ["a1.pdf", "a.pdf", "a2.pdf"]),
        (["file", "file"], ["file", "file1"]),
        (["x" * 255, "x" * 255], ["x" * 255, "x" * 243 + "1"]),
    ],
)
def test_names_of_one_mail_are_told_apart(names, expected):
    assert list(unique_names(names)) == expected


@given(st.lists(st.sampled_from(["a", "A", "a1", "a.b", "a1.b", "x" * 255, "x" * 254])))
def test_no_two_names_are_the_same(names):
    found = unique_names(safe_filename(name, "").name for name in names)
    assert len({name.lower() for name in found}) == len(names)
    assert all(len(name.encode()) <= 255 for name in found)


def test_the_digest_is_that_of_the_decoded_content():
    part = parse_mime(b"Content-Transfer-Encoding: base64\n\nYWJj\n")
    # FIPS 180-2, appendix B.1
    assert digest(part) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
