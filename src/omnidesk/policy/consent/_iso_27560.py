"""
The consent record of ISO/IEC TS 27560:2023, written and read.

The text of the standard is not public: fields are named here as accounts of it name them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from omnidesk.errors import PayloadError
from omnidesk.model import Time
from omnidesk.policy.consent._events import DIGEST, ConsentEvent, ConsentKind
from omnidesk.policy.consent._receipts import CHANNEL, Wire, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omnidesk._payload import JSON
    from omnidesk.policy.consent._receipts import ReceiptDetails

_STANDARD = "ISO/IEC TS 27560:2023"
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
        "message_class": event.message_class,
        "wording": event.wording,
        "proof": event.proof,
    }
    return {name: value for name, value in found.items() if value is not None}


class _IsoEvent(Wire):
    event_time: Time
    event_type: str | None = None
    event_state: str
    valid_until: Time | None = None
    notice_version: str | None = None
    channel: str | None = None
    entity_id: str | None = None
    message_class: str | None = None
    wording: str | None = DIGEST
    proof: str | None = DIGEST


class _IsoPurpose(Wire):
    purpose: str = Field(min_length=1)
    pii_controllers: list[str] = Field(min_length=1)
    jurisdictions: list[str] = Field(default_factory=list[str])


class _IsoProcessing(Wire):
    purposes: list[_IsoPurpose] = Field(min_length=1)


class _IsoRecord(Wire):
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
    read = validate(_IsoRecord, record)
    found: list[ConsentEvent] = []
    for number, one in enumerate(read.event):
        kind = _KINDS.get(one.event_state)
        if kind is None:
            raise PayloadError(
                f"expected one of {', '.join(sorted(_KINDS))}",
                channel=CHANNEL,
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
                actor=one.entity_id if one.entity_id != read.pii_principal_id else None,
                notice_version=one.notice_version,
                message_class=one.message_class,
                wording=one.wording,
                proof=one.proof,
            )
            for purpose in read.pii_processing.purposes
        ]
    return tuple(found)
