"""What people rate, order and fill in on Messenger."""

import json
from typing import Any

import pytest

from omnidesk._payload import Payload
from omnidesk.adapters.meta import Messenger
from omnidesk.assembly import assemble
from omnidesk.model import Identity, Rating, Reference

PAGE, LAN = "104500000000017", "7010000000000021"
AT = 1_789_632_752_400
CUSTOMER = Identity(scheme="messenger", value=LAN, scope=PAGE)


def parse(*bodies: dict[str, object]) -> list[Any]:
    items = [
        {"sender": {"id": LAN}, "recipient": {"id": PAGE}, "timestamp": AT} | one for one in bodies
    ]
    body = {"object": "page", "entry": [{"id": PAGE, "messaging": items}]}
    return list(Messenger().parse(Payload(json.dumps(body).encode())))


def feedback(**questions):
    return {"messaging_feedback": {"feedback_screens": [{"screen_id": 0, "questions": questions}]}}


def answered(question):
    (event,) = parse(feedback(q=question))
    return event


@pytest.mark.parametrize(
    ("kind", "score", "rating"),
    [
        ("csat", "4", Rating(value=4, lowest=1, highest=5)),
        pytest.param("csat", 4, Rating(value=4, lowest=1, highest=5), id="number"),
        ("nps", "10", Rating(value=10, lowest=0, highest=10)),
        ("ces", "6", Rating(value=6)),
    ],
)
def test_a_score_is_a_rating_within_its_documented_bounds(kind, score, rating):
    posted = answered({"type": kind, "payload": score}).message
    assert (posted.rating, posted.text) == (rating, None)
    assert (posted.direction, posted.author.identities) == ("inbound", (CUSTOMER,))


def test_what_is_added_to_a_score_is_what_the_person_says():
    words = {"type": "free_form", "payload": "Hộp hơi móp"}
    posted = answered({"type": "csat", "payload": "4", "follow_up": words}).message
    assert (posted.text, posted.rating.value) == ("Hộp hơi móp", 4)


def test_an_answer_in_words_has_no_rating():
    posted = answered({"type": "free_form", "payload": "Thêm màu be"}).message
    assert (posted.text, posted.rating) == ("Thêm màu be", None)


@pytest.mark.parametrize(
    "question",
    [
        None,
        7,
        {},
        {"type": "csat"},
        {"type": "csat", "payload": ""},
        {"type": "csat", "payload": "nhiều"},
        {"type": "csat", "payload": "100"},
        {"type": "csat", "payload": "４"},
        {"type": "smiles", "payload": "4"},
        {"type": "free_form", "payload": 4},
        {"type": "free_form"},
        {"type": "csat", "payload": {"score": 4}},
    ],
)
def test_an_answer_without_score_and_words_is_kept_as_not_understood(question):
    odd, good = parse(feedback(q1=question, q2={"type": "csat", "payload": "5"}))
    assert (odd.type, odd.reason) == ("unrecognised", "invalid")
    place = "/entry/0/messaging/0/messaging_feedback"
    assert odd.expected == f"expected a score or words in answer 1 at {place}"
    assert good.message.rating.value == 5


@pytest.mark.parametrize("screens", [None, [], [{}], [{"questions": {}}]])
def test_a_feedback_form_without_answers_is_kept_as_not_understood(screens):
    (event,) = parse({"messaging_feedback": {"feedback_screens": screens}})
    assert (event.type, event.reason) == ("unrecognised", "invalid")


def test_the_same_answer_delivered_again_is_the_same_and_another_is_not():
    one, again, other, later = (
        parse(feedback(**{question: {"type": "csat", "payload": "5"}}) | more)[0].message.id
        for question, more in [("a", {}), ("a", {}), ("b", {}), ("a", {"timestamp": AT + 1})]
    )
    assert one == again
    assert len({one, other, later}) == 3


