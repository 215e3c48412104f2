"""
What the Graph API answers about conversations and their messages, in Meta's words.

Only what is read stands here. Fields follow
<https://developers.facebook.com/docs/graph-api/reference/message/> and `…/conversation/`; a field
without data is left out. `email` of a participant is an id with a domain that takes no mail, and is
not read.
"""

from __future__ import annotations

from pydantic import Field

from omnidesk.adapters._wire import Flag, VendorId, Wire


class Party(Wire):
    """`from`, and one of `to` and `participants`: with `name` or, on Instagram, `username`."""

    id: VendorId | None = None
    name: str | None = None
    username: str | None = None


class Parties(Wire):
    """`to` and `participants`."""

    data: list[Party] | None = None


class Picture(Wire):
    """`image_data`."""

    url: str | None = None
    preview_url: str | None = None
    render_as_sticker: Flag = False


class Film(Wire):
    """`video_data`. Its `length` has no documented unit."""

    url: str | None = None
    preview_url: str | None = None


class Template(Wire):
    """`generic_template`."""

    title: str | None = None
    subtitle: str | None = None
    media_url: str | None = None


class Attachment(Wire):
    """One of `attachments`."""

    id: VendorId | None = None
    name: str | None = None
    mime_type: str | None = None
    size: object = None
    image_data: Picture | None = None
    video_data: Film | None = None
    file_url: str | None = None
    generic_template: Template | None = None


class Share(Wire):
    """One of `shares`."""

    id: VendorId | None = None
    link: str | None = None
    name: str | None = None
    description: str | None = None


class StoryLink(Wire):
    """`story.reply_to` and `story.mention`."""

    id: VendorId | None = None
    link: str | None = None


class Story(Wire):
    """`story`, on Instagram."""

    reply_to: StoryLink | None = None
    mention: StoryLink | None = None


class Reaction(Wire):
    """One of `reactions`: a sign, and all who have put it there."""

    reaction: str | None = None
    """Documented without its form. A word or an emoji."""
    users: list[Party] | None = None


class Message(Wire):
    """A message. Of an old one there may be no more than `id` and `created_time`."""

    id: VendorId | None = None
    created_time: object = None
    """ISO 8601 with an offset without a colon: `2021-07-23T09:50:48+0000`."""
    sender: Party | None = Field(None, validation_alias="from")
    to: Parties | None = None
    message: str | None = None
    attachments: object = None
    """Read one by one, like the next two: a strange one must not cost the text beside it."""
    reactions: object = None
    shares: object = None
    sticker: str | None = None
    """Where the sticker's picture is."""
    story: Story | None = None
    is_unsupported: Flag = False
