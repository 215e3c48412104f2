"""The payload that is being read: our side, who is who, and what all events share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from omnidesk.adapters.youtube._words import CHANNEL
from omnidesk.errors import PayloadError
from omnidesk.events import Unrecognised
from omnidesk.model import Identity, Participant, Source, derive_id

if TYPE_CHECKING:
    from datetime import datetime

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters._side import Reason, Shared
    from omnidesk.adapters._wire import Wire
    from omnidesk.model import Defect, Direction, Role

TextFormat = Literal["html", "plainText"]
"""What was asked for as `textFormat`: the answer itself does not say."""

_W = TypeVar("_W", bound="Wire")

_ROLES: dict[Direction, Role] = {"inbound": "customer", "outbound": "business"}


class Item(NamedTuple):
    """Where one item stands, and what it belongs to."""

    reading: Reading
    pointer: str
    account: str
    thread: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Item at {self.pointer}>"

    def shared(
        self,
        kind: str,
        *which: str | None,
        occurred_at: datetime | None = None,
        defects: tuple[Defect, ...] = (),
    ) -> Shared:
        """Return what every event has; `which` tells one happening from another."""
        return {
            "id": self.derive("evt", kind, *which),
            "channel": CHANNEL,
            "account": self.account,
            "thread": self.thread,
            "occurred_at": occurred_at,
            "source": self.reading.source(self.pointer),
            "defects": defects,
        }

    def derive(self, prefix: str, kind: str, *which: str | None) -> str:
        """Derive an id that is the same whenever the same thing is fetched again."""
        return derive_id(prefix, CHANNEL, kind, self.account, *which)

    def unrecognised(
        self, reason: Reason, *, expected: str | None = None, name: str | None = None
    ) -> Unrecognised:
        """Return the item as one that was not understood."""
        digest = self.reading.payload.digest
        which = (self.account, digest, self.pointer, expected, name)
        return Unrecognised(
            # Nothing is known that tells it from another, so its id is its address.
            id=derive_id("evt", CHANNEL, "unrecognised", *which),
            channel=CHANNEL,
            account=self.account,
            thread=self.thread,
            source=self.reading.source(self.pointer),
            reason=reason,
            expected=expected,
            name=name,
        )


class Reading:
    """One payload, read with one configuration."""

    def __init__(
        self,
        payload: Payload,
        channel_id: str | None,
        text_format: TextFormat,
        *,
        authorised: bool | None,
    ) -> None:
        self.payload = payload
        self.authorised = authorised
        self.channel_id = channel_id
        self.text_format = text_format
        self._people: dict[tuple[Role, str | None, str | None], Participant] = {}

    def item(self, pointer: str, account: str | None = None, *thread: str) -> Item:
        """Return the place of an item; without an account of its own, it is of our channel."""
        return Item(self, pointer, account or self.channel_id or "", tuple(dict.fromkeys(thread)))

    def source(self, pointer: str) -> Source:
        """Return the address of what stands at a pointer."""
        return Source(
            adapter=CHANNEL,
            digest=self.payload.digest,
            pointer=pointer,
            received_at=self.payload.received_at,
            authorised=self.authorised,
        )

    def direction(self, author: str | None, account: str, *, is_owner: bool = False) -> Direction:
        """Tell from which side somebody speaks. Of an author without an id, nothing is known."""
        if is_owner or (author and author == (self.channel_id or account)):
            return "outbound"
        return "inbound" if author else "unknown"

    def person(
        self, channel_id: str | None, name: str | None, direction: Direction = "unknown"
    ) -> Participant:
        """Return somebody under their channel's id; the fold is faster on the same objects."""
        role = _ROLES.get(direction, "unknown")
        known = self._people.get((role, channel_id, name))
        if known is None:
            known = self._people[role, channel_id, name] = Participant(
                role=role,
                identities=(Identity(scheme=CHANNEL, value=channel_id),) if channel_id else (),
                name=name or None,
                name_source="vendor" if name else None,
            )
        return known

    def load(self, model: type[_W], raw: JSON, item: Item) -> _W | Unrecognised:
        """Validate an item, or return it as one that was not understood."""
        try:
            return self.payload.validate(model, raw, pointer=item.pointer)
        except PayloadError as error:
            return item.unrecognised("invalid", expected=f"{error.reason} at {error.pointer}")

    def without_account(self, item: Item) -> Unrecognised:
        """Return an item that does not say whose it is, and nobody has told the adapter."""
        return item.unrecognised(
            "missing_id", expected="expected a channelId, or an adapter with a channel_id"
        )
