"""
Pulls from chatwoot: its conversations, the messages of one, and all that is there.

Each function is a flow: `pull(conversations(…), client)` makes its requests. The pages are read by
`Chatwoot`, which gives messages the ids that its webhooks have: what is pulled and what is received
fold into the same conversations, in any order.

Source: <https://developers.chatwoot.com/api-reference/>, and the finders of conversations and
messages in <https://github.com/chatwoot/chatwoot>.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from omnidesk.adapters.chatwoot import Chatwoot
from omnidesk.connectors._answers import (
    answered,
    object_at,
    problem_of,
    read_object,
    retry_after,
)
from omnidesk.connectors._flow import Flow, Page, Request
from omnidesk.errors import PayloadError, ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk._payload import JSON
    from omnidesk.connectors._flow import Response

__all__ = ["HOST", "ChatwootAccess", "Status", "conversations", "everything", "messages"]

HOST = "https://app.chatwoot.com"
"""Where chatwoot's own cloud is. Most run it on a host of theirs."""

Status: TypeAlias = Literal["all", "open", "resolved", "pending", "snoozed"]
"""The state of the conversations that are asked for."""

_SERVICE = "chatwoot"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ChatwootAccess:
    """
    How we may ask. It holds a token, so its `repr` shows nothing.

    Args:
        token: The access token of a user or a bot. An agent's sees the inboxes of that agent.
        account_id: The number of the account, as it stands in the dashboard's address.
        host: Where this chatwoot is.
        account: What stands for our side in the events, as in `Chatwoot`: give both the same.
    """

    token: str
    account_id: str
    host: str = HOST
    account: str | None = None

    def __post_init__(self) -> None:
        """Check what becomes a part of addresses."""
        _check_number("account_id", self.account_id)

    def __repr__(self) -> str:
        return "ChatwootAccess()"

    @property
    def adapter(self) -> Chatwoot:
        """What reads the pages."""
        return Chatwoot(account=self.account, account_id=self.account_id)

    def ask(self, path: str, params: Mapping[str, str]) -> Request:
        """Return a request."""
        return Request(
            method="GET",
            url=f"{self.host.rstrip('/')}/api/v1/accounts/{self.account_id}/{path}",
            params=params,
            headers={"api_access_token": self.token},
        )


