"""Messages and what becomes of them: receipts, reactions, feedback, pressed buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters.zalo._attachments import read_attachments
from omnidesk.adapters.zalo._desk import NOBODY
from omnidesk.adapters.zalo._phones import phone_thread, read_phone
from omnidesk.adapters.zalo._times import as_stamp, read_time
from omnidesk.adapters.zalo._words import (
    CONSOLE_TEST,
    MESSAGES,
    RATINGS,
    RECEIPTS,
    REMOVED_REACTION,
)
from omnidesk.events import MessagePosted, ReactionChanged, ReceiptReported
from omnidesk.model import (
    Action,
    Defect,
    Identity,
    Message,
    Participant,
    Rating,
    Reference,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.adapters.zalo import _wire as wire
    from omnidesk.adapters.zalo._desk import Item
    from omnidesk.adapters.zalo._words import Chat
    from omnidesk.events import Event
    from omnidesk.model import Origin

NO_MESSAGE = "expected an object at /message"


def user_thread(user_id: str) -> tuple[str, ...]:
    """Return the thread of somebody's private chat with the account."""
    return (user_id,)


def group_thread(group_id: str) -> tuple[str, ...]:
    """Return the thread of a group."""
    return (f"group:{group_id}",)


def notification_key(msg_id: str) -> str:
    """
    Return the key that a notification (ZNS) and what people answer to it have in common.

    A rating or a pressed button says which notification it is about, and not who answers.
    """
    return f"notification:{msg_id}"


def message_posted(item: Item) -> Iterator[Event]:
    """Read something that was said, whichever way and in whichever chat."""
    body, chat = item.wire.message, MESSAGES[item.name]
    if body is None or not body.msg_id:
        yield item.unrecognised("missing_id", "expected an id at /message/msg_id")
        return
    place = _place(item, body, chat)
    if place is None:
        yield item.unrecognised("missing_id", "expected the ids of a sender and a recipient")
        return
    other, thread = place
    msg_id = message_id(item, body.msg_id)
    attachments, wrong = read_attachments(
        body.attachments or (), item.desk, is_card=item.name.endswith("business_card")
    )
    defects = item.defects + wrong
    admin_id = item.wire.sender.admin_id if item.wire.sender else None
    business = item.desk.business
    is_outbound = chat.direction == "outbound"
    shared = item.shared("message_posted", msg_id, thread=thread)
    shared["defects"] = defects
    yield MessagePosted(
        **shared,
        message=Message(
            id=msg_id,
            author=business if is_outbound else _author(item, other, chat),
            sender=_admin(item, admin_id) if is_outbound and admin_id else None,
            to=(other,) if is_outbound or chat.kind == "group" else (business,),
            direction=chat.direction,
            origin=_origin(item, admin_id) if is_outbound else "unknown",
            visibility="private",
            sent_at=item.occurred_at,
            text=body.text or None,
            attachments=attachments,
            reply_to=Reference(id=body.quote_msg_id) if body.quote_msg_id else None,
            defects=defects,
        ),
        visibility="private",
    )
    if chat.kind == "user":
        yield from item.links(item.person)


def _place(
    item: Item, body: wire.Message, chat: Chat
) -> tuple[Participant, tuple[str, ...]] | None:
    """Return whom the account talks with, and in which thread."""
    if chat.kind == "group":
        recipient = item.wire.recipient.id if item.wire.recipient else None
        group_id = item.wire.group_id or recipient
        if not group_id:
            return None
        group = Identity(scheme="zalo_group", value=group_id, scope=item.desk.account)
        return Participant(identities=(group,)), group_thread(group_id)
    if not item.person:
        return None
    if chat.kind == "anonymous":
        return anonymous(item, item.person, body.conversation_id)
    user = item.desk.user(item.person, by_app=item.wire.user_id_by_app)
    return user, user_thread(item.person)


