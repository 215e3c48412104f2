"""What is found in policies: each with one that has it and one that has not."""

import re
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.build import erase, keep, on, policies, policy, restrict

from omnidesk.policy import (
    Citation,
    FindingCode,
    OnFact,
    Policy,
    Protection,
    When,
    builtin_policies,
    builtin_policy,
    combine,
    items,
    lint,
)
from omnidesk.policy.review._scope import covers, length, overlaps, unmatched
from omnidesk.testing import strategies

LAW = Citation(document="Accounting Act", clause="art. 41")
CEASED = on("customer_ceased")
ALL = on("contract_ended", pick="all", opened_by="contract_started")
ALL_OR_CREATED = {"earliest": ["created", ALL]}
YOUTUBE = Policy(
    id="yt",
    version="1",
    title="Terms",
    rules=(erase("T", "P30D", "platform", when={"channel": ("youtube",)}),),
)


def where(**scope):
    return {"when": {key: (value,) for key, value in scope.items()}}


def codes(*rules, **world):
    return {(one.code, one.rule) for one in lint(policy(*rules), **world)}


def protected(method, used_to="encrypt"):
    one = Protection(method=method, used_to=used_to, source=LAW)
    return {finding.code for finding in lint(policy(protections=(one,)))}


E, K = erase("E"), keep("K", "P1Y")


