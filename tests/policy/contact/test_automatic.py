"""What a machine answers, what goes once, and what somebody still gets after an opt-out."""

from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError
from tests.policy.contact.asking import (
    GRANT,
    LAN,
    NOON,
    against,
    consent,
    decided,
    desk,
    fact,
    kind,
    request,
)

from omnidesk.adapters.email.machine import classify
from omnidesk.policy.consent import Ledger
from omnidesk.policy.contact import (
    ContactPolicy,
    Purpose,
    may_use,
    opt_out_scope,
    sent_facts,
)
from omnidesk.testing import builtin_samples

ANSWER = kind("answer", purpose="support", basis="reply", opt_out=False)
CONFIRMATION = kind(
    "confirmation",
    purpose="opt_out",
    basis="law",
    opt_out=False,
    single="opt_out_confirmation",
)
REGISTRATION = kind("registration", basis="law", single="registration")
POLICY = desk(ANSWER, CONFIRMATION, REGISTRATION, kind(), use=("mail",))
WROTE = fact("interacted", name="email/message")


def machine(**more):
    return request("email", "answer", automatic=True, **more)


# --- automatic answers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "reasons"),
    [(True, []), (False, ["machine_mail"]), (None, ["machine_unknown"])],
)
def test_a_machine_answers_mail_only_if_somebody_has_looked(verdict, reasons):
    found = against(machine(may_auto_respond=verdict), WROTE, policy=POLICY)
    assert [one[2] for one in found] == reasons


@pytest.mark.parametrize(
    ("name", "go"),
    [
        ("plain-vietnamese", "allow"),
        ("auto-reply", "deny"),
        ("bounce", "deny"),
        ("mailing-list", "deny"),
        ("feedback-report", "deny"),
    ],
)
def test_what_the_reader_of_mail_says_is_what_counts(name, go):
    (sample,) = (one for one in builtin_samples("email") if one.name == name)
    found = classify(sample.payload.mime())
    asked = machine(may_auto_respond=found.may_auto_respond)
    assert decided(asked, WROTE, policy=POLICY).go == go


def test_a_person_answers_whatever_they_like():
    assert against(request("email", "answer"), WROTE, policy=POLICY) == []


def test_what_answers_nothing_needs_no_verdict():
    offer = request("email", automatic=True)
    assert against(offer, policy=POLICY) == []
    reply = offer.model_copy(update={"reply_to": "m1"})
    assert [one[2] for one in against(reply, policy=POLICY)] == ["machine_unknown"]


def test_in_chats_a_bot_may_answer():
    wrote = fact("interacted", name="chat")
    assert against(request("chat", "answer", automatic=True), wrote, policy=POLICY) == []


def test_a_machine_answers_one_sender_once_in_seven_days():
    asked = machine(may_auto_respond=True)
    sent = sent_facts(asked, message_id="m1", at=NOON - timedelta(days=7, seconds=-1))
    assert against(asked, WROTE, *sent, policy=POLICY) == [("caps", "defer", "rfc3834.once")]
    later = NOON + timedelta(seconds=1)
    assert against(asked, WROTE, *sent, policy=POLICY, now=later) == []
    assert against(request("email", "answer"), WROTE, *sent, policy=POLICY) == []


# --- what goes once -------------------------------------------------------------------------------

STOP = consent("withdrawn", purpose=None, days=-1)


def once(name, *facts, events=(), now=NOON):
    found = against(request("sms", name), *facts, events=events, policy=POLICY, now=now)
    return [one[2] for one in found]


def confirmed(days):
    at = NOON + timedelta(days=days)
    return sent_facts(request("sms", "confirmation"), message_id=f"m{days}", at=at)


def test_a_refusal_is_confirmed_at_once_and_once():
    assert once("confirmation") == ["nothing_refused"]
    assert once("confirmation", events=[GRANT]) == ["nothing_refused"]
    assert once("confirmation", events=[STOP]) == []
    assert once("confirmation", *confirmed(-0.5), events=[STOP]) == ["already_sent"]
    assert once("confirmation", *confirmed(-1), events=[STOP]) == ["already_sent"]


