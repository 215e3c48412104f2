"""From what a period is counted: the item's own date, or facts; unknown is pending, never past."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Field, model_validator

from omnidesk.policy._base import Data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.policy._facts import Fact, Facts
    from omnidesk.policy._items import Item

_DEEPEST = 8
"""How deep anchors nest: deeper than any policy, and no more than a reader can follow."""


class Found(NamedTuple):
    """When a period begins, or which facts must come before anybody knows."""

    at: datetime | None
    waits_for: tuple[str, ...] = ()


class OnFact(Data):
    """The period begins when something happened."""

    fact: str = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")
    """The kind of fact."""
    pick: Literal["last", "first", "all"] = "last"
    """
    Which of several counts. `all`: the moment when everything that was opened (`opened_by`) had
    ended; if nothing was ever opened, nothing has ended either.
    """
    opened_by: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]{0,63}$")
    """For `all`: the kind of fact that opens what this one ends. They go together by `name`."""
    name: str | None = None
    """Only facts of that name."""
    of: Literal["all", "any"] = "all"
    """
    Of an item with several subjects: whether it must have happened to all, or to any of them. To
    what our side wrote to several customers, it must have happened to all of these either way.
    """
    otherwise: Literal["created"] | None = None
    """
    What counts where it never happened: the date of the item itself. For things that start with
    it, such as the first visit or the first fetch; without it, the period waits.
    """

    @model_validator(mode="after")
    def _fits(self) -> OnFact:
        if (self.pick == "all") != (self.opened_by is not None):
            raise ValueError('pick = "all" and opened_by go together')
        if self.opened_by is not None and self.otherwise is not None:
            raise ValueError("what is still open has no other date: expected no `otherwise`")
        return self

    def find(self, item: Item, facts: Facts) -> Found:
        """Return when it happened to the item, to its subjects, or to the desk."""
        if self.of == "any":
            known = [at for at in self._dates(item, facts, item.subjects) if at is not None]
            if known:
                return Found(min(known))
            if not item.concerns:
                return Found(None, (self.fact,))
        # What our side said to several is not one's alone: it must have happened to all of them.
        dates = self._dates(item, facts, item.followed)
        known = [at for at in dates if at is not None]
        if not known or len(known) < len(dates):
            return Found(None, (self.fact,))
        return Found(max(known))

    def _dates(self, item: Item, facts: Facts, whose: tuple[str, ...]) -> list[datetime | None]:
        otherwise = item.created_at if self.otherwise else None
        return [at or otherwise for at in self._told(item, facts, whose)]

    def _told(self, item: Item, facts: Facts, whose: tuple[str, ...]) -> Iterable[datetime | None]:
        whole = facts.about(self.fact), self._opened(facts)
        own = facts.about(self.fact, item=item.id)
        if own:
            return [self._date(own, ())]
        if not whose:
            return [self._date(*whole)]
        return [
            self._date(
                [*whole[0], *facts.about(self.fact, subject=one)],
                [*whole[1], *self._opened(facts, one)],
            )
            for one in whose
        ]

    def _opened(self, facts: Facts, subject: str | None = None) -> list[Fact]:
        return facts.about(self.opened_by, subject=subject) if self.opened_by else []

    def _date(self, ends: Iterable[Fact], opened: Iterable[Fact]) -> datetime | None:
        ended = [one for one in ends if self.name is None or one.name == self.name]
        if self.pick != "all":
            dates = [one.at for one in ended]
            return None if not dates else max(dates) if self.pick == "last" else min(dates)
        starts: dict[str | None, datetime] = {}
        for one in opened:
            if self.name is None or one.name == self.name:
                starts[one.name] = max(one.at, starts.get(one.name, one.at))
        stops = {
            name: max((one.at for one in ended if one.name == name), default=None)
            for name in starts
        }
        # What was opened again after it had ended is open; `all` of none is not true.
        known = [at for name, at in stops.items() if at is not None and at >= starts[name]]
        return max(known) if known and len(known) == len(starts) else None


class Latest(Data):
    """The period begins at the last of several moments; all of them must be known."""

    latest: tuple[Anchor, ...] = Field(min_length=1)
    """The moments."""

    def find(self, item: Item, facts: Facts) -> Found:
        """Return the last of them."""
        found = [find(one, item, facts) for one in self.latest]
        waits = tuple(dict.fromkeys(kind for one in found for kind in one.waits_for))
        dates = [one.at for one in found if one.at is not None]
        return Found(max(dates)) if len(dates) == len(found) else Found(None, waits)


class Earliest(Data):
    """The period begins at the first of several moments; what is not known has not happened."""

    earliest: tuple[Anchor, ...] = Field(min_length=1)
    """The moments."""

    def find(self, item: Item, facts: Facts) -> Found:
        """Return the first of them."""
        found = [find(one, item, facts) for one in self.earliest]
        dates = [one.at for one in found if one.at is not None]
        if dates:
            return Found(min(dates))
        return Found(None, tuple(dict.fromkeys(kind for one in found for kind in one.waits_for)))


Anchor: TypeAlias = Annotated[
    Literal["created"] | OnFact | Latest | Earliest, Field(union_mode="left_to_right")
]
"""`created` is the date of the item itself."""

Latest.model_rebuild()
Earliest.model_rebuild()


def find(
    anchor: Literal["created"] | OnFact | Latest | Earliest, item: Item, facts: Facts
) -> Found:
    """Return when a period begins for an item."""
    if isinstance(anchor, str):
        return Found(item.created_at, () if item.created_at else ("created",))
    return anchor.find(item, facts)


def depth(anchor: Literal["created"] | OnFact | Latest | Earliest) -> int:
    """Return how deep an anchor nests."""
    deepest, waiting = 0, [(anchor, 1)]
    while waiting:
        one, level = waiting.pop()
        deepest = max(deepest, level)
        inner = one.latest if isinstance(one, Latest) else ()
        inner = one.earliest if isinstance(one, Earliest) else inner
        waiting += [(each, level + 1) for each in inner]
    return deepest


def is_too_deep(anchor: Literal["created"] | OnFact | Latest | Earliest) -> bool:
    """Tell whether an anchor nests deeper than anybody can follow."""
    return depth(anchor) > _DEEPEST


def kinds(anchor: Literal["created"] | OnFact | Latest | Earliest) -> tuple[str, ...]:
    """Return the kinds of fact that an anchor waits for."""
    if isinstance(anchor, OnFact):
        return (anchor.fact, anchor.opened_by) if anchor.opened_by else (anchor.fact,)
    if isinstance(anchor, str):
        return ()
    inner = anchor.latest if isinstance(anchor, Latest) else anchor.earliest
    return tuple(dict.fromkeys(kind for one in inner for kind in kinds(one)))
