"""One adapter for one address: everything is read once, by whoever knows it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from omnidesk import Payload, assemble, normalize, sniff
from omnidesk._documents import dump, load
from omnidesk.adapters.meta import InstagramComments, Messenger, Meta, PageComments
from omnidesk.errors import PayloadError
from omnidesk.testing import builtin_samples

MIXED = {one.name: one.payload for one in builtin_samples("meta")}
FACEBOOK = [one for one in builtin_samples("facebook") if one.expects_error is None]

keys = st.sampled_from(
    [
        *("item", "verb", "from", "id", "name", "post_id", "comment_id", "parent_id", "message"),
        *("created_time", "photo", "photos", "video", "link", "rating", "reviewer_id", "published"),
        *("open_graph_story_id", "recommendation_type", "reaction_type", "is_hidden", "text"),
        *("media", "timestamp", "data", "comments", "replies", "parent", "attachment", "media_id"),
        *("field", "value", "changes", "messaging", "standby", "time", "leadgen_id", "status"),
    ]
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**400), max_value=10**400),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=10),
    st.sampled_from(["comment", "post", "rating", "reaction", "like", "add", "edited", "remove"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=6)),
    max_leaves=20,
)
told = st.fixed_dictionaries(
    {
        "item": st.sampled_from(["comment", "post", "rating", "reaction", "like", "page"]),
        "verb": st.sampled_from(["add", "edited", "edit", "remove", "hide", "unhide", "follow"]),
    },
    optional=dict.fromkeys(
        ["from", "comment_id", "post_id", "parent_id", "created_time", "message", "photos"], values
    )
    | {"open_graph_story_id": st.just("87"), "rating": values, "link": values},
)
changes = st.one_of(
    values,
    st.fixed_dictionaries(
        {
            "field": st.sampled_from(
                ["feed", "mention", "ratings", "leadgen", "live_videos", "comments", "mentions"]
            ),
            "value": st.one_of(told, values),
        }
    ),
)
entries = st.fixed_dictionaries(
    {"id": st.sampled_from(["1", 1])},
    optional={
        "time": values,
        "changes": st.lists(changes, min_size=1, max_size=4),
        "messaging": st.lists(values, min_size=1, max_size=2),
        "standby": st.lists(values, min_size=1, max_size=2),
    },
)
objects = st.sampled_from(["page", "instagram"])


def events_of(adapter, body):
    try:
        return tuple(adapter.parse(Payload(json.dumps(body).encode())))
    except PayloadError:
        return ()


def test_events_carry_the_channel_that_they_belong_to():
    channels = {event.channel for event in Meta().parse(MIXED["page"])}
    assert channels == {"facebook", "messenger"}
    assert channels < Meta.channels


def each_alone(about, given_entries):
    """Yield the events of every item, as if it had come in a body of its own."""
    for entry in given_entries:
        for name in ("changes", "messaging", "standby"):
            for item in entry.get(name, []):
                alone = {key: entry[key] for key in ("id", "time") if key in entry}
                yield events_of(Meta(), {"object": about, "entry": [{**alone, name: [item]}]})


@given(objects, st.lists(entries.filter(lambda entry: len(entry) > 2), max_size=3))
def test_no_item_is_lost_and_none_is_told_twice(about, given_entries):
    found = events_of(Meta(), {"object": about, "entry": given_entries})
    alone = list(each_alone(about, given_entries))
    assert all(alone)
    understood = [event.id for event in found if event.type != "unrecognised"]
    assert len(understood) == len(set(understood))
    assert set(understood) == {
        event.id for one in alone for event in one if event.type != "unrecognised"
    }
    unread = sum(event.type == "unrecognised" for event in found)
    without_lists = sum(not {"changes", "messaging", "standby"} & set(one) for one in given_entries)
    assert unread - without_lists == sum(
        event.type == "unrecognised" for one in alone for event in one
    )


@given(objects, st.lists(st.one_of(entries, values), max_size=3))
def test_whatever_stands_in_a_webhook_events_come_of_it_that_can_be_stored(about, given_entries):
    body = {"object": about, "entry": given_entries}
    for adapter in (Meta(), PageComments(), InstagramComments()):
        found = events_of(adapter, body)
        assert [load(dump(event)) for event in found] == list(found)
        assert len({event.id for event in found}) == len(found)
        assert assemble(found) == assemble(found[::-1])


@given(st.one_of(values, st.fixed_dictionaries({"data": st.lists(values, max_size=3)})))
def test_whatever_was_pulled_events_come_of_it_that_can_be_stored(body):
    for adapter in (
        PageComments(page_id="1", post_id="1_2", with_parent=True),
        InstagramComments(account_id="1", with_parent=True),
    ):
        found = events_of(adapter, body)
        assert [load(dump(event)) for event in found] == list(found)
        assert len({event.id for event in found}) == len(found)


def test_it_reads_what_the_single_adapters_read():
    for sample in FACEBOOK:
        if b'"data"' in sample.payload.body:
            continue
        single = {
            one.id for one in PageComments().parse(sample.payload) if one.type != "unrecognised"
        }
        whole = {
            one.id
            for one in Meta().parse(sample.payload)
            if one.type != "unrecognised" and one.channel == "facebook"
        }
        assert single == whole


def test_a_body_of_both_is_its_own_to_read():
    assert sniff(MIXED["page"]) == "meta"
    assert sniff(MIXED["instagram"]) == "meta"


def test_normalize_reads_both_halves_of_a_body():
    channels = {one.channel for one in normalize(MIXED["page"])}
    assert channels == {"facebook", "messenger"}


def test_a_configured_single_adapter_is_asked_before_it():
    channels = {one.channel for one in normalize(MIXED["page"], adapters=[Messenger()])}
    assert channels == {"messenger"}


def test_pulled_comments_are_not_its_own():
    pulled = next(one.payload for one in FACEBOOK if one.name == "pulled-comments")
    assert sniff(pulled) == "facebook"
