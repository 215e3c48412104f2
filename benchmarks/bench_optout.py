"""Opt-outs: what is found in the labelled set, how fast, and how the time grows with the text."""

import json
from collections import Counter
from pathlib import Path

from benchmarks._timing import compare, growth_table, table
from omnidesk.policy.consent import detect_opt_out

SET = Path(__file__).parent.parent / "tests/policy/sets/opt_outs.jsonl"
VERDICTS = ("opt_out", "opt_in", "question", "maybe", "none")
TEXTS = {
    "words": lambda size: "xin chào " * (size // 9),
    "negations": lambda size: "không muốn nhận " * (size // 16),
    "toneless": lambda size: "dung gui tin nua " * (size // 17),
    "keywords": lambda size: "stop " * (size // 5),
    "keywords on lines": lambda size: "stop\n" * (size // 5),
    "sentences": lambda size: "Từ chối. " * (size // 9),
    "clauses": lambda size: "nếu, " * (size // 5),
    "one word": lambda size: "a" * size,
    "marks": lambda size: "a" + "\u0301" * size,
    "no spaces": lambda size: "不要再发" * (size // 4),
    "quotes": lambda size: "> a\n" * (size // 4),
    "punctuation": lambda size: ".,?!" * (size // 4),
}


def rows():
    return [json.loads(line) for line in SET.read_text("utf-8").splitlines()]


def quality():
    for language in ("all", "vi", "en", "others"):
        counts = Counter(
            (row["verdict"], detect_opt_out(row["text"]).verdict)
            for row in rows()
            if language in ("all", row["language"])
            or (language == "others" and row["language"] not in ("vi", "en"))
        )
        found = []
        for verdict in VERDICTS:
            labelled = sum(count for (label, _), count in counts.items() if label == verdict)
            said = sum(count for (_, one), count in counts.items() if one == verdict)
            right = counts[verdict, verdict]
            precision = f"{right / said:.3f}" if said else "-"
            recall = f"{right / labelled:.3f}" if labelled else "-"
            found.append((verdict, str(labelled), precision, recall))
        head = ("verdict", "texts", "precision", "recall")
        table(f"The labelled set: {language} ({sum(counts.values())} texts)", head, found)


def speed():
    texts = [row["text"] for row in rows()]
    times = compare({"detect_opt_out": lambda: [detect_opt_out(text) for text in texts]})
    found = [(name, f"{len(texts) / seconds:,.0f}") for name, seconds in times.items()]
    table("Texts of the labelled set a second", ("", "texts/s"), found)


def growths():
    growth_table(
        "Growth with the size of the text",
        # Below the limit, or nothing would grow.
        [(name, 1_500, _reader(make)) for name, make in TEXTS.items()],
    )


def _reader(make):
    def at(size):
        text = make(size)
        return lambda: detect_opt_out(text)

    return at


def main():
    quality()
    speed()
    growths()


if __name__ == "__main__":
    main()
