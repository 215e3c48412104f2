"""Telephone and voice calls: one story, told by its legs."""

from __future__ import annotations

from typing import Literal

from omnidesk.model._base import Noun, Time
from omnidesk.model.attachment import Attachment
from omnidesk.model.message import Direction
from omnidesk.model.participant import Participant
from omnidesk.model.source import Defect, Source

Outcome = Literal[
    "answered",
    "missed",
    "abandoned",
    "voicemail",
    "busy",
    "failed",
    "cancelled",
    "rejected",
    "ongoing",
    "unknown",
]
"""
How a call or a leg ended. `abandoned`: the caller gave up in a queue. `cancelled`: the caller gave
up while it rang. `ongoing`: it has not ended as far as we know.
"""

RecordingConsent = Literal["given", "refused", "unknown"]
"""Whether those on a call agreed to be recorded."""


class Durations(Noun):
    """How long what took, in milliseconds. `None` is not known; 0 is known to be none."""

    total: int | None = None
    """From the first sign of the call to its end."""
    ring: int | None = None
    """Ringing before an answer, or in vain."""
    talk: int | None = None
    """People talking to one another."""
    hold: int | None = None
    """On hold."""
    queue: int | None = None
    """Waiting in a queue."""
    ivr: int | None = None
    """In a voice menu."""
    wrap: int | None = None
    """The agent's work after the call."""


class Leg(Noun):
    """One connection of a call: to the caller, to one telephone of a ring group, to a queue."""

    id: str
    """The vendor's id for the leg."""
    parent_id: str | None = None
    """The leg that made this one; `None` for the first."""
    caller: Participant | None = None
    """Who called."""
    callee: Participant | None = None
    """Who was called."""
    outcome: Outcome = "unknown"
    """How this leg ended."""
    started_at: Time | None = None
    """When it began (UTC)."""
    answered_at: Time | None = None
    """When somebody or something picked up (UTC)."""
    ended_at: Time | None = None
    """When it ended (UTC)."""
    durations: Durations = Durations()
    """How long what took."""
    answered_by: Literal["human", "machine", "unknown"] | None = None
    """What picked up, if the vendor can tell."""
    queue: str | None = None
    """The queue or ring group that it waited in."""
    transferred_to: str | None = None
    """The leg or number that it was transferred to."""
    hangup_cause: str | None = None
    """The vendor's or Q.850's word for why it ended."""


class Transcript(Noun):
    """What was said, written down by a machine or a person. Derived from a recording."""

    text: str
    """The words."""
    language: str | None = None
    """As declared (BCP 47)."""
    derived_from: str | None = None
    """The id of the recording."""


class Call(Noun):
    """One call, however many legs, transfers and retries it took."""

    type: Literal["call"] = "call"
    """The entry's kind."""
    id: str
    """The vendor's id for the call as a whole, or its first leg's."""
    aliases: tuple[str, ...] = ()
    """Other ids of the same call."""
    direction: Direction = "unknown"
    """Whether it came in or went out, or stayed inside."""
    outcome: Outcome = "unknown"
    """How it ended, for the person who called."""
    parties: tuple[Participant, ...] = ()
    """Everybody on it, the caller first."""
    legs: tuple[Leg, ...] = ()
    """Its legs in order of time."""
    started_at: Time | None = None
    """When it began (UTC)."""
    answered_at: Time | None = None
    """When a person or a machine first answered (UTC)."""
    ended_at: Time | None = None
    """When it ended (UTC); `None` while it goes on."""
    durations: Durations = Durations()
    """How long what took."""
    recordings: tuple[Attachment, ...] = ()
    """What was recorded."""
    recording_consent: RecordingConsent = "unknown"
    """Whether the parties agreed to be recorded."""
    voicemail: Attachment | None = None
    """The message that was left."""
    transcripts: tuple[Transcript, ...] = ()
    """What was said."""
    defects: tuple[Defect, ...] = ()
    """What was wrong with its records, or where they disagree."""
    sources: tuple[Source, ...] = ()
    """Every raw item that it was read from."""
