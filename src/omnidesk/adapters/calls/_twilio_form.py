"""What Twilio posts: the callbacks of calls, recordings, conferences, queues and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from omnidesk._payload import Payload
from omnidesk.adapters._clock import read_epoch
from omnidesk.adapters.calls import _twilio_words as words
from omnidesk.adapters.calls._twilio_desk import Desk, attached, placed
from omnidesk.errors import PayloadError
from omnidesk.model import Defect, Durations, Leg, Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    from omnidesk._payload import JSON
    from omnidesk.events import Event

    Fields: TypeAlias = Mapping[str, str]


def read_form(desk: Desk, fields: Fields) -> Iterator[Event]:
    """Read the events out of a callback's fields."""
    for field, read in _READERS:
        if field in fields:
            yield from read(desk, fields)
            return
    yield desk.exchange.unrecognised(desk.payload, "", "unknown_kind")


# --- calls ----------------------------------------------------------------------------------------


def _call(desk: Desk, fields: Fields) -> Iterator[Event]:
    sid = fields["CallSid"]
    if not sid:
        yield desk.exchange.unrecognised(
            desk.payload, "", "missing_id", expected="expected a CallSid"
        )
        return
    yield _state(desk, fields, sid)
    if fields.get("DialCallSid") and fields.get("DialCallStatus"):
        yield _dialled(desk, fields, sid)
    if "QueueSid" in fields or "QueueResult" in fields:
        yield _queued(desk, fields, sid)
    if fields.get("RecordingUrl"):
        yield from _recorded(desk, fields, sid)


def _state(desk: Desk, fields: Fields, sid: str) -> Event:
    exchange = desk.exchange
    status, number = fields.get("CallStatus", ""), fields.get("SequenceNumber")
    at, defects = words.read_time(exchange.clock, fields.get("Timestamp"))
    if status and status not in words.OUTCOMES:
        defects = (*defects, Defect(code="status_unknown"))
    parent = fields.get("ParentCallSid") or None
    caller = words.party(exchange, fields.get("From"), at=at, name=fields.get("CallerName"))
    callee = words.party(exchange, fields.get("To"), at=at)
    direction = words.direction(exchange, fields.get("Direction"), caller, callee)
    ended, code = words.has_ended(status), fields.get("SipResponseCode", "")
    # "Duration" beside it is in minutes, as they are billed.
    lasted = words.milliseconds(fields.get("CallDuration")) if ended else None
    leg = Leg(
        id=sid,
        parent_id=parent if parent != sid else None,
        caller=caller,
        callee=callee,
        outcome=words.outcome(status, fields.get("Direction")),
        started_at=at if status in ("queued", "initiated") else None,
        answered_at=at if status == "in-progress" else None,
        ended_at=at if ended else None,
        durations=words.durations(lasted, fields.get("Direction")),
        answered_by=words.answered_by(fields.get("AnsweredBy")),
        hangup_cause=f"SIP {code}" if ended and code in words.SIP_REFUSALS else None,
    )
    return exchange.report(
        desk.payload,
        "",
        call_id=parent or sid,
        aliases=(sid,) if parent not in (None, sid) else (),
        leg=placed(exchange, leg, direction),
        direction=direction,
        what=("call", status, number, fields.get("Timestamp"), fields.get("AnsweredBy")),
        sequence=words.sequence(status, number),
        occurred_at=at,
        defects=defects,
    )


def _dialled(desk: Desk, fields: Fields, sid: str) -> Event:
    """Tell of the leg that `<Dial>` has made, from the request that follows it."""
    child, status = fields["DialCallSid"], fields["DialCallStatus"]
    leg = Leg(
        id=child,
        parent_id=sid,
        outcome=words.OUTCOMES.get(status, "unknown"),
        durations=Durations(talk=words.milliseconds(fields.get("DialCallDuration"))),
    )
    return desk.exchange.report(
        desk.payload,
        "",
        call_id=sid,
        aliases=(child,),
        leg=leg,
        direction="unknown",
        what=("dial", status),
        sequence=words.sequence(status),
    )


