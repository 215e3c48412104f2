"""Reads the webhooks of a made-up SMS gateway; the README says what they hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

import omnidesk as od

Number = Annotated[str, Field(pattern=r"^\+[0-9]{6,15}$")]


class Item(BaseModel):
    kind: Literal["text", "sent", "delivered", "failed"]
    id: str = Field(min_length=1)
    sender: Number = Field(alias="from")
    to: Number
    time: AwareDatetime
    body: str | None = None


class Webhook(BaseModel):
    account: Number = Field(alias="line")
    items: list[Any]  # each is read by itself: an odd one must not spoil the others


@dataclass(frozen=True)
class Sms:
    """Reads the webhooks of sms."""

    channel = "sms"

    def parse(self, payload: od.Payload) -> Iterator[od.Event]:
        """Read the events; raise `PayloadError` if the envelope is broken."""
        webhook = payload.load(Webhook, channel=self.channel)
        whole = od.Source(
            adapter=self.channel,
            digest=payload.digest,
            received_at=payload.received_at,
        )
        common = {"channel": self.channel, "account": webhook.account}
        for number, raw in enumerate(webhook.items):
            place = f"/items/{number}"
            source = whole.model_copy(update={"pointer": place})
            event: dict[str, Any] = {**common, "source": source}
            try:
                yield read(Item.model_validate(raw), event)
            except ValidationError:
                unread = od.derive_id("evt", self.channel, payload.digest, place)
                yield od.Unrecognised(id=unread, reason="invalid", **event)


def read(item: Item, event: dict[str, Any]) -> od.Event:
    """Read one item: a text, or how far one has come."""
    channel, line = event["channel"], event["account"]
    inbound = item.sender != line
    event_id = od.derive_id("evt", channel, line, item.kind, item.id)
    thread = (item.sender if inbound else item.to,)
    event |= {"id": event_id, "thread": thread, "occurred_at": item.time}
    if item.kind != "text":
        return od.ReceiptReported(kind=item.kind, message_ids=(item.id,), **event)
    phone = od.Identity(scheme="phone", value=item.sender)
    message = od.Message(
        id=item.id,
        author=od.Participant(role="customer" if inbound else "business", identities=(phone,)),
        direction="inbound" if inbound else "outbound",
        sent_at=item.time,
        text=item.body,
    )
    return od.MessagePosted(message=message, visibility="private", **event)
