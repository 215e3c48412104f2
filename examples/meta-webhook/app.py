"""
Receive what Meta posts: messages, comments, and people who want their data deleted.

Every event is appended to a file of JSON Lines before Meta gets its answer, and folded into
conversations in memory. Run it with `uvicorn --factory app:from_environment`.
"""

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from omnidesk import (
    Event,
    Inbox,
    Payload,
    PayloadError,
    RightsRequested,
    SignatureError,
    dump,
    load,
    signatures,
)
from omnidesk.adapters.meta import (
    Meta,
    MetaCallbacks,
    RightsStatus,
    answer_rights_request,
    render_rights_status,
)

log = logging.getLogger("meta-webhook")


@dataclass
class Desk:
    """What the app knows: its settings, a file of events, and what they add up to."""

    app_id: str
    app_secret: str
    verify_token: str
    status_url: str  # where people see what has become of their request
    status_key: str  # a secret of ours: confirmation codes are made with it
    events: Path
    inbox: Inbox = field(default_factory=Inbox)
    requests: dict[str, RightsRequested] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.events.exists():
            with self.events.open("rb") as file:
                self.take(load(line) for line in file)

    def keep(self, events: Iterable[Event]) -> None:
        """Write events down, then take them in."""
        found = tuple(events)
        with self.events.open("a", encoding="utf-8") as file:
            file.writelines(f"{dump(event)}\n" for event in found)
        self.take(found)

    def take(self, events: Iterable[Event]) -> None:
        """Take events in. Those that it has seen change nothing."""
        for event in events:
            self.inbox.add([event])
            if isinstance(event, RightsRequested):
                self.requests[self.answer(event).confirmation_code] = event

    def answer(self, request: RightsRequested):
        """Return what Meta wants to hear: the same for the same request, whenever it comes."""
        return answer_rights_request(request, key=self.status_key, status_url=self.status_url)


async def challenge(request: Request) -> Response:
    """Answer the question whether this address is ours."""
    desk = request.app.state.desk
    token = desk.verify_token
    return PlainTextResponse(signatures.meta_challenge(request.query_params, verify_token=token))


async def webhook(request: Request) -> Response:
    """Take in a webhook. Parsing takes microseconds, so the answer is fast."""
    desk = request.app.state.desk
    payload = await received(request)
    signatures.meta(payload, app_secret=desk.app_secret)
    try:
        desk.keep(Meta(own_apps=(desk.app_id,)).parse(payload))
    except PayloadError as error:
        # It is Meta's, and Meta would send it again and again, then switch the webhook off. The
        # message shows nothing of the payload.
        log.warning("not understood: %s", error)
    return Response(status_code=200)


async def data_deletion(request: Request) -> Response:
    """Take in somebody's request to delete their data, and say where they can follow it."""
    desk = request.app.state.desk
    for event in await callback(request, "data_deletion"):
        if isinstance(event, RightsRequested):
            return Response(desk.answer(event).body, media_type="application/json")
    return Response(status_code=400)


async def deauthorize(request: Request) -> Response:
    """Take in that somebody has removed the app."""
    await callback(request, "deauthorize")
    return Response(status_code=200)


async def callback(request: Request, kind) -> tuple[Event, ...]:
    """Verify a callback's signed request, and keep what it says."""
    desk = request.app.state.desk
    payload = await received(request)
    signatures.signed_request(payload, app_secret=desk.app_secret)
    events = tuple(MetaCallbacks(kind, app_id=desk.app_id).parse(payload))
    desk.keep(events)
    return events


async def status(request: Request) -> Response:
    """Show how a request stands. Your policy decides; until then it is received."""
    code = request.query_params.get("code", "")
    if code not in request.app.state.desk.requests:
        return PlainTextResponse("no such request", status_code=404)
    return HTMLResponse(
        render_rights_status(RightsStatus("received"), confirmation_code=code, language="vi")
    )


async def received(request: Request) -> Payload:
    """Return the request as it came in: signatures are over these very bytes."""
    body = await request.body()
    return Payload(body, headers=request.headers, received_at=datetime.now(UTC))


async def refuse(_request: Request, error: Exception) -> Response:
    """Answer what is not from Meta."""
    log.warning("refused: %s", error)
    return Response(status_code=403)


def create(desk: Desk) -> Starlette:
    """Make the app."""
    app = Starlette(
        routes=[
            Route("/webhook", challenge, methods=["GET"]),
            Route("/webhook", webhook, methods=["POST"]),
            Route("/data-deletion", data_deletion, methods=["POST"]),
            Route("/deauthorize", deauthorize, methods=["POST"]),
            Route("/status", status, methods=["GET"]),
        ],
        exception_handlers={SignatureError: refuse},
    )
    app.state.desk = desk
    return app


def from_environment() -> Starlette:
    """Make the app of settings in the environment."""
    return create(
        Desk(
            app_id=os.environ["META_APP_ID"],
            app_secret=os.environ["META_APP_SECRET"],
            verify_token=os.environ["META_VERIFY_TOKEN"],
            status_url=os.environ["STATUS_URL"],
            status_key=os.environ["STATUS_KEY"],
            events=Path(os.environ.get("EVENTS", "events.jsonl")),
        )
    )
