"""
TikTok Shop: what buyers and the shop write in its customer service.

Source: webhook 14, <https://partner.tiktokshop.com/docv2/page/14-new-message>.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pydantic import Field

from omnidesk._payload import Payload
from omnidesk.adapters._clock import read_epoch
from omnidesk.adapters._desk import Desk
from omnidesk.adapters._time import from_epoch
from omnidesk.adapters._wire import VendorId, Wire
from omnidesk.adapters.mapped._reader import scalar
from omnidesk.adapters.shops._ready import chat_thread, fields_of
from omnidesk.errors import PayloadError
from omnidesk.model import About, Attachment, Defect, Identity, Message, Participant, Referral

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk._payload import JSON
    from omnidesk.events import Event
    from omnidesk.model import AttachmentKind, Direction, NoticeKind, Origin, Role


class _Sender(Wire):
    im_user_id: VendorId | None = None
    role: str = ""


class _Message(Wire):
    message_id: VendorId
    conversation_id: VendorId
    type: str = ""
    content: str = ""
    create_time: VendorId | None = None
    is_visible: bool = True
    sender: _Sender = Field(default_factory=_Sender)


_ROLES: Mapping[str, tuple[Role, Direction, Origin]] = {
    "BUYER": ("customer", "inbound", "unknown"),
    "SHOP": ("business", "outbound", "unknown"),
    "CUSTOMER_SERVICE": ("agent", "outbound", "unknown"),
    "ROBOT": ("bot", "outbound", "unknown"),
    "SYSTEM": ("system", "outbound", "platform"),
}
_NOBODY: tuple[Role, Direction, Origin] = ("unknown", "unknown", "unknown")
_UNNAMED = frozenset(("ROBOT", "SYSTEM"))
"""Who bears the shop's id, and is not the shop."""

_NOTICES: Mapping[str, tuple[NoticeKind, str]] = {
    "ALLOCATED_SERVICE": ("assigned", "ALLOCATED_SERVICE"),
    "BUYER_ENTER_FROM_TRANSFER": ("handover", "BUYER_ENTER_FROM_TRANSFER"),
    "BUYER_ENTER_FROM_PRODUCT": ("opened", "BUYER_ENTER_FROM_PRODUCT"),
    "BUYER_ENTER_FROM_ORDER": ("opened", "BUYER_ENTER_FROM_ORDER"),
    "NOTIFICATION": ("other", "NOTIFICATION"),
}
"""Types of what nobody says: our word, and theirs in our spelling, as it is shown in logs."""

