"""What type checkers see of the public names. Checked, never run."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never, assert_type

import omnidesk
from omnidesk import (
    Adapter,
    Call,
    CallReported,
    Conversation,
    Event,
    Inbox,
    Message,
    MessagePosted,
    Notice,
    Payload,
    Person,
)
from omnidesk.adapters.email import Email
from omnidesk.adapters.meta import Messenger
from omnidesk.events import Unrecognised


@dataclass(frozen=True)
class Fax:
    """An adapter as a stranger writes one: no base class, `channel` a bare attribute."""

    line: str
    channel = "fax"

    def parse(self, payload: Payload) -> Iterator[Event]:
        """Read nothing."""
        yield from ()


fax: Adapter = Fax(line="+842400000000")
email: Adapter = Email(own_addresses=("support@example.com",))
messenger: Adapter = Messenger()


def read(payload: Payload, adapter: Adapter) -> None:
    """From bytes to a conversation."""
    assert_type(adapter.channel, str)
    events = adapter.parse(payload)
    assert_type(events, Iterable[Event])
    conversations = omnidesk.assemble(events)
    assert_type(conversations, tuple[Conversation, ...])
    inbox = Inbox(events)
    inbox.add(events)
    assert_type(inbox.conversations, tuple[Conversation, ...])
    assert_type(inbox.get("conv"), Conversation | None)
    assert_type(inbox.people, tuple[Person, ...])
    assert_type(inbox.unplaced, tuple[Event, ...])
    assert_type(omnidesk.people(events), tuple[Person, ...])
    assert_type(omnidesk.normalize(payload, b"", "inbox"), tuple[Conversation, ...])
    assert_type(omnidesk.sniff(payload), str | None)
    assert_type(omnidesk.get_adapter("email"), Callable[..., Adapter])
    assert_type(omnidesk.available_adapters(), tuple[str, ...])
    assert_type(payload.digest, str)
    assert_type(payload.header("Date"), str | None)


def look(conversation: Conversation) -> str:
    """Match over entries, without a rest."""
    assert_type(conversation.messages, tuple[Message, ...])
    assert_type(conversation.started_at, datetime | None)
    for entry in conversation.entries:
        match entry:
            case Message():
                assert_type(entry.text, str | None)
                assert_type(entry.direction, Literal["inbound", "outbound", "internal", "unknown"])
            case Call():
                assert_type(entry.durations.talk, int | None)
            case Notice():
                assert_type(entry.name, str | None)
            case _:
                assert_never(entry)
    assert_type(omnidesk.load("{}", Conversation), Conversation)
    return omnidesk.dump(conversation)


def tell(event: Event) -> str:
    """Match over events by their type."""
    match event:
        case MessagePosted():
            return event.message.id
        case CallReported():
            return event.call_id
        case Unrecognised():
            return event.reason
        case _:
            return event.id
