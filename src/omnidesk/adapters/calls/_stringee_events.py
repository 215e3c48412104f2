"""Stringee's events: what state a call came into, and who is on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from omnidesk.adapters._clock import read_epoch
from omnidesk.adapters._wire import Wire
from omnidesk.adapters.calls._vietnam import Count, Object, Text, milliseconds, sip_outcome
from omnidesk.model import Durations, Leg

if TYPE_CHECKING:
    from collections.abc import Mapping
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


_RANKS = {"created": 0, "started": 1, "ringing": 2, "ended": 4, "answered": 5}
"""
Whose word counts where states of one call differ. Not the order in which they happen: what
answered knows who of us it was, and `ended` may name the line instead.
"""

WAYS: Mapping[tuple[bool, bool], Direction] = {
    (True, False): "outbound",
    (False, True): "inbound",
    (True, True): "internal",
}
"""By whether the caller and the callee are internal."""


class Events:
    """Events of one payload on their way to ours."""

    def __init__(self, exchange: Exchange, payload: Payload) -> None:
        self._exchange = exchange
        self._payload = payload

    def event(self, item: JSON) -> Event:
        """Read an event: what state the call came into, and who is on it now."""
        one = _Event.model_validate(item)
        status = one.call_status or ""
        if one.call_id is None:
            return self._exchange.unrecognised(self._payload, "", "missing_id")
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


class _Ends:
    """Who is at the two ends of a call as an event tells it."""

    def __init__(self, exchange: Exchange, one: _Event, at: datetime | None) -> None:
        from_, to = _End.model_validate(one.from_), _End.model_validate(one.to)
        party = exchange.numbering.party
        self.caller: Participant | None = party(from_.number, at=at)
        self.callee: Participant | None = party(to.number, at=at)
        self.line: str | None = None
        self.direction: Direction = WAYS.get(
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
