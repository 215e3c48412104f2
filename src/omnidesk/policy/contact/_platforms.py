"""The platforms' rows: what opens a window and for how long, and when promotions go."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Final

from omnidesk.policy._rules import Citation
from omnidesk.policy.contact._conditions import Opening, Opens, Window
from omnidesk.policy.contact._rows import Cap, ClosedDays, Hours
from omnidesk.policy.contact._vietnam import ADVERTS

_DAY = timedelta(hours=24)
_WEEK = timedelta(days=7)
_READ = date(2026, 11, 21)
_VIETNAM = "Asia/Ho_Chi_Minh"

_META = Citation(
    document="Messenger Platform and Instagram policy overview (updated on 28 September 2026)",
    clause="standard messaging window; advertisements; HUMAN_AGENT tag",
    url="https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy/",
    read_on=_READ,
)
META_WINDOWS: Final = tuple(
    Window(
        id=f"meta.{channel}",
        channel=channel,
        openings=(
            Opening(after=("message", "ad_message", "postback", "opt_in"), length=_DAY),
            Opening(after=("ad_message",), length=_WEEK),
            Opening(
                after=("message", "ad_message", "postback"),
                length=_WEEK,
                purpose=("support",),
                human=True,
            ),
        ),
        source=_META,
        notes=(
            "After an advertisement the page says up to 7 days. What a person writes for 7 days "
            "needs the permission for the tag HUMAN_AGENT."
        ),
    )
    for channel in ("messenger", "instagram")
)
"""Meta's windows, which a referral, a reaction or a receipt does not open."""

WHATSAPP_WINDOWS: Final = (
    Window(
        id="whatsapp.service",
        channel="whatsapp",
        openings=(
            Opening(after=("message", "ad_message", "postback"), length=_DAY),
            Opening(template=True),
        ),
        source=Citation(
            document="WhatsApp customer service window, as users of its API report it",
            clause="24 hours from the last inbound message; templates at any time",
            read_on=_READ,
            certainty="secondary",
        ),
        notes="Our own answers do not lengthen it.",
    ),
)
"""WhatsApp's window."""

_SDK = Citation(
    document="Zalo Official Account, as a third party's SDK documents it",
    clause="@warriorteam/redai-zalo-sdk 1.32.17, consultation and promotion services",
    read_on=_READ,
    certainty="secondary",
)
_PAGES = Citation(
    document="Zalo Official Account, as its public pages describe it",
    clause="consultation, promotion and call consent",
    read_on=_READ,
    certainty="secondary",
)
_ANYTHING: Final[tuple[Opens, ...]] = ("message", "postback", "follow", "open", "call")
ZALO_WINDOWS: Final = (
    Window(
        id="zalo.consultation.48h",
        channel="zalo",
        purpose=("support",),
        openings=(Opening(after=_ANYTHING, length=timedelta(hours=48)),),
        source=_SDK,
        notes="By the other account these are the hours that cost nothing.",
    ),
    Window(
        id="zalo.consultation.7d",
        channel="zalo",
        purpose=("support",),
        openings=(Opening(after=_ANYTHING, length=_WEEK),),
        source=_PAGES,
        notes="Free within 48 hours, paid for until 7 days, refused (-230) after that.",
    ),
    Window(
        id="zalo.uid-stopped",
        channel="zalo",
        first=date(2026, 3, 1),
        openings=(Opening(purpose=("support",)),),
        source=_PAGES,
        notes="Promotions and transactions by user id stopped on 1 March 2026.",
    ),
    Window(
        id="zalo.call-consent",
        channel="zalo_call",
        openings=(Opening(after=("call_consent",), length=timedelta(days=30)),),
        source=_PAGES,
        notes="The person has 24 hours to agree; then the account may call for 30 days.",
    ),
)
"""Zalo's windows. Accounts of the reply window differ: both are here, and the stricter counts."""

ZALO_HOURS: Final = tuple(
    Hours(
        id=f"zalo.promotion.{opens:%H}",
        channel="zalo",
        purpose=ADVERTS,
        zone=_VIETNAM,
        opens=opens,
        closes=time(22),
        source=source,
    )
    for opens, source in ((time(8), _SDK), (time(6), _PAGES))
)
"""When promotions go on Zalo. Accounts differ: both are here, and the stricter counts."""

ZALO_CAPS: Final = (
    Cap(
        id="zalo.promotion.cap",
        channel="zalo",
        purpose=ADVERTS,
        count=1,
        within=_DAY,
        source=_SDK,
        notes="The document says one a day; any 24 hours is the stricter reading.",
    ),
)
"""How often promotions go to one person on Zalo."""

ZALO_CLOSED_DAYS: Final = (
    ClosedDays(
        id="zalo.promotion.holidays",
        channel="zalo",
        purpose=ADVERTS,
        calendar="vietnam",
        source=_SDK,
    ),
)
"""No promotions on holidays and at Tết on Zalo."""

PLATFORM_WINDOWS: Final = (*META_WINDOWS, *WHATSAPP_WINDOWS, *ZALO_WINDOWS)
"""
The windows of platforms. An opening for a purpose says so: `support` is an answer to what the
person asked. YouTube and e-mail have none.
"""
