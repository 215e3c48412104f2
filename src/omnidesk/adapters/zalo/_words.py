"""From Zalo's words to ours: the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from omnidesk.model import Direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.model import AttachmentKind, ConsentState, NoticeKind, Outcome

CONSOLE_TEST = "This is message id"
"""The `msg_id` of everything that the developer console's test button sends."""

REMOVED_REACTION = "/-remove"
"""The `react_icon` that takes a reaction back."""

# --- messages -------------------------------------------------------------------------------------

_KINDS = (
    *("audio", "business_card", "file", "gif", "image"),
    *("link", "location", "sticker", "text", "video"),
)


class Chat(NamedTuple):
    """Which kind of chat a message stands in, and which way it goes."""

    kind: Literal["user", "anonymous", "group"]
    direction: Direction


_CHATS = {
    "user_send": Chat("user", "inbound"),
    "oa_send": Chat("user", "outbound"),
    "anonymous_send": Chat("anonymous", "inbound"),
    "oa_send_anonymous": Chat("anonymous", "outbound"),
    "user_send_group": Chat("group", "inbound"),
    "oa_send_group": Chat("group", "outbound"),
}

MESSAGES: Mapping[str, Chat] = {
    f"{prefix}_{kind}": chat
    for prefix, chat in _CHATS.items()
    for kind in (*_KINDS, *(("list", "template") if prefix == "oa_send" else ()))
}
"""
Everything that is said, by `event_name`.

Zalo's lists differ in which kinds there are: all that any of them has, or code in use handles,
stand here. What hangs on a message is told by its attachments, not by the name.
"""

ATTACHMENTS: Mapping[str, AttachmentKind] = {
    "audio": "audio",
    "file": "file",
    "gif": "image",
    "image": "image",
    "link": "link",
    "location": "location",
    "sticker": "sticker",
    "template": "template",
    "video": "video",
}
"""`attachments[].type`. What is not here is `unknown`."""

PULLED_ATTACHMENTS: Mapping[str, AttachmentKind] = {
    "file": "file",
    "gif": "image",
    "link": "link",
    "links": "link",
    "location": "location",
    "photo": "image",
    "sticker": "sticker",
    "video": "video",
    "voice": "audio",
}
"""`type` of a message in the API's pages; `text` and `nosupport` have nothing attached."""

BOT_UPDATES: Mapping[str, AttachmentKind | None] = {
    "message.image.received": "image",
    "message.sticker.received": "sticker",
    "message.text.received": None,
    "message.unsupported.received": None,
    "message.voice.received": "audio",
}
"""`event_name` of the Bot API, and what hangs on such a message."""

# --- who is the account ---------------------------------------------------------------------------

OA_IS_SENDER = frozenset(
    {
        *(name for name, chat in MESSAGES.items() if chat.direction == "outbound"),
        "oa_reacted_message",
    }
)
"""Events whose `sender` is the account, if nothing tells its id."""

OA_IS_RECIPIENT = frozenset(
    {
        *(
            name
            for name, chat in MESSAGES.items()
            if chat.direction == "inbound" and chat.kind != "group"
        ),
        "anonymous_reacted_message",
        "user_reacted_message",
        "user_submit_info",
    }
)
"""Events whose `recipient` is the account. Receipts are in neither table: their sides differ."""

# --- what happens beside messages -----------------------------------------------------------------

RECEIPTS: Mapping[str, Literal["delivered", "read"]] = {
    "user_received_message": "delivered",
    "user_seen_message": "read",
}

REACTIONS = frozenset({"anonymous_reacted_message", "oa_reacted_message", "user_reacted_message"})

