"""Which files are samples, and what is read of them."""

import json

import pytest
from tests.testing.toy import BODY, Toy

from omnidesk import Payload, SchemaError, dump
from omnidesk.testing import RECEIVED_AT, ExpectedError, builtin_samples, samples


def test_a_payload_is_read_with_headers_and_events(tmp_path):
    (tmp_path / "one.json").write_bytes(BODY)
    (tmp_path / "one.headers.json").write_text('{"X-Toy": "1"}')
    (bare,) = samples(tmp_path)
    events = tuple(Toy().parse(bare.payload))
    text = "".join(f"{dump(event)}\n" for event in events)
    bare.golden_path.write_text(text, encoding="utf-8")
    (read,) = samples(tmp_path)
    assert read.name == "one"
    assert read.path == tmp_path / "one.json"
    assert read.payload == Payload(BODY, headers={"x-toy": "1"}, received_at=RECEIVED_AT)
    assert (read.golden, read.golden_text) == (events, text)


def test_a_payload_without_events_is_a_sample_that_has_none(tmp_path):
    (tmp_path / "new.eml").write_bytes(b"Subject: x\r\n\r\nhi")
    (sample,) = samples(tmp_path)
    assert (sample.name, sample.golden, sample.expects_error) == ("new", None, None)


def test_an_expected_error_is_read(tmp_path):
    (tmp_path / "cut.json").write_text("[")
    (tmp_path / "cut.error.json").write_text(json.dumps({"pointer": "/a"}))
    assert samples(tmp_path)[0].expects_error == ExpectedError(pointer="/a", reason=None)


def test_readmes_hidden_files_folders_and_files_set_aside_are_no_samples(tmp_path):
    for name in ("README.md", "readme.txt", "_vectors.json", ".DS_Store"):
        (tmp_path / name).write_text("x")
    (tmp_path / "raw").mkdir()
    assert samples(tmp_path) == ()


def test_samples_come_in_order_of_their_names(tmp_path):
    for name in ("b.json", "a.eml", "c"):
        (tmp_path / name).write_text("x")
    assert [sample.name for sample in samples(tmp_path)] == ["a", "b", "c"]


def test_two_payloads_of_one_name_are_told(tmp_path):
    (tmp_path / "a.json").write_text("x")
    (tmp_path / "a.eml").write_text("x")
    with pytest.raises(ValueError, match="would share one recording"):
        samples(tmp_path)


@pytest.mark.parametrize("orphan", ["a.events.jsonl", "a.error.json", "a.headers.json"])
def test_a_recording_without_payload_is_told(tmp_path, orphan):
    (tmp_path / orphan).write_text("{}")
    with pytest.raises(ValueError, match="has no payload beside it"):
        samples(tmp_path)


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        samples(tmp_path / "nowhere")


def test_a_recording_that_is_no_document_is_told(tmp_path):
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "a.events.jsonl").write_text("{}\n")
    with pytest.raises(SchemaError):
        samples(tmp_path)


def test_samples_of_a_built_in_channel_ship():
    shipped = builtin_samples("messenger")
    assert shipped
    assert all(sample.golden or sample.expects_error for sample in shipped)


def test_a_channel_without_samples_is_told_with_those_that_have_some():
    with pytest.raises(LookupError, match="messenger"):
        builtin_samples("pigeon")
