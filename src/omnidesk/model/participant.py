"""Who takes part, under which identities, and which identities are one person."""

from __future__ import annotations

from typing import ClassVar, Literal

from omnidesk.model._base import SCHEMA_VERSION, Noun, Time

Role = Literal["customer", "agent", "bot", "business", "system", "unknown"]
"""
The part somebody plays: `business` is our own side as a whole (the page, the Official Account,
the shared mailbox) when nobody says which agent or bot acted for it.
"""

NameSource = Literal["vendor", "header", "profile", "submitted", "agent"]
"""
Where a name came from: the platform's payload, a mail header, a profile that was fetched, a form
that the person filled in, or an agent who typed it. Trust falls from left to right and none of it
is proof.
"""

Evidence = Literal["submitted", "verified_login", "agent", "platform", "customer_matching"]
"""Why two identities are taken for one person. A like-sounding name is never evidence."""


class Identity(Noun):
    """
    One address under which somebody is known.

    The same `value` under another scheme or scope is another identity: a Messenger user has a
    different id on every page.
    """

    _shown: ClassVar[frozenset[str]] = frozenset({"scheme"})

    scheme: str
    """
    What kind of address: `email`, `phone` (E.164), `sip`, `extension`, `messenger`, `instagram`,
    `facebook`, `zalo`, `youtube`, `session`, … The list is open.
    """
    value: str
    """The address itself, always a string (vendors' numbers exceed 2^53)."""
    scope: str | None = None
    """Within what the value is unique: a page, an Official Account, an app; `None` is anywhere."""
    raw: str | None = None
    """How the payload spells it, where that is not `value`: `0912 345 678` for `+84912345678`."""


class Participant(Noun):
    """Somebody as one channel sees them."""

    role: Role = "unknown"
    """The part they play in the conversation."""
    identities: tuple[Identity, ...] = ()
    """Every address that the payload gives; empty for somebody who withheld theirs."""
    name: str | None = None
    """The display name exactly as given. `None` if none was: names are never invented."""
    name_source: NameSource | None = None
    """Where the name came from."""


class IdentityLink(Noun):
    """One piece of explicit evidence that identities belong to one person."""

    identities: tuple[Identity, ...]
    """The identities that it ties together, at least two."""
    evidence: Evidence
    """Why."""
    state: Literal["linked", "withdrawn"] = "linked"
    """A link can be taken back; the latest word on the same identities and evidence counts."""
    occurred_at: Time | None = None
    """When it was made or withdrawn (UTC)."""


class Person(Noun):
    """
    Identities that explicit evidence ties together.

    Policies decide about people. Every link says why it is there and can be withdrawn.
    """

    type: Literal["person"] = "person"
    """The document's kind."""
    schema_version: str = SCHEMA_VERSION
    """The version of this document's schema."""
    id: str
    """Derived from the identity that the earliest link names first."""
    aliases: tuple[str, ...] = ()
    """Ids that this person had before links joined them to another."""
    identities: tuple[Identity, ...]
    """Every identity of theirs, sorted."""
    links: tuple[IdentityLink, ...]
    """The links in force, oldest first."""

    _shown: ClassVar[frozenset[str]] = frozenset({"schema_version"})
