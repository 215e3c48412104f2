"""The shapes that chatwoot's payloads have, before anybody reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from omnidesk.adapters.chatwoot._words import WIDGET_EVENT
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from omnidesk._payload import JSON, Payload

_EVENTS = ("message_", "conversation_", "contact_", "inbox_", WIDGET_EVENT)
"""How the names of webhooks begin, those of later releases too."""
_OF_WEBHOOKS = frozenset(
    ("account", "account_id", "channel", "conversation", "inbox", "inbox_id", "messages")
)
"""What at least one of stands in every webhook."""
_OF_MESSAGES = frozenset(("content_type", "conversation_id", "inbox_id", "message_type"))
_OF_CONVERSATIONS = frozenset(("contact_last_seen_at", "inbox_id", "messages"))
"""What all of stand in what the API answers."""


def is_chatwoot(payload: Payload) -> bool:
    """Tell whether a payload is a webhook of chatwoot, or what its API answers. Never raises."""
    body = payload.body
    if b'"event"' not in body and b'"inbox_id"' not in body:
        return False
    try:
        fields = fields_of(payload.json())
    except PayloadError:
        return False
    if "event" in fields:
        return event_of(fields).startswith(_EVENTS) and not _OF_WEBHOOKS.isdisjoint(fields)
    page = fields_of(fields.get("data")) or fields
    items = page.get("payload")
    found = cast("list[JSON]", items) if isinstance(items, list) else [fields]
    keys = fields_of(found[0]).keys() if found else frozenset[str]()
    return keys >= _OF_MESSAGES or keys >= _OF_CONVERSATIONS


def event_of(fields: dict[str, JSON]) -> str:
    """Return the name of a webhook."""
    event = fields.get("event")
    return event if isinstance(event, str) else ""


def account_id_of(fields: dict[str, JSON]) -> str | None:
    """Return the number of the account: of the item itself, or of the messages in it."""
    found: list[JSON] = [fields_of(fields.get("account")).get("id"), fields.get("account_id")]
    conversation = fields_of(fields.get("conversation"))
    for holder in (fields, conversation):
        found.append(holder.get("account_id"))
        messages = holder.get("messages")
        items = cast("list[JSON]", messages) if isinstance(messages, list) else []
        found += [fields_of(one).get("account_id") for one in items[:20]]
    for one in found:
        if isinstance(one, str) and one:
            return one
        if isinstance(one, int) and not isinstance(one, bool) and abs(one) < 2**63:
            return str(one)
    return None


def fields_of(value: JSON) -> dict[str, JSON]:
    """Return an object; an empty one for all else."""
    return cast("dict[str, JSON]", value) if isinstance(value, dict) else {}
