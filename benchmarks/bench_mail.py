"""
How fast is mail read, beside the standard library, and does the time grow with the input only?

Growth is what matters more: each generator makes an input that takes some parser quadratic time
or worse. Twice the input may take at most 2.3 times as long.
"""

import email
import email.policy
import logging
import time
from contextlib import suppress
from inspect import isfunction

from benchmarks._mails import believable_mails
from benchmarks._timing import compare, growth_table, table
from omnidesk._mime import parse_mime, select_bodies
from omnidesk._payload import Payload
from omnidesk.adapters.email import Email
from omnidesk.testing import builtin_samples

REPEATED = 20
ADAPTER = Email(own_addresses=("support@hoasen.example",))
HEAD = b"From: a@b.example\nTo: support@hoasen.example\nMessage-ID: <1@b.example>\n"
HTML = HEAD + b"Content-Type: text/html\n\n"


def structure(body):
    return parse_mime(body)


def whole(body):
    """Read what a program shows: four headers, the bodies as text, the attachments decoded."""
    mail = parse_mime(body)
    found = [mail.header("subject"), mail.addresses("from"), mail.addresses("to")]
    found += [mail.date("date"), mail.message_ids("message-id")]
    bodies = select_bodies(mail)
    found += [part.text() for part in {*bodies.text, *bodies.html}]
    found += [(part.filename, part.content()) for part in bodies.attachments]
    return found


def stdlib_structure(policy):
    return lambda body: email.message_from_bytes(body, policy=policy)


def stdlib_whole(body):
    mail = email.message_from_bytes(body, policy=email.policy.default)
    names = ("subject", "from", "to", "date", "message-id")
    try:
        found = [mail[name] for name in names]
        for kind in ("plain", "html"):
            part = mail.get_body((kind,))
            found.append(part.get_content() if part is not None else None)
        found += [(one.get_filename(), one.get_content()) for one in mail.iter_attachments()]
    except Exception:  # noqa: BLE001 - it is the crash that is counted
        return None
    return found


def events(body):
    return tuple(ADAPTER.parse(Payload(body)))


def nested(lines):
    """Return a hundred nested multiparts that nobody closes, and many lines in the innermost."""
    opening = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
        for level in range(100)
    )
    return HEAD + opening + b"\n" + b"x\n" * lines


