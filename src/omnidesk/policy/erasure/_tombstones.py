"""
What an erasure leaves: that it happened, and nothing of what it was.

A tombstone names what is gone by an HMAC-SHA-256 (RFC 2104) under a key of the desk's. Whoever has
no key learns nothing from it, and whoever has the key and the thing itself, come back from a
backup, can tell that it was erased.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import StringConstraints
from pydantic_core import to_json

from omnidesk.model import SCHEMA_VERSION, Attachment, Edit, Reaction, Receipt, Time
from omnidesk.model._base import Noun
from omnidesk.policy._base import Force
from omnidesk.policy._rules import Action

if TYPE_CHECKING:
    from omnidesk.model import Conversation, Entry

_SHORTEST_KEY = 16

Seal = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""An HMAC-SHA-256 in hexadecimal."""


class Tombstone(Noun):
    """That something was erased: by which plan and rules, when. Nothing personal."""

    _shown: ClassVar[frozenset[str]] = frozenset({"schema_version", "seal", "plan", "field"})

    type: Literal["tombstone"] = "tombstone"
    """The document's kind."""
    schema_version: str = SCHEMA_VERSION
    """The version of this document's schema."""
    kind: Literal["item", "subject", "copy", "waiting"]
    """
    `item`: one item. `subject`: somebody, in every conversation. `copy`: words or identifiers of
    an erased item in something that stays. `waiting`: the same, and they are still there: what they
    stand in is kept. Give it to the next `apply`.
    """
    seal: Seal
    """What it was, sealed."""
    plan: str
    """The plan's address."""
    rules: tuple[str, ...] = ()
    """The rules that asked for it."""
    at: Time
    """When it was decided (UTC)."""
    reason: Force
    """How much what asked for it weighs."""
    action: Action = "delete"
    """What became of it."""
    before: Seal | None = None
    """For a `copy` and `waiting`: the text that it was in, sealed."""
    spans: tuple[tuple[int, int], ...] = ()
    """For a `copy` and `waiting`: from where to where in that text."""
    kept: tuple[Seal, ...] = ()
    """For who somebody is: the entries that still tell it, because something keeps them; sealed."""


def check_key(key: bytes) -> bytes:
    """
    Return a key, if it can be one.

    Raises:
        ValueError: If it is shorter than 16 bytes.
    """
    if len(key) < _SHORTEST_KEY:
        raise ValueError(f"expected a key of at least {_SHORTEST_KEY} bytes")
    return key


def seal(key: bytes, *parts: str) -> str:
    """Seal what identifies a thing; no two sequences of parts run together."""
    framed = "".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(key, framed.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def part_seal(
    key: bytes, conversation: Conversation, entry: Entry, *, name: str, part: str, held: object
) -> str:
    """
    Seal a part of an entry, so that it is known again when it comes back.

    A thing in a list is known by what it is and not by its number: that changes when another goes.

    Args:
        key: The desk's key.
        conversation: Where it is.
        entry: What it is a part of.
        name: The entry's id, or one of its aliases.
        part: The part.
        held: What it holds.
    """
    field, _, number = part.partition("/")
    which = _lasting(held) if number else ""
    place = conversation.channel, conversation.account, entry.type, name, field
    return seal(key, "item", *place, which)


def entry_seal(
    key: bytes, conversation: Conversation, entry: Entry, *, name: str, path: str = ""
) -> str:
    """Seal an entry, or a text in it, under the entry's id or one of its aliases."""
    return seal(key, "entry", conversation.channel, conversation.account, entry.type, name, path)


def _lasting(held: object) -> str:
    """Return what of a thing in a list stays the same: no address that expires."""
    told: object
    match held:
        case Attachment():
            told = held.kind, held.id, held.filename, held.media_type, held.size, held.sha256
        case Edit():
            told = held.version, held.text, held.html
        case Reaction():
            told = sorted((one.scheme, one.scope or "", one.value) for one in held.actor.identities)
        case Receipt():
            actor = held.actor.identities if held.actor else ()
            told = held.kind, [(one.scheme, one.scope, one.value) for one in actor]
        case _:
            told = held
    return to_json(told, inf_nan_mode="null").decode()
