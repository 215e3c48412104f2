"""From Meta's words to ours: the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.model import AttachmentKind, ConsentState

PAGE_INBOX = "263902037430900"
"""The app id of the Page Inbox, where people answer in Meta's own tools."""

ATTACHMENTS: Mapping[str, AttachmentKind] = {
    "appointment_booking": "calendar",
    "audio": "audio",
    "fallback": "link",
    "file": "file",
    "ig_post": "post",
    "ig_reel": "reel",
    "ig_story": "story",
    "image": "image",
    "location": "location",
    "post": "post",
    "reel": "reel",
    "share": "share",
    "sticker": "sticker",
    "story_mention": "story",
    "template": "template",
    "video": "video",
}
"""`attachments[].type`. Meta adds kinds without asking; what is not here is `unknown`."""

REACTIONS: Mapping[str, Literal["added", "removed"]] = {"react": "added", "unreact": "removed"}
"""`reaction.action`."""

OPT_INS: Mapping[str | None, str] = {
    None: "opt_in",
    "one_time_notif_req": "one_time_notification",
    "notification_messages": "notification_messages",
}
"""`optin.type`; the plugins send none."""

OPT_IN_STATES: Mapping[str | None, ConsentState] = {
    None: "granted",
    "RESUME_NOTIFICATIONS": "granted",
    "STOP_NOTIFICATIONS": "withdrawn",
}
"""`optin.notification_messages_status`, which is there only when it changes."""

ACCOUNT_LINKING: Mapping[str, Literal["account_linked", "account_unlinked"]] = {
    "linked": "account_linked",
    "unlinked": "account_unlinked",
}
"""`account_linking.status`."""

ENFORCEMENTS = frozenset({"block", "unblock", "warning"})
"""`policy_enforcement.action`."""

MESSAGING_FIELDS = frozenset(
    {
        "message_deliveries",
        "message_echoes",
        "message_edits",
        "message_reactions",
        "message_reads",
        "messages",
        "messaging_account_linking",
        "messaging_handovers",
        "messaging_optins",
        "messaging_policy_enforcement",
        "messaging_postbacks",
        "messaging_referrals",
        "messaging_seen",
        "standby",
    }
)
"""Webhook fields whose `changes[].value`, as the test button sends it, is a messaging item."""

NOT_READ_YET = frozenset(
    {
        "business_integrity",
        "calls",
        "checkout_update",
        "conversations",
        "feed",
        "game_play",
        "group_feed",
        "in_thread_lead_form",
        "inbox_labels",
        "leadgen",
        "live_videos",
        "mention",
        "message_context",
        "message_request",
        "message_template_status_update",
        "messaging_customer_information",
        "messaging_feedback",
        "order",
        "payment",
        "pre_checkout",
        "ratings",
        "videos",
    }
)
"""Keys and fields that Meta documents and this version does not read: named, not understood."""
