"""Vietnam's rows: advertising by text message, e-mail and call."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Final

from omnidesk.policy._rules import Citation
from omnidesk.policy.contact._conditions import AgeLimit
from omnidesk.policy.contact._rows import Cap, Hours, Marks

ADVERTS: Final = ("marketing", "promotion")
"""The purposes that are advertising."""

_DECREE = Citation(
    document="Decree 91/2020/ND-CP",
    clause="advertising by text message, e-mail and call",
    read_on=date(2026, 11, 21),
    certainty="secondary",
)
_IN_FORCE = date(2020, 10, 1)

VIETNAM_HOURS: Final = tuple(
    Hours(
        id=f"vn.hours.{channel}",
        region=("VN",),
        channel=channel,
        purpose=ADVERTS,
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
        region=("VN",),
        channel=channel,
        purpose=ADVERTS,
        count=count,
        within=timedelta(hours=24),
        first=_IN_FORCE,
        source=_DECREE,
    )
    for channel, count in (("sms", 3), ("email", 3), ("call", 1))
)
"""Vietnam's caps for advertisements in 24 hours, unless the recipient agreed to more."""

VIETNAM_MARKS: Final = tuple(
    Marks(
        id=f"vn.marks.{channel}",
        region=("VN",),
        channel=channel,
        purpose=ADVERTS,
        one_of=("QC", "AD"),
        footer=True,
        first=_IN_FORCE,
        source=_DECREE,
        notes=notes,
    )
    for channel, notes in (
        ("sms", "The label stands first; the way to opt out last, by text message or call."),
        ("email", "The label stands in the subject line. A link alone is not enough to opt out."),
    )
)
"""What must stand on an advertisement in Vietnam: `[QC]` or `[AD]`, and how to opt out."""

VIETNAM_AGES: Final = (
    AgeLimit(
        id="vn.child",
        region=("VN",),
        until=15,
        source=Citation(
            document="Law on Children 102/2016/QH13",
            clause="article 1: a child is under 16",
            read_on=date(2026, 11, 21),
            certainty="unconfirmed",
        ),
        notes="From 7 on, the data protection law asks the child beside its representative.",
    ),
)
"""Vietnam's children: under 16."""
