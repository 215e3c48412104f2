"""Calls between the same two, near in time, are one conversation where that is asked for."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.assembly.build import at, leg, posted, reported
from tests.assembly.test_properties import shuffled, split

from omnidesk.assembly import Inbox, assemble
from omnidesk.testing.strategies import event_sets

HOUR = timedelta(hours=1)
GAPS = st.none() | st.sampled_from([timedelta(0), timedelta(minutes=5), timedelta(days=400)])


def call(name, start, end, *, session="lan", **more):
    """Report a call by one leg."""
    return reported(
        leg(name, "answered", start=start, end=end),
        call_id=name,
        what=name,
        thread=(name,),
        session=session,
        **more,
    )


def groups(*events, gap=HOUR):
    return [[one.id for one in found.calls] for found in assemble(events, session_gap=gap)]


def test_calls_within_the_gap_are_one_conversation():
    assert groups(call("a", 0, 5), call("b", 65, 70), call("c", 131, 140)) == [["a", "b"], ["c"]]


def test_without_a_gap_each_call_is_a_conversation_of_its_own():
    assert groups(call("a", 0, 5), call("b", 6, 7), gap=None) == [["a"], ["b"]]


def test_the_gap_is_counted_from_the_end_of_the_longest_call_so_far():
    assert groups(call("a", 0, 100), call("b", 1, 2), call("c", 150, 151)) == [["a", "b", "c"]]


@pytest.mark.parametrize("other", [{"session": "minh"}, {"session": None}, {"account": "other"}])
def test_calls_of_other_people_or_lines_stay_apart(other):
    second = call("b", 6, 7, session=other.pop("session", "lan"))
    assert groups(call("a", 0, 5), second.model_copy(update=other)) == [["a"], ["b"]]


def test_a_call_without_any_time_joins_nothing():
    assert groups(call("a", None, None), call("b", 0, 1)) == [["b"], ["a"]]


def test_a_report_without_a_leg_counts_when_it_happened():
    heard = reported(call_id="b", thread=("b",), session="lan", minute=6)
    assert groups(call("a", 0, 5), heard) == [["a", "b"]]


def test_calls_bring_the_conversations_together_that_they_belong_to():
    said = posted(thread=("a",), minute=1)
    (found,) = assemble([call("a", 0, 5), call("b", 6, 7), said], session_gap=HOUR)
    assert [one.type for one in found.entries] == ["call", "message", "call"]


def test_a_late_call_joins_two_sessions_and_their_ids_stay_known():
    inbox = Inbox([call("a", 0, 1), call("c", 90, 91)], session_gap=HOUR)
    before = [one.id for one in inbox.conversations]
    assert len(inbox) == 2
    inbox.add([call("b", 45, 46)])
    assert len(inbox) == 1
    assert {inbox.get(one) for one in before} == set(inbox.conversations)
    assert inbox.conversations[0].started_at == at(0)


def test_a_negative_gap_is_refused():
    with pytest.raises(ValueError, match="session_gap"):
        assemble([], session_gap=timedelta(-1))


@given(event_sets(), st.integers(), GAPS)
def test_order_and_repetition_never_change_the_result(events, seed, gap):
    mixed = shuffled([*events, *events[:4]], seed)
    assert assemble(mixed, session_gap=gap) == assemble(events, session_gap=gap)


@given(event_sets(), st.integers(), st.lists(st.integers(0, 100), max_size=4), GAPS)
def test_after_every_batch_an_inbox_equals_assemble_of_all(events, seed, cuts, gap):
    inbox = Inbox(session_gap=gap)
    seen = []
    for batch in split(shuffled(events, seed), cuts):
        inbox.add(batch)
        seen += batch
        assert inbox.conversations == assemble(seen, session_gap=gap)
        assert len(inbox) == len(inbox.conversations)


@given(event_sets(), GAPS)
def test_a_wider_gap_parts_nothing(events, gap):
    joined = assemble(events, session_gap=gap)
    homes = [{one.id, *one.aliases} for one in assemble(events, session_gap=timedelta(days=9_999))]
    assert all(any({one.id} <= home for home in homes) for one in joined)
