"""Consent events from what adapters read, from texts, from forms and from calls."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

import omnidesk.testing
from omnidesk.events import CallReported, ConsentSignalled, MessagePosted, RightsRequested
from omnidesk.model import (
    Consent,
    Identity,
    IdentityLink,
    Leg,
    Participant,
    Person,
    RightsRequest,
)
from omnidesk.policy import subject_id
from omnidesk.policy.consent import (
    Ledger,
    consent_events,
    detect_opt_out,
    form_events,
    text_events,
)
from omnidesk.testing import builtin_samples, make_event, make_message, make_source

AT = datetime(2026, 9, 1, 9, tzinfo=UTC)
CHANNELS = sorted(
    one.name
    for one in (Path(omnidesk.testing.__file__).parent / "samples").iterdir()
    if one.is_dir()
)
MAIL = Identity(scheme="email", value="lan@mail.example")
ZALO = Identity(scheme="zalo", value="4339000000000018433", scope="2197000000000001873")
LAN = Participant(role="customer", identities=(MAIL,))
PERSON = Person(
    id="person_lan",
    identities=(MAIL, ZALO),
    links=(IdentityLink(identities=(MAIL, ZALO), evidence="agent"),),
)


def signal(state, *, occurred_at=AT, received_at=None, **more):
    consent = Consent(**{"state": state, "signal": "form", "subject": LAN, **more})
    source = make_source(received_at=received_at)
    return make_event(ConsentSignalled, consent=consent, occurred_at=occurred_at, source=source)


def right(kind):
    request = RightsRequest(kind=kind, subject=LAN)
    return make_event(RightsRequested, request=request, occurred_at=AT)


def call(consent, *, leg=True):
    ours = Participant(role="agent", identities=(Identity(scheme="phone", value="+84900000001"),))
    theirs = Participant(
        role="customer", identities=(Identity(scheme="phone", value="+84900000045"),)
    )
    legs = Leg(id="leg", caller=theirs, callee=ours) if leg else None
    return make_event(
        CallReported, call_id="c", leg=legs, recording_consent=consent, occurred_at=AT
    )


def said(events):
    return [(one.kind, one.purpose, one.channel) for one in events]


# --- what adapters read ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("granted", "given"),
        ("refused", "refused"),
        ("withdrawn", "withdrawn"),
        ("expired", "expired"),
        ("requested", "requested"),
        ("notice_shown", "notice_shown"),
    ],
)
def test_a_signal_is_an_event_of_the_same_kind(state, kind):
    (found,) = consent_events(signal(state, purpose="offers", channel="email"))
    assert (found.kind, found.purpose, found.channel) == (kind, "offers", "email")
    assert (found.subject, found.at, found.signal) == (subject_id(MAIL), AT, "form")
    assert found.source is not None
    assert found.proof == found.source.digest


def test_a_signal_that_nobody_understands_says_nothing():
    assert consent_events(signal("unknown", purpose="offers")) == ()


def test_a_signal_of_somebody_who_is_hidden_says_nothing():
    assert consent_events(signal("withdrawn", subject=None)) == ()


def test_other_events_say_nothing():
    assert consent_events(make_event(MessagePosted, message=make_message())) == ()


def test_a_grant_that_does_not_say_what_for_is_a_notice():
    assert said(consent_events(signal("granted", channel="email"))) == [
        ("notice_shown", None, "email")
    ]


def test_a_grant_keeps_its_end_and_a_refusal_has_none():
    ends = datetime(2026, 10, 1, tzinfo=UTC)
    (given,) = consent_events(signal("granted", purpose="calls", expires_at=ends))
    (expired,) = consent_events(signal("expired", purpose="calls", expires_at=ends))
    assert (given.expires_at, expired.expires_at) == (ends, None)


def test_the_desk_has_its_own_words_for_purposes():
    events = consent_events(
        signal("granted", purpose="BACK_IN_STOCK"), purposes={"BACK_IN_STOCK": "marketing"}
    )
    assert [one.purpose for one in events] == ["marketing"]


def test_the_channel_is_that_of_the_event_where_the_signal_names_none():
    (found,) = consent_events(signal("withdrawn"))
    assert found.channel == signal("withdrawn").channel


def test_a_consent_to_calls_by_a_chat_is_about_calls():
    (found,) = consent_events(
        signal("granted", signal="call_consent", purpose="calls", channel="zalo")
    )
    assert (found.purpose, found.channel) == ("calls", "zalo_call")


def test_unfollowing_takes_back_more_than_the_platform_names():
    (found,) = consent_events(signal("withdrawn", signal="unfollow", purpose="messages"))
    assert found.purpose is None


def test_people_stand_for_their_identities():
    lan = Participant(role="customer", identities=(MAIL, ZALO))
    assert len(consent_events(signal("withdrawn", subject=lan))) == 2
    (found,) = consent_events(signal("withdrawn", subject=lan), people=[PERSON])
    assert found.subject == "person_lan"


def test_without_a_time_of_its_own_the_time_of_receipt_counts():
    late = datetime(2026, 9, 2, tzinfo=UTC)
    (found,) = consent_events(signal("withdrawn", occurred_at=None, received_at=late))
    assert found.at == late
    (found,) = consent_events(signal("withdrawn", occurred_at=None), received_at=AT)
    assert found.at == AT


def test_no_time_is_made_up():
    with pytest.raises(ValueError, match="received_at"):
        consent_events(signal("withdrawn", occurred_at=None))


@pytest.mark.parametrize("kind", ["erase", "withdraw", "restrict", "object"])
def test_a_right_that_ends_the_use_takes_back_everything(kind):
    (found,) = consent_events(right(kind), controller="LINKS")
    assert said([found]) == [("withdrawn", None, None)]
    assert (found.signal, found.controller) == (f"rights_{kind}", "LINKS")


@pytest.mark.parametrize("kind", ["access", "rectify", "port", "unspecified"])
def test_other_rights_take_back_nothing(kind):
    assert consent_events(right(kind)) == ()


def test_a_call_says_whether_its_caller_agreed_to_be_recorded():
    (found,) = consent_events(call("given"))
    assert said([found]) == [("given", "recording", "call")]
    assert found.subject == subject_id(Identity(scheme="phone", value="+84900000045"))
    assert said(consent_events(call("refused"))) == [("refused", "recording", "call")]


def test_a_call_may_say_nothing():
    assert consent_events(call("unknown")) == ()
    assert consent_events(call("given", leg=False)) == ()


def test_every_recorded_sample_of_consent_is_read():
    read = SimpleNamespace(signals=0, silent=0)
    for channel in CHANNELS:
        for sample in builtin_samples(channel):
            for event in sample.golden or ():
                if isinstance(event, (ConsentSignalled, RightsRequested)):
                    read.signals += 1
                    read.silent += not consent_events(event, received_at=AT)
    assert read.signals >= 20
    # What nobody understands, and rights of access and the like.
    assert read.silent < read.signals / 2


def test_following_again_opens_what_unfollowing_closed():
    follow, unfollow = (
        next(
            event
            for sample in builtin_samples("zalo")
            if sample.name == name
            for event in sample.golden or ()
            if isinstance(event, ConsentSignalled)
        )
        for name in ("follow", "unfollow")
    )
    again = follow.model_copy(update={"occurred_at": datetime(2027, 1, 1, tzinfo=UTC)})
    ledger = Ledger(consent_events(unfollow))
    (subject, *_) = ledger.subjects()
    assert standing(ledger, subject, "messages") == "withdrawn"
    ledger.add(consent_events(again))
    assert standing(ledger, subject, "messages") == "given"
    assert standing(ledger, subject, "marketing") == "withdrawn"


def standing(ledger, subject, purpose):
    now = datetime(2028, 1, 1, tzinfo=UTC)
    return ledger.state(subject, purpose=purpose, channel="zalo", now=now).state


# --- what people write ----------------------------------------------------------------------------


def written(text, **more):
    return said(text_events(detect_opt_out(text), subject="subject_lan", at=AT, **more))


def test_an_opt_out_without_a_scope_takes_back_everything_everywhere():
    assert written("Từ chối", channel="email") == [("withdrawn", None, None)]


def test_an_opt_out_takes_back_what_it_names():
    assert written("Đừng gọi nữa") == [("withdrawn", None, "call")]
    assert written("Từ chối khảo sát") == [("withdrawn", "survey", None)]
    assert written("đừng gửi sms quảng cáo nữa", purposes={"promotion": "marketing"}) == [
        ("withdrawn", "marketing", "sms")
    ]


def test_messages_of_no_kind_are_those_of_the_channel():
    assert written("Đừng nhắn nữa nhé", channel="zalo") == [("withdrawn", None, "zalo")]
    assert written("Đừng nhắn nữa nhé") == [("withdrawn", None, None)]


def test_an_opt_in_is_a_grant_for_what_was_asked():
    assert written("START", channel="sms", purpose="offers") == [("given", "offers", "sms")]
    assert written("START", channel="sms") == []


@pytest.mark.parametrize("text", ["Làm sao để hủy đăng ký?", "Phiền quá", "Cảm ơn shop"])
def test_questions_doubts_and_other_texts_change_nothing(text):
    assert written(text, purpose="offers") == []


def test_the_payload_is_the_proof():
    source = make_source()
    found = text_events(detect_opt_out("STOP"), subject="s", at=AT, source=source)
    assert [(one.proof, one.source) for one in found] == [(source.digest, source)]


# --- what people answer ---------------------------------------------------------------------------


def test_each_question_of_a_form_is_answered_by_itself():
    found = form_events(
        {"newsletter": "agreed", "survey": "declined", "analysis": "left_empty"},
        subject="subject_lan",
        at=AT,
        channel="email",
        expires_at=datetime(2027, 9, 1, tzinfo=UTC),
    )
    assert said(found) == [
        ("given", "newsletter", "email"),
        ("refused", "survey", "email"),
        ("notice_shown", "analysis", "email"),
    ]
    assert [one.expires_at is not None for one in found] == [True, False, False]


@pytest.mark.parametrize("answer", ["left_empty", "preticked", "bundled", "browsed"])
def test_silence_browsing_and_bundling_are_notices(answer):
    (found,) = form_events({"cookies": answer}, subject="subject_lan", at=AT)
    assert (found.kind, found.signal) == ("notice_shown", answer)
