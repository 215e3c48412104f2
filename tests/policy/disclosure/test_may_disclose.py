"""May this be disclosed, to them, for this: each gate and each exception."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.policy.disclosure.build import (
    FIRM,
    HOA,
    LAN,
    MINH,
    NOW,
    PLACES,
    SOURCE,
    against,
    decided,
    denial,
    event,
    fact,
    move,
    permit,
    place,
    policy,
    processor,
    request,
    transit,
)

from omnidesk.policy import Decision, Facts, Item
from omnidesk.policy.consent import Ceiling, Ledger
from omnidesk.policy.disclosure import (
    Approval,
    Disclosure,
    DisclosureAnswer,
    DisclosureRequest,
    builtin_disclosure_policy,
    hand_over,
    may_disclose,
)
from omnidesk.policy.disclosure._gates import GATES
from omnidesk.policy.disclosure._needs import _CHECKS
from omnidesk.policy.disclosure._words import NEEDS, WORDS

EVERYBODY = ("staff", "named", "self", "admin", "processor", "partner", "public")
OPEN = policy(permit(to=EVERYBODY), permit("secrets", EVERYBODY, category=("credential",)))
PARTNER = request(role="partner", recipient="shop", act="share")


def asks(*needs, **more):
    return policy(permit(to=("partner",), needs=needs, **more))


# --- permits and denials --------------------------------------------------------------------------


def test_every_gate_answers_and_an_allowed_disclosure_names_its_permit():
    found = decided(request(), OPEN)
    assert [one.gate for one in found.gates] == sorted(GATES)
    assert (found.go, found.permits, found.words(), found.against) == ("allow", ("p",), (), ())


def test_nothing_is_permitted_by_a_policy_without_permits():
    found = decided(request(), policy())
    assert (found.go, found.permits) == ("deny", ())
    assert found.words() == ("Nothing permits it.",)
    assert found.words("vi") == ("Không có quy định nào cho phép.",)


@pytest.mark.parametrize(
    ("row", "asked", "fits"),
    [
        ({"acts": ("read",)}, {}, True),
        ({"acts": ("use",)}, {}, False),
        ({"purpose": ("support",)}, {}, True),
        ({"purpose": ("marketing",)}, {}, False),
        ({"category": ("message",)}, {}, True),
        ({"category": ("call",)}, {}, False),
        ({"channel": ("email",)}, {}, True),
        ({"channel": ("zalo",)}, {}, False),
        ({"about": ("person",)}, {}, True),
        ({"about": ("organisation",)}, {}, False),
        ({"first": date(2026, 11, 23)}, {}, False),
        ({"last": date(2026, 11, 21)}, {}, False),
        ({"first": date(2026, 11, 22), "last": date(2026, 11, 22)}, {}, True),
    ],
)
def test_what_a_row_names_limits_it(row, asked, fits):
    assert (decided(request(**asked), policy(permit(**row))).go == "allow") is fits
    denied = policy(permit(), denials=(denial(**row),))
    assert (against(request(**asked), denied) == {"denial": ("forbidden",)}) is fits


def test_whom_it_is_about_speaks_for_no_permit_and_for_every_denial_while_it_is_not_known():
    unknown = request(about=None)
    assert against(unknown, policy(permit(about=("person",)))) == {"permit": ("nothing_permits",)}
    denied = policy(permit(), denials=(denial(about=("organisation",)),))
    assert against(unknown, denied) == {"denial": ("forbidden",)}


@pytest.mark.parametrize(
    ("row", "forbids"),
    [
        ({}, True),
        ({"to": ("staff",)}, True),
        ({"to": ("partner",)}, False),
        ({"kinds": ("staff",)}, True),
        ({"kinds": ("third_party",)}, False),
        ({"kinds": ("third_party",), "to": ("staff",)}, True),
    ],
)
def test_a_denial_is_about_roles_kinds_or_everybody(row, forbids):
    rules = policy(permit(), denials=(denial(**row),))
    found = decided(request(), rules)
    assert (found.go == "deny") is forbids
    assert [one.rules for one in found.against] == ([("d",)] if forbids else [])


def test_no_grant_lifts_a_denial():
    rules = asks("consent").model_copy(update={"denials": (denial(),)})
    assert against(PARTNER, rules, events=[event(controller="shop")]) == {"denial": ("forbidden",)}


# --- exceptions -----------------------------------------------------------------------------------


def test_what_is_missing_is_named_in_words():
    found = decided(PARTNER, asks("law", "consent"))
    (gate,) = found.against
    assert (gate.reasons, gate.needs, gate.rules) == (("needs_unmet",), ("consent", "law"), ("p",))
    assert found.words()[0] == (
        "It is permitted only if more is shown. Everybody whom it is about would have to agree. "
        "A law would have to require it in a named case."
    )


def test_one_permit_whose_needs_are_met_is_enough():
    rules = policy(permit(to=("partner",), needs=("law",)), permit("q", ("partner",)))
    assert decided(PARTNER, rules).permits == ("q",)


def required(days=-1.0, name="c-1", **more):
    return fact("disclosure_required", days, name=name, **more)


def lifted(days=-1.0, name="c-1"):
    return fact("disclosure_lifted", days, name=name)


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ([required()], True),
        ([required(subject=None)], True),
        ([required(name="c-2")], False),
        ([required(subject=MINH)], False),
        ([required(1)], False),
        ([required(-2), lifted()], False),
        ([required(-2), lifted(name=None)], False),
        ([required(-2), lifted(name="c-2")], True),
        ([required(), lifted()], False),
        ([required(), lifted(-2)], True),
    ],
)
def test_a_law_requires_it_in_a_case(facts, allowed):
    asked = PARTNER.model_copy(update={"case": "c-1"})
    assert (decided(asked, asks("law"), *facts).go == "allow") is allowed


def test_a_law_without_a_case_requires_nothing():
    assert decided(PARTNER, asks("law"), required(), required(name=None)).go == "deny"


@pytest.mark.parametrize(
    ("events", "allowed"),
    [
        ([event(controller="shop")], True),
        ([event(controller="market")], False),
        ([event()], False),
        ([event(controller="shop", purpose="marketing")], False),
        ([event(controller="shop", channel="zalo")], False),
        ([event(controller="shop", channel="email")], True),
        ([event(controller="shop", expires_at=NOW)], False),
        ([event(controller="shop"), event("withdrawn", 0)], False),
        ([event(controller="shop"), event("withdrawn", 0, purpose=None)], False),
        ([event(controller="shop"), event("refused", 0, controller="shop")], False),
        ([event(controller="shop"), event("withdrawn", 0, purpose="marketing")], True),
        ([event(controller="shop", days=1)], False),
    ],
)
def test_consent_is_to_that_recipient_for_that_purpose(events, allowed):
    assert (decided(PARTNER, asks("consent"), events=events).go == "allow") is allowed


def test_a_consent_to_nobody_in_particular_is_none_to_somebody_unknown():
    unknown = PARTNER.model_copy(update={"recipient": None})
    found = decided(unknown, asks("consent"), events=[event()])
    assert [one.needs for one in found.against if one.gate == "permit"] == [("consent",)]


def test_everybody_whom_it_is_about_has_to_agree():
    two = PARTNER.model_copy(update={"subjects": (LAN, MINH)})
    one = event(controller="shop")
    other = event(controller="shop", subject=MINH)
    assert decided(two, asks("consent"), events=[one]).go == "deny"
    assert decided(two, asks("consent"), events=[one, other]).go == "allow"


@pytest.mark.parametrize("need", sorted({*_CHECKS} - {"controller_change"}))
def test_nobodys_consent_is_no_consent(need):
    nobody = PARTNER.model_copy(
        update={"subjects": (), "case": "c-1", "approval": approval(subjects=())}
    )
    assert decided(nobody, asks(need)).go == "deny"


def approval(**more):
    said: dict[str, Any] = {
        "id": "x-1",
        "permit": "p",
        "recipient": "shop",
        "subjects": (LAN, MINH),
        "reason": "threats",
        "requested_by": HOA,
        "approved_by": "boss",
        "approved_at": NOW - timedelta(days=1),
        "expires_at": NOW + timedelta(days=1),
    }
    return Approval(**said | more)


@pytest.mark.parametrize(
    ("more", "allowed"),
    [
        ({}, True),
        ({"permit": "q"}, False),
        ({"recipient": "market"}, False),
        ({"subjects": (MINH,)}, False),
        ({"approved_by": HOA}, False),
        ({"reason": "  "}, False),
        ({"approved_at": NOW + timedelta(seconds=1)}, False),
        ({"approved_at": NOW}, True),
        ({"expires_at": NOW}, False),
        ({"expires_at": NOW + timedelta(days=6)}, True),
        ({"expires_at": NOW + timedelta(days=6, seconds=1)}, False),
    ],
)
def test_an_approval_has_a_reason_an_approver_and_an_end(more, allowed):
    asked = PARTNER.model_copy(update={"approval": approval(**more)})
    assert (decided(asked, asks("approval", longest="P7D")).go == "allow") is allowed


@pytest.mark.parametrize("subject", [None, LAN])
@pytest.mark.parametrize(("name", "allowed"), [("x-1", False), (None, False), ("x-2", True)])
def test_an_approval_can_be_revoked(subject, name, allowed):
    asked = PARTNER.model_copy(update={"approval": approval()})
    revoked = fact("approval_revoked", subject=subject, name=name)
    assert (decided(asked, asks("approval"), revoked).go == "allow") is allowed


def test_the_longest_time_of_an_approval_is_the_shorter_that_could_be_meant():
    # A month from 31 January ends on the last day of February, and not on the day after.
    begun = NOW.replace(month=1, day=31)
    for end, go in ((NOW.replace(month=2, day=28), "allow"), (NOW.replace(month=3, day=1), "deny")):
        given = approval(approved_at=begun, expires_at=end)
        asked = PARTNER.model_copy(update={"approval": given})
        rules = asks("approval", longest="P1M")
        assert decided(asked, rules, now=begun + timedelta(days=7)).go == go


def test_an_approval_beyond_the_calendar_is_none():
    forever = approval(expires_at=NOW + timedelta(days=365_000))
    asked = PARTNER.model_copy(update={"approval": forever})
    assert decided(asked, asks("approval")).go == "allow"
    assert decided(asked, asks("approval", longest="P9999Y")).go == "deny"


def test_an_approval_shows_nothing_of_its_reason():
    assert "threats" not in repr(approval())
    assert "boss" not in repr(approval())


def test_clients_are_those_with_a_contract():
    assert decided(PARTNER, asks("client")).go == "deny"
    assert decided(PARTNER, asks("client"), fact("contract_started")).go == "allow"


@pytest.mark.parametrize(
    ("facts", "client"),
    [
        ([fact("contract_started", -2, name="a"), fact("contract_ended", -1, name="a")], False),
        ([fact("contract_started", -2, name="a"), fact("contract_ended", -1, name="b")], True),
        ([fact("contract_started", -1, name="a"), fact("contract_ended", -2, name="a")], True),
        ([fact("contract_started", -2, name="a"), fact("contract_started", -2, name="b"),
          fact("contract_ended", -1, name="b")], True),
        ([fact("contract_started", 1, name="a")], False),
        ([fact("contract_started", subject=MINH)], False),
    ],
)  # fmt: skip
def test_a_client_has_a_contract_that_runs(facts, client):
    assert (decided(PARTNER, asks("client"), *facts).go == "allow") is client


def test_who_has_not_opted_out_is_named_until_they_do():
    assert decided(PARTNER, asks("not_opted_out")).go == "allow"
    for kind in ("withdrawn", "refused"):
        assert decided(PARTNER, asks("not_opted_out"), events=[event(kind)]).go == "deny"


@pytest.mark.parametrize(
    ("events", "allowed"),
    [
        ([event("withdrawn", purpose=None)], False),
        ([event("withdrawn", controller="hoasen", channel="sms")], False),
        ([event("withdrawn", purpose="marketing")], True),
        ([event("withdrawn", 1)], True),
        ([event("expired")], True),
        ([event("withdrawn", -2), event()], True),
        ([event("withdrawn", -2), event(days=-2)], False),
        ([event("withdrawn", -2), event(purpose="marketing")], False),
        ([event("withdrawn", -2), event(days=1)], False),
        ([event("withdrawn", -2), event(expires_at=NOW)], False),
        ([event("withdrawn", -2), event(expires_at=NOW + timedelta(days=1))], True),
        ([event("withdrawn", -2, controller="hoasen"), event()], False),
        ([event("withdrawn", -2, controller="hoasen"), event(controller="hoasen")], True),
    ],
)
def test_a_no_counts_to_whomever_it_was_said_until_it_is_taken_back(events, allowed):
    assert (decided(PARTNER, asks("not_opted_out"), events=events).go == "allow") is allowed


@pytest.mark.parametrize(
    ("events", "allowed"),
    [
        ([event("withdrawn", 0, controller="hoasen")], False),
        ([event("withdrawn", 0, controller="hoasen", purpose=None)], False),
        ([event("withdrawn", 0, controller="market")], True),
        ([event("withdrawn", -2, controller="hoasen")], True),
    ],
)
def test_a_no_to_the_desk_is_a_no_to_whom_it_passes_on(events, allowed):
    rules = asks("consent").model_copy(update={"controller": "hoasen"})
    given = event(controller="shop")
    assert (decided(PARTNER, rules, events=[given, *events]).go == "allow") is allowed


def test_a_notice_says_what_for_and_which_words_and_comes_first():
    for told, allowed in (
        (event("notice_shown", notice_version="1"), True),
        (event("notice_shown", wording=f"sha256:{'0' * 64}"), True),
        (event("notice_shown"), False),
        (event("notice_shown", notice_version="1", purpose=None), False),
        (event("notice_shown", 1, notice_version="1"), False),
    ):
        assert (decided(PARTNER, asks("notice"), events=[told]).go == "allow") is allowed


def test_a_new_controller_takes_consents_refusals_and_holds_along():
    facts = fact("controller_changed", subject=None, name="shop"), fact("hold_placed", name="c")
    events = [event("refused")]
    rules = asks("controller_change", "handover")
    assert decided(PARTNER, rules, *facts, events=events).against[0].needs == ("handover",)
    goes = hand_over([LAN], Ledger(events), Facts(facts))
    asked = PARTNER.model_copy(update={"handover": goes.digest})
    assert decided(asked, rules, *facts, events=events).go == "allow"
    # What has changed since must go along too.
    more = [*events, event("withdrawn", 0)]
    assert decided(asked, rules, *facts, events=more).go == "deny"
    other = fact("controller_changed", subject=None, name="market"), facts[1]
    assert decided(asked, rules, *other, events=events).against[0].needs == ("controller_change",)


def test_a_handover_has_what_concerns_the_subjects_and_the_holds_of_the_desk():
    facts = Facts(
        [
            fact("objected"),
            fact("objected", subject=MINH),
            fact("hold_placed", subject=None, name="c-1"),
            fact("hold_released", subject=MINH, name="c-2"),
            fact("business_ceased", subject=None),
        ]
    )
    goes = hand_over([LAN, LAN], Ledger([event(), event(subject=MINH)]), facts)
    assert goes.subjects == (LAN,)
    assert [one.subject for one in goes.consents] == [LAN]
    assert {one.kind for one in goes.facts} == {"objected", "hold_placed"}
    assert len(goes.facts) == 2
    assert LAN not in repr(goes)


def test_a_need_that_cannot_be_worked_out_is_not_met(monkeypatch):
    def fail(*_):
        raise OverflowError

    rules = policy(permit(to=("partner",), needs=("law",)), permit("q", ("partner",)))
    monkeypatch.setitem(_CHECKS, "law", fail)
    assert decided(PARTNER, rules).permits == ("q",)
    assert against(PARTNER, asks("law")) == {"permit": ("needs_unmet",)}


# --- who they are ---------------------------------------------------------------------------------


def test_a_role_that_the_policy_lacks_receives_nothing():
    found = against(request(role="stranger"), OPEN)
    assert found == {"permit": ("nothing_permits",), "recipient": ("role_unknown",)}


def test_staff_are_those_whom_a_fact_names():
    asked = request(role="named")
    given = fact("role_given", -2, HOA, "named")
    assert against(asked, OPEN) == {"recipient": ("not_named",)}
    assert against(asked, OPEN, given) == {}
    assert against(request(role="named", recipient=None), OPEN, given) != {}
    assert against(asked, OPEN, fact("role_given", -2, HOA, "other")) != {}
    assert against(asked, OPEN, given, fact("role_ended", -1, HOA, "other")) == {}
    assert against(asked, OPEN, given, fact("role_ended", -1, HOA, "named")) != {}


@pytest.mark.parametrize(
    ("level", "name", "allowed"),
    [
        ("identity", "identity", True),
        ("identity", "contact", False),
        ("contact", "contact", True),
        ("contact", "identity", True),
        ("contact", "guess", False),
        ("none", None, True),
    ],
)
def test_people_see_their_own_when_it_is_sure_enough_that_it_is_they(level, name, allowed):
    (role,) = [one for one in OPEN.recipients if one.id == "self"]
    rules = OPEN.model_copy(
        update={"recipients": (role.model_copy(update={"verification": level}),)}
    )
    known = [fact("verified", name=name)] if name else []
    asked = request(role="self", recipient=LAN)
    assert (against(asked, rules, *known) == {}) is allowed
    ended = [*known, fact("verification_ended", 0)]
    assert (against(asked, rules, *ended) == {}) is (level == "none")


@pytest.mark.parametrize("subjects", [(LAN, MINH), (MINH,), ()])
def test_people_see_nothing_that_is_somebody_elses_too(subjects):
    asked = request(role="self", recipient=LAN, subjects=subjects)
    known = fact("verified", name="identity")
    assert against(asked, OPEN, known) == {"recipient": ("not_theirs_alone",)}


def test_an_administrator_acts_for_members_of_their_own_firm():
    asked = request(role="admin", recipient="boss", subjects=(LAN, MINH), act="delete")
    boss = fact("admin_given", subject="boss", name=FIRM)
    lan, minh = (fact("membership_began", -2, one, FIRM) for one in (LAN, MINH))
    assert against(asked, OPEN, boss, lan, minh) == {}
    for fewer in ((boss, lan), (lan, minh), (boss, lan, fact("membership_began", -2, MINH, "x"))):
        assert against(asked, OPEN, *fewer) == {"recipient": ("not_their_member",)}
    left = fact("membership_ended", -1, MINH, FIRM)
    assert against(asked, OPEN, boss, lan, minh, left) == {"recipient": ("not_their_member",)}
    nobody = asked.model_copy(update={"subjects": ()})
    assert against(nobody, OPEN, boss) == {"recipient": ("not_their_member",)}


@pytest.mark.parametrize(("role", "allowed"), [("partner", False), ("public", True)])
def test_it_must_be_known_who_receives_it_unless_everybody_does(role, allowed):
    found = against(request(role=role, recipient=None), OPEN)
    assert (found == {}) is allowed
    assert allowed or found == {"recipient": ("recipient_unknown",)}


# --- what it holds, and how it travels ------------------------------------------------------------


def test_no_permit_for_anything_means_credentials():
    asked = request(category="credential")
    assert against(asked, policy(permit())) == {"permit": ("nothing_permits",)}
    assert against(asked, OPEN) == {}


@pytest.mark.parametrize("role", ["partner", "processor", "public"])
def test_credentials_never_leave(role):
    asked = request(role=role, recipient="cloud", category="credential")
    assert "secret" in against(asked, OPEN)["sensitive"]


@pytest.mark.parametrize("act", ["export", "share", "sell", "rent", "publish", "transfer"])
@pytest.mark.parametrize("held", ["secret", "card_number", "card_code"])
def test_secrets_and_cards_are_never_taken_out(act, held):
    found = against(request(act=act, contains=(held,)), OPEN)
    assert found == {"sensitive": (held,)}


@pytest.mark.parametrize(
    ("held", "act", "allowed"),
    [
        ("secret", "read", True),
        ("card_number", "use", True),
        ("card_code", "read", False),
        ("card_code", "collect", False),
        ("card_code", "delete", True),
    ],
)
def test_inside_the_code_of_a_card_can_only_go(held, act, allowed):
    assert (against(request(act=act, contains=(held,)), OPEN) == {}) is allowed


def test_what_nobody_has_looked_through_stays_inside():
    assert against(request(contains=None), OPEN) == {}
    assert against(request(contains=None, act="export"), OPEN) == {"sensitive": ("not_inspected",)}
    found = against(request(role="public", contains=None), OPEN)
    assert found == {"sensitive": ("not_inspected",)}


@pytest.mark.parametrize(
    ("more", "allowed"),
    [
        ({"restricted_to": None}, True),
        ({"restricted_to": ("support", "tax")}, True),
        ({"restricted_to": ("tax",)}, False),
        ({"restricted_to": ()}, False),
        ({"restricted_to": (), "act": "delete"}, True),
        ({"restricted_to": (), "act": "restrict"}, True),
        ({"restricted_to": (), "role": "self", "recipient": LAN}, True),
        ({"restricted_to": (), "role": "public"}, False),
    ],
)
def test_what_is_restricted_serves_what_the_restriction_leaves(more, allowed):
    found = against(request(**more), OPEN, fact("verified", name="identity"))
    assert found == ({} if allowed else {"restriction": ("restricted",)})


def test_an_item_is_asked_about_within_what_is_decided_about_it():
    item = Item(id="i", category="call", channel="calls", subjects=(LAN, MINH))
    asked: dict[str, Any] = {"role": "staff", "act": "read", "purpose": "support"}
    found = DisclosureRequest.from_item(item, **asked)
    assert (found.category, found.channel, found.subjects) == ("call", "calls", (LAN, MINH))
    assert (found.restricted_to, found.recipient, found.contains) == (None, None, None)
    left = Decision(item="i", state="restricted", purposes=("tax",))
    more: dict[str, Any] = {"recipient": HOA, "about": "person", "contains": (), "decision": left}
    found = DisclosureRequest.from_item(item, **asked, **more)
    assert (found.restricted_to, found.recipient, found.contains) == (("tax",), HOA, ())
    assert found.about == "person"
    with pytest.raises(ValueError, match="another item"):
        DisclosureRequest.from_item(item, **asked, decision=Decision(item="j", state="pending"))


@pytest.mark.parametrize(("encrypted", "allowed"), [(True, True), (False, False), (None, False)])
def test_what_must_be_encrypted_is(encrypted, allowed):
    rules = OPEN.model_copy(update={"transit": (transit(),)})
    assert (against(request(encrypted=encrypted), rules) == {}) is allowed
    later = OPEN.model_copy(update={"transit": (transit(first=date(2026, 12, 1)),)})
    assert against(request(encrypted=encrypted), later) == {}


# --- where it goes --------------------------------------------------------------------------------

PLACED = OPEN.model_copy(update={"regions": PLACES, "processors": (processor(),)})
CLOUD = request(
    role="processor", recipient="cloud", customer=FIRM, customer_country="DE", region="DE"
)


def test_a_sub_processor_of_the_register_works_where_it_is():
    assert against(CLOUD, PLACED) == {}
    stranger = CLOUD.model_copy(update={"recipient": "other"})
    assert against(stranger, PLACED) == {"processor": ("processor_unknown",)}
    nobody = CLOUD.model_copy(update={"recipient": None})
    assert against(nobody, PLACED) == {
        "processor": ("processor_unknown",),
        "recipient": ("recipient_unknown",),
    }


def test_a_sub_processor_is_asked_about_for_a_customer():
    nobody = CLOUD.model_copy(update={"customer": None})
    unplaced = PLACED.model_copy(update={"regions": ()})
    assert against(nobody, unplaced) == {"processor": ("customer_unknown",)}
    objects = fact("processor_objected", subject=FIRM, name="cloud")
    assert against(CLOUD, PLACED, objects) == {"processor": ("processor_objection",)}


def test_a_sub_processor_has_data_in_its_places_only():
    moved = PLACED.model_copy(update={"moves": (move(),)})
    there = CLOUD.model_copy(update={"region": "VN"})
    assert against(there, moved) == {"processor": ("processor_place",)}
    assert against(there, PLACED) == {"processor": ("processor_place",), "region": ("leaves_home",)}


@pytest.mark.parametrize(
    ("use", "allowed"), [("storage", True), ("processing", False), (None, False)]
)
def test_storage_and_processing_are_told_apart(use, allowed):
    row = processor(places=(place("eu", "DE", "storage"),))
    rules = PLACED.model_copy(update={"processors": (row,)})
    found = against(CLOUD.model_copy(update={"use": use}), rules)
    assert found == ({} if allowed else {"processor": ("processor_place",)})


def test_without_regions_it_does_not_matter_where_it_is():
    anywhere = PLACED.model_copy(update={"regions": ()})
    assert against(CLOUD.model_copy(update={"region": None}), anywhere) == {}


def test_residency_is_about_whoever_is_outside_and_not_about_what_is_published():
    assert against(request(), PLACED) == {}
    assert against(request(role="public", recipient=None), PLACED) == {}
    found = against(request(role="partner", recipient="shop"), PLACED)
    assert found == {"region": ("home_unknown", "region_unknown")}


# --- the whole ------------------------------------------------------------------------------------


def test_every_reason_and_need_has_words_in_both_languages():
    for words in (*WORDS.values(), *NEEDS.values()):
        assert all(one.endswith(".") for one in words)
        assert words[0] != words[1]
    assert set(_CHECKS) <= set(NEEDS)


def test_a_disclosure_shows_no_more_than_answers():
    found = decided(request(), OPEN)
    assert isinstance(found, Disclosure)
    assert all(isinstance(one, DisclosureAnswer) for one in found.gates)
    assert LAN not in repr(found) + repr(request())


def test_laws_that_end_consents_count():
    law = Ceiling(
        id="short", region="VN", zone="UTC", period="P1D", first=date(2020, 1, 1), source=SOURCE
    )
    agreed = Ledger([event(controller="shop", days=-2)])
    for laws, go in (((), "allow"), ((law,), "deny")):
        found = may_disclose(PARTNER, asks("consent"), agreed, Facts(), now=NOW, ceilings=laws)
        assert found.go == go


def test_a_built_in_policy_decides_as_a_made_up_one():
    rules = builtin_disclosure_policy("links")
    assert decided(request(purpose="contact"), rules).permits == ("C05-contact",)
