"""From Meta's words for a page's posts and comments to ours: the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.model import AttachmentKind

Subject = Literal["comment", "post", "reaction", "review"]
"""What an item is about, in the four ways of reading one."""

Deed = Literal["posted", "edited", "deleted", "hidden", "live"]
"""What happened to it."""

SUBJECTS: Mapping[str, Subject] = {
    "album": "post",
    "comment": "comment",
    "link": "post",
    "like": "reaction",
    "note": "post",
    "photo": "post",
    "post": "post",
    "rating": "review",
    "reaction": "reaction",
    "share": "post",
    "status": "post",
    "video": "post",
}
"""`value.item`, of the items that are read."""

DEEDS: Mapping[str, Deed] = {
    "add": "posted",
    "delete": "deleted",
    "edit": "edited",  # posts, reactions, reviews
    "edited": "edited",  # comments, statuses, photos
    "hide": "hidden",
    "remove": "deleted",
    "unhide": "live",
}
"""`value.verb`, for what somebody wrote."""

REACTIONS: Mapping[str, Literal["added", "removed"]] = {
    "add": "added",
    "edit": "added",
    "remove": "removed",
}
"""`value.verb`, for reactions; one that changes its kind is the new one."""

FOLLOWING: Mapping[tuple[str | None, str | None], tuple[Literal["followed", "unfollowed"], str]] = {
    ("like", "add"): ("followed", "like"),
    ("like", "remove"): ("unfollowed", "like"),
    ("page", "follow"): ("followed", "follow"),
    ("page", "unfollow"): ("unfollowed", "unfollow"),
}
"""By `value.item` and `value.verb` of what names neither a post nor a comment: kind and word."""

ITEMS_NOT_READ = frozenset(
    {
        "address",
        "connection",
        "coupon",
        "event",
        "experience",
        "group",
        "group_message",
        "interest",
        "mention",
        "milestone",
        "page",
        "photo-album",
        "picture",
        "place",
        "profile",
        "question",
        "relationship-status",
        "story",
        "tag",
        "timeline cover",
    }
)
"""`value.item`, of the items that Meta documents and this version does not read."""

RECOMMENDATIONS: Mapping[str, float] = {"negative": 0.0, "positive": 1.0}
"""`value.recommendation_type` in small letters: a thumb down, a thumb up."""

LIVE_STATUSES = frozenset(
    {
        "live",
        "live_stopped",
        "processing",
        "scheduled_canceled",
        "scheduled_expired",
        "scheduled_live",
        "scheduled_unpublished",
        "unpublished",
        "vod",
    }
)
"""`value.status` of a live video."""

FIELDS_NOT_READ = frozenset(
    {
        "affiliation",
        "attire",
        "awards",
        "bio",
        "birthday",
        "business_integrity",
        "calls",
        "category",
        "checkins",
        "company_overview",
        "conversations",
        "culinary_team",
        "current_location",
        "description",
        "email",
        "founded",
        "general_info",
        "general_manager",
        "hometown",
        "hours",
        "in_thread_lead_form",
        "inbox_labels",
        "invalid_topic_placeholder",
        "location",
        "members",
        "mission",
        "name",
        "page_about_story",
        "page_change_proposal",
        "page_upcoming_change",
        "parking",
        "payment_options",
        "personal_info",
        "personal_interests",
        "phone",
        "picture",
        "price_range",
        "product_review",
        "products",
        "public_transit",
        "publisher_subscriptions",
        "registration",
        "videos",
        "website",
    }
)
"""`changes[].field`, of the fields that Meta documents and this version does not read."""

ATTACHMENTS: Mapping[str, AttachmentKind] = {
    "animated_image_autoplay": "image",
    "animated_image_share": "image",
    "animated_image_video": "video",
    "photo": "image",
    "share": "link",
    "sticker": "sticker",
    "video_autoplay": "video",
    "video_inline": "video",
    "video_share_youtube": "video",
}
"""`attachment.type` of a pulled comment. Meta documents no list; what is not here is `unknown`."""
