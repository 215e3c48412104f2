"""What brand name gateways have in common: one telephone gets a message, or does not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from omnidesk.adapters.calls import Clock
from omnidesk.adapters.sms._desk import TextDesk, key, party
from omnidesk.model import Defect, ReceiptKind, derive_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.events import Event

_LABELS: Final = ("[qc]", "(qc)", "[ad]", "(ad)")
"""What an advertisement begins with (Decree 91/2020/ND-CP asks for [QC] or [AD])."""


class Gateway(NamedTuple):
    """What every reader needs."""

    desk: TextDesk
    """Our account, and the payload."""
    clock: Clock
    """The zone of times without one."""
    brandname: str | None
    """What messages are sent under, where they do not say it."""


class Sent(NamedTuple):
    """A message that went out to one telephone, as a log or a report tells it."""

    id: str
    """The gateway's id of it."""
    phone: str
    """Whom it was sent to, as written."""
    shared: bool = False
    """Whether one id stands for messages to many telephones."""
    brandname: str | None = None
    """What it was sent under, if that is told."""
    text: str | None = None
    """What it said."""
    sent_at: datetime | None = None
    """When."""
    is_advertisement: bool | None = None
    """Whether the gateway calls it one; `None` if it does not say."""
    kind: ReceiptKind | None = None
    """How far it has come, if it has."""
    reason: str | None = None
    """For `failed`: the gateway's code."""
    reported_at: datetime | None = None
    """When it had come so far."""

    def __repr__(self) -> str:
        return f"<Sent, {len(self.text or '')} characters>"


def sent(
    gateway: Gateway,
    pointer: str,
    one: Sent,
    *,
    is_log: bool,
    defects: tuple[Defect, ...] = (),
) -> Iterator[Event]:
    """
    Make the events of a message that went out: what it said, if it is a log, and how far it came.

    Args:
        gateway: Who reads.
        pointer: Where it stands.
        one: What is told of it.
        is_log: Whether the message itself is told, and not only its report.
        defects: What was wrong.
    """
    desk = gateway.desk
    who = desk.address(one.phone, at=one.sent_at)
    if one.shared and who is None:
        expected = "expected a telephone: the totals of a campaign name nobody"
        yield desk.unrecognised(pointer, "missing_id", expected=expected)
        return
    # An advertisement goes to many under one id, and each is a message of its own.
    message_id = derive_id("msg", one.id, who.value) if one.shared and who else one.id
    keys: list[tuple[str | None, ...]] = [("person", *key(who))] if who else []
    thread = desk.thread(*keys, ("message", message_id))
    customer = party(who, "customer")
    if is_log:
        text = (one.text or "").lstrip()
        labelled = text[:4].casefold() in _LABELS
        if one.is_advertisement and not labelled:
            defects = (*defects, Defect(code="label_missing", pointer=pointer))
        name = one.brandname or gateway.brandname
        yield desk.said(
            pointer,
            message_id,
            thread=thread,
            direction="outbound",
            author=party(desk.address(name, at=None), "business"),
            to=customer,
            text=one.text,
            sent_at=one.sent_at,
            defects=defects,
            automatic="bulk" if one.is_advertisement or labelled else None,
        )
    if one.kind is not None:
        yield desk.receipt(
            pointer,
            message_id,
            one.kind,
            thread=thread,
            who=customer,
            at=one.reported_at,
            reason=one.reason,
            # What is wrong with a log's line is told with its message.
            defects=() if is_log else defects,
        )


def came(
    gateway: Gateway,
    pointer: str,
    message_id: str,
    *,
    phone: str,
    short_number: str,
    text: str | None,
    at: datetime | None,
    defects: tuple[Defect, ...],
) -> Event:
    """Make the event of a message that somebody sent to a short number."""
    desk = gateway.desk
    who = desk.address(phone, at=at)
    # Nobody can answer a brand name. What they send to a short number belongs with what they got.
    keys: tuple[str | None, ...] = ("person", *key(who)) if who else ("message", message_id)
    return desk.said(
        pointer,
        message_id,
        thread=desk.thread(keys),
        direction="inbound",
        author=party(who, "customer"),
        to=party(desk.address(short_number), "business"),
        text=text,
        sent_at=at,
        defects=defects,
    )
