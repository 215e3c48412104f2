"""`omnidesk explain`."""

import json

import pytest

from omnidesk import explain
from omnidesk.cli import _explain, _reading

TEXT = {
    "object": "page",
    "entry": [
        {
            "id": "1",
            "time": 1772443802000,
            "messaging": [
                {
                    "sender": {"id": "7"},
                    "recipient": {"id": "1"},
                    "timestamp": 1772443800000,
                    "message": {"mid": f"m_{number}", "text": "secret"},
                }
                for number in range(2)
            ]
            + [{"sender": {"id": "7"}, "recipient": {"id": "1"}, "teleport": {"to": "secret"}}],
        }
    ],
}


@pytest.fixture
def payload(tmp_path):
    file = tmp_path / "payload.json"
    file.write_text(json.dumps(TEXT))
    return file


def lines(result):
    return [line.split() for line in result.output.splitlines()]


def test_each_field_is_told_with_what_it_does(command, payload):
    result = command("explain", payload, "--adapter", "messenger")
    assert result.code == 0
    assert [*("2", "read"), "/entry/*/messaging/*/message/text"] in lines(result)
    assert [*("1", "not", "read"), "/entry/*/time"] in lines(result)
    assert ["2", "of", "3", "read", "/entry/*/messaging/*/recipient/id"] in lines(result)


def test_events_of_a_kind_are_counted_and_what_was_not_understood_says_why(command, payload):
    result = command("explain", payload, "--adapter", "messenger")
    assert ["2", "×", "message_posted", "first", "/entry/0/messaging/0"] in lines(result)
    assert ["1", "×", "unrecognised", "/entry/0/messaging/2"] in lines(result)
    assert ["unknown", "kind"] in lines(result)


def test_nothing_of_what_people_wrote_is_shown(command, payload):
    for more in ((), ("--json",)):
        result = command("explain", payload, "--adapter", "messenger", *more)
        assert result.output
        assert "secret" not in result.output + result.errors


def test_json_has_a_line_for_each_payload(command, payload):
    result = command("explain", payload, payload, "--adapter", "messenger", "--json")
    first, second = (json.loads(line) for line in result.output.splitlines())
    assert first == second
    assert first["place"] == str(payload)
    assert first["partial"] is False
    assert {"pointer": "/object", "effect": "read", "count": 1, "effective": 1} in first["fields"]
    assert first["events"][2]["reason"] == "unknown_kind"


def test_a_payload_may_come_by_standard_input(command):
    result = command("explain", "-", "--adapter", "messenger", stdin=json.dumps(TEXT).encode())
    assert result.output.startswith("standard input: messenger, 3 events, 9 fields")


def test_what_cannot_be_read_is_listed_and_the_rest_is_done(command, tmp_path):
    (tmp_path / "1.json").write_text("{}")
    (tmp_path / "2.json").write_text(json.dumps(TEXT))
    result = command("explain", tmp_path, "--adapter", "messenger")
    assert result.code == 1
    assert "messenger, 3 events" in result.output
    assert 'expected "page"' in " ".join(result.errors.split())


def test_a_mail_is_not_json(command, tmp_path):
    file = tmp_path / "1.eml"
    file.write_text("From: mai@mail.example\r\n\r\nsecret\r\n")
    result = command("explain", file, "--adapter", "email")
    assert (result.code, result.output) == (1, "")
    assert result.errors.endswith("email: expected JSON\n")


def test_an_adapter_that_fails_is_told_by_the_class_of_its_error(command, payload, monkeypatch):
    def fail(_payload, _adapter):
        raise RuntimeError("secret")

    monkeypatch.setattr(_explain, "explain_payload", fail)
    result = command("explain", payload, "--adapter", "messenger")
    assert result.code == 1
    assert "failed with RuntimeError" in " ".join(result.errors.split())
    assert "secret" not in result.errors


def test_the_adapter_is_as_it_is_configured(command, payload, monkeypatch):
    asked = []

    def choose(*arguments):
        asked.append(arguments)
        return _reading.choose(*arguments)

    monkeypatch.setattr(_explain, "choose", choose)
    command("explain", payload, "--adapter", "messenger", "--own-app", "88")
    assert asked == [("messenger", (), ("88",))]


def test_a_payload_that_is_too_large_is_said_to_be_partly_tried(command, payload, monkeypatch):
    def partly(payload, adapter):
        return explain(payload, adapter, most_parses=2)

    monkeypatch.setattr(_explain, "explain_payload", partly)
    result = command("explain", payload, "--adapter", "messenger")
    assert "not tried" in result.output
    assert "Too large to try every field: stopped after 5 readings." in result.output


def test_a_payload_of_one_value_is_shown_as_the_whole(command, tmp_path, monkeypatch):
    from tests.notes import Notes

    monkeypatch.setattr(_explain, "choose", lambda *_: Chosen(Notes()))
    file = tmp_path / "note.json"
    file.write_text('"xin chào"')
    result = command("explain", file)
    assert "the whole" in result.output


class Chosen:
    def __init__(self, adapter):
        self.adapter = adapter

    def of(self, _payload):
        return self.adapter
