"""Our side of a public channel, and what is told in one place about it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters._side import Side
from omnidesk.adapters._time import from_epoch
from omnidesk.events import NoticePosted, Unrecognised
from omnidesk.model import (
    Defect,
    Identity,
    Notice,
    Participant,
    TreePosition,
)

if TYPE_CHECKING:
    from omnidesk._payload import Payload
    from omnidesk.adapters._side import Reason, Shared
    from omnidesk.model import Direction, NoticeKind, Role

_LONGEST_TIME = len("2026-03-02T09:30:00.000000+00:00")


class Account(Side):
    """A page or an Instagram account, as one entry or one pulled body is about it."""

    def __init__(self, payload: Payload, channel: str, account_id: str) -> None:
        super().__init__(payload, channel, account_id)
        identity = Identity(scheme=channel, value=account_id)
        self.participant = Participant(role="business", identities=(identity,))

    def author(self, person_id: str | None, name: str | None) -> tuple[Participant, Direction]:
        """
        Return who wrote something, and which way it went.

        Meta leaves the author out where the person's privacy or the app's permissions say so. Then
        nobody knows whether it was the page itself, and the direction is unknown.
        """
        if person_id == self.id:
            return self._named("business", self.participant.identities, name), "outbound"
        if person_id:
            identity = Identity(scheme=self.channel, value=person_id, scope=self.id)
            return self._named("customer", (identity,), name), "inbound"
        return self._named("unknown", (), name), "unknown"

    def _named(self, role: Role, identities: tuple[Identity, ...], name: str | None) -> Participant:
        if not name:
            return Participant(role=role, identities=identities)
        return Participant(role=role, identities=identities, name=name, name_source="vendor")


def identity_of(participant: Participant) -> str | None:
    """Return the one id that somebody is known under, if it is known."""
    return participant.identities[0].value if participant.identities else None


class Place(NamedTuple):
    """One item, wherever it was read: what follows from where it stands and when it happened."""

    account: Account
    pointer: str
    occurred_at: datetime | None
    stamp: str | None
    """The time as Meta counts it: it tells apart what has no id of its own."""
    defects: tuple[Defect, ...]

    def shared(self, thread: tuple[str, ...], kind: str, *which: str | None) -> Shared:
        """Return what every event has; `which` tells one happening of a kind from another."""
        return {
            "id": self.account.derive("evt", kind, *which),
            "channel": self.account.channel,
            "account": self.account.id,
            "thread": thread,
            "occurred_at": self.occurred_at,
            "source": self.account.source(self.pointer),
            "defects": self.defects,
        }

    def unrecognised(
        self, reason: Reason, *, expected: str | None = None, name: str | None = None
    ) -> Unrecognised:
        """Return the item as one that was not understood."""
        return self.account.unrecognised(
            self.pointer,
            reason,
            expected=expected,
            name=name,
            occurred_at=self.occurred_at,
            defects=self.defects,
        )

    def without_id(self, key: str, name: str | None) -> Unrecognised:
        """Return the item as one that lacks the id which it is about."""
        expected = f"expected an id at {self.pointer}/{key}"
        return self.unrecognised("missing_id", expected=expected, name=name)

    def notice(
        self,
        kind: NoticeKind,
        name: str,
        thread: tuple[str, ...],
        *which: str | None,
        actor: Participant | None = None,
    ) -> NoticePosted:
        """Return a notice of the item."""
        return NoticePosted(
            **self.shared(thread, "notice_posted", kind, name, *which),
            notice=Notice(
                id=self.account.derive("notice", kind, name, *which),
                kind=kind,
                name=name,
                occurred_at=self.occurred_at,
                actor=actor,
            ),
        )


class Branch(NamedTuple):
    """Where a comment stands: the keys that it belongs under, and its place in the tree."""

    thread: tuple[str, ...]
    tree: TreePosition | None


def branch(
    comment_id: str,
    parent_id: str | None,
    *,
    top_level: bool,
    root_id: str | None = None,
    depth: int | None = None,
) -> Branch:
    """
    Return where a comment stands.

    A reply and its parent share a key, so that they are one conversation although no reply says
    what its root is.

    Args:
        comment_id: The comment.
        parent_id: The comment that it answers, if it says so.
        top_level: Whether it is known to answer no comment.
        root_id: The top-level comment above it, if that is known.
        depth: How many comments are above it, if that is known.
    """
    key = f"comment:{comment_id}"
    if top_level:
        return Branch((key,), TreePosition(root_id=comment_id, depth=0))
    if parent_id is None or parent_id == comment_id:
        return Branch((key,), None)
    above = (f"comment:{one}" for one in (root_id, parent_id) if one)
    tree = TreePosition(root_id=root_id, parent_id=parent_id, depth=depth)
    return Branch(tuple(dict.fromkeys((*above, key))), tree)


def place_of(
    account: Account,
    pointer: str,
    created: object,
    created_key: str,
    *,
    delivered: object = None,
    delivered_at: str = "",
) -> Place:
    """
    Find out when an item happened.

    Args:
        account: Whose it is.
        pointer: Where it stands.
        created: Its own time.
        created_key: The key of that, for a defect.
        delivered: When Meta sent it: the next best where there is no own time, with a defect.
        delivered_at: Where that stands, for a defect.
    """
    at, defects = read_time(created, f"{pointer}/{created_key}")
    if at is None and delivered is not None:
        at, more = read_time(delivered, delivered_at)
        defects += more
        if at is not None:
            defects += (Defect(code="time_of_delivery", pointer=delivered_at),)
    stamp = _stamp(created if created is not None else delivered)
    return Place(account, pointer, at, stamp, defects)


def _stamp(value: object) -> str | None:
    """Write a time as it stands, for an id: what cannot be read still differs from another."""
    # Hexadecimal, since Python refuses to write numbers of thousands of digits in decimal.
    return value if isinstance(value, str) else f"{value:x}" if isinstance(value, int) else None


def read_time(value: object, pointer: str) -> tuple[datetime | None, tuple[Defect, ...]]:
    """Read a time of Meta's: seconds since 1970, or ISO 8601 with an offset (`+0000`)."""
    if isinstance(value, float):
        value = int(value)  # some tools in between write 1.7e9; JSON has no infinity
    if isinstance(value, str) and "T" in value:
        at = _from_iso(value)
        return at, () if at else (Defect(code="time_unreadable", pointer=pointer),)
    if value is None or isinstance(value, (int, str)):
        return from_epoch(value, "seconds", pointer=pointer)
    return None, (Defect(code="time_unreadable", pointer=pointer),)


def _from_iso(value: str) -> datetime | None:
    if len(value) > _LONGEST_TIME:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    # A time without a zone is no time; and years that no shift can push out of the calendar.
    return at if at.tzinfo is not None and 2000 <= at.year < 2100 else None