def test_the_next_refusal_is_confirmed_again():
    again = consent("refused", purpose=None, days=-0.25)
    assert once("confirmation", *confirmed(-0.5), events=[STOP, again]) == []


def test_a_refusal_to_come_is_not_confirmed():
    assert once("confirmation", events=[consent("withdrawn", days=1)]) == ["nothing_refused"]


CLEAR = fact("register_checked", name="clear")


def test_the_registration_message_goes_once_to_numbers_that_the_register_lacks():
    assert once("registration") == ["register"]
    assert once("registration", fact("register_checked", name="listed")) == ["register"]
    assert once("registration", CLEAR) == []
    sent = sent_facts(request("sms", "registration"), message_id="m", at=NOON - timedelta(days=400))
    assert once("registration", CLEAR, *sent) == ["already_sent"]


def test_after_a_refusal_no_registration_message_goes():
    assert once("registration", CLEAR, events=[STOP]) == ["consent_withdrawn"]
    assert once("registration", CLEAR, events=[consent("refused", days=-9)]) == ["consent_refused"]


def test_a_question_that_nobody_answered_is_no_consent():
    asked = consent("requested", days=-9)
    assert [one[2] for one in against(request(), events=[asked], policy=POLICY)] == [
        "consent_requested"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"single": "registration", "basis": "consent"},
        {"single": "registration", "basis": "law", "opt_out": False},
        {"single": "opt_out_confirmation", "basis": "law"},
        {"double_opt_in": True, "basis": "contract"},
        {"across": True, "basis": "contract"},
        {"reply_within": timedelta(days=1), "basis": "consent"},
    ],
)
def test_a_class_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(ValidationError):
        kind(**wrong)


# --- consents that are confirmed, answers across channels -----------------------------------------


def test_a_newsletter_may_need_a_confirmed_consent():
    policy = desk(kind(double_opt_in=True))
    confirmed_ = consent(signal="double_opt_in")
    assert [one[2] for one in against(request(), policy=policy)] == ["not_confirmed"]
    assert against(request(), events=[confirmed_], policy=policy) == []


def test_a_consent_to_another_firm_is_none():
    policy = desk(kind(), controller="LINKS")
    for controller, reasons in (("LINKS", []), (None, []), ("Candylio", ["consent_unknown"])):
        events = [consent(controller=controller)]
        assert [one[2] for one in against(request(), events=events, policy=policy)] == reasons


def test_what_was_asked_by_a_form_may_be_answered_by_mail():
    asked = fact("interacted", name="web/message")
    apart, across = (desk(kind("answer", basis="reply", across=one)) for one in (False, True))
    assert [one[2] for one in against(request("email", "answer"), asked, policy=apart)] == [
        "nobody_asked"
    ]
    assert against(request("email", "answer"), asked, policy=across) == []
    assert against(request("email", "answer"), policy=across) != []


def test_an_answer_may_come_too_late():
    policy = desk(kind("answer", basis="reply", reply_within=timedelta(days=30)))
    for hours, reasons in ((-719, []), (-720, ["asked_long_ago"])):
        asked = fact("interacted", hours, name="email/message")
        found = against(request("email", "answer"), asked, policy=policy)
        assert [one[2] for one in found] == reasons


def test_a_class_that_is_off_and_one_that_does_not_exist_are_two_reasons():
    policy = desk(kind("off", active=False), kind())
    assert against(request(name="off"), policy=policy) == [("class", "deny", "class_off")]
    assert against(request(name="none"), policy=policy) == [("class", "deny", "class")]


# --- what still comes -----------------------------------------------------------------------------

