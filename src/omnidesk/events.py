"""
The events: what an adapter reads out of a payload, each one thing that happened.

An event says under which keys it belongs (`channel`, `account`, `thread`) and where it was read
(`source`). Its `id` is derived from what the vendor says happened, not from the delivery, so a
redelivery is the same event.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from omnidesk.model import (
    SCHEMA_VERSION,
    About,
    Attachment,
    Consent,
    Defect,
    Direction,
    IdentityLink,
    Leg,
    Message,
    Notice,
    Noun,
    Outcome,
    Participant,
    Rating,
    ReceiptKind,
    RecordingConsent,
    RightsRequest,
    Source,
    Time,
    Transcript,
    Visibility,
)

__all__ = [
    "CallReported",
    "ConsentSignalled",
    "Event",
    "EventBase",
    "IdentityLinked",
    "MessageDeleted",
    "MessageEdited",
    "MessageModerated",
    "MessagePosted",
    "NoticePosted",
    "ReactionChanged",
    "ReceiptReported",
    "RightsRequested",
    "Unrecognised",
]


class EventBase(Noun):
    """What all events have."""

    _shown: ClassVar[frozenset[str]] = frozenset({"channel", "schema_version"})

    schema_version: str = SCHEMA_VERSION
    """The version of this document's schema."""
    id: str
    """
    Unique and deterministic (`derive_id`): the same happening has the same id, whichever delivery
    reports it.
    """
    channel: str
    """The channel that it happened in."""
    account: str
    """Our side: the mailbox, page, Official Account, channel or line."""
    thread: tuple[str, ...] = ()
    """
    The keys it belongs under, the root first. Events of a channel and account that share a key are
    one conversation. Empty for what belongs to no conversation.
    """
    occurred_at: Time | None = None
    """When it happened, by the vendor's clock (UTC). `None` if the payload does not say."""
    source: Source
    """Where it was read."""
    defects: tuple[Defect, ...] = ()
    """What was wrong with it or had to be assumed."""


class MessagePosted(EventBase):
    """Somebody said something."""

    type: Literal["message_posted"] = "message_posted"
    """The event's kind."""
    message: Message
    """What was said. Its `sources` are filled in by assembly."""
    about: About | None = None
    """What the conversation hangs on, if the payload tells."""
    visibility: Visibility = "unknown"
    """Who can read the conversation."""


class MessageEdited(EventBase):
    """A message says something else now. May come before the message."""

    type: Literal["message_edited"] = "message_edited"
    """The event's kind."""
    message_id: str
    """Which message, by its id or an alias."""
    version: int | None = None
    """The vendor's number of the edit, counted from 1, if it counts."""
    text: str | None = None
    """What it says now."""
    html: str | None = None
    """The same, sanitised, if the channel has HTML."""
    attachments: tuple[Attachment, ...] | None = None
    """What hangs on it now; `None` if the edit does not tell."""
    rating: Rating | None = None
    """The score that it gives now; `None` if the edit does not tell."""
    author: Participant | None = None
    """Who wrote the message, if the edit tells: for an edit whose message never comes."""
    direction: Direction = "unknown"
    """The message's direction, if the edit tells."""


class MessageDeleted(EventBase):
    """A message was taken back. May come before the message, and wins even then."""

    type: Literal["message_deleted"] = "message_deleted"
    """The event's kind."""
    message_id: str
    """Which message, by its id or an alias."""


class MessageModerated(EventBase):
    """A message was hidden, held, or shown again."""

    type: Literal["message_moderated"] = "message_moderated"
    """The event's kind."""
    message_id: str
    """Which message, by its id or an alias."""
    state: Literal["live", "hidden", "held"]
    """What it is from now on; the latest word counts."""


