"""Stringee, OMICall, VoiceCloud, VBot: the traps of each, and the stories that come out."""

import json
from datetime import UTC, datetime
from itertools import permutations

import pytest

from omnidesk._payload import Payload
from omnidesk.adapters import Adapter
from omnidesk.adapters.calls import Clock, OmiCall, Stringee, VBot, VoiceCloud
from omnidesk.adapters.calls._vietnam import milliseconds, sip_outcome, web_url
from omnidesk.assembly import assemble
from omnidesk.errors import PayloadError
from omnidesk.testing import builtin_samples

HANOI = Clock("Asia/Ho_Chi_Minh")
T = 1772415302000
CUSTOMER, LINE = "84912345678", "842473001234"


def payload(value):
    return Payload(value.encode() if isinstance(value, str) else json.dumps(value).encode())


def read(adapter, value):
    return list(adapter.parse(payload(value)))


def event(status, *, to=LINE, ms=T, from_="external", to_type="internal", **more):
    value = {
        "call_status": status,
        "call_id": "c1",
        "timestamp_ms": ms,
        "from": {"number": CUSTOMER, "type": from_},
        "to": {"number": to, "alias": LINE, "type": to_type},
        **more,
    }
    (found,) = read(Stringee("acc"), value)
    return found


def who(party):
    return party and [identity.value for identity in party.identities]


@pytest.mark.parametrize("kind", [Stringee, OmiCall, VoiceCloud, VBot])
def test_each_is_an_adapter(kind):
    assert isinstance(kind("acc"), Adapter)


# --- Stringee -------------------------------------------------------------------------------------


def test_a_call_that_the_menu_answered_and_an_agent_took_over_is_one_answered_call():
    samples = {one.name: one.golden for one in builtin_samples("stringee")}
    events = [
        one for name, golden in samples.items() if name.startswith("in-") for one in golden or ()
    ]
    for order in permutations(events):
        ((call,),) = [one.calls for one in assemble(order)]
        assert call.outcome == "answered"
        assert call.answered_at == datetime(2026, 3, 2, 1, 35, 33, tzinfo=UTC)
        assert call.ended_at == datetime(2026, 3, 2, 1, 36, 37, tzinfo=UTC)
        assert who(call.legs[0].callee) == ["agent_minh"]
        assert [who(one) for one in call.parties] == [
            [f"+{CUSTOMER}"],
            ["agent_minh"],
            ["agent_lan"],
        ]


def test_a_call_that_only_the_menu_answered_is_a_missed_call():
    ended = event("ended", callType="IVR", duration=20, answerDuration=19, endedBy="EXTERNAL")
    answered = event("answered")
    ((call,),) = [one.calls for one in assemble([answered, ended])]
    assert (call.outcome, call.legs[0].answered_by) == ("missed", "machine")
    assert call.durations.talk is None


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({"answerDuration": 5}, "answered"),
        ({"answerDuration": 0, "endCallCause": "486 Busy Here"}, "busy"),
        ({"answerDuration": 0, "endCallCause": "603 Decline"}, "rejected"),
        ({"answerDuration": 0, "endCallCause": "CAN_NOT_MAKE_CALL"}, "failed"),
        ({"answerDuration": 0, "endedBy": "EXTERNAL"}, "cancelled"),
        ({"answerDuration": 0, "endedBy": "INTERNAL"}, "missed"),
        ({"endedBy": "EXTERNAL"}, "unknown"),
    ],
)
def test_how_a_call_ended_is_told_by_what_was_talked_and_then_by_the_cause(more, outcome):
    assert event("ended", callType="CALL", **more).leg.outcome == outcome


@pytest.mark.parametrize(
    ("from_", "to", "more", "direction"),
    [
        ("internal", "external", {}, "outbound"),
        ("external", "internal", {}, "inbound"),
        ("internal", "internal", {}, "internal"),
        ("external", "external", {}, "unknown"),
        ("internal", "internal", {"callCreatedReason": "EXTERNAL_CALL_IN"}, "inbound"),
    ],
)
def test_the_direction_is_told_by_who_is_internal(from_, to, more, direction):
    assert event("started", from_=from_, to_type=to, **more).direction == direction


