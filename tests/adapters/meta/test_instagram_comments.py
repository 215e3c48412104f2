"""Comments on an Instagram account's media, and mentions of the account."""

import json
from typing import Any

import pytest

from omnidesk import Payload, assemble
from omnidesk.adapters.meta import Instagram, InstagramComments
from omnidesk.errors import PayloadError
from omnidesk.testing import builtin_samples

ACCOUNT, MEDIA = "17840000000000077", "17950000000000009"
SAMPLES = {one.name: one.payload for one in builtin_samples("instagram_comments")}


def parse(payload, **configuration) -> tuple[Any, ...]:
    return tuple(InstagramComments(**configuration).parse(payload))


def pulled(*objects, **options) -> tuple[Any, ...]:
    configuration = {"account_id": ACCOUNT, "media_id": MEDIA} | options
    return parse(Payload(json.dumps({"data": objects}).encode()), **configuration)


def graph(number="18", **more):
    return {"id": number, "text": "Đẹp", "timestamp": "2026-09-21T13:33:20+0000", **more}


def only(found):
    (one,) = found
    return one


def test_a_comment_with_the_scoped_id_of_the_account_is_its_own():
    _, reply, *_ = parse(SAMPLES["comments"])
    assert reply.message.direction == "outbound"
    assert only(reply.message.author.identities).value == ACCOUNT


def test_a_reply_stands_one_below_the_top():
    _, reply, *_ = parse(SAMPLES["comments"])
    tree = reply.message.tree
    assert (tree.root_id, tree.depth) == (tree.parent_id, 1)


def test_a_comment_on_an_advertisement_names_it_and_the_post_that_it_shows():
    event = only(one for one in parse(SAMPLES["comments"]) if one.about.kind == "ad")
    assert event.message.referral.ad_id == "120000000000001"
    assert event.message.referral.post_id == MEDIA


def test_a_mention_is_a_message_that_a_pull_fills():
    events = [
        *parse(SAMPLES["mentions"]),
        *parse(SAMPLES["mentioned-comment"], account_id=ACCOUNT),
    ]
    found = {message.id: message for one in assemble(events) for message in one.messages}[
        "18000000000000041"
    ]
    assert found.state == "live"
    assert found.text == "@aodaihoasen còn không?"


def test_webhooks_and_pulls_of_one_comment_give_one_message():
    events = [*parse(SAMPLES["comments"]), *parse(SAMPLES["pulled"], account_id=ACCOUNT)]
    ids = [message.id for one in assemble(events) for message in one.messages]
    assert len(ids) == len(set(ids))
    assert assemble(events) == assemble(events[::-1])


def test_having_asked_for_parents_a_comment_without_one_is_at_the_top():
    assert only(pulled(graph(), with_parent=True)).message.tree.depth == 0
    assert only(pulled(graph())).message.tree is None


def test_pulled_comments_without_the_account_are_refused():
    with pytest.raises(PayloadError, match="account_id"):
        parse(SAMPLES["pulled"])


def test_pulled_comments_of_unknown_media_are_about_nothing():
    assert only(pulled(graph(), media_id=None)).about is None


def test_instagram_reads_comments_beside_messages():
    names = [event.id for event in parse(SAMPLES["comments"])]
    assert [event.id for event in Instagram().parse(SAMPLES["comments"])] == names
