"""Reads the webhooks of a made-up SMS gateway; the README says what it sends."""

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
    line: Number
    items: list[Any]  # each is validated by itself: an odd one must not spoil the others


@dataclass(frozen=True)
class Sms:
    channel = "sms"

    def parse(self, payload: od.Payload) -> Iterator[od.Event]:
        webhook = payload.load(Webhook, channel=self.channel)
        whole = od.Source(adapter="sms", digest=payload.digest, received_at=payload.received_at)
        for number, raw in enumerate(webhook.items):
            source = whole.model_copy(update={"pointer": f"/items/{number}"})
            event: dict[str, Any] = {"channel": "sms", "account": webhook.line, "source": source}
            try:
                yield read(Item.model_validate(raw), webhook.line, event)
            except ValidationError:
                yield od.Unrecognised(id=source.digest + source.pointer, reason="invalid", **event)


def read(item: Item, line: str, event: dict[str, Any]) -> od.Event:
    inbound = item.sender != line
    event = event | {"id": od.derive_id("evt", item.kind, item.id), "occurred_at": item.time}
    event["thread"] = (item.sender if inbound else item.to,)
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
    return od.MessagePosted(message=message, **event)
