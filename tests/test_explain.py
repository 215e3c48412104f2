"""What `explain` finds out about adapters that it knows nothing of."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json

from omnidesk import Defect, MessagePosted, Payload, PayloadError, Unrecognised, explain, sniff
from omnidesk._explain import MOST_PARSES
from omnidesk._normalize import AdapterChoice
from omnidesk.adapters.meta import Messenger
from omnidesk.model import Message, Participant, Source, derive_id
from omnidesk.testing import builtin_samples


@dataclass(frozen=True)
class Toy:
    """Says what a function makes of the payload's JSON, one message for each text."""

    read: Callable[[Any], Iterable[object]]
    channel = "toy"
    seen: list[bytes] = field(default_factory=list)

    def parse(self, payload):
        self.seen.append(payload.body)
        source = Source(adapter="toy", digest=payload.digest, pointer="")
        for number, text in enumerate(self.read(payload.json(channel="toy"))):
            yield MessagePosted(
                # An id that is made of the digest differs each time, and means nothing.
                id=derive_id("event", payload.digest, str(number)),
                channel="toy",
                account="me",
                source=source,
                message=Message(id=str(number), author=Participant(), text=repr(text)),
            )


def payload_of(value):
    return Payload(json.dumps(value).encode())


def effects(value, read, **bounds):
    coverage = explain(payload_of(value), Toy(read), **bounds)
    return {one.pointer: one.effect for one in coverage.fields}


def test_a_field_that_changes_the_events_is_read_and_another_is_not():
    found = effects({"text": "xin chào", "time": 5}, lambda value: [value.get("text")])
    assert found == {"/text": "read", "/time": "unread"}


@pytest.mark.parametrize("leaf", ["a", "", 1, 0, 1.5, True, False, None, [], {}])
def test_any_kind_of_value_is_tried(leaf):
    assert effects({"a": {"b": leaf}}, lambda value: [value["a"]]) == {"/a/b": "read"}
    assert effects({"a": {"b": leaf}}, lambda _: ["always"]) == {"/a/b": "unread"}


@pytest.mark.parametrize("value", ["text", 5, None, [], {}])
def test_a_payload_may_be_one_value(value):
    assert effects(value, lambda value: [value]) == {"": "read"}


def test_a_field_whose_presence_alone_counts_is_read():
    found = effects({"test": 1, "text": "a"}, lambda value: [] if "test" in value else ["a"])
    assert found == {"/test": "read", "/text": "unread"}


def test_a_field_that_the_adapter_stumbles_over_is_read():
    def strict(value):
        if value["object"] != "page":
            raise PayloadError("expected a page", channel="toy")
        return [1 / (value["count"] - 4)]

    assert effects({"object": "page", "count": 3}, strict) == {"/object": "read", "/count": "read"}


def test_the_same_field_of_many_items_is_one():
    value = {"items": [{"text": "a", "odd": 1}, {"text": "b"}, {"text": "c", "odd": 1}]}
    coverage = explain(
        payload_of(value), Toy(lambda value: [one.get("text") for one in value["items"][:2]])
    )
    assert [(one.pointer, one.effect, one.count, one.effective) for one in coverage.fields] == [
        ("/items/*/text", "read", 3, 2),
        ("/items/*/odd", "unread", 2, 0),
    ]


def test_what_stands_in_a_list_does_not_move_when_another_is_left_out():
    found = effects({"items": ["a", {"text": "b"}]}, lambda value: [value["items"][1]["text"]])
    assert found == {"/items/*": "unread", "/items/*/text": "read"}


def test_fields_that_stand_in_for_one_another_are_told_apart_from_unread_ones():
    def either(value):
        return [value.get("name") == "Mai" or value.get("title") == "Mai"]

    value = {"name": "Mai", "title": "Mai", "nothing": 1}
    coverage = explain(payload_of(value), Toy(either))
    assert {one.pointer: one.effect for one in coverage.fields} == {
        "/name": "unread",
        "/title": "redundant",
        "/nothing": "unread",
    }
    assert coverage.unread == ("/name", "/nothing")
    assert coverage.fields[1].effective is None


def test_the_order_of_fields_is_as_it_was_after_each_trial():
    found = effects({"b": 1, "a": {"d": 1, "c": [1, 2]}, "e": 2}, lambda value: [list(value)])
    assert found == {"/b": "read", "/e": "read", "/a/d": "unread", "/a/c/*": "unread"}


