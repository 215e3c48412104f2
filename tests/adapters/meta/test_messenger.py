"""What the adapter makes of each thing that a page's webhook reports."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from omnidesk import events
from omnidesk._payload import Payload
from omnidesk.adapters import Adapter, Recognises
from omnidesk.adapters.meta import Messenger
from omnidesk.assembly import assemble
from omnidesk.errors import PayloadError
from omnidesk.model import Action, Coordinates, Defect, Identity, Reference, Referral

PAGE, LAN, OWN = "104500000000017", "7010000000000021", "210000000000001"
AT = 1_789_632_752_400
CUSTOMER = Identity(scheme="messenger", value=LAN, scope=PAGE)
OURSELVES = Identity(scheme="facebook", value=PAGE)


def webhook(*items, kind="messaging", page=PAGE, **entry):
    body = {"object": "page", "entry": [{"id": page, "time": AT, kind: list(items)} | entry]}
    return Payload(json.dumps(body).encode())


def read(payload, **configuration) -> list[Any]:
    return list(Messenger(**configuration).parse(payload))


def parse(*items, own_apps=(OWN,), **entry) -> list[Any]:
    return read(webhook(*items, **entry), own_apps=own_apps)


def inbound(**body):
    return {"sender": {"id": LAN}, "recipient": {"id": PAGE}, "timestamp": AT} | body


def outbound(**body):
    return inbound(**body) | {"sender": {"id": PAGE}, "recipient": {"id": LAN}}


def message(**fields):
    """The one message that a customer's item with these fields gives."""
    (event,) = parse(inbound(message={"mid": "m_1"} | fields))
    assert isinstance(event, events.MessagePosted)
    return event.message


def attachments(*given, **fields):
    return message(attachments=list(given), **fields).attachments


def kinds(*given, **fields):
    return [one.kind for one in attachments(*given, **fields)]


# --- the adapter ----------------------------------------------------------------------------------


def test_it_is_an_adapter_that_recognises():
    assert isinstance(Messenger(), Adapter)
    assert isinstance(Messenger, Recognises)


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b'{"object": "page", "entry": []}', True),
        (b'\xef\xbb\xbf\n{"entry": [], "object": "page"}', True),
        (b'{"object": "instagram", "entry": [], "page": "page"}', False),
        (b'{"object": "page", "entry": {}}', False),
        (b'["page", "entry"]', False),
        (b'{"object": "page", "entry": [', False),
        (b"Subject: a page\r\n\r\nHello", False),
        (b"", False),
    ],
)
def test_it_recognises_page_webhooks_and_nothing_else(body, answer):
    assert Messenger.recognises(Payload(body)) is answer


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b"", ""),
        (b"{", ""),
        (b"[]", ""),
        (b'"page"', ""),
        (b"{}", "/object"),
        (b'{"object": "instagram", "entry": []}', "/object"),
        (b'{"object": ["page"], "entry": []}', "/object"),
        (b'{"object": "page"}', "/entry"),
        (b'{"object": "page", "entry": {"0": {}}}', "/entry"),
    ],
)
def test_a_broken_envelope_is_refused_at_once_and_says_where(body, pointer):
    payload = Payload(body)
    with pytest.raises(PayloadError) as caught:
        Messenger().parse(payload)
    assert (caught.value.channel, caught.value.pointer) == ("messenger", pointer)
    assert caught.value.digest == payload.digest


def test_no_entries_are_no_events():
    assert read(Payload(b'{"object": "page", "entry": []}')) == []


# --- who is who -----------------------------------------------------------------------------------


def test_a_message_of_a_customer_is_inbound():
    (event,) = parse(inbound(message={"mid": "m_1", "text": "Còn hàng không shop?"}))
    posted = event.message
    assert (event.account, event.thread, event.visibility) == (PAGE, (LAN,), "private")
    assert event.occurred_at == datetime(2026, 9, 17, 8, 12, 32, 400_000, tzinfo=UTC)
    assert event.source.pointer == "/entry/0/messaging/0"
    assert (posted.id, posted.text) == ("m_1", "Còn hàng không shop?")
    assert (posted.direction, posted.origin) == ("inbound", "unknown")
    assert (posted.author.role, posted.author.identities) == ("customer", (CUSTOMER,))
    assert [one.identities for one in posted.to] == [(OURSELVES,)]


def test_no_name_and_no_time_are_made_up():
    (event,) = parse({"sender": {"id": LAN}, "recipient": {"id": PAGE}, "message": {"mid": "m"}})
    assert event.occurred_at is None
    assert event.message.sent_at is None
    assert event.message.author.name is None


