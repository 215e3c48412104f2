"""What the events of one conversation add up to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar, assert_never

from omnidesk.assembly._calls import tell_call
from omnidesk.assembly._components import Components
from omnidesk.assembly._messages import Told, Watermarks, join_receipts, tell
from omnidesk.assembly._order import LAST, received, sources
from omnidesk.assembly._participants import participants
from omnidesk.events import (
    CallReported,
    ConsentSignalled,
    EventBase,
    IdentityLinked,
    MessageDeleted,
    MessageEdited,
    MessageModerated,
    MessagePosted,
    NoticePosted,
    ReactionChanged,
    ReceiptReported,
    RightsRequested,
    Unrecognised,
)
from omnidesk.model import Conversation, Notice, derive_id, entry_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from omnidesk.events import Event
    from omnidesk.model import Call, Entry, Message

V = TypeVar("V")

_Noted = NoticePosted | ConsentSignalled | RightsRequested | Unrecognised


def fold(events: Sequence[Event]) -> Conversation:
    """
    Fold the events of one conversation, at least one, in any order.

    The result depends on the set of the events alone.
    """
    messages: defaultdict[str, list[Told]] = defaultdict(list)
    calls: defaultdict[str, list[CallReported]] = defaultdict(list)
    receipts: list[ReceiptReported] = []
    noted: list[_Noted] = []
    posted: list[MessagePosted] = []
    for event in events:
        match event:
            case MessagePosted():
                messages[event.message.id].append(event)
                posted.append(event)
            case MessageEdited() | MessageDeleted() | MessageModerated() | ReactionChanged():
                messages[event.message_id].append(event)
            case ReceiptReported():
                for message_id in event.message_ids:
                    messages[message_id].append(event)
                receipts.append(event)
            case CallReported():
                calls[event.call_id].append(event)
            case NoticePosted() | ConsentSignalled() | RightsRequested() | Unrecognised():
                noted.append(event)
            case IdentityLinked():
                pass  # people are folded on their own
            case _:
                assert_never(event)
    watermarks = Watermarks(receipts) if receipts else None
    entries: list[Entry] = [*_messages(messages, posted, watermarks)]
    entries += _calls(calls)
    entries += _notices(noted)
    entries.sort(key=_place)
    return _conversation(events, posted, tuple(entries), watermarks)


def _conversation(
    events: Sequence[Event],
    posted: list[MessagePosted],
    entries: tuple[Entry, ...],
    watermarks: Watermarks | None,
) -> Conversation:
    any_event = events[0]
    channel, account = any_event.channel, any_event.account
    root, *others = _roots(events)
    # The word of the message received first counts, among those that have one.
    placed = min((one for one in posted if one.about), key=received, default=None)
    seen = min((one for one in posted if one.visibility != "unknown"), key=received, default=None)
    return Conversation(
        id=derive_id("conv", channel, account, root),
        aliases=tuple(sorted(derive_id("conv", channel, account, key) for key in others)),
        channel=channel,
        account=account,
        about=placed.about if placed else None,
        visibility=seen.visibility if seen else "unknown",
        participants=participants(entries),
        entries=entries,
        sources=watermarks.sources if watermarks else (),
    )


def _roots(events: Sequence[EventBase]) -> list[str]:
    """
    Return all root keys, the conversation's own first: that of the event that happened first.

    Events that come later, whatever they bring, never move it; see docs/explanation.
    """
    earliest: dict[str, datetime] = {}
    for event in events:
        root, at = event.thread[0], event.occurred_at or LAST
        if root not in earliest or at < earliest[root]:
            earliest[root] = at
    if len(earliest) == 1:
        return list(earliest)
    return sorted(earliest, key=lambda root: (earliest[root], root))


def _messages(
    told: dict[str, list[Told]], posted: list[MessagePosted], watermarks: Watermarks | None
) -> list[Message]:
    names = _same((one.message.id, one.message.aliases) for one in posted if one.message.aliases)
    for message_id in [one for one in told if one in names]:
        canonical, _ = names[message_id]
        if canonical != message_id:
            told.setdefault(canonical, []).extend(told.pop(message_id))
    messages: list[Message] = []
    for message_id, events in told.items():
        messages += tell(message_id, names[message_id][1] if message_id in names else (), events)
    if watermarks is None:
        return messages
    return [_marked(message, watermarks) for message in messages]


def _marked(message: Message, watermarks: Watermarks) -> Message:
    more = tuple(watermarks.receipts(message))
    if not more:
        return message
    return message.model_copy(update={"receipts": join_receipts(message.receipts, more)})


def _calls(calls: dict[str, list[CallReported]]) -> list[Call]:
    if not calls:
        return []
    every = [one for reports in calls.values() for one in reports]
    names = _same((one.call_id, one.aliases) for one in every if one.aliases)
    grouped: defaultdict[str, list[CallReported]] = defaultdict(list)
    for call_id, reports in calls.items():
        grouped[names[call_id][0] if call_id in names else call_id] += reports
    return [
        tell_call(call_id, names[call_id][1] if call_id in names else (), reports)
        for call_id, reports in grouped.items()
    ]


def _same(
    named: Iterable[tuple[str, tuple[str, ...]]],
) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Map every id that has another to the one that stands for them all, and to the others."""
    components: Components[str] = Components()
    members: set[str] = set()
    for one_id, aliases in named:
        members.update((one_id, *aliases))
        for alias in aliases:
            components.union(one_id, alias)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for member in sorted(members):
        groups[components.find(member)].append(member)
    # The smallest stands for all: which one was heard of first must not matter.
    return {member: (group[0], tuple(group[1:])) for group in groups.values() for member in group}


def _notices(noted: list[_Noted]) -> list[Notice]:
    if not noted:
        return []
    reports: defaultdict[str, list[_Noted]] = defaultdict(list)
    for event in noted:
        # An entry's id is its own in a conversation, whatever an adapter makes of it.
        reports[event.notice.id if isinstance(event, NoticePosted) else event.id].append(event)
    return [
        _notice(min(group, key=received)).model_copy(update={"sources": sources(group)})
        for group in reports.values()
    ]


def _notice(event: _Noted) -> Notice:
    match event:
        case NoticePosted():
            return event.notice
        case ConsentSignalled():
            return Notice(
                id=event.id,
                kind="consent",
                occurred_at=event.occurred_at,
                actor=event.consent.subject,
                consent=event.consent,
            )
        case RightsRequested():
            return Notice(
                id=event.id,
                kind="rights_request",
                occurred_at=event.occurred_at,
                actor=event.request.subject,
                rights=event.request,
            )
        case Unrecognised():
            return Notice(
                id=event.id, kind="unrecognised", name=event.name, occurred_at=event.occurred_at
            )
        case _:
            assert_never(event)


def _place(entry: Entry) -> tuple[datetime, tuple[str, int, str], str]:
    at = entry_time(entry)
    if at is None and entry.sources:
        at = min(source.received_at or LAST for source in entry.sources)
    return at or LAST, _counted(entry.id), entry.type


def _counted(name: str) -> tuple[str, int, str]:
    """Sort by the number at the end: platforms that count ids write several in one second."""
    head = name.rstrip("0123456789")
    number = name[len(head) :]
    return head, len(number), number
