"""What is wrong with a disclosure policy is found before anybody asks for anything."""

from datetime import date, timedelta
from typing import get_args

import pytest
from tests.policy.disclosure.build import (
    NOW,
    PLACES,
    SOURCE,
    contact,
    denial,
    duty,
    permit,
    place,
    policy,
    processor,
)

from omnidesk.policy.disclosure import (
    DUTIES,
    Attestation,
    DisclosureFindingCode,
    Duty,
    builtin_disclosure_policies,
    builtin_disclosure_policy,
    lint_disclosure,
)

TODAY = NOW.date()
CHANNELS = "denies_own_channels"


def codes(rules, row=None):
    found = lint_disclosure(rules, now=NOW)
    return [one.code for one in found if row is None or one.row == row]


def attested(last=None, *proves, standard="ISO 27001"):
    return Attestation(standard=standard, proves=proves, last=last, source=SOURCE)


GOOD = processor(
    duties=DUTIES,
    purposes=("hosting",),
    assessed_on=date(2026, 1, 1),
    country="DE",
    attestations=(attested(date(2027, 1, 1), *DUTIES),),
)


def registered(*rows, **more):
    said = {"regions": PLACES, "contacts": (contact(notice="P30D"),)}
    said |= {"duties": tuple(duty(one) for one in DUTIES)}
    return policy(**said | {"processors": rows} | more)


def changed(**more):
    return codes(registered(GOOD.model_copy(update=more)))


def test_a_sound_policy_has_no_findings():
    rules = registered(GOOD, permits=(permit(purpose=("support",)),))
    assert lint_disclosure(rules, now=NOW) == ()


def test_a_finding_is_a_line():
    (found,) = lint_disclosure(policy(permit()), now=NOW)
    assert str(found) == "warning no_purpose: p: it names no purpose: they may do it for anything"
    (found,) = lint_disclosure(registered(GOOD, contacts=()), now=NOW)
    assert str(found).startswith("warning no_notice: it is not said how long before")


def test_findings_are_sorted_with_errors_first_and_none_twice():
    rules = registered(processor("b", duties=()), processor("a", duties=()))
    found = lint_disclosure(rules, now=NOW)
    keys = [(one.severity, one.row) for one in found]
    order = {"error": 0, "warning": 1, "info": 2}
    assert keys == sorted(keys, key=lambda one: (order[one[0]], one[1]))
    twice = rules.model_copy(update={"processors": rules.processors * 2})
    assert lint_disclosure(twice, now=NOW) == found


# --- permits and denials --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "against_law"),
    [
        ({}, True),
        ({"kinds": ("third_party",)}, True),
        ({"to": ("partner",)}, True),
        ({"to": ("staff",)}, False),
        ({"kinds": ("public",)}, False),
        ({"acts": ("share",)}, True),
        ({"acts": ("sell", "publish", "transfer")}, False),
        ({"last": TODAY}, True),
        ({"last": TODAY - timedelta(days=1)}, False),
        ({"purpose": ("legal_obligation",)}, True),
        ({"purpose": ("reference",)}, False),
        ({"about": ("person",)}, False),
        ({"category": ("credential",)}, False),
        ({"channel": ("zalo",)}, False),
    ],
)
def test_a_ban_that_leaves_out_no_law_contradicts_it(row, against_law):
    found = codes(policy(denials=(denial(**row),)))
    assert ("denies_the_law" in found) is against_law


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, {"denies_own_processors", "denies_own_channels"}),
        ({"kinds": ("processor",)}, {"denies_own_processors", "denies_own_channels"}),
        ({"to": ("processor",)}, {"denies_own_processors", "denies_own_channels"}),
        ({"kinds": ("third_party",)}, {"denies_own_channels"}),
        ({"kinds": ("staff",)}, set()),
        ({"to": ("staff", "self")}, set()),
        ({"kinds": ("staff", "self", "org_admin")}, set()),
        ({"purpose": ("marketing",)}, set()),
    ],
)
def test_a_ban_may_contradict_what_the_desk_does_itself(row, expected):
    rules = registered(GOOD, denials=(denial(**row),), platforms=("zalo", "messenger"))
    own = {"denies_own_processors", "denies_own_channels"}
    assert set(codes(rules)) & own == expected
    texts = [one.text for one in lint_disclosure(rules, now=NOW) if one.code == CHANNELS]
    assert all(one.endswith("said there: messenger, zalo") for one in texts)


def test_without_a_register_and_platforms_a_ban_contradicts_neither():
    assert codes(policy(denials=(denial(kinds=("processor", "public")),))) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, ["no_purpose"]),
        ({"purpose": ("support",)}, []),
        ({"needs": ("notice",)}, []),
        ({"needs": ("law",)}, ["no_purpose"]),
        ({"to": ("self",)}, []),
        ({"to": ("processor",)}, ["no_purpose"]),
        ({"purpose": ("x",), "needs": ("approval",)}, ["unbounded_exception"]),
        ({"purpose": ("x",), "needs": ("approval",), "longest": "P30D"}, []),
    ],
)
def test_a_permit_says_what_for_and_how_long(row, expected):
    assert codes(policy(permit(**row))) == expected


