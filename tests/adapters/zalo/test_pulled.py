"""What the API's pages tell, and that it is the same as what webhooks tell."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._payload import Payload
from omnidesk.adapters.zalo import Zalo
from omnidesk.assembly import assemble, people
from omnidesk.errors import PayloadError
from omnidesk.model import Coordinates, Identity
from omnidesk.testing import builtin_samples

OA, LAN, BY_APP = "2197000000000001873", "4339000000000018433", "2372000000000092743"
APP = "3608000000000003967"
AT = 1_789_632_752_400


def read(body, *, oa_ids=(OA,), app_id=None) -> list[Any]:
    payload = Payload(json.dumps(body).encode())
    return list(Zalo(oa_ids=oa_ids, app_id=app_id).parse(payload))


def pulled(**fields):
    base = {"message_id": "m1", "src": 1, "time": AT, "type": "text", "from_id": LAN, "to_id": OA}
    return base | fields


def page(*items):
    return {"error": 0, "message": "Success", "data": list(items)}


def first(**fields):
    return read(page(pulled(**fields)))[0].message


def refused(body):
    payload = Payload(json.dumps(body).encode())
    with pytest.raises(PayloadError) as caught:
        Zalo(oa_ids=(OA,)).parse(payload)
    assert caught.value.digest == payload.digest
    return caught.value


# --- messages -------------------------------------------------------------------------------------


def test_a_page_is_read_as_messages_with_names():
    event, answer = read(
        page(
            pulled(message="Chào shop", from_display_name="Lan"),
            pulled(src=0, message_id="m2", from_id=OA, to_id=LAN, to_display_name="Lan"),
        )
    )
    message = event.message
    assert (message.id, message.text, message.direction) == ("m1", "Chào shop", "inbound")
    assert message.sent_at == datetime(2026, 9, 17, 8, 12, 32, 400_000, tzinfo=UTC)
    assert (message.author.name, message.author.name_source) == ("Lan", "vendor")
    assert (event.account, event.thread, event.source.pointer) == (OA, (LAN,), "/data/0")
    assert (answer.message.direction, answer.thread) == ("outbound", (LAN,))
    assert answer.message.to[0].name == "Lan"


def test_a_bare_list_is_a_page_too():
    (event,) = read([pulled()])
    assert event.source.pointer == "/0"


def test_a_message_that_stands_there_twice_is_yielded_once():
    assert len(read(page(pulled(), pulled()))) == 1


@pytest.mark.parametrize(
    ("fields", "oa_ids", "account", "direction"),
    [
        ({"src": 1}, (), OA, "inbound"),
        ({"src": 0}, (), LAN, "outbound"),
        ({"src": None}, (OA,), OA, "inbound"),
        ({"src": 0}, (OA,), OA, "inbound"),
        ({"src": "1"}, (OA, LAN), OA, "inbound"),
    ],
)
def test_the_account_is_ours_or_the_end_that_src_says(fields, oa_ids, account, direction):
    (event,) = read(page(pulled(**fields)), oa_ids=oa_ids)
    assert (event.account, event.message.direction) == (account, direction)


@pytest.mark.parametrize(
    "fields", [{"message_id": None}, {"from_id": None}, {"to_id": ""}, {"src": None}, {"src": 7}]
)
def test_a_message_of_nobody_knows_whom_is_not_guessed_at(fields):
    odd, good = read(page(pulled(**fields), pulled(message_id="m2")), oa_ids=())
    assert (odd.type, odd.reason, odd.source.pointer) == ("unrecognised", "missing_id", "/data/0")
    assert good.message.id == "m2"


def test_an_item_that_is_no_message_says_so_and_the_others_live():
    odd, good = read(page("?", pulled()))
    assert (odd.reason, odd.expected) == ("invalid", "expected an object at /data/0")
    assert (odd.account, good.message.id) == (OA, "m1")


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("photo", "image"),
        ("gif", "image"),
        ("link", "link"),
        ("links", "link"),
        ("voice", "audio"),
        ("video", "video"),
        ("sticker", "sticker"),
        ("file", "file"),
        ("location", "location"),
        ("hologram", "unknown"),
    ],
)
def test_what_hangs_on_a_message_is_ours(word, kind):
    (attachment,) = first(type=word, url="u", thumb="t", description="d").attachments
    assert (attachment.kind, attachment.url, attachment.availability) == (kind, "u", "ok")


@pytest.mark.parametrize("word", ["text", "nosupport", None])
def test_nothing_hangs_on_a_text(word):
    assert first(type=word).attachments == ()


def test_a_message_that_zalo_does_not_show_is_unsupported():
    assert first(type="nosupport").state == "unsupported"


def test_links_are_read_one_by_one():
    links = first(type="links", links=[{"url": "a", "title": "A"}, "?", {}]).attachments
    assert [(one.url, one.title) for one in links] == [("a", "A"), (None, None), (None, None)]


@pytest.mark.parametrize(
    ("location", "there"),
    [
        ({"latitude": 10.5, "longitude": 106.25}, True),
        ('{"latitude": "10.5", "longitude": "106.25"}', True),
        ("10.5,106.25", False),
        (None, False),
    ],
)
def test_a_place_may_stand_in_a_string(location, there):
    (place,) = first(type="location", location=location).attachments
    assert place.coordinates == (Coordinates(latitude=10.5, longitude=106.25) if there else None)


# --- errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [-216, "-216"], ids=["number", "text"])
def test_an_error_that_comes_with_status_200_is_one(code):
    error = refused({"error": code, "message": "Access token is invalid", "data": []})
    assert (error.pointer, error.channel) == ("/error", "zalo")
    assert str(error).startswith("zalo: expected an answer, got an error: the access token is inv")


@pytest.mark.parametrize("code", [-99_999, 1.5, True, [], {"a": 1}, "secret"])
def test_an_unknown_error_is_not_quoted(code):
    error = refused({"error": code, "data": []})
    assert (error.reason, error.pointer) == ("expected an answer, got an error", "/error")


def test_an_error_of_the_tokens_server_is_one():
    assert refused({"error_name": "Invalid", "error_reason": "..."}).pointer == "/error_name"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/data"),
        ({"error": 0, "data": None}, "/data"),
        ({"error": "0", "data": "x"}, "/data"),
        ({"event_name": 7}, "/data"),
        ("x", ""),
        (7, ""),
    ],
)
def test_what_is_neither_a_webhook_nor_a_page_is_refused(body, pointer):
    assert refused(body).pointer == pointer


# --- users ----------------------------------------------------------------------------------------


def user(**fields):
    return {"error": 0, "data": {"user_id": LAN, "user_id_by_app": BY_APP, **fields}}


def test_a_profile_brings_a_name_and_links():
    body = user(
        display_name="Lan", user_external_id="khach-1", shared_info={"phone": 84_900_000_045}
    )
    notice, *links = read(body, app_id=APP)
    assert (notice.notice.name, notice.occurred_at, notice.thread) == ("user_detail", None, (LAN,))
    target = notice.notice.target
    assert (target.name, target.name_source) == ("Lan", "profile")
    assert [one.link.evidence for one in links] == ["platform", "platform", "submitted"]
    (person,) = people(links)
    assert [one.scheme for one in person.identities] == [
        "phone",
        "zalo",
        "zalo_app",
        "zalo_external",
    ]
    assert Identity(scheme="zalo_app", value=BY_APP, scope=APP) in person.identities


def test_a_profile_without_more_links_nobody():
    (notice,) = read(user())
    assert notice.notice.target.name is None


def test_a_profile_is_of_one_account():
    for oa_ids in ((), (OA, "2")):
        (event,) = read(user(), oa_ids=oa_ids)
        assert (event.type, event.reason) == ("unrecognised", "missing_id")
    (event,) = read({"data": {"user_id": ["x"]}})
    assert (event.reason, event.expected) == ("invalid", "expected an id at /data/user_id")


# --- the same messages ----------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)
chats = st.lists(
    st.tuples(st.sampled_from(["in", "api", "admin"]), texts, st.integers(0, 10**7)),
    min_size=1,
    max_size=6,
)


def both(number, who, text, late):
    """One message as a webhook tells it, and as a page does."""
    msg_id, at = f"m{number}", AT + late
    ends = ({"id": LAN}, {"id": OA}) if who == "in" else ({"id": OA}, {"id": LAN})
    sender = ends[0] | ({"admin_id": "9"} if who == "admin" else {})
    webhook = {
        "app_id": APP,
        "user_id_by_app": BY_APP,
        "event_name": "user_send_text" if who == "in" else "oa_send_text",
        "timestamp": str(at),
        "sender": sender,
        "recipient": ends[1],
        "message": {"msg_id": msg_id, "text": text},
    }
    item = pulled(
        message_id=msg_id,
        src=int(who == "in"),
        time=at,
        message=text,
        from_id=ends[0]["id"],
        to_id=ends[1]["id"],
        from_display_name="Lan" if who == "in" else "Hoa Sen",
    )
    return webhook, item


@given(chats, st.randoms(use_true_random=False))
def test_webhooks_and_pages_of_the_same_messages_fold_into_one_of_each(chat, chance):
    pairs = [both(number, *one) for number, one in enumerate(chat)]
    found = [event for webhook, _ in pairs for event in read(webhook)]
    found += read(page(*(item for _, item in pairs)))
    expected = assemble(found)
    chance.shuffle(found)
    (conversation,) = assemble(found)
    assert (conversation,) == expected
    assert len(conversation.messages) == len(chat)
    told = {one.id: one for one in conversation.messages}
    for number, (who, text, _) in enumerate(chat):
        message = told[f"m{number}"]
        assert (message.text, message.defects) == (text, ())
        assert message.direction == ("inbound" if who == "in" else "outbound")
        assert (message.origin == "native") == (who == "admin")
        assert len(message.sources) == 2


def test_a_webhook_and_a_page_give_one_message_the_same_id_of_its_event():
    webhook, item = both(1, "in", "Chào", 0)
    (posted, _), (told,) = read(webhook), read(page(item))
    assert posted.id == told.id


def test_the_samples_of_webhooks_and_pages_tell_the_same_messages():
    adapter = Zalo(oa_ids=(OA,), app_id=APP)
    fine = [one for one in builtin_samples("zalo") if one.expects_error is None]
    told: dict[str, list[Any]] = {"webhook": [], "page": []}
    for sample in fine:
        which = "page" if sample.name.startswith("pulled-") else "webhook"
        told[which] += adapter.parse(sample.payload)
    both_ways = {one.message.id for one in told["page"] if one.type == "message_posted"} & {
        one.message.id for one in told["webhook"] if one.type == "message_posted"
    }
    assert len(both_ways) >= 8
    messages = [
        one
        for conversation in assemble(told["webhook"] + told["page"])
        for one in conversation.messages
        if one.id in both_ways
    ]
    assert sorted(one.id for one in messages) == sorted(both_ways)
    assert [one.id for one in messages if one.defects] == []
    assert {one.attachments[0].kind for one in messages if one.attachments} == {
        *("audio", "image", "link", "location", "sticker")
    }
