"""The adapter: a webhook's batch of events, or a page of messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from omnidesk.adapters._desk import Desk, each_once
from omnidesk.adapters.sunshine import _wire as wire
from omnidesk.adapters.sunshine._messages import (
    conversation_read,
    delivery,
    message_posted,
    postback,
)
from omnidesk.adapters.sunshine._people import (
    Item,
    client_changed,
    customer,
    read_time,
    user_links,
    users_merged,
)
from omnidesk.adapters.sunshine._words import CHANNEL, DELIVERIES, NOTHING, NOTICES
from omnidesk.errors import PayloadError
from omnidesk.events import Unrecognised
from omnidesk.model import Referral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Sunshine:
    """
    Reads webhooks of Sunshine Conversations (API v2), and pages of messages pulled from its API.

    Args:
        app_id: The app. A webhook names its own, which counts; a page does not.
        conversation_id: The conversation whose messages a page has: a page does not name it.
    """

    app_id: str | None = None
    conversation_id: str | None = None

    channel = CHANNEL

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of a webhook's body or a pulled page.

        One event that cannot be understood becomes `Unrecognised`, and the others live.

        Raises:
            PayloadError: If the body is not JSON, is neither a webhook of version 2 nor a page, or
                is an error of the API's.
        """
        body = payload.json(channel=CHANNEL)
        fields = cast("dict[str, JSON]", body) if isinstance(body, dict) else {}
        events, messages = fields.get("events"), fields.get("messages")
        if isinstance(events, list):
            return each_once(self._webhook(payload, fields, cast("list[JSON]", events)))
        if isinstance(messages, list) and "trigger" not in fields:
            return each_once(self._page(payload, cast("list[JSON]", messages)))
        reason = "expected a list of events, or of messages"
        if "trigger" in fields:
            reason = "expected a webhook of version 2: this one is of version 1"
        elif isinstance(fields.get("errors"), list):
            reason = "expected an answer, got an error"
        raise PayloadError(reason, channel=CHANNEL, digest=payload.digest)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is Sunshine's. Cheap for what is not."""
        if not any(mark in payload.body for mark in _MARKS):
            return False
        try:
            body = payload.json()
        except PayloadError:
            return False
        fields = cast("dict[str, JSON]", body) if isinstance(body, dict) else {}
        if isinstance(fields.get("events"), list):
            return isinstance(fields.get("app"), dict) and isinstance(fields.get("webhook"), dict)
        messages = fields.get("messages")
        return "trigger" not in fields and _is_page(messages)

    def _webhook(
        self, payload: Payload, fields: dict[str, JSON], events: list[JSON]
    ) -> Iterator[Event]:
        app = fields.get("app")
        app_id = cast("dict[str, JSON]", app).get("id") if isinstance(app, dict) else None
        desk = Desk(payload, CHANNEL, app_id if isinstance(app_id, str) else self.app_id or "")
        for index, raw in enumerate(events):
            pointer = f"/events/{index}"
            read = desk.load(wire.Event, raw, pointer)
            if isinstance(read, Unrecognised):
                yield read
            elif not desk.id:
                yield _without_account(desk, pointer)
            else:
                yield from _event(desk, read, pointer)

    def _page(self, payload: Payload, messages: list[JSON]) -> Iterator[Event]:
        desk = Desk(payload, CHANNEL, self.app_id or "")
        thread = (self.conversation_id,) if self.conversation_id else ()
        for index, raw in enumerate(messages):
            pointer = f"/messages/{index}"
            read = desk.load(wire.Message, raw, pointer, thread)
            if isinstance(read, Unrecognised):
                yield read
            elif not desk.id or not thread:
                yield _without_account(desk, pointer)
            else:
                yield from message_posted(Item(desk, pointer, thread), read, pointer)


def _event(desk: Desk, read: wire.Event, pointer: str) -> Iterator[Event]:
    name = read.type or ""
    at, defects = read_time(read.created_at, f"{pointer}/createdAt")
    payload = read.payload or wire.Payload()
    conversation = payload.conversation.id if payload.conversation else None
    thread = (conversation,) if conversation else ()
    if name in NOTHING:
        return
    build = BUILDERS.get(name)
    item = Item(desk, pointer, thread, at, defects, name if build else "", read.id or "")
    if build is None:
        yield desk.unrecognised(
            pointer, "unknown_kind", thread=thread, occurred_at=at, defects=defects
        )
    elif not read.id:
        yield item.missing(f"expected an id at {pointer}/id")
    else:
        yield from build(item, payload)


def _message(item: Item, payload: wire.Payload) -> Iterator[Event]:
    yield from message_posted(item, payload.message, f"{item.pointer}/payload/message")


def _user(item: Item, payload: wire.Payload) -> Iterator[Event]:
    if payload.user is None or not payload.user.id:
        yield item.missing(f"expected an id at {item.pointer}/payload/user/id")
        return
    yield from user_links(item, payload.user)


def _notice(item: Item, payload: wire.Payload) -> Iterator[Event]:
    if not item.thread and item.name != "user:remove":
        yield item.missing(f"expected an id at {item.pointer}/payload/conversation/id")
        return
    who = customer(item.desk, payload.user) if payload.user and payload.user.id else None
    yield item.desk.noticed(
        NOTICES[item.name],
        item.name,
        item.id,
        pointer=item.pointer,
        thread=item.thread,
        at=item.at,
        actor=who,
        referral=_referral(payload.referral),
        defects=item.defects,
    )


def _referral(read: wire.Referral | None) -> Referral | None:
    if read is None:
        return None
    details = read.details or wire.ReferralDetails()
    return Referral(
        source=details.source or None,
        kind=details.type or None,
        ref=read.code or None,
        ad_id=details.ad_id or None,
    )


def _without_account(desk: Desk, pointer: str) -> Event:
    expected = "expected an app's id, or an adapter with an app_id and a conversation_id"
    return desk.unrecognised(pointer, "missing_id", expected=expected)


def _is_page(messages: JSON) -> bool:
    if not isinstance(messages, list) or not messages:
        return False
    first = cast("list[JSON]", messages)[0]
    return isinstance(first, dict) and {"author", "content", "received"} <= {*first}


BUILDERS: Mapping[str, Callable[[Item, wire.Payload], Iterator[Event]]] = {
    **dict.fromkeys(NOTICES, _notice),
    **dict.fromkeys(DELIVERIES, delivery),
    "client:add": client_changed,
    "client:remove": client_changed,
    "client:update": client_changed,
    "conversation:message": _message,
    "conversation:postback": postback,
    "conversation:read": conversation_read,
    "user:merge": users_merged,
    "user:update": _user,
}
"""By `type`: the whole catalogue, but for what is of no interest."""

_MARKS = (b'"events"', b'"received"')