@pytest.mark.parametrize(
    ("code", "rule", "bad", "good"),
    [
        ("no_erasure", "K", [K], [K, E]),
        ("no_erasure", "K", [K, erase("R", "P0D", "right", CEASED)], [K, E]),
        (
            "no_erasure",
            "K",
            [keep("K", "P1Y", **where(channel="zalo")), erase("E", **where(channel="email"))],
            [keep("K", "P1Y", **where(channel="zalo")), erase("E", **where(category="message"))],
        ),
        ("event_may_never_come", "E", [erase("E", anchor=CEASED)], [E]),
        (
            "event_may_never_come",
            "E",
            [erase("E", anchor=CEASED)],
            [erase("E", anchor=CEASED), erase("L", "P9Y")],
        ),
        (
            "event_may_never_come",
            "E",
            [erase("E", anchor=CEASED), erase("L", "P9Y", **where(channel="zalo"))],
            [erase("E", anchor=OnFact(fact="last_access", otherwise="created"))],
        ),
        (
            "event_may_never_come",
            "E",
            [erase("E", anchor={"latest": ["created", CEASED]})],
            [erase("E", anchor={"earliest": ["created", CEASED]})],
        ),
        (
            "event_may_never_come",
            "K",
            [keep("K", "P1Y", anchor=CEASED), E],
            [keep("K", "P1Y", anchor=CEASED), erase("E", anchor=CEASED)],
        ),
        (
            "event_may_never_come",
            "K",
            [keep("K", "P1Y", "law", anchor=CEASED), E],
            [keep("K", "P1Y", anchor=CEASED), erase("E", "P9Y", "law")],
        ),
        ("vacuous_all", "E", [erase("E", anchor=ALL)], [erase("E", anchor=ALL_OR_CREATED)]),
        (
            "vacuous_all",
            "E",
            [erase("E", anchor={"latest": [CEASED, ALL]})],
            [erase("E", anchor=ALL), erase("L", "P9Y")],
        ),
        ("forever_without_law", "K", [keep("K")], [keep("K", force="law", source=LAW)]),
        ("forever", "K", [keep("K", force="law", source=LAW)], [keep("K", "P9Y", "law")]),
        (
            "law_unnamed",
            "K",
            [keep("K", "P9Y", "law"), E],
            [keep("K", "P9Y", "law", source=LAW), E],
        ),
        ("review_only", "E", [erase("E", action="review")], [E]),
        (
            "review_only",
            "E",
            [erase("E", action="review")],
            [erase("E", action="review"), erase("L", "P9Y")],
        ),
        ("blocked_for_ever", "E", [E, keep("K")], [E, keep("K", **where(channel="zalo"))]),
        ("blocked_for_ever", "E", [E, keep("K")], [erase("E", force="right"), keep("K")]),
        ("blocked_for_ever", "E", [E, keep("K")], [erase("E", replaces=("K",)), keep("K")]),
        ("blocked_for_ever", "E", [E, keep("K")], [E, keep("K", replaces=("E",))]),
        ("blocked_for_ever", "E", [E, keep("K")], [E, keep("K", default=True)]),
        ("conflict", "E", [E, keep("K", "P0D", anchor=CEASED)], [E, keep("K", "P9Y")]),
        (
            "conflict",
            "E",
            [E, keep("K", "P0D", anchor=CEASED)],
            [erase("E", anchor=CEASED), keep("K", "P0D", anchor=CEASED)],
        ),
        (
            "conflict",
            "E",
            [E, keep("K", "P0D", anchor=CEASED)],
            [E, keep("K", "P0D", "law", anchor=CEASED)],
        ),
        (
            "actions_differ",
            "E",
            [E, erase("F", "P2Y", action="review")],
            [E, erase("F", "P2Y", action="review", **where(channel="zalo"), replaces=("E",))],
        ),
        (
            "actions_differ",
            "E",
            [erase("E", **where(channel="email")), erase("F", action="redact")],
            [
                erase("E", **where(channel="email")),
                erase("F", action="redact", **where(channel="zalo")),
            ],
        ),
        ("never_first", "F", [E, erase("F", "P2Y")], [E, erase("F", "P2Y", "law")]),
        ("never_first", "F", [E, erase("F", "P2Y")], [E, erase("F", "P2Y", anchor=CEASED)]),
        (
            "never_first",
            "F",
            [E, erase("F", "P2Y")],
            [erase("E", **where(channel="zalo")), erase("F", "P2Y")],
        ),
        ("never_first", "F", [E, erase("F", "P2Y")], [E, erase("F", "P2Y", replaces=("E",))]),
        ("default_silent", "D", [E, erase("D", default=True)], [K, erase("D", default=True)]),
        (
            "default_silent",
            "D",
            [E, erase("D", default=True)],
            [erase("E", **where(channel="zalo")), erase("D", default=True)],
        ),
        (
            "replaces_cycle",
            "E",
            [erase("E", replaces=("F",)), erase("F", replaces=("E",))],
            [erase("E", replaces=("F",)), erase("F")],
        ),
        (
            "replaces_chain",
            "E",
            [erase("E", replaces=("F",)), erase("F", replaces=("G",)), erase("G")],
            [erase("E", replaces=("F", "G")), erase("F"), erase("G")],
        ),
        (
            "replaces_nothing",
            "E",
            [
                erase("E", replaces=("F",), **where(channel="zalo")),
                erase("F", **where(channel="email")),
            ],
            [erase("E", replaces=("F",), **where(channel="zalo")), erase("F")],
        ),
        (
            "platform_clash",
            "T",
            [erase("P", "P30D", "platform"), erase("T", "P3Y")],
            [erase("P", "P30D", "platform"), erase("T", "P7D")],
        ),
        ("sweep_too_slow", "E", [erase("E", "PT1H")], [E]),
        ("sweep_too_slow", "E", [erase("E", "PT1H")], [erase("E", "P0D")]),
        (
            "never_matches",
            "E",
            [erase("E", **where(category="message", part="attachments"))],
            [erase("E", **where(category="attachment", part="attachments"))],
        ),
        (
            "never_matches",
            "E",
            [erase("E", **where(category="recording", role="customer"))],
            [erase("E", **where(category="attachment", role="customer"))],
        ),
        (
            "never_matches",
            "E",
            [erase("E", **where(category="notice", direction="inbound"))],
            [erase("E", **where(category="call", direction="inbound"))],
        ),
        (
            "never_matches",
            "E",
            [erase("E", **where(category="raw", part="text"))],
            [erase("E", **where(category="page_view", part="anything"))],
        ),
        (
            "never_matches",
            "E",
            [erase("E", **where(category="raw", direction="inbound"))],
            [erase("E", **where(category="raw", direction="unknown"))],
        ),
        (
            "unconfirmed_source",
            "K",
            [keep("K", "P9Y", "law", source=Citation(document="Act", certainty="unconfirmed"))],
            [keep("K", "P9Y", source=Citation(document="Act", certainty="unconfirmed"))],
        ),
        (
            "secondary_source",
            "K",
            [keep("K", "P9Y", "law", source=Citation(document="Act", certainty="secondary"))],
            [keep("K", "P9Y", "right", source=Citation(document="Act", certainty="secondary"))],
        ),
    ],
)
def test_a_finding_is_made_where_it_holds_and_not_elsewhere(code, rule, bad, good):
    assert (code, rule) in codes(*bad)
    assert (code, rule) not in codes(*good)


def test_each_named_category_must_have_an_end():
    rules = erase("E", **where(category="message"))
    assert codes(rules, categories=["message"]) == set()
    assert codes(rules, categories=["message", "call"]) == {("no_erasure", None)}
    assert codes(E, categories=["message", "call"]) == set()


