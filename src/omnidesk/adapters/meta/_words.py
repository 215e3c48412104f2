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

SCORES: Mapping[str, tuple[float, float] | None] = {"ces": None, "csat": (1, 5), "nps": (0, 10)}
"""`questions.*.type` of feedback, and the lowest and highest score where Meta says so."""

THUMBS: Mapping[str, float] = {"Bad response": 0, "Good response": 1}
"""`response_feedback.feedback`."""

MESSAGE_REQUESTS = frozenset({"accept"})
"""`message_request`, from the old customer matching; nothing else of it was ever recorded."""

MESSAGING_FIELDS = frozenset(
    {
        "message_deliveries",
        "message_echoes",
        "message_edit",
        "message_edits",
        "message_reactions",
        "message_reads",
        "messages",
        "messaging_account_linking",
        "messaging_customer_information",
        "messaging_feedback",
        "messaging_game_plays",
        "messaging_handovers",
        "messaging_optins",
        "messaging_policy_enforcement",
        "messaging_postbacks",
        "messaging_referral",
        "messaging_referrals",
        "messaging_seen",
        "response_feedback",
        "send_cart",
        "standby",
    }
)
"""Webhook fields whose `changes[].value`, as the test button sends it, is a messaging item."""

NOT_READ = frozenset(
    {
        "business_integrity",
        "call_permission_reply",
        "calls",
        "comments",
        "conversations",
        "feed",
        "group_feed",
        "in_thread_lead_form",
        "inbox_labels",
        "leadgen",
        "live_comments",
        "live_videos",
        "marketing_message_delivery_failed",
        "mention",
        "mentions",
        "message_context",
        "message_mention",
        "message_template_status_update",
        "messaging_appointments",
        "messaging_direct_sends",
        "messaging_fblogin_account_linking",
        "messaging_in_thread_lead_form_submit",
        "messaging_integrity",
        "messaging_optouts",
        "otp_verification",
        "ratings",
        "story_insights",
        "user_action",
        "videos",
    }
)
"""
Keys and fields that Meta names and the messaging adapters do not read: named, not understood.

What people write in public is other adapters' work. Of the rest Meta does not say what it looks
like, or says it in two ways (`inbox_labels`).
"""
