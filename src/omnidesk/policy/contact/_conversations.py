"""What conversations say that a gate reads, and what is to be remembered of a message sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from omnidesk.model import Call, Conversation, Message, Notice
from omnidesk.policy._facts import Fact, Facts
from omnidesk.policy._subjects import known_people, subjects_among

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from omnidesk.model import Participant, Person
    from omnidesk.policy.contact._conditions import Opens
    from omnidesk.policy.contact._request import SendRequest

_THEIRS = frozenset({"customer", "unknown"})
"""Who is not known to be ours. Only a customer opens anything."""
_PRESSED = frozenset({"postback", "button", "menu", "command"})
_NOTICES: Mapping[str, Opens] = {"followed": "follow", "opened": "open"}
_REACH: Mapping[tuple[str | None, str], str] = {
    (None, "blocked"): "channel_unusable",
    (None, "unblocked"): "channel_usable",
    # On Zalo whoever unfollows an account is not to be written to; a page may be unliked.
    ("zalo", "unfollowed"): "channel_unusable",
}
"""What a notice says about a channel, on all channels or on one."""

_CALLS: Mapping[str, str] = {"zalo": "zalo_call"}
"""The channel of a call, by the channel of its conversation; `call` where it is none of these."""


def contact_facts(
    conversations: Conversation | Iterable[Conversation], *, people: Iterable[Person] = ()
) -> Facts:
    """
    Return what conversations say that a send decision reads.

    Facts are `interacted`, named by channel and what somebody did (`messenger/message`, see
    `Opens`); `message_sent`, named by channel and id; `delivery_failed` and `delivered`, named by
    channel and id; `channel_unusable` and `channel_usable`, named by channel, when somebody blocks
    an account, or unfollows it on Zalo. They are about the people, or the identities, on the other
    side.

    No interaction is what was quoted, what was deleted, an edit, what is internal, what a machine
    wrote, a reaction, a receipt and what has no time. A receipt that does not say whose it is
    counts only for a message with one recipient, and a failure only for a message that the
    conversation has as ours: anybody can send a bounce.

    Args:
        conversations: One conversation or several; order and repetition mean nothing.
        people: Who is who: the facts are then about people, not about single identities.
    """
    several = (conversations,) if isinstance(conversations, Conversation) else conversations
    known = known_people(people)
    return Facts(
        fact
        for conversation in several
        for entry in conversation.entries
        for fact in _facts(entry, conversation, known)
    )


def sent_facts(request: SendRequest, *, message_id: str, at: datetime) -> tuple[Fact, ...]:
    """
    Return what is to be remembered of a message that went out, so that caps count it.

    Args:
        request: The request that was allowed.
        message_id: The id that it was sent under.
        at: When it was sent; aware.
    """
    place = f"{request.channel}/{message_id}"
    names = {"message_sent": place, "class_sent": f"{request.message_class}/{place}"}
    if request.automatic:
        names["auto_replied"] = place
    return tuple(
        Fact(kind=kind, at=at, subject=request.subject, name=name) for kind, name in names.items()
    )


def _facts(
    entry: Message | Call | Notice, conversation: Conversation, known: Mapping[str, str]
) -> Iterator[Fact]:
    match entry:
        case Message():
            yield from _of_message(entry, conversation, known)
        case Call():
            yield from _of_call(entry, conversation, known)
        case Notice():
            yield from _of_notice(entry, conversation, known)
        case _:
            assert_never(entry)


def _of_message(
    message: Message, conversation: Conversation, known: Mapping[str, str]
) -> Iterator[Fact]:
    if message.visibility == "internal":
        return
    # Where a platform joins several channels, the windows are those of the channel behind it.
    for channel in {conversation.channel, message.via or conversation.channel}:
        yield from _in_channel(message, channel, conversation, known)


def _in_channel(
    message: Message, channel: str, conversation: Conversation, known: Mapping[str, str]
) -> Iterator[Fact]:
    at = message.sent_at
    if message.direction == "inbound" and message.automatic is None and message.state != "deleted":
        # What a bot or a colleague writes into the desk opens nothing.
        if message.author.role == "customer" and at is not None:
            name = f"{channel}/{_deed(message)}"
            yield from _about(_subjects((message.author,), known), "interacted", at, name)
    elif message.direction == "outbound":
        recipients = _recipients(message, conversation, known)
        name = f"{channel}/{message.id}"
        if at is not None:
            yield from _about(recipients, "message_sent", at, name)
        for receipt in message.receipts:
            moment = receipt.at or at
            whose = recipients if len(recipients) == 1 else frozenset[str]()
            if receipt.actor is not None:
                whose = _subjects((receipt.actor,), known)
            if moment is not None and receipt.kind != "sent":
                kind = "delivery_failed" if receipt.kind == "failed" else "delivered"
                yield from _about(whose, kind, moment, name)


def _deed(message: Message) -> Opens:
    if message.action is not None and message.action.kind in _PRESSED:
        return "postback"
    came = message.referral
    if came is not None and (came.ad_id is not None or came.source == "ADS"):
        return "ad_message"
    return "message"


def _of_call(call: Call, conversation: Conversation, known: Mapping[str, str]) -> Iterator[Fact]:
    whose = _subjects(call.parties, known)
    at = call.answered_at or call.started_at
    channel = _CALLS.get(conversation.channel, "call")
    if at is None or call.direction not in ("inbound", "outbound"):
        return
    if call.direction == "outbound":
        yield from _about(whose, "message_sent", call.started_at or at, f"{channel}/{call.id}")
    if call.direction == "inbound" or call.outcome == "answered":
        # A call that they took, or made, is something that they did.
        for name in {conversation.channel, channel}:
            yield from _about(whose, "interacted", at, f"{name}/call")


def _of_notice(
    notice: Notice, conversation: Conversation, known: Mapping[str, str]
) -> Iterator[Fact]:
    at, channel = notice.occurred_at, conversation.channel
    if at is None:
        return
    actor = (notice.actor,) if notice.actor is not None else ()
    if notice.kind in _NOTICES:
        name = f"{channel}/{_NOTICES[notice.kind]}"
        yield from _about(_subjects(actor, known), "interacted", at, name)
    elif kind := _REACH.get((None, notice.kind), _REACH.get((channel, notice.kind))):
        yield from _about(_subjects(actor, known), kind, at, channel)
    elif notice.kind == "delivery_failed" and notice.target is not None:
        yield from _about(_subjects((notice.target,), known), "delivery_failed", at, channel)
    elif notice.consent is not None and notice.consent.state == "granted":
        subject = notice.consent.subject
        whose = _subjects((subject,) if subject else actor, known)
        if notice.consent.signal == "call_consent":
            name = f"{_CALLS.get(channel, 'call')}/call_consent"
            yield from _about(whose, "interacted", at, name)
        elif notice.consent.signal == "opt_in":
            yield from _about(whose, "interacted", at, f"{channel}/opt_in")


def _recipients(
    message: Message, conversation: Conversation, known: Mapping[str, str]
) -> frozenset[str]:
    """Return whom a message reached: whom it names, or everybody on the other side."""
    named = (*message.to, *message.cc, *message.bcc)
    return _subjects(named or conversation.participants, known)


def _subjects(some: Iterable[Participant], known: Mapping[str, str]) -> frozenset[str]:
    identities = (identity for one in some if one.role in _THEIRS for identity in one.identities)
    return frozenset(subjects_among(identities, known))


def _about(subjects: Iterable[str], kind: str, at: datetime, name: str) -> Iterator[Fact]:
    for subject in subjects:
        yield Fact(kind=kind, at=at, subject=subject, name=name)
