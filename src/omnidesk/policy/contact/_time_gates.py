"""Gates about the moment: windows, hours, days off and caps."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from omnidesk.policy.contact._conditions import Window
from omnidesk.policy.contact._request import GO, Said, is_named, no, wait
from omnidesk.policy.contact._rows import Cap, ClosedDays, Hours

if TYPE_CHECKING:
    from typing import TypeVar

    from omnidesk.policy._facts import Fact
    from omnidesk.policy.contact._conditions import Opening
    from omnidesk.policy.contact._request import Asked
    from omnidesk.policy.contact._rows import Dated

    _Row = TypeVar("_Row", bound=Dated)


def rows(asked: Asked, kind: type[_Row]) -> list[_Row]:
    """Return the rows of a kind that apply to what is asked."""
    request, purpose = asked.request, asked.kind.purpose
    return [
        row
        for row in asked.policy.rows_of(kind, request.channel)
        if row.applies(asked.now, request.region, request.channel, purpose)
    ]


def window(asked: Asked) -> Said:
    """Stop what a platform does not let through. It never opens by itself."""
    closes: list[tuple[datetime, str]] = []
    for row in rows(asked, Window):
        open_until = [
            end for one in row.openings if (end := _end(asked, one)) is not None and end > asked.now
        ]
        if not open_until:
            begun = any(one.length is not None for one in row.openings)
            nothing = begun and asked.latest("interacted", name=asked.request.channel) is None
            return no("no_interaction" if nothing else row.id)
        closes.append((max(open_until), row.id))
    if not closes:
        return GO
    end, name = min(closes)
    return Said(reason=name, closes=None if end == _NEVER else end)


_NEVER = datetime.max.replace(tzinfo=UTC)


def _end(asked: Asked, opening: Opening) -> datetime | None:
    """Return until when an opening is open for what is asked; `None` if it is not at all."""
    request = asked.request
    if (
        (opening.human and not request.human)
        or (opening.template and not request.template)
        or (opening.purpose and asked.kind.purpose not in opening.purpose)
    ):
        return None
    if opening.length is None:
        return _NEVER
    last = max(
        (one.at for one in asked.about("interacted") if _opens(one, request.channel, opening)),
        default=None,
    )
    return None if last is None else last + opening.length


def _opens(fact: Fact, channel: str, opening: Opening) -> bool:
    if not is_named(fact, channel):
        return False
    # Where it is not said what they did, they wrote.
    deed = (fact.name or "").partition("/")[2] or "message"
    return not opening.after or deed in opening.after


def hours(asked: Asked) -> Said:
    """Put off what comes at the wrong time of day."""
    found: list[tuple[datetime, str]] = []
    for row in rows(asked, Hours):
        zone = row.zone or asked.request.zone
        if zone is None:
            return no("zone_unknown")
        opening = next_opening(asked.now, ZoneInfo(zone), row.opens, row.closes)
        found.append((min(opening, row.ends), row.id))
    return wait(asked.now, found)


def next_opening(now: datetime, zone: ZoneInfo, opens: time, closes: time) -> datetime:
    """Return the first moment from now on (UTC) whose time of day is between two others."""

    def is_open(moment: datetime) -> bool:
        return opens <= moment.astimezone(zone).time() < closes

    if is_open(now):
        return now
    today = now.astimezone(zone).date()
    candidates = (
        datetime.combine(today + timedelta(days=day), opens, zone).replace(fold=fold)
        for day in (0, 1, 2)
        for fold in (0, 1)
    )
    found = min(
        moment
        for candidate in candidates
        if (moment := candidate.astimezone(UTC)) > now and is_open(moment)
    )
    # Where the clock jumps over the opening, it opens where the clock lands.
    minute = timedelta(minutes=1)
    while found - minute > now and is_open(found - minute):
        found -= minute
    return found


def closed_days(asked: Asked) -> Said:
    """Put off what comes on a holiday."""
    found: list[tuple[datetime, str]] = []
    for row in rows(asked, ClosedDays):
        calendar = asked.calendars.get(row.calendar)
        if calendar is None:
            return no("no_calendar")
        day = asked.now.astimezone(ZoneInfo(calendar.zone)).date()
        if not calendar.covers(day):
            return no("year_unknown")
        while day in calendar.holidays and day not in calendar.working_days:
            day += timedelta(days=1)
        midnight = datetime.combine(day, time(), ZoneInfo(calendar.zone)).astimezone(UTC)
        found.append((min(midnight, row.ends), row.id))
    return wait(asked.now, found)


def caps(asked: Asked) -> Said:
    """Put off what would be one too many."""
    found: list[tuple[datetime, str]] = []
    for row in rows(asked, Cap):
        if row.message_class and asked.kind.id not in row.message_class:
            continue
        if row.automatic and not asked.request.automatic:
            continue
        recent = [at for at in _counted(asked, row) if at > asked.now - row.within]
        if len(recent) >= row.count:
            free = recent[len(recent) - row.count] + row.within
            found.append((min(free, row.ends), row.id))
    return wait(asked.now, found)


def _counted(asked: Asked, row: Cap) -> list[datetime]:
    """Return when what a cap counts went out, oldest first."""
    if row.message_class:
        names = [f"{one}/{row.channel}" if row.channel else one for one in row.message_class]
        sent = asked.about("class_sent")
    else:
        names = [row.channel] if row.channel else []
        sent = asked.about("auto_replied" if row.automatic else "message_sent")
    return [one.at for one in sent if not names or any(is_named(one, name) for name in names)]