def test_an_echo_is_outbound_and_written_by_the_page():
    (event,) = parse(outbound(message={"mid": "m_2", "is_echo": True, "text": "Dạ còn ạ."}))
    posted = event.message
    assert (event.thread, posted.direction) == ((LAN,), "outbound")
    assert (posted.author.role, posted.author.identities) == ("business", (OURSELVES,))
    assert [one.identities for one in posted.to] == [(CUSTOMER,)]


@pytest.mark.parametrize(
    ("sender", "recipient", "is_echo", "direction", "other"),
    [
        (LAN, PAGE, False, "inbound", LAN),
        (PAGE, LAN, True, "outbound", LAN),
        (PAGE, LAN, False, "outbound", LAN),
        (LAN, PAGE, True, "outbound", LAN),
        ("1", "2", True, "outbound", "2"),
        ("1", "2", False, "unknown", "1"),
        (PAGE, PAGE, False, "unknown", PAGE),
        (PAGE, None, False, "outbound", None),
        (None, PAGE, False, "inbound", None),
        (None, None, False, "unknown", None),
        (None, LAN, True, "outbound", LAN),
        pytest.param(int(LAN), int(PAGE), False, "inbound", LAN, id="numbers"),
    ],
)
def test_direction_comes_from_which_id_is_the_page_and_from_the_echo(
    sender, recipient, is_echo, direction, other
):
    item = {
        "sender": sender and {"id": sender},
        "recipient": recipient and {"id": recipient},
        "message": {"mid": "m", "is_echo": is_echo},
    }
    (event,) = parse(item)
    assert event.message.direction == direction
    assert event.thread == ((other,) if other else ())


def test_the_same_person_on_another_page_is_another_identity():
    (one,) = parse(inbound(message={"mid": "m"}))
    (two,) = parse(inbound(message={"mid": "m"}) | {"recipient": {"id": "9"}}, page=9)
    assert two.account == "9"
    assert one.message.author != two.message.author
    assert one.id != two.id


@pytest.mark.parametrize(
    ("app_id", "own_apps", "origin"),
    [
        (int(OWN), (OWN,), "own_app"),
        (OWN, (OWN,), "own_app"),
        (1, (OWN,), "other_app"),
        (1, (), "unknown"),
        (263902037430900, (OWN,), "native"),
        (None, (), "native"),
    ],
)
def test_the_origin_of_an_echo_comes_from_its_app(app_id, own_apps, origin):
    item = outbound(message={"mid": "m", "is_echo": True, "app_id": app_id})
    (event,) = parse(item, own_apps=own_apps)
    assert event.message.origin == origin


def test_what_a_visitor_without_a_psid_does_has_a_thread_of_its_own():
    item = {"sender": {"user_ref": "cart-1"}, "recipient": {"id": PAGE}, "postback": {"title": "A"}}
    (event,) = parse(item)
    identity = Identity(scheme="messenger_ref", value="cart-1", scope=PAGE)
    assert event.thread == ("user_ref:cart-1",)
    assert event.message.author.identities == (identity,)


def test_people_are_the_same_objects_within_an_entry():
    one, two = parse(inbound(message={"mid": "a"}), inbound(message={"mid": "b"}))
    assert one.message.author is two.message.author


def test_a_quick_reply_is_a_message_with_its_action():
    posted = message(text="Màu xanh", quick_reply={"payload": "GREEN"})
    assert posted.text == "Màu xanh"
    assert posted.action == Action(kind="quick_reply", payload="GREEN")


def test_a_command_is_a_message_with_its_action():
    assert message(commands=[{"name": "donhang"}]).action == Action(
        kind="command", payload="donhang"
    )


@pytest.mark.parametrize(
    ("given", "reference"),
    [
        ({"mid": "m_0"}, Reference(kind="message", id="m_0")),
        (
            {"story": {"id": "s", "url": "https://s.example"}},
            Reference(kind="story", id="s", url="https://s.example"),
        ),
        ({}, None),
    ],
)
def test_a_reply_says_what_it_answers(given, reference):
    assert message(reply_to=given).reply_to == reference


def test_a_message_from_an_advertisement_says_so():
    posted = message(
        referral={
            "source": "ADS",
            "type": "OPEN_THREAD",
            "ad_id": 12,
            "ref": "",
            "ads_context_data": {"post_id": "p", "product_id": 5},
        }
    )
    assert posted.referral == Referral(
        source="ADS", kind="OPEN_THREAD", ad_id="12", post_id="p", product_id="5"
    )


def test_an_unsupported_message_is_there_without_content():
    posted = message(is_unsupported=True)
    assert (posted.state, posted.text, posted.attachments) == ("unsupported", None, ())


