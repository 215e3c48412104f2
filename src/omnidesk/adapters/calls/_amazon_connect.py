"""
Amazon Connect: contact records, one for each segment of a call.

A call that is transferred is a chain of contacts: each has a record, and all name the first
(`InitialContactId`). A record comes again when something was added to it.

Sources: <https://docs.aws.amazon.com/connect/latest/adminguide/ctr-data-model.html> and
<https://docs.aws.amazon.com/connect/latest/APIReference/API_Contact.html>.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar, cast

from pydantic import BeforeValidator

from omnidesk._payload import Payload
from omnidesk.adapters._clock import Clock
from omnidesk.adapters._wire import VendorId, Wire
from omnidesk.adapters.calls._exchange import CHANNEL, Exchange, between
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.errors import PayloadError
from omnidesk.model import Attachment, Defect, Durations, Identity, Leg, Participant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from omnidesk._payload import JSON
    from omnidesk.events import Event
    from omnidesk.model import Availability, Direction, Outcome, Role

# --- what Amazon writes ---------------------------------------------------------------------------

T = TypeVar("T")


def _nothing(value: object) -> object:
    # What there is not is null, left out, or (in old records) an empty string.
    return value or None


Maybe = Annotated[T | None, BeforeValidator(_nothing)]


class _Endpoint(Wire):
    Address: str | None = None


class _Agent(Wire):
    ARN: str | None = None
    Username: str | None = None
    ConnectedToAgentTimestamp: str | None = None
    AgentInteractionDuration: int | None = None
    CustomerHoldDuration: int | None = None
    AfterContactWorkDuration: int | None = None


class _Queue(Wire):
    Name: str | None = None
    ARN: str | None = None
    EnqueueTimestamp: str | None = None
    Duration: int | None = None


class _Recording(Wire):
    Location: str | None = None
    Status: str | None = None
    StorageType: str | None = None
    StartTimestamp: str | None = None
    StopTimestamp: str | None = None


class _Contact(Wire):
    ContactId: VendorId
    InitialContactId: Maybe[VendorId] = None
    PreviousContactId: Maybe[VendorId] = None
    NextContactId: Maybe[VendorId] = None
    Channel: str | None = None
    InitiationMethod: str | None = None
    InitiationTimestamp: str | None = None
    ConnectedToSystemTimestamp: str | None = None
    DisconnectTimestamp: str | None = None
    LastUpdateTimestamp: str | None = None
    DisconnectReason: str | None = None
    AnsweringMachineDetectionStatus: str | None = None
    CustomerEndpoint: Maybe[_Endpoint] = None
    SystemEndpoint: Maybe[_Endpoint] = None
    TransferredToEndpoint: Maybe[_Endpoint] = None
    Agent: Maybe[_Agent] = None
    Queue: Maybe[_Queue] = None
    Recording: Maybe[_Recording] = None
    Recordings: Maybe[tuple[_Recording, ...]] = None


_DIRECTIONS: Mapping[str, Direction] = {
    "INBOUND": "inbound",
    "WEBRTC_API": "inbound",
    "OUTBOUND": "outbound",
    "EXTERNAL_OUTBOUND": "outbound",
    "CALLBACK": "outbound",
    "API": "outbound",
    # TRANSFER, QUEUE_TRANSFER, DISCONNECT, MONITOR: the chain's first contact tells.
}
"""`InitiationMethod`."""

_MACHINES: Mapping[str, tuple[Literal["human", "machine", "unknown"], Outcome | None]] = {
    "HUMAN_ANSWERED": ("human", None),
    "VOICEMAIL_BEEP": ("machine", "voicemail"),
    "VOICEMAIL_NO_BEEP": ("machine", "voicemail"),
    "FAX_MACHINE_DETECTED": ("machine", None),
    "SIT_TONE_BUSY": ("machine", "busy"),
    "SIT_TONE_INVALID_NUMBER": ("machine", "failed"),
    "SIT_TONE_DETECTED": ("machine", "failed"),
    "AMD_UNRESOLVED": ("unknown", None),
}
"""`AnsweringMachineDetectionStatus`: what answered, and what that comes to."""

_FAILURES = frozenset(
    (
        *("OUTBOUND_DESTINATION_ENDPOINT_ERROR", "OUTBOUND_RESOURCE_ERROR"),
        *("OUTBOUND_ATTEMPT_FAILED", "TELECOM_PROBLEM"),
    )
)
_REASONS = _FAILURES | {
    *("CUSTOMER_DISCONNECT", "AGENT_DISCONNECT", "THIRD_PARTY_DISCONNECT", "BARGED"),
    *("CONTACT_FLOW_DISCONNECT", "OTHER", "EXPIRED", "TRANSFERRED", "OUTBOUND_PREVIEW_DISCARDED"),
    *("AGENT_NETWORK_DISCONNECT", "CUSTOMER_CONNECTION_NOT_ESTABLISHED", "API", "IDLE_DISCONNECT"),
    *("CUSTOMER_NEVER_ARRIVED", "DISCARDED"),
}
"""`DisconnectReason`."""

_AVAILABLE: Mapping[str, Availability] = {"AVAILABLE": "ok", "DELETED": "expired"}
_OTHER_CHANNELS = frozenset(("CHAT", "TASK", "EMAIL"))


# --- the adapter ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class AmazonConnect:
    """
    Reads contact records of Amazon Connect.

    One record, a list of them, or one in each line, as a delivery stream writes them with a line
    break behind each.

    Args:
        account: Our side: the instance.
        numbering: How numbers are written: internationally, and agents have names.
        clock: In which zone times are that have none. Amazon writes UTC, and says so.
    """

    channel = CHANNEL
    name = "amazon_connect"

    account: str
    numbering: Numbering = field(default_factory=Numbering)
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether it is a contact record."""
        return b'"AWSContactTraceRecordFormatVersion"' in payload.body

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of contact records.

        Raises:
            PayloadError: If it is neither JSON nor lines of JSON.
        """
        # A short number is a service's here, and nobody's telephone.
        numbering = replace(
            self.numbering, scope=self.numbering.scope or self.account, extension_digits=0
        )
        exchange = Exchange(
            name=self.name, account=self.account, numbering=numbering, clock=self.clock
        )
        lines = payload.body.splitlines()
        try:
            value = payload.json(channel=CHANNEL)
        except PayloadError as error:
            problem = error.reason
        else:
            problem = "expected a record, or a list of them"
            if isinstance(value, dict):
                return iter((_read(exchange, payload, "", cast("JSON", value)),))
            if isinstance(value, list):
                return _read_list(exchange, payload, cast("list[JSON]", value))
        if len(lines) < 2 or payload.body.lstrip()[:1] != b"{":
            raise PayloadError(problem, channel=CHANNEL, digest=payload.digest)
        return _read_lines(exchange, payload, lines)


def _read_list(exchange: Exchange, payload: Payload, items: list[JSON]) -> Iterator[Event]:
    for number, item in enumerate(items):
        yield _read(exchange, payload, f"/{number}", item)


def _read_lines(exchange: Exchange, payload: Payload, lines: list[bytes]) -> Iterator[Event]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        pointer = f"row={number}"
        try:
            value = Payload(line).json()
        except PayloadError as error:
            expected = error.reason
        else:
            yield _read(exchange, payload, pointer, value)
            continue
        yield exchange.unrecognised(payload, pointer, "invalid", expected=expected)


def _read(exchange: Exchange, payload: Payload, pointer: str, item: JSON) -> Event:
    try:
        contact = payload.validate(_Contact, item, pointer=pointer)
    except PayloadError as error:
        expected = error.reason
    else:
        if contact.Channel not in (None, "VOICE"):
            known = contact.Channel if contact.Channel in _OTHER_CHANNELS else None
            return exchange.unrecognised(payload, pointer, "unknown_kind", name=known)
        return _contact(exchange, payload, pointer, contact)
    return exchange.unrecognised(payload, pointer, "invalid", expected=expected)


@dataclass(slots=True)
class _Times:
    """Reads a record's times, and keeps what was wrong with them."""

    clock: Clock
    pointer: str
    defects: tuple[Defect, ...] = ()

    def read(self, text: str | None) -> datetime | None:
        at, defects = self.clock.read(text, pointer=self.pointer)
        self.defects = tuple(dict.fromkeys((*self.defects, *defects)))
        return at


