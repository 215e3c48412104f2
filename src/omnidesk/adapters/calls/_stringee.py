"""Stringee: events of calls, pages of its call log, and of StringeeX's history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from omnidesk.adapters._clock import Clock
from omnidesk.adapters.calls._exchange import CHANNEL
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.adapters.calls._stringee_events import Events
from omnidesk.adapters.calls._stringee_records import Records
from omnidesk.adapters.calls._vietnam import exchange_of, object_of
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event


@dataclass(frozen=True)
class Stringee:
    """
    Reads what Stringee says about calls: events, the call log (both versions), StringeeX's history.

    All three name a call by the same id, so that they fold into one.

    Args:
        account: Our side: the project or the account at Stringee.
        numbering: How its numbers are written: `84912345678`, which is read as a number with the
            region `VN`, and ids of users in the same place.
        clock: Unused: all times count from 1970. It is there as for every adapter of calls.
    """

    channel = CHANNEL
    name = "stringee"

    account: str
    numbering: Numbering = field(default_factory=lambda: Numbering(region="VN"))
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether it is an event, or a page of the log or of the history."""
        body = payload.body
        if body.lstrip()[:1] != b"{":
            return False
        return (
            (b'"stringee_call"' in body and b'"call_status"' in body)
            or (b'"from_internal"' in body and b'"stop_time"' in body)
            or (b'"stringee_number"' in body and b'"customer_number"' in body)
        )

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read an event, or the calls of a page.

        Raises:
            PayloadError: If it is neither, or the API's word that it refused.
        """
        body = object_of(payload, "expected an event or a page of Stringee")
        exchange = exchange_of(self.name, self.account, self.numbering, self.clock)
        if "call_status" in body or "call_id" in body:
            return iter((Events(exchange, payload).event(body),))
        if body.get("r", 0) != 0:
            raise PayloadError(
                "expected a page, got the answer that it was refused",
                channel=CHANNEL,
                pointer="/r",
                digest=payload.digest,
            )
        data = cast("dict[str, JSON]", body["data"]) if isinstance(body.get("data"), dict) else {}
        records = Records(exchange, payload)
        for key, read in (("calls", records.logged), ("rows", records.history)):
            if isinstance(data.get(key), list):
                return records.items(f"/data/{key}", cast("list[JSON]", data[key]), read)
        raise PayloadError(
            "expected an event or a page of Stringee", channel=CHANNEL, digest=payload.digest
        )