@pytest.mark.parametrize("flag", [True, "true"])
def test_an_unsend_deletes_whatever_the_type_of_its_flag(flag):
    (event,) = parse(inbound(message={"mid": "m_1", "is_deleted": flag}))
    assert isinstance(event, events.MessageDeleted)
    assert event.message_id == "m_1"


def test_a_flag_that_says_no_deletes_nothing():
    (event,) = parse(inbound(message={"mid": "m_1", "is_deleted": "false"}))
    assert isinstance(event, events.MessagePosted)


def test_a_postback_says_what_was_pressed():
    (event,) = parse(
        inbound(
            postback={"mid": "m", "title": "Bắt đầu", "payload": "START", "referral": {"ref": "q"}}
        )
    )
    assert event.message.id == "m"
    assert event.message.text == "Bắt đầu"
    assert event.message.action == Action(kind="postback", payload="START", title="Bắt đầu")
    assert event.message.referral == Referral(ref="q")


def test_postbacks_without_an_id_get_one_from_what_was_pressed_when():
    same, again, later, other = (
        parse(inbound(postback=body, timestamp=at))[0].message.id
        for body, at in [
            ({"title": "A", "payload": "1"}, AT),
            ({"title": "A", "payload": "1"}, AT),
            ({"title": "A", "payload": "1"}, AT + 1),
            ({"title": "A", "payload": "2"}, AT),
        ]
    )
    assert same == again
    assert len({same, later, other}) == 3


# --- attachments ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vendor", "ours"),
    [
        ("image", "image"),
        ("video", "video"),
        ("audio", "audio"),
        ("file", "file"),
        ("sticker", "sticker"),
        ("location", "location"),
        ("fallback", "link"),
        ("template", "template"),
        ("share", "share"),
        ("story_mention", "story"),
        ("ig_story", "story"),
        ("reel", "reel"),
        ("ig_reel", "reel"),
        ("post", "post"),
        ("ig_post", "post"),
        ("appointment_booking", "calendar"),
        ("hologram", "unknown"),
        (None, "unknown"),
    ],
)
def test_every_kind_of_attachment_has_a_word_of_ours(vendor, ours):
    assert kinds({"type": vendor, "payload": {"url": "https://a.example"}}) == [ours]


def test_an_attachment_says_where_it_stands_in_the_payload():
    item = inbound(message={"mid": "m", "attachments": [{"type": "image"}, {"type": "file"}]})
    payload = webhook({}, item)
    *_, event = read(payload)
    second = event.message.attachments[1].source
    assert second.pointer == "/entry/0/messaging/1/message/attachments/1"
    assert payload.resolve(second.pointer) == {"type": "file"}


IMAGE = {"type": "image", "payload": {"url": "https://a.example", "sticker_id": 369}}
STICKER = {"type": "sticker", "payload": {"url": "https://a.example", "sticker_id": "369"}}
PHOTO = {"type": "image", "payload": {"url": "https://photo.example"}}


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ([IMAGE], {}),
        ([IMAGE], {"sticker_id": 369}),
        ([PHOTO], {"sticker_id": 369}),
        ([], {"sticker_id": 369}),
        ([IMAGE, STICKER], {}),
        ([STICKER, IMAGE], {"sticker_id": 369}),
        ([STICKER], {}),
        ([STICKER], {"sticker_id": 369}),
    ],
)
def test_a_sticker_is_there_once_however_it_comes(given, fields):
    (sticker,) = attachments(*given, **fields)
    assert (sticker.kind, sticker.id) == ("sticker", "369")


def test_a_sticker_without_an_id_takes_the_place_of_its_image():
    assert kinds(IMAGE, {"type": "sticker", "payload": None}) == ["sticker"]


def test_a_photograph_beside_a_sticker_stays():
    assert kinds(PHOTO, {"type": "sticker", "payload": None}) == ["image", "sticker"]
    assert kinds(PHOTO, STICKER) == ["image", "sticker"]


@pytest.mark.parametrize(
    "given",
    [
        {"type": "fallback", "payload": None, "title": "Áo dài", "url": "https://a.example"},
        {"type": "fallback", "title": "Áo dài", "URL": "https://a.example"},
        {"type": "fallback", "payload": {"url": "https://a.example", "title": "Áo dài"}},
    ],
)
def test_a_shared_link_has_its_address_and_title(given):
    (link,) = attachments(given)
    assert (link.kind, link.title, link.url) == ("link", "Áo dài", "https://a.example")


