"""Forwards, envelope, authentication and tokens: how right, how fast, and how time grows."""

from tests.adapters.email.forwards import labelled, rates, read

from benchmarks._timing import compare, growth_table, table
from omnidesk._mime import parse_mime
from omnidesk.adapters.email._authentication import authenticate, parse_authentication_results
from omnidesk.adapters.email._envelope import delivery_candidates, unwrap
from omnidesk.adapters.email._forwarding import forwarded
from omnidesk.adapters.email._identity import identities
from omnidesk.adapters.email._subject import base_subject
from omnidesk.adapters.email._thread_index import thread_index
from omnidesk.adapters.email._tokens import ReplyTokens

TOKENS = ReplyTokens(b"a secret for the benchmark")
TRUSTED = frozenset({"mx.shop.example"})
SMALLEST = 500


def of_text(make):
    mail = parse_mime(b"Subject: Fwd: x\r\nFrom: a@x.example\r\n\r\n")

    def prepare(size):
        text = make(size)
        return lambda: forwarded(mail, text)

    return prepare


def of_value(function, make):
    def prepare(size):
        value = make(size)
        return lambda: [function(value) for _ in range(5)]

    return prepare


def of_mail(function, make):
    def prepare(size):
        raw = make(size).encode()
        return lambda: function(parse_mime(raw))

    return prepare


def trust(mail):
    return authenticate(mail, trusted=TRUSTED, from_domain="x.example", sealers=TRUSTED)


LABELS = ("To", "Từ", "Von", "De", "Da", "Van", "Till", "Til", "Od", "Do", "Komu", "An", "Para")
GROWING = {
    "text: labels without an end": of_text(
        lambda n: "\n".join(f"{LABELS[at % 13]}: a@x.example\nb@x.example" for at in range(n))
    ),
    "text: banners": of_text(lambda n: "---- Forwarded message ----\n" * n),
    "text: authors that repeat": of_text(lambda n: "From: a\nTo: b\n" * n),
    "text: blank lines": of_text(lambda n: "From: a\n\n\n\n" * n),
    "text: one line of dashes": of_text(lambda n: "-" * 40 * n + ":"),
    "text: marks on one letter": of_text(lambda n: ("a" + "\u0323\u0301" * 200 + ":\n") * n),
    "text: an author of many words": of_text(
        lambda n: f"From: {'a@b@c <' * n}\nDate: x\nSubject: y\n"
    ),
    "address: wrapped": of_value(unwrap, lambda n: "srs0=a=b=c.example=" * n + "x@y.example"),
    "address: numbers": of_value(unwrap, lambda n: "bounces-" + "1-" * n + "x@y.example"),
    "results: comments": of_value(parse_authentication_results, lambda n: "mx; " + "(" * 10 * n),
    "results: quotes": of_value(parse_authentication_results, lambda n: 'mx; a="' * 4 * n),
    "results: pieces of a word": of_value(
        parse_authentication_results, lambda n: "mx; a=" + '"x"' * 5 * n
    ),
    "results: words": of_value(parse_authentication_results, lambda n: "mx; " + "a= " * 10 * n),
    "results: sections": of_value(parse_authentication_results, lambda n: "mx;" + "a=b;" * 5 * n),
    "subject: prefixes": of_value(base_subject, lambda n: "Re: Fwd[2]: " * 10 * n),
    "subject: tags": of_value(base_subject, lambda n: "[x] [y" * 10 * n),
    "thread index": of_value(thread_index, lambda n: "AQAA" * 10 * n),
    "mail: Delivered-To": of_mail(
        delivery_candidates, lambda n: "".join(f"Delivered-To: a{i}@x.example\n" for i in range(n))
    ),
    "mail: Received for": of_mail(delivery_candidates, lambda n: "Received: " + "for a " * n),
    "mail: From": of_mail(identities, lambda n: "From: " + "a <b@c.example>, " * n),
    "mail: names of two scripts": of_mail(identities, lambda n: "From: " + "aа" * n + " <a@b.c>"),
    "mail: results": of_mail(trust, lambda n: "Authentication-Results: mx.shop.example; a=b\n" * n),
    "mail: seals": of_mail(
        trust,
        lambda n: (
            "Authentication-Results: mx.shop.example; arc=pass\n"
            + "ARC-Seal: i=1; d=mx.shop.example\n" * n
        ),
    ),
    "mail: tags": of_mail(
        TOKENS.read, lambda n: "To: " + ", ".join(f"a+{'a' * 40}{i}@x.example" for i in range(n))
    ),
    "mail: references": of_mail(TOKENS.read, lambda n: "References: " + f"<{'a' * 40}@x> " * n),
}


def main():
    found = rates()
    table(
        f"Forwards: {found.forwards} labelled mails, and {found.others} that are none",
        ("", "count", "rate"),
        [
            ("detected", str(found.detected), f"{found.detected / found.forwards:.3f}"),
            ("author right", str(found.author_right), f"{found.author_right / found.forwards:.3f}"),
            (
                "subject right",
                str(found.subject_right),
                f"{found.subject_right / found.forwards:.3f}",
            ),
            (
                "language right",
                str(found.language_right),
                f"{found.language_right / found.inline:.3f}",
            ),
            ("found where none is", str(found.false), f"{found.false / found.others:.3f}"),
        ],
    )
    mails = [read(one) for one in labelled()]
    times = compare(
        {
            "forwarded": lambda: [forwarded(mail, text) for mail, text in mails],
            "identities": lambda: [identities(mail) for mail, _ in mails],
            "delivery_candidates": lambda: [delivery_candidates(mail) for mail, _ in mails],
            "authenticate": lambda: [trust(mail) for mail, _ in mails],
            "ReplyTokens.read": lambda: [TOKENS.read(mail) for mail, _ in mails],
        }
    )
    table(
        "Time for one mail of the set",
        ("function", "µs"),
        [(name, f"{time / len(mails) * 1e6:.1f}") for name, time in times.items()],
    )
    growth_table(
        "Growth with the size of the input",
        [(name, SMALLEST, make) for name, make in GROWING.items()],
    )


if __name__ == "__main__":
    main()
