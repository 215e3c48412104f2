"""What holds for every disclosure and every move."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.disclosure.build import (
    EVENTS,
    FACTS,
    MOVES,
    NOW,
    PLACES,
    REQUESTS,
    TOLD,
    decided,
    denials,
    moved,
    moves,
    permit,
    permits,
    policies,
    policy,
    processors,
    request,
    transit,
)

from omnidesk.policy import Facts
from omnidesk.policy.consent import Ledger
from omnidesk.policy.disclosure import MoveRequest, hand_over, may_disclose
from omnidesk.policy.disclosure._gates import GATES

LISTS = ("recipients", "permits", "denials", "transit", "regions", "moves", "processors")
KNOWN = (
    *("recipient", "about", "encrypted", "customer", "customer_country"),
    *("region", "use", "case", "approval", "handover"),
)
DATED = ("permits", "denials", "transit", "moves", "processors")


def with_rows(rules, **rows):
    return rules.model_copy(update={key: tuple(one) for key, one in rows.items()})


@given(REQUESTS, policies(), FACTS, EVENTS)
def test_nothing_is_disclosed_without_a_permit(asked, rules, facts, events):
    bare = with_rows(rules, permits=())
    assert decided(asked, bare, *facts, events=events).go == "deny"


@given(REQUESTS, policies(), FACTS, EVENTS)
def test_what_is_disclosed_rests_on_permits_that_are_in_force(asked, rules, facts, events):
    found = decided(asked, rules, *facts, events=events)
    in_force = {one.id for one in rules.permits if one.applies(NOW) and asked.role in one.to}
    assert (found.go == "allow") is bool(found.permits)
    assert set(found.permits) <= in_force


@given(REQUESTS, policies(), permits(), FACTS, EVENTS)
def test_a_permit_more_takes_nothing_away(asked, rules, more, facts, events):
    before = decided(asked, rules, *facts, events=events)
    after = decided(asked, with_rows(rules, permits=(*rules.permits, more)), *facts, events=events)
    assert before.go == "deny" or after.go == "allow"
    assert after.go == "deny" or before.go == "allow" or more.id in after.permits


@given(REQUESTS, policies(regions=True), st.tuples(moves(), processors()), FACTS, EVENTS)
def test_a_move_or_an_engagement_more_takes_nothing_away(asked, rules, more, facts, events):
    before = decided(asked, rules, *facts, events=events)
    way, row = more
    wider = with_rows(rules, moves=(*rules.moves, way), processors=(*rules.processors, row))
    assert before.go == "deny" or decided(asked, wider, *facts, events=events).go == "allow"


@given(REQUESTS, policies(), denials(), FACTS, EVENTS)
def test_a_denial_more_lets_nothing_through(asked, rules, more, facts, events):
    before = decided(asked, rules, *facts, events=events)
    stricter = with_rows(
        rules, denials=(*rules.denials, more), transit=(*rules.transit, transit("more"))
    )
    assert before.go == "allow" or decided(asked, stricter, *facts, events=events).go == "deny"


@given(REQUESTS, policies(), FACTS, EVENTS)
def test_not_to_know_something_lets_nothing_through(asked, rules, facts, events):
    found = decided(asked, rules, *facts, events=events)
    for field in KNOWN:
        unknown = decided(asked.model_copy(update={field: None}), rules, *facts, events=events)
        assert unknown.go == "deny" or found.go == "allow", field


@given(REQUESTS, policies(), FACTS, EVENTS)
def test_without_what_speaks_for_it_nothing_more_gets_through(asked, rules, facts, events):
    for_it = {one[0] for one in TOLD} - {"home_region_set"}
    fewer = [one for one in facts if one.kind not in for_it]
    noes = [one for one in events if one.kind not in ("given", "notice_shown")]
    found = decided(asked, rules, *fewer, events=noes)
    assert found.go == "deny" or decided(asked, rules, *facts, events=events).go == "allow"


@given(REQUESTS, policies(), FACTS, EVENTS, st.randoms(use_true_random=False))
def test_order_and_repetition_mean_nothing(asked, rules, facts, events, chance):
    rows = {key: [*getattr(rules, key)] * 2 for key in LISTS}
    for one in rows.values():
        chance.shuffle(one)
    other = type(rules).model_validate(
        {**dict(rules), **{key: tuple(one) for key, one in rows.items()}}
    )
    again = [*facts, *facts], [*events, *events]
    for one in again:
        chance.shuffle(one)
    first = decided(asked, rules, *facts, events=events)
    assert decided(asked, other, *again[0], events=again[1]) == first
    assert other.digest == rules.digest


@given(REQUESTS, policies(), FACTS, EVENTS)
def test_rows_that_are_not_in_force_mean_nothing(asked, rules, facts, events):
    live = {key: [one for one in getattr(rules, key) if one.applies(NOW)] for key in DATED}
    found = decided(asked, with_rows(rules, **live), *facts, events=events)
    assert found.go == decided(asked, rules, *facts, events=events).go


@given(REQUESTS, policies(), FACTS, EVENTS)
def test_what_happens_later_means_nothing_now(asked, rules, facts, events):
    past = [one for one in facts if one.at <= NOW], [one for one in events if one.at <= NOW]
    found = decided(asked, rules, *past[0], events=past[1])
    assert found == decided(asked, rules, *facts, events=events)


@given(REQUESTS, policies(), FACTS, EVENTS)
def test_every_no_has_words_in_both_languages(asked, rules, facts, events):
    found = decided(asked, rules, *facts, events=events)
    assert len(found.words()) == len(found.words("vi")) == len(found.against)
    assert all(one.endswith(".") for one in (*found.words(), *found.words("vi")))
    assert (found.go == "deny") is bool(found.against)


@given(MOVES, policies(regions=True), FACTS, EVENTS)
def test_a_move_follows_from_rows_in_force_alone(asked, rules, facts, events):
    live = {
        key: [one for one in getattr(rules, key) if one.applies(NOW)]
        for key in ("regions", "moves")
    }
    found = moved(asked, rules, *facts, events=events)
    assert found == moved(asked, with_rows(rules, **live), *facts, events=events)
    known = {one.id for rows in live.values() for one in rows}
    assert found.go == "deny" or (found.rules and set(found.rules) <= known)


@given(MOVES, policies(regions=True), FACTS, EVENTS)
def test_without_a_move_data_stays_at_home(asked, rules, facts, events):
    found = moved(asked, with_rows(rules, moves=()), *facts, events=events)
    assert found.go == "deny" or found.rules[0] in {one.id for one in PLACES}


@given(MOVES, policies(regions=True), FACTS, EVENTS)
def test_what_both_uses_need_each_use_needs(asked, rules, facts, events):
    both = moved(asked.model_copy(update={"use": None}), rules, *facts, events=events)
    for use in ("storage", "processing"):
        one = moved(asked.model_copy(update={"use": use}), rules, *facts, events=events)
        assert both.go == "deny" or one.go == "allow"


@given(FACTS, EVENTS, st.lists(st.sampled_from(["subject_lan", "subject_minh"])))
def test_a_handover_keeps_every_consent_as_it_stood(facts, events, subjects):
    ledger = Ledger(events)
    goes = hand_over(subjects, ledger, Facts(facts))
    arrived = Ledger(goes.consents)
    for subject in subjects:
        for purpose in ("support", "law", None):
            stood = ledger.state(subject, now=NOW, purpose=purpose)
            assert arrived.state(subject, now=NOW, purpose=purpose) == stood
    assert hand_over(reversed(subjects), Ledger(reversed(events)), Facts(facts)) == goes


@pytest.mark.parametrize("gate", sorted(GATES))
@pytest.mark.parametrize("problem", [ValueError, OverflowError, KeyError])
def test_a_gate_that_fails_denies(gate, problem, monkeypatch):
    def fail(_):
        raise problem

    open_ = policy(permit())
    assert decided(request(), open_).go == "allow"
    monkeypatch.setitem(GATES, gate, fail)
    found = decided(request(), open_)
    assert [(one.gate, one.reasons) for one in found.against] == [(gate, ("error",))]


def test_a_naive_now_is_refused():
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        may_disclose(request(), policy(), Ledger(), Facts(), now=naive)
    with pytest.raises(ValueError, match="aware"):
        moved(MoveRequest(), policy(), now=naive)
