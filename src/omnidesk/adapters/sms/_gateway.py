"""
Gateways that publish no shape: reports of SpeedSMS, and a list of items in a shape of ours.

Both are assumed: the first is read from public code that is in use, and the second is for those
who turn their gateway's records into it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field

from omnidesk.adapters._wire import VendorId, Wire
from omnidesk.adapters.sms._outgoing import Sent, came, sent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk._payload import JSON
    from omnidesk.adapters.sms._outgoing import Gateway
    from omnidesk.events import Event
    from omnidesk.model import ReceiptKind


class _Item(Wire):
    kind: Literal["mt", "report", "mo"]
    """Sent to a telephone (mobile terminated), a report about that, sent by one."""
    id: VendorId
    phone: VendorId
    at: str | None = None
    content: str | None = None
    # Of what goes out.
    brandname: str | None = None
    type: Literal["qc", "cskh"] | None = None
    """An advertisement (quảng cáo), or customer care (chăm sóc khách hàng)."""
    status: Literal["waiting", "sent", "delivered", "failed"] | None = None
    error: VendorId | None = None
    # Of what comes in.
    short_number: VendorId = ""


_KINDS: Final[Mapping[str, ReceiptKind]] = {
    "sent": "sent",
    "delivered": "delivered",
    "failed": "failed",
}


def read_item(gateway: Gateway, pointer: str, item: JSON) -> Iterator[Event]:
    """Read one item of a list."""
    found = gateway.desk.load(_Item, item, pointer)
    if not isinstance(found, _Item):
        yield found
        return
    if not found.id:
        yield gateway.desk.unrecognised(pointer, "missing_id", expected="expected an id")
        return
    at, defects = gateway.clock.read(found.at, pointer=pointer)
    if found.kind == "mo":
        yield came(
            gateway,
            pointer,
            found.id,
            phone=found.phone,
            short_number=found.short_number,
            text=found.content,
            at=at,
            defects=defects,
        )
    elif found.status != "waiting":
        is_log = found.kind == "mt"
        kind = _KINDS.get(found.status or "")
        told = Sent(
            id=found.id,
            phone=found.phone,
            brandname=found.brandname or None,
            text=found.content,
            sent_at=at if is_log else None,
            is_advertisement=None if found.type is None else found.type == "qc",
            kind=kind,
            reason=found.error if kind == "failed" else None,
            reported_at=None if is_log else at,
        )
        yield from sent(gateway, pointer, told, is_log=is_log, defects=defects)


class _Report(Wire):
    type: Literal["report"]
    transaction: VendorId = Field(alias="tranId")
    phone: VendorId
    status: int


_PERMANENT: Final = 64
"""From here on nobody tries any more, as in a status report (3GPP TS 23.040, TP-Status)."""


def read_speedsms(gateway: Gateway, item: JSON) -> Iterator[Event]:
    """Read a report of SpeedSMS: 0 has arrived, 1 to 63 is on the way, the rest has failed."""
    found = gateway.desk.load(_Report, item, "")
    if not isinstance(found, _Report):
        yield found
    elif not found.transaction:
        yield gateway.desk.unrecognised("", "missing_id", expected="expected a tranId")
    elif found.status == 0 or found.status >= _PERMANENT:
        told = Sent(
            id=found.transaction,
            phone=found.phone,
            # One request sends to many telephones.
            shared=True,
            kind="failed" if found.status else "delivered",
            reason=str(found.status) if 0 < found.status < 1_000 else None,
        )
        yield from sent(gateway, "", told, is_log=False)
