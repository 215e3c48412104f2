"""The seeds on disclosure, residency and sub-processors: each rule does what it says."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from omnidesk.policy import Fact, Facts, Item
from omnidesk.policy._rules import Citation
from omnidesk.policy.consent import ConsentEvent, Ledger
from omnidesk.policy.disclosure import (
    Approval,
    Attestation,
    DisclosureRequest,
    MoveRequest,
    affected_by,
    builtin_disclosure_policy,
    find_sensitive,
    hand_over,
    home_region,
    lint_disclosure,
    mask_cards,
    may_disclose,
    may_move,
    processor_allows,
    processors_of,
)

SEEDS = tomllib.loads(Path(__file__).with_name("seed_rules.toml").read_text("utf-8"))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OURS = (
    *("A02", "A03", "A04", "A05", "A15", "A16", "A17", "A18", "A19", "A20", "A40", "A41"),
    *("B13", "B14", "B15", "C05"),
    *("D02", "D03", "D04", "D05", "D06", "D07", "D08"),
    *("D10", "D11", "D12", "D13", "D14", "D15", "D16"),
)
EXAMPLES = [(seed, one) for seed in SEEDS["expressed"] for one in seed["examples"]]
REQUEST = {
    "role": "technical_support",
    "recipient": "hoa",
    "act": "read",
    "purpose": "support",
    "category": "message",
    "channel": "email",
    "subjects": ("lan",),
    "about": "person",
    "contains": (),
    "encrypted": True,
}
ROLE = Fact(
    kind="role_given", at=datetime(2026, 1, 1, tzinfo=UTC), subject="hoa", name="technical_support"
)
APPROVAL = {
    "id": "x-1",
    "recipient": "works",
    "subjects": ("lan",),
    "reason": "threats in comments",
    "requested_by": "hoa",
    "approved_by": "minh",
    "approved_at": datetime(2026, 11, 20, tzinfo=UTC),
    "expires_at": datetime(2026, 11, 30, tzinfo=UTC),
}
ITEMS = {
    "call": Item(id="call", category="call", channel="calls", subjects=("lan",), created_at=NOW),
    "mail": Item(id="mail", category="message", channel="email", subjects=("minh",)),
}


def tuples(said):
    return {key: tuple(one) if isinstance(one, list) else one for key, one in said.items()}


def known(example):
    facts = Facts([ROLE, *(Fact.model_validate(one) for one in example.get("facts", ()))])
    events = [{"subject": "lan", **one} for one in example.get("consents", ())]
    return Ledger(ConsentEvent.model_validate(one) for one in events), facts


def settled(answers):
    return {
        "go": "deny" if any(one.go == "deny" for one in answers) else "allow",
        "reasons": sorted(reason for one in answers for reason in one.reasons),
        "needs": sorted(need for one in answers for need in one.needs),
    }


def disclose(policy, example):
    ledger, facts = known(example)
    said = REQUEST | tuples(example.get("request", {}))
    if said["about"] == "unknown":
        said["about"] = None
    if "approval" in example:
        said["approval"] = Approval(**APPROVAL | example["approval"])
    if "hand_over" in example:
        said["handover"] = hand_over(said["subjects"], ledger, facts).digest
    found = may_disclose(DisclosureRequest(**said), policy, ledger, facts, now=NOW)
    return settled(found.gates) | {"permits": list(found.permits)}


def move(policy, example):
    request = MoveRequest(**example["request"])
    return settled([may_move(request, policy, *known(example), now=NOW)])


def home(policy, example):
    _, facts = known(example)
    place = {key: example[key] for key in ("customer", "country") if key in example}
    found = home_region(policy, facts, now=NOW, **place)
    return {} if found is None else {"home": found}


def processor(policy, example):
    ledger, facts = known(example)
    place = {
        key: example[key] for key in ("region", "channel", "purpose", "customer") if key in example
    }
    found = processor_allows(
        policy, example["processor"], now=NOW, ledger=ledger, facts=facts, **place
    )
    return settled([found])


def lint(policy, example):
    changed = []
    for row in policy.processors:
        one = row
        if row.id == example["row"]:
            update = tuples(example.get("change", {}))
            if "drop" in example:
                update["duties"] = tuple(d for d in row.duties if d != example["drop"])
            if "attested" in example:
                said = tuples(example["attested"])
                update["attestations"] = (Attestation(**said, source=Citation(document="Made up")),)
            one = row.model_copy(update=update)
        changed.append(one)
    policy = policy.model_copy(update={"processors": tuple(changed)})
    codes = {one.code for one in lint_disclosure(policy, now=NOW) if one.row == example["row"]}
    return {
        "codes": [one for one in example.get("codes", ()) if one in codes],
        "without": [one for one in example.get("without", ()) if one not in codes],
    }


def register(policy, example):
    region = example.get("region")
    found = sorted(
        row.id
        for row in policy.processors
        if row.role == example["role"]
        and (region is None or any(place.region == region for place in row.places))
    )
    return {"ids": found}


def contact(policy, example):
    (found,) = [one for one in policy.contacts if one.topic == example["topic"]]
    return {"line": int(found.source.clause.partition(",")[0].removeprefix("line "))}


def tell(policy, example):
    things = [ITEMS[one] for one in example["items"]]
    found = processors_of(things, policy, now=NOW, region=example["region"])
    assert all(one.bound for one in found)
    return {"processors": [one.processor for one in found]}


def breach(policy, example):
    things = [ITEMS[one] for one in example["items"]]
    found = affected_by(things, policy, example["processor"], since=None, until=NOW)
    return {"reached": list(found.items), "subjects": list(found.subjects)}


def mask(policy, example):
    return {
        "masked": mask_cards(example["text"]),
        "contains": list(find_sensitive(example["text"])),
    }


ASKS = {
    "breach": breach,
    "contact": contact,
    "disclose": disclose,
    "home": home,
    "lint": lint,
    "mask": mask,
    "move": move,
    "processor": processor,
    "register": register,
    "tell": tell,
}
ANSWERS = (
    *("go", "reasons", "needs", "permits", "home", "codes", "without", "ids", "line"),
    *("processors", "reached", "subjects", "masked", "contains"),
)


def test_every_rule_of_these_kinds_is_expressed_once():
    assert tuple(one["id"] for one in SEEDS["expressed"]) == OURS


@pytest.mark.parametrize("seed", SEEDS["expressed"], ids=lambda seed: seed["id"])
def test_an_expressed_rule_stands_in_its_policy_and_cites_its_text(seed):
    policy = builtin_disclosure_policy(seed["policy"])
    rows = {
        row.id: row.source.document
        for listed in (
            *(policy.permits, policy.denials, policy.transit),
            *(policy.regions, policy.moves, policy.processors),
        )
        for row in listed
    }
    assert all(SEEDS["files"][seed["id"][0]] in rows[name] for name in seed["rules"])


@pytest.mark.parametrize(
    ("seed", "example"),
    EXAMPLES,
    ids=[f"{seed['id']}-{number}" for number, (seed, _) in enumerate(EXAMPLES)],
)
def test_an_expressed_rule_does_what_it_says(seed, example):
    found = ASKS[example["ask"]](builtin_disclosure_policy(seed["policy"]), example)
    wanted = {name: example[name] for name in ANSWERS if name in example}
    assert {name: found[name] for name in wanted} == wanted
    assert wanted or found == {}


def test_no_sentence_of_ours_is_one_of_theirs():
    said = [one["says"] for one in SEEDS["expressed"]]
    assert all(len(one) < 120 and '"' not in one for one in said)
