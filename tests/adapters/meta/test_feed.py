"""What people write on a page: trees, authors, edits, moderation, reactions, reviews."""

import json
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import Payload, assemble
from omnidesk.adapters.meta import PageComments
from omnidesk.errors import PayloadError
from omnidesk.testing import builtin_samples

PAGE, POST = "106300000000033", "106300000000033_9001"
LAN = {"id": "7120000000000011", "name": "Trần Ngọc Lan"}
MINH = {"id": "7120000000000012", "name": "Lê Quang Minh"}
SHOP = {"id": PAGE, "name": "Áo Dài Hoa Sen"}
AT = 1790000000

SAMPLES = {one.name: one for one in builtin_samples("facebook")}


def webhook(*values, field="feed", time=AT + 5, received_at=None):
    changes = [{"field": field, "value": value} for value in values]
    body = {"object": "page", "entry": [{"id": PAGE, "time": time, "changes": changes}]}
    return Payload(json.dumps(body).encode(), received_at=received_at)


def comment(number, *, verb="add", by=LAN, to=POST, at=AT, **more):
    value = {
        "item": "comment",
        "verb": verb,
        "from": by,
        "post_id": POST,
        "comment_id": f"9001_{number}",
        "parent_id": to,
        "created_time": at,
        **more,
    }
    return {key: one for key, one in value.items() if one is not None}


def parse(payload, **configuration) -> tuple[Any, ...]:
    return tuple(PageComments(**configuration).parse(payload))


def read(*values, **envelope) -> tuple[Any, ...]:
    return parse(webhook(*values, **envelope))


def pulled(*objects, received_at=None, **options) -> tuple[Any, ...]:
    configuration = {"page_id": PAGE, "post_id": POST, "with_parent": True} | options
    body = json.dumps({"data": objects, "paging": {}}).encode()
    return parse(Payload(body, received_at=received_at), **configuration)


def graph(number, text="Còn size M không?", *, by=LAN, at="2026-09-21T14:13:20+0000", **more):
    return {"id": f"9001_{number}", "message": text, "from": by, "created_time": at, **more}


def only(found):
    (one,) = found
    return one


# --- trees ----------------------------------------------------------------------------------------


def test_a_comment_on_a_post_is_at_the_top_of_its_tree():
    tree = only(read(comment(1))).message.tree
    assert (tree.root_id, tree.parent_id, tree.depth) == ("9001_1", None, 0)


def test_a_reply_names_its_parent_and_guesses_neither_root_nor_depth():
    event = only(read(comment(2, to="9001_1")))
    tree = event.message.tree
    assert (tree.root_id, tree.parent_id, tree.depth) == (None, "9001_1", None)
    assert event.message.reply_to.id == "9001_1"


def test_replies_to_replies_join_the_conversation_of_their_root_in_any_order():
    events = read(
        comment(1, at=AT), comment(2, to="9001_1", at=AT + 1), comment(3, to="9001_2", at=AT + 2)
    )
    conversations = [only(assemble(order)) for order in permutations(events)]
    assert len({one.id for one in conversations}) == 1


def test_two_top_level_comments_are_two_conversations_about_one_post():
    first, second = assemble(read(comment(1), comment(2, by=MINH)))
    assert first.about == second.about
    assert first.about is not None
    assert first.about.id == POST


def test_the_post_is_a_conversation_of_its_own():
    post = {"item": "status", "verb": "add", "from": SHOP, "post_id": POST, "created_time": AT}
    assert len(assemble(read(post, comment(1)))) == 2


# --- who ------------------------------------------------------------------------------------------


def test_the_page_is_who_has_the_id_of_the_entry():
    message = only(read(comment(1, by=SHOP))).message
    assert message.direction == "outbound"
    assert message.author.role == "business"


def test_a_number_is_the_id_of_the_page_too():
    message = only(read(comment(1, by={"id": int(PAGE)}))).message
    assert message.direction == "outbound"


def test_without_an_author_nobody_knows_which_way_it_went():
    message = only(read(comment(1, by=None, message="Còn hàng không?"))).message
    assert message.direction == "unknown"
    assert message.author.identities == ()
    assert message.author.name is None


def test_an_author_is_known_on_that_page_alone():
    identity = only(only(read(comment(1))).message.author.identities)
    assert (identity.scheme, identity.value, identity.scope) == ("facebook", LAN["id"], PAGE)


