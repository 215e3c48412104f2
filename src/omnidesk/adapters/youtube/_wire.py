"""
What the YouTube Data API and the Live Streaming API send, in YouTube's words.

Only what is read stands here. Fields follow the pages of the resources under
<https://developers.google.com/youtube/v3/docs/> and
<https://developers.google.com/youtube/v3/live/docs/>; where recorded answers differ from the page,
a comment says how. Every field may be absent or `null`.
"""

from __future__ import annotations

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from omnidesk.adapters._wire import Flag, VendorId, Wire


class Resource(Wire):
    """The base: YouTube writes `likeThis`."""

    model_config = ConfigDict(alias_generator=to_camel)


class ChannelReference(Resource):
    """`authorChannelId` of a comment; a live chat has the bare id instead."""

    value: VendorId | None = None


class CommentSnippet(Resource):
    """`snippet` of a comment."""

    author_display_name: str | None = None
    author_channel_id: ChannelReference | None = None
    """"If available": not there when the author's account is gone."""
    channel_id: VendorId | None = None
    """Whose video or channel it is. Old answers leave it out where there is a `videoId`."""
    video_id: VendorId | None = None
    parent_id: VendorId | None = None
    text_display: str | None = None
    """HTML, or plain text if `textFormat=plainText` was asked for: the answer does not say."""
    text_original: str | None = None
    """Only for the author of the comment."""
    image_url: str | None = None
    like_count: object = None
    moderation_status: str | None = None
    """Only for the owner of the channel, and never with the filter `id`."""
    published_at: object = None
    updated_at: object = None


class Comment(Resource):
    """`youtube#comment`."""

    id: VendorId | None = None
    snippet: CommentSnippet | None = None


class ThreadSnippet(Resource):
    """`snippet` of a thread."""

    channel_id: VendorId | None = None
    video_id: VendorId | None = None
    top_level_comment: object = None
    """Read on its own, like the replies: one strange comment must not cost the thread."""
    total_reply_count: object = None
    is_public: Flag = False


class Replies(Resource):
    """`replies` of a thread: at most five of them."""

    comments: list[object] | None = None


class CommentThread(Resource):
    """`youtube#commentThread`."""

    id: VendorId | None = None
    snippet: ThreadSnippet | None = None
    replies: Replies | None = None


class Author(Resource):
    """`authorDetails` of a live chat message, and `bannedUserDetails`."""

    channel_id: VendorId | None = None
    display_name: str | None = None
    is_chat_owner: Flag = False


class Text(Resource):
    """`textMessageDetails`."""

    message_text: str | None = None


class Sticker(Resource):
    """`superStickerMetadata`."""

    sticker_id: VendorId | None = None
    alt_text: str | None = None


class Purchase(Resource):
    """`superChatDetails`, `superStickerDetails` and, in old archives, `fanFundingEventDetails`."""

    amount_micros: object = None
    """An unsigned 64-bit number, which JSON has as text."""
    currency: str | None = None
    amount_display_string: str | None = None
    user_comment: str | None = None
    super_sticker_metadata: Sticker | None = None


class Milestone(Resource):
    """`memberMilestoneChatDetails`."""

    user_comment: str | None = None


class GiftReceived(Resource):
    """`giftMembershipReceivedDetails`."""

    gifter_channel_id: VendorId | None = None


class PollMetadata(Resource):
    """`pollDetails.metadata`."""

    question_text: str | None = None
    status: str | None = None
    """The resource's page has it here, the machine-readable description beside `metadata`."""


class Poll(Resource):
    """`pollDetails`."""

    metadata: PollMetadata | None = None
    status: str | None = None


class Gift(Resource):
    """`giftDetails`: a gift paid in jewels."""

    combo_count: object = None
    alt_text: str | None = None


class Ban(Resource):
    """`userBannedDetails`."""

    banned_user_details: Author | None = None
    ban_type: str | None = None
    ban_duration_seconds: object = None


class Deletion(Resource):
    """`messageDeletedDetails`, deprecated."""

    deleted_message_id: VendorId | None = None


class Retraction(Resource):
    """`messageRetractedDetails`, deprecated."""

    retracted_message_id: VendorId | None = None


class LiveSnippet(Resource):
    """`snippet` of a live chat message."""

    type: str | None = None
    live_chat_id: VendorId | None = None
    author_channel_id: VendorId | None = None
    published_at: object = None
    display_message: str | None = None
    text_message_details: Text | None = None
    super_chat_details: Purchase | None = None
    super_sticker_details: Purchase | None = None
    fan_funding_event_details: Purchase | None = None
    member_milestone_chat_details: Milestone | None = None
    gift_membership_received_details: GiftReceived | None = None
    poll_details: Poll | None = None
    gift_details: Gift | None = None
    user_banned_details: Ban | None = None
    message_deleted_details: Deletion | None = None
    message_retracted_details: Retraction | None = None


class LiveMessage(Resource):
    """`youtube#liveChatMessage`."""

    id: VendorId | None = None
    snippet: LiveSnippet | None = None
    author_details: Author | None = None
