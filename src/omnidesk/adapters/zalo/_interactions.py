"""When somebody last interacted with an account: what Zalo's reply windows are counted from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, assert_never

from omnidesk.model import Call, Message, Notice

if TYPE_CHECKING:
    from omnidesk.model import Conversation, Entry


@dataclass(frozen=True, slots=True, order=True)
class Interaction:
    """Something that a person did which opens Zalo's window for replies."""

    at: datetime
    """When (UTC)."""
    kind: Literal["call", "follow", "message", "open"]
    """What: a call they made or took, a follow, a message, a press of the button to chat."""
    entry_id: str = field(repr=False)
    """The entry of the conversation that it was read from."""


def interactions(conversation: Conversation) -> tuple[Interaction, ...]:
    """
    Return what a person did that opens the window for replies, oldest first.

    Counted are messages, follows, the button to chat, calls to the account and calls that were
    taken. Not counted are receipts, reactions, forms, consent, what answers a notification, and
    what has no time. That is the narrow reading of Zalo's pages, which are not precise: a window
    that is derived from it may close too early, and never too late.

    Args:
        conversation: A conversation of the channel `zalo` with one person. In a group, and of
            another channel, nothing opens a window.

    Returns:
        The interactions, sorted by time. The windows themselves are the policy's part.
    """
    if conversation.channel != "zalo":
        return ()
    return tuple(sorted(one for entry in conversation.entries if (one := _interaction(entry))))


def last_interaction(conversation: Conversation) -> datetime | None:
    """Return when a person last interacted with the account (UTC), or `None` if they never did."""
    found = interactions(conversation)
    return found[-1].at if found else None


def _interaction(entry: Entry) -> Interaction | None:
    match entry:
        case Message():
            return _said(entry)
        case Call():
            # An answered call that went out was taken by them.
            opens = entry.direction == "inbound" or entry.outcome == "answered"
            at = entry.answered_at or entry.started_at
            return Interaction(at, "call", entry.id) if opens and at else None
        case Notice():
            kind = _NOTICES.get(entry.kind)
            at = entry.occurred_at
            return Interaction(at, kind, entry.id) if kind and at else None
        case _:
            assert_never(entry)


def _said(message: Message) -> Interaction | None:
    # In a group, what is addressed is the group. What answers a notification names no person.
    is_theirs = message.direction == "inbound" and message.author.role == "customer"
    if not is_theirs or not message.author.identities or message.sent_at is None:
        return None
    return Interaction(message.sent_at, "message", message.id)


_NOTICES: dict[str, Literal["follow", "open"]] = {"followed": "follow", "opened": "open"}
