"""The Consent Receipt 1.1 of the Kantara Initiative (2018), written and read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pydantic import Field

from omnidesk.errors import PayloadError
from omnidesk.policy._periods import after
from omnidesk.policy.consent._events import ConsentEvent
from omnidesk.policy.consent._receipts import CHANNEL, Wire, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omnidesk._payload import JSON
    from omnidesk.policy.consent._receipts import ReceiptDetails

_VERSION = "KI-CR-v1.1.0"
_UNTIL_WITHDRAWN = "until withdrawn"
_PERIOD = re.compile(r"P[0-9YMWDTHS]{2,40}")


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


class _Purpose(Wire):
    purpose: str = Field(min_length=1)
    consentType: str  # noqa: N815 - the form's word
    termination: str | None = None


class _Service(Wire):
    purposes: list[_Purpose]


class _Controller(Wire):
    piiController: str  # noqa: N815 - the form's word


class _Kantara(Wire):
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
    read = validate(_Kantara, receipt)
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
            "expected a time or a period, or pass expires_at", channel=CHANNEL, pointer=pointer
        )
    return moment
