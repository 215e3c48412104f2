"""Twilio's texts: what each webhook and resource says, and what they add up to."""

import json
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._payload import Payload
from omnidesk.adapters._registry import sniff
from omnidesk.adapters.sms import TwilioSms
from omnidesk.assembly import assemble
from omnidesk.events import ConsentSignalled, MessagePosted, Unrecognised
from omnidesk.policy.consent import consent_events
from omnidesk.testing import AdapterConformance, builtin_samples

ACCOUNT = "AC3f9d0a5be1c24776a80d51e9427bc6f0"
LINE, LAN = "+842471000111", "+84912000111"


class TestTwilioSms(AdapterConformance):
    adapter = TwilioSms(ACCOUNT)
    samples = builtin_samples("twilio_sms")


def events(*names):
    samples = {one.name: one.payload for one in builtin_samples("twilio_sms")}
    return [event for name in names for event in TestTwilioSms.adapter.parse(samples[name])]


def read(**fields):
    body = urlencode({"AccountSid": ACCOUNT, "From": LAN, "To": LINE, **fields}).encode()
    return tuple(TestTwilioSms.adapter.parse(Payload(body)))


def incoming(**fields):
    (event,) = read(MessageSid="SM1", SmsStatus="received", **fields)
    assert isinstance(event, MessagePosted)
    return event


# --- one story ------------------------------------------------------------------------------------


def test_webhooks_reports_and_resources_are_one_conversation_with_each_message_once():
    found = events("incoming", "incoming-media", "status-sent", "status-delivered", "messages")
    conversations = assemble(found)
    assert conversations == assemble(found[::-1])
    (conversation,) = [one for one in conversations if len(one.messages) > 1]
    question, picture, answer = conversation.messages
    assert question.sent_at == datetime(2026, 3, 2, 4, 1, 12, tzinfo=UTC)
    assert len(picture.attachments) == 3
    assert [one.kind for one in answer.receipts] == ["delivered", "sent"]
    assert answer.text is not None


def test_a_report_without_a_line_joins_what_names_both_line_and_service():
    (conversation,) = assemble(events("message-canceled", "status-canceled", "status-delivered"))
    assert {one.state for one in conversation.messages} == {"live", "unseen"}


def test_sms_and_whatsapp_of_one_number_are_two_channels_and_two_identities():
    found = assemble(events("incoming", "whatsapp-reply"))
    assert {one.channel for one in found} == {"sms", "whatsapp"}
    schemes = {one.scheme for each in found for who in each.participants for one in who.identities}
    assert schemes == {"phone", "whatsapp"}


def test_what_has_not_been_sent_yet_is_nothing_that_anybody_said():
    assert events("status-queued") == []
    texts = [one.message.text for one in events("messages") if isinstance(one, MessagePosted)]
    assert "Hẹn gửi: nhắc lịch thử đồ" not in texts


def test_somebody_who_withholds_their_number_is_not_the_next_one_who_does():
    first, second = incoming(From="Anonymous"), read(MessageSid="SM2", From="Anonymous", Body="?")
    assert first.message.author.identities == ()
    assert len(assemble([first, *second])) == 2


# --- consent --------------------------------------------------------------------------------------


def test_an_opt_out_that_twilio_has_recognised_takes_back_everything_by_that_channel():
    _, signal = events("opt-out")
    assert isinstance(signal, ConsentSignalled)
    at = datetime(2026, 3, 2, tzinfo=UTC)
    (withdrawn,) = consent_events(signal, received_at=at)
    assert (withdrawn.kind, withdrawn.purpose, withdrawn.channel) == ("withdrawn", None, "sms")


def test_words_are_left_to_the_policy_and_help_allows_nothing():
    for name in ("opt-out-in-words", "help"):
        assert [one.type for one in events(name)] == ["message_posted"]


def test_an_opt_out_of_whatsapp_is_of_that_channel():
    fields = {"From": f"whatsapp:{LAN}", "To": f"whatsapp:{LINE}", "OptOutType": "STOP"}
    _, signal = read(MessageSid="SM1", Body="STOP", **fields)
    assert signal.consent.channel == "whatsapp"


# --- details --------------------------------------------------------------------------------------


def test_an_older_name_of_the_id_is_read_too():
    (event,) = read(SmsSid="SM7", Body="?")
    assert event.message.id == "SM7"


def test_what_has_no_id_is_kept_as_not_understood():
    (event,) = read(Body="?")
    assert isinstance(event, Unrecognised)
    assert event.reason == "missing_id"


@pytest.mark.parametrize(
    "fields",
    [
        {"Latitude": "91", "Longitude": "105"},
        {"Latitude": "nan", "Longitude": "105"},
        {"Latitude": "21.02", "Longitude": "1" * 40},
        {"Latitude": "21.02"},
    ],
)
def test_a_place_that_is_not_on_the_earth_is_none(fields):
    assert incoming(**fields).message.attachments == ()


def test_media_of_no_declared_type_and_of_another_address_are_kept_as_they_are():
    (one,) = incoming(NumMedia="1", MediaUrl0="https://files.example/1?x=ME1").message.attachments
    assert (one.kind, one.id, one.media_type) == ("unknown", None, None)
    (one,) = incoming(
        NumMedia="1", MediaUrl0="https://files.example/ME1?x=2", MediaContentType0="Text/X-Log; a=b"
    ).message.attachments
    assert (one.kind, one.id, one.media_type) == ("file", "ME1", "text/x-log")


@pytest.mark.parametrize("count", ["5000", "2", "٣"])
def test_a_count_of_media_says_what_is_missing_if_it_is_a_count(count):
    codes = [one.code for one in incoming(NumMedia=count).defects]
    assert codes == ([] if count == "٣" else ["media_missing"])


@pytest.mark.parametrize("address", ["sip:lan@hoasen.example", "whatsapp:", "rcs:"])
def test_addresses_of_other_kinds_are_nobody(address):
    (event,) = read(MessageSid="SM1", Body="?", From=address)
    known = isinstance(event, MessagePosted)
    assert known is not address.startswith("sip")
    assert not (known and event.message.author.identities)


def test_a_message_between_two_kinds_of_addresses_is_not_understood():
    (event,) = read(MessageSid="SM1", Body="?", From=f"whatsapp:{LAN}", To=f"rcs:{LINE}")
    assert isinstance(event, Unrecognised)


def test_a_single_resource_may_stand_in_a_body_with_a_byte_order_mark():
    resource = {"sid": "SM1", "direction": "inbound", "from": LAN, "to": LINE, "status": "received"}
    body = b"\xef\xbb\xbf" + json.dumps(resource).encode()
    (event,) = TestTwilioSms.adapter.parse(Payload(body))
    assert isinstance(event, MessagePosted)
    assert event.message.sent_at is None


def test_its_payloads_are_told_from_those_of_calls():
    samples = {one.name: one.payload for one in builtin_samples("twilio_sms")}
    assert sniff(samples["incoming"]) == "twilio_sms"
    assert sniff(samples["messages"]) == "twilio_sms"
    calls = [one.payload for one in builtin_samples("twilio") if not one.expects_error]
    assert not any(TwilioSms.recognises(one) for one in calls)


@given(st.dictionaries(st.sampled_from(["From", "To", "Body", "NumMedia", "Latitude"]), st.text()))
def test_any_fields_give_events(fields):
    assert all(one.account == ACCOUNT for one in read(MessageSid="SM1", **fields))
