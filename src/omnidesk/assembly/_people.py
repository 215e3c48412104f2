"""Who is one person: the links in force, and the groups that they make."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from omnidesk.assembly._components import Components
from omnidesk.assembly._order import FIRST, LAST, happened, identity_key, keep, once
from omnidesk.events import IdentityLinked
from omnidesk.model import IdentityLink, Person, derive_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.assembly._order import IdentityKey, Occurrence
    from omnidesk.events import EventBase
    from omnidesk.model import Identity


def people(events: Iterable[EventBase]) -> tuple[Person, ...]:
    """
    Fold the evidence of who is who into people.

    Like `assemble`, it does not depend on the order or repetition of the events. Identities that
    no link in force names make no person.

    Args:
        events: Any events; all but `IdentityLinked` are passed over.

    Returns:
        The people, sorted by id.
    """
    known: dict[Occurrence, IdentityLinked] = {}
    for event in events:
        if isinstance(event, IdentityLinked):
            keep(known, event)
    links = _in_force(known.values())
    components: Components[IdentityKey] = Components()
    for link in links:
        first, *others = (identity_key(identity) for identity in link.identities)
        components.find(first)
        for other in others:
            components.union(first, other)
    groups: defaultdict[IdentityKey, list[IdentityLink]] = defaultdict(list)
    for link in links:
        groups[components.find(identity_key(link.identities[0]))].append(link)
    return tuple(sorted((_person(group) for group in groups.values()), key=lambda one: one.id))


def _in_force(events: Iterable[IdentityLinked]) -> list[IdentityLink]:
    """Return the links that nobody has withdrawn, oldest first."""
    latest: dict[tuple[frozenset[IdentityKey], str], IdentityLinked] = {}
    # Of two words at one moment the withdrawal counts: a wrong link shows one person's
    # conversations under another's name.
    for event in sorted(
        once(events),
        key=lambda one: (one.occurred_at or FIRST, one.link.state == "withdrawn", *happened(one)),
    ):
        if event.link.identities:
            keys = frozenset(identity_key(identity) for identity in event.link.identities)
            latest[keys, event.link.evidence] = event
    standing = [event for event in latest.values() if event.link.state == "linked"]
    standing.sort(key=lambda one: (one.occurred_at or LAST, *happened(one)))
    return [event.link for event in standing]


def _person(links: list[IdentityLink]) -> Person:
    identities: dict[IdentityKey, Identity] = {
        identity_key(identity): identity for link in links for identity in link.identities
    }
    roots = [derive_id("person", *identity_key(link.identities[0])) for link in links]
    return Person(
        id=roots[0],
        aliases=tuple(sorted(set(roots[1:]) - {roots[0]})),
        identities=tuple(identities[key] for key in sorted(identities)),
        links=tuple(links),
    )
