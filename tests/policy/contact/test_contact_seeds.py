"""The rules of five published policies that are about sending: each is a program, and runs."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from omnidesk.policy import Fact, Facts
from omnidesk.policy.consent import (
    ConsentEvent,
    Ledger,
    detect_opt_out,
    form_events,
    text_events,
)
from omnidesk.policy.contact import (
    SendRequest,
    builtin_contact_policy,
    lint_contact,
    may_send,
    may_use,
    opt_out_scope,
)

SEEDS = tomllib.loads(Path(__file__).with_name("seed_rules.toml").read_text("utf-8"))["expressed"]
EXAMPLES = [(seed, one) for seed in SEEDS for one in seed["examples"]]
NOW = datetime(2026, 11, 3, 5, tzinfo=UTC)
LAN = "subject_lan"
LETTERS = {
    "A": "01 10 12 13 14 26 30 31 32 33 34",
    "B": "10 12",
    "C": "02 03 06 07 08 09 10 11",
    "D": "18 21",
    "E": "01 02 03 04 05 12",
}
IDS = [f"{letter}{number}" for letter, numbers in LETTERS.items() for number in numbers.split()]


def before(hours):
    return NOW - timedelta(hours=hours)


def ledger_of(example, policy):
    events = [
        ConsentEvent(subject=LAN, at=before(one.pop("hours", 1)), **one)
        for one in (dict(one) for one in example.get("events", ()))
    ]
    if "form" in example:
        events += form_events(
            example["form"], subject=LAN, at=before(1), controller=policy.controller
        )
    if "reply" in example:
        found = detect_opt_out(example["reply"])
        events += text_events(found, subject=LAN, at=before(1), channel="email")
    return Ledger(events)


def facts_of(example):
    return Facts(
        Fact(kind=one["kind"], at=before(one.get("hours", 1)), subject=LAN, name=one.get("name"))
        for one in example.get("facts", ())
    )


def request_of(said):
    defaults = {
        "channel": "email",
        "sender": "anybody@desk.example",
        "region": "VN",
        "footer": True,
    }
    fields = {"subject": LAN, "zone": "Asia/Ho_Chi_Minh", "age": "adult", **defaults, **said}
    if "age_years" in said or said.get("age") == "unknown":
        fields["age"] = None
    return SendRequest(**fields)


def judge(seed, example):
    """Return what an example says that it should, as it is."""
    policy = builtin_contact_policy(seed["policy"])
    ledger = ledger_of(example, policy)
    if "send" in example:
        asked = request_of(example["send"])
        found = may_send(asked, ledger, facts_of(example), policy, now=NOW)
        reasons = [one.reason for one in found.against]
        advised = [name for one in found.advice for name in one.instead]
        return {"go": found.go, "reason": (reasons or [None])[0], "instead": advised}, reasons
    if "use" in example:
        answer = may_use(LAN, example["use"], ledger, policy, now=NOW)
        return {"go": answer.go, "reason": answer.reason}, [answer.reason] if answer.reason else []
    if "scope" in example:
        scope = opt_out_scope(LAN, ledger, policy, channel=example["scope"], now=NOW)
        names = {name: [one.id for one in getattr(scope, name)] for name in ("stopped", "still")}
        return names, []
    if "lint" in example:
        lines = [str(one) for one in lint_contact(policy) if str(one).startswith(example["lint"])]
        return {"lint": example["lint"] if lines else None}, []
    standing = ledger.state(LAN, now=NOW, purpose=example["purpose"], controller=policy.controller)
    return {"state": standing.state}, []


def test_every_rule_about_sending_is_expressed_once():
    assert [one["id"] for one in SEEDS] == IDS


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed["id"])
def test_what_expresses_a_rule_stands_in_its_policy_and_cites_its_line(seed):
    policy = builtin_contact_policy(seed["policy"])
    entries = {
        **{one.id: one.source for one in policy.classes},
        **{one.id: one.source for one in policy.purposes},
        **{one.id: one.source for one in policy.implied},
        **{one.id: one.source for one in policy.rows},
    }
    named = [entries[name] for name in seed["entries"]]
    cited = [one.clause or "" for one in named if one is not None]
    assert not named or any(str(seed["line"]) in clause for clause in cited)
    assert named or policy.channels
    assert seed["examples"]


@pytest.mark.parametrize(
    ("seed", "example"),
    EXAMPLES,
    ids=[f"{seed['id']}-{number}" for number, (seed, _) in enumerate(EXAMPLES)],
)
def test_an_expressed_rule_does_what_it_says(seed, example):
    found, reasons = judge(seed, example)
    wanted = {
        name: example[name]
        for name in ("go", "reason", "instead", "stopped", "still", "lint", "state")
        if name in example
    }
    assert {name: found[name] for name in wanted} == wanted
    assert len(reasons) <= 1


def test_no_sentence_of_ours_is_one_of_theirs():
    # Our own words: nothing is set in quotes, and nothing runs on for long.
    assert all(len(one["says"]) < 120 and '"' not in one["says"] for one in SEEDS)
