"""VoiceCloud, BizCloud and kin: webhooks that are nothing but an address with a query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from omnidesk.adapters._clock import Clock
from omnidesk.adapters._patterns import Pattern
from omnidesk.adapters.calls._exchange import CHANNEL, Exchange, between
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.adapters.calls._vietnam import exchange_of, milliseconds, web_url
from omnidesk.errors import PayloadError
from omnidesk.model import Attachment, Durations, Leg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from omnidesk._payload import Payload
    from omnidesk.adapters._clock import Reading
    from omnidesk.events import Event
    from omnidesk.model import Direction, Outcome, Participant

_LONGEST = 8_192
_MOST_FIELDS = 100

_DIRECTIONS: Mapping[str, Direction] = {
    "inbound": "inbound",
    "outbound": "outbound",
    "internal": "internal",
    "local": "internal",
}
_OUTCOMES: Mapping[str, Outcome] = {
    "ANSWER": "answered",
    "ANSWERED": "answered",
    "NOANSWER": "missed",
    "BUSY": "busy",
    "CANCEL": "cancelled",
    "FAILED": "failed",
    "CONGESTION": "failed",
    "CHANUNAVAIL": "failed",
    "ABANDON": "abandoned",
}
_RANKS = {"RING": 1, "HANGUP": 2, "ANSWER": 3, "DATA": 4}
"""Whose word counts where they differ: only what answered and the record know who of us it was."""

# "calldate=2024-03-01 13:15:40" on one page, "calldate=2020-10-10-10:10:10" on another.
_DASHED = Pattern("%Y-%m-%d-%H:%M:%S")


@dataclass(frozen=True)
class VoiceCloud:
    """
    Reads the addresses that VoiceCloud and kin ask for: `call_in`, `hangup`, `calldata`, missed.

    A payload is the address as it was asked for, from the path's last word or from the `?` on, or
    its query alone; or several, one a line. Nothing in it proves who asked.

    Args:
        account: Our side: the exchange.
        numbering: How numbers are written.
        clock: The zone of `calldate`, which has none: `Clock("Asia/Ho_Chi_Minh")`.
    """

    channel = CHANNEL
    name = "voicecloud"

    account: str
    numbering: Numbering = field(default_factory=lambda: Numbering(region="VN"))
    clock: Clock = field(default_factory=Clock)

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read one event per address.

        Raises:
            PayloadError: If it is not text.
        """
        exchange = exchange_of(self.name, self.account, self.numbering, self.clock)
        try:
            text = payload.body.decode("utf-8")
        except UnicodeDecodeError:
            text = None
        if text is None or not text.strip():
            raise PayloadError(
                "expected an address with a query", channel=CHANNEL, digest=payload.digest
            )
        return (
            _read(exchange, payload, f"row={number}", line.strip())
            for number, line in enumerate(text.split("\n"), 1)
            if line.strip()
        )


def _read(exchange: Exchange, payload: Payload, pointer: str, line: str) -> Event:
    fields = _fields(line)
    if fields is None:
        return exchange.unrecognised(payload, pointer, "invalid")
    call_id = fields.get("callid", "")
    if not call_id:
        return exchange.unrecognised(payload, pointer, "missing_id")
    state = _state(fields)
    if state is None:
        return exchange.unrecognised(payload, pointer, "unknown_kind")
    started, defects = _time(exchange.clock, fields.get("calldate", ""), pointer)
    outcome = _outcome(fields, state)
    total, talk = _seconds(fields.get("duration")), _seconds(fields.get("billsec"))
    # The date is when the call began, and both durations end when it did (Asterisk's `calldate`).
    ended = _later(started, total)
    answered = _later(ended, -talk) if talk else None
    direction = _direction(fields)
    caller, callee = _parties(exchange, fields, direction, started)
    url = web_url(fields.get("recordingfile"))
    return exchange.report(
        payload,
        pointer,
        call_id=call_id,
        leg=Leg(
            id=call_id,
            caller=caller,
            callee=callee,
            outcome=outcome,
            started_at=started,
            answered_at=answered,
            ended_at=ended,
            durations=Durations(
                total=total,
                ring=between(started, answered, ended).ring if answered else None,
                talk=talk,
                queue=_seconds(fields.get("holdtime")),
            ),
            queue=fields.get("queue") or None,
        ),
        direction=direction,
        line=fields.get("did") or None,
        what=(state, outcome, started.isoformat() if started else None),
        sequence=_RANKS[state],
        occurred_at=ended or started,
        recordings=(Attachment(kind="recording", id=call_id, url=url),) if url else (),
        defects=defects,
    )


def _fields(line: str) -> dict[str, str] | None:
    """Read a query; `None` if it is none. Its values stand in it as they are, spaces too."""
    if len(line) > _LONGEST:
        return None
    query = line.partition("?")[2] if "?" in line.partition("=")[0] else line
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    return {name: value.strip() for name, value in pairs}


def _state(fields: Mapping[str, str]) -> str | None:
    event = fields.get("event", "").upper()
    if event in ("RING", "ANSWER"):
        return event
    if "status" in fields or "calldate" in fields:
        return "DATA"
    return "HANGUP" if len(fields) == 1 else None


def _outcome(fields: Mapping[str, str], state: str) -> Outcome:
    if state == "ANSWER":
        return "answered"
    word = fields.get("status", "").upper().replace(" ", "").replace("_", "")
    return _OUTCOMES.get(word, "unknown")


def _direction(fields: Mapping[str, str]) -> Direction:
    word = fields.get("direction", "").lower()
    if word:
        return _DIRECTIONS.get(word, "unknown")
    # Both are documented for calls that come in, and for no others.
    came_in = "event" in fields or fields.get("status", "").upper() == "ABANDON"
    return "inbound" if came_in else "unknown"


def _parties(
    exchange: Exchange, fields: Mapping[str, str], direction: Direction, at: datetime | None
) -> tuple[Participant | None, Participant | None]:
    party = exchange.numbering.party
    outside = party(fields.get("phone"), at=at)
    ours = party(fields.get("extension"), at=at) or party(fields.get("did"), at=at)
    return (ours, outside) if direction == "outbound" else (outside, ours)


def _time(clock: Clock, text: str, pointer: str) -> Reading:
    dashed = text.count("-") == 3
    return (
        _DASHED.read(text, clock, pointer=pointer) if dashed else clock.read(text, pointer=pointer)
    )


def _seconds(text: str | None) -> int | None:
    if text and text.isascii() and text.isdigit() and len(text) <= 9:
        return milliseconds(int(text))
    return None


def _later(at: datetime | None, milliseconds: int | None) -> datetime | None:
    return None if at is None or milliseconds is None else at + timedelta(milliseconds=milliseconds)
