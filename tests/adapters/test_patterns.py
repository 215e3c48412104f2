"""Times by a declared pattern, durations by a declared unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.adapters._clock import Clock
from omnidesk.adapters._patterns import Pattern, pattern, read_duration

HANOI = Clock("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("written", "text", "expected"),
    [
        ("%d/%m/%Y %H:%M:%S", "02/03/2026 08:15:02", "2026-03-02T01:15:02+00:00"),
        ("%d/%m/%Y %H:%M:%S", "2/3/2026   8:15:2", "2026-03-02T01:15:02+00:00"),
        ("%m/%d/%Y %H:%M:%S", "02/03/2026 08:15:02", "2026-02-03T01:15:02+00:00"),
        ("%m/%d/%y %I:%M %p", "3/2/26 12:05 AM", "2026-03-01T17:05:00+00:00"),
        ("%d/%m/%Y %I:%M:%S %p", "02/03/2026 01:15:02 CH", "2026-03-02T06:15:02+00:00"),
        ("%d/%m/%Y %I:%M:%S %p", "02/03/2026 01:15:02 SA", "2026-03-01T18:15:02+00:00"),
        ("%Y%m%d%H%M%S.%f", "20260302081502.25", "2026-03-02T01:15:02.250000+00:00"),
        ("%Y-%m-%dT%H:%M:%S%z", "2026-03-02T08:15:02+0100", "2026-03-02T07:15:02+00:00"),
        ("%d.%m.%Y", "02.03.2026", "2026-03-01T17:00:00+00:00"),
        ("%Y-%m-%d %H:%M:%S", "", None),
        ("%Y-%m-%d %H:%M:%S", "null", None),
        ("%Y-%m-%d %H:%M:%S", "0000-00-00 00:00:00", None),
        ("%Y-%m-%d %H:%M:%S", "1970-01-01 08:00:00", None),
    ],
)
def test_a_time_is_read_as_its_pattern_says(written, text, expected):
    at, defects = Pattern(written).read(text, HANOI)
    assert (at and at.isoformat(), defects) == (expected, ())


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("%d/%m/%Y", "2026-03-02"),
        ("%d/%m/%Y", "31/02/2026"),
        ("%d/%m/%Y", "02/13/2026"),
        ("%d/%m/%Y %I:%M %p", "02/03/2026 13:05 PM"),
        ("%d/%m/%Y", "02/03/2026" + " " * 3 + "x" * 60),
    ],
)
def test_a_time_that_is_none_is_said_to_be_unreadable(written, text):
    at, defects = Pattern(written).read(text, HANOI, pointer="row=2")
    assert (at, [(one.code, one.pointer) for one in defects]) == (
        None,
        [("time_unreadable", "row=2")],
    )


def test_a_time_without_a_zone_is_none():
    at, defects = Pattern("%d/%m/%Y").read("02/03/2026", Clock())
    assert (at, [one.code for one in defects]) == (None, ["time_without_zone"])


@pytest.mark.parametrize("written", ["%d/%m", "%H:%M", "%d/%m/%Y %d", "%q", "%Y %m %d %", "%I"])
def test_a_pattern_that_cannot_be_is_refused(written):
    with pytest.raises(ValueError, match="format: expected"):
        Pattern(written)


def test_twelve_hours_need_their_half_of_the_day():
    with pytest.raises(ValueError, match="expected %p beside %I"):
        Pattern("%d/%m/%Y %I:%M")


def test_a_pattern_is_made_once():
    assert pattern("%d/%m/%Y") is pattern("%d/%m/%Y")


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("90", "seconds", 90_000),
        ("1.5", "seconds", 1_500),
        ("1,25", "seconds", 1_250),
        ("90", "milliseconds", 90),
        ("2", "minutes", 120_000),
        ("0.5", "minutes", 30_000),
        ("00:02:30", "clock", 150_000),
        ("2:30", "clock", 150_000),
        ("1.02:03:04", "clock", 93_784_000),
        ("00:00:24.5", "clock", 24_500),
        ("0", "seconds", 0),
        ("00:00:00", "clock", 0),
        ("", "seconds", None),
        ("null", "clock", None),
        ("-", "seconds", None),
    ],
)
def test_a_duration_is_in_milliseconds_whatever_its_unit(text, unit, expected):
    assert read_duration(text, unit) == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("-5", "seconds"),
        ("soon", "seconds"),
        ("5", "clock"),
        ("9" * 13, "seconds"),
        ("1e3", "minutes"),
    ],
)
def test_what_is_no_duration_is_refused(text, unit):
    with pytest.raises(ValueError):
        read_duration(text, unit)


@given(st.text(max_size=80))
def test_any_text_is_a_time_or_none(text):
    at, _ = Pattern("%d/%m/%Y %I:%M:%S %p").read(text, HANOI)
    assert at is None or at.year > 1970
