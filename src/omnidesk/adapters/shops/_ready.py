"""Maps of shops, read once, and what reads by them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from omnidesk.adapters.mapped import load_map
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters.mapped import ChannelMap


@cache
def shop_map(name: str) -> ChannelMap:
    """Return a map that ships, read once."""
    file = files("omnidesk.adapters.shops").joinpath("maps", f"{name}.toml")
    return load_map(file.read_bytes(), name=file.name)


def fields_of(payload: Payload, channel: str) -> dict[str, JSON]:
    """
    Return the object that a payload is.

    Raises:
        PayloadError: If it is none.
    """
    body = payload.json(channel=channel)
    if not isinstance(body, dict):
        raise PayloadError("expected an object", channel=channel, digest=payload.digest)
    return cast("dict[str, JSON]", body)


def chat_thread(conversation_id: str) -> tuple[str, ...]:
    """Return the key of a chat, as maps write it."""
    return (f"conversation:{conversation_id}",)
