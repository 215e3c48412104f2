"""Contact cards: vCard 2.1 (versit), 3.0 (RFC 2426) and 4.0 (RFC 6350)."""

from __future__ import annotations

import re
from binascii import a2b_qp
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from omnidesk._mime import decode
from omnidesk.adapters.email.files._lines import content_lines, unescaped

if TYPE_CHECKING:
    from omnidesk.adapters.email.files._lines import Line

_MOST_CARDS = 1_000
_MOST_VALUES = 100
_LONGEST_VALUE = 4096
_COMPONENTS = re.compile(r"(?:[^;\\]|\\.)++", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Card:
    """A person or an organisation, as the card has it."""

    name: str | None
    """FN, or else the parts of N: prefix, given, additional, family, suffix."""
    emails: tuple[str, ...]
    """As written, without repetitions."""
    phones: tuple[str, ...]
    """As written, without `tel:` and repetitions: not brought into any form."""
    organisation: str | None
    """ORG, its units after commas."""


def read_cards(text: str) -> tuple[Card, ...]:
    """
    Read the contact cards of a file. Never fails; what is no card is passed over.

    At most 1,000 cards are read, of 1 MiB of text, and 100 addresses and numbers of each.

    Args:
        text: The decoded content of a text/vcard part.
    """
    cards: list[Card] = []
    fields: _Fields | None = None
    for line in content_lines(text, soft_breaks=True):
        boundary = line.value.strip().upper() == "VCARD"
        if boundary and line.name in ("BEGIN", "END"):
            if fields is not None:
                cards.append(fields.card())
            fields = _Fields() if line.name == "BEGIN" else None
            if len(cards) >= _MOST_CARDS:
                return tuple(cards)
        elif fields is not None:
            fields.take(line)
    if fields is not None:
        cards.append(fields.card())
    return tuple(cards)


@dataclass(slots=True, repr=False)
class _Fields:
    """What has been read of one card."""

    formatted: str = ""
    structured: str = ""
    organisation: str = ""
    # Dictionaries for their keys, in order and without repetitions.
    emails: dict[str, None] = field(default_factory=dict[str, None])
    phones: dict[str, None] = field(default_factory=dict[str, None])

    def take(self, line: Line) -> None:
        match line.name:
            case "FN":
                self.formatted = self.formatted or _plain(line)
            case "N":
                self.structured = self.structured or _structured(line)
            case "ORG":
                self.organisation = self.organisation or ", ".join(_components(line))
            case "EMAIL":
                _add(self.emails, _plain(line).removeprefix("mailto:"))
            case "TEL":
                _add(self.phones, _plain(line).removeprefix("tel:"))
            case _:
                pass

    def card(self) -> Card:
        return Card(
            name=self.formatted or self.structured or None,
            emails=tuple(self.emails),
            phones=tuple(self.phones),
            organisation=self.organisation or None,
        )


def _add(values: dict[str, None], value: str) -> None:
    if value and len(values) < _MOST_VALUES:
        values[value] = None


def _structured(line: Line) -> str:
    raw = [*_split(_decoded(line)), "", "", "", "", ""]
    family, given, additional, prefix, suffix = raw[:5]
    return " ".join([one for one in (prefix, given, additional, family, suffix) if one])


def _components(line: Line) -> list[str]:
    return [one for one in _split(_decoded(line)) if one]


def _split(value: str) -> list[str]:
    """Split at semicolons that are not escaped."""
    parts: list[str] = []
    position = 0
    while True:
        match = _COMPONENTS.match(value, position)
        part = match[0] if match is not None else ""
        parts.append(" ".join(unescaped(part).split()))
        position += len(part)
        if position >= len(value):
            return parts
        position += 1  # the semicolon, or a backslash at the end


def _plain(line: Line) -> str:
    return " ".join(unescaped(_decoded(line)).split())


def _decoded(line: Line) -> str:
    value = line.value[:_LONGEST_VALUE]
    encoding = line.parameters.get("ENCODING", "").upper()
    if encoding == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in line.parameters:
        data = a2b_qp(value.encode("utf-8", "replace"))
        return decode(data, line.parameters.get("CHARSET") or "utf-8").text
    return value
