"""FreeSWITCH's records: one story for each call, in every form that they come in."""

import json
from itertools import permutations
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import Payload, assemble
from omnidesk.adapters.calls import Clock, FreeSwitch, FreeSwitchCsv, Numbering
from omnidesk.adapters.calls._exchange import Exchange
from omnidesk.adapters.calls._freeswitch_record import Record
from omnidesk.errors import PayloadError
from omnidesk.testing import builtin_samples

HANOI = Clock("Asia/Ho_Chi_Minh")
VIETNAM = Numbering(region="VN", own_numbers=("02473001234",))
SWITCH = FreeSwitch(account="pbx", numbering=VIETNAM, clock=HANOI)
SAMPLES = {one.name: one for one in builtin_samples("freeswitch")}
BATCHES = ("ring-group", "queue", "attended-transfer")


def read(body, adapter=SWITCH):
    return tuple(adapter.parse(Payload(body if isinstance(body, bytes) else body.encode())))


def events_of(name):
    """Return the events of a sample."""
    return read(SAMPLES[name].payload.body)


def told(events):
    """Return the calls without where they were read."""
    return {
        call.model_copy(update={"sources": ()}) for one in assemble(events) for call in one.calls
    }


def record(*, flows=(), **variables):
    given = {"uuid": "u-1", "start_epoch": "1772416800", "end_epoch": "1772416830", **variables}
    return {"variables": given, "callflow": list(flows)}


def leg(**variables):
    (event,) = read(json.dumps(record(**variables)))
    return event.leg


# --- one story, whatever order --------------------------------------------------------------------


@pytest.mark.parametrize("name", BATCHES)
def test_any_order_and_repetition_of_records_gives_one_call(name):
    records = SAMPLES[name].payload.json()
    stories = [
        told([event for one in order for event in read(json.dumps(one))])
        for order in (*permutations(records), records * 2)
    ]
    assert all(story == stories[0] for story in stories)
    assert len(stories[0]) == 1


def test_a_list_says_what_its_records_say_one_by_one():
    records = [one for name in BATCHES for one in SAMPLES[name].payload.json()]
    singly = [event for one in records for event in read(json.dumps(one))]
    assert told(read(json.dumps(records))) == told(singly)


def test_both_legs_are_one_call_though_one_was_posted_and_the_other_was_a_file():
    events = [*events_of("a-leg"), *events_of("posted-b-leg")]
    (call,) = told(events)
    assert (call.direction, call.outcome, len(call.legs)) == ("inbound", "answered", 2)


def test_a_leg_that_lost_the_race_is_not_missed():
    (call,) = told(events_of("ring-group"))
    assert [one.outcome for one in call.legs] == ["answered", "cancelled", "answered", "cancelled"]


@given(st.data())
def test_any_order_and_repetition_of_lines_gives_the_same_calls(data):
    (sample,) = (one for one in builtin_samples("freeswitch_csv") if one.name == "example")
    lines = sample.payload.body.splitlines(keepends=True)
    adapter = FreeSwitchCsv(account="pbx", numbering=VIETNAM, clock=HANOI)
    some = data.draw(st.lists(st.sampled_from(lines), max_size=5))
    shuffled = b"".join(data.draw(st.permutations([*lines, *some])))
    assert told(read(shuffled, adapter)) == told(read(sample.payload.body, adapter))


# --- what a record says ---------------------------------------------------------------------------


def test_the_number_that_was_dialled_first_is_in_the_last_profile():
    (event, *_) = events_of("ring-group")
    assert event.leg.callee.identities[0].value == "+842473001234"
    assert event.leg.transferred_to == "102"


def test_counts_outrank_the_wall_and_need_no_zone():
    found = leg(start_stamp="2020-01-01 00:00:00", answer_stamp="2026-03-02 09:00:10")
    assert found.started_at.isoformat() == "2026-03-02T02:00:00+00:00"
    assert found.answered_at.isoformat() == "2026-03-02T02:00:10+00:00"


def test_zero_is_never():
    assert leg(answer_epoch="0", answer_uepoch="0", hangup_cause="NO_ANSWER").answered_at is None


@pytest.mark.parametrize(
    ("variables", "outcome", "answered_by"),
    [
        ({"last_app": "conference"}, "answered", None),
        ({"last_app": "voicemail", "last_arg": "default pbx.example 101"}, "voicemail", "machine"),
        ({"last_app": "voicemail", "last_arg": "check default pbx.example"}, "unknown", "machine"),
        ({"last_app": "playback"}, "unknown", "machine"),
        ({"last_app": "playback", "call_direction": "inbound"}, "missed", "machine"),
        ({"cc_queue": "cskh@pbx.example"}, "abandoned", None),
        ({"originating_leg_uuid": "u-0"}, "answered", None),
        ({"bridge_channel": "sofia/x"}, "answered", None),
        ({}, "answered", "unknown"),
    ],
)
def test_answered_says_that_something_picked_up_and_the_record_says_what(
    variables, outcome, answered_by
):
    found = leg(answer_epoch="1772416805", hangup_cause="NORMAL_CLEARING", **variables)
    assert (found.outcome, found.answered_by) == (outcome, answered_by)


