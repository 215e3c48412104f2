"""Calendar invitations (RFC 5545, RFC 5546): who invites whom, to what, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from omnidesk.adapters.email.files._lines import LONGEST, Line, content_lines, unescaped

_MOST_EVENTS = 100
_MOST_ATTENDEES = 1_000
_DEEPEST = 16
_LONGEST_VALUE = 64 * 1024

_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?", re.ASCII)
_DURATION = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?",
    re.ASCII,
)
_ZONE = re.compile(r"[A-Z][A-Za-z0-9_+-]{1,31}(?:/[A-Za-z0-9_+-]{1,31}){1,2}")
# Outlook and Exchange name zones as Windows does. From Unicode CLDR (windowsZones, territory 001);
# only those whose offset has had one meaning.
_WINDOWS = {
    "AUS Eastern Standard Time": "Australia/Sydney",
    "Arab Standard Time": "Asia/Riyadh",
    "Arabian Standard Time": "Asia/Dubai",
    "Central Europe Standard Time": "Europe/Budapest",
    "Central European Standard Time": "Europe/Warsaw",
    "Central Standard Time": "America/Chicago",
    "China Standard Time": "Asia/Shanghai",
    "Eastern Standard Time": "America/New_York",
    "GMT Standard Time": "Europe/London",
    "India Standard Time": "Asia/Kolkata",
    "Korea Standard Time": "Asia/Seoul",
    "Mountain Standard Time": "America/Denver",
    "Pacific Standard Time": "America/Los_Angeles",
    "Romance Standard Time": "Europe/Paris",
    "SE Asia Standard Time": "Asia/Bangkok",
    "Singapore Standard Time": "Asia/Singapore",
    "Taipei Standard Time": "Asia/Taipei",
    "Tokyo Standard Time": "Asia/Tokyo",
    "W. Europe Standard Time": "Europe/Berlin",
}
_UTC = frozenset({"Etc/UTC", "GMT", "UTC", "Z"})


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CalendarUser:
    """An organizer or an attendee, as claimed by whoever wrote the calendar."""

    address: str
    """As written, without `mailto:`."""
    name: str | None
    """`CN`, or `None`."""
    participation: str | None
    """`PARTSTAT` in lower case (`accepted`, `declined`, `needs-action` …), or `None`."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Invite:
    """One VEVENT: one event, or one exception of a repeated one."""

    method: str | None
    """`request`, `reply`, `cancel` … in lower case (RFC 5546 section 1.4), or `None`."""
    uid: str | None
    sequence: int | None
    """The revision of the event, from 0."""
    organizer: CalendarUser | None
    attendees: tuple[CalendarUser, ...]
    starts_at: datetime | None
    """In UTC; `None` for whole days, and where the zone is not known or not given."""
    ends_at: datetime | None
    """In UTC, exclusive; from DURATION where there is no DTEND. Else `None`, as `starts_at`."""
    starts_on: date | None
    """The first day of an all-day event, or `None`."""
    ends_on: date | None
    """The day after its last, or `None`."""
    starts_text: str | None
    """DTSTART as written, whatever became of it."""
    ends_text: str | None
    """DTEND as written."""
    all_day: bool
    summary: str | None
    location: str | None
    status: str | None
    """`tentative`, `confirmed` or `cancelled`, in lower case, or `None`."""
    recurrence_id: str | None
    """As written: which event of a series it stands for."""
    repeats: bool
    """Whether there is a recurrence rule, which is not worked out."""
    zone_id: str | None
    """TZID of DTSTART as written."""
    defects: tuple[str, ...]
    """
    Codes: `calendar_time_malformed`, `calendar_zone_unknown`, `calendar_time_floating` (no zone at
    all), `limit_calendar`.
    """


def read_calendar(text: str) -> tuple[Invite, ...]:
    """
    Read the events of a calendar. Never fails; what is no event is passed over.

    A local time whose zone the time zone database lacks is left unread rather than guessed: the
    rules in a VTIMEZONE are whatever its sender says they are.

    Args:
        text: The decoded content of a text/calendar part.
    """
    reader = _Reader()
    for line in content_lines(text):
        reader.take(line)
    reader.flush()
    cut = len(text) > LONGEST or reader.cut
    return tuple(_invite(event, cut=cut) for event in reader.events)


@dataclass(slots=True, repr=False)
class _Event:
    method: str | None = None
    first: dict[str, Line] = field(default_factory=dict[str, Line])
    attendees: list[Line] = field(default_factory=list[Line])