def conversations(
    access: ChatwootAccess,
    *,
    status: Status = "all",
    inbox_id: str | None = None,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull the conversations, the oldest first, 25 on a page; each comes with its last message.

    In the order of their beginning, so that one in which something happens meanwhile does not move
    past us. One that is deleted meanwhile can hide another from this run. Releases that do not know
    `sort_by=created_at_asc` answer in an order of their own.

    Source: `GET /api/v1/accounts/{account_id}/conversations`.

    Args:
        access: How we may ask.
        status: Only those in this state.
        inbox_id: Only those of this inbox.
        after: Where an earlier run has stopped: the `cursor` of its last page.

    Yields:
        Pages. The last one has no cursor, and is empty.

    Raises:
        ServiceError: If chatwoot refuses.
        PayloadError: If it answers what it does not document.
        ValueError: If an argument is not what it must be, at once.
    """
    params = {"status": status, "assignee_type": "all", "sort_by": "created_at_asc"}
    if inbox_id is not None:
        _check_number("inbox_id", inbox_id)
        params["inbox_id"] = inbox_id
    return _conversations(access, params, _first_page(after))


def messages(
    access: ChatwootAccess, conversation_id: str, *, after: str | None = None
) -> Flow[Page, None]:
    """
    Pull the messages of a conversation with its notes and activities, the oldest first.

    Chatwoot gives up to 100 that have a higher id than the last one, by their time. Where somebody
    has imported older messages later, ids and times disagree, and some may be left out: those come
    when they are the last of their conversation, or by webhook.

    Source: `GET /api/v1/accounts/{account_id}/conversations/{conversation_id}/messages`.

    Args:
        access: How we may ask.
        conversation_id: The conversation's number in the account.
        after: The id after which to go on: the `cursor` of an earlier page.

    Yields:
        Pages. The last one has no cursor, and is empty.

    Raises:
        ServiceError: If chatwoot refuses.
        PayloadError: If it answers what it does not document.
        ValueError: If an argument is not what it must be, at once.
    """
    _check_number("conversation_id", conversation_id)
    if after is not None:
        _check_number("after", after)
    return _messages(access, conversation_id, int(after or 0))


def everything(
    access: ChatwootAccess,
    *,
    status: Status = "all",
    inbox_id: str | None = None,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull the conversations, and all messages of each.

    Args:
        access: How we may ask.
        status: As in `conversations`.
        inbox_id: As in `conversations`.
        after: Where an earlier run has stopped: the `cursor` of its last page. It begins with the
            page of conversations that the run was at: what comes twice changes nothing.

    Yields:
        A page of conversations, then the pages of their messages, and so on.

    Raises:
        ServiceError: If chatwoot refuses.
        PayloadError: If it answers what it does not document.
        ValueError: If an argument is not what it must be, at once.
    """
    number = _first_page(after)
    walk = conversations(access, status=status, inbox_id=inbox_id, after=str(number))
    return _everything(access, walk, number)


def _conversations(
    access: ChatwootAccess, params: Mapping[str, str], number: int
) -> Flow[Page, None]:
    before = b""
    while True:
        asked = access.ask("conversations", {**params, "page": str(number)})
        response = answered((yield asked))
        items = _items(response, object_at(_fields(response), "data"), "/data/payload")
        if items and response.body == before:
            # A page that is not heeded would go on for ever.
            raise ServiceError(_SERVICE, "undocumented", status=response.status)
        before = response.body
        number += 1
        cursor = str(number) if items else None
        yield Page(payload=response.payload(), adapter=access.adapter, cursor=cursor)
        if cursor is None:
            return


def _messages(access: ChatwootAccess, conversation_id: str, last: int) -> Flow[Page, None]:
    path = f"conversations/{conversation_id}/messages"
    while True:
        response = answered((yield access.ask(path, {"after": str(last)})))
        items = _items(response, _fields(response), "/payload")
        # What is not above the last id was not asked for, and would go on for ever.
        higher = [number for number in _numbers(items) if number > last]
        cursor = str(max(higher)) if higher else None
        yield Page(payload=response.payload(), adapter=access.adapter, cursor=cursor)
        if cursor is None:
            return
        last = int(cursor)


def _everything(access: ChatwootAccess, walk: Flow[Page, None], number: int) -> Flow[Page, None]:
    sent: Response | None = None
    while True:
        try:
            step = walk.send(sent)
        except StopIteration:
            return
        if isinstance(step, Request):
            sent = answered((yield step))
            continue
        sent = None
        fields = object_at(_fields_of(step), "data")
        numbers = _numbers(cast("list[JSON]", fields.get("payload")))
        yield _at(step, str(number) if numbers else None)
        for conversation in numbers:
            inner = _messages(access, str(conversation), 0)
            yield from _placed(inner, str(number))
        number += 1


def _placed(flow: Flow[Page, None], cursor: str) -> Flow[Page, None]:
    """Give the pages of a flow the cursor of the walk that it is a part of."""
    sent: Response | None = None
    while True:
        try:
            step = flow.send(sent)
        except StopIteration:
            return
        if isinstance(step, Request):
            sent = answered((yield step))
        else:
            sent = None
            yield _at(step, cursor)


def _at(page: Page, cursor: str | None) -> Page:
    return Page(payload=page.payload, adapter=page.adapter, cursor=cursor, wait=page.wait)


def _fields(response: Response) -> Mapping[str, JSON]:
    """Return the object that chatwoot answers, or raise what it refuses with."""
    fields = read_object(response)
    if response.status >= 300:
        raise ServiceError(
            _SERVICE,
            problem_of(response.status),
            status=response.status,
            retry_after=retry_after(response),
        )
    return fields or {}


def _fields_of(page: Page) -> Mapping[str, JSON]:
    return cast("dict[str, JSON]", page.payload.json())


def _items(response: Response, fields: Mapping[str, JSON], pointer: str) -> list[JSON]:
    items = fields.get("payload")
    if not isinstance(items, list):
        raise PayloadError(
            "expected a list",
            channel=_SERVICE,
            pointer=pointer,
            digest=response.payload().digest,
        )
    return cast("list[JSON]", items)


def _numbers(items: list[JSON]) -> list[int]:
    """Return the ids of the items, in their order, without what is none."""
    found: list[int] = []
    for item in items:
        number: object = cast("dict[str, JSON]", item).get("id") if isinstance(item, dict) else None
        if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**63:
            found.append(number)
    return found


def _first_page(after: str | None) -> int:
    if after is None:
        return 1
    _check_number("after", after)
    return int(after)


def _check_number(name: str, value: str) -> None:
    if not (value.isascii() and value.isdigit() and len(value) <= 19 and int(value) > 0):
        raise ValueError(f"{name} must be a number, as text")
