"""Closings as JSON Lines."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.service.build import MINUTES, START, after

from omnidesk import SchemaError
from omnidesk.policy.service import Closing, dump_closings, load_closings

LINE = '{"type":"closing","schema_version":"1.0","conversation":"c1","at":"2026-11-02T02:00:00Z"}'
SECRET = "lan@mail.example"
CLOSINGS = st.lists(st.builds(Closing, conversation=st.text(), at=MINUTES.map(after)))


@given(CLOSINGS)
def test_what_is_written_reads_the_same(closings):
    lines = list(dump_closings(closings))
    assert load_closings([*lines, "", b" \n"]) == tuple(closings)
    assert not any("\n" in line for line in lines)


def test_a_line_says_what_it_is():
    assert list(dump_closings([Closing(conversation="c1", at=START)])) == [LINE]


def test_a_newer_minor_version_is_read_without_its_news():
    newer = json.loads(LINE) | {"schema_version": "1.7", "colour": "red"}
    assert load_closings([json.dumps(newer)]) == (Closing(conversation="c1", at=START),)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (f"{{{SECRET}", "expected a closing as a JSON object"),
        (LINE.replace('"closing"', f'"{SECRET}"'), 'expected type "closing" and a schema_version'),
        (LINE.replace("1.0", "2.0"), "written by a newer omnidesk; this one reads up to 1.x"),
        (LINE.replace("conversation", SECRET), "expected a field that is missing at conversation"),
        (LINE.replace("00Z", "00"), "expected a time with its zone at at"),
    ],
)
def test_a_line_that_is_no_closing_is_refused_without_what_stood_there(line, problem):
    with pytest.raises(SchemaError) as caught:
        load_closings([LINE, line], name="closings.jsonl")
    assert str(caught.value).startswith(f"closings.jsonl, line 2: {problem}")
    assert SECRET not in repr(caught.value)
    assert caught.value.__context__ is None


def test_a_closing_shows_no_id_of_a_conversation():
    assert SECRET not in repr(Closing(conversation=SECRET, at=START))