@pytest.mark.parametrize(
    ("variables", "parent"),
    [
        ({"originating_leg_uuid": "u-0"}, "u-0"),
        ({"cc_member_session_uuid": "u-9", "originating_leg_uuid": "u-0"}, "u-9"),
        ({"direction": "outbound", "call_uuid": "u-0"}, "u-0"),
        ({"direction": "inbound", "call_uuid": "u-0"}, None),
        ({"direction": "outbound", "call_uuid": "u-1"}, None),
    ],
)
def test_a_leg_names_the_leg_that_made_it(variables, parent):
    assert leg(**variables).parent_id == parent


def test_how_long_somebody_rang_is_not_told_by_a_leg_that_the_exchange_answered_before():
    answered = {"answer_epoch": "1772416801", "bridge_epoch": "1772416820"}
    assert leg(**answered).durations.ring is None
    assert leg(**answered).durations.talk == 10_000


def test_lengths_are_read_in_the_finest_unit_that_is_there():
    found = leg(answer_epoch="1772416801", originating_leg_uuid="u-0", duration="30", billsec="29")
    assert (found.durations.total, found.durations.talk) == (30_000, 29_000)
    assert leg(hold_accum_seconds="12").durations.hold == 12_000
    assert leg(hold_accum_ms="12045", hold_accum_seconds="12").durations.hold == 12_045


def test_a_name_is_found_in_the_whole_caller_id_too():
    found = leg(caller_id='"Lan" <101>', caller_id_number="101", destination_number="*98")
    assert (found.caller.name, found.callee) == ("Lan", None)
    assert leg(caller_id_name="0912345678", caller_id_number="0912345678").caller.name is None


@pytest.mark.parametrize(
    ("variables", "names"),
    [
        ({"record_path": "/r/2026", "record_name": "a.wav"}, ["a.wav"]),
        ({"record_path": "/r/a.wav", "sofia_record_file": "/r/b.wav"}, ["a.wav", "b.wav"]),
        ({"record_name": "a.wav", "cc_record_filename": "a.wav"}, ["a.wav"]),
        ({}, []),
    ],
)
def test_recordings_are_those_that_the_record_names(variables, names):
    (event,) = read(json.dumps(record(**variables)))
    assert [one.filename for one in event.recordings] == names


def test_the_length_of_a_recording_is_that_of_the_one_it_is_beside():
    variables = {"record_path": "/r/a.wav", "cc_record_filename": "/r/b.wav"}
    (event,) = read(json.dumps(record(**variables, record_seconds="7")))
    assert [one.duration for one in event.recordings] == [7_000, None]


@pytest.mark.parametrize(
    ("length", "expected"),
    [("00:01:05", 65_000), ("7", 7_000), ("00:00:00", None), ("soon", None), ("", None)],
)
def test_a_message_that_was_left_has_a_length(length, expected):
    variables = {"voicemail_file_path": "/vm/msg_1.wav", "voicemail_message_len": length}
    (event,) = read(json.dumps(record(**variables)))
    assert (event.voicemail and event.voicemail.duration) == expected


def test_values_that_are_encoded_are_decoded_and_others_are_not():
    assert leg(caller_id_name="Lan%20Anh").caller.name == "Lan Anh"
    assert leg(caller_id_name="100%25", caller_id="<101>").caller.name == "100%25"


# --- forms ----------------------------------------------------------------------------------------

XML = "<cdr><variables><uuid>u-1</uuid></variables></cdr>"


