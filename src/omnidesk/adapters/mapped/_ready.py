"""Adapters that read by maps that ship with the package."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, ClassVar, cast

from omnidesk.adapters.mapped._load import load_map
from omnidesk.adapters.mapped._mapped import read_payload
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import Payload
    from omnidesk.adapters.mapped._map import ChannelMap
    from omnidesk.events import Event


@cache
def ready_map(name: str) -> ChannelMap:
    """Return a map that ships, read once."""
    file = files("omnidesk.adapters.mapped").joinpath("maps", f"{name}.toml")
    return load_map(file.read_bytes(), name=file.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """What adapters with a map that ships have in common."""

    account: str | None = None

    channel: ClassVar[str]

    def __post_init__(self) -> None:
        """Read the map now, so that parsing touches no file."""
        ready_map(self.channel)

    @property
    def map(self) -> ChannelMap:
        """The map that it reads by: a start for one of your own."""
        return ready_map(self.channel)

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of a payload.

        Raises:
            PayloadError: If it is not in the channel's format.
        """
        return read_payload(ready_map(self.channel), payload, account=self.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveChat(_Ready):
    """
    Reads a live chat on a site of your own: messages, notes, edits, receipts, ratings, links.

    The shape is ours, for those who choose one, and assumed for others; a map of your own takes
    any.

    Args:
        account: The site, where payloads do not say it in `site`.
    """

    channel = "live_chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductComments(_Ready):
    """
    Reads comments, questions and reviews under the products of a shop of your own, as trees.

    The shape is ours, for those who choose one, and assumed for others.

    Args:
        account: The shop, where payloads do not say it in `shop`.
    """

    channel = "product_comments"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebForm(_Ready):
    """
    Reads what a browser sends of a contact form (URL-encoded), with consent and contact details.

    Args:
        account: The form, where payloads do not say it in `form`.
    """

    channel = "web_form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crisp(_Ready):
    """
    Reads webhooks of Crisp: messages and notes of both sides, edits, removals, states.

    Args:
        account: Our side, instead of the website's id.
    """

    channel = "crisp"

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is a webhook of Crisp."""
        fields = _fields(payload)
        event = fields.get("event")
        prefixes = ("message:", "session:")
        return "website_id" in fields and isinstance(event, str) and event.startswith(prefixes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tawk(_Ready):
    """
    Reads webhooks of Tawk.to: the start and the end of a chat, its transcript, tickets.

    Args:
        account: Our side, instead of the property's id.
    """

    channel = "tawk"

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is a webhook of Tawk.to."""
        fields = _fields(payload)
        event = fields.get("event")
        prefixes = ("chat:", "ticket:")
        return "property" in fields and isinstance(event, str) and event.startswith(prefixes)


def _fields(payload: Payload) -> dict[str, object]:
    if not payload.body.lstrip().startswith(b"{"):
        return {}
    try:
        value: object = payload.json()
    except PayloadError:
        return {}
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}
