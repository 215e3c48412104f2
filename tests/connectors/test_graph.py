"""The flows that pull from the Graph API."""

import asyncio
import json
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

from omnidesk import Payload, PayloadError, ServiceError, assemble
from omnidesk.adapters.meta import PageComments, PulledMessages
from omnidesk.connectors import pull, pull_async, run
from omnidesk.connectors.graph import (
    GraphAccess,
    comments,
    conversations,
    instagram_comments,
    message,
    messages,
    posts,
    profile,
    replies,
)

PAGE, LAN = "104500000000017", "7010000000000021"
SHOP, AN = "17841400000000017", "8010000000000021"
ACCESS = GraphAccess(token="secret-token")


def said(number, person=LAN, account=PAGE):
    ours = number % 3 == 0
    sides = [{"id": account, "name": "Hoa Sen"}, {"id": person, "name": "Lan Trần"}]
    sender, addressee = sides if ours else reversed(sides)
    return {
        "id": f"m_{person}_{number}",
        "created_time": f"2026-09-17T09:{number % 60:02}:00+0000",
        "from": sender,
        "to": {"data": [addressee]},
        "message": f"Tin {number}",
    }


def commented(number, parent=None):
    comment = {
        "id": f"555_{number}",
        "created_time": f"2026-09-17T09:{number % 60:02}:00+0000",
        "from": {"id": LAN, "name": "Lan Trần"},
        "message": f"Bình luận {number}",
    }
    return comment | ({"parent": {"id": f"555_{parent}"}} if parent is not None else {})


class Meta:
    """Answers as the Graph API does, from lists, cut into pages of the given sizes."""

    def __init__(self, sizes=(), nested=2, **lists):
        self.sizes = sizes
        self.nested = nested
        self.lists = {key.replace("__", "/"): value for key, value in lists.items()}

    def __call__(self, asked):
        version, *path = asked.path
        assert version == "v26.0"
        assert asked.headers.get("Authorization", asked.headers.get("authorization")) == (
            "Bearer secret-token"
        )
        where = "/".join(path)
        if where not in self.lists:
            return refused(100, 33)
        sizes = (self.nested,) if where.startswith("t_") else self.sizes
        items, following = cut(self.lists[where], sizes, asked.query.get("after"))
        return answer(
            {
                "data": [self._with_nested(item) for item in items],
                **paging(asked.query.get("after"), following),
            }
        )

    def _with_nested(self, item):
        edge = "messages" if item["id"].startswith("t_") else "replies"
        below = self.lists.get(f"{item['id']}/{edge}")
        if below is None:
            return item
        items, following = cut(below, (self.nested,), None)
        return item | {edge: {"data": items, **paging(None, following)}}


def paging(before, following):
    if following is None:
        # Meta gives cursors on the last page too: `next` alone says that there is another.
        return {"paging": {"cursors": {"before": "x", "after": "y"}}}
    return {
        "paging": {
            "cursors": {"before": before or "x", "after": following},
            "next": f"https://elsewhere.example/?access_token=secret-token&after={following}",
        }
    }


def refused(code, subcode=None, status=400, headers=None, **more):
    error = {"message": "Em không được phép", "type": "OAuthException", "code": code, **more}
    if subcode is not None:
        error["error_subcode"] = subcode
    return answer({"error": error}, status, headers)


def meta_with_conversations(sizes=(), nested=2, lengths=(3, 0, 5, 1)):
    lists: dict[str, list[object]] = {f"{PAGE}/conversations": []}
    for number, length in enumerate(lengths):
        person = f"70100000000{number:05}"
        lists[f"{PAGE}/conversations"].append({"id": f"t_{number}", "updated_time": "…"})
        lists[f"t_{number}/messages"] = [said(one, person) for one in range(length)]
    return Meta(sizes, nested, **lists)


LOOPS = [
    pytest.param(take, Client, id="sync"),
    pytest.param(take_async, AsyncClient, id="async"),
]


@pytest.mark.parametrize(("loop", "client"), LOOPS)
def test_conversations_come_with_all_their_messages(loop, client):
    pages = loop(conversations(ACCESS, PAGE), client(meta_with_conversations((2, 2))))
    found = assemble([event for page in pages for event in page.events()])
    assert sorted(len(one.messages) for one in found) == [1, 3, 5]


