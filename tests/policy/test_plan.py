"""The plan: the preview of what goes, and all that may."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from tests.policy.build import FACTS as ANY_FACTS
from tests.policy.build import erase, fact, keep, policies, policy
from tests.policy.desk import (
    FACTS,
    HELD,
    LAN,
    LAN_ID,
    MINH,
    NOW,
    RULES,
    START,
    asked,
    called,
    conversation,
    forwarded,
    message,
    traces,
)

from omnidesk.errors import SchemaError
from omnidesk.model import Call, Notice
from omnidesk.policy import (
    BusinessCalendar,
    Facts,
    Plan,
    apply,
    dump_plan,
    load_plan,
    plan,
    plan_schema,
)
from omnidesk.testing.strategies import conversations as any_conversations

ALL = asked(), called(), forwarded()


@given(any_conversations(), policies(), ANY_FACTS)
def test_a_plan_is_read_as_it_was_written(one, rules, facts):
    made = plan([one], rules, facts, now=NOW, horizon=NOW + timedelta(days=900))
    assert load_plan(dump_plan(made)) == made


def test_the_order_of_conversations_and_facts_changes_nothing():
    made = plan(ALL, RULES, HELD, now=NOW)
    assert plan(reversed(ALL), RULES, Facts(reversed(list(HELD))), now=NOW) == made


@pytest.mark.parametrize(
    "other",
    [
        plan(ALL[:1], RULES, FACTS, now=NOW),
        plan(ALL, policy(), FACTS, now=NOW),
        plan(ALL, RULES, HELD, now=NOW),
        plan(ALL, RULES, FACTS, now=NOW + timedelta(1)),
    ],
    ids=["conversations", "policy", "facts", "now"],
)
def test_a_plan_has_another_address_when_anything_is_different(other):
    assert other.digest != plan(ALL, RULES, FACTS, now=NOW).digest


def test_a_plan_that_somebody_has_changed_is_refused():
    made = json.loads(dump_plan(plan(ALL, RULES, FACTS, now=NOW)))
    del made["entries"][0]
    with pytest.raises(SchemaError, match="changed since"):
        load_plan(json.dumps(made))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{}", "expected a field that is missing"),
        ("nguyen", "not a plan"),
        (
            dump_plan(plan([], RULES, FACTS, now=NOW)).replace('"1.0"', '"7.0"'),
            "another schema",
        ),
    ],
)
def test_what_is_no_plan_is_refused_without_a_word_of_it(text, problem):
    with pytest.raises(SchemaError, match=problem) as caught:
        load_plan(text)
    assert "nguyen" not in str(caught.value)
    assert caught.value.__context__ is None


def test_a_plan_tells_what_goes_when_and_why():
    said = conversation("c", message("m1", LAN, "Một", 1), people=(LAN,))
    rules = policy(erase("E", "P1D", when={"category": ("message",)}))
    (entry,) = plan([said], rules, Facts(), now=NOW).entries
    assert (entry.category, entry.channel, entry.state, entry.action) == (
        "message",
        "email",
        "due",
        "delete",
    )
    assert entry.at == START + timedelta(days=1, minutes=1)
    assert [(one.kind, one.rule, one.force) for one in entry.claims] == [("erase", "E", "policy")]


def test_what_is_scheduled_is_in_it_up_to_the_horizon():
    said = conversation("c", message("m1", LAN, "Một", 1), people=(LAN,))
    rules = policy(erase("E", "P1Y", when={"category": ("message",)}))
    assert plan([said], rules, Facts(), now=NOW).entries == ()
    made = plan([said], rules, Facts(), now=NOW, horizon=NOW + timedelta(days=400))
    assert [one.state for one in made.entries] == ["scheduled"]
    key = b"0123456789abcdef"
    early = apply(made, [said], rules, Facts(), now=NOW, key=key)
    assert [one.reason for one in early.dropped] == ["not_due"]
    later = apply(made, [said], rules, Facts(), now=NOW + timedelta(days=400), key=key)
    assert later.conversations == ()
    assert plan([said], rules, Facts(), now=NOW, horizon=NOW).entries == ()


def test_what_is_restricted_is_in_it_with_what_it_may_be_used_for():
    said = conversation("c", message("m1", LAN, "Một", 1), people=(LAN,))
    rules = policy(erase("E", "P1D"), keep("K", "P5Y", "law"))
    made = plan([said], rules, Facts(), now=NOW)
    assert {one.action for one in made.entries} == {"restrict"}
    assert {one.purposes for one in made.entries} == {("tax",)}
    found = apply(made, [said], rules, Facts(), now=NOW, key=b"0123456789abcdef")
    assert {one.item for one in found.restrictions} == {one.item for one in made.entries}
    assert found.dropped == ()


def test_a_plan_names_no_case():
    facts = FACTS | [fact("hold_placed", 2, name="Vụ Nguyễn Thị Lan", subject=LAN_ID)]
    made = plan(ALL, RULES, facts, now=NOW)
    assert traces(dump_plan(made)) == set()


def test_what_is_empty_is_not_planned():
    rules = policy(erase("E", "P0D"))
    empty = message("m1", LAN, None, 1, sources=())
    call = Call(id="k")
    notice = Notice(id="n", kind="other")
    made = plan([conversation("c", empty, call, notice, people=(MINH,))], rules, Facts(), now=NOW)
    assert {one.category for one in made.entries} == {"identity"}


def test_the_schema_of_a_plan_says_what_every_field_means():
    schema = plan_schema()
    assert "plan" in schema["title"]
    for definition in (schema, *schema["$defs"].values()):
        assert all(one.get("description") for one in definition["properties"].values())


def test_no_repr_of_a_plan_tells_a_policys_name_or_more():
    assert repr(plan(ALL, RULES, FACTS, now=NOW)).startswith("Plan(type='plan'")
    assert isinstance(plan(ALL, RULES, FACTS, now=NOW), Plan)


def test_a_rule_with_business_days_is_due_by_the_calendar_that_is_given():
    weekdays = BusinessCalendar(
        id="desk", zone="UTC", first=date(2025, 1, 1), last=date(2028, 1, 1)
    )
    rule = erase("E", "P2BD", calendar="desk")
    given = (conversation("c", message("a", LAN, "Chào shop", 0)),)
    assert plan(given, policy(rule), Facts(), now=NOW).entries == ()
    dated = plan(given, policy(rule), Facts(), now=NOW, calendars=[weekdays])
    assert {one.state for one in dated.entries} == {"due"}
    done = apply(dated, given, policy(rule), Facts(), now=NOW, key=b"k" * 16, calendars=[weekdays])
    assert done.dropped == ()
