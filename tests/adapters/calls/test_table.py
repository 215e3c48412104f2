"""What a mapping says about a table, and what becomes of its rows."""

import json

import pytest

from omnidesk._payload import Payload
from omnidesk.adapters import Adapter
from omnidesk.adapters.calls import CallTable, TableMapping
from omnidesk.assembly import assemble
from omnidesk.errors import PayloadError

LEAST = {"call_id": "id", "caller": "from"}


def table(**fields):
    return CallTable.from_document({**LEAST, **fields}, account="pbx")


def read(text, **fields):
    return list(table(**fields).parse(Payload(text.encode())))


def one(text, **fields):
    (event,) = read(text, **fields)
    return event


def leg(text, **fields):
    return one(text, **fields).leg


def codes(event):
    return [(defect.code, defect.pointer) for defect in event.defects]


def who(party):
    return party and [identity.value for identity in party.identities]


def test_it_is_an_adapter():
    assert isinstance(table(), Adapter)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"call_id": None}, "call_id or call_id_from: expected one of the two"),
        ({"call_id_from": ["a"]}, "call_id or call_id_from: expected one of the two"),
        ({"leg_id": "a", "leg_id_from": ["a"]}, "leg_id or leg_id_from: expected at most one"),
        ({"caller": None}, "caller, callee or customer: expected at least one"),
        ({"customer": "c"}, "customer: expected without caller and callee"),
        ({"caller": None, "customer": "c"}, "direction: expected beside customer"),
        ({"unanswered": "missed", "outcome": {"column": "o", "words": {}}}, "unanswered: expected"),
        ({"zone": "Mars/Olympus"}, "zone: expected an IANA zone"),
        ({"region": "XX"}, "region: expected a region"),
        ({"delimiter": "ab"}, "delimiter: expected one character"),
        ({"header": None}, "columns: expected the names of all columns"),
        ({"header": 0}, "header: "),
        ({"columns": ["id", "x"]}, "caller: expected one of `columns`, got 'from'"),
        ({"started": {"column": "s", "format": "%q"}}, "started: format: expected directives"),
        ({"talk": {"column": "t", "unit": "hours"}}, "talk.unit: "),
        ({"format": "json"}, "call_id: expected a JSON Pointer such as /from, got 'id'"),
        ({"format": "json", "items": "data"}, "items: expected a JSON Pointer"),
        ({"colour": "blue"}, "colour: "),
        ({"direction": "sideways"}, "direction"),
        ({"direction": {"column": "d", "words": {"in": "into"}}}, "direction"),
        ({"direction": {"column": "d", "words": "into"}}, "direction"),
        ({"started": 5}, "started"),
    ],
)
def test_a_mapping_that_cannot_be_names_its_field_and_what_was_expected(fields, problem):
    with pytest.raises(ValueError, match=r"^table mapping: ") as caught:
        table(**fields)
    assert problem in str(caught.value)


def test_a_missing_column_is_named_and_nothing_of_the_file():
    with pytest.raises(PayloadError) as caught:
        read("id,secret\n1,2\n")
    assert caught.value.reason == "expected columns that are missing: from"


def test_a_column_may_be_optional():
    event = one("id,from\n1,0912\n", region="VN", queue="q", optional=["q"])
    assert event.leg.queue is None


def test_columns_may_be_named_where_the_file_does_not():
    event = one("0912345678,1\n", region="VN", columns=["from", "id"])
    assert (event.call_id, event.source.pointer) == ("1", "row=1")


def test_an_id_of_several_columns_is_the_same_every_time_and_another_for_another_call():
    rows = "at,from,to\n1,2,3\n1,2,4\n1,2,3\n,,\n"
    first, second, again = read(rows, call_id=None, call_id_from=["at", "from", "to"])
    assert first.call_id == again.call_id != second.call_id
    assert first.call_id.startswith("row_")


def test_a_row_without_any_part_of_an_id_is_kept_as_unrecognised():
    event = one("at,from\n,0912\n", call_id=None, call_id_from=["at"])
    assert (event.type, event.reason) == ("unrecognised", "missing_id")


def test_rows_of_one_call_are_one_call_with_their_legs():
    rows = "id,leg,up,from\n1,a,,x\n1,b,a,y\n2,c,,z\n"
    events = read(rows, leg_id="leg", parent="up")
    calls = [call for one in assemble(events) for call in one.calls]
    assert sorted([leg.id for leg in call.legs] for call in calls) == [["a", "b"], ["c"]]


def test_a_leg_may_be_told_by_several_columns():
    first, second = read("id,from,to\n1,x,a\n1,x,b\n", leg_id_from=["id", "to"])
    assert first.leg.id != second.leg.id


def test_other_ids_of_the_call_are_its_aliases():
    event = one("id,a,b,from\n1,2,1,x\n", aliases=["a", "b"])
    assert event.aliases == ("2",)
    assert len(event.thread) == 2