@pytest.mark.parametrize(("said", "value"), [("Good response", 1), ("Bad response", 0)])
def test_a_thumb_is_a_rating_of_the_message_that_it_is_under(said, value):
    (event,) = parse({"response_feedback": {"feedback": said, "mid": "m_1"}})
    assert event.message.rating == Rating(value=value, lowest=0, highest=1)
    assert event.message.reply_to == Reference(kind="message", id="m_1")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"response_feedback": {"feedback": "Good response"}}, "missing_id"),
        ({"response_feedback": {"feedback": "So-so", "mid": "m_1"}}, "unknown_kind"),
        ({"response_feedback": {"mid": "m_1"}}, "unknown_kind"),
        ({"order": {"products": [], "note": ""}}, "invalid"),
        ({"order": {"total": 1}}, "invalid"),
        ({"message_request": "postpone"}, "unknown_kind"),
        ({"message_request": {}}, "invalid"),
    ],
)
def test_what_is_not_as_documented_is_kept_as_not_understood(body, reason):
    (event,) = parse(body)
    assert (event.type, event.reason) == ("unrecognised", reason)


def test_an_order_is_what_the_customer_says_with_its_products():
    products = [
        {"id": 5550001, "name": "Áo dài", "quantity": 1},
        {"retailer_id": "HS-KHAN", "name": ""},
    ]
    (event,) = parse({"order": {"products": products, "note": "Gói quà"}})
    assert event.message.text == "Gói quà"
    assert [(one.kind, one.id, one.title) for one in event.message.attachments] == [
        ("product", "5550001", "Áo dài"),
        ("product", "HS-KHAN", None),
    ]


def test_what_was_paid_with_and_where_it_goes_stays_in_the_payload():
    info = {"contact_phone": "+84912000021", "shipping_address": {"street_1": "12 Hàng Gai"}}
    (event,) = parse({"payment": {"payload": "P", "requested_user_info": info}})
    assert "912000021" not in event.model_dump_json()
    assert "Hàng Gai" not in event.model_dump_json()


def submitted(*responses):
    screens = [{"responses": [{"key": key, "value": value} for key, value in responses]}]
    return parse({"messaging_customer_information": {"screens": screens}})


def test_an_address_that_somebody_fills_in_is_tied_to_them():
    notice, email, phone = submitted(
        ("name", "Lan"), ("email", " lan@khach.example "), ("Phone", "+84 (912) 000-021")
    )
    assert (notice.type, notice.notice.actor.identities) == ("notice_posted", (CUSTOMER,))
    assert email.link.identities == (CUSTOMER, Identity(scheme="email", value="lan@khach.example"))
    assert phone.link.identities == (CUSTOMER, Identity(scheme="phone", value="+84912000021"))
    assert {email.link.evidence, phone.link.evidence} == {"submitted"}


@pytest.mark.parametrize(
    "response",
    [
        ("email", "không có"),
        ("email", "lan@"),
        ("email", "lan@khach"),
        ("email", "a@b@khach.example"),
        ("email", "lan tran@khach.example"),
        ("email", None),
        ("phone", "0912000021"),
        ("phone", "+84"),
        ("phone", "+84912000021999999"),
        ("phone_number", "+849120000２1"),
        ("address_line_1", "+84912000021"),
        (None, "+84912000021"),
    ],
)
def test_what_is_no_address_beyond_doubt_ties_nothing(response):
    assert [event.type for event in submitted(response)] == ["notice_posted"]


def test_a_form_of_nobody_ties_nothing():
    (event,) = parse(
        {
            "sender": None,
            "messaging_customer_information": {
                "screens": [{"responses": [{"key": "email", "value": "a@khach.example"}]}]
            },
        }
    )
    assert (event.type, event.notice.actor) == ("notice_posted", None)


def test_what_was_filled_in_stands_in_no_id():
    one = submitted(("email", "lan@khach.example"))
    other = submitted(("email", "minh@khach.example"))
    assert [event.id for event in one] == [event.id for event in other]


def test_feedback_and_orders_are_messages_of_the_conversation():
    found = parse(
        {"message": {"mid": "m_1", "text": "Chào shop"}},
        feedback(q={"type": "csat", "payload": "5"}),
        {"order": {"note": "Gói quà"}},
        {"payment": {}},
        {"payment": {"payload": "P"}},
    )
    (conversation,) = assemble(found)
    assert len(conversation.messages) == 3
    assert [one.name for one in conversation.notices] == ["payment"]