SCOPE = ContactPolicy(
    id="p",
    channels=("email", "sms"),
    classes=(
        kind("invoice", purpose="contract", basis="contract", opt_out=False, title="invoices",
             title_vi="hóa đơn"),
        kind("survey", purpose="survey", basis="contract", title="surveys"),
        kind("offer"),
        kind("old", basis="contract", active=False),
        kind("letter", basis="contract", channels=("post",)),
        CONFIRMATION,
    ),
)  # fmt: skip


def scope(*events, channel="email", now=NOON):
    found = opt_out_scope(LAN, Ledger(events), SCOPE, channel=channel, now=now)
    return [one.id for one in found.stopped], [one.id for one in found.still]


def test_after_an_opt_out_what_cannot_be_refused_still_comes():
    assert scope() == ([], ["invoice", "survey"])
    assert scope(GRANT) == ([], ["invoice", "survey", "offer"])
    assert scope(GRANT, STOP) == (["survey", "offer"], ["invoice"])


def test_an_opt_out_of_one_channel_leaves_the_other():
    stop = consent("withdrawn", purpose=None, channel="email", days=-1)
    assert scope(GRANT, stop) == (["survey", "offer"], ["invoice"])
    assert scope(GRANT, stop, channel="sms") == ([], ["invoice", "survey", "offer"])
    assert scope(channel="zalo") == ([], [])


def test_it_is_said_in_words_by_the_titles_or_else_the_ids():
    found = opt_out_scope(LAN, Ledger([GRANT, STOP]), SCOPE, channel="email", now=NOON)
    assert found.words() == (
        "You will no longer get: surveys, offer.",
        "You will still get: invoices.",
    )
    assert found.words("vi") == (
        "Quý khách sẽ không còn nhận: surveys, offer.",
        "Quý khách vẫn nhận: hóa đơn.",
    )
    nothing = opt_out_scope(LAN, Ledger(), SCOPE, channel="zalo", now=NOON)
    assert nothing.words() == ()


# --- purposes -------------------------------------------------------------------------------------

PURPOSES = ContactPolicy(
    id="p",
    purposes=(
        Purpose(id="improve", basis="interest", sends=False),
        Purpose(id="newsletter", basis="consent"),
        Purpose(id="law", basis="law", opt_out=False, sends=False),
    ),
)


def use(purpose, *events):
    found = may_use(LAN, purpose, Ledger(events), PURPOSES, now=NOON)
    assert found.gate == "purpose"
    return found.go, found.reason


def test_an_objection_stops_what_rests_on_the_desks_own_interest():
    assert use("improve") == ("allow", None)
    assert use("improve", consent("withdrawn", purpose="improve")) == ("deny", "consent_withdrawn")
    assert use("improve", consent("refused", purpose=None)) == ("deny", "consent_refused")
    assert use("improve", consent("withdrawn", purpose="newsletter")) == ("allow", None)


def test_a_purpose_that_rests_on_a_consent_needs_one():
    assert use("newsletter") == ("deny", "consent_unknown")
    assert use("newsletter", consent(purpose="newsletter")) == ("allow", None)


def test_a_duty_cannot_be_objected_to():
    assert use("law", consent("withdrawn", purpose=None)) == ("allow", None)


def test_what_is_not_declared_is_denied():
    found = may_use(LAN, "profiling", Ledger(), PURPOSES, now=NOON)
    assert (found.go, found.words()) == ("deny", "The policy names no such purpose.")


def test_an_interest_can_always_be_objected_to():
    with pytest.raises(ValidationError):
        Purpose(id="improve", basis="interest", opt_out=False)


def test_the_moment_must_be_aware():
    naive = datetime(2026, 11, 3)  # noqa: DTZ001 - that is the mistake
    with pytest.raises(ValueError, match="aware"):
        may_use(LAN, "law", Ledger(), PURPOSES, now=naive)
    with pytest.raises(ValueError, match="aware"):
        opt_out_scope(LAN, Ledger(), SCOPE, channel="email", now=naive)
