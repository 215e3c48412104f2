"""Flows: generators of requests, driven by a sync and an async loop."""

import asyncio
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from omnidesk import Payload, ServiceError
from omnidesk.connectors import Page, Request, Response, pull, pull_async, run, run_async
from omnidesk.connectors._flow import utc_now

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class Answer:
    content: bytes
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Client:
    """Answers what it was asked, and notes it."""

    def __init__(self, answer: Callable[[str], Answer] = lambda url: Answer(url.encode())) -> None:
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self._answer = answer

    def request(self, method, url, **arguments):
        self.asked.append((method, url, arguments))
        return self._answer(url)


class AsyncClient(Client):
    async def request(self, method, url, **arguments):
        await asyncio.sleep(0)
        return super().request(method, url, **arguments)


def pulled(flow, client):
    return list(pull(flow, client, clock=lambda: AT))


def pulled_async(flow, client):
    async def collect():
        return [item async for item in pull_async(flow, client, clock=lambda: AT)]

    return asyncio.run(collect())


LOOPS = [
    pytest.param(pulled, Client, id="sync"),
    pytest.param(pulled_async, AsyncClient, id="async"),
]


def two_pages():
    for number in "12":
        answer = yield Request(method="GET", url=f"https://api.example/{number}")
        yield answer


@pytest.mark.parametrize(("loop", "client"), LOOPS)
def test_a_flow_is_sent_the_answer_to_each_request(loop, client):
    pages = loop(two_pages(), client())
    assert [page.body for page in pages] == [b"https://api.example/1", b"https://api.example/2"]
    assert {page.received_at for page in pages} == {AT}


@pytest.mark.parametrize(("loop", "client"), LOOPS)
def test_what_a_request_does_not_have_is_not_passed_to_the_client(loop, client):
    def flow():
        yield Request(method="GET", url="https://api.example/")
        yield Request(
            method="POST",
            url="https://api.example/",
            params={"limit": "5"},
            headers={"Authorization": "Bearer x"},
            form={"grant_type": "refresh_token"},
        )

    asks = client()
    loop(flow(), asks)
    assert [arguments for _, _, arguments in asks.asked] == [
        {},
        {
            "params": {"limit": "5"},
            "headers": {"Authorization": "Bearer x"},
            "data": {"grant_type": "refresh_token"},
        },
    ]


def test_whoever_stops_early_asks_for_no_more():
    asks = Client()
    next(pull(two_pages(), asks))
    assert len(asks.asked) == 1


def broken(_url):
    raise OSError("no way there")


@pytest.mark.parametrize(("loop", "client"), LOOPS)
def test_what_the_client_raises_comes_out(loop, client):
    with pytest.raises(OSError, match="no way there"):
        loop(two_pages(), client(broken))


@pytest.mark.parametrize(("loop", "client"), LOOPS)
def test_a_flow_may_deal_with_what_the_client_raises(loop, client):
    def flow():
        try:
            yield Request(method="GET", url="https://api.example/")
        except OSError:
            yield "unknown"

    assert loop(flow(), client(broken)) == ["unknown"]


@pytest.mark.parametrize(("loop", "client"), LOOPS)
def test_a_flow_may_end_at_what_the_client_raises(loop, client):
    def flow():
        try:
            yield Request(method="GET", url="https://api.example/")
        except OSError:
            return

    assert loop(flow(), client(broken)) == []


@pytest.mark.parametrize(("loop", "client"), LOOPS)
def test_a_flow_is_closed_when_the_answer_cannot_be_read(loop, client):
    closed = []

    def flow():
        try:
            yield Request(method="GET", url="https://api.example/")
        finally:
            closed.append(True)

    with pytest.raises(AttributeError):
        loop(flow(), client(lambda _url: None))
    assert closed


def returning():
    answer = yield Request(method="GET", url="https://api.example/me")
    yield "on its way"
    return answer.body


def test_run_returns_what_a_flow_returns():
    assert run(returning(), Client(), clock=lambda: AT) == b"https://api.example/me"


def test_run_async_returns_what_a_flow_returns():
    asked = run_async(returning(), AsyncClient(), clock=lambda: AT)
    assert asyncio.run(asked) == b"https://api.example/me"


def test_the_loops_know_the_time_in_utc_by_themselves():
    assert utc_now().utcoffset() == timedelta(0)


def test_no_repr_shows_tokens_or_what_came_back():
    request = Request(
        method="GET",
        url="https://api.example/secret-id",
        params={"after": "secret-cursor"},
        headers={"Authorization": "Bearer secret-token"},
    )
    response = Response(
        status=200, headers={"X": "secret-header"}, body=b"secret-body", received_at=AT
    )
    page = Page(payload=response.payload(), adapter=Reads(), cursor="secret-cursor")
    assert "secret" not in f"{request!r}{response!r}{page!r}"


@dataclass(frozen=True)
class Reads:
    channel = "toy"

    def parse(self, payload: Payload):
        return (payload.body,)


def test_a_page_is_read_by_the_adapter_that_knows_what_was_asked():
    payload = Response(status=200, headers={"A": "b"}, body=b"{}", received_at=AT).payload()
    page = Page(payload=payload, adapter=Reads())
    assert [str(event) for event in page.events()] == ["b'{}'"]
    assert (payload.header("a"), payload.received_at) == ("b", AT)


def test_a_service_error_says_what_to_do_and_survives_pickling():
    error = ServiceError("graph", "rate", code="613", status=400, retry_after=timedelta(minutes=5))
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) == "graph: rate, code 613, status 400; wait 300 s"
    assert vars(again) == vars(error)


def test_a_service_error_may_know_the_problem_alone():
    assert str(ServiceError("zalo", "token")) == "zalo: token"


@pytest.mark.parametrize(
    ("problem", "passing"), [("rate", True), ("unavailable", True), ("token", False)]
)
def test_a_passing_problem_passes_without_us(problem, passing):
    assert ServiceError("graph", problem).passing is passing
