"""From one message of an archive to its events."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import ValidationError

from omnidesk._payload import Payload
from omnidesk.adapters._time import from_epoch
from omnidesk.adapters.meta import _export_wire as wire
from omnidesk.adapters.meta._expiry import expires_at
from omnidesk.adapters.meta._item import NOBODY, as_stamp, read_time
from omnidesk.events import (
    CallReported,
    MessageDeleted,
    MessagePosted,
    NoticePosted,
    ReactionChanged,
    Unrecognised,
)
from omnidesk.model import (
    Attachment,
    Defect,
    Durations,
    Identity,
    Leg,
    Message,
    Notice,
    Participant,
    Source,
    derive_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from omnidesk.adapters._side import Shared
    from omnidesk.events import Event
    from omnidesk.model import AttachmentKind, Direction, MessageState, NoticeKind, Outcome

_LISTS: Mapping[str, AttachmentKind | None] = {
    "photos": "image",
    "videos": "video",
    "audio_files": "audio",
    "files": "file",
    "gifs": "image",
    "media": None,
}
"""Where a message has its files; in `media`, the new form's one list, their names tell."""

_SUFFIXES: Mapping[str, AttachmentKind] = {
    **dict.fromkeys(("gif", "heic", "jpeg", "jpg", "png", "webp"), "image"),
    **dict.fromkeys(("mov", "mp4", "webm"), "video"),
    **dict.fromkeys(("aac", "m4a", "mp3", "ogg", "opus", "wav"), "audio"),
}
"""What a file of the new form is: there its name is all that tells."""

_MEMBERSHIP: Mapping[str, NoticeKind] = {"Subscribe": "joined", "Unsubscribe": "left"}
"""`type` of what Meta says when people are added to a group or leave it."""

_SCHEME = "meta_export_name"


@dataclass(slots=True, repr=False)
class Thread:
    """The conversation that is being read: who is who, and what was counted so far."""

    payload: Payload
    channel: str
    account: str
    key: str
    names: tuple[str, ...]
    own_names: tuple[str, ...]
    time_field: str
    """What a message's time is called in this form."""
    _seen: Counter[tuple[str | None, ...]] = field(default_factory=Counter[tuple[str | None, ...]])

    def person(self, name: str | None) -> Participant:
        """Return somebody by their name, which is unique nowhere and known to hold here only."""
        if not name:
            return NOBODY
        is_own = name in self.own_names
        # Two people of one name are one here. In another conversation they are strangers again.
        scope = self.account if is_own else self.key
        identity = Identity(scheme=_SCHEME, value=name, scope=scope)
        return Participant(
            role="business" if is_own else "customer" if self.own_names else "unknown",
            identities=(identity,),
            name=name,
            name_source="vendor",
        )

    def others(self, name: str | None) -> tuple[Participant, ...]:
        """Return whom somebody writes to, where only one can be meant."""
        if len(self.names) != 2 or name not in self.names:
            return ()
        first, second = self.names
        return (self.person(second if name == first else first),)

    def direction(self, name: str | None) -> Direction:
        """Return from whose side somebody speaks, if we know our names."""
        if not self.own_names or not name:
            return "unknown"
        return "outbound" if name in self.own_names else "inbound"

    def occurrence(self, *which: str | None) -> str:
        """Count what is told apart by nothing else."""
        self._seen[which] += 1
        return str(self._seen[which])

    def derive(self, prefix: str, *which: str | None) -> str:
        """Derive an id that is the same in every archive that has the thing."""
        return derive_id(prefix, self.channel, self.account, self.key, *which)

    def source(self, pointer: str) -> Source:
        """Return the address of what stands at a pointer."""
        return Source(
            adapter=self.channel,
            digest=self.payload.digest,
            pointer=pointer,
            received_at=self.payload.received_at,
        )

    def shared(
        self,
        event_id: str,
        pointer: str,
        occurred_at: datetime | None = None,
        defects: tuple[Defect, ...] = (),
    ) -> Shared:
        """Return what every event has."""
        return {
            "id": event_id,
            "channel": self.channel,
            "account": self.account,
            "thread": (self.key,),
            "occurred_at": occurred_at,
            "source": self.source(pointer),
            "defects": defects,
        }

    def unrecognised(self, pointer: str, expected: str) -> Event:
        """Return what stands at a pointer as not understood: its id is its address."""
        event_id = derive_id("evt", self.channel, "unrecognised", self.payload.digest, pointer)
        return Unrecognised(**self.shared(event_id, pointer), reason="invalid", expected=expected)


def read_item(thread: Thread, item: wire.Message, pointer: str) -> Iterator[Event]:
    """Read one message of an archive, with the reactions to it."""
    occurred_at, defects = read_time(item.timestamp, f"{pointer}/{thread.time_field}")
    stamp = as_stamp(item.timestamp)
    # What was said must not stand in an id, not even hashed, since an id outlives an erasure. So
    # what one person sends within one millisecond is counted.
    which = (stamp, item.sender_name, thread.occurrence(stamp, item.sender_name))
    if item.type in _MEMBERSHIP and item.users:
        yield from _membership(thread, item, pointer, which, occurred_at)
        return
    if item.type == "Call" or item.call_duration is not None:
        yield _call(thread, item, pointer, which, occurred_at=occurred_at, defects=defects)
        return
    message_id = thread.derive("msg", *which)
    attachments, odd = _attachments(thread, item, pointer)
    defects += odd
    yield MessagePosted(
        **thread.shared(
            thread.derive("evt", "message_posted", message_id), pointer, occurred_at, defects
        ),
        message=Message(
            id=message_id,
            author=thread.person(item.sender_name),
            to=thread.others(item.sender_name),
            direction=thread.direction(item.sender_name),
            visibility="private",
            sent_at=occurred_at,
            text=None if item.is_unsent else item.text or None,
            attachments=() if item.is_unsent else attachments,
            state=_state(item, attachments),
            defects=defects,
        ),
        visibility="private",
    )
    if item.is_unsent:
        # An older archive may still have what it said.
        event_id = thread.derive("evt", "message_deleted", message_id)
        yield MessageDeleted(**thread.shared(event_id, pointer), message_id=message_id)
    for index, raw in enumerate(item.reactions or ()):
        yield _reaction(thread, raw, message_id, f"{pointer}/reactions/{index}")


