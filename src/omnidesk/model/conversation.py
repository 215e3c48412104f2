"""The conversation: what belongs together, in order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, assert_never

from pydantic import Field

from omnidesk.model._base import SCHEMA_VERSION, Noun
from omnidesk.model.call import Call
from omnidesk.model.message import Message, Visibility
from omnidesk.model.notice import Notice
from omnidesk.model.participant import Participant
from omnidesk.model.source import Source

if TYPE_CHECKING:
    from datetime import datetime

Entry = Annotated[Message | Call | Notice, Field(discriminator="type")]
"""What a conversation is made of."""


class About(Noun):
    """What a public conversation hangs on: a post, a video, a product, an order."""

    kind: Literal["post", "video", "photo", "story", "product", "order", "page", "ad", "other"]
    """What kind of thing."""
    id: str | None = None
    """The vendor's id for it."""
    url: str | None = None
    """Where the vendor shows it."""
    title: str | None = None
    """What it is called."""


class Conversation(Noun):
    """Messages, calls and notices that belong together, with all who take part."""

    _shown: ClassVar[frozenset[str]] = frozenset({"channel", "schema_version"})

    type: Literal["conversation"] = "conversation"
    """The document's kind."""
    schema_version: str = SCHEMA_VERSION
    """The version of this document's schema."""
    id: str
    """Derived from its root key; stays when an ancestor arrives late."""
    aliases: tuple[str, ...] = ()
    """Ids of conversations that turned out to be this one."""
    channel: str
    """The channel: `email`, `messenger`, …"""
    account: str
    """Our side: the mailbox, page, Official Account, channel or line."""
    about: About | None = None
    """What it hangs on, if anything."""
    visibility: Visibility = "unknown"
    """Who can read it."""
    participants: tuple[Participant, ...] = ()
    """All who take part, in order of appearance."""
    entries: tuple[Entry, ...] = ()
    """
    Messages, calls and notices in order of time. What has no time of its own stands where it was
    received, and at the end if nobody knows that either.
    """
    sources: tuple[Source, ...] = ()
    """Raw items that say something about the whole rather than about one entry: watermarks."""

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages among the entries."""
        return tuple(entry for entry in self.entries if isinstance(entry, Message))

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls among the entries."""
        return tuple(entry for entry in self.entries if isinstance(entry, Call))

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices among the entries."""
        return tuple(entry for entry in self.entries if isinstance(entry, Notice))

    @property
    def started_at(self) -> datetime | None:
        """When its first dated entry happened (UTC)."""
        return min((at for entry in self.entries if (at := entry_time(entry))), default=None)

    @property
    def last_at(self) -> datetime | None:
        """When its last dated entry happened (UTC)."""
        return max((at for entry in self.entries if (at := entry_time(entry))), default=None)


def entry_time(entry: Message | Call | Notice) -> datetime | None:
    """Return when an entry happened (UTC), or `None` if nobody said."""
    match entry:
        case Message():
            return entry.sent_at
        case Call():
            return entry.started_at
        case Notice():
            return entry.occurred_at
        case _:
            assert_never(entry)
