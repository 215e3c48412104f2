"""Epoch times: the unit is declared, and what had to be assumed is said."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.adapters._time import from_epoch

MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "unit", "moment"),
    [
        (1767323045, "seconds", MOMENT.replace(microsecond=0)),
        (1767323045678, "milliseconds", MOMENT.replace(microsecond=678000)),
        ("1767323045678", "milliseconds", MOMENT.replace(microsecond=678000)),
        (1767323045678901, "microseconds", MOMENT),
    ],
)
def test_a_count_is_read_in_its_unit(value, unit, moment):
    assert from_epoch(value, unit) == (moment, ())


@pytest.mark.parametrize("value", [None, 0, "", "0"], ids=repr)
def test_never_is_never(value):
    assert from_epoch(value, "seconds") == (None, ())


def test_a_count_that_only_fits_another_unit_is_read_in_that_and_said_so():
    moment, (defect,) = from_epoch("1767323045", "milliseconds", pointer="/timestamp")
    assert moment == MOMENT.replace(microsecond=0)
    assert (defect.code, defect.pointer) == ("time_unit_assumed", "/timestamp")


@pytest.mark.parametrize(
    "value", [-5, 5, 10**40, "x", "-5", "1" * 5_000, "²", "1767323045.5"], ids=repr
)
def test_a_count_that_fits_no_unit_is_unreadable(value):
    moment, (defect,) = from_epoch(value, "seconds", pointer="/t")
    assert (moment, defect.code) == (None, "time_unreadable")


@given(st.integers() | st.text(max_size=30), st.sampled_from(["seconds", "milliseconds"]))
def test_any_value_is_a_time_of_this_century_or_none(value, unit):
    moment, _ = from_epoch(value, unit)
    assert moment is None or 2000 <= moment.year < 2100