# --- what becomes of it ---------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["edit", "edited"])
def test_both_words_for_an_edit_are_read(verb):
    events = read(comment(1, message="Áo đỏ"), comment(1, verb=verb, message="Áo xanh", at=AT + 9))
    message = only(only(assemble(events)).messages)
    assert message.text == "Áo xanh"
    assert message.edited_at == datetime(2026, 9, 21, 14, 13, 29, tzinfo=UTC)
    assert only(message.edits).text == "Áo đỏ"


def test_two_edits_are_two_events():
    events = read(
        comment(1, verb="edited", message="hai", at=AT + 1),
        comment(1, verb="edited", message="ba", at=AT + 2),
    )
    assert len({event.id for event in events}) == 2


@pytest.mark.parametrize("verb", ["remove", "delete"])
def test_what_was_removed_is_deleted_with_its_words(verb):
    events = read(comment(1, verb=verb, at=None), comment(1, message="xin lỗi"))
    message = only(only(assemble(events)).messages)
    assert message.state == "deleted"
    assert message.text is None


def test_the_latest_word_on_hiding_counts():
    events = read(
        comment(1, message="a"),
        comment(1, verb="unhide", at=AT + 20),
        comment(1, verb="hide", at=AT + 10),
    )
    assert only(only(assemble(events)).messages).state == "live"


def test_a_reaction_that_changes_its_kind_replaces_the_first():
    def reaction(verb, kind, at):
        return comment(1, item="reaction", verb=verb, by=MINH, reaction_type=kind, at=at)

    events = read(comment(1), reaction("add", "haha", AT + 1), reaction("edit", "care", AT + 2))
    message = only(only(assemble(events)).messages)
    assert [one.name for one in message.reactions] == ["care"]
    assert (
        assemble((*events, *read(reaction("remove", "care", AT + 3))))[0].messages[0].reactions
        == ()
    )


# --- reviews --------------------------------------------------------------------------------------


def review(**more):
    value = {"item": "rating", "verb": "add", "open_graph_story_id": "87", "created_time": AT}
    return {**value, "reviewer_id": LAN["id"], **more}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"recommendation_type": "POSITIVE"}, (1.0, 0.0, 1.0)),
        ({"recommendation_type": "negative"}, (0.0, 0.0, 1.0)),
        ({"rating": 4}, (4.0, 1.0, 5.0)),
        ({"rating": 4.5}, (4.5, 1.0, 5.0)),
    ],
)
def test_a_recommendation_is_a_thumb_and_stars_are_stars(given, expected):
    rating = only(read(review(**given), field="ratings")).message.rating
    assert (rating.value, rating.lowest, rating.highest) == expected


@pytest.mark.parametrize("stars", [0, 6, True, "4", [4], -(10**400)])
def test_a_score_that_is_none_is_none_and_said(stars):
    event = only(read(review(rating=stars), field="ratings"))
    assert event.message.rating is None
    assert [one.code for one in event.defects] == ["rating_unreadable"]


def test_a_review_and_the_answers_to_it_are_one_conversation():
    answer = {
        "item": "comment",
        "verb": "add",
        "from": SHOP,
        "comment_id": "87_1",
        "parent_id": "87",
        "open_graph_story_id": "87",
        "created_time": AT + 9,
    }
    conversation = only(assemble(read(review(review_text="Đẹp"), answer, field="ratings")))
    assert [one.direction for one in conversation.messages] == ["inbound", "outbound"]
    assert conversation.about.kind == "page"


# --- times ----------------------------------------------------------------------------------------


def test_a_comment_without_a_time_has_that_of_its_delivery_and_says_so():
    event = only(read(comment(1, at=None), time=AT + 5))
    assert event.message.sent_at == datetime(2026, 9, 21, 14, 13, 25, tzinfo=UTC)
    assert [one.code for one in event.defects] == ["time_of_delivery"]


def test_a_comment_without_any_time_has_none():
    event = only(read(comment(1, at=None), time=None))
    assert event.message.sent_at is None
    assert event.defects == ()


def test_a_time_of_nonsense_in_both_places_is_none():
    event = only(read(comment(1, at=None), time="sớm"))
    assert event.message.sent_at is None
    assert [one.code for one in event.defects] == ["time_unreadable"]


def test_numbers_of_thousands_of_digits_are_survived():
    assert only(read(comment(1, verb="edited", at=10**4000))).occurred_at is not None