@pytest.mark.parametrize(
    ("text", "sequence", "found"),
    [("7", 7, []), ("", None, []), ("x", None, [("sequence_unreadable", "row=2")])],
)
def test_a_sequence_is_a_whole_number(text, sequence, found):
    event = one(f"id,from,n\n1,x,{text}\n", sequence="n")
    assert (event.sequence, codes(event)) == (sequence, found)


@pytest.mark.parametrize(
    ("word", "direction", "caller", "callee"),
    [
        ("IN ", "inbound", ["+84912345678"], ["101"]),
        ("out", "outbound", ["101"], ["+84912345678"]),
        ("other", "unknown", ["+84912345678"], ["101"]),
    ],
)
def test_a_customer_and_an_agent_are_at_the_ends_that_the_direction_says(
    word, direction, caller, callee
):
    event = one(
        f"id,who,d,a\n1,0912345678,{word},101\n",
        caller=None,
        customer="who",
        agent="a",
        region="VN",
        direction={"column": "d", "words": {"In": "inbound", "Out": "outbound"}},
    )
    assert (event.direction, who(event.leg.caller), who(event.leg.callee)) == (
        direction,
        caller,
        callee,
    )


def test_without_an_agent_our_line_is_our_end():
    fields = {"caller": None, "customer": "who", "line": "l", "direction": "inbound"}
    found = leg("id,who,l\n1,0912345678,19001234\n", region="VN", **fields)
    assert who(found.callee) == ["+8419001234"]


@pytest.mark.parametrize(
    ("direction", "caller", "callee"),
    [
        ("inbound", ["+84912345678"], ["101"]),
        ("outbound", ["101"], ["+8419001234"]),
        ("internal", ["+84912345678"], ["+8419001234"]),
    ],
)
def test_an_agent_takes_the_place_of_our_end(direction, caller, callee):
    event = one(
        "id,from,to,a\n1,0912345678,19001234,101\n",
        callee="to",
        agent="a",
        region="VN",
        direction=direction,
    )
    assert (who(event.leg.caller), who(event.leg.callee)) == (caller, callee)


def test_a_word_for_the_direction_that_is_not_in_the_map_is_said_so():
    words = {"column": "d", "words": {"in": "inbound"}}
    event = one("id,from,d\n1,x,sideways\n", direction=words)
    assert (event.direction, codes(event)) == ("unknown", [("direction_unknown", "row=2")])


def test_without_a_word_the_direction_comes_from_who_is_ours():
    words = {"column": "d", "words": {"in": "inbound"}}
    event = one("id,from,d\n1,101,\n", direction=words)
    assert (event.direction, codes(event)) == ("outbound", [])


@pytest.mark.parametrize(
    ("word", "outcome", "found"),
    [
        ("No  Answer", "missed", []),
        ("", "unknown", []),
        ("odd", "unknown", [("outcome_unknown", "row=2")]),
    ],
)
def test_the_outcome_is_what_its_word_means(word, outcome, found):
    words = {"column": "o", "words": {"NO ANSWER": "missed"}}
    event = one(f"id,from,o\n1,x,{word}\n", outcome=words)
    assert (event.leg.outcome, codes(event)) == (outcome, found)


@pytest.mark.parametrize(
    ("row", "fields", "outcome"),
    [
        ("5,", {}, "answered"),
        ("0,9", {"unanswered": "missed"}, "missed"),
        ("0,9", {}, "unknown"),
        ("0,", {"unanswered": "missed"}, "unknown"),
    ],
)
def test_without_a_word_talking_tells_who_was_answered_and_nothing_else(row, fields, outcome):
    found = leg(f"id,from,talk,total\n1,x,{row}\n", talk="talk", total="total", **fields)
    assert found.outcome == outcome


def test_times_are_read_in_their_formats():
    found = leg(
        "id,from,s,a,e\n1,x,2026-03-02 08:00:00,1772413205000,02/03/2026 08:00:45\n",
        zone="Asia/Ho_Chi_Minh",
        started="s",
        answered={"column": "a", "format": "milliseconds"},
        ended={"column": "e", "format": "%d/%m/%Y %H:%M:%S"},
    )
    assert [str(at)[11:19] for at in (found.started_at, found.answered_at, found.ended_at)] == [
        "01:00:00",
        "01:00:05",
        "01:00:45",
    ]
    assert (found.durations.total, found.durations.ring, found.durations.talk) == (
        45_000,
        5_000,
        40_000,
    )


def test_a_time_without_a_zone_is_none_and_said_so():
    event = one("id,from,s\n1,x,2026-03-02 08:00:00\n", started="s")
    assert (event.leg.started_at, codes(event)) == (None, [("time_without_zone", "row=2")])


def test_without_a_time_of_answer_ringing_is_not_told_from_talking():
    found = leg(
        "id,from,s,e\n1,x,1772413200,1772413260\n",
        started={"column": "s", "format": "seconds"},
        ended={"column": "e", "format": "seconds"},
    )
    assert (found.durations.total, found.durations.ring, found.durations.talk) == (
        60_000,
        None,
        None,
    )


