"""
What Meta says about a page's posts, comments and reviews, in Meta's words.

Only what is read stands here. Webhooks follow
<https://developers.facebook.com/docs/graph-api/webhooks/reference/page/>, pulled objects
<https://developers.facebook.com/docs/graph-api/reference/comment/> and `…/reference/post/`. Every
field may be `null`.
"""

from __future__ import annotations

from pydantic import Field

from omnidesk.adapters._wire import Flag, VendorId, Wire


class Author(Wire):
    """`from`: left out where privacy or permissions ask for it."""

    id: VendorId | None = None
    name: str | None = None


class Post(Wire):
    """`post`: the post that a comment hangs on."""

    permalink_url: str | None = None


class Value(Wire):
    """`changes[].value` of the fields `feed`, `group_feed`, `mention` and `ratings`."""

    item: str | None = None
    verb: str | None = None
    comment_id: VendorId | None = None
    post_id: VendorId | None = None
    parent_id: VendorId | None = None
    open_graph_story_id: VendorId | None = None
    """A review's id, in a review and in what hangs on it."""
    author: Author | None = Field(None, validation_alias="from")
    sender_id: VendorId | None = None
    """Before version 2.11 of the API, and still in `mention`: instead of `from`."""
    sender_name: str | None = None
    user_id: VendorId | None = None
    """In an old `like` of the page."""
    message: str | None = None
    created_time: object = None
    """When it happened, not when the comment was written: an edit and a removal have their own."""
    photo: str | None = None
    photos: list[object] | None = None
    """Read one by one: a strange one must not cost the text beside it."""
    photo_id: VendorId | None = None
    video: str | None = None
    video_id: VendorId | None = None
    link: str | None = None
    post: Post | None = None
    published: object = None
    is_hidden: Flag = False
    reaction_type: str | None = None

    reviewer_id: VendorId | None = None
    reviewer_name: str | None = None
    review_text: str | None = None
    rating: object = None
    """Stars, 1 to 5: what reviews had until 2018, and old ones still have."""
    recommendation_type: str | None = None
    """Instead of stars since 2018. Recorded in capitals and in small letters."""


class Lead(Wire):
    """`changes[].value` of the field `leadgen`. The answers themselves are pulled by its id."""

    leadgen_id: VendorId | None = None
    created_time: object = None


class LiveVideo(Wire):
    """`changes[].value` of the field `live_videos`."""

    id: VendorId | None = None
    status: str | None = None


class Reference(Wire):
    """`parent` of a pulled comment."""

    id: VendorId | None = None


class Picture(Wire):
    """`media.image` of a pulled attachment."""

    src: str | None = None


class Media(Wire):
    """`media` of a pulled attachment."""

    image: Picture | None = None
    source: str | None = None
    """A video's bytes; the image beside it is its thumbnail."""


class Attachment(Wire):
    """`attachment` of a pulled comment, or one of a pulled post's `attachments`."""

    type: str | None = None
    title: str | None = None
    description: str | None = None
    url: str | None = None
    media: Media | None = None
    target: Reference | None = None


class Pulled(Wire):
    """A comment or a post, as the Graph API answers."""

    id: VendorId | None = None
    message: str | None = None
    author: Author | None = Field(None, validation_alias="from")
    created_time: object = None
    permalink_url: str | None = None
    parent: Reference | None = None
    attachment: Attachment | None = None
    attachments: object = None
    """`{data: […]}` of a post."""
    is_hidden: Flag = False