def test_who_called_out_is_the_user_and_the_number_is_the_line():
    found = event("started", from_="internal", to_type="external", request_from_user_id="lan")
    assert who(found.leg.caller) == ["lan"]
    assert found.leg.caller.role == "agent"


def test_times_count_milliseconds_and_their_texts_are_never_read():
    row = {
        "id": "c",
        "from_number": "%2B84912345678",
        "start_time": T,
        "answer_time": 0,
        "stop_time": T + 46_109,
        "answer_time_datetime": "1970/01/01, 08:00:00",
        "start_time_datetime": "2018/07/13, 12:00:29",
    }
    (found,) = read(Stringee("acc"), {"r": 0, "data": {"calls": [row]}})
    assert found.leg.started_at == datetime(2026, 3, 2, 1, 35, 2, tzinfo=UTC)
    assert (found.leg.answered_at, found.leg.durations.total) == (None, 46_109)
    assert who(found.leg.caller) == [f"+{CUSTOMER}"]


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"status": 1}, "answered"),
        ({"status": 2}, "missed"),
        ({"status": 3, "answer_time": T}, "missed"),
        ({"status": 4, "talk_duration": 5}, "answered"),
        ({"status": 4, "answer_time": T}, "unknown"),
        ({}, "missed"),
    ],
)
def test_the_history_s_status_says_how_a_call_ended(fields, outcome):
    row = {"id": "c", "customer_number": CUSTOMER, "stringee_number": LINE, **fields}
    (found,) = read(Stringee("acc"), {"r": 0, "data": {"rows": [row]}})
    assert found.leg.outcome == outcome


# --- OMICall --------------------------------------------------------------------------------------


def transaction(**fields):
    value = {"transaction_id": "t", "sip_user": "101", "source_number": CUSTOMER, **fields}
    (found,) = read(OmiCall("acc"), value)
    return found


def test_seconds_and_milliseconds_of_one_record_are_told_apart():
    found = transaction(time_start_call=1772415302, created_date=1772415400123, disposition="x")
    assert found.leg.started_at == datetime(2026, 3, 2, 1, 35, 2, tzinfo=UTC)
    assert found.occurred_at == datetime(2026, 3, 2, 1, 36, 40, 123000, tzinfo=UTC)
    assert found.defects == ()


def test_a_time_whose_meaning_is_disputed_is_used_only_where_there_is_no_other_and_said_so():
    lone = transaction(time_start_to_answer=1772415302)
    assert [one.code for one in lone.defects] == ["time_meaning_disputed"]
    assert lone.leg.started_at is not None
    both = transaction(time_start_to_answer=1772415310, time_start_call=1772415302)
    assert (both.defects, both.leg.started_at) == ((), lone.leg.started_at)


def test_numbers_with_and_without_their_country_are_one_number():
    found = transaction(direction="inbound", source_number=CUSTOMER, phone_number="0912345678")
    assert who(found.leg.caller) == [f"+{CUSTOMER}"]


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"disposition": "answered"}, "answered"),
        ({"disposition": "cancelled"}, "missed"),
        ({"disposition": "cancelled", "invite_failure_status": "603"}, "rejected"),
        ({"disposition": "busy"}, "busy"),
        ({"state": "ringing"}, "ongoing"),
        ({"state": "dreaming"}, "unknown"),
    ],
)
def test_cancelled_means_that_nobody_answered(fields, outcome):
    assert transaction(**fields).leg.outcome == outcome


def test_a_newer_state_of_a_transaction_corrects_an_older_one():
    older = transaction(state="ringing", last_updated_date=T, time_start_call=1772415302)
    newer = transaction(
        disposition="answered",
        last_updated_date=T + 1,
        time_start_call=1772415302,
        time_end_call=1772415330,
    )
    ((call,),) = [one.calls for one in assemble([newer, older])]
    assert (call.outcome, call.defects) == ("answered", ())


def test_a_recording_is_a_link_or_none():
    assert transaction(recording_file="....", recording_file_url="...").recordings == ()
    found = transaction(recording_file="https://a.example/r", record_seconds=6)
    assert [(one.url, one.duration) for one in found.recordings] == [("https://a.example/r", 6_000)]


