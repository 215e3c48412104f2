"""Platforms that answer from memory: called directly, or over HTTP on the loopback interface."""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from omnidesk.connectors import pull, pull_async

AT = datetime(2026, 9, 17, 10, 0, tzinfo=UTC)


@dataclass
class Answer:
    content: bytes
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    path: tuple[str, ...]
    query: dict[str, str]
    headers: dict[str, str]


def answer(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(json.dumps(body).encode(), status, dict(headers or {}))


Platform = Callable[[Asked], Answer]


class Client:
    """What a flow is driven with: it asks a platform and notes what was asked."""

    def __init__(self, platform: Platform) -> None:
        self.asked: list[Asked] = []
        self._platform = platform

    def request(self, method, url, *, params=None, headers=None, data=None):
        assert (method, data) == ("GET", None)
        parts = tuple(unquote(part) for part in urlsplit(url).path.split("/")[1:])
        asked = Asked(parts, dict(params or {}), dict(headers or {}))
        self.asked.append(asked)
        return self._platform(asked)


class AsyncClient(Client):
    async def request(self, method, url, **arguments):
        await asyncio.sleep(0)
        return super().request(method, url, **arguments)


def take(flow, client):
    """Drive a flow to its end."""
    return list(pull(flow, client, clock=lambda: AT))


def take_async(flow, client):
    async def collect():
        return [page async for page in pull_async(flow, client, clock=lambda: AT)]

    return asyncio.run(collect())


def events_of(pages):
    """Return what pages say, without saying on which page they say it."""
    return [
        event.model_copy(update={"source": None, "defects": ()})
        for page in pages
        for event in page.events()
    ]


def cut(
    items: list[Any], sizes: tuple[int, ...], token: str | None
) -> tuple[list[Any], str | None]:
    """Cut a page out of a list; the token says where, and sizes say how long each page is."""
    start, number = (int(part) for part in (token or "0-0").split("-"))
    size = sizes[number] if number < len(sizes) else 3
    following = start + size
    return items[start:following], f"{following}-{number + 1}" if following < len(items) else None


@contextmanager
def serving(platform: Platform) -> Iterator[str]:
    """Serve a platform on the loopback interface; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            path = tuple(unquote(part) for part in parts.path.split("/")[1:])
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            found = platform(Asked(path, query, dict(self.headers.items())))
            self.send_response(found.status_code)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(found.content)))
            self.end_headers()
            self.wfile.write(found.content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
