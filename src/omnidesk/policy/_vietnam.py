"""Vietnam's working days: public holidays, Tết, and the Saturdays that are worked for them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from omnidesk.errors import MissingExtra
from omnidesk.policy._calendar import BusinessCalendar

if TYPE_CHECKING:
    from collections.abc import Iterable


def vietnam_calendar(years: Iterable[int]) -> BusinessCalendar:
    """
    Return Vietnam's working days, Monday to Friday, under the name `vietnam`.

    The days are those of the `holidays` package. The government decrees each year, late in the
    year before, which days are off around Tết and which Saturdays are worked for them; until the
    package knows, its dates are what the law says without a decree. So a later version of it may
    answer differently: `BusinessCalendar.amended` puts in what has been decreed, and a calendar
    that is stored as data answers the same for ever.

    Args:
        years: The years to cover; from the first to the last, with no gap.

    Raises:
        MissingExtra: If the `holidays` package is not installed.
        ValueError: If there are no years.
    """
    covered = sorted(set(years))
    if not covered:
        raise ValueError("expected at least one year")
    try:
        from holidays import country_holidays  # noqa: PLC0415 - an extra
    except ImportError:
        missing = MissingExtra("holidays", needed_for="vietnam_calendar")
    else:
        wanted = range(covered[0], covered[-1] + 1)
        known = country_holidays("VN", years=wanted)
        first, last = date(covered[0], 1, 1), date(covered[-1], 12, 31)
        return BusinessCalendar(
            id="vietnam",
            zone="Asia/Ho_Chi_Minh",
            first=first,
            last=last,
            holidays=tuple(sorted(known)),
            working_days=tuple(sorted(d for d in known.weekend_workdays if first <= d <= last)),
        )
    raise missing
