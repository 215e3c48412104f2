"""A complete refresh, and what it no longer returns."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._payload import Payload
from omnidesk.adapters.youtube import PageRequest, Refresh, YouTube, vanished
from omnidesk.assembly import assemble
from omnidesk.errors import PayloadError

OWN, VIDEO = "UCown", "vIDeo"
BEFORE = datetime(2026, 9, 1, tzinfo=UTC)
NOW = datetime(2026, 9, 20, tzinfo=UTC)
ALL: Any = ("published", "heldForReview", "likelySpam")


def comment(comment_id, parent=None, video: str | None = VIDEO, **more):
    snippet = {"channelId": OWN, "videoId": video, "parentId": parent, "textDisplay": "x"}
    return {"kind": "youtube#comment", "id": comment_id, "snippet": snippet | more}


def thread(thread_id, replies=(), total=None, video: str | None = VIDEO, **more):
    snippet = {
        "channelId": OWN,
        "videoId": video,
        "topLevelComment": comment(thread_id, video=video, **more),
        "totalReplyCount": len(replies) if total is None else total,
    }
    inline = [comment(one, thread_id, video) for one in replies[:5]]
    return {
        "kind": "youtube#commentThread",
        "id": thread_id,
        "snippet": snippet,
        "replies": {"comments": inline},
    }


def page(kind, items, token=None, received_at: datetime | None = NOW):
    body = {"kind": f"youtube#{kind}ListResponse", "items": items, "nextPageToken": token}
    return Payload(json.dumps(body).encode(), received_at=received_at)


def known(*threads, received_at=BEFORE):
    return assemble(
        YouTube(channel_id=OWN).parse(page("commentThread", threads, received_at=received_at))
    )


def refreshed(*threads, received_at: datetime = NOW, account=OWN, **options):
    refresh = Refresh(account, **options)
    for request in refresh.wanted:
        listed = threads if request.status == "published" else ()
        refresh.add(request, page("commentThread", listed, received_at=received_at))
    return refresh


def gone(conversations, refresh):
    return {event.message_id for event in vanished(conversations, refresh)}


# --- completeness ---------------------------------------------------------------------------------


def test_it_wants_a_first_page_for_each_status():
    assert Refresh(OWN).wanted == (PageRequest(status="published"),)
    assert {one.status for one in Refresh(OWN, statuses=ALL).wanted} == set(ALL)


def test_without_the_published_comments_it_is_no_refresh():
    with pytest.raises(ValueError, match="published"):
        Refresh(OWN, statuses=("likelySpam",))


def test_a_page_that_names_a_next_one_wants_it():
    refresh = Refresh(OWN)
    (first,) = refresh.wanted
    refresh.add(first, page("commentThread", [thread("a")], "token"))
    assert refresh.wanted == (PageRequest(status="published", page_token="token"),)
    assert not refresh.is_complete
    refresh.add(refresh.wanted[0], page("commentThread", [thread("b")]))
    assert refresh.is_complete
    assert "a" in refresh
    assert "b" in refresh


@pytest.mark.parametrize("total", [6, "7", None])
def test_a_thread_that_does_not_show_all_its_replies_wants_them(total):
    short = thread("a", ["a.1"])
    short["snippet"]["totalReplyCount"] = total
    refresh = refreshed(short)
    assert refresh.wanted == (PageRequest(parent_id="a"),)
    refresh.add(refresh.wanted[0], page("comment", [comment("a.1", "a")], "more"))
    assert refresh.wanted == (PageRequest(parent_id="a", page_token="more"),)
    refresh.add(refresh.wanted[0], page("comment", [comment("a.2", "a")]))
    assert refresh.is_complete
    assert "a.2" in refresh


def test_a_thread_that_moves_to_the_next_page_is_asked_for_its_replies_once():
    refresh = Refresh(OWN)
    refresh.add(refresh.wanted[0], page("commentThread", [thread("a", total=9)], "token"))
    following = PageRequest(status="published", page_token="token")
    refresh.add(following, page("commentThread", [thread("a", total=9)]))
    assert refresh.wanted == (PageRequest(parent_id="a"),)


@pytest.mark.parametrize("token", [5, ["x"], "first"])
def test_a_token_that_leads_nowhere_or_round_in_circles_is_never_complete(token):
    refresh = Refresh(OWN)
    refresh.add(refresh.wanted[0], page("commentThread", [], "first"))
    refresh.add(refresh.wanted[0], page("commentThread", [], token))
    assert refresh.wanted == ()
    assert not refresh.is_complete


@pytest.mark.parametrize(
    "item",
    [None, {}, thread(None), thread("a") | {"id": None}, thread("a") | {"snippet": {}}],
)
def test_an_item_that_cannot_be_read_is_never_complete(item):
    refresh = refreshed(item)
    while refresh.wanted:
        refresh.add(refresh.wanted[0], page("comment", []))
    assert not refresh.is_complete


@pytest.mark.parametrize(
    "payload",
    [
        page("comment", []),
        page("commentThread", None),
        Payload(b'{"kind": "youtube#commentThreadListResponse"}', received_at=NOW),
        Payload(b'{"error": {"code": 403}}', received_at=NOW),
        Payload(b"{", received_at=NOW),
    ],
)
def test_what_is_no_answer_to_the_request_is_refused_and_wanted_still(payload):
    refresh = Refresh(OWN)
    with pytest.raises(PayloadError):
        refresh.add(refresh.wanted[0], payload)
    assert refresh.wanted == (PageRequest(status="published"),)


def test_a_page_that_was_not_wanted_is_the_callers_mistake():
    refresh = refreshed(thread("a"))
    with pytest.raises(ValueError, match="wants") as caught:
        refresh.add(PageRequest(status="published"), page("commentThread", []))
    assert not isinstance(caught.value, PayloadError)


def test_a_page_of_which_nobody_knows_when_it_came_is_the_callers_mistake():
    refresh = Refresh(OWN)
    with pytest.raises(ValueError, match="received"):
        refresh.add(refresh.wanted[0], page("commentThread", [], received_at=None))


def test_nothing_of_a_page_is_in_its_repr():
    refresh = Refresh(OWN)
    refresh.add(refresh.wanted[0], page("commentThread", [thread("a")], "token"))
    assert repr(refresh) == "Refresh(1 pages, 1 wanted)"
    assert "token" not in repr(refresh.wanted)


# --- what vanished --------------------------------------------------------------------------------


def test_what_a_complete_refresh_no_longer_returns_is_deleted():
    before = known(thread("a", ["a.1", "a.2"]), thread("b"))
    refresh = refreshed(thread("a", ["a.2"]))
    events = vanished(before, refresh)
    assert {event.message_id for event in events} == {"a.1", "b"}
    first = next(event for event in events if event.message_id == "a.1")
    assert (first.account, first.thread, first.occurred_at) == (OWN, ("a",), None)
    assert first.source == refresh.source()
    assert first.source.received_at == NOW


def test_the_deletion_folds_into_the_conversation():
    adapter = YouTube(channel_id=OWN)
    events = list(adapter.parse(page("commentThread", [thread("a", ["a.1"])], received_at=BEFORE)))
    deletions = vanished(assemble(events), refreshed(thread("a")))
    (conversation,) = assemble([*deletions, *events])
    assert [one.state for one in conversation.messages] == ["live", "deleted"]
    assert conversation.messages[1].text is None


def test_a_partial_refresh_proves_nothing():
    refresh = Refresh(OWN)
    refresh.add(refresh.wanted[0], page("commentThread", [], "token"))
    with pytest.raises(ValueError, match="proves nothing"):
        vanished(known(thread("a")), refresh)


def test_what_was_deleted_already_is_not_deleted_again():
    adapter = YouTube(channel_id=OWN)
    events = list(adapter.parse(page("commentThread", [thread("a")], received_at=BEFORE)))
    once = vanished(assemble(events), refreshed())
    assert vanished(assemble([*events, *once]), refreshed()) == ()


@pytest.mark.parametrize("received_at", [NOW, NOW + timedelta(seconds=1), None])
def test_what_was_not_known_before_the_refresh_is_not_judged(received_at):
    assert gone(known(thread("a"), received_at=received_at), refreshed()) == set()


def test_another_channel_and_another_video_are_not_judged():
    before = known(thread("a"))
    assert gone(before, refreshed(account="UCother")) == set()
    assert gone(before, refreshed(video_id="another")) == set()
    assert gone(before, refreshed(video_id=VIDEO)) == {"a"}
    assert gone(known(thread("a", video=None)), refreshed(video_id=VIDEO)) == set()
    assert gone(known(thread("a", video=None)), refreshed()) == {"a"}


def test_live_chat_is_not_judged():
    body = {
        "kind": "youtube#liveChatMessage",
        "id": "LCC.1",
        "snippet": {"type": "textMessageEvent", "liveChatId": "chat"},
    }
    payload = Payload(json.dumps(body).encode(), received_at=BEFORE)
    assert gone(assemble(YouTube(channel_id=OWN).parse(payload)), refreshed()) == set()


@pytest.mark.parametrize(
    ("status", "statuses", "judged"),
    [
        ("published", ("published",), True),
        ("heldForReview", ("published",), False),
        ("heldForReview", ("published", "heldForReview"), False),
        ("heldForReview", ALL, True),
        ("likelySpam", ALL, True),
        ("rejected", ALL, False),
    ],
)
def test_what_the_refresh_could_not_list_is_not_judged(status, statuses, judged):
    before = known(thread("a", moderationStatus=status))
    assert gone(before, refreshed(statuses=statuses)) == ({"a"} if judged else set())


WORLDS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 8), max_size=6)


def served(world):
    """Answer requests as YouTube does: two threads a page, five replies within, three a page."""
    ids = {name: [f"{name}.{number}" for number in range(count)] for name, count in world.items()}

    def answer(request):
        start = int(request.page_token or 0)
        if request.parent_id is None:
            names = list(ids)
            items = [thread(name, ids[name]) for name in names[start : start + 2]]
            token = str(start + 2) if start + 2 < len(names) else None
            return page("commentThread", items, token)
        replies = ids[request.parent_id]
        items = [comment(one, request.parent_id) for one in replies[start : start + 3]]
        token = str(start + 3) if start + 3 < len(replies) else None
        return page("comment", items, token)

    return answer


@given(WORLDS, st.data())
def test_exactly_what_is_gone_vanishes_whatever_the_order_of_the_pages(world, data):
    replies = {name: [f"{name}.{number}" for number in range(world[name])][:5] for name in world}
    everything = known(*(thread(name, replies[name]) for name in world))
    names = sorted(world)
    left = {name: world[name] for name in names if data.draw(st.booleans())}
    answer, refresh = served(left), Refresh(OWN)
    while refresh.wanted:
        with pytest.raises(ValueError, match="proves nothing"):
            vanished(everything, refresh)
        request = data.draw(st.sampled_from(refresh.wanted))
        refresh.add(request, answer(request))
    expected = {one for name in names if name not in left for one in (name, *replies[name])}
    assert gone(everything, refresh) == expected
