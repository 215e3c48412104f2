"""The adapter for one webhook address that all of Meta's products post to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from omnidesk.adapters.meta._instagram_comments import instagram_changes
from omnidesk.adapters.meta._item import INSTAGRAM, MESSENGER
from omnidesk.adapters.meta._page_comments import page_changes
from omnidesk.adapters.meta._webhook import entries_of, is_webhook, read_entries
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event

_PRODUCTS = {
    MESSENGER.object: (MESSENGER, page_changes),
    INSTAGRAM.object: (INSTAGRAM, instagram_changes),
}
"""By `object`: what reads the messages of its webhooks, and what reads the changes."""


@dataclass(frozen=True, slots=True)
class Meta:
    """
    Reads all that Meta posts to one address: Messenger, page comments, Instagram.

    One body may hold messages and comments side by side. Each item is read once, by the reader of
    its channel, and what none of them knows is `Unrecognised` once. The events carry the channel
    that they belong to: `messenger`, `facebook`, `instagram`.

    Args:
        own_apps: The ids of our own apps, as for `Messenger` and `Instagram`.
    """

    own_apps: tuple[str, ...] = ()

    channel = "meta"

    channels: ClassVar[frozenset[str]] = frozenset({"facebook", "instagram", "messenger"})
    """The channels of its events."""

    covers: ClassVar[frozenset[str]] = frozenset({"facebook", "instagram", "messenger"})
    """The adapters whose webhooks it reads whole, and which therefore give way to it."""

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the events out of a webhook's body.

        One item that cannot be understood becomes `Unrecognised`, and the others live. An item
        that stands there twice is yielded once.

        Raises:
            PayloadError: If the body is not JSON, not a webhook of a page or an Instagram account,
                or has no list of entries.
        """
        body = payload.json(channel=self.channel)
        about = cast("dict[str, JSON]", body).get("object") if isinstance(body, dict) else None
        if not isinstance(about, str) or about not in _PRODUCTS:
            raise PayloadError(
                'expected a webhook of a "page" or of "instagram"',
                channel=self.channel,
                pointer="/object" if isinstance(body, dict) else "",
                digest=payload.digest,
            )
        product, changes = _PRODUCTS[about]
        entries = entries_of(payload, body, product)
        return read_entries(
            payload,
            entries,
            product,
            own_apps=self.own_apps,
            read_change=changes(payload, entries).read_beside,
        )

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is a webhook of Meta's. Cheap, and never raises."""
        return is_webhook(payload, MESSENGER) or is_webhook(payload, INSTAGRAM)