CALLS: Mapping[str, tuple[Direction, Outcome | None]] = {
    "oa_call_answered": ("unknown", "answered"),
    "oa_call_end": ("unknown", None),
    "oa_call_failed": ("unknown", "failed"),
    "oa_call_missed": ("unknown", "missed"),
    "oa_call_rejected": ("unknown", "rejected"),
    "oa_call_user": ("outbound", None),
    "user_call_oa": ("inbound", None),
}
"""
Reports of calls: which way, and how they ended where the name says it.

`user_call_oa` and `oa_call_user` are documented. The others are in code that is in use, and no page
of Zalo's that we know has them.
"""

CALL_CONSENTS: Mapping[str, ConsentState] = {
    "ALLOW": "granted",
    "EXPIRED": "expired",
    "SENT": "requested",
    "USER_BLOCKED": "refused",
}
"""`request_type` of a request to call, and `user_consent` of its answer."""

NOTICES: Mapping[str, NoticeKind] = {
    "accept_request_join_group": "joined",
    "add_group_admin": "group_changed",
    "add_user_to_tag": "other",
    "change_oa_daily_quota": "quota",
    "change_oa_template_tags": "template_status",
    "change_template_quality": "template_status",
    "change_template_quota": "quota",
    "change_template_status": "template_status",
    "create_group": "group_changed",
    "delete_group": "group_changed",
    "disperse_group": "group_changed",
    "event_journey_acknowledged": "other",
    "event_journey_time_out": "other",
    "extension_purchased": "other",
    "follow": "followed",
    "permission_revoked": "permission_revoked",
    "react_request_join_group": "group_changed",
    "react_request_join_group_accept": "joined",
    "react_request_join_group_reject": "group_changed",
    "reject_request_join_group": "group_changed",
    "remove_group_admin": "group_changed",
    "remove_tag": "other",
    "remove_user_from_tag": "other",
    "shop_has_order": "order",
    "unfollow": "unfollowed",
    "update_group_info": "group_changed",
    "update_user_info": "other",
    "user_click_chatnow": "opened",
    "user_join_group": "joined",
    "user_leave_group": "left",
    "user_out_group": "left",
    "user_request_join_group": "group_changed",
    "user_submit_info": "form_submitted",
    "widget_failed_to_sync_user_external_id": "other",
}
"""What happens without anybody saying it."""

CONSENTS: Mapping[str, tuple[ConsentState, str]] = {
    "follow": ("granted", "messages"),
    "unfollow": ("withdrawn", "messages"),
    "user_withdraw": ("withdrawn", "data_processing"),
    "widget_interaction_accepted": ("granted", "interaction"),
}
"""Events that say what somebody allows, and what for, in words of ours: Zalo names no purpose."""

SAME_EVENT: Mapping[str, str] = {
    "disperse_group": "delete_group",
    "react_request_join_group_accept": "accept_request_join_group",
    "react_request_join_group_reject": "reject_request_join_group",
    "user_leave_group": "user_out_group",
}
"""
Spellings in which Zalo's lists disagree, and the one that ids are derived from.

Should Zalo change the spelling between a delivery and its retry, it is one event all the same.
"""

DOCUMENTED = frozenset(
    {
        *MESSAGES,
        *RECEIPTS,
        *REACTIONS,
        *CALLS,
        *NOTICES,
        *CONSENTS,
        "oa_send_consent",
        "user_click_response_button",
        "user_feedback",
        "user_reply_consent",
    }
)
"""The whole catalogue."""

RATINGS: Mapping[str, tuple[float, float]] = {"five_emotions": (1.0, 5.0)}
"""`option` of a rating: the worst and the best that could have been given."""

ERRORS: Mapping[str, str] = {
    "-32": "too many requests",
    "-124": "the access token is invalid",
    "-213": "the person does not follow the account",
    "-216": "the access token is invalid",
    "-220": "the access token has expired or was removed",
    "-223": "the account has not authorised this interface",
    "-227": "the person is blocked or has been inactive for more than 45 days",
    "-230": "the person has not interacted with the account in the last 7 days",
}
"""What the codes of the API's answers mean, in words of ours."""
