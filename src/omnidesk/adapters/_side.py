"""Our side of what a payload tells: what every event of it has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from omnidesk.events import Unrecognised
from omnidesk.model import Defect, Source, derive_id

if TYPE_CHECKING:
    from datetime import datetime

    from omnidesk._payload import Payload

Reason = Literal["unknown_kind", "invalid", "missing_id"]
"""Why an item was not understood."""


class Shared(TypedDict):
    """The fields that every event has."""

    id: str
    channel: str
    account: str
    thread: tuple[str, ...]
    occurred_at: datetime | None
    source: Source
    defects: tuple[Defect, ...]


class Side:
    """
    A page, an account, a channel of ours, as one payload is about it.

    Args:
        payload: The payload.
        channel: The channel of its events, and the name of its adapter.
        account: What the vendor calls our side.
    """

    def __init__(self, payload: Payload, channel: str, account: str) -> None:
        self.payload = payload
        self.channel = channel
        self.id = account

    def source(self, pointer: str) -> Source:
        """Return the address of what stands at a pointer."""
        return Source(
            adapter=self.channel,
            digest=self.payload.digest,
            pointer=pointer,
            received_at=self.payload.received_at,
        )

    def derive(self, prefix: str, kind: str, *which: str | None) -> str:
        """Derive an id that is the same in every report of the same happening."""
        return derive_id(prefix, self.channel, kind, self.id, *which)

    def unrecognised(
        self,
        pointer: str,
        reason: Reason,
        *,
        expected: str | None = None,
        name: str | None = None,
        thread: tuple[str, ...] = (),
        occurred_at: datetime | None = None,
        defects: tuple[Defect, ...] = (),
    ) -> Unrecognised:
        """Return what stands at a pointer as not understood."""
        digest = self.payload.digest
        return Unrecognised(
            # Nothing is known that tells it from another, so its id is its address.
            id=self.derive("evt", "unrecognised", digest, pointer, expected, name),
            channel=self.channel,
            # Where the payload does not say whose it is, the channel stands for it.
            account=self.id or self.channel,
            thread=thread,
            occurred_at=occurred_at,
            source=self.source(pointer),
            defects=defects,
            reason=reason,
            expected=expected,
            name=name,
        )
