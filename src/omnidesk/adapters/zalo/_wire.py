"""
What Zalo sends to the webhook of an Official Account, in Zalo's words.

Only what is read stands here. Fields follow the pages under
<https://docs.zaloplatforms.com/docs/OA/>; where recorded payloads differ from a page, or where no
page is known, a comment says so. All ids and times are documented as strings, and tolerated as
numbers. Every field may be `null`.
"""

from __future__ import annotations

from pydantic import AliasChoices, Field, FiniteFloat

from omnidesk.adapters._wire import VendorId, Wire


class Party(Wire):
    """`sender`, `recipient`, `follower`, and each of `users`."""

    id: VendorId | None = None
    admin_id: VendorId | None = None
    """Only on a sender: the person who wrote in oa.zalo.me/chatv2. What an API sends has none."""


class Coordinates(Wire):
    """`payload.coordinates` of a location: numbers in strings."""

    latitude: FiniteFloat
    longitude: FiniteFloat


class AttachmentPayload(Wire):
    """`attachments[].payload`, of all types."""

    id: VendorId | None = None
    url: str | None = None
    thumbnail: str | None = None
    title: str | None = None
    description: str | None = None
    """Of a business card: JSON in a string."""
    name: str | None = None
    size: object = None
    """Bytes, in a string."""
    type: str | None = None
    """Of a file."""
    coordinates: Coordinates | None = None
    zinstant_id: VendorId | None = None
    text: str | None = None
    link_url: str | None = None


class Attachment(Wire):
    """One of `message.attachments`."""

    type: str | None = None
    payload: AttachmentPayload | None = None


class Message(Wire):
    """`message`: of messages, receipts, reactions, feedback and pressed buttons."""

    msg_id: VendorId | None = None
    msg_ids: list[VendorId] | None = None
    """Of `user_seen_message`."""
    text: str | None = None
    quote_msg_id: VendorId | None = None
    conversation_id: VendorId | None = None
    """Of an anonymous chat."""
    attachments: list[object] | None = None
    """Read one by one: a strange attachment must not cost the text beside it."""
    react_icon: str | None = None
    delivery_time: object = None
    """Of a notification (ZNS): when it arrived; `timestamp` is another moment."""
    rating_type: str | None = None
    option: str | None = None
    note: str | None = None
    rate: FiniteFloat | None = None
    feedbacks: list[str] | None = None
    submit_time: object = None
    button_type: str | None = None
    data: str | None = None
    """Of a pressed button: what stood on it."""


class FullAddress(Wire):
    """`info.full_address`."""

    user_address: str | None = None
    user_ward: str | None = None
    user_city: str | None = None


class Info(Wire):
    """`info`: the form that somebody filled in, in the present form and an older one."""

    name: str | None = None
    phone: VendorId | None = None
    user_dob: str | None = None
    gender: str | None = None
    address: str | None = None
    ward: str | None = None
    district: str | None = None
    city: str | None = None
    full_address: FullAddress | None = None


class Tag(Wire):
    """`tag`: a label, and who got or lost it."""

    name: str | None = None
    user_ids: list[VendorId] | None = None


class Data(Wire):
    """`data`: of the widget's events and of `update_user_info`."""

    user_id: VendorId | None = None
    user_external_id: VendorId | None = None
    """What our own side called a visitor of its website."""
    url: str | None = None
    message: str | None = None
    method: str | None = None


class Event(Wire):
    """A webhook's body: one event, flat, with the fields of all kinds."""

    event_name: str
    app_id: VendorId | None = None
    oa_id: VendorId | None = Field(None, validation_alias=AliasChoices("oa_id", "oaId"))
    """`change_oa_daily_quota` has `oaId`. Most messages have neither."""
    timestamp: object = None
    """Milliseconds, in a string. The documentation's own samples have 11 and 12 digits."""
    user_id_by_app: VendorId | None = None
    sender: Party | None = None
    recipient: Party | None = None
    follower: Party | None = None
    user_id: VendorId | None = None
    phone: VendorId | None = None
    source: str | None = None
    message: Message | None = None
    msg_id: VendorId | None = None
    """`user_click_response_button` has it here, and not in `message`."""
    info: Info | None = None
    tag: Tag | None = None
    data: Data | None = None
    group_id: VendorId | None = None
    users: list[Party] | None = None

    call_id: VendorId | None = None
    call_type: str | None = None
    init_time: object = None
    call_duration: object = None
    """Milliseconds."""
    waiting_time: object = None
    """Seconds."""
    talk_time: object = None
    """Milliseconds."""
    status_code: VendorId | None = None

    request_type: str | None = None
    create_time: object = None
    user_consent: str | None = None
    confirmed_time: object = None
    expired_time: object = None
    """0 is without end."""

    template_id: VendorId | None = None
    status: object = None
    """Of a template: an object with `prev_…` and `new_…`."""
    quality: object = None
    """Of a template: a word."""
    quota: object = None
    """An object with `prev_…` and `new_…`; of a template, no page shows it."""
    reason: str | None = None


class PulledMessage(Wire):
    """
    One message of `GET /v2.0/oa/listrecentchat` or `/v2.0/oa/conversation`.

    The same messages as a webhook's, with other names and types: `message_id` for `msg_id`, `time`
    a number, `photo` for `image`.
    """

    message_id: VendorId | None = None
    src: int | None = None
    """0 is from the account, 1 from the person. Recorded answers leave it out."""
    time: object = None
    type: str | None = None
    message: str | None = None
    from_id: VendorId | None = None
    to_id: VendorId | None = None
    from_display_name: str | None = None
    to_display_name: str | None = None
    url: str | None = None
    thumb: str | None = None
    description: str | None = None
    links: list[object] | None = None
    location: object = None
    """An object, or one in a string: no page shows it."""


class PulledLink(Wire):
    """One of `links` of a pulled message."""

    title: str | None = None
    url: str | None = None
    thumb: str | None = None
    description: str | None = None


class SharedInfo(Wire):
    """`shared_info` of a user: what the person has submitted."""

    phone: VendorId | None = None


class PulledUser(Wire):
    """`data` of `GET /v3.0/oa/user/detail`."""

    user_id: VendorId | None = None
    user_id_by_app: VendorId | None = None
    user_external_id: VendorId | None = None
    display_name: str | None = None
    shared_info: SharedInfo | None = None


class BotParty(Wire):
    """`from` of a message to a bot."""

    id: VendorId | None = None
    display_name: str | None = Field(None, validation_alias=AliasChoices("display_name", "name"))
    is_bot: bool | None = None


class BotChat(Wire):
    """`chat` of a message to a bot."""

    id: VendorId | None = None
    chat_type: str | None = None


class BotMessage(Wire):
    """`message` of an update of the Bot API."""

    message_id: VendorId | None = None
    sender: BotParty | None = Field(None, validation_alias="from")
    chat: BotChat | None = None
    date: object = None
    text: str | None = None
    caption: str | None = None
    photo_url: str | None = Field(None, validation_alias=AliasChoices("photo_url", "photo"))
    sticker: VendorId | None = None
    url: str | None = None
    voice_url: str | None = None


class BotUpdate(Wire):
    """An update of the Bot API: `result`, or the body itself."""

    event_name: str
    message: BotMessage | None = None
