"""Files, pictures, places, cards: what hangs on a message or a call."""

from __future__ import annotations

from typing import Literal

from omnidesk.model._base import Noun, Time
from omnidesk.model.source import Source

AttachmentKind = Literal[
    "image",
    "video",
    "audio",
    "file",
    "sticker",
    "location",
    "contact",
    "link",
    "share",
    "story",
    "post",
    "reel",
    "product",
    "template",
    "call",
    "calendar",
    "message",
    "recording",
    "voicemail",
    "unknown",
]
"""What kind of thing it is; `message` is a forwarded message (message/rfc822)."""

Availability = Literal["ok", "expired", "withheld", "unsupported", "unknown"]
"""
Whether the bytes can be had: `withheld` when the platform says that it will not give them (privacy
rules), `unsupported` when it cannot, `unknown` when nobody has tried.
"""


class Coordinates(Noun):
    """A place on the earth, in degrees (WGS 84)."""

    latitude: float
    """North is positive."""
    longitude: float
    """East is positive."""


class Attachment(Noun):
    """
    Something that came with a message or a call.

    It describes the thing and says where its bytes are: behind `url` at the vendor, or in the raw
    payload at `source` (`payload.part(attachment.source.pointer)`). It never holds them.
    """

    kind: AttachmentKind
    """What kind of thing it is."""
    id: str | None = None
    """The vendor's id for it."""
    filename: str | None = None
    """The name as given, with any path cut off. Not safe to save under without a further look."""
    media_type: str | None = None
    """The declared type in lower case without parameters, such as `image/png`."""
    size: int | None = None
    """In bytes, of the decoded content."""
    sha256: str | None = None
    """Of the decoded content, in hexadecimal; `None` until somebody has read the bytes."""
    inline: bool = False
    """Shown within the text rather than beside it."""
    content_id: str | None = None
    """What the HTML body calls it (`cid:`), without angle brackets."""
    title: str | None = None
    """A caption, a link's title, a place's name, a contact's name."""
    description: str | None = None
    """What the vendor says about it beyond the title."""
    url: str | None = None
    """Where the vendor serves it. Vendors' URLs are signed, expire, and are personal data."""
    thumbnail_url: str | None = None
    """Where the vendor serves a small picture of it."""
    expires_at: Time | None = None
    """When the URL stops working (UTC), if it says so."""
    needs_token: bool = False
    """Fetching the URL needs the account's access token."""
    availability: Availability = "unknown"
    """Whether the bytes can be had."""
    coordinates: Coordinates | None = None
    """For a location."""
    duration: int | None = None
    """In milliseconds, for sound and film."""
    source: Source | None = None
    """Where its bytes stand in the raw payload, if they do."""
