"""Shops: what reviews, answers and chats add up to, pull after pull."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from omnidesk import sniff
from omnidesk._payload import Payload
from omnidesk.adapters.shops import Haravan, Lazada, Sapo, Shopee, TikTokShop
from omnidesk.assembly import assemble
from omnidesk.errors import PayloadError
from omnidesk.events import MessagePosted, Unrecognised
from omnidesk.testing import builtin_samples

ADAPTERS: dict[str, Any] = {  # Any with reason: some have a map, and some have none
    "haravan": Haravan(),
    "lazada": Lazada(account="1000165000"),
    "sapo": Sapo(),
    "shopee": Shopee(account="947042000"),
    "tiktok_shop": TikTokShop(),
}


def events(shop, *names):
    """Read samples as if each was received a day after the one before."""
    samples = {one.name: one.payload for one in builtin_samples(shop)}
    return [
        event
        for day, name in enumerate(names, 1)
        for event in ADAPTERS[shop].parse(
            Payload(samples[name].body, received_at=datetime(2026, 3, day, tzinfo=UTC))
        )
    ]


def messages(found):
    """Fold in both orders, and return the messages by their ids."""
    assert assemble(found) == assemble(found[::-1])
    return {one.id: one for each in assemble(found) for one in each.messages}


def read(adapter, value):
    return tuple(adapter.parse(Payload(json.dumps(value).encode())))


def page(**comment):
    whole = {"comment_id": 1, "create_time": 1772424309, "comment": "?", **comment}
    return {"response": {"item_comment_list": [whole]}}


# --- reviews --------------------------------------------------------------------------------------


def test_a_review_that_was_edited_between_two_pulls_says_both():
    review = messages(events("shopee", "reviews", "reviews-later"))["12905512345602"]
    assert review.state == "edited"
    assert review.text == "Màu khác ảnh nhưng shop đã đổi cho mình rồi, cảm ơn shop."
    assert review.rating.value == 4
    assert [one.text for one in review.edits] == ["Màu khác ảnh, nhắn shop không trả lời."]
    assert "copies_differ" not in {one.code for one in review.defects}


def test_nobody_makes_up_what_an_edited_review_said_before():
    review = messages(events("shopee", "reviews-later"))["12905512345602"]
    assert review.text is not None
    assert [one.text for one in review.edits] == [None]


def test_the_latest_pull_says_whether_a_review_is_shown():
    def state(*flags):
        found = [
            event
            for day, hidden in enumerate(flags, 1)
            for event in ADAPTERS["shopee"].parse(
                Payload(
                    json.dumps(page(hidden=hidden)).encode(),
                    received_at=datetime(2026, 3, day, tzinfo=UTC),
                )
            )
        ]
        return messages(found)["1"].state

    assert state(False, True) == "hidden"
    assert state(True, False) == "live"
    assert state(True) == "hidden"


def test_a_masked_name_is_nobodys_identity():
    people = [
        who
        for each in assemble(events("shopee", "reviews"))
        for who in each.participants
        if who.role == "customer"
    ]
    assert {who.name for who in people} == {"n****a", "t*****8", "h***g"}
    assert {one.scheme for who in people for one in who.identities} == {"shopee_order"}


def test_the_shops_answer_stands_under_its_review():
    found = events("shopee", "reviews")
    (answer,) = [one for one in messages(found).values() if one.direction == "outbound"]
    assert answer.tree.parent_id == "12905512345601"
    assert answer.author.role == "business"


def test_a_review_that_lazada_shows_no_more_is_hidden_until_it_is_back():
    gone = messages(events("lazada", "reviews", "follow-up"))["320011457002"]
    assert (gone.state, gone.text) == ("hidden", "Giao chậm 4 ngày, hộp móp.")
    again = {"data": {"review_list": [{"id": 320011457002, "review_content": "?"}]}}
    payload = Payload(json.dumps(again).encode(), received_at=datetime(2026, 3, 9, tzinfo=UTC))
    found = [*events("lazada", "reviews", "follow-up"), *ADAPTERS["lazada"].parse(payload)]
    assert messages(found)["320011457002"].state == "live"


def test_lazada_reads_nothing_without_the_seller():
    samples = {one.name: one.payload for one in builtin_samples("lazada")}
    found = tuple(Lazada().parse(samples["follow-up"]))
    assert {type(one) for one in found} == {Unrecognised}


@pytest.mark.parametrize("data", [None, [], {"outdated_reviews": {"0": 1}}])
def test_an_answer_of_lazada_without_a_list_says_nothing_more(data):
    found = read(ADAPTERS["lazada"], {"data": data})
    assert [one for one in found if not isinstance(one, Unrecognised)] == []


def test_a_deletion_takes_the_review_with_it():
    found = messages(events("haravan", "question-and-edit", "deleted"))
    assert (found["70031"].state, found["70031"].text) == ("deleted", None)
    assert messages(events("sapo", "guest-and-hidden", "deleted"))["4412"].state == "deleted"


def test_a_guests_reviews_are_two_people_as_far_as_anybody_knows():
    samples = {one.name: one.payload for one in builtin_samples("sapo")}
    whole = samples["guest-and-hidden"].json()
    whole["product_reviews"] = [
        one | {"author": "Khách", "order_id": None} for one in whole["product_reviews"]
    ]
    found = [one for one in read(ADAPTERS["sapo"], whole) if isinstance(one, MessagePosted)]
    guests = [one.message.author for one in found if one.message.direction == "inbound"]
    assert len({who.identities for who in guests}) == 2


# --- chats ----------------------------------------------------------------------------------------


def test_a_chat_of_shopee_is_one_conversation_with_both_sides():
    names = ("chat-question", "chat-auto-reply", "chat-answer", "chat-image", "chat-video")
    (conversation,) = assemble(events("shopee", *names))
    assert {one.direction for one in conversation.messages} == {"inbound", "outbound"}
    assert {who.role for who in conversation.participants} == {"customer", "bot", "agent"}


def push(**content):
    whole = {"message_id": "1", "conversation_id": "2", "message_type": "text", **content}
    data = {"type": "message", "content": whole}
    return {"code": 10, "shop_id": 5, "timestamp": 1772424309, "data": data}


def shopee(**content):
    (event,) = read(Shopee(), push(**content))
    assert isinstance(event, MessagePosted)
    return event.message


@pytest.mark.parametrize(
    ("sender", "receiver", "direction"),
    [
        (5, 9, "outbound"),
        (9, 5, "inbound"),
        (0, 5, "inbound"),
        (5, 5, "unknown"),
        (7, 9, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_the_shop_that_we_are_decides_who_wrote_to_whom(sender, receiver, direction):
    message = shopee(from_shop_id=sender, to_shop_id=receiver)
    assert message.direction == direction


def test_what_the_shop_itself_writes_is_the_businesss():
    message = shopee(from_shop_id=5, to_shop_id=0, from_id=3, from_user_name="hoasen", region="VN")
    assert (message.author.role, message.author.name) == ("business", "hoasen")


def test_an_agent_without_a_name_has_none():
    message = shopee(from_shop_id=5, to_shop_id=0, sub_account_id=7, sub_account_name=0)
    assert (message.author.role, message.author.name) == ("agent", None)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("image", {}),
        ("video", {}),
        ("item", {"item_id": ""}),
        ("image", None),
    ],
)
def test_a_file_that_is_not_told_is_none(kind, content):
    assert shopee(message_type=kind, content=content).attachments == ()


def test_a_film_of_absurd_length_has_no_duration():
    (film,) = shopee(
        message_type="video",
        content={"thumb_url": "https://cf.shopee.example/t", "duration_seconds": 10**12},
    ).attachments
    assert (film.duration, film.url, film.thumbnail_url) == (
        None,
        None,
        "https://cf.shopee.example/t",
    )


@pytest.mark.parametrize("quoted", [[], None, [{"message_id": ""}]])
def test_a_message_that_quotes_nothing_answers_nothing(quoted):
    assert shopee(quoted_msg=quoted).reply_to is None


@pytest.mark.parametrize("code", [True, None, 10**40, {}, "10"])
def test_a_push_without_a_shop_or_of_no_known_code_is_kept_as_not_understood(code):
    (event,) = read(Shopee(), push() | {"code": code, "shop_id": None})
    assert isinstance(event, Unrecognised)


def test_a_push_of_an_account_of_our_own_name_still_tells_who_wrote():
    (event,) = read(Shopee(account="hoasen"), push(from_shop_id=0, to_shop_id=5))
    assert (event.account, event.message.direction) == ("hoasen", "inbound")


def test_a_chat_of_tiktok_shop_is_one_conversation():
    names = [
        one.name
        for one in builtin_samples("tiktok_shop")
        if any(event.thread for event in one.golden or ())
    ]
    (conversation,) = assemble(events("tiktok_shop", *names))
    assert conversation.about is not None
    assert {one.kind for one in conversation.notices} == {"opened", "assigned"}


def tiktok(kind, content, **data):
    whole = {
        "message_id": "1",
        "conversation_id": "2",
        "type": kind,
        "content": json.dumps(content),
        **data,
    }
    (event,) = read(TikTokShop(), {"type": 14, "shop_id": "9", "data": whole})
    return event.message


@pytest.mark.parametrize(
    ("duration", "milliseconds"),
    [("20.504", 20_504), ("7", 7_000), (3, 3_000), ("1.5", 1_500), ("x", None), ("1.x", None)],
)
def test_durations_of_films_are_read_if_they_are_some(duration, milliseconds):
    (film,) = tiktok("VIDEO", {"url": "https://v.example/1", "duration": duration}).attachments
    assert film.duration == milliseconds


def test_cards_that_name_nothing_are_none():
    assert tiktok("PRODUCT_CARD", {"product_id": True}).attachments == ()
    assert tiktok("ORDER_CARD", {}).attachments == ()
    assert tiktok("TEXT", {"content": "?"}).attachments == ()


def test_a_webhook_without_a_shop_is_kept_as_not_understood():
    (event,) = read(TikTokShop(), {"type": 14, "data": {}})
    assert (event.reason, event.account) == ("missing_id", "tiktok_shop")


def test_webhooks_of_tiktok_shop_are_recognised():
    (payload,) = [one.payload for one in builtin_samples("tiktok_shop") if one.name == "image"]
    assert sniff(payload) == "tiktok_shop"


# --- all ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shop", sorted(ADAPTERS))
@pytest.mark.parametrize("body", [b"[]", b'"x"', b"", b"<html>"])
def test_what_is_no_object_is_refused(shop, body):
    with pytest.raises(PayloadError) as caught:
        tuple(ADAPTERS[shop].parse(Payload(body)))
    assert caught.value.channel == shop


@pytest.mark.parametrize("shop", sorted(set(ADAPTERS) - {"tiktok_shop"}))
def test_the_maps_that_ship_can_be_looked_at(shop):
    assert ADAPTERS[shop].map.channel == shop