def _contact(exchange: Exchange, payload: Payload, pointer: str, contact: _Contact) -> Event:
    times = _Times(exchange.clock, pointer)
    started = times.read(contact.InitiationTimestamp)
    connected = times.read(contact.ConnectedToSystemTimestamp)
    ended = times.read(contact.DisconnectTimestamp)
    updated = times.read(contact.LastUpdateTimestamp)
    agent, queue = contact.Agent or _Agent(), contact.Queue or _Queue()
    reached = times.read(agent.ConnectedToAgentTimestamp)
    direction = _DIRECTIONS.get(contact.InitiationMethod or "", "unknown")
    # Whoever we call has answered when the system is connected; whoever calls us, when an agent is.
    answered = connected if direction == "outbound" else reached
    machine, found = _MACHINES.get(contact.AnsweringMachineDetectionStatus or "", (None, None))
    outcome = found or _outcome(contact, direction, answered, ended)
    caller, callee = _parties(exchange, contact, direction, started)
    # Of a call that an agent makes, the agent's time runs while it rings.
    own = between(started, connected, ended)
    dials = contact.InitiationMethod == "OUTBOUND"
    leg = Leg(
        id=contact.ContactId,
        caller=caller,
        callee=callee,
        outcome=outcome,
        started_at=started,
        answered_at=answered,
        ended_at=ended,
        durations=Durations(
            total=own.total,
            ring=own.ring if dials else None,
            talk=own.talk if dials else _milliseconds(agent.AgentInteractionDuration),
            hold=_milliseconds(agent.CustomerHoldDuration),
            queue=_milliseconds(queue.Duration),
            wrap=_milliseconds(agent.AfterContactWorkDuration),
        ),
        answered_by=machine,
        queue=queue.Name or queue.ARN,
        transferred_to=contact.NextContactId or _address(contact.TransferredToEndpoint),
        hangup_cause=contact.DisconnectReason if contact.DisconnectReason in _REASONS else None,
    )
    root = contact.InitialContactId or contact.PreviousContactId or contact.ContactId
    return exchange.report(
        payload,
        pointer,
        call_id=root,
        aliases=(contact.ContactId,) if root != contact.ContactId else (),
        leg=leg,
        direction=direction,
        line=_address(contact.SystemEndpoint),
        what=("contact", contact.LastUpdateTimestamp),
        sequence=None if updated is None else int(updated.timestamp()),
        occurred_at=ended or started,
        recordings=_recordings(contact, times),
        defects=times.defects,
    )


