"""From YouTube's words to ours: the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.model import NoticeKind

CHANNEL = "youtube"

COMMENT = "youtube#comment"
THREAD = "youtube#commentThread"
LIVE_MESSAGE = "youtube#liveChatMessage"

LISTS: Mapping[str, str] = {
    "youtube#commentListResponse": COMMENT,
    "youtube#commentThreadListResponse": THREAD,
    "youtube#liveChatMessageListResponse": LIVE_MESSAGE,
}
"""The `kind` of a page, and the kind of what it lists."""

MODERATION: Mapping[str, Literal["live", "held", "hidden"]] = {
    "heldForReview": "held",
    "likelySpam": "held",
    "published": "live",
    "rejected": "hidden",
}
"""`snippet.moderationStatus`."""

PURCHASES: Mapping[str, str] = {
    "fanFundingEvent": "fan_funding_event_details",
    "superChatEvent": "super_chat_details",
    "superStickerEvent": "super_sticker_details",
}
"""Messages with an amount, and where they have it."""

NOTICES: Mapping[str, NoticeKind] = {
    "chatEndedEvent": "status_changed",
    "giftEvent": "other",
    "giftMembershipReceivedEvent": "other",
    "memberMilestoneChatEvent": "other",
    "membershipGiftingEvent": "other",
    "newSponsorEvent": "other",
    "pollEvent": "other",
    "sponsorOnlyModeEndedEvent": "status_changed",
    "sponsorOnlyModeStartedEvent": "status_changed",
    "userBannedEvent": "blocked",
}
"""`snippet.type` of what nobody says in so many words. A milestone may come with a comment."""

BANS = frozenset({"permanent", "temporary"})
"""`userBannedDetails.banType`."""

POLL_STATES = frozenset({"active", "closed"})
"""`pollDetails.metadata.status`."""
