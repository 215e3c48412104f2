"""
Shopee: reviews by a map, and the pushes of its chat.

Source: <https://open.shopee.com/documents/v2/v2.product.get_comment> and webchat_push, code 10,
<https://open.shopee.com/push-mechanism/5>.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from omnidesk.adapters._desk import Desk
from omnidesk.adapters._time import from_epoch
from omnidesk.adapters._wire import VendorId, Wire
from omnidesk.adapters.mapped import Mapped
from omnidesk.adapters.shops._ready import chat_thread, fields_of, shop_map
from omnidesk.model import About, Attachment, Defect, Identity, Message, Participant, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters.mapped import ChannelMap
    from omnidesk.events import Event
    from omnidesk.model import Direction, Role


class _Content(Wire):
    text: str | None = None
    url: str | None = None
    video_url: str | None = None
    thumb_url: str | None = None
    duration_seconds: int | None = None
    item_id: VendorId | None = None


class _Origin(Wire):
    item_id: VendorId | None = None
    order_sn: str | None = None


class _Quoted(Wire):
    message_id: VendorId | None = None


class _Message(Wire):
    message_id: VendorId
    conversation_id: VendorId
    from_id: VendorId | None = None
    from_user_name: str | None = None
    from_shop_id: VendorId | None = None
    to_shop_id: VendorId | None = None
    message_type: str = ""
    created_timestamp: int | None = None
    region: str | None = None
    status: str = ""
    business_type: int | None = None
    sub_account_id: VendorId | None = None
    # The name of nobody is 0.
    sub_account_name: VendorId | None = None
    content: _Content | None = None
    source_content: _Origin | None = None
    # Documented as a list, and shown as an object.
    quoted_msg: _Quoted | list[_Quoted] | None = None


_MESSAGES = frozenset(("text", "faq_liveagent", "image", "video", "item"))
_AUTOMATIC = frozenset(("auto_reply", "offwork_autoreply"))
_CHAT = "10"
_LONGEST = 10**9
"""In seconds, of a film: what is beyond it is no duration."""
_PUSHES: Mapping[str, str] = {
    "1": "shop_authorization_push",
    "2": "shop_authorization_canceled_push",
    "3": "order_status_push",
    "4": "order_trackingno_push",
    "5": "shopee_updates",
    "7": "item_promotion_push",
    "8": "reserved_stock_change_push",
    "9": "promotion_update_push",
    "11": "video_upload_push",
    "12": "open_api_authorization_expiry",
    "13": "brand_register_result",
    "15": "shipping_document_status_push",
    "16": "violation_item_push",
    "22": "item_price_update_push",
}
"""Pushes of which nothing is said in a conversation, by their code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shopee:
    """
    Reads reviews of Shopee with their answers (`get_comment`), and messages of its chat (pushes).

    Args:
        account: The shop's id, where payloads do not say it: pages of reviews do not. It wins
            where both do.
    """

    account: str | None = None

    channel = "shopee"

    def __post_init__(self) -> None:
        """Read the map now, so that parsing touches no file."""
        shop_map(self.channel)

    @property
    def map(self) -> ChannelMap:
        """The map that reviews are read by."""
        return shop_map(self.channel)

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of a page of reviews or a push.

        Raises:
            PayloadError: If it is not an object of JSON.
        """
        fields = fields_of(payload, self.channel)
        if "code" in fields and "response" not in fields:
            return iter((self._push(payload, fields),))
        return Mapped(map=self.map, account=self.account).parse(payload)

    def _push(self, payload: Payload, fields: dict[str, JSON]) -> Event:
        code, shop = _id(fields.get("code")), _id(fields.get("shop_id"))
        desk = Desk(payload, self.channel, self.account or shop or "")
        value = fields.get("data")
        data = cast("dict[str, JSON]", value) if isinstance(value, dict) else {}
        if code != _CHAT or data.get("type") != "message":
            name = "webchat_push" if code == _CHAT else _PUSHES.get(code or "")
            return desk.unrecognised("", "unknown_kind", name=name)
        if not desk.id:
            return desk.unrecognised("", "missing_id", expected="expected a shop_id")
        found = desk.load(_Message, data.get("content"), "/data/content")
        return _message(desk, found, shop) if isinstance(found, _Message) else found


def _id(value: JSON) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return str(value) if isinstance(value, str) or value.bit_length() <= 64 else None


def _message(desk: Desk, found: _Message, shop: str | None) -> Event:
    pointer = "/data/content"
    if not found.message_id or not found.conversation_id:
        expected = "expected a message_id and a conversation_id"
        return desk.unrecognised(pointer, "missing_id", expected=expected)
    if found.message_type == "bundle_message":
        # It names messages that are pushed by themselves.
        return desk.unrecognised(pointer, "unknown_kind", name="bundle_message")
    direction = _direction(found, shop)
    quoted = found.quoted_msg
    if isinstance(quoted, list):
        quoted = quoted[0] if quoted else None
    known = found.message_type in _MESSAGES
    sent_at, defects = from_epoch(found.created_timestamp, "seconds", pointer=pointer)
    if not known:
        defects = (*defects, Defect(code="message_type_unknown", pointer=pointer))
    message = Message(
        id=found.message_id,
        author=_author(found, direction),
        direction=direction,
        sent_at=sent_at,
        text=(found.content.text or None) if found.content else None,
        attachments=_attachments(found),
        reply_to=Reference(id=quoted.message_id) if quoted and quoted.message_id else None,
        automatic="auto_reply" if found.status in _AUTOMATIC else None,
        # Of what it cannot show, Shopee pushes the kind.
        state="live" if known else "unsupported",
        defects=defects,
    )
    return desk.posted(
        message,
        found.message_id,
        pointer=pointer,
        thread=chat_thread(found.conversation_id),
        about=_about(found.source_content),
    )


def _direction(found: _Message, shop: str | None) -> Direction:
    """Tell who wrote to whom. A buyer may have a shop too, so the shop that we are decides."""
    if shop is not None and found.from_shop_id == shop != found.to_shop_id:
        return "outbound"
    if shop is not None and found.to_shop_id == shop != found.from_shop_id:
        return "inbound"
    return "unknown"


def _author(found: _Message, direction: Direction) -> Participant:
    identities: list[Identity] = []
    if found.from_id not in (None, "", "0"):
        # Users are numbered within a region.
        identities.append(
            Identity(scheme="shopee", value=str(found.from_id), scope=found.region or None)
        )
    name = found.from_user_name or None
    role: Role = "unknown"
    if direction == "inbound" and not found.business_type:
        role = "customer"
    elif direction == "outbound" and found.status in _AUTOMATIC:
        role = "bot"
    elif direction == "outbound" and found.sub_account_id not in (None, "", "0"):
        # The shop has written, and one of its people was it.
        role = "agent"
        identities = [
            Identity(
                scheme="shopee_sub_account", value=str(found.sub_account_id), scope=found.region
            )
        ]
        name = found.sub_account_name if found.sub_account_name not in ("", "0") else None
    elif direction == "outbound":
        role = "business"
    return Participant(
        role=role,
        identities=tuple(identities),
        name=name,
        name_source="vendor" if name else None,
    )


def _about(origin: _Origin | None) -> About | None:
    if origin is not None and origin.order_sn:
        return About(kind="order", id=origin.order_sn)
    if origin is not None and origin.item_id not in (None, "", "0"):
        return About(kind="product", id=origin.item_id)
    return None


def _attachments(found: _Message) -> tuple[Attachment, ...]:
    content = found.content or _Content()
    match found.message_type:
        case "image" if content.url or content.thumb_url:
            return (_file("image", content.url, content.thumb_url),)
        case "video" if content.video_url or content.thumb_url:
            video = _file("video", content.video_url, content.thumb_url)
            seconds = content.duration_seconds
            if seconds is None or not 0 <= seconds < _LONGEST:
                return (video,)
            return (video.model_copy(update={"duration": seconds * 1000}),)
        case "item" if content.item_id:
            return (Attachment(kind="product", id=content.item_id),)
        case _:
            return ()


def _file(kind: str, url: str | None, thumbnail: str | None) -> Attachment:
    """Describe a file: some are told by an address, and some by a name in Shopee's store."""
    is_address = (url or "").startswith(("https://", "http://"))
    shown = (thumbnail or "").startswith(("https://", "http://"))
    return Attachment(
        kind="image" if kind == "image" else "video",
        id=None if is_address else url or None,
        url=url if is_address else None,
        thumbnail_url=thumbnail if shown else None,
    )
