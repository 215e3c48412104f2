"""A webhook for a Zalo Official Account: verify, keep, answer, and read later."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from omnidesk import Payload, PayloadError, SignatureError, dump, signatures
from omnidesk.adapters.zalo import Zalo

LONGEST_BODY = 1 << 20  # Zalo's events are a few kilobytes


def create_app(
    *,
    app_id: str,
    oa_secret_key: str,
    oa_ids: tuple[str, ...],
    append: Callable[[str], None],
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Starlette:
    """
    Make the application.

    Args:
        app_id: The id of the app whose webhook this is.
        oa_secret_key: "OA Secret Key" on the page of the app's webhook settings.
        oa_ids: The Official Accounts that are ours. One address receives for all accounts that
            have granted the app access, so what is about others is passed over.
        append: Keeps one event, a line of JSON. It may be called twice with the same event.
        clock: Says what time it is.
    """
    zalo = Zalo(oa_ids=oa_ids, app_id=app_id)

    def keep(payload: Payload) -> None:
        try:
            for event in zalo.parse(payload):
                if event.account in oa_ids:
                    append(dump(event))
        except PayloadError as error:
            print(error)  # where and what was expected; never what stood there

    async def receive(request: Request) -> Response:
        body = bytearray()
        try:
            async for chunk in request.stream():
                body += chunk
                if len(body) > LONGEST_BODY:
                    return PlainTextResponse("too long", 413)
        except ClientDisconnect:
            return PlainTextResponse("", 400)
        payload = Payload(body, headers=request.headers.items(), received_at=clock())
        try:
            signatures.zalo(payload, app_id=app_id, oa_secret_key=oa_secret_key)
        except SignatureError as error:
            print(error)
            return PlainTextResponse("", 403)
        # Zalo waits for two seconds: answer first, then read. A desk of some size puts the payload
        # into a queue here, since what waits in memory is lost when the process ends.
        return PlainTextResponse("", background=BackgroundTask(keep, payload))

    return Starlette(routes=[Route("/zalo", receive, methods=["POST"])])


def append_to(path: Path) -> Callable[[str], None]:
    """Return what appends lines to a file."""

    def append(line: str) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    return append


def main() -> Starlette:
    """Make the application from the environment; uvicorn calls it."""
    return create_app(
        app_id=os.environ["ZALO_APP_ID"],
        oa_secret_key=os.environ["ZALO_OA_SECRET_KEY"],
        oa_ids=tuple(os.environ["ZALO_OA_IDS"].split(",")),
        append=append_to(Path(os.environ.get("ZALO_EVENTS", "events.jsonl"))),
    )
