"""Gateways of Vietnam: messages under a brand name, reports, and answers to short numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from omnidesk.adapters.calls import Clock, Numbering
from omnidesk.adapters.sms import _esms, _gateway
from omnidesk.adapters.sms._desk import CHANNEL, TextDesk
from omnidesk.adapters.sms._outgoing import Gateway
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event


@dataclass(frozen=True, kw_only=True)
class BrandnameSms:
    """
    Reads what a gateway for brand name messages in Vietnam posts and logs.

    Of eSMS, as documented: delivery callbacks, messages to a short number (đầu số), and the log of
    what was sent. Of others, as assumed: reports of SpeedSMS, and a list of items in a shape of
    ours, for gateways that publish none. A callback that comes as a GET request is its query.

    Args:
        account: Our side: the account at the gateway, or what you call it.
        brandname: The brand name (tên định danh) that messages are sent under, where the gateway
            does not name it. eSMS does not.
        numbering: How numbers are written: nationally, in Vietnam.
        clock: In which zone times are that have none, such as `Asia/Ho_Chi_Minh`. Without one
            they are none.
    """

    channel = CHANNEL
    name = "brandname_sms"

    account: str
    brandname: str | None = None
    numbering: Numbering = field(default_factory=lambda: Numbering(region="VN"))
    clock: Clock = field(default_factory=Clock)

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of a callback, a message to a short number, or a log.

        Raises:
            PayloadError: If it is none of these.
        """
        desk = TextDesk(payload, name=self.name, account=self.account, numbering=self.numbering)
        gateway = Gateway(desk, self.clock, self.brandname)
        if payload.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            return _read_json(gateway)
        fields = dict(payload.form(channel=CHANNEL))
        if "SMSID" in fields:
            return _esms.read_callback(gateway, fields)
        if "serviceNumber" in fields:
            return _esms.read_incoming(gateway, fields)
        raise PayloadError(
            "expected a callback with an SMSID or a serviceNumber, or JSON",
            channel=CHANNEL,
            digest=payload.digest,
        )


def _read_json(gateway: Gateway) -> Iterator[Event]:
    payload = gateway.desk.payload
    body = payload.json(channel=CHANNEL)
    fields = cast("dict[str, JSON]", body) if isinstance(body, dict) else {}
    for name, read in (("SentData", _esms.read_sent), ("items", _gateway.read_item)):
        items = fields.get(name)
        if isinstance(items, list):
            for number, item in enumerate(cast("list[JSON]", items)):
                yield from read(gateway, f"/{name}/{number}", item)
            return
    if "tranId" not in fields:
        raise PayloadError(
            "expected SentData, items or a tranId", channel=CHANNEL, digest=payload.digest
        )
    yield from _gateway.read_speedsms(gateway, fields)