def test_conversations_may_come_with_their_newest_messages_alone():
    client = Client(meta_with_conversations((2, 2)))
    pages = take(conversations(ACCESS, PAGE, whole=False), client)
    assert [asked.path[1:] for asked in client.asked] == [(PAGE, "conversations")] * 2
    assert len(events_of(pages)) == 2 + 2 + 1


def test_no_address_that_meta_gives_is_followed_and_no_token_stands_in_one():
    client = Client(meta_with_conversations((1,)))
    take(conversations(ACCESS, PAGE), client)
    assert all("secret" not in str((asked.path, asked.query)) for asked in client.asked)


def test_a_call_is_as_meta_wants_it():
    client = Client(meta_with_conversations())
    take(conversations(ACCESS, PAGE, person_id=LAN, page_size=10), client)
    query = client.asked[0].query
    assert (query["platform"], query["user_id"], query["limit"]) == ("messenger", LAN, "10")
    assert "messages.limit(20){id,created_time,from,to," in query["fields"]
    assert "after" not in query
    assert "appsecret_proof" not in query


def test_a_secret_proves_itself_without_being_sent():
    access = GraphAccess(token="secret-token", app_secret="app-secret")
    client = Client(meta_with_conversations())
    take(conversations(access, PAGE), client)
    (proof,) = {asked.query["appsecret_proof"] for asked in client.asked}
    assert len(proof) == 64
    assert "app-secret" not in str(client.asked)


def test_conversations_are_paced_as_meta_documents_it():
    pages = take(conversations(ACCESS, PAGE), Client(meta_with_conversations()))
    assert {page.wait for page in pages} == {timedelta(milliseconds=500)}


def test_a_page_says_when_meta_wants_us_to_pause():
    usage = {"1": [{"type": "pages", "call_count": 99, "estimated_time_to_regain_access": 7}]}
    headers = {"x-business-use-case-usage": json.dumps(usage)}
    (page,) = take(comments(ACCESS, "1_2", page_id="1"), Client(lambda _: answer({}, 200, headers)))
    assert page.wait == timedelta(minutes=7)


def test_a_conversation_that_goes_in_between_is_passed_over():
    meta = meta_with_conversations()
    pages = pull(conversations(ACCESS, PAGE), Client(meta))
    first = next(pages)
    del meta.lists["t_0/messages"]
    assert len(events_of([first, *pages])) == 2 + 5 + 1


def test_a_refusal_within_a_conversation_comes_out():
    def meta(asked):
        if asked.path[1].startswith("t_"):
            return refused(190)
        return meta_with_conversations()(asked)

    with pytest.raises(ServiceError, match="graph: token"):
        take(conversations(ACCESS, PAGE), Client(meta))


def test_instagram_conversations_are_asked_of_the_page_and_belong_to_the_account():
    lists = {f"{PAGE}/conversations": [{"id": "t_1"}]}
    lists["t_1/messages"] = [said(one, AN, SHOP) for one in range(3)]
    client = Client(Meta(**lists))
    pages = take(
        conversations(ACCESS, SHOP, platform="instagram", page_id=PAGE, own_ids=("2",)), client
    )
    assert {(one.channel, one.account) for one in events_of(pages)} == {("instagram", SHOP)}
    assert client.asked[0].query["platform"] == "instagram"
    assert pages[0].adapter.own_ids == ("2",)


def test_messages_of_one_conversation_are_pulled_to_its_beginning():
    lists = {"t_1/messages": [said(one) for one in range(9)]}
    pages = take(messages(ACCESS, "t_1", account_id=PAGE), Client(Meta(nested=2, **lists)))
    assert len(events_of(pages)) == 9


def test_fields_may_be_chosen_where_meta_refuses_one():
    client = Client(meta_with_conversations())
    take(conversations(ACCESS, PAGE, fields="id,from,to"), client)
    take(messages(ACCESS, "t_0", account_id=PAGE, fields="id,from,to"), client)
    assert "messages.limit(20){id,from,to}" in client.asked[0].query["fields"]
    of_messages = [asked for asked in client.asked if asked.path[-1] == "messages"]
    assert {asked.query["fields"] for asked in of_messages} == {"id,from,to"}