# --- pulled ---------------------------------------------------------------------------------------


def test_a_pulled_comment_is_the_same_event_as_that_of_the_webhook():
    assert only(pulled(graph(1))).id == only(read(comment(1))).id


@given(st.permutations(range(4)), st.permutations(range(6)))
def test_webhooks_and_pulls_in_any_order_give_one_message_each(hours, order):
    received = [datetime(2026, 9, 22, hour, tzinfo=UTC) for hour in hours]
    events = [
        *read(comment(1, message="Áo đỏ"), received_at=received[0]),
        *read(comment(2, to="9001_1", by=SHOP, message="Dạ"), received_at=received[1]),
        *read(comment(1, verb="edited", message="Áo xanh", at=AT + 9), received_at=received[2]),
        *pulled(
            graph(2, "Dạ", by=SHOP, parent={"id": "9001_1"}),
            graph(1, "Áo xanh", at="2026-09-21T14:13:20+0000"),
            received_at=received[3],
        ),
    ]
    assert len(events) == 5
    conversation = only(assemble([events[index % 5] for index in order] + events))
    assert [one.id for one in conversation.messages] == ["9001_1", "9001_2"]
    assert conversation.messages[0].text == "Áo xanh"
    assert conversation.messages[1].tree.parent_id == "9001_1"


def test_without_having_asked_for_parents_no_comment_is_at_the_top():
    assert only(pulled(graph(1), with_parent=False)).message.tree is None


def test_a_comment_found_in_the_replies_to_one_at_the_top_knows_its_root():
    _, reply = pulled(graph(1, comments={"data": [graph(2)]}))
    tree = reply.message.tree
    assert (tree.root_id, tree.parent_id, tree.depth) == ("9001_1", "9001_1", 1)


def test_a_comment_found_in_replies_believes_its_own_word_first():
    _, reply = pulled(graph(1, comments={"data": [graph(3, parent={"id": "9001_2"})]}))
    assert reply.message.tree.parent_id == "9001_2"
    assert reply.message.tree.depth is None


def test_a_pulled_post_is_what_the_comments_in_it_are_about():
    post = {"id": POST, "message": "Hàng mới", "created_time": "2026-09-21T14:00:00+0000"}
    _, event = pulled({**post, "comments": {"data": [graph(1)]}}, post_id=None)
    assert event.about.id == POST


def test_a_pulled_comment_that_is_hidden_is_until_a_webhook_shows_it_again():
    hidden = pulled(graph(1, is_hidden=True))
    assert only(only(assemble(hidden)).messages).state == "hidden"
    shown = read(comment(1, verb="unhide", at=AT + 9))
    assert only(only(assemble((*hidden, *shown))).messages).state == "live"


def test_one_pulled_object_is_read_as_a_page_of_one():
    body = Payload(json.dumps(graph(1, object={"id": "88"})).encode())
    event = only(parse(body, page_id=PAGE))
    assert event.source.pointer == ""
    assert event.about is None


def test_pulled_objects_without_the_page_are_refused():
    payload = SAMPLES["pulled-comments"].payload
    with pytest.raises(PayloadError, match="page_id"):
        parse(payload)


def test_comments_nested_as_deep_as_json_may_be_are_read():
    deep = graph(1)
    for number in range(2, 60):
        deep = graph(number, comments={"data": [deep]})
    assert len(pulled(deep)) == 59


# --- whose body it is -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"data": 1, "created_time": ',
        b'{"data": [], "created_time": "x"}',
        b'{"data": ["created_time"]}',
        b'["data", "created_time"]',
        b'{"data": [{"id": "m_1", "created_time": "2026-09-21T14:13:20+0000"}]}',
        b'{"data": [{"id": 7, "created_time": "2026-09-21T14:13:20+0000"}]}',
        b'{"object": "instagram", "entry": [], "data": "created_time"}',
    ],
)
def test_what_is_of_another_kind_is_not_recognised(body):
    assert not PageComments.recognises(Payload(body))


def test_a_webhook_with_pulled_looking_words_is_recognised():
    assert PageComments.recognises(webhook(comment(1, data={"data": 1})))


def test_messages_of_the_chat_are_named_once_and_not_read():
    body = {"object": "page", "entry": [{"id": PAGE, "messaging": [{}, {}], "standby": [{}]}]}
    events = parse(Payload(json.dumps(body).encode()))
    assert [event.name for event in events] == ["messaging", "standby"]
