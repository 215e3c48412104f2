"""From Sunshine's words to ours: the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.model import AttachmentKind, NoticeKind, Origin, ReceiptKind, Role

CHANNEL = "sunshine"

SOURCES: Mapping[str, tuple[Role, Origin]] = {
    "zd:agentWorkspace": ("business", "native"),
    "zd:answerBot": ("bot", "platform"),
}
"""
`source.type` of what the business says: by whom, and what has sent it.

Zendesk's workspace also sends what triggers write, so that its author is our side as a whole.
"""

CLIENTS = frozenset(
    {
        "apple",
        "googlercs",
        "instagram",
        "kakao",
        "line",
        "mailgun",
        "messagebird",
        "messenger",
        "slackconnect",
        "telegram",
        "twilio",
        "twitter",
        "viber",
        "wechat",
        "whatsapp",
    }
)
"""
`client.type` of channels on which somebody has an id of their own. The SDK's devices have none.

Messenger's and Instagram's ids are those that Meta gives to a page's users; which page, Sunshine
does not say, so that their scope is the integration.
"""

VIA: Mapping[str, str] = {
    "apple": "apple_messages",
    "googlercs": "rcs",
    "instagram": "instagram",
    "kakao": "kakao",
    "line": "line",
    "mailgun": "email",
    "messagebird": "sms",
    "messenger": "messenger",
    "slackconnect": "slack",
    "telegram": "telegram",
    "twilio": "sms",
    "twitter": "twitter",
    "viber": "viber",
    "wechat": "wechat",
    "whatsapp": "whatsapp",
}
"""`source.type` of what somebody wrote by another channel than Sunshine's own SDKs."""

FILES: Mapping[str, AttachmentKind] = {"file": "file", "image": "image"}
"""Contents that are a file."""

PARTS: Mapping[str, AttachmentKind] = {"carousel": "template", "list": "template"}
"""Contents that are made of items."""

WHOLE: Mapping[str, AttachmentKind] = {"form": "template", "template": "template"}
"""Contents that are shown by the channel, and of which nobody tells what they look like."""

TEXTS = frozenset({"formResponse", "location", "text"})

DELIVERIES: Mapping[str, ReceiptKind] = {
    "conversation:message:delivery:channel": "sent",
    "conversation:message:delivery:failure": "failed",
    "conversation:message:delivery:user": "delivered",
}
"""How far a message has come: accepted by the channel, refused, on the person's device."""

NOTICES: Mapping[str, NoticeKind] = {
    "conversation:create": "opened",
    "conversation:join": "joined",
    "conversation:leave": "left",
    "conversation:referral": "referral",
    "conversation:remove": "other",
    "switchboard:acceptControl": "handover",
    "switchboard:acceptControl:failure": "other",
    "switchboard:offerControl": "handover",
    "switchboard:offerControl:failure": "other",
    "switchboard:passControl": "handover",
    "switchboard:passControl:failure": "other",
    "switchboard:releaseControl": "handover",
    "user:merge": "other",
    "user:remove": "other",
}
"""What happens without anybody saying it."""

NOTHING = frozenset({"conversation:typing"})
"""Known, and of no interest."""
