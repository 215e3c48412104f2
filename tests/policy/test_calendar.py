"""Working days, and when a period of the law ends."""

import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.build import START, erase, fact, item, keep, on, policy

from omnidesk import MissingExtra
from omnidesk.policy import BusinessCalendar, Facts, deadline, decide, vietnam_calendar

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
VIETNAM = vietnam_calendar([2026])
FIRST, LAST = date(2025, 1, 1), date(2030, 12, 31)
DAYS = st.dates(date(2025, 2, 1), date(2029, 12, 31))
OFF = st.lists(st.dates(FIRST, LAST), max_size=20).map(tuple)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CALENDARS = st.builds(
    BusinessCalendar,
    id=st.just("vietnam"),
    zone=st.sampled_from(["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/Havana", "UTC"]),
    first=st.just(FIRST),
    last=st.just(LAST),
    week=st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(tuple),
    holidays=OFF,
    working_days=OFF,
)
MOMENTS = st.integers(0, 1_600 * 24 * 60).map(
    lambda minutes: datetime(2025, 2, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
PERIODS = st.sampled_from(["P0D", "P1D", "P2BD", "P20D", "P1M", "P15BD", "P1Y"])


def hanoi(year, month, day, hour=0):
    return datetime(year, month, day, hour, tzinfo=HANOI)


# --- days -----------------------------------------------------------------------------------------


def test_tet_is_off_and_a_swapped_saturday_is_worked():
    tet, saturday = date(2026, 2, 17), date(2026, 8, 22)
    assert not VIETNAM.is_working_day(tet)
    assert VIETNAM.is_working_day(saturday)
    assert not VIETNAM.is_working_day(saturday - timedelta(days=7))
    assert VIETNAM.next_working_day(date(2026, 2, 14)) == date(2026, 2, 23)


def test_what_has_been_decreed_since_wins():
    friday, saturday = date(2026, 2, 27), date(2026, 2, 28)
    decreed = VIETNAM.amended(holidays=[friday], working_days=[saturday])
    assert (decreed.is_working_day(friday), decreed.is_working_day(saturday)) == (False, True)
    taken_back = decreed.amended(holidays=[saturday], working_days=[friday])
    assert taken_back.is_working_day(friday)
    assert not taken_back.is_working_day(saturday)


def test_a_day_outside_the_years_is_not_known():
    with pytest.raises(ValueError, match="does not cover"):
        VIETNAM.is_working_day(date(2027, 1, 4))
    assert VIETNAM.next_working_day(date(2027, 1, 4)) is None
    assert VIETNAM.working_day_after(date(2026, 12, 31), 1) is None
    assert VIETNAM.working_day_after(date(2026, 12, 30), 2) is None
    assert VIETNAM.working_day_after(date(2025, 12, 1), 1) is None


def test_a_calendar_begins_before_it_ends():
    with pytest.raises(ValueError, match="first day that is not after the last"):
        BusinessCalendar(id="c", zone="UTC", first=LAST, last=FIRST)


def test_a_calendar_of_no_years_is_refused():
    with pytest.raises(ValueError, match="at least one year"):
        vietnam_calendar([])


def test_the_years_between_two_are_covered_too():
    assert vietnam_calendar([2027, 2025]).covers(date(2026, 6, 1))


def test_without_the_package_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(MissingExtra, match=r"omnidesk\[holidays\]") as caught:
        vietnam_calendar([2026])
    assert caught.value.__context__ is None


@given(CALENDARS, DAYS)
def test_the_next_working_day_is_the_first_that_is_worked(calendar, day):
    found = calendar.next_working_day(day)
    if found is None:
        return
    assert calendar.is_working_day(found)
    between = (day + timedelta(days=number) for number in range((found - day).days))
    assert not any(calendar.is_working_day(one) for one in between)


@given(CALENDARS, DAYS, st.integers(1, 30))
def test_as_many_working_days_pass_as_are_counted(calendar, day, count):
    found = calendar.working_day_after(day, count)
    if found is None:
        return
    passed = (day + timedelta(days=number) for number in range(1, (found - day).days + 1))
    assert sum(calendar.is_working_day(one) for one in passed) == count


# --- deadlines ------------------------------------------------------------------------------------


def test_the_day_of_the_event_does_not_count():
    # Two working days after a Monday morning are over when Wednesday is.
    monday = hanoi(2026, 3, 2, 8)
    assert deadline(monday, "P2BD", VIETNAM, late=True) == hanoi(2026, 3, 5)
    assert deadline(monday, "P2BD", VIETNAM, late=False) == hanoi(2026, 3, 4)


def test_two_working_days_may_have_all_of_tet_between_them():
    assert deadline(hanoi(2026, 2, 13, 16), "P2BD", VIETNAM, late=True) == hanoi(2026, 2, 25)


def test_what_ends_on_a_day_off_ends_on_the_next_working_day():
    # 20 days after 26 January is the 15th of February, a Sunday, and Tết follows.
    assert deadline(hanoi(2026, 1, 26, 9), "P20D", VIETNAM, late=False) == hanoi(2026, 2, 23)


def test_a_month_ends_on_its_last_day_where_the_day_is_missing():
    assert deadline(hanoi(2026, 3, 31), "P1M", VIETNAM, late=False) == hanoi(2026, 5, 4)


def test_the_day_is_that_of_the_calendars_zone():
    evening = datetime(2026, 3, 2, 18, tzinfo=UTC)  # 01:00 on Tuesday in Hanoi
    assert deadline(evening, "P1BD", VIETNAM, late=False) == hanoi(2026, 3, 4)


def test_a_day_without_a_midnight_begins_when_the_clocks_go_forward():
    # In Havana, the 9th of March 2025 begins at one o'clock.
    havana = BusinessCalendar(
        id="cuba",
        zone="America/Havana",
        first=date(2025, 1, 1),
        last=date(2025, 12, 31),
        week=("saturday", "sunday"),
    )
    start = datetime(2025, 2, 9, 12, tzinfo=UTC)
    assert deadline(start, "P1M", havana, late=False) == datetime(2025, 3, 9, 5, tzinfo=UTC)
    assert deadline(start, "P27D", havana, late=True) == datetime(2025, 3, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize("period", ["P9999Y", "P99999D", "P9999BD"])
def test_a_deadline_beyond_the_calendar_is_not_known(period):
    assert deadline(START, period, VIETNAM, late=True) is None


@given(CALENDARS, MOMENTS, PERIODS)
def test_a_deadline_is_a_whole_working_day_and_never_before_the_event(calendar, start, period):
    begins = deadline(start, period, calendar, late=False)
    ends = deadline(start, period, calendar, late=True)
    if begins is None or ends is None:
        assert begins is ends
        return
    zone = ZoneInfo(calendar.zone)
    assert calendar.is_working_day(begins.astimezone(zone).date())
    assert timedelta(hours=22) <= ends - begins <= timedelta(hours=26)
    assert ends > start


@given(CALENDARS, MOMENTS, MOMENTS, PERIODS, st.booleans())
def test_a_later_event_never_has_an_earlier_deadline(calendar, one, other, period, late):
    found = [deadline(moment, period, calendar, late=late) for moment in sorted((one, other))]
    if found[0] is not None and found[1] is not None:
        assert found[0] <= found[1]


@given(CALENDARS, MOMENTS, PERIODS, OFF)
def test_more_days_off_never_make_a_deadline_earlier(calendar, start, period, days):
    before = deadline(start, period, calendar, late=True)
    after = deadline(start, period, calendar.amended(holidays=days), late=True)
    assert after is None or (before is not None and before <= after)


# --- in rules -------------------------------------------------------------------------------------

ASKED = [fact("asked", 0)]
RULES = policy(erase("E", "P2BD", "right", on("asked"), calendar="vietnam"))


def test_a_rule_counts_in_the_calendar_that_it_names():
    now = START + timedelta(days=60)
    found = decide(item(), RULES, Facts(ASKED), now=now, calendars=[VIETNAM])
    assert (found.state, found.at) == ("due", hanoi(2026, 2, 3))


def test_an_erasure_whose_calendar_is_missing_never_erases():
    now = START + timedelta(days=600)
    found = decide(item(), RULES, Facts(ASKED), now=now)
    assert (found.state, found.at, found.waits_for) == ("pending", None, ("calendar",))


def test_a_calendar_that_ends_too_early_counts_as_missing():
    now = START + timedelta(days=600)
    late = decide(item(), RULES, Facts([fact("asked", 340)]), now=now, calendars=[VIETNAM])
    assert late.waits_for == ("calendar",)


def test_a_keep_whose_calendar_is_missing_keeps():
    rules = policy(keep("K", "P2BD", "law", calendar="eu"), erase("E", "P1D"))
    found = decide(item(), rules, Facts(), now=START + timedelta(days=60), calendars=[VIETNAM])
    assert (found.state, found.waits_for) == ("restricted", ("calendar",))


def test_a_fact_that_is_missing_is_waited_for_before_any_calendar():
    found = decide(item(), RULES, Facts(), now=START + timedelta(days=60))
    assert found.waits_for == ("asked",)


@given(CALENDARS, MOMENTS)
def test_a_calendar_only_ever_settles_what_was_unknown(calendar, now):
    rules = policy(
        erase("E", "P20D", "right", calendar="vietnam"),
        keep("K", "P2BD", "law", calendar="vietnam"),
    )
    blind = decide(item(), rules, Facts(), now=now)
    seeing = decide(item(), rules, Facts(), now=now, calendars=[calendar])
    assert blind.at is None
    assert blind.state != "due"
    assert seeing.at is None or seeing.at >= START
