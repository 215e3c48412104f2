"""Chatwoot's words, and what they mean in ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from omnidesk.model import Role

if TYPE_CHECKING:
    from omnidesk.model import AttachmentKind, NoticeKind

MessageType = Literal["incoming", "outgoing", "activity", "template"]
"""What chatwoot calls the sides of a conversation."""

MESSAGE_TYPES: dict[str, MessageType] = {
    "incoming": "incoming",
    "0": "incoming",
    "outgoing": "outgoing",
    "1": "outgoing",
    "activity": "activity",
    "2": "activity",
    "template": "template",
    "3": "template",
}
"""`message_type`: words in webhooks, numbers in pages."""


class Kind(NamedTuple):
    """What kind of somebody a sender is."""

    role: Role
    scheme: str
    """Contacts, users and bots are numbered apart: each kind has a scheme of its own."""


CONTACT = Kind("customer", "chatwoot_contact")
USER = Kind("agent", "chatwoot_user")
_BOT = Kind("bot", "chatwoot_bot")
_CAPTAIN = Kind("bot", "chatwoot_captain")

SENDERS = {
    "contact": CONTACT,
    "user": USER,
    "agent_bot": _BOT,
    "agentbot": _BOT,
    "captain_assistant": _CAPTAIN,
    "captain::assistant": _CAPTAIN,
}
"""`sender.type`, and `sender_type` of pages in small letters."""

WIDGET_CHANNEL = "Channel::WebWidget"
"""The channel of a site's visitors."""

SESSIONS = frozenset((WIDGET_CHANNEL, "Channel::Api"))
"""Where `contact_inbox.source_id` is no address of another network but a session of ours."""

VIA = {
    "Channel::Email": "email",
    "Channel::FacebookPage": "messenger",
    "Channel::Instagram": "instagram",
    "Channel::Line": "line",
    "Channel::Sms": "sms",
    "Channel::Telegram": "telegram",
    "Channel::Tiktok": "tiktok",
    "Channel::TwitterProfile": "twitter",
    "Channel::Whatsapp": "whatsapp",
}
"""An inbox's channel in our words. `Channel::TwilioSms` is SMS or WhatsApp, and does not say."""

ATTACHMENTS: dict[str, AttachmentKind] = {
    "image": "image",
    "audio": "audio",
    "video": "video",
    "file": "file",
    "location": "location",
    "fallback": "link",
    "share": "share",
    "story_mention": "story",
    "contact": "contact",
    "ig_reel": "reel",
    "ig_post": "post",
    "ig_story": "story",
    "embed": "link",
}
"""`file_type`."""

OFFERED = frozenset(("cards", "form", "article", "input_select", "integrations"))
"""The content types whose `items` are shown: cards, fields, articles, choices."""

MESSAGE_EVENTS = frozenset(("message_created", "message_updated"))
"""Webhooks whose body is a message."""

CONVERSATION_EVENTS: dict[str, NoticeKind] = {
    "conversation_created": "opened",
    "conversation_status_changed": "status_changed",
    # Bots get these in place of the one before.
    "conversation_opened": "status_changed",
    "conversation_resolved": "status_changed",
    "conversation_updated": "other",
}
"""Webhooks whose body is a conversation."""

CONTACT_EVENTS = frozenset(("contact_created", "contact_updated"))
"""Webhooks whose body is a contact."""

WIDGET_EVENT = "webwidget_triggered"
"""The webhook that says that a visitor has opened the chat."""

OF_NO_INTEREST = frozenset(
    ("conversation_typing_on", "conversation_typing_off", "inbox_created", "inbox_updated")
)
"""Webhooks that say nothing about a conversation's content, its state or its people."""

CHANGES: dict[str, NoticeKind] = {
    "assignee_id": "assigned",
    "team_id": "assigned",
    "priority": "other",
    "label_list": "other",
}
"""The `changed_attributes` of a conversation that are told; its status has a webhook of its own."""