def test_a_location_has_coordinates_and_a_name():
    (place,) = attachments(
        {
            "type": "location",
            "title": "Chợ Bến Thành",
            "payload": {"coordinates": {"lat": 10.7725, "long": 106}},
        }
    )
    assert place.coordinates == Coordinates(latitude=10.7725, longitude=106.0)
    assert place.title == "Chợ Bến Thành"


def test_a_template_shows_its_text():
    (template,) = attachments(
        {"type": "template", "payload": {"template_type": "button", "text": "Chọn mẫu ạ"}}
    )
    assert (template.kind, template.description) == ("template", "Chọn mẫu ạ")


def test_a_product_is_named():
    element = {
        "id": 5,
        "title": "Áo dài",
        "subtitle": "1.250.000 ₫",
        "image_url": "https://i.example",
    }
    (product,) = attachments({"type": "template", "payload": {"product": {"elements": [element]}}})
    assert (product.kind, product.id, product.title) == ("product", "5", "Áo dài")
    assert (product.description, product.thumbnail_url) == ("1.250.000 ₫", "https://i.example")


@pytest.mark.parametrize(
    ("url", "expires_at"),
    [
        (
            "https://scontent.xx.fbcdn.net/v/a.jpg?x=1&oe=6AB2F480",
            datetime(2026, 9, 22, 21, 34, 56, tzinfo=UTC),
        ),
        (
            "https://cdn.fbsbx.com/v/a.pdf?oe=6ab2f480",
            datetime(2026, 9, 22, 21, 34, 56, tzinfo=UTC),
        ),
        ("https://scontent.xx.fbcdn.net/v/a.jpg?oe=", None),
        ("https://scontent.xx.fbcdn.net/v/a.jpg?oe=later", None),
        ("https://scontent.xx.fbcdn.net/v/a.jpg?oe=0", None),
        ("https://scontent.xx.fbcdn.net/v/a.jpg?oe=FFFFFFFF", None),
        ("https://scontent.xx.fbcdn.net/v/a.jpg?oe=6AB2F4800000", None),
        ("https://scontent.xx.fbcdn.net/v/a.jpg", None),
        ("https://shop.example/a.jpg?oe=6AB2F480", None),
        ("https://evilfbcdn.net/a.jpg?oe=6AB2F480", None),
    ],
)
def test_the_expiry_of_an_address_is_read_from_it(url, expires_at):
    (image,) = attachments({"type": "image", "payload": {"url": url}})
    assert image.expires_at == expires_at


@pytest.mark.parametrize(
    ("given", "availability"),
    [
        ({"type": "image", "payload": {"url": "https://a.example"}}, "ok"),
        ({"type": "image", "payload": None}, "unknown"),
        ({"type": "unsupported_type"}, "unsupported"),
    ],
)
def test_whether_an_attachment_can_be_had_is_said(given, availability):
    assert attachments(given)[0].availability == availability


@pytest.mark.parametrize(
    ("odd", "kind"),
    [
        ({"type": "image", "payload": ["?"]}, "image"),
        ({"type": "location", "payload": {"coordinates": {"lat": "north"}}}, "location"),
        ({"type": 7}, "unknown"),
        ("?", "unknown"),
        (None, "unknown"),
    ],
)
def test_an_odd_attachment_costs_neither_the_text_nor_its_neighbours(odd, kind):
    posted = message(text="Địa chỉ em đây", attachments=[PHOTO, odd])
    assert posted.text == "Địa chỉ em đây"
    assert [one.kind for one in posted.attachments] == ["image", kind]
    pointer = "/entry/0/messaging/0/message/attachments/1"
    assert posted.defects == (Defect(code="attachment_invalid", pointer=pointer),)


# --- what becomes of messages ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "version"),
    [
        (2, 2),
        pytest.param("2", 2, id="text"),
        (None, None),
        ("second", None),
        (True, None),
        (-1, None),
        (10**30, None),
    ],
)
def test_an_edit_has_its_number_whatever_its_type(number, version):
    (event,) = parse(inbound(message_edit={"mid": "m", "text": "2 áo", "num_edit": number}))
    assert event.type == "message_edited"
    assert (event.message_id, event.version, event.text) == ("m", version, "2 áo")
    assert (event.direction, event.author.identities) == ("inbound", (CUSTOMER,))


def test_edits_without_a_number_are_told_apart_by_their_time():
    edits = parse(
        inbound(message_edit={"mid": "m", "text": "1"}),
        inbound(message_edit={"mid": "m", "text": "2"}, timestamp=AT + 1),
        inbound(message_edit={"mid": "m", "text": "2"}, timestamp=AT + 1),
    )
    assert [edit.text for edit in edits] == ["1", "2"]


