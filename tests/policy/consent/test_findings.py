"""What a conversation says about consent, signal by signal and text by text."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.consent.test_signals import CHANNELS

from omnidesk import assemble
from omnidesk.events import (
    CallReported,
    ConsentSignalled,
    MessageDeleted,
    MessagePosted,
    RightsRequested,
)
from omnidesk.model import (
    Call,
    Consent,
    Identity,
    Leg,
    Notice,
    Participant,
    Person,
    RightsRequest,
)
from omnidesk.policy import subject_id
from omnidesk.policy.consent import (
    Ledger,
    consent_events,
    consents_in,
    dump_ledger,
    load_ledger,
)
from omnidesk.testing import (
    builtin_samples,
    make_conversation,
    make_event,
    make_message,
    make_source,
    strategies,
)

AT = datetime(2026, 9, 1, 9, tzinfo=UTC)
RECEIVED = datetime(2026, 9, 2, 9, tzinfo=UTC)
ZALO = Identity(scheme="zalo", value="4339000000000018433", scope="2197000000000001873")
PHONE = Identity(scheme="phone", value="+84900000045")
LAN = Participant(role="customer", identities=(ZALO,))
SHOP = Participant(role="business", identities=(Identity(scheme="phone", value="+84900000001"),))


def written(text, **more):
    given = {"direction": "inbound", "author": LAN, "sent_at": AT, "sources": (make_source(),)}
    return make_message(text=text, **{**given, **more})


def in_conversation(*entries):
    return make_conversation(id="conv_1", channel="zalo").model_copy(update={"entries": entries})


def found(*entries, **more):
    return consents_in(in_conversation(*entries), **more)


def said(findings):
    return [(event.kind, event.purpose, event.channel) for one in findings for event in one.events]


# --- what people wrote ----------------------------------------------------------------------------


def test_an_opt_out_is_found_with_its_place_its_author_and_what_the_ledger_takes():
    (one,) = found(written("Shop ơi, đừng gọi nữa nhé", id="m7"))
    assert (one.found_in, one.signal, one.kind) == ("text", "text", "withdrawn")
    assert (one.conversation, one.entry, one.channel, one.at) == ("conv_1", "m7", "zalo", AT)
    assert one.subjects == (subject_id(ZALO),)
    assert (one.opt_out.scope, one.opt_out.channels) == ("channel", ("call",))
    (evidence,) = one.opt_out.evidence
    assert (evidence.start, evidence.end, evidence.language) == (9, 17, "vi")
    assert said([one]) == [("withdrawn", None, "call")]
    assert one.events[0].source == one.source == make_source()


def test_messages_that_are_to_stop_are_those_of_the_channel():
    assert said(found(written("Đừng nhắn nữa nhé"))) == [("withdrawn", None, "zalo")]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Làm sao để hủy đăng ký?", "question"),
        ("Phiền quá", "maybe"),
        ("START", "opt_in"),
    ],
)
def test_what_a_person_must_judge_is_found_and_is_in_no_ledger(text, verdict):
    (one,) = found(written(text))
    assert (one.opt_out.verdict, one.kind, one.events) == (verdict, None, ())


def test_what_says_nothing_about_consent_is_not_found():
    assert found(written("Cảm ơn shop"), written("STOP", direction="outbound")) == ()


def test_words_of_nobody_known_are_found_and_are_in_no_ledger():
    (one,) = found(written("Từ chối", author=Participant(role="customer")))
    assert (one.subjects, one.events) == ((), ())


def test_words_without_a_time_count_from_when_they_reached_us():
    late, early = (make_source(received_at=at) for at in (RECEIVED.replace(day=3), RECEIVED))
    (one,) = found(written("STOP", sent_at=None, sources=(late, early)))
    assert (one.at, one.events[0].at) == (RECEIVED, RECEIVED)


def test_no_time_is_made_up():
    timeless = written("STOP", sent_at=None, sources=(make_source(received_at=None),))
    signal = Notice(id="n", kind="consent", consent=follow("granted"))
    assert [(one.at, one.events) for one in found(timeless, signal)] == [(None, ())] * 2


# --- signals, rights, calls -----------------------------------------------------------------------


def follow(state, **more):
    return Consent(
        **{"state": state, "signal": "follow", "purpose": "messages", "subject": LAN, **more}
    )


def notice(**more):
    return Notice(id="n1", kind="consent", occurred_at=AT, sources=(make_source(),), **more)


def test_a_signal_is_found():
    (one,) = found(notice(consent=follow("granted")))
    assert (one.found_in, one.entry, one.signal) == ("signal", "n1", "follow")
    assert (one.kind, one.purpose) == ("given", "messages")
    assert said([one]) == [("given", "messages", "zalo")]


def test_a_signal_that_nobody_understands_is_found_and_does_nothing():
    (one,) = found(notice(consent=follow("unknown")))
    assert (one.kind, one.events) == (None, ())


def test_a_right_is_found():
    (one,) = found(notice(rights=RightsRequest(kind="erase", subject=LAN)))
    assert (one.found_in, one.signal) == ("right", "rights_erase")
    assert said([one]) == [("withdrawn", None, None)]


def test_other_notices_say_nothing():
    assert found(Notice(id="n2", kind="followed")) == ()


def test_the_record_of_a_call_says_whether_it_may_be_recorded():
    caller = Participant(role="customer", identities=(PHONE,))
    call = Call(id="c1", parties=(caller, SHOP), started_at=AT, recording_consent="refused")
    (one,) = found(call)
    assert (one.found_in, one.entry, one.subjects) == ("call", "c1", (subject_id(PHONE),))
    assert said([one]) == [("refused", "recording", "call")]
    assert found(call.model_copy(update={"recording_consent": "unknown"})) == ()


# --- who, for whom, what for ----------------------------------------------------------------------


def test_people_stand_for_their_identities_and_the_desk_has_its_own_words():
    person = Person(id="person_lan", identities=(PHONE, ZALO), links=())
    (one, other) = found(
        written("Từ chối quảng cáo"),
        notice(consent=follow("granted")),
        people=[person],
        controller="Hoa Sen",
        purposes={"promotion": "marketing", "messages": "care"},
    )
    assert one.subjects == other.subjects == ("person_lan",)
    assert said([one, other]) == [("withdrawn", "marketing", None), ("given", "care", "zalo")]
    assert {event.controller for event in (*one.events, *other.events)} == {"Hoa Sen"}


# --- events ---------------------------------------------------------------------------------------


def test_an_event_is_read_by_itself():
    leg = Leg(id="l", caller=Participant(role="customer", identities=(PHONE,)), callee=SHOP)
    events = [
        make_event(MessagePosted, message=written("STOP", sources=())),
        make_event(ConsentSignalled, consent=follow("withdrawn"), occurred_at=AT),
        make_event(
            RightsRequested, request=RightsRequest(kind="object", subject=LAN), occurred_at=AT
        ),
        make_event(CallReported, call_id="c", leg=leg, recording_consent="given", occurred_at=AT),
    ]
    findings = [one for event in events for one in consents_in(event)]
    assert [one.found_in for one in findings] == ["text", "signal", "right", "call"]
    assert {one.conversation for one in findings} == {None}
    assert findings[0].source == events[0].source
    assert findings[1].entry == events[1].id
    for event, one in zip(events[1:], findings[1:], strict=True):
        assert one.events == consent_events(event)


@pytest.mark.parametrize(
    "event",
    [
        make_event(MessageDeleted, message_id="m"),
        make_event(CallReported, call_id="c"),
        make_event(MessagePosted, message=written("Xin chào")),
    ],
    ids=["a deletion", "a call", "a greeting"],
)
def test_other_events_say_nothing(event):
    assert consents_in(event) == ()


# --- all adapters ---------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_conversation_says_what_its_events_say(channel):
    # Of samples that were delivered once: a redelivery has another address, and is another proof.
    for sample in builtin_samples(channel):
        events = {event.id: event for event in sample.golden or () if event.thread}
        single = [one for one in events.values() if not isinstance(one, CallReported)]
        told = Ledger(entry for one in single for entry in consent_events(one, received_at=AT))
        findings = [one for whole in assemble(single) for one in consents_in(whole)]
        heard = Ledger(event for one in findings if one.found_in != "text" for event in one.events)
        assert heard == told


def test_its_repr_shows_no_words_and_no_names():
    (one,) = found(written("Đừng gọi nữa, Lan", id="<a@mail.example>"))
    assert "Lan" not in repr(one)
    assert "mail.example" not in repr(one)


@given(strategies.conversations() | strategies.events())
def test_any_conversation_and_any_event_is_read(document):
    findings = consents_in(document)
    written = [event for one in findings for event in one.events]
    assert {event.subject for event in written} <= {who for one in findings for who in one.subjects}
    assert load_ledger(dump_ledger(written)) == Ledger(written)
    # Only what somebody says outright can be a grant: not what they wrote.
    assert [one for one in findings if one.found_in == "text" and one.kind == "given"] == []


@given(strategies.conversations(), st.data())
def test_whatever_the_order_of_entries_the_ledger_is_the_same(conversation, data):
    def heard(one):
        return Ledger(event for found in consents_in(one) for event in found.events)

    shuffled = tuple(data.draw(st.permutations(conversation.entries)))
    other = conversation.model_copy(update={"entries": (*shuffled, *conversation.entries)})
    assert heard(other) == heard(conversation)