def test_one_message_is_pulled_by_its_id():
    client = Client(lambda _: answer(said(1)))
    (page,) = take(message(ACCESS, "m_1/?", account_id=PAGE), client)
    (event,) = page.events()
    assert event.message.text == "Tin 1"
    assert client.asked[0].path == ("v26.0", "m_1/?")


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_an_id_that_would_lead_elsewhere_is_the_callers_mistake(name):
    with pytest.raises(ValueError, match="an id is not empty"):
        take(messages(ACCESS, name, account_id=PAGE), Client(Meta()))


@pytest.mark.parametrize("size", [0, 101])
def test_a_page_size_out_of_range_is_the_callers_mistake(size):
    with pytest.raises(ValueError, match="page_size is 1 to 100"):
        conversations(ACCESS, PAGE, page_size=size)


# --- comments -------------------------------------------------------------------------------------


def test_posts_have_the_ids_that_comments_are_asked_by():
    wall = [commented(number) | {"id": f"{PAGE}_{number}"} for number in range(5)]
    pages = take(posts(ACCESS, PAGE), Client(Meta((2,), **{f"{PAGE}/feed": wall})))
    assert [one.message.id for one in events_of(pages)] == [one["id"] for one in wall]


def test_comments_come_with_replies_of_every_depth():
    found = [commented(1), commented(2, 1), commented(3, 2), commented(4)]
    client = Client(Meta((3,), **{f"{PAGE}_555/comments": found}))
    pages = take(comments(ACCESS, f"{PAGE}_555", page_id=PAGE), client)
    conversations_ = assemble(event for page in pages for event in page.events())
    assert sorted(len(one.messages) for one in conversations_) == [1, 3]
    assert {one.about and one.about.id for one in conversations_} == {f"{PAGE}_555"}
    query = client.asked[0].query
    assert (query["filter"], query["order"]) == ("stream", "chronological")
    assert "parent{id}" in query["fields"]


def test_comments_may_begin_with_the_newest():
    client = Client(Meta(**{f"{PAGE}_555/comments": []}))
    take(comments(ACCESS, f"{PAGE}_555", page_id=PAGE, newest_first=True), client)
    assert client.asked[0].query["order"] == "reverse_chronological"


def test_replies_are_pulled_by_the_comment_that_they_answer():
    lists = {"555_1/comments": [commented(2, 1), commented(3, 1)]}
    (page,) = take(replies(ACCESS, "555_1", page_id=PAGE), Client(Meta((5,), **lists)))
    assert {one.message.tree.parent_id for one in page.events()} == {"555_1"}


def instagram_comment(number, parent=None):
    comment = {
        "id": f"18000{number}",
        "text": f"Đẹp quá {number}",
        "timestamp": "2026-09-17T09:00:00+0000",
        "username": "an.nguyen",
        "from": {"id": AN, "username": "an.nguyen"},
    }
    return comment | ({"parent_id": f"18000{parent}"} if parent is not None else {})


def test_instagram_comments_come_with_all_replies():
    lists = {"9001/comments": [instagram_comment(1), instagram_comment(2)]}
    lists["180001/replies"] = [instagram_comment(number, 1) for number in range(10, 15)]
    client = Client(Meta((1,), **lists))
    pages = take(instagram_comments(ACCESS, "9001", account_id=SHOP), client)
    found = assemble(event for page in pages for event in page.events())
    assert sorted(len(one.messages) for one in found) == [1, 6]
    assert [asked.path[1] for asked in client.asked] == ["9001", "180001", "9001"]


