"""Home regions, and the moves out of them."""

from datetime import date

import pytest
from tests.policy.disclosure.build import (
    FIRM,
    NOW,
    PLACES,
    event,
    fact,
    move,
    moved,
    policy,
    region,
)

from omnidesk.policy import Facts
from omnidesk.policy.disclosure import MoveRequest, home_region, region_of

HERE = policy(regions=PLACES)


def go(to="VN", use=None, country="DE", customer=FIRM):
    return MoveRequest(customer=customer, customer_country=country, to=to, use=use)


def agreed(days=-1.0, name="vn", subject=FIRM):
    return fact("move_agreed", days, subject, name)


# --- regions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("DE", "eu"),
        ("eu", "eu"),
        ("VN", "vn"),
        ("US", "rest"),
        ("rest", "rest"),
        ("atlantis", None),
        ("us", None),
        ("", None),
        (None, None),
    ],
)
def test_a_place_is_in_one_region_or_in_none(place, found):
    assert region_of(HERE, place, now=NOW) == found


def test_a_place_in_two_regions_is_in_none_that_is_known():
    both = policy(regions=(region("eu", "DE"), region("dach", "DE")))
    assert region_of(both, "DE", now=NOW) is None
    assert region_of(both, "eu", now=NOW) == "eu"


def test_a_country_may_change_its_region_from_one_day_to_the_next():
    changes = policy(
        regions=(
            region("eu", "GB", last=date(2020, 1, 31)),
            region("uk", "GB", first=date(2020, 2, 1)),
        )
    )
    assert region_of(changes, "GB", now=NOW) == "uk"
    assert region_of(changes, "GB", now=NOW.replace(year=2019)) == "eu"
    assert region_of(changes, "eu", now=NOW) is None


def test_a_home_is_what_a_fact_says_or_else_where_the_customer_is():
    def home(*facts, **more):
        return home_region(rules, Facts(facts), now=NOW, **more)

    rules = HERE
    assert home(customer=FIRM, country="DE") == "eu"
    assert home(country="US") == "rest"
    assert home(customer=FIRM) is None
    said = fact("home_region_set", -2, FIRM, "vn")
    assert home(said, customer=FIRM, country="DE") == "vn"
    assert home(said, country="DE") == "eu"
    later = fact("home_region_set", -1, FIRM, "eu")
    assert home(said, later, customer=FIRM) == "eu"
    assert home(said, fact("home_region_set", 1, FIRM, "eu"), customer=FIRM) == "vn"
    assert home(fact("home_region_set", -1, FIRM, "atlantis"), customer=FIRM, country="DE") is None
    assert home(said, fact("home_region_set", -2, FIRM, "eu"), customer=FIRM, country="DE") is None
    rules = HERE.model_copy(update={"home": "vn"})
    assert home(customer=FIRM) == home() == "vn"
    assert home(customer=FIRM, country="DE") == "eu"


def test_where_nobody_says_whose_data_it_is_the_policys_home_counts():
    nobody = go("DE", customer=None)
    assert moved(nobody, HERE).reasons == ("home_unknown",)
    assert moved(nobody, HERE.model_copy(update={"home": "eu"})).go == "allow"
    away = policy(regions=PLACES, home="vn", moves=(move(needs=("agreement",)),))
    found = moved(nobody, away, agreed(name="eu"), agreed(name="eu", subject=None))
    assert (found.reasons, found.needs) == (("leaves_home",), ("agreement",))


# --- moves ----------------------------------------------------------------------------------------


def test_data_is_free_at_home():
    for use in (None, "storage", "processing"):
        found = moved(go("FR", use), HERE)
        assert (found.go, found.rules, found.words()) == ("allow", ("eu",), "")


def test_data_leaves_home_by_no_way_that_is_not_a_move():
    found = moved(go(), HERE)
    assert (found.go, found.reasons, found.rules) == ("deny", ("leaves_home",), ())
    assert found.words() == "It would leave the customer's region, and nothing allows that."
    assert found.words("vi").startswith("Dữ liệu sẽ rời khỏi khu vực")


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        (go(None), ("region_unknown",)),
        (go("atlantis"), ("region_unknown",)),
        (go(country=None), ("home_unknown",)),
        (MoveRequest(), ("home_unknown", "region_unknown")),
    ],
)
def test_what_is_not_known_denies(asked, reasons):
    found = moved(asked, policy(regions=PLACES, moves=(move(),)))
    assert (found.go, found.reasons) == ("deny", reasons)


