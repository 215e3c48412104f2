"""Documents: written once, read for ever."""

import json

import pytest
from hypothesis import given

from omnidesk import Conversation, MessagePosted, SchemaError, dump, load
from omnidesk.model import SCHEMA_VERSION, Identity, IdentityLink, Message, Participant, Person
from omnidesk.testing.strategies import conversations, events

CONVERSATION = Conversation(
    id="c",
    channel="chat",
    account="shop",
    entries=(Message(id="m", author=Participant(name="Lan"), text="chào"),),
)


def changed(document=CONVERSATION, **changes):
    return {**json.loads(dump(document)), **changes}


@given(events())
def test_an_event_survives_the_way_through_json(event):
    assert load(dump(event)) == event


@given(conversations())
def test_a_conversation_survives_the_way_through_json(conversation):
    text = dump(conversation)
    assert "\n" not in text
    assert load(text) == conversation
    assert load(text.encode()) == conversation
    assert load(json.loads(text)) == conversation


def test_a_person_survives_the_way_through_json():
    both = (Identity(scheme="email", value="a@example.com"), Identity(scheme="zalo", value="1"))
    link = IdentityLink(identities=both, evidence="agent")
    person = Person(id="p", identities=both, links=(link,))
    assert load(dump(person)) == person


def test_fields_without_a_value_are_left_out():
    assert "subject" not in dump(CONVERSATION)


def test_an_older_document_loads_with_what_it_did_not_have_yet():
    old = changed(schema_version="0.9")
    del old["entries"][0]["attachments"]
    assert load(old) == CONVERSATION


def test_a_newer_minor_version_loads_with_its_news_passed_over():
    new = changed(schema_version="1.7", mood="sunny")
    new["entries"][0] |= {"direction": "sideways", "origin": "own_app", "shine": {"a": [1]}}
    message = load(new, Conversation).messages[0]
    assert (message.text, message.direction, message.origin) == ("chào", "unknown", "own_app")
    assert load(new).schema_version == SCHEMA_VERSION


def test_a_newer_word_where_unknown_is_no_word_falls_back_to_the_default():
    new = changed(schema_version="1.7")
    new["entries"][0]["state"] = "frozen"
    assert load(new, Conversation).messages[0].state == "live"


def test_a_newer_kind_of_entry_is_told_as_unrecognised():
    new = changed(schema_version="1.7")
    new["entries"] += [{"type": "hologram", "id": "h", "beam": 1}, {"type": "aura"}]
    assert [(entry.type, entry.id) for entry in load(new, Conversation).entries] == [
        ("message", "m"),
        ("notice", "h"),
        ("notice", ""),
    ]
    assert load(new, Conversation).notices[0].kind == "unrecognised"


def test_a_newer_major_version_is_refused_by_name():
    with pytest.raises(SchemaError, match=r"schema 2\.0, written by a newer omnidesk; .* 1\.x"):
        load(changed(schema_version="2.0"))


@pytest.mark.parametrize(
    "data",
    [
        "",
        "[]",
        "{",
        "null",
        b"\xff\xfe",
        '{"schema_version": "1.0"}',
        {"type": "conversation"},
        {"type": "conversation", "schema_version": 1},
        {"type": "conversation", "schema_version": "one"},
        {"type": "invoice", "schema_version": "1.0"},
        {"type": "invoice", "schema_version": "1.9"},
        {"type": "conversation", "schema_version": "1.9", "entries": [1, None, "x"]},
        {"type": "conversation", "schema_version": "1.0", "body": object()},
        changed(entries=[{"type": "hologram"}]),
        changed(channel=5),
        changed(surprise=1),
    ],
)
def test_what_is_not_a_document_is_refused(data):
    with pytest.raises(SchemaError):
        load(data)


def test_an_error_says_where_and_what_was_expected_and_never_what_stood_there():
    bad = changed(channel=["secret"])
    with pytest.raises(SchemaError) as caught:
        load(bad)
    error = caught.value
    assert str(error) == ("document of schema 1.0: expected text at /channel")
    assert error.__cause__ is None
    assert error.__context__ is None


def test_a_document_of_another_kind_is_refused():
    assert load(dump(CONVERSATION), Conversation) == CONVERSATION
    with pytest.raises(SchemaError, match="expected a document of Person, got one of type conver"):
        load(dump(CONVERSATION), Person)


def test_a_built_model_is_strict():
    with pytest.raises(ValueError, match="string"):
        MessagePosted.model_validate({"id": 5})


def test_an_error_inside_an_entry_points_into_the_document():
    bad = changed()
    bad["entries"][0]["text"] = 5
    with pytest.raises(SchemaError, match=r"expected text at /entries/0/text$"):
        load(bad)
    del bad["entries"][0]["id"]
    bad["entries"][0]["text"] = "x"
    with pytest.raises(SchemaError, match=r"a field that is missing at /entries/0/id$"):
        load(bad)
