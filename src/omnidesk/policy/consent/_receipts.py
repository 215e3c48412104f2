"""
Consent receipts: the form in which one system hands a consent to another.

Two forms: the Consent Receipt 1.1 of the Kantara Initiative (2018), and the record of ISO/IEC TS
27560:2023, whose text is not public: its fields are named here as accounts of it name them. Both
hold what is known and no more; what a receipt does not say is not made up on the way in.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from omnidesk._payload import describe
from omnidesk.errors import PayloadError
from omnidesk.model import Time
from omnidesk.model._base import Noun
from omnidesk.policy._periods import after
from omnidesk.policy.consent._events import ConsentEvent, ConsentKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omnidesk._payload import JSON

_CHANNEL = "consent_receipt"
_VERSION = "KI-CR-v1.1.0"
_STANDARD = "ISO/IEC TS 27560:2023"
_UNTIL_WITHDRAWN = "until withdrawn"
_PERIOD = re.compile(r"P[0-9YMWDTHS]{2,40}")
_KINDS: Final[Mapping[str, ConsentKind]] = {
    "given": "given",
    "consent_given": "given",
    "refused": "refused",
    "consent_refused": "refused",
    "withdrawn": "withdrawn",
    "consent_withdrawn": "withdrawn",
    "expired": "expired",
    "requested": "requested",
    "notice_shown": "notice_shown",
}


class ReceiptDetails(Noun):
    """What a receipt says beside the consent: who the controller is, and what about."""

    controller: str
    """The firm's name."""
    contact: str
    """Whom to ask there: a name or an office."""
    email: str
    """The address of that contact."""
    phone: str
    """The telephone number of that contact."""
    policy_url: str
    """Where the privacy policy stands."""
    jurisdiction: str
    """Whose law applies (ISO 3166)."""
    language: str
    """The language of the notice (BCP 47)."""
    collection_method: str
    """How the consent was collected, in words."""
    service: str
    """For which service."""
    pii_categories: tuple[str, ...]
    """Which personal data: `email address`, …"""
    sensitive: bool = False
    """Whether sensitive data are among them."""
    sensitive_categories: tuple[str, ...] = ()
    """Which of them are."""
    third_parties: tuple[str, ...] = ()
    """To whom the data are disclosed."""

    _shown: ClassVar[frozenset[str]] = frozenset({"jurisdiction", "language"})


def kantara_receipt(grants: Iterable[ConsentEvent], details: ReceiptDetails) -> dict[str, JSON]:
    """
    Write a Consent Receipt 1.1 for what somebody gave at one time.

    Args:
        grants: Events of the kind `given`, of one subject and one moment.
        details: What the receipt says beside them.

    Raises:
        ValueError: If there are none, or they are not of one subject and moment.
    """
    given = sorted(grants, key=lambda one: (one.purpose or "", one.id))
    if not given or any(one.kind != "given" for one in given):
        raise ValueError("expected events of the kind `given`")
    first = given[0]
    if any((one.subject, one.at) != (first.subject, first.at) for one in given):
        raise ValueError("a receipt is of one subject and one moment")
    receipt: dict[str, JSON] = {
        "version": _VERSION,
        "jurisdiction": details.jurisdiction,
        "consentTimestamp": int(first.at.timestamp()),
        "collectionMethod": details.collection_method,
        "consentReceiptID": first.id,
        "language": details.language,
        "piiPrincipalId": first.subject,
        "piiControllers": [
            {
                "piiController": details.controller,
                "contact": details.contact,
                "email": details.email,
                "phone": details.phone,
            }
        ],
        "policyUrl": details.policy_url,
        "services": [
            {
                "service": details.service,
                "purposes": [_purpose(one, details) for one in given],
            }
        ],
        "sensitive": details.sensitive,
        "spiCat": list(details.sensitive_categories),
    }
    return receipt


