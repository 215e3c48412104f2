"""What a changed policy would change."""

from datetime import datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.build import (
    FACTS,
    ITEMS,
    NOW,
    erase,
    fact,
    item,
    keep,
    on,
    policies,
    policy,
    restrict,
)

from omnidesk.policy import Facts, changes, decide, diff

MANY = st.lists(ITEMS, max_size=4)


def changed(old, new, *items, facts=()):
    return diff(policy(*old), policy(*new), items or [item()], Facts(facts), now=NOW)


def only(found):
    ((_, _, tally),) = found.tallies
    return tally


def test_an_earlier_date_is_counted_with_how_much_earlier_it_is():
    tally = only(changed([erase("E", "P5Y")], [erase("E", "P4Y")]))
    assert (tally.earlier.count, tally.earlier.least) == (1, timedelta(days=365))
    assert (tally.changed, tally.later.count, tally.newly_due) == (1, 0, 0)


def test_the_smallest_and_the_largest_shift_are_told():
    items = item("a"), item("b", created_at=datetime.fromisoformat("2027-03-01T00:00Z"))
    tally = only(changed([erase("E", "P4Y")], [erase("E", "P5Y")], *items))
    assert (tally.later.count, tally.later.least, tally.later.most) == (
        2,
        timedelta(days=365),
        timedelta(days=366),
    )


def test_what_would_go_at_once_is_counted():
    tally = only(changed([erase("E", "P5Y")], [erase("E", "P1Y")]))
    assert (tally.newly_due, tally.no_longer_due) == (1, 0)
    tally = only(changed([erase("E", "P1Y")], [erase("E", "P5Y")]))
    assert (tally.newly_due, tally.no_longer_due) == (0, 1)


def test_getting_and_losing_a_date_is_counted():
    assert only(changed([], [erase("E", "P5Y")])).dated == 1
    assert only(changed([erase("E", "P5Y")], [])).undated == 1


@pytest.mark.parametrize(
    "new",
    [
        [erase("E", "P5Y", action="redact")],
        [erase("E", "P5Y"), restrict("R", "tax")],
        [erase("E", "P5Y", action="review"), restrict("R", "tax")],
    ],
)
def test_another_action_or_use_at_the_same_date_is_a_change(new):
    assert only(changed([erase("E", "P5Y")], new)).other == 1


def test_waiting_for_an_event_where_nothing_demanded_an_end_is_a_change():
    assert only(changed([], [erase("E", anchor=on("customer_ceased"))])).other == 1


def test_other_claims_that_come_to_the_same_change_no_item():
    found = changed([erase("E", "P5Y")], [erase("E", "P5Y"), keep("K", "P1Y")])
    assert (found.tallies, found.added, bool(found)) == ((), ("K",), True)


def test_items_are_added_up_by_category_and_channel():
    items = item("a"), item("b"), item("c", category="call"), item("d", channel="zalo")
    found = changed([], [erase("E", "P5Y")], *items, item("e", category="raw", created_at=None))
    assert [(*place, tally.changed) for *place, tally in found.tallies] == [
        ("call", "email", 1),
        ("message", "email", 2),
        ("message", "zalo", 1),
        ("raw", "email", 1),
    ]
    assert (found.changed_count, found.item_count) == (5, 5)


def test_changed_rules_and_replacements_are_shown():
    narrow = erase("N", "P2Y", replaces=("E",))
    found = changed([erase("E"), keep("K"), keep("L")], [erase("E"), keep("K", "P1Y"), narrow])
    assert (found.removed, found.added, found.altered) == (("L",), ("N",), ("K",))
    assert (found.newly_replaced, found.no_longer_replaced) == ((("N", "E"),), ())


def test_another_zone_is_shown():
    found = diff(policy(), policy(zone="Asia/Ho_Chi_Minh"), [], Facts(), now=NOW)
    assert str(found) == "zone: UTC becomes Asia/Ho_Chi_Minh\n0 of 0 items change"


def test_as_a_string_it_is_a_table():
    items = item("a"), item("b", created_at=datetime.fromisoformat("2027-03-01T00:00Z"))
    old = policy(erase("E", "P4Y"), erase("F", "PT30M", when={"channel": ("zalo",)}))
    new = policy(
        erase("E", "P5Y", replaces=("F",)),
        erase("F", "PT100M", when={"channel": ("zalo",)}),
        keep("K", "P1D"),
    )
    zalo = item("c", channel="zalo", created_at=NOW), item("d", channel="zalo", created_at=NOW)
    found = diff(old, new, [*items, *zalo], Facts(), now=NOW)
    assert str(found).splitlines() == [
        "+ rule K",
        "~ rule E",
        "~ rule F",
        "+ E replaces F",
        "4 of 4 items change",
        (
            "category  channel  earlier  later                gets a date  loses it  otherwise  "
            "newly due  no longer due"
        ),
        "message   email             2 by 365 d to 366 d",
        "message   zalo              2 by 1,825 d",
    ]
    assert str(found.reverse()).splitlines()[0] == "- rule K"
    assert "- E replaces F" in str(found.reverse())


def test_short_shifts_are_told_in_hours_and_minutes():
    def shifted(old, new):
        return str(changed([erase("E", old)], [erase("E", new)])).splitlines()[-1].split("1 by ")[1]

    assert shifted("PT30M", "PT45M") == "15 min"
    assert shifted("PT30M", "PT2H40M") == "2 h 10 min"


def test_items_are_read_one_by_one():
    read = []

    def stream():
        for number in range(10):
            read.append(number)
            yield item(str(number))

    found = changes(policy(), policy(erase("E")), stream(), Facts(), now=NOW)
    assert len(list(islice(found, 2))) == 2
    assert read == [0, 1]


def test_facts_of_the_future_count_for_neither():
    rules = [erase("E", anchor=on("customer_ceased"))]
    assert only(changed([], rules, facts=[fact("customer_ceased", 9_000)])).dated == 0


def test_now_must_be_aware():
    with pytest.raises(ValueError, match="aware"):
        diff(policy(), policy(), [item()], Facts(), now=datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake


@given(policies(), MANY, FACTS)
def test_the_diff_of_a_policy_with_itself_is_empty(rules, items, facts):
    found = diff(rules, rules, items, facts, now=NOW)
    assert not found
    assert found.item_count == len(items)


@given(policies(), policies(), MANY, FACTS)
def test_the_diff_the_other_way_round_is_the_reverse(old, new, items, facts):
    there = diff(old, new, items, facts, now=NOW)
    back = diff(new, old, items, facts, now=NOW)
    assert there.reverse() == back
    assert there.reverse().reverse() == there


@given(policies(), policies(), MANY, FACTS)
def test_the_changes_are_those_that_the_decisions_show(old, new, items, facts):
    found = list(changes(old, new, items, facts, now=NOW))
    for change in found:
        assert change.before != change.after
    due = [decide(one, new, facts, now=NOW).state == "due" for one in items]
    was = [decide(one, old, facts, now=NOW).state == "due" for one in items]
    assert sum(one.is_newly_due - one.is_no_longer_due for one in found) == sum(due) - sum(was)
