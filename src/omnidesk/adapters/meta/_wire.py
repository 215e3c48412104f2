"""
What Meta sends to a page's webhook, in Meta's words.

Only what is read stands here. Fields follow the pages under
<https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/>;
where recorded payloads differ from the page, a comment says how. Every field may be `null`.
"""

from __future__ import annotations

from pydantic import AliasChoices, Field, FiniteFloat

from omnidesk.adapters._wire import Flag, VendorId, Wire


class Party(Wire):
    """`sender` and `recipient`."""

    id: VendorId | None = None
    """A page-scoped id of a person (PSID), or the page's own id."""
    user_ref: VendorId | None = None
    """Instead of `id`: what the page itself called a visitor in the checkbox plugin."""


class ShopProduct(Wire):
    """`referral.product`: what somebody asks about from an Instagram shop."""

    id: VendorId | None = None


class AdsContext(Wire):
    """`ads_context_data` of a referral."""

    post_id: VendorId | None = None
    product_id: VendorId | None = None


class Referral(Wire):
    """`referral`, on its own or within a message or a postback."""

    ref: VendorId | None = None
    source: str | None = None
    type: str | None = None
    ad_id: VendorId | None = None
    referer_uri: str | None = None
    ads_context_data: AdsContext | None = None
    product: ShopProduct | None = None


class QuickReply(Wire):
    """`message.quick_reply`."""

    payload: str | None = None


class Command(Wire):
    """One of `message.commands`."""

    name: str | None = None


class Story(Wire):
    """`message.reply_to.story`."""

    id: VendorId | None = None
    url: str | None = None


class ReplyTo(Wire):
    """`message.reply_to`: a message or a story."""

    mid: VendorId | None = None
    story: Story | None = None


class Coordinates(Wire):
    """`payload.coordinates` of a location. It is `long`, not `lng`."""

    lat: FiniteFloat
    long: FiniteFloat


class Element(Wire):
    """One card of a template, or one product."""

    id: VendorId | None = None
    title: str | None = None
    subtitle: str | None = None
    image_url: str | None = None


class Product(Wire):
    """`payload.product`."""

    elements: list[Element] | None = None


class AttachmentPayload(Wire):
    """`attachments[].payload`."""

    url: str | None = None
    title: str | None = None
    text: str | None = None
    sticker_id: VendorId | None = None
    reel_video_id: VendorId | None = None
    ig_post_media_id: VendorId | None = None
    """Undocumented; recorded since 2025 beside the address of a shared Instagram post."""
    coordinates: Coordinates | None = None
    product: Product | None = None
    elements: list[Element] | None = None


class Attachment(Wire):
    """One of `message.attachments`."""

    type: str | None = None
    payload: AttachmentPayload | None = None
    title: str | None = None
    url: str | None = None
    URL: str | None = None
    """The fallback page writes `url`, recorded fallbacks also have `URL`."""


class Message(Wire):
    """`message`: what somebody said, an echo of what the page said, or an unsend."""

    mid: VendorId | None = None
    text: str | None = None
    quick_reply: QuickReply | None = None
    reply_to: ReplyTo | None = None
    attachments: list[object] | None = None
    """Read one by one: a strange attachment must not cost the text beside it."""
    referral: Referral | None = None
    commands: list[Command] | None = None
    sticker_id: VendorId | None = None
    """Before 2026 a sticker's id stood here, beside an image."""
    app_id: VendorId | None = None
    """A number; a string in newer versions of the API."""
    is_echo: Flag = False
    is_self: Flag = False
    """On Instagram: the account writes to itself."""
    is_deleted: Flag = False
    is_unsupported: Flag = False


class PriorMessage(Wire):
    """`prior_message`: as whom we wrote to somebody before they had a PSID."""

    source: str | None = None
    identifier: VendorId | None = None


class Edit(Wire):
    """`message_edit`."""

    mid: VendorId | None = None
    text: str | None = None
    num_edit: object = None
    """The page's table says a number, its sample has a string."""


class Reaction(Wire):
    """`reaction`. An `unreact` may leave out `reaction` and `emoji`."""

    mid: VendorId | None = None
    action: str | None = None
    reaction: str | None = None
    emoji: str | None = None


class Delivery(Wire):
    """`delivery`. `mids` may be absent."""

    mids: list[VendorId] | None = None
    watermark: object = None


class Read(Wire):
    """`read`: a watermark on Messenger, one `mid` on Instagram."""

    mid: VendorId | None = None
    watermark: object = None


