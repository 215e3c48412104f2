"""Subject requests: what is given, what is done, what is refused and why, and by when."""

import json
from datetime import UTC, date, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.build import erase, fact, keep, on, policies, policy, restrict
from tests.policy.desk import (
    FACTS,
    HOA,
    KEPT,
    KEY,
    LAN,
    LAN_ID,
    LAN_MAIL,
    LAN_PHONE_ID,
    MINH,
    NOW,
    PLANTED,
    RULES,
    WORDS,
    asked,
    called,
    conversation,
    forwarded,
    message,
)

from omnidesk.events import RightsRequested
from omnidesk.model import Attachment, Person, RightsKind, RightsRequest
from omnidesk.policy import (
    ASKS,
    REDACTED,
    REQUIRED,
    BusinessCalendar,
    Facts,
    SubjectRequest,
    answer_request,
    apply,
    clock,
    dump_export,
    export_text,
    items,
    plan,
    request_facts,
    request_of,
    subject_id,
)
from omnidesk.testing import make_event, make_source

RECEIVED = datetime(2026, 2, 12, 9, 30, tzinfo=UTC)
WEEK = BusinessCalendar(
    id="vn",
    zone="Asia/Ho_Chi_Minh",
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    holidays=(date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18)),
)


def request(kind, verification="identity", law="vn", **more):
    return SubjectRequest(
        id="r1",
        kind=kind,
        identities=LAN.identities,
        verification=verification,
        law=law,
        received_at=RECEIVED,
        **more,
    )


def answered(kind, *conversations, rules=RULES, facts=(), verification="identity", **more):
    extra = {key: more.pop(key) for key in ("correct_name",) if key in more}
    return answer_request(
        request(kind, verification, **extra),
        conversations or (asked(), called(), forwarded()),
        rules,
        Facts(facts),
        now=NOW,
        **more,
    )


def own(*conversations):
    return {
        item.id
        for each in conversations
        for item in items(each)
        if {LAN_ID, LAN_PHONE_ID} & set(item.subjects)
    }


# --- who asks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "verification"), [("access", "contact"), ("port", "none"), ("erase", "none")]
)
def test_nothing_is_given_or_erased_until_it_is_sure_who_asks(kind, verification):
    found = answered(kind, verification=verification)
    assert (found.status, found.granted, found.facts, found.export) == ("unverified", (), (), None)
    assert found.reason.startswith("Please")


def test_to_stop_using_data_needs_no_proof():
    rules = policy(restrict("R", anchor=on("objected", of="any")))
    assert answered("object", asked(), verification="none", rules=rules).status == "granted"


def test_whoever_says_nothing_is_asked_what_they_want():
    found = answered("unspecified", language="vi")
    assert (found.status, found.reason.startswith("Vui lòng")) == ("unclear", True)


def test_somebody_of_whom_there_is_nothing_is_told_so():
    found = answered("erase", forwarded())
    assert (found.status, found.facts) == ("nothing", ())


# --- export ---------------------------------------------------------------------------------------


def test_an_export_has_what_is_theirs_and_nothing_of_others():
    found = answered("access")
    text = dump_export(found.export)
    assert WORDS in json.loads(text)["items"][0]["content"]["text"]
    assert found.export.items[0].part == "text"
    for other in (HOA, MINH):
        assert str(other.name) not in text
        assert other.identities[0].value not in text
    assert "0901 112 233" in text


def test_other_people_in_somebodys_own_words_are_redacted():
    said = message("m1", LAN, "Em gọi anh Trần Quang Minh rồi", 1)
    found = answered("access", conversation("c", said))
    assert found.export.items[0].content["text"] == f"Em gọi anh {REDACTED} rồi"


def test_what_is_other_peoples_too_is_withheld_and_said_so():
    found = answered("access", called())
    assert {(one.category, one.why.split()[0]) for one in found.refused} == {
        ("recording", "It"),
        ("transcript", "It"),
        ("raw", "What"),
    }
    (record,) = [one for one in found.export.items if one.category == "call"]
    assert [party.get("name") for party in record.content["parties"]] == [LAN.name, None]


