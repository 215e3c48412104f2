"""
Is machine mail told from people's, and does the time grow with the mail only?

The labelled mails are ours, and the tables of words were written beside them: the figures show
that nothing has got worse, and not how it goes with mail that nobody has seen.
"""

import json
from collections import Counter
from pathlib import Path

from benchmarks._timing import compare, growth_table, table
from omnidesk._mime import parse_mime
from omnidesk.adapters.email.machine import classify

SETS = Path(__file__).parent.parent / "tests" / "adapters" / "email" / "sets" / "machine"
HEAD = b"Return-Path: <>\nFrom: MAILER-DAEMON@b.example\nTo: a@hoasen.example\n"
HEAD += b"Subject: Undelivered Mail Returned to Sender\n"
DSN = HEAD + b"Content-Type: multipart/report; report-type=delivery-status; boundary=r\n\n"
DSN += b"--r\nContent-Type: message/delivery-status\n\n"
NOTICE = HEAD + b"\nThis is the mail system at host x.\n"


def own(address):
    return address.lower().endswith("@hoasen.example")


def labels():
    lines = (SETS / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    return [(json.loads(line), (SETS / json.loads(line)["file"]).read_bytes()) for line in lines]


GENERATORS = {
    "groups of a report": (500, lambda n: DSN + b"Final-Recipient: rfc822; a@b\n\n" * n),
    "one long group": (500, lambda n: DSN + b"Action: failed\n" * n),
    "long diagnostic": (2_000, lambda n: DSN + b"Diagnostic-Code: smtp; " + b"5.1." * n),
    "recipients in words": (500, lambda n: NOTICE + b"<a@b.example>: no\n" * n),
    "many recipients": (
        500,
        lambda n: NOTICE + b"".join(b"<a%d@b.example>: no\n" % one for one in range(n)),
    ),
    "at signs": (4_000, lambda n: NOTICE + b"@" * n),
    "letters before an at sign": (4_000, lambda n: NOTICE + b"a" * n + b"@b"),
    "almost phrases": (1_000, lambda n: NOTICE + b"could not be deliv" * n),
    "accents": (4_000, lambda n: NOTICE + "ệ".encode() * n),
    "combining marks": (4_000, lambda n: NOTICE + b"\xcc\x80" * n),
    "tags": (4_000, lambda n: HEAD + b"Content-Type: text/html\n\n" + b"<" * n),
    "entities": (4_000, lambda n: HEAD + b"Content-Type: text/html\n\n" + b"&" * n),
    "list URIs": (2_000, lambda n: b"List-Unsubscribe: " + b"<https://a>," * n),
    "open list URIs": (4_000, lambda n: b"List-Post: " + b"<" * n),
    "received": (1_000, lambda n: b"Received: x\n" * n),
    "delivered to": (1_000, lambda n: b"Delivered-To: a@b\n" * n),
    "failed recipients": (500, lambda n: b"X-Failed-Recipients: a@b.example\n" * n),
    "parts": (100, lambda n: DSN + b"x\n--r\n\n" * n),
}


def quality():
    found: Counter = Counter()
    wanted: Counter = Counter()
    right: Counter = Counter()
    answers = addresses = reasons = verdicts = bounces = 0
    rows = labels()
    for label, raw in rows:
        result = classify(parse_mime(raw), own=own)
        found[result.kind] += 1
        wanted[label["kind"]] += 1
        right[label["kind"]] += result.kind == label["kind"]
        answers += result.may_auto_respond == label["may_auto_respond"]
        if "recipients" in label and result.bounce is not None:
            bounces += 1
            bounce = result.bounce
            addresses += [one.address for one in bounce.recipients] == label["recipients"]
            reasons += bounce.reason == label["reason"]
            verdicts += bounce.permanent == label["permanent"]
    head = ("kind", "mails", "precision", "recall")
    lines = [
        (
            str(kind or "a person's"),
            str(count),
            f"{right[kind] / found[kind]:.2f}" if found[kind] else "-",
            f"{right[kind] / count:.2f}",
        )
        for kind, count in wanted.most_common()
    ]
    table(f"Machine mail: {len(rows)} labelled mails", head, lines)
    print(f"  may be answered: right for {answers} of {len(rows)}")
    print(f"  recipients: right for {addresses} of {bounces} reports", end="; ")
    print(f"reason {reasons}, permanent {verdicts}")


def speed():
    mails = [parse_mime(raw) for _, raw in labels()]
    times = compare({"classify": lambda: [classify(mail, own=own) for mail in mails]})
    seconds = times["classify"]
    print(f"\n  classify: {len(mails) / seconds:,.0f} mails/s")


def growths():
    def reader(raw):
        mail = parse_mime(raw)
        return lambda: classify(mail, own=own)

    growth_table(
        "Machine mail: growth with the size of the input",
        [
            (name, start, lambda size, make=make: reader(make(size)))
            for name, (start, make) in GENERATORS.items()
        ],
    )


def main():
    quality()
    speed()
    growths()


if __name__ == "__main__":
    main()
