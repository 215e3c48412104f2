"""One record of a table on its way to an event: its fields, by the mapping, in our words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from omnidesk.adapters._clock import read_epoch
from omnidesk.adapters._patterns import pattern, read_duration
from omnidesk.adapters.calls._exchange import ROLES, Exchange, in_role
from omnidesk.adapters.calls._table_mapping import DURATIONS, DirectionColumn
from omnidesk.model import Attachment, Defect, Durations, Leg, derive_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omnidesk._payload import Payload
    from omnidesk.adapters._clock import Reading
    from omnidesk.adapters._rows import Record
    from omnidesk.adapters.calls._table_mapping import TableMapping, TimeColumn
    from omnidesk.events import CallReported
    from omnidesk.model import Direction, Outcome, Participant, Role

LONGEST = 8_192
"""In characters, of one field."""
_MILLISECOND = timedelta(milliseconds=1)
_MOST_KEPT = 10_000
"""Of those who were read before: a table has the same people in it again and again."""
_RENUMBERED = datetime(2018, 1, 1, tzinfo=UTC)
"""What a number in a record from before this means may depend on its date."""


class Table:
    """
    What the records of one payload share: the mapping, made ready, and who was read before.

    Args:
        name: The adapter's name.
        account: Our side.
        mapping: Which column is what.
        payload: The table.
    """

    def __init__(self, name: str, account: str, mapping: TableMapping, payload: Payload) -> None:
        self.mapping = mapping
        self.payload = payload
        numbering = replace(mapping.numbering(), scope=mapping.scope or account)
        self.exchange = Exchange(
            name=name, account=account, numbering=numbering, clock=mapping.clock()
        )
        self.places = tuple(dict.fromkeys(place for _, place in mapping.places()))
        self.directions = (
            _folded_words(mapping.direction.words)
            if isinstance(mapping.direction, DirectionColumn)
            else {}
        )
        self.outcomes = _folded_words(mapping.outcome.words) if mapping.outcome else {}
        self._kept: dict[tuple[str | None, str | None, Role], Participant | None] = {}

    def party(
        self, raw: str | None, name: str | None, at: datetime | None, role: Role
    ) -> Participant | None:
        """Read one end of a call, or return it as it was read before."""
        if at is not None and at < _RENUMBERED:
            return in_role(self.exchange.numbering.party(raw, at=at, name=name), role)
        key = (raw, name, role)
        if key not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = in_role(self.exchange.numbering.party(raw, at=at, name=name), role)
        return self._kept[key]

    def read(self, record: Record) -> CallReported | None:
        """Read a record; `None` if it has no id."""
        return _Reading(self, record).event()


class _Times(NamedTuple):
    started: datetime | None
    answered: datetime | None
    ended: datetime | None


class _Reading:
    """One record on its way to an event."""

    def __init__(self, table: Table, record: Record) -> None:
        self._table = table
        self._mapping = table.mapping
        self._exchange = table.exchange
        self._fields = record.fields
        self._pointer = record.pointer
        self._defects: list[Defect] = []

    def event(self) -> CallReported | None:
        mapping = self._mapping
        call_id = self._id(mapping.call_id, mapping.call_id_from)
        if call_id is None:
            return None
        leg_id = self._id(mapping.leg_id, mapping.leg_id_from) or call_id
        durations = self._durations()
        times = self._times(durations)
        at = times.started or times.answered or times.ended
        direction, caller, callee, line = self._parties(at)
        outcome = self._outcome(times, durations)
        leg = Leg(
            id=leg_id,
            parent_id=self._get(mapping.parent),
            caller=caller,
            callee=callee,
            outcome=outcome,
            started_at=times.started,
            answered_at=times.answered,
            ended_at=times.ended,
            durations=self._complete(durations, times),
            queue=self._get(mapping.queue),
            hangup_cause=self._get(mapping.hangup_cause),
        )
        recordings = self._recordings()
        voicemail = self._get(mapping.voicemail)
        aliases = [self._get(one) for one in mapping.aliases]
        return self._exchange.report(
            self._table.payload,
            self._pointer,
            call_id=call_id,
            leg=leg,
            direction=direction,
            line=line,
            what=(
                outcome,
                *(one.isoformat() if one else None for one in times),
                self._get(mapping.sequence),
                "recorded" if recordings or voicemail else None,
            ),
            aliases=tuple(dict.fromkeys(one for one in aliases if one and one != call_id)),
            sequence=self._sequence(),
            occurred_at=times.ended or times.answered or times.started,
            recordings=recordings,
            voicemail=Attachment(kind="voicemail", url=voicemail) if voicemail else None,
            defects=tuple(self._defects),
        )

    def _get(self, place: str | None) -> str | None:
        """Return what stands at a place; `None` if that is nothing."""
        if place is None:
            return None
        text = self._fields.get(place, "").strip()
        return text[:LONGEST] or None

    def _defect(self, code: str, place: str) -> None:
        pointer = f"{self._pointer}{place}" if place.startswith("/") else self._pointer
        self._defects.append(Defect(code=code, pointer=pointer))

    def _id(self, place: str | None, places: tuple[str, ...]) -> str | None:
        if place is not None:
            return self._get(place)
        parts = [self._get(one) for one in places]
        return derive_id("row", *parts) if any(parts) else None

    def _sequence(self) -> int | None:
        place = self._mapping.sequence
        text = self._get(place)
        if place is None or text is None:
            return None
        if text.isascii() and text.isdigit() and len(text) < 19:
            return int(text)
        self._defect("sequence_unreadable", place)
        return None

    def _durations(self) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for field in DURATIONS:
            column = getattr(self._mapping, field)
            if column is None:
                continue
            try:
                found[field] = read_duration(self._fields.get(column.column, ""), column.unit)
            except ValueError:
                self._defect("duration_unreadable", column.column)
        return found

    def _times(self, durations: Mapping[str, int | None]) -> _Times:
        mapping = self._mapping
        started, answered, ended = (
            self._time(column) for column in (mapping.started, mapping.answered, mapping.ended)
        )
        if mapping.times_from_durations:
            ended = ended or _later(started, durations.get("total"))
            talk = durations.get("talk")
            if answered is None and talk:
                answered = _later(ended, -talk)
        return _Times(started, answered, ended)

    def _time(self, column: TimeColumn | None) -> datetime | None:
        if column is None:
            return None
        text = " ".join([self._fields.get(one, "").strip() for one in column.column]).strip()
        place = column.column[0]
        pointer = f"{self._pointer}{place}" if place.startswith("/") else self._pointer
        reading: Reading
        clock = self._exchange.clock
        match column.format:
            case "year_first":
                reading = clock.read(text, pointer=pointer)
            case "seconds" | "milliseconds" | "microseconds" as unit:
                reading = read_epoch(text, unit, pointer=pointer)
            case other:
                reading = pattern(other).read(text, clock, pointer=pointer)
        at, defects = reading
        self._defects += defects
        return at

    def _complete(self, told: Mapping[str, int | None], times: _Times) -> Durations:
        """Add what the times tell to what the record says."""
        if not told and not any(times):
            return Durations()
        started, answered, ended = times
        ring = talk = None
        if self._mapping.answered is not None or answered is not None:
            # Without a time of answer nobody can tell ringing from talking.
            ring = _milliseconds(started, answered or ended)
            talk = _milliseconds(answered, ended) if answered else (0 if ended else None)
        get = told.get
        return Durations(
            total=_first(get("total"), _milliseconds(started, ended)),
            ring=_first(get("ring"), ring),
            talk=_first(get("talk"), talk),
            hold=get("hold"),
            queue=get("queue_wait"),
            ivr=get("ivr"),
            wrap=get("wrap"),
        )

    def _outcome(self, times: _Times, durations: Mapping[str, int | None]) -> Outcome:
        mapping = self._mapping
        if mapping.outcome is not None:
            word = self._get(mapping.outcome.column)
            known = self._table.outcomes.get(_folded(word or ""))
            if known is None and word is not None:
                self._defect("outcome_unknown", mapping.outcome.column)
            return known or "unknown"
        if times.answered or durations.get("talk"):
            return "answered"
        ended = times.ended is not None or durations.get("total") is not None
        return (mapping.unanswered or "unknown") if ended else "unknown"

    def _direction(self) -> Direction | None:
        direction = self._mapping.direction
        if not isinstance(direction, DirectionColumn):
            return direction
        word = self._get(direction.column)
        known = self._table.directions.get(_folded(word or ""))
        if known is None and word is not None:
            self._defect("direction_unknown", direction.column)
            return "unknown"
        return known

    def _parties(
        self, at: datetime | None
    ) -> tuple[Direction, Participant | None, Participant | None, str | None]:
        """Return the direction, who called, who was called, and our line."""
        mapping, get, party = self._mapping, self._get, self._table.party
        direction = self._direction()
        line, agent = get(mapping.line), get(mapping.agent)
        ends = [
            (get(mapping.caller), get(mapping.caller_name)),
            (get(mapping.callee), get(mapping.callee_name)),
        ]
        if mapping.customer is not None:
            ours = (agent or line, get(mapping.agent_name))
            theirs = (get(mapping.customer), get(mapping.customer_name))
            ends = [ours, theirs] if direction == "outbound" else [theirs, ours]
            direction = direction or "unknown"
        elif direction is None:
            direction = self._exchange.direction(
                *[party(raw, name, at, "unknown") for raw, name in ends]
            )
        if agent is not None and mapping.customer is None and direction in ("inbound", "outbound"):
            # Who of us took part is more than which line it was.
            place = 1 if direction == "inbound" else 0
            line = line or ends[place][0]
            ends[place] = (agent, get(mapping.agent_name))
        roles = ROLES.get(direction, ("unknown", "unknown"))
        caller, callee = (
            party(raw, name, at, role) for (raw, name), role in zip(ends, roles, strict=True)
        )
        return direction, caller, callee, line

    def _recordings(self) -> tuple[Attachment, ...]:
        mapping = self._mapping
        url, recording_id = self._get(mapping.recording), self._get(mapping.recording_id)
        if url is None and recording_id is None:
            return ()
        return (
            Attachment(
                kind="recording",
                id=recording_id,
                url=url,
                needs_token=mapping.recording_needs_token,
            ),
        )


def _milliseconds(start: datetime | None, end: datetime | None) -> int | None:
    if start is None or end is None or end < start:
        return None
    return (end - start) // _MILLISECOND


def _first(told: int | None, worked_out: int | None) -> int | None:
    return worked_out if told is None else told


def _later(at: datetime | None, milliseconds: int | None) -> datetime | None:
    if at is None or milliseconds is None:
        return None
    try:
        return at + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())


def _folded_words(words: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {_folded(word): meaning for word, meaning in words}