@pytest.mark.parametrize(
    ("rule", "severity"),
    [
        (keep("K", "P3Y"), "error"),
        (keep("K", "P3Y", "law"), "warning"),
        (keep("K", "P1D", anchor=CEASED), "error"),
        (erase("K", "P3Y"), "warning"),
        (erase("K", "P9999Y"), "warning"),
        (keep("K", "P7D"), None),
        (keep("K", "P30D"), None),
        (keep("K", "P3Y", **where(channel="email")), None),
        (restrict("K", "tax"), None),
    ],
)
def test_a_clash_with_a_platform_is_as_bad_as_what_comes_of_it(rule, severity):
    found = [
        one.severity
        for one in lint(policy(rule), platforms=[YOUTUBE])
        if one.code == "platform_clash"
    ]
    assert found == ([severity] if severity else [])


def test_a_platform_that_the_desk_does_not_use_does_not_clash():
    assert ("platform_clash", "K") not in codes(K, platforms=[YOUTUBE], channels=["email"])
    assert ("platform_clash", "K") in codes(K, platforms=[YOUTUBE], channels=["youtube"])


def test_what_a_platform_demands_when_it_is_asked_is_no_period():
    asked = YOUTUBE.model_copy(update={"rules": (erase("T", "P7D", "platform", CEASED),)})
    assert ("platform_clash", "K") not in codes(K, platforms=[asked])


def test_a_policy_is_not_held_against_itself_twice():
    found = lint(YOUTUBE, platforms=[YOUTUBE])
    assert found == ()


@pytest.mark.parametrize(
    ("period", "sweep", "severity"),
    [
        ("PT1H", None, "info"),
        ("PT1H", timedelta(minutes=10), None),
        ("PT1H", timedelta(hours=1), "error"),
        ("P30D", timedelta(days=31), "error"),
        ("P0D", timedelta(days=31), None),
    ],
)
def test_what_is_due_must_be_erased_more_often_than_periods_are_long(period, sweep, severity):
    found = [one.severity for one in lint(policy(erase("E", period)), sweep=sweep)]
    assert found == ([severity] if severity else [])


def test_channels_that_nobody_has_are_found():
    rule = erase("E", when={"channel": ("email", "telegram")})
    assert codes(rule) == set()
    assert codes(rule, channels=["email", "telegram"]) == set()
    some, none = (
        next(one for one in lint(policy(rule), channels=[name]) if one.code == "unknown_channel")
        for name in ("email", "zalo")
    )
    assert (some.severity, none.severity) == ("info", "warning")


def test_calendars_that_nobody_has_are_found():
    counted = erase("E", "P1D").erase.model_copy(update={"calendar": "vietnam"})
    rule = erase("E").model_copy(update={"erase": counted})
    assert codes(rule) == set()
    assert codes(rule, calendars=["vietnam"]) == set()
    assert codes(rule, E.model_copy(update={"id": "F"}), restrict("R"), calendars=[]) == {
        ("unknown_calendar", "E")
    }


def test_some_of_several_categories_may_never_match():
    scope = {"category": ("message", "notice"), "direction": ("inbound",)}
    (found,) = [one for one in lint(policy(erase("E", when=scope))) if one.code == "never_matches"]
    assert found.severity == "warning"
    assert found.text.startswith("notice can have no such part")


@pytest.mark.parametrize("method", ["MD5", "sha-1", "sha-256", "SHA3_512", "base64", "3DES"])
def test_a_hash_is_no_encryption(method):
    assert protected(method) == {"weak_protection"}


@pytest.mark.parametrize(
    ("method", "used_to"),
    [
        ("md5", "pseudonymise"),
        ("sha-256", "pseudonymise"),
        ("hmac-md5", "pseudonymise"),
        ("sha-512", "store_passwords"),
    ],
)
def test_a_hash_without_a_key_hides_nobody_and_a_quick_one_no_password(method, used_to):
    assert protected(method, used_to) == {"weak_protection"}


@pytest.mark.parametrize(
    ("method", "used_to"),
    [
        ("aes-256-gcm", "encrypt"),
        ("tls-1.3", "encrypt"),
        ("hmac-sha-256", "pseudonymise"),
        ("argon2id", "store_passwords"),
    ],
)
def test_what_protects_is_not_found(method, used_to):
    assert protected(method, used_to) == set()


def test_a_combined_policy_says_how_all_of_its_parts_protect():
    one = Protection(method="md5", used_to="encrypt", source=LAW)
    parts = [policy(protections=(one,)), YOUTUBE.model_copy(update={"protections": (one,)})]
    whole = combine(parts, id="all", version="1", title="All")
    assert whole.protections == (one,)


