"""Archives of Google Voice: calls as calls, texts as messages."""

import pytest

from omnidesk._payload import Payload
from omnidesk.adapters.calls import GoogleVoice, GoogleVoiceTexts, Numbering
from omnidesk.adapters.calls import _google_voice_page as page
from omnidesk.assembly import assemble
from omnidesk.events import CallReported, MessagePosted
from omnidesk.testing import AdapterConformance, builtin_samples

LINE = Numbering(own_numbers=("+12025550100",))
CALLS = GoogleVoice("shop@hoasen.example", numbering=LINE)
TEXTS = GoogleVoiceTexts("shop@hoasen.example", numbering=LINE)


class TestGoogleVoice(AdapterConformance):
    adapter = CALLS
    samples = builtin_samples("google_voice")


class TestGoogleVoiceTexts(AdapterConformance):
    adapter = TEXTS
    samples = builtin_samples("google_voice_texts")


def call(name):
    (sample,) = [one for one in builtin_samples("google_voice") if one.name == name]
    (event,) = CALLS.parse(sample.payload)
    assert isinstance(event, CallReported)
    return event


def messages(*names):
    samples = [one for one in builtin_samples("google_voice_texts") if one.name in names]
    found = [event for one in samples for event in TEXTS.parse(one.payload)]
    return [event for event in found if isinstance(event, MessagePosted)]


def test_a_voicemail_has_its_sound_and_its_words():
    event = call("voicemail")
    assert event.voicemail is not None
    assert (event.voicemail.duration, event.voicemail.availability) == (18_000, "unknown")
    (said,) = event.transcripts
    assert said.text == "Alô, mình là Mai, gọi lại cho mình\ntrước 5 giờ nhé."
    assert said.derived_from == event.voicemail.id


def test_a_placed_call_says_nothing_of_an_answer():
    event = call("placed")
    assert event.leg is not None
    assert (event.direction, event.leg.outcome) == ("outbound", "unknown")
    assert (event.leg.durations.total, event.leg.durations.talk) == (12_000, None)


def test_a_number_is_no_name():
    event = call("placed")
    assert event.leg is not None
    assert event.leg.callee is not None
    assert event.leg.callee.name is None


def test_a_withheld_caller_is_somebody_without_a_number():
    event = call("withheld")
    assert event.leg is not None
    assert event.leg.caller is not None
    assert event.leg.caller.identities == ()
    assert event.session is None


def test_calls_on_the_one_line_can_become_one_conversation():
    assert call("missed").session == call("received").session
    other = GoogleVoice("shop@hoasen.example")
    (sample,) = [one for one in builtin_samples("google_voice") if one.name == "missed"]
    (event,) = other.parse(sample.payload)
    assert isinstance(event, CallReported)
    assert event.session not in (None, call("missed").session)


def test_texts_with_one_person_are_one_conversation_across_pages():
    (conversation,) = assemble(messages("conversation", "own-number"))
    assert [one.text for one in conversation.messages if one.text] == [
        "nobody",
        "Chào chị, đơn A-1042 giao ngày mai ạ",
        "💚 cảm ơn\nshop nha & chúc vui",
        "Ảnh đây ạ",
        "Từ máy khác",
        "Ok",
    ]


def test_what_nobody_wrote_is_no_text():
    sent = [one.message for one in messages("conversation") if one.message.attachments]
    assert [one.text for one in sent] == [None, "Ảnh đây ạ"]
    assert [file.kind for file in sent[1].attachments] == ["video", "audio", "contact", "video"]


def test_a_text_that_nobody_answered_has_no_recipient():
    found = messages("no-answer")
    assert {one.code for event in found for one in event.defects} == {
        "recipient_unknown",
        "time_unreadable",
    }
    assert len({event.id for event in found}) == 3


def test_who_we_are_is_told_by_the_archive_or_by_our_numbers():
    assert [one.message.direction for one in messages("own-number")][:2] == ["outbound", "inbound"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("PT18S", 18_000), ("PT1H0M4S", 3_604_000), ("PT2M", 120_000), ("PT", None), ("18", None)],
)
def test_a_duration_is_read_as_iso_8601_has_it(written, expected):
    assert page.milliseconds(written) == expected


def test_a_page_without_a_title_has_none():
    assert page.page_title(Payload(b"<html>")) == ""
