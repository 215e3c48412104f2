"""The flows that pull from chatwoot."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connectors.platforms import (
    AsyncClient,
    Client,
    answer,
    serving,
    take,
    take_async,
)

from omnidesk import Payload, PayloadError, ServiceError, assemble
from omnidesk.adapters.chatwoot import Chatwoot
from omnidesk.connectors import pull
from omnidesk.connectors.chatwoot import ChatwootAccess, conversations, everything, messages

ACCESS = ChatwootAccess(token="secret-token", account_id="1", host="https://chat.hoasen.example")
START = 1_772_416_800


class Desk:
    """A chatwoot with conversations 1, 2, … of so many messages; small pages, as the real one."""

    def __init__(self, *counts, size=2):
        self.size = size
        self.rooms = {
            room: [self.message(room, number) for number in range(count)]
            for room, count in enumerate(counts, 1)
        }

    def message(self, room, number):
        return {
            "id": room * 1_000 + number,
            "content": f"Tin {number}",
            "inbox_id": 3,
            "conversation_id": room,
            "message_type": number % 2,
            "content_type": "text",
            "private": number % 3 == 2,
            "created_at": START + room * 100 + number,
            "sender": {"id": 7, "name": "Lan", "type": "user" if number % 2 else "contact"},
        }

    def __call__(self, asked):
        assert asked.headers["api_access_token"] == "secret-token"
        assert asked.path[:4] == ("api", "v1", "accounts", "1")
        if asked.path[4:] == ("conversations",):
            start = (int(asked.query["page"]) - 1) * self.size
            rooms = list(self.rooms)[start : start + self.size]
            return answer({"data": {"meta": {}, "payload": [self.room(one) for one in rooms]}})
        (room, last) = asked.path[5:]
        assert last == "messages"
        after = int(asked.query["after"])
        found = [one for one in self.rooms[int(room)] if one["id"] > after]
        return answer({"meta": {}, "payload": found[: self.size]})

    def room(self, number):
        return {
            "id": number,
            "inbox_id": 3,
            "account_id": 1,
            "created_at": START + number,
            "messages": self.rooms[number][-1:],
            "meta": {"sender": {"id": 7, "name": "Lan"}},
        }


def events_of(pages):
    return [event for page in pages for event in page.events()]


def all_messages(pages):
    found = [message for one in assemble(events_of(pages)) for message in one.messages]
    return sorted(int(message.id) for message in found)


def test_conversations_are_pulled_page_by_page_in_the_order_of_their_beginning():
    client = Client(Desk(1, 1, 1))
    pages = take(conversations(ACCESS, status="open", inbox_id="3"), client)
    assert [page.cursor for page in pages] == ["2", "3", None]
    assert client.asked[0].query == {
        "status": "open",
        "assignee_type": "all",
        "sort_by": "created_at_asc",
        "inbox_id": "3",
        "page": "1",
    }
    assert len(assemble(events_of(pages))) == 3


def test_messages_are_pulled_by_the_last_id():
    client = Client(Desk(5))
    pages = take(messages(ACCESS, "1"), client)
    assert [page.cursor for page in pages] == ["1001", "1003", "1004", None]
    assert [one.query["after"] for one in client.asked] == ["0", "1001", "1003", "1004"]
    assert all_messages(pages) == [1000, 1001, 1002, 1003, 1004]


def test_a_note_that_is_pulled_is_a_note():
    (conversation,) = assemble(events_of(take(messages(ACCESS, "1"), Client(Desk(3)))))
    assert [one.direction for one in conversation.messages] == ["inbound", "outbound", "internal"]


def test_everything_is_each_conversation_with_its_messages():
    desk = Desk(3, 0, 2)
    pages = take(everything(ACCESS), Client(desk))
    assert all_messages(pages) == [one["id"] for room in desk.rooms.values() for one in room]
    assert pages[-1].cursor is None
    assert {page.cursor for page in pages[:-1]} == {"1", "2"}


@given(st.lists(st.integers(0, 4), max_size=4), st.data())
def test_a_run_that_stops_anywhere_goes_on_without_a_loss(counts, data):
    client = Client(Desk(*counts))
    whole = take(everything(ACCESS), client)
    stop = data.draw(st.integers(0, len(whole) - 1))
    before = whole[: stop + 1]
    cursor = before[-1].cursor
    rest = take(everything(ACCESS, after=cursor), client) if cursor is not None else []
    assert all_messages([*before, *rest]) == all_messages(whole)


@given(st.lists(st.integers(0, 4), max_size=4))
def test_the_async_loop_pulls_the_same(counts):
    desk = Desk(*counts)
    ours = take(everything(ACCESS), Client(desk))
    theirs = take_async(everything(ACCESS), AsyncClient(desk))
    assert [page.payload.body for page in ours] == [page.payload.body for page in theirs]


def test_a_pull_goes_on_after_a_cursor():
    client = Client(Desk(5))
    assert all_messages(take(messages(ACCESS, "1", after="1003"), client)) == [1004]
    assert len(take(conversations(ACCESS, after="2"), client)) == 1


def test_what_is_pulled_folds_with_what_was_received():
    body = b"""{"event": "message_created", "id": 1000, "content": "Tin 0", "message_type":
      "incoming", "private": false, "created_at": "2026-03-02T02:01:40.000Z", "inbox": {"id": 3},
      "sender": {"id": 7, "name": "Lan"}, "account": {"id": 1}, "conversation": {"id": 1}}"""
    received = list(Chatwoot().parse(Payload(body)))
    pulled = [
        event for page in take(everything(ACCESS), Client(Desk(2))) for event in page.events()
    ]
    (conversation,) = assemble([*pulled, *received])
    assert [one.id for one in conversation.messages] == ["1000", "1001"]
    assert conversation.messages[0].defects == ()


def test_it_works_over_http():
    with (
        serving(Desk(2)) as host,
        httpx.Client(trust_env=False) as client,
    ):
        access = ChatwootAccess(
            token="secret-token", account_id="1", host=f"{host}/", account="web"
        )
        pages = list(pull(everything(access), client))
    assert {event.account for event in events_of(pages)} == {"web"}


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "headers", "told"),
    [
        (401, {}, "chatwoot: token, status 401"),
        (403, {}, "chatwoot: permission, status 403"),
        (404, {}, "chatwoot: not_found, status 404"),
        (429, {"Retry-After": "30"}, "chatwoot: rate, status 429; wait 30 s"),
        (502, {}, "chatwoot: unavailable, status 502"),
    ],
)
@pytest.mark.parametrize("flow", [conversations, everything, lambda one: messages(one, "1")])
def test_a_refusal_is_told_by_its_status(flow, status, headers, told):
    with pytest.raises(ServiceError) as caught:
        take(flow(ACCESS), Client(lambda _: answer({"error": "no"}, status, headers)))
    assert str(caught.value) == told


@pytest.mark.parametrize(
    "body", [{}, [], {"payload": {}}, {"data": {"payload": None}}, {"data": 5}]
)
def test_an_answer_that_is_no_page_is_refused(body):
    with pytest.raises(PayloadError, match="expected a list at /payload"):
        take(messages(ACCESS, "1"), Client(lambda _: answer(body)))
    with pytest.raises(PayloadError, match="expected a list at /data/payload"):
        take(conversations(ACCESS), Client(lambda _: answer(body)))


def test_a_page_that_is_not_heeded_ends_in_an_error():
    page = answer({"data": {"payload": [{"id": 1}]}})
    with pytest.raises(ServiceError, match="chatwoot: undocumented"):
        take(conversations(ACCESS), Client(lambda _: page))


def test_messages_that_were_not_asked_for_do_not_go_on_for_ever():
    page = answer({"payload": [{"id": 5}, {"id": True}, {"id": "x"}, None]})
    pages = take(messages(ACCESS, "1"), Client(lambda _: page))
    assert [one.cursor for one in pages] == ["5", None]


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "²", "1/2", "9" * 20])
def test_what_becomes_a_part_of_an_address_is_a_number(number):
    with pytest.raises(ValueError, match="account_id must be a number"):
        ChatwootAccess(token="t", account_id=number)
    with pytest.raises(ValueError, match="conversation_id must be a number"):
        messages(ACCESS, number)
    with pytest.raises(ValueError, match="after must be a number"):
        messages(ACCESS, "1", after=number)
    with pytest.raises(ValueError, match="after must be a number"):
        conversations(ACCESS, after=number)
    with pytest.raises(ValueError, match="inbox_id must be a number"):
        everything(ACCESS, inbox_id=number)


def test_a_repr_shows_no_token():
    assert repr(ACCESS) == "ChatwootAccess()"