def test_a_pulled_comment_and_the_webhooks_are_one():
    change = {
        "item": "comment",
        "verb": "add",
        "comment_id": "555_1",
        "post_id": f"{PAGE}_555",
        "parent_id": f"{PAGE}_555",
        "from": {"id": LAN, "name": "Lan Trần"},
        "message": "Bình luận 1",
        "created_time": 1789635660,
    }
    entry = {"id": PAGE, "time": 1789635661, "changes": [{"field": "feed", "value": change}]}
    pushed = Payload(json.dumps({"object": "page", "entry": [entry]}).encode(), received_at=AT)
    (page,) = take(
        comments(ACCESS, f"{PAGE}_555", page_id=PAGE),
        Client(Meta(**{f"{PAGE}_555/comments": [commented(1)]})),
    )
    events = [*PageComments().parse(pushed), *page.events()]
    (one,) = assemble(events)
    assert assemble(reversed(events)) == (one,)
    (message_,) = one.messages
    assert (message_.id, len(message_.sources)) == ("555_1", 2)
    assert message_.defects == ()


# --- profiles -------------------------------------------------------------------------------------


def test_a_profile_has_the_name_that_somebody_shows():
    given_ = {"id": LAN, "name": "Trần Thị Lan", "first_name": "Lan", "profile_pic": "https://x"}
    found = run(profile(ACCESS, LAN, account_id=PAGE), Client(lambda _: answer(given_)))
    assert (found.name, found.first_name, found.last_name) == ("Trần Thị Lan", "Lan", None)
    someone = found.participant()
    assert (someone.name, someone.name_source) == ("Trần Thị Lan", "profile")
    assert (someone.identities[0].scheme, someone.identities[0].scope) == ("messenger", PAGE)
    assert repr(found) == "Profile(messenger)"


def test_a_profile_brings_a_name_into_the_conversation_of_its_person():
    given_ = {"id": LAN, "name": "Trần Thị Lan"}
    events = [
        run(profile(ACCESS, LAN, account_id=PAGE), Client(lambda _: answer(given_))).event()
        for _ in range(2)
    ]
    said = {
        "id": "m_1",
        "message": "Chào shop",
        "from": {"id": LAN},
        "to": {"data": [{"id": PAGE}]},
    }
    pulled = Payload(json.dumps({"data": [said]}).encode())
    said_events = [*PulledMessages(PAGE).parse(pulled)]
    (one,) = assemble([*said_events, *events])
    assert one == assemble([*events, *said_events])[0]
    assert [person.name for person in one.participants if person.identities[0].value == LAN] == [
        "Trần Thị Lan"
    ]
    assert len(one.notices) == 1


def test_a_profile_without_a_name_names_nobody():
    client = Client(lambda _: answer({"id": AN, "username": "", "name": None}))
    found = run(profile(ACCESS, AN, account_id=SHOP, platform="instagram"), client)
    assert (found.participant().name, found.participant().name_source) == (None, None)


def test_a_person_whom_we_may_not_see_is_not_found():
    client = Client(lambda _: refused(100, 2018218))
    with pytest.raises(ServiceError, match="not_found, code 100/2018218"):
        run(profile(ACCESS, LAN, account_id=PAGE), client)


def test_a_profile_that_is_not_as_documented_is_no_profile():
    client = Client(lambda _: answer({"name": ["secret"]}))
    with pytest.raises(PayloadError, match="expected text at /name") as caught:
        run(profile(ACCESS, LAN, account_id=PAGE), client)
    assert "secret" not in str(caught.value)


# --- errors ---------------------------------------------------------------------------------------


def error_of(found):
    with pytest.raises(ServiceError) as caught:
        take(comments(ACCESS, "1_2", page_id="1"), Client(lambda _: found))
    return caught.value


@pytest.mark.parametrize(
    ("code", "subcode", "problem"),
    [
        *[(190, subcode, "token") for subcode in (None, 458, 460, 463, 467)],
        (102, None, "token"),
        *[(code, None, "rate") for code in (4, 17, 32, 341, 613, 80001, 80002, 80006)],
        *[(code, None, "permission") for code in (3, 10, 200, 230, 299, 368)],
        *[(code, None, "unavailable") for code in (1, 2, -3)],
        (100, None, "invalid"),
        (100, 33, "not_found"),
        (803, None, "not_found"),
        (987654, None, "undocumented"),
    ],
)
def test_errors_are_told_apart_by_their_codes(code, subcode, problem):
    error = error_of(refused(code, subcode))
    assert error.problem == problem
    assert error.code == (str(code) if subcode is None else f"{code}/{subcode}")


