"""When an item goes, and why: the formula and what holds for every set of claims."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.build import (
    CLAIMS,
    ERASURES,
    FACTS,
    ITEMS,
    KEEPS,
    LAN,
    MINH,
    NOW,
    START,
    TIMES,
    erase,
    fact,
    item,
    keep,
    on,
    policies,
    policy,
    restrict,
)

from omnidesk.policy import Claim, Facts, claims, decide, weigh

NEVER = datetime.max.replace(tzinfo=UTC)


def decided(*rules, facts=(), now=NOW, **more):
    return decide(item(**more), policy(*rules), Facts(facts), now=now)


def day(decision):
    return decision.at and decision.at.date().isoformat()


def verdicts(decision):
    return {one.claim.rule: one.verdict for one in decision.claims}


# --- the formula ----------------------------------------------------------------------------------


def test_without_an_erasure_nothing_goes():
    assert (decided().state, decided(keep("K", "P1Y")).state) == ("kept", "kept")


def test_an_erasure_comes_true_when_its_period_has_passed():
    found = decided(erase("E", "P1Y"))
    assert (found.state, day(found), found.action) == ("due", "2027-01-31", "delete")
    assert decided(erase("E", "P3Y")).state == "scheduled"


def test_the_earliest_erasure_counts():
    found = decided(erase("E1", "P3Y"), erase("E2", "P2Y"))
    assert (day(found), verdicts(found)) == ("2028-01-31", {"E2": "determines", "E1": "later"})


def test_a_keep_of_the_same_or_a_higher_force_delays_an_erasure():
    found = decided(erase("E", "P1Y"), keep("K", "P5Y", "law"))
    assert (found.state, day(found), found.purposes) == ("restricted", "2031-01-31", ("tax",))
    assert verdicts(found) == {"K": "determines", "E": "determines"}


def test_a_keep_of_a_lower_force_delays_nothing():
    found = decided(erase("E", "P1Y", "right"), keep("K", "P5Y"))
    assert (found.state, verdicts(found)["K"]) == ("due", "outweighed")


def test_a_keep_that_lets_go_before_the_date_is_met():
    assert verdicts(decided(erase("E", "P3Y"), keep("K", "P1Y")))["K"] == "met"


def test_what_is_kept_for_ever_never_goes():
    found = decided(erase("E", "P5Y"), keep("K", "forever", "law"))
    assert (found.state, found.at, verdicts(found)) == (
        "kept",
        None,
        {"K": "determines", "E": "outweighed"},
    )


def test_an_erasure_that_is_asked_for_and_blocked_for_ever_is_restricted():
    found = decided(erase("E", "P1Y"), keep("K", "forever", "law", basis="legal_claims"))
    assert (found.state, found.at, found.purposes) == ("restricted", None, ("legal_claims",))


# --- unknown is pending ---------------------------------------------------------------------------


def test_an_erasure_waits_for_an_event_that_nobody_knows():
    found = decided(erase("E", "P3Y", anchor=on("customer_ceased")))
    assert (found.state, found.waits_for) == ("pending", ("customer_ceased",))


def test_a_keep_whose_end_nobody_knows_keeps():
    found = decided(erase("E", "P1Y"), keep("K", "P1Y", anchor=on("contract_ended")))
    assert (found.state, found.at, found.waits_for) == ("restricted", None, ("contract_ended",))


def test_the_later_of_two_events_needs_both():
    both = {"latest": [on("customer_ceased"), on("business_ceased")]}
    facts = [fact("customer_ceased", 10)]
    assert decided(erase("E", "P1M", anchor=both), facts=facts).waits_for == ("business_ceased",)
    facts.append(fact("business_ceased", 20))
    assert day(decided(erase("E", "P1M", anchor=both), facts=facts)) == "2026-03-20"


def test_the_earlier_of_two_events_needs_one():
    either = {"earliest": [on("terminated"), on("withdrawn")]}
    assert decided(erase("E", "P1M", anchor=either)).waits_for == ("terminated", "withdrawn")
    found = decided(erase("E", "P1M", anchor=either), facts=[fact("withdrawn", 5)])
    assert day(found) == "2026-03-05"


ALL = on("contract_ended", pick="all", opened_by="contract_started")


def test_all_of_none_is_not_true():
    assert decided(erase("E", "P0D", anchor=ALL)).state == "pending"
    ended = [fact("contract_ended", 5, name="a")]
    assert decided(erase("E", "P0D", anchor=ALL), facts=ended).state == "pending"


def test_all_waits_for_the_last_that_was_opened():
    facts = [
        fact("contract_started", 1, name="a"),
        fact("contract_started", 2, name="b", subject=LAN),
        fact("contract_ended", 30, name="a"),
    ]
    assert decided(erase("E", "P0D", anchor=ALL), facts=facts).state == "pending"
    facts.append(fact("contract_ended", 40, name="b", subject=LAN))
    assert day(decided(erase("E", "P0D", anchor=ALL), facts=facts)) == "2026-03-12"
    facts.append(fact("contract_started", 50, name="a"))
    assert decided(erase("E", "P0D", anchor=ALL), facts=facts).state == "pending"


def test_first_and_last_of_several():
    facts = [fact("last_access", 1), fact("last_access", 9)]
    first = erase("E", "P0D", anchor=on("last_access", pick="first"))
    assert day(decided(first, facts=facts)) == "2026-02-01"
    assert day(decided(erase("E", "P0D", anchor=on("last_access")), facts=facts)) == "2026-02-09"


def test_what_is_of_several_people_waits_for_all_of_them_or_for_any():
    facts = [fact("customer_ceased", 5, subject=LAN)]
    every = erase("E", "P0D", anchor=on("customer_ceased"))
    assert decided(every, facts=facts, subjects=(LAN, MINH)).state == "pending"
    either = erase("E", "P0D", anchor=on("customer_ceased", of="any"))
    assert decided(either, facts=facts, subjects=(LAN, MINH)).state == "due"
    assert decided(either, facts=facts, subjects=(MINH,)).state == "pending"


def test_a_fact_about_the_item_itself_counts_before_those_about_its_subjects():
    facts = [fact("last_access", 50), fact("last_access", 2, item="i")]
    assert day(decided(erase("E", "P0D", anchor=on("last_access")), facts=facts)) == "2026-02-02"


def test_a_fact_of_the_future_has_not_happened():
    facts = [fact("customer_ceased", 5_000)]
    assert decided(erase("E", "P0D", anchor=on("customer_ceased")), facts=facts).state == "pending"


def test_an_item_without_a_date_waits_for_one():
    assert decided(erase("E", "P1Y"), created_at=None).waits_for == ("created",)


# --- holds ----------------------------------------------------------------------------------------


def test_a_hold_keeps_whatever_demands_erasure_until_its_case_is_released():
    facts = [fact("hold_placed", 1, name="case 7", subject=LAN)]
    held = decided(erase("E", "P1Y", "law"), facts=facts)
    assert (held.state, held.purposes) == ("restricted", ("hold",))
    assert verdicts(held)["hold:case 7"] == "determines"
    facts.append(fact("hold_released", 9, name="case 7", subject=LAN))
    assert decided(erase("E", "P1Y", "law"), facts=facts) == decided(erase("E", "P1Y", "law"))


def test_every_case_must_be_released():
    facts = [fact("hold_placed", 1, name=case) for case in "ab"]
    facts.append(fact("hold_released", 2, name="a"))
    assert decided(erase("E", "P1Y"), facts=facts).state == "restricted"


def test_a_release_frees_whom_it_names_and_nobody_else():
    facts = [
        fact("hold_placed", 1, name="a", subject=LAN),
        fact("hold_placed", 1, name="a", subject=MINH),
        fact("hold_released", 2, name="a", subject=MINH),
    ]
    assert decided(erase("E", "P1Y"), facts=facts, subjects=(LAN, MINH)).state == "restricted"
    assert decided(erase("E", "P1Y"), facts=facts, subjects=(MINH,)).state == "due"
    facts.append(fact("hold_released", 3, name="a"))
    assert decided(erase("E", "P1Y"), facts=facts, subjects=(LAN, MINH)).state == "due"


def test_at_one_moment_the_hold_counts():
    facts = [fact("hold_placed", 1, name="a"), fact("hold_released", 1, name="a")]
    assert decided(erase("E", "P1Y"), facts=facts).state == "restricted"


# --- rules ----------------------------------------------------------------------------------------


def test_a_default_speaks_only_where_nothing_else_says_the_same_kind_of_thing():
    rules = erase("D", "P1Y", default=True), erase("E", "P5Y"), keep("K", "P1D", default=True)
    assert verdicts(decided(*rules)) == {"E": "determines", "K": "met"}


def test_a_rule_that_is_replaced_says_nothing():
    rules = erase("E", "P1Y"), erase("N", "P5Y", replaces=("E",))
    assert verdicts(decided(*rules)) == {"N": "determines"}


def test_a_replacement_that_does_not_apply_replaces_nothing():
    narrow = {"channel": ("zalo",)}
    rules = erase("E", "P1Y"), erase("N", "P5Y", replaces=("E",), when=narrow)
    assert verdicts(decided(*rules)) == {"E": "determines"}


def test_a_restriction_limits_what_an_item_may_be_used_for():
    found = decided(restrict("R1", "service", "tax"), restrict("R2", "tax", "survey"))
    assert (found.state, found.purposes, verdicts(found)) == (
        "kept",
        ("tax",),
        {"R1": "limits", "R2": "limits"},
    )
    waiting = restrict("R", anchor=on("objected"))
    assert (decided(waiting).purposes, verdicts(decided(waiting))) == (None, {"R": "waits"})
    later = decided(restrict("R", "tax"), now=START - timedelta(1))
    assert (later.purposes, verdicts(later)) == (None, {"R": "later"})


def test_now_must_be_aware():
    with pytest.raises(ValueError, match="aware"):
        decide(item(), policy(), Facts(), now=datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake


# --- what holds for every set of claims -----------------------------------------------------------


def at(decision):
    return decision.at or NEVER


@given(CLAIMS, st.randoms(use_true_random=False))
def test_order_and_duplicates_of_claims_do_not_matter(said, random):
    mixed = [*said, *said[:3]]
    random.shuffle(mixed)
    assert weigh("i", mixed, now=NOW) == weigh("i", said, now=NOW)


@given(CLAIMS, KEEPS)
def test_a_keep_never_makes_anything_earlier(said, more):
    assert at(weigh("i", [*said, more], now=NOW)) >= at(weigh("i", said, now=NOW))


@given(CLAIMS, ERASURES)
def test_an_erasure_never_makes_anything_later(said, more):
    assert at(weigh("i", [*said, more], now=NOW)) <= at(weigh("i", said, now=NOW))


@given(CLAIMS)
def test_a_hold_means_that_nothing_goes(said):
    hold = Claim(kind="keep", rule="hold:a", force="hold", basis="hold")
    found = weigh("i", [*said, hold], now=NOW)
    assert found.at is None
    assert found.state != "due"


@given(CLAIMS)
def test_the_determining_claims_alone_give_the_same_date(said):
    found = weigh("i", said, now=NOW)
    again = weigh("i", found.determining, now=NOW)
    assert (again.at, again.action) == (found.at, found.action)


@given(CLAIMS, TIMES, TIMES)
def test_what_is_due_stays_due_and_dates_do_not_move_with_time(said, one, other):
    early, late = sorted((one, other))
    before, after = weigh("i", said, now=early), weigh("i", said, now=late)
    assert before.at == after.at
    assert before.state != "due" or after.state == "due"


@given(CLAIMS)
def test_the_date_is_that_of_the_formula(said):
    order = ["policy", "platform", "right", "law", "hold"]

    def until(erasure):
        keeps = [
            one.at or NEVER
            for one in said
            if one.kind == "keep" and order.index(one.force) >= order.index(erasure.force)
        ]
        return max([erasure.at or NEVER, *keeps])

    dates = [until(one) for one in said if one.kind == "erase"]
    assert at(weigh("i", said, now=NOW)) == min(dates, default=NEVER)


# --- what holds for every policy, item and set of facts -------------------------------------------


@given(ITEMS, policies(), FACTS, TIMES)
def test_everything_gives_a_decision_and_only_what_is_due_goes(one, rules, facts, now):
    found = decide(one, rules, facts, now=now)
    assert (found.state == "due") == (found.at is not None and found.at <= now)
    assert found.item == one.id


@given(ITEMS, policies(), FACTS, st.randoms(use_true_random=False))
def test_order_of_rules_and_facts_does_not_matter(one, rules, facts, random):
    mixed = list(rules.rules)
    random.shuffle(mixed)
    again = rules.model_copy(update={"rules": tuple(mixed)})
    told = list(facts)
    random.shuffle(told)
    found = decide(one, rules, facts, now=NOW)
    assert decide(one, again, Facts([*told, *told]), now=NOW) == found
    assert again.digest == rules.digest


@given(ITEMS, policies(), FACTS, TIMES, st.sampled_from(["case", "b"]))
def test_releasing_a_hold_restores_the_decision_without_it(one, rules, facts, since, case):
    quiet = Facts(known for known in facts if not known.kind.startswith("hold"))
    held = quiet | [fact("hold_placed", name=case)]
    freed = held | [fact("hold_released", 1, name=case)]
    now = max(NOW, since)
    assert decide(one, rules, held, now=now).state != "due"
    assert decide(one, rules, freed, now=now) == decide(one, rules, quiet, now=now)


@given(ITEMS, policies(), FACTS)
def test_the_index_finds_the_rules_that_a_walk_finds(one, rules, facts):
    walked = {rule.id for rule in rules.rules if rule.when.matches(one)}
    found = {claim.rule for claim in claims(one, rules, facts, now=NOW)}
    assert {name for name in found if not name.startswith("hold:")} <= walked
