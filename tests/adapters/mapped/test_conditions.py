"""What must hold for a shape to be meant, or for a word of ours."""

import pytest
from tests.adapters.mapped.reading import codes, message, one

SAME = {"from_shop": {"same_as": "shop"}}


def fits(item, conditions, key="when"):
    return one(item, {key: conditions}).type == "message_posted"


@pytest.mark.parametrize(
    ("item", "same"),
    [
        ({"from_shop": 88, "shop": "88"}, True),
        ({"from_shop": " 88 ", "shop": 88.0}, True),
        ({"from_shop": 88, "shop": 89}, False),
        ({"from_shop": "a", "shop": "A"}, False),
        ({"from_shop": 88}, False),
        ({"shop": 88}, False),
        ({"from_shop": "", "shop": ""}, False),
        ({"from_shop": None, "shop": None}, False),
        ({"from_shop": {}, "shop": {}}, False),
    ],
)
def test_two_places_are_the_same_if_one_id_stands_at_both(item, same):
    assert fits(item, SAME) is same
    assert fits(item, SAME, "unless") is not same


@pytest.mark.parametrize(
    ("item", "given", "present"),
    [
        ({}, False, False),
        ({"tags": None}, False, False),
        ({"tags": []}, True, False),
        ({"tags": {}}, True, False),
        ({"tags": ""}, True, False),
        ({"tags": ["a"]}, True, True),
        ({"tags": 0}, True, True),
        ({"tags": False}, True, True),
    ],
)
def test_an_empty_list_is_told_from_a_missing_one(item, given, present):
    for word, holds in (("given", given), ("present", present)):
        assert fits(item, {"tags": {word: True}}) is holds
        assert fits(item, {"tags": {word: False}}) is not holds
    empty = given and not present
    assert fits(item, {"tags": {"given": True, "present": False}}) is empty


@pytest.mark.parametrize(
    ("value", "holds"),
    [
        (70031, True),
        (" 70031 ", True),
        ("0070", True),
        ("000", False),
        (0, False),
        ("٣", False),
        ("7a", False),
        (-7, False),
        (7.5, False),
        (True, False),
        ("", False),
        (None, False),
        ([], False),
    ],
)
def test_digits_are_a_counted_id(value, holds):
    assert fits({"no": value}, {"no": {"digits": True}}) is holds
    assert fits({"no": value}, {"no": {"digits": False}}) is not holds


def test_a_list_of_no_words_holds_never():
    assert not fits({"event": "a"}, {"event": []})


DIRECTION = {
    "cases": {
        "outbound": {"from_shop": {"same_as": "shop"}},
        "inbound": {"to_shop": {"same_as": "shop"}},
    }
}


@pytest.mark.parametrize(
    ("ends", "direction"),
    [((88, 5), "outbound"), ((5, 88), "inbound"), ((88, 88), "unknown"), ((5, 6), "unknown")],
)
def test_who_wrote_to_whom_is_told_by_two_ids(ends, direction):
    event = one({"shop": 88, "from_shop": ends[0], "to_shop": ends[1]}, {"direction": DIRECTION})
    assert event.message.direction == direction
    assert codes(event) == ([("direction_unknown", "")] if direction == "unknown" else [])


def test_where_no_case_holds_what_all_else_means_is_declared():
    assert message({}, {"direction": {**DIRECTION, "fallback": "inbound"}}).direction == "inbound"


def test_where_two_cases_hold_it_is_unknown_whatever_else_is_declared():
    item = {"shop": 88, "from_shop": 88, "to_shop": 88}
    event = one(item, {"direction": {**DIRECTION, "fallback": "inbound"}})
    assert (event.message.direction, codes(event)) == ("unknown", [("direction_unknown", "")])


def test_where_no_case_holds_the_word_counts():
    rule = {**DIRECTION, "path": "way", "words": {"in": "inbound"}, "missing": "internal"}
    assert message({"way": "in"}, {"direction": rule}).direction == "inbound"
    assert message({}, {"direction": rule}).direction == "internal"


def test_what_may_be_a_note_never_goes_out():
    visibility = {"cases": {"private": {"from_shop": {"same_as": "shop"}}}}
    shape = {"direction": "outbound", "visibility": visibility}
    event = one({"shop": 88, "from_shop": 5}, shape)
    assert event.message.direction == "unknown"
    assert message({"shop": 88, "from_shop": 88}, shape).direction == "outbound"
