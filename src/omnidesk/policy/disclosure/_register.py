"""The register of sub-processors: who works on the desk's instructions, where, on what terms."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from pydantic import Field, model_validator

from omnidesk.policy._base import NAME, Data
from omnidesk.policy._items import Category
from omnidesk.policy._periods import Period, parts
from omnidesk.policy._rules import Citation
from omnidesk.policy.disclosure._rows import InForce

PlaceUse: TypeAlias = Literal["storage", "processing"]
"""What happens to data in a place: it lies there, or it is worked on there."""

Duty: TypeAlias = Literal[
    "instructions", "trusted_staff", "training", "measures", "breach_notice", "request_help"
]
"""
What a sub-processor undertakes: to follow written instructions only; to use staff that is trusted
and bound; to train them; to keep technical and organisational measures; to report a breach; to
help with the requests of controllers, people and authorities.
"""

DUTIES: tuple[Duty, ...] = (
    *("instructions", "trusted_staff", "training", "measures", "breach_notice", "request_help"),
)
"""All duties."""


class Place(Data):
    """Where a sub-processor has data."""

    region: str = Field(pattern=NAME)
    """The region (`Region.id`)."""
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    """The country (ISO 3166), if that is known."""
    uses: tuple[PlaceUse, ...] = Field(default=("storage", "processing"), min_length=1)
    """What happens there."""


class Attestation(Data):
    """A proof that a sub-processor does what it undertakes."""

    standard: str = Field(min_length=1)
    """What was attested: a standard, a training, a signed contract."""
    proves: tuple[Duty, ...] = ()
    """The duties that it is proof of."""
    first: date | None = None
    """The first day (UTC) of its validity, if that is known."""
    last: date | None = None
    """The last day (UTC) of its validity, if that is known."""
    source: Citation
    """Where it stands."""


class DutyTerm(Data):
    """A duty that the desk demands of every sub-processor."""

    duty: Duty
    """What is demanded."""
    within: Period | None = None
    """How fast, if the contract says so; `None` where it says no more than "promptly"."""
    source: Citation
    """Where it stands."""


class Contact(Data):
    """Whom a customer turns to, and how long they have for it."""

    topic: Literal["contract", "register_change"]
    """To see the contract on processing, or to object to a change of the register."""
    address: str | None = None
    """The address, if it is one that may be repeated here."""
    notice: Period | None = None
    """How long before a change customers are told, counted in UTC."""
    source: Citation
    """Where it stands."""

    @model_validator(mode="after")
    def _elapses(self) -> Contact:
        if self.notice is not None and parts(self.notice).business_days:
            raise ValueError("expected a notice without business days")
        return self


class Processor(InForce):
    """
    One engagement of a sub-processor: with other terms, or after a break, it is another row.

    Rows of the same name are one firm. What is left empty is any.
    """

    name: str = Field(min_length=1)
    """What the firm is called."""
    role: str = Field(pattern=NAME)
    """What it is to the desk: `host`, `telephony`, `support`, …"""
    service: str = Field(min_length=1)
    """What it does, in words."""
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    """Where the firm itself is (ISO 3166), if that is known."""
    places: tuple[Place, ...] = ()
    """Where it has data."""
    serves: tuple[str, ...] = ()
    """The regions whose customers' data it touches (`Region.id`)."""
    customers: tuple[str, ...] = ()
    """The customers whose data it touches, by the desk's own ids."""
    channels: tuple[str, ...] = ()
    """The channels whose data it touches."""
    categories: tuple[Category, ...] = ()
    """The kinds of things that it touches."""
    purposes: tuple[str, ...] = ()
    """What it may do it for: the written instructions."""
    consent: bool = False
    """Whether it has access only when the customer agrees."""
    duties: tuple[Duty, ...] = ()
    """What it has undertaken."""
    attestations: tuple[Attestation, ...] = ()
    """What proves it."""
    assessed_on: date | None = None
    """When its security and privacy were last assessed."""
    announced_on: date | None = None
    """When customers were told of it."""
    contact: str | None = None
    """Where it is told of requests and asked about breaches."""
    notes: str | None = None
    """Doubts, for whoever reads the register."""
