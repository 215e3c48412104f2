"""
What eSMS posts and logs.

Source: the pages "Callback Url", "Kết nối đầu số ngắn" and "Hàm kiểm tra trạng thái tin nhắn theo
khoảng thời gian" at <https://developers.esms.vn/>.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from omnidesk.adapters._patterns import pattern
from omnidesk.adapters._time import from_epoch
from omnidesk.adapters._wire import VendorId, Wire
from omnidesk.adapters.sms._outgoing import Sent, came, sent
from omnidesk.model import Defect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from omnidesk._payload import JSON
    from omnidesk.adapters.sms._outgoing import Gateway
    from omnidesk.events import Event
    from omnidesk.model import ReceiptKind

_ADVERTISEMENT: Final = "1"
_OTHERS: Final[Mapping[str, str]] = {
    "23": "Viber",
    "24": "Zalo",
    "25": "Zalo",
    "26": "Zalo",
    "27": "Zalo",
}
"""`TypeId` and `SmsType` of what is no text message."""

_REPORTED: Final = "5"
_STATES: Final[Mapping[str, ReceiptKind]] = {"4": "failed", "7": "sent"}
"""`SendStatus`: refused by the gateway; sent, and no report yet."""
_WAITING: Final = frozenset(("0", "1", "2"))
"""Written down, waiting for approval, waiting to be sent."""
_RESULTS: Final[Mapping[str, ReceiptKind]] = {"0": "failed", "1": "delivered", "2": "sent"}
"""`SendResult` of what was reported: failed, arrived, not known."""

_RECEIVED: Final = "%Y%m%d%H%M%S"
# /Date(1705484048995+0700)/: the count is in UTC, and the offset is for show.
_DATE: Final = re.compile(r"/Date\((\d{1,15})(?:[+-]\d{4})?\)/")


# --- callbacks ------------------------------------------------------------------------------------


def read_callback(gateway: Gateway, fields: Mapping[str, str]) -> Iterator[Event]:
    """Read a delivery callback: how far one message has come."""
    desk, kind_of_message = gateway.desk, fields.get("TypeId", "")
    state, problem = fields.get("SendStatus", ""), None
    other = _OTHERS.get(kind_of_message)
    if other is not None:
        problem = desk.unrecognised(
            "", "unknown_kind", expected="expected a text message", name=other
        )
    elif not fields["SMSID"]:
        problem = desk.unrecognised("", "missing_id", expected="expected an SMSID")
    elif state != _REPORTED and state not in _STATES and state not in _WAITING:
        problem = desk.unrecognised(
            "", "unknown_kind", expected="expected a SendStatus that is documented"
        )
    if problem is not None:
        yield problem
        return
    kind, defects = _reported(fields) if state == _REPORTED else (_STATES.get(state), ())
    told = Sent(
        id=fields["SMSID"],
        phone=fields.get("phonenumber", ""),
        shared=kind_of_message == _ADVERTISEMENT,
        kind=kind,
        reason=state if state == "4" else None,
    )
    yield from sent(gateway, "", told, is_log=False, defects=defects)


def _reported(fields: Mapping[str, str]) -> tuple[ReceiptKind, tuple[Defect, ...]]:
    """Read the counts of a report: a long message is several."""
    arrived, failed = (_is_some(fields.get(name)) for name in ("SendSuccess", "SendFailed"))
    if arrived and failed:
        return "sent", (Defect(code="partly_delivered"),)
    return ("delivered" if arrived else "failed" if failed else "sent"), ()


def _is_some(count: str | None) -> bool:
    return count is not None and count.isdigit() and count.strip("0") != ""


def read_incoming(gateway: Gateway, fields: Mapping[str, str]) -> Iterator[Event]:
    """Read a message to a short number (MO)."""
    smsid = fields.get("smsid")
    if not smsid:
        yield gateway.desk.unrecognised("", "missing_id", expected="expected a smsid")
        return
    at, defects = pattern(_RECEIVED).read(fields.get("receiverTime", ""), gateway.clock)
    yield came(
        gateway,
        "",
        smsid,
        phone=fields.get("sender", ""),
        short_number=fields["serviceNumber"],
        text=fields.get("content"),
        at=at,
        defects=defects,
    )


# --- the log --------------------------------------------------------------------------------------


class _Line(Wire):
    # eSMS calls the id that it gives to senders ReferenceId here, and another one SmsId.
    ReferenceId: VendorId
    Phone: VendorId = ""
    Content: str | None = None
    SendStatus: VendorId = ""
    SendResult: VendorId = ""
    SentTime: str | None = None
    SmsType: VendorId = ""


def read_sent(gateway: Gateway, pointer: str, item: JSON) -> Iterator[Event]:
    """Read one line of the log of what was sent."""
    line = gateway.desk.load(_Line, item, pointer)
    if not isinstance(line, _Line):
        yield line
        return
    if not line.ReferenceId:
        yield gateway.desk.unrecognised(pointer, "missing_id", expected="expected a ReferenceId")
        return
    state, other = line.SendStatus, _OTHERS.get(line.SmsType)
    if other is not None or (state not in _STATES and state not in (_REPORTED, *_WAITING)):
        expected = "expected a text message in a documented state"
        yield gateway.desk.unrecognised(pointer, "unknown_kind", expected=expected, name=other)
        return
    if state in _WAITING:
        # Nobody has said it yet, and it may never be sent.
        return
    sent_at, defects = _sent_at(line.SentTime, pointer)
    kind = _RESULTS.get(line.SendResult) if state == _REPORTED else _STATES[state]
    told = Sent(
        id=line.ReferenceId,
        phone=line.Phone,
        shared=line.SmsType == _ADVERTISEMENT,
        text=line.Content,
        sent_at=sent_at,
        is_advertisement=line.SmsType == _ADVERTISEMENT,
        kind=kind,
        reason=state if state == "4" else None,
    )
    yield from sent(gateway, pointer, told, is_log=True, defects=defects)


def _sent_at(text: str | None, pointer: str) -> tuple[datetime | None, tuple[Defect, ...]]:
    if not text:
        return None, ()
    match = _DATE.fullmatch(text[:64])
    if match is None:
        return None, (Defect(code="time_unreadable", pointer=pointer),)
    return from_epoch(match.group(1), "milliseconds", pointer=pointer)
