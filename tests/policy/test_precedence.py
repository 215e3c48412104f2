"""
What others publish about precedence, and what comes out here.

Microsoft Purview: the examples of "the principles of retention, or what takes precedence"
(learn.microsoft.com/purview/retention). A setting that retains is a keep, one that deletes an
erasure; what is set for a whole organisation, or for a place and not for the item, is a default.

Google Vault: support.google.com/vault/answer/2535539. A retention rule is a keep and an erasure of
one length; the default rule of a service is a default.
"""

from datetime import UTC, datetime

import pytest
from tests.policy.build import START, erase, fact, item, keep, policy

from omnidesk.policy import Facts, decide

NOW = datetime(2050, 1, 1, tzinfo=UTC)


def years(*rules, facts=()):
    """Return after how many years an item goes."""
    found = decide(item(), policy(*rules), Facts(facts), now=NOW)
    if found.at is None:
        return None
    assert (found.at.month, found.at.day) == (START.month, START.day)
    return found.at.year - START.year


def deletes(name, count, **more):
    return (erase(f"{name}-deletes", f"P{count}Y", **more),)


def retains(name, count):
    return (keep(f"{name}-retains", f"P{count}Y", basis="records"),)


def retains_then_deletes(name, count, **more):
    return (*retains(name, count), *deletes(name, count, **more))


PURVIEW = {
    "retention wins over deletion": ([*deletes("policy", 3), *retains("label", 5)], 5),
    "the longest retention wins": (
        [*retains("all-sites", 5), *retains("marketing", 10), *deletes("any", 1)],
        10,
    ),
    "a label's deletion wins over those of policies": (
        [
            *deletes("one", 5, default=True),
            *deletes("two", 10, default=True),
            *deletes("label", 7),
        ],
        7,
    ),
    "a scoped policy wins over one for all": (
        [*deletes("all", 10, default=True), *deletes("mailboxes", 5)],
        5,
    ),
    "the shortest deletion wins": ([*deletes("one", 10), *deletes("two", 7)], 7),
    "a deletion is deferred to the end of the longest retention": (
        [*deletes("one", 5), *retains_then_deletes("two", 3), *retains("label", 7)],
        7,
    ),
    "a label's deferred deletion comes at the end of a policy's retention": (
        [
            *deletes("all", 10, default=True),
            *retains_then_deletes("scoped", 5),
            *retains_then_deletes("label", 3),
        ],
        5,
    ),
}


@pytest.mark.parametrize("example", PURVIEW)
def test_purviews_examples_come_out_the_same(example):
    rules, wanted = PURVIEW[example]
    assert years(*rules) == wanted


def test_a_hold_wins_as_in_purview_and_the_deferred_deletion_resumes_after_it():
    rules = [*deletes("policy", 3), *retains("label", 5)]
    placed = fact("hold_placed", 10, name="case")
    assert years(*rules, facts=[placed]) is None
    released = fact("hold_released", 4_000, name="case")
    assert years(*rules, facts=[placed, released]) == 5


def test_here_an_added_deletion_never_delays_another_unless_it_is_said_so():
    # In Purview a label that deletes after seven years delays a policy that deletes after five.
    policies = deletes("policy", 5)
    assert years(*policies, *deletes("label", 7)) == 5
    assert years(*policies, *deletes("label", 7, replaces=("policy-deletes",))) == 7


def test_here_a_year_is_a_year_and_not_365_days():
    # Purview counts 365 days: a leap year ends a day early there.
    assert years(*deletes("policy", 3)) == 3
    days = decide(item(), policy(erase("E", "P1095D")), Facts(), now=NOW)
    assert days.at == START.replace(year=2029, day=30)


VAULT = {
    "the default rule where no other applies": (
        [*retains_then_deletes("default", 1, default=True)],
        1,
    ),
    "a custom rule that is longer than the default": (
        [
            keep("default-retains", "P1Y", default=True),
            *deletes("default", 1, default=True),
            *retains_then_deletes("executives", 5),
        ],
        5,
    ),
    "a custom rule that is shorter than the default": (
        [
            keep("default-retains", "P5Y", default=True),
            *deletes("default", 5, default=True),
            *retains_then_deletes("chat", 1),
        ],
        1,
    ),
    "the longest of several custom rules": (
        [*retains_then_deletes("one", 1), *retains_then_deletes("two", 5)],
        5,
    ),
}


@pytest.mark.parametrize("example", VAULT)
def test_vaults_rules_come_out_the_same(example):
    rules, wanted = VAULT[example]
    assert years(*rules) == wanted


def test_a_hold_wins_as_in_vault_until_it_is_lifted():
    rules = retains_then_deletes("custom", 1)
    placed = fact("hold_placed", 10, name="matter")
    assert years(*rules, facts=[placed]) is None
    assert years(*rules, facts=[placed, fact("hold_released", 900, name="matter")]) == 1
