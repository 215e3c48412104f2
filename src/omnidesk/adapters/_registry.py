"""Finding adapters: by name, and by the shape of a payload."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, cast

from omnidesk.adapters._protocol import Recognises
from omnidesk.errors import AdapterNotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from omnidesk._payload import Payload
    from omnidesk.adapters._protocol import Adapter

GROUP = "omnidesk.adapters"
"""The entry-point group in which adapters are found, the built-in ones too."""


def available_adapters() -> tuple[str, ...]:
    """Return the names of all installed adapters, sorted. Imports none of them."""
    return tuple(sorted(_installed()))


def get_adapter(name: str) -> Callable[..., Adapter]:
    """
    Return the adapter class of that name; call it with its configuration.

    Args:
        name: The name of an entry point in the group `omnidesk.adapters`.

    Raises:
        AdapterNotFound: If none is called that; lists those that are installed.
    """
    found = _installed().get(name)
    if found is None:
        raise AdapterNotFound(name, available=_installed())
    # What an entry point leads to is known only at run time; the conformance kit checks it.
    return cast("Callable[..., Adapter]", found.load())


def sniff(payload: Payload) -> str | None:
    """
    Name the adapter for a payload, from its shape alone.

    An adapter that reads several channels at once may name those of single channels which it
    stands for, in a class attribute `covers`; where both recognise a payload, it is the answer.

    Returns:
        The one name whose adapter recognises the payload; `None` if none does, or several do: it
        never guesses. An installed adapter that cannot be imported recognises nothing.
    """
    claims = [name for name in available_adapters() if _claims(name, payload)]
    if len(claims) > 1:
        covered = {one for name in claims for one in _covers(name)}
        claims = [name for name in claims if name not in covered]
    return claims[0] if len(claims) == 1 else None


def _covers(name: str) -> frozenset[str]:
    covers: object = getattr(get_adapter(name), "covers", None)
    # What a stranger's class has under that name may be anything.
    return cast("frozenset[str]", covers) if isinstance(covers, frozenset) else frozenset()


def _claims(name: str, payload: Payload) -> bool:
    try:
        adapter: object = get_adapter(name)
    except (ImportError, AttributeError):
        # A broken package of somebody's must not stop the mail of everybody; `omnidesk adapters`
        # and `get_adapter` tell of it.
        return False
    return isinstance(adapter, Recognises) and adapter.recognises(payload)


@cache
def _installed() -> Mapping[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}