@pytest.mark.parametrize(
    "body",
    [
        XML,
        f'\ufeff<?xml version="1.0" encoding="ISO-8859-1"?>{XML}',
        f"cdr={XML}",
        f"cdr={quote(XML)}&uuid=a_u-1",
        f"cdr={quote(quote(XML))}",
        json.dumps(record()),
        f"cdr={quote(json.dumps(record()))}",
        f"cdr={json.dumps([record()])}",
    ],
)
def test_a_record_is_read_in_every_form(body):
    (event,) = read(body)
    assert (event.call_id, event.source.pointer) == ("u-1", "")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "expected JSON, XML, or the form field cdr"),
        ("id,from,to", "expected JSON, XML, or the form field cdr"),
        ("cdr=", "expected JSON, got nothing"),
        ("cdr=%FF", "expected form fields"),
        ("cdr={", "expected JSON"),
        ("[]", "expected a record with variables, or a list of them"),
        ('{"uuid": 1}', "expected a record with variables, or a list of them"),
        ("<cdr>", "expected XML"),
        ("<feed/>", "expected a cdr"),
        ('<!DOCTYPE cdr><cdr/>', "expected a record without a document type declaration"),
        ("<cdr>" + "<a>" * 24 + "</cdr>", "expected a record that is nested less deep"),
        ("<cdr>" + "<a/>" * 50_000 + "</cdr>", "expected fewer elements"),
        ("<cdr>" + " " * (1 << 22) + "</cdr>", "expected a record of at most 4 MiB"),
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_record_is_refused_with_a_reason(body, reason):
    with pytest.raises(PayloadError) as caught:
        read(body)
    assert caught.value.reason == reason
    assert caught.value.digest == Payload(body.encode()).digest
    assert caught.value.__context__ is None


def test_an_xml_record_without_a_uuid_is_kept_as_not_understood():
    (event,) = read("<cdr><variables/></cdr>")
    assert (event.type, event.reason) == ("unrecognised", "missing_id")


def test_a_value_of_xml_is_bounded():
    (event,) = read(f"<cdr><variables><uuid>{'u' * 5_000}</uuid></variables></cdr>")
    assert len(event.leg.id) == 4_096
    (event,) = read(f"<cdr><variables><uuid>{'u&amp;' * 5_000}</uuid></variables></cdr>")
    assert len(event.leg.id) == 4_096


def test_a_record_that_stands_there_twice_says_one_thing():
    assert len(read(json.dumps([record(), record()]))) == 1


@pytest.mark.parametrize("odd", [None, 3, {}, {"variables": []}])
def test_an_odd_item_of_a_list_is_kept_as_not_understood(odd):
    first, second = read(json.dumps([odd, record()]))
    assert (first.type, first.reason, first.source.pointer) == ("unrecognised", "invalid", "/0")
    assert second.call_id == "u-1"


@pytest.mark.parametrize("adapter", [SWITCH, FreeSwitchCsv(account="pbx")], ids=["leg", "line"])
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_anything_is_read_or_refused(adapter, body):
    for given_body in (body, b"cdr=" + body, b"<cdr>" + body):
        try:
            read(given_body, adapter)
        except PayloadError as error:
            assert error.channel == "calls"  # noqa: PT017 - most bodies raise nothing


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (XML, True),
        ("<feed/>", False),
        (json.dumps({**record(), "channel_data": {}}), True),
        (json.dumps(record()), False),
        ("cdr=x", True),
        ("id,from,to", False),
    ],
)
def test_records_are_recognised_by_what_no_others_have(body, answer):
    assert FreeSwitch.recognises(Payload(body.encode())) is answer


def test_what_is_read_shows_nothing_of_it():
    exchange = Exchange(name="freeswitch", account="pbx")
    assert "0912345678" not in repr(Record(exchange, "", {"caller_id_number": "0912345678"}))


# --- templates ------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", ["", "nothing", "${uuid}${duration}", '"${caller_id}"'])
def test_a_template_that_cannot_be_read_is_refused(template):
    with pytest.raises(ValueError, match="template"):
        FreeSwitchCsv(account="pbx", template=template)


def test_any_template_will_do():
    adapter = FreeSwitchCsv(
        account="pbx", template="${start_epoch}|${uuid};<${hangup_cause}>", clock=HANOI
    )
    (event,) = read("1772416800|u-1;<USER_BUSY>\n", adapter)
    assert (event.call_id, event.leg.outcome) == ("u-1", "busy")
    assert event.leg.started_at.isoformat() == "2026-03-02T02:00:00+00:00"


def test_a_template_may_hold_the_uuid_alone():
    (event,) = read("u-1", FreeSwitchCsv(account="pbx", template="${uuid}"))
    assert event.call_id == "u-1"


@pytest.mark.parametrize(
    "line", ["1,2", "<1,2>", "<1;2;3>", "<", "<;2>".replace(";", ">"), "<1;" + "2" * 65_536 + ">"]
)
def test_a_line_that_is_not_as_the_template_says_is_kept_as_such(line):
    adapter = FreeSwitchCsv(account="pbx", template="<${duration};${uuid}>")
    events = read(f"{line}\n<1;u-1>\n", adapter)
    assert [event.type for event in events] == ["unrecognised", "call_reported"]


def test_without_a_zone_a_line_has_no_times_and_says_so():
    (event,) = read(
        "2026-03-02 09:00:00,u-1", FreeSwitchCsv(account="pbx", template="${start_stamp},${uuid}")
    )
    assert event.leg.started_at is None
    assert [one.code for one in event.defects] == ["time_without_zone"]
