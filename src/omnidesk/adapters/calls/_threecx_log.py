"""3CX's call log, as its configuration API (XAPI) gives it: one row per segment."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from omnidesk.adapters._wire import Wire
from omnidesk.adapters.calls._exchange import CHANNEL
from omnidesk.adapters.calls._vietnam import Text, object_of
from omnidesk.errors import PayloadError
from omnidesk.model import Attachment, Defect, Durations, Leg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters.calls._exchange import Exchange
    from omnidesk.events import Event
    from omnidesk.model import Direction, Outcome


class _Row(Wire):
    # Public code that reads `ReportCallLogData` names these; 3CX's own documents do not.
    MainCallHistoryId: Text = None
    CallHistoryId: Text = None
    CallId: Text = None
    CdrId: Text = None
    SegmentId: Text = None
    StartTime: Text = None
    SourceDn: Text = None
    SourceCallerId: Text = None
    SourceDisplayName: Text = None
    DestinationDn: Text = None
    DestinationCallerId: Text = None
    DestinationDisplayName: Text = None
    RingingDuration: Text = None
    TalkingDuration: Text = None
    Direction: Text = None
    CallType: Text = None
    Status: Text = None
    RecordingUrl: Text = None
    Reason: Text = None


_DIRECTIONS: Mapping[str, Direction] = {
    "inbound": "inbound",
    "outbound": "outbound",
    "internal": "internal",
}
_STATUSES: Mapping[str, Outcome] = {
    "answered": "answered",
    "unanswered": "missed",
    "missed": "missed",
    "abandoned": "abandoned",
    "voicemail": "voicemail",
}
_NOBODY = frozenset(("queue", "system", "ivr", "ringgroup"))
"""Types of segments that a machine answers."""

_PERIOD = re.compile(
    r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})(?:\.(\d{1,9}))?S)?)?"
)
"""ISO 8601: `PT1M1.432135S`."""


def read_log(exchange: Exchange, payload: Payload) -> Iterator[Event]:
    """
    Read a page of the call log.

    Raises:
        PayloadError: If it is none.
    """
    body = object_of(payload, "expected a page of the call log")
    items = body.get("value")
    if not isinstance(items, list):
        raise PayloadError(
            "expected a page of the call log", channel=CHANNEL, digest=payload.digest
        )
    return (
        _read(exchange, payload, f"/value/{number}", item)
        for number, item in enumerate(cast("list[JSON]", items))
    )


def _read(exchange: Exchange, payload: Payload, pointer: str, item: JSON) -> Event:
    one = _Row.model_validate(item) if isinstance(item, dict) else _Row()
    call_id = one.MainCallHistoryId or one.CallHistoryId or one.CallId
    leg_id = one.CdrId or one.SegmentId
    if call_id is None or leg_id is None:
        return exchange.unrecognised(
            payload, pointer, "missing_id" if isinstance(item, dict) else "invalid"
        )
    started, found = exchange.clock.read(one.StartTime, pointer=f"{pointer}/StartTime")
    defects = list(found)

    def period(name: str) -> int | None:
        text = getattr(one, name)
        read = None if text is None else _milliseconds(text)
        if text is not None and read is None:
            defects.append(Defect(code="duration_unreadable", pointer=f"{pointer}/{name}"))
        return read

    ring, talk = period("RingingDuration"), period("TalkingDuration")
    kind = (one.CallType or "").lower()
    outcome = _STATUSES.get((one.Status or "").lower(), "unknown")
    by_machine = kind in _NOBODY and outcome == "answered"
    if by_machine:
        outcome = "unknown"
    elif kind == "queue" and outcome == "missed":
        outcome = "abandoned"
    picked_up = _later(started, ring)
    url = one.RecordingUrl
    party = exchange.numbering.party
    return exchange.report(
        payload,
        pointer,
        call_id=call_id,
        leg=Leg(
            id=leg_id,
            caller=party(
                one.SourceCallerId or one.SourceDn, at=started, name=one.SourceDisplayName
            ),
            callee=party(
                one.DestinationCallerId or one.DestinationDn,
                at=started,
                name=one.DestinationDisplayName,
                role="system" if kind in _NOBODY else "unknown",
            ),
            outcome=outcome,
            started_at=started,
            answered_at=picked_up if outcome == "answered" or by_machine else None,
            ended_at=_later(picked_up, talk),
            durations=Durations(
                ring=ring,
                talk=0 if by_machine else talk,
                total=None if ring is None or talk is None else ring + talk,
            ),
            answered_by="machine" if by_machine else None,
            queue=one.DestinationDn if kind == "queue" else None,
            hangup_cause=one.Reason,
        ),
        direction=_DIRECTIONS.get((one.Direction or "").lower(), "unknown"),
        what=(
            "log",
            outcome,
            started.isoformat() if started else None,
            "recorded" if url else None,
        ),
        occurred_at=started,
        recordings=(Attachment(kind="recording", id=leg_id, url=url, needs_token=True),)
        if url
        else (),
        defects=tuple(defects),
    )


def _milliseconds(text: str) -> int | None:
    match = _PERIOD.fullmatch(text)
    if match is None or text in ("P", "PT"):
        return None
    days, hours, minutes, seconds, fraction = match.groups()
    whole = ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60
    return (whole + int(seconds or 0)) * 1_000 + int((fraction or "")[:3].ljust(3, "0"))


def _later(at: datetime | None, milliseconds: int | None) -> datetime | None:
    if at is None or milliseconds is None:
        return None
    try:
        return at + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
