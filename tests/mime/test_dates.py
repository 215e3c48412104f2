"""Dates: certain points in time, or none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._mime import parse_date

NOON = datetime(2026, 11, 2, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "Mon, 02 Nov 2026 12:00:00 +0000",
        "Mon, 2 Nov 2026 19:00:00 +0700",
        "2 Nov 2026 19:00 +0700",
        "Mon, 02 Nov 2026 12:00:00 GMT",
        "Mon, 02 Nov 2026 12:00:00 UTC",
        "Mon, 02 Nov 2026 12:00:00 Z",
        "Mon, 02 Nov 2026 12:00:00 -0000",
        "Mon, 02 Nov 2026 07:00:00 EST",
        "Mon, 02 Nov 2026 05:00:00 pdt",
        "Mon, 02 Nov 26 12:00:00 +0000",
        "Mon, 02 Nov 126 12:00:00 +0000",
        "Monday, 02-Nov-26 12:00:00 GMT",
        "Mon 2 November 2026 12.00.00 +00:00",
        "Thứ Hai, 2 Nov 2026 19:00:00 +0700 (ICT)",
        "Mon (day), 02 Nov (month (11)) 2026 12:00:00 +0000",
        "Mon,  02\tNov 2026 11:59:60 +0000",
        "Mon, 02 Nov 2026 12:00:00.123 +0000",
        "2026-11-02T19:00:00+07:00",
        "2026-11-02 12:00Z",
        "Mon Nov  2 12:00:00 GMT 2026",
    ],
)
def test_a_date_is_a_point_in_time(raw):
    assert parse_date(raw) == (NOON, ())


@pytest.mark.parametrize(
    ("raw", "defect"),
    [
        ("", "date_malformed"),
        ("yesterday", "date_malformed"),
        ("x" * 200, "date_malformed"),
        ("Mon, 02 Nov 2026 12:00:00", "date_zone_missing"),
        ("Mon Nov  2 12:00:00 2026", "date_zone_missing"),
        ("Mon, 02 Nov 2026 12:00:00 ICT", "date_zone_unknown"),
        ("Mon, 02 Nov 2026 12:00:00 A", "date_zone_unknown"),
        ("Mon, 30 Feb 2026 12:00:00 +0000", "date_impossible"),
        ("Mon, 02 Foo 2026 12:00:00 +0000", "date_impossible"),
        ("Mon, 02 Nov 2026 25:00:00 +0000", "date_impossible"),
        ("Mon, 02 Nov 2026 12:00:00 +9900", "date_impossible"),
        ("Mon, 02 Nov 2026 12:00:00 +0760", "date_impossible"),
        ("Fri, 31 Dec 9999 23:59:59 -0100", "date_impossible"),
        ("Sat, 01 Jan 0001 00:00:00 +0100", "date_impossible"),
        ("Sat, 01 Jan 0000 00:00:00 +0000", "date_impossible"),
    ],
)
def test_what_is_not_certain_is_no_date(raw, defect):
    assert parse_date(raw) == (None, (defect,))


def test_two_digits_from_50_on_are_of_the_last_century():
    assert parse_date("1 Jan 99 00:00 GMT")[0] == datetime(1999, 1, 1, tzinfo=UTC)


@given(st.text("0123456789:+- ,JanFebMonGMT().T"))
def test_any_text_gives_an_aware_time_or_none(raw):
    found, defects = parse_date(raw)
    assert (found is None) == bool(defects)
    assert found is None or found.tzinfo is UTC