def test_headers_and_times_stay_with_the_payload():
    class Heeds(Toy):
        def parse(self, payload):
            assert payload.header("X-Kind") == "text"
            return super().parse(payload)

    payload = Payload(b'{"text": "a"}', headers={"X-Kind": "text"})
    (one,) = explain(payload, Heeds(lambda value: [value.get("text")])).fields
    assert one.effect == "read"


# --- what is shown --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key", ["0912345678", "mai@mail.example", "Mai Anh", "a" * 65, "", "đơn", "a/b", "-a", "a\n"]
)
def test_a_key_that_does_not_look_like_a_name_is_not_shown(key):
    coverage = explain(payload_of({"map": {key: 1}}), Toy(lambda _: []))
    assert [one.pointer for one in coverage.fields] == ["/map/*"]


@pytest.mark.parametrize("key", ["text", "user_id", "oa.query", "X-Kind", "_a1"])
def test_a_key_that_looks_like_a_name_is_shown(key):
    coverage = explain(payload_of({key: 1}), Toy(lambda _: []))
    assert [one.pointer for one in coverage.fields] == [f"/{key}"]


class Odd:
    channel = "odd"

    def __init__(self, pointer):
        self.pointer = pointer

    def parse(self, payload):
        payload.json(channel="odd")
        source = Source(adapter="odd", digest=payload.digest, pointer=self.pointer)
        given: Any = {"id": "1", "channel": "odd", "account": "me", "source": source}
        yield Unrecognised(**given, reason="invalid", expected="expected a list", name="calls")
        defect = Defect(code="time_unreadable", pointer="/time")
        message = Message(id="1", author=Participant(), text="secret", defects=(defect,))
        yield MessagePosted(**given, message=message, defects=(defect,))


def test_each_event_says_which_item_it_is_and_what_was_wrong():
    coverage = explain(payload_of({"a": "secret"}), Odd("/entry/0/calls"))
    odd, message = coverage.events
    assert (odd.pointer, odd.type, odd.reason) == ("/entry/0/calls", "unrecognised", "invalid")
    assert (odd.expected, odd.name) == ("expected a list", "calls")
    assert (message.type, message.reason, message.defects) == (
        *("message_posted", None),
        ("time_unreadable",),
    )
    assert coverage.channel == "odd"
    assert coverage.digest == payload_of({"a": "secret"}).digest
    assert "secret" not in repr(coverage)


def test_the_keys_in_an_events_address_are_not_shown_either():
    coverage = explain(payload_of({}), Odd("/roles/880000000000001/0/mai@mail.example"))
    assert coverage.events[0].pointer == "/roles/*/0/*"


# --- what cannot be explained ---------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b"From: mai@mail.example\r\n\r\nsecret", b"\xff"])
def test_what_is_not_json_is_refused(body):
    with pytest.raises(PayloadError, match="toy: expected JSON"):
        explain(Payload(body), Toy(lambda _: []))


def test_what_the_adapter_refuses_is_refused():
    with pytest.raises(PayloadError, match="messenger: expected a list at /entry"):
        explain(Payload(b'{"object": "page"}'), Messenger())


def test_an_adapter_that_heeds_the_bytes_cannot_be_explained():
    class Signed(Toy):
        def parse(self, payload):
            if b"  " not in payload.body:
                raise PayloadError("expected the signed bytes", channel="toy")
            return super().parse(payload)

    with pytest.raises(PayloadError, match="expected the same JSON in other bytes"):
        explain(Payload(b'{"text":  "a"}'), Signed(lambda _: []))


# --- bounds ---------------------------------------------------------------------------------------


def test_no_more_is_read_than_allowed_and_the_rest_is_said_to_be_untried():
    value = {f"field_{number}": number for number in range(100)}
    toy = Toy(lambda value: [value.get("field_0")])
    coverage = explain(payload_of(value), toy, most_parses=20)
    assert len(toy.seen) == coverage.parses == 23
    assert coverage.partial
    found = [one.effect for one in coverage.fields]
    # One reading for the first field, two for each other, and one without all of those.
    assert found == ["read"] + ["unread"] * 9 + ["untried"] * 90


def test_what_lies_too_deep_is_one_field():
    value: dict[str, object] = {"b": 1, "c": {"d": 2}}
    for _ in range(30):
        value = {"a": value}
    (field_,) = explain(payload_of(value), Toy(lambda value: [str(value)])).fields
    assert (field_.pointer, field_.count) == ("/a" * 24 + "/…", 2)
    assert field_.effect == "read"


