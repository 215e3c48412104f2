"""A contact policy: the classes of message, and the rows that they keep."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from pydantic import Field, model_validator

from omnidesk.policy._base import NAME, Data
from omnidesk.policy._periods import Span
from omnidesk.policy.contact._classes import ImpliedConsent, MessageClass, Purpose
from omnidesk.policy.contact._conditions import AgeLimit, Order, Route, Window
from omnidesk.policy.contact._packs import named
from omnidesk.policy.contact._rows import Cap, ClosedDays, Dated, Hours, Marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_Row = TypeVar("_Row", bound=Dated)


class ContactPolicy(Data):
    """What a desk sends, and the rules that it keeps."""

    id: str = Field(pattern=NAME)
    """Its name."""
    version: str | None = Field(default=None, min_length=1)
    """The version of its text."""
    title: str | None = Field(default=None, min_length=1)
    """What it is."""
    controller: str | None = Field(default=None, min_length=1)
    """Whose it is, in the words of the ledger; a consent to another does not count."""
    notes: str | None = None
    """What whoever reads it should know."""
    use: tuple[str, ...] = ()
    """Rows of laws and platforms that it keeps: names of `PACKS`, or ids of single rows."""
    leave_out: tuple[str, ...] = ()
    """Rows among those that it does not keep, by their ids."""
    channels: tuple[str, ...] | None = None
    """The channels by which the desk sends; `None` is any."""
    regions: tuple[str, ...] | None = None
    """The regions to which the desk may send (ISO 3166); `None` is all of them."""
    register_channels: tuple[str, ...] = ()
    """Channels for which the do-not-call register must have been looked up."""
    register_within: Span | None = None
    """For how long what it said counts; `None` is for ever."""
    purposes: tuple[Purpose, ...] = ()
    """What the desk says it uses data for."""
    implied: tuple[ImpliedConsent, ...] = ()
    """What its text takes for a consent and is none."""
    classes: tuple[MessageClass, ...] = ()
    """The classes of message. What is in none is never sent."""
    orders: tuple[Order, ...] = ()
    """In which order channels are tried."""
    routes: tuple[Route, ...] = ()
    """Which topics have no place in which channel."""
    hours: tuple[Hours, ...] = ()
    """When messages go out."""
    closed_days: tuple[ClosedDays, ...] = ()
    """On which days none goes out."""
    caps: tuple[Cap, ...] = ()
    """How often."""
    windows: tuple[Window, ...] = ()
    """What platforms let through. A channel without any has no window."""
    marks: tuple[Marks, ...] = ()
    """What must stand on a message."""
    ages: tuple[AgeLimit, ...] = ()
    """Up to which age somebody is a minor."""

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> ContactPolicy:
        for what, some in (
            ("classes", self.classes),
            ("purposes", self.purposes),
            ("implied consents", self.implied),
            ("rows", (*self._own, *self.used)),
        ):
            names = [one.id for one in some]
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"two {what} have one id: {', '.join(twice)}")
        for name in self.use:
            if not named(name):
                raise ValueError(f"use: there is no pack and no row called {name}")
        unused = sorted(set(self.leave_out) - {row.id for row in self._from_packs()})
        if unused:
            raise ValueError(f"leave_out: no row that it uses is called {', '.join(unused)}")
        return self

    def find(self, name: str) -> MessageClass | None:
        """Return the class of that name."""
        return self._by_id.get(name)

    @property
    def rows(self) -> tuple[Dated, ...]:
        """All rows that it keeps: its own, and those that it uses and does not leave out."""
        return (*self._own, *self.used)

    def rows_of(self, kind: type[_Row], channel: str) -> tuple[_Row, ...]:
        """
        Return the rows of a kind that are about a channel, or about all.

        Args:
            kind: `Hours`, `Cap`, `Window`, …
            channel: The channel.
        """
        index = self._index
        found = (*index.get((kind, channel), ()), *index.get((kind, None), ()))
        return tuple(row for row in found if isinstance(row, kind))

    @cached_property
    def digest(self) -> str:
        """
        Its address: policies that decide alike have the same, in whatever order they say it.

        The rows that it uses by name are part of it, so that it changes when a release changes one.
        """
        lists = {name for name, value in self if isinstance(value, tuple)}
        said = [self.model_copy(update=dict.fromkeys(lists, ())).model_dump_json()]
        for name in sorted(lists - {"use", "leave_out"}):
            entries: tuple[object, ...] = getattr(self, name)
            said += sorted(
                f"{name}:{one.model_dump_json() if isinstance(one, Data) else one}"
                for one in entries
            )
        said += sorted(f"used:{row.model_dump_json()}" for row in self.used)
        return f"sha256:{sha256(chr(10).join(said).encode()).hexdigest()}"

    @property
    def _own(self) -> tuple[Dated, ...]:
        return (
            *(*self.orders, *self.routes, *self.hours, *self.closed_days),
            *(*self.caps, *self.windows, *self.marks, *self.ages),
        )

    @property
    def used(self) -> tuple[Dated, ...]:
        """The rows that it uses by name, without those that it leaves out."""
        left_out = frozenset(self.leave_out)
        return tuple(row for row in self._from_packs() if row.id not in left_out)

    def _from_packs(self) -> Iterator[Dated]:
        yield from dict.fromkeys(row for name in self.use for row in named(name))

    @cached_property
    def _by_id(self) -> Mapping[str, MessageClass]:
        return {one.id: one for one in self.classes}

    @cached_property
    def _index(self) -> Mapping[tuple[type[Dated], str | None], tuple[Dated, ...]]:
        index: defaultdict[tuple[type[Dated], str | None], list[Dated]] = defaultdict(list)
        for row in self.rows:
            if isinstance(row, Order):
                for channel in (one for step in row.steps for one in step):
                    index[Order, channel].append(row)
            else:
                index[type(row), row.channel].append(row)
        return {place: tuple(rows) for place, rows in index.items()}
