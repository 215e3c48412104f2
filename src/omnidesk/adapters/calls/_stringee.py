"""Stringee: events of calls, pages of its call log, and of StringeeX's history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from pydantic import Field

from omnidesk.adapters._clock import Clock, read_epoch
from omnidesk.adapters._wire import Wire
from omnidesk.adapters.calls._exchange import CHANNEL, between
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.adapters.calls._vietnam import (
    Count,
    Object,
    Text,
    exchange_of,
    milliseconds,
    object_of,
    sip_outcome,
)
from omnidesk.errors import PayloadError
from omnidesk.model import Attachment, Durations, Leg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters.calls._exchange import Exchange
    from omnidesk.events import CallReported, Event
    from omnidesk.model import Defect, Direction, Outcome, Participant


class _End(Wire):
    number: Text = None
    alias: Text = None
    type: Text = None


class _Event(Wire):
    call_status: Text = None
    call_id: Text = None
    timestamp_ms: Count = None
    request_from_user_id: Text = None
    from_: Object = Field(default_factory=dict, alias="from")
    to: Object = Field(default_factory=dict)
    callCreatedReason: Text = None  # noqa: N815 - the vendor's word
    endCallCause: Text = None  # noqa: N815 - as above
    endedBy: Text = None  # noqa: N815 - as above
    callType: Text = None  # noqa: N815 - as above
    duration: Count = None
    answerDuration: Count = None  # noqa: N815 - as above


class _Logged(Wire):
    """A row of the call log. Its `*_datetime` texts are in the server's zone: never read."""

    id: Text = None
    from_user_id: Text = None
    from_number: Text = None
    to_number: Text = None
    from_alias: Text = None
    to_alias: Text = None
    from_internal: Count = None
    to_internal: Count = None
    start_time: Count = None
    answer_time: Count = None
    stop_time: Count = None
    recorded: Count = None


class _History(Wire):
    """A row of StringeeX's history."""

    id: Text = None
    customer_number: Text = None
    stringee_number: Text = None
    agent_id: Text = None
    direction: Count = None
    status: Count = None
    start_time: Count = None
    answer_time: Count = None
    end_time: Count = None
    talk_duration: Count = None
    answer_duration: Count = None
    queue_duration: Count = None
    ivr_duration: Count = None
    hold_duration: Count = None
    acw_duration: Count = None
    recorded: Count = None
    have_voice_mail: Count = None
    end_call_reason: Text = None


_RANKS = {"created": 0, "started": 1, "ringing": 2, "ended": 4, "answered": 5}
"""
Whose word counts where states of one call differ. Not the order in which they happen: what
answered knows who of us it was, and `ended` may name the line instead.
"""
_HISTORY_RANK = 9

_WAYS: Mapping[tuple[bool, bool], Direction] = {
    (True, False): "outbound",
    (False, True): "inbound",
    (True, True): "internal",
}
"""By whether the caller and the callee are internal."""

_DIRECTIONS: tuple[Direction, ...] = ("outbound", "inbound", "internal")
"""StringeeX's numbers for them."""

_STATUSES: Mapping[int, Outcome] = {1: "answered", 2: "missed", 3: "missed"}
"""StringeeX's: connected, missed, ended in the voice menu. 4 ends in the survey after the call."""
_IN_THE_MENU = 3


@dataclass(frozen=True)
class Stringee:
    """
    Reads what Stringee says about calls: events, the call log (both versions), StringeeX's history.

    All three name a call by the same id, so that they fold into one.

    Args:
        account: Our side: the project or the account at Stringee.
        numbering: How its numbers are written: `84912345678`, which is read as a number with the
            region `VN`, and ids of users in the same place.
        clock: Unused: all times count from 1970. It is there as for every adapter of calls.
    """

    channel = CHANNEL
    name = "stringee"

    account: str
    numbering: Numbering = field(default_factory=lambda: Numbering(region="VN"))
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether it is an event, or a page of the log or of the history."""
        body = payload.body
        if body.lstrip()[:1] != b"{":
            return False
        return (
            (b'"stringee_call"' in body and b'"call_status"' in body)
            or (b'"from_internal"' in body and b'"stop_time"' in body)
            or (b'"stringee_number"' in body and b'"customer_number"' in body)
        )

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read an event, or the calls of a page.

        Raises:
            PayloadError: If it is neither, or the API's word that it refused.
        """
        body = object_of(payload, "expected an event or a page of Stringee")
        exchange = exchange_of(self.name, self.account, self.numbering, self.clock)
        desk = _Desk(exchange, payload)
        if "call_status" in body or "call_id" in body:
            return iter((desk.event(body),))
        if body.get("r", 0) != 0:
            raise PayloadError(
                "expected a page, got the answer that it was refused",
                channel=CHANNEL,
                pointer="/r",
                digest=payload.digest,
            )
        data = cast("dict[str, JSON]", body["data"]) if isinstance(body.get("data"), dict) else {}
        for key, read in (("calls", desk.logged), ("rows", desk.history)):
            if isinstance(data.get(key), list):
                return desk.items(f"/data/{key}", cast("list[JSON]", data[key]), read)
        raise PayloadError(
            "expected an event or a page of Stringee", channel=CHANNEL, digest=payload.digest
        )