def test_an_error_with_status_200_is_an_error():
    assert error_of(refused(190, status=200)).problem == "token"


def test_an_error_that_meta_calls_transient_passes():
    assert error_of(refused(987654, is_transient=True)).problem == "unavailable"


@pytest.mark.parametrize(
    ("code", "status", "problem"),
    [("?", 400, "token"), (None, 400, "token"), (True, 400, "token"), (10**12, 400, "token")],
)
def test_an_error_without_a_code_goes_by_its_type(code, status, problem):
    assert error_of(refused(code, status=status)).problem == problem


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (500, "unavailable"),
        (503, "unavailable"),
        (429, "rate"),
        (401, "token"),
        (403, "permission"),
        (404, "not_found"),
        (410, "not_found"),
        (200, "undocumented"),
        (302, "undocumented"),
        (400, "undocumented"),
    ],
)
@pytest.mark.parametrize("body", [b"<html>secret</html>", b"", b"[]", b"\xff"])
def test_what_is_no_json_goes_by_its_status(status, problem, body):
    found = answer(None, status)
    found.content = body
    error = error_of(found)
    assert (error.problem, error.status, error.code) == (problem, status, None)
    assert error.__context__ is None


def test_an_object_with_a_bad_status_is_an_error():
    assert error_of(answer({"data": []}, 503)).problem == "unavailable"


@pytest.mark.parametrize("error", [None, "secret", [], {}, {"code": 1.5}])
def test_an_error_in_another_form_goes_by_the_status(error):
    assert error_of(answer({"error": error}, 500)).problem == "unavailable"


def test_no_word_of_an_error_comes_out():
    error = error_of(refused(190))
    assert "Em" not in f"{error}{error!r}{vars(error)}"


@pytest.mark.parametrize(
    ("header", "minutes"),
    [
        ({"1": [{"estimated_time_to_regain_access": 0}]}, None),
        ({"1": [{"estimated_time_to_regain_access": 5}]}, 5),
        ({"1": [{"estimated_time_to_regain_access": 2.5}], "2": [{}, 3]}, 2.5),
        (
            {
                "1": [{"estimated_time_to_regain_access": 5}],
                "2": [{"estimated_time_to_regain_access": 9}],
            },
            9,
        ),
        ({"1": [{"estimated_time_to_regain_access": 10**15}]}, None),
        ({"1": [{"estimated_time_to_regain_access": -4}]}, None),
        ({"1": [{"estimated_time_to_regain_access": "5"}], "2": "?"}, None),
        (["?"], None),
        ("x" * 70_000, None),
    ],
)
def test_an_error_says_how_long_meta_wants_us_to_wait(header, minutes):
    headers = {"X-Business-Use-Case-Usage": json.dumps(header), "X-App-Usage": '{"call_count":100}'}
    error = error_of(refused(32, headers=headers))
    assert error.retry_after == (None if minutes is None else timedelta(minutes=minutes))


def test_a_usage_that_is_no_json_says_nothing():
    assert error_of(refused(32, headers={"X-Business-Use-Case-Usage": "{"})).retry_after is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", None),
        ("-3", None),
        ("soon", None),
        ("9" * 12, None),
        ("999999999", None),
    ],
)
def test_a_plain_retry_after_counts_where_usage_says_nothing(value, seconds):
    error = error_of(answer({}, 503, {"Retry-After": value}))
    assert error.retry_after == (None if seconds is None else timedelta(seconds=seconds))


# --- paging ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "odd",
    [
        "?",
        {"next": "https://x"},
        {"next": "https://x", "cursors": "?"},
        {"next": "https://x", "cursors": {"after": ""}},
        {"next": "https://x", "cursors": {"after": 7}},
        {"next": "https://x", "cursors": {"after": "{"}},
        {"next": "https://x", "cursors": {"after": "x" * 9000}},
        {"next": "https://x", "cursors": {"after": "always the same"}},
    ],
)
def test_paging_that_leads_nowhere_ends_with_an_error(odd):
    assert error_of(answer({"data": [], "paging": odd})).problem == "undocumented"