def anonymous(
    item: Item, anonymous_id: str, conversation_id: str | None
) -> tuple[Participant, tuple[str, ...]]:
    """Return somebody who has not said who they are: an id of its own kind, for one chat."""
    identity = Identity(scheme="zalo_anonymous", value=anonymous_id, scope=item.desk.account)
    key = f"anonymous:{anonymous_id}"
    thread = f"{key}:{conversation_id}" if conversation_id else key
    return Participant(role="customer", identities=(identity,)), (thread,)


def _author(item: Item, other: Participant, chat: Chat) -> Participant:
    """Return who wrote what reaches us. Who a member of a group is to us, nobody says."""
    if chat.kind != "group":
        return other
    sender = item.wire.sender
    return item.desk.user(sender.id, role="unknown") if sender and sender.id else NOBODY


def _admin(item: Item, admin_id: str) -> Participant:
    # Not the author: the same message in the API's pages names the account alone.
    identity = Identity(scheme="zalo_admin", value=admin_id, scope=item.desk.account)
    return Participant(role="agent", identities=(identity,))


def _origin(item: Item, admin_id: str | None) -> Origin:
    """Tell what sent an outbound message. Which app used the API, Zalo does not say."""
    if admin_id:
        return "native"
    return "own_app" if item.desk.sole_app else "unknown"


def message_id(item: Item, msg_id: str) -> str:
    """
    Return a message's id.

    Everything that the console's test button sends has one `msg_id`, whatever it is: such an id is
    derived from what is sent, so that tests are told apart and a test's retry is the same.
    """
    if msg_id != CONSOLE_TEST:
        return msg_id
    return item.desk.derive("msg", "console_test", item.same, item.person, item.stamp)


def receipt_reported(item: Item) -> Iterator[Event]:
    """Read that messages were delivered or read; notifications (ZNS) are delivered to a number."""
    body = item.wire.message
    if body is None:
        yield item.unrecognised("missing_id", NO_MESSAGE)
        return
    ids = dict.fromkeys([*(body.msg_ids or ()), *([body.msg_id] if body.msg_id else ())])
    message_ids = tuple(message_id(item, one) for one in ids if one)
    if not message_ids or not item.person:
        expected = "expected the ids of a person and of messages at /message"
        yield item.unrecognised("missing_id", expected)
        return
    kind = RECEIPTS[item.name]
    arrived, late = read_time(body.delivery_time, "/message/delivery_time")
    is_notification = is_zns(item.desk.payload.header("X-ZEvent-Server"), item.wire)
    keys = tuple(notification_key(one) for one in message_ids) if is_notification else ()
    phone: Identity | None = None
    wrong: tuple[Defect, ...] = ()
    if is_notification and not is_user_id(item.person):
        phone, wrong = read_phone(item.person, "/recipient/id")
        actor = Participant(role="customer", identities=(phone,)) if phone else NOBODY
        thread = phone_thread(phone) if phone else ()
    else:
        actor = item.desk.user(item.person, by_app=item.wire.user_id_by_app)
        thread = user_thread(item.person)
    shared = item.shared("receipt_reported", kind, item.person, *message_ids)
    shared["thread"] = thread + keys
    # `timestamp` is when Zalo told it.
    shared["occurred_at"] = arrived or item.occurred_at
    shared["defects"] += wrong + late
    yield ReceiptReported(**shared, kind=kind, actor=actor, message_ids=message_ids)
    if actor.identities and phone is None:
        yield from item.links(item.person)


def is_zns(header: str | None, event: wire.Event) -> bool:
    """Tell whether a receipt is of a notification: by its header, and by its shape without one."""
    if (header or "").upper() == "ZNS":
        return True
    recipient = event.recipient.id if event.recipient else None
    arrived = event.message.delivery_time if event.message else None
    return arrived is not None and not is_user_id(recipient or "")


