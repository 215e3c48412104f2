"""Twilio's callbacks and resources: what each says, and what they add up to."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from omnidesk._payload import Payload
from omnidesk.adapters.calls import Numbering, Twilio
from omnidesk.assembly import assemble
from omnidesk.events import CallReported, NoticePosted, Unrecognised
from omnidesk.model import Call
from omnidesk.testing import AdapterConformance, builtin_samples

ACCOUNT = "ACb8c65d58914a2e30fa453be8384c05ee"
LINE = "+842471000111"


class TestTwilio(AdapterConformance):
    adapter = Twilio(
        ACCOUNT,
        numbering=Numbering(own_numbers=(LINE,)),
        voicemail=True,
    )
    samples = builtin_samples("twilio")


def events(*names):
    samples = {one.name: one.payload for one in builtin_samples("twilio")}
    return [event for name in names for event in TestTwilio.adapter.parse(samples[name])]


def call(*found) -> Call:
    """Fold events in several orders, and return the one call that they are about."""
    orders = [found, found[::-1], found[1::2] + found[::2], found + found]
    results = {assemble(order) for order in orders}
    assert len(results) == 1
    (conversation,) = results.pop()
    (only,) = conversation.calls
    return only


def report(body, adapter=TestTwilio.adapter):
    (event,) = adapter.parse(Payload(body.encode()))
    assert isinstance(event, CallReported)
    return event


def form(**fields):
    return urlencode({"AccountSid": ACCOUNT, "CallSid": "CA1", **fields})


# --- one story ------------------------------------------------------------------------------------


def test_callbacks_in_any_order_are_one_call_with_its_legs():
    names = (
        *("inbound-request", "child-initiated", "child-ringing", "child-answered", "child-lost"),
        *("child-completed", "inbound-completed", "recording-completed"),
    )
    found = call(*events(*names))
    assert (found.outcome, found.direction) == ("answered", "inbound")
    assert sorted(leg.outcome for leg in found.legs) == ["answered", "cancelled", "unknown"]
    assert found.durations.talk == 298_000
    assert found.answered_at == datetime(2026, 3, 2, 2, 30, 12, tzinfo=UTC)
    assert len(found.recordings) == 1


def test_callbacks_and_resources_tell_the_same_call():
    found = call(
        *events("child-answered", "child-completed", "inbound-completed", "recording-completed"),
        *[one for one in events("calls", "recordings") if _is_of(one, "recording-completed")],
    )
    assert (found.outcome, found.durations.total, found.defects) == ("answered", 310_000, ())
    # The recording is there once, though a callback and a resource have told of it.
    assert [one.duration for one in found.recordings] == [298_000]


def _is_of(event, name):
    (other,) = events(name)
    return bool(set(event.thread) & set(other.thread))


def test_a_completed_call_whose_children_nobody_answered_is_missed():
    found = call(*[one for one in events("calls") if _is_of(one, "transcription")])
    assert [leg.outcome for leg in found.legs] == ["unknown", "missed"]
    assert (found.outcome, found.answered_at) == ("missed", None)


def test_a_message_that_was_left_makes_it_a_voicemail():
    found = call(
        *events("dial-action-no-answer", "record-action", "recording-of-record", "transcription")
    )
    assert found.outcome == "voicemail"
    assert found.voicemail is not None
    assert [one.derived_from for one in found.transcripts] == [found.voicemail.id]


def test_a_silent_message_is_none():
    found = call(*events("silent-message", "dial-action-no-answer"))
    assert (found.voicemail, found.recordings, found.outcome) == (None, (), "missed")


def test_a_completed_call_says_nothing_of_a_person():
    (event,) = events("inbound-completed")
    assert call(event).outcome == "unknown"


def test_a_conference_ties_calls_together_that_name_no_parent():
    names = (
        *("conference-join", "conference-join-agent", "conference-end", "agent-in-conference"),
        *("customer-in-conference", "recording-of-conference", "participants", "conference"),
    )
    found = call(*events(*names))
    assert (found.outcome, found.direction, len(found.legs)) == ("answered", "inbound", 2)
    assert len(found.recordings) == 1


def test_a_caller_who_hangs_up_in_a_queue_has_abandoned():
    found = call(*events("enqueue-waiting", "enqueue-hangup"))
    assert (found.outcome, found.durations.queue) == ("abandoned", 73_000)
    assert found.legs[0].queue is not None
    assert found.parties[0].identities == ()


def test_tasks_tell_the_queue_and_the_wait():
    (event,) = events("task-accepted")
    assert isinstance(event, CallReported)
    assert event.leg is not None
    assert (event.leg.queue, event.leg.durations.queue) == ("Bảo hành", 48_000)
    assert call(*events("task-canceled")).outcome == "abandoned"


def test_a_recording_under_way_is_a_notice():
    (started,), (paused,) = events("recording-in-progress"), events("recording-paused")
    assert isinstance(started, NoticePosted)
    assert isinstance(paused, NoticePosted)
    assert (started.notice.name, paused.notice.name) == (
        "recording-in-progress",
        "recording-paused",
    )
    assert started.occurred_at is not None
    assert paused.occurred_at is None


def test_the_states_of_recordings_say_whether_the_bytes_can_be_had():
    found = [*events("recording-absent"), *events("recordings")]
    availabilities = [
        one.availability
        for event in found
        if isinstance(event, CallReported)
        for one in event.recordings
    ]
    assert availabilities == ["unsupported", "ok", "ok", "expired"]


# --- traps ----------------------------------------------------------------------------------------


def test_a_duration_in_billed_minutes_is_no_duration():
    event = report(form(CallStatus="completed", Direction="outbound-api", Duration="6"))
    assert event.leg is not None
    assert event.leg.durations.talk is None


def test_the_state_outranks_the_number_of_a_callback():
    ringing = report(form(CallStatus="ringing", SequenceNumber="7"))
    ended = report(form(CallStatus="busy", SequenceNumber="0"))
    assert call(ringing, ended).outcome == "busy"


def test_without_voicemail_what_a_verb_records_is_a_recording():
    (sample,) = [one for one in builtin_samples("twilio") if one.name == "recording-of-record"]
    (event,) = Twilio(ACCOUNT).parse(sample.payload)
    assert isinstance(event, CallReported)
    assert (len(event.recordings), event.voicemail, event.leg) == (1, None, None)


def test_an_extension_of_nobodys_is_not_ours():
    event = report(form(CallStatus="ringing", From="12345", Direction="inbound"))
    assert event.direction == "inbound"


def test_a_softphone_of_ours_calls_out():
    (event,) = events("softphone")
    assert isinstance(event, CallReported)
    assert event.direction == "outbound"


def test_an_agent_whom_twilio_calls_decides_no_direction():
    (event,) = events("agent-in-conference")
    assert isinstance(event, CallReported)
    assert event.leg is not None
    assert event.leg.callee is not None
    assert (event.direction, event.leg.callee.role) == ("unknown", "agent")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("inbound", "inbound"),
        ("trunking-originating", "inbound"),
        ("outbound-api", "outbound"),
        ("trunking-terminating", "outbound"),
        ("outbound-dial", "unknown"),
        ("sideways", "unknown"),
    ],
)
def test_directions_are_twilios(word, expected):
    body = form(CallStatus="ringing", From="+84912000111", To="+84903000222", Direction=word)
    assert report(body).direction == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mon, 02 Mar 2026 02:35:10 +0000", datetime(2026, 3, 2, 2, 35, 10, tzinfo=UTC)),
        ("2 Mar 2026 09:35 +0700", datetime(2026, 3, 2, 2, 35, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 02:35:10 GMT", datetime(2026, 3, 2, 2, 35, 10, tzinfo=UTC)),
        ("2026-03-02T02:35:10Z", datetime(2026, 3, 2, 2, 35, 10, tzinfo=UTC)),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("Mon, 02 Foo 2026 02:35:10 +0000", None),
        ("Mon, 31 Feb 2026 02:35:10 +0000", None),
        ("x" * 100, None),
    ],
)
def test_times_are_read_in_every_form(written, expected):
    event = report(form(CallStatus="completed", Timestamp=written))
    assert event.occurred_at == expected


@pytest.mark.parametrize("number", ["-1", "x", "²", "9" * 6, ""])
def test_a_number_that_is_none_does_not_count(number):
    assert report(form(CallStatus="ringing", SequenceNumber=number)).sequence == 200_000


def test_a_parent_that_is_the_call_itself_is_none():
    event = report(form(CallStatus="ringing", ParentCallSid="CA1"))
    assert event.leg is not None
    assert (event.leg.parent_id, event.aliases) == (None, ())


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"RecordingStatus": "completed", "RecordingSid": ""}, "missing_id"),
        ({"RecordingStatus": "completed", "RecordingSid": "RE1", "CallSid": ""}, "missing_id"),
        ({"TranscriptionSid": "TR1", "CallSid": ""}, "missing_id"),
        ({"StatusCallbackEvent": "conference-start"}, "missing_id"),
        ({"EventType": "teleported"}, "unknown_kind"),
        ({"EventType": "task.canceled", "TaskAttributes": "["}, "missing_id"),
        ({"EventType": "task.canceled", "TaskAttributes": "[]"}, "missing_id"),
        ({"EventType": "task.canceled", "TaskAttributes": '{"call_sid": 7}'}, "missing_id"),
        ({"TranscriptionEvent": "transcription-teleported"}, "unknown_kind"),
    ],
)
def test_what_names_no_call_is_kept_as_unrecognised(fields, reason):
    (event,) = TestTwilio.adapter.parse(Payload(form(**fields).encode()))
    assert isinstance(event, Unrecognised)
    assert event.reason == reason


def test_a_form_of_another_product_is_not_recognised():
    body = urlencode({"AccountSid": ACCOUNT, "MessageSid": "SM1", "Body": "chào"}).encode()
    assert not Twilio.recognises(Payload(body))
    (event,) = TestTwilio.adapter.parse(Payload(body))
    assert isinstance(event, Unrecognised)


def test_a_recordings_address_has_its_id_where_nothing_else_has():
    body = form(CallStatus="completed", CallbackSource="x", RecordingUrl="https://a.example/RE9")
    _, event = TestTwilio.adapter.parse(Payload(body.encode()))
    assert isinstance(event, CallReported)
    assert [one.id for one in event.recordings] == ["RE9"]
    body = form(CallStatus="completed", RecordingUrl="https://a.example/")
    assert len(list(TestTwilio.adapter.parse(Payload(body.encode())))) == 1


def test_a_recording_without_an_account_has_no_address():
    item = b'{"sid": "RE1", "call_sid": "CA1", "status": "completed"}'
    (event,) = TestTwilio.adapter.parse(Payload(item))
    assert isinstance(event, CallReported)
    assert event.recordings[0].url is None


def test_a_resource_in_a_state_that_nobody_documents_says_so():
    (event,) = TestTwilio.adapter.parse(Payload(b'{"sid": "CA1", "status": "teleported"}'))
    assert isinstance(event, CallReported)
    assert [one.code for one in event.defects] == ["status_unknown"]


def test_a_task_with_a_conference_of_another_shape_is_read():
    attributes = '{"call_sid": "CA1", "conference": "CF1"}'
    event = report(form(EventType="task-queue.entered", TaskAttributes=attributes))
    assert event.aliases == ()
