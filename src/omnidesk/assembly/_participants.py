"""Who takes part: one participant for all who share an identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.assembly._order import identity_key
from omnidesk.model import Call, Message, Participant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omnidesk.assembly._order import IdentityKey
    from omnidesk.model import Entry, Identity


def participants(entries: Iterable[Entry]) -> tuple[Participant, ...]:
    """Return everybody who takes part, in order of appearance, each once."""
    found: list[Participant | None] = []
    places: dict[IdentityKey, int] = {}
    met: dict[int, Participant] = {}  # keeps what its keys, the ids of objects, refer to
    for one in _named(entries):
        # Adapters reuse their objects: most of a long conversation is the same two.
        if id(one) not in met:
            met[id(one)] = one
            _meet(one, found, places)
    return tuple(one for one in found if one is not None)


def _meet(
    one: Participant, found: list[Participant | None], places: dict[IdentityKey, int]
) -> None:
    if len(one.identities) == 1:
        place = places.get(identity_key(one.identities[0]))
        if place is not None and _is_known(one, found[place]):
            return
    identities = _by_key(one)
    known = sorted({places[key] for key in identities if key in places})
    if not identities and (one.name is None or one in found):
        return
    if not known:
        known = [len(found)]
        found.append(one)
    first, *others = known
    merged = found[first] or one
    for place in others:
        merged = _join(merged, found[place] or one)
        found[place] = None
    found[first] = merged = _join(merged, one)
    for key in _by_key(merged):
        places[key] = first


def _is_known(one: Participant, met: Participant | None) -> bool:
    """Whether somebody met by the same identity tells all that this view of them does."""
    return (
        met is not None
        and (met.role != "unknown" or one.role == "unknown")
        and (met.name is not None or one.name is None)
    )


def _by_key(one: Participant) -> dict[IdentityKey, Identity]:
    return {identity_key(identity): identity for identity in one.identities}


def _join(first: Participant, second: Participant) -> Participant:
    """Join two views of somebody; what the first one knows counts."""
    changes: dict[str, object] = {}
    joined = _by_key(first) | _by_key(second)
    if len(joined) != len(first.identities):
        changes["identities"] = tuple(joined.values())
    if first.role == "unknown" != second.role:
        changes["role"] = second.role
    if first.name is None and second.name is not None:
        changes |= {"name": second.name, "name_source": second.name_source}
    return first.model_copy(update=changes) if changes else first


def _named(entries: Iterable[Entry]) -> Iterator[Participant]:
    for entry in entries:
        match entry:
            case Message():
                yield entry.author
                if entry.sender is not None:
                    yield entry.sender
                yield from entry.to
                yield from entry.cc
                yield from entry.bcc
                yield from (reaction.actor for reaction in entry.reactions)
            case Call():
                yield from entry.parties
            case _:
                if entry.actor is not None:
                    yield entry.actor
                if entry.target is not None:
                    yield entry.target
