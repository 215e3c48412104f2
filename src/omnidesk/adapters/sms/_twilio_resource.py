"""
Message resources of Twilio's API: the same messages with their times, and their state at the end.

Source: <https://www.twilio.com/docs/messaging/api/message-resource>.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from omnidesk.adapters._wire import VendorId, Wire
from omnidesk.adapters.calls._twilio_words import read_time
from omnidesk.adapters.sms import _twilio_words as words
from omnidesk.adapters.sms._desk import party
from omnidesk.model import Defect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON
    from omnidesk.adapters.calls import Clock
    from omnidesk.adapters.sms._desk import TextDesk
    from omnidesk.events import Event
    from omnidesk.model import Direction


class _Message(Wire):
    sid: VendorId
    status: str = ""
    direction: str = ""
    from_: str | None = Field(None, alias="from")
    to: str | None = None
    body: str | None = None
    num_media: VendorId | None = None
    messaging_service_sid: str | None = None
    date_sent: str | None = None
    error_code: VendorId | None = None


_DIRECTIONS: dict[str, Direction] = {
    "inbound": "inbound",
    "outbound-api": "outbound",
    "outbound-call": "outbound",
    "outbound-reply": "outbound",
}


def read_message(desk: TextDesk, pointer: str, item: JSON, clock: Clock) -> Iterator[Event]:
    """Read a message resource: what was said, and how far it has come."""
    found = desk.load(_Message, item, pointer)
    if not isinstance(found, _Message):
        yield found
        return
    direction = _DIRECTIONS.get(found.direction)
    channel = words.channel_of(found.from_, found.to)
    if direction is None or channel is None:
        expected = "expected a documented direction, and addresses of SMS, WhatsApp or RCS"
        yield desk.unrecognised(pointer, "unknown_kind", expected=expected)
    elif found.status not in words.UNDER_WAY:
        # What has not been sent yet may still be cancelled, and then nobody has said it.
        yield from _events(desk.on(channel), pointer, found, direction, clock)


def _events(
    desk: TextDesk, pointer: str, found: _Message, direction: Direction, clock: Clock
) -> Iterator[Event]:
    sent_at, defects = read_time(clock, found.date_sent, pointer)
    if found.num_media not in (None, "", "0"):
        # A resource counts them, and lists them elsewhere.
        defects = (*defects, Defect(code="media_missing", pointer=pointer))
    theirs, ours = (found.from_, found.to) if direction == "inbound" else (found.to, found.from_)
    who, line = desk.address(theirs, at=sent_at), desk.address(ours)
    customer, business = party(who, "customer"), party(line, "business")
    inbound = direction == "inbound"
    keys = words.thread(desk, found.sid, who, line, found.messaging_service_sid)
    yield desk.said(
        pointer,
        found.sid,
        thread=keys,
        direction=direction,
        author=customer if inbound else business,
        to=business if inbound else customer,
        text=found.body,
        sent_at=sent_at,
        defects=defects,
    )
    kind = None if inbound else words.RECEIPTS.get(found.status)
    if kind is not None:
        code = found.error_code or (found.status if found.status == "canceled" else None)
        yield desk.receipt(
            pointer,
            found.sid,
            kind,
            thread=keys,
            who=customer,
            reason=code if kind == "failed" else None,
        )
