"""Who is on our side, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omnidesk.model import Direction, Identity, Participant, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk._mime import Address


class Desk(NamedTuple):
    """
    Our addresses, as they are compared.

    Args:
        addresses: In lower case, without the tags of plus addresses.
        domains: In lower case.
    """

    addresses: frozenset[str]
    domains: frozenset[str]

    @classmethod
    def of(cls, addresses: Iterable[str], domains: Iterable[str]) -> Desk:
        """Make one from addresses and domains as people write them."""
        return cls(frozenset(map(_comparable, addresses)), frozenset(map(str.lower, domains)))

    @property
    def is_known(self) -> bool:
        """Whether there is anything to compare with."""
        return bool(self.addresses or self.domains)

    def is_own(self, address: Address) -> bool:
        """Tell whether a mailbox is the desk's. One without an address is nobody's."""
        written = address.address
        return written is not None and self.owns(written)

    def owns(self, address: str) -> bool:
        """Tell whether an address, as people write it, is the desk's."""
        comparable = _comparable(address)
        return comparable in self.addresses or comparable.rpartition("@")[2] in self.domains

    def participant(self, address: Address) -> Participant:
        """Turn a mailbox into a participant. Where the desk is not known, no role is."""
        role: Role = "unknown"
        identities: tuple[Identity, ...] = ()
        written = address.address
        if written is not None:
            identities = (Identity(scheme="email", value=written),)
            if self.is_known:
                role = "business" if self.owns(written) else "customer"
        return Participant(
            role=role,
            identities=identities,
            name=address.name,
            name_source=None if address.name is None else "header",
        )

    def direction(self, author: Address | None, recipients: Iterable[Address]) -> Direction:
        """Tell which way a mail went; `unknown` where that would be a guess."""
        if not self.is_known or author is None or author.address is None:
            return "unknown"
        if not self.is_own(author):
            return "inbound"
        known = [one for one in recipients if one.address is not None]
        if not known:
            # Blind copies may have gone anywhere.
            return "unknown"
        return "internal" if all(map(self.is_own, known)) else "outbound"


def _comparable(address: str) -> str:
    """Return an address as it is compared: in lower case, without the tag of a plus address."""
    lowered = address.lower()
    if "+" not in lowered and "@" in lowered:
        return lowered
    local, _, domain = lowered.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