def test_the_worst_comes_first_and_a_finding_reads_as_a_line():
    found = lint(policy(keep("K")))
    assert [one.severity for one in found] == ["error", "warning"]
    assert str(found[0]) == (
        "error forever_without_law: rule K: it keeps for ever, and names no law that demands it"
    )
    (whole,) = lint(policy(), categories=["call"])
    assert str(whole) == "warning no_erasure: no rule says when call goes"


@given(policies())
def test_every_policy_can_be_checked_and_order_does_not_matter(rules):
    again = rules.model_copy(update={"rules": rules.rules[::-1]})
    assert {one.code for one in lint(rules)} == {one.code for one in lint(again)}


def test_a_rule_whose_replacement_is_not_there_is_passed_over():
    broken = policy(E).model_copy(update={"rules": (E.model_copy(update={"replaces": ("X",)}),)})
    assert lint(broken) == ()


# --- the policies that ship -----------------------------------------------------------------------

PLATFORMS = [builtin_policy("youtube")]


def found_in(name, **world):
    return {(one.code, one.rule) for one in lint(builtin_policy(name), **world)}


def test_the_traps_of_candylio_are_found():
    found = found_in("candylio")
    assert {rule for code, rule in found if code == "forever_without_law"} == {
        "A07-access-logs",
        "A22-calls-received",
        "A23-recordings",
        "A29-requests",
        "A36-calls-made",
        "A37-letters",
    }
    assert {
        ("law_unnamed", "A36-calls-made"),
        ("conflict", "A27-mail"),
        ("review_only", "A27-mail"),
        ("sweep_too_slow", "A38-page-track"),
        ("event_may_never_come", "A35-mail-sent"),
    } <= found


def test_the_traps_of_izihelp_are_found():
    found = found_in("izihelp", platforms=PLATFORMS, channels=["youtube", "email"])
    assert {
        ("platform_clash", "B17-kept"),
        ("platform_clash", "B17-erased"),
        ("event_may_never_come", "B17-erased"),
        ("law_unnamed", "B16-duties"),
    } <= found


def test_the_traps_of_links_are_found():
    assert ("vacuous_all", "C12-erased") in found_in("links")


def test_the_hash_that_links_calls_encryption_is_found():
    assert ("weak_protection", None) in found_in("links")


def test_liveagent_waits_for_an_end_that_may_not_come():
    assert ("event_may_never_come", "D20-five-years") in found_in("liveagent")


@pytest.mark.parametrize("name", ["cloudmini", "meta", "youtube", "zalo"])
def test_policies_without_traps_have_no_findings(name):
    assert {one for one in found_in(name) if one[0] != "secondary_source"} == set()


@pytest.mark.parametrize("name", builtin_policies())
def test_no_built_in_policy_contradicts_itself(name):
    structural = {
        "blocked_for_ever",
        "default_silent",
        "never_first",
        "never_matches",
        "replaces_cycle",
        "replaces_nothing",
    }
    assert {code for code, _ in found_in(name)} & structural == set()


def test_the_page_on_lint_has_every_code():
    page = Path(__file__).parents[2] / "docs/policy/lint.md"
    rows = re.findall(r"^\| `(\w+)` \|", page.read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(get_args(FindingCode))


# --- what an item can be --------------------------------------------------------------------------

SCOPES = st.builds(
    When,
    category=st.sampled_from([(), ("message",), ("call", "message"), ("raw",)]),
    part=st.sampled_from([(), ("text",), ("record", "text")]),
    direction=st.sampled_from([(), ("inbound",), ("unknown",)]),
    role=st.sampled_from([(), ("customer",), ("agent", "unknown")]),
    purpose=st.sampled_from([(), ("tax",), ("support", "tax")]),
)


@given(SCOPES, strategies.conversations())
def test_what_is_said_to_match_nothing_matches_no_item_of_any_conversation(scope, conversation):
    for one in items(conversation, purposes=["tax"]):
        if scope.matches(one):
            assert one.category not in unmatched(scope)


@given(SCOPES, SCOPES, strategies.conversations())
def test_scopes_are_compared_as_items_would(one, other, conversation):
    for thing in items(conversation, purposes=["support"]):
        if one.matches(thing) and other.matches(thing):
            assert overlaps(one, other)
        if covers(one, other) and other.matches(thing):
            assert one.matches(thing)


@given(SCOPES)
def test_every_scope_covers_itself_and_overlaps_with_itself(scope):
    assert covers(scope, scope)
    assert overlaps(scope, scope)


@pytest.mark.parametrize(
    ("shorter", "longer"), [("P20BD", "P1M"), ("P1M", "P31D"), ("P1Y", "P366D"), ("P1Y", "P9999Y")]
)
def test_periods_of_different_units_are_compared(shorter, longer):
    assert length(shorter) <= length(longer)
