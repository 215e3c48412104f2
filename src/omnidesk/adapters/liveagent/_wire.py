"""
What LiveAgent's API v3 answers, in its words.

Field names are not of one style there: a ticket has `date_created`, a message `datecreated`.
"""

from __future__ import annotations

from omnidesk.adapters._wire import VendorId, Wire


class Message(Wire):
    """One of `messages` of a group: a line, a piece of a letter, a remark."""

    id: VendorId | None = None
    userid: VendorId | None = None
    type: VendorId | None = None
    """One letter or digit."""
    datecreated: object = None
    """Without a zone."""
    format: VendorId | None = None
    message: str | None = None


class Group(Wire):
    """A group of messages: a letter, a chat, something that happened to the ticket."""

    id: VendorId | None = None
    userid: VendorId | None = None
    user_full_name: str | None = None
    type: VendorId | None = None
    status: VendorId | None = None
    datecreated: object = None
    datefinished: object = None
    mail_msg_id: str | None = None
    messages: list[object] | None = None


class Ticket(Wire):
    """A ticket."""

    id: VendorId | None = None
    owner_contactid: VendorId | None = None
    owner_email: str | None = None
    owner_name: str | None = None
    agentid: VendorId | None = None
    status: VendorId | None = None
    date_created: object = None
    date_resolved: object = None
    date_deleted: object = None
    subject: str | None = None