@pytest.mark.parametrize(
    ("given", "action", "emoji", "name"),
    [
        ({"action": "react", "reaction": "love", "emoji": "❤"}, "added", "❤", "love"),
        ({"action": "unreact"}, "removed", None, None),
    ],
)
def test_a_reaction_comes_and_goes(given, action, emoji, name):
    (event,) = parse(inbound(reaction={"mid": "m"} | given))
    assert event.type == "reaction_changed"
    assert (event.message_id, event.action, event.emoji, event.name) == ("m", action, emoji, name)
    assert event.actor.identities == (CUSTOMER,)


def test_a_reaction_of_the_page_is_ours():
    (event,) = parse(outbound(reaction={"mid": "m", "action": "react"}))
    assert event.actor.identities == (OURSELVES,)


@pytest.mark.parametrize(
    ("body", "kind", "mids", "has_watermark"),
    [
        ({"delivery": {"mids": ["a", "b"], "watermark": AT}}, "delivered", ("a", "b"), True),
        ({"delivery": {"watermark": AT}}, "delivered", (), True),
        ({"delivery": {"mids": ["a"]}}, "delivered", ("a",), False),
        ({"read": {"watermark": AT}}, "read", (), True),
        ({"read": {"mid": "a"}}, "read", ("a",), False),
    ],
)
def test_receipts_name_messages_or_a_moment(body, kind, mids, has_watermark):
    (event,) = parse(inbound(**body))
    assert event.type == "receipt_reported"
    assert (event.kind, event.message_ids) == (kind, mids)
    assert (event.watermark == event.occurred_at) is has_watermark
    assert event.actor.identities == (CUSTOMER,)


def test_a_watermark_that_cannot_be_read_is_a_defect():
    (event,) = parse(inbound(read={"watermark": "yesterday"}))
    pointer = "/entry/0/messaging/0/read/watermark"
    assert event.watermark is None
    assert event.defects == (Defect(code="time_unreadable", pointer=pointer),)


# --- consent, identities, notices -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("optin", "state", "signal", "purpose", "token"),
    [
        ({"ref": "home"}, "granted", "opt_in", "home", None),
        (
            {"type": "one_time_notif_req", "payload": "STOCK", "one_time_notif_token": "t1"},
            *("granted", "one_time_notification", "STOCK", "t1"),
        ),
        (
            {
                "type": "notification_messages",
                "title": "Mẫu mới",
                "notification_messages_token": "t2",
            },
            *("granted", "notification_messages", "Mẫu mới", "t2"),
        ),
        (
            {"type": "notification_messages", "notification_messages_status": "STOP_NOTIFICATIONS"},
            *("withdrawn", "notification_messages", None, None),
        ),
        (
            {
                "type": "notification_messages",
                "notification_messages_status": "RESUME NOTIFICATIONS",
            },
            *("granted", "notification_messages", None, None),
        ),
        (
            {"type": "notification_messages", "notification_messages_status": "PAUSED"},
            *("unknown", "notification_messages", None, None),
        ),
        ({"type": "something_new"}, "unknown", "opt_in", None, None),
    ],
)
def test_an_opt_in_is_a_signal_of_consent(optin, state, signal, purpose, token):
    (event,) = parse(inbound(optin=optin))
    assert event.type == "consent_signalled"
    consent = event.consent
    assert (consent.state, consent.signal) == (state, signal)
    assert (consent.purpose, consent.token) == (purpose, token)
    assert consent.channel == "messenger"
    assert consent.subject.identities == (CUSTOMER,)


def test_an_opt_in_says_until_when_and_how_often():
    optin = {"notification_messages_frequency": "WEEKLY", "token_expiry_timestamp": AT}
    (event,) = parse(inbound(optin=optin))
    assert (event.consent.frequency, event.consent.expires_at) == ("WEEKLY", event.occurred_at)


def test_an_opt_in_of_a_visitor_is_theirs():
    (event,) = parse({"recipient": {"id": PAGE}, "optin": {"ref": "shop", "user_ref": "cart-1"}})
    assert event.thread == ("user_ref:cart-1",)
    assert event.consent.subject.identities[0].scheme == "messenger_ref"


def test_an_opt_in_of_nobody_has_no_subject():
    (event,) = parse({"recipient": {"id": PAGE}, "optin": {"ref": "shop"}})
    assert (event.thread, event.consent.subject) == ((), None)


