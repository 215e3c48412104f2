"""A factory whose things differ: ids count, and time goes by."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from omnidesk import events
from omnidesk._payload import Payload
from omnidesk.model import derive_id
from omnidesk.testing import _factories as factories
from omnidesk.testing._clock import Clock

if TYPE_CHECKING:
    from datetime import datetime

    from omnidesk.model import Call, Conversation, Entry, Message, Participant

_E = TypeVar("_E", bound=events.EventBase)

_PAUSE = timedelta(minutes=1)


class Factory:
    """
    Makes nouns, events and payloads that differ from one another, the same in every run.

    Ids count up from 1, and each thing comes a minute after the last. The `make_` functions, by
    contrast, make the same thing each time. All take the fields of what they make as arguments.

    Args:
        clock: Tells the time of what is made, and is moved on by it.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        """Its present is when the last thing was made."""
        self._numbers = count(1)
        self._customers = count(2001)

    def __repr__(self) -> str:
        return f"Factory({self.clock!r})"

    def customer(self, **overrides: Any) -> Participant:
        """Make another customer, whom nobody has met yet."""
        identity = factories.make_identity(value=f"user-{next(self._customers)}")
        return factories.make_participant(**{"identities": (identity,)} | overrides)

    def message(self, text: str | None = None, **overrides: Any) -> Message:
        """Make what a customer says; `None` for the factories' question about size M."""
        said = {} if text is None else {"text": text}
        return factories.make_message(**self._at("m", "sent_at") | said | overrides)

    def answer(self, text: str | None = None, **overrides: Any) -> Message:
        """Make what an agent answers; `None` for the factories' answer."""
        said = {"text": "Dạ còn ạ, chị lấy màu nào để em giữ hàng?" if text is None else text}
        agent = {
            "author": factories.make_participant(role="agent"),
            "direction": "outbound",
            "origin": "own_app",
        }
        return factories.make_message(**self._at("m", "sent_at") | agent | said | overrides)

    def call(self, **overrides: Any) -> Call:
        """Make a call of 95 seconds that was answered."""
        fields = self._at("c", "started_at")
        started = fields["started_at"]
        fields["answered_at"] = started + timedelta(seconds=8)
        fields["ended_at"] = started + timedelta(seconds=95)
        return factories.make_call(**{"legs": ()} | fields | overrides)

    def conversation(self, *said: str | Entry, **overrides: Any) -> Conversation:
        """
        Make a conversation with another customer.

        Args:
            *said: What was said: texts, of the customer and of the agent by turns, or entries; by
                default a question and its answer.
            **overrides: Fields of `Conversation`.
        """
        customer = self.customer()
        entries: list[Entry] = []
        turns = count()
        for one in said or (None, None):
            if one is not None and not isinstance(one, str):
                entries.append(one)
            elif next(turns) % 2:
                entries.append(self.answer(one))
            else:
                entries.append(self.message(one, author=customer))
        key = customer.identities[0].value
        fields = {
            "id": derive_id("conv", key),
            "participants": (customer, factories.make_participant(role="agent")),
        }
        return factories.make_conversation(*entries, **fields | overrides)

    def event(self, kind: type[_E], /, **overrides: Any) -> _E:
        """
        Make an event of a kind: `factory.event(MessageEdited, message_id="m-1")`.

        Args:
            kind: One of the classes of `omnidesk.events`.
            **overrides: Its fields; `id` follows from what the others say unless it is given.
        """
        fields: dict[str, Any] = {}
        if kind is events.MessagePosted and "message" not in overrides:
            fields["message"] = self.message()
        fields["occurred_at"] = self.clock() if fields else self._tick()
        return factories.make_event(kind, **fields | overrides)

    def payload(self, body: object = b"{}", **headers: str) -> Payload:
        """
        Make a payload that is received now.

        Args:
            body: Bytes as they are; a text as UTF-8; anything else as JSON.
            **headers: The headers; a name is given with `_` for `-`.
        """
        if not isinstance(body, (bytes, str)):
            body = json.dumps(body, ensure_ascii=False)
        made = factories.make_payload(body.encode() if isinstance(body, str) else body, **headers)
        return Payload(made.body, headers=made.headers, received_at=self._tick())

    # Any with reason: these are fields of models, which check them.
    def _at(self, prefix: str, when: str) -> dict[str, Any]:
        return {"id": f"{prefix}-{next(self._numbers)}", when: self._tick()}

    def _tick(self) -> datetime:
        return self.clock.advance(_PAUSE)
