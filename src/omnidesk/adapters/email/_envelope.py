"""The envelope as far as headers show it: where a mail was delivered, and who sent it off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from omnidesk._mime import decode, parse_addresses
from omnidesk._mime._comments import without_comments
from omnidesk.adapters.email._records import DeliveryAddress, Unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._mime import MimePart
    from omnidesk.adapters.email._records import Scheme

_LONGEST = 1_000
"""More than a rewritten address may have (RFC 5321 section 4.5.3.1), and more than any has."""
_LAYERS = 4
_PER_HEADER = 50

# The order in which they count: what the delivering server says first, what the author says last.
_DELIVERY = (
    "x-original-to",
    "x-gm-original-to",
    "delivered-to",
    "envelope-to",
    "x-envelope-to",
    "x-forwarded-to",
    "resent-to",
    "x-delivered-to",
    "apparently-to",
    "received",
    "to",
    "cc",
)
_OF_THE_AUTHOR = frozenset({"to", "cc"})
# Words before the recipient in addresses that bounces come back to.
_BOUNCE_WORDS = ("bounces-", "bounce-", "return-", "returns-", "errors-", "owner-")


def unwrap(address: str) -> Unwrapped:
    """
    Undo SRS, BATV, VERP and the rewriting of Gmail's automatic forwarding.

    Nothing is verified: the hashes in SRS and BATV are secrets of the servers that made them. An
    address that only resembles a scheme stays as it is.

    Args:
        address: An address, without angle brackets.
    """
    if len(address) > _LONGEST:
        return Unwrapped(address, None, address)
    found = Unwrapped(address, None, address)
    if "=" not in address:
        # Every scheme puts one before the domain that it replaces.
        return found
    # A forwarder wraps what the sender's server has wrapped: SRS around BATV is common.
    for _ in range(_LAYERS):
        layer = _layer(found.address)
        if layer is None:
            break
        found = Unwrapped(
            layer.address, found.scheme or layer.scheme, address, layer.recipient or found.recipient
        )
    return found


def _layer(address: str) -> Unwrapped | None:
    local, at, domain = address.rpartition("@")
    if not at:
        return None
    start = local[:5].lower()
    if start[:4] == "srs0" and start[4:] in ("=", "+", "-"):
        return _srs(local[5:], "srs0", address)
    if start[:4] == "srs1" and start[4:] in ("=", "+", "-"):
        # SRS1=hash=first forwarder=, and then what the first forwarder had after its SRS0.
        pieces = local[5:].split("=", 2)
        rest = pieces[2] if len(pieces) == 3 else ""
        return _srs(rest[1:], "srs1", address) if rest[:1] in ("=", "+", "-") else None
    return _batv(local, domain, address) or _caf(local, domain, address) or _verp(address)


def _srs(rest: str, scheme: Scheme, address: str) -> Unwrapped | None:
    """Read `hash=time=domain=local`."""
    pieces = rest.split("=", 3)
    if len(pieces) < 4 or not all(pieces):
        return None
    return Unwrapped(f"{pieces[3]}@{pieces[2].lower()}", scheme, address)


def _batv(local: str, domain: str, address: str) -> Unwrapped | None:
    """Read `prvs=tag=local` (draft-levine-smtp-batv), the older `prvs=local/tag`, `btv1==tag==`."""
    lowered = local.lower()
    if lowered.startswith("btv1=="):
        tag, separator, inner = local[6:].partition("==")
    elif lowered.startswith("prvs="):
        tag, separator, inner = local[5:].partition("=")
        if not separator:
            inner, separator, tag = tag.rpartition("/")
    else:
        return None
    if not (separator and inner and tag.isascii() and tag.isalnum()):
        return None
    return Unwrapped(f"{inner}@{domain}", "batv", address)


def _caf(local: str, domain: str, address: str) -> Unwrapped | None:
    """Read `mailbox+caf_=target=domain`, where Gmail forwards by itself."""
    mailbox, separator, target = local.partition("+caf_=")
    recipient = _mailbox(target)
    if not (mailbox and separator and recipient):
        return None
    return Unwrapped(f"{mailbox}@{domain}", "gmail_caf", address, recipient)


def _verp(address: str) -> Unwrapped | None:
    """Read `bounces+local=domain` and `bounces-local=domain`."""
    local, _, domain = address.rpartition("@")
    lowered = local.lower()
    start, length = lowered.find("+"), 1
    for word in _BOUNCE_WORDS:
        at = lowered.find(word)
        if at >= 0 and (start < 0 or at + len(word) - 1 < start):
            start, length = at + len(word) - 1, 1
    if start <= 0:
        return None
    rest = local[start + length :]
    # Senders put numbers of their own before the recipient: `bounces+1234567-ab12-mai=…`.
    while (piece := rest.partition("-"))[1] and any(map(str.isdigit, piece[0])):
        rest = piece[2]
    recipient = _mailbox(rest)
    if recipient is None:
        return None
    return Unwrapped(f"{local[:start]}@{domain}", "verp", address, recipient)


def _mailbox(text: str) -> str | None:
    """Read `local=domain`; a domain without a dot is none."""
    local, separator, domain = text.rpartition("=")
    if not (local and separator and "." in domain.strip(".")):
        return None
    return f"{local}@{domain.lower()}"


def base_address(address: str) -> str:
    """Return an address without the tag of a plus address."""
    return _split_tag(address)[0]


def _split_tag(address: str) -> tuple[str, str | None]:
    local, at, domain = address.rpartition("@")
    base, plus, tag = local.partition("+")
    if not (at and base and plus) or local.startswith('"'):
        return address, None
    return f"{base}@{domain}", tag or None


def return_path(mail: MimePart) -> str | None:
    """
    Return the envelope sender, from the topmost `Return-Path`.

    Returns:
        The address as it is there (see `unwrap`), the empty string for the null address of bounces
        (RFC 5321 section 4.5.5), or `None` if there is none that can be read.
    """
    values = mail.raw_headers("return-path")
    if not values:
        return None
    first = values[0].strip()
    if first == b"<>" or (b"(" in first and without_comments(_characters(first)).strip() == "<>"):
        return ""
    # Of one, what others have read as well is at hand.
    read = (
        mail.addresses("return-path") if len(values) == 1 else parse_addresses(_characters(first))
    )
    return read.addresses[0].address if len(read.addresses) == 1 else None


def delivery_candidates(mail: MimePart) -> tuple[DeliveryAddress, ...]:
    """
    List where a mail may have been delivered, the likeliest first.

    The envelope that a provider hands over beside the mail is better than all of these. Each
    address comes once, under the header that counts most, and is trusted if any of its headers is.
    Of each name the 50 topmost headers are read: what the last server wrote stands first.

    Args:
        mail: The mail.
    """
    last_hop = _above_received(mail)
    found: dict[str, DeliveryAddress] = {}
    for header in _DELIVERY:
        for nth, value in enumerate(mail.raw_headers(header)[:_PER_HEADER]):
            # In `Received`, the last server's own line is the topmost.
            own = nth < (1 if header == "received" else last_hop.get(header, 0))
            trusted = own and header not in _OF_THE_AUTHOR
            for address in _read(header, value):
                key = address.lower()
                known = found.get(key)
                if known is None:
                    tag = _split_tag(address)[1]
                    found[key] = DeliveryAddress(address, header, tag, trusted)
                elif trusted and not known.trusted:
                    found[key] = replace(known, trusted=True)
    return tuple(found.values())


def _above_received(mail: MimePart) -> dict[str, int]:
    """Count the headers of each name above the first `Received`; none if there is no such line."""
    counts: dict[str, int] = {}
    for name, _ in mail.headers:
        lowered = name.lower()
        if lowered == "received":
            return counts
        counts[lowered] = counts.get(lowered, 0) + 1
    return {}


def _read(header: str, value: bytes) -> Iterator[str]:
    text = _characters(value)
    if header == "received":
        text = _received_for(text)
    for one in parse_addresses(text).addresses:
        if one.address is not None:
            yield one.address


def _received_for(value: str) -> str:
    """Return what follows the word `for` in a trace line (RFC 5321 section 4.4)."""
    words = without_comments(value).partition(";")[0].split()
    lowered = [word.lower() for word in words]
    if "for" not in lowered[:-1]:
        return ""
    return words[lowered.index("for") + 1]


def _characters(value: bytes) -> str:
    return decode(value).text
