"""The rows that a policy can use by name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from omnidesk.policy.contact._ages import AUTO_REPLY_CAPS, EUROPE_AGES, UNITED_STATES_AGES
from omnidesk.policy.contact._platforms import (
    META_WINDOWS,
    WHATSAPP_WINDOWS,
    ZALO_CAPS,
    ZALO_CLOSED_DAYS,
    ZALO_HOURS,
    ZALO_WINDOWS,
)
from omnidesk.policy.contact._vietnam import (
    VIETNAM_AGES,
    VIETNAM_CAPS,
    VIETNAM_HOURS,
    VIETNAM_MARKS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.policy.contact._rows import Dated

PACKS: Final[Mapping[str, tuple[Dated, ...]]] = {
    "europe": EUROPE_AGES,
    "mail": AUTO_REPLY_CAPS,
    "meta": META_WINDOWS,
    "united_states": UNITED_STATES_AGES,
    "vietnam": (*VIETNAM_HOURS, *VIETNAM_CAPS, *VIETNAM_MARKS, *VIETNAM_AGES),
    "whatsapp": WHATSAPP_WINDOWS,
    "zalo": (*ZALO_WINDOWS, *ZALO_HOURS, *ZALO_CAPS, *ZALO_CLOSED_DAYS),
}
"""
The rows of laws and platforms, by the name under which `ContactPolicy.use` calls them. None of them
is legal advice.
"""


@cache
def named(name: str) -> tuple[Dated, ...]:
    """Return the rows of a pack, or the one row of that id; none if nothing is called that."""
    if name in PACKS:
        return PACKS[name]
    return tuple(row for rows in PACKS.values() for row in rows if row.id == name)
