"""The flows that pull from the YouTube Data API."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connectors.platforms import (
    AT,
    AsyncClient,
    Client,
    answer,
    cut,
    events_of,
    serving,
    take,
    take_async,
)

from omnidesk import PayloadError, ServiceError, assemble
from omnidesk.adapters.youtube import Refresh, fetched, vanished
from omnidesk.connectors import Page, pull, pull_async, run, run_async
from omnidesk.connectors.youtube import (
    COSTS,
    Quota,
    YouTubeAccess,
    live_chat,
    refresh,
    replies,
    threads,
)

CHANNEL, VIDEO = "UCmadeup0000000000000001", "vid00000001"
ACCESS = YouTubeAccess(api_key="secret-key")


def comment(name, parent=None):
    snippet = {
        "channelId": CHANNEL,
        "videoId": VIDEO,
        "textDisplay": f"Bình luận {name}",
        "authorDisplayName": "@lan",
        "authorChannelId": {"value": "UClan"},
        "publishedAt": "2026-09-17T09:00:00Z",
        "updatedAt": "2026-09-17T09:00:00Z",
    }
    if parent is not None:
        snippet["parentId"] = parent
    return {"kind": "youtube#comment", "id": name, "snippet": snippet}


class YouTubeServer:
    """Answers as the Data API does, cut into pages of the given sizes."""

    def __init__(self, lengths=(0, 7, 5, 12), sizes=(), reply_sizes=(), shown=5):
        self.threads = {
            f"T{number}": [f"T{number}.{reply}" for reply in range(length)]
            for number, length in enumerate(lengths)
        }
        self.sizes = sizes
        self.reply_sizes = reply_sizes
        self.shown = shown

    def __call__(self, asked):
        headers = {name.lower(): value for name, value in asked.headers.items()}
        assert headers["x-goog-api-key"] == "secret-key"
        *_, resource = asked.path
        token = asked.query.get("pageToken")
        if resource == "commentThreads":
            names, following = cut(list(self.threads), self.sizes, token)
            items = [self._thread(name) for name in names]
            return listed("commentThread", items, following)
        parent = asked.query["parentId"]
        if parent not in self.threads:
            return refused("commentNotFound", 404)
        names, following = cut(self.threads[parent], self.reply_sizes, token)
        return listed("comment", [comment(name, parent) for name in names], following)

    def _thread(self, name):
        below = self.threads[name]
        snippet = {
            "channelId": CHANNEL,
            "videoId": VIDEO,
            "topLevelComment": comment(name),
            "totalReplyCount": len(below),
            "isPublic": True,
        }
        thread = {"kind": "youtube#commentThread", "id": name, "snippet": snippet}
        if below:
            shown = [comment(one, name) for one in below[: self.shown]]
            thread["replies"] = {"comments": shown}
        return thread

    @property
    def ids(self):
        return {*self.threads} | {one for below in self.threads.values() for one in below}


def listed(kind, items, following=None, **more):
    body = {"kind": f"youtube#{kind}ListResponse", "items": items, **more}
    return answer(body | ({"nextPageToken": following} if following else {}))


def refused(reason, status=403, **more):
    errors = [{"domain": "youtube.x", "reason": reason, "message": "Bí mật"}]
    return answer(
        {"error": {"code": status, "message": "Bí mật", "errors": errors, **more}}, status
    )


LOOPS = [
    pytest.param(take, Client, id="sync"),
    pytest.param(take_async, AsyncClient, id="async"),
]


@pytest.mark.parametrize(("loop", "client"), LOOPS)
def test_threads_come_with_all_replies_and_not_with_five(loop, client):
    server = YouTubeServer()
    pages = loop(threads(ACCESS, CHANNEL, video_id=VIDEO), client(server))
    found = assemble(event for page in pages for event in page.events())
    assert {message.id for one in found for message in one.messages} == server.ids


def test_only_threads_that_show_too_few_replies_are_asked_again():
    client = Client(YouTubeServer())
    take(threads(ACCESS, CHANNEL), client)
    assert [asked.query.get("parentId") for asked in client.asked if "parentId" in asked.query] == [
        *["T1"] * 3,
        *["T3"] * 4,
    ]


def test_threads_may_come_with_what_they_show_alone():
    client = Client(YouTubeServer())
    take(threads(ACCESS, CHANNEL, whole=False), client)
    assert {asked.path[-1] for asked in client.asked} == {"commentThreads"}


def test_a_video_is_asked_for_by_its_id_and_a_channel_by_all_that_it_has_to_do_with():
    client = Client(YouTubeServer(()))
    take(threads(ACCESS, CHANNEL, video_id=VIDEO, order="relevance"), client)
    take(threads(ACCESS, CHANNEL, moderation_status="heldForReview", page_size=20), client)
    of_video, of_channel = (asked.query for asked in client.asked)
    assert of_video == {
        "part": "snippet,replies",
        "textFormat": "html",
        "maxResults": "100",
        "order": "relevance",
        "videoId": VIDEO,
    }
    assert of_channel["allThreadsRelatedToChannelId"] == CHANNEL
    assert (of_channel["moderationStatus"], of_channel["maxResults"]) == ("heldForReview", "20")


def test_the_form_of_the_text_is_asked_for_and_known_when_it_is_read():
    client = Client(YouTubeServer())
    page, *_ = take(threads(ACCESS, CHANNEL, text_format="plainText"), client)
    assert {asked.query["textFormat"] for asked in client.asked} == {"plainText"}
    assert page.adapter.text_format == "plainText"


def test_replies_of_one_thread_are_pulled_to_the_last():
    pages = take(replies(ACCESS, "T3", channel_id=CHANNEL), Client(YouTubeServer()))
    assert len(events_of(pages)) == 12


def test_a_thread_that_goes_in_between_is_passed_over():
    server = YouTubeServer()
    pages = pull(threads(ACCESS, CHANNEL), Client(server))
    first = next(pages)
    del server.threads["T1"]
    assert len(events_of([first, *pages])) > 4


def test_a_refusal_within_the_replies_comes_out():
    server = YouTubeServer()

    def refusing(asked):
        return refused("quotaExceeded") if "parentId" in asked.query else server(asked)

    with pytest.raises(ServiceError, match="youtube: quota, code quotaExceeded"):
        take(threads(ACCESS, CHANNEL), Client(refusing))


def test_comments_that_are_switched_off_are_an_empty_answer():
    flow = threads(ACCESS, CHANNEL, video_id=VIDEO)
    assert take(flow, Client(lambda _: refused("commentsDisabled"))) == []
    flow = threads(ACCESS, CHANNEL, video_id=VIDEO)
    assert run(flow, Client(lambda _: refused("commentsDisabled"))) == "disabled"
    assert run(threads(ACCESS, CHANNEL), Client(YouTubeServer())) == "complete"


@pytest.mark.parametrize("size", [0, 101])
def test_a_page_size_out_of_range_is_the_callers_mistake(size):
    with pytest.raises(ValueError, match="page_size is 1 to 100"):
        threads(ACCESS, CHANNEL, page_size=size)


def test_every_item_says_when_it_was_fetched_and_the_caller_knows_by_whose_leave():
    pages = take(threads(ACCESS, CHANNEL), Client(YouTubeServer()))
    records = [one for page in pages for one in fetched(page.payload, authorised=ACCESS.authorised)]
    assert {(one.fetched_at, one.authorised) for one in records} == {(AT, False)}
    assert {one.message_id for one in records} == YouTubeServer().ids


# --- access ---------------------------------------------------------------------------------------


def test_a_key_and_a_token_go_in_headers():
    key, token = YouTubeAccess(api_key="secret-key"), YouTubeAccess(token="secret-token")
    assert key.ask("comments").headers == {"X-Goog-Api-Key": "secret-key"}
    assert token.ask("comments").headers == {"Authorization": "Bearer secret-token"}
    assert (key.authorised, token.authorised) == (False, True)


def test_no_repr_of_how_we_ask_shows_a_secret():
    assert repr(ACCESS) == "YouTubeAccess(authorised=False)"
    assert "secret" not in f"{ACCESS}{ACCESS.ask('comments')!r}"


@pytest.mark.parametrize("given_", [{}, {"api_key": ""}, {"api_key": "a", "token": "b"}])
def test_access_needs_one_of_the_two(given_):
    with pytest.raises(ValueError, match="an api_key or a token"):
        YouTubeAccess(**given_)


# --- quota ----------------------------------------------------------------------------------------


def test_what_is_asked_is_counted_as_youtube_documents_it():
    quota = Quota()
    client = Client(YouTubeServer())
    take(threads(ACCESS, CHANNEL, quota=quota), client)
    assert quota.spent == len(client.asked) == 2 + 3 + 4
    assert quota.left is None


def test_what_is_refused_is_counted_too():
    quota = Quota()
    take(threads(ACCESS, CHANNEL, quota=quota), Client(lambda _: refused("commentsDisabled")))
    assert quota.spent == 1


@pytest.mark.parametrize("budget", range(9))
def test_no_more_is_asked_than_the_budget_allows_and_the_rest_comes_later(budget):
    quota, client = Quota(budget), Client(YouTubeServer())
    pages: list[Page] = []
    with pytest.raises(ServiceError, match="youtube: quota, code budget"):
        pull_into(pages, threads(ACCESS, CHANNEL, quota=quota), client)
    assert (quota.spent, quota.left, len(client.asked)) == (budget, 0, budget)
    after = pages[-1].cursor if pages else None
    pages += take(threads(ACCESS, CHANNEL, after=after), client)
    whole = take(threads(ACCESS, CHANNEL), Client(YouTubeServer()))
    assert events_of(pages) == events_of(whole)


def pull_into(pages, flow, client):
    for page in pull(flow, client, clock=lambda: AT):
        pages.append(page)


def test_one_quota_counts_for_several_flows():
    quota = Quota(12, spent=1)
    take(threads(ACCESS, CHANNEL, whole=False, quota=quota), Client(YouTubeServer()))
    take(replies(ACCESS, "T1", quota=quota), Client(YouTubeServer()))
    assert (quota.spent, quota.left) == (6, 6)
    assert repr(quota) == "Quota(budget=12, spent=6)"


@pytest.mark.parametrize("given_", [{"budget": -1}, {"spent": -1}])
def test_a_quota_is_not_negative(given_):
    with pytest.raises(ValueError, match="not negative"):
        Quota(**given_)


def test_every_cost_says_where_it_is_from():
    assert all(one.source.startswith("https://") for one in COSTS.values())
    assert [name for name, one in COSTS.items() if not one.documented] == ["liveChatMessages.list"]


# --- refresh --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("loop", "client"), [(run, Client), (run_async, AsyncClient)])
def test_a_refresh_gathers_all_that_is_there(loop, client):
    server = YouTubeServer()
    ended = loop(refresh(ACCESS, Refresh(CHANNEL, video_id=VIDEO)), client(server))
    state = asyncio.run(ended) if asyncio.iscoroutine(ended) else ended
    assert state.is_complete
    assert all(one in state for one in server.ids)


def test_what_a_complete_refresh_lacks_has_vanished():
    server = YouTubeServer()
    known = events_of_sources(take(threads(ACCESS, CHANNEL, video_id=VIDEO), Client(server)))
    server.threads["T3"].remove("T3.11")
    del server.threads["T0"]
    state = run(
        refresh(ACCESS, Refresh(CHANNEL, video_id=VIDEO)),
        Client(server),
        clock=lambda: AT + timedelta(days=1),
    )
    gone = vanished(assemble(known), state)
    assert {one.message_id for one in gone} == {"T0", "T3.11"}


def events_of_sources(pages):
    return [event for page in pages for event in page.events()]


def test_a_refresh_asks_for_what_is_held_and_leaves_the_usual_unsaid():
    client = Client(YouTubeServer(()))
    run(refresh(ACCESS, Refresh(CHANNEL, statuses=("published", "heldForReview"))), client)
    assert [asked.query.get("moderationStatus") for asked in client.asked] == [
        "heldForReview",
        None,
    ]
    assert {asked.query["allThreadsRelatedToChannelId"] for asked in client.asked} == {CHANNEL}
    assert {asked.query["order"] for asked in client.asked} == {"time"}


def test_a_refresh_of_comments_that_are_switched_off_proves_nothing():
    flow = refresh(ACCESS, Refresh(CHANNEL))
    state = run(flow, Client(lambda _: refused("commentsDisabled")))
    assert not state.is_complete


def test_a_refresh_in_which_a_thread_goes_proves_nothing_and_reads_the_rest():
    server = YouTubeServer()

    def losing(asked):
        if asked.query.get("parentId") == "T1":
            return refused("commentNotFound", 404)
        return server(asked)

    state = run(refresh(ACCESS, Refresh(CHANNEL)), Client(losing))
    assert not state.is_complete
    assert "T3.11" in state


def test_a_refresh_that_was_stopped_goes_on_with_what_it_wants():
    client, state = Client(YouTubeServer()), Refresh(CHANNEL)
    with pytest.raises(ServiceError, match="code budget"):
        run(refresh(ACCESS, state, quota=Quota(3)), client)
    assert not state.is_complete
    assert run(refresh(ACCESS, state), client) is state
    assert state.is_complete
    assert len(client.asked) == 2 + 3 + 4


def test_a_refresh_that_is_refused_says_so():
    with pytest.raises(ServiceError, match="youtube: not_found, code videoNotFound"):
        run(refresh(ACCESS, Refresh(CHANNEL)), Client(lambda _: refused("videoNotFound", 404)))


def test_a_refresh_does_not_take_what_it_did_not_ask_for():
    with pytest.raises(PayloadError):
        run(refresh(ACCESS, Refresh(CHANNEL)), Client(lambda _: listed("comment", [])))


def test_empty_pages_without_end_end_a_refresh():
    numbers = iter(range(1000))
    client = Client(lambda _: listed("commentThread", [], str(next(numbers))))
    with pytest.raises(ServiceError, match="undocumented"):
        run(refresh(ACCESS, Refresh(CHANNEL)), client)


def test_pages_of_a_refresh_can_be_read():
    pages = take(refresh(ACCESS, Refresh(CHANNEL)), Client(YouTubeServer()))
    assert {one.message.id for one in events_of(pages)} == YouTubeServer().ids


# --- live chat ------------------------------------------------------------------------------------


def chat(*answers):
    rest = iter(answers)
    return Client(lambda _: next(rest))


def poll(*, following="n", milliseconds=2000, **more):
    more = {"pollingIntervalMillis": milliseconds, **more}
    return listed("liveChatMessage", [], following, **more)


def a_chat(client, **more):
    return take(live_chat(ACCESS, "chat/1", channel_id=CHANNEL, **more), client)


def test_a_live_chat_is_polled_as_slowly_as_youtube_wants_until_it_is_off_the_air():
    client = chat(poll(following="a"), poll(following="b", offlineAt="2026-09-17T10:00:00Z"))
    pages = a_chat(client)
    assert [page.cursor for page in pages] == ["a", None]
    assert pages[0].wait == timedelta(seconds=2)
    assert client.asked[0].path[-2:] == ("liveChat", "messages")
    assert client.asked[1].query["pageToken"] == "a"


def test_a_live_chat_that_has_ended_ends_the_flow():
    assert len(a_chat(chat(poll(), refused("liveChatEnded")))) == 1


def test_a_live_chat_without_a_next_page_ends_the_flow():
    assert len(a_chat(chat(poll(following=None)))) == 1


def test_a_live_chat_in_which_nobody_speaks_may_repeat_its_token():
    answers = [*[poll(following="same")] * 5, refused("liveChatEnded")]
    assert len(a_chat(chat(*answers))) == 5


def test_a_live_chat_goes_on_after_a_cursor():
    client = chat(refused("liveChatEnded"))
    a_chat(client, after="b")
    assert client.asked[0].query["pageToken"] == "b"


def test_a_live_chat_that_is_switched_off_is_an_error():
    with pytest.raises(ServiceError, match="youtube: disabled, code liveChatDisabled"):
        a_chat(chat(refused("liveChatDisabled")))


@pytest.mark.parametrize("milliseconds", ["2000", -1, 10**15, None, 1.5])
def test_a_live_chat_with_a_strange_interval_is_an_error(milliseconds):
    with pytest.raises(ServiceError, match="undocumented"):
        a_chat(chat(poll(milliseconds=milliseconds)))


@pytest.mark.parametrize("size", [199, 2001])
def test_a_live_chat_has_pages_of_its_own_size(size):
    with pytest.raises(ValueError, match="page_size is 200 to 2000"):
        a_chat(chat(), page_size=size)


def test_polling_costs_the_most_that_others_have_measured():
    quota = Quota(12)
    with pytest.raises(ServiceError, match="code budget"):
        a_chat(chat(poll(), poll(following="m")), quota=quota)
    assert quota.spent == 10


# --- errors ---------------------------------------------------------------------------------------


def error_of(found):
    with pytest.raises(ServiceError) as caught:
        take(threads(ACCESS, CHANNEL), Client(lambda _: found))
    return caught.value


@pytest.mark.parametrize(
    ("reason", "status", "problem"),
    [
        ("quotaExceeded", 403, "quota"),
        ("dailyLimitExceeded", 403, "quota"),
        ("rateLimitExceeded", 403, "rate"),
        ("userRateLimitExceeded", 403, "rate"),
        ("forbidden", 403, "permission"),
        ("insufficientPermissions", 403, "permission"),
        ("videoNotFound", 404, "not_found"),
        ("channelNotFound", 404, "not_found"),
        ("processingFailure", 400, "invalid"),
        ("invalidPageToken", 400, "invalid"),
        ("operationNotSupported", 400, "invalid"),
        ("authError", 401, "token"),
        ("keyInvalid", 400, "token"),
        ("backendError", 503, "unavailable"),
    ],
)
def test_errors_are_told_apart_by_their_reasons(reason, status, problem):
    error = error_of(refused(reason, status))
    assert (error.problem, error.code, error.status) == (problem, reason, status)


def test_a_reason_that_says_more_counts_before_one_that_says_little():
    details = [{"@type": "x", "reason": "API_KEY_INVALID"}, "?"]
    assert error_of(refused("badRequest", 400, details=details)).problem == "token"


@pytest.mark.parametrize(
    ("status", "problem"),
    [(401, "token"), (403, "permission"), (404, "not_found"), (429, "rate"), (500, "unavailable")],
)
def test_a_reason_that_nobody_documents_goes_by_the_status_and_does_not_come_out(status, problem):
    error = error_of(refused("secret", status))
    assert (error.problem, error.code) == (problem, None)


@pytest.mark.parametrize("errors", [None, "?", ["?"], [{}], [{"reason": ["?"]}]])
def test_errors_in_another_form_go_by_the_status(errors):
    assert error_of(answer({"error": {"errors": errors}}, 503)).problem == "unavailable"


def test_an_error_with_status_200_is_an_error():
    assert error_of(answer({"error": "?"})).problem == "undocumented"


def test_what_is_no_json_goes_by_its_status():
    found = answer(None, 502)
    found.content = b"<html>"
    assert error_of(found).problem == "unavailable"


def test_an_error_says_how_long_to_wait_if_youtube_does():
    found = refused("rateLimitExceeded", 429)
    found.headers = {"retry-after": "30"}
    assert error_of(found).retry_after == timedelta(seconds=30)


def test_no_word_of_an_error_comes_out():
    error = error_of(refused("forbidden"))
    assert "Bí" not in f"{error}{error!r}{vars(error)}"


# --- paging ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", [7, "", ["x"], "{", "x" * 9000, "always the same"])
def test_paging_that_leads_nowhere_ends_with_an_error(token):
    found = answer({"kind": "youtube#commentThreadListResponse", "nextPageToken": token})
    assert error_of(found).problem == "undocumented"


@pytest.mark.parametrize(
    "body", [{}, {"kind": "youtube#video"}, {"kind": "youtube#commentListResponse", "items": "?"}]
)
def test_a_page_that_is_not_as_documented_fails_when_it_is_read_and_not_before(body):
    (page,) = take(threads(ACCESS, CHANNEL), Client(lambda _: answer(body)))
    with pytest.raises(PayloadError):
        list(page.events())


splits = st.lists(st.integers(min_value=0, max_value=4), max_size=6).map(tuple)


@given(sizes=splits, reply_sizes=splits, shown=st.integers(min_value=0, max_value=5))
def test_any_split_into_pages_gives_the_same_comments(sizes, reply_sizes, shown):
    server = YouTubeServer(sizes=sizes, reply_sizes=reply_sizes, shown=shown)
    pages = take(threads(ACCESS, CHANNEL), Client(server))
    whole = take(threads(ACCESS, CHANNEL), Client(YouTubeServer(sizes=(9,), shown=99)))
    assert len(whole) == 1
    assert told(pages) == told(whole)


def told(pages):
    """Return what is told about each comment; a page of replies does not say who can read them."""
    return {
        one.message.id: (one.thread, one.message.model_copy(update={"visibility": None}))
        for one in events_of(pages)
    }


@given(sizes=splits, reply_sizes=splits, data=st.data())
def test_going_on_after_any_page_gives_the_same_rest(sizes, reply_sizes, data):
    server = YouTubeServer(sizes=sizes, reply_sizes=reply_sizes)
    pages = take(threads(ACCESS, CHANNEL), Client(server))
    index = data.draw(st.integers(min_value=0, max_value=len(pages) - 1))
    cursor = pages[index].cursor
    assert (cursor is None) == (index == len(pages) - 1)
    if cursor is not None:
        rest = take(threads(ACCESS, CHANNEL, after=cursor), Client(server))
        assert rest == pages[index + 1 :]


@given(sizes=splits, reply_sizes=splits)
def test_any_split_into_pages_gives_a_complete_refresh(sizes, reply_sizes):
    server = YouTubeServer(sizes=sizes, reply_sizes=reply_sizes)
    state = run(refresh(ACCESS, Refresh(CHANNEL)), Client(server), clock=lambda: AT)
    assert state.is_complete
    assert all(one in state for one in server.ids)


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    *("items", "id", "snippet", "replies", "comments", "totalReplyCount"),
                    *("nextPageToken", "pollingIntervalMillis", "offlineAt", "errors", "reason"),
                ]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=20,
)
kinds = st.sampled_from(["commentThread", "comment", "liveChatMessage"])
bodies = st.one_of(
    values,
    st.builds(
        lambda kind, more: {"kind": f"youtube#{kind}ListResponse", **more},
        kinds,
        st.dictionaries(st.sampled_from(["items", "nextPageToken", "error"]), values),
    ),
)


@given(
    found=st.lists(bodies, min_size=1, max_size=4),
    status=st.sampled_from([200, 403, 500]),
    which=st.integers(min_value=0, max_value=2),
)
def test_whatever_youtube_answers_a_flow_ends_with_pages_or_an_error_of_ours(found, status, which):
    answers = [*(answer(body, status) for body in found), refused("liveChatEnded")]
    rest = iter([*answers, *[answers[-1]] * 300])
    flow = [
        threads(ACCESS, CHANNEL),
        refresh(ACCESS, Refresh(CHANNEL)),
        live_chat(ACCESS, "chat", channel_id=CHANNEL),
    ][which]
    with suppress(ServiceError, PayloadError):
        take(flow, Client(lambda _: next(rest)))


# --- over HTTP ------------------------------------------------------------------------------------


def test_a_real_client_pulls_over_http():
    with serving(YouTubeServer()) as address, httpx.Client() as client:
        access = YouTubeAccess(api_key="secret-key", host=address)
        pages = list(pull(threads(access, CHANNEL), client))
        state = run(refresh(access, Refresh(CHANNEL)), client)
    assert {one.message.id for one in events_of(pages)} == YouTubeServer().ids
    assert state.is_complete


def test_a_real_async_client_pulls_over_http():
    async def pulled(address):
        access = YouTubeAccess(api_key="secret-key", host=address)
        async with httpx.AsyncClient() as client:
            return [page async for page in pull_async(threads(access, CHANNEL), client)]

    with serving(YouTubeServer()) as address:
        pages = asyncio.run(pulled(address))
    assert {one.message.id for one in events_of(pages)} == YouTubeServer().ids
