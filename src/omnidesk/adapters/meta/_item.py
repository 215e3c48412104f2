"""The page and the item that is being read: who is who, where it stands, what its events share."""

from __future__ import annotations

from datetime import UTC, datetime
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters._side import Side
from omnidesk.adapters._time import from_epoch
from omnidesk.adapters.meta import _wire as wire
from omnidesk.events import Unrecognised
from omnidesk.model import Defect, Direction, Identity, Participant, Source

if TYPE_CHECKING:
    from omnidesk._payload import Payload
    from omnidesk.adapters._side import Reason, Shared
    from omnidesk.model import Role


class Product(NamedTuple):
    """One of Meta's messaging products: their webhooks have one form and differ in these words."""

    channel: str
    """Our name for it, and the scheme of the ids of those who write."""
    object: str
    """What its webhooks say that they are about."""
    account_scheme: str
    """The scheme of our own side's id."""
    app_of_echoes: bool
    """Whether an echo names the app that has sent it, so that none means a person."""


MESSENGER = Product("messenger", "page", "facebook", app_of_echoes=True)
INSTAGRAM = Product("instagram", "instagram", "instagram", app_of_echoes=False)

NOBODY = Participant()
"""Somebody of whom the payload says nothing."""


def participant(role: Role, scheme: str, value: str, scope: str | None = None) -> Participant:
    """Return somebody under one id; their name is in no webhook."""
    identity = Identity(scheme=scheme, value=value, scope=scope)
    return Participant(role=role, identities=(identity,))


class Page(Side):
    """Our side of an entry: a Facebook page or an Instagram account."""

    def __init__(
        self, payload: Payload, page_id: str, product: Product, *, own_apps: tuple[str, ...]
    ) -> None:
        super().__init__(payload, product.channel, page_id)
        self.product = product
        self.own_apps = own_apps
        self.participant = participant("business", product.account_scheme, page_id)
        self._customers: dict[tuple[Role, str], Participant] = {}

    def customer(self, role: Role, psid: str) -> Participant:
        """Return somebody on the other side; the fold is faster on the same objects."""
        known = self._customers.get((role, psid))
        if known is None:
            known = self._customers[role, psid] = participant(role, self.channel, psid, self.id)
        return known

    def visitor(self, user_ref: str) -> tuple[Participant, tuple[str, ...]]:
        """Return somebody whom only the page's own reference names, and their thread."""
        # Marked, so that a page's own reference never runs together with a PSID.
        visitor = participant("customer", "messenger_ref", user_ref, self.id)
        return visitor, (f"user_ref:{user_ref}",)


_OURS = frozenset({"internal", "outbound"})


class Item(NamedTuple):
    """One item of a page's entry: what it says, and what follows from its envelope."""

    page: Page
    wire: wire.Item
    source: Source
    customer: Participant | None
    """The other side, if the item names it."""
    thread: tuple[str, ...]
    direction: Direction
    occurred_at: datetime | None
    defects: tuple[Defect, ...]

    @property
    def author(self) -> Participant:
        """Who did what the item reports."""
        if self.direction in _OURS:
            return self.page.participant
        return self.customer or NOBODY

    @property
    def addressees(self) -> tuple[Participant, ...]:
        """Whom it was done to, if that is known."""
        if self.direction in ("inbound", "internal"):
            return (self.page.participant,)
        return (self.customer,) if self.direction == "outbound" and self.customer else ()

    @property
    def person(self) -> str | None:
        """What names the other side on this page."""
        return self.thread[0] if self.thread else None

    @property
    def stamp(self) -> str | None:
        """The item's time as Meta counts it: it tells apart what has no id of its own."""
        return as_stamp(self.wire.timestamp)

    def shared(self, kind: str, *which: str | None) -> Shared:
        """Return what every event has; `which` tells one happening on the page from another."""
        return {
            "id": self.page.derive("evt", kind, *which),
            "channel": self.page.channel,
            "account": self.page.id,
            "thread": self.thread,
            "occurred_at": self.occurred_at,
            "source": self.source,
            "defects": self.defects,
        }

    def derive(self, prefix: str, kind: str, *which: str | None) -> str:
        """Derive an id that is the same in every delivery of the same happening."""
        return self.page.derive(prefix, kind, *which)

    def unrecognised(
        self, reason: Reason, *, expected: str | None = None, name: str | None = None
    ) -> Unrecognised:
        """Return the item, or one body of it, as one that was not understood."""
        return self.page.unrecognised(
            self.source.pointer,
            reason,
            expected=expected,
            name=name,
            thread=self.thread,
            occurred_at=self.occurred_at,
            defects=self.defects,
        )


def identify(page: Page, item: wire.Item, source: Source) -> Item:
    """
    Find out who is who in an item.

    Echoes swap sender and recipient, so position alone says nothing: what counts is which of the
    two is the page, and whether the item says that it is an echo. An echo is never inbound,
    whatever its ids are: a desk that answers echoes answers itself.
    """
    from_page = item.sender is not None and item.sender.id == page.id
    to_page = item.recipient is not None and item.recipient.id == page.id
    is_echo = item.message is not None and item.message.is_echo
    is_self = item.message is not None and item.message.is_self
    direction: Direction = "unknown"
    if is_self:
        # An Instagram account that writes to itself, to try its own automation.
        direction = "internal"
    elif is_echo or (from_page and not to_page):
        direction = "outbound"
    elif to_page and not from_page:
        direction = "inbound"
    other = item.recipient if from_page or (is_echo and not to_page) else item.sender
    customer: Participant | None = None
    thread: tuple[str, ...] = ()
    if other and other.id:
        role: Role = "unknown" if direction == "unknown" else "customer"
        customer, thread = page.customer(role, other.id), (other.id,)
    elif other and other.user_ref:
        customer, thread = page.visitor(other.user_ref)
    occurred_at, defects = read_time(item.timestamp, f"{source.pointer}/timestamp")
    return Item(page, item, source, customer, thread, direction, occurred_at, defects)


def read_time(value: object, pointer: str) -> tuple[datetime | None, tuple[Defect, ...]]:
    """Read one of Meta's messaging times, which count milliseconds."""
    if isinstance(value, str) and "T" in value:
        return _from_text(value, pointer)
    if isinstance(value, float) and isfinite(value):
        value = int(value)  # some tools in between write 1.7e12; 1e999 is read as infinity
    if value is None or isinstance(value, (int, str)):
        return from_epoch(value, "milliseconds", pointer=pointer)
    return None, (Defect(code="time_unreadable", pointer=pointer),)


def _from_text(value: str, pointer: str) -> tuple[datetime | None, tuple[Defect, ...]]:
    """Read what Meta's Graph API and some tools write: 2026-09-17T08:12:32+0000."""
    try:
        at = datetime.fromisoformat(value) if len(value) <= 35 else None
    except ValueError:
        at = None
    # A zone is never guessed. The years are those that `from_epoch` takes.
    if at is None or at.utcoffset() is None or not 2000 < at.year < 2100:
        return None, (Defect(code="time_unreadable", pointer=pointer),)
    return at.astimezone(UTC), ()


def as_stamp(value: object) -> str | None:
    """Write a time as it stands, for an id: what cannot be read still differs from another."""
    return None if value is None else str(value)