def test_a_visitor_who_writes_is_tied_to_their_psid():
    prior = {"source": "checkbox_plugin", "identifier": "cart-1"}
    posted, linked = parse(inbound(message={"mid": "m"}, prior_message=prior))
    visitor = Identity(scheme="messenger_ref", value="cart-1", scope=PAGE)
    assert isinstance(linked, events.IdentityLinked)
    assert linked.link.identities == (CUSTOMER, visitor)
    assert linked.link.evidence == "platform"
    assert posted.thread == linked.thread == (LAN,)


@pytest.mark.parametrize(
    "prior",
    [
        {"source": "customer_matching", "identifier": "1"},
        {"source": "checkbox_plugin"},
        {"source": "checkbox_plugin", "identifier": ""},
    ],
)
def test_a_prior_message_that_proves_nothing_ties_nobody(prior):
    _, event = parse(inbound(message={"mid": "m"}, prior_message=prior))
    assert (event.type, event.name) == ("unrecognised", "prior_message")


def test_a_prior_message_without_a_person_ties_nobody():
    prior = {"source": "checkbox_plugin", "identifier": "cart-1"}
    (event,) = parse({"recipient": {"id": PAGE}, "prior_message": prior})
    assert event.type == "unrecognised"


@pytest.mark.parametrize(
    ("body", "kind", "name"),
    [
        ({"referral": {"source": "SHORTLINK"}}, "referral", "referral"),
        ({"pass_thread_control": {"new_owner_app_id": 1}}, "handover", "pass_thread_control"),
        ({"take_thread_control": {"new_owner_app_id": 1}}, "handover", "take_thread_control"),
        ({"request_thread_control": {}}, "handover", "request_thread_control"),
        ({"app_roles": {"1": ["primary_receiver"]}}, "handover", "app_roles"),
        ({"account_linking": {"status": "linked"}}, "account_linked", "account_linking"),
        ({"account_linking": {"status": "unlinked"}}, "account_unlinked", "account_linking"),
        ({"policy_enforcement": {"action": "block"}}, "enforcement", "block"),
        ({"policy-enforcement": {"action": "warning"}}, "enforcement", "warning"),
        ({"policy_enforcement": {"action": "scold"}}, "enforcement", "policy_enforcement"),
        ({"message_request": "accept"}, "opened", "message_request"),
        ({"game_play": {"score": 1}}, "other", "game_play"),
        ({"payment": {"payload": "P"}}, "order", "payment"),
        ({"pre_checkout": {"payload": "P"}}, "order", "pre_checkout"),
        ({"checkout_update": {"payload": "P"}}, "order", "checkout_update"),
        (
            {"messaging_customer_information": {"screens": []}},
            *("form_submitted", "messaging_customer_information"),
        ),
    ],
)
def test_what_nobody_says_is_a_notice(body, kind, name):
    (event,) = parse(inbound(**body))
    assert event.type == "notice_posted"
    assert (event.notice.kind, event.notice.name) == (kind, name)
    assert event.notice.occurred_at == event.occurred_at


def test_a_handover_says_from_whom_to_whom_and_why():
    body = {"previous_owner_app_id": None, "new_owner_app_id": 7, "metadata": "Khách cần người"}
    (event,) = parse(inbound(pass_thread_control=body))
    assert event.notice.actor is None
    assert event.notice.target.identities == (Identity(scheme="facebook_app", value="7"),)
    assert event.notice.text == "Khách cần người"


def test_a_request_for_the_thread_says_who_asks():
    (event,) = parse(inbound(request_thread_control={"requested_owner_app_id": 7}))
    assert event.notice.target.identities[0].value == "7"


def test_the_code_of_an_account_link_is_not_kept():
    body = {"status": "linked", "authorization_code": "made-up-secret"}
    (event,) = parse(inbound(account_linking=body))
    assert "made-up-secret" not in event.model_dump_json()


# --- envelopes ------------------------------------------------------------------------------------


def test_every_item_of_every_entry_is_read():
    body = {
        "object": "page",
        "entry": [
            {
                "id": PAGE,
                "messaging": [inbound(message={"mid": "a"}), inbound(read={"watermark": AT})],
                "standby": [inbound(message={"mid": "b"})],
            },
            {"id": PAGE, "messaging": [outbound(message={"mid": "c", "is_echo": True})]},
        ],
    }
    found = read(Payload(json.dumps(body).encode()))
    assert [one.source.pointer for one in found] == [
        "/entry/0/messaging/0",
        "/entry/0/messaging/1",
        "/entry/0/standby/0",
        "/entry/1/messaging/0",
    ]


def test_standby_is_read_like_messaging():
    (event,) = parse(inbound(message={"mid": "m", "text": "Có ai không ạ?"}), kind="standby")
    assert event.message.text == "Có ai không ạ?"


