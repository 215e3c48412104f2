"""Messages that were pulled from the Graph API are the same as those that webhooks brought."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import Payload, PayloadError, assemble
from omnidesk._documents import dump, load
from omnidesk.adapters.meta import Instagram, Messenger, PulledInstagramMessages, PulledMessages
from omnidesk.events import MessagePosted
from omnidesk.testing import builtin_samples

PAGE, LAN, MINH = "104500000000017", "7010000000000021", "7010000000000038"
AT = datetime(2026, 9, 17, 10, 0, tzinfo=UTC)


def read(body, adapter=None, at=AT):
    payload = Payload(json.dumps(body).encode(), received_at=at)
    return list((adapter or PulledMessages(PAGE)).parse(payload))


def a_message(**more):
    return {
        "id": "m_1",
        "created_time": "2026-09-17T09:00:00+0000",
        "from": {"id": LAN, "name": "Lan Trần"},
        "to": {"data": [{"id": PAGE, "name": "Hoa Sen"}]},
        "message": "Chào shop",
    } | more


def only(body, adapter=None):
    (event,) = read(body, adapter)
    return event


def test_a_message_of_a_customer_is_inbound():
    message = only(a_message()).message
    assert (message.direction, message.author.name, message.author.name_source) == (
        "inbound",
        "Lan Trần",
        "vendor",
    )


def test_a_message_of_the_page_is_outbound():
    sent = a_message() | {"from": {"id": PAGE}, "to": {"data": [{"id": LAN}]}}
    event = only(sent)
    assert (event.message.direction, event.thread) == ("outbound", (LAN,))


def test_a_message_to_nobody_that_we_know_of_is_no_guess():
    event = only(a_message(to={"data": [{"id": "999"}]}))
    assert (event.type, event.reason) == ("unrecognised", "missing_id")


def test_another_id_of_ours_is_ours():
    adapter = PulledInstagramMessages("17841", own_ids=("25001",))
    event = only(a_message(to={"data": [{"id": "25001"}]}), adapter)
    assert (event.channel, event.account, event.message.direction) == (
        "instagram",
        "17841",
        "inbound",
    )


def test_a_message_without_details_belongs_to_the_one_whom_its_neighbours_name():
    _, bare = read({"data": [a_message(), {"id": "m_2"}]})
    assert (bare.thread, bare.message.state) == ((LAN,), "unsupported")


def test_a_message_without_details_among_several_people_belongs_to_nobody():
    other = a_message(id="m_3") | {"from": {"id": MINH}}
    *_, bare = read({"data": [a_message(), other, {"id": "m_2"}]})
    assert bare.type == "unrecognised"


def test_those_who_take_part_name_the_person_where_no_message_does():
    people = {"data": [{"id": PAGE}, {"id": LAN}]}
    event = only({"id": "t_1", "participants": people, "messages": {"data": [{"id": "m_2"}]}})
    assert event.thread == (LAN,)


def test_an_old_id_is_the_one_that_webhooks_had():
    message = only(a_message(id="m_mid.$cAAB1")).message
    assert (message.id, message.aliases) == ("mid.$cAAB1", ("m_mid.$cAAB1",))


def test_a_conversation_without_messages_says_nothing():
    assert read({"data": [{"id": "t_1", "updated_time": "2026-09-17T09:00:00+0000"}]}) == []


def test_messages_may_stand_among_conversations():
    body = {"data": [{"id": "t_1", "messages": {"data": [a_message()]}}, a_message(id="m_2")]}
    assert [event.message.id for event in read(body)] == ["m_1", "m_2"]


@pytest.mark.parametrize("body", [{}, {"error": {"code": 190}}, {"data": "?"}, [], "?", None])
def test_what_is_neither_conversations_nor_messages_is_refused(body):
    with pytest.raises(PayloadError, match="expected conversations or messages"):
        read(body)


def test_a_story_without_an_address_is_no_reference():
    adapter = PulledInstagramMessages(PAGE)
    message = only(a_message(story={"reply_to": {}, "mention": {"id": "9"}}), adapter).message
    assert message.reply_to is None
    assert [(one.kind, one.availability) for one in message.attachments] == [("story", "unknown")]


def test_a_reaction_is_a_word_or_an_emoji():
    given_ = [
        {"reaction": "love", "users": [{"id": LAN}]},
        {"reaction": "❤", "users": [{"id": PAGE}, {}]},
        {"reaction": "sad"},
    ]
    message = only(a_message(reactions={"data": given_})).message
    signs = [(one.name, one.emoji, one.actor.role) for one in message.reactions]
    assert signs == [("love", None, "customer"), (None, "❤", "business")]


# --- the same messages by webhook -----------------------------------------------------------------


def as_pulled(item: dict[str, Any]) -> dict[str, Any]:
    """Write a webhook's message as the Graph API would."""
    stamp = datetime.fromtimestamp(int(item["timestamp"]) // 1000, UTC)
    pulled = {
        "id": item["message"]["mid"],
        "created_time": stamp.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "from": {"id": item["sender"]["id"], "name": "A name"},
        "to": {"data": [{"id": item["recipient"]["id"]}]},
        "message": item["message"].get("text", ""),
    }
    if item["message"]["mid"].startswith("mid."):
        pulled["id"] = f"m_{pulled['id']}"
    return pulled


def pairs(channel: str, account: str):
    """Yield every message of the samples as a webhook's entry and as a pulled object."""
    for sample in builtin_samples(channel):
        if sample.expects_error:
            continue
        for entry in sample.payload.json()["entry"]:
            for item in entry.get("messaging") or [] if entry.get("id") == account else []:
                if is_message(item, account):
                    yield item, as_pulled(item)


def is_message(item: Any, account: str) -> bool:
    message = item.get("message") if isinstance(item, dict) else None
    if not (isinstance(message, dict) and isinstance(message.get("mid"), str) and message["mid"]):
        return False
    # A webhook says of a message to oneself that it is one, a pulled message has two ids of ours.
    is_odd = not isinstance(message.get("text", ""), str) or message.get("is_self")
    if is_odd or message.get("is_deleted") or not isinstance(item.get("timestamp"), int):
        return False
    sides = [(item.get(side) or {}).get("id") for side in ("sender", "recipient")]
    return sides.count(account) == 1 and all(isinstance(one, str) for one in sides)


CHANNELS = [
    ("messenger", PAGE, Messenger(), PulledMessages(PAGE), "page"),
    (
        "instagram",
        "17841400000000017",
        Instagram(),
        PulledInstagramMessages("17841400000000017"),
        "instagram",
    ),
]


def both(channel, account, webhooks, pulls, name):
    """Read every message of a channel's samples both ways."""
    first, second = [], []
    for number, (item, pulled) in enumerate(pairs(channel, account)):
        body = {"object": name, "entry": [{"id": account, "time": 1, "messaging": [item]}]}
        first += [
            one
            for one in read(body, webhooks, AT + timedelta(seconds=number))
            if isinstance(one, MessagePosted)
        ]
        second += read({"data": [pulled]}, pulls, AT + timedelta(days=1, seconds=number))
    return first, second


@pytest.mark.parametrize(("channel", "account", "webhooks", "pulls", "name"), CHANNELS)
def test_a_pulled_message_has_the_ids_and_the_thread_of_the_webhook(
    channel, account, webhooks, pulls, name
):
    first, second = both(channel, account, webhooks, pulls, name)
    assert len(first) > 8
    assert [(one.id, one.message.id, one.thread, one.account) for one in first] == [
        (one.id, one.message.id, one.thread, one.account) for one in second
    ]
    assert [one.message.direction for one in first] == [one.message.direction for one in second]


READ_BOTH_WAYS = [both(*one) for one in CHANNELS]


@given(data=st.data(), which=st.sampled_from(READ_BOTH_WAYS))
def test_pulled_and_pushed_fold_into_one_message_in_any_order(data, which):
    pushed, pulled = which
    events = data.draw(st.permutations([*pushed, *pulled]))
    conversations = assemble(events)
    assert conversations == assemble([*pushed, *pulled])
    messages = [message for one in conversations for message in one.messages]
    assert len(messages) == len({one.message.id for one in pushed})
    assert all(len(message.sources) >= 2 for message in messages)


# --- totality -------------------------------------------------------------------------------------

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**400), max_value=10**400),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([PAGE, LAN, "m_1", "m_mid.", "image/png", "2026-09-17T09:00:00+0000"]),
    st.text(max_size=8),
)
keys = st.sampled_from(
    [
        *("id", "name", "username", "data", "from", "to", "message", "attachments", "shares"),
        *("story", "reply_to", "mention", "link", "reactions", "users", "reaction", "sticker"),
        *("image_data", "video_data", "generic_template", "mime_type", "size", "file_url", "url"),
        *("is_unsupported", "participants", "messages", "created_time"),
    ]
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=6)),
    max_leaves=25,
)
messages = st.one_of(
    st.builds(lambda more: a_message(**more), st.dictionaries(keys, values)), values
)
bodies = st.one_of(
    values,
    st.fixed_dictionaries({"data": st.lists(messages, max_size=4)}),
    st.fixed_dictionaries(
        {
            "data": st.lists(
                st.fixed_dictionaries(
                    {"id": st.just("t_1"), "messages": st.fixed_dictionaries({"data": values})},
                    optional={"participants": values},
                ),
                max_size=3,
            )
        }
    ),
)


@given(body=bodies)
def test_whatever_is_answered_events_come_of_it_or_a_payload_error(body):
    try:
        events = read(body)
    except PayloadError:
        return
    assert all(load(dump(event)) == event for event in events)
    assert len({event.id for event in events}) == len(events)
