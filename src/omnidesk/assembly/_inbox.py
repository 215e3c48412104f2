"""The fold, whole or fed bit by bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from omnidesk.assembly._components import Components
from omnidesk.assembly._fold import fold
from omnidesk.assembly._order import LAST, keep, received
from omnidesk.assembly._people import people
from omnidesk.assembly._sessions import join_sessions
from omnidesk.events import IdentityLinked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from omnidesk.assembly._order import Occurrence
    from omnidesk.events import Event
    from omnidesk.model import Conversation, Person

_Key: TypeAlias = tuple[str, str, str]
"""A thread key within its channel and account."""


def assemble(
    events: Iterable[Event], *, session_gap: timedelta | None = None
) -> tuple[Conversation, ...]:
    """
    Group events into conversations and fold each into its present state.

    Pure: the result depends on the set of the events alone, not on their order, repetition or
    batching. Takes near-linear time.

    Args:
        events: Events of any channels and accounts. Those that belong to no conversation
            (`thread` is empty) are passed over; `Inbox.unplaced` keeps them.
        session_gap: Calls between the same two (`CallReported.session`) are one conversation if
            there is no more time than this between the end of one and the start of the next. By
            default each call is a conversation of its own.

    Returns:
        The conversations, by the time of their first entry.

    Raises:
        ValueError: If `session_gap` is negative.
    """
    return Inbox(events, session_gap=session_gap).conversations


class Inbox:
    """
    `assemble`, fed bit by bit: after every `add` it equals `assemble` of all that it has seen.

    It holds its events in memory. Only conversations that have changed are folded again, and only
    when somebody looks.

    Args:
        events: The first events.
        session_gap: As in `assemble`.

    Raises:
        ValueError: If `session_gap` is negative.
    """

    def __init__(
        self, events: Iterable[Event] = (), *, session_gap: timedelta | None = None
    ) -> None:
        if session_gap is not None and session_gap.total_seconds() < 0:
            raise ValueError("session_gap: expected no negative time")
        self._session_gap = session_gap
        self._threads: Components[_Key] = Components()
        self._events: dict[_Key, dict[Occurrence, Event]] = {}
        self._folded: dict[_Key, Conversation] = {}
        self._sessions: dict[tuple[_Key, ...], Conversation] = {}
        self._apart: dict[Occurrence, Event] = {}
        self._links: dict[Occurrence, IdentityLinked] = {}
        self._ids: dict[str, Conversation] | None = None
        self.add(events)

    def __repr__(self) -> str:
        return f"Inbox(<{len(self)} conversations>)"

    def __len__(self) -> int:
        """Return the number of conversations."""
        return len(self._events) if self._session_gap is None else len(self.conversations)

    def add(self, events: Iterable[Event]) -> None:
        """Take in more events, in any order. Those that it has seen change nothing."""
        self._ids = None
        for event in events:
            if isinstance(event, IdentityLinked):
                keep(self._links, event)
            elif not event.thread:
                keep(self._apart, event)
            else:
                root = self._join(event)
                if keep(self._events.setdefault(root, {}), event):
                    self._folded.pop(root, None)

    def _join(self, event: Event) -> _Key:
        """Join the components of the event's keys, and return the one that stays."""
        channel, account = event.channel, event.account
        first, *others = event.thread
        root = self._threads.find((channel, account, first))
        for other in others:
            kept, lost = self._threads.union(root, (channel, account, other))
            if lost is not None:
                self._merge(kept, lost)
            root = kept
        return root

    def _merge(self, kept: _Key, lost: _Key) -> None:
        self._folded.pop(kept, None)
        self._folded.pop(lost, None)
        fewer, more = self._events.pop(lost, None), self._events.pop(kept, None)
        if fewer is None or more is None:
            more = fewer or more
        else:
            if len(fewer) > len(more):
                fewer, more = more, fewer
            for event in fewer.values():
                keep(more, event)
        if more is not None:
            self._events[kept] = more

    @property
    def conversations(self) -> tuple[Conversation, ...]:
        """All conversations, by the time of their first entry."""
        changed = [root for root in self._events if root not in self._folded]
        for root in changed:
            self._folded[root] = fold(tuple(self._events[root].values()))
        gap = self._session_gap
        found = self._folded.values() if gap is None else self._joined(changed, gap)
        return tuple(sorted(found, key=_start))

    def _joined(self, changed: list[_Key], gap: timedelta) -> Iterable[Conversation]:
        """Return the conversations, those of one session as one."""
        gone = set(changed)
        kept = {roots: folded for roots, folded in self._sessions.items() if gone.isdisjoint(roots)}
        self._sessions = {}
        for roots in join_sessions(self._events, gap):
            known = self._folded[roots[0]] if len(roots) == 1 else kept.get(roots)
            if known is None:
                together: dict[Occurrence, Event] = {}
                for root in roots:
                    for event in self._events[root].values():
                        keep(together, event)
                known = fold(tuple(together.values()))
            self._sessions[roots] = known
        return self._sessions.values()

    def get(self, conversation_id: str) -> Conversation | None:
        """Return the conversation with that id or alias, or `None`."""
        if self._ids is None:
            self._ids = {}
            for conversation in self.conversations:
                self._ids |= dict.fromkeys(conversation.aliases, conversation)
            # An id outranks an alias: aliases remember, ids are.
            self._ids |= {conversation.id: conversation for conversation in self.conversations}
        return self._ids.get(conversation_id)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody whom explicit evidence ties to more than one identity."""
        return people(self._links.values())

    @property
    def unplaced(self) -> tuple[Event, ...]:
        """The events that belong to no conversation, in the order received."""
        return tuple(sorted(self._apart.values(), key=received))


def _start(conversation: Conversation) -> tuple[datetime, str]:
    return conversation.started_at or LAST, conversation.id
