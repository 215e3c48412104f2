"""
Calendar periods: three years are three years, and not 1,095 days.

Sources: ISO 8601-1:2019 section 5.5.2.2 (durations); Regulation (EEC, Euratom) 1182/71 article 3
and Vietnam's Civil Code 2015, articles 146 to 148, both of which end a period of months on the same
day of the month, or else on its last day.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, NamedTuple

from dateutil.relativedelta import relativedelta
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_PERIOD = re.compile(
    r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?"
    r"(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?"
)
_BUSINESS_DAYS = re.compile(r"P([1-9]\d{0,3})BD")


class Parts(NamedTuple):
    """What a period consists of."""

    years: int = 0
    months: int = 0
    days: int = 0
    seconds: int = 0
    business_days: int = 0


@lru_cache(maxsize=256)
def parts(text: str) -> Parts:
    """
    Take a period apart.

    Raises:
        ValueError: If it is none.
    """
    business = _BUSINESS_DAYS.fullmatch(text)
    if business is not None:
        return Parts(business_days=int(business[1]))
    match = _PERIOD.fullmatch(text)
    if match is None or text.endswith(("P", "T")):
        raise ValueError("expected a period such as P3Y, P6M, P30D, PT1H or P2BD")
    years, months, weeks, days, hours, minutes, seconds = (int(one or 0) for one in match.groups())
    return Parts(years, months, 7 * weeks + days, 3600 * hours + 60 * minutes + seconds)


def _checked(text: str) -> str:
    parts(text)
    return text


Period = Annotated[
    str,
    AfterValidator(_checked),
    WithJsonSchema(
        {"type": "string", "pattern": rf"^({_BUSINESS_DAYS.pattern}|{_PERIOD.pattern})$"}
    ),
]
"""
An ISO 8601 period: `P3Y`, `P2Y6M`, `P30D`, `PT1H`, `P0D`. Beside them, a number of business days,
which ISO 8601 does not know: `P2BD`; it needs a calendar.
"""


def _span(value: object) -> object:
    if isinstance(value, timedelta) and value.microseconds:
        raise ValueError("expected whole seconds")
    if not isinstance(value, str):
        return value
    problem = "expected a period of days and hours such as P7D or PT24H"
    try:
        years, months, days, seconds, business_days = parts(value)
    except ValueError:
        raise ValueError(problem) from None
    if years or months or business_days:
        raise ValueError(problem)
    return timedelta(days=days, seconds=seconds)


_LONGEST = timedelta(days=36_525)

Span = Annotated[
    timedelta,
    BeforeValidator(_span),
    Field(gt=timedelta(0), le=_LONGEST),
    WithJsonSchema({"type": "string", "format": "duration"}),
]
"""A time that elapses, whatever the calendar says; in TOML an ISO 8601 period of days and hours."""


def after(start: datetime, period: str, zone: ZoneInfo, *, late: bool) -> datetime | None:
    """
    Return when a period that begins at a moment has passed.

    It is added once, in the zone's calendar: years and months first, then days, then the clock.
    Where that day does not exist (31 April, 29 February of most years) or that hour is there twice
    or never, the answer is the later or the earlier of the two that could be meant.

    Args:
        start: When it begins; aware.
        period: The period; not one of business days, which a calendar counts (`deadline`).
        zone: The calendar's zone: the controller's.
        late: Whether to round to the later moment, as what must be kept is, or to the earlier, as
            what must be gone is.

    Returns:
        The moment in UTC, or `None` if it is beyond the calendar.
    """
    years, months, days, seconds, _ = parts(period)
    try:
        local = start.astimezone(zone).replace(tzinfo=None)
        moved = local + relativedelta(years=years, months=months)
        if late and moved.day != local.day:
            # The last day of the month stands for a day that is not there: the day after is sure.
            moved += timedelta(days=1)
        moved += timedelta(days=days)
        first, second = (moved.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        chosen = max(first, second) if late else min(first, second)
        return chosen + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None
