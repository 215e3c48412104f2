"""The adapter for Instagram webhooks: what people write to a professional account, and below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omnidesk.adapters.meta._instagram_comments import instagram_changes
from omnidesk.adapters.meta._item import INSTAGRAM
from omnidesk.adapters.meta._webhook import is_webhook, open_entries, read_entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk._payload import Payload
    from omnidesk.events import Event


@dataclass(frozen=True, slots=True)
class Instagram:
    """
    Reads the webhooks of an Instagram professional account: direct messages and comments.

    Args:
        own_apps: The ids of our own apps. They tell our echoes from those of other apps, where
            an echo names its app at all; one that does not has the `origin` `unknown`.
    """

    own_apps: tuple[str, ...] = ()

    channel = INSTAGRAM.channel

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the events out of an Instagram webhook's body.

        One body holds many items of mixed kinds. One that cannot be understood becomes
        `Unrecognised`, and the others live. An item that stands there twice is yielded once.

        Raises:
            PayloadError: If the body is not JSON, not an Instagram webhook, or has no list of
                entries.
        """
        entries = open_entries(payload, INSTAGRAM)
        return read_entries(
            payload,
            entries,
            INSTAGRAM,
            own_apps=self.own_apps,
            read_change=instagram_changes(payload, entries).read_beside,
        )

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is an Instagram webhook. Cheap, and never raises."""
        return is_webhook(payload, INSTAGRAM)
