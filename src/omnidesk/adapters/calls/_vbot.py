"""VBot: pages of its history of calls. It names no call, and writes dates as Americans do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from omnidesk.adapters._clock import Clock
from omnidesk.adapters._patterns import Pattern
from omnidesk.adapters._wire import Wire
from omnidesk.adapters.calls._exchange import CHANNEL
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.adapters.calls._vietnam import Text, exchange_of, object_of
from omnidesk.errors import PayloadError
from omnidesk.model import Leg, derive_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters.calls._exchange import Exchange
    from omnidesk.events import Event
    from omnidesk.model import Direction, Outcome, Participant


class _Call(Wire):
    hotline_number: Text = None
    date_create: Text = None


class _End(Wire):
    phone: Text = None
    vbot_id: Text = None
    member_no: Text = None
    date_create: Text = None
    disposition: Text = None


_WRITTEN = Pattern("%m/%d/%Y %H:%M:%S")
"""`02/27/2026 14:33:47`: the month first, in a Vietnamese product."""

_OUTCOMES: Mapping[str, Outcome] = {
    "answer": "answered",
    "misscall": "missed",
    "noanswer": "missed",
    "more": "missed",
    "someoneanswered": "missed",
    "logout": "missed",
    "busy": "busy",
    "cancel": "cancelled",
    "dontcall": "rejected",
    "torture": "failed",
    "congestion": "failed",
    "chanunavail": "failed",
    "invalidargs": "failed",
    "botivr": "answered",
}
_BY_MACHINE = "botivr"


@dataclass(frozen=True)
class VBot:
    """
    Reads pages of VBot's history of calls.

    No call has an id there. The line, the time and who called are what tells one from others: the
    id is a hash of them.

    Args:
        account: Our side: the project.
        numbering: How numbers are written.
        clock: The zone of its times, which have none: `Clock("Asia/Ho_Chi_Minh")`.
    """

    channel = CHANNEL
    name = "vbot"

    account: str
    numbering: Numbering = field(default_factory=lambda: Numbering(region="VN"))
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether it is a page of calls."""
        body = payload.body
        return (
            body.lstrip()[:1] == b"{"
            and b'"hotline_number"' in body
            and b'"caller"' in body
            and b'"callee"' in body
        )

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the calls of a page, one event per telephone that rang.

        Raises:
            PayloadError: If it is no page of calls.
        """
        body = object_of(payload, "expected a page of calls of VBot")
        items = body.get("data")
        if not isinstance(items, list):
            raise PayloadError(
                "expected a page of calls of VBot", channel=CHANNEL, digest=payload.digest
            )
        exchange = exchange_of(self.name, self.account, self.numbering, self.clock)
        return _read_all(exchange, payload, cast("list[JSON]", items))


def _read_all(exchange: Exchange, payload: Payload, items: list[JSON]) -> Iterator[Event]:
    for number, item in enumerate(items):
        yield from _read(exchange, payload, f"/data/{number}", item)


def _ends(item: Mapping[str, JSON], key: str) -> list[_End]:
    value = item.get(key)
    found = cast("list[JSON]", value) if isinstance(value, list) else []
    return [_End.model_validate(one) for one in found[:100] if isinstance(one, dict)]


def _read(exchange: Exchange, payload: Payload, pointer: str, item: JSON) -> Iterator[Event]:
    if not isinstance(item, dict):
        yield exchange.unrecognised(payload, pointer, "invalid")
        return
    fields = cast("dict[str, JSON]", item)
    one = _Call.model_validate(fields)
    callers, callees = _ends(fields, "caller"), _ends(fields, "callee")
    who = callers[0] if callers else _End()
    if one.date_create is None or not (callers or callees):
        yield exchange.unrecognised(payload, pointer, "missing_id")
        return
    call_id = derive_id("row", one.hotline_number, one.date_create, who.phone, who.vbot_id)
    direction = _direction(callers, callees)
    started, defects = _WRITTEN.read(
        one.date_create, exchange.clock, pointer=f"{pointer}/date_create"
    )
    caller = _party(exchange, who, started)
    seen: set[str] = set()
    for end in callees or [_End(disposition=who.disposition)]:
        leg_id = derive_id("leg", call_id, end.phone, end.vbot_id, end.date_create)
        if leg_id in seen:
            continue
        seen.add(leg_id)
        word = (end.disposition or who.disposition or "").lower()
        rang, more = _WRITTEN.read(end.date_create or "", exchange.clock, pointer=pointer)
        yield exchange.report(
            payload,
            pointer,
            call_id=call_id,
            leg=Leg(
                id=leg_id,
                caller=caller,
                callee=_party(exchange, end, started),
                outcome=_OUTCOMES.get(word, "unknown"),
                started_at=rang or started,
                answered_by="machine" if word == _BY_MACHINE else None,
                hangup_cause=word if word in _OUTCOMES else None,
            ),
            direction=direction,
            line=one.hotline_number,
            what=(word if word in _OUTCOMES else None,),
            occurred_at=rang or started,
            defects=(*defects, *more),
        )


def _direction(callers: list[_End], callees: list[_End]) -> Direction:
    """Tell from who has an id at VBot: those are ours."""
    from_us = any(one.vbot_id for one in callers)
    to_us = any(one.vbot_id for one in callees)
    if from_us and to_us:
        return "internal"
    if from_us:
        return "outbound"
    return "inbound" if to_us else "unknown"


def _party(exchange: Exchange, end: _End, at: datetime | None) -> Participant | None:
    return exchange.numbering.party(end.member_no or end.vbot_id or end.phone, at=at)
