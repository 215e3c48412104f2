"""What a page says beside what was said."""

import json
from datetime import UTC, datetime

import pytest

from omnidesk._payload import Payload
from omnidesk.adapters.youtube import MissingReplies, YouTube, fetched, missing_replies
from omnidesk.errors import PayloadError
from omnidesk.testing import builtin_samples

NOW = datetime(2026, 9, 20, tzinfo=UTC)
SAMPLES = {one.name: one for one in builtin_samples("youtube")}


def payload(body):
    return Payload(json.dumps(body).encode(), received_at=NOW)


@pytest.mark.parametrize("authorised", [True, False, None])
def test_every_item_says_when_and_how_it_was_fetched(authorised):
    records = fetched(SAMPLES["threads"].payload, authorised=authorised)
    assert {one.authorised for one in records} == {authorised}
    assert {one.fetched_at for one in records} == {SAMPLES["threads"].payload.received_at}
    assert [one.likes for one in records] == [4, 1, 0, 0]


@pytest.mark.parametrize(
    "name",
    [name for name, one in SAMPLES.items() if not one.expects_error and one.path.suffix == ".json"],
)
def test_there_is_a_record_for_every_message(name):
    sample = SAMPLES[name]
    adapter = YouTube(channel_id="UCtraxanhdaonguyen000001")
    events = [one for one in adapter.parse(sample.payload) if one.type == "message_posted"]
    records = {(one.message_id, one.thread_id, one.source) for one in fetched(sample.payload)}
    assert {(one.message.id, one.thread[0], one.source) for one in events} <= records


def test_what_has_no_id_has_no_record():
    assert (
        fetched(payload({"kind": "youtube#commentListResponse", "items": [None, {"id": 5}]})) == ()
    )


def test_a_thread_with_more_replies_than_it_shows_says_so():
    (missing,) = missing_replies(SAMPLES["missing-replies"].payload)
    assert missing == MissingReplies(thread_id="UgxTraXanh0003AaABAg", shown=5, total=7)


@pytest.mark.parametrize("name", ["threads", "replies", "single-comment", "live-text"])
def test_where_all_replies_are_shown_none_are_missing(name):
    assert missing_replies(SAMPLES[name].payload) == ()


def test_replies_that_are_no_list_are_missing():
    thread = {
        "kind": "youtube#commentThread",
        "id": "a",
        "snippet": {"totalReplyCount": 2},
        "replies": {"comments": {}},
    }
    assert missing_replies(payload(thread)) == (MissingReplies(thread_id="a", shown=0, total=2),)


@pytest.mark.parametrize("function", [fetched, missing_replies])
def test_what_is_no_answer_is_refused(function):
    with pytest.raises(PayloadError):
        function(SAMPLES["comments-disabled"].payload)
