"""What Intercom sends, in Intercom's words (REST API 2.16, and the shapes of version 1)."""

from __future__ import annotations

from pydantic import AliasChoices, Field, FiniteFloat

from omnidesk.adapters._wire import Flag, VendorId, Wire


class Author(Wire):
    """Who wrote a part, or began the conversation."""

    type: str | None = None
    id: VendorId | None = None
    name: str | None = None
    email: str | None = None
    from_ai_agent: Flag = False
    is_ai_answer: Flag = False


class Attachment(Wire):
    """One of `attachments`."""

    name: str | None = None
    url: str | None = None
    content_type: str | None = None
    filesize: object = None


class Reference(Wire):
    """`assigned_to`: an admin, a team, or `nobody_admin` without an id."""

    type: str | None = None
    id: VendorId | None = None


class Header(Wire):
    """One of `email_address_headers`."""

    type: str | None = None
    """`from`, `to`, `cc`, …"""
    email_address: str | None = None
    name: str | None = None


class Letter(Wire):
    """`email_message_metadata`: of a part that was sent as an e-mail."""

    subject: str | None = None
    email_address_headers: list[Header] | None = None


class Part(Wire):
    """One of `conversation_parts.conversation_parts`."""

    id: VendorId | None = None
    part_type: str | None = None
    body: str | None = None
    created_at: object = None
    """Seconds."""
    author: Author | None = None
    attachments: list[object] | None = None
    """Read one by one: a strange attachment must not cost the text beside it."""
    assigned_to: Reference | None = None
    redacted: Flag = False
    app_package_code: str | None = None
    """The app that wrote it through the API; `null` for none. Older versions do not have it."""
    email_message_metadata: object = None
    """Read on its own: a strange one must not cost the text beside it."""
    metadata: object = None
    """Of a quick reply that was chosen: its `quick_reply_uuid`."""


class Source(Wire):
    """`source`: the first message. Version 1 calls it `conversation_message`."""

    id: VendorId | None = None
    type: str | None = None
    """`conversation`, `email`, `facebook`, `whatsapp`, …: by which channel it came."""
    delivered_as: str | None = None
    subject: str | None = None
    body: str | None = None
    author: Author | None = None
    attachments: list[object] | None = None
    url: str | None = None
    """The page on which the conversation began."""
    redacted: Flag = False


class Rating(Wire):
    """`conversation_rating`; an empty object if nobody has been asked."""

    rating: FiniteFloat | None = None
    remark: str | None = None
    created_at: object = None
    contact: Reference | None = Field(None, validation_alias=AliasChoices("contact", "customer"))


class Contact(Wire):
    """A contact: in a list of a conversation's (with two ids alone), or on their own."""

    id: VendorId | None = None
    external_id: VendorId | None = Field(
        None, validation_alias=AliasChoices("external_id", "user_id")
    )
    """What our own side calls them."""
    role: str | None = None
    type: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
