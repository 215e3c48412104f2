"""The rules of the published policies that are about support hours: each is a program, and runs."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.policy.service.build import HOA, LAN, message, talk

from omnidesk.policy import vietnam_calendar
from omnidesk.policy.service import (
    builtin_service_policy,
    opening,
    queue,
    service_report,
    waits,
)

SEEDS = tomllib.loads(Path(__file__).with_name("seed_rules.toml").read_text("utf-8"))
EXPRESSED = SEEDS["expressed"]
EXAMPLES = [(seed, one) for seed in EXPRESSED for one in seed["examples"]]
POLICY = builtin_service_policy("cloudmini")
CALENDARS = [vietnam_calendar([2026])]
LATER = datetime.fromisoformat("2026-12-31T00:00+07:00")


def waits_of(said, policy, now):
    """Return the waits of a conversation in which somebody writes, and we answer or do not."""
    entries = [message(None).model_copy(update={"sent_at": said["sent"]})]
    if said.get("answered"):
        reply = message(None, HOA, "outbound", name="reply")
        sent_at = said["sent"] + timedelta(minutes=said["minutes"])
        entries.append(reply.model_copy(update={"sent_at": sent_at}))
    channel, name = said.get("channel", "ticket"), said.get("name", said["sent"].isoformat())
    conversation = talk(*entries, channel=channel, name=name, participants=(LAN, HOA))
    department = said.get("department", "technical")
    return waits(conversation, policy, now=now, department=department, calendars=CALENDARS)


def opening_of(said, policy):
    department = said.get("department", "technical")
    found = opening(
        policy, at=said["at"], channel=said["channel"], department=department, calendars=CALENDARS
    )
    return found.model_dump()


def wait_of(said, policy):
    (found,) = waits_of(said, policy, said["sent"] + timedelta(minutes=said["minutes"]))
    return found.model_dump() | {"rows": list(found.rows)}


def queue_of(said, policy):
    found = [wait for one in said["waits"] for wait in waits_of(one, policy, said["now"])]
    return {"order": [one.conversation for one in queue(found, policy)]}


def report_of(said, policy):
    found = [
        wait
        for one in said["waits"]
        for wait in waits_of(one | {"answered": "minutes" in one}, policy, LATER)
    ]
    made = service_report(found, first=said["first"], before=said["before"])
    left_out = {"median", "slowest_tenth"}
    return {
        "counts": [
            one.model_dump(exclude_defaults=True, exclude=left_out) | {"in_time": one.in_time}
            for one in made.counts
        ]
    }


def judge(example, policy=POLICY):
    """Return what an example says that it should be, and what it is."""
    found = ASK[example["ask"]](example, policy)
    wanted = {name: example[name] for name in ANSWERS if name in example}
    if example["ask"] == "opening":
        wanted = {"until": None} | wanted
    return wanted, {name: found[name] for name in wanted}


def without(name):
    """Return the policy without one of its rows."""
    kinds = ("hours", "responses", "precedence")
    kept = {kind: tuple(row for row in getattr(POLICY, kind) if row.id != name) for kind in kinds}
    return POLICY.model_copy(update=kept)


ASK = {"opening": opening_of, "wait": wait_of, "queue": queue_of, "report": report_of}
ANSWERS = ("state", "until", "starts", "target_at", "limit_at", "rows", "order", "counts")


def test_every_rule_about_support_hours_is_expressed_once():
    assert [one["id"] for one in EXPRESSED] == ["D17", "E06", "E07", "E08", "E09", "E10", "E11"]


@pytest.mark.parametrize("seed", EXPRESSED, ids=lambda seed: seed["id"])
def test_what_expresses_a_rule_stands_in_its_policy_and_cites_its_line(seed):
    if seed["policy"] == "service_report":
        assert (seed["id"], seed["rules"]) == ("D17", [])
        return
    rows = {one.id: one.source for one in (*POLICY.hours, *POLICY.responses, *POLICY.precedence)}
    cited = [rows[name] for name in seed["rules"]]
    assert seed["policy"] == POLICY.id
    assert all(SEEDS["files"][seed["id"][0]] in source.document for source in cited)
    assert any(str(seed["line"]) in (source.clause or "") for source in cited)


def test_every_row_of_the_policy_expresses_a_rule():
    rows = {one.id for one in (*POLICY.hours, *POLICY.responses, *POLICY.precedence)}
    assert {name for seed in EXPRESSED for name in seed["rules"]} == rows


@pytest.mark.parametrize(
    ("seed", "example"),
    EXAMPLES,
    ids=[f"{seed['id']}-{number}" for number, (seed, _) in enumerate(EXAMPLES)],
)
def test_an_expressed_rule_does_what_it_says(seed, example):
    wanted, found = judge(example)
    assert found == wanted


@pytest.mark.parametrize(
    ("seed", "name"), [(seed, name) for seed in EXPRESSED for name in seed["rules"]]
)
def test_without_its_row_an_example_of_a_rule_comes_out_otherwise(seed, name):
    judged = [judge(one, without(name)) for one in seed["examples"]]
    assert any(found != wanted for wanted, found in judged)


def test_no_sentence_of_ours_is_one_of_theirs():
    # Our own words: nothing is set in quotes, and nothing runs on for long.
    assert all(len(one["says"]) < 120 and '"' not in one["says"] for one in EXPRESSED)