def is_user_id(value: str) -> bool:
    """Tell a user's id from a telephone number, which never has more than 15 digits (E.164)."""
    return len(value) > 15 and value.isascii() and value.isdigit()


def reaction_changed(item: Item) -> Iterator[Event]:
    """Read that somebody put a sign to a message, or took it away."""
    body = item.wire.message
    if body is None or not body.msg_id or not item.person:
        yield item.unrecognised("missing_id", "expected an id at /message/msg_id")
        return
    actor = item.desk.user(item.person, by_app=item.wire.user_id_by_app)
    thread = user_thread(item.person)
    if item.name == "anonymous_reacted_message":
        actor, thread = anonymous(item, item.person, body.conversation_id)
    if item.name == "oa_reacted_message":
        actor = item.desk.business
    is_removed = body.react_icon == REMOVED_REACTION
    msg_id = message_id(item, body.msg_id)
    which = (item.same, msg_id, item.person, body.react_icon, item.stamp)
    yield ReactionChanged(
        **item.shared("reaction_changed", *which, thread=thread),
        message_id=msg_id,
        actor=actor,
        action="removed" if is_removed else "added",
        name=None if is_removed else body.react_icon,
    )
    if item.name == "user_reacted_message":
        yield from item.links(item.person)


def feedback_posted(item: Item) -> Iterator[Event]:
    """Read the answer to a notification that asks for a rating. It does not say who answers."""
    body, msg_id = item.wire.message, item.wire.msg_id
    msg_id = (body.msg_id if body else None) or msg_id
    if body is None or not msg_id:
        yield item.unrecognised("missing_id", "expected an id at /message/msg_id")
        return
    lowest, highest = RATINGS.get(body.option or "", (None, None))
    rating = (
        Rating(value=body.rate, lowest=lowest, highest=highest) if body.rate is not None else None
    )
    # What was written, and the phrases that were chosen beside it.
    words = "\n".join(one for one in (body.note, *(body.feedbacks or ())) if one)
    yield _answer(item, body, msg_id, text=words or None, rating=rating)


def button_pressed(item: Item) -> Iterator[Event]:
    """Read that somebody pressed a button of a notification. It does not say who."""
    body, msg_id = item.wire.message, item.wire.msg_id
    msg_id = msg_id or (body.msg_id if body else None)
    if body is None or not msg_id:
        yield item.unrecognised("missing_id", "expected an id at /msg_id")
        return
    action = Action(kind="button", title=body.data or None)
    yield _answer(item, body, msg_id, text=body.data or None, action=action)


def _answer(
    item: Item,
    body: wire.Message,
    msg_id: str,
    *,
    text: str | None,
    rating: Rating | None = None,
    action: Action | None = None,
) -> Event:
    about = message_id(item, msg_id)
    submitted, wrong = read_time(body.submit_time, "/message/submit_time")
    sent_at, defects = submitted or item.occurred_at, item.defects + wrong
    own_id = item.desk.derive("msg", item.same, about, as_stamp(body.submit_time) or item.stamp)
    shared = item.shared("message_posted", own_id, thread=(notification_key(about),))
    shared["occurred_at"], shared["defects"] = sent_at, defects
    return MessagePosted(
        **shared,
        message=Message(
            id=own_id,
            author=Participant(role="customer"),
            to=(item.desk.business,),
            direction="inbound",
            visibility="private",
            sent_at=sent_at,
            text=text,
            rating=rating,
            action=action,
            reply_to=Reference(id=about),
            defects=defects,
        ),
        visibility="private",
    )


def console_test(body: wire.Event) -> tuple[Defect, ...]:
    """Return the defect of what the console's test button sends."""
    ids = (body.message.msg_id, *(body.message.msg_ids or ())) if body.message else ()
    if CONSOLE_TEST not in ids:
        return ()
    pointer = "/message/msg_id" if body.message and body.message.msg_id else "/message/msg_ids"
    return (Defect(code="console_test", pointer=pointer),)