def _purpose(grant: ConsentEvent, details: ReceiptDetails) -> dict[str, JSON]:
    found: dict[str, JSON] = {
        "purpose": grant.purpose,
        "consentType": "EXPLICIT",
        "piiCategory": list(details.pii_categories),
        "termination": grant.expires_at.isoformat() if grant.expires_at else _UNTIL_WITHDRAWN,
        "thirdPartyDisclosure": bool(details.third_parties),
    }
    if details.third_parties:
        found["thirdPartyName"] = ", ".join(details.third_parties)
    return found


class _Wire(BaseModel):
    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)


_T = TypeVar("_T", bound=_Wire)


class _Purpose(_Wire):
    purpose: str = Field(min_length=1)
    consentType: str  # noqa: N815 - the form's word
    termination: str | None = None


class _Service(_Wire):
    purposes: list[_Purpose]


class _Controller(_Wire):
    piiController: str  # noqa: N815 - the form's word


class _Kantara(_Wire):
    jurisdiction: str | None = None
    consentTimestamp: int = Field(ge=0, le=253_402_300_799_999)  # noqa: N815 - the form's word
    piiPrincipalId: str = Field(min_length=1)  # noqa: N815 - the form's word
    piiControllers: list[_Controller] = Field(min_length=1)  # noqa: N815 - the form's word
    services: list[_Service]


def read_kantara_receipt(
    receipt: Mapping[str, Any],  # Any with reason: JSON of strangers
    *,
    subject: str | None = None,
    channel: str | None = None,
    expires_at: datetime | None = None,
) -> tuple[ConsentEvent, ...]:
    """
    Read a Consent Receipt 1.1. What was not given explicitly becomes a notice.

    Args:
        receipt: The receipt, decoded; check its signature before.
        subject: Whose it is, in the ledger; the receipt's own principal otherwise.
        channel: The channel that the consent is about, which receipts do not name.
        expires_at: When the consents end, for a receipt that says so in words (`1 year`); aware.

    Raises:
        PayloadError: If it is no such receipt, or ends at a time that it does not name.
    """
    read = _validate(_Kantara, receipt)
    # Real receipts count in milliseconds too; none is from before 2001 in seconds times 1000.
    seconds = read.consentTimestamp
    at = datetime.fromtimestamp(seconds / 1000 if seconds >= 10**11 else seconds, UTC)
    found: list[ConsentEvent] = []
    for number, service in enumerate(read.services):
        for place, one in enumerate(service.purposes):
            given = one.consentType.strip().lower() == "explicit"
            pointer = f"/services/{number}/purposes/{place}/termination"
            found.append(
                ConsentEvent(
                    kind="given" if given else "notice_shown",
                    subject=subject or read.piiPrincipalId,
                    at=at,
                    purpose=one.purpose,
                    channel=channel,
                    controller=read.piiControllers[0].piiController,
                    region=read.jurisdiction,
                    expires_at=_ends(one.termination, at, expires_at, pointer) if given else None,
                    signal="kantara_receipt",
                )
            )
    return tuple(found)


def _ends(
    termination: str | None, at: datetime, expires_at: datetime | None, pointer: str
) -> datetime | None:
    """Read when a consent ends. What cannot be read must not last for ever."""
    words = (termination or "").strip()
    if expires_at is not None:
        return expires_at
    if not words or words == _UNTIL_WITHDRAWN:
        return None
    try:
        if _PERIOD.fullmatch(words):
            return after(at, words, ZoneInfo("UTC"), late=False)
        moment = datetime.fromisoformat(words)
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        raise PayloadError(
            "expected a time or a period, or pass expires_at", channel=_CHANNEL, pointer=pointer
        )
    return moment


