"""Signed reply tokens: a sign of the conversation that an answer is for, which none can guess."""

from __future__ import annotations

import binascii
import hmac
from base64 import b32decode, b32encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from omnidesk.adapters.email._envelope import base_address, delivery_candidates

if TYPE_CHECKING:
    from omnidesk._mime import MimePart

_MAC_BYTES = 10
"""80 bits: a forger who could try a million a second would need ten thousand million years."""
_SHORTEST_SECRET = 16
_LONGEST_LOCAL = 64
"""RFC 5321 section 4.5.3.1.1."""
_LONGEST_KEY = 64
_LONGEST_TOKEN = 140
_CONTEXT = b"omnidesk reply token 1\0"
_TRIED = 200
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, repr=False)
class TokenMatch:
    """A token of ours that a mail carries."""

    conversation_key: str
    """What the token was made for."""
    header: str
    """The header that carries it, in lower case."""


@dataclass(frozen=True, slots=True)
class ReplyTokens:
    """
    Makes and reads tokens that name a conversation and cannot be made up.

    A token says that whoever wrote had a mail of ours about that conversation before them, or was
    given one: who forwards our mail hands its token on. It does not say who they are.

    Args:
        secret: At least 16 bytes that nobody else knows. New tokens are signed with it.
        older: Secrets that were in use before; tokens signed with them still count.

    Raises:
        ValueError: If a secret is too short.
    """

    secret: bytes = field(repr=False)
    older: tuple[bytes, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Refuse secrets that can be guessed."""
        if any(len(one) < _SHORTEST_SECRET for one in (self.secret, *self.older)):
            raise ValueError(f"secret: expected at least {_SHORTEST_SECRET} bytes")

    def token(self, conversation_key: str) -> str:
        """
        Return the token for a conversation: lower-case letters and digits, the same each time.

        Raises:
            ValueError: If the key is empty, or longer than 64 bytes.
        """
        data = _pack(conversation_key)
        return _encode(data + _mac(self.secret, data))

    def address(self, address: str, conversation_key: str) -> str:
        """
        Return the address to send from, or to put in `Reply-To`: `support+TOKEN@hoasen.example`.

        Args:
            address: The desk's address; a tag that it has is replaced.
            conversation_key: What `read` gives back. Ids such as `derive_id` makes are packed.

        Raises:
            ValueError: If it is no address, or the result would be too long for one.
        """
        local, at, domain = base_address(address).rpartition("@")
        if not (at and local and domain):
            raise ValueError("address: expected local@domain")
        tagged = f"{local}+{self.token(conversation_key)}"
        if len(tagged) > _LONGEST_LOCAL:
            raise ValueError(
                f"address: {len(tagged)} characters before the @ with a token, "
                f"of {_LONGEST_LOCAL}; use a shorter key or address, or message_id"
            )
        return f"{tagged}@{domain}"

    def message_id(self, conversation_key: str, unique: str, domain: str) -> str:
        """
        Return a Message-ID for a mail of ours, without angle brackets: `TOKEN.unique@domain`.

        Args:
            conversation_key: What `read` gives back.
            unique: What makes it the only one: letters, digits, `-` and `_`.
            domain: Of ours.

        Raises:
            ValueError: If `unique` or `domain` cannot stand in a message id.
        """
        if not (unique.isascii() and unique.replace("-", "").replace("_", "").isalnum()):
            raise ValueError("unique: expected letters, digits, - and _")
        if not domain or not domain.isascii() or not set(domain).isdisjoint("<>@ \t\r\n"):
            raise ValueError("domain: expected a domain in ASCII")
        return f"{self.token(conversation_key)}.{unique}@{domain}"

    def read(self, mail: MimePart) -> tuple[TokenMatch, ...]:
        """
        Find tokens of ours in where a mail went, in what it answers, and in its own id.

        A mail that we have sent carries its token in its id. A token that is wrong in any way is no
        match, and nothing tells how wrong it is: each is compared with every secret in constant
        time. At most 200 are tried.

        Returns:
            Each conversation once, addresses before message ids.
        """
        carried = [
            (one.tag, one.header) for one in delivery_candidates(mail) if one.tag is not None
        ]
        for header in ("in-reply-to", "references", "message-id"):
            carried += [
                (one.partition("@")[0].partition(".")[0], header)
                for one in reversed(mail.message_ids(header).ids)
            ]
        found: dict[str, TokenMatch] = {}
        for token, header in carried[:_TRIED]:
            key = self.verify(token)
            if key is not None:
                found.setdefault(key, TokenMatch(key, header))
        return tuple(found.values())

    def verify(self, token: str) -> str | None:
        """Return what a token was made for, or `None` if it is not one of ours."""
        data = _decode(token)
        if data is None:
            return None
        signed, mac = data[:-_MAC_BYTES], data[-_MAC_BYTES:]
        # All are compared, whichever fits: how long it takes says nothing.
        fits = [hmac.compare_digest(mac, _mac(one, signed)) for one in (self.secret, *self.older)]
        return _unpack(signed) if any(fits) else None


def _mac(secret: bytes, data: bytes) -> bytes:
    return hmac.new(secret, _CONTEXT + data, sha256).digest()[:_MAC_BYTES]


def _pack(key: str) -> bytes:
    """Pack a key: a derived id is halved by writing its hexadecimal digits as bytes."""
    prefix, underscore, digits = key.rpartition("_")
    if underscore and prefix and prefix.isascii() and len(digits) == 32 and _HEX.issuperset(digits):
        data = b"\1" + bytes.fromhex(digits) + prefix.encode("ascii")
    else:
        data = b"\0" + key.encode("utf-8", "surrogatepass")
    if not 1 < len(data) <= _LONGEST_KEY + 1:
        raise ValueError(f"conversation_key: expected 1 to {_LONGEST_KEY} bytes")
    return data


def _unpack(data: bytes) -> str:
    # It carries our signature, so it is what `_pack` made.
    if data[0] == 1:
        return f"{data[17:].decode('ascii')}_{data[1:17].hex()}"
    return data[1:].decode("utf-8", "surrogatepass")


def _encode(data: bytes) -> str:
    return b32encode(data).decode("ascii").rstrip("=").lower()


def _decode(token: str) -> bytes | None:
    if not token.isascii() or not _MAC_BYTES < len(token) <= _LONGEST_TOKEN:
        return None
    # Some programs change the case of addresses.
    token = token.lower()
    try:
        data = b32decode(token.upper() + "=" * (-len(token) % 8))
    except binascii.Error:
        return None
    # Spare bits that are set would be another spelling of the same token.
    return data if len(data) > _MAC_BYTES and _encode(data) == token else None
