"""Push notifications: what the hub says of videos, and what it may not do to us."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._payload import Payload
from omnidesk.adapters.youtube import YouTube, read_push
from omnidesk.assembly import assemble
from omnidesk.errors import PayloadError
from omnidesk.testing import builtin_samples

SAMPLES = {one.name: one.payload for one in builtin_samples("youtube")}
OWN = "UCtraxanhdaonguyen000001"
NAMES = (
    'xmlns="http://www.w3.org/2005/Atom" xmlns:yt="http://www.youtube.com/xml/schemas/2015"'
    ' xmlns:at="http://purl.org/atompub/tombstones/1.0"'
)


def feed(inner="", before=""):
    return Payload(f"{before}<feed {NAMES}>{inner}</feed>".encode())


def entry(video="V", channel=OWN, more=""):
    ids = f"<yt:videoId>{video}</yt:videoId><yt:channelId>{channel}</yt:channelId>"
    return f"<entry>{ids}{more}</entry>"


def refused(payload):
    with pytest.raises(PayloadError) as caught:
        read_push(payload)
    assert caught.value.__context__ is None
    assert caught.value.digest == payload.digest
    return caught.value.reason


def test_a_new_or_changed_video_is_a_trigger():
    (push,) = read_push(SAMPLES["push-changed"])
    assert (push.kind, push.video_id, push.channel_id) == ("changed", "vIDtra2026A", OWN)
    assert push.title == "Pha trà lạnh & nóng"
    assert push.published_at == datetime(2026, 9, 14, 9, tzinfo=UTC)
    assert push.occurred_at == datetime(2026, 9, 14, 9, 0, 2, 552394, UTC)
    assert push.source.received_at == SAMPLES["push-changed"].received_at


def test_a_deleted_video_is_a_trigger_and_names_its_channel_by_the_page():
    (push,) = read_push(SAMPLES["push-deleted"])
    assert (push.kind, push.video_id, push.channel_id) == ("deleted", "vIDxoa00001", OWN)
    assert push.occurred_at == datetime(2026, 9, 15, 1, 2, 3, tzinfo=UTC)


def test_entries_without_a_video_are_passed_over_as_triggers_and_told_as_events():
    assert len(read_push(SAMPLES["push-several"])) == 2
    events = list(YouTube(channel_id=OWN).parse(SAMPLES["push-several"]))
    assert [one.type for one in events] == ["notice_posted", "notice_posted", "unrecognised"]


def test_notices_of_one_video_are_one_conversation():
    events = [
        event
        for name in ("push-changed", "push-several")
        for event in YouTube().parse(SAMPLES[name])
        if event.thread == ("video:vIDtra2026A",)
    ]
    (conversation,) = assemble(events)
    assert [one.name for one in conversation.notices] == ["entry", "entry"]
    assert conversation.account == OWN


def test_the_same_notification_again_is_the_same_event():
    one, again = (list(YouTube().parse(feed(entry()))) for _ in range(2))
    assert [event.id for event in one] == [event.id for event in again]


def test_without_any_channel_an_entry_says_what_is_missing():
    events: list[Any] = list(YouTube().parse(feed(entry(channel=""))))
    (event,) = events
    assert (event.type, event.reason) == ("unrecognised", "missing_id")


@pytest.mark.parametrize(
    ("uri", "channel"),
    [
        ("https://www.youtube.com/channel/UCx", "UCx"),
        ("http://www.youtube.com/channel/UCx", "UCx"),
        ("https://www.youtube.com/channel/", None),
        ("https://www.youtube.com/@handle", None),
        ("https://www.youtube.com/a/channel/UCx", None),
    ],
)
def test_a_channel_is_read_from_the_address_of_its_page_alone(uri, channel):
    (push,) = read_push(
        feed(
            f'<at:deleted-entry ref="yt:video:V"><at:by><uri>{uri}</uri></at:by></at:deleted-entry>'
        )
    )
    assert push.channel_id == channel


def test_a_deletion_of_something_else_is_no_trigger():
    assert read_push(feed('<at:deleted-entry ref="yt:playlist:P"/>')) == ()


def test_the_same_words_elsewhere_in_the_feed_are_not_read():
    assert (
        read_push(
            feed("<yt:videoId>V</yt:videoId><x><entry><yt:videoId>V</yt:videoId></entry></x>")
        )
        == ()
    )
    (push,) = read_push(
        feed(entry(more="<x><yt:videoId>W</yt:videoId></x><yt:videoId>W</yt:videoId>"))
    )
    assert push.video_id == "V"


def test_a_document_type_declaration_is_refused_before_any_entity_is_read():
    assert "document type" in refused(SAMPLES["push-entities"])
    assert "document type" in refused(feed(entry("&x;"), '<!DOCTYPE feed SYSTEM "file:///x">'))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<feed",
        b"<rss/>",
        b'<feed xmlns="http://other.example/"><entry/></feed>',
        b"<feed>\xff</feed>",
        b'<a xmlns="http://www.w3.org/2005/Atom"><entry><feed/></entry></a>',
    ],
)
def test_what_is_no_feed_is_refused(body):
    assert refused(Payload(body)) in ("expected XML", "expected an Atom feed")


def test_an_entity_that_nobody_declared_is_refused():
    assert refused(feed(entry("&x;"))) == "expected XML"


def test_too_much_is_refused():
    assert "1 MiB" in refused(feed(" " * (1 << 20)))
    assert "less deep" in refused(feed("<x>" * 20 + "</x>" * 20))
    assert "fewer entries" in refused(feed("<entry/>" * 1_001))
    assert read_push(feed("<entry/>" * 1_000)) == ()


def test_a_long_value_is_cut():
    (push,) = read_push(feed(entry(more=f"<title>{'a&amp;' * 2_000}</title>")))
    assert push.title is not None
    assert len(push.title) == 1_000


@given(st.text(alphabet='<>/="& abenryt:', max_size=60))
def test_whatever_stands_in_a_feed_only_a_payload_error_comes(inner):
    with suppress(PayloadError):
        list(YouTube().parse(feed(inner)))