def test_a_conversation_without_an_id_cannot_be_walked():
    item = {"messages": {"data": [], **paging(None, "1-1")}}
    client = Client(lambda _: answer({"data": [item, "?"]}))
    with pytest.raises(ServiceError, match="undocumented"):
        take(conversations(ACCESS, PAGE), client)


@pytest.mark.parametrize("body", [{}, {"data": "?"}, {"data": None, "paging": None}])
def test_a_page_that_is_not_as_documented_fails_when_it_is_read_and_not_before(body):
    (page,) = take(comments(ACCESS, "1_2", page_id="1"), Client(lambda _: answer(body)))
    with pytest.raises(PayloadError):
        list(page.events())


splits = st.lists(st.integers(min_value=0, max_value=4), max_size=6).map(tuple)


@given(sizes=splits, nested=st.integers(min_value=1, max_value=4))
def test_any_split_into_pages_gives_the_same_conversations(sizes, nested):
    lengths = (3, 0, 5, 1)
    meta = meta_with_conversations(sizes, nested, lengths)
    pages = take(conversations(ACCESS, PAGE), Client(meta))
    whole = take(conversations(ACCESS, PAGE), Client(meta_with_conversations((9,), 9, lengths)))
    assert len(whole) == 1
    assert sorted(events_of(pages), key=lambda one: one.id) == sorted(
        events_of(whole), key=lambda one: one.id
    )


@given(sizes=splits, nested=st.integers(min_value=1, max_value=4), data=st.data())
def test_going_on_after_any_page_gives_the_same_rest(sizes, nested, data):
    meta = meta_with_conversations(sizes, nested)
    pages = take(conversations(ACCESS, PAGE), Client(meta))
    index = data.draw(st.integers(min_value=0, max_value=len(pages) - 1))
    cursor = pages[index].cursor
    assert (cursor is None) == (index == len(pages) - 1)
    if cursor is not None:
        rest = take(conversations(ACCESS, PAGE, after=cursor), Client(meta))
        assert rest == pages[index + 1 :]


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["data", "paging", "cursors", "after", "next", "id", "messages"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=15,
)


@given(
    bodies=st.lists(values, min_size=1, max_size=3),
    errors=st.dictionaries(
        st.sampled_from(["code", "error_subcode", "type", "is_transient", "error"]), values
    ),
    status=st.sampled_from([200, 400, 500]),
)
def test_whatever_meta_answers_a_flow_ends_with_pages_or_a_service_error(bodies, errors, status):
    answers = [answer(body, status) for body in bodies]
    rest = iter([*answers, answer({"error": errors}, status), *[answers[0]] * 300])
    with suppress(ServiceError):
        take(conversations(ACCESS, PAGE), Client(lambda _: next(rest)))


# --- secrets --------------------------------------------------------------------------------------


def test_no_repr_of_how_we_ask_shows_a_secret():
    access = GraphAccess(token="secret-token", app_secret="app-secret")
    assert "secret" not in f"{access!r}{access}{access.ask('me')!r}"


# --- over HTTP ------------------------------------------------------------------------------------


def test_a_real_client_pulls_over_http():
    with serving(meta_with_conversations((2,))) as address, httpx.Client() as client:
        access = GraphAccess(token="secret-token", host=address)
        pages = list(pull(conversations(access, PAGE), client))
        with pytest.raises(ServiceError, match="not_found"):
            list(pull(comments(access, "1_2", page_id="1"), client))
    memory = take(conversations(ACCESS, PAGE), Client(meta_with_conversations((2,))))
    assert events_of(pages) == events_of(memory)
    assert all(page.payload.received_at is not None for page in pages)


def test_a_real_async_client_pulls_over_http():
    async def pulled(address):
        access = GraphAccess(token="secret-token", host=address)
        async with httpx.AsyncClient() as client:
            return [page async for page in pull_async(conversations(access, PAGE), client)]

    with serving(meta_with_conversations((2,))) as address:
        pages = asyncio.run(pulled(address))
    memory = take(conversations(ACCESS, PAGE), Client(meta_with_conversations((2,))))
    assert events_of(pages) == events_of(memory)
