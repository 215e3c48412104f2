"""Asterisk's records: which columns there are, who is who, and one story for each call."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import Payload, assemble
from omnidesk.adapters.calls import (
    Asterisk,
    AsteriskCel,
    Clock,
    Numbering,
    _asterisk_cel,
    _asterisk_channels,
    _asterisk_input,
    _asterisk_leg,
)
from omnidesk.adapters.calls._asterisk_channel import Channel, read_channel
from omnidesk.adapters.calls._asterisk_channels import Joined
from omnidesk.adapters.calls._exchange import Exchange
from omnidesk.errors import PayloadError
from omnidesk.model import Durations
from omnidesk.testing import builtin_samples

HANOI = Clock("Asia/Ho_Chi_Minh")
VIETNAM = Numbering(region="VN", own_numbers=("02473001234",))
TRUNKS = ("PJSIP/viettel", "SIP/fpt")
MASTER = Asterisk(
    account="pbx",
    numbering=VIETNAM,
    clock=HANOI,
    trunks=TRUNKS,
    loguniqueid=True,
    loguserfield=True,
    newcdrcolumns=True,
)
TABLE = Asterisk(account="pbx", numbering=VIETNAM, clock=HANOI)
CEL = AsteriskCel(account="pbx", numbering=VIETNAM, clock=HANOI, trunks=TRUNKS)


def named(folder, *names):
    return [one for one in builtin_samples(folder) if one.name in names]


def read(adapter, body):
    return tuple(adapter.parse(Payload(body if isinstance(body, bytes) else body.encode())))


def rows_of(sample):
    return list(csv.reader(io.StringIO(sample.payload.body.decode(), newline="")))


def written(rows):
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    return file.getvalue()


def told(events):
    """Return the calls without where they were read."""
    calls = [call for one in assemble(events) for call in one.calls]
    return {
        one.model_copy(
            update={
                "sources": (),
                "defects": tuple(sorted({wrong.code for wrong in one.defects})),
                "recordings": tuple(sorted(one.recordings, key=lambda file: file.id)),
            }
        )
        for one in calls
    }


def record(**fields):
    return {
        "calldate": "2026-03-02 09:00:00",
        "src": "0912345678",
        "dst": "101",
        "channel": "PJSIP/viettel-00000001",
        "dstchannel": "PJSIP/101-00000002",
        "lastapp": "Dial",
        "duration": 30,
        "billsec": 20,
        "disposition": "ANSWERED",
        "uniqueid": "1772416800.1",
        **fields,
    }


def call(*records, adapter=TABLE):
    events = read(adapter, json.dumps(records))
    (conversation,) = assemble(events)
    (found,) = conversation.calls
    return found


# --- one story, whatever order --------------------------------------------------------------------

FILES = named(
    "asterisk",
    *("m21-ring-group", "m21-queue-nobody", "m21-queue-of-five", "m21-blind-transfer"),
    *("m21-local-pairs", "m21-machines", "m21-newline", "m21-out-and-inside"),
)
LOGS = named(
    "asterisk_cel",
    *("ring-group", "queue-abandoned", "forward-busy", "pickup", "machines-and-cancelled"),
    *("attended-transfer", "blind-transfer"),
)


@given(st.data())
@pytest.mark.parametrize(
    ("adapter", "sample"),
    [(MASTER, one) for one in FILES] + [(CEL, one) for one in LOGS],
    ids=lambda one: getattr(one, "name", ""),
)
def test_any_order_and_repetition_of_rows_gives_the_same_calls(adapter, sample, data):
    rows = rows_of(sample)
    some = data.draw(st.lists(st.sampled_from(rows), max_size=5))
    shuffled = data.draw(st.permutations([*rows, *some]))
    assert told(read(adapter, written(shuffled))) == told(read(adapter, written(rows)))


@given(st.data())
def test_any_order_of_files_gives_the_same_calls(data):
    rows = [row for sample in FILES for row in rows_of(sample)]
    cut = data.draw(st.integers(1, len(rows) - 1))
    first, second = (read(MASTER, written(half)) for half in (rows[:cut], rows[cut:]))
    assert told([*first, *second]) == told([*second, *first, *second])


def test_a_file_that_has_grown_adds_to_the_calls_of_before():
    rows = rows_of(named("asterisk", "m21-queue-of-five")[0])
    before, after = read(MASTER, written(rows[:2])), read(MASTER, written(rows))
    (found,) = told([*before, *after])
    assert (found.outcome, len(found.legs)) == ("answered", 5)


def test_a_call_whose_log_is_cut_in_two_is_one_call():
    events = [event for one in named("asterisk_cel", "first-half", "second-half")
              for event in read(CEL, one.payload.body)]  # fmt: skip
    (found,) = told(events)
    assert (found.outcome, len(found.legs)) == ("answered", 2)
    assert found.ended_at is not None


# --- columns --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flags", "width"),
    [
        ({}, 16),
        ({"loguniqueid": True}, 17),
        ({"loguserfield": True}, 17),
        ({"loguniqueid": True, "loguserfield": True}, 18),
        ({"newcdrcolumns": True}, 19),
        ({"loguniqueid": True, "loguserfield": True, "newcdrcolumns": True}, 21),
    ],
)
def test_the_flags_of_cdr_conf_say_how_many_columns_there_are(flags, width):
    adapter = Asterisk(account="pbx", clock=HANOI, **flags)
    row = [""] * 15 + ["DOCUMENTATION", *(["1"] * 5)]
    row[5], row[9], row[14] = "SIP/101-0001", "2026-03-02 09:00:00", "ANSWERED"
    for given_width in range(16, 22):
        (event,) = read(adapter, written([row[:given_width]]))
        assert (event.type == "call_reported") is (given_width == width)


def test_column_17_is_the_peers_account_where_no_uniqueid_is_logged():
    row = ["", "101", "102", "", "", "SIP/101-1", "SIP/102-2", "Dial", "", "2026-03-02 09:00:00"]
    row += ["", "2026-03-02 09:00:09", "9", "0", "NO ANSWER", "OMIT", "an account", "1.7", "3"]
    (event,) = read(Asterisk(account="pbx", clock=HANOI, newcdrcolumns=True), written([row]))
    assert (event.call_id, event.leg.id) == ("1.7", "1.7/3")


def test_a_header_outranks_the_flags():
    rows = [["calldate", "src", "dst", "disposition", "uniqueid", "something else"]]
    rows += [["2026-03-02 09:00:00", "101", "102", "BUSY", "1.2", "?"]]
    (event,) = read(MASTER, written(rows))
    assert (event.call_id, event.leg.outcome) == ("1.2", "busy")


@pytest.mark.parametrize(
    "options",
    [
        {"columns": ("src", "dst")},
        {"delimiter": ",,"},
        {"encoding": "klingon"},
    ],
)
def test_a_setting_that_cannot_be_is_refused(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        Asterisk(account="pbx", **options)


@pytest.mark.parametrize("options", [{"columns": ("eventtype",)}, {"delimiter": "\n"}])
def test_a_setting_of_the_log_that_cannot_be_is_refused(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        AsteriskCel(account="pbx", **options)


def test_the_log_may_have_columns_of_its_own():
    adapter = AsteriskCel(account="pbx", columns=("EventType", "x", "UniqueID"), delimiter=";")
    (event,) = read(adapter, "CHAN_START;?;1.2\n")
    assert event.call_id == "1.2"


# --- who and where to -----------------------------------------------------------------------------


def test_a_trunk_says_which_way_a_call_went_whatever_numbers_look_like():
    adapter = Asterisk(account="pbx", clock=HANOI, trunks=("sip/FPT",))
    assert call(record(channel="SIP/fpt-1"), adapter=adapter).direction == "inbound"
    assert call(record(dstchannel="SIP/fpt-1"), adapter=adapter).direction == "outbound"


def test_freepbx_says_which_line_was_called():
    found = read(TABLE, json.dumps([record(did="02473001234", dst="s", dstchannel="")]))[0]
    assert found.direction == "inbound"
    assert found.leg.callee.identities[0].value == "+842473001234"
    other = read(TABLE, json.dumps([record(did="02473005678", dst="s", dstchannel="")]))[0]
    assert found.session != other.session


def test_a_telephone_that_shows_the_companys_number_is_still_who_called():
    found = call(
        record(
            channel="PJSIP/102-1",
            dstchannel="PJSIP/x-1",
            src="02473001234",
            clid='"HOA SEN" <02473001234>',
            dst="0904111222",
        )
    )
    caller = found.legs[0].caller
    assert (caller.identities[0].value, caller.name) == ("102", None)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"clid": '"Hoa" <0912345678>'}, "Hoa"),
        ({"clid": "Hoa <0912345678>", "cnum": "0912345678"}, "Hoa"),
        ({"clid": '"Hoa" <0999>', "cnum": "0912345678"}, None),
        ({"clid": '"Hoa" <0999>', "cnum": "0912345678", "cnam": "Chị Hoa"}, "Chị Hoa"),
        ({"clid": '"0912345678" <0912345678>'}, None),
        ({"clid": "0912345678"}, None),
        ({"src": "", "clid": '"Hoa" <0912345678>'}, "Hoa"),
    ],
)
def test_a_name_goes_with_the_number_that_it_was_shown_with(fields, name):
    caller = call(record(**fields)).legs[0].caller
    assert caller.identities[0].value == "+84912345678"
    assert caller.name == name


@pytest.mark.parametrize("dst", ["s", "*98", "#1", ""])
def test_places_of_the_dialplan_and_feature_codes_are_nobody(dst):
    found = call(record(channel="PJSIP/101-1", src="101", dst=dst, dstchannel="", lastapp="Echo"))
    assert found.legs[0].callee is None
    assert (found.direction, found.outcome) == ("unknown", "unknown")


def test_what_was_dialled_in_a_queue_is_the_queue_and_nobody():
    found = call(record(dst="600", dstchannel="", lastapp="Queue", lastdata="cskh,t"))
    assert (found.outcome, found.legs[0].queue, found.legs[0].callee) == ("abandoned", "cskh", None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PJSIP/101-0000001a", Channel("PJSIP/101", "101")),
        ("PJSIP/fpt-hcm-0000001a<ZOMBIE>", Channel("PJSIP/fpt-hcm", "fpt-hcm")),
        ("Local/101@q-0000001b;2", Channel("Local/101@q", "", "Local/101@q-0000001b", "2")),
        ("Local/101@q", Channel("Local/", "", "Local/101@q", "")),
        ("Console/dsp", Channel("Console/dsp", "dsp")),
        ("", None),
        ("PJSIP/", None),
    ],
)
def test_a_channels_name_says_whose_it_is(name, expected):
    assert read_channel(name) == expected


# --- how it ended ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({}, "answered"),
        ({"disposition": "no_answer"}, "missed"),
        ({"disposition": "NOANSWER"}, "missed"),
        ({"disposition": "CONGESTION"}, "failed"),
        ({"disposition": ""}, "unknown"),
        ({"lastapp": "VoiceMail", "dstchannel": ""}, "voicemail"),
        ({"lastapp": "Playback", "dstchannel": "", "did": "02473001234"}, "missed"),
        ({"lastapp": "Playback", "dstchannel": ""}, "missed"),
        ({"lastapp": "Playback", "dstchannel": "", "dst": "s"}, "unknown"),
        ({"lastapp": "ConfBridge", "dstchannel": ""}, "answered"),
        ({"lastapp": "", "dstchannel": ""}, "answered"),
        ({"dstchannel": "Local/101@x-1;1"}, "answered"),
        ({"lastapp": "Queue"}, "answered"),
        ({"lastapp": "Queue", "disposition": "NO ANSWER"}, "abandoned"),
        ({"lastapp": "Queue", "disposition": "FAILED"}, "failed"),
    ],
)
def test_answered_says_that_something_picked_up_and_the_application_says_what(fields, outcome):
    assert call(record(**fields)).outcome == outcome


def test_only_the_last_agent_of_a_queue_tells_what_became_of_the_caller():
    in_vain = {"lastapp": "Queue", "disposition": "NO ANSWER", "billsec": 0}
    first = record(**in_vain, sequence=1)
    last = record(**in_vain, sequence=2, calldate="2026-03-02 09:00:30")
    assert [leg.outcome for leg in call(last, first).legs] == ["missed", "abandoned"]


def test_how_long_is_worked_out_from_times_where_nothing_counts():
    found = call(
        record(
            duration="",
            billsec="",
            answer="2026-03-02 09:00:05",
            end="2026-03-02 09:00:30",
        )
    )
    assert found.durations == Durations(total=30_000, ring=5_000, talk=25_000)
    assert call(record(duration="", billsec="")).durations == Durations()


def test_more_billed_than_it_took_is_no_negative_ringing():
    assert call(record(duration=5, billsec=9)).durations.ring is None


def test_who_was_answered_before_the_record_began_rang_for_nobody_knows_how_long():
    found = call(record(duration=30, billsec=30))
    assert found.durations == Durations(total=30_000, talk=30_000)
    assert [one.code for one in found.defects] == ["answer_may_be_the_exchanges"]


@pytest.mark.parametrize(
    ("given_length", "expected"),
    [
        ("30.25", 30_250),
        (30.5, 30_500),
        ("30.", 30_000),
        ("1e9", None),
        (".5", None),
        ("9" * 10, None),
    ],
)
def test_lengths_may_have_fractions(given_length, expected):
    (event,) = read(TABLE, json.dumps(record(duration=given_length, billsec="", lastapp="Queue")))
    assert event.leg.durations.total == expected


def test_a_time_at_the_end_of_the_calendar_is_survived():
    (event,) = read(TABLE, json.dumps(record(calldate="9999-12-31 23:59:59", duration=999_999_999)))
    assert event.leg.ended_at is None


def test_without_a_zone_a_time_is_none_and_says_so():
    (event,) = read(Asterisk(account="pbx"), json.dumps(record()))
    assert event.leg.started_at is None
    assert [one.code for one in event.defects] == ["time_without_zone"]


@pytest.mark.parametrize("path", ["/monitor/2026/a.wav", "C:\\monitor\\a.wav", "a.wav"])
def test_a_recording_is_known_by_its_path(path):
    (recording,) = call(record(recordingfile=path)).recordings
    assert (recording.id, recording.filename) == (path, "a.wav")
    assert recording.availability == "unknown"


def test_rows_that_disagree_are_kept_and_said_so():
    found = call(record(sequence=1), record(sequence=1, disposition="BUSY"))
    assert [one.code for one in found.defects] == ["records_disagree"]
    assert len(found.sources) == 2


def test_a_transfer_through_local_channels_is_one_call_of_three_people():
    # Queue 401 rings 201 through a pair, 201 asks 202 through another pair, and hands over.
    root, queue, ask = "1.715", "Local/201@q-09", "Local/202@i-0a"
    outside = {"src": "0912345678", "linkedid": root, "duration": 11, "billsec": 9}
    found = call(
        record(**outside, uniqueid=root, dst="401", dstchannel=f"{queue};1", lastapp="Queue",
               lastdata="401,t", sequence=1),
        record(**outside, uniqueid="1.722", channel=f"{queue};2", dstchannel="PJSIP/201-1e",
               sequence=2),
        record(**outside, uniqueid="1.754", channel=f"{ask};2", dstchannel="PJSIP/202-1f",
               sequence=3),
        record(**{**outside, "src": "201"}, uniqueid="1.727", channel="PJSIP/201-1e", dst="s",
               dstchannel=f"{ask};1", sequence=4),
        record(**{**outside, "src": "202"}, uniqueid="1.752", channel=f"{ask};1", dstchannel="",
               lastapp="", sequence=5),
        record(**outside, uniqueid="1.722", channel=f"{queue};2", dstchannel=f"{ask};1",
               sequence=6),
        adapter=Asterisk(account="pbx", numbering=VIETNAM, clock=HANOI, trunks=TRUNKS),
    )  # fmt: skip
    assert (found.id, found.direction, found.outcome) == (root, "inbound", "answered")
    assert sorted(
        leg.callee.identities[0].value for leg in found.legs if leg.outcome == "answered"
    ) == ["201", "202"]
    assert {one.value for party in found.parties for one in party.identities} == {
        "+84912345678",
        "201",
        "202",
    }


# --- the log --------------------------------------------------------------------------------------


def happening(kind, at, uniqueid="1.1", linkedid="1.1", **fields):
    return {
        "eventtype": kind,
        "eventtime": None if at is None else f"{1772416800 + at}.5",
        "uniqueid": uniqueid,
        "linkedid": linkedid,
        "channame": "PJSIP/101-1",
        **fields,
    }


def log(*rows):
    events = read(CEL, json.dumps(rows))
    (conversation,) = assemble(events)
    return conversation.calls[0]


def test_the_end_of_the_linked_id_ends_channels_whose_own_end_is_lost():
    found = log(happening("CHAN_START", 0), happening("LINKEDID_END", 9, "1.2"))
    assert found.legs[0].durations.total == 9_000


def test_an_end_of_the_linked_id_without_a_time_ends_nothing():
    found = log(happening("CHAN_START", 0), happening("LINKEDID_END", None, "1.2"))
    assert found.ended_at is None


def test_without_an_end_a_call_goes_on():
    assert log(happening("CHAN_START", 0), happening("ANSWER", 1)).ended_at is None


@pytest.mark.parametrize(
    "moves",
    [
        [("BRIDGE_EXIT", 5)],
        [("BRIDGE_ENTER", 5), ("BRIDGE_ENTER", 6)],
        [("BRIDGE_ENTER", 5)],
        [("BRIDGE_ENTER", None), ("BRIDGE_EXIT", 7)],
    ],
)
def test_bridges_that_do_not_add_up_tell_no_time(moves):
    found = log(happening("CHAN_START", 0), *[happening(kind, at) for kind, at in moves])
    assert (found.outcome, found.durations.talk) == ("answered", None)


def test_a_bridge_that_is_never_left_ends_with_the_channel():
    found = log(
        happening("CHAN_START", 0), happening("BRIDGE_ENTER", 5), happening("HANGUP", 9)
    )  # fmt: skip
    assert found.durations.talk == 4_000


def test_who_waits_in_a_queue_that_nobody_times_has_waited_for_nobody_knows_how_long():
    queue = {"appname": "Queue", "appdata": "cskh,t"}
    found = log(
        happening("CHAN_START", 0), happening("ANSWER", 1, **queue), happening("HANGUP", 9, **queue)
    )
    assert (found.outcome, found.durations.queue, found.legs[0].queue) == (
        "abandoned",
        None,
        "cskh",
    )


def test_a_call_that_nobody_picked_up_is_missed():
    found = log(happening("CHAN_START", 0, exten="102"), happening("HANGUP", 9))
    assert found.outcome == "missed"


def test_an_attended_transfer_to_an_application_leads_nowhere_else():
    extra = {"channel2_uniqueid": "1.1", "transfer_target_channel_uniqueid": "N/A"}
    found = log(happening("CHAN_START", 0), happening("ATTENDEDTRANSFER", 1, extra=extra))
    assert (found.aliases, found.legs[0].transferred_to) == ((), None)


def test_a_consultation_belongs_to_the_call_though_its_own_rows_never_say_so():
    extra = {"channel2_uniqueid": "1.5", "transfer_target_channel_uniqueid": "1.6"}
    found = log(
        happening("CHAN_START", 0), happening("ATTENDEDTRANSFER", 4, extra=extra),
        happening("CHAN_START", 2, "1.5", "1.5", exten="103"),
    )  # fmt: skip
    assert {leg.id for leg in found.legs} == {"1.1", "1.5"}
    assert found.aliases == ("1.5",)


def test_recordings_of_the_log_are_attached_once():
    extra = {"mixmonitor_id": "0x1", "filename": "/monitor/a.wav"}
    found = log(
        happening("MIXMONITOR_START", 0, extra=extra),
        happening("MIXMONITOR_START", 1, extra=extra),
        happening("MIXMONITOR_START", 2, extra=[]),
    )
    assert [one.filename for one in found.recordings] == ["a.wav"]


def test_ids_that_lead_in_a_circle_lead_somewhere():
    joined = Joined()
    joined.join("a", "b")
    joined.join("b", "c")
    joined.join("c", "a")
    assert {joined.find(one) for one in "abc"} == {"c"}


# --- what is not as it should be ------------------------------------------------------------------


@pytest.mark.parametrize("adapter", [MASTER, CEL], ids=["cdr", "cel"])
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_anything_is_read_or_refused(adapter, body):
    try:
        read(adapter, body)
    except PayloadError as error:
        assert error.channel == "calls"  # noqa: PT017 - most bodies raise nothing


@pytest.mark.parametrize("shape", ["Event: {}\r\n{}\r\n\r\n", '[{{"Event": "{}", "x": "{}"}}]'])
def test_events_of_another_kind_are_named_as_such(shape):
    (event,) = read(TABLE, shape.format("Hangup", "Cause: 16"))
    assert (event.type, event.reason) == ("unrecognised", "unknown_kind")


def test_an_event_of_the_manager_that_never_ends_is_refused_alone():
    body = "Event: Cdr\n" + "X: 1\n" * 300 + "\nEvent: Cdr\nUniqueID: 1.1\nSource: 101\n"
    first, second = read(TABLE, body)
    assert (first.reason, first.expected) == ("invalid", "expected a shorter event")
    assert second.source.pointer == "row=303"


def test_a_list_of_records_may_hold_ids_as_numbers():
    (event,) = read(TABLE, json.dumps([record(uniqueid=1772416800.25, sequence=7, amaflags=True)]))
    assert event.leg.id == "1772416800.25/7"


def test_numbers_beyond_every_id_are_nothing():
    (event,) = read(TABLE, json.dumps([record(uniqueid=10**40)]))
    assert event.call_id.startswith("channel_")


@pytest.mark.parametrize(
    ("adapter", "body", "answer"),
    [
        (Asterisk, b'"","101",...,"ANSWERED","DOCUMENTATION"', True),
        (Asterisk, b"calldate,src,dst,dstchannel", True),
        (Asterisk, b"Event: Cdr\r\nDestinationChannel: x", True),
        (Asterisk, b'"ANSWERED"', False),
        (Asterisk, b"id,from,to", False),
        (AsteriskCel, b'"CHAN_START","1772416800.5"', True),
        (AsteriskCel, b"id,from,to", False),
    ],
)
def test_records_are_recognised_by_words_that_no_others_have(adapter, body, answer):
    assert adapter.recognises(Payload(body)) is answer


CALLER = _asterisk_input.Item("row=1", {"eventtype": "ANSWER", "cidnum": "0912345678"})
HAPPENING = _asterisk_channels.Happening("row=1", "ANSWER", None, CALLER.fields, {}, ())


@pytest.mark.parametrize(
    "noun",
    [
        CALLER,
        read_channel("PJSIP/0912345678-1"),
        Joined(),
        _asterisk_channels.Events("1.1", [HAPPENING]),
        HAPPENING,
        _asterisk_leg.read_record(
            Exchange(name="asterisk", account="pbx"),
            "row=1",
            {"src": "0912345678", "uniqueid": "1.1"},
            frozenset(),
        ),
        _asterisk_cel._Log(Exchange(name="x", account="x"), Payload(b"0912345678"), frozenset()),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_is_read_shows_nothing_of_it(noun):
    assert "0912345678" not in repr(noun)
