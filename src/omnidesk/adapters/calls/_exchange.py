"""From a record in our words to an event: what the records of all telephone systems share."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypedDict

from omnidesk.adapters._clock import Clock
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.events import CallReported, Unrecognised
from omnidesk.model import Durations, Leg, Source, derive_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Literal, Unpack

    from omnidesk._payload import Payload
    from omnidesk.model import (
        Attachment,
        Defect,
        Direction,
        Identity,
        Outcome,
        Participant,
        RecordingConsent,
        Role,
        Transcript,
    )

CHANNEL = "calls"
"""The channel of every call over the telephone, whichever system its records are from."""

_OF_OURS = frozenset(("client", "extension", "user"))
"""Schemes of those who are part of the system."""


class Told(TypedDict, total=False):
    """What a record may tell beside its leg."""

    aliases: tuple[str, ...]
    sequence: int | None
    outcome: Outcome | None
    occurred_at: datetime | None
    recordings: tuple[Attachment, ...]
    recording_consent: RecordingConsent
    voicemail: Attachment | None
    transcripts: tuple[Transcript, ...]
    defects: tuple[Defect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """
    What is known about the system that records are from.

    Args:
        name: The adapter's name.
        account: Our side: the vendor's account, the exchange, the line.
        numbering: How it writes who is on a call.
        clock: In which zone it writes times.
    """

    name: str
    account: str
    numbering: Numbering = field(default_factory=Numbering)
    clock: Clock = field(default_factory=Clock)

    def source(self, payload: Payload, pointer: str) -> Source:
        """Return the address of a record."""
        return Source(
            adapter=self.name,
            digest=payload.digest,
            pointer=pointer,
            received_at=payload.received_at,
        )

    def is_ours(self, party: Participant | None) -> bool:
        """Tell whether somebody is part of the system: an extension, a client, one of our lines."""
        if party is None:
            return False
        lines = _lines(self.numbering)
        return any(one.scheme in _OF_OURS or _key(one) in lines for one in party.identities)

    def direction(self, caller: Participant | None, callee: Participant | None) -> Direction:
        """
        Tell which way a call went from who is ours, where the record does not say.

        Without `own_numbers` only extensions, clients and users are known to be ours.
        """
        called_by_us, calls_us = self.is_ours(caller), self.is_ours(callee)
        if called_by_us and calls_us:
            return "internal"
        if called_by_us:
            return "outbound"
        return "inbound" if calls_us else "unknown"

    def report(
        self,
        payload: Payload,
        pointer: str,
        *,
        call_id: str,
        leg: Leg | None,
        direction: Direction,
        keys: Iterable[str] = (),
        what: Iterable[str | None] = (),
        line: str | None = None,
        **told: Unpack[Told],
    ) -> CallReported:
        """
        Make the event of one record.

        Args:
            payload: Where the record was read.
            pointer: Its place there.
            call_id: The call, by the id that its legs share as far as the record tells.
            leg: What it says about a leg. Its parties are given their roles by the direction.
            direction: The call's.
            keys: Further thread keys: ids of groups, parents and children.
            what: What tells this record from others about the leg: states, sequence numbers,
                times. Nothing personal, since an id outlives an erasure.
            line: Our line, where the record names it and no party is it.
            **told: The rest of what it says.

        Returns:
            The event, under the call's thread, with the session of the two who talk.
        """
        if leg is not None:
            leg = _with_roles(leg, direction)
        place = (CHANNEL, "call_reported", self.account, call_id, leg.id if leg else None, *what)
        threads = dict.fromkeys((call_id, *keys, *told.get("aliases", ())))
        return CallReported(
            id=derive_id("evt", *place),
            channel=CHANNEL,
            account=self.account,
            thread=tuple(derive_id("call", one) for one in threads),
            source=self.source(payload, pointer),
            call_id=call_id,
            leg=leg,
            direction=direction,
            session=self._session(leg, direction, line),
            **told,
        )

    def _session(self, leg: Leg | None, direction: Direction, line: str | None) -> str | None:
        """Return one key for somebody outside and our line; none for those who withhold theirs."""
        if leg is None or direction not in ("inbound", "outbound"):
            return None
        outside, inside = leg.caller, leg.callee
        if direction == "outbound":
            outside, inside = inside, outside
        if outside is None or not outside.identities:
            return None
        ours = self.numbering.identity(line) if line else None
        if ours is None and inside is not None and inside.identities:
            # Which telephone picked up says nothing about which line was called.
            ours = next((one for one in inside.identities if one.scheme == "phone"), None)
        who = outside.identities[0]
        return derive_id("pair", who.scheme, who.scope, who.value, *(_key(ours) if ours else ()))

    def unrecognised(
        self,
        payload: Payload,
        pointer: str,
        reason: Literal["unknown_kind", "invalid", "missing_id"],
        *,
        expected: str | None = None,
        name: str | None = None,
    ) -> Unrecognised:
        """Keep the address of a record that was not understood."""
        return Unrecognised(
            id=derive_id("evt", CHANNEL, "unrecognised", self.name, payload.digest, pointer),
            channel=CHANNEL,
            account=self.account,
            source=self.source(payload, pointer),
            reason=reason,
            expected=expected,
            name=name,
        )


@lru_cache(maxsize=64)
def _lines(numbering: Numbering) -> frozenset[tuple[str, str]]:
    """Read our lines once, rather than for each end of each leg."""
    lines = (numbering.identity(one) for one in numbering.own_numbers)
    return frozenset(_key(one) for one in lines if one is not None)


def _key(identity: Identity) -> tuple[str, str]:
    return identity.scheme, identity.value


ROLES: dict[Direction, tuple[Role, Role]] = {
    "inbound": ("customer", "agent"),
    "outbound": ("agent", "customer"),
    "internal": ("agent", "agent"),
}
"""Who the caller and the callee are, by the way that a call went."""


def _with_roles(leg: Leg, direction: Direction) -> Leg:
    roles = ROLES.get(direction)
    if roles is None:
        return leg
    caller, callee = in_role(leg.caller, roles[0]), in_role(leg.callee, roles[1])
    if caller is leg.caller and callee is leg.callee:
        return leg
    return leg.model_copy(update={"caller": caller, "callee": callee})


def in_role(party: Participant | None, role: Role) -> Participant | None:
    """
    Give somebody their role, unless they have one.

    `report` does so by `ROLES`; a table may keep those whom it has read before with their role.
    """
    if party is None or party.role != "unknown":
        return party
    if role == "agent" and not any(one.scheme in _OF_OURS for one in party.identities):
        # A line is answered by somebody, but it is nobody.
        role = "business"
    return party.model_copy(update={"role": role})


def between(
    started_at: datetime | None, answered_at: datetime | None, ended_at: datetime | None
) -> Durations:
    """
    Work out how long it rang, was talked, and took, as far as the times tell.

    A clock that goes backwards tells nothing.
    """
    ring_ends = answered_at or ended_at
    return Durations(
        total=_milliseconds(started_at, ended_at),
        ring=_milliseconds(started_at, ring_ends),
        talk=_milliseconds(answered_at, ended_at) if answered_at else (0 if ended_at else None),
    )


def _milliseconds(start: datetime | None, end: datetime | None) -> int | None:
    if start is None or end is None or end < start:
        return None
    return round((end - start).total_seconds() * 1000)
