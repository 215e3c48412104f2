"""Numbers about nobody: what they count, and what they leave out."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.service.build import MINUTES, START, USUAL, after, at, talks, wait

from omnidesk.policy.service import ServiceCount, ServiceReport, service_report, waits

STATES = ("met", "slow", "missed", "waiting", "late", "overdue", "closed", "unknown")
DAY = timedelta(days=1)


def report(*found, first=START, before=START + DAY):
    return service_report(found, first=first, before=before)


def count(*found):
    (only,) = report(*found).counts
    return only


def answered(name, minutes, **more):
    return wait(name, 0, ended=minutes, state="met", **more)


# --- counts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_its_number(state):
    found = count(wait("a", state=state), wait("b", state=state))
    assert [getattr(found, name) for name in STATES] == [2 * (name == state) for name in STATES]


def test_what_no_row_is_about_is_in_none_of_the_states():
    found = count(wait("a", rows=(), ended=8, state="met"), answered("b", 2))
    assert (found.without_rule, found.met) == (1, 1)


def test_what_no_row_is_about_counts_in_the_times():
    assert count(wait("a", rows=(), ended=8, state="met")).median == timedelta(minutes=8)


def test_a_wait_is_counted_by_department_and_channel():
    found = report(
        wait("a", department="sales", channel="email"),
        wait("b", department="sales", channel="chat"),
        wait("c", channel="chat"),
        wait("d", department="help", channel="email"),
        wait("e", department="sales", channel="email"),
    )
    assert [(one.department, one.channel, one.waiting) for one in found.counts] == [
        ("help", "email", 1),
        ("sales", "chat", 1),
        ("sales", "email", 2),
        (None, "chat", 1),
    ]


def test_a_report_counts_what_began_from_its_first_moment_on_and_before_its_last():
    found = [wait("early", -1), wait("first", 0), wait("last", 59), wait("next", 60)]
    (only,) = report(*found, before=after(60)).counts
    assert only.waiting == 2


def test_what_has_no_time_is_in_no_report():
    assert report(wait("a", None, state="unknown")).counts == ()


def test_a_wait_that_is_given_twice_counts_once():
    assert count(wait("a"), wait("a"), wait("a", conversation="c2")).waiting == 2


def test_a_report_without_waits_is_empty():
    assert report() == ServiceReport(first=START, before=START + DAY)


def test_a_report_says_its_times_in_utc():
    found = report(first=START.astimezone(at("2026-11-02 09:00").tzinfo), before=START + DAY)
    assert (found.first.tzinfo, found.before.tzinfo) == (UTC, UTC)


NAIVE = datetime(2026, 11, 2)  # noqa: DTZ001 - the point


@pytest.mark.parametrize("times", [{"first": NAIVE}, {"before": NAIVE}])
def test_a_time_without_a_zone_is_refused(times):
    with pytest.raises(ValueError, match="expected an aware time"):
        report(**times)


# --- shares and times -----------------------------------------------------------------------------


def test_in_time_is_the_share_of_those_that_were_answered_or_should_have_been():
    states = ["met", "slow", "missed", "overdue", "waiting", "late", "closed", "unknown"]
    found = count(*(wait(state, state=state) for state in states))
    assert found.in_time == 0.5


def test_where_nobody_should_have_been_answered_there_is_no_share():
    assert count(wait("a", state="late")).in_time is None
    assert ServiceCount(channel="email", missed=1).in_time == 0


def test_those_who_still_wait_or_were_never_answered_have_no_time():
    closed = wait("b", ended=9, answer=None, state="closed")
    found = count(wait("a"), closed)
    assert (found.median, found.slowest_tenth) == (None, None)


@pytest.mark.parametrize(
    ("minutes", "median", "slowest_tenth"),
    [([5], 5, 5), ([5, 7], 5, 7), (range(1, 11), 5, 9), (range(1, 12), 6, 10)],
)
def test_times_are_those_of_somebody(minutes, median, slowest_tenth):
    found = count(*(answered(f"e{number}", number) for number in minutes))
    assert found.median == timedelta(minutes=median)
    assert found.slowest_tenth == timedelta(minutes=slowest_tenth)


def at_most(waited, tenths):
    """Return the shortest wait that so many tenths of them do not exceed."""
    return next(
        one for one in sorted(waited) if 10 * sum(x <= one for x in waited) >= tenths * len(waited)
    )


@given(st.lists(MINUTES, min_size=1, max_size=40))
def test_half_waited_no_longer_than_the_median_and_nine_tenths_than_the_slowest_tenth(minutes):
    found = count(*(answered(f"e{number}", one) for number, one in enumerate(minutes)))
    assert found.median == timedelta(minutes=at_most(minutes, 5))
    assert found.slowest_tenth == timedelta(minutes=at_most(minutes, 9))


# --- what always holds ----------------------------------------------------------------------------

DESKS = st.lists(talks(undated=True), max_size=4).map(
    lambda some: [one.model_copy(update={"id": f"c{number}"}) for number, one in enumerate(some)]
)


def found_in(some, now=400):
    return waits(some, USUAL, now=after(now))


@given(DESKS, MINUTES, MINUTES)
def test_every_wait_that_began_in_time_is_in_one_number(some, first, length):
    found = found_in(some)
    made = service_report(found, first=after(first), before=after(first + length))
    counted = sum(getattr(one, name) for one in made.counts for name in (*STATES, "without_rule"))
    begun = [one.began for one in found if one.began is not None]
    assert counted == sum(after(first) <= one < after(first + length) for one in begun)


@given(DESKS, st.randoms(use_true_random=False))
def test_neither_the_order_of_waits_nor_their_repetition_means_anything(some, chance):
    found = list(found_in(some))
    shuffled = found + found[:3]
    chance.shuffle(shuffled)
    assert report(*shuffled) == report(*found)


@given(DESKS)
def test_a_report_reads_the_same_from_json(some):
    made = report(*found_in(some))
    assert ServiceReport.model_validate_json(made.model_dump_json()) == made


def test_a_report_has_no_ids():
    found = wait("lan@mail.example", conversation="zalo-84901112233", department="sales", ended=7)
    text = report(found).model_dump_json()
    assert all(part not in text for part in ("lan", "8490", "conversation", "entry", "answer"))
    assert set(json.loads(text)) == {"first", "before", "counts"}
