"""A disclosure policy: who may see or receive what, where it may be, and who helps with it."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from pydantic import Field, model_validator
from pydantic_core import to_json

from omnidesk.policy._base import NAME, Data
from omnidesk.policy.disclosure._register import Contact, DutyTerm, PlaceUse, Processor
from omnidesk.policy.disclosure._rows import (
    Denial,
    InForce,
    Permit,
    Recipient,
    Transit,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MoveNeed: TypeAlias = Literal["agreement", "consent", "assessment"]
"""
What must be shown before data leaves its region: that the customer and the desk agreed; that the
customer consented; that the transfer was assessed.
"""


class Region(InForce):
    """A part of the world inside which data moves freely."""

    title: str = Field(min_length=1)
    """What it is called."""
    countries: tuple[str, ...] = ()
    """The countries (ISO 3166) that belong to it, and whose customers have their home in it."""
    rest: bool = False
    """Whether every country that belongs to no other region belongs to it."""


class Move(InForce):
    """Data may leave its home region. What is left empty is any."""

    title: str = Field(min_length=1)
    """What it says, in one sentence, in English."""
    title_vi: str | None = None
    """The same in Vietnamese."""
    origin: tuple[str, ...] = ()
    """From which home regions (`Region.id`)."""
    destination: tuple[str, ...] = ()
    """To which regions (`Region.id`)."""
    uses: tuple[PlaceUse, ...] = Field(default=("storage", "processing"), min_length=1)
    """What for: to lie there, or to be worked on there."""
    needs: tuple[MoveNeed, ...] = ()
    """What must be shown. All of it."""


class DisclosurePolicy(Data):
    """
    Who may see or receive data, where it may be, and who works on it.

    Nothing is allowed that no permit allows. It is data: read it from TOML (`load_disclosure`).
    The order of rows means nothing, and neither does saying one twice.
    """

    id: str = Field(pattern=NAME)
    """Its name."""
    version: str = Field(min_length=1)
    """The version of its text."""
    title: str = Field(min_length=1)
    """What it is."""
    controller: str | None = None
    """Whose it is, if it is somebody's."""
    recipients: tuple[Recipient, ...] = ()
    """The roles in which somebody may receive data."""
    permits: tuple[Permit, ...] = ()
    """What they may do."""
    denials: tuple[Denial, ...] = ()
    """What nobody may do, whatever permits it."""
    transit: tuple[Transit, ...] = ()
    """That data is encrypted on its way."""
    platforms: tuple[str, ...] = ()
    """The channels that another firm runs, which so has what is said there."""
    regions: tuple[Region, ...] = ()
    """The regions. Without any, it does not matter where data is."""
    home: str | None = Field(default=None, pattern=NAME)
    """The home region of customers whose own is not known otherwise (`Region.id`)."""
    moves: tuple[Move, ...] = ()
    """How data may leave its region."""
    processors: tuple[Processor, ...] = ()
    """The register of sub-processors."""
    duties: tuple[DutyTerm, ...] = ()
    """What is demanded of each of them."""
    contacts: tuple[Contact, ...] = ()
    """Whom customers turn to."""
    notes: str | None = None
    """What whoever reads it should know."""

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> DisclosurePolicy:
        rows: dict[str, Iterable[Recipient | InForce]] = {
            "recipients": self.recipients,
            "permits and denials": (*self.permits, *self.denials),
            "transit": self.transit,
            "regions": self.regions,
            "moves": self.moves,
        }
        for what, listed in rows.items():
            # The same row twice means nothing; another row of the same name is a mistake.
            names = [one.id for one in set(listed)]
            if len(set(names)) < len(names):
                raise ValueError(f"{what}: two different rows have one id")
        if sum(one.rest for one in set(self.regions)) > 1:
            raise ValueError("regions: one of them can be the rest of the world")
        return self

    @model_validator(mode="after")
    def _names_exist(self) -> DisclosurePolicy:
        roles = {one.id for one in self.recipients}
        regions = {one.id for one in self.regions}
        for place, named, known in self._references(roles, regions):
            if not set(named) <= known:
                what = "recipient" if known is roles else "region"
                raise ValueError(f"{place}: names a {what} that this policy does not have")
        return self

    def _references(
        self, roles: set[str], regions: set[str]
    ) -> Iterator[tuple[str, Iterable[str], set[str]]]:
        for permit in self.permits:
            yield permit.id, permit.to, roles
        for denial in self.denials:
            yield denial.id, denial.to, roles
        for move in self.moves:
            yield move.id, (*move.origin, *move.destination), regions
        for one in self.processors:
            yield one.id, (*one.serves, *(place.region for place in one.places)), regions
        yield "home", () if self.home is None else (self.home,), regions

    @cached_property
    def digest(self) -> str:
        """Its address: policies that say the same have the same, in whatever order they say it."""
        # Any with reason: what Pydantic dumps is JSON.
        said: dict[str, Any] = self.model_dump(mode="json")
        for name, value in said.items():
            if isinstance(value, list):
                rows = {to_json(row) for row in cast("list[object]", value)}
                said[name] = [row.decode() for row in sorted(rows)]
        return f"sha256:{sha256(to_json(said)).hexdigest()}"

    @cached_property
    def _roles(self) -> dict[str, Recipient]:
        return {one.id: one for one in self.recipients}

    def recipient(self, name: str) -> Recipient | None:
        """Return the role of that id."""
        return self._roles.get(name)

    def processor(self, name: str) -> tuple[Processor, ...]:
        """Return the engagements of a sub-processor, the earliest first."""
        rows = dict.fromkeys(one for one in self.processors if one.id == name)
        return tuple(sorted(rows, key=lambda one: (str(one.first or ""), one.model_dump_json())))
