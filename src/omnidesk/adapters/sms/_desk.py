"""What the readers of all gateways share: who texts with whom, and the events that come of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypedDict

from omnidesk.adapters._desk import Desk
from omnidesk.events import ReceiptReported
from omnidesk.model import Identity, Message, Participant, derive_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Unpack

    from omnidesk._payload import Payload
    from omnidesk.adapters.calls import Numbering
    from omnidesk.events import MessagePosted
    from omnidesk.model import (
        Action,
        Attachment,
        AutomaticKind,
        Defect,
        Direction,
        ReceiptKind,
        Reference,
        Role,
        Source,
    )

CHANNEL: Final = "sms"
"""The channel of text messages, whichever gateway carries them."""

CHANNELS: Final[Mapping[str, str]] = {"": CHANNEL, "whatsapp": "whatsapp", "rcs": "rcs"}
"""The channels of addresses, by what stands before the colon."""

_LONGEST: Final = 320


class Told(TypedDict, total=False):
    """What a gateway may tell of a message beside who, when and what."""

    attachments: tuple[Attachment, ...]
    action: Action | None
    reply_to: Reference | None
    automatic: AutomaticKind | None


class TextDesk(Desk):
    """
    Our account at a gateway, as one payload is about it.

    Args:
        payload: The payload.
        name: The adapter's name.
        account: Our side.
        numbering: How the gateway writes numbers. It has no extensions, whatever this says.
        channel: The channel of its events.
    """

    def __init__(
        self,
        payload: Payload,
        *,
        name: str,
        account: str,
        numbering: Numbering,
        channel: str = CHANNEL,
    ) -> None:
        super().__init__(payload, channel, account)
        self._name = name
        self._numbering = replace(numbering, extension_digits=0)

    def on(self, channel: str) -> TextDesk:
        """Return the same account on another channel."""
        return TextDesk(
            self.payload,
            name=self._name,
            account=self.id,
            numbering=self._numbering,
            channel=channel,
        )

    def source(self, pointer: str) -> Source:
        """Return the address of what stands at a pointer."""
        return super().source(pointer).model_copy(update={"adapter": self._name})

    # --- who --------------------------------------------------------------------------------------

    def address(self, raw: str | None, *, at: datetime | None = None) -> Identity | None:
        """
        Return the identity that an address gives, if it gives one.

        Args:
            raw: A number in any spelling, a short number, a brand name, `whatsapp:` or `rcs:` with
                what follows.
            at: When it was written: Vietnam's numbers of eleven digits are rewritten in old ones.
        """
        text = (raw or "").strip()[:_LONGEST]
        kind, colon, rest = text.partition(":")
        if colon and kind.lower() in ("whatsapp", "rcs"):
            if kind.lower() == "rcs" and rest.startswith("+"):
                return self._numbering.identity(rest, at=at)
            return Identity(scheme=kind.lower(), value=rest) if rest else None
        found = self._numbering.identity(text, at=at)
        if found is not None and found.scheme == "user":
            # Letters are the name that is shown instead of a number, registered in one country.
            return Identity(scheme="brandname", value=found.value, scope=self._numbering.region)
        return found

    def thread(self, *keys: tuple[str | None, ...]) -> tuple[str, ...]:
        """Return the keys of a conversation; nothing in them can be read."""
        return tuple(dict.fromkeys(derive_id("sms", *key) for key in keys))

    # --- events -----------------------------------------------------------------------------------

    def said(
        self,
        pointer: str,
        message_id: str,
        *,
        thread: tuple[str, ...],
        direction: Direction,
        author: Participant,
        to: Participant,
        text: str | None,
        sent_at: datetime | None,
        defects: tuple[Defect, ...] = (),
        **told: Unpack[Told],
    ) -> MessagePosted:
        """Make the event of a message."""
        message = Message(
            id=message_id,
            author=author,
            to=(to,) if to.identities else (),
            direction=direction,
            sent_at=sent_at,
            text=text or None,
            defects=defects,
            **told,
        )
        return self.posted(message, message_id, pointer=pointer, thread=thread)

    def receipt(
        self,
        pointer: str,
        message_id: str,
        kind: ReceiptKind,
        *,
        thread: tuple[str, ...],
        who: Participant,
        at: datetime | None = None,
        reason: str | None = None,
        defects: tuple[Defect, ...] = (),
    ) -> ReceiptReported:
        """Make the event of a report: how far a message has come."""
        # A carrier takes a message or fails; only a telephone receives one, and a person reads it.
        reached = kind in ("delivered", "read") and who.identities
        return ReceiptReported(
            **self.shared(
                "receipt_reported",
                kind,
                message_id,
                reason,
                pointer=pointer,
                thread=thread,
                occurred_at=at,
                defects=defects,
            ),
            kind=kind,
            actor=who if reached else None,
            message_ids=(message_id,),
            reason=reason or None,
        )


def party(identity: Identity | None, role: Role, *, name: str | None = None) -> Participant:
    """Return somebody by their address, as far as it is known."""
    shown = (name or "").strip()[:_LONGEST] or None
    return Participant(
        role=role,
        identities=() if identity is None else (identity,),
        name=shown,
        name_source="vendor" if shown else None,
    )


def key(identity: Identity) -> tuple[str | None, ...]:
    """Return what tells an identity from others."""
    return identity.scheme, identity.scope, identity.value