class _Desk:
    """One payload on its way to events."""

    def __init__(self, exchange: Exchange, payload: Payload) -> None:
        self._exchange = exchange
        self._payload = payload

    def items(
        self, pointer: str, items: list[JSON], read: Callable[[str, JSON], Event]
    ) -> Iterator[Event]:
        return (read(f"{pointer}/{number}", item) for number, item in enumerate(items))

    def _missing(self, pointer: str, item: JSON) -> Event:
        return self._exchange.unrecognised(
            self._payload, pointer, "missing_id" if isinstance(item, dict) else "invalid"
        )

    def event(self, item: JSON) -> Event:
        """Read an event: what state the call came into, and who is on it now."""
        one = _Event.model_validate(item)
        status = one.call_status or ""
        if one.call_id is None:
            return self._missing("", item)
        if status != "agentEnded" and status not in _RANKS:
            return self._exchange.unrecognised(self._payload, "", "unknown_kind")
        at, defects = read_epoch(one.timestamp_ms, "milliseconds", pointer="/timestamp_ms")
        if status == "agentEnded":
            return self._agent_ended(one, at, defects)
        ends = _Ends(self._exchange, one, at)
        outcome: Outcome = "unknown"
        durations = Durations()
        if status == "answered" and ends.reached:
            outcome = "answered"
        if status == "ended":
            outcome = _ended(one, ends.direction)
            in_menu = one.callType == "IVR"
            durations = Durations(
                total=milliseconds(one.duration),
                talk=None if in_menu else milliseconds(one.answerDuration),
            )
        leg = Leg(
            id=one.call_id,
            caller=ends.caller,
            callee=ends.callee,
            outcome=outcome,
            started_at=at if status in ("created", "started") else None,
            answered_at=at if status == "answered" else None,
            ended_at=at if status == "ended" else None,
            durations=durations,
            answered_by="machine" if status == "ended" and one.callType == "IVR" else None,
            hangup_cause=one.endCallCause,
        )
        return self._report("", one.call_id, leg, ends, at, defects, _RANKS[status], status)

    def _agent_ended(
        self, one: _Event, at: datetime | None, defects: tuple[Defect, ...]
    ) -> CallReported:
        """Close the leg of an agent who is off the call, which may go on with another."""
        ends = _Ends(self._exchange, one, at)
        call_id = one.call_id or ""
        number = _End.model_validate(one.to).number
        leg = Leg(
            id=f"{call_id}/{number or ''}",
            caller=ends.caller,
            callee=ends.callee,
            ended_at=at,
            hangup_cause=one.endCallCause,
        )
        return self._report("", call_id, leg, ends, at, defects, None, "agentEnded")

    def _report(  # noqa: PLR0917 - all of it, once
        self,
        pointer: str,
        call_id: str,
        leg: Leg,
        ends: _Ends,
        at: datetime | None,
        defects: tuple[Defect, ...],
        sequence: int | None,
        state: str,
    ) -> CallReported:
        return self._exchange.report(
            self._payload,
            pointer,
            call_id=call_id,
            leg=leg,
            direction=ends.direction,
            line=ends.line,
            what=(state, at.isoformat() if at else None),
            sequence=sequence,
            occurred_at=at,
            defects=defects,
        )

    def logged(self, pointer: str, item: JSON) -> Event:
        """Read a row of the call log."""
        one = _Logged.model_validate(item) if isinstance(item, dict) else _Logged()
        if one.id is None:
            return self._missing(pointer, item)
        (started, answered, ended), defects = self._times(
            pointer,
            start_time=one.start_time,
            answer_time=one.answer_time,
            stop_time=one.stop_time,
        )
        direction = _WAYS.get((bool(one.from_internal), bool(one.to_internal)), "unknown")
        if one.from_internal is None or one.to_internal is None:
            direction = "unknown"
        party, ours = self._exchange.numbering.party, None
        caller, callee = party(one.from_number, at=started), party(one.to_number, at=started)
        if direction == "outbound":
            # The number that is shown, from whoever's application it was.
            ours = one.from_number
            caller = party(one.from_user_id, at=started) or caller
        elif direction == "inbound":
            ours = one.to_alias or one.to_number
        outcome: Outcome = "unknown"
        if ended is not None:
            outcome = "answered" if answered else "missed"
        return self._exchange.report(
            self._payload,
            pointer,
            call_id=one.id,
            leg=Leg(
                id=one.id,
                caller=caller,
                callee=callee,
                outcome=outcome,
                started_at=started,
                answered_at=answered,
                ended_at=ended,
                durations=between(started, answered, ended),
            ),
            direction=direction,
            line=ours,
            what=("log", outcome, "recorded" if one.recorded else None),
            occurred_at=ended or started,
            recordings=_recorded(one.id, one.recorded),
            defects=defects,
        )

    def history(self, pointer: str, item: JSON) -> Event:
        """Read a row of StringeeX's history."""
        one = _History.model_validate(item) if isinstance(item, dict) else _History()
        if one.id is None:
            return self._missing(pointer, item)
        (started, answered, ended), defects = self._times(
            pointer,
            start_time=one.start_time,
            answer_time=one.answer_time,
            end_time=one.end_time,
        )
        known = one.direction is not None and one.direction < len(_DIRECTIONS)
        direction = _DIRECTIONS[one.direction or 0] if known else "unknown"
        party = self._exchange.numbering.party
        customer = party(one.customer_number, at=started)
        ours = party(one.agent_id, at=started) or party(one.stringee_number, at=started)
        caller, callee = (ours, customer) if direction == "outbound" else (customer, ours)
        outcome = _STATUSES.get(one.status or 0)
        if outcome is None:
            outcome = "answered" if one.talk_duration else "unknown" if answered else "missed"
        left = bool(one.have_voice_mail)
        return self._exchange.report(
            self._payload,
            pointer,
            call_id=one.id,
            leg=Leg(
                id=one.id,
                caller=caller,
                callee=callee,
                outcome=outcome,
                started_at=started,
                answered_at=answered,
                ended_at=ended,
                durations=Durations(
                    total=between(started, None, ended).total,
                    talk=milliseconds(one.talk_duration),
                    queue=milliseconds(one.queue_duration),
                    ivr=milliseconds(one.ivr_duration),
                    hold=milliseconds(one.hold_duration),
                    wrap=milliseconds(one.acw_duration),
                ),
                answered_by="machine" if one.status == _IN_THE_MENU else None,
                hangup_cause=one.end_call_reason,
            ),
            direction=direction,
            line=one.stringee_number,
            what=("history", outcome, "recorded" if one.recorded else None, str(left)),
            sequence=_HISTORY_RANK,
            occurred_at=ended or started,
            recordings=_recorded(one.id, one.recorded),
            voicemail=Attachment(kind="voicemail", id=one.id, needs_token=True) if left else None,
            defects=defects,
        )

    def _times(
        self, pointer: str, **counts: int | None
    ) -> tuple[tuple[datetime | None, ...], tuple[Defect, ...]]:
        """Read milliseconds; 0 is never."""
        read = [
            read_epoch(count, "milliseconds", pointer=f"{pointer}/{name}")
            for name, count in counts.items()
        ]
        return tuple([at for at, _ in read]), tuple(
            [defect for _, defects in read for defect in defects]
        )


