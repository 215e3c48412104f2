"""What is different on Instagram; the rest is read as on Messenger."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import events
from omnidesk._documents import dump, load
from omnidesk._payload import Payload
from omnidesk.adapters import Adapter, Recognises
from omnidesk.adapters.meta import Instagram
from omnidesk.assembly import assemble
from omnidesk.errors import PayloadError
from omnidesk.model import Identity, Reference, Referral
from omnidesk.testing import builtin_samples

IG, LAN, OWN = "17841400000000017", "8010000000000021", "220000000000002"
AT = 1_789_632_752_400
CUSTOMER = Identity(scheme="instagram", value=LAN, scope=IG)
OURSELVES = Identity(scheme="instagram", value=IG)


def webhook(*items, kind="messaging", account=IG):
    body = {"object": "instagram", "entry": [{"id": account, "time": AT, kind: list(items)}]}
    return Payload(json.dumps(body).encode())


def parse(*items, own_apps=(OWN,), **entry) -> list[Any]:
    return list(Instagram(own_apps=own_apps).parse(webhook(*items, **entry)))


def inbound(**body):
    return {"sender": {"id": LAN}, "recipient": {"id": IG}, "timestamp": AT} | body


def outbound(**body):
    return inbound(**body) | {"sender": {"id": IG}, "recipient": {"id": LAN}}


def message(**fields):
    (event,) = parse(inbound(message={"mid": "m_1"} | fields))
    return event.message


def test_it_is_an_adapter_that_recognises():
    assert isinstance(Instagram(), Adapter)
    assert isinstance(Instagram, Recognises)


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b'{"object": "instagram", "entry": []}', True),
        (b'{"object": "page", "entry": [], "a": "instagram"}', False),
        (b'{"object": "instagram", "entry": {}}', False),
        (b"instagram", False),
    ],
)
def test_it_recognises_instagram_webhooks_and_nothing_else(body, answer):
    assert Instagram.recognises(Payload(body)) is answer


def test_a_page_webhook_is_refused():
    with pytest.raises(PayloadError) as caught:
        Instagram().parse(Payload(b'{"object": "page", "entry": []}'))
    assert (caught.value.channel, caught.value.pointer) == ("instagram", "/object")


def test_an_id_holds_within_the_account_that_was_written_to():
    (event,) = parse(inbound(message={"mid": "m", "text": "Chào shop"}))
    assert (event.channel, event.account, event.thread) == ("instagram", IG, (LAN,))
    assert event.message.author.identities == (CUSTOMER,)
    assert event.message.to[0].identities == (OURSELVES,)
    assert event.message.author.name is None


@pytest.mark.parametrize(
    ("app_id", "origin"),
    [(None, "unknown"), (OWN, "own_app"), (7, "other_app")],
)
def test_an_echo_without_an_app_is_not_taken_for_a_person(app_id, origin):
    (event,) = parse(outbound(message={"mid": "m", "is_echo": True, "app_id": app_id}))
    assert (event.message.direction, event.message.origin) == ("outbound", origin)


@pytest.mark.parametrize("sender", [IG, LAN])
def test_what_an_account_writes_to_itself_is_internal(sender):
    item = inbound(message={"mid": "m", "is_self": True, "is_echo": True}, sender={"id": sender})
    (event,) = parse(item)
    assert event.message.direction == "internal"
    assert event.message.author.identities == (OURSELVES,)
    assert event.message.to[0].identities == (OURSELVES,)
    assert event.message.origin == "unknown"


def test_an_answer_to_a_story_says_to_which():
    story = {"id": "18", "url": "https://story.example"}
    assert message(reply_to={"story": story}).reply_to == Reference(
        kind="story", id="18", url="https://story.example"
    )


@pytest.mark.parametrize(
    ("vendor", "payload", "kind", "media_id"),
    [
        ("story_mention", {"url": "https://a.example"}, "story", None),
        ("ig_story", {"url": "https://a.example"}, "story", None),
        ("share", {"url": "https://a.example"}, "share", None),
        ("ig_post", {"ig_post_media_id": 17, "title": "Áo dài"}, "post", "17"),
        ("ig_reel", {"reel_video_id": "18", "title": "Áo dài"}, "reel", "18"),
        ("reel", {"reel_video_id": "18"}, "reel", "18"),
        ("template", {}, "template", None),
    ],
)
def test_what_is_shared_has_its_kind_and_its_id(vendor, payload, kind, media_id):
    (shared,) = message(attachments=[{"type": vendor, "payload": payload}]).attachments
    assert (shared.kind, shared.id) == (kind, media_id)


def test_a_question_about_a_product_of_the_shop_names_it():
    posted = message(referral={"product": {"id": 5550001}})
    assert posted.referral == Referral(product_id="5550001")


def test_a_link_that_opens_the_conversation_is_a_notice():
    (event,) = parse(inbound(referral={"ref": "bio", "source": "IGME-SOURCE-LINK"}))
    assert (event.notice.kind, event.notice.referral.ref) == ("referral", "bio")


def test_a_message_that_was_seen_is_named():
    (event,) = parse(inbound(read={"mid": "m_1"}))
    assert (event.kind, event.message_ids, event.watermark) == ("read", ("m_1",), None)


@pytest.mark.parametrize("flag", [True, "true"])
def test_an_unsend_takes_the_message_whatever_the_type_of_its_flag(flag):
    found = parse(
        inbound(message={"mid": "m", "is_deleted": flag}),
        inbound(message={"mid": "m", "text": "Nhầm"}),
    )
    (conversation,) = assemble(found)
    assert [(one.state, one.text) for one in conversation.messages] == [("deleted", None)]


def test_an_edit_before_its_message_adds_up():
    found = parse(
        inbound(message_edit={"mid": "m", "num_edit": 1, "text": "2 áo"}, timestamp=AT + 5),
        inbound(message={"mid": "m", "text": "1 áo"}),
    )
    (conversation,) = assemble(found)
    assert conversation.messages[0].text == "2 áo"


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("messages", {"message": {"mid": "m"}}),
        ("messaging_postbacks", {"postback": {"mid": "m", "title": "A"}}),
        ("messaging_referral", {"referral": {"ref": "a"}}),
        ("messaging_seen", {"read": {"mid": "m"}}),
        ("message_reactions", {"reaction": {"mid": "m", "action": "react"}}),
        ("message_edit", {"message_edit": {"mid": "m", "text": "a"}}),
    ],
)
def test_the_test_button_is_read(field, body):
    (event,) = parse({"field": field, "value": inbound(**body)}, kind="changes", account="0")
    assert event.source.pointer == "/entry/0/changes/0/value"
    assert not isinstance(event, events.Unrecognised)


def test_comments_are_read_beside_messages():
    value = {
        "id": "17",
        "from": {"id": LAN, "username": "lan"},
        "text": "Giá?",
        "media": {"id": "9"},
    }
    (event,) = parse({"field": "comments", "value": value}, kind="changes")
    assert (event.channel, event.visibility, event.message.text) == ("instagram", "public", "Giá?")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"field": "story_insights", "value": {}}, "story_insights"),
        ({"field": "brand_new", "value": {}}, None),
    ],
)
def test_other_changes_are_kept_as_not_understood(change, name):
    (event,) = parse(change, kind="changes")
    assert (event.type, event.name) == ("unrecognised", name)


def test_a_message_of_messenger_with_the_same_id_is_another():
    ours = parse(inbound(message={"mid": "m"}))[0].id
    item = inbound(message={"mid": "m"})
    body = {"object": "page", "entry": [{"id": IG, "messaging": [item]}]}
    from omnidesk.adapters.meta import Messenger

    (theirs,) = Messenger().parse(Payload(json.dumps(body).encode()))
    assert ours != theirs.id


# --- whatever comes -------------------------------------------------------------------------------

RECORDED = Path(__file__).parents[4] / "shared" / "samples" / "instagram"
FILES = sorted(RECORDED.glob("*.json"))
SAMPLES = [one.payload.body for one in builtin_samples("instagram")]


def fits(body):
    payload = Payload(body)
    try:
        found = list(Instagram().parse(payload))
    except PayloadError:
        return []
    for event in found:
        assert load(dump(event)) == event
        payload.resolve(event.source.pointer)
    return found


@given(st.data())
def test_samples_cut_or_overwritten_anywhere_give_events_or_a_payload_error(data):
    body = data.draw(st.sampled_from(SAMPLES))
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    fits(body[:start] + data.draw(st.binary(max_size=8)) + body[end:])


@pytest.mark.skipif(not FILES, reason="the collection of recorded payloads is not here")
def test_no_recorded_item_is_lost_or_misunderstood():
    for path in FILES:
        if Instagram.recognises(Payload(path.read_bytes())):
            found = fits(path.read_bytes())
            assert [one.type for one in found if one.type == "unrecognised"] == [], path.name
            assert found, path.name
