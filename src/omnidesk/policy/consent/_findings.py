"""What a conversation says about consent: signals, rights, calls, and what people wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, assert_never

from omnidesk.events import (
    CallReported,
    ConsentSignalled,
    EventBase,
    MessagePosted,
    RightsRequested,
)
from omnidesk.model import Call, Message, Notice, Source, Time
from omnidesk.model._base import Noun
from omnidesk.policy._subjects import known_people
from omnidesk.policy.consent._detect import OptOut, opt_out_in
from omnidesk.policy.consent._events import ConsentEvent, ConsentKind
from omnidesk.policy.consent._said import (
    Said,
    said_by_call,
    said_by_consent,
    said_by_right,
    subjects_of,
)
from omnidesk.policy.consent._signals import text_events

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from omnidesk.model import Conversation, Person


class ConsentFinding(Noun):
    """One place that says something about consent: where it is, and what it says."""

    _shown: ClassVar[frozenset[str]] = frozenset({"channel", "signal"})

    found_in: Literal["signal", "right", "call", "text"]
    """What says it: a signal of the platform, a right, a call's record, or a person's words."""
    conversation: str | None = None
    """The conversation's id; `None` for an event that was read by itself."""
    entry: str
    """The id of the message, call or notice; of an event that is none of these, the event's."""
    channel: str
    """Where it was said."""
    at: Time | None = None
    """When (UTC); `None` if nobody knows, and then nothing of it belongs into a ledger."""
    subjects: tuple[str, ...] = ()
    """Who said it; empty for whom the platform hides."""
    signal: str
    """What it was read from: `follow`, `call_consent`, `rights_erase`, `call`, `text`, …"""
    kind: ConsentKind | None = None
    """What it does in a ledger; `None` where a person must judge, and where nobody knows."""
    purpose: str | None = None
    """What for, where a signal says so."""
    opt_out: OptOut | None = None
    """For words: what they say, how far it goes, and where they stand."""
    events: tuple[ConsentEvent, ...] = ()
    """What belongs into a ledger."""
    source: Source | None = None
    """The raw item that it was read from."""


def consents_in(
    document: Conversation | EventBase,
    *,
    people: Iterable[Person] = (),
    controller: str | None = None,
    purposes: Mapping[str, str] | None = None,
    names: Iterable[str] = (),
) -> tuple[ConsentFinding, ...]:
    """
    List what a conversation, or an event, says about consent, in order.

    Signals, rights and the records of calls are read as `consent_events` reads them, what people
    wrote as `opt_out_in` does. A ledger takes the `events` of each finding: that they are found
    again changes nothing. Nothing is a grant that was only written: what it would be for is not
    known here, and `text_events` takes it.

    Args:
        document: A conversation; or an event, for what belongs to none (one-click, the deletion of
            an account) or was never assembled.
        people: Who is who: findings are then about people, not about single identities.
        controller: Whose channel it is.
        purposes: The desk's words for the platform's (`BACK_IN_STOCK`: `marketing`), and for the
            topics of opt-outs (`promotion`).
        names: What the desk is called, as for `detect_opt_out`.
    """
    return read_consents(document, known_people(people), controller, purposes, tuple(names))


def read_consents(
    document: Conversation | EventBase,
    known: Mapping[str, str],
    controller: str | None,
    purposes: Mapping[str, str] | None,
    names: tuple[str, ...] = (),
) -> tuple[ConsentFinding, ...]:
    """Do it, for callers that have many conversations and the people only once."""
    reader = _Reader(document.channel, known, controller, purposes, names)
    if isinstance(document, EventBase):
        return tuple(reader.of_event(document))
    return tuple(
        one.model_copy(update={"conversation": document.id})
        for entry in document.entries
        for one in reader.of_entry(entry)
    )


class _Reader:
    def __init__(
        self,
        channel: str,
        known: Mapping[str, str],
        controller: str | None,
        purposes: Mapping[str, str] | None,
        names: tuple[str, ...],
    ) -> None:
        self._names = names
        self._channel = channel
        self._known = known
        self._controller = controller
        self._purposes = purposes

    def of_event(self, event: EventBase) -> Iterator[ConsentFinding]:
        sources = (event.source,)
        match event:
            case MessagePosted():
                yield from self._text(event.message, sources)
            case ConsentSignalled():
                said = said_by_consent(event.consent, event.channel, self._purposes)
                yield self._finding("signal", event.id, said, event.occurred_at, sources)
            case RightsRequested():
                said = said_by_right(event.request)
                yield self._finding("right", event.id, said, event.occurred_at, sources)
            case CallReported():
                leg = event.leg
                parties = (leg.caller, leg.callee) if leg else ()
                said = said_by_call(event.recording_consent, parties)
                if said.kind is not None:
                    yield self._finding("call", event.call_id, said, event.occurred_at, sources)
            case _:
                return

    def of_entry(self, entry: Message | Call | Notice) -> Iterator[ConsentFinding]:
        match entry:
            case Message():
                yield from self._text(entry, entry.sources)
            case Call():
                said = said_by_call(entry.recording_consent, entry.parties)
                if said.kind is not None:
                    yield self._finding("call", entry.id, said, entry.started_at, entry.sources)
            case Notice():
                at, sources = entry.occurred_at, entry.sources
                if entry.consent is not None:
                    said = said_by_consent(entry.consent, self._channel, self._purposes)
                    yield self._finding("signal", entry.id, said, at, sources)
                if entry.rights is not None:
                    said = said_by_right(entry.rights)
                    yield self._finding("right", entry.id, said, at, sources)
            case _:
                assert_never(entry)

    def _finding(
        self,
        found_in: Literal["signal", "right", "call"],
        entry: str,
        said: Said,
        at: datetime | None,
        sources: tuple[Source, ...],
    ) -> ConsentFinding:
        subjects = subjects_of(said.whose, self._known)
        at, source = _when(at, sources), _first(sources)
        events = (
            said.events(subjects, at=at, source=source, controller=self._controller) if at else ()
        )
        return ConsentFinding(
            found_in=found_in,
            entry=entry,
            channel=self._channel,
            at=at,
            subjects=subjects,
            signal=said.signal,
            kind=said.kind,
            purpose=said.purpose,
            events=events,
            source=source,
        )

    def _text(self, message: Message, sources: tuple[Source, ...]) -> Iterator[ConsentFinding]:
        found = opt_out_in(message, names=self._names)
        if found.verdict == "none":
            return
        subjects = subjects_of((message.author,), self._known)
        at, source = _when(message.sent_at, sources), _first(sources)
        yield ConsentFinding(
            found_in="text",
            entry=message.id,
            channel=self._channel,
            at=at,
            subjects=subjects,
            signal="text",
            kind="withdrawn" if found.verdict == "opt_out" else None,
            opt_out=found,
            events=tuple(
                event
                for subject in subjects
                if at is not None
                for event in text_events(
                    found,
                    subject=subject,
                    at=at,
                    channel=self._channel,
                    controller=self._controller,
                    purposes=self._purposes,
                    source=source,
                )
            ),
            source=source,
        )


def _first(sources: tuple[Source, ...]) -> Source | None:
    return sources[0] if sources else None


def _when(at: datetime | None, sources: tuple[Source, ...]) -> datetime | None:
    """Return when it was said, or else when it first reached us. None is made up."""
    if at is not None:
        return at
    return min((one.received_at for one in sources if one.received_at), default=None)
