"""Pulls from a Zalo Official Account, against a server in memory."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from omnidesk import PayloadError, ServiceError
from omnidesk.connectors import Request, Response, pull, run
from omnidesk.connectors._zalo import ask
from omnidesk.connectors.zalo import (
    Ready,
    Refreshing,
    ZaloAccess,
    authorise,
    conversation,
    recent_chats,
    user_detail,
)

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TIME = 1772443800000  # the same in milliseconds


class Reads:
    channel = "zalo"

    def parse(self, payload):
        return tuple(one["message_id"] for one in payload.json()["data"])


ACCESS = ZaloAccess(token="t-1", adapter=Reads())


@dataclass
class Answer:
    content: bytes
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def answering(data):
    return Answer(json.dumps({"error": 0, "message": "Success", "data": data}).encode())


def message(number):
    """The message that came so many minutes before the newest."""
    return {"src": 1, "time": TIME - number * 60_000, "message_id": f"m{number}", "type": "text"}


class Zalo:
    """An account with messages, the newest first."""

    def __init__(self, count):
        self.messages = [message(number) for number in range(count)]
        self.asked = []

    def request(self, method, url, *, params=None, headers=None, data=None):
        self.asked.append((method, url, json.loads(params["data"]), headers))
        wanted = json.loads(params["data"])
        return answering(self.messages[wanted["offset"] :][: wanted["count"]])


class Says:
    """A client with one answer to everything."""

    def __init__(self, answer):
        self.answer = answer

    def request(self, method, url, **_):
        return self.answer


def pages(flow, client):
    return list(pull(flow, client, clock=lambda: AT))


def ids(found):
    return [one for page in found for one in page.events()]


def all_ids(zalo):
    return [one["message_id"] for one in zalo.messages]


def test_recent_messages_are_pulled_to_the_end():
    zalo = Zalo(25)
    found = pages(recent_chats(ACCESS), zalo)
    assert ids(found) == all_ids(zalo)
    assert [page.cursor for page in found] == ["10", "20", "25", None]
    assert [asked["offset"] for _, _, asked, _ in zalo.asked] == [0, 10, 20, 25]


def test_the_token_stands_in_a_header_and_nowhere_else():
    zalo = Zalo(1)
    pages(recent_chats(ACCESS), zalo)
    assert zalo.asked[0] == (
        "GET",
        "https://openapi.zalo.me/v2.0/oa/listrecentchat",
        {"offset": 0, "count": 10},
        {"access_token": "t-1"},
    )


def test_a_conversation_is_asked_for_by_a_string():
    zalo = Zalo(1)
    pages(conversation(ACCESS, "3700646744485476903", page_size=5), zalo)
    _, url, asked, _ = zalo.asked[0]
    assert url == "https://openapi.zalo.me/v2.0/oa/conversation"
    assert asked == {"user_id": "3700646744485476903", "offset": 0, "count": 5}


def test_a_pull_goes_on_after_a_cursor():
    zalo = Zalo(25)
    first = next(pull(recent_chats(ACCESS), zalo))
    rest = pages(recent_chats(ACCESS, after=first.cursor), zalo)
    assert ids([first, *rest]) == all_ids(zalo)


def test_messages_that_come_meanwhile_make_pages_overlap_and_none_is_missed():
    zalo = Zalo(25)
    there = all_ids(zalo)
    pulled = pull(recent_chats(ACCESS), zalo)
    found = ids([next(pulled)])
    zalo.messages[:0] = [message(-1), message(-2), message(-3)]
    found += ids(pulled)
    assert set(found) == set(there)
    assert len(found) > len(there)


def test_a_page_that_is_short_is_not_taken_for_the_last():
    class LeavesSomeOut(Zalo):
        def request(self, method, url, **more):
            body = json.loads(super().request(method, url, **more).content)
            return answering([one for one in body["data"] if one["message_id"] != "m3"])

    zalo = LeavesSomeOut(25)
    found = set(ids(pages(recent_chats(ACCESS), zalo)))
    assert found == {*all_ids(zalo)} - {"m3"}


def test_a_pull_stops_behind_the_page_that_is_all_old():
    zalo = Zalo(50)
    since = AT - timedelta(minutes=15)
    found = pages(recent_chats(ACCESS, since=since), zalo)
    assert [page.cursor for page in found] == ["10", "20", None]
    assert {f"m{number}" for number in range(16)} <= set(ids(found))


@pytest.mark.parametrize("odd", [{"time": True}, {"time": "soon"}, {}, "no message"])
def test_a_message_whose_time_cannot_be_read_is_not_taken_for_an_old_one(odd):
    zalo = Zalo(0)
    zalo.messages = [odd]
    found = pages(recent_chats(ACCESS, since=AT), zalo)
    assert [page.cursor for page in found] == ["1", None]


def test_an_account_without_messages_is_one_empty_page():
    (page,) = pages(recent_chats(ACCESS), Zalo(0))
    assert ids([page]) == []
    assert page.cursor is None


def test_an_offset_that_is_not_heeded_ends_in_an_error():
    flow = recent_chats(ACCESS)
    with pytest.raises(ServiceError, match="zalo: undocumented, status 200"):
        pages(flow, Says(answering([message(1)])))


@pytest.mark.parametrize(
    "arguments",
    [
        {"page_size": 0},
        {"page_size": 11},
        {"since": datetime(2026, 3, 2)},  # noqa: DTZ001 - what is refused
        {"after": "x"},
    ],
)
def test_an_argument_out_of_its_range_is_refused_at_once(arguments):
    with pytest.raises(ValueError, match=next(iter(arguments))):
        recent_chats(ACCESS, **arguments)


def test_what_zalo_says_about_a_person_is_one_page():
    answer = answering({"user_id": "1", "display_name": "Mai"})
    (page,) = pages(user_detail(ACCESS, "1"), Says(answer))
    assert page.cursor is None
    assert page.payload.json()["data"]["display_name"] == "Mai"


def test_a_real_client_sends_what_zalo_wants():
    asked = []

    def answer(request):
        asked.append(request)
        data = TOKENS if request.method == "POST" else {"error": 0, "data": []}
        return httpx.Response(200, json=data)

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        list(pull(recent_chats(ACCESS), client))
        run(authorise("c-1", app_id="1001", secret_key="k"), client)
    listing, tokens = asked
    assert listing.url.path == "/v2.0/oa/listrecentchat"
    assert dict(listing.url.params) == {"data": '{"offset":0,"count":10}'}
    assert listing.headers["access_token"] == "t-1"
    assert tokens.content == b"app_id=1001&grant_type=authorization_code&code=c-1"
    assert tokens.headers["content-type"] == "application/x-www-form-urlencoded"
    assert tokens.headers["secret_key"] == "k"


# --- errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (-216, "token"),
        (216, "token"),
        ("-220", "token"),
        (-124, "token"),
        (-32, "rate"),
        (-211, "quota"),
        (-223, "permission"),
        (-213, "permission"),
        (-227, "disabled"),
        (-205, "not_found"),
        (-210, "invalid"),
        (-100, "unavailable"),
        (-98765, "undocumented"),
    ],
)
def test_an_error_with_status_200_is_an_error_by_its_number(code, problem):
    body = json.dumps({"error": code, "message": "secret words"}).encode()
    with pytest.raises(ServiceError) as caught:
        pages(recent_chats(ACCESS), Says(Answer(body)))
    error = caught.value
    assert (error.problem, error.code, error.status) == (problem, str(code), 200)
    assert "secret" not in str(error)


@pytest.mark.parametrize("code", ["secret", "²", True, None, [1], 10**9, 1.5])
def test_a_code_that_is_none_is_an_error_and_is_not_shown(code):
    body = json.dumps({"error": code}).encode()
    with pytest.raises(ServiceError) as caught:
        pages(recent_chats(ACCESS), Says(Answer(body)))
    assert str(caught.value) == "zalo: undocumented, status 200"


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (302, "undocumented"),
        (400, "undocumented"),
        (401, "token"),
        (403, "permission"),
        (404, "not_found"),
        (429, "rate"),
        (502, "unavailable"),
    ],
)
def test_without_a_code_the_status_tells(status, problem):
    with pytest.raises(ServiceError) as caught:
        pages(recent_chats(ACCESS), Says(Answer(b"<html>", status)))
    assert (caught.value.problem, caught.value.code) == (problem, None)


@pytest.mark.parametrize(("header", "wait"), [("30", timedelta(seconds=30)), ("Tue, 3 Mar", None)])
def test_an_error_says_how_long_to_wait_if_the_answer_does(header, wait):
    answer = Answer(b'{"error": -32}', 429, {"Retry-After": header})
    with pytest.raises(ServiceError) as caught:
        pages(recent_chats(ACCESS), Says(answer))
    assert caught.value.retry_after == wait


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"error": 0}', b'{"error": 0, "data": "secret"}']
)
def test_an_answer_that_is_no_envelope_is_not_documented(body):
    for flow in (recent_chats(ACCESS), user_detail(ACCESS, "1")):
        with pytest.raises(PayloadError, match="zalo: expected") as caught:
            pages(flow, Says(Answer(body)))
        assert "secret" not in str(caught.value)


def test_a_flow_that_is_driven_without_an_answer_says_so():
    flow = ask(Request(method="GET", url="https://openapi.zalo.me"))
    next(flow)
    with pytest.raises(TypeError, match="sent the response"):
        next(flow)


def test_no_repr_shows_a_token():
    assert "secret" not in repr(ZaloAccess(token="secret", adapter=Reads()))


# --- authorisation --------------------------------------------------------------------------------

TOKENS = {
    "access_token": "a-1",
    "refresh_token": "r-1",
    "expires_in": "90000",
    "refresh_token_expires_in": 7776000,
}


class Authorises:
    def __init__(self, body):
        self.body = body

    def request(self, method, url, *, params=None, headers=None, data=None):
        self.asked = (method, url, headers, data)
        return Answer(json.dumps(self.body).encode())


def test_a_code_becomes_tokens():
    client = Authorises(TOKENS)
    flow = authorise("c-1", app_id="1001", secret_key="k", code_verifier="v")
    (ready,) = pages(flow, client)
    assert client.asked == (
        "POST",
        "https://oauth.zaloapp.com/v4/oa/access_token",
        {"secret_key": "k"},
        {
            "app_id": "1001",
            "grant_type": "authorization_code",
            "code": "c-1",
            "code_verifier": "v",
        },
    )
    assert ready == Ready(
        generation=1,
        access_token="a-1",
        access_expires_at=AT + timedelta(hours=25),
        refresh_token="r-1",
        refresh_expires_at=AT + timedelta(days=90),
    )


def test_what_a_person_authorises_is_newer_than_a_refresh_under_way():
    under_way = Refreshing(generation=4, step=9, access_token="a", refresh_token="r", since=AT)
    flow = authorise("c-1", app_id="1001", secret_key="k", after=under_way)
    ready = run(flow, Authorises(TOKENS), clock=lambda: AT)
    by_then = Ready(generation=5, access_token="a", refresh_token="r")
    assert ready.version > by_then.version > under_way.version


def test_a_code_that_is_refused_is_an_error():
    with pytest.raises(ServiceError, match="zalo: undocumented, code -14019, status 200"):
        run(
            authorise("c-1", app_id="1001", secret_key="k"),
            Authorises({"error": -14019, "error_name": "secret"}),
        )


@pytest.mark.parametrize("body", [{}, {**TOKENS, "refresh_token": ""}, {"access_token": 7}])
def test_a_code_that_brings_less_than_two_tokens_is_an_error(body):
    with pytest.raises(PayloadError, match="expected two tokens"):
        run(authorise("c-1", app_id="1001", secret_key="k"), Authorises(body))


@pytest.mark.parametrize("seconds", [None, True, "", "soon", -1, 10**10, 1.5])
def test_an_expiry_that_cannot_be_read_is_not_known(seconds):
    flow = authorise("c-1", app_id="1001", secret_key="k")
    ready = run(flow, Authorises({**TOKENS, "expires_in": seconds}))
    assert ready.access_expires_at is None
    assert ready.is_fresh(AT)


def test_an_access_token_is_fresh_until_shortly_before_it_expires():
    ready = run(
        authorise("c-1", app_id="1001", secret_key="k"), Authorises(TOKENS), clock=lambda: AT
    )
    assert ready.is_fresh(AT + timedelta(hours=23))
    assert not ready.is_fresh(AT + timedelta(hours=24))


def test_a_response_is_what_a_flow_is_sent():
    response = Response(status=200, headers={}, body=b"{}", received_at=AT)
    flow = ask(Request(method="GET", url="https://openapi.zalo.me"))
    next(flow)
    with pytest.raises(StopIteration) as caught:
        flow.send(response)
    assert caught.value.value is response
