"""What type checkers see of flows and their clients. Checked, never run."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import assert_never, assert_type

import httpx

from omnidesk import Adapter, Coverage, Payload, explain
from omnidesk.connectors import Page, pull, pull_async, run, zalo
from omnidesk.connectors.zalo import Lost, Ready, Refreshing, TokenState


def pages(adapter: Adapter, client: httpx.Client, other: httpx.AsyncClient) -> None:
    """Pull with a client of httpx."""
    access = zalo.ZaloAccess(token="…", adapter=adapter)
    assert_type(pull(zalo.recent_chats(access), client), Iterator[Page])
    assert_type(pull_async(zalo.conversation(access, "7"), other), AsyncIterator[Page])


def tokens(state: TokenState, client: httpx.Client, now: datetime) -> str | None:
    """Refresh, and tell the states apart."""
    flow = zalo.refresh(state, app_id="1001", secret_key="…", now=now)
    newer = run(flow, client)
    assert_type(newer, Ready | Refreshing | Lost)
    match newer:
        case Ready() | Refreshing():
            return newer.refresh_token
        case Lost():
            return newer.code
        case _:
            assert_never(newer)


def coverage(payload: Payload, adapter: Adapter) -> None:
    """Ask what is read."""
    found = explain(payload, adapter)
    assert_type(found, Coverage)
    assert_type(found.unread, tuple[str, ...])