class _Ends:
    """Who is at the two ends of a call as an event tells it."""

    def __init__(self, exchange: Exchange, one: _Event, at: datetime | None) -> None:
        from_, to = _End.model_validate(one.from_), _End.model_validate(one.to)
        party = exchange.numbering.party
        self.caller: Participant | None = party(from_.number, at=at)
        self.callee: Participant | None = party(to.number, at=at)
        self.line: str | None = None
        self.direction: Direction = _WAYS.get(
            (from_.type == "internal", to.type == "internal"), "unknown"
        )
        if one.callCreatedReason == "EXTERNAL_CALL_IN":
            self.direction = "inbound"
        # Where the line itself is called nobody has been found yet: a menu or a queue answers.
        is_somebody = to.number is not None and to.number != to.alias
        self.reached = is_somebody or self.direction in ("outbound", "internal")
        if self.direction == "outbound":
            # The number is the one that is shown; who called with it is the request's user.
            self.line = from_.number
            self.caller = party(one.request_from_user_id, at=at) or self.caller
        elif self.direction == "inbound":
            self.line = to.alias or to.number


def _ended(one: _Event, direction: Direction) -> Outcome:
    if one.callType == "IVR" and direction == "inbound":
        # The menu answered. Whether a person did after it, the event `answered` tells.
        return "missed"
    if one.answerDuration:
        return "answered"
    found = sip_outcome(one.endCallCause)
    if found is not None:
        return found
    if one.endCallCause == "CAN_NOT_MAKE_CALL":
        return "failed"
    gave_up = "EXTERNAL" if direction == "inbound" else "INTERNAL"
    if one.answerDuration is None or direction == "unknown":
        return "unknown"
    return "cancelled" if one.endedBy == gave_up else "missed"


def _recorded(call_id: str, recorded: int | None) -> tuple[Attachment, ...]:
    return (Attachment(kind="recording", id=call_id, needs_token=True),) if recorded else ()
