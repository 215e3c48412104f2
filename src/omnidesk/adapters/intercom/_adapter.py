"""The adapter: a notification, a conversation, a page of conversations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from omnidesk.adapters._desk import Desk, each_once
from omnidesk.adapters.intercom._conversation import conversation_events, ticket_events
from omnidesk.adapters.intercom._parts import Reading
from omnidesk.adapters.intercom._people import contact_events
from omnidesk.adapters.intercom._words import CHANNEL, DELETED, TOPICS
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event

TextFormat = Literal["html", "plain"]
"""How texts are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intercom:
    """
    Reads notifications of Intercom's webhooks; conversations and tickets pulled from its API.

    Args:
        app_id: The workspace. A notification names its own, which counts; what is pulled does not.
        text_format: How texts of what is pulled are written: `plain` where the API was asked with
            `display_as=plaintext`.
        webhook_format: How texts of notifications are written: `plain` if the app's webhooks have
            API version 2.15 or a later one, `html` if they have an earlier one. Without it, a text
            that begins with a tag is HTML.
        own_package: The code of our own app's package (`app_package_code`). Without it, what an app
            has written through the API has the origin `unknown`.
    """

    app_id: str | None = None
    text_format: TextFormat = "html"
    webhook_format: TextFormat | None = None
    own_package: str | None = None

    channel = CHANNEL

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of a notification's body, or out of an answer of the API.

        A conversation comes as a snapshot: what was told before is told again, as the same events.

        Raises:
            PayloadError: If the body is not JSON, is neither a notification nor conversations, or
                is an error of the API's.
        """
        body = payload.json(channel=CHANNEL)
        fields = cast("dict[str, JSON]", body) if isinstance(body, dict) else {}
        match fields.get("type"):
            case "notification_event":
                return each_once(self._notification(payload, fields))
            case "conversation" | "ticket":
                return each_once(self._objects(payload, (("", fields),)))
            case "conversation.list":
                return each_once(self._page(payload, fields, "conversations"))
            case "ticket.list":
                return each_once(self._page(payload, fields, "tickets"))
            case "error.list":
                reason = "expected an answer, got an error"
            case _:
                reason = "expected a notification_event, conversations or tickets"
        raise PayloadError(reason, channel=CHANNEL, pointer="/type", digest=payload.digest)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is Intercom's. Cheap for what is not."""
        if not any(mark in payload.body for mark in _MARKS):
            return False
        try:
            body = payload.json()
        except PayloadError:
            return False
        if not isinstance(body, dict):
            return False
        fields = cast("dict[str, JSON]", body)
        kind = fields.get("type")
        if kind == "notification_event":
            return "topic" in fields or "app_id" in fields
        return isinstance(kind, str) and not _MADE_OF.get(kind, frozenset()).isdisjoint(fields)

    def _notification(self, payload: Payload, fields: dict[str, JSON]) -> Iterator[Event]:
        app_id, topic, data = fields.get("app_id"), fields.get("topic"), fields.get("data")
        desk = Desk(payload, CHANNEL, app_id if isinstance(app_id, str) else self.app_id or "")
        if topic == "ping":
            return
        pointer = "/data/item"
        item = cast("dict[str, JSON]", data).get("item") if isinstance(data, dict) else None
        if not isinstance(item, dict):
            yield desk.unrecognised("", "invalid", expected=f"expected an object at {pointer}")
            return
        about = cast("dict[str, JSON]", item)
        kind = about.get("type")
        known = topic if isinstance(topic, str) and topic in TOPICS else None
        if not desk.id:
            yield _without_account(desk, pointer)
        elif kind in ("conversation", "ticket") or known == DELETED:
            told_at = fields.get("created_at")
            # A topic of tomorrow is about a conversation in the same form.
            is_html = None if self.webhook_format is None else self.webhook_format == "html"
            reading = Reading(desk, is_html, self.own_package, known or "unknown", told_at)
            yield from _object(reading, about, pointer)
        elif isinstance(kind, str) and kind in _CONTACTS:
            at = fields.get("created_at")
            yield from contact_events(desk, about, pointer, topic=known, at=at)
        else:
            expected = f"expected a conversation, a ticket or a contact at {pointer}"
            yield desk.unrecognised(pointer, "unknown_kind", expected=expected, name=known)

    def _page(self, payload: Payload, fields: dict[str, JSON], name: str) -> Iterator[Event]:
        listed = fields.get(name)
        if not isinstance(listed, list):
            desk = Desk(payload, CHANNEL, self.app_id or "")
            yield desk.unrecognised("", "invalid", expected=f"expected a list at /{name}")
            return
        items = cast("list[JSON]", listed)
        places = tuple((f"/{name}/{index}", one) for index, one in enumerate(items))
        yield from self._objects(payload, places)

    def _objects(self, payload: Payload, places: tuple[tuple[str, JSON], ...]) -> Iterator[Event]:
        desk = Desk(payload, CHANNEL, self.app_id or "")
        reading = Reading(desk, self.text_format == "html", self.own_package)
        for pointer, raw in places:
            if desk.id:
                yield from _object(reading, raw, pointer)
            else:
                yield _without_account(desk, pointer)


def _object(reading: Reading, raw: JSON, pointer: str) -> Iterator[Event]:
    fields = cast("dict[str, JSON]", raw) if isinstance(raw, dict) else {}
    read = ticket_events if fields.get("type") == "ticket" else conversation_events
    return read(reading, raw, pointer)


def _without_account(desk: Desk, pointer: str) -> Event:
    expected = "expected an app_id, or an adapter with one: what is pulled names no workspace"
    return desk.unrecognised(pointer, "missing_id", expected=expected)


_CONTACTS = frozenset({"contact", "lead", "user"})
_MADE_OF = {
    "conversation": frozenset({"conversation_message", "conversation_parts", "source"}),
    "conversation.list": frozenset({"conversations"}),
    "ticket": frozenset({"ticket_attributes", "ticket_parts"}),
    "ticket.list": frozenset({"tickets"}),
}
"""By `type`: of what is pulled, one of these is always there."""
_MARKS = (b'"notification_event"', *(f'"{kind}"'.encode() for kind in _MADE_OF))
