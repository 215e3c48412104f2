"""
Flows: what to ask a platform for, as generators of requests, apart from how it is asked.

A flow yields a `Request` and is sent the `Response` to it. Whatever else it yields is what it has
to give: pages of payloads, tokens to keep. It does no I/O, so one sync loop (`pull`, `run`) and one
async loop (`pull_async`, `run_async`) drive every flow, over any client that works like httpx.

A loop asks once. It neither waits nor tries again: a `ServiceError` says how long to wait, and the
cursor of the last page says where to go on.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

from omnidesk._payload import Payload
from omnidesk.adapters import Adapter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.events import Event

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """
    One HTTP request to be made. It may hold tokens, so its `repr` shows none of it but the method.

    Args:
        method: `GET`, `POST`, …
        url: The address without a query. Credentials never stand in it.
        params: The query's fields.
        headers: The headers, credentials among them: unlike an address they reach no log.
        form: The fields of a body in `application/x-www-form-urlencoded`, if there is one.
        json: A body in JSON, if there is one. Clients get it as `json=`, as httpx and requests do.
    """

    method: str
    url: str
    params: Mapping[str, str] | None = None
    headers: Mapping[str, str] | None = None
    form: Mapping[str, str] | None = None
    json: Mapping[str, object] | None = None

    def __repr__(self) -> str:
        return f"Request({self.method})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """
    What came back, byte for byte. Its `repr` shows the status and the length alone.

    Args:
        status: The HTTP status code.
        headers: The headers.
        body: The body, decoded from its content coding.
        received_at: When it was there, by the loop's clock (UTC).
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    received_at: datetime

    def __repr__(self) -> str:
        return f"Response({self.status}, <{len(self.body)} bytes>)"

    def payload(self) -> Payload:
        """Return it as the payload that an adapter reads."""
        return Payload(self.body, headers=self.headers, received_at=self.received_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """
    One page of what a flow pulls.

    Args:
        payload: The page as received. Store it, if at all, with what `adapter` was made of.
        adapter: What reads it. It knows what was asked for where the answer does not say it.
        cursor: Where the next page begins: keep it once this page is dealt with, and give it to
            the flow as `after` to go on from there. `None` after the last page.
        wait: How long the platform wants us to wait before the next request; zero if it does not
            say.
    """

    payload: Payload
    adapter: Adapter
    cursor: str | None = None
    wait: timedelta = timedelta(0)

    def __repr__(self) -> str:
        return f"Page({self.payload!r}, last={self.cursor is None})"

    def events(self) -> Iterable[Event]:
        """
        Read the events out of the page.

        Raises:
            PayloadError: If the page is not what the platform documents.
        """
        return self.adapter.parse(self.payload)


Flow: TypeAlias = Generator[Request | T, Response | None, R]
"""A flow that gives some `T` on its way, and an `R` at its end."""


class ClientResponse(Protocol):
    """What a client returns. Responses of httpx, requests and niquests fit."""

    @property
    def status_code(self) -> int:
        """The HTTP status code."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""
        ...

    @property
    def content(self) -> bytes:
        """The whole body, decoded from its content coding."""
        ...


class Client(Protocol):
    """
    What makes requests: `httpx.Client`, `requests.Session`, or your own.

    Set its timeouts, proxies and limits as you like. It must not follow redirects to other hosts:
    headers that hold tokens would go there too. httpx follows none unless it is told to.
    """

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = ...,
        headers: Mapping[str, str] | None = ...,
        data: Mapping[str, str] | None = ...,
    ) -> ClientResponse:
        """Make one request and return the answer, whatever its status."""
        ...


class AsyncClient(Protocol):
    """The same for asyncio and its kin: `httpx.AsyncClient`."""

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = ...,
        headers: Mapping[str, str] | None = ...,
        data: Mapping[str, str] | None = ...,
    ) -> Awaitable[ClientResponse]:
        """Make one request and return the answer, whatever its status."""
        ...


def utc_now() -> datetime:
    """Return the time of this machine's clock: connectors are where the world comes in."""
    return datetime.now(UTC)


def pull(
    flow: Flow[T, object], client: Client, *, clock: Callable[[], datetime] = utc_now
) -> Iterator[T]:
    """
    Drive a flow and yield what it gives, bit by bit.

    The next request is made when the next item is asked for, so whoever stops early asks for no
    more. What the client raises goes through the flow, which may clean up, and comes out.

    Args:
        flow: The flow; it is used up.
        client: What makes the requests.
        clock: Tells the time of each answer; aware.

    Raises:
        ServiceError: If the platform refuses.
        PayloadError: If it answers what it does not document.
    """
    try:
        step = _next(flow, None)
        while not isinstance(step, _Ended):
            if isinstance(step, Request):
                try:
                    answer = client.request(step.method, step.url, **_arguments(step))
                    response = _response(answer, clock())
                except Exception as error:  # noqa: BLE001 - the client's, handed on as it is
                    step = _fail(flow, error)
                else:
                    step = _next(flow, response)
            else:
                yield step
                step = _next(flow, None)
    finally:
        flow.close()


async def pull_async(
    flow: Flow[T, object], client: AsyncClient, *, clock: Callable[[], datetime] = utc_now
) -> AsyncIterator[T]:
    """Drive a flow as `pull` does, with an async client."""
    try:
        step = _next(flow, None)
        while not isinstance(step, _Ended):
            if isinstance(step, Request):
                try:
                    answer = await client.request(step.method, step.url, **_arguments(step))
                    response = _response(answer, clock())
                except Exception as error:  # noqa: BLE001 - as above
                    step = _fail(flow, error)
                else:
                    step = _next(flow, response)
            else:
                yield step
                step = _next(flow, None)
    finally:
        flow.close()


def run(flow: Flow[object, R], client: Client, *, clock: Callable[[], datetime] = utc_now) -> R:
    """Drive a flow to its end and return what it returns; see `pull`."""
    ending = _Ending(flow)
    for _ in pull(ending.flow(), client, clock=clock):
        pass
    return ending.value


async def run_async(
    flow: Flow[object, R], client: AsyncClient, *, clock: Callable[[], datetime] = utc_now
) -> R:
    """Drive a flow to its end and return what it returns; see `pull_async`."""
    ending = _Ending(flow)
    async for _ in pull_async(ending.flow(), client, clock=clock):
        pass
    return ending.value


class _Ended:
    """The flow has returned."""


_ENDED = _Ended()


class _Ending(Generic[T, R]):
    """Keeps what a flow returns, which iteration would drop."""

    value: R

    def __init__(self, flow: Flow[T, R]) -> None:
        self._flow = flow

    def flow(self) -> Flow[T, None]:
        self.value = yield from self._flow


def _next(flow: Flow[T, object], answer: Response | None) -> Request | T | _Ended:
    try:
        return flow.send(answer)
    except StopIteration:
        return _ENDED


def _fail(flow: Flow[T, object], error: Exception) -> Request | T | _Ended:
    try:
        return flow.throw(error)
    except StopIteration:
        return _ENDED


def _arguments(request: Request) -> dict[str, Any]:
    # What is not given is not passed: clients differ in what their own defaults are. `Any` with
    # reason: few flows send JSON, and a client that knows no `json=` still drives all the others.
    given = {
        "params": request.params,
        "headers": request.headers,
        "data": request.form,
        "json": request.json,
    }
    return {name: value for name, value in given.items() if value is not None}


def _response(answer: ClientResponse, received_at: datetime) -> Response:
    return Response(
        status=answer.status_code,
        headers=answer.headers,
        body=answer.content,
        received_at=received_at,
    )
