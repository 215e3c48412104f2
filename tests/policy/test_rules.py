"""What a rule and a policy refuse to be."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.policy.build import erase, fact, item, keep, on, policy, rule

from omnidesk.policy import Facts, Policy, builtin_policy, combine, load_policy, print_policy
from omnidesk.policy._anchors import find
from omnidesk.policy._periods import after

DEEP: dict[str, object] = {"latest": ["created"]}
for _ in range(8):
    DEEP = {"latest": [DEEP]}


REFUSED = {
    "nothing said": (lambda: rule("R"), "exactly one of keep, erase and restrict"),
    "a hold": (lambda: erase("E", force="hold"), "a hold is a fact"),
    "a deep anchor": (lambda: erase("E", anchor=DEEP), "nests too deep"),
    "opened by nothing": (lambda: erase("E", anchor=on("a", opened_by="b")), "go together"),
    "one id twice": (lambda: policy(erase("E"), keep("E")), "two rules have one id"),
    "replaces a stranger": (lambda: policy(erase("E", replaces=("K",))), "no other rule"),
    "replaces itself": (lambda: policy(erase("E", replaces=("E",))), "no other rule"),
    "no policies": (
        lambda: combine([], id="c", version="1", title="None"),
        "at least one policy",
    ),
    "one policy twice": (
        lambda: combine(2 * [builtin_policy("youtube")], id="c", version="1", title="Two"),
        "two rules have one id",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused_in_words(case):
    build, problem = REFUSED[case]
    with pytest.raises(ValueError, match=problem):
        build()


def test_a_combined_policy_keeps_replacements_inside_their_policy():
    own = policy(erase("E"), erase("N", "P2Y", replaces=("E",)), zone="Asia/Ho_Chi_Minh")
    both = combine([own, builtin_policy("meta")], id="c", version="1", title="Both")
    assert both.zone == "Asia/Ho_Chi_Minh"
    assert {one.id: one.replaces for one in both.rules}["p.N"] == ("p.E",)


def test_a_combined_policy_with_long_names_can_be_read_again():
    long = policy(erase("r" * 64)).model_copy(update={"id": "p" * 64})
    once = combine([long], id="c" * 64, version="1", title="C")
    twice = combine([once], id="d", version="1", title="D")
    assert load_policy(print_policy(twice)) == twice
    assert Policy.model_validate_json(twice.model_dump_json()) == twice


def test_a_rule_with_too_long_a_name_joins_nothing():
    joined = policy(erase("r" * 64)).model_copy(update={"id": "p" * 64})
    for _ in range(2):
        joined = combine([joined], id="c" * 64, version="1", title="C")
    with pytest.raises(ValueError, match="longer than 256 characters"):
        combine([joined], id="c" * 64, version="1", title="C")


def test_a_period_beyond_the_calendar_has_no_end():
    start = datetime(9900, 1, 1, tzinfo=UTC)
    assert after(start, "P9999W", ZoneInfo("UTC"), late=True) is None


def test_all_of_one_name_waits_for_that_name_only():
    ended = on("contract_ended", pick="all", opened_by="contract_started", name="vps")
    facts = Facts(
        [
            fact("contract_started", 1, name="vps"),
            fact("contract_started", 2, name="mail"),
            fact("contract_ended", 9, name="vps"),
        ]
    )
    assert find(ended, item(), facts).at == fact("contract_ended", 9).at