def iso_27560_record(events: Iterable[ConsentEvent], details: ReceiptDetails) -> dict[str, JSON]:
    """
    Write a consent record after ISO/IEC TS 27560 for one subject and one purpose.

    Args:
        events: What happened, in any order.
        details: What the record says beside it.

    Raises:
        ValueError: If there are none, or they are not of one subject and purpose.
    """
    ordered = sorted(events, key=lambda one: (one.at, one.id))
    if not ordered:
        raise ValueError("expected events")
    first = ordered[0]
    if any((one.subject, one.purpose) != (first.subject, first.purpose) for one in ordered):
        raise ValueError("a record is of one subject and one purpose")
    if first.purpose is None:
        raise ValueError("a record is of a purpose: expected events that name one")
    record: dict[str, JSON] = {
        "schema_version": _STANDARD,
        "record_id": first.id,
        "pii_principal_id": first.subject,
        "pii_processing": {
            "privacy_notice": details.policy_url,
            "language": details.language,
            "purposes": [
                {
                    "purpose": first.purpose,
                    "lawful_basis": "consent",
                    "pii_information": [{"pii_type": one} for one in details.pii_categories],
                    "pii_controllers": [details.controller],
                    "collection_method": details.collection_method,
                    "recipient_third_parties": list(details.third_parties),
                    "jurisdictions": [details.jurisdiction],
                }
            ],
        },
        "party_identification": [
            {
                "party_id": details.controller,
                "party_name": details.controller,
                "party_contact": details.contact,
                "party_email": details.email,
                "party_phone": details.phone,
            }
        ],
        "event": [_event(one) for one in ordered],
    }
    return record


def _event(event: ConsentEvent) -> dict[str, JSON]:
    found: dict[str, JSON] = {
        "event_time": event.at.isoformat(),
        "event_type": event.signal,
        "event_state": event.kind,
        "entity_id": event.actor or event.subject,
        "valid_until": event.expires_at.isoformat() if event.expires_at else None,
        "notice_version": event.notice_version,
        "channel": event.channel,
    }
    return {name: value for name, value in found.items() if value is not None}


class _IsoEvent(_Wire):
    event_time: Time
    event_type: str | None = None
    event_state: str
    valid_until: Time | None = None
    notice_version: str | None = None
    channel: str | None = None


class _IsoPurpose(_Wire):
    purpose: str = Field(min_length=1)
    pii_controllers: list[str] = Field(min_length=1)
    jurisdictions: list[str] = []


class _IsoProcessing(_Wire):
    purposes: list[_IsoPurpose] = Field(min_length=1)


class _IsoRecord(_Wire):
    pii_principal_id: str = Field(min_length=1)
    pii_processing: _IsoProcessing
    event: list[_IsoEvent]


def read_iso_27560_record(
    record: Mapping[str, Any],  # Any with reason: JSON of strangers
    *,
    subject: str | None = None,
) -> tuple[ConsentEvent, ...]:
    """
    Read a consent record after ISO/IEC TS 27560, as `iso_27560_record` writes it.

    Args:
        record: The record, decoded.
        subject: Whose it is, in the ledger; the record's own principal otherwise.

    Raises:
        PayloadError: If it is no such record, or has an event of a state that we do not know.
    """
    read = _validate(_IsoRecord, record)
    found: list[ConsentEvent] = []
    for number, one in enumerate(read.event):
        kind = _KINDS.get(one.event_state)
        if kind is None:
            raise PayloadError(
                f"expected one of {', '.join(sorted(_KINDS))}",
                channel=_CHANNEL,
                pointer=f"/event/{number}/event_state",
            )
        found += [
            ConsentEvent(
                kind=kind,
                subject=subject or read.pii_principal_id,
                at=one.event_time,
                purpose=purpose.purpose,
                channel=one.channel,
                controller=purpose.pii_controllers[0],
                region=purpose.jurisdictions[0] if len(purpose.jurisdictions) == 1 else None,
                expires_at=one.valid_until if kind == "given" else None,
                signal=one.event_type,
                notice_version=one.notice_version,
            )
            for purpose in read.pii_processing.purposes
        ]
    return tuple(found)


def _validate(kind: type[_T], data: Mapping[str, Any]) -> _T:
    problem = pointer = ""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)[0]
        problem = describe(details)
        pointer = "".join(f"/{part}" for part in details["loc"])
    # Outside the block, so that no context holds what stood there.
    raise PayloadError(problem, channel=_CHANNEL, pointer=pointer)