@pytest.mark.parametrize(
    ("denied", "permitted", "silenced"),
    [
        ({}, {}, True),
        ({"to": ("staff",)}, {}, True),
        ({"kinds": ("staff",)}, {}, True),
        ({"to": ("self",)}, {}, False),
        ({"to": ("staff",)}, {"to": ("staff", "self")}, False),
        ({"to": ("self",), "kinds": ("staff",)}, {"to": ("staff", "self")}, True),
        ({"acts": ("read",)}, {}, False),
        ({"acts": ("read",)}, {"acts": ("read",)}, True),
        ({"acts": ("read",)}, {"acts": ("read", "use")}, False),
        ({"purpose": ("a", "b")}, {"purpose": ("a",)}, True),
        ({"category": ("call",)}, {"category": ("message",)}, False),
        ({"channel": ("zalo",)}, {"channel": ("zalo",)}, True),
        ({"about": ("person",)}, {}, False),
        ({"first": TODAY}, {}, False),
        ({"first": TODAY}, {"first": TODAY}, True),
        ({"last": TODAY}, {}, False),
        ({"last": TODAY}, {"last": TODAY}, True),
        ({"last": TODAY}, {"last": TODAY + timedelta(days=1)}, False),
    ],
)
def test_a_permit_that_a_denial_silences_is_found(denied, permitted, silenced):
    rules = policy(permit(**permitted), denials=(denial(**denied),))
    assert ("permit_never_applies" in codes(rules, "p")) is silenced


# --- the register ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"places": ()}, ["no_region"]),
        ({"country": "UA"}, ["third_country"]),
        ({"places": (place("eu", "US"),)}, ["third_country"]),
        ({"country": None}, []),
        ({"duties": DUTIES[1:]}, ["duty_missing"]),
        ({"duties": ()}, ["duty_missing"]),
        ({"purposes": ()}, ["no_instructions"]),
        ({"assessed_on": None}, ["not_assessed"]),
        ({"attestations": ()}, ["duty_unproved"]),
        ({"attestations": (attested(TODAY, *DUTIES),)}, []),
        (
            {"attestations": (attested(TODAY - timedelta(days=1), *DUTIES),)},
            ["attestation_expired", "duty_unproved"],
        ),
        ({"attestations": (attested(None, *DUTIES),)}, ["attestation_undated"]),
    ],
)
def test_what_a_register_lacks_is_found(change, expected):
    assert changed(**change) == expected


def test_who_is_engaged_no_more_is_not_examined():
    bare = {"places": (), "country": "UA", "duties": (), "attestations": (attested(),)}
    assert changed(**bare) != []
    assert changed(**bare, last=TODAY) == changed(**bare)
    assert changed(**bare, last=TODAY - timedelta(days=1)) == []


def test_what_is_not_demanded_is_not_missed():
    assert codes(registered(GOOD.model_copy(update={"duties": ()}), duties=())) == []


def test_without_regions_there_are_no_third_countries():
    row = GOOD.model_copy(update={"country": "UA", "places": ()})
    assert codes(registered(row, regions=())) == ["no_region"]


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ({"last": date(2026, 6, 30)}, {"first": date(2026, 7, 1)}, []),
        ({"last": date(2026, 6, 30)}, {"first": date(2026, 7, 2)}, ["date_gap"]),
        ({"last": date(2026, 6, 30)}, {"first": date(2026, 6, 30)}, ["date_overlap"]),
        ({}, {"first": date(2026, 7, 1)}, ["date_overlap"]),
        ({"last": date(2026, 6, 30)}, {"last": date(2027, 1, 1)}, ["date_overlap"]),
        ({"last": date.max}, {"first": date.max}, ["date_overlap"]),
    ],
)
def test_gaps_and_overlaps_between_engagements_are_found(earlier, later, expected):
    rows = [GOOD.model_copy(update=one) for one in (later, earlier)]
    assert codes(registered(*rows)) == expected
    other = rows[1].model_copy(update={"id": "other"})
    assert codes(registered(rows[0], other)) == []


@pytest.mark.parametrize(
    "contacts", [(), (contact("contract", notice="P30D"),), (contact(address="dpo@desk.example"),)]
)
def test_customers_who_are_not_told_in_time_are_missed(contacts):
    assert codes(registered(GOOD, contacts=contacts)) == ["no_notice"]
    assert codes(registered(contacts=contacts)) == []


# --- the whole ------------------------------------------------------------------------------------


def test_the_words_of_duties_are_all_duties():
    assert get_args(Duty) == DUTIES


def test_the_built_in_policies_have_the_contradictions_that_their_texts_have():
    errors = {
        name: sorted(
            {
                one.code
                for one in lint_disclosure(builtin_disclosure_policy(name), now=NOW)
                if one.severity == "error"
            }
        )
        for name in builtin_disclosure_policies()
    }
    assert errors == {
        "candylio": [],
        "izihelp": ["denies_the_law"],
        "links": ["denies_the_law"],
        "liveagent": ["no_region"],
    }


def test_every_code_is_on_the_page(disclosure_page):
    section = disclosure_page.partition("\n## Lint\n")[2].partition("\n## ")[0]
    assert [one for one in get_args(DisclosureFindingCode) if f"| `{one}` |" not in section] == []


def test_a_naive_now_is_refused():
    with pytest.raises(ValueError, match="aware"):
        lint_disclosure(policy(), now=NOW.replace(tzinfo=None))
