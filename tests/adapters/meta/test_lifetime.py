"""Which attachments are to be fetched again, and how."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from omnidesk._payload import Payload
from omnidesk.adapters.meta import GraphRequest, Instagram, Messenger, due_attachments
from omnidesk.model import Attachment, Message, Participant

AT = datetime(2026, 9, 17, 8, 12, 32, tzinfo=UTC)
EXPIRES = datetime(2026, 9, 22, 21, 34, 56, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PICTURE = "https://scontent.xx.fbcdn.net/v/1.jpg?oe=6AB2F480"


def message(*attachments, message_id="m_1", sent_at=AT):
    return Message(id=message_id, author=Participant(), sent_at=sent_at, attachments=attachments)


def picture(**fields):
    return Attachment(kind="image", url=PICTURE, expires_at=EXPIRES, **fields)


def states(*attachments, now, **options):
    found = due_attachments(message(*attachments), channel="messenger", now=now, **options)
    return [(one.index, one.state) for one in found]


@pytest.mark.parametrize(
    ("now", "ahead", "found"),
    [
        (EXPIRES - SECOND, timedelta(), []),
        (EXPIRES, timedelta(), [(0, "expired")]),
        (EXPIRES - timedelta(hours=2), timedelta(hours=1), []),
        (EXPIRES - timedelta(hours=1), timedelta(hours=1), [(0, "due")]),
        (EXPIRES + SECOND, timedelta(hours=1), [(0, "expired")]),
    ],
)
def test_an_attachment_is_due_before_it_expires(now, ahead, found):
    assert states(picture(), now=now, ahead=ahead) == found


def test_what_does_not_say_when_it_expires_is_not_listed():
    link = Attachment(kind="link", url="https://shop.example")
    assert states(link, Attachment(kind="location"), now=EXPIRES) == []


def test_what_somebody_has_found_expired_is_listed_at_any_time():
    found = Attachment(kind="video", url="https://v.example", availability="expired")
    assert states(picture(), found, now=AT) == [(1, "expired")]


def story(**fields):
    return Attachment(kind="story", url="https://lookaside.example/s", **fields)


def test_a_story_is_over_a_day_after_the_message_at_the_latest():
    day = timedelta(days=1)
    assert states(story(), now=AT + day - SECOND) == []
    assert states(story(), now=AT + day) == [(0, "expired")]
    assert states(story(expires_at=AT + SECOND), now=AT + SECOND) == [(0, "expired")]


def test_a_story_in_a_message_without_a_time_may_last():
    found = due_attachments(message(story(), sent_at=None), channel="instagram", now=EXPIRES)
    assert found == ()


def test_a_story_that_is_over_is_not_fetched_again_and_one_that_is_due_is():
    later, soon = (
        due_attachments(
            message(story()), channel="instagram", now=AT + age, ahead=timedelta(hours=2)
        )[0]
        for age in (timedelta(hours=25), timedelta(hours=23))
    )
    assert (later.state, later.refetch) == ("expired", None)
    assert soon.refetch is not None


@pytest.mark.parametrize(
    ("channel", "fields"),
    [
        ("messenger", "id,created_time,attachments,shares,sticker"),
        ("instagram", "id,created_time,attachments,shares,story"),
    ],
)
def test_the_request_asks_for_the_message_with_what_has_addresses(channel, fields):
    (due,) = due_attachments(message(picture()), channel=channel, now=EXPIRES)
    assert due.refetch == GraphRequest(path="/m_1", params=(("fields", fields),))
    assert due.until == EXPIRES


def test_an_id_leads_nowhere_else():
    sent = message(picture(), message_id="../me?fields=id#")
    (due,) = due_attachments(sent, channel="messenger", now=EXPIRES)
    assert due.refetch is not None
    assert due.refetch.path == "/..%2Fme%3Ffields%3Did%23"


def test_an_id_that_meta_does_not_know_is_not_asked_for():
    body = {
        "object": "page",
        "entry": [{"id": "1", "messaging": [{"sender": {"id": "2"}, "order": {"note": "a"}}]}],
    }
    (event,) = Messenger().parse(Payload(json.dumps(body).encode()))
    assert event.type == "message_posted"
    sent = event.message.model_copy(update={"attachments": (picture(),)})
    (due,) = due_attachments(sent, channel="messenger", now=EXPIRES)
    assert due.refetch is None


def test_a_message_as_it_was_read_is_looked_through():
    item = {
        "sender": {"id": "2"},
        "recipient": {"id": "1"},
        "timestamp": int(AT.timestamp()) * 1000,
        "message": {
            "mid": "m",
            "attachments": [
                {"type": "image", "payload": {"url": PICTURE}},
                {"type": "story_mention", "payload": {"url": "https://lookaside.example/s"}},
            ],
        },
    }
    body = {"object": "instagram", "entry": [{"id": "1", "messaging": [item]}]}
    (event,) = Instagram().parse(Payload(json.dumps(body).encode()))
    assert event.type == "message_posted"
    found = due_attachments(event.message, channel="instagram", now=AT + timedelta(days=2))
    assert [one.attachment.kind for one in found] == ["story"]


def test_nothing_shows_in_a_repr():
    (due,) = due_attachments(message(picture()), channel="messenger", now=EXPIRES)
    assert "fbcdn" not in repr(due)
    assert "m_1" not in repr(due.refetch)


def test_a_naive_now_is_the_callers_mistake():
    naive = EXPIRES.replace(tzinfo=None)
    with pytest.raises(ValueError, match="now must be aware"):
        due_attachments(message(picture()), channel="messenger", now=naive)