def _queued(desk: Desk, fields: Fields, sid: str) -> Event:
    """Tell how long a caller has waited, and whether in vain, from the requests of `<Enqueue>`."""
    result = fields.get("QueueResult")
    waited = words.milliseconds(fields.get("QueueTime")) if result else None
    given_up = result == "hangup"
    leg = Leg(
        id=sid,
        outcome="abandoned" if given_up else "unknown",
        queue=fields.get("QueueSid") or None,
        durations=Durations(queue=waited),
    )
    return desk.exchange.report(
        desk.payload,
        "",
        call_id=sid,
        leg=leg,
        direction="unknown",
        what=("queue", result),
        sequence=words.LAST_WORD if given_up else None,
    )


# --- recordings -----------------------------------------------------------------------------------


def _recorded(desk: Desk, fields: Fields, sid: str) -> Iterator[Event]:
    """Tell of a recording that a call's own request names beside other things."""
    url = fields["RecordingUrl"]
    # A request that follows <Record> says nothing of a leg, and is no report of progress.
    by_verb = "DialCallStatus" not in fields and "CallbackSource" not in fields
    recording_sid = fields.get("RecordingSid") or url.rpartition("/")[2]
    if not recording_sid:
        return
    made = words.recording(
        recording_sid,
        kind="voicemail" if desk.voicemail and by_verb else "recording",
        url=url,
        account=None,
        status="completed",
        seconds=fields.get("RecordingDuration"),
    )
    yield attached(desk, "", made, call_sid=sid, conference_sid=None, status="completed", at=None)


def _recording(desk: Desk, fields: Fields) -> Iterator[Event]:
    sid = fields.get("RecordingSid")
    call_sid, conference_sid = fields.get("CallSid"), fields.get("ConferenceSid")
    if not sid or not (call_sid or conference_sid):
        expected = "expected a RecordingSid, and a CallSid or a ConferenceSid"
        yield desk.exchange.unrecognised(desk.payload, "", "missing_id", expected=expected)
        return
    status = fields["RecordingStatus"]
    by_verb = fields.get("RecordingSource") == "RecordVerb"
    made = words.recording(
        sid,
        kind="voicemail" if desk.voicemail and by_verb else "recording",
        url=fields.get("RecordingUrl") or None,
        account=fields.get("AccountSid") or None,
        status=status,
        seconds=fields.get("RecordingDuration"),
    )
    at, defects = words.read_time(desk.exchange.clock, fields.get("RecordingStartTime"))
    yield attached(
        desk,
        "",
        made,
        call_sid=call_sid,
        conference_sid=conference_sid,
        status=status,
        at=at,
        defects=defects,
    )


def _transcription(desk: Desk, fields: Fields) -> Iterator[Event]:
    call_sid, text = fields.get("CallSid"), fields.get("TranscriptionText")
    if not call_sid:
        yield desk.exchange.unrecognised(
            desk.payload, "", "missing_id", expected="expected a CallSid"
        )
        return
    done = fields.get("TranscriptionStatus") == "completed"
    said = Transcript(text=text or "", derived_from=fields.get("RecordingSid") or None)
    yield desk.exchange.report(
        desk.payload,
        "",
        call_id=call_sid,
        leg=None,
        direction="unknown",
        what=("transcription", fields["TranscriptionSid"], fields.get("TranscriptionStatus")),
        transcripts=(said,) if done else (),
        defects=() if done else (Defect(code="transcription_failed"),),
    )


def _spoken(desk: Desk, fields: Fields) -> Iterator[Event]:
    """Pass over real-time transcription: pieces of speech, which the model has no place for."""
    event = fields["TranscriptionEvent"]
    name = event if event in _SPOKEN else None
    yield desk.exchange.unrecognised(desk.payload, "", "unknown_kind", name=name)


_SPOKEN = frozenset(f"transcription-{one}" for one in ("started", "content", "stopped", "error"))


# --- conferences and tasks ------------------------------------------------------------------------


