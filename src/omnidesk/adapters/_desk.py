"""A help desk's account, as one payload is about it: what all readers of help desks need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from omnidesk.adapters._side import Side
from omnidesk.errors import PayloadError
from omnidesk.events import IdentityLinked, MessageDeleted, MessagePosted, NoticePosted
from omnidesk.model import IdentityLink, Message, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from omnidesk._payload import JSON
    from omnidesk.adapters._side import Shared
    from omnidesk.adapters._wire import Wire
    from omnidesk.events import Event, Unrecognised
    from omnidesk.model import (
        About,
        AttachmentKind,
        Defect,
        Evidence,
        Identity,
        NoticeKind,
        Participant,
        Referral,
        Visibility,
    )

_W = TypeVar("_W", bound="Wire")

_KINDS: dict[str, AttachmentKind] = {"audio": "audio", "image": "image", "video": "video"}


class Desk(Side):
    """A workspace, an app, an installation of ours."""

    def load(
        self, model: type[_W], raw: JSON, pointer: str, thread: tuple[str, ...] = ()
    ) -> _W | Unrecognised:
        """Validate an item, or return it as one that was not understood."""
        try:
            return self.payload.validate(model, raw, pointer=pointer)
        except PayloadError as error:
            expected = f"{error.reason} at {error.pointer}"
            return self.unrecognised(pointer, "invalid", expected=expected, thread=thread)

    def shared(
        self,
        kind: str,
        *which: str | None,
        pointer: str,
        thread: tuple[str, ...] = (),
        occurred_at: datetime | None = None,
        defects: tuple[Defect, ...] = (),
    ) -> Shared:
        """Return what every event has; `which` tells one happening from another."""
        return {
            "id": self.derive("evt", kind, *which),
            "channel": self.channel,
            "account": self.id,
            "thread": thread,
            "occurred_at": occurred_at,
            "source": self.source(pointer),
            "defects": defects,
        }

    def posted(
        self,
        message: Message,
        *which: str | None,
        pointer: str,
        thread: tuple[str, ...],
        about: About | None = None,
        visibility: Visibility = "private",
    ) -> MessagePosted:
        """Return that something was said; `visibility` is that of the conversation."""
        return MessagePosted(
            **self.shared(
                "message_posted",
                *which,
                pointer=pointer,
                thread=thread,
                occurred_at=message.sent_at,
                defects=message.defects,
            ),
            message=message,
            about=about,
            visibility=visibility,
        )

    def taken_back(
        self,
        message_id: str,
        *which: str | None,
        pointer: str,
        thread: tuple[str, ...],
        at: datetime | None = None,
    ) -> MessageDeleted:
        """Return that a message was taken back."""
        return MessageDeleted(
            **self.shared(
                "message_deleted", *which, pointer=pointer, thread=thread, occurred_at=at
            ),
            message_id=message_id,
        )

    def noticed(
        self,
        kind: NoticeKind,
        name: str,
        *which: str | None,
        pointer: str,
        thread: tuple[str, ...] = (),
        at: datetime | None = None,
        actor: Participant | None = None,
        target: Participant | None = None,
        text: str | None = None,
        referral: Referral | None = None,
        defects: tuple[Defect, ...] = (),
    ) -> NoticePosted:
        """Return something that happened; `name` is a word that the vendor documents."""
        shared = self.shared(
            "notice_posted",
            name,
            *which,
            pointer=pointer,
            thread=thread,
            occurred_at=at,
            defects=defects,
        )
        notice = Notice(
            id=self.derive("notice", name, *which),
            kind=kind,
            name=name,
            occurred_at=at,
            actor=actor,
            target=target,
            text=text,
            referral=referral,
        )
        return NoticePosted(**shared, notice=notice)

    def linked(
        self,
        identities: tuple[Identity | None, ...],
        evidence: Evidence,
        *,
        pointer: str,
        at: datetime | None = None,
        withdrawn: bool = False,
    ) -> tuple[IdentityLinked, ...]:
        """
        Return the link between the identities that there are, if there are two.

        Without a time it is a standing fact, and every payload that has both tells the same one.
        """
        known = tuple(one for one in identities if one is not None)
        if len(known) < 2:
            return ()
        which = [part for one in known for part in (one.scheme, one.scope, one.value)]
        state: Literal["linked", "withdrawn"] = "withdrawn" if withdrawn else "linked"
        moment = at.isoformat() if at else None
        shared = self.shared(
            "identity_linked", state, evidence, moment, *which, pointer=pointer, occurred_at=at
        )
        link = IdentityLink(identities=known, evidence=evidence, state=state, occurred_at=at)
        return (IdentityLinked(**shared, link=link),)


def each_once(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events, and none whose id has been there: lists and snapshots repeat themselves."""
    seen: set[str] = set()
    for event in events:
        if event.id not in seen:
            seen.add(event.id)
            yield event


def media_type_of(declared: str | None) -> str | None:
    """Return a declared type in lower case without parameters; a word that is no type is none."""
    name = (declared or "").partition(";")[0].strip().lower()
    return name if "/" in name else None


def kind_of(media_type: str | None) -> AttachmentKind:
    """Return what a file is, by its type."""
    return _KINDS.get((media_type or "").partition("/")[0], "file")


def file_name(given: str | None) -> str | None:
    """Return a file's name with any path cut off."""
    return (given or "").replace("\\", "/").rpartition("/")[2] or None


def read_size(value: object) -> int | None:
    """Return a size in bytes: a whole number, or `None` for anything else."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63:
        return value
    return None
