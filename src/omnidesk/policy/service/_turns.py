"""Whose turn it is in a conversation: who asks, who answers, and when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple, assert_never

from omnidesk.model import Call, Message, Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.model import Conversation, Source

CALL = "call"
"""The channel of a call."""

_THEIRS = frozenset({"customer", "unknown"})
"""Who is not known to be ours."""
_NOBODY = frozenset({"bot", "system"})
"""Who answers nobody."""
_IN_VAIN = frozenset({"missed", "abandoned", "voicemail", "busy", "failed", "rejected"})
"""How calls end in which nobody of ours talked. One that was cancelled may have been a slip."""
_ARRIVED = frozenset({"delivered", "read"})


class Turn(NamedTuple):
    """Somebody asks, or somebody answers."""

    kind: Literal["asks", "answers"]
    entry: str
    """The message or call, by its id."""
    channel: str
    at: datetime | None
    """When (UTC); `None` if nobody said."""

    def __repr__(self) -> str:
        return f"<Turn, {self.kind}>"


def turns(conversation: Conversation) -> Iterator[Turn]:
    """Yield the turns of a conversation, as its entries stand."""
    for entry in conversation.entries:
        match entry:
            case Message():
                yield from _of_message(entry, conversation)
            case Call():
                yield from _of_call(entry)
            case Notice():
                pass
            case _:
                assert_never(entry)


def _of_message(message: Message, conversation: Conversation) -> Iterator[Turn]:
    visibility = message.visibility
    if visibility == "unknown":
        visibility = conversation.visibility
    if "internal" in (visibility, message.direction):
        return
    if message.automatic is not None or message.state == "unseen":
        return
    channel = message.via or conversation.channel
    if message.direction == "inbound" and message.author.role in _THEIRS:
        yield Turn("asks", message.id, channel, _earliest(message.sent_at, message.sources))
    elif (
        message.direction == "outbound"
        and message.author.role not in _NOBODY
        and message.origin != "platform"
        and not _failed(message)
    ):
        at = message.sent_at or _earliest(None, message.sources)
        yield Turn("answers", message.id, channel, at)


def _of_call(call: Call) -> Iterator[Turn]:
    started = call.started_at or _earliest(None, call.sources)
    if call.direction == "inbound" and call.outcome in _IN_VAIN:
        yield Turn("asks", call.id, CALL, started)
    elif call.outcome == "answered" and call.direction in ("inbound", "outbound"):
        taken = call.answered_at or started
        if call.direction == "inbound":
            # Whatever two clocks say, nobody takes a call before it begins.
            begun = min((at for at in (started, taken) if at is not None), default=None)
            yield Turn("asks", call.id, CALL, begun)
        yield Turn("answers", call.id, CALL, taken)


def _earliest(at: datetime | None, sources: tuple[Source, ...]) -> datetime | None:
    """Return when something was sent; not after we had it, whatever a clock of theirs says."""
    received = [one.received_at for one in sources if one.received_at is not None]
    return min((one for one in (at, *received) if one is not None), default=None)


def _failed(message: Message) -> bool:
    """Tell whether a message did not arrive. Of several recipients, another may have it."""
    kinds = {one.kind for one in message.receipts}
    alone = len((*message.to, *message.cc, *message.bcc)) < 2
    return "failed" in kinds and kinds.isdisjoint(_ARRIVED) and alone
