"""Values with parameters (RFC 2045 section 5.1, RFC 2231): `text/plain; charset=utf-8`."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from omnidesk._mime._charset import decode
from omnidesk._mime._limits import DEFAULT_LIMITS, Limits
from omnidesk._mime._text import one_line
from omnidesk._mime._words import decode_words

# Quantifiers are possessive: each character is looked at once.
_BETWEEN = re.compile(r"[;\s]++")
_PARAMETER = re.compile(
    r"([^=;\s\"]++)\s*+(?:=\s*+(?:\"((?:[^\"\\]|\\.)*+)\\?\"?|([^;]*+)))?", re.DOTALL
)
# What nearly all of them are: a value, and at most one parameter in ASCII that nothing escapes.
_SIMPLE = re.compile(
    rb"([A-Za-z0-9.+/-]++)"
    rb"(?:;[ \t]*+([A-Za-z-]++)=(?:\"([ !#->@-\[\]-~]*+)\"|([!#-:<->@-\[\]-~]++)))?+"
)
# In `filename="C:\new.doc"` the backslash is no quotation, so only these two are unquoted.
_QUOTED_PAIR = re.compile(r'\\(["\\])')


class Parameters(NamedTuple):
    """A value and its parameters."""

    value: str
    """What stands before the first `;`, in lower case."""
    parameters: dict[str, str]
    """The decoded parameters, by name in lower case."""
    defects: tuple[str, ...] = ()
    """Codes of what was wrong."""

    def __repr__(self) -> str:
        return f"<Parameters, {len(self.parameters)}>"


def parse_parameters(raw: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Parameters:
    """
    Read a value and its parameters.

    Continuations (`name*0`, `name*1*`) are put together and percent-encoding is decoded (RFC 2231);
    an extended form wins over a plain one. RFC 2047 words, which many programs write here against
    the standard, and raw 8-bit text are decoded too.

    Args:
        raw: The unfolded value.
        limits: How many parameters are read.
    """
    simple = _SIMPLE.fullmatch(raw)
    if simple is not None and limits.parameters:
        value, name, quoted, bare = [(one or b"").decode("ascii") for one in simple.groups()]
        return Parameters(value.lower(), {name.lower(): (quoted or bare).strip()} if name else {})
    return parse_any(raw, limits)


def parse_any(raw: bytes, limits: Limits) -> Parameters:
    """Read a value with any number of parameters, written in any way."""
    # One character a byte, so that each value can be decoded on its own.
    text = raw.decode("latin-1")
    value, _, rest = text.partition(";")
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    position = count = 0
    defects: dict[str, None] = {}
    while 0 <= position < len(rest):
        between = _BETWEEN.match(rest, position)
        position = position if between is None else between.end()
        match = _PARAMETER.match(rest, position)
        if match is None:
            if position < len(rest):
                defects["parameters_malformed"] = None
            position = rest.find(";", position)
            continue
        position = match.end()
        count += 1
        if count > limits.parameters:
            defects["limit_parameters"] = None
            break
        quoted = match[2]
        content = _QUOTED_PAIR.sub(r"\1", quoted) if quoted is not None else match[3]
        if content is None:
            continue
        _put(match[1].lower(), content.strip(), plain, pieces)
    parameters = {name: _plain(content) for name, content in plain.items()}
    for name, numbered in pieces.items():
        extended = _extended(numbered)
        if extended or name not in parameters:
            parameters[name] = extended
    return Parameters(value.partition("(")[0].strip().lower(), parameters, tuple(defects))


def _put(
    name: str,
    content: str,
    plain: dict[str, str],
    pieces: dict[str, dict[int, tuple[str, bool]]],
) -> None:
    base, star, index = name.partition("*")
    if not star:
        # The first of two wins, as for headers.
        plain.setdefault(base, content)
        return
    extended = not index or index.endswith("*")
    index = index.rstrip("*")
    if not index:
        number = 0
    elif len(index) <= 4 and index.isascii() and index.isdecimal():
        number = int(index)
    else:
        plain.setdefault(name, content)
        return
    pieces.setdefault(base, {}).setdefault(number, (content, extended))


def _plain(content: str) -> str:
    return _header_text(content.encode("latin-1"))


def _extended(numbered: dict[int, tuple[str, bool]]) -> str:
    """Put continuations together in the order of their numbers, whatever order they came in."""
    data: list[bytes] = []
    encoded: list[str] = []
    charset: str | None = None

    def flush() -> None:
        # Decoded together: some programs cut within `%C3`.
        data.append(unquote_to_bytes("".join(encoded).encode("latin-1")))
        encoded.clear()

    for position, (_, (content, extended)) in enumerate(sorted(numbered.items())):
        if extended:
            piece = content
            if position == 0 and content.count("'") >= 2:
                label, _, piece = content.split("'", 2)
                charset = label or None
            encoded.append(piece)
        else:
            flush()
            data.append(content.encode("latin-1"))
    flush()
    joined = b"".join(data)
    if charset is None:
        return _header_text(joined)
    return one_line(decode(joined, charset).text)


def _header_text(data: bytes) -> str:
    return decode_words(decode(data).text).text
