"""
What stands in the messages of a "Download your information" archive, in Meta's words.

Meta documents none of it. The fields follow public readers of such archives; the names with
underscores are the old form, those without the form of encrypted chats.
"""

from __future__ import annotations

from pydantic import AliasChoices, Field

from omnidesk.adapters._wire import Flag, Wire


class Media(Wire):
    """A photo, a video, a sound, a file, a GIF, a sticker: a path within the archive."""

    uri: str | None = None


class Share(Wire):
    """`share`."""

    link: str | None = None
    share_text: str | None = None


class Reaction(Wire):
    """One of `reactions`."""

    reaction: str | None = None
    actor: str | None = None
    timestamp: object = None
    """Seconds; newer archives of the old form have it."""


class Member(Wire):
    """One of `users`: who was added to a group, or left it."""

    name: str | None = None


class Message(Wire):
    """One of `messages`."""

    sender_name: str | None = Field(
        None, validation_alias=AliasChoices("sender_name", "senderName")
    )
    timestamp: object = Field(None, validation_alias=AliasChoices("timestamp_ms", "timestamp"))
    """Milliseconds."""
    text: str | None = Field(None, validation_alias=AliasChoices("content", "text"))
    type: str | None = None
    """Old: `Generic`, `Share`, `Call`, `Subscribe`, … New: `text`, `media`, `placeholder`, …"""
    photos: list[object] | None = None
    videos: list[object] | None = None
    audio_files: list[object] | None = None
    files: list[object] | None = None
    gifs: list[object] | None = None
    sticker: object = None
    media: list[object] | None = None
    share: Share | None = None
    reactions: list[object] | None = None
    """Read one by one, like the files."""
    users: list[object] | None = None
    call_duration: object = None
    """Undocumented; seconds, and 0 for a call that nobody took."""
    missed: Flag = False
    is_unsent: Flag = Field(False, validation_alias=AliasChoices("is_unsent", "isUnsent"))
    is_geoblocked_for_viewer: Flag = False
    is_taken_down: Flag = False