def _conference(desk: Desk, fields: Fields) -> Iterator[Event]:
    """Tie the calls in a conference together: nothing else says that they are one story."""
    conference_sid, call_sid = fields.get("ConferenceSid"), fields.get("CallSid")
    if not conference_sid:
        yield desk.exchange.unrecognised(
            desk.payload, "", "missing_id", expected="expected a ConferenceSid"
        )
        return
    at, defects = words.read_time(desk.exchange.clock, fields.get("Timestamp"))
    yield desk.exchange.report(
        desk.payload,
        "",
        call_id=call_sid or conference_sid,
        aliases=(conference_sid,) if call_sid else (),
        leg=Leg(id=call_sid) if call_sid else None,
        direction="unknown",
        what=(
            "conference",
            conference_sid,
            fields["StatusCallbackEvent"],
            fields.get("SequenceNumber"),
            fields.get("Timestamp"),
        ),
        occurred_at=at,
        defects=defects,
    )


def _task(desk: Desk, fields: Fields) -> Iterator[Event]:
    """Tell which queue a caller waits in, and for how long, from the events of TaskRouter."""
    exchange, event = desk.exchange, fields["EventType"]
    if event not in _TASK_EVENTS:
        name = event if event in _OTHER_TASK_EVENTS else None
        yield exchange.unrecognised(desk.payload, "", "unknown_kind", name=name)
        return
    attributes = _attributes(fields.get("TaskAttributes"))
    call_sid = _text(attributes.get("call_sid"))
    if call_sid is None:
        # A task about a mail or a chat.
        expected = "expected a call_sid in TaskAttributes"
        yield exchange.unrecognised(desk.payload, "", "missing_id", expected=expected, name=event)
        return
    conference = attributes.get("conference")
    conference_sid = (
        _text(cast("dict[str, JSON]", conference).get("sid"))
        if isinstance(conference, dict)
        else None
    )
    at, defects = read_epoch(fields.get("Timestamp"), "seconds")
    given_up = event == "task.canceled" and fields.get("TaskCanceledReason") == "hangup"
    waited = event in ("reservation.accepted", "task.canceled")
    leg = Leg(
        id=call_sid,
        outcome="abandoned" if given_up else "unknown",
        queue=fields.get("TaskQueueName") or None,
        durations=Durations(queue=words.milliseconds(fields.get("TaskAge")) if waited else None),
    )
    yield exchange.report(
        desk.payload,
        "",
        call_id=call_sid,
        aliases=(conference_sid,) if conference_sid else (),
        leg=leg,
        direction="unknown",
        what=("task", fields.get("Sid"), event, fields.get("Timestamp")),
        sequence=words.LAST_WORD if given_up else None,
        occurred_at=at,
        defects=defects,
    )


_TASK_EVENTS = frozenset(("task-queue.entered", "reservation.accepted", "task.canceled"))
_OTHER_TASK_EVENTS = frozenset(
    (
        *("task.created", "task.updated", "task.completed", "task.deleted", "task.wrapup"),
        *("task.system-deleted", "task.transfer-initiated", "task.transfer-completed"),
        *("task-queue.moved", "task-queue.timeout", "workflow.target-matched", "workflow.entered"),
        *("workflow.timeout", "workflow.skipped", "reservation.created", "reservation.rejected"),
        *("reservation.timeout", "reservation.canceled", "reservation.rescinded"),
        *("reservation.completed", "reservation.failed", "reservation.wrapup"),
        *("worker.activity.update", "worker.attributes.update"),
    )
)


def _attributes(text: str | None) -> dict[str, JSON]:
    try:
        value = Payload((text or "").encode("utf-8", "replace")).json()
    except PayloadError:
        return {}
    return cast("dict[str, JSON]", value) if isinstance(value, dict) else {}


def _text(value: JSON) -> str | None:
    return value if isinstance(value, str) and value else None


_READERS: tuple[tuple[str, Callable[[Desk, Fields], Iterator[Event]]], ...] = (
    ("TranscriptionEvent", _spoken),
    ("TranscriptionSid", _transcription),
    ("RecordingStatus", _recording),
    ("EventType", _task),
    ("StatusCallbackEvent", _conference),
    ("CallSid", _call),
)
"""By the field that no other kind of request has; the first that is there decides."""
