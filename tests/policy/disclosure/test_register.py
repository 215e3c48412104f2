"""The register at work: who may be used, who is told, what has changed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.policy.disclosure.build import (
    FIRM,
    LAN,
    MINH,
    NOW,
    PLACES,
    contact,
    duty,
    event,
    fact,
    place,
    policy,
    processor,
)

from omnidesk.policy import Facts, Item
from omnidesk.policy.consent import Ledger
from omnidesk.policy.disclosure import (
    affected_by,
    processor_allows,
    processors_of,
    register_changes,
)

TODAY = NOW.date()


def day(number):
    return TODAY + timedelta(days=number)


def allows(*rows, facts=(), events=(), notice=None, **more):
    contacts = () if notice is None else (contact(notice=notice),)
    said: dict[str, Any] = {"region": "DE", "channel": "email", "now": NOW} | more
    return processor_allows(
        policy(regions=PLACES, processors=rows, contacts=contacts),
        "cloud",
        ledger=Ledger(events),
        facts=Facts(facts),
        **said,
    )


def thing(name="i", days=-10.0, **more):
    at = None if days is None else NOW + timedelta(days=days)
    said = {"id": name, "category": "message", "channel": "email", "subjects": (LAN,)}
    return Item(**{**said, "created_at": at} | more)


# --- may it be used -------------------------------------------------------------------------------


def test_nobody_works_on_data_who_is_not_in_the_register():
    found = allows()
    assert (found.go, found.reasons) == ("deny", ("processor_unknown",))
    assert found.words() == "The register has no such sub-processor."


@pytest.mark.parametrize(
    ("row", "asked", "reasons"),
    [
        ({}, {}, ()),
        ({}, {"region": None}, ()),
        ({"first": day(1)}, {}, ("processor_not_in_force",)),
        ({"last": day(-1)}, {}, ("processor_not_in_force",)),
        ({"first": day(0), "last": day(0)}, {}, ()),
        ({"channels": ("email",)}, {}, ()),
        ({"channels": ("zalo",)}, {}, ("processor_channel",)),
        ({"channels": ("zalo",)}, {"channel": None}, ()),
        ({"categories": ("call",)}, {}, ()),
        ({"categories": ("call",)}, {"category": "call"}, ()),
        ({"categories": ("call",)}, {"category": "message"}, ("processor_category",)),
        ({"purposes": ("hosting",)}, {}, ()),
        ({"purposes": ("hosting",)}, {"purpose": "hosting"}, ()),
        ({"purposes": ("hosting",)}, {"purpose": "marketing"}, ("processor_purpose",)),
        ({"serves": ("eu",)}, {}, ()),
        ({"serves": ("eu",)}, {"region": "eu"}, ()),
        ({"serves": ("eu",)}, {"region": "VN"}, ("processor_region",)),
        ({"serves": ("eu",)}, {"region": None}, ("processor_region",)),
        ({"customers": (FIRM,)}, {"customer": FIRM}, ()),
        ({"customers": (FIRM,)}, {"customer": "firm_2"}, ("processor_customer",)),
        ({"customers": (FIRM,)}, {}, ("processor_customer",)),
        (
            {"channels": ("zalo",), "serves": ("vn",)},
            {},
            ("processor_channel", "processor_region"),
        ),
    ],
)
def test_what_a_row_names_limits_it(row, asked, reasons):
    found = allows(processor(**row), **asked)
    assert (found.go, found.reasons) == ("deny" if reasons else "allow", reasons)


def test_one_engagement_that_covers_it_is_enough():
    zalo, mail = processor(channels=("zalo",)), processor(channels=("email",))
    assert allows(zalo, mail).go == "allow"
    assert allows(zalo, processor(channels=("sms",))).reasons == ("processor_channel",)
    assert allows(processor(last=day(-1), channels=("email",)), zalo).go == "deny"


@pytest.mark.parametrize(
    ("row", "allowed"),
    [
        ({}, True),
        ({"first": day(-60)}, False),
        ({"first": day(-60), "announced_on": day(-90)}, True),
        ({"first": day(0), "announced_on": day(-30)}, True),
        ({"first": day(0), "announced_on": day(-29)}, False),
        ({"first": day(-1), "announced_on": date(9999, 12, 31)}, False),
    ],
)
def test_customers_are_told_in_time(row, allowed):
    found = allows(processor(**row), notice="P30D")
    assert (found.go == "allow") is allowed
    assert found.reasons == (() if allowed else ("processor_notice",))
    assert allows(processor(**row)).go == "allow"


def test_the_time_of_a_notice_ends_at_its_last_midnight():
    row = processor(first=day(0), announced_on=day(-30))
    midnight = NOW.replace(hour=0)
    assert allows(row, notice="P30D", now=midnight).go == "allow"
    earlier = row.model_copy(update={"first": day(-5)})
    before = midnight - timedelta(seconds=1)
    assert allows(earlier, notice="P30D", now=before).reasons == ("processor_notice",)


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ([fact("processor_objected", -1, FIRM, "cloud")], False),
        ([fact("processor_objected", -1, FIRM, "phone")], True),
        ([fact("processor_objected", -1, "firm_2", "cloud")], True),
        ([fact("processor_objected", 1, FIRM, "cloud")], True),
        (
            [
                fact("processor_objected", -2, FIRM, "cloud"),
                fact("objection_withdrawn", -1, FIRM, "cloud"),
            ],
            True,
        ),
        (
            [
                fact("processor_objected", -1, FIRM, "cloud"),
                fact("objection_withdrawn", -1, FIRM, "cloud"),
            ],
            False,
        ),
    ],
)
def test_a_customer_may_object(facts, allowed):
    found = allows(processor(), facts=facts, customer=FIRM)
    assert found.reasons == (() if allowed else ("processor_objection",))
    assert allows(processor(), facts=facts).go == "allow"


@pytest.mark.parametrize(
    ("grant", "asked", "allowed"),
    [
        (event(subject=FIRM, purpose="hosting", controller="cloud"), {}, True),
        (event(subject=FIRM, purpose="hosting", controller="cloud"), {"purpose": "hosting"}, True),
        (event(subject=FIRM, purpose="support", controller="cloud"), {}, True),
        (event(subject=FIRM, purpose="support", controller="cloud"), {"purpose": "hosting"}, False),
        (event(subject=FIRM, purpose="hosting"), {}, False),
        (event(subject=LAN, purpose="hosting", controller="cloud"), {}, False),
        (event(subject=FIRM, purpose="hosting", controller="cloud"), {"customer": None}, False),
        (event(subject=FIRM, purpose="hosting", controller="cloud", expires_at=NOW), {}, False),
    ],
)
def test_where_it_needs_the_customers_consent_it_must_stand(grant, asked, allowed):
    row = processor(consent=True, purposes=("hosting", "support"))
    found = allows(row, events=[grant], **({"customer": FIRM} | asked))
    assert found.reasons == (() if allowed else ("processor_consent",))


def test_who_has_no_instructions_can_be_given_no_consent():
    grant = event(subject=FIRM, purpose="hosting", controller="cloud")
    found = allows(processor(consent=True), events=[grant], customer=FIRM)
    assert found.reasons == ("processor_consent",)


def test_a_sub_processor_is_asked_about_with_no_more_than_the_register():
    rules = policy(processors=(processor(places=()),))
    assert processor_allows(rules, "cloud", region=None, channel="sms", now=NOW).go == "allow"


def test_a_naive_now_is_refused():
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        allows(processor(), now=naive)
    with pytest.raises(ValueError, match="aware"):
        processors_of([], policy(), now=naive)
    with pytest.raises(ValueError, match="aware"):
        affected_by([], policy(), "cloud", since=None, until=naive)


# --- who is told of a request ---------------------------------------------------------------------


def told(*rows, items=None, region="DE", **more):
    rules = policy(regions=PLACES, processors=rows, **more)
    return processors_of([thing()] if items is None else items, rules, now=NOW, region=region)


def test_a_task_says_who_is_told_about_what_and_on_which_terms():
    row = processor(duties=("request_help",), contact="privacy@cloud.example")
    terms = duty("request_help", within="P5D"), duty("breach_notice", within="PT24H")
    (task,) = told(row, items=[thing("b"), thing("a"), thing("b")], duties=terms)
    assert (task.processor, task.items, task.bound) == ("cloud", ("b", "a"), True)
    assert (task.within, task.ended, task.contact) == ("P5D", False, "privacy@cloud.example")
    assert "privacy" not in repr(task)


def test_a_term_that_is_not_said_or_said_twice_differently_is_not_known():
    row = processor(duties=("request_help",))
    for terms in ((), (duty("request_help"),)):
        assert told(row, duties=terms)[0].within is None
    two = duty("request_help", within="P5D"), duty("request_help", within="P7D")
    assert told(row, duties=two)[0].within is None


def test_who_has_not_undertaken_to_help_is_told_all_the_same():
    (task,) = told(processor())
    assert task.bound is False


@pytest.mark.parametrize(
    ("row", "item", "told_"),
    [
        ({}, thing(), True),
        ({"channels": ("zalo",)}, thing(), False),
        ({"categories": ("call",)}, thing(), False),
        ({"serves": ("eu",)}, thing(), True),
        ({"serves": ("vn",)}, thing(), False),
        ({"last": day(-11)}, thing(), False),
        ({"last": day(-10)}, thing(), True),
        ({"last": day(-400)}, thing(days=None), True),
        ({"first": day(0)}, thing(), True),
        ({"first": day(1)}, thing(), False),
    ],
)
def test_told_is_who_was_engaged_since_the_item_came_to_be(row, item, told_):
    assert (told(processor(**row), items=[item]) != ()) is told_


def test_where_the_region_is_not_known_everybody_is_told():
    row = processor(serves=("vn",))
    assert told(row, region=None)
    assert not told(row, region=None, items=[thing(region="DE")])
    assert told(row, region="DE", items=[thing(region="VN")]) == ()


def test_who_is_engaged_no_more_may_still_hold_copies():
    (task,) = told(processor(last=day(-1)), processor("phone", channels=("zalo",)))
    assert (task.processor, task.ended) == ("cloud", True)
    (again,) = told(processor(last=day(-1), contact="a@cloud.example"), processor(first=day(0)))
    assert (again.ended, again.contact) == (False, "a@cloud.example")


# --- who is affected by a breach ------------------------------------------------------------------


def reached(*items, row=None, since=-5.0, until=0.0):
    rules = policy(regions=PLACES, processors=(row or processor(),))
    start = None if since is None else NOW + timedelta(days=since)
    return affected_by(items, rules, "cloud", since=start, until=NOW + timedelta(days=until))


def test_a_breach_reaches_what_was_there_and_whom_it_is_about():
    call = thing("call", category="call", subjects=("agent",), concerns=(MINH,))
    found = reached(thing(), call, thing())
    assert (found.items, found.subjects) == (("i", "call"), ("agent", LAN, MINH))
    assert found.processor == "cloud"


@pytest.mark.parametrize(
    ("item", "row", "since", "is_reached"),
    [
        (thing(days=-10), {}, -5, True),
        (thing(days=-3), {}, -5, True),
        (thing(days=1), {}, -5, False),
        (thing(days=None), {}, -5, True),
        (thing(days=-10), {"last": day(-6)}, -5, False),
        (thing(days=-10), {"last": day(-6)}, None, True),
        (thing(days=-3), {"last": day(-4)}, None, False),
        (thing(days=-10), {"first": day(1)}, -5, False),
        (thing(days=-10), {"channels": ("zalo",)}, -5, False),
    ],
)
def test_a_breach_reaches_what_may_have_been_there_in_that_time(item, row, since, is_reached):
    found = reached(item, row=processor(**row), since=since)
    assert (found.items != ()) is is_reached


def test_a_breach_at_somebody_else_reaches_nothing():
    found = affected_by([thing()], policy(), "cloud", since=None, until=NOW)
    assert (found.items, found.subjects) == ((), ())


# --- what has changed -----------------------------------------------------------------------------


def test_a_register_that_says_the_same_has_not_changed():
    rows = processor(places=()), processor("phone", places=())
    one, two = policy(processors=rows), policy(processors=(*reversed(rows), rows[0]))
    assert register_changes(one, two) == ()


def test_what_came_went_and_changed_is_listed_with_the_way_to_object():
    old = policy(regions=PLACES, processors=(processor(), processor("phone")))
    new = policy(
        regions=PLACES,
        processors=(
            processor(places=(place("vn", "VN"),), purposes=("hosting",)),
            processor("ai", announced_on=date(2026, 11, 1)),
        ),
        contacts=(contact("contract"), contact(address="dpo@desk.example", notice="P30D")),
    )
    found = register_changes(old, new)
    assert [(one.processor, one.kind) for one in found] == [
        ("ai", "added"),
        ("cloud", "changed"),
        ("phone", "removed"),
    ]
    assert [one.fields for one in found] == [(), ("places", "purposes"), ()]
    assert {one.object_to for one in found} == {"dpo@desk.example"}
    until = [one.object_until for one in found]
    assert until == [datetime(2026, 12, 1, tzinfo=UTC), None, None]
    assert "dpo" not in repr(found)


@pytest.mark.parametrize(
    ("contacts", "object_to"),
    [((), None), ((contact(address="dpo@desk.example"),), "dpo@desk.example")],
)
def test_without_a_notice_nobody_says_until_when_to_object(contacts, object_to):
    new = policy(regions=PLACES, processors=(processor(announced_on=TODAY),), contacts=contacts)
    (found,) = register_changes(policy(), new)
    assert (found.object_to, found.object_until) == (object_to, None)
