"""Pulls from Twilio: pages, windows, cursors, and why it refuses."""

import base64
import json
from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest
from tests.connectors.platforms import AT, Client, answer, serving, take, take_async
from tests.connectors.platforms import AsyncClient as AsyncPlatform

from omnidesk.connectors import pull
from omnidesk.connectors.twilio import TwilioAccess, calls, recordings
from omnidesk.errors import ServiceError
from omnidesk.model import Leg

ACCOUNT = "AC00000000000000000000000000000042"
ACCESS = TwilioAccess(account_sid=ACCOUNT, secret="token")
CALLS = ("2010-04-01", "Accounts", ACCOUNT, "Calls.json")
BASIC = "Basic " + base64.b64encode(f"{ACCOUNT}:token".encode()).decode()


def call(number):
    return {
        "sid": f"CA{number:032}",
        "status": "completed",
        "direction": "outbound-api",
        "from": "+842471000111",
        "to": "+84912000111",
    }


def recording(number):
    return {"sid": f"RE{number:032}", "call_sid": f"CA{number:032}", "status": "completed"}


class Twilio:
    """Twilio from memory: pages of `PageSize`, and a token that says where the next one begins."""

    def __init__(self, count, key="calls", make=call):
        self.items, self.key = [make(number) for number in range(count)], key

    def __call__(self, asked):
        size, start = int(asked.query["PageSize"]), int(asked.query.get("PageToken", "PA0")[2:])
        following, path = start + size, "/" + "/".join(asked.path)
        query = {**asked.query, "PageToken": f"PA{following}", "Page": str(following // size)}
        uri = f"{path}?{httpx.QueryParams(query)}" if following < len(self.items) else None
        return answer({self.key: self.items[start:following], "next_page_uri": uri})


def ids(pages):
    events = [event for page in pages for event in page.events()]
    return [event.leg.id if isinstance(event.leg, Leg) else event.call_id for event in events]


def test_calls_are_pulled_page_by_page_to_the_end():
    client = Client(Twilio(5))
    pages = take(calls(ACCESS, page_size=2), client)
    assert ids(pages) == [one["sid"] for one in Twilio(5).items]
    assert [asked.path for asked in client.asked] == [CALLS] * 3
    assert [page.cursor is None for page in pages] == [False, False, True]


def test_an_async_client_pulls_the_same():
    pages = take_async(calls(ACCESS, page_size=2), AsyncPlatform(Twilio(5)))
    assert ids(pages) == [one["sid"] for one in Twilio(5).items]


def test_recordings_are_pulled_with_the_call_that_they_are_of():
    client = Client(Twilio(3, "recordings", recording))
    pages = take(recordings(ACCESS, call_sid="CA1", page_size=2), client)
    assert ids(pages) == [f"CA{number:032}" for number in range(3)]
    assert client.asked[0].path == (*CALLS[:-1], "Recordings.json")
    assert client.asked[0].query == {"CallSid": "CA1", "PageSize": "2"}


def test_recordings_have_a_window_of_their_own():
    client = Client(Twilio(0, "recordings", recording))
    take(recordings(ACCESS, until=AT), client)
    assert client.asked[0].query == {"DateCreated<": "2026-09-17T10:00:00Z", "PageSize": "200"}


def test_the_secret_stands_in_a_header_of_every_request_and_nowhere_else():
    client = Client(Twilio(3))
    take(calls(ACCESS, page_size=2), client)
    assert [asked.headers for asked in client.asked] == [{"Authorization": BASIC}] * 2


def test_an_api_key_asks_in_its_own_name():
    client = Client(Twilio(0))
    access = TwilioAccess(account_sid=ACCOUNT, key_sid="SK1", secret="key")
    take(calls(access), client)
    given = base64.b64decode(client.asked[0].headers["Authorization"].partition(" ")[2])
    assert given == b"SK1:key"


def test_a_window_is_asked_for_in_utc():
    client = Client(Twilio(0))
    since = datetime(2026, 3, 2, 7, 0, tzinfo=timezone(timedelta(hours=7)))
    take(calls(ACCESS, since=since, until=AT, parent_call_sid="CA9"), client)
    assert client.asked[0].query == {
        "StartTime>": "2026-03-02T00:00:00Z",
        "StartTime<": "2026-09-17T10:00:00Z",
        "ParentCallSid": "CA9",
        "PageSize": "200",
    }


def test_a_pull_goes_on_after_a_cursor_in_the_same_window():
    client = Client(Twilio(5))
    first = next(pull(calls(ACCESS, since=AT, page_size=2), client))
    rest = take(calls(ACCESS, after=first.cursor), client)
    assert ids([first, *rest]) == [one["sid"] for one in Twilio(5).items]
    assert {asked.query["StartTime>"] for asked in client.asked} == {"2026-09-17T10:00:00Z"}


def test_an_account_without_calls_is_one_empty_page():
    (page,) = take(calls(ACCESS), Client(Twilio(0)))
    assert (ids([page]), page.cursor) == ([], None)


def test_a_real_client_pulls_over_a_real_connection():
    with serving(Twilio(5)) as host, httpx.Client() as client:
        access = TwilioAccess(account_sid=ACCOUNT, secret="token", host=host)
        pages = list(pull(calls(access, since=AT, page_size=2), client))
    assert ids(pages) == [one["sid"] for one in Twilio(5).items]


@pytest.mark.parametrize(
    "uri",
    [
        "https://elsewhere.example/2010-04-01/Accounts/AC/Calls.json?Page=1",
        "/2010-04-01/Accounts/AC99/Calls.json?Page=1",
        "@elsewhere.example/",
        17,
        "",
        "{",
    ],
)
def test_a_next_page_that_is_elsewhere_is_never_asked_for(uri):
    client = Client(lambda _: answer({"calls": [], "next_page_uri": uri}))
    with pytest.raises(ServiceError, match="twilio: undocumented"):
        take(calls(ACCESS), client)
    assert len(client.asked) == 1


def test_paging_that_leads_in_circles_ends_in_an_error():
    uri = "/" + "/".join(CALLS) + "?Page=1"
    client = Client(lambda _: answer({"calls": [call(1)], "next_page_uri": uri}))
    with pytest.raises(ServiceError, match="undocumented"):
        take(calls(ACCESS), client)


def test_an_answer_without_calls_is_not_documented():
    with pytest.raises(ServiceError, match="undocumented"):
        take(calls(ACCESS), Client(lambda _: answer({"recordings": []})))


@pytest.mark.parametrize(
    ("status", "code", "problem", "shown"),
    [
        (401, 20003, "token", "20003"),
        (403, 20403, "permission", "20403"),
        (404, 20404, "not_found", "20404"),
        (429, 20429, "rate", "20429"),
        (403, 20005, "disabled", "20005"),
        (400, 20001, "invalid", "20001"),
        (503, 20503, "unavailable", "20503"),
        (500, 12345, "unavailable", None),
        (401, "secret", "token", None),
        (418, None, "undocumented", None),
    ],
)
def test_twilio_refuses_by_its_codes(status, code, problem, shown):
    body = {"code": code, "message": "secret words", "status": status}
    with pytest.raises(ServiceError) as caught:
        take(calls(ACCESS), Client(lambda _: answer(body, status, {"Retry-After": "3"})))
    error = caught.value
    assert (error.service, error.problem, error.code) == ("twilio", problem, shown)
    assert (error.status, error.retry_after) == (status, timedelta(seconds=3))
    assert "secret" not in str(error)


def test_an_answer_that_is_no_json_goes_by_its_status():
    broken = answer({}, 502)
    broken.content = b"<html>secret</html>"
    with pytest.raises(ServiceError, match="twilio: unavailable, status 502"):
        take(calls(ACCESS), Client(lambda _: broken))


@pytest.mark.parametrize(
    "arguments",
    [
        {"page_size": 0},
        {"page_size": 1001},
        {"since": datetime(2026, 3, 2)},  # noqa: DTZ001 - what is refused
        {"until": datetime(2026, 3, 2)},  # noqa: DTZ001 - what is refused
        {"after": "https://elsewhere.example"},
        {"after": ""},
    ],
)
def test_an_argument_out_of_its_range_is_refused_at_once(arguments):
    with pytest.raises(ValueError, match=next(iter(arguments))):
        calls(ACCESS, **arguments)


def test_no_repr_shows_a_secret():
    assert repr(ACCESS) == "TwilioAccess()"
    assert "token" not in repr(ACCESS.ask("/x", {}))


def test_what_reads_the_pages_can_be_given():
    class Reads:
        channel = "calls"

        def parse(self, payload):
            return json.loads(payload.body)["calls"]

    access = TwilioAccess(account_sid=ACCOUNT, secret="token", adapter=Reads())
    (page,) = take(calls(access), Client(Twilio(1)))
    assert list(page.events()) == [call(0)]
    assert page.payload.received_at == datetime(2026, 9, 17, 10, tzinfo=UTC)
