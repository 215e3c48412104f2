"""Live chat: what is said and paid, and what happens in the chat."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters.youtube import _wire as wire
from omnidesk.adapters.youtube._comments import whole
from omnidesk.adapters.youtube._money import read_money
from omnidesk.adapters.youtube._reading import Item
from omnidesk.adapters.youtube._times import read_time
from omnidesk.adapters.youtube._words import BANS, NOTICES, POLL_STATES, PURCHASES
from omnidesk.events import MessageDeleted, MessagePosted, NoticePosted, Unrecognised
from omnidesk.model import Attachment, Defect, Direction, Message, Notice, Participant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from omnidesk._payload import JSON
    from omnidesk.adapters.youtube._reading import Reading
    from omnidesk.events import Event
    from omnidesk.model import Money


class Live(NamedTuple):
    """One live chat message: what it says, and what follows from its envelope."""

    item: Item
    id: str
    type: str
    snippet: wire.LiveSnippet
    author: Participant
    direction: Direction
    occurred_at: datetime | None
    defects: tuple[Defect, ...]

    def __repr__(self) -> str:
        return f"<Live at {self.item.pointer}>"


def read_live(reading: Reading, raw: JSON, pointer: str) -> Iterator[Event]:
    """Read a `youtube#liveChatMessage`."""
    read = reading.load(wire.LiveMessage, raw, reading.item(pointer))
    if isinstance(read, Unrecognised):
        yield read
        return
    snippet, author = read.snippet, read.author_details or wire.Author()
    if not read.id or snippet is None or not snippet.live_chat_id:
        expected = f"expected id, snippet and snippet.liveChatId at {pointer}"
        yield reading.item(pointer).unrecognised("missing_id", expected=expected)
        return
    item = reading.item(pointer, None, snippet.live_chat_id)
    build = _BUILDERS.get(snippet.type or "")
    if not item.account:
        yield reading.without_account(item)
        return
    if build is None or snippet.type is None:
        yield item.unrecognised("unknown_kind")
        return
    occurred_at, defects = read_time(snippet.published_at, f"{pointer}/snippet/publishedAt")
    author_id = author.channel_id or snippet.author_channel_id
    direction = reading.direction(author_id, item.account, is_owner=author.is_chat_owner)
    person = reading.person(author_id, author.display_name, direction)
    yield build(Live(item, read.id, snippet.type, snippet, person, direction, occurred_at, defects))


def _text(live: Live) -> Event:
    details = live.snippet.text_message_details
    return _posted(live, details.message_text if details else live.snippet.display_message)


def _purchase(live: Live) -> Event:
    key = PURCHASES[live.type]
    details: wire.Purchase = getattr(live.snippet, key) or wire.Purchase()
    amount = read_money(details)
    defects = live.defects
    if amount is None:
        place = f"{live.item.pointer}/snippet"
        defects += (Defect(code="amount_unreadable", pointer=place),)
    sticker = details.super_sticker_metadata
    attachments: tuple[Attachment, ...] = ()
    if sticker is not None:
        shown = Attachment(kind="sticker", id=sticker.sticker_id, title=sticker.alt_text or None)
        attachments = (shown,)
    if amount is None and details.amount_display_string:
        # What YouTube shows is all that there is.
        attachments += (Attachment(kind="product", title=details.amount_display_string),)
    live = live._replace(defects=defects)
    return _posted(live, details.user_comment, attachments, amount=amount)


def _milestone(live: Live) -> Event:
    details = live.snippet.member_milestone_chat_details
    if details and details.user_comment:
        return _posted(live, details.user_comment)
    return _happened(live)


def _posted(
    live: Live,
    text: str | None,
    attachments: tuple[Attachment, ...] = (),
    *,
    amount: Money | None = None,
) -> Event:
    return MessagePosted(
        **live.item.shared(
            "message_posted", live.id, occurred_at=live.occurred_at, defects=live.defects
        ),
        message=Message(
            id=live.id,
            author=live.author,
            direction=live.direction,
            sent_at=live.occurred_at,
            text=text or None,
            attachments=attachments,
            amount=amount,
            defects=live.defects,
        ),
    )


def _deleted(live: Live) -> Event:
    details = live.snippet.message_deleted_details
    return _gone(live, details.deleted_message_id if details else None, live.occurred_at)


def _retracted(live: Live) -> Event:
    details = live.snippet.message_retracted_details
    return _gone(live, details.retracted_message_id if details else None, live.occurred_at)


def _tombstone(live: Live) -> Event:
    # "A message used to exist with this id at this time": the time is not that of the deletion.
    return _gone(live, live.id, None)


def _gone(live: Live, message_id: str | None, occurred_at: datetime | None) -> Event:
    if not message_id:
        place = f"{live.item.pointer}/snippet"
        expected = f"expected the id of the deleted message at {place}"
        return live.item.unrecognised("missing_id", expected=expected, name=live.type)
    which = (live.type, message_id)
    return MessageDeleted(
        **live.item.shared(
            "message_deleted", *which, occurred_at=occurred_at, defects=live.defects
        ),
        message_id=message_id,
    )


def _happened(
    live: Live,
    *which: str | None,
    text: str | None = None,
    actor: Participant | None = None,
    target: Participant | None = None,
) -> Event:
    kind = NOTICES[live.type]
    return NoticePosted(
        **live.item.shared(
            "notice_posted", live.id, *which, occurred_at=live.occurred_at, defects=live.defects
        ),
        notice=Notice(
            id=live.item.derive("notice", live.type, live.id, *which),
            kind=kind,
            name=live.type,
            occurred_at=live.occurred_at,
            actor=actor or (live.author if live.author.identities else None),
            target=target,
            text=text or live.snippet.display_message or None,
        ),
    )


def _person(live: Live, channel_id: str, name: str | None = None) -> Participant:
    reading = live.item.reading
    return reading.person(channel_id, name, reading.direction(channel_id, live.item.account))


def _banned(live: Live) -> Event:
    details = live.snippet.user_banned_details or wire.Ban()
    user = details.banned_user_details or wire.Author()
    target = _person(live, user.channel_id, user.display_name) if user.channel_id else None
    # The ban is told in YouTube's words and a number: a notice has no field for an end.
    words = [details.ban_type] if details.ban_type in BANS else []
    if words and (seconds := whole(details.ban_duration_seconds)):
        words.append(f"{seconds} seconds")
    return _happened(live, target=target, text=", ".join(words))


def _gift_received(live: Live) -> Event:
    details = live.snippet.gift_membership_received_details
    if details is None or not details.gifter_channel_id:
        return _happened(live)
    # The author of this one is who received, not who gave.
    giver = _person(live, details.gifter_channel_id)
    return _happened(live, actor=giver, target=live.author)


def _gift(live: Live) -> Event:
    details = live.snippet.gift_details or wire.Gift()
    # "The same ID may be reused to update the combo count."
    count = whole(details.combo_count)
    return _happened(live, str(count) if count is not None else None, text=details.alt_text)


def _poll(live: Live) -> Event:
    details = live.snippet.poll_details or wire.Poll()
    metadata = details.metadata or wire.PollMetadata()
    status = metadata.status or details.status
    # A poll is told when it opens and again when it closes, under one id.
    state = status if status in POLL_STATES else None
    return _happened(live, state, text=metadata.question_text)


_BUILDERS: Mapping[str, Callable[[Live], Event]] = {
    **dict.fromkeys(NOTICES, _happened),
    **dict.fromkeys(PURCHASES, _purchase),
    "giftEvent": _gift,
    "giftMembershipReceivedEvent": _gift_received,
    "memberMilestoneChatEvent": _milestone,
    "messageDeletedEvent": _deleted,
    "messageRetractedEvent": _retracted,
    "pollEvent": _poll,
    "textMessageEvent": _text,
    "tombstone": _tombstone,
    "userBannedEvent": _banned,
}
"""By `snippet.type`."""
