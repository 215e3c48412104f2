"""Whatever stands in a page's webhook, events come of it, or a `PayloadError`, and nothing else."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._documents import dump, load
from omnidesk._payload import Payload
from omnidesk.adapters.meta import Messenger
from omnidesk.adapters.meta._bodies import BUILDERS
from omnidesk.errors import PayloadError
from omnidesk.testing import builtin_samples

PAGE, LAN = "104500000000017", "7010000000000021"

words = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["react", "linked", "page", "true", "image", "sticker", "1789632752400", PAGE]),
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**400), max_value=10**400),
    st.floats(allow_nan=False, allow_infinity=False),
    words,
)
fields = st.sampled_from(
    [
        *BUILDERS,
        *("sender", "recipient", "timestamp", "id", "user_ref", "mid", "mids", "text", "watermark"),
        *("attachments", "payload", "type", "url", "coordinates", "lat", "long", "sticker_id"),
        *("is_echo", "is_deleted", "app_id", "quick_reply", "reply_to", "story", "elements"),
        *("action", "emoji", "num_edit", "title", "product", "status", "field", "value", "source"),
        *("entry", "messaging", "standby", "changes", "identifier", "commands", "name"),
    ]
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(fields, st.text(max_size=5)), inner, max_size=6),
    ),
    max_leaves=25,
)
parties = st.one_of(st.sampled_from([{"id": PAGE}, {"id": LAN}, {"user_ref": "cart"}]), values)
items = st.fixed_dictionaries(
    {},
    optional={"sender": parties, "recipient": parties, "timestamp": values}
    | dict.fromkeys(BUILDERS, values),
)
entries = st.one_of(
    values,
    st.fixed_dictionaries(
        {"id": st.one_of(st.just(PAGE), values)},
        optional={
            "messaging": st.lists(st.one_of(items, values), max_size=4),
            "standby": st.one_of(st.lists(items, max_size=2), values),
            "changes": st.lists(
                st.fixed_dictionaries({"field": st.just("messages"), "value": items}), max_size=2
            ),
        },
    ),
)


def fits(body) -> list[Any]:
    """Read a body; if events come of it, each must be storable, unique and truly addressed."""
    payload = Payload(body)
    try:
        found = list(Messenger().parse(payload))
    except PayloadError:
        return []
    for event in found:
        assert load(dump(event)) == event
        payload.resolve(event.source.pointer)
    assert len({event.id for event in found}) == len(found)
    return found


@given(st.lists(entries, max_size=3))
def test_any_entries_give_events(given_entries):
    body = json.dumps({"object": "page", "entry": given_entries}).encode()
    fits(body)


@given(values)
def test_any_json_gives_events_or_a_payload_error(value):
    fits(json.dumps(value).encode())


@given(st.binary())
def test_any_bytes_give_a_payload_error_or_events(body):
    fits(body)


@given(items)
def test_an_odd_item_never_hides_its_neighbours(odd):
    good = {"sender": {"id": LAN}, "recipient": {"id": PAGE}, "message": {"mid": "\x00 ours"}}
    body = {"object": "page", "entry": [{"id": PAGE, "messaging": [odd, good]}]}
    found = list(Messenger().parse(Payload(json.dumps(body).encode())))
    assert found[-1].source.pointer == "/entry/0/messaging/1"
    assert any(event.source.pointer == "/entry/0/messaging/0" for event in found)


def places(value, path=()):
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


def replaced(value, path, by):
    """A copy of `value` with something else at `path`."""
    if not path:
        return by
    copy = deepcopy(value)
    parent = copy
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = by
    return copy


SAMPLES = [
    sample.payload.json() for sample in builtin_samples("messenger") if sample.expects_error is None
]


@given(st.data())
def test_samples_with_something_else_anywhere_in_them_give_events(data):
    sample = data.draw(st.sampled_from(SAMPLES))
    path = data.draw(st.sampled_from(list(places(sample))))
    fits(json.dumps(replaced(sample, path, data.draw(values))).encode())


@given(st.data())
def test_samples_cut_or_overwritten_anywhere_give_events_or_a_payload_error(data):
    body = json.dumps(data.draw(st.sampled_from(SAMPLES))).encode()
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    fits(body[:start] + data.draw(st.binary(max_size=8)) + body[end:])


@pytest.mark.parametrize("depth", [50, 190, 300, 100_000])
def test_deep_nesting_is_survived(depth):
    deep = "[" * depth + "]" * depth
    item = f'{{"sender": {{"id": {deep}}}, "timestamp": {deep}, "message": {{"mid": "m"}}}}'
    fits(f'{{"object": "page", "entry": [{{"id": "1", "messaging": [{item}]}}]}}'.encode())


@pytest.mark.parametrize("digits", [20, 400, 4_000, 5_000])
def test_huge_numbers_are_survived(digits):
    huge = "9" * digits
    item = f'{{"sender": {{"id": {huge}}}, "timestamp": {huge}, "message": {{"mid": {huge}}}}}'
    fits(f'{{"object": "page", "entry": [{{"id": {huge}, "messaging": [{item}]}}]}}'.encode())


def test_halves_of_surrogate_pairs_are_survived():
    item = '{"sender": {"id": "1"}, "message": {"mid": "\\ud83d", "text": "\\udc00 a"}}'
    (event,) = fits(
        f'{{"object": "page", "entry": [{{"id": "1", "messaging": [{item}]}}]}}'.encode()
    )
    assert event.message.text == "\ufffd a"


# --- recorded by others ---------------------------------------------------------------------------

RECORDED = Path(__file__).parents[4] / "shared" / "samples"
FILES = sorted(
    path
    for channel in ("messenger", "instagram", "facebook")
    for path in (RECORDED / channel).glob("*.json")
)
needs_recorded = pytest.mark.skipif(
    not FILES, reason="the collection of recorded payloads is not here"
)


@needs_recorded
def test_every_recorded_file_gives_events_or_a_payload_error():
    for path in FILES:
        fits(path.read_bytes())


@needs_recorded
def test_every_recorded_page_webhook_gives_events():
    webhooks = [path for path in FILES if Messenger.recognises(Payload(path.read_bytes()))]
    assert webhooks
    assert [path.name for path in webhooks if not fits(path.read_bytes())] == []


@needs_recorded
def test_no_recorded_message_is_lost():
    """Every `mid` of a message that stands in a recorded page webhook is in an event."""
    for path in FILES:
        payload = Payload(path.read_bytes())
        if not Messenger.recognises(payload):
            continue
        said = {
            item["message"]["mid"]
            for entry in payload.json()["entry"]
            for item in [*entry.get("messaging", []), *entry.get("standby", [])]
            if "message" in item
        }
        assert said <= {
            one.message.id for one in fits(path.read_bytes()) if one.type == "message_posted"
        }
