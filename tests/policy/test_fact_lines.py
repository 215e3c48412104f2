"""Facts as JSON Lines."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.build import FACTS, LAN, fact

from omnidesk import SchemaError
from omnidesk.policy import Facts, dump_facts, load_facts

LINE = '{"type":"fact","schema_version":"1.0","kind":"last_access","at":"2026-01-31T09:00:00Z"}'


@given(FACTS)
def test_what_is_written_reads_as_the_same_facts(facts):
    lines = list(dump_facts(facts))
    assert load_facts(lines) == facts
    assert load_facts([*reversed(lines), "", *lines[:2], b" \n"]) == facts
    assert not any("\n" in line for line in lines)


def test_a_line_says_what_it_is_and_leaves_out_what_it_has_not():
    assert list(dump_facts([fact("last_access")])) == [LINE]


def test_a_newer_minor_version_is_read_without_its_news():
    newer = json.loads(LINE) | {"schema_version": "1.7", "colour": "red"}
    assert load_facts([json.dumps(newer)]) == Facts([fact("last_access")])


SECRET = "lan@mail.example"
REFUSED = {
    "not JSON": (f"{{{SECRET}", "expected a fact as a JSON object"),
    "no object": (f'["{SECRET}"]', "expected a fact as a JSON object"),
    "another document": (
        LINE.replace('"fact"', f'"{SECRET}"'),
        'expected type "fact" and a schema_version such as "1.0"',
    ),
    "no version": (LINE.replace('"1.0"', "null"), 'expected type "fact" and a schema_version'),
    "an odd version": (LINE.replace("1.0", "²"), 'expected type "fact" and a schema_version'),
    "a newer major version": (
        LINE.replace("1.0", "2.0"),
        "written by a newer omnidesk; this one reads up to 1.x",
    ),
    "an unknown field": (LINE.replace("kind", SECRET), "expected a field that is missing at kind"),
    "a naive time": (LINE.replace("Z", ""), "expected a time with its zone at at"),
    "a name that is no text": (LINE.replace("}", ',"name":3}'), "expected text at name"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_line_that_is_no_fact_is_refused_without_what_stood_there(case):
    line, problem = REFUSED[case]
    with pytest.raises(SchemaError) as caught:
        load_facts([LINE, line], name="facts.jsonl")
    assert str(caught.value).startswith(f"facts.jsonl, line 2: {problem}")
    assert SECRET not in repr(caught.value)
    assert caught.value.__context__ is None


@given(st.text())
def test_any_line_is_a_fact_or_an_error(line):
    if not line.strip():
        assert load_facts([line]) == Facts()
        return
    with pytest.raises(SchemaError, match=r"^facts, line 1: "):
        load_facts([line])


def test_an_address_in_a_fact_is_not_in_its_repr():
    assert LAN not in repr(load_facts(dump_facts([fact("last_access", subject=LAN)])))