_CARDS: Mapping[str, tuple[AttachmentKind, str]] = {
    "PRODUCT_CARD": ("product", "product_id"),
    "ORDER_CARD": ("template", "order_id"),
    "LOGISTICS_CARD": ("template", "order_id"),
    "RETURN_REFUND_CARD": ("template", "order_id"),
    "COUPON_CARD": ("template", "coupon_id"),
}
_FILES: Mapping[str, AttachmentKind] = {
    "IMAGE": "image",
    "VIDEO": "video",
    "EMOTICONS": "sticker",
}
_MESSAGE = "14"
_WEBHOOKS: Mapping[str, str] = {
    "1": "ORDER_STATUS_CHANGE",
    "5": "PRODUCT_STATUS_CHANGE",
    "6": "SELLER_DEAUTHORIZATION",
    "13": "NEW_CONVERSATION",
}
"""Webhooks of which nothing is said in a conversation, by their type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TikTokShop:
    """
    Reads messages of the customer service of TikTok Shop (webhook 14).

    Args:
        account: The shop, instead of the webhook's `shop_id`.
    """

    account: str | None = None

    channel = "tiktok_shop"

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is a webhook of TikTok Shop."""
        return payload.body.lstrip()[:1] == b"{" and b'"tts_notification_id"' in payload.body

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of a webhook.

        Raises:
            PayloadError: If it is not an object of JSON.
        """
        fields = fields_of(payload, self.channel)
        return iter((self._read(payload, fields),))

    def _read(self, payload: Payload, fields: dict[str, JSON]) -> Event:
        account = self.account or scalar(fields.get("shop_id")) or ""
        desk = Desk(payload, self.channel, account)
        topic = scalar(fields.get("type"))
        if topic != _MESSAGE:
            return desk.unrecognised("", "unknown_kind", name=_WEBHOOKS.get(topic or ""))
        if not account:
            return desk.unrecognised("", "missing_id", expected="expected a shop_id")
        found = desk.load(_Message, fields.get("data"), "/data")
        return _event(desk, found) if isinstance(found, _Message) else found


def _event(desk: Desk, found: _Message) -> Event:
    pointer = "/data"
    if not found.message_id or not found.conversation_id:
        expected = "expected a message_id and a conversation_id"
        return desk.unrecognised(pointer, "missing_id", expected=expected)
    role, direction, origin = _ROLES.get(found.sender.role, _NOBODY)
    user = found.sender.im_user_id if found.sender.role not in _UNNAMED else None
    identities = (Identity(scheme="tiktok_shop", value=user, scope=desk.id),) if user else ()
    author = Participant(role=role, identities=identities)
    at, odd = from_epoch(found.create_time, "seconds", pointer=pointer)
    content, unreadable = _content(found.content, pointer)
    defects = (*odd, *unreadable)
    text, thread = _text(content, "content"), chat_thread(found.conversation_id)
    notice = _NOTICES.get(found.type)
    if notice is not None:
        kind, name = notice
        product = _text(content, "product_id")
        return desk.noticed(
            kind,
            name,
            found.message_id,
            pointer=pointer,
            thread=thread,
            at=at,
            actor=author,
            text=text or None,
            referral=Referral(product_id=product) if product else None,
            defects=defects,
        )
    known = found.type == "TEXT" or found.type in _CARDS or found.type in _FILES
    if not known and found.type != "OTHER":
        defects = (*defects, Defect(code="message_type_unknown", pointer=pointer))
    message = Message(
        id=found.message_id,
        author=author,
        direction=direction,
        origin=origin,
        sent_at=at,
        text=text or None,
        attachments=_attachments(found.type, content),
        # What customer service is not to be shown was said all the same.
        state="hidden" if not found.is_visible else "live" if known else "unsupported",
        defects=defects,
    )
    return desk.posted(
        message,
        found.message_id,
        pointer=pointer,
        thread=thread,
        about=_about(found.type, content),
    )


# --- content --------------------------------------------------------------------------------------


def _content(text: str, pointer: str) -> tuple[dict[str, JSON], tuple[Defect, ...]]:
    """Read the JSON that stands as a text in the JSON."""
    try:
        value: JSON = Payload(text.encode()).json()
    except PayloadError:
        value = None
    if isinstance(value, dict):
        return cast("dict[str, JSON]", value), ()
    return {}, (Defect(code="content_unreadable", pointer=pointer),)


def _text(content: dict[str, JSON], name: str) -> str | None:
    value = content.get(name)
    return scalar(value) if not isinstance(value, bool) else None


def _about(kind: str, content: dict[str, JSON]) -> About | None:
    if kind == "ORDER_CARD" and (order := _text(content, "order_id")):
        return About(kind="order", id=order)
    if kind == "PRODUCT_CARD" and (product := _text(content, "product_id")):
        return About(kind="product", id=product)
    return None


def _attachments(kind: str, content: dict[str, JSON]) -> tuple[Attachment, ...]:
    if kind in _CARDS:
        shown, name = _CARDS[kind]
        found = _text(content, name)
        return (Attachment(kind=shown, id=found),) if found else ()
    if kind not in _FILES:
        return ()
    url = _text(content, "url")
    if not url:
        return ()
    expires_at, _ = read_epoch(_text(content, "expire_time"), "seconds")
    return (
        Attachment(
            kind=_FILES[kind],
            id=_text(content, "vid"),
            url=url,
            thumbnail_url=_text(content, "cover"),
            size=_whole(_text(content, "size")),
            duration=_milliseconds(_text(content, "duration")),
            expires_at=expires_at,
        ),
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text and len(text) < 16 and text.isascii() and text.isdigit() else None


def _milliseconds(seconds: str | None) -> int | None:
    whole, _, fraction = (seconds or "").partition(".")
    count = _whole(whole)
    if count is None or (fraction and _whole(fraction) is None):
        return None
    return count * 1000 + int(fraction[:3].ljust(3, "0") if fraction else 0)
