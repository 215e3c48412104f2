"""Who takes part: one participant for all who share an identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.assembly._order import identity_key
from omnidesk.model import Call, Message, Participant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omnidesk.assembly._order import IdentityKey
    from omnidesk.model import Entry


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
    keys = [identity_key(identity) for identity in one.identities]
    if len(set(keys)) < len(keys):
        one = one.model_copy(update={"identities": tuple(dict.fromkeys(one.identities))})
    known = sorted({places[key] for key in keys if key in places})
    if not keys and (one.name is None or one in found):
        return
    if not known:
        places.update(dict.fromkeys(keys, len(found)))
        found.append(one)
        return
    first, *others = known
    merged = found[first] or one
    for place in others:
        other = found[place]
        found[place] = None
        if other is not None:
            merged = _join(merged, other)
    merged = _join(merged, one)
    found[first] = merged
    places.update({identity_key(identity): first for identity in merged.identities})


def _join(first: Participant, second: Participant) -> Participant:
    """Join two views of somebody; what the first one knows counts."""
    if first == second:
        return first
    changes: dict[str, object] = {}
    missing = tuple(one for one in second.identities if one not in first.identities)
    if missing:
        changes["identities"] = first.identities + missing
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
