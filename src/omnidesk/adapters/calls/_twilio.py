"""Twilio: what it posts while calls go on, and what its API says of them later."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from pydantic import Field

from omnidesk.adapters._clock import Clock
from omnidesk.adapters._wire import VendorId, Wire
from omnidesk.adapters.calls import _twilio_words as words
from omnidesk.adapters.calls._exchange import CHANNEL, Exchange, between
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.adapters.calls._twilio_desk import Desk, attached, placed
from omnidesk.adapters.calls._twilio_form import read_form
from omnidesk.errors import PayloadError
from omnidesk.model import Defect, Leg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event


class _Call(Wire):
    sid: VendorId
    status: str = ""
    parent_call_sid: VendorId | None = None
    from_: str | None = Field(None, alias="from")
    to: str | None = None
    caller_name: str | None = None
    direction: str | None = None
    answered_by: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    date_created: str | None = None
    duration: VendorId | None = None


class _Recording(Wire):
    sid: VendorId
    status: str = ""
    account_sid: VendorId | None = None
    call_sid: VendorId | None = None
    conference_sid: VendorId | None = None
    media_url: str | None = None
    source: str | None = None
    start_time: str | None = None
    duration: VendorId | None = None


class _Participant(Wire):
    call_sid: VendorId
    conference_sid: VendorId
    status: str = ""
    date_created: str | None = None


class _Conference(Wire):
    sid: VendorId
    status: str = ""
    date_created: str | None = None


@dataclass(frozen=True)
class Twilio:
    """
    Reads what Twilio says about calls.

    Callbacks, as forms: of calls, recordings, transcriptions, conferences, of `<Dial>`, `<Enqueue>`
    and `<Record>`, and of TaskRouter. Resources, as JSON, single or in pages: calls, recordings,
    participants, conferences. They fold into one call, whichever come and in whatever order.

    Args:
        account: Our side: the account's SID.
        numbering: Which numbers are ours. Agents who are called on telephones of their own belong
            into `own_numbers` too. Twilio writes numbers internationally, and has no extensions:
            `extension_digits` is passed over.
        clock: In which zone times are that have none. Twilio writes one.
        voicemail: Whether what `<Record>` records is a message that was left. Twilio does not say
            what it is for.
    """

    channel = CHANNEL
    name = "twilio"

    account: str
    numbering: Numbering = field(default_factory=Numbering)
    clock: Clock = field(default_factory=Clock)
    voicemail: bool = False

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether it is a form or a resource of Twilio's about calls."""
        body = payload.body
        if body.lstrip()[:1] == b"{":
            return b"/2010-04-01/Accounts/AC" in body and any(one in body for one in _RESOURCES)
        return b"AccountSid=AC" in body and any(one in body for one in _CALLBACKS)

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of a callback, a resource or a page of resources.

        Raises:
            PayloadError: If it is none of these.
        """
        # A short number is a service's here, and nobody's telephone.
        numbering = replace(
            self.numbering, scope=self.numbering.scope or self.account, extension_digits=0
        )
        exchange = Exchange(
            name=self.name, account=self.account, numbering=numbering, clock=self.clock
        )
        desk = Desk(exchange, payload, self.voicemail)
        if payload.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            return _read_json(desk)
        fields = dict(payload.form(channel=CHANNEL))
        if not fields.get("AccountSid"):
            raise PayloadError(
                "expected a form with an AccountSid, or JSON",
                channel=CHANNEL,
                digest=payload.digest,
            )
        return read_form(desk, fields)


_RESOURCES = (b"/Calls", b"/Recordings", b"/Conferences")
_CALLBACKS = (b"CallSid=CA", b"ConferenceSid=CF", b"RecordingSid=RE", b"WorkspaceSid=WS")


def _read_json(desk: Desk) -> Iterator[Event]:
    body = desk.payload.json(channel=CHANNEL)
    fields = cast("dict[str, JSON]", body) if isinstance(body, dict) else {}
    for key, read_item in _LISTS.items():
        if isinstance(fields.get(key), list):
            return _read_list(desk, key, cast("list[JSON]", fields[key]), read_item)
    is_participant = "sid" not in fields and "call_sid" in fields
    read = _participant if is_participant else _SINGLE.get(str(fields.get("sid"))[:2])
    if read is None:
        raise PayloadError(
            "expected a call, a recording, a participant or a conference, or a page of them",
            channel=CHANNEL,
            digest=desk.payload.digest,
        )
    return iter((_read(desk, "", fields, read),))


def _read_list(desk: Desk, key: str, items: list[JSON], read: _Reader) -> Iterator[Event]:
    for number, item in enumerate(items):
        yield _read(desk, f"/{key}/{number}", item, read)


def _read(desk: Desk, pointer: str, item: JSON, read: _Reader) -> Event:
    try:
        return read(desk, pointer, item)
    except PayloadError as error:
        expected = error.reason
    return desk.exchange.unrecognised(desk.payload, pointer, "invalid", expected=expected)


def _call(desk: Desk, pointer: str, item: JSON) -> Event:
    exchange = desk.exchange
    call = desk.payload.validate(_Call, item, pointer=pointer)
    started, first = words.read_time(exchange.clock, call.start_time, pointer)
    stopped, second = words.read_time(exchange.clock, call.end_time, pointer)
    created, third = words.read_time(exchange.clock, call.date_created, pointer)
    defects = tuple(dict.fromkeys((*first, *second, *third)))
    if call.status not in words.OUTCOMES:
        defects = (*defects, Defect(code="status_unknown", pointer=pointer))
    at = started or created
    parent = call.parent_call_sid if call.parent_call_sid not in (None, "", call.sid) else None
    caller = words.party(exchange, call.from_, at=at, name=call.caller_name)
    callee = words.party(exchange, call.to, at=at)
    direction = words.direction(exchange, call.direction, caller, callee)
    outcome, ended = words.outcome(call.status, call.direction), words.has_ended(call.status)
    lasted = words.milliseconds(call.duration) if ended else None
    answered = None
    if outcome == "answered" and stopped is not None and lasted is not None:
        # Twilio counts from the answer, and does not say when that was.
        answered = stopped - timedelta(milliseconds=lasted)
    leg = Leg(
        id=call.sid,
        parent_id=parent,
        caller=caller,
        callee=callee,
        outcome=outcome,
        started_at=started,
        answered_at=answered,
        ended_at=stopped if ended else None,
        durations=words.durations(lasted, call.direction, between(started, None, stopped).total),
        answered_by=words.answered_by(call.answered_by),
    )
    return exchange.report(
        desk.payload,
        pointer,
        call_id=parent or call.sid,
        aliases=(call.sid,) if parent else (),
        leg=placed(exchange, leg, direction),
        direction=direction,
        what=("resource", call.status, call.end_time, call.duration, call.answered_by),
        sequence=words.RECORD if ended else words.sequence(call.status),
        occurred_at=leg.ended_at or at,
        defects=defects,
    )


def _recording(desk: Desk, pointer: str, item: JSON) -> Event:
    found = desk.payload.validate(_Recording, item, pointer=pointer)
    if not (found.call_sid or found.conference_sid):
        raise PayloadError("expected a call_sid or a conference_sid")
    made = words.recording(
        found.sid,
        kind="voicemail" if desk.voicemail and found.source == "RecordVerb" else "recording",
        url=found.media_url or None,
        account=found.account_sid,
        status=found.status,
        seconds=found.duration,
    )
    at, defects = words.read_time(desk.exchange.clock, found.start_time, pointer)
    return attached(
        desk,
        pointer,
        made,
        call_sid=found.call_sid,
        conference_sid=found.conference_sid,
        status=found.status,
        at=at,
        defects=defects,
    )


def _participant(desk: Desk, pointer: str, item: JSON) -> Event:
    found = desk.payload.validate(_Participant, item, pointer=pointer)
    at, defects = words.read_time(desk.exchange.clock, found.date_created, pointer)
    return desk.exchange.report(
        desk.payload,
        pointer,
        call_id=found.call_sid,
        aliases=(found.conference_sid,),
        leg=Leg(id=found.call_sid, outcome=words.PARTICIPANT.get(found.status, "unknown")),
        direction="unknown",
        what=("participant", found.conference_sid, found.status),
        occurred_at=at,
        defects=defects,
    )


def _conference(desk: Desk, pointer: str, item: JSON) -> Event:
    found = desk.payload.validate(_Conference, item, pointer=pointer)
    at, defects = words.read_time(desk.exchange.clock, found.date_created, pointer)
    return desk.exchange.report(
        desk.payload,
        pointer,
        call_id=found.sid,
        leg=None,
        direction="unknown",
        what=("conference", found.status),
        occurred_at=at,
        defects=defects,
    )


if TYPE_CHECKING:
    _Reader = Callable[[Desk, str, JSON], Event]

_LISTS: Mapping[str, _Reader] = {
    "calls": _call,
    "recordings": _recording,
    "participants": _participant,
    "conferences": _conference,
}
_SINGLE: Mapping[str, _Reader] = {"CA": _call, "RE": _recording, "CF": _conference}
