"""Under which ids people are known: those of persons where it is told, of identities elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.model import derive_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omnidesk.model import Identity, Person


def subject_id(identity: Identity) -> str:
    """
    Return the id under which the policy engine knows somebody with that identity.

    It is derived, so that facts and plans hold no address. It is a pseudonym and not anonymous:
    whoever has the address can derive it too.
    """
    return derive_id("subject", identity.scheme, identity.scope, identity.value)


def known_people(people: Iterable[Person]) -> dict[str, str]:
    """Return under which id whoever has an identity, or another id, is known."""
    return {
        name: person.id
        for person in people
        for name in (*person.aliases, *map(subject_id, person.identities))
    }


def subjects_among(identities: Iterable[Identity], known: Mapping[str, str]) -> tuple[str, ...]:
    """
    Return the ids of whoever has some identities, each once.

    Args:
        identities: Of one person, or of several.
        known: Who is who, from `known_people`.
    """
    ids = map(subject_id, identities)
    return tuple(dict.fromkeys(known.get(one, one) for one in ids))
