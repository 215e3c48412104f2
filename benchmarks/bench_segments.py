"""
How well is a reply told from what is quoted, how fast, and does the time grow with the input only?

Precision and recall are those of quoted lines, over the labelled set in tests/adapters/email. Twice
the input may take at most 2.3 times as long.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from benchmarks._timing import growth_table, table
from omnidesk.adapters._html import read_markup
from omnidesk.adapters.email.segments import read_html, segment

SET = Path(__file__).parent.parent / "tests/adapters/email/sets/segments/bodies.jsonl"
REPEATED = 20
QUOTED = {"quote", "attribution", "forward_header", "forwarded"}
ATTRIBUTION = "On Mon, Mar 3, 2025 at 10:12 AM Lotus <help@lotus.example> wrote:\n"
FIELDS = "From: a@b.example\nSent: March 3, 2025 10:12\nTo: c@d.example\n"

# Each makes a text of so many characters, about.
TEXTS = {
    "words": lambda size: "Em cảm ơn. " * (size // 11),
    "lines that begin `On Mon x`": lambda size: "On Mon x\n" * (size // 9),
    "attributions": lambda size: ATTRIBUTION * (size // len(ATTRIBUTION)),
    "attributions, quotes": lambda size: f"{ATTRIBUTION}> a\nb\n" * (size // 74),
    "names that end with a colon": lambda size: "Lan:\n" * (size // 5),
    "header fields without a subject": lambda size: FIELDS * (size // len(FIELDS)),
    "senders alone": lambda size: "From: a@b.example,\n" * (size // 19),
    "banners": lambda size: "-- Original message\n" * (size // 20),
    "rules": lambda size: "_____\n\n" * (size // 7),
    "blank lines": lambda size: "\n" * size,
    "quotes and blank lines": lambda size: "> a\n\n" * (size // 5),
    "quote marks": lambda size: ">" * size,
    "signature marks": lambda size: "-- \n" * (size // 4),
    "closings": lambda size: "Thanks,\n" * (size // 8),
    "one long line": lambda size: "On x wrote: " * (size // 12),
    "at signs": lambda size: "@ " * (size // 2) + ":",
    "digits": lambda size: "1" * 3000 + ":\n" + "2:" * (size // 2),
    "diacritics": lambda size: ("a" + "\u0301" * 50 + ":\n") * (size // 53),
}
DOCUMENTS = {
    "nested quotes": lambda size: '<blockquote type="cite">a' * (size // 25),
    "signatures": lambda size: '<div class="gmail_signature">a</div>' * (size // 37),
    "empty quotes": lambda size: '<div class="yahoo_quoted">' * (size // 26),
    "dividers": lambda size: '<hr id="zwchr">a' * (size // 16),
    "classes": lambda size: '<p class="' + "a " * (size // 2) + '">b',
}


def bodies():
    rows = [json.loads(line) for line in SET.read_text("utf-8").splitlines()]
    for row in rows:
        if row["form"] == "plain":
            yield row, row["text"], None
        else:
            yield row, *read_html(read_markup(row["text"]).events)


def quoted_lines(found):
    """The lines that were taken out, less those that say nothing."""
    taken = [found.text[one.start : one.end] for one in found.segments if one.kind in QUOTED]
    return {line.strip() for piece in taken for line in piece.splitlines() if line.strip()}


def expected_lines(row, found):
    """The lines that are neither reply nor signature nor notice, by the label."""
    if not QUOTED & set(row["kinds"]):
        return set()
    kept = {line.strip() for line in row["reply"].splitlines()}
    kept |= {
        line.strip()
        for one in found.segments
        if one.kind in ("signature", "disclaimer")
        for line in found.text[one.start : one.end].splitlines()
    }
    return {line.strip() for line in found.text.splitlines() if line.strip()} - kept


def quality():
    scores: Mapping[str, list[int]] = {}
    for row, text, hints in bodies():
        found = segment(text, hints=hints)
        taken, expected = quoted_lines(found), expected_lines(row, found)
        exact = found.reply == row["reply"]
        new = (1, exact, len(taken), len(expected), len(taken & expected))
        negative = ["of these, nothing quoted"] if row["kinds"] == ["reply"] else []
        for name in [row["language"], "all", *negative]:
            scores[name] = [a + b for a, b in zip(scores.get(name, [0] * 5), new, strict=True)]
    rows = []
    last = ("all", "of these, nothing quoted")
    for name in [*sorted(set(scores) - set(last)), *last]:
        count, exact, taken, expected, both = scores[name]
        precision = f"{both / taken:.3f}" if taken else "-"
        recall = f"{both / expected:.3f}" if expected else "-"
        rows.append((name, str(count), f"{exact / count:.3f}", precision, recall))
    head = ("language", "bodies", "reply exact", "precision", "recall")
    table("Replies and quoted lines in the labelled set", head, rows)


def speed():
    rows = []
    plain = [text for _, text, hints in bodies() if hints is None]
    pages = [row["text"] for row, _, hints in bodies() if hints is not None]

    def read(source):
        text, hints = read_html(read_markup(source).events)
        return segment(text, hints=hints)

    for name, subject, sources in (("plain", segment, plain), ("HTML", read, pages)):
        times = []
        for _ in range(REPEATED):
            start = perf_counter()
            for source in sources:
                subject(source)
            times.append(perf_counter() - start)
        rows.append((name, f"{len(sources) / sorted(times)[REPEATED // 2]:,.0f}"))
    table("Texts of the labelled set a second", ("", "texts/s"), rows)


def growths():
    growth_table(
        "Growth with the size of the input",
        # Below the limits, or nothing would grow.
        [
            *((f"text: {name}", 2_000, _text_reader(make)) for name, make in TEXTS.items()),
            *((f"HTML: {name}", 8_000, _html_reader(make)) for name, make in DOCUMENTS.items()),
        ],
    )


def _text_reader(make):
    def at(size):
        source = make(size)
        return lambda: [segment(source) for _ in range(10)]

    return at


def _html_reader(make):
    def at(size):
        source = make(size)
        return lambda: segment("", hints=read_html(read_markup(source).events)[1])

    return at


def main():
    quality()
    speed()
    growths()


if __name__ == "__main__":
    main()
