"""Whatever stands in what Zalo sends, events come of it, or a `PayloadError`, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._documents import dump, load
from omnidesk._payload import Payload
from omnidesk.adapters.zalo import Zalo, ZaloBot
from omnidesk.adapters.zalo._words import BOT_UPDATES, DOCUMENTED
from omnidesk.errors import PayloadError

OA, LAN = "2197000000000001873", "4339000000000018433"
ADAPTERS: list[Any] = [Zalo(oa_ids=(OA,), app_id="7"), Zalo(), ZaloBot("shop")]

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**400), max_value=10**400),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from([OA, LAN, "84900000045", "1789632752400", "154390853474", "image", "link"]),
    st.sampled_from(
        ["This is message id", "/-remove", "ALLOW", "photo", '{"phone": "1"}', "GROUP"]
    ),
)
fields = st.sampled_from(
    [
        *("sender", "recipient", "follower", "users", "id", "admin_id", "user_id", "phone"),
        *("message", "msg_id", "msg_ids", "text", "attachments", "payload", "type", "url", "size"),
        *("coordinates", "latitude", "longitude", "description", "conversation_id", "react_icon"),
        *("info", "full_address", "tag", "user_ids", "name", "data", "user_external_id", "oa_id"),
        *("call_id", "init_time", "talk_time", "waiting_time", "call_duration", "expired_time"),
        *("group_id", "status", "quota", "rate", "feedbacks", "submit_time", "delivery_time"),
        *("error", "message_id", "from_id", "to_id", "src", "time", "links", "location", "result"),
        *("chat", "chat_type", "from", "date", "photo_url", "sticker", "user_id_by_app"),
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
ends = st.one_of(st.sampled_from([{"id": OA}, {"id": LAN}, {"id": "84900000045"}]), values)
webhooks = st.fixed_dictionaries(
    {"event_name": st.sampled_from(sorted(DOCUMENTED | set(BOT_UPDATES)))},
    optional={
        **dict.fromkeys(("sender", "recipient", "follower"), ends),
        **dict.fromkeys(("oa_id", "timestamp", "user_id", "phone", "message", "info"), values),
        **dict.fromkeys(("tag", "data", "group_id", "users", "call_id", "expired_time"), values),
    },
)
pages = st.fixed_dictionaries({"error": st.just(0), "data": values})


def fits(body) -> list[Any]:
    """Read a body; what comes of it must be storable, unique and truly addressed."""
    payload, everything = Payload(body), []
    for adapter in ADAPTERS:
        try:
            found = list(adapter.parse(payload))
        except PayloadError:
            continue
        for event in found:
            assert load(dump(event)) == event
            payload.resolve(event.source.pointer)
        assert len({event.id for event in found}) == len(found)
        everything += found
    return everything


@given(webhooks)
def test_any_webhook_gives_events(body):
    assert fits(json.dumps(body).encode())


@given(st.one_of(pages, values))
def test_any_json_gives_events_or_a_payload_error(value):
    fits(json.dumps(value).encode())


@given(st.binary())
def test_any_bytes_give_a_payload_error_or_events(body):
    fits(body)


@pytest.mark.parametrize("depth", [50, 190, 300, 100_000])
def test_deep_nesting_is_survived(depth):
    deep = "[" * depth + "]" * depth
    fits(f'{{"event_name": "user_send_text", "timestamp": {deep}, "message": {deep}}}'.encode())


@pytest.mark.parametrize("digits", [20, 400, 4_000, 5_000])
def test_huge_numbers_are_survived(digits):
    huge = "9" * digits
    fits(
        f'{{"event_name": "user_call_oa", "oa_id": {huge}, "user_id": {huge}, "call_id": {huge},'
        f' "timestamp": {huge}, "init_time": {huge}, "talk_time": "{huge}", "phone": {huge}}}'
        "".encode()
    )


def test_halves_of_surrogate_pairs_are_survived():
    (event, _) = fits(
        b'{"event_name": "user_send_text", "sender": {"id": "1"}, "recipient": {"id": "2"},'
        b' "message": {"msg_id": "\\ud83d", "text": "\\udc00 a"}}'
    )[:2]
    assert event.message.text == "\ufffd a"


# --- recorded by others ---------------------------------------------------------------------------

FILES = sorted((Path(__file__).parents[4] / "shared" / "samples" / "zalo").glob("*.json"))
needs_recorded = pytest.mark.skipif(
    not FILES, reason="the collection of recorded payloads is not here"
)


@needs_recorded
def test_every_recorded_payload_is_of_one_adapter_and_understood():
    for path in FILES:
        payload = Payload(path.read_bytes())
        claims = [one for one in (ADAPTERS[1], ADAPTERS[2]) if type(one).recognises(payload)]
        if "pull" in path.name:
            # An item of a page, and not a page.
            payload = Payload(b"[" + payload.body + b"]")
            claims = [one for one in (ADAPTERS[1], ADAPTERS[2]) if type(one).recognises(payload)]
        (adapter,) = claims
        if isinstance(adapter, Zalo):
            adapter = Zalo(oa_ids=("2197174064623873199",))
        assert "unrecognised" not in {event.type for event in adapter.parse(payload)}