# --- VoiceCloud -----------------------------------------------------------------------------------


def asked(line, clock=HANOI):
    (found,) = read(VoiceCloud("acc", clock=clock), line)
    return found


@pytest.mark.parametrize("written", ["2026-03-02 08:35:02", "2026-03-02-08:35:02"])
def test_both_spellings_of_a_date_are_read_in_the_declared_zone(written):
    found = asked(f"calldata?callid=1&calldate={written}&duration=50&billsec=37&status=ANSWER")
    assert found.leg.started_at == datetime(2026, 3, 2, 1, 35, 2, tzinfo=UTC)
    assert (found.leg.ended_at - found.leg.answered_at).seconds == 37


def test_without_a_declared_zone_there_is_no_time():
    found = asked("calldata?callid=1&calldate=2026-03-02 08:35:02&status=BUSY", Clock())
    assert found.leg.started_at is None
    assert [one.code for one in found.defects] == ["time_without_zone"]


def test_the_webhooks_of_a_call_are_one_call_with_who_answered():
    (sample,) = [one for one in builtin_samples("voicecloud") if one.name == "answered"]
    for order in permutations(sample.golden or ()):
        ((call,),) = [one.calls for one in assemble(order)]
        assert (call.outcome, call.durations.talk) == ("answered", 37_000)
        assert who(call.legs[0].callee) == ["102"]
        assert len(call.recordings) == 1


def test_a_caller_who_gave_up_in_a_queue_is_abandoned():
    found = asked("calldata?callid=1&status=ABANDON&queue=999&holdtime=30&phone=0912345678")
    assert (found.direction, found.leg.outcome, found.leg.queue) == ("inbound", "abandoned", "999")
    assert found.leg.durations.queue == 30_000


def test_a_query_alone_is_enough_and_a_long_one_is_too_much():
    assert asked("callid=1&status=BUSY").leg.outcome == "busy"
    assert asked(f"callid=1&status={'x' * 9_000}").reason == "invalid"


def test_what_is_not_text_is_refused():
    with pytest.raises(PayloadError, match="expected an address with a query"):
        VoiceCloud("acc").parse(Payload(b"callid=\xff"))


# --- VBot -----------------------------------------------------------------------------------------


def test_dates_have_their_month_first():
    item = {"date_create": "03/02/2026 08:35:02", "caller": [{"phone": "0912345678"}], "callee": []}
    (found,) = read(VBot("acc", clock=HANOI), {"data": [item]})
    assert found.leg.started_at == datetime(2026, 3, 2, 1, 35, 2, tzinfo=UTC)


def test_who_lost_the_race_to_answer_did_not_make_it_a_missed_call():
    (sample,) = [one for one in builtin_samples("vbot") if one.name == "history"]
    outcomes = [call.outcome for one in assemble(sample.golden or ()) for call in one.calls]
    assert outcomes == ["answered", "rejected", "answered", "answered"]


# --- what they share ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "channel"), [(Stringee, "stringee"), (OmiCall, "omicall"), (VBot, "vbot")]
)
def test_each_recognises_its_own_and_none_of_the_others(kind, channel):
    for name in ("stringee", "omicall", "vbot", "zalo", "messenger"):
        for sample in builtin_samples(name):
            if sample.expects_error is None and name != channel:
                assert not kind.recognises(sample.payload)


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [("486 Busy Here", "busy"), ("487", "cancelled"), ("USER_END_CALL", None), (None, None)],
)
def test_a_final_response_says_how_a_call_ended(cause, outcome):
    assert sip_outcome(cause) == outcome


def test_seconds_that_no_call_takes_are_none():
    assert [milliseconds(one) for one in (None, 0, 5, 10**12)] == [None, 0, 5_000, None]


def test_a_url_is_one_of_the_web():
    assert web_url("javascript:alert(1)") is None
    assert web_url("HTTPS://a.example/") == "HTTPS://a.example/"


@pytest.mark.parametrize(
    ("value", "total"), [("9", 9_000), (9.0, 9_000), (9.5, None), (True, None)]
)
def test_counts_may_be_texts_and_are_whole(value, total):
    assert transaction(duration=value).leg.durations.total == total
