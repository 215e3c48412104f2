"""Who waits for an answer, since when, and how late it is."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, TypeAlias

from omnidesk.model import Conversation
from omnidesk.model._base import Noun, Time
from omnidesk.policy.service._clock import SupportClock, in_utc
from omnidesk.policy.service._turns import Turn, turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from omnidesk.policy._calendar import BusinessCalendar
    from omnidesk.policy.service._closings import Closing
    from omnidesk.policy.service._policy import ServicePolicy
    from omnidesk.policy.service._rows import ResponseTime

WaitState: TypeAlias = Literal[
    "waiting", "late", "overdue", "met", "slow", "missed", "closed", "unknown"
]
"""
How a wait stands. Without an answer: within the target (`waiting`), beyond it and within the limit
(`late`), beyond the limit (`overdue`), or over without one (`closed`). Answered within the target
(`met`; within the limit where there is no target), beyond it and within the limit (`slow`), beyond
the limit (`missed`). `unknown` if a time or a day that this takes is not known.
"""

_NEVER = datetime.max.replace(tzinfo=UTC)


class Wait(Noun):
    """Somebody wrote or called, and waits for an answer, or got one."""

    _shown: ClassVar[frozenset[str]] = frozenset({"channel", "department", "rows"})

    conversation: str
    """The conversation (`Conversation.id`)."""
    channel: str
    """By which channel they wrote; `call` for a call."""
    department: str | None = None
    """Whom they wrote to, if that is known."""
    first: bool = True
    """Whether it is the first wait of the conversation."""
    entry: str
    """The message or call that began it, by its id."""
    began: Time | None = None
    """Since when (UTC); `None` if nobody said."""
    starts: Time | None = None
    """When the clock starts (UTC): at once, or when support hours begin."""
    target_at: Time | None = None
    """Until when an answer is aimed at (UTC)."""
    limit_at: Time | None = None
    """Until when one is promised (UTC)."""
    answer: str | None = None
    """What answered it, by its id."""
    ended: Time | None = None
    """When it was answered, or closed without an answer (UTC)."""
    state: WaitState
    """How it stands."""
    rows: tuple[str, ...] = ()
    """The rows about response times that it was judged by, by their ids."""

    @property
    def waited(self) -> timedelta | None:
        """How long they waited, of all time that passed; `None` while they wait."""
        if self.began is None or self.ended is None:
            return None
        return self.ended - self.began

    @property
    def due(self) -> datetime | None:
        """The target or the limit, whichever comes first and is set."""
        return min((at for at in (self.target_at, self.limit_at) if at is not None), default=None)


def waits(
    conversations: Conversation | Iterable[Conversation],
    policy: ServicePolicy,
    *,
    now: datetime,
    department: str | None = None,
    calendars: Iterable[BusinessCalendar] = (),
    closings: Iterable[Closing] = (),
) -> tuple[Wait, ...]:
    """
    Find who waits for an answer in conversations, and who waited.

    A wait begins with the first message of a person outside, or call in vain, after the last
    answer; what they add begins no other. It ends with the next message of a person on our side, or
    with a call in which somebody talked. A call that somebody took is a short wait. What machines
    write begins nothing and ends nothing: absence notices, bots, greetings of a platform. Nor does
    an internal note, or an answer that did not arrive.

    It begins when they sent it, or when we had it if that was earlier: no clock of theirs puts it
    off. What was deleted later was asked all the same.

    Args:
        conversations: One conversation or several; order and repetition mean nothing.
        policy: The policy.
        now: The moment for which to tell; aware. What is later has not happened.
        department: Whom they wrote to; `None` asks `ServicePolicy.department_of`.
        calendars: The calendars that the policy names.
        closings: When somebody said that a conversation needs no more answer: a word of thanks
            would wait for ever.

    Returns:
        The waits, the earliest first.

    Raises:
        ValueError: If `now` has no zone.
    """
    several = (conversations,) if isinstance(conversations, Conversation) else tuple(conversations)
    now = in_utc(now)
    closed: defaultdict[str, set[datetime]] = defaultdict(set)
    for closing in closings:
        closed[closing.conversation].add(closing.at)
    judge = _Judge(policy, tuple(calendars), now)
    found = [
        judge.judged(wait, one, department or policy.department_of(one))
        for one in several
        for wait in _waits_in(one, now, closed)
    ]
    return each_once(found)


def queue(found: Iterable[Wait], policy: ServicePolicy) -> tuple[Wait, ...]:
    """
    Return the waits without an answer, in the order in which to answer them.

    Departments that come first (`Precedence`) do; within them, what is due first, then who has
    waited for longest.

    Args:
        found: Waits, as `waits` returns them.
        policy: The policy.
    """
    pending = [one for one in each_once(found) if one.ended is None and one.answer is None]

    def place(one: Wait) -> tuple[int, datetime, datetime, str, str]:
        return (policy.place_of(one.department), one.due or _NEVER, *_by_beginning(one))

    return tuple(sorted(pending, key=place))


def each_once(found: Iterable[Wait]) -> tuple[Wait, ...]:
    """Return waits without repetitions, the earliest first."""
    once = {(one.conversation, one.entry): one for one in found}
    return tuple(sorted(once.values(), key=_by_beginning))


def _by_beginning(one: Wait) -> tuple[datetime, str, str]:
    return one.began or _NEVER, one.conversation, one.entry


class _Bare(NamedTuple):
    """A wait that nobody has judged yet."""

    asked: Turn
    answered: Turn | None
    closed: datetime | None
    first: bool

    def __repr__(self) -> str:
        return "<wait>"


def _waits_in(
    conversation: Conversation, now: datetime, closed: Mapping[str, set[datetime]]
) -> Iterator[_Bare]:
    """Yield the waits of a conversation, as its turns follow one another in time."""
    names = (conversation.id, *conversation.aliases)
    # What was asked at the very moment still waits: better one too many than one forgotten.
    dated: list[tuple[datetime, int, Turn | None]] = [
        (at, -1, None) for name in names for at in closed.get(name, ())
    ]
    undated: list[Turn] = []
    for number, turn in enumerate(turns(conversation)):
        if turn.at is None:
            undated.append(turn)
        else:
            dated.append((turn.at, number, turn))
    asked: Turn | None = None
    first = True
    # Of what happened at one moment, the order of the entries is that of the conversation.
    dated.sort(key=lambda row: row[:2])
    for at, _, comes in dated:
        if at > now:
            break
        if comes is not None and comes.kind == "asks":
            asked = asked or comes
        elif asked is not None:
            yield _Bare(asked, comes, at if comes is None else None, first)
            asked, first = None, False
    if asked is not None:
        # An answer without a time may be the one that it waits for.
        answered = next((one for one in undated if one.kind == "answers"), None)
        yield _Bare(asked, answered, None, first)
        first = False
    # A call that somebody took was answered, whenever that was.
    taken = {one.entry: one for one in undated if one.kind == "answers"}
    for turn in undated:
        if turn.kind == "asks":
            yield _Bare(turn, taken.get(turn.entry), None, first)
            first = False


class _Judge:
    """Tells how waits stand."""

    def __init__(
        self, policy: ServicePolicy, calendars: tuple[BusinessCalendar, ...], now: datetime
    ) -> None:
        self.policy = policy
        self.calendars = calendars
        self.now = now
        self.clocks: dict[tuple[str | None, str], SupportClock] = {}

    def judged(self, wait: _Bare, conversation: Conversation, department: str | None) -> Wait:
        asked, answered = wait.asked, wait.answered
        rows = [
            row
            for row in self.policy.responses_of(department, asked.channel)
            if wait.first or row.answers == "every"
        ]
        clock = self._clock(department, asked.channel)
        terms = [_terms(row, asked.at, clock) for row in rows if asked.at is not None]
        targets = [one.target_at for one in terms if one.target_at is not None]
        limits = [one.limit_at for one in terms if one.limit_at is not None]
        starts = [one.starts for one in terms if one.starts is not None]
        ended = wait.closed if answered is None else answered.at
        found = Wait(
            conversation=conversation.id,
            channel=asked.channel,
            department=department,
            first=wait.first,
            entry=asked.entry,
            began=asked.at,
            starts=min(starts, default=None) if rows else asked.at,
            target_at=min(targets, default=None),
            limit_at=min(limits, default=None),
            answer=None if answered is None else answered.entry,
            ended=ended,
            state="unknown",
            rows=tuple(sorted(row.id for row in rows)),
        )
        timeless = asked.at is None or (answered is not None and answered.at is None)
        sure = not timeless and all(one.known for one in terms)
        state = self._state(found, sure=sure, timeless=timeless, closed=wait.closed is not None)
        return found.model_copy(update={"state": state})

    def _state(self, found: Wait, *, sure: bool, timeless: bool, closed: bool) -> WaitState:
        if closed:
            return "closed"
        at = found.ended or self.now
        done = found.ended is not None
        if not timeless and found.limit_at is not None and at > found.limit_at:
            return "missed" if done else "overdue"
        if not sure:
            return "unknown"
        if found.target_at is not None and at > found.target_at:
            return "slow" if done else "late"
        return "met" if done else "waiting"

    def _clock(self, department: str | None, channel: str) -> SupportClock:
        place = department, channel
        if place not in self.clocks:
            rows = self.policy.hours_of(department, channel)
            self.clocks[place] = SupportClock(rows, self.calendars)
        return self.clocks[place]


class _Terms(NamedTuple):
    """What a row sets for a wait."""

    starts: datetime | None
    target_at: datetime | None
    limit_at: datetime | None
    known: bool
    """Whether both could be told, as far as the row has them."""


def _terms(row: ResponseTime, began: datetime, clock: SupportClock) -> _Terms:
    def at(span: timedelta | None) -> datetime | None:
        if span is None:
            return None
        if row.clock == "support_hours":
            return clock.due(began, span)
        return began + span if span <= _NEVER - began else None

    starts = clock.opens_at(began) if row.clock == "support_hours" else began
    target_at, limit_at = at(row.target), at(row.limit)
    known = (row.target is None) == (target_at is None) and (row.limit is None) == (
        limit_at is None
    )
    return _Terms(starts, target_at, limit_at, known)
