"""A desk and what it asks: what the tests of sending have in common."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from omnidesk.policy import Citation, Fact, Facts
from omnidesk.policy.consent import ConsentEvent, Ledger
from omnidesk.policy.contact import (
    PLATFORM_WINDOWS,
    VIETNAM_CAPS,
    VIETNAM_HOURS,
    Cap,
    ContactPolicy,
    Hours,
    MessageClass,
    SendRequest,
    may_send,
)

LAN = "subject_lan"
SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2026, 11, 3, 12, tzinfo=SAIGON).astimezone(UTC)
SOURCE = Citation(document="A made-up rule")
SENDER = "news@links.example"


def kind(name="offer", **more):
    return MessageClass(
        **{"id": name, "purpose": "marketing", "basis": "consent", "senders": (SENDER,)}
        | {"minors": "allowed"}
        | more
    )


CLASSES = (
    kind(labels=("QC",), footer=True),
    kind("contract", purpose="contract", basis="contract", opt_out=False),
    kind("survey", purpose="survey", basis="contract"),
    kind("answer", purpose="support", basis="reply", senders=("*@links.example",)),
    kind("maintenance", purpose="service", basis="contract", audience="contract"),
    kind("club", minors="guardian"),
    kind("wine", minors="never"),
)
POLICY = ContactPolicy(
    id="links",
    classes=CLASSES,
    hours=VIETNAM_HOURS,
    caps=VIETNAM_CAPS,
    windows=PLATFORM_WINDOWS,
)


def some_hours(opens, closes, rule="x", **more):
    place: dict[str, Any] = {"id": rule, "channel": "sms", "source": SOURCE}
    return Hours(**place, opens=opens, closes=closes, **more)


def some_cap(days, rule="y", **more):
    place: dict[str, Any] = {"id": rule, "channel": "sms", "source": SOURCE}
    return Cap(**place | more, count=1, within=timedelta(days=days))


def desk(*classes, **more):
    """Return a policy of some classes and rows, by default with all that there are."""
    return ContactPolicy(id="p", classes=classes or CLASSES, **more)


def request(channel="sms", name="offer", **more):
    return SendRequest(
        **{
            "subject": LAN,
            "channel": channel,
            "message_class": name,
            "sender": SENDER,
            "region": "VN",
            "zone": "Asia/Ho_Chi_Minh",
            "age": "adult",
            "labels": ("QC",),
            "footer": True,
            **more,
        }
    )


def consent(kind_="given", purpose="marketing", days=-30, **more):
    at = NOON + timedelta(days=days)
    return ConsentEvent(kind=kind_, subject=LAN, at=at, purpose=purpose, **more)


GRANT = consent()


def fact(kind_, hours=-1.0, name=None, subject=LAN):
    return Fact(kind=kind_, at=NOON + timedelta(hours=hours), subject=subject, name=name)


def decided(asked, *facts, events=(GRANT,), now=NOON, policy=POLICY, **more):
    return may_send(asked, Ledger(events), Facts(facts), policy, now=now, **more)


def against(asked, *facts, **more):
    return [(one.gate, one.go, one.reason) for one in decided(asked, *facts, **more).against]
