"""A small adapter that is in order, for others to break in one way each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError

from omnidesk import (
    Event,
    Identity,
    Message,
    MessagePosted,
    Participant,
    Payload,
    PayloadError,
    Source,
    Unrecognised,
    derive_id,
)
from omnidesk.model import Time


class Item(BaseModel):
    kind: Literal["said"]
    id: Annotated[str, Field(min_length=1)]
    author: str
    text: str
    at: Time | None = None


@dataclass(frozen=True)
class Toy:
    channel = "toy"

    def parse(self, payload: Payload) -> Iterable[Event]:
        return tuple(
            self.event(raw, payload, f"/items/{number}")
            for number, raw in enumerate(self.items(payload))
        )

    def items(self, payload: Payload) -> list[Any]:
        value = payload.json(channel=self.channel)
        items = value.get("items") if isinstance(value, dict) else None
        if isinstance(items, list):
            return items
        raise PayloadError(
            "expected items", channel=self.channel, pointer="/items", digest=payload.digest
        )

    def event(self, raw: Any, payload: Payload, pointer: str) -> Event:
        try:
            item = Item.model_validate(raw)
        except ValidationError:
            item = None
        if item is None:
            return self.unread(payload, pointer)
        return MessagePosted(
            id=derive_id("evt", item.id), message=message(item), **self.common(payload, pointer)
        )

    def common(self, payload: Payload, pointer: str) -> dict[str, Any]:
        source = Source(
            adapter=self.channel,
            digest=payload.digest,
            pointer=pointer,
            received_at=payload.received_at,
        )
        return {"channel": self.channel, "account": "desk", "thread": ("t",), "source": source}

    def unread(self, payload: Payload, pointer: str, **fields: Any) -> Event:
        unread_id = derive_id("evt", payload.digest, pointer)
        common = self.common(payload, pointer)
        return Unrecognised(**({**common, "id": unread_id, "reason": "invalid"} | fields))

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        return b'"items"' in payload.body


def message(item: Item) -> Message:
    author = Participant(identities=(Identity(scheme="toy", value=item.author),))
    return Message(id=item.id, author=author, text=item.text, sent_at=item.at)


BODY = (
    '{"items": [{"kind": "said", "id": "m-1", "author": "Trần Thị Mai", "text": "Chào shop",'
    ' "at": "2026-01-02T10:00:00+07:00"}, {"kind": "said", "id": "m-2", "author": "Lê Minh",'
    ' "text": "Dạ, em chào chị"}, {"kind": "waved"}]}'
).encode()
