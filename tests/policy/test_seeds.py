"""The rules of five published policies: each is a program, or is listed with the reason why not."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.policy.build import LAN, START, erase

from omnidesk.policy import Fact, Facts, Item, builtin_policy, combine, decide

HERE = Path(__file__).parent


def seeds(file):
    return tomllib.loads((HERE / file).read_text("utf-8"))


SEEDS = seeds("seed_rules.toml")
ELSEWHERE = {
    "sending": seeds("contact/seed_rules.toml")["expressed"],
    "disclosure": seeds("disclosure/seed_rules.toml")["expressed"],
    "service": seeds("service/seed_rules.toml")["expressed"],
}
"""The rules that other tables express, whose examples their own tests run."""
ALL = [
    f"{letter}{number:02}"
    for letter, count in {"A": 44, "B": 17, "C": 13, "D": 21, "E": 12}.items()
    for number in range(1, count + 1)
]
EXAMPLES = [(seed, one) for seed in SEEDS["expressed"] for one in seed["examples"]]
PEOPLE = {"lan": LAN, "agent": "subject_agent"}


def policy_of(seed):
    """Return the policy of a seed, alone or with others beside it."""
    own = builtin_policy(seed["policy"])
    others = [builtin_policy(name) for name in seed.get("with", ())]
    return combine([own, *others], id="all", version="1", title="All") if others else own


def judge(seed, example):
    said = dict(example["item"])
    subjects = tuple(PEOPLE[one] for one in said.pop("subjects", ["lan"]))
    listed = {key: tuple(one) for key, one in said.items() if isinstance(one, list)}
    thing = Item.model_validate(
        {"id": "i", "category": "message", "channel": "email", "created_at": START}
        | {**said, **listed, "subjects": subjects}
    )
    facts = Facts(
        Fact.model_validate({**one, "subject": PEOPLE.get(one.get("subject", ""))})
        for one in example.get("facts", ())
    )
    now = example.get("now", datetime(2040, 1, 1, tzinfo=UTC))
    rules = policy_of(seed)
    if "wish" in example:
        rules = rules.model_copy(update={"rules": (*rules.rules, erase("wish", example["wish"]))})
    return decide(thing, rules, facts, now=now)


def test_every_rule_of_the_seeds_is_accounted_for_once():
    rows = [(one["id"], "retention", one["policy"], one["says"]) for one in SEEDS["expressed"]]
    for part, expressed in ELSEWHERE.items():
        rows += [(one["id"], part, one["policy"], one["says"]) for one in expressed]
    rows += [(one["id"], "listed", one["issue"], one["why"]) for one in SEEDS["other"]]
    for row in sorted(rows):
        # The table: `pytest -s` shows it, and so does a failure.
        print("{:4} {:10} {:14} {}".format(*row))
    assert sorted(row[0] for row in rows) == ALL
    assert len(ALL) == 107


@pytest.mark.parametrize("seed", SEEDS["expressed"], ids=lambda seed: seed["id"])
def test_an_expressed_rule_stands_in_its_policy_and_cites_its_text(seed):
    rules = {rule.id: rule for rule in builtin_policy(seed["policy"]).rules}
    assert set(seed["rules"]) <= set(rules)
    file = SEEDS["files"][seed["id"][0]]
    assert all(file in rules[name].source.document for name in seed["rules"])
    assert seed["examples"]


@pytest.mark.parametrize(
    ("seed", "example"),
    EXAMPLES,
    ids=[f"{seed['id']}-{number}" for number, (seed, _) in enumerate(EXAMPLES)],
)
def test_an_expressed_rule_does_what_it_says(seed, example):
    found = judge(seed, example)
    wanted = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in example.items()
        if name in ("state", "at", "action", "waits_for", "purposes")
    }
    if wanted["state"] != "due" and "at" not in wanted:
        wanted["at"] = None
    assert {name: getattr(found, name) for name in wanted} == wanted
    if "determines" in example:
        assert [one.rule for one in found.determining] == example["determines"]


@pytest.mark.parametrize("seed", SEEDS["expressed"], ids=lambda seed: seed["id"])
def test_the_examples_of_a_rule_meet_it(seed):
    mentioned = {
        one.claim.rule.rpartition(".")[2]
        for example in seed["examples"]
        for one in judge(seed, example).claims
    }
    assert set(seed["rules"]) <= mentioned


@pytest.mark.parametrize("seed", SEEDS["other"], ids=lambda seed: seed["id"])
def test_what_is_no_rule_of_retention_says_why_and_where_it_belongs(seed):
    assert seed["kind"] not in ("retain", "erase")
    assert seed["why"].endswith(".")
    part = seed["issue"].partition(":")[0]
    assert part in ("6", "7")


def test_no_sentence_of_ours_is_one_of_theirs():
    # Our own words: nothing is set in quotes, and nothing runs on for long.
    said = [one["says"] for part in ("expressed", "other") for one in SEEDS[part]]
    assert all(len(one) < 120 and '"' not in one for one in said)
