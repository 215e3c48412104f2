"""The labelled set of forwarded mail, and how well `forwarded` does on it."""

import json
from pathlib import Path
from typing import NamedTuple

from omnidesk._mime import parse_mime
from omnidesk.adapters.email._forwarding import forwarded

SET = Path(__file__).parent / "sets" / "forwards"


class Labelled(NamedTuple):
    """A mail and what is true of it."""

    file: str
    evidence: str | None
    author: str | None = None
    subject: str | None = None
    language: str | None = None
    client: str | None = None


class Rates(NamedTuple):
    """Counts over the set."""

    forwards: int
    detected: int
    author_right: int
    subject_right: int
    inline: int
    language_right: int
    others: int
    false: int


def labelled():
    """Return all mails of the set with their labels."""
    lines = (SET / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    return [Labelled(**json.loads(line)) for line in lines]


def read(one):
    """Read a mail of the set."""
    mail = parse_mime((SET / one.file).read_bytes())
    part = next(part for part in mail.walk() if part.media_type == "text/plain")
    return mail, part.text()


def rates():
    """Count what is found, and what is found rightly."""
    counts = dict.fromkeys(Rates._fields, 0)
    for one in labelled():
        found = forwarded(*read(one))
        if one.evidence is None:
            counts["others"] += 1
            counts["false"] += found is not None
            continue
        counts["forwards"] += 1
        counts["inline"] += one.evidence == "inline"
        if found is None or found.evidence != one.evidence:
            continue
        counts["detected"] += 1
        counts["author_right"] += found.author is not None and found.author.address == one.author
        counts["subject_right"] += found.subject == one.subject
        counts["language_right"] += one.evidence == "inline" and found.language == one.language
    return Rates(**counts)
