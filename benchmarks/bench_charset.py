"""
How often is the charset found, how fast, and does the time grow with the input only?

The labelled texts are short, as subjects and mails are, and were written by us. Each is read twice:
with the label that it came with, which may be wrong or missing, and with none at all.
"""

import base64
import json
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

from benchmarks._timing import compare, growth_table, table
from omnidesk._mime import decode, nfc

SET = Path(__file__).parents[1] / "tests" / "mime" / "sets" / "charset" / "texts.jsonl"

# Sizes are those of the smallest; each is doubled three times.
GENERATORS = {
    "TCVN3": lambda n: b"\xae\xac\x6e h\xb5ng \xae\xb7 giao " * (n // 16),
    "VNI": lambda n: "Ñôn haøng ñaõ giao ".encode("cp1252") * (n // 19),
    "VISCII": lambda n: b"\xd0\xbdn h\xe0ng \xf0\xe3 giao " * (n // 17),
    "bytes that fit nothing": lambda n: b"\x81\x8d\xff " * (n // 4),
    "every byte": lambda n: bytes(range(256)) * (n // 256),
    "one long word": lambda n: b"\xe9" * n,
    "ASCII, then one letter": lambda n: b"a " * (n // 2) + b"\xe9",
    "fonts": lambda n: b".Vn VNI .VnT" * (n // 12) + b"\xe9",
    "encoded twice": lambda n: "Ä‘Æ¡n hÃ\xa0ng ".encode() * (n // 20),
    "nearly encoded twice": lambda n: "Ã©Ã".encode() * (n // 6),
    "escapes": lambda n: b"\x1b$B\x1b(B" * (n // 6),
    "kana": lambda n: "お世話になって".encode("cp932") * (n // 14),
}
LABELS = (None, "iso-8859-1", "utf-8", "windows-1258")


def rows_of_set():
    lines = SET.read_text("utf-8").splitlines()
    return [(row, base64.b64decode(row["bytes"])) for row in map(json.loads, lines)]


def best_of_charset_normalizer(data):
    from charset_normalizer import from_bytes

    found = from_bytes(data).best()
    return "" if found is None else nfc(str(found))


def accuracy(peer):
    """Print how many texts come out as they were written; in brackets, how sure that was."""
    groups = defaultdict(list)
    for row, data in rows_of_set():
        labelled, bare = decode(data, row["declared"]), decode(data)
        groups[row["group"]].append(
            (
                labelled.text == row["text"],
                bare.text == row["text"],
                peer(data) == row["text"] if peer else False,
                labelled.confidence,
            )
        )
    groups["all"] = [one for found in list(groups.values()) for one in found]
    rows = [
        (
            name,
            str(len(found)),
            str(sum(one[0] for one in found)),
            str(sum(one[1] for one in found)),
            str(sum(one[2] for one in found)) if peer else "-",
            f"{sum(one[3] for one in found) / len(found):.2f}",
        )
        for name, found in groups.items()
    ]
    head = ("written in", "texts", "right", "right without label", "charset_normalizer", "sure")
    table("Charsets: labelled texts", head, rows)


def speed(peer):
    texts = [data for _, data in rows_of_set()]
    subjects = {"omnidesk": lambda: [decode(data) for data in texts]}
    if peer:
        subjects["charset_normalizer"] = lambda: [peer(data) for data in texts]
    times = compare(subjects, rounds=3)
    rows = [
        (name, f"{seconds / len(texts) * 1e3:.3f}", f"{seconds / times['omnidesk']:.1f}")
        for name, seconds in times.items()
    ]
    table("Charsets: without a label", ("what", "ms a text", "times omnidesk"), rows)


def reader(data, label):
    return lambda: decode(data, label)


def growths():
    growth_table(
        "Charsets: growth with the size of the input",
        [
            (
                f"{name}, as {label or 'nothing'}",
                50_000,
                lambda size, make=make, label=label: reader(make(size), label),
            )
            for name, make in GENERATORS.items()
            for label in LABELS
        ],
    )


def main():
    peer = best_of_charset_normalizer if find_spec("charset_normalizer") else None
    accuracy(peer)
    speed(peer)
    growths()


if __name__ == "__main__":
    main()
