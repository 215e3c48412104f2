"""Short ways to say what is kept and what goes, and what Hypothesis makes of them."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from omnidesk.policy import (
    Citation,
    Claim,
    EraseRule,
    Fact,
    Facts,
    Item,
    KeepRule,
    OnFact,
    Policy,
    RestrictRule,
    Rule,
    When,
)

START = datetime(2026, 1, 31, 9, tzinfo=UTC)
NOW = datetime(2028, 3, 1, tzinfo=UTC)
SOURCE = Citation(document="A made-up policy")
LAN, MINH = "subject_lan", "subject_minh"


def item(item_id="i", category="message", channel="email", subjects=(LAN,), **more):
    return Item(
        id=item_id, category=category, channel=channel, subjects=subjects,
        **{"created_at": START, **more},
    )  # fmt: skip


def keep(
    rule_id,
    period="forever",
    force="policy",
    anchor="created",
    *,
    basis="tax",
    calendar=None,
    **more,
):
    said = KeepRule(period=period, anchor=anchor, basis=basis, calendar=calendar)
    return rule(rule_id, keep=said, force=force, **more)


def erase(
    rule_id,
    period="P1Y",
    force="policy",
    anchor="created",
    *,
    action="delete",
    calendar=None,
    **more,
):
    said = EraseRule(period=period, anchor=anchor, action=action, calendar=calendar)
    return rule(rule_id, erase=said, force=force, **more)


def restrict(rule_id, *purposes, force="policy", anchor="created", **more):
    said = RestrictRule(purposes=purposes, anchor=anchor)
    return rule(rule_id, restrict=said, force=force, **more)


def rule(rule_id, **more):
    return Rule(id=rule_id, **{"title": "A rule", "source": SOURCE, **more})


def policy(*rules, zone="UTC", **more):
    return Policy(id="p", version="1", title="A policy", zone=zone, rules=rules, **more)


def fact(kind, days=0, **more):
    return Fact(kind=kind, at=START + timedelta(days=days), **more)


def on(kind, **more):
    return OnFact(fact=kind, **more)


TIMES = st.integers(-1_000, 4_000).map(lambda days: START + timedelta(days=days))
FORCES = st.sampled_from(["policy", "platform", "right", "law"])
KEEPS = st.builds(
    Claim,
    kind=st.just("keep"),
    rule=st.sampled_from(["K1", "K2", "K3"]),
    force=FORCES | st.just("hold"),
    at=st.none() | TIMES,
    waits_for=st.sampled_from([(), ("customer_ceased",)]),
    basis=st.sampled_from(["tax", "contract"]),
)
ERASURES = st.builds(
    Claim,
    kind=st.just("erase"),
    rule=st.sampled_from(["E1", "E2", "E3"]),
    force=FORCES,
    at=st.none() | TIMES,
    waits_for=st.sampled_from([(), ("customer_ceased",)]),
    action=st.sampled_from(["delete", "redact", "review"]),
)
LIMITS = st.builds(
    Claim,
    kind=st.just("restrict"),
    rule=st.sampled_from(["R1", "R2"]),
    force=FORCES,
    at=st.none() | TIMES,
    purposes=st.sampled_from([(), ("tax",), ("service", "tax")]),
)
CLAIMS = st.lists(KEEPS | ERASURES | LIMITS, max_size=7)

KINDS = ("customer_ceased", "contract_started", "contract_ended", "hold_placed", "hold_released")
FACTS = st.lists(
    st.builds(
        Fact,
        kind=st.sampled_from(KINDS),
        at=TIMES,
        subject=st.sampled_from([None, LAN, MINH]),
        item=st.sampled_from([None, None, "i"]),
        name=st.sampled_from([None, "a", "b"]),
    ),
    max_size=8,
).map(Facts)
ANCHORS = st.sampled_from(
    [
        "created",
        on("customer_ceased"),
        on("customer_ceased", otherwise="created"),
        on("customer_ceased", pick="first", of="any"),
        on("contract_ended", pick="all", opened_by="contract_started"),
        {"latest": [on("customer_ceased"), on("contract_ended")]},
        {"earliest": ["created", on("contract_ended", name="a")]},
    ]
)
PERIODS = st.sampled_from(["P0D", "PT1H", "P1M", "P1Y", "P2Y6M", "P30D", "P9999Y"])
WHENS = st.builds(
    When,
    category=st.sampled_from([(), ("message",), ("attachment", "message")]),
    channel=st.sampled_from([(), ("email",), ("zalo",)]),
)


@st.composite
def policies(draw):
    rules = []
    for number in range(draw(st.integers(0, 6))):
        more = {"when": draw(WHENS), "default": draw(st.booleans())}
        force, anchor = draw(FORCES), draw(ANCHORS)
        period = draw(PERIODS)
        if period.startswith("P") and "T" not in period:
            more["calendar"] = draw(st.sampled_from([None, None, "vietnam"]))
        if draw(st.booleans()):
            if draw(st.booleans()):
                period, more["calendar"] = "forever", None
            rules.append(keep(f"r{number}", period, force, anchor, **more))
        else:
            rules.append(erase(f"r{number}", period, force, anchor, **more))
    return policy(*rules, zone=draw(st.sampled_from(["UTC", "Asia/Ho_Chi_Minh", "Europe/Berlin"])))


ITEMS = st.builds(
    item,
    category=st.sampled_from(["message", "attachment", "call"]),
    channel=st.sampled_from(["email", "zalo"]),
    subjects=st.sampled_from([(), (LAN,), (LAN, MINH)]),
    created_at=st.none() | TIMES,
)
