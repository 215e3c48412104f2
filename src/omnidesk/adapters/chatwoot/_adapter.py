"""The adapter for chatwoot: which of its shapes a payload has, and who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from omnidesk.adapters.chatwoot import _wire as wire
from omnidesk.adapters.chatwoot._contacts import read_contact, read_widget
from omnidesk.adapters.chatwoot._conversations import read_conversation
from omnidesk.adapters.chatwoot._desk import CHANNEL, Desk, Frame
from omnidesk.adapters.chatwoot._messages import read_message
from omnidesk.adapters.chatwoot._shapes import account_id_of, event_of, fields_of, is_chatwoot
from omnidesk.adapters.chatwoot._words import (
    CONTACT_EVENTS,
    CONVERSATION_EVENTS,
    MESSAGE_EVENTS,
    OF_NO_INTEREST,
    WIDGET_EVENT,
)
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Chatwoot:
    """
    Reads chatwoot: its webhooks, and what its API answers for conversations and messages.

    The same message has the same id in a webhook and on a page, so that what was pulled and what
    was received fold into one conversation, in any order.

    Args:
        account: Our side, instead of the number of the inbox.
        account_id: The number of the account in chatwoot. Webhooks tell it. Pages of messages do
            not, and are not understood without it: chatwoot numbers people within an account.
    """

    account: str | None = None
    account_id: str | None = None

    channel = CHANNEL

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of a webhook, a page, a conversation or a message.

        Raises:
            PayloadError: If the body is not JSON, or none of these.
        """
        value = payload.json(channel=CHANNEL)
        fields = fields_of(value)
        if "event" in fields:
            return self._webhook(payload, fields)
        if "data" in fields:
            # A page of conversations is wrapped once more.
            return self._page(payload, fields_of(fields["data"]), "/data")
        if "payload" in fields:
            return self._page(payload, fields, "")
        if isinstance(value, list):
            return self._list(payload, cast("list[JSON]", value), "", None)
        if "id" in fields and ("message_type" in fields or "messages" in fields):
            return self._list(payload, [value], None, None)
        raise PayloadError(
            "expected a webhook, a page of conversations or messages, or one of them",
            channel=CHANNEL,
            digest=payload.digest,
        )

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is a webhook of chatwoot, or what its API answers."""
        return is_chatwoot(payload)

    def _desk(self, payload: Payload, account_id: str | None) -> Desk:
        return Desk(payload, self.account, account_id or self.account_id)

    def _webhook(self, payload: Payload, fields: dict[str, JSON]) -> Iterator[Event]:
        event = event_of(fields)
        desk = self._desk(payload, account_id_of(fields))
        if event in MESSAGE_EVENTS:
            yield from read_message(desk, fields, "")
        elif event in CONVERSATION_EVENTS:
            yield from read_conversation(desk, fields, "", event)
        elif event in CONTACT_EVENTS:
            yield from read_contact(desk, fields, "")
        elif event == WIDGET_EVENT:
            yield from read_widget(desk, fields, "")
        elif event not in OF_NO_INTEREST:
            expected = "expected an event of chatwoot's"
            yield desk.whole().unrecognised("", "unknown_kind", expected=expected)

    def _page(self, payload: Payload, fields: dict[str, JSON], pointer: str) -> Iterator[Event]:
        items = fields.get("payload")
        if not isinstance(items, list):
            raise PayloadError(
                "expected a list",
                channel=CHANNEL,
                pointer=f"{pointer}/payload",
                digest=payload.digest,
            )
        meta = _meta(fields.get("meta"))
        place = f"{pointer}/payload"
        return self._list(payload, cast("list[JSON]", items), place, meta)

    def _list(
        self, payload: Payload, items: list[JSON], pointer: str | None, meta: wire.Meta | None
    ) -> Iterator[Event]:
        """Read conversations and messages. Without a pointer, the one item is the payload."""
        contact = meta.contact or meta.sender if meta is not None else None
        desks: dict[str | None, Desk] = {}
        for index, raw in enumerate(items):
            place = "" if pointer is None else f"{pointer}/{index}"
            fields = fields_of(raw)
            account_id = account_id_of(fields)
            desk = desks.get(account_id) or self._desk(payload, account_id)
            desks[account_id] = desk
            if "messages" in fields:
                yield from read_conversation(desk, raw, place, None)
            else:
                yield from read_message(desk, raw, place, Frame(desk, None, None, contact))


def _meta(value: JSON) -> wire.Meta | None:
    try:
        return wire.Meta.model_validate(value)
    except ValueError:
        return None