def test_an_item_with_two_bodies_gives_both():
    found = parse(inbound(message={"mid": "m"}, referral={"source": "ADS"}))
    assert [one.type for one in found] == ["message_posted", "notice_posted"]


def test_bodies_that_are_null_are_not_there():
    (event,) = parse(inbound(message={"mid": "m"}, postback=None, optin=None))
    assert event.type == "message_posted"


@pytest.mark.parametrize("known", [None, {"action": "block"}])
def test_one_body_under_two_spellings_is_one_at_most(known):
    body = {"policy_enforcement": known, "policy-enforcement": {"action": "block"}}
    assert len(parse({"recipient": {"id": PAGE}} | body)) == 1


def test_the_test_button_is_read():
    value = {
        "sender": {"id": "12334"},
        "recipient": {"id": PAGE},
        "timestamp": "1527459824",
        "message": {"mid": "test", "text": "test"},
    }
    (event,) = parse({"field": "messages", "value": value}, kind="changes")
    assert event.message.text == "test"
    assert event.message.sent_at == datetime(2018, 5, 27, 22, 23, 44, tzinfo=UTC)
    assert event.source.pointer == "/entry/0/changes/0/value"
    assert [one.code for one in event.message.defects] == ["time_unit_assumed"]


@pytest.mark.parametrize(
    ("change", "reason", "name"),
    [
        ({"field": "feed", "value": {}}, "unknown_kind", "feed"),
        ({"field": "parking"}, "unknown_kind", None),
        ({"field": "messages"}, "unknown_kind", "messages"),
        ({"field": "messages", "value": 7}, "invalid", None),
        ({"field": {}}, "invalid", None),
        ({}, "invalid", None),
        (None, "invalid", None),
    ],
)
def test_other_changes_are_kept_as_not_understood(change, reason, name):
    (event,) = parse(change, kind="changes")
    assert isinstance(event, events.Unrecognised)
    assert (event.reason, event.name) == (reason, name)


@pytest.mark.parametrize(
    ("item", "reason", "name"),
    [
        (None, "invalid", None),
        ([], "invalid", None),
        ({}, "unknown_kind", None),
        (inbound(in_thread_lead_form={}), "unknown_kind", "in_thread_lead_form"),
        (inbound(brand_new={}), "unknown_kind", None),
        (inbound(message={}), "missing_id", None),
        (inbound(message={"mid": ""}), "missing_id", None),
        (inbound(message={"mid": True}), "invalid", None),
        (inbound(message={"mid": "m", "text": 7}), "invalid", None),
        (inbound(message_edit={}), "missing_id", None),
        (inbound(reaction={"action": "react"}), "missing_id", None),
        (inbound(reaction={"mid": "m", "action": "wave"}), "unknown_kind", "reaction"),
        (inbound(reaction={"mid": "m"}), "unknown_kind", "reaction"),
        (inbound(delivery={}), "missing_id", None),
        (inbound(read={"mid": None}), "missing_id", None),
        (inbound(account_linking={"status": "?"}), "unknown_kind", "account_linking"),
        (inbound(account_linking={}), "unknown_kind", "account_linking"),
        (inbound(sender="?", message={"mid": "m"}), "invalid", None),
    ],
)
def test_one_odd_item_is_named_and_its_neighbours_live(item, reason, name):
    before, odd, after = parse(
        inbound(message={"mid": "before"}), item, inbound(message={"mid": "after"})
    )
    assert isinstance(odd, events.Unrecognised)
    assert (odd.reason, odd.name) == (reason, name)
    assert odd.source.pointer == "/entry/0/messaging/1"
    assert (before.message.id, after.message.id) == ("before", "after")


def test_what_was_expected_is_said_with_its_place():
    (event,) = parse(inbound(message={"mid": "m", "text": ["?"]}))
    assert event.expected == "expected text at /entry/0/messaging/0/message/text"


@pytest.mark.parametrize("entry", [None, 7, {}, {"id": None}, {"id": True}, {"id": ""}, {"id": []}])
def test_one_odd_entry_is_named_and_its_neighbours_live(entry):
    good = {"id": PAGE, "messaging": [inbound(message={"mid": "m"})]}
    body = json.dumps({"object": "page", "entry": [entry, good]}).encode()
    odd, event = read(Payload(body))
    assert (odd.type, odd.reason, odd.account) == ("unrecognised", "missing_id", "messenger")
    assert odd.source.pointer == "/entry/0"
    assert event.message.id == "m"


def test_a_list_that_is_none_costs_the_others_nothing():
    event, odd = parse(inbound(message={"mid": "m"}), standby={"0": {}}, changes=None)
    assert event.message.id == "m"
    assert (odd.reason, odd.source.pointer) == ("invalid", "/entry/0/standby")


