"""
Mailbox lists (RFC 5322 section 3.4): tokenised first, decoded afterwards.

Decoding first would let an encoded word bring its own `<`, `,` and `@`, and so an address that
nobody wrote. Where a mailbox can be read in two ways, it has no address here: a guess about who
wrote a mail is worse than none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from omnidesk._mime._address import Address
from omnidesk._mime._comments import comment_end
from omnidesk._mime._limits import DEFAULT_LIMITS, Limits
from omnidesk._mime._text import nfc, one_line
from omnidesk._mime._words import decode_words

if TYPE_CHECKING:
    from collections.abc import Iterator

# Possessive throughout. An encoded word is one token: some programs leave its commas bare.
_TOKEN = re.compile(
    r"(?P<space>\s++)"
    r"|(?P<word>=\?[^?\s]{1,75}+\?[bBqQ]\?[^?\s]*+\?=)"
    r"|(?P<literal>\[[^\[\]\\\s]*+\])"
    r"|(?P<mark>[<>,;:@()\"])"
    r"|(?P<atom>[^\s<>,;:@()\"\[\]]++)"
    r"|(?P<stray>.)",
    re.DOTALL,
)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*+\"", re.DOTALL)
# Nine mailboxes of ten are one of these two, and need no tokens.
_SIMPLE = re.compile(
    r"\s*+(?:\"(?P<quoted>[^\"\\@]*+)\"\s*+|(?P<words>[^<>\"(),:;@\\\[\]]*+))"
    r"<(?P<local>[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}+)@(?P<domain>[A-Za-z0-9.-]{1,255}+)>\s*+"
    r"|\s*+(?P<bare>[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}+)@(?P<at>[A-Za-z0-9.-]{1,255}+)\s*+"
)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_LONGEST = 320
"""64 for the local part, 255 for the domain (RFC 5321 section 4.5.3.1), and the `@`."""

_LOCAL = re.compile(r"(?:[^\s<>()\[\],;:@\"\\\x00-\x20\x7f]++|\"(?:[^\"\\]|\\.)*+\")++", re.DOTALL)
_DOMAIN = re.compile(r"[^\s<>()\[\],;:@\"\\\x00-\x20\x7f]++|\[[0-9A-Za-z.:]++\]")


class Addresses(NamedTuple):
    """The mailboxes of a header, and what was wrong with it."""

    addresses: tuple[Address, ...]
    """In order."""
    defects: tuple[str, ...] = ()
    """Codes, each once: `address_ambiguous`, `address_malformed`, `address_missing`, …"""


class _Token(NamedTuple):
    kind: str
    text: str

    def __repr__(self) -> str:
        return f"<_Token {self.kind}>"


def parse_addresses(raw: str, *, limits: Limits = DEFAULT_LIMITS) -> Addresses:
    """
    Read a list of mailboxes and groups.

    Args:
        raw: The unfolded value, with its encoded words still encoded.
        limits: How many addresses are read.

    Returns:
        One `Address` for each item that says anything, those without a certain address too.
    """
    simple = _all_simple(raw, limits)
    if simple is not None:
        return simple
    found: list[Address] = []
    defects: dict[str, None] = {}
    entry: list[_Token] = []
    group: str | None = None
    angle = False
    for token in _tokens(raw, defects):
        mark = token.text if token.kind == "mark" else ""
        if mark in (",", ";") and not angle:
            _finish(entry, group, found, defects)
            group = None if mark == ";" else group
        elif mark == ":" and not angle and not any(one.text == "@" for one in entry):
            if group is not None:
                defects["address_malformed"] = None
            group = _phrase(entry, defects) or ""
            entry.clear()
        else:
            angle = mark == "<" or (angle and mark != ">")
            entry.append(token)
        if len(found) >= limits.addresses:
            defects["limit_addresses"] = None
            return Addresses(tuple(found), tuple(defects))
    _finish(entry, group, found, defects)
    return Addresses(tuple(found), tuple(defects))


def _all_simple(raw: str, limits: Limits) -> Addresses | None:
    """Read a list whose every item needs no tokens, or return `None`."""
    # A comma within quotes or a comment parts nothing.
    items = [raw] if '"' in raw or "(" in raw else raw.split(",", limits.addresses)
    if len(items) > limits.addresses:
        return None
    defects: dict[str, None] = {}
    found: list[Address] = []
    for item in items:
        match = _SIMPLE.fullmatch(item)
        if match is None:
            return None
        found.append(_simply(match, defects))
    return Addresses(tuple(found), tuple(defects))


def _simply(match: re.Match[str], defects: dict[str, None]) -> Address:
    quoted, words, local, domain, bare, at = match.groups()
    if bare is not None:
        return Address(None, bare, at.lower())
    name = _name(quoted or words or "", defects)
    address = Address(name, local, domain.lower())
    _compare(name, address, defects)
    return address


def _tokens(raw: str, defects: dict[str, None]) -> Iterator[_Token]:
    position = 0
    # What opens and never closes is an ordinary character; and then nothing after it can close
    # either, so that is asked only once.
    ordinary = ""
    while (match := _TOKEN.match(raw, position)) is not None:
        start, position = match.span()
        kind, text = match.lastgroup or "", match[0]
        if kind == "mark" and text in ordinary:
            kind = "atom"
        elif text == "(":
            end = comment_end(raw, start)
            if end >= 0:
                kind, text, position = "comment", raw[position : end - 1], end
            else:
                kind, ordinary = "atom", ordinary + "("
                defects["comment_unclosed"] = None
        elif text == '"':
            quoted = _QUOTED.match(raw, start)
            if quoted is not None:
                kind, text, position = "quoted", quoted[0], quoted.end()
            else:
                kind, ordinary = "atom", ordinary + '"'
                defects["quote_unclosed"] = None
        elif text == ")":
            kind = "atom"
        yield _Token(kind, text)


def _finish(
    entry: list[_Token], group: str | None, found: list[Address], defects: dict[str, None]
) -> None:
    """Read one mailbox from its tokens, and forget the tokens."""
    tokens = [token for token in entry if token.kind != "comment"]
    opened = [at for at, token in enumerate(tokens) if token == _Token("mark", "<")]
    if any(token.kind != "space" for token in entry):
        decoded_group = group or None
        if len(opened) == 1:
            found.append(_in_angles(tokens, opened[0], decoded_group, defects))
        elif opened:
            defects["address_ambiguous"] = None
            found.append(Address(_phrase(tokens, defects), group=decoded_group))
        else:
            found.append(_bare(tokens, entry, decoded_group, defects))
    entry.clear()


def _in_angles(
    tokens: list[_Token], opened: int, group: str | None, defects: dict[str, None]
) -> Address:
    """Read `name <address>`."""
    closed = next(
        (at for at in range(opened, len(tokens)) if tokens[at] == _Token("mark", ">")), None
    )
    before, inner = tokens[:opened], tokens[opened + 1 : closed]
    after = [] if closed is None else tokens[closed + 1 :]
    if closed is None or any(token.kind != "space" for token in after):
        defects["address_malformed"] = None
    name = _phrase(before, defects)
    if any(token == _Token("mark", "@") for token in after):
        defects["address_ambiguous"] = None
        return Address(name, group=group)
    # `<>`, the null address of bounces, is none either, and is in order.
    spec = _spec(_without_route(inner), defects)
    address = Address(name, group=group)
    if spec is not None:
        address = Address(name, spec[0], spec[1], group)
    _compare(name, address, defects)
    return address


def _compare(name: str | None, address: Address, defects: dict[str, None]) -> None:
    """Note a name that is another address: `ceo@bank.example <other@example>`."""
    if name is not None and "@" in name and name.lower() != (address.address or "").lower():
        # The angle brackets decide, but whoever reads the name alone is misled.
        defects["name_looks_like_address"] = None


def _without_route(inner: list[_Token]) -> list[_Token]:
    """Drop an obsolete source route: `@relay.example,@other.example:` (RFC 5322 section 4.4)."""
    first = next((token for token in inner if token.kind != "space"), None)
    colons = [at for at, token in enumerate(inner) if token == _Token("mark", ":")]
    if first == _Token("mark", "@") and colons:
        return inner[colons[-1] + 1 :]
    return inner


def _bare(
    tokens: list[_Token], entry: list[_Token], group: str | None, defects: dict[str, None]
) -> Address:
    """Read an item without angle brackets: an address, perhaps with its name in a comment."""
    if not any(token.text == "@" for token in tokens):
        name = _phrase(tokens, defects) or _comment(entry)
        defects["address_missing"] = None
        return Address(name, group=group)
    spec = _spec(tokens, defects)
    if spec is None:
        return Address(_phrase(tokens, defects), group=group)
    return Address(_comment(entry), spec[0], spec[1], group)


def _spec(tokens: list[_Token], defects: dict[str, None]) -> tuple[str, str] | None:
    """Read `local@domain`, or nothing if it is not exactly that."""
    text = "".join([token.text for token in tokens]).strip()
    if not text:
        return None
    at = [index for index, token in enumerate(tokens) if token == _Token("mark", "@")]
    if len(at) > 1:
        defects["address_ambiguous"] = None
        return None
    if len(at) == 1 and len(text) <= _LONGEST:
        local = "".join([token.text for token in tokens[: at[0]]]).strip()
        domain = "".join([token.text for token in tokens[at[0] + 1 :]]).strip()
        if _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain):
            return nfc(local), nfc(domain).lower()
    defects["address_malformed"] = None
    return None


def _phrase(tokens: list[_Token], defects: dict[str, None]) -> str | None:
    """Return a display name: words and quoted strings, decoded only now."""
    pieces = [
        _QUOTED_PAIR.sub(r"\1", token.text[1:-1]) if token.kind == "quoted" else token.text
        for token in tokens
        if token.kind != "comment"
    ]
    return _name("".join(pieces), defects)


def _name(text: str, defects: dict[str, None]) -> str | None:
    decoded = decode_words(text.strip())
    if decoded.defects:
        defects.update(dict.fromkeys(decoded.defects))
    return " ".join(decoded.text.split()) or None


def _comment(entry: list[_Token]) -> str | None:
    """Return the last comment: `someone@example.org (Somebody)` is how names once were written."""
    comments = [token.text for token in entry if token.kind == "comment"]
    if not comments:
        return None
    text = one_line(decode_words(_QUOTED_PAIR.sub(r"\1", comments[-1])).text)
    return " ".join(text.split()) or None
