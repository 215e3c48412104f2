"""Names of Asterisk's channels: which telephone, trunk or pair of local halves one is."""

from __future__ import annotations

from typing import NamedTuple

from omnidesk.adapters.calls._asterisk_words import SPECIAL


class Channel(NamedTuple):
    """A channel's name, taken apart: `PJSIP/101-0000001a`, `Local/101@queue-0000000b;2`."""

    peer: str
    """The telephone or trunk: `PJSIP/101`. For a local half, what it dials."""
    user: str
    """The same without the technology: `101`."""
    pair: str | None = None
    """For a local half, what both halves share: they are nobody."""
    half: str = ""
    """For a local half, `1` or `2`."""

    def __repr__(self) -> str:
        return "<Channel>"


def read_channel(name: str) -> Channel | None:
    """Take a channel's name apart; `None` if there is none."""
    # A channel whose place another one has taken is called PJSIP/101-0000001a<ZOMBIE>.
    name = name.strip().partition("<")[0]
    technology, slash, rest = name.partition("/")
    if not slash or not rest:
        return None
    peer, _, serial = rest.rpartition("-")
    if technology.lower() == "local":
        pair, semicolon, half = name.rpartition(";")
        return Channel(f"Local/{peer}", "", pair if semicolon else name, half if semicolon else "")
    user = peer if peer and serial else rest
    return Channel(f"{technology}/{user}", user)


def somebody(exten: str) -> str:
    """Return what was dialled, if it can be somebody: no special extension and no feature code."""
    exten = exten.strip()
    return "" if exten in SPECIAL or exten.startswith(("*", "#")) else exten