class Postback(Wire):
    """`postback`. Without `payload` on standby or at another app; old ones have no `mid`."""

    mid: VendorId | None = None
    title: str | None = None
    payload: str | None = None
    referral: Referral | None = None


class OptIn(Wire):
    """`optin` in its three forms: a plugin, a one-time notification, recurring notifications."""

    type: str | None = None
    ref: VendorId | None = None
    user_ref: VendorId | None = None
    payload: str | None = None
    title: str | None = None
    one_time_notif_token: str | None = None
    notification_messages_token: str | None = None
    notification_messages_frequency: str | None = None
    notification_messages_status: str | None = None
    token_expiry_timestamp: object = None


class ThreadControl(Wire):
    """`pass_thread_control`, `take_thread_control` and `request_thread_control`."""

    previous_owner_app_id: VendorId | None = None
    new_owner_app_id: VendorId | None = None
    requested_owner_app_id: VendorId | None = None
    metadata: str | None = None


class AppRoles(Wire):
    """`app_roles`: its keys are app ids, so nothing of it is modelled."""


class AccountLinking(Wire):
    """`account_linking`. Its `authorization_code` is a credential and stays in the payload."""

    status: str | None = None


class PolicyEnforcement(Wire):
    """`policy_enforcement`, which Meta also writes `policy-enforcement`."""

    action: str | None = None
    reason: str | None = None


class FollowUp(Wire):
    """`follow_up` of an answer: what somebody adds in their own words."""

    payload: str | None = None


class Answer(Wire):
    """One of `feedback_screens[].questions`, whose keys are the page's own."""

    type: str | None = None
    """`csat`, `nps`, `ces` or `free_form`."""
    payload: str | int | None = None
    """The score, as text; recorded as a number too. For `free_form`, the words."""
    follow_up: FollowUp | None = None


class FeedbackScreen(Wire):
    """One of `messaging_feedback.feedback_screens`."""

    screen_id: VendorId | None = None
    questions: dict[str, object] | None = None
    """Read one by one."""


class Feedback(Wire):
    """`messaging_feedback`: answers to a customer feedback template."""

    feedback_screens: list[FeedbackScreen] | None = None


class ResponseFeedback(Wire):
    """`response_feedback`: a thumb under one of the page's messages."""

    mid: VendorId | None = None
    feedback: str | None = None


class OrderProduct(Wire):
    """One of `order.products`."""

    id: VendorId | None = None
    retailer_id: VendorId | None = None
    name: str | None = None


class Order(Wire):
    """`order`: a cart that somebody sends from the page's shop."""

    products: list[OrderProduct] | None = None
    note: str | None = None


class FormResponse(Wire):
    """One of `screens[].responses`."""

    key: str | None = None
    value: str | None = None


class FormScreen(Wire):
    """One of `messaging_customer_information.screens`."""

    responses: list[FormResponse] | None = None


class CustomerInformation(Wire):
    """`messaging_customer_information`: a form that somebody has filled in."""

    screens: list[FormScreen] | None = None


class Bare(Wire):
    """A body of which nothing is read but that it is there."""


class Item(Wire):
    """One of `entry[].messaging` or `entry[].standby`: an envelope and, usually, one body."""

    sender: Party | None = None
    recipient: Party | None = None
    timestamp: object = None
    """Milliseconds; the test button sends seconds, as a string."""

    message: Message | None = None
    prior_message: PriorMessage | None = None
    message_edit: Edit | None = None
    reaction: Reaction | None = None
    delivery: Delivery | None = None
    read: Read | None = None
    postback: Postback | None = None
    referral: Referral | None = None
    optin: OptIn | None = None
    pass_thread_control: ThreadControl | None = None
    take_thread_control: ThreadControl | None = None
    request_thread_control: ThreadControl | None = None
    app_roles: AppRoles | None = None
    account_linking: AccountLinking | None = None
    policy_enforcement: PolicyEnforcement | None = Field(
        None, validation_alias=AliasChoices("policy_enforcement", "policy-enforcement")
    )
    messaging_feedback: Feedback | None = None
    response_feedback: ResponseFeedback | None = None
    order: Order | None = None
    messaging_customer_information: CustomerInformation | None = None
    message_request: str | None = None
    game_play: Bare | None = None
    payment: Bare | None = None
    pre_checkout: Bare | None = None
    checkout_update: Bare | None = None