def _state(item: wire.Message, attachments: tuple[Attachment, ...]) -> MessageState:
    if item.is_unsent:
        return "deleted"
    is_withheld = item.is_geoblocked_for_viewer or item.is_taken_down
    if item.type == "placeholder" or (is_withheld and not item.text and not attachments):
        return "unsupported"
    return "live"


def _attachments(
    thread: Thread, item: wire.Message, pointer: str
) -> tuple[tuple[Attachment, ...], tuple[Defect, ...]]:
    found: list[Attachment] = []
    defects: list[Defect] = []
    given: list[tuple[str, AttachmentKind | None, object]] = []
    for name, kind in _LISTS.items():
        listed: list[object] = getattr(item, name) or []
        for index, raw in enumerate(listed):
            given.append((f"{pointer}/{name}/{index}", kind, raw))
    if item.sticker is not None:
        given.append((f"{pointer}/sticker", "sticker", item.sticker))
    for place, kind, raw in given:
        try:
            media = wire.Media.model_validate(raw)
        except ValidationError:
            defects.append(Defect(code="attachment_invalid", pointer=place))
            media = wire.Media()
        found.append(_attachment(media.uri, kind, thread.source(place)))
    if item.share is not None and (item.share.link or item.share.share_text):
        link = item.share.link or None
        found.append(
            Attachment(
                kind="share",
                url=link,
                description=item.share.share_text or None,
                expires_at=expires_at(link) if link else None,
                source=thread.source(f"{pointer}/share"),
            )
        )
    return tuple(found), tuple(defects)


def _attachment(uri: str | None, kind: AttachmentKind | None, source: Source) -> Attachment:
    """Return a file. Its path within the archive is all that an archive says of it."""
    if not uri or uri == _NOT_THERE:
        return Attachment(kind=kind or "unknown", source=source)
    if uri.startswith(("http://", "https://")):
        return Attachment(
            kind=kind or "unknown", url=uri, expires_at=expires_at(uri), source=source
        )
    filename = uri.rpartition("/")[2]
    suffix = filename.rpartition(".")[2].lower()
    return Attachment(
        kind=kind or _SUFFIXES.get(suffix, "file"), id=uri, filename=filename, source=source
    )


_NOT_THERE = "Failed to download media"
"""What the new form has in place of a path when the file was not to be had."""


def _reaction(thread: Thread, raw: object, message_id: str, pointer: str) -> Event:
    try:
        reaction = wire.Reaction.model_validate(raw)
    except ValidationError:
        reaction = wire.Reaction()
    if not reaction.reaction or not reaction.actor:
        return thread.unrecognised(pointer, f"expected a reaction and its actor at {pointer}")
    given = reaction.timestamp if isinstance(reaction.timestamp, (int, str)) else None
    occurred_at, defects = from_epoch(given, "seconds", pointer=f"{pointer}/timestamp")
    event_id = thread.derive(
        "evt", "reaction_changed", message_id, reaction.actor, reaction.reaction
    )
    return ReactionChanged(
        **thread.shared(event_id, pointer, occurred_at, defects),
        message_id=message_id,
        actor=thread.person(reaction.actor),
        action="added",
        emoji=reaction.reaction,
    )


def _call(
    thread: Thread,
    item: wire.Message,
    pointer: str,
    which: tuple[str | None, ...],
    *,
    occurred_at: datetime | None,
    defects: tuple[Defect, ...],
) -> Event:
    call_id = thread.derive("call", *which)
    seconds = _seconds(item.call_duration)
    outcome: Outcome = "missed" if item.missed else "answered" if seconds else "unknown"
    others = thread.others(item.sender_name)
    return CallReported(
        **thread.shared(
            thread.derive("evt", "call_reported", call_id), pointer, occurred_at, defects
        ),
        call_id=call_id,
        direction=thread.direction(item.sender_name),
        # Whether the time is that of the start or of the end is nowhere said.
        leg=Leg(
            id=call_id,
            caller=thread.person(item.sender_name),
            callee=others[0] if others else None,
            outcome=outcome,
            durations=Durations(total=None if seconds is None else seconds * 1000),
        ),
    )


def _seconds(value: object) -> int | None:
    # Flags are numbers to Python; nobody has been on the telephone for thirty years.
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
        return None
    return value


def _membership(
    thread: Thread,
    item: wire.Message,
    pointer: str,
    which: tuple[str | None, ...],
    occurred_at: datetime | None,
) -> Iterator[Event]:
    kind = _MEMBERSHIP[item.type or ""]
    for index, raw in enumerate(item.users or ()):
        place = f"{pointer}/users/{index}"
        try:
            name = wire.Member.model_validate(raw).name
        except ValidationError:
            name = None
        if not name:
            yield thread.unrecognised(place, f"expected a name at {place}")
            continue
        yield NoticePosted(
            **thread.shared(
                thread.derive("evt", "notice_posted", kind, *which, name), place, occurred_at
            ),
            notice=Notice(
                id=thread.derive("notice", kind, *which, name),
                kind=kind,
                name=item.type,
                occurred_at=occurred_at,
                actor=thread.person(item.sender_name),
                target=thread.person(name),
            ),
        )