class _Reader:
    """Follows the nesting of components, and keeps the properties that events have themselves."""

    def __init__(self) -> None:
        self.events: list[_Event] = []
        self.open: list[str] = []
        self.method: str | None = None
        self.calendar: list[_Event] = []
        self.cut = False

    def take(self, line: Line) -> None:
        if line.name == "BEGIN":
            self._begin(line.value.strip().upper())
        elif line.name == "END":
            self._end(line.value.strip().upper())
        elif line.name == "METHOD" and self.open == ["VCALENDAR"]:
            self.method = self.method or line.value.strip()[:64].lower() or None
        elif self.open and self.open[-1] == "VEVENT" and self.calendar:
            event = self.calendar[-1]
            if line.name != "ATTENDEE":
                event.first.setdefault(line.name, line)
            elif len(event.attendees) < _MOST_ATTENDEES:
                event.attendees.append(line)
            else:
                self.cut = True

    def flush(self) -> None:
        """Give the events of a calendar its method, which may stand below them."""
        for event in self.calendar:
            event.method = self.method
        self.events += self.calendar
        self.calendar, self.method = [], None

    def _begin(self, name: str) -> None:
        if name == "VCALENDAR":
            # The next calendar, whether or not the last one ended.
            self.flush()
            self.open.clear()
        if len(self.open) >= _DEEPEST or (
            name == "VEVENT" and len(self.events) + len(self.calendar) >= _MOST_EVENTS
        ):
            self.cut = True
            name = ""
        elif name == "VEVENT":
            self.calendar.append(_Event())
        if len(self.open) < _DEEPEST:
            self.open.append(name)

    def _end(self, name: str) -> None:
        # At most _DEEPEST steps. An end that was never begun ends nothing.
        if name in self.open:
            while self.open.pop() != name:
                pass
        elif name == "VEVENT" and "" in self.open:
            while self.open.pop():
                pass


def _invite(event: _Event, *, cut: bool) -> Invite:
    defects: dict[str, None] = {"limit_calendar": None} if cut else {}
    start, end = event.first.get("DTSTART"), event.first.get("DTEND")
    starts_at, starts_on = _time(start, defects)
    ends_at, ends_on = _time(end, defects)
    duration = event.first.get("DURATION")
    if end is None and duration is not None:
        length = _duration(duration.value)
        ends_at, ends_on = _later(starts_at, length), _later(starts_on, length)
    organizer = event.first.get("ORGANIZER")
    sequence = _text(event, "SEQUENCE")
    valid = sequence is not None and sequence.isdecimal() and len(sequence) < 10
    return Invite(
        method=event.method,
        uid=_text(event, "UID"),
        sequence=int(sequence) if sequence is not None and valid else None,
        organizer=_user(organizer) if organizer is not None else None,
        attendees=tuple(_user(line) for line in event.attendees),
        starts_at=starts_at,
        ends_at=ends_at,
        starts_on=starts_on,
        ends_on=ends_on,
        starts_text=_text(event, "DTSTART"),
        ends_text=_text(event, "DTEND"),
        all_day=starts_on is not None,
        summary=_text(event, "SUMMARY"),
        location=_text(event, "LOCATION"),
        status=(_text(event, "STATUS") or "").lower() or None,
        recurrence_id=_text(event, "RECURRENCE-ID"),
        repeats="RRULE" in event.first or "RDATE" in event.first,
        zone_id=(start.parameters.get("TZID") or None) if start is not None else None,
        defects=tuple(defects),
    )


def _text(event: _Event, name: str) -> str | None:
    line = event.first.get(name)
    return None if line is None else unescaped(line.value[:_LONGEST_VALUE]).strip() or None


def _user(line: Line) -> CalendarUser:
    address = line.value.strip()[:1024]
    if address[:7].lower() == "mailto:":
        address = address[7:].strip()
    return CalendarUser(
        address=address,
        name=line.parameters.get("CN", "").strip() or None,
        participation=line.parameters.get("PARTSTAT", "").strip().lower() or None,
    )


# --- times ----------------------------------------------------------------------------------------


def _time(line: Line | None, defects: dict[str, None]) -> tuple[datetime | None, date | None]:
    """Return a time in UTC, or a day."""
    if line is None:
        return None, None
    match = _TIME.fullmatch(line.value.strip())
    if match is None:
        defects["calendar_time_malformed"] = None
        return None, None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if match[4] is None:
            return None, day
        # RFC 5545 section 3.3.12: second 60 is a leap second, and here the one before it.
        second = min(int(match[6]), 59) if int(match[6]) == 60 else int(match[6])
        local = datetime(
            day.year, day.month, day.day, int(match[4]), int(match[5]), second, tzinfo=UTC
        )
        return _in_utc(local, line, utc=bool(match[7]), defects=defects), None
    except (ValueError, OverflowError):
        defects["calendar_time_malformed"] = None
        return None, None


def _in_utc(local: datetime, line: Line, *, utc: bool, defects: dict[str, None]) -> datetime | None:
    zone_id = line.parameters.get("TZID", "").strip()
    if utc or zone_id in _UTC:
        return local
    zone = _zone(zone_id) if zone_id else None
    if zone is None:
        code = "calendar_zone_unknown" if zone_id else "calendar_time_floating"
        defects[code] = None
        return None
    return local.replace(tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=64)
def _zone(zone_id: str) -> ZoneInfo | None:
    name = _WINDOWS.get(zone_id, zone_id)
    if not _ZONE.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _duration(value: str) -> timedelta | None:
    match = _DURATION.fullmatch(value.strip())
    if match is None:
        return None
    weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


_Moment = TypeVar("_Moment", date, datetime)


def _later(start: _Moment | None, length: timedelta | None) -> _Moment | None:
    if start is None or length is None:
        return None
    try:
        return start + length
    except OverflowError:
        return None
