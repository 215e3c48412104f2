"""One mailbox."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """One mailbox of a header."""

    name: str | None = None
    """The display name, decoded; without one, a comment that stands beside a bare address."""
    local: str | None = None
    """What stands before the `@`, as written. `None` if there is no one certain address."""
    domain: str | None = None
    """What stands after it, in lower case."""
    group: str | None = None
    """The group that it is in (RFC 5322 section 3.4), decoded."""

    @property
    def address(self) -> str | None:
        """The address, `local@domain`."""
        return None if self.local is None else f"{self.local}@{self.domain}"
