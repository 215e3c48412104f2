"""What a contact policy consists of: classes of message, hours, caps, windows. All dated data."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

from pydantic import Field, model_validator

from omnidesk.policy._base import Data
from omnidesk.policy._rules import Citation

Basis = Literal["consent", "contract", "reply", "law"]
"""
On what a class of message rests: a consent; a contract or other service; a question that it
answers; a duty to tell.
"""

_NAME = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"


class Dated(Data):
    """A rule that applies from one day to another, in some regions."""

    id: str = Field(pattern=_NAME)
    """Its name."""
    first: date | None = None
    """The first day (UTC) on which it applies; `None` if that is not known, and it has begun."""
    last: date | None = None
    """The last day (UTC) on which it applies, if there is one."""
    region: str | None = None
    """Whose recipients it is about (ISO 3166); `None` is everybody's."""
    channel: str
    """The channel that it is about."""
    purpose: tuple[str, ...] = ()
    """The purposes that it is about; none named is all."""
    source: Citation
    """Where it stands."""

    @property
    def ends(self) -> datetime:
        """When it no longer applies (UTC); the end of the calendar if that is not known."""
        if self.last is None:
            return datetime.max.replace(tzinfo=UTC)
        return datetime.combine(self.last, time(), UTC) + timedelta(days=1)

    def applies(self, now: datetime, region: str | None, channel: str, purpose: str) -> bool:
        """Tell whether it applies. Where the region is not known, it does."""
        today = now.date()
        return (
            (self.first is None or today >= self.first)
            and (self.last is None or today <= self.last)
            and (self.region is None or region is None or region == self.region)
            and channel == self.channel
            and (not self.purpose or purpose in self.purpose)
        )


class Hours(Dated):
    """Messages go out between two times of the recipient's day, and at no other."""

    opens: time
    """From when on, on the recipient's clock."""
    closes: time
    """Until when."""

    @model_validator(mode="after")
    def _are_of_one_day(self) -> Hours:
        if self.opens >= self.closes or self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("expected two times of one day without a zone, the earlier first")
        return self


class Cap(Dated):
    """No more than so many messages to one recipient within any such time."""

    count: int = Field(ge=1)
    """How many."""
    within: timedelta = Field(gt=timedelta(0))
    """Within how long."""


class Window(Dated):
    """A platform lets messages through for some time after the person did something."""

    length: timedelta = Field(gt=timedelta(0))
    """For how long, since their last interaction."""
    human: bool = False
    """Whether only what a person writes goes through."""


class MessageClass(Data):
    """A kind of message that a desk sends: why, from where, to whom."""

    id: str = Field(pattern=_NAME)
    """Its name."""
    purpose: str = Field(min_length=1)
    """What for, in the words of the ledger."""
    basis: Basis
    """On what it rests."""
    opt_out: bool = True
    """Whether a recipient can refuse it. What rests on a consent always can be refused."""
    senders: tuple[str, ...] = Field(min_length=1)
    """From which addresses it may go: whole addresses, or `*@` and a domain."""
    labels: tuple[str, ...] = ()
    """What must be written on it, such as `QC`."""
    footer: bool = False
    """Whether it must say how to opt out."""
    audience: bool = False
    """Whether it goes only to those who have a contract on the service that it is about."""
    minors: Literal["allowed", "guardian", "never"] = "never"
    """Whether it goes to minors: it does, with their guardian's consent, or not."""

    @model_validator(mode="after")
    def _can_be_refused(self) -> MessageClass:
        if self.basis == "consent" and not self.opt_out:
            raise ValueError("what rests on a consent can be refused")
        return self


class ContactPolicy(Data):
    """What a desk sends, and the rules that it keeps."""

    id: str = Field(pattern=_NAME)
    """Its name."""
    classes: tuple[MessageClass, ...]
    """The classes of message. What is in none is never sent."""
    hours: tuple[Hours, ...] = ()
    """When messages go out."""
    caps: tuple[Cap, ...] = ()
    """How often."""
    windows: tuple[Window, ...] = ()
    """What platforms let through. A channel without any has no window."""
    regions: tuple[str, ...] | None = None
    """The regions to which the desk may send (ISO 3166); `None` is all of them."""
    register_channels: tuple[str, ...] = ()
    """Channels for which the do-not-call register must have been looked up."""

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> ContactPolicy:
        names = [one.id for one in self.classes]
        if len(set(names)) < len(names):
            raise ValueError("two classes have one id")
        return self

    def find(self, name: str) -> MessageClass | None:
        """Return the class of that name."""
        return next((one for one in self.classes if one.id == name), None)


_DECREE = Citation(
    document="Decree 91/2020/ND-CP",
    clause="advertising by text message, e-mail and call",
    read_on=date(2026, 11, 21),
    certainty="secondary",
)
_DAY = timedelta(hours=24)
_ADVERTS = ("marketing", "promotion")
_IN_FORCE = date(2020, 10, 1)

VIETNAM_HOURS: Final = tuple(
    Hours(
        id=f"vn.hours.{channel}",
        region="VN",
        channel=channel,
        purpose=_ADVERTS,
        opens=opens,
        closes=closes,
        first=_IN_FORCE,
        source=_DECREE,
    )
    for channel, opens, closes in (("sms", time(7), time(22)), ("call", time(8), time(17)))
)
"""Vietnam's hours for advertisements (purposes `marketing` and `promotion`)."""

VIETNAM_CAPS: Final = tuple(
    Cap(
        id=f"vn.cap.{channel}",
        region="VN",
        channel=channel,
        purpose=_ADVERTS,
        count=count,
        within=_DAY,
        first=_IN_FORCE,
        source=_DECREE,
    )
    for channel, count in (("sms", 3), ("email", 3), ("call", 1))
)
"""Vietnam's caps for advertisements in 24 hours, unless the recipient agreed to more."""

_META = Citation(
    document="Messenger Platform and Instagram policy overview",
    clause="standard messaging window; HUMAN_AGENT tag",
    url="https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy/",
    read_on=date(2026, 11, 21),
)
_ZALO = Citation(
    document="Zalo Official Account, consultation messages",
    clause="the stricter of two accounts: 48 hours; another says 7 days, paid for after 48 hours",
    read_on=date(2026, 11, 21),
    certainty="secondary",
)
PLATFORM_WINDOWS: Final = (
    *(
        window
        for channel in ("messenger", "instagram")
        for window in (
            Window(id=f"meta.{channel}.standard", channel=channel, length=_DAY, source=_META),
            Window(
                id=f"meta.{channel}.human_agent",
                channel=channel,
                purpose=("support",),
                length=timedelta(days=7),
                human=True,
                source=_META,
            ),
        )
    ),
    Window(
        id="zalo.consultation",
        channel="zalo",
        purpose=("support",),
        length=timedelta(hours=48),
        source=_ZALO,
    ),
)
"""
The windows of platforms. Those that open for a purpose say so: `support` is an answer to what the
person asked. Messenger's 7 days after an advertisement's click are not among them.
"""
