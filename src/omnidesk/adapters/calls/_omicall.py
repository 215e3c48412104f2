"""OMICall (VIHAT) and what is sold under other names on top of it: its log, and its webhooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from pydantic import Field

from omnidesk.adapters._clock import Clock, read_epoch
from omnidesk.adapters._wire import Flag, Wire
from omnidesk.adapters.calls._exchange import CHANNEL, between
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.adapters.calls._vietnam import (
    Count,
    Object,
    Text,
    exchange_of,
    milliseconds,
    object_of,
    sip_outcome,
    web_url,
)
from omnidesk.errors import PayloadError
from omnidesk.model import Attachment, Defect, Durations, Leg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters.calls._exchange import Exchange
    from omnidesk.events import Event
    from omnidesk.model import Direction, Outcome, Participant


class _Transaction(Wire):
    transaction_id: Text = None
    call_uuid: Text = None
    direction: Text = None
    source_number: Text = None
    destination_number: Text = None
    sip_number: Text = None
    hotline: Text = None
    phone_number: Text = None
    sip_user: Text = None
    customer: Object = Field(default_factory=dict)
    disposition: Text = None
    state: Text = None
    invite_failure_status: Text = None
    hangup_cause: Text = None
    time_start_call: Count = None
    time_answer_start: Count = None
    time_end_call: Count = None
    time_start_to_answer: Count = None
    created_date: Count = None
    last_updated_date: Count = None
    duration: Count = None
    bill_sec: Count = None
    answer_sec: Count = None
    record_seconds: Count = None
    recording_file: Text = None
    recording_file_url: Text = None
    is_voicemail: Flag = False
    recording_file_voicemail: Text = None


_DIRECTIONS: Mapping[str, Direction] = {
    "inbound": "inbound",
    "outbound": "outbound",
    "local": "internal",
}
_OUTCOMES: Mapping[str, Outcome] = {
    "answered": "answered",
    # "cancelled: Không trả lời": it means that nobody answered, not that somebody gave up.
    "cancelled": "missed",
    "no_answer": "missed",
    "no_answered": "missed",
    "busy": "busy",
    "failed": "failed",
}
_RUNNING = frozenset(("ringing", "answered", "calling", "confirmed"))
"""States of a call that has not ended."""


@dataclass(frozen=True)
class OmiCall:
    """
    Reads OMICall's log (v1, v2, v3), the details of one call, and its webhooks of type `call`.

    Args:
        account: Our side: the tenant.
        numbering: How numbers are written; one record mixes `842499950291` and `0983223566`.
        clock: Unused: all times count from 1970, some in seconds and some in milliseconds. It is
            there as for every adapter of calls.
    """

    channel = CHANNEL
    name = "omicall"

    account: str
    numbering: Numbering = field(default_factory=lambda: Numbering(region="VN"))
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether it is a call of OMICall's, or a page of them."""
        body = payload.body
        return (
            body.lstrip()[:1] == b"{"
            and b'"transaction_id"' in body
            and b'"sip_user"' in body
            and b'"disposition"' in body
        )

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the calls of a page, or one call.

        Raises:
            PayloadError: If it is neither, or the API's word that it refused.
        """
        body = object_of(payload, "expected a call of OMICall, or a page of them")
        exchange = exchange_of(self.name, self.account, self.numbering, self.clock)
        desk = _Desk(exchange, payload)
        if "transaction_id" in body:
            return iter((desk.read("", body),))
        inner = body.get("payload")
        fields = cast("dict[str, JSON]", inner) if isinstance(inner, dict) else {}
        if body.get("status_code", 9999) != 9999:
            raise PayloadError(
                "expected a page, got the answer that it was refused",
                channel=CHANNEL,
                pointer="/status_code",
                digest=payload.digest,
            )
        if "transaction_id" in fields:
            return iter((desk.read("/payload", fields),))
        if isinstance(fields.get("items"), list):
            items = cast("list[JSON]", fields["items"])
            return (
                desk.read(f"/payload/items/{number}", item) for number, item in enumerate(items)
            )
        raise PayloadError(
            "expected a call of OMICall, or a page of them",
            channel=CHANNEL,
            digest=payload.digest,
        )


class _Desk:
    """One payload on its way to events."""

    def __init__(self, exchange: Exchange, payload: Payload) -> None:
        self._exchange = exchange
        self._payload = payload

    def read(self, pointer: str, item: JSON) -> Event:
        """Read one call, as it stands now."""
        one = _Transaction.model_validate(item) if isinstance(item, dict) else _Transaction()
        if one.transaction_id is None:
            return self._exchange.unrecognised(
                self._payload, pointer, "missing_id" if isinstance(item, dict) else "invalid"
            )
        defects: list[Defect] = []

        def at(name: str, unit: str = "seconds") -> datetime | None:
            count: int | None = getattr(one, name)
            read, found = read_epoch(
                count,
                "milliseconds" if unit == "milliseconds" else "seconds",
                pointer=f"{pointer}/{name}",
            )
            defects.extend(found)
            return read

        started, answered, ended = (
            at("time_start_call"),
            at("time_answer_start"),
            at("time_end_call"),
        )
        if started is None and one.time_start_to_answer:
            # v1 documents it as the start, v2 as the answer. In the vendor's own samples of both
            # it lies before the end by `duration`, which counts from the start.
            started = at("time_start_to_answer")
            defects.append(
                Defect(code="time_meaning_disputed", pointer=f"{pointer}/time_start_to_answer")
            )
        created = at("created_date", "milliseconds")
        direction = _DIRECTIONS.get(one.direction or "", "unknown")
        caller, callee = self._parties(one, direction, started or created)
        outcome = _outcome(one)
        told = between(started, answered, ended)
        return self._exchange.report(
            self._payload,
            pointer,
            call_id=one.transaction_id,
            aliases=_other(one.call_uuid, one.transaction_id),
            leg=Leg(
                id=one.transaction_id,
                caller=caller,
                callee=callee,
                outcome=outcome,
                started_at=started,
                answered_at=answered,
                ended_at=ended,
                durations=Durations(
                    total=_first(milliseconds(one.duration), told.total),
                    ring=told.ring if answered else None,
                    talk=milliseconds(_first(one.answer_sec, one.bill_sec)),
                ),
                hangup_cause=one.hangup_cause or one.invite_failure_status,
            ),
            direction=direction,
            line=one.hotline or one.sip_number,
            what=(
                one.state,
                outcome,
                None if one.last_updated_date is None else str(one.last_updated_date),
            ),
            sequence=one.last_updated_date,
            occurred_at=ended or created or started,
            recordings=_recording(one),
            voicemail=_voicemail(one),
            defects=tuple(defects),
        )

    def _parties(
        self, one: _Transaction, direction: Direction, at: datetime | None
    ) -> tuple[Participant | None, Participant | None]:
        party = self._exchange.numbering.party
        source = party(one.source_number, at=at)
        destination = party(one.destination_number, at=at)
        agent = party(one.sip_user, at=at)
        name = one.customer.get("full_name")
        customer = party(
            one.phone_number
            or (one.source_number if direction == "inbound" else one.destination_number),
            at=at,
            name=name if isinstance(name, str) else None,
        )
        if direction == "inbound":
            return customer, agent or destination
        if direction == "outbound":
            return agent or source, customer
        return source or agent, destination


def _outcome(one: _Transaction) -> Outcome:
    state = (one.state or "").lower()
    known = _OUTCOMES.get((one.disposition or "").lower())
    if known == "missed":
        # Where the trunk has said why, that is more than that nobody answered.
        return sip_outcome(one.invite_failure_status) or known
    if known is not None:
        return known
    return "ongoing" if state in _RUNNING else "unknown"


def _recording(one: _Transaction) -> tuple[Attachment, ...]:
    url = web_url(one.recording_file_url) or web_url(one.recording_file)
    if url is None:
        return ()
    duration = milliseconds(one.record_seconds)
    return (Attachment(kind="recording", id=one.transaction_id, url=url, duration=duration),)


def _voicemail(one: _Transaction) -> Attachment | None:
    if not one.is_voicemail:
        return None
    return Attachment(
        kind="voicemail", id=one.transaction_id, url=web_url(one.recording_file_voicemail)
    )


def _first(*values: int | None) -> int | None:
    return next((one for one in values if one is not None), None)


def _other(alias: str | None, call_id: str) -> tuple[str, ...]:
    return (alias,) if alias and alias != call_id else ()