def test_an_export_can_be_read_by_people():
    said = message("m1", LAN, "Một\nhai", 1, attachments=(Attachment(kind="image"),), quoted="Ba")
    found = answered("access", conversation("c", said), rules=policy(erase("E", "P1Y")))
    text = export_text(found.export)
    assert text.startswith("# Your data\n\nMade on 2026-03-01.")
    assert "    text:\n      Một\n      hai\n" in text
    assert "Kept until 2027-01-31." in text
    assert "\n    quoted: Ba\n" in text
    assert "# Dữ liệu của bạn" in export_text(found.export, language="vi")
    undated = message("m1", LAN, "", 1, sources=()).model_copy(update={"sent_at": None})
    found = answered("access", conversation("c", undated))
    assert "email, no date" in export_text(found.export)


@given(PLANTED, st.sampled_from(["access", "erase", "restrict", "rectify"]), policies())
def test_what_is_granted_and_what_is_refused_is_all_that_is_theirs(planted, kind, rules):
    conversations = asked(planted), called(), forwarded(planted)
    found = answered(kind, *conversations, rules=rules)
    refused = {one.item for one in found.refused}
    assert set(found.granted) | refused == own(*conversations)
    assert not set(found.granted) & refused


def test_after_an_erasure_an_export_has_what_is_kept_and_no_more():
    conversations = (asked(),)
    made = plan(conversations, KEPT, FACTS, now=NOW)
    done = apply(made, conversations, KEPT, FACTS, now=NOW, key=KEY)
    facts = FACTS | [one.confirm(NOW).fact for one in done.removals]
    left = answered("access", *done.conversations, rules=KEPT, facts=facts)
    # Who she is stays with what is kept of her.
    assert {one.category for one in left.export.items} == {"message", "identity"}
    made = plan(conversations, RULES, FACTS, now=NOW)
    done = apply(made, conversations, RULES, FACTS, now=NOW, key=KEY)
    facts = FACTS | [one.confirm(NOW).fact for one in done.removals]
    assert answered("access", *done.conversations, facts=facts).status == "nothing"


# --- erase, restrict, object, rectify -------------------------------------------------------------


def test_what_an_erasure_grants_the_next_plan_carries_out():
    found = answered("erase", asked())
    assert (found.status, found.refused) == ("granted", ())
    made = plan([asked()], RULES, Facts(found.facts), now=NOW)
    assert {one.item for one in made.entries} == set(found.granted)


def test_an_erasure_that_is_refused_says_what_stands_against_it():
    facts = [fact("hold_placed", 1, name="Vụ Nguyễn Thị Lan", subject=LAN_ID)]
    held = answered("erase", asked(), facts=facts)
    assert held.status == "refused"
    assert {one.rules for one in held.refused} == {("hold",)}
    assert "legal matter" in held.refused[0].why
    kept = answered("erase", asked(), rules=KEPT)
    assert kept.status == "partly"
    assert {one.category for one in kept.refused} == {"message"}
    assert all("until" in one.why for one in kept.refused)
    asks = policy(erase("E", "P0D", "right", on("erasure_requested"), action="review"))
    assert answered("erase", asked(), rules=asks).refused[0].why.startswith("Somebody must decide")


def test_an_objection_limits_what_depends_on_it_and_nothing_else():
    rules = policy(
        restrict("R", anchor=on("objected", of="any"), when={"category": ("message",)}),
        keep("K", "P1Y"),
    )
    found = answered("object", asked(), rules=rules)
    assert (found.status, len(found.granted)) == ("partly", 2)
    withdrawn = policy(erase("E", "P1Y", anchor=on("consent_withdrawn", of="any")))
    assert answered("withdraw", asked(), rules=withdrawn).status == "granted"


def test_a_rule_for_a_purpose_or_a_region_is_found():
    narrow = policy(
        erase(
            "E",
            "P0D",
            anchor=on("erasure_requested"),
            when={"purpose": ("consent",), "region": ("VN",)},
        )
    )
    assert answered("erase", asked(), rules=narrow).status == "refused"
    found = answered("erase", asked(), rules=narrow, region="VN", purposes=["consent"])
    assert found.status == "granted"


