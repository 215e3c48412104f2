"""Pulls of call logs from Stringee and OMICall, against servers on this machine."""

import hmac
import json
import threading
from base64 import urlsafe_b64decode
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from omnidesk import PayloadError, ServiceError
from omnidesk.adapters.calls import OmiCall, Stringee
from omnidesk.assembly import assemble
from omnidesk.connectors import pull, run
from omnidesk.connectors.omicall import OmiCallAccess, authorise, transactions
from omnidesk.connectors.stringee import StringeeAccess, call_history, call_log, rest_token

START = datetime(2026, 3, 2, tzinfo=UTC)
END = START + timedelta(days=1)
NAIVE = datetime(2026, 3, 2)  # noqa: DTZ001 - what is refused
MS = int(START.timestamp() * 1_000)


@contextmanager
def serving(answer):
    """Serve `answer(method, path, query, headers, body)` on the loopback, and say where."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self):
            length = int(self.headers.get("Content-Length") or 0)
            parts = urlsplit(self.path)
            body = self.rfile.read(length)
            status, value = answer(
                self.command, parts.path, parse_qs(parts.query), self.headers, body
            )
            found = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            self.wfile.write(found)

        do_GET = do_POST = _answer  # noqa: N815 - the names that the server looks for

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        with httpx.Client(trust_env=False) as client:
            yield f"http://127.0.0.1:{server.server_port}", client
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def pages(flow, client):
    return list(pull(flow, client, clock=lambda: END))


def call_ids(found):
    return [event.call_id for page in found for event in page.events()]


# --- Stringee -------------------------------------------------------------------------------------


class Log:
    """A log of calls, paged by `search_after`."""

    def __init__(self, count):
        self.calls = [
            {"id": f"c{number:02}", "start_time": MS + number, "stop_time": MS + 9_000}
            for number in range(count)
        ]
        self.asked = []

    def __call__(self, method, path, query, headers, _):
        self.asked.append((method, path, query, headers.get("X-STRINGEE-AUTH")))
        after = query.get("search_after[]")
        limit = int(query["limit"][0])
        rest = [
            one for one in self.calls if not after or [str(one["start_time"]), one["id"]] > after
        ]
        found = rest[:limit]
        place = [found[-1]["start_time"], found[-1]["id"]] if found else []
        key = "calls" if path == "/v1/call/log" else "rows"
        return 200, {"r": 0, "data": {key: found, "search_after": place}}


ACCESS = StringeeAccess(token="t-1", adapter=Stringee("hoa-sen"))


def test_a_log_is_pulled_to_its_end_by_search_after():
    log = Log(5)
    with serving(log) as (host, client):
        found = pages(call_log(ACCESS, since=START, until=END, page_size=2, host=host), client)
    assert call_ids(found) == [one["id"] for one in log.calls]
    assert [page.cursor is None for page in found] == [False, False, False, True]
    assert found[0].cursor == f'["{MS + 1}", "c01"]'
    method, path, query, token = log.asked[0]
    assert (method, path, token) == ("GET", "/v1/call/log", "t-1")
    assert query["version"] == ["2"]
    assert query["sort_order"] == ["asc"]
    assert (query["from_start_time"], query["to_start_time"]) == (
        [str(MS)],
        [str(MS + 86_400_000)],
    )
    assert len(assemble(event for page in found for event in page.events())) == 5


def test_a_pull_of_a_log_goes_on_after_a_cursor():
    log = Log(5)
    with serving(log) as (host, client):
        window = {"since": START, "until": END, "page_size": 2, "host": host}
        first = next(pull(call_log(ACCESS, **window), client))
        rest = pages(call_log(ACCESS, **window, after=first.cursor), client)
    assert call_ids([first, *rest]) == [one["id"] for one in log.calls]


def test_the_history_of_stringeex_is_asked_for_by_its_range():
    log = Log(3)
    with serving(log) as (host, client):
        found = pages(call_history(ACCESS, since=START, until=END, host=host), client)
    assert call_ids(found) == ["c00", "c01", "c02"]
    assert log.asked[0][2]["time"] == [f"{MS}-{MS + 86_400_000}"]


class Says:
    """A client with one answer to everything."""

    def __init__(self, body, status=200, headers=()):
        self.content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.status_code, self.headers = status, dict(headers)

    def request(self, method, url, **_):
        return self


def stringee(client, **more):
    return pages(call_log(ACCESS, since=START, until=END, **more), client)


def test_a_place_that_is_not_heeded_ends_in_an_error():
    page = {"r": 0, "data": {"calls": [{"id": "c"}], "search_after": [1, "c"]}}
    with pytest.raises(ServiceError, match="stringee: undocumented"):
        stringee(Says(page))


@pytest.mark.parametrize("place", [None, [], [{}], [1.5], [True], ["x"] * 11])
def test_a_page_without_a_place_is_the_last(place):
    page = {"r": 0, "data": {"calls": [{"id": "c"}], "search_after": place}}
    assert [one.cursor for one in stringee(Says(page))] == [None]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Says({"r": 12, "msg": "sort_order"}), "stringee: invalid, code 12, status 200"),
        (Says({"r": 77}), "stringee: undocumented, code 77, status 200"),
        (Says({"r": "no"}), "stringee: undocumented, status 200"),
        (Says(b"", 401), "stringee: token, status 401"),
        (Says({}, 429, {"Retry-After": "9"}), "stringee: rate, status 429; wait 9 s"),
    ],
)
def test_a_refusal_of_stringee_is_told_by_its_code_and_its_status(answer, told):
    with pytest.raises(ServiceError) as caught:
        stringee(answer)
    assert str(caught.value) == told


def test_an_answer_of_stringee_that_is_no_page_is_refused():
    with pytest.raises(PayloadError, match="expected a list of calls at /data/calls"):
        stringee(Says({"r": 0, "data": []}))


@pytest.mark.parametrize("flow", [call_log, call_history])
@pytest.mark.parametrize(
    "arguments",
    [
        {"page_size": 0},
        {"page_size": 101},
        {"since": NAIVE},
        {"until": NAIVE},
        {"until": START - timedelta(1)},
        {"after": "x"},
        {"after": "[]"},
    ],
)
def test_arguments_out_of_their_range_are_refused_at_once(flow, arguments):
    with pytest.raises(ValueError, match=next(iter(arguments))):
        flow(ACCESS, **{"since": START, "until": END, **arguments})


def test_a_token_is_signed_and_ends():
    token = rest_token("SK1", "secret", now=START, valid_for=timedelta(hours=1))
    head, body, signature = token.split(".")

    def decoded(text):
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))

    assert json.loads(decoded(head)) == {"typ": "JWT", "alg": "HS256", "cty": "stringee-api;v=1"}
    claims = json.loads(decoded(body))
    assert (claims["iss"], claims["exp"], claims["rest_api"]) == ("SK1", MS // 1_000 + 3_600, True)
    expected = hmac.digest(b"secret", f"{head}.{body}".encode(), "sha256")
    assert hmac.compare_digest(decoded(signature), expected)


def test_a_token_needs_an_aware_time():
    with pytest.raises(ValueError, match="now must be aware"):
        rest_token("SK1", "secret", now=NAIVE, valid_for=timedelta(hours=1))


# --- OMICall --------------------------------------------------------------------------------------


class Tenant:
    """A tenant with a call every twelve hours."""

    def __init__(self, count):
        self.times = [MS + number * 43_200_000 for number in range(count)]
        self.asked = []

    def __call__(self, method, path, query, headers, body):
        if path == "/api/auth":
            assert query == {"apiKey": ["k"]}
            return 200, {"status_code": 9999, "payload": {"access_token": "t-2"}}
        wanted = json.loads(body)
        self.asked.append((method, path, headers["Authorization"], wanted))
        start, end = wanted["filter"]["fromDate"], wanted["filter"]["toDate"]
        page, size = int(query["page"][0]), int(query["size"][0])
        rows = [
            {"transaction_id": f"t{at}", "time_start_call": at // 1_000}
            for at in self.times
            if start <= at <= end
        ]
        return 200, {
            "status_code": 9999,
            "payload": {
                "items": rows[(page - 1) * size : page * size],
                "has_next": page * size < len(rows),
            },
        }


def omi(host="http://h.example"):
    return OmiCallAccess(token="t-2", adapter=OmiCall("hoa-sen"), host=host)


def week(host, after=None):
    until = START + timedelta(days=7)
    return transactions(omi(host), since=START, until=until, page_size=4, after=after)


def test_a_week_is_pulled_in_pieces_of_three_days_and_in_pages():
    tenant = Tenant(14)
    with serving(tenant) as (host, client):
        token = run(authorise("k", host=host), client)
        assert token == "t-2"
        found = pages(week(host), client)
    assert sorted(set(call_ids(found))) == sorted(f"t{at}" for at in tenant.times)
    spans = [one["filter"]["toDate"] - one["filter"]["fromDate"] for *_, one in tenant.asked]
    assert max(spans) == 3 * 86_400_000
    assert found[-1].cursor is None
    assert None not in [page.cursor for page in found[:-1]]
    assert tenant.asked[0][:3] == ("POST", "/api/v3/call-transaction/search", "Bearer t-2")


def test_a_pull_of_transactions_goes_on_after_a_cursor():
    tenant = Tenant(14)
    with serving(tenant) as (host, client):
        first, second, *_ = pull(week(host), client)
        rest = pages(week(host, second.cursor), client)
    found = {*call_ids([first, second, *rest])}
    assert found == {f"t{at}" for at in tenant.times}


def omicall(client, **more):
    return pages(transactions(omi(), since=START, until=END, **more), client)


@pytest.mark.parametrize(("count", "cursor"), [(1, None), (2, f"{MS}:2")])
def test_without_a_word_on_the_next_page_a_full_one_has_another(count, cursor):
    items = [{"transaction_id": str(one)} for one in range(count)]
    answer = Says({"status_code": 9999, "payload": {"items": items}})
    flow = transactions(omi(), since=START, until=END, page_size=2)
    assert next(pull(flow, answer)).cursor == cursor


def test_a_page_that_is_not_heeded_ends_in_an_error():
    items = [{"transaction_id": "1"}]
    with pytest.raises(ServiceError, match="omicall: undocumented"):
        omicall(Says({"status_code": 9999, "payload": {"items": items, "has_next": True}}))


def test_a_tenant_without_calls_is_one_empty_page():
    (page,) = omicall(Says({"status_code": 9999, "payload": {"items": []}}))
    assert (page.cursor, list(page.events())) == (None, [])


LIMIT = "limit_request_30_minute"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            Says({"status_code": -9999, "message": LIMIT}),
            f"omicall: rate, code {LIMIT}, status 200; wait 1800 s",
        ),
        (
            Says({"status_code": -9999, "payload": {"error": "access_denied"}}),
            "omicall: permission, code access_denied, status 200",
        ),
        (
            Says({"status_code": -9999, "message": "0912345678"}),
            "omicall: undocumented, status 200",
        ),
        (Says(b"<html>", 503), "omicall: unavailable, status 503"),
        (Says({}, 401), "omicall: token, status 401"),
    ],
)
def test_a_refusal_of_omicall_is_told_by_its_code_and_never_by_what_it_says(answer, told):
    with pytest.raises(ServiceError) as caught:
        omicall(answer)
    assert str(caught.value) == told


def test_an_answer_of_omicall_that_is_no_page_is_refused():
    with pytest.raises(PayloadError, match="expected a list of items at /payload/items"):
        omicall(Says({"status_code": 9999, "payload": {}}))


def test_a_key_that_brings_no_token_is_refused():
    with pytest.raises(PayloadError, match="expected an access token"):
        run(authorise("k"), Says({"status_code": 9999, "payload": {}}))


@pytest.mark.parametrize(
    "arguments",
    [
        {"page_size": 0},
        {"page_size": 51},
        {"since": NAIVE},
        {"until": NAIVE},
        {"until": START - timedelta(1)},
        {"after": "x"},
        {"after": "1:1"},
        {"after": f"{MS}:0"},
    ],
)
def test_arguments_for_transactions_out_of_their_range_are_refused_at_once(arguments):
    with pytest.raises(ValueError, match=next(iter(arguments))):
        transactions(omi(), **{"since": START, "until": END, **arguments})


def test_what_holds_a_token_shows_none():
    assert (repr(ACCESS), repr(omi())) == ("StringeeAccess()", "OmiCallAccess()")
