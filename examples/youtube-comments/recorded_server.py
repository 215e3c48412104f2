"""
Recorded answers of the YouTube Data API, served over HTTP on this machine.

A request finds its answer by what it asks for: `threads.json` is the first page of threads,
`threads-TOKEN.json` the page that begins at a token, `replies-THREAD.json` a thread's replies.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

NOT_FOUND = {"error": {"code": 404, "errors": [{"reason": "commentThreadNotFound"}]}}


@contextmanager
def recorded_youtube(folder: Path) -> Iterator[str]:
    """Serve the answers in a folder as long as the block lasts; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            kind = "threads" if parts.path.endswith("/commentThreads") else "replies"
            which = [kind, query.get("parentId"), query.get("pageToken")]
            path = folder / f"{'-'.join(one for one in which if one)}.json"
            found = path.parent == folder and path.exists()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.end_headers()
            self.wfile.write(path.read_bytes() if found else json.dumps(NOT_FOUND).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing: the address may hold what people look for."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
