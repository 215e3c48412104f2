"""What has happened: dated, append-only, and never guessed."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar

from omnidesk.model import Time
from omnidesk.model._base import Noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime


class Fact(Noun):
    """Something that has happened to somebody, to one item, or to the whole desk."""

    _shown: ClassVar[frozenset[str]] = frozenset({"kind"})

    kind: str
    """
    What: `customer_ceased`, `contract_started`, `contract_ended`, `last_access`,
    `service_terminated`, `hold_placed`, `hold_released`, `erasure_requested`, … An open list; a
    policy's rules name those that they wait for.
    """
    at: Time
    """When (UTC)."""
    subject: str | None = None
    """To whom (`subject_id`, or `Person.id`); `None` with no item is to the desk as a whole."""
    item: str | None = None
    """To which item (`Item.id`)."""
    name: str | None = None
    """Which contract, service or case, where there are several."""


class Facts:
    """
    A set of facts: order and repetition mean nothing.

    Args:
        facts: The facts.
    """

    __slots__ = ("__dict__", "_all", "_by_place", "_last")

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._all = frozenset(facts)
        by_place: defaultdict[tuple[str, str | None, str | None], list[Fact]] = defaultdict(list)
        for fact in sorted(self._all, key=_order):
            by_place[fact.kind, fact.subject, fact.item].append(fact)
        self._last = max((fact.at for fact in self._all), default=None)
        self._by_place: Mapping[tuple[str, str | None, str | None], list[Fact]] = dict(by_place)

    def __repr__(self) -> str:
        return f"Facts(<{len(self._all)}>)"

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._all)

    def __iter__(self) -> Iterator[Fact]:
        """Iterate over them in order of time."""
        return iter(sorted(self._all, key=_order))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Facts) and self._all == other._all

    def __hash__(self) -> int:
        return hash(self._all)

    def __or__(self, more: Iterable[Fact]) -> Facts:
        """Return these facts and more. None is ever taken away."""
        return Facts([*self._all, *more])

    @cached_property
    def digest(self) -> str:
        """Their address: sets of the same facts have the same, in whatever order."""
        lines = sorted(fact.model_dump_json(exclude_none=True) for fact in self._all)
        return f"sha256:{sha256(chr(10).join(lines).encode('utf-8', 'surrogatepass')).hexdigest()}"

    def until(self, now: datetime) -> Facts:
        """Return those that have happened by a moment."""
        if self._last is None or self._last <= now:
            return self
        return Facts(fact for fact in self._all if fact.at <= now)

    def about(
        self, kind: str, *, subject: str | None = None, item: str | None = None
    ) -> list[Fact]:
        """Return the facts of a kind about exactly that subject or item, in order of time."""
        return self._by_place.get((kind, subject, item), [])


def _order(fact: Fact) -> tuple[object, ...]:
    return fact.at, fact.kind, fact.subject or "", fact.item or "", fact.name or ""
