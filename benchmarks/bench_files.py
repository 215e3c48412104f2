"""
Does reading attachments take time by their size only, and how fast is it?

Each generator makes an input that costs a careless reader quadratic time. Twice the input may take
at most 2.3 times as long.
"""

import struct

from benchmarks._timing import growth_table, once, table
from omnidesk._mime import parse_mime
from omnidesk.adapters._html import read_markup
from omnidesk.adapters.email import Mail
from omnidesk.adapters.email.files import (
    decompress_rtf,
    image_size,
    protection,
    read_calendar,
    read_cards,
    read_cms,
    read_rtf,
    read_tnef,
    remote_resources,
    safe_filename,
    sniff,
    unique_names,
)
from omnidesk.adapters.email.files._placement import shown_in_signature

SMALLEST = 2_000
CALENDAR = "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"
TNEF = b"\x78\x9f\x3e\x22\1\0"
SIGNED = bytes.fromhex(
    "308006092a864886f70d010702a0803080020101310030800609 2a864886f70d010701 a080"
)


def attribute(tag, data):
    head = struct.pack("<BII", 2, tag, len(data))
    return head + data + struct.pack("<H", sum(data) & 0xFFFF)


def rtf(body):
    return struct.pack("<II4sI", len(body) + 12, 2**31, b"LZFu", 0) + body


def repeated(count):
    """Refer to the byte before, again and again: every reference writes 17 bytes."""
    places = [(206 + 17 * at) % 4096 << 4 | 15 for at in range(count * 8)]
    groups = [places[at : at + 8] for at in range(0, len(places), 8)]
    return rtf(b"".join([b"\xff" + struct.pack(">8H", *group) for group in groups]))


def sniffed(head):
    return sniff(head, declared="")


def events(source):
    return read_markup(source).events


def armoured(body):
    return protection(parse_mime(b"\n\n" + body))


def opened(parts):
    mail = Mail.parse(b"Content-Type: multipart/mixed; boundary=b\n\n" + parts)
    return mail.text, mail.attachments


winmail = b"--b\nContent-Type: application/ms-tnef\n\n" + TNEF + attribute(0x69002, b"") * 9 + b"\n"
smime = b"--b\nContent-Type: application/pkcs7-mime\n\n" + SIGNED + b"\4\6\n\nabcd\n"

GROWTH = {
    "calendar: attendees": (read_calendar, lambda n: CALENDAR + "ATTENDEE;CN=a:mailto:b\n" * n),
    "calendar: folded line": (read_calendar, lambda n: CALENDAR + "SUMMARY:a\n" + " b\n" * n * 4),
    "calendar: open quotes": (read_calendar, lambda n: CALENDAR + 'A;B="' * n * 4),
    "calendar: parameters": (read_calendar, lambda n: CALENDAR + "A" + ";B=c,d" * n * 4),
    "calendar: nesting": (read_calendar, lambda n: CALENDAR + "BEGIN:A\n" * n),
    "calendar: ends": (read_calendar, lambda n: CALENDAR + "END:A\n" * n),
    "calendar: events": (read_calendar, lambda n: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n" * n),
    "cards: soft breaks": (
        read_cards,
        lambda n: "BEGIN:VCARD\nFN;QUOTED-PRINTABLE:a" + "=\na" * n * 4,
    ),
    "cards: components": (read_cards, lambda n: "BEGIN:VCARD\n" + "N:;\\;\\\n" * n),
    "cards: numbers": (read_cards, lambda n: "BEGIN:VCARD\n" + "TEL:1\n" * n),
    "TNEF: one large file": (read_tnef, lambda n: TNEF + attribute(0x6800F, bytes(n * 500))),
    "TNEF: files": (read_tnef, lambda n: TNEF + attribute(0x69002, b"") * n),
    "TNEF: properties": (
        read_tnef,
        lambda n: TNEF + attribute(0x69003, struct.pack("<I", n) + bytes([3, 0, 1, 0] * 2) * n),
    ),
    "RTF: references": (decompress_rtf, repeated),
    "RTF: letters": (decompress_rtf, lambda n: rtf(b"\0abcdefgh" * n)),
    "RTF: groups": (read_rtf, lambda n: b"{" * n * 4),
    "RTF: tags": (read_rtf, lambda n: b"{\\rtf1\\fromhtml1 " + b"{\\*\\htmltag1 a}\\'e9" * n),
    "RTF: fonts": (read_rtf, lambda n: b"{\\rtf1{\\fonttbl" + b"{\\f1\\fcharset163 a;}" * n),
    "mail: winmail.dat, many": (opened, lambda n: winmail * (n // 20)),
    "mail: S/MIME, many": (opened, lambda n: smime * (n // 20)),
    "mail: logos": (shown_in_signature, lambda n: "-- <br><img src=cid:a>" * n),
    "CMS: nested strings": (read_cms, lambda n: SIGNED + b"\x24\x80" * n * 8),
    "CMS: strings": (read_cms, lambda n: SIGNED + b"\x24\x80" + b"\4\1a" * n),
    "CMS: empty strings": (read_cms, lambda n: SIGNED + b"\x24\x80" + b"\x24\x80\0\0" * n),
    "sniff: archive entries": (sniffed, lambda n: b"PK\3\4" * n),
    "sniff: text": (sniffed, lambda n: b"<?xml " + b"x" * n * 4),
    "image: JPEG segments": (image_size, lambda n: b"\xff\xd8" + b"\xff\xe0\0\2" * n),
    "names: one name": (lambda name: safe_filename(name, ""), lambda n: "a. " * n),
    "names: the same": (unique_names, lambda n: ["a.pdf"] * n),
    "names: the same when cut": (
        unique_names,
        lambda n: [f"{'x' * 245}{at % 9}" for at in range(n)],
    ),
    "names: taken": (unique_names, lambda n: [f"a{at}" for at in range(n)] + ["a"] * n),
    "HTML: images": (remote_resources, lambda n: events("<img src=//x.example width=1>" * n)),
    "HTML: styles": (remote_resources, lambda n: events("<p style='" + "url(//" * n + "'>")),
    "HTML: links": (remote_resources, lambda n: events("<a href=//x.example>y.example" * n)),
    "HTML: a link's text": (
        remote_resources,
        lambda n: events("<a href=//x.example>" + "x.<b>" * n * 4),
    ),
    "PGP: lines": (armoured, lambda n: b"-----BEGIN PGP \n" * n),
}


def main():
    growth_table(
        "Files: growth with the size of the input",
        [(name, SMALLEST, _subject(read, make)) for name, (read, make) in GROWTH.items()],
    )

    large = TNEF + attribute(0x69002, b"") + attribute(0x6800F, bytes(range(256)) * 80_000)
    rows = [("TNEF with one file of 20 MB", f"{once(lambda: read_tnef(large)) * 1e3:.0f} ms")]
    invitation = CALENDAR + "DTSTART;TZID=Asia/Ho_Chi_Minh:20261124T093000\nSUMMARY:a\n"
    read_calendar(invitation)  # the time zone is read once
    rows += [("calendar of one event", f"{once(lambda: read_calendar(invitation)) * 1e6:.0f} µs")]
    head_of_png = b"\x89PNG\r\n\x1a\n" + bytes(60_000)
    seconds = once(lambda: [sniffed(head_of_png) for _ in range(1_000)])
    rows += [("sniffing a picture", f"{seconds * 1e3:.1f} µs")]
    table("Speed", ("what", "time"), rows)


def _subject(read, make):
    def at(size):
        source = make(size)
        return lambda: read(source)

    return at


if __name__ == "__main__":
    main()
