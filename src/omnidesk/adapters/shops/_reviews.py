"""Shops whose reviews maps read: Lazada, Haravan, Sapo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from omnidesk.adapters.mapped import Mapped
from omnidesk.adapters.shops._ready import fields_of, shop_map

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import Payload
    from omnidesk.adapters.mapped import ChannelMap
    from omnidesk.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reviews:
    """What shops have in common whose reviews a map reads."""

    account: str | None = None

    channel: ClassVar[str]

    def __post_init__(self) -> None:
        """Read the map now, so that parsing touches no file."""
        shop_map(self.channel)

    @property
    def map(self) -> ChannelMap:
        """The map that it reads by: a start for one of your own."""
        return shop_map(self.channel)

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of a payload.

        Raises:
            PayloadError: If it is not an object of JSON.
        """
        fields_of(payload, self.channel)
        return Mapped(map=self.map, account=self.account).parse(payload)


@dataclass(frozen=True, slots=True, kw_only=True)
class Haravan(_Reviews):
    """
    Reads reviews and questions of a shop on Haravan, in a shape that is assumed.

    Haravan publishes none; the docs show ours, and its map is a start for the shape of your app.

    Args:
        account: The shop, where payloads do not say it in `org_id`.
    """

    channel = "haravan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sapo(_Reviews):
    """
    Reads reviews of a shop on Sapo, in a shape that is assumed.

    Sapo publishes none; the docs show ours, and its map is a start for the shape of your app.

    Args:
        account: The shop, where payloads do not say it in `store`.
    """

    channel = "sapo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lazada(_Reviews):
    """
    Reads reviews of Lazada with their answers, as `GetReviewListByIdList` gives them.

    Args:
        account: The seller's id. Lazada does not name the seller, so without it nothing is read.
    """

    channel = "lazada"
