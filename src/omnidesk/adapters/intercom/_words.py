"""From Intercom's words to ours: the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.model import (
        AutomaticKind,
        ConsentState,
        Direction,
        Evidence,
        NoticeKind,
        Role,
    )

CHANNEL = "intercom"

# --- people ---------------------------------------------------------------------------------------

ROLES: Mapping[str, Role] = {
    "admin": "agent",
    "bot": "bot",
    "contact": "customer",
    "lead": "customer",
    "operator": "bot",
    "team": "business",
    "user": "customer",
}
"""`author.type`. Who is none of these has no role that we know, and what they say no direction."""

SCHEMES: Mapping[str, str] = {
    "admin": "intercom_admin",
    "bot": "intercom_bot",
    "contact": "intercom",
    "lead": "intercom",
    "operator": "intercom_bot",
    "team": "intercom_team",
    "user": "intercom",
}
"""Users, leads and contacts share their ids; admins, bots and teams have others."""

DIRECTIONS: Mapping[Role, Direction] = {
    "agent": "outbound",
    "bot": "outbound",
    "business": "outbound",
    "customer": "inbound",
}

EVIDENCE: Mapping[str, Evidence] = {"user": "platform"}
"""
Why a contact's address is theirs, by the contact's type.

Of a user, the platform has it from our own app. A lead, or somebody of whom nobody says what they
are, has typed it.
"""

# --- parts of a conversation ----------------------------------------------------------------------

MESSAGES = frozenset({"comment", "quick_reply"})
"""Parts in which somebody says something to the other side."""

NOTES = frozenset({"note", "note_and_reopen"})
"""Parts that only our own side can read."""

ASSIGNMENTS = frozenset(
    {
        "assign_and_reopen",
        "assign_and_unsnooze",
        "assignment",
        "away_mode_assignment",
        "bulk_reassignment",
        "default_assignment",
        "message_strategy_assignment",
    }
)
"""
Parts that hand the conversation to somebody.

They may have a text. Intercom's API calls it a response; people who read such parts take it for a
note as often. So nobody knows who can read it.
"""

CHANGES: Mapping[str, NoticeKind] = {
    **dict.fromkeys(ASSIGNMENTS, "assigned"),
    "channel_and_reply_time_expectation": "other",
    "close": "status_changed",
    "company_updated": "other",
    "conversation_attribute_updated_by_admin": "other",
    "conversation_attribute_updated_by_user": "other",
    "conversation_attribute_updated_by_workflow": "other",
    "conversation_rating_changed": "other",
    "conversation_sla_applied_by_rule": "other",
    "conversation_sla_applied_by_workflow": "other",
    "conversation_sla_paused": "other",
    "conversation_sla_removed": "other",
    "conversation_sla_target_missed": "other",
    "conversation_sla_unpaused": "other",
    "conversation_tags_updated": "other",
    "custom_action_finished": "other",
    "custom_action_started": "other",
    "fin_guidance_applied": "other",
    "language_detection_details": "other",
    "note_and_reopen": "status_changed",
    "open": "status_changed",
    "participant_added": "joined",
    "participant_removed": "left",
    "priority_changed": "other",
    "snoozed": "status_changed",
    "ticket_attribute_updated_by_admin": "other",
    "ticket_state_updated_by_admin": "status_changed",
    "ticket_state_updated_by_user": "status_changed",
    "timer_unsnooze": "status_changed",
    "unsnoozed": "status_changed",
}
"""Parts in which something happens to the conversation, by `part_type`."""

SPEAKING_CHANGES = frozenset({"close", "open"})
"""Changes whose text is a message to the other side: a reply that closes, or that opens again."""

AUTOMATIC: Mapping[str, AutomaticKind] = {
    "automated": "bulk",
    "campaigns_initiated": "bulk",
    "operator_initiated": "auto_generated",
}
"""`source.delivered_as`: first messages that no person has written for this one customer."""

# --- topics ---------------------------------------------------------------------------------------

REDACTED = "conversation_part.redacted"
"""The topic whose parts are redacted, whether they say so or, in older versions, do not."""

DELETED = "conversation.deleted"

CONSENTS: Mapping[str, ConsentState] = {
    "contact.subscribed": "granted",
    "contact.unsubscribed": "withdrawn",
    "user.unsubscribed": "withdrawn",
}
"""Topics that say whether somebody takes e-mail from us."""

TOPICS = frozenset(
    {
        *CONSENTS,
        DELETED,
        REDACTED,
        "contact.archived",
        "contact.created",
        "contact.deleted",
        "contact.email.updated",
        "contact.lead.added_email",
        "contact.lead.created",
        "contact.lead.signed_up",
        "contact.merged",
        "contact.updated",
        "contact.user.created",
        "contact.user.updated",
        "conversation.admin.assigned",
        "conversation.admin.closed",
        "conversation.admin.noted",
        "conversation.admin.open.assigned",
        "conversation.admin.opened",
        "conversation.admin.replied",
        "conversation.admin.single.created",
        "conversation.admin.snoozed",
        "conversation.admin.unsnoozed",
        "conversation.company.updated",
        "conversation.contact.attached",
        "conversation.contact.detached",
        "conversation.operator.replied",
        "conversation.priority.updated",
        "conversation.rating.added",
        "conversation.read",
        "conversation.user.created",
        "conversation.user.replied",
        "conversation_part.tag.created",
        "ticket.admin.assigned",
        "ticket.admin.replied",
        "ticket.attribute.updated",
        "ticket.closed",
        "ticket.contact.attached",
        "ticket.contact.detached",
        "ticket.contact.replied",
        "ticket.created",
        "ticket.note.created",
        "ticket.rating.provided",
        "ticket.resolved",
        "ticket.state.updated",
        "ticket.team.assigned",
    }
)
"""Topics that Intercom documents, as far as what is not read is named by them."""

VIA: Mapping[str, str] = {
    "email": "email",
    "facebook": "messenger",
    "instagram": "instagram",
    "sms": "sms",
    "twitter": "twitter",
    "whatsapp": "whatsapp",
}
"""`source.type` of a conversation that began by another channel than Intercom's messenger."""
