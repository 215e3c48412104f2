"""A ticket as one payload shows it: whose it is, who is who in it, in which zone its times are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters._clock import Clock
from omnidesk.adapters._desk import Desk
from omnidesk.adapters.liveagent._words import SYSTEM
from omnidesk.model import Defect, Identity, Participant

if TYPE_CHECKING:
    from omnidesk.adapters._clock import Reading
    from omnidesk.adapters.liveagent import _wire as wire
    from omnidesk.model import Role


class Room(NamedTuple):
    """A ticket, and what is needed to read its messages."""

    desk: Desk
    clock: Clock
    agent_ids: frozenset[str]
    """The ids of all our agents; empty if nobody has said them."""
    ticket_id: str
    owner: str | None = None
    """The customer's id, if the ticket is there."""
    assigned: str | None = None
    """The assigned agent's id, if the ticket is there."""

    def __repr__(self) -> str:
        return "<Room>"

    @property
    def thread(self) -> tuple[str, ...]:
        """The keys of the conversation."""
        return (self.ticket_id,)

    def of(self, ticket: wire.Ticket) -> Room:
        """Return the room with what its ticket says about people."""
        return self._replace(owner=ticket.owner_contactid, assigned=ticket.agentid)

    def time(self, value: object, pointer: str) -> Reading:
        """Read a time, which has no zone of its own."""
        if value is None or isinstance(value, str):
            return self.clock.read(value, pointer=pointer)
        return None, (Defect(code="time_unreadable", pointer=pointer),)

    def role(self, userid: str | None) -> Role:
        """Tell who somebody is. It takes the list of agents, or the ticket, to know."""
        if not userid:
            return "unknown"
        if userid == SYSTEM:
            return "system"
        if userid in self.agent_ids or userid == self.assigned:
            return "agent"
        return "customer" if userid == self.owner or self.agent_ids else "unknown"

    def identity(self, userid: str | None) -> Identity | None:
        """Return somebody's id in this installation."""
        return Identity(scheme="liveagent", value=userid, scope=self.desk.id) if userid else None

    def person(self, userid: str | None, role: Role, name: str | None = None) -> Participant:
        """Return somebody under their id."""
        known = self.identity(userid)
        return Participant(
            role=role,
            identities=(known,) if known else (),
            name=name or None,
            name_source="vendor" if name else None,
        )
