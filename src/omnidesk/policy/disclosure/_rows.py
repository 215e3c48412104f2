"""Who may receive data: the roles, what is permitted to them, and what never is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Literal, TypeAlias

from pydantic import Field, field_validator, model_validator

from omnidesk.policy._base import NAME, Data
from omnidesk.policy._items import Category
from omnidesk.policy._periods import Period, parts
from omnidesk.policy._rules import Citation
from omnidesk.policy.requests._requests import Verification

Act: TypeAlias = Literal[
    "collect",
    "read",
    "use",
    "restrict",
    "delete",
    "export",
    "share",
    "sell",
    "rent",
    "publish",
    "transfer",
]
"""
What somebody wants to do: take data in; look at it; work with it; limit its use; remove it; take it
out as a file; pass it on, for nothing, for good or for a time against money; show it to everybody;
hand it over to whoever decides about it from now on.
"""

RecipientKind: TypeAlias = Literal[
    "staff", "self", "org_admin", "processor", "third_party", "public"
]
"""
Who somebody is to the desk: its own people; whom the data is about; the administrator of the
firm that they belong to; who works on the desk's instructions; anybody else; everybody.
"""

INSIDE: frozenset[RecipientKind] = frozenset({"staff", "self", "org_admin"})
"""Those with whom data stays where it is."""

Subjects: TypeAlias = Literal["person", "organisation"]
"""Whom data is about: people, or firms."""

Need: TypeAlias = Literal[
    "law",
    "consent",
    "approval",
    "client",
    "not_opted_out",
    "controller_change",
    "handover",
    "notice",
]
"""
What must be shown before a permit counts: that a law requires it; that everybody concerned agreed
that this recipient gets it for this purpose; that somebody approved it for a reason and a time;
that they are clients; that none of them opted out; that the firm passes to the recipient; that
consents and holds go along; that they were told before.
"""


class InForce(Data):
    """A row that applies from one day to another, on somebody's word."""

    id: str = Field(pattern=NAME)
    """Its name."""
    first: date | None = None
    """The first day (UTC) on which it applies; `None` if that is not known, and it has begun."""
    last: date | None = None
    """The last day (UTC) on which it applies, if there is one."""
    source: Citation
    """On whose word it stands."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> InForce:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError("expected the last day not to be before the first")
        return self

    def applies(self, now: datetime) -> bool:
        """Tell whether it applies at a moment; aware."""
        today = now.astimezone(UTC).date()
        return (self.first is None or self.first <= today) and (
            self.last is None or today <= self.last
        )


class Recipient(Data):
    """A role in which somebody may receive data."""

    id: str = Field(pattern=NAME)
    """Its name: `technical_support`, `authority`, …"""
    kind: RecipientKind
    """Who that is to the desk."""
    title: str = Field(min_length=1)
    """The same in words."""
    title_vi: str | None = None
    """The same in Vietnamese."""
    named: bool = True
    """For staff: whether only those have the role to whom a fact (`role_given`) gives it."""
    verification: Verification = "identity"
    """For `self`: how sure it must be that it is they."""


class Scope(InForce):
    """Whom and what a row is about. What is left empty is any."""

    title: str = Field(min_length=1)
    """What it says, in one sentence, in English."""
    title_vi: str | None = None
    """The same in Vietnamese."""
    acts: tuple[Act, ...] = ()
    """What may, or may not, be done."""
    purpose: tuple[str, ...] = ()
    """What for."""
    category: tuple[Category, ...] = ()
    """With what kind of thing."""
    channel: tuple[str, ...] = ()
    """From which channels."""
    about: tuple[Subjects, ...] = ()
    """About whom."""
    notes: str | None = None
    """Doubts, for whoever reads the policy."""


class Permit(Scope):
    """
    One exception to the rule that nobody receives anything.

    Credentials are never among "any" category: a permit that means them names them.
    """

    to: tuple[str, ...] = Field(min_length=1)
    """The roles that it is for (`Recipient.id`)."""
    needs: tuple[Need, ...] = ()
    """What must be shown. All of it."""
    longest: Period | None = None
    """For `approval`: how long one may be valid at most, counted in UTC."""

    @field_validator("longest")
    @classmethod
    def _elapses(cls, period: str | None) -> str | None:
        if period is not None and parts(period).business_days:
            raise ValueError("expected a period without business days")
        return period


class Denial(Scope):
    """Something that nobody may do, whatever permits it. No grant, law or approval lifts it."""

    to: tuple[str, ...] = ()
    """The roles that it is about (`Recipient.id`)."""
    kinds: tuple[RecipientKind, ...] = ()
    """The kinds of roles that it is about. With neither, it is about everybody."""


class Transit(InForce):
    """That data is encrypted on its way, whoever receives it."""
