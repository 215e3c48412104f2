"""What conversations say that a send decision reads."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.contact.asking import CLASSES, SENDER, desk, kind

from omnidesk.adapters.email import Email
from omnidesk.adapters.zalo import Zalo, interactions
from omnidesk.assembly import assemble
from omnidesk.model import (
    Action,
    Call,
    Consent,
    Conversation,
    Edit,
    Identity,
    IdentityLink,
    Message,
    Notice,
    Participant,
    Person,
    Receipt,
    Referral,
)
from omnidesk.policy import Facts, subject_id
from omnidesk.policy.consent import ConsentEvent, Ledger
from omnidesk.policy.contact import SendRequest, contact_facts, may_send, next_allowed, sent_facts
from omnidesk.testing import builtin_samples

AT = datetime(2026, 11, 3, 5, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)
LAN_ID = Identity(scheme="messenger", value="1001", scope="page")
MINH_ID = Identity(scheme="messenger", value="1002", scope="page")
LAN = Participant(role="customer", identities=(LAN_ID,))
MINH = Participant(role="customer", identities=(MINH_ID,))
SHOP = Participant(role="business", identities=(Identity(scheme="messenger", value="page"),))
WHO = subject_id(LAN_ID)


def conversation(*entries, channel="messenger", participants=(LAN, SHOP)):
    return Conversation(
        id="c", channel=channel, account="page", participants=participants, entries=entries
    )


def said(name="m1", **more):
    said_: dict[str, Any] = {"author": LAN, "direction": "inbound", "sent_at": AT, "text": "Chào"}
    return Message(id=name, **said_ | more)


def answered(name="m2", **more):
    return said(name, **{"author": SHOP, "direction": "outbound", "origin": "own_app"} | more)


def found(*entries, **more):
    facts = contact_facts(conversation(*entries, **more))
    return [(one.kind, one.name, one.at) for one in facts if one.subject == WHO]


def test_a_message_is_an_interaction():
    assert found(said()) == [("interacted", "messenger/message", AT)]


@pytest.mark.parametrize(
    ("more", "deed"),
    [
        ({"action": Action(kind="quick_reply", payload="X")}, "message"),
        ({"action": Action(kind="postback", payload="X")}, "postback"),
        ({"action": Action(kind="menu")}, "postback"),
        ({"referral": Referral(source="ADS", ad_id="77")}, "ad_message"),
        ({"referral": Referral(source="ADS")}, "ad_message"),
        ({"referral": Referral(source="SHORTLINK", ref="x")}, "message"),
        ({"state": "edited", "edited_at": LATER, "edits": (Edit(text="Cháo", at=AT),)}, "message"),
        ({"state": "hidden"}, "message"),
    ],
)
def test_what_somebody_did_is_in_the_name(more, deed):
    assert found(said(**more)) == [("interacted", f"messenger/{deed}", AT)]


@pytest.mark.parametrize(
    "more",
    [
        {"state": "deleted", "deleted_at": LATER},
        {"visibility": "internal"},
        {"direction": "internal"},
        {"direction": "unknown"},
        {"automatic": "auto_reply"},
        {"automatic": "bounce"},
        {"automatic": "list"},
        {"sent_at": None},
        {"author": SHOP},
        {"author": Participant(role="unknown", identities=(LAN_ID,))},
        {"author": Participant(role="customer")},
    ],
)
def test_what_is_no_interaction(more):
    assert found(said(**more)) == []


def test_what_is_quoted_and_what_was_read_open_nothing():
    read = Receipt(kind="read", actor=LAN, at=LATER, by_watermark=True)
    facts = found(answered(quoted="Chào shop", receipts=(read,)))
    assert facts == [("message_sent", "messenger/m2", AT), ("delivered", "messenger/m2", LATER)]


def test_what_went_out_counts_for_whom_it_names_or_else_for_all_of_them():
    assert found(answered(to=(MINH,))) == []
    assert found(answered()) == [("message_sent", "messenger/m2", AT)]
    assert found(answered(sent_at=None)) == []
    assert found(answered(to=(MINH,), cc=(LAN,))) == [("message_sent", "messenger/m2", AT)]


def test_the_channel_behind_a_platform_counts_as_well():
    entries = said(via="whatsapp"), answered(via="whatsapp", sent_at=LATER)
    assert sorted(found(*entries, channel="sunshine")) == [
        ("interacted", "sunshine/message", AT),
        ("interacted", "whatsapp/message", AT),
        ("message_sent", "sunshine/m2", LATER),
        ("message_sent", "whatsapp/m2", LATER),
    ]
    assert found(said(via="messenger")) == found(said())


def test_a_failed_delivery_is_evidence_about_whom_it_names():
    failed = Receipt(kind="failed", actor=LAN, at=LATER, reason="5.1.1")
    assert found(answered(receipts=(failed,)))[1:] == [("delivery_failed", "messenger/m2", LATER)]
    other = failed.model_copy(update={"actor": MINH})
    assert found(answered(receipts=(other,))) == [("message_sent", "messenger/m2", AT)]


def test_a_receipt_that_names_nobody_counts_for_the_only_recipient():
    failed = Receipt(kind="failed")
    assert found(answered(receipts=(failed,)))[0] == ("delivery_failed", "messenger/m2", AT)
    both = answered(receipts=(failed,), to=(LAN, MINH))
    assert found(both) == [("message_sent", "messenger/m2", AT)]
    assert found(answered(sent_at=None, receipts=(failed,))) == []


def test_that_a_message_was_handed_on_is_no_delivery():
    handed = Receipt(kind="sent", actor=LAN, at=LATER)
    assert found(answered(receipts=(handed,))) == [("message_sent", "messenger/m2", AT)]


def call(**more):
    seen: dict[str, Any] = {"parties": (LAN, SHOP), "started_at": AT, "direction": "inbound"}
    return Call(id="k1", **seen | more)


@pytest.mark.parametrize(
    ("more", "facts"),
    [
        ({}, [("interacted", "call/call", AT), ("interacted", "calls/call", AT)]),
        ({"direction": "outbound", "outcome": "missed"}, [("message_sent", "call/k1", AT)]),
        (
            {"direction": "outbound", "outcome": "answered", "answered_at": LATER},
            [
                ("message_sent", "call/k1", AT),
                ("interacted", "call/call", LATER),
                ("interacted", "calls/call", LATER),
            ],
        ),
        ({"direction": "internal"}, []),
        ({"started_at": None}, []),
    ],
)
def test_calls(more, facts):
    assert found(call(**more), channel="calls") == facts


def notice(kind_, **more):
    return Notice(**{"id": "n", "kind": kind_, "occurred_at": AT, "actor": LAN} | more)


def allowed(signal, state="granted", **more):
    return notice("consent", consent=Consent(state=state, signal=signal, **more))


@pytest.mark.parametrize(
    ("entry", "facts"),
    [
        (notice("followed"), [("interacted", "zalo/follow", AT)]),
        (notice("opened"), [("interacted", "zalo/open", AT)]),
        (notice("unfollowed"), [("channel_unusable", "zalo", AT)]),
        (notice("blocked"), [("channel_unusable", "zalo", AT)]),
        (notice("unblocked"), [("channel_usable", "zalo", AT)]),
        (notice("left"), []),
        (notice("followed", occurred_at=None), []),
        (notice("followed", actor=None), []),
        (notice("delivery_failed", target=LAN, actor=None), [("delivery_failed", "zalo", AT)]),
        (notice("delivery_failed"), []),
        (allowed("call_consent"), [("interacted", "zalo_call/call_consent", AT)]),
        (allowed("call_consent", "refused"), []),
        (allowed("opt_in", subject=LAN), [("interacted", "zalo/opt_in", AT)]),
        (allowed("opt_in", subject=MINH), []),
        (allowed("follow"), []),
    ],
)
def test_notices(entry, facts):
    assert found(entry, channel="zalo") == facts


def test_to_unlike_a_page_is_no_block():
    assert found(notice("unfollowed"), channel="facebook") == []


def test_whoever_unfollows_on_zalo_gets_nothing_there_until_they_write_again():
    gone = conversation(said(), notice("unfollowed", occurred_at=LATER), channel="zalo")
    asked, moment = request("zalo"), LATER + timedelta(minutes=5)
    found_ = may_send(asked, Ledger(), Facts(), POLICY, now=moment, conversation=gone)
    assert [one.gate for one in found_.against] == ["reach"]
    back = conversation(said("m5", sent_at=moment), channel="zalo")
    several = [gone, back]
    assert (
        may_send(asked, Ledger(), Facts(), POLICY, now=moment, conversation=several).go == "allow"
    )


def test_facts_are_about_people_where_it_is_known_who_is_who():
    links = (IdentityLink(identities=(LAN_ID, MINH_ID), evidence="agent"),)
    person = Person(id="person_1", identities=(LAN_ID, MINH_ID), links=links)
    facts = contact_facts([conversation(said()), conversation(said("m9", author=MINH))])
    known = contact_facts(
        [conversation(said()), conversation(said("m9", author=MINH))], people=[person]
    )
    assert {one.subject for one in facts} == {WHO, subject_id(MINH_ID)}
    assert {one.subject for one in known} == {"person_1"}


ENTRIES = [
    said(),
    answered(receipts=(Receipt(kind="read", at=LATER),)),
    call(),
    notice("followed"),
    said("m3", author=MINH),
]


@given(st.permutations(ENTRIES * 2))
def test_order_and_repetition_mean_nothing(entries):
    several = [conversation(one) for one in entries]
    assert contact_facts(several) == contact_facts(conversation(*ENTRIES))


# --- decisions with a conversation ----------------------------------------------------------------

ANSWER = kind("answer", purpose="support", basis="reply", senders=("*",))
POLICY = desk(ANSWER, *(one for one in CLASSES if one.id != "answer"), use=("meta", "zalo", "mail"))


def request(channel="messenger", **more):
    fields = {"subject": WHO, "channel": channel, "message_class": "answer", "sender": SENDER}
    return SendRequest(**fields | more)


def test_a_conversation_opens_the_window_that_no_fact_has_opened():
    empty, moment = (Ledger(), Facts(), POLICY), AT + timedelta(hours=23)
    assert may_send(request(), *empty, now=moment).go == "deny"
    for given_ in (conversation(said()), [conversation(said())]):
        found_ = may_send(request(), *empty, now=moment, conversation=given_)
        assert (found_.go, found_.closes) == ("allow", AT + timedelta(hours=24))
        assert next_allowed(request(), *empty, now=moment, conversation=given_) == moment
    late = may_send(
        request(), *empty, now=AT + timedelta(hours=24), conversation=conversation(said())
    )
    assert late.go == "deny"


def test_what_comes_later_in_a_conversation_has_not_happened():
    early = AT - timedelta(seconds=1)
    found_ = may_send(
        request(), Ledger(), Facts(), POLICY, now=early, conversation=conversation(said())
    )
    assert {one.reason for one in found_.against} == {"no_interaction", "nobody_asked"}


def test_no_machine_answers_what_a_machine_wrote_in_the_conversation():
    machine = said("m7", automatic="auto_reply", aliases=("mid.7",))
    asked = request(automatic=True, reply_to="mid.7")
    given_ = conversation(said(), machine)
    found_ = may_send(asked, Ledger(), Facts(), POLICY, now=LATER, conversation=given_)
    assert [one.reason for one in found_.against] == ["machine_mail"]
    human = request(automatic=True, reply_to="m1")
    assert may_send(human, Ledger(), Facts(), POLICY, now=LATER, conversation=given_).go == "allow"


def test_what_is_remembered_of_a_message_is_counted():
    asked = request(automatic=True)
    facts = sent_facts(asked, message_id="m9", at=AT)
    assert [(one.kind, one.name) for one in facts] == [
        ("message_sent", "messenger/m9"),
        ("class_sent", "answer/messenger/m9"),
        ("auto_replied", "messenger/m9"),
    ]
    assert {one.subject for one in facts} == {WHO}


def conversations_of(adapter, *, only=()):
    return assemble(
        event
        for sample in builtin_samples(adapter.channel)
        if sample.name in only and sample.expects_error is None
        for event in adapter.parse(sample.payload)
    )


def test_what_opens_the_window_of_zalo_is_what_the_adapter_calls_an_interaction():
    names = [one.name for one in builtin_samples("zalo")]
    several = conversations_of(Zalo(), only=names)
    theirs = {one.at for each in several for one in interactions(each)}
    ours = {
        one.at
        for one in contact_facts(several)
        if one.kind == "interacted" and (one.name or "").startswith("zalo/")
    }
    assert theirs
    assert ours == theirs


def test_a_bounce_of_what_we_never_sent_is_no_evidence():
    facts = contact_facts(conversations_of(Email(), only=["bounce"]))
    assert [one.kind for one in facts] == []


def test_a_consent_to_calls_on_zalo_lasts_30_days():
    names = [one.name for one in builtin_samples("zalo")]
    given_ = conversations_of(
        Zalo(), only=[name for name in names if name.startswith("call-consent-given")]
    )
    facts = [one for one in contact_facts(given_) if one.name == "zalo_call/call_consent"]
    (first, *_) = facts
    subject = first.subject or ""
    ledger = Ledger([ConsentEvent(kind="given", subject=subject, at=first.at, purpose="support")])
    asked = request("zalo_call", subject=subject, message_class="call")
    policy = desk(kind("call", purpose="support", senders=("*",)), use=("zalo",))
    known = Facts([first])
    for days, go in ((29, "allow"), (30, "deny")):
        now = first.at + timedelta(days=days)
        assert may_send(asked, ledger, known, policy, now=now).go == go
