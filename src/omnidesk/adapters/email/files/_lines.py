"""Content lines, which calendars and contact cards have in common (RFC 5545 section 3.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 1024 * 1024
"""How many characters of a calendar or a card file are read."""

_NAME = re.compile(r"(?:[A-Za-z0-9-]{1,64}\.)?+(?P<name>[A-Za-z0-9-]{1,64})")
# Possessive throughout. A bare word is vCard 2.1, where `TEL;HOME` stands for `TEL;TYPE=HOME`.
_PARAMETER = re.compile(
    r";[ \t]*+(?P<key>[A-Za-z0-9-]++)[ \t]*+"
    r"(?:=(?P<value>(?:\"[^\"]*+\"|[^\";:]++)*+))?+"
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CARET = re.compile(r"\^([n^'])")
_CARETS = {"n": "\n", "^": "^", "'": '"'}
_MOST_PARAMETERS = 100


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One property: its name and parameter names in upper case."""

    name: str
    parameters: dict[str, str]
    """Without quotes; a word without a value has the empty string."""
    value: str
    """As written, escapes included."""


def content_lines(text: str, *, soft_breaks: bool = False) -> Iterator[Line]:
    """
    Read content lines; what is none is passed over.

    Args:
        text: The file. Beyond `LONGEST` characters it is cut off.
        soft_breaks: Whether a line in quoted-printable that ends in `=` goes on in the next, as in
            vCard 2.1.
    """
    for raw in _unfolded(text[:LONGEST], soft_breaks=soft_breaks):
        line = _line(raw)
        if line is not None:
            yield line


def _unfolded(text: str, *, soft_breaks: bool) -> Iterator[str]:
    pieces: list[str] = []
    soft = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if pieces and soft:
            pieces.append(line)
        elif pieces and line[:1] in (" ", "\t"):
            pieces.append(line[1:])
        else:
            if pieces:
                yield "".join(pieces)
            pieces = [line]
            soft = False
        if soft_breaks and (soft or "QUOTED-PRINTABLE" in pieces[0][:256].upper()):
            soft = line.endswith("=")
            if soft:
                pieces[-1] = pieces[-1][:-1]
    yield "".join(pieces)


def _line(raw: str) -> Line | None:
    match = _NAME.match(raw)
    if match is None:
        return None
    parameters: dict[str, str] = {}
    position = match.end()
    for _ in range(_MOST_PARAMETERS):
        found = _PARAMETER.match(raw, position)
        if found is None:
            break
        value = _CARET.sub(_caret, found["value"] or "")
        parameters.setdefault(found["key"].upper(), value.replace('"', ""))
        position = found.end()
    # Where a parameter is broken, the value still begins after a colon.
    colon = raw.find(":", position)
    if colon < 0:
        return None
    return Line(match["name"].upper(), parameters, raw[colon + 1 :])


def _caret(match: re.Match[str]) -> str:
    # RFC 6868. A quote it stands for is dropped with the others.
    return _CARETS[match[1]]


def unescaped(value: str) -> str:
    """Return a text value without its escapes (RFC 5545 section 3.3.11)."""
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
