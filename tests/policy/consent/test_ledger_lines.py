"""The ledger as JSON Lines."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.consent.test_ledger import EVENTS

from omnidesk import SchemaError
from omnidesk.policy.consent import ConsentEvent, Ledger, dump_ledger, load_ledger

EVENT = ConsentEvent(
    kind="given",
    subject="subject_lan",
    at=datetime(2026, 9, 1, 9, tzinfo=UTC),
    purpose="newsletter",
    channel="email",
)
LINE = (
    '{"type":"consent_event","schema_version":"1.0","kind":"given","subject":"subject_lan",'
    '"at":"2026-09-01T09:00:00Z","purpose":"newsletter","channel":"email"}'
)


@given(EVENTS)
def test_what_is_written_reads_as_the_same_ledger(events):
    ledger = Ledger(events)
    lines = list(dump_ledger(ledger))
    assert load_ledger(lines) == ledger
    assert load_ledger([*reversed(lines), "", *lines[:2], b" \n"]) == ledger
    assert not any("\n" in line for line in lines)


@given(EVENTS, EVENTS)
def test_files_of_several_writers_are_one_after_the_other(first, second):
    both = [*dump_ledger(second), *dump_ledger(first)]
    assert load_ledger(both) == Ledger(first) | Ledger(second)


def test_a_line_says_what_it_is_and_leaves_out_what_it_has_not():
    assert list(dump_ledger([EVENT])) == [LINE]


def test_a_newer_minor_version_is_read_without_its_news():
    newer = json.loads(LINE) | {"schema_version": "1.7", "colour": "red"}
    assert load_ledger([json.dumps(newer)]) == Ledger([EVENT])


SECRET = "lan@mail.example"
REFUSED = {
    "not JSON": (f"{{{SECRET}", "expected a consent event as a JSON object"),
    "cut off": (LINE[:-20], "expected a consent event as a JSON object"),
    "another document": (
        LINE.replace("consent_event", SECRET),
        'expected type "consent_event" and a schema_version such as "1.0"',
    ),
    "a newer major version": (
        LINE.replace("1.0", "2.0"),
        "written by a newer omnidesk; this one reads up to 1.x",
    ),
    "an unknown kind": (
        LINE.replace("given", SECRET),
        "expected a word of the vocabulary at kind",
    ),
    "a bundled grant": (LINE.replace('"purpose":"newsletter",', ""), "expected something else"),
    "a naive time": (LINE.replace("Z", ""), "expected a time with its zone at at"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_line_that_is_no_consent_event_is_refused_without_what_stood_there(case):
    line, problem = REFUSED[case]
    with pytest.raises(SchemaError) as caught:
        load_ledger([LINE, line], name="ledger.jsonl")
    assert str(caught.value).startswith(f"ledger.jsonl, line 2: {problem}")
    assert SECRET not in repr(caught.value)
    assert caught.value.__context__ is None


@given(st.text())
def test_any_line_is_a_consent_event_or_an_error(line):
    if not line.strip():
        assert load_ledger([line]) == Ledger()
        return
    with pytest.raises(SchemaError, match=r"^ledger, line 1: "):
        load_ledger([line])