def _outcome(
    contact: _Contact, direction: Direction, answered: datetime | None, ended: datetime | None
) -> Outcome:
    if answered is not None:
        return "answered" if ended is not None else "ongoing"
    if ended is None:
        return "ongoing"
    if direction == "outbound":
        return "failed" if contact.DisconnectReason in _FAILURES else "missed"
    waited = contact.Queue is not None and contact.Queue.EnqueueTimestamp is not None
    gave_up = contact.DisconnectReason in (None, "CUSTOMER_DISCONNECT")
    # Who left the queue for another one has not given up; a menu alone reaches nobody.
    return "abandoned" if waited and gave_up and contact.NextContactId is None else "unknown"


def _parties(
    exchange: Exchange, contact: _Contact, direction: Direction, at: datetime | None
) -> tuple[Participant | None, Participant | None]:
    customer = _end(exchange, contact.CustomerEndpoint, "customer", at)
    ours = _agent(exchange, contact.Agent) or _end(exchange, contact.SystemEndpoint, "business", at)
    return (ours, customer) if direction == "outbound" else (customer, ours)


def _end(
    exchange: Exchange, endpoint: _Endpoint | None, role: Role, at: datetime | None
) -> Participant | None:
    return exchange.numbering.party(_address(endpoint), at=at, role=role)


def _agent(exchange: Exchange, agent: _Agent | None) -> Participant | None:
    if agent is None:
        return None
    value = agent.Username or (agent.ARN or "").rpartition("/")[2]
    if not value:
        return None
    identity = Identity(scheme="user", value=value, scope=exchange.numbering.scope)
    return Participant(role="agent", identities=(identity,))


def _address(endpoint: _Endpoint | None) -> str | None:
    return (endpoint.Address or None) if endpoint is not None else None


def _milliseconds(seconds: int | None) -> int | None:
    return seconds * 1000 if seconds is not None and 0 <= seconds < 10**9 else None


def _recordings(contact: _Contact, times: _Times) -> tuple[Attachment, ...]:
    """Describe the recordings; the first one stands in the record twice."""
    first = () if contact.Recording is None else (contact.Recording,)
    found: dict[str, Attachment] = {}
    # The list says more about it than the single field does, so it is looked at first.
    for one in (*(contact.Recordings or ()), *first):
        if one.Location and one.Location not in found:
            found[one.Location] = _recording(one, one.Location, times)
    return tuple(found.values())


def _recording(one: _Recording, location: str, times: _Times) -> Attachment:
    # A bucket and a key, without a scheme; or the name of a stream, which no address leads to.
    in_s3 = one.StorageType in (None, "S3")
    started, stopped = times.read(one.StartTimestamp), times.read(one.StopTimestamp)
    return Attachment(
        kind="recording",
        id=location,
        url=f"s3://{location.removeprefix('s3://')}" if in_s3 else None,
        needs_token=True,
        availability=_AVAILABLE.get(one.Status or "", "unknown"),
        duration=between(started, None, stopped).total,
    )
