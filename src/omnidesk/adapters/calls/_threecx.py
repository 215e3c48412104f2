"""3CX: its call data records, by the list of fields that the administrator has chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from omnidesk.adapters._clock import Clock
from omnidesk.adapters._patterns import read_duration
from omnidesk.adapters._rows import Rows
from omnidesk.adapters.calls._exchange import CHANNEL, Exchange, between
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.adapters.calls._threecx_log import read_log
from omnidesk.adapters.calls._vietnam import exchange_of
from omnidesk.model import Defect, Leg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from omnidesk._payload import Payload
    from omnidesk.adapters._rows import Record
    from omnidesk.events import Event
    from omnidesk.model import Outcome, Participant

THREECX_FIELDS = (
    *("historyid", "callid", "duration", "time-start", "time-answered", "time-end"),
    *("reason-terminated", "from-no", "to-no", "from-dn", "to-dn", "dial-no", "reason-changed"),
    *("final-number", "final-dn", "bill-code", "bill-rate", "bill-cost", "bill-name", "chain"),
    *("from-type", "to-type", "final-type", "from-dispname", "to-dispname", "final-dispname"),
    "missed-queue-calls",
)
"""All fields that 3CX can write, in the order in which its documentation lists them."""

_REASONS: Mapping[str, Outcome] = {
    "terminatedbysrc": "cancelled",
    "srcparticipantterminated": "cancelled",
    "cancelled": "cancelled",
    "terminatedbydst": "missed",
    "dstparticipantterminated": "missed",
    "noanswer": "missed",
    "busy": "busy",
    "rejected": "rejected",
    "declined": "rejected",
    "failed": "failed",
    "notfound": "failed",
    "notreachable": "failed",
    "notregistered": "failed",
}
"""Why an unanswered call ended, folded: `TerminatedBySrc`, `src_participant_terminated`."""

_SOMEBODY = frozenset(("extension", "external", "externalline", "line", "provider", "confplace"))
"""Types of those who can be talked to. A queue, a menu and a mailbox answer too, and are nobody."""
_QUEUES = frozenset(("queue", "ringgroup"))
_NOBODY = frozenset((*_QUEUES, "ivr", "voicemail", "fax", "parking"))
_PREFIXES: Mapping[str, str] = {
    "ext": "extension",
    "queue": "queue",
    "grp": "ringgroup",
    "ringgroup": "ringgroup",
    "ivr": "ivr",
    "vmail": "voicemail",
    "voicemail": "voicemail",
    "conf": "confplace",
    "line": "line",
}
"""What stands before a number: `Ext.101`, `Queue.800`."""


@dataclass(frozen=True)
class ThreeCX:
    """
    Reads what 3CX writes about calls: call data records (CDR), and pages of its call log (XAPI).

    A record has no names of fields in it: the administrator chooses which are written, and in which
    order. So say which, in `columns`.

    Args:
        account: Our side: the exchange.
        columns: The fields in their order; an empty one is passed over.
        delimiter: What stands between them.
        numbering: How numbers are written, and how long extensions are.
        clock: The zone of its times. Versions differ (local, UTC): look at one call that you know.

    Raises:
        ValueError: If there is no such field, one comes twice, or one that is needed is missing.
    """

    channel = CHANNEL
    name = "threecx"

    account: str
    columns: tuple[str, ...] = THREECX_FIELDS
    delimiter: str = ","
    numbering: Numbering = field(default_factory=Numbering)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        """Check the list of fields once, so that no record has to."""
        named = [one for one in self.columns if one]
        for one in named:
            if one not in THREECX_FIELDS:
                raise ValueError(f"columns: expected fields of 3CX, got {one!r}")
            if named.count(one) > 1:
                raise ValueError(f"columns: expected {one} once")
        if not {"historyid", "callid"} & set(named):
            raise ValueError("columns: expected historyid or callid")
        if not {"from-no", "from-dn"} & set(named):
            raise ValueError("columns: expected from-no or from-dn")
        Rows(delimiter=self.delimiter, header=None)

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read one event per segment of a call, and one per agent of a queue who let it ring.

        Raises:
            PayloadError: If it is JSON and no page of the call log, or a spreadsheet's own file.
        """
        exchange = exchange_of(self.name, self.account, self.numbering, self.clock)
        if payload.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
            return read_log(exchange, payload)
        rows = Rows(delimiter=self.delimiter, header=None)
        wanted = [one for one in self.columns if one]
        records = rows.records(payload, wanted, columns=self.columns, channel=CHANNEL)
        first = self.columns[0]
        return (
            event
            for record in records
            if record.fields.get(wanted[0]) != wanted[0]  # a header that somebody has added
            for event in _read(exchange, payload, record, first)
        )


