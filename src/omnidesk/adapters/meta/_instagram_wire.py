"""
What Meta says about the comments on an Instagram account's media, in Meta's words.

Webhooks follow <https://developers.facebook.com/docs/graph-api/webhooks/reference/instagram/>,
pulled objects <https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/>.
Only what is read stands here. Every field may be `null`.
"""

from __future__ import annotations

from pydantic import Field

from omnidesk.adapters._wire import Flag, VendorId, Wire


class Author(Wire):
    """`from` or `user`."""

    id: VendorId | None = None
    username: str | None = None
    self_ig_scoped_id: VendorId | None = None
    """The account's own id in the scope of messages: there only when the account itself wrote."""


class Media(Wire):
    """`media`: the photograph, reel, story or advertisement that a comment hangs on."""

    id: VendorId | None = None
    media_product_type: str | None = None
    ad_id: VendorId | None = None
    original_media_id: VendorId | None = None
    """The post that an advertisement shows."""


class Comment(Wire):
    """`changes[].value` of `comments` and `live_comments`, or a pulled comment."""

    id: VendorId | None = None
    comment_id: VendorId | None = None
    """Recorded instead of `id`."""
    text: str | None = None
    author: Author | None = Field(None, validation_alias="from")
    user: Author | None = None
    """Instead of `from` in what is pulled."""
    username: str | None = None
    """Beside `from` in what is pulled."""
    media: Media | None = None
    parent_id: VendorId | None = None
    timestamp: object = None
    """In what is pulled only."""
    hidden: Flag = False


class Mention(Wire):
    """`changes[].value` of `mentions`: that somebody named the account, and where."""

    media_id: VendorId | None = None
    comment_id: VendorId | None = None
    """Left out when the caption names the account."""
