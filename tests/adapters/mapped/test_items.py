"""Items that are no objects, headers, JSON in texts, and ids of several places."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.mapped.reading import ITEM, codes, message, one, read, read_by

from omnidesk._payload import Payload
from omnidesk.adapters.mapped import Mapped, _mapped, load_map
from omnidesk.adapters.mapped._places import Item
from omnidesk.adapters.mapped._unpack import unpack

GONE = {"kind": "delete", "items": "gone", "bare": True, "id": ".", "thread": "$.chat"}

# --- texts and numbers ----------------------------------------------------------------------------


def test_a_list_of_bare_ids_is_read():
    events = read({"chat": "c", "gone": [70031, "70032"]}, GONE)
    assert [(one.message_id, one.source.pointer) for one in events] == [
        ("70031", "/gone/0"),
        ("70032", "/gone/1"),
    ]


def test_one_bare_id_is_read_without_a_list():
    (event,) = read({"chat": "c", "gone": 7}, GONE)
    assert (event.message_id, event.source.pointer) == ("7", "/gone")


def test_a_payload_may_be_a_list_of_bare_ids():
    shape = {**GONE, "items": ".", "thread": "."}
    assert [event.message_id for event in read(["a", 2], shape)] == ["a", "2"]


@pytest.mark.parametrize("odd", [None, True, {}, {"id": 1}, []])
def test_what_is_no_bare_id_is_unrecognised_and_the_others_live(odd):
    first, second = read({"chat": "c", "gone": [odd, 5]}, GONE)
    assert (first.reason, first.expected) == ("invalid", "expected a text or a number")
    assert second.message_id == "5"


def test_an_empty_text_is_no_id():
    (event,) = read({"chat": "c", "gone": [" "]}, GONE)
    assert (event.type, event.reason) == ("unrecognised", "missing_id")


def both(body):
    shapes = [
        {**GONE, "items": "all", "name": "gone"},
        {"kind": "delete", "items": "all", "id": "id", "thread": "$.chat"},
    ]
    return read_by(shapes, body)


def test_bare_ids_and_objects_may_stand_in_one_list():
    events = both({"chat": "c", "all": ["a", {"id": "b"}, None]})
    assert [event.message_id for event in events[:2]] == ["a", "b"]
    assert events[2].expected == "expected an object, a text or a number"


def test_a_bare_line_of_json_lines_is_an_item():
    shape = {**GONE, "items": ".", "thread": "."}
    events = read(b'"a"\n{\n', shape, format="json_lines")
    assert [event.type for event in events] == ["message_deleted", "unrecognised"]


def test_a_list_of_bare_ids_is_named_by_the_map():
    adapter = Mapped(map=load_map({"channel": "own", "shapes": [GONE]}))
    assert adapter.unmapped(Payload(b'{"chat": 1, "gone": [1], "ip": 2}')) == ("/ip",)


# --- headers --------------------------------------------------------------------------------------

TOPIC = {"when": {"@.X-Topic": "chat/said"}, "subject": "@/x-topic"}


def test_a_header_is_a_place_whatever_the_case_of_its_name():
    (event,) = read(ITEM, TOPIC, headers={"x-TOPIC": "chat/said"})
    assert event.message.subject == "chat/said"


@pytest.mark.parametrize("headers", [{}, {"x-topic": "chat/gone"}])
def test_another_header_or_none_is_another_shape(headers):
    (event,) = read(ITEM, TOPIC, headers=headers)
    assert (event.type, event.reason) == ("unrecognised", "unknown_kind")


def test_a_header_tells_the_account():
    headers = {"X-Shop": "hoasen"}
    shape, body = shape_of_item(), {"all": [ITEM]}
    (event,) = read_by([shape], body, headers=headers, side=None, account="@.x-shop")
    assert event.account == "hoasen"


def shape_of_item():
    return {"kind": "delete", "items": "all", "id": "id", "thread": "chat"}


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("csv", b"id,chat\n1,2\n"),
        ("form", b"id=1&chat=2"),
        ("json_lines", b'{"id": 1, "chat": 2}'),
    ],
)
def test_every_format_has_headers(form, body):
    (event,) = read(body, {"subject": "@.x-topic"}, format=form, headers={"x-topic": "a"})
    assert event.message.subject == "a"


def test_a_defect_in_a_header_points_at_the_item():
    (event,) = read(ITEM, {"at": "@.x-at"}, headers={"x-at": "soon"})
    assert codes(event) == [("time_unreadable", "")]


def test_a_name_with_an_at_sign_is_no_header():
    assert message({"@type": "a"}, {"text": "@type"}, headers={"type": "b"}).text == "a"


def test_a_header_names_no_field_of_the_payload():
    document = {"channel": "own", "account": "@.id", "shapes": [shape_of_item()]}
    assert Mapped(map=load_map(document)).unmapped(Payload(b'{"id": 1}')) == ("/id",)


# --- JSON in texts --------------------------------------------------------------------------------

PACKED = {"unpack": "content", "text": ["content.text", "content"]}


def test_json_in_a_text_is_read_as_if_it_stood_there():
    content = json.dumps({"text": "Còn size M không?", "files": [{"url": "https://a.example/1"}]})
    files = {"items": "content.files", "url": "url", "kind": "image"}
    found = message({"content": content}, {**PACKED, "attachments": files})
    assert found.text == "Còn size M không?"
    assert found.attachments[0].url == "https://a.example/1"


def test_a_shape_is_told_by_what_is_in_the_text():
    shape = {**PACKED, "when": {"content.type": "said"}}
    assert one({"content": '{"type": "said"}'}, shape).type == "message_posted"
    assert one({"content": '{"type": "seen"}'}, shape).type == "unrecognised"


@pytest.mark.parametrize("content", ["{", "said", "5", '"a"', "null", 7, True])
def test_what_is_no_json_stays_what_it_is_and_a_defect_says_so(content):
    event = one({"content": content}, PACKED)
    assert codes(event) == [("json_unreadable", "/content")]
    assert event.message.text == str(content).replace("True", "true")


@pytest.mark.parametrize("content", [None, "", "  ", {"text": "a"}, ["a"]])
def test_what_is_not_packed_is_read_as_it_is(content):
    assert codes(one({"content": content}, PACKED)) == []


def test_a_defect_within_points_at_the_text():
    stars = {"path": "content.stars", "lowest": 1, "highest": 5}
    event = one({"content": '{"stars": 9}'}, {**PACKED, "rating": stars})
    assert codes(event) == [("rating_out_of_bounds", "/content")]


def test_a_defect_in_a_row_points_at_the_row():
    (event,) = read(b"id,chat,content\n1,2,{\n", PACKED, format="csv")
    assert codes(event) == [("json_unreadable", "row=2")]


def test_json_in_json_in_json_is_unpacked_one_after_the_other():
    inner = json.dumps({"text": "a"})
    content = json.dumps({"parts": [{"body": inner}]})
    shape = {"unpack": ["content", "content.parts.0.body"], "text": "content.parts.0.body.text"}
    assert message({"content": content}, shape).text == "a"


def test_an_item_that_is_not_understood_for_it_says_what_is_no_json():
    lacking = one({"content": "{"}, {**PACKED, "id": "content.id"})
    unknown = one({"content": "{"}, {**PACKED, "when": {"content.type": "said"}})
    assert (lacking.reason, unknown.reason) == ("missing_id", "unknown_kind")
    assert codes(lacking) == codes(unknown) == [("json_unreadable", "/content")]


def test_the_payload_is_as_it_was_for_other_shapes():
    shapes = [
        {"kind": "delete", "also": True, "unpack": "of", "id": "of.id", "thread": "chat"},
        {"kind": "delete", "id": "of", "thread": "chat"},
    ]
    events = read_by(shapes, {"chat": "c", "of": '{"id": "a"}'})
    assert [event.message_id for event in events] == ["a", '{"id": "a"}']


def test_a_text_is_read_once_however_many_shapes_ask(monkeypatch):
    asked = []

    def count(item, places):
        asked.append(item.pointer)
        return unpack(item, places)

    monkeypatch.setattr(_mapped, "unpack", count)
    shape = {"kind": "delete", "unpack": "of", "id": "of.id", "thread": "of.chat"}
    shapes = [{**shape, "when": {"of.type": word}} for word in ("a", "b", "c")]
    items = [{"of": json.dumps({"id": 1, "chat": 2, "type": "c"})} for _ in range(3)]
    assert len(read_by(shapes, items)) == 3
    assert asked == ["/0", "/1", "/2"]


def test_what_is_nested_too_deeply_is_no_json():
    event = one({"content": "[" * 5_000 + "]" * 5_000}, PACKED)
    assert codes(event)[0] == ("json_unreadable", "/content")


def test_the_text_is_named_by_the_map():
    adapter = Mapped(map=load_map({"channel": "own", "shapes": [{**shape_of_item(), **PACKED}]}))
    assert adapter.unmapped(Payload(b'{"all": [{"content": "{}", "ip": 1}]}')) == ("/all/*/ip",)


def test_nothing_of_what_is_unpacked_shows_in_its_repr():
    found = unpack(Item({"content": '{"text": "secret"}'}, "/0", None), ("content",))
    assert "secret" not in repr(found)


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=5), st.text())
def test_whatever_stands_in_a_text_is_read_or_noted(value, text):
    for content in (value, text, json.dumps({"text": text}), json.dumps(value)):
        assert one({"content": content}, PACKED).type == "message_posted"


# --- ids of several places ------------------------------------------------------------------------

JOINED = {"path": ["chat", "no"], "join": True}


def test_an_id_may_be_put_together():
    found = message({"no": 7}, {"id": JOINED, "reply_to": {"path": ["chat", "to"], "join": True}})
    assert (found.id, found.reply_to) == ("c-1/7", None)


def test_a_thread_and_an_answer_may_be_put_together():
    shape = {"thread": {**JOINED, "kind": "room"}, "reply_to": {**JOINED, "kind": "external"}}
    event = one({"no": 7}, shape)
    assert event.thread == ("room:c-1/7",)
    assert event.message.reply_to.id == "c-1/7"


def test_an_id_that_lacks_a_part_is_none():
    assert one({"no": None}, {"id": JOINED}).reason == "missing_id"
    assert one({"no": 0}, {"id": {**JOINED, "none": "0"}}).reason == "missing_id"


def test_an_id_of_several_places_may_have_a_word_in_its_stead():
    assert message({}, {"subject": {**JOINED, "value": "none"}}).subject == "none"


def test_an_id_that_becomes_absurdly_long_is_none():
    event = one({"chat": "c" * 2_000, "no": "n" * 2_000}, {"id": JOINED, "thread": "id"})
    assert event.reason == "missing_id"


@given(st.tuples(PART := st.text(st.sampled_from("a/~"), min_size=1), PART), st.tuples(PART, PART))
def test_no_two_ids_of_several_places_are_the_same(first, second):
    ids = [message({"chat": a, "no": b}, {"id": JOINED}).id for a, b in (first, second)]
    assert (ids[0] == ids[1]) == (first == second)
