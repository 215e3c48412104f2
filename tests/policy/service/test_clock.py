"""Support hours, against an oracle that walks through the days and looks at a clock on the wall."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.policy.service.build import (
    OFFICE,
    WEEK,
    always,
    at,
    calendar,
    clock,
    hours,
    open_times,
    policy,
    times,
)

from omnidesk.policy import BusinessCalendar
from omnidesk.policy.service import HORIZON, Opening, OpenTime, SupportClock, opening

STEP = timedelta(minutes=15)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WALK = 3 * 96
"""How many steps the oracle looks ahead."""


# --- the oracle -----------------------------------------------------------------------------------


def wall(moment, zone):
    """Return what a clock on the wall shows; one that stands still while it is set back."""
    local = moment.astimezone(ZoneInfo(zone))
    while local.fold:
        moment -= STEP
        local = moment.astimezone(ZoneInfo(zone))
    return local.replace(tzinfo=None, fold=0)


def opens_of(row, one):
    if one.opens is not None:
        return one.opens
    return min(other.opens for other in row.times if other.opens is not None)


def there(row, day, weekday, shown):
    """Tell whether what begins on a day, if it is such a day of the week, goes on now."""
    if row.always:
        return weekday is not None and shown.date() == day
    for one in row.times:
        opens = opens_of(row, one)
        begins = datetime.combine(day, opens)
        ends = datetime.combine(day if one.closes > opens else day + DAY, one.closes)
        if weekday in one.days and begins <= shown < ends:
            return True
    return False


def row_at(row, calendars, moment):
    """Return whether a row says that somebody is there at a moment; `None` if it cannot tell."""
    shown = wall(moment, row.zone)
    days = next((one for one in calendars if one.id == row.closed_on), None)

    def known(day):
        return row.closed_on is None or (days is not None and days.covers(day))

    def weekday(day):
        if days is not None and row.closed_on is not None and day in days.working_days:
            return row.made_up_as or WEEK[day.weekday()]
        off = days is not None and row.closed_on is not None and day in days.holidays
        return None if off else WEEK[day.weekday()]

    today = shown.date()
    yesterday = today - DAY
    if any(known(day) and there(row, day, weekday(day), shown) for day in (yesterday, today)):
        return True
    might = {WEEK[yesterday.weekday()], row.made_up_as}
    if not known(today):
        return None
    if not known(yesterday) and any(there(row, yesterday, one, shown) for one in might):
        return None
    return False


def oracle(rows, calendars, start, steps=WALK):
    """Return for each step whether somebody is there; what a row once cannot tell, it never can."""
    lost = [False] * len(rows)
    for number in range(steps):
        said = [row_at(row, calendars, start + number * STEP) for row in rows]
        lost = [was or one is None for was, one in zip(lost, said, strict=True)]
        yield True if True in said else None if any(lost) else False


# --- what Hypothesis makes ------------------------------------------------------------------------

PLACES = [
    ("Asia/Ho_Chi_Minh", date(2026, 11, 2)),
    ("Asia/Kathmandu", date(2026, 11, 2)),  # a quarter of an hour beside the others
    ("Europe/Berlin", date(2026, 3, 28)),  # 02:00 becomes 03:00
    ("Europe/Berlin", date(2026, 10, 24)),  # 03:00 becomes 02:00
    ("America/Havana", date(2026, 3, 7)),  # 00:00 becomes 01:00
    ("America/Havana", date(2026, 10, 31)),  # 01:00 becomes 00:00
    ("America/Sao_Paulo", date(2018, 2, 17)),  # 00:00 becomes 23:00 of the day before
    ("Australia/Lord_Howe", date(2026, 4, 4)),  # 02:00 becomes 01:30
    ("Pacific/Apia", date(2011, 12, 28)),  # after the 29th comes the 31st
]


@st.composite
def desks(draw, *, known=False):
    """Rows, calendars and a moment from which on the oracle walks."""
    zone, first = draw(st.sampled_from(PLACES))
    near = [first + number * DAY for number in range(-2, 6)]
    some = st.lists(st.sampled_from(near), max_size=3).map(tuple)
    begins, ends = (-9, 9) if known else (draw(st.integers(-2, 1)), draw(st.integers(1, 5)))
    days = BusinessCalendar(
        id="vn",
        zone=zone,
        first=first + begins * DAY,
        last=first + ends * DAY,
        holidays=draw(some),
        working_days=draw(some),
    )
    rows = []
    for number in range(draw(st.integers(1, 3))):
        closed_on = draw(st.sampled_from([None, "vn"] if known else [None, "vn", "vn", "nobody"]))
        fields = {"name": f"h{number}", "closed_on": closed_on}
        fields["zone"] = zone if number == 0 else draw(st.sampled_from(PLACES))[0]
        if closed_on is not None:
            fields["made_up_as"] = draw(st.sampled_from([None, "monday", "saturday"]))
        whole = draw(st.integers(0, 5)) == 0
        rows.append(always(**fields) if whole else hours(*draw(open_times()), **fields))
    midnight = datetime.combine(first, time(), UTC)
    return rows, (days,), midnight + draw(st.integers(0, 2 * 96)) * STEP


SPANS = st.builds(timedelta, seconds=st.integers(0, 4 * 86_400))


# --- as the oracle --------------------------------------------------------------------------------


@given(desks())
def test_somebody_is_there_when_the_clock_on_the_wall_says_so(desk):
    rows, calendars, start = desk
    states = list(oracle(rows, calendars, start, 1))
    assert [SupportClock(rows, calendars).is_open(start)] == states


@given(desks())
def test_a_state_lasts_until_the_wall_says_otherwise(desk):
    rows, calendars, start = desk
    states = list(oracle(rows, calendars, start))
    state, until = SupportClock(rows, calendars).state(start)
    changes = [number for number, one in enumerate(states) if one is not states[0]]
    assert state is states[0]
    if state is None:
        assert until is None
    elif changes:
        assert until == start + changes[0] * STEP
    else:
        assert until is None or until >= start + WALK * STEP


@given(desks())
def test_it_opens_when_the_oracle_first_finds_somebody(desk):
    rows, calendars, start = desk
    states = list(oracle(rows, calendars, start))
    found = SupportClock(rows, calendars).opens_at(start)
    number = next((number for number, one in enumerate(states) if one is not False), None)
    if number is None:
        assert found is None or found >= start + WALK * STEP
    else:
        assert found == (start + number * STEP if states[number] else None)


@given(desks(), st.integers(0, WALK))
def test_what_has_passed_is_what_the_oracle_counts(desk, steps):
    rows, calendars, start = desk
    states = list(oracle(rows, calendars, start, steps))
    found = SupportClock(rows, calendars).elapsed(start, start + steps * STEP)
    assert found == (None if None in states else states.count(True) * STEP)


@given(desks(), st.integers(1, 60))
def test_it_is_due_when_the_oracle_has_counted_so_much(desk, steps):
    rows, calendars, start = desk
    found = SupportClock(rows, calendars).due(start, steps * STEP)
    left = steps
    for number, state in enumerate(oracle(rows, calendars, start)):
        if state is None:
            assert found is None
            return
        left -= state
        if not left:
            assert found == start + (number + 1) * STEP
            return
    assert found is None or found > start + WALK * STEP


# --- by themselves --------------------------------------------------------------------------------


@given(desks(), SPANS)
def test_what_has_passed_when_it_is_due_is_the_span(desk, span):
    rows, calendars, start = desk
    found = SupportClock(rows, calendars)
    due = found.due(start, span)
    if due is None:
        reject()
    assert found.elapsed(start, due) == span


@given(desks(known=True), SPANS, SPANS)
def test_time_passes_in_parts_as_in_one(desk, one, two):
    rows, calendars, start = desk
    found = SupportClock(rows, calendars)
    middle, end = start + one, start + one + two
    before, after = found.elapsed(start, middle), found.elapsed(middle, end)
    if before is None or after is None:
        reject()
    assert found.elapsed(start, end) == before + after


@given(desks(), SPANS, st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_their_repetition_means_anything(desk, span, chance):
    rows, calendars, start = desk
    shuffled = rows + rows[:1]
    chance.shuffle(shuffled)
    shuffled = [one.model_copy(update={"times": one.times[::-1] * 2}) for one in shuffled]
    one, other = SupportClock(rows, calendars), SupportClock(shuffled, calendars)
    assert other.state(start) == one.state(start)
    assert other.due(start, span) == one.due(start, span)


@given(desks(known=True), SPANS, SPANS)
def test_more_is_due_later_and_so_is_what_starts_later(desk, one, two):
    rows, calendars, start = desk
    found = SupportClock(rows, calendars)
    due = found.due(start, one)
    more, later = found.due(start, one + two), found.due(start + two, one)
    if due is None or more is None or later is None:
        reject()
    assert due <= more
    assert due <= later


@given(desks(known=True), SPANS, open_times())
def test_more_hours_never_make_anything_due_later(desk, span, added):
    rows, calendars, start = desk
    longer = hours(*added, name="more", zone=rows[0].zone)
    due = SupportClock(rows, calendars).due(start, span)
    sooner = SupportClock([*rows, longer], calendars).due(start, span)
    if due is None:
        reject()
    assert sooner is not None
    assert sooner <= due


OFFSETS = st.integers(-23, 23).map(lambda number: timezone(timedelta(hours=number)))
NIGHTS = [hours(times("22:00", "06:00", *WEEK), zone=zone) for zone, _ in PLACES]


@given(st.sampled_from(NIGHTS), st.datetimes(timezones=OFFSETS), st.datetimes(timezones=OFFSETS))
def test_any_two_moments_have_an_answer(row, start, end):
    found = clock(row)
    passed, (state, until) = found.elapsed(start, end), found.state(start)
    assert passed is None or timedelta() <= passed <= max(end - start, timedelta())
    assert until is None or (state is not None and start < until)


@given(
    st.sampled_from(NIGHTS),
    st.datetimes(datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2200-01-01")),
    SPANS,
)
def test_what_is_due_is_due_within_ten_years(row, start, span):
    begun = start.replace(tzinfo=UTC)
    due = clock(row).due(begun, span)
    assert due is not None
    assert begun <= due <= begun + HORIZON


# --- nights, days off, days made up ---------------------------------------------------------------

NIGHT = hours(times("22:00", "06:00"), name="night")
TET = calendar(off=("2026-11-03",), worked=("2026-11-07",))


def test_a_night_goes_on_past_midnight():
    assert clock(NIGHT).state(at("2026-11-03 05:59")) == (True, at("2026-11-03 06:00"))


def test_the_night_of_the_last_day_ends_on_a_day_without_one():
    assert clock(NIGHT).state(at("2026-11-07 01:00")) == (True, at("2026-11-07 06:00"))


def test_nobody_is_there_at_the_moment_of_closing():
    assert clock().state(at("2026-11-02 17:00")) == (False, at("2026-11-03 08:00"))


def test_what_ends_with_the_day_is_due_then():
    assert clock().due(at("2026-11-02 16:00"), HOUR) == at("2026-11-02 17:00")


def test_midnight_is_the_end_of_the_day():
    late = hours(times("18:00", "00:00", "monday"))
    assert clock(late).state(at("2026-11-02 23:00")) == (True, at("2026-11-03 00:00"))


def test_all_day_is_from_midnight_to_midnight():
    whole = hours(times("00:00", "00:00", "monday"))
    assert clock(whole).elapsed(at("2026-11-01 12:00"), at("2026-11-04 12:00")) == DAY


def test_two_rows_of_one_day_have_a_break_between_them():
    split = hours(times("08:00", "11:30"), times("13:00", "17:00"))
    assert clock(split).due(at("2026-11-02 11:00"), HOUR) == at("2026-11-02 13:30")


def test_hours_that_touch_are_one_stretch():
    split = hours(times("08:00", "12:00"), times("12:00", "17:00"))
    assert clock(split).state(at("2026-11-02 09:00")) == (True, at("2026-11-02 17:00"))


def test_hours_that_meet_count_once():
    both = hours(times("08:00", "14:00"), times("12:00", "17:00"))
    assert clock(both).elapsed(at("2026-11-02 00:00"), at("2026-11-03 00:00")) == 9 * HOUR


def test_a_day_that_does_not_say_when_it_begins_begins_as_the_earliest_of_the_others():
    row = hours(
        times("09:00", "17:00"), times("08:30", "17:00", "friday"), times(None, "11:30", "saturday")
    )
    assert clock(row).opens_at(at("2026-11-07 00:00")) == at("2026-11-07 08:30")


def test_a_day_that_ends_as_it_would_open_is_refused():
    with pytest.raises(ValidationError, match="one ends as it opens, which it does not say"):
        hours(times("08:00", "17:00"), times(None, "08:00", "saturday"))


def test_a_day_that_begins_at_midnight_as_the_others_do_may_end_at_midnight():
    row = hours(times("00:00", "00:00"), times(None, "00:00", "saturday"))
    assert clock(row).state(at("2026-11-07 09:00")) == (True, at("2026-11-08 00:00"))


@pytest.mark.parametrize(
    "closes", [time(17, 0, 30), time(17, 0, 0, 5), time(17, tzinfo=UTC)], ids=str
)
def test_hours_are_of_whole_minutes_on_the_clock_of_their_zone(closes):
    with pytest.raises(ValidationError, match="expected times of whole minutes, without a zone"):
        OpenTime(days=("monday",), opens=time(8), closes=closes)


def test_always_never_ends():
    assert clock(always()).state(at("2026-11-02 03:00")) == (True, None)


def test_always_ends_with_the_day_before_a_day_off():
    found = clock(always(closed_on="vn"), calendars=[TET])
    assert found.state(at("2026-11-01 12:00")) == (True, at("2026-11-03 00:00"))
    assert found.state(at("2026-11-03 12:00")) == (False, at("2026-11-04 00:00"))


def test_a_night_that_began_before_a_day_off_is_finished():
    found = clock(hours(*NIGHT.times, closed_on="vn"), calendars=[TET])
    assert found.state(at("2026-11-03 01:00")) == (True, at("2026-11-03 06:00"))
    assert found.is_open(at("2026-11-03 23:00")) is False


def test_a_day_that_is_made_up_counts_as_it_is():
    found = clock(hours(*OFFICE.times, closed_on="vn"), calendars=[TET])
    assert found.is_open(at("2026-11-07 09:00")) is False


def test_a_day_that_is_made_up_counts_as_the_day_that_the_row_says():
    row = hours(*OFFICE.times, closed_on="vn", made_up_as="monday")
    assert clock(row, calendars=[TET]).is_open(at("2026-11-07 09:00")) is True


def test_a_day_that_is_off_and_worked_is_worked():
    days = calendar(off=("2026-11-03",), worked=("2026-11-03",))
    found = clock(hours(*OFFICE.times, closed_on="vn"), calendars=[days])
    assert found.is_open(at("2026-11-03 09:00")) is True


# --- clocks that change ---------------------------------------------------------------------------

BERLIN = always(zone="Europe/Berlin")
BERLIN_NIGHT = hours(times("22:00", "06:00", "saturday"), zone="Europe/Berlin")


def in_berlin(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


def test_an_hour_that_comes_twice_counts_twice():
    night = in_berlin("2026-10-24 20:00"), in_berlin("2026-10-25 08:00")
    assert clock(BERLIN_NIGHT).elapsed(*night) == 9 * HOUR


def test_an_hour_that_never_comes_does_not_count():
    night = in_berlin("2026-03-28 20:00"), in_berlin("2026-03-29 08:00")
    assert clock(BERLIN_NIGHT).elapsed(*night) == 7 * HOUR


@pytest.mark.parametrize("row", [BERLIN, BERLIN_NIGHT])
def test_moments_count_and_not_what_the_clock_of_the_caller_shows(row):
    # Both times carry one zone: by the clock, six hours lie between them.
    night = in_berlin("2026-03-28 23:00"), in_berlin("2026-03-29 05:00")
    assert clock(row).elapsed(*night) == 5 * HOUR


def test_what_closes_in_an_hour_that_comes_twice_closes_the_first_time():
    row = hours(times("20:00", "02:30", "saturday"), zone="Europe/Berlin")
    closes = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert clock(row).state(in_berlin("2026-10-24 21:00")) == (True, closes)


def test_what_opens_in_an_hour_that_never_comes_opens_after_it():
    row = hours(times("02:30", "06:00", "sunday"), zone="Europe/Berlin")
    assert clock(row).opens_at(in_berlin("2026-03-29 00:00")) == in_berlin("2026-03-29 03:00")


def test_what_lies_in_an_hour_that_never_comes_is_left_out():
    row = hours(times("02:00", "02:45", "sunday"), zone="Europe/Berlin")
    assert clock(row).opens_at(in_berlin("2026-03-29 00:00")) == in_berlin("2026-04-05 02:00")


def test_a_day_begins_at_one_where_midnight_never_comes():
    row = hours(times("00:00", "02:00", "sunday"), zone="America/Havana")
    opens = at("2026-03-08 01:00", "America/Havana")
    assert clock(row).state(opens - HOUR) == (False, opens)
    assert clock(row).state(opens) == (True, opens + HOUR)


def test_a_day_that_never_came_has_no_hours():
    row = hours(times("08:00", "17:00", *WEEK), zone="Pacific/Apia")
    start, end = (at(text, "Pacific/Apia") for text in ("2011-12-29 17:00", "2011-12-31 08:00"))
    assert clock(row).state(start) == (False, end)
    assert end - start == 15 * HOUR


# --- what nobody knows ----------------------------------------------------------------------------

COVERED = hours(times("08:00", "17:00", *WEEK), name="covered", closed_on="vn")
YEAR = calendar()
NOTHING = (None, None)


def test_without_rows_nothing_is_known():
    found = SupportClock([])
    now = at("2026-11-02 09:00")
    answers = (found.is_open(now), found.state(now), found.opens_at(now))
    assert answers == (None, NOTHING, None)
    assert (found.due(now, HOUR), found.elapsed(now, now + HOUR)) == NOTHING


@pytest.mark.parametrize("moment", ["2025-12-31 09:00", "2027-01-01 09:00", "2031-06-01 09:00"])
def test_what_a_calendar_does_not_cover_is_not_known(moment):
    found, now = clock(COVERED, calendars=[YEAR]), at(moment)
    assert (found.is_open(now), found.state(now), found.opens_at(now)) == (None, NOTHING, None)
    assert (found.due(now, HOUR), found.elapsed(now, now + HOUR)) == NOTHING


def test_a_calendar_that_is_not_there_covers_nothing():
    assert (
        clock(COVERED, calendars=[calendar(name="other")]).is_open(at("2026-11-02 09:00")) is None
    )


def test_after_the_last_day_that_is_covered_nothing_is_known():
    found = clock(COVERED, calendars=[YEAR])
    assert found.state(at("2026-12-31 18:00")) == (False, at("2027-01-01 00:00"))
    assert found.opens_at(at("2026-12-31 18:00")) is None


def test_what_is_due_after_the_last_day_that_is_covered_is_not_known():
    found = clock(COVERED, calendars=[YEAR])
    assert found.due(at("2026-12-31 16:00"), HOUR) == at("2026-12-31 17:00")
    assert found.due(at("2026-12-31 16:00"), HOUR + STEP) is None


def test_a_night_that_began_on_the_last_day_that_is_covered_is_known():
    found = clock(hours(times("22:00", "06:00", *WEEK), closed_on="vn"), calendars=[YEAR])
    assert found.state(at("2027-01-01 01:00")) == (True, at("2027-01-01 06:00"))
    assert found.elapsed(at("2026-12-31 22:00"), at("2027-01-01 06:00")) == 8 * HOUR
    assert found.is_open(at("2027-01-01 06:00")) is None


def test_a_night_that_may_have_begun_before_the_first_day_that_is_covered_is_not_known():
    found = clock(hours(times("22:00", "06:00", *WEEK), closed_on="vn"), calendars=[YEAR])
    assert found.is_open(at("2026-01-01 05:59")) is None
    assert found.is_open(at("2026-01-01 06:00")) is False


@pytest.mark.parametrize("made_up_as", [None, "wednesday", "monday"])
def test_what_may_have_begun_before_the_first_day_depends_on_what_that_day_may_have_been(
    made_up_as,
):
    # 31 December 2025 is a Wednesday; on Mondays alone there is a night.
    row = hours(times("22:00", "06:00", "monday"), closed_on="vn", made_up_as=made_up_as)
    expected = None if made_up_as == "monday" else False
    assert clock(row, calendars=[YEAR]).is_open(at("2026-01-01 01:00")) is expected


@pytest.mark.parametrize("other", [always("z"), hours(times("08:00", "17:00", *WEEK), name="z")])
def test_where_one_row_is_not_known_another_is_enough(other):
    found, now = clock(COVERED, other, calendars=[YEAR]), at("2027-06-01 09:00")
    assert found.is_open(now) is True
    assert found.elapsed(now, now + HOUR) == HOUR
    assert found.due(now, HOUR) == now + HOUR


def test_where_the_row_that_is_known_ends_nothing_is():
    found = clock(COVERED, hours(times("08:00", "17:00", *WEEK), name="z"), calendars=[YEAR])
    assert found.state(at("2027-06-01 09:00")) == (True, at("2027-06-01 17:00"))
    assert found.state(at("2027-06-01 17:00")) == NOTHING
    assert found.opens_at(at("2027-06-01 17:00")) is None


# --- far away -------------------------------------------------------------------------------------


def test_beyond_ten_years_nothing_is_due():
    found, now = clock(always()), at("2026-11-02 09:00")
    assert found.due(now, HORIZON) == now + HORIZON
    assert found.due(now, HORIZON + timedelta(seconds=1)) is None


def test_beyond_ten_years_nothing_is_counted():
    found, now = clock(always()), at("2026-11-02 09:00")
    assert found.elapsed(now, now + HORIZON) == HORIZON
    assert found.elapsed(now, now + HORIZON + timedelta(seconds=1)) is None


def test_all_of_ten_years_is_counted():
    found, now = clock(hours(times("08:00", "17:00", *WEEK))), at("2026-11-02 00:00")
    assert found.elapsed(now, now + HORIZON) == HORIZON.days * 9 * HOUR
    assert found.due(now, HORIZON.days * 9 * HOUR) == at("2026-11-02 17:00") + HORIZON - DAY


def test_a_desk_that_does_not_open_in_ten_years_is_closed():
    days = calendar(last="2050-12-31", off=())
    off = [days.first + number * DAY for number in range((days.last - days.first).days + 1)]
    shut = days.model_copy(update={"holidays": tuple(off)})
    found, now = clock(COVERED, calendars=[shut]), at("2026-11-02 09:00")
    assert found.state(now) == (False, None)
    assert (found.opens_at(now), found.due(now, HOUR)) == NOTHING
    assert found.elapsed(now, now + DAY) == timedelta()


def test_a_time_that_is_reversed_is_none():
    now = at("2026-11-02 09:00")
    assert clock().elapsed(now, now - HOUR) == timedelta()


def test_no_time_at_all_has_passed_when_it_opens():
    assert clock().due(at("2026-11-01 09:00"), timedelta()) == at("2026-11-02 08:00")


ENDS = [
    moment.replace(tzinfo=timezone(timedelta(hours=offset)))
    for moment in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    for offset in (-12, 0, 14)
]


@pytest.mark.parametrize("moment", ENDS, ids=str)
@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "America/Havana", "Pacific/Apia"])
def test_at_the_ends_of_all_dates_nothing_is_known_of_hours(moment, zone):
    found = clock(hours(times("00:01", "00:00", *WEEK), zone=zone))
    assert (found.state(moment), found.opens_at(moment)) == (NOTHING, None)
    assert (found.due(moment, HOUR), found.elapsed(moment, moment)) == (None, timedelta())


@pytest.mark.parametrize("moment", ENDS[:3], ids=str)
def test_always_is_always(moment):
    assert clock(always()).state(moment) == (True, None)


# --- whether somebody is there --------------------------------------------------------------------

DESK = policy(
    hours(times("08:00", "17:00"), name="all"),
    hours(times("08:00", "12:00"), name="sales", departments=("sales",)),
    hours(times("13:00", "17:00"), name="sales-late", departments=("sales",)),
    hours(times("09:00", "10:00"), name="chat", channels=("chat",)),
    always("sales-chat", departments=("sales",), channels=("chat",)),
)


@pytest.mark.parametrize(
    ("department", "channel", "rows"),
    [
        (None, "email", ("all",)),
        ("support", "email", ("all",)),
        ("sales", "email", ("sales", "sales-late")),
        (None, "chat", ("chat",)),
        ("sales", "chat", ("sales-chat",)),
    ],
)
def test_the_rows_that_say_it_most_closely_count(department, channel, rows):
    now = at("2026-11-02 09:30")
    found = opening(DESK, at=now, channel=channel, department=department)
    assert found.hours == rows


def test_an_opening_says_whether_until_when_and_by_what():
    found = opening(DESK, at=at("2026-11-02 11:00"), channel="email", department="sales")
    assert found == Opening(
        state="open", until=at("2026-11-02 12:00"), hours=("sales", "sales-late")
    )


def test_a_desk_may_be_closed():
    found = opening(DESK, at=at("2026-11-02 18:00"), channel="email")
    assert (found.state, found.until) == ("closed", at("2026-11-03 08:00"))


def test_where_no_row_says_it_is_not_known():
    found = opening(policy(), at=at("2026-11-02 09:00"), channel="email")
    assert found == Opening(state="unknown")


def test_a_calendar_is_found_by_its_name():
    desk = policy(hours(*OFFICE.times, closed_on="vn"))
    now = at("2026-11-03 09:00")
    assert opening(desk, at=now, channel="email").state == "unknown"
    assert opening(desk, at=now, channel="email", calendars=[TET]).state == "closed"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="at: expected an aware time"):
        opening(DESK, at=datetime(2026, 11, 2, 9), channel="email")  # noqa: DTZ001 - the point
    with pytest.raises(ValueError, match="expected an aware time"):
        clock().is_open(datetime(2026, 11, 2, 9))  # noqa: DTZ001 - the point


def test_an_opening_shows_no_more_than_words_of_ours():
    found = repr(opening(DESK, at=at("2026-11-02 09:00"), channel="email"))
    assert found == "Opening(state='open', until=2026-11-02T10:00:00+00:00, hours=<1>)"
