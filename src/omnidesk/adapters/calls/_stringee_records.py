"""Stringee's call log, and StringeeX's history: what is known of a call when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters._clock import read_epoch
from omnidesk.adapters._wire import Wire
from omnidesk.adapters.calls._exchange import between
from omnidesk.adapters.calls._stringee_events import WAYS
from omnidesk.adapters.calls._vietnam import Count, Text, milliseconds
from omnidesk.model import Attachment, Durations, Leg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters.calls._exchange import Exchange
    from omnidesk.events import Event
    from omnidesk.model import Defect, Direction, Outcome


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


_HISTORY_RANK = 9
"""Above all states of events: what history says of a call is settled."""

_DIRECTIONS: tuple[Direction, ...] = ("outbound", "inbound", "internal")
"""StringeeX's numbers for them."""

_STATUSES: Mapping[int, Outcome] = {1: "answered", 2: "missed", 3: "missed"}
"""StringeeX's: connected, missed, ended in the voice menu. 4 ends in the survey after the call."""
_IN_THE_MENU = 3


class Records:
    """Rows of one payload on their way to events."""

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
        direction = WAYS.get((bool(one.from_internal), bool(one.to_internal)), "unknown")
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


def _recorded(call_id: str, recorded: int | None) -> tuple[Attachment, ...]:
    return (Attachment(kind="recording", id=call_id, needs_token=True),) if recorded else ()