class ReactionChanged(EventBase):
    """Somebody put a sign to a message, or took it away."""

    type: Literal["reaction_changed"] = "reaction_changed"
    """The event's kind."""
    message_id: str
    """Which message, by its id or an alias."""
    actor: Participant
    """Who. One actor has one reaction to a message; the latest word counts."""
    action: Literal["added", "removed"]
    """Which of the two."""
    emoji: str | None = None
    """The sign."""
    name: str | None = None
    """The vendor's word for it."""


class ReceiptReported(EventBase):
    """Messages were delivered, read, or not delivered."""

    type: Literal["receipt_reported"] = "receipt_reported"
    """The event's kind."""
    kind: ReceiptKind
    """How far they have come."""
    actor: Participant | None = None
    """Who received or read them."""
    message_ids: tuple[str, ...] = ()
    """Exactly these messages."""
    watermark: Time | None = None
    """Every message up to this moment (UTC) that the actor did not write."""
    reason: str | None = None
    """For `failed`: the vendor's code for why."""


class CallReported(EventBase):
    """A record of a call, or of one leg of it, in one of its states."""

    type: Literal["call_reported"] = "call_reported"
    """The event's kind."""
    call_id: str
    """Which call; legs and reports of one call share it."""
    aliases: tuple[str, ...] = ()
    """Other ids of the same call."""
    sequence: int | None = None
    """The vendor's number of this report about this leg; a higher one is newer."""
    leg: Leg | None = None
    """What it says about one leg. What it leaves `None`, earlier reports may know."""
    direction: Direction = "unknown"
    """Whether the call came in or went out."""
    outcome: Outcome | None = None
    """How the call as a whole ended, if the vendor says so; `None` lets the legs tell."""
    recordings: tuple[Attachment, ...] = ()
    """What was recorded."""
    recording_consent: RecordingConsent = "unknown"
    """Whether the parties agreed to be recorded."""
    voicemail: Attachment | None = None
    """The message that was left."""
    transcripts: tuple[Transcript, ...] = ()
    """What was said."""
    session: str | None = None
    """
    The person outside and our line, as one key. Calls that share it and lie near in time become
    one conversation where `assemble` is given a `session_gap`.
    """


class ConsentSignalled(EventBase):
    """Somebody allowed or refused something."""

    type: Literal["consent_signalled"] = "consent_signalled"
    """The event's kind."""
    consent: Consent
    """What."""


class RightsRequested(EventBase):
    """Somebody exercised a right over their data."""

    type: Literal["rights_requested"] = "rights_requested"
    """The event's kind."""
    request: RightsRequest
    """Which right, and whose data."""


class IdentityLinked(EventBase):
    """Evidence that identities are one person, or its withdrawal."""

    type: Literal["identity_linked"] = "identity_linked"
    """The event's kind."""
    link: IdentityLink
    """The evidence."""


class NoticePosted(EventBase):
    """Something happened that nobody said."""

    type: Literal["notice_posted"] = "notice_posted"
    """The event's kind."""
    notice: Notice
    """What. Its `sources` are filled in by assembly."""


class Unrecognised(EventBase):
    """
    One item of a payload that was not understood. The others live.

    It keeps the item's address in `source`, so that it can be read again by a later version.
    """

    type: Literal["unrecognised"] = "unrecognised"
    """The event's kind."""
    reason: Literal["unknown_kind", "invalid", "missing_id", "too_deep"]
    """Why: a kind of item that we do not know, or a known one that is not as documented."""
    expected: str | None = None
    """What was expected where, in our own words."""
    name: str | None = None
    """The vendor's word for the kind of item, if it is one that the vendor documents."""

    _shown: ClassVar[frozenset[str]] = frozenset({"channel", "schema_version", "expected", "name"})


Event = Annotated[
    MessagePosted
    | MessageEdited
    | MessageDeleted
    | MessageModerated
    | ReactionChanged
    | ReceiptReported
    | CallReported
    | ConsentSignalled
    | RightsRequested
    | IdentityLinked
    | NoticePosted
    | Unrecognised,
    Field(discriminator="type"),
]
"""Any of them, told apart by `type`."""