@pytest.mark.parametrize(
    ("row", "asked", "allowed"),
    [
        ({}, go(), True),
        ({"origin": ("eu",)}, go(), True),
        ({"origin": ("rest",)}, go(), False),
        ({"destination": ("vn", "rest")}, go(), True),
        ({"destination": ("rest",)}, go(), False),
        ({"uses": ("processing",)}, go(use="processing"), True),
        ({"uses": ("processing",)}, go(use="storage"), False),
        ({"uses": ("processing",)}, go(use=None), False),
        ({"first": date(2026, 11, 23)}, go(), False),
        ({"last": date(2026, 11, 21)}, go(), False),
        ({"first": date(2026, 11, 22), "last": date(2026, 11, 22)}, go(), True),
    ],
)
def test_what_a_move_names_limits_it(row, asked, allowed):
    found = moved(asked, policy(regions=PLACES, moves=(move(**row),)))
    assert (found.go == "allow") is allowed
    assert found.rules == (("m",) if allowed else ())


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ([agreed()], True),
        ([agreed(name="rest")], False),
        ([agreed(name=None)], False),
        ([agreed(subject="firm_2")], False),
        ([agreed(subject=None)], False),
        ([agreed(1)], False),
        ([agreed(-2), fact("move_agreement_ended", -1, FIRM, "vn")], False),
        ([agreed(-2), fact("move_agreement_ended", -1, FIRM)], False),
        ([agreed(-2), fact("move_agreement_ended", -2, FIRM, "vn")], False),
        ([agreed(-2), fact("move_agreement_ended", -1, FIRM, "rest")], True),
        ([agreed(-1), fact("move_agreement_ended", -2, FIRM, "vn")], True),
    ],
)
def test_an_agreement_is_the_customers_and_for_that_region(facts, allowed):
    found = moved(go(), policy(regions=PLACES, moves=(move(needs=("agreement",)),)), *facts)
    assert (found.go == "allow") is allowed
    assert found.needs == (() if allowed else ("agreement",))


def test_a_customer_may_consent_to_a_move():
    rules = policy(regions=PLACES, moves=(move(needs=("consent",)),))
    given = event(subject=FIRM, purpose="move/vn")
    assert moved(go(), rules, events=[given]).go == "allow"
    assert moved(go("US"), rules, events=[given]).needs == ("customer_consent",)
    assert moved(go(customer=None), rules, events=[given]).go == "deny"
    gone = event("withdrawn", 0, subject=FIRM, purpose=None)
    assert moved(go(), rules, events=[given, gone]).go == "deny"
    ours = rules.model_copy(update={"controller": "hoasen"})
    for whose, allowed in (("hoasen", "deny"), ("market", "allow")):
        no = event("withdrawn", 0, subject=FIRM, purpose="move/vn", controller=whose)
        assert moved(go(), ours, events=[given, no]).go == allowed


@pytest.mark.parametrize("subject", [None, FIRM])
def test_a_transfer_is_assessed_for_a_customer_or_for_the_desk(subject):
    rules = policy(regions=PLACES, moves=(move(needs=("assessment",)),))
    assessed = fact("transfer_assessed", -2, subject, "vn")
    assert moved(go(), rules, assessed).go == "allow"
    assert moved(go("US"), rules, assessed).needs == ("assessment",)
    ended = fact("transfer_assessment_ended", -1, subject, "vn")
    assert moved(go(), rules, assessed, ended).go == "deny"


def test_all_that_one_move_needs_is_needed_and_one_move_is_enough():
    strict = move("strict", needs=("agreement", "assessment"))
    rules = policy(regions=PLACES, moves=(strict, move("kind", needs=("consent",))))
    found = moved(go(), rules, agreed())
    assert found.needs == ("assessment", "customer_consent")
    assert found.rules == ("kind", "strict")
    consent = event(subject=FIRM, purpose="move/vn")
    assert moved(go(), rules, events=[consent]).rules == ("kind",)