def test_an_entry_without_any_list_is_kept():
    (event,) = read(Payload(b'{"object": "page", "entry": [{"id": "1"}]}'))
    assert (event.type, event.account) == ("unrecognised", "1")


# --- times ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("timestamp", "microsecond", "defects"),
    [
        (AT, 400_000, []),
        (str(AT), 400_000, []),
        (float(AT), 400_000, []),
        (AT // 1000, 0, ["time_unit_assumed"]),
    ],
)
def test_a_time_is_read_in_its_documented_unit_or_says_so(timestamp, microsecond, defects):
    (event,) = parse(inbound(message={"mid": "m"}, timestamp=timestamp))
    assert event.occurred_at == datetime(2026, 9, 17, 8, 12, 32, microsecond, tzinfo=UTC)
    assert [one.code for one in event.message.defects] == defects


@pytest.mark.parametrize("zone", ["+0000", "+00:00", "Z"])
def test_a_time_in_words_with_its_zone_is_read(zone):
    (event,) = parse(inbound(message={"mid": "m"}, timestamp=f"2026-09-17T08:12:32{zone}"))
    assert event.occurred_at == datetime(2026, 9, 17, 8, 12, 32, tzinfo=UTC)
    assert event.defects == ()


@pytest.mark.parametrize(
    "timestamp",
    [
        *("2026-09-17", [AT], {}, 1e300, 10**40, -5),
        *(
            "2026-09-17T08:12:32",
            "T",
            "0001-01-01T00:00:00+14:00",
            "2026-09-17T08:12:32Z" + " " * 40,
        ),
    ],
)
def test_a_time_that_makes_no_sense_is_none_with_a_defect(timestamp):
    (event,) = parse(inbound(message={"mid": "m"}, timestamp=timestamp))
    assert event.occurred_at is None
    assert [one.code for one in event.defects] == ["time_unreadable"]


def test_the_time_of_the_delivery_is_not_taken_for_the_time_of_the_message():
    (event,) = parse(inbound(message={"mid": "m"}, timestamp=None))
    assert event.occurred_at is None


# --- ids ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        {"message": {"mid": "m", "text": "a"}},
        {"message": {"mid": "m", "is_deleted": True}},
        {"message_edit": {"mid": "m", "num_edit": 1, "text": "b"}},
        {"delivery": {"mids": ["m"], "watermark": AT}},
        {"read": {"watermark": AT}},
    ],
)
def test_a_redelivery_with_another_time_is_the_same_event(body):
    first, again = parse(inbound(**body)), parse(inbound(**body, timestamp=AT + 900), time=1)
    assert [one.id for one in first] == [one.id for one in again]


def test_what_stands_there_twice_is_yielded_once():
    reaction = {"mid": "m", "action": "react", "emoji": "👍"}
    found = parse(inbound(reaction=reaction), inbound(reaction=reaction))
    assert len(found) == 1


def test_different_happenings_have_different_ids():
    bodies: list[dict[str, object]] = [
        {"message": {"mid": "m"}},
        {"message": {"mid": "m", "is_deleted": True}},
        {"message": {"mid": "n"}},
        {"message_edit": {"mid": "m", "num_edit": 1}},
        {"message_edit": {"mid": "m", "num_edit": 2}},
        {"reaction": {"mid": "m", "action": "react"}},
        {"reaction": {"mid": "m", "action": "unreact"}},
        {"delivery": {"watermark": AT}},
        {"read": {"watermark": AT}},
        {"read": {"watermark": AT + 1}},
        {"postback": {"title": "A"}},
        {"referral": {"ref": "a"}},
        {"referral": {"ref": "b"}},
        {"optin": {"ref": "a"}},
        {"optin": {"ref": "b"}},
        {"app_roles": {}},
        {"pass_thread_control": {}},
        {"take_thread_control": {}},
    ]
    found = parse(
        *(inbound(**body) for body in bodies), outbound(reaction={"mid": "m", "action": "react"})
    )
    assert len({one.id for one in found}) == len(bodies) + 1


def test_an_edit_before_its_message_adds_up():
    found = parse(
        inbound(message_edit={"mid": "m", "num_edit": "1", "text": "2 áo"}, timestamp=AT + 5),
        inbound(message={"mid": "m", "text": "1 áo"}),
    )
    (conversation,) = assemble(found)
    (only,) = conversation.messages
    assert (only.text, only.state) == ("2 áo", "edited")
    assert [one.text for one in only.edits] == ["1 áo"]
