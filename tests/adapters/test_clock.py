"""Times as telephone systems write them, in a zone that is never guessed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.adapters._clock import Clock, read_epoch

HANOI = Clock("Asia/Ho_Chi_Minh")
BERLIN = Clock("Europe/Berlin")
NINE = datetime(2026, 3, 2, 2, 5, 7, tzinfo=UTC)


def codes(reading):
    return reading[0], [one.code for one in reading[1]]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02 09:05:07", "2026/03/02 09:05:07", "2026-3-2T9:05:07", "2026.03.02, 09:05:07",
        "2026-03-02T02:05:07Z", "2026-03-02 02:05:07 UTC", "2026-03-02T04:05:07+02:00",
        "2026-03-01 21:05:07-0500", " 2026-03-02 09:05:07.000000 ",
    ],
)  # fmt: skip
def test_a_time_is_read_in_its_own_zone_or_in_the_declared_one(text):
    assert HANOI.read(text) == (NINE, ())


@pytest.mark.parametrize(
    "text",
    [
        None, "", " ", "null", "NULL", "0", "-", "0000-00-00 00:00:00", "1970-01-01 00:00:00",
        "1970/01/01, 08:00:00", "1969-12-31 19:00:00",
    ],
)  # fmt: skip
def test_what_stands_for_never_is_never(text):
    assert HANOI.read(text) == (None, ())


def test_without_a_zone_a_naive_time_is_none():
    assert codes(Clock().read("2026-03-02 09:05:07", pointer="row=1")) == (
        None,
        ["time_without_zone"],
    )
    assert Clock().read("2026-03-02T02:05:07Z") == (NINE, ())


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2026-13-02 09:05:07", "2026-02-30", "02/03/2026 09:05", "9999-12-31 23:59-0100"],
)
def test_what_makes_no_sense_is_none_with_a_defect(text):
    assert codes(HANOI.read(text)) == (None, ["time_unreadable"])


def test_daylight_rules_are_those_of_the_zone():
    summer = datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert BERLIN.read("2026-07-01 12:00:00") == (summer, ())
    assert codes(BERLIN.read("2026-10-25 02:30:00")) == (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ["time_ambiguous"],
    )
    assert codes(BERLIN.read("2026-03-29 02:30:00")) == (
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        ["time_skipped"],
    )


def test_a_fraction_is_read_to_microseconds():
    assert Clock("UTC").read("2026-03-02 02:05:07.123456789") == (
        NINE.replace(microsecond=123456),
        (),
    )


@pytest.mark.parametrize("zone", ["Nowhere/Land", "+25:00", "+07:60", "+7", "../../etc/passwd", ""])
def test_a_zone_that_is_none_is_refused(zone):
    with pytest.raises(ValueError, match="zone"):
        Clock(zone)


def test_a_fixed_offset_is_a_zone():
    assert Clock("+07:00").read("2026-03-02 09:05:07") == (NINE, ())
    assert Clock("-0500").read("2026-03-01 21:05:07") == (NINE, ())


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1772417107, "seconds", NINE),
        ("1772417107", "seconds", NINE),
        ("1772417107.5", "seconds", NINE.replace(microsecond=500_000)),
        (1772417107.25, "seconds", NINE.replace(microsecond=250_000)),
        (1772417107000.0, "milliseconds", NINE),
        ("1772417107000000", "microseconds", NINE),
        (0, "milliseconds", None),
        ("0", "microseconds", None),
        ("null", "seconds", None),
        (None, "seconds", None),
    ],
)
def test_counts_are_read_in_their_declared_unit(value, unit, expected):
    assert read_epoch(value, unit) == (expected, ())


def test_a_count_in_another_unit_says_so():
    assert codes(read_epoch("1772417107", "milliseconds")) == (NINE, ["time_unit_assumed"])
    assert codes(read_epoch("soon.5", "seconds")) == (None, ["time_unreadable"])
    assert codes(read_epoch("12.5", "seconds")) == (None, ["time_unreadable"])


@given(st.text(max_size=60))
def test_anything_is_read_without_an_error(text):
    for clock in (HANOI, Clock()):
        at, _ = clock.read(text)
        assert at is None or at.tzinfo is UTC
    at, _ = read_epoch(text, "seconds")
    assert at is None or at.utcoffset() is not None


@given(st.floats())
def test_any_number_is_read_without_an_error(value):
    at, _ = read_epoch(value, "milliseconds")
    assert at is None or at.utcoffset() is not None
