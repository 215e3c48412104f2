"""Brand name gateways of Vietnam: logs, reports, and what people send to short numbers."""

import json
from urllib.parse import urlencode

import pytest

from omnidesk._payload import Payload
from omnidesk.adapters.calls import Clock
from omnidesk.adapters.sms import BrandnameSms
from omnidesk.adapters.sms._outgoing import Sent
from omnidesk.assembly import assemble
from omnidesk.errors import PayloadError
from omnidesk.events import ReceiptReported, Unrecognised
from omnidesk.testing import AdapterConformance, builtin_samples


class TestBrandnameSms(AdapterConformance):
    adapter = BrandnameSms(account="hoasen", brandname="HOASEN", clock=Clock("Asia/Ho_Chi_Minh"))
    samples = builtin_samples("brandname_sms")


def events(*names, adapter=TestBrandnameSms.adapter):
    samples = {one.name: one.payload for one in builtin_samples("brandname_sms")}
    return [event for name in names for event in adapter.parse(samples[name])]


def read(value):
    return tuple(TestBrandnameSms.adapter.parse(Payload(json.dumps(value).encode())))


def callback(**fields):
    return tuple(TestBrandnameSms.adapter.parse(Payload(urlencode(fields).encode())))


def test_a_callback_that_comes_before_the_log_is_about_the_same_message():
    found = events("esms-delivered", "esms-log")
    assert assemble(found) == assemble(found[::-1])
    messages = {one.id: one for each in assemble(found) for one in each.messages}
    message = messages["7c1f0f6e-2b7d-4f57-9d6a-51b0c3f2a9e418"]
    assert [one.kind for one in message.receipts] == ["delivered"]


def test_a_callback_without_a_telephone_still_finds_its_message():
    report = callback(SMSID="77", SendStatus="5", SendSuccess="1", SendFailed="0", TypeId="2")
    (conversation,) = assemble([*report, *events("esms-log-odd")])
    (message,) = conversation.messages
    assert [one.kind for one in message.receipts] == ["delivered", "sent"]


def test_an_advertisement_to_many_under_one_id_is_a_message_for_each():
    found = [one for one in events("esms-log") if one.type == "message_posted"]
    both = [one.message for one in found if (one.message.text or "").startswith("[QC]")]
    assert len({one.id for one in both}) == 2
    assert {one.automatic for one in both} == {"bulk"}


def test_what_somebody_sends_to_a_short_number_belongs_with_what_they_got():
    (conversation,) = [
        one
        for one in assemble(events("esms-log", "esms-incoming"))
        if any(each.direction == "inbound" for each in one.messages)
    ]
    answer, advertisement = conversation.messages
    assert advertisement.author.identities[0].value == "HOASEN"
    assert answer.text == "TC HOASEN"


def test_nobody_is_taken_for_the_brand_if_the_brand_is_not_told():
    found = events("esms-log", adapter=BrandnameSms(account="hoasen"))
    assert all(one.message.author.identities == () for one in found if one.type == "message_posted")


def test_a_time_without_a_zone_is_none_unless_the_adapter_has_one():
    (event,) = events("esms-incoming", adapter=BrandnameSms(account="hoasen"))
    assert event.message.sent_at is None
    assert [one.code for one in event.defects] == ["time_without_zone"]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"SendSuccess": "0", "SendFailed": "0"}, "sent"),
        ({"SendSuccess": "3", "SendFailed": "0"}, "delivered"),
        ({"SendSuccess": "0", "SendFailed": "2"}, "failed"),
        ({"SendSuccess": "1", "SendFailed": "1"}, "sent"),
        ({"SendSuccess": "one", "SendFailed": "00"}, "sent"),
        ({}, "sent"),
    ],
)
def test_the_counts_of_a_report_say_how_far_a_message_came(fields, kind):
    (event,) = callback(SMSID="1", SendStatus="5", TypeId="2", phonenumber="0912000111", **fields)
    assert event.kind == kind


@pytest.mark.parametrize(
    "fields",
    [
        {"SMSID": "", "SendStatus": "5"},
        {"SMSID": "1", "SendStatus": "6"},
        {"SMSID": "1"},
        {"SMSID": "1", "TypeId": "23", "SendStatus": "5"},
    ],
)
def test_a_callback_that_is_not_as_documented_is_kept_as_not_understood(fields):
    (event,) = callback(**fields)
    assert isinstance(event, Unrecognised)


def test_a_message_to_a_short_number_may_withhold_its_sender():
    (first,) = callback(smsid="1", serviceNumber="8079", sender="", content="TC")
    (second,) = callback(smsid="2", serviceNumber="8079", sender="", content="TC")
    assert first.message.author.identities == ()
    assert first.thread != second.thread


def test_an_item_of_our_shape_takes_its_brand_before_the_adapters():
    item = {"kind": "mt", "id": "1", "phone": "84912000111", "content": "[AD] Sale"}
    (own,) = read({"items": [item | {"brandname": "HOA SEN"}]})
    (other,) = read({"items": [item]})
    assert own.message.author.identities[0].value == "HOA SEN"
    assert other.message.author.identities[0].value == "HOASEN"
    assert own.message.automatic == "bulk"


def test_an_unlabelled_advertisement_is_told():
    item = {"kind": "mt", "id": "1", "phone": "84912000111", "content": "Sale", "type": "qc"}
    (event,) = read({"items": [item]})
    assert [one.code for one in event.defects] == ["label_missing"]


def test_a_failed_report_tells_the_gateways_code():
    reports = [one for one in events("items") if isinstance(one, ReceiptReported)]
    assert [(one.kind, one.reason) for one in reports] == [
        ("sent", None),
        ("delivered", None),
        ("failed", "BLACKLIST"),
    ]


def test_what_a_reader_hands_on_shows_nothing_of_it():
    assert repr(Sent(id="1", phone="0912000111", text="bí mật")) == "<Sent, 6 characters>"


def test_a_code_of_absurd_size_is_none():
    (event,) = read({"type": "report", "tranId": 1, "phone": "84912000111", "status": 10**12})
    assert (event.kind, event.reason) == ("failed", None)


def test_one_request_of_speedsms_is_a_message_for_each_telephone():
    found = events("speedsms-delivered", "speedsms-failed")
    assert len({one.message_ids for one in found}) == 2


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"SentData": 1}', b"content=TC"])
def test_what_is_none_of_these_is_refused(body):
    with pytest.raises(PayloadError):
        tuple(TestBrandnameSms.adapter.parse(Payload(body)))
