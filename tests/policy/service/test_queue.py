"""Whom to answer first: departments in their order, then what is due, then who waits longest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.policy.service.build import (
    MINUTES,
    USUAL,
    after,
    department,
    first_come,
    policy,
    talk,
    talks,
    wait,
)

from omnidesk import PolicyError
from omnidesk.policy.service import load_service_policy, queue, waits

DESK = policy(
    first_come("technical", before=("sales", "billing")),
    departments=(department("letters"),),
)


def entries(found, rules=DESK):
    return [one.entry for one in queue(found, rules)]


def test_what_was_answered_or_closed_is_in_no_queue():
    closed = wait("closed", ended=9, answer=None, state="closed")
    assert entries([wait("answered", ended=9), closed, wait("open")]) == ["open"]


def test_what_may_have_been_answered_at_no_known_time_is_in_no_queue():
    assert entries([wait("maybe", answer="m9", state="unknown")]) == []


def test_a_department_that_comes_first_comes_first():
    sales = wait("sales", 0, department="sales", limit_at=10)
    technical = wait("technical", 5, department="technical", limit_at=500)
    assert entries([sales, technical]) == ["technical", "sales"]


def test_departments_of_which_nothing_is_said_and_unknown_ones_come_first_too():
    technical = wait("technical", 5, department="technical")
    letters, nobody = wait("letters", 3, department="letters"), wait("nobody", 4)
    sales = wait("sales", 0, department="sales")
    assert entries([technical, sales, nobody, letters]) == [
        "letters",
        "nobody",
        "technical",
        "sales",
    ]


def test_within_a_department_what_is_due_first_comes_first():
    late = wait("late", 0, limit_at=100)
    soon = wait("soon", 5, target_at=50, limit_at=200)
    assert entries([wait("never", 0), late, soon]) == ["soon", "late", "never"]


def test_of_what_is_due_at_once_who_has_waited_longest_comes_first():
    assert entries([wait("b", 5, limit_at=90), wait("a", 9, limit_at=90)]) == ["b", "a"]


def test_what_has_no_time_comes_last():
    assert entries([wait("timeless", None, state="unknown"), wait("dated", 400)]) == [
        "dated",
        "timeless",
    ]


def test_a_tie_is_broken_by_ids():
    found = [wait("b", conversation="c2"), wait("a", conversation="c2"), wait("z")]
    assert entries(found) == ["z", "a", "b"]


@given(st.lists(talks(undated=True), max_size=4), MINUTES, st.randoms(use_true_random=False))
def test_neither_the_order_of_waits_nor_their_repetition_means_anything(some, now, chance):
    named = [one.model_copy(update={"id": f"c{number}"}) for number, one in enumerate(some)]
    found = list(waits(named, USUAL, now=after(now)))
    shuffled = found + found[:3]
    chance.shuffle(shuffled)
    assert queue(shuffled, USUAL) == queue(found, USUAL)


@given(st.lists(talks(undated=True), max_size=4), MINUTES)
def test_everybody_who_has_no_answer_is_in_the_queue(some, now):
    named = [one.model_copy(update={"id": f"c{number}"}) for number, one in enumerate(some)]
    found = waits(named, USUAL, now=after(now))
    pending = {one for one in found if one.answer is None and one.state != "closed"}
    assert set(queue(found, USUAL)) == pending


def test_an_empty_desk_has_an_empty_queue():
    assert queue(waits(talk(), USUAL, now=after(0)), USUAL) == ()


# --- steps ----------------------------------------------------------------------------------------


def test_a_department_is_as_many_steps_away_as_the_longest_way_to_it():
    rules = policy(
        first_come("a", before=("b", "d"), name="1"),
        first_come("b", before=("c",), name="2"),
        first_come("c", before=("d",), name="3"),
    )
    assert [rules.place_of(name) for name in ("a", "b", "c", "d")] == [0, 1, 2, 3]
    assert [rules.place_of(name) for name in (None, "e")] == [0, 0]


def test_a_row_may_name_several_that_come_first():
    rules = policy(first_come("a", "b", before=("c",)), first_come("c", before=("d",), name="q"))
    assert [rules.place_of(name) for name in ("a", "b", "c", "d")] == [0, 0, 1, 2]


def test_what_two_rows_say_alike_counts_once():
    rules = policy(first_come("a", before=("b",)), first_come("a", before=("b",), name="q"))
    assert rules.place_of("b") == 1


CIRCLES = [
    ([("a", "a")], "p0"),
    ([("a", "b"), ("b", "a")], "p0, p1"),
    ([("z", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")], "p1, p2, p3"),
]


@pytest.mark.parametrize(("pairs", "names"), CIRCLES)
def test_a_circle_is_refused_with_the_rows_that_make_it(pairs, names):
    rows = [
        first_come(one, before=(other,), name=f"p{number}")
        for number, (one, other) in enumerate(pairs)
    ]
    with pytest.raises(ValidationError, match=f" {names}: departments come before"):
        policy(*rows)


def test_a_circle_in_a_file_is_an_error_that_says_so():
    text = "".join(f'[[departments]]\nid = "{one}"\ntitle = "X"\n' for one in "ab")
    for one, other in ("ab", "ba"):
        text += f'[[precedence]]\nid = "{one}-first"\ndepartments = ["{one}"]\n'
        text += f'before = ["{other}"]\nsource = {{ document = "X" }}\n'
    with pytest.raises(PolicyError) as caught:
        load_service_policy(f'id = "x"\nversion = "1"\ntitle = "X"\n{text}', name="x.toml")
    assert str(caught.value) == (
        "x.toml: a-first, b-first: departments come before one another in a circle"
    )


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8))
def test_whoever_comes_first_is_fewer_steps_away(pairs):
    pairs = [(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]
    rules = policy(
        *(
            first_come(f"d{one}", before=(f"d{other}",), name=f"p{number}")
            for number, (one, other) in enumerate(pairs)
        )
    )
    assert all(rules.place_of(f"d{one}") < rules.place_of(f"d{other}") for one, other in pairs)
