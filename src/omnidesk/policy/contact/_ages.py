"""Up to which age the law takes somebody for a minor, and how often a machine may answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from omnidesk.policy._rules import Citation
from omnidesk.policy.contact._conditions import AgeLimit
from omnidesk.policy.contact._rows import Cap

_READ = date(2026, 11, 21)
_EEA = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"),
    *("IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
)

EUROPE_AGES: Final = (
    AgeLimit(
        id="eu.gdpr.8",
        region=_EEA,
        until=15,
        first=date(2018, 5, 25),
        source=Citation(
            document="Regulation (EU) 2016/679 (GDPR)",
            clause="article 8(1)",
            url="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
            read_on=_READ,
            certainty="unconfirmed",
        ),
        notes="Under 16. States may go down to 13: leave this row out and write your state's.",
    ),
)
"""The age of consent in the European Economic Area: under 16, unless a state says less."""

UNITED_STATES_AGES: Final = (
    AgeLimit(
        id="us.coppa",
        region=("US",),
        until=12,
        first=date(2000, 4, 21),
        source=Citation(
            document="Children's Online Privacy Protection Rule, 16 CFR part 312",
            clause="312.2: a child is under 13",
            read_on=_READ,
            certainty="unconfirmed",
        ),
    ),
)
"""Children in the United States: under 13."""

AUTO_REPLY_CAPS: Final = (
    Cap(
        id="rfc3834.once",
        channel="email",
        automatic=True,
        count=1,
        within=timedelta(days=7),
        source=Citation(
            document="RFC 3834",
            clause="section 2: not the same to one sender within several days",
            url="https://www.rfc-editor.org/rfc/rfc3834",
            read_on=_READ,
            certainty="unconfirmed",
        ),
        notes="The 7 days are the custom of vacation programs (RFC 5230, section 4.1).",
    ),
)
"""How often a machine answers one sender by mail."""
