"""Shops whose reviews maps read: Lazada, Haravan, Sapo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from omnidesk.adapters._side import Side
from omnidesk.adapters.mapped import Mapped
from omnidesk.adapters.mapped._reader import scalar
from omnidesk.adapters.shops._ready import fields_of, shop_map
from omnidesk.events import MessageModerated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON, Payload
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

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the events out of a page of reviews.

        Raises:
            PayloadError: If it is not an object of JSON.
        """
        fields = fields_of(payload, self.channel)
        yield from Mapped(map=self.map, account=self.account).parse(payload)
        data = fields.get("data")
        gone = (
            cast("dict[str, JSON]", data).get("outdated_reviews") if isinstance(data, dict) else ()
        )
        if isinstance(gone, list):
            side = Side(payload, self.channel, self.account or self.channel)
            for number, item in enumerate(cast("list[JSON]", gone)):
                yield self._gone(side, f"/data/outdated_reviews/{number}", item)

    def _gone(self, side: Side, pointer: str, item: JSON) -> Event:
        """
        Tell that a review is shown no more.

        Lazada says that it "is not exist or won't show": so nobody knows that it was deleted, and
        what it said is kept.
        """
        if self.account is None:
            expected = "expected to be told whose it is: an account"
            return side.unrecognised(pointer, "missing_id", expected=expected)
        review_id = scalar(item) or ""
        if not (review_id.isascii() and review_id.isdigit() and review_id.strip("0")):
            return side.unrecognised(pointer, "invalid", expected="expected an id")
        return MessageModerated(
            id=side.derive("evt", "outdated", review_id),
            channel=self.channel,
            account=side.id,
            thread=(f"comment:{review_id}",),
            source=side.source(pointer),
            message_id=review_id,
            state="hidden",
        )