def _read(exchange: Exchange, payload: Payload, record: Record, first: str) -> Iterator[Event]:
    pointer = record.pointer
    if record.problem:
        yield exchange.unrecognised(payload, pointer, "invalid", expected=record.problem)
        return
    fields = {name: value.strip() for name, value in record.fields.items()}
    # Over a socket each record begins with the word "Call".
    fields[first] = fields.get(first, "").removeprefix("Call ").strip()
    get = fields.get
    leg_id = get("callid") or get("historyid")
    call_id = get("historyid") or leg_id
    if not call_id or not leg_id:
        yield exchange.unrecognised(payload, pointer, "missing_id")
        return
    defects: list[Defect] = []

    def time(name: str) -> datetime | None:
        at, found = exchange.clock.read(get(name), pointer=pointer)
        defects.extend(found)
        return at

    started, answered, ended = time("time-start"), time("time-answered"), time("time-end")
    caller = _party(exchange, fields, "from", started)
    callee = _party(exchange, fields, "to", started)
    final = _party(exchange, fields, "final", started)
    direction = exchange.direction(caller, final or callee)
    kind, final_kind = _kind(fields, "to"), _kind(fields, "final")
    outcome = _outcome(fields, answered is not None, kind, final_kind)
    durations = between(started, answered, ended)
    if outcome == "answered":
        durations = durations.model_copy(update={"talk": _talk(fields, pointer, defects)})
    elif answered is not None:
        # The queue or the menu answered, and nobody was talked to.
        durations = durations.model_copy(update={"talk": 0, "ring": None})
    # "ReplacedDst": it was transferred. Whoever was called first has talked, too.
    changed = get("reason-changed", "").lower().startswith("replaced")
    yield exchange.report(
        payload,
        pointer,
        call_id=call_id,
        leg=Leg(
            id=leg_id,
            caller=caller,
            callee=callee if changed else final or callee,
            outcome=outcome,
            started_at=started,
            answered_at=answered,
            ended_at=ended,
            durations=durations,
            answered_by="machine" if answered and outcome != "answered" else None,
            queue=_number(get("to-dn") or get("to-no", "")) if kind in _QUEUES else None,
            transferred_to=(get("final-dn") or _number(get("final-number", ""))) or None
            if changed
            else None,
            hangup_cause=get("reason-terminated") or None,
        ),
        direction=direction,
        what=("segment", outcome, *(one.isoformat() if one else None for one in (started, ended))),
        occurred_at=ended or started,
        defects=tuple(defects),
    )
    for agent in dict.fromkeys(_list(get("missed-queue-calls", ""))):
        yield exchange.report(
            payload,
            pointer,
            call_id=call_id,
            leg=Leg(
                id=f"{leg_id}/{agent}",
                caller=caller,
                callee=exchange.numbering.party(agent, at=started),
                outcome="missed",
                # Their telephone stopped when somebody answered or the call ended, at the latest.
                ended_at=ended,
                queue=_number(get("to-dn") or get("to-no", "")) or None,
            ),
            direction=direction,
            what=("missed",),
            occurred_at=ended or started,
        )


def _outcome(fields: Mapping[str, str], picked_up: bool, kind: str, final_kind: str) -> Outcome:
    reached = final_kind or kind
    if reached == "voicemail":
        return "voicemail"
    if picked_up:
        if not reached or reached in _SOMEBODY:
            return "answered"
        return "abandoned" if reached in _QUEUES else "missed"
    word = fields.get("reason-terminated", "").lower().replace("_", "").replace(" ", "")
    outcome = _REASONS.get(word, "unknown")
    if outcome == "cancelled" and reached in _QUEUES:
        return "abandoned"
    return outcome


def _kind(fields: Mapping[str, str], end: str) -> str:
    """Return what somebody is: by the field that says so, or by what stands before their number."""
    word = fields.get(f"{end}-type", "").lower().replace(" ", "")
    if word:
        return word
    number = fields.get("final-number" if end == "final" else f"{end}-no", "")
    prefix, dot, _ = number.partition(".")
    return _PREFIXES.get(prefix.lower(), "") if dot else ""


def _party(
    exchange: Exchange, fields: Mapping[str, str], end: str, at: datetime | None
) -> Participant | None:
    number = fields.get("final-number" if end == "final" else f"{end}-no", "")
    return exchange.numbering.party(
        _number(number) or fields.get(f"{end}-dn"),
        at=at,
        name=fields.get(f"{end}-dispname"),
        role="system" if _kind(fields, end) in _NOBODY else "unknown",
    )


def _number(text: str) -> str:
    """Return a number without what 3CX writes before it."""
    prefix, dot, number = text.partition(".")
    return number if dot and prefix.lower() in _PREFIXES else text


def _list(text: str) -> list[str]:
    """Return the numbers of a list such as `Ext.101;Ext.102;`."""
    return [_number(one.strip()) for one in text.split(";")[:100] if one.strip()]


def _talk(fields: Mapping[str, str], pointer: str, defects: list[Defect]) -> int | None:
    try:
        return read_duration(fields.get("duration", ""), "clock")
    except ValueError:
        defects.append(Defect(code="duration_unreadable", pointer=pointer))
        return None