def test_a_name_is_corrected_and_what_was_written_is_not():
    found = answered("rectify", correct_name="Nguyễn Thị Lan Anh")
    first = found.corrected[0]
    assert first.messages[0].author.name == "Nguyễn Thị Lan Anh"
    assert first.messages[0].author.name_source == "submitted"
    assert first.messages[0].text == WORDS
    assert first.messages[1].author == HOA
    assert found.status == "partly"
    assert answered("rectify").corrected == ()


def test_a_person_is_known_under_every_address():
    person = Person(id="person_1", identities=LAN.identities, links=())
    found = answered("erase", asked(), people=[person])
    assert {one.subject for one in found.facts} == {"person_1"}


# --- events and facts -----------------------------------------------------------------------------


def test_what_a_platform_reports_becomes_a_request():
    asks = RightsRequest(kind="erase", subject=LAN)
    event = make_event(RightsRequested, request=asks, source=make_source(received_at=RECEIVED))
    found = request_of(event, law="vn", verification="contact")
    assert found is not None
    assert (found.kind, found.identities, found.received_at) == ("erase", LAN.identities, RECEIVED)
    assert [(one.kind, one.subject) for one in request_facts(found)] == [
        ("erasure_requested", one) for one in sorted([LAN_ID, LAN_PHONE_ID])
    ]
    nobody = make_event(RightsRequested, request=RightsRequest(kind="erase"))
    assert request_of(nobody, law="vn") is None
    undated = make_event(RightsRequested, request=asks, source=make_source(received_at=None))
    assert request_of(undated, law="vn") is None
    dated = request_of(undated, law="vn", received_at=NOW)
    assert dated is not None
    assert dated.received_at == NOW


def test_no_repr_of_a_request_or_an_answer_tells_who_it_is():
    asks = request("access", correct_name=LAN.name)
    shown = repr(asks) + repr(answered("access"))
    assert str(LAN.name) not in shown
    assert LAN_MAIL.value not in shown
    assert subject_id(LAN_MAIL) not in shown


# --- the clock ------------------------------------------------------------------------------------


def vietnam(day, month=3):
    """The end of a day in Vietnam."""
    return datetime(2026, month, day, 17, tzinfo=UTC)


def test_vietnam_counts_working_days_over_tet():
    # A Thursday; Friday is the first working day, Monday to Wednesday are off, Thursday the second.
    found = clock("object", "vn", RECEIVED, calendar=WEEK)
    assert found.acknowledge_by == vietnam(19, 2)
    assert (found.due_at, found.extended_to) == (vietnam(27, 2), vietnam(16))
    assert found.certainty == "secondary"
    others = clock("object", "vn", RECEIVED, calendar=WEEK, through_others=True)
    assert others.due_at == vietnam(4)


def test_without_a_calendar_working_days_are_not_known_and_days_are():
    found = clock("erase", "vn", RECEIVED)
    assert (found.acknowledge_by, found.due_at) == (None, vietnam(4))
    assert found.certainty == "unconfirmed"


def test_the_gdpr_gives_a_month_and_two_more():
    found = clock("access", "gdpr", RECEIVED)
    assert found.due_at == datetime(2026, 3, 13, tzinfo=UTC)
    assert found.extended_to == datetime(2026, 5, 13, tzinfo=UTC)


def test_the_law_of_the_day_of_receipt_counts():
    earlier = datetime(2025, 12, 31, 9, tzinfo=UTC)
    assert clock("erase", "vn", earlier).due_at == datetime(2026, 1, 3, 9, tzinfo=UTC)
    # In Vietnam it is the new year already.
    assert clock("erase", "vn", earlier.replace(hour=18)).certainty == "unconfirmed"


def test_a_term_that_nobody_knows_is_none():
    found = clock("erase", "atlantis", RECEIVED)
    assert (found.due_at, found.extended_to, found.certainty) == (None, None, None)
    last = datetime.max.replace(tzinfo=UTC)
    assert clock("access", "gdpr", last).due_at is None
    assert clock("object", "vn", last).law == "vn"
    assert clock("object", "vn", NOW.replace(year=2027), calendar=WEEK).due_at is None


def test_every_right_is_a_fact_and_says_how_sure_it_must_be():
    assert set(ASKS) == set(REQUIRED) == set(get_args(RightsKind))