def test_too_many_fields_are_one_in_the_end():
    value = {f"field_{number}": {"a": number} for number in range(6_000)}
    coverage = explain(payload_of(value), Toy(lambda _: []), most_parses=1)
    assert len(coverage.fields) == 4_001
    assert (coverage.fields[-1].pointer, coverage.fields[-1].count) == ("/…", 2_000)


def test_a_payload_that_is_larger_than_the_bounds_is_not_tried():
    coverage = explain(payload_of({"text": "a" * 1000}), Toy(lambda _: []), most_bytes=999)
    assert [one.effect for one in coverage.fields] == ["untried"]
    assert coverage.partial


@pytest.mark.parametrize("most_parses", range(14))
def test_whatever_is_called_unread_can_be_missing_wherever_the_bounds_are(most_parses):
    def either(value):
        return [value.get("a") == 1 or value.get("b") == 1, value.get("c") == 1]

    value = {"a": 1, "b": 1, "d": 1, "c": 1}
    coverage = explain(payload_of(value), Toy(either), most_parses=most_parses)
    left = {key: one for key, one in value.items() if f"/{key}" not in coverage.unread}
    assert either(left) == either(value)


def test_without_time_for_each_place_nobody_says_how_many_count():
    value = {"items": [{"text": str(number)} for number in range(10)]}
    coverage = explain(payload_of(value), Toy(lambda value: [str(value["items"])]), most_parses=5)
    assert [(one.effect, one.count, one.effective) for one in coverage.fields] == [
        ("read", 10, None)
    ]


# --- for every payload and adapter ----------------------------------------------------------------

names = st.sampled_from(["a", "b", "c", "d"])
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["x", "y"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)
GONE = object()


def without(value, pointers, pointer=""):
    """Return a value without the fields at some pointers: gone, or nothing in a list."""
    if isinstance(value, dict) and value:
        inner = {key: without(one, pointers, f"{pointer}/{key}") for key, one in value.items()}
        return {key: one for key, one in inner.items() if one is not GONE}
    if isinstance(value, list) and value:
        items = [without(one, pointers, f"{pointer}/*") for one in value]
        return [None if one is GONE else one for one in items]
    return GONE if pointer in pointers else value


def read_along(value, paths):
    """Return what stands at each path, or the first thing that is there on the ways of a pair."""
    for path in paths:
        node = value
        for step in path:
            if isinstance(node, list) and node:
                node = node[0]
            node = node.get(step) if isinstance(node, dict) else None
        if node is not None:
            return node
    return None


@given(
    st.dictionaries(names, values, max_size=4),
    st.lists(st.lists(st.lists(names, min_size=1, max_size=3), min_size=1, max_size=2), max_size=3),
)
def test_all_that_is_unread_can_be_missing_at_once(value, wanted):
    def read(given):
        return [read_along(given, paths) for paths in wanted]

    coverage = explain(payload_of(value), Toy(read))
    left = without(value, coverage.unread)
    assert read({} if left is GONE else left) == read(value)


@given(st.dictionaries(names, st.integers(0, 3), min_size=1), st.sets(names))
def test_exactly_what_an_adapter_reads_is_read(value, wanted):
    found = effects(value, lambda given: [given.get(name) for name in sorted(wanted)])
    assert found == {f"/{name}": "read" if name in wanted else "unread" for name in value}


SAMPLES = [
    pytest.param(sample, id=f"{channel}-{sample.name}")
    for channel in ("facebook", "instagram", "messenger", "youtube", "zalo")
    for sample in builtin_samples(channel)
    # Pulled pages want an adapter that knows what was asked for, and pushes are XML.
    if sample.golden is not None and "pulled" not in sample.name
    if sample.payload.body[:1] == b"{" and sniff(sample.payload)
]


def said(adapter, payload):
    """Return the events without the payload's address, and without ids that are made of it."""
    return [
        event.model_copy(update={"id": ""} if isinstance(event, Unrecognised) else {})
        .model_dump_json()
        .replace(payload.digest, "")
        for event in adapter.parse(payload)
    ]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_can_be_explained_and_says_the_same_without_what_is_unread(sample):
    payload = sample.payload
    adapter = AdapterChoice(None, ()).of(payload)
    coverage = explain(payload, adapter)
    assert not coverage.partial
    assert coverage.parses <= MOST_PARSES
    assert coverage.fields
    left = to_json(without(payload.json(), coverage.unread))
    bare = Payload(left, headers=payload.headers, received_at=payload.received_at)
    assert said(adapter, bare) == said(adapter, payload)
