"""Our side of a payload: the account, who is who to it, and what its events share."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters.zalo import _wire as wire
from omnidesk.events import IdentityLinked, Unrecognised
from omnidesk.model import Defect, Identity, IdentityLink, Participant, Source, derive_id

if TYPE_CHECKING:
    from omnidesk._payload import Payload
    from omnidesk.adapters._side import Reason, Shared
    from omnidesk.model import Evidence, NameSource, Role

CHANNEL = "zalo"

NOBODY = Participant()
"""Somebody of whom the payload says nothing."""


@lru_cache(maxsize=64)
def business(account: str) -> Participant:
    """Return our side as a whole: a desk has a handful of accounts, and people are not kept."""
    identity = Identity(scheme="zalo_oa", value=account)
    return Participant(role="business", identities=(identity,))


class Desk:
    """An Official Account, or the bot, as one payload shows it."""

    def __init__(
        self,
        payload: Payload,
        account: str,
        *,
        app_id: str | None = None,
        channel: str = CHANNEL,
        sole_app: bool = False,
    ) -> None:
        self.payload = payload
        self.account = account
        self.app_id = app_id
        self.channel = channel
        self.sole_app = sole_app
        self.business = business(account)
        # The same objects for the same things: to build them costs more than all else.
        self._people: dict[tuple[str | None, ...], Participant] = {}
        self._users: dict[str, Identity] = {}
        self._in_app: dict[str, Identity] = {}
        self._sources: dict[str, Source] = {}

    def user_identity(self, user_id: str) -> Identity:
        """Return somebody's id at this account; at another, the same person has another."""
        known = self._users.get(user_id)
        if known is None:
            known = Identity(scheme="zalo", value=user_id, scope=self.account)
            self._users[user_id] = known
        return known

    def app_identity(self, user_id_by_app: str | None) -> Identity | None:
        """Return somebody's id in our app, if the payload says in which app."""
        if not user_id_by_app or not self.app_id:
            return None
        known = self._in_app.get(user_id_by_app)
        if known is None:
            known = Identity(scheme="zalo_app", value=user_id_by_app, scope=self.app_id)
            self._in_app[user_id_by_app] = known
        return known

    def external_identity(self, external_id: str | None) -> Identity | None:
        """Return what our own side calls somebody, if it does."""
        if not external_id:
            return None
        return Identity(scheme="zalo_external", value=external_id, scope=self.account)

    def user(
        self,
        user_id: str,
        *,
        by_app: str | None = None,
        role: Role = "customer",
        name: str | None = None,
        name_source: NameSource | None = None,
    ) -> Participant:
        """Return somebody under all ids that the payload gives."""
        key = (user_id, by_app, role, name, name_source)
        known = self._people.get(key)
        if known is None:
            ours, theirs = self.user_identity(user_id), self.app_identity(by_app)
            known = self._people[key] = Participant(
                role=role,
                identities=(ours, theirs) if theirs else (ours,),
                name=name or None,
                name_source=name_source if name else None,
            )
        return known

    def source(self, pointer: str = "") -> Source:
        """Return the address of what stands at a pointer."""
        known = self._sources.get(pointer)
        if known is None:
            known = self._sources[pointer] = Source(
                adapter=self.channel,
                digest=self.payload.digest,
                pointer=pointer,
                received_at=self.payload.received_at,
            )
        return known

    def derive(self, prefix: str, kind: str, *which: str | None) -> str:
        """Derive an id that is the same in every delivery of the same happening."""
        return derive_id(prefix, self.channel, kind, self.account, *which)

    def shared(
        self,
        kind: str,
        *which: str | None,
        thread: tuple[str, ...] = (),
        occurred_at: datetime | None = None,
        pointer: str = "",
        defects: tuple[Defect, ...] = (),
    ) -> Shared:
        """Return what every event has; `which` tells one happening from another."""
        return {
            "id": self.derive("evt", kind, *which),
            "channel": self.channel,
            "account": self.account,
            "thread": thread,
            "occurred_at": occurred_at,
            "source": self.source(pointer),
            "defects": defects,
        }

    def linked(
        self,
        identities: tuple[Identity | None, ...],
        evidence: Evidence,
        *,
        pointer: str = "",
        occurred_at: datetime | None = None,
        defects: tuple[Defect, ...] = (),
    ) -> tuple[IdentityLinked, ...]:
        """
        Return the link between the identities that there are, if there are two.

        It says nothing about when: two ids of one person are a standing fact, and every payload
        that has both tells the same one. What somebody submits does have its moment.
        """
        known = tuple(one for one in identities if one is not None)
        if len(known) < 2:
            return ()
        which = [part for one in known for part in (one.scheme, one.scope, one.value)]
        return (
            IdentityLinked(
                **self.shared(
                    "identity_linked",
                    evidence,
                    *which,
                    pointer=pointer,
                    occurred_at=occurred_at,
                    defects=defects,
                ),
                link=IdentityLink(identities=known, evidence=evidence, occurred_at=occurred_at),
            ),
        )

    def unrecognised(
        self,
        reason: Reason,
        *,
        pointer: str = "",
        expected: str | None = None,
        name: str | None = None,
        occurred_at: datetime | None = None,
        defects: tuple[Defect, ...] = (),
    ) -> Unrecognised:
        """Return what stands at a pointer as not understood."""
        # Nothing is known that tells it from another, so its id is its address.
        which = (self.payload.digest, pointer, expected, name)
        shared = self.shared(
            "unrecognised", *which, pointer=pointer, occurred_at=occurred_at, defects=defects
        )
        return Unrecognised(**shared, reason=reason, expected=expected, name=name)


class Item(NamedTuple):
    """A webhook's event: what it says, whose it is, and when it was."""

    desk: Desk
    wire: wire.Event
    name: str
    """`event_name`, one of those that Zalo documents."""
    same: str
    """The spelling of the name that ids are derived from."""
    person: str | None
    """The id of the other end: neither end says more than which of the two is the account."""
    occurred_at: datetime | None
    stamp: str | None
    """The time as it stands: it tells apart what has no id of its own."""
    defects: tuple[Defect, ...]

    def unrecognised(self, reason: Reason, expected: str | None = None) -> Unrecognised:
        """Return the event as one that was not understood."""
        return self.desk.unrecognised(
            reason,
            expected=expected,
            name=self.name,
            occurred_at=self.occurred_at,
            defects=self.defects,
        )

    def shared(self, kind: str, *which: str | None, thread: tuple[str, ...] = ()) -> Shared:
        """Return what every event has; `which` tells one happening from another."""
        return self.desk.shared(
            kind, *which, thread=thread, occurred_at=self.occurred_at, defects=self.defects
        )

    def links(self, user_id: str | None) -> tuple[IdentityLinked, ...]:
        """Return the link between a person's ids at the account and in the app."""
        if not user_id:
            return ()
        ours = self.desk.user_identity(user_id)
        return self.desk.linked(
            (ours, self.desk.app_identity(self.wire.user_id_by_app)), "platform"
        )
