"""Twilio Messaging: what it posts, and what its API says of messages later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, cast

from omnidesk.adapters.calls import Clock, Numbering
from omnidesk.adapters.sms._desk import CHANNEL, CHANNELS, TextDesk
from omnidesk.adapters.sms._twilio_form import read_form
from omnidesk.adapters.sms._twilio_resource import read_message
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event


@dataclass(frozen=True)
class TwilioSms:
    """
    Reads what Twilio says about text messages, and about WhatsApp and RCS through the same API.

    Webhooks, as forms: incoming messages with their media, opt-outs that Twilio has recognised,
    and how far outgoing ones have come. Message resources, as JSON, single or in pages. They fold
    into the same messages, whichever come and in whatever order.

    Args:
        account: Our side: the account's SID, or what else you call it.
        numbering: How numbers are written. Twilio writes them internationally, so nothing has to
            be said; short numbers are services.
        clock: In which zone times are that have none. Twilio writes one.
    """

    channel = CHANNEL
    name = "twilio_sms"

    channels: ClassVar[frozenset[str]] = frozenset(CHANNELS.values())
    """The channels of its events."""

    account: str
    numbering: Numbering = field(default_factory=Numbering)
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether it is a form or a resource of Twilio's about messages."""
        body = payload.body
        if body.lstrip()[:1] == b"{":
            return b"/2010-04-01/Accounts/AC" in body and b"/Messages" in body
        return b"AccountSid=AC" in body and any(one in body for one in _SIDS)

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of a webhook, a message resource or a page of them.

        Raises:
            PayloadError: If it is none of these.
        """
        desk = TextDesk(payload, name=self.name, account=self.account, numbering=self.numbering)
        if payload.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            return _read_json(desk, self.clock)
        fields = dict(payload.form(channel=CHANNEL))
        if not fields.get("AccountSid"):
            raise PayloadError(
                "expected a form with an AccountSid, or JSON",
                channel=CHANNEL,
                digest=payload.digest,
            )
        return read_form(desk, fields)


_SIDS = (b"MessageSid=", b"SmsSid=", b"SmsMessageSid=")


def _read_json(desk: TextDesk, clock: Clock) -> Iterator[Event]:
    payload = desk.payload
    body = payload.json(channel=CHANNEL)
    fields = cast("dict[str, JSON]", body) if isinstance(body, dict) else {}
    if isinstance(fields.get("messages"), list):
        for number, item in enumerate(cast("list[JSON]", fields["messages"])):
            yield from read_message(desk, f"/messages/{number}", item, clock)
    elif str(fields.get("sid"))[:2] in ("SM", "MM"):
        yield from read_message(desk, "", fields, clock)
    else:
        raise PayloadError(
            "expected a message, or a page of them", channel=CHANNEL, digest=payload.digest
        )
