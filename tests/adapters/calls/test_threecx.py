"""3CX: which fields a record has is configuration, and what they come to."""

import json

import pytest

from omnidesk._payload import Payload
from omnidesk.adapters import Adapter
from omnidesk.adapters.calls import THREECX_FIELDS, Clock, Numbering, ThreeCX
from omnidesk.assembly import assemble
from omnidesk.errors import PayloadError
from omnidesk.testing import builtin_samples

VIETNAM, UTC = Numbering(region="VN"), Clock("UTC")
SHORT = ("callid", "time-start", "time-answered", "time-end", "from-no", "to-no", "", "chain")


def read(text, clock=UTC, **fields):
    adapter = ThreeCX("pbx", numbering=VIETNAM, clock=clock, **fields)
    return list(adapter.parse(Payload(text.encode())))


def segment(**fields):
    """Read the one event of a record that has these fields and no others."""
    fields = {"callid": "c", "from_no": "0912345678", "to_no": "Ext.101", **fields}
    names = tuple(name.replace("_", "-") for name in fields)
    (event,) = read(",".join(fields.values()), columns=names)
    return event


def who(party):
    return party and [identity.value for identity in party.identities]


def test_it_is_an_adapter():
    assert isinstance(ThreeCX("pbx"), Adapter)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"columns": ("callid", "from-no", "colour")}, "expected fields of 3CX, got 'colour'"),
        ({"columns": ("callid", "from-no", "from-no")}, "columns: expected from-no once"),
        ({"columns": ("from-no", "to-no")}, "columns: expected historyid or callid"),
        ({"columns": ("callid", "to-no")}, "columns: expected from-no or from-dn"),
        ({"delimiter": ";;"}, "delimiter: expected one character"),
    ],
)
def test_a_list_of_fields_that_cannot_be_is_named(fields, problem):
    with pytest.raises(ValueError, match=problem):
        ThreeCX("pbx", **fields)


def test_the_fields_are_those_that_the_administrator_has_chosen():
    (event,) = read(
        "c1;2026/03/02 08:00:00;2026/03/02 08:00:05;2026/03/02 08:01:00;0912345678;Ext.101;x;y",
        columns=SHORT,
        delimiter=";",
    )
    assert (event.call_id, event.leg.id, event.direction) == ("c1", "c1", "inbound")
    assert (event.leg.outcome, event.leg.durations.ring) == ("answered", 5_000)


def test_a_header_that_somebody_has_added_is_no_call():
    assert read("callid,from-no\n1,101\n", columns=("callid", "from-no"))[0].call_id == "1"


def test_the_word_before_a_record_of_a_socket_is_no_part_of_its_id():
    (event,) = read("Call 612504,101", columns=("historyid", "from-no"))
    assert event.call_id == "612504"


def test_segments_of_one_call_are_one_call_in_any_order():
    (sample,) = [one for one in builtin_samples("threecx") if one.name == "cdr"]
    calls = {call.id: call for one in assemble(sample.golden or ()) for call in one.calls}
    transferred = calls["612508"]
    assert [who(leg.callee) for leg in transferred.legs] == [["101"], ["103"]]
    assert transferred.legs[0].transferred_to == "103"
    assert transferred.durations.talk == 60_000


def test_agents_who_let_a_queue_ring_did_not_make_it_a_missed_call():
    (sample,) = [one for one in builtin_samples("threecx") if one.name == "cdr"]
    calls = {call.id: call for one in assemble(sample.golden or ()) for call in one.calls}
    queued = calls["612504"]
    assert queued.outcome == "answered"
    assert [(who(leg.callee), leg.outcome) for leg in queued.legs] == [
        (["102"], "answered"),
        (["101"], "missed"),
        (["103"], "missed"),
    ]


ANSWERED = {"time_start": "2026/03/02 08:00:00", "time_answered": "2026/03/02 08:00:01"}


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({**ANSWERED}, "answered"),
        ({**ANSWERED, "to_no": "Queue.800"}, "abandoned"),
        ({**ANSWERED, "to_type": "Queue"}, "abandoned"),
        ({**ANSWERED, "to_no": "IVR.900"}, "missed"),
        ({**ANSWERED, "to_no": "Queue.800", "final_number": "Ext.102"}, "answered"),
        ({**ANSWERED, "final_number": "VMail.101"}, "voicemail"),
        ({**ANSWERED, "final_type": "ConfPlace", "to_no": "Queue.800"}, "answered"),
        ({"reason_terminated": "TerminatedBySrc"}, "cancelled"),
        ({"reason_terminated": "src_participant_terminated"}, "cancelled"),
        ({"reason_terminated": "TerminatedBySrc", "to_no": "Queue.800"}, "abandoned"),
        ({"reason_terminated": "NoAnswer"}, "missed"),
        ({"reason_terminated": "Busy"}, "busy"),
        ({"reason_terminated": "Something new"}, "unknown"),
    ],
)
def test_an_answered_queue_or_menu_is_not_an_answered_call(fields, outcome):
    assert segment(**fields).leg.outcome == outcome


def test_a_queue_is_nobody_and_an_extension_is_an_agent():
    assert segment(to_no="Queue.800").leg.callee.role == "system"
    assert segment(to_no="Ext.101").leg.callee.role == "agent"
    assert segment(to_no="Queue.800").leg.queue == "800"


def test_a_number_with_a_dot_of_its_own_stays_as_it_is():
    assert who(segment(from_no="0912.345.678").leg.caller) == ["+84912345678"]


def test_a_duration_that_is_none_is_said_so():
    event = segment(**ANSWERED, duration="soon")
    assert [one.code for one in event.defects] == ["duration_unreadable"]
    assert event.leg.durations.talk is None


def test_without_a_zone_there_are_no_times():
    columns = ("callid", "time-start", "from-no")
    (event,) = read("c,2026/03/02 08:00:00,101", Clock(), columns=columns)
    assert event.leg.started_at is None
    assert [one.code for one in event.defects] == ["time_without_zone"]


def test_all_documented_fields_are_known():
    assert len(THREECX_FIELDS) == len(set(THREECX_FIELDS)) == 27


# --- the call log -------------------------------------------------------------------------------


def logged(**fields):
    row = {"CallId": 31, "SegmentId": 1, "StartTime": "2026-03-02T08:00:00Z", **fields}
    (event,) = read(json.dumps({"value": [row]}))
    return event


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("PT1M1.432135S", 61_432),
        ("PT0S", 0),
        ("P1DT2H", 93_600_000),
        ("PT", None),
        ("1:00", None),
    ],
)
def test_periods_of_iso_8601_are_read(text, milliseconds):
    assert logged(TalkingDuration=text).leg.durations.talk == milliseconds


def test_a_queue_that_answered_is_a_machine_and_one_that_did_not_was_abandoned():
    answered = logged(CallType="Queue", Status="Answered", RingingDuration="PT1S")
    assert (answered.leg.outcome, answered.leg.answered_by) == ("unknown", "machine")
    assert answered.leg.answered_at is not None
    assert logged(CallType="Queue", Status="Unanswered").leg.outcome == "abandoned"


def test_times_that_leave_the_calendar_are_none():
    found = logged(StartTime="9999-12-31T23:59:59Z", RingingDuration="P9999D", Status="Answered")
    assert found.leg.answered_at is None


def test_json_that_is_no_page_is_refused():
    with pytest.raises(PayloadError, match="expected a page of the call log"):
        read('{"error": {}}')
