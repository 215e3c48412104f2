"""What type checkers see of the flows of Meta and YouTube. Checked, never run."""

from collections.abc import AsyncIterator, Iterator
from typing import assert_type

import httpx

from omnidesk.adapters.youtube import Refresh
from omnidesk.connectors import Page, graph, pull, pull_async, run, youtube
from omnidesk.connectors.graph import GraphAccess, Profile
from omnidesk.connectors.youtube import Ending, YouTubeAccess


def meta(access: GraphAccess, client: httpx.Client, other: httpx.AsyncClient) -> None:
    """Pull with a client of httpx."""
    assert_type(pull(graph.conversations(access, "1"), client), Iterator[Page])
    assert_type(pull(graph.message(access, "m_1", account_id="1"), client), Iterator[Page])
    assert_type(pull_async(graph.comments(access, "1_2", page_id="1"), other), AsyncIterator[Page])
    assert_type(run(graph.profile(access, "7", account_id="1"), client), Profile)


def videos(access: YouTubeAccess, client: httpx.Client, other: httpx.AsyncClient) -> None:
    """Pull, and take what flows return."""
    assert_type(pull(youtube.threads(access, "UC1"), client), Iterator[Page])
    assert_type(run(youtube.threads(access, "UC1"), client), Ending)
    assert_type(run(youtube.refresh(access, Refresh("UC1")), client), Refresh)
    chat = youtube.live_chat(access, "chat", channel_id="UC1")
    assert_type(pull_async(chat, other), AsyncIterator[Page])
