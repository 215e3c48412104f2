"""Dates of mail (RFC 5322 section 3.3), with the oddities of forty years."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from omnidesk._mime._comments import without_comments

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
# RFC 5322 section 4.3. The military letters but Z are left out: RFC 822 had their signs wrong, and
# every other name means different things in different countries.
_ZONES = {
    "UT": 0,
    "GMT": 0,
    "UTC": 0,
    "Z": 0,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}
_LONGEST = 100

# Possessive, or bounded to a few digits.
_RFC5322 = re.compile(
    r"(?:[^\d,]{1,20}+,\s*+|[A-Za-z]{2,10}+\.?\s++)?"
    r"(?P<day>\d{1,2})[\s-]*+(?P<month>[A-Za-z]{3,9})\.?[\s,-]*+(?P<year>\d{2,4})[\s,]*+"
    r"(?P<hour>\d{1,2})\s*+[:.]\s*+(?P<minute>\d{2})(?:\s*+[:.]\s*+(?P<second>\d{2}))?(?:\.\d{1,9})?"
    r"\s*+(?P<zone>[+-]\d{4}|[+-]\d{2}:\d{2}|[A-Za-z]{1,5})?"
)
_ISO8601 = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})[T ](?P<hour>\d{2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2}))?(?:\.\d{1,9})?\s*+(?P<zone>[+-]\d{2}:?\d{2}|[A-Za-z]{1,5})?"
)
_ASCTIME = re.compile(
    r"[A-Za-z]{3},?\s++(?P<month>[A-Za-z]{3,9})\s++(?P<day>\d{1,2})\s++(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r":(?P<second>\d{2})\s++(?:(?P<zone>[A-Za-z]{1,5}|[+-]\d{4})\s++)?(?P<year>\d{4})"
)


def parse_date(raw: str) -> tuple[datetime | None, tuple[str, ...]]:
    """
    Read a date.

    A date without a zone, or with one that is not certain, is no point in time: it gives `None`,
    never a guess. `-0000` is UTC at a place that is not known (RFC 5322 section 3.3), so the point
    in time is certain.

    Args:
        raw: The unfolded value.

    Returns:
        The time in UTC or `None`, and the defects `date_malformed`, `date_impossible`,
        `date_zone_missing` or `date_zone_unknown`.
    """
    bare = without_comments(raw) if "(" in raw else raw
    text = " ".join(bare.split())
    if len(text) > _LONGEST:
        return None, ("date_malformed",)
    for shape in (_RFC5322, _ISO8601, _ASCTIME):
        match = shape.fullmatch(text)
        if match is not None:
            return _from(match)
    return None, ("date_malformed",)


def _from(match: re.Match[str]) -> tuple[datetime | None, tuple[str, ...]]:
    names = ("year", "month", "day", "hour", "minute", "second", "zone")
    year, month, day, hour, minute, seconds, zone = match.group(*names)
    number = int(month) if month.isdecimal() else _MONTHS.get(month[:3].lower())
    if zone is None:
        return None, ("date_zone_missing",)
    offset = _offset(zone)
    if offset is None:
        impossible = zone[0] in "+-"
        return None, ("date_impossible" if impossible else "date_zone_unknown",)
    second = int(seconds or 0)
    if second == 60:
        # A leap second is the next second to everybody who does not keep them.
        second, offset = 59, offset - timedelta(seconds=1)
    try:
        local = datetime(
            _year(year),
            number or 0,
            int(day),
            int(hour),
            int(minute),
            second,
            tzinfo=UTC,
        )
        return local - offset, ()
    except (ValueError, OverflowError):
        return None, ("date_impossible",)


def _year(digits: str) -> int:
    # RFC 5322 section 4.3: two digits up to 49 are of this century, three count from 1900.
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if len(digits) == 2 and year < 50 else 1900)


def _offset(zone: str) -> timedelta | None:
    if zone[0] not in "+-":
        hours = _ZONES.get(zone.upper())
        return None if hours is None else timedelta(hours=hours)
    digits = zone[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return -offset if zone[0] == "-" else offset