# Inputs that are known to take mail parsers quadratic time, and some that are aimed at this code.
# Sizes are those of the smallest; each is doubled three times.
GENERATORS = {
    "unterminated encoded words": (500, lambda n: HEAD + b"Subject:" + b" =?utf-8?q?a" * n),
    "encoded words": (300, lambda n: HEAD + b"Subject:" + b" =?utf-8?q?a?=" * n),
    "empty parameters": (8_000, lambda n: HEAD + b"Content-Type: text/plain" + b";" * n),
    "parameters": (1_000, lambda n: HEAD + b"Content-Type: text/plain" + b'; a="b' * n),
    "words without an address": (2_000, lambda n: b"From:" + b" word" * n),
    "addresses": (500, lambda n: b"To: " + b"a@b.example," * n),
    "open comments": (8_000, lambda n: b"From: " + b"(" * n),
    "nested comments": (4_000, lambda n: b"From: " + b"(" * n + b")" * n + b" a@b.example"),
    "angle brackets": (8_000, lambda n: b"From: " + b"<" * n),
    "quotes": (8_000, lambda n: b"From: " + b'"\\' * n),
    "references": (500, lambda n: HEAD + b"References:" + b" <a@b>" * n),
    "headers": (5_000, lambda n: HEAD + b"X-A: b\n" * n),
    "continuation lines": (5_000, lambda n: HEAD + b"X-A: b\n" + b" c\n" * n),
    "lines that are no header": (5_000, lambda n: HEAD + b"X-A: b\nc\n" * n),
    "open multiparts and lines": (25_000, nested),
    "lines with two dashes": (
        10_000,
        lambda n: nested(0) + b"--no boundary\n" * n,
    ),
    "wrong boundaries": (
        100,
        lambda n: (
            HEAD
            + b"Content-Type: multipart/mixed; boundary=o\n\n"
            + b"--o\nContent-Type: multipart/mixed; boundary=x\n\n--y\n\na\n" * n
        ),
    ),
    "base64 with padding inside": (
        5_000,
        lambda n: HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"YQ==\n" * n,
    ),
    "combining marks": (
        5_000,
        lambda n: HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + b"\xcc\x80\xcc\x96" * n,
    ),
    "quote marks": (5_000, lambda n: HEAD + b"\n" + b"> a\n\n" * n),
    "attributions": (5_000, lambda n: HEAD + b"\n" + b"On Mon x\n" * n),
    "one long line": (200_000, lambda n: HEAD + b"\n" + b"On Mon, x wrote " * (n // 16)),
    "HTML nesting": (5_000, lambda n: HTML + b"<div>" * n + b"x"),
    "HTML quotes": (2_000, lambda n: HTML + b"<blockquote>x<br>" * n),
    "HTML attributes": (5_000, lambda n: HTML + b"<a " + b"b " * n + b">x"),
    "HTML open tags": (5_000, lambda n: HTML + b"<a " * n),
    "HTML open values": (5_000, lambda n: HTML + b'<a b="' * n),
    "HTML comments": (5_000, lambda n: HTML + b"<!--" * n),
    "HTML styles": (5_000, lambda n: HTML + b"<style>" * n),
    "HTML fonts and paragraphs": (
        1_000,
        lambda n: HTML + b"<p>" + b"<font size=1>" * 60 + b"</p>" + b"<p>x" * n,
    ),
    "HTML entities": (20_000, lambda n: HTML + b"&#" + b"9" * n),
    "HTML hidden": (2_000, lambda n: HTML + b'<i style="display:none">x</i>' * n),
}


# What is asked of it: which of our readings, beside what, and how many times its speed.
ASKED = (
    ("omnidesk, whole", "stdlib default, whole", 15),
    ("omnidesk, typed events", "mail-parser, parse", 2),
    ("omnidesk, whole", "fast-mail-parser, parse", 1 / 4),
)


def speed():
    print(f"Mail: omnidesk {'as Python' if isfunction(parse_mime) else 'compiled'}")
    samples = [sample.payload.body for sample in builtin_samples("email")]
    found = {"the samples, short and odd": _speed("the samples, short and odd", samples * REPEATED)}
    crashes = sum(stdlib_whole(body) is None for body in samples)
    print(f"  stdlib raises on {crashes} of the {len(samples)} samples; omnidesk on none")
    believable = {
        kind: _speed(kind, bodies * REPEATED) for kind, bodies in believable_mails().items()
    }
    names = next(iter(believable.values()))
    every = {name: sum(times[name] for times in believable.values()) for name in names}
    _beside_what_was_asked({**found, **believable, "those four together": every})


def _beside_what_was_asked(found):
    rows = [
        (mine, other, f"{asked:.3g}", kind, f"{times[other] / times[mine]:.2f}")
        for mine, other, asked in ASKED
        for kind, times in found.items()
        if other in times
    ]
    head = ("what", "beside", "asked", "mails", "times as fast")
    table("Mail: beside what was asked", head, rows)


def _speed(kind, bodies):
    size = sum(map(len, bodies))

    def every(read):
        # As a queue is worked off: what was made of one mail is gone before the next.
        def read_all():
            for body in bodies:
                read(body)

        return read_all

    subjects = {
        "stdlib default, structure": every(stdlib_structure(email.policy.default)),
        "stdlib default, whole": every(stdlib_whole),
        "stdlib compat32, structure": every(stdlib_structure(email.policy.compat32)),
        **peers(every),
        "omnidesk, structure": every(structure),
        "omnidesk, whole": every(whole),
        "omnidesk, typed events": every(events),
    }
    times = compare(subjects, rounds=5)
    whole_seconds = times["stdlib default, whole"]
    rows = [
        (
            name,
            f"{len(bodies) / seconds:,.0f}",
            f"{size / seconds / 1e6:.1f}",
            f"{whole_seconds / seconds:.1f}",
        )
        for name, seconds in times.items()
    ]
    title = f"Mail, {kind}: {len(bodies)} of {size // len(bodies):,} bytes"
    table(title, ("what", "mails/s", "MB/s", "times stdlib whole"), rows)
    return times


def peers(every):
    """Return what the peers of the group `bench` do, as far as they are installed."""
    found = {}
    with suppress(ImportError):
        import mailparser

        # It logs what it passes over.
        logging.getLogger("mailparser").setLevel(logging.CRITICAL)
        found["mail-parser, parse"] = every(mailparser.parse_from_bytes)
    with suppress(ImportError):
        import fast_mail_parser

        def parse(body):
            # It refuses what it does not understand.
            with suppress(fast_mail_parser.ParseError):
                return fast_mail_parser.parse_email(body)

        found["fast-mail-parser, parse"] = every(parse)
    return found


def reader(body):
    return lambda: events(body)


def growths():
    growth_table(
        "Mail: from bytes to events, growth with the size of the input",
        [
            (name, start, lambda size, make=make: reader(make(size)))
            for name, (start, make) in GENERATORS.items()
        ],
    )


def memory():
    """Show what a mail of 30 MB costs while nobody looks into its attachment."""
    import tracemalloc

    line = b"QUJD" * 19 + b"\r\n"
    opening = HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nhello\n--b\n'
    kind = b"Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n"
    body = opening + kind + line * 400_000 + b"--b--\n"
    tracemalloc.start()
    start = time.perf_counter()
    (event,) = events(body)
    seconds = time.perf_counter() - start
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    rows = [
        (
            f"{len(body) / 1e6:.0f}",
            f"{seconds * 1e3:.0f}",
            f"{peak / 1e6:.1f}",
            f"{peak / len(body):.2f}",
        )
    ]
    table("Mail: a large attachment, untouched", ("MB", "ms", "peak MB", "of its size"), rows)
    return event


def main():
    speed()
    growths()
    memory()


if __name__ == "__main__":
    main()