def test_times_are_worked_out_from_durations_only_if_the_mapping_says_so():
    row = "id,from,s,total,talk\n1,x,1772413200,60,45\n"
    fields = {
        "started": {"column": "s", "format": "seconds"},
        "total": "total",
        "talk": "talk",
    }
    assert leg(row, **fields).ended_at is None
    found = leg(row, times_from_durations=True, **fields)
    assert (found.ended_at - found.started_at).seconds == 60
    assert (found.ended_at - found.answered_at).seconds == 45
    assert found.durations.ring == 15_000


def test_a_duration_beyond_the_calendar_gives_no_time():
    found = leg(
        f"id,from,s,total\n1,x,1772413200,{'9' * 12}\n",
        started={"column": "s", "format": "seconds"},
        total="total",
        times_from_durations=True,
    )
    assert found.ended_at is None


def test_a_duration_that_is_none_is_said_so():
    event = one("id,from,t\n1,x,soon\n", talk="t")
    assert (event.leg.durations.talk, codes(event)) == (None, [("duration_unreadable", "row=2")])


def test_a_recording_may_be_a_url_or_an_id_and_voicemail_is_apart():
    event = one(
        "id,from,r,i,v\n1,x,https://a.example/r,9,https://a.example/v\n",
        recording="r",
        recording_id="i",
        voicemail="v",
        recording_needs_token=True,
    )
    (recording,) = event.recordings
    assert (recording.url, recording.id, recording.needs_token) == (
        "https://a.example/r",
        "9",
        True,
    )
    assert event.voicemail.url == "https://a.example/v"


def test_json_is_read_by_pointers_with_their_places_in_defects():
    body = json.dumps({"calls": [{"id": 7, "p": [{"n": "0912345678"}], "s": "soon"}]})
    event = one(
        body,
        format="json",
        items="/calls",
        call_id="/id",
        caller="/p/0/n",
        callee="/p/1/n",
        queue="/id/no",
        started="/s",
        region="VN",
    )
    assert (event.call_id, who(event.leg.caller), event.leg.callee) == ("7", ["+84912345678"], None)
    assert codes(event) == [("time_unreadable", "/calls/0/s")]


def test_an_old_area_code_is_read_by_the_date_of_its_row():
    rows = "id,from,s\n1,04 3825 1234,1450000000\n2,04 3825 1234,1772413200\n"
    old, new = read(rows, region="VN", started={"column": "s", "format": "seconds"})
    assert (who(old.leg.caller), who(new.leg.caller)) == (["+842438251234"], ["+84438251234"])


def test_few_people_or_many_are_read_the_same(monkeypatch):
    rows = "id,from\n1,0912345678\n2,0938111222\n3,0912345678\n"
    kept = read(rows, region="VN")
    monkeypatch.setattr("omnidesk.adapters.calls._table_record._MOST_KEPT", 1)
    assert read(rows, region="VN") == kept


JSON = {"format": "json", "call_id": "/id", "caller": "/from"}


def test_one_record_in_json_is_a_table_of_one():
    event = one('{"id": "7", "from": null}', **JSON)
    assert (event.call_id, event.source.pointer) == ("7", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1772413200.0, "1772413200"),
        (1.5, "1.5"),
        (True, "true"),
        (False, "false"),
        (10**20, f"{10**20}"),
    ],
)
def test_numbers_and_booleans_are_texts(value, text):
    assert one(json.dumps([{"id": value}]), **JSON).call_id == text


@pytest.mark.parametrize("value", [{}, [], "x" * 9_000, 10**400])
def test_what_is_neither_text_nor_a_number_makes_a_record_unrecognised(value):
    event = one(json.dumps([{"id": value}]), **JSON)
    assert (event.reason, event.expected) == ("invalid", "expected text or a number at /id")


@pytest.mark.parametrize("body", ["5", '{"calls": "none"}', "no json"])
def test_json_without_records_is_refused(body):
    with pytest.raises(PayloadError):
        read(body, **{**JSON, "items": "/calls" if "calls" in body else ""})


def test_json_lines_are_told_by_their_line():
    lines = '\ufeff{"id": 1, "from": "x"}\n\n{"id": 2\n[]\n{"id": 3}'
    events = read(lines, **{**JSON, "format": "json_lines"})
    assert [(one.type, one.source.pointer) for one in events] == [
        ("call_reported", "row=1"),
        ("unrecognised", "row=3"),
        ("unrecognised", "row=4"),
        ("call_reported", "row=5"),
    ]


def test_a_mapping_is_a_value_that_can_be_compared_and_hashed():
    first, second = (TableMapping.model_validate({**LEAST, "zone": "UTC"}) for _ in range(2))
    assert (first, hash(first)) == (second, hash(second))
