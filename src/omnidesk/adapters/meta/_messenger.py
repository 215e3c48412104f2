"""The adapter for page webhooks: Messenger conversations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omnidesk.adapters.meta._item import MESSENGER
from omnidesk.adapters.meta._webhook import is_webhook, open_entries, read_entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk._payload import Payload
    from omnidesk.events import Event


@dataclass(frozen=True, slots=True)
class Messenger:
    """
    Reads the webhooks of a Facebook page: Messenger conversations.

    Args:
        own_apps: The ids of our own apps. They tell our echoes from those of other apps; without
            them, the `origin` of an echo from any app but the Page Inbox is `unknown`.
    """

    own_apps: tuple[str, ...] = ()

    channel = MESSENGER.channel

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the events out of a page webhook's body.

        One body holds many items of mixed kinds. One that cannot be understood becomes
        `Unrecognised`, and the others live. An item that stands there twice is yielded once.

        Raises:
            PayloadError: If the body is not JSON, not a page webhook, or has no list of entries.
        """
        entries = open_entries(payload, MESSENGER)
        return read_entries(payload, entries, MESSENGER, own_apps=self.own_apps)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is a page webhook. Cheap for what is not, and never raises."""
        return is_webhook(payload, MESSENGER)
