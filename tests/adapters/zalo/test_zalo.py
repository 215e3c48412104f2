"""What the adapter makes of each thing that an Official Account's webhook reports."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from omnidesk._payload import Payload
from omnidesk.adapters import Adapter, Recognises
from omnidesk.adapters.zalo import Zalo
from omnidesk.adapters.zalo._adapter import BUILDERS
from omnidesk.adapters.zalo._words import DOCUMENTED, MESSAGES, NOTICES, SAME_EVENT
from omnidesk.assembly import assemble, people
from omnidesk.errors import PayloadError
from omnidesk.model import Coordinates, Identity, Rating, Reference
from omnidesk.testing import builtin_samples

OA, LAN, BY_APP = "2197000000000001873", "4339000000000018433", "2372000000000092743"
APP, ADMIN, PHONE = "3608000000000003967", "6000000000000000017", "84900000045"
AT = 1_789_632_752_400
MOMENT = datetime(2026, 9, 17, 8, 12, 32, 400_000, tzinfo=UTC)
LAN_HERE = Identity(scheme="zalo", value=LAN, scope=OA)
LAN_IN_APP = Identity(scheme="zalo_app", value=BY_APP, scope=APP)
LAN_BY_PHONE = Identity(scheme="phone", value="+84900000045")
ACCOUNT = Identity(scheme="zalo_oa", value=OA)


def read(body, headers=(), **configuration) -> list[Any]:
    configuration.setdefault("oa_ids", (OA,))
    return list(Zalo(**configuration).parse(Payload(json.dumps(body).encode(), headers=headers)))


def webhook(name, **fields):
    return {"app_id": APP, "event_name": name, "timestamp": str(AT), **fields}


def inbound(name="user_send_text", **fields):
    ends = {"sender": {"id": LAN}, "recipient": {"id": OA}}
    return webhook(name, user_id_by_app=BY_APP, **{**ends, **fields})


def outbound(name="oa_send_text", admin=None, **fields):
    sender = {"id": OA} | ({"admin_id": admin} if admin else {})
    ends = {"sender": sender, "recipient": {"id": LAN}}
    return webhook(name, user_id_by_app=BY_APP, **{**ends, **fields})


def about(name, **fields):
    return webhook(name, **{"oa_id": OA, **fields})


def said(**message):
    return {"message": {"msg_id": "m1"} | message}


def codes(event):
    return [one.code for one in event.defects]


def sample(name):
    return next(one for one in builtin_samples("zalo") if one.name == name)


# --- the adapter ----------------------------------------------------------------------------------


def test_it_is_an_adapter_that_recognises():
    assert isinstance(Zalo(), Adapter)
    assert isinstance(Zalo, Recognises)


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ('{"event_name": "user_send_text"}', True),
        ('{"event_name": "unheard_of", "app_id": "1"}', True),
        ('{"event_name": "unheard_of"}', False),
        ('{"event_name": "message.text.received", "message": {}}', False),
        ('{"event_name": 7}', False),
        ('{"error": 0, "data": [{"message_id": "1", "from_id": "2"}]}', True),
        ('[{"message_id": "1", "from_id": "2"}]', True),
        ('[{"message_id": "1"}]', False),
        ('["message_id"]', False),
        ('{"error": 0, "data": []}', False),
        ('{"error": 0, "data": {"user_id": "1", "display_name": "x"}}', True),
        ('{"error": 0, "data": {"user_id": "1"}}', False),
        ('{"data": [{"message_id": "1", "from_id": "2"}]}', False),
        ('{"event_name": ', False),
        ('"message_id"', False),
        ("", False),
    ],
)
def test_it_recognises_what_is_of_an_official_account(body, answer):
    assert Zalo.recognises(Payload(body.encode())) is answer


def test_the_whole_catalogue_is_read():
    assert set(BUILDERS) == DOCUMENTED


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_every_documented_name_gives_more_than_unrecognised(name):
    body = webhook(
        name,
        oa_id=OA,
        sender={"id": OA if name.startswith("oa_") else LAN},
        recipient={"id": LAN if name.startswith("oa_") else OA},
        group_id="g" if "group" in name else None,
        user_id=LAN,
        call_id="c",
        info={},
        message={"msg_id": "m1", "react_icon": "/-heart"},
    )
    found = read(body)
    assert found
    assert "unrecognised" not in {one.type for one in found}


def test_every_spelling_that_is_the_same_leads_to_a_documented_name():
    assert set(SAME_EVENT) | set(SAME_EVENT.values()) <= DOCUMENTED


@pytest.mark.parametrize(("name", "same"), sorted(SAME_EVENT.items()))
def test_both_spellings_are_one_event(name, same):
    one, other = (read(about(each, group_id="g", users=[{"id": LAN}])) for each in (name, same))
    assert [event.id for event in one] == [event.id for event in other]
    assert NOTICES[name] == NOTICES[same]


def test_a_name_that_nobody_documents_is_kept_without_it():
    (event,) = read(about("user_taps_hologram"))
    assert (event.type, event.reason, event.name) == ("unrecognised", "unknown_kind", None)
    assert (event.account, event.occurred_at) == (OA, MOMENT)


def test_what_is_not_as_documented_says_where():
    (event,) = read(inbound(sender=["x"]))
    assert (event.reason, event.name) == ("invalid", "user_send_text")
    assert event.expected == "expected an object at /sender"
    assert event.account == OA
    (event,) = read(about("unheard_of", oa_id="77", sender=["x"]), oa_ids=())
    assert (event.name, event.account) == (None, "77")
    (event,) = read(inbound(sender=["x"], oa_id=[]), oa_ids=(OA, "2"))
    assert event.account == ""


@pytest.mark.parametrize("body", [b"", b"{", b"[", b"\xff"])
def test_what_is_no_json_is_refused(body):
    with pytest.raises(PayloadError):
        Zalo().parse(Payload(body))


# --- who is who -----------------------------------------------------------------------------------


def test_a_message_of_a_customer_is_inbound():
    posted, linked = read(inbound(**said(text="Còn hàng không shop?")))
    assert (posted.account, posted.thread, posted.visibility) == (OA, (LAN,), "private")
    assert (posted.occurred_at, posted.source.pointer) == (MOMENT, "")
    message = posted.message
    assert (message.id, message.text, message.direction) == (
        "m1",
        "Còn hàng không shop?",
        "inbound",
    )
    assert message.author.identities == (LAN_HERE, LAN_IN_APP)
    assert (message.author.role, message.author.name) == ("customer", None)
    assert message.to[0].identities == (ACCOUNT,)
    assert linked.link.identities == (LAN_HERE, LAN_IN_APP)
    assert linked.link.evidence == "platform"


def test_an_id_in_the_app_means_nothing_without_the_app():
    (posted,) = read(inbound(app_id=None, **said()))
    assert posted.message.author.identities == (LAN_HERE,)
    posted, _ = read(inbound(app_id=None, **said()), app_id=APP)
    assert posted.message.author.identities == (LAN_HERE, LAN_IN_APP)


def test_two_ids_in_one_payload_make_one_person():
    (person,) = people(read(inbound(**said())))
    assert set(person.identities) == {LAN_HERE, LAN_IN_APP}


def test_what_a_person_wrote_in_zalos_inbox_says_so():
    posted, _ = read(outbound(admin=ADMIN, **said(text="Dạ còn ạ")))
    message = posted.message
    assert (message.direction, message.origin) == ("outbound", "native")
    assert (message.author.role, message.author.identities) == ("business", (ACCOUNT,))
    admin = Identity(scheme="zalo_admin", value=ADMIN, scope=OA)
    assert (message.sender.role, message.sender.identities) == ("agent", (admin,))
    assert posted.thread == (LAN,)


@pytest.mark.parametrize(("sole_app", "origin"), [(False, "unknown"), (True, "own_app")])
def test_what_the_api_sent_is_no_persons_and_ours_only_if_we_say_so(sole_app, origin):
    posted, _ = read(outbound(**said()), sole_app=sole_app)
    assert (posted.message.origin, posted.message.sender) == (origin, None)


def test_the_account_is_known_by_its_place_where_nobody_configured_it():
    for body in (inbound(**said()), outbound(**said())):
        posted, _ = read(body, oa_ids=())
        assert (posted.account, posted.thread) == (OA, (LAN,))


def test_the_account_is_known_by_its_id_wherever_it_stands():
    swapped = inbound(sender={"id": OA}, recipient={"id": LAN}, **said())
    posted, _ = read(swapped)
    assert (posted.account, posted.thread, posted.message.direction) == (OA, (LAN,), "inbound")


def test_an_accounts_own_word_comes_first():
    posted, *_ = read(inbound(oa_id=LAN, **said()))
    assert (posted.account, posted.thread) == (LAN, (OA,))


def test_numbers_for_ids_are_ids_all_the_same():
    body = inbound(sender={"id": int(LAN)}, app_id=int(APP), timestamp=AT, **said())
    assert [one.id for one in read(body)] == [one.id for one in read(inbound(**said()))]


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_a_message_without_an_id_or_ends_is_not_one(name):
    nobody = {**said(), "sender": {}, "recipient": {}}
    broken: list[dict[str, Any]] = [{"message": None}, {"message": {}}, nobody]
    for fields in broken:
        (event,) = read(inbound(name, oa_id=OA, **fields))
        assert (event.type, event.reason, event.name) == ("unrecognised", "missing_id", name)


# --- anonymous chats and groups -------------------------------------------------------------------


def test_an_anonymous_chat_has_its_own_identities_and_thread():
    (posted,) = read(inbound("anonymous_send_text", **said(conversation_id="c9")))
    (identity,) = posted.message.author.identities
    assert identity == Identity(scheme="zalo_anonymous", value=LAN, scope=OA)
    assert posted.thread == (f"anonymous:{LAN}:c9",)
    (answer,) = read(outbound("oa_send_anonymous_text", **said(conversation_id="c9")))
    assert answer.thread == posted.thread
    assert answer.message.to[0].identities == (identity,)
    (bare,) = read(inbound("anonymous_send_text", **said()))
    assert bare.thread == (f"anonymous:{LAN}",)


def test_a_group_is_a_thread_of_its_own_and_nobody_says_who_its_members_are():
    body = inbound("user_send_group_text", oa_id=OA, recipient={"id": "g7"}, **said(text="[@1] ơi"))
    (posted,) = read(body)
    assert posted.thread == ("group:g7",)
    assert (posted.message.author.role, posted.message.author.identities) == (
        "unknown",
        (LAN_HERE,),
    )
    group = Identity(scheme="zalo_group", value="g7", scope=OA)
    assert posted.message.to[0].identities == (group,)
    (nameless,) = read(body | {"sender": None})
    assert nameless.message.author.identities == ()


def test_what_the_account_writes_to_a_group_is_outbound():
    (posted,) = read(outbound("oa_send_group_text", admin=ADMIN, group_id="g7", **said()))
    assert (posted.thread, posted.message.direction) == (("group:g7",), "outbound")
    assert posted.message.origin == "native"


def test_each_member_that_a_group_event_names_has_a_notice():
    first, second = read(about("user_join_group", group_id="g", users=[{"id": "1"}, {"id": "2"}]))
    assert {first.thread, second.thread} == {("group:g",)}
    assert first.notice.actor.identities[0].value == "1"
    assert first.notice.id != second.notice.id
    (admin,) = read(about("add_group_admin", group_id="g", users=[{"id": "1"}, {"id": None}]))
    assert (admin.notice.actor, admin.notice.target.identities[0].value) == (None, "1")
    (bare,) = read(about("create_group", group_id="g"))
    assert (bare.thread, bare.notice.kind) == (("group:g",), "group_changed")


# --- attachments ----------------------------------------------------------------------------------


def attached(*given, event="user_send_image"):
    posted, *_ = read(inbound(event, **said(attachments=list(given))))
    return posted


def one(kind, event="user_send_image", **payload):
    (attachment,) = attached({"type": kind, "payload": payload}, event=event).message.attachments
    return attachment


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("image", "image"),
        ("gif", "image"),
        ("link", "link"),
        ("audio", "audio"),
        ("video", "video"),
        ("sticker", "sticker"),
        ("location", "location"),
        ("file", "file"),
        ("template", "template"),
        ("hologram", "unknown"),
    ],
)
def test_an_attachments_kind_is_ours(given, kind):
    assert one(given, url="https://z.example/1").kind == kind


def test_an_attachment_says_what_is_known_of_it():
    link = one("link", url="u", title="t", description="d", thumbnail="s")
    assert (link.url, link.title, link.description, link.thumbnail_url) == ("u", "t", "d", "s")
    assert (link.availability, one("image").availability) == ("ok", "unknown")
    assert link.source.pointer == "/message/attachments/0"
    assert one("gif").media_type == "image/gif"
    template = one("template", zinstant_id="z1", text="Đơn", link_url="u")
    assert (template.id, template.description, template.url) == ("z1", "Đơn", "u")


def test_a_file_has_a_name_and_a_size_that_comes_as_text():
    file = one("file", name="C:\\giấy\\hóa đơn.pdf", size="9999", type="application/PDF")
    assert (file.filename, file.size, file.media_type) == ("hóa đơn.pdf", 9999, "application/pdf")
    assert one("file", size="many", type="pdf").size is None
    assert one("file", size=17, type="pdf").media_type is None
    assert one("file", size=True).size is None


def test_a_place_has_coordinates_that_come_as_text():
    place = one("location", coordinates={"latitude": "10.5", "longitude": "106.25"})
    assert place.coordinates == Coordinates(latitude=10.5, longitude=106.25)
    nowhere = one("location", coordinates={"latitude": "10.5", "longitude": "500"})
    assert nowhere.coordinates is None


def test_a_business_card_is_json_in_the_description_of_a_link():
    card = one("link", event="user_send_business_card", description='{"phone": "84900000123"}')
    assert (card.kind, card.description) == ("contact", "84900000123")
    elsewhere = one("link", description='{"phone": "84900000123", "qrCodeUrl": "q"}')
    assert (elsewhere.kind, elsewhere.thumbnail_url) == ("contact", "q")


@pytest.mark.parametrize("text", ["{", "no card", '{"x": 1}', "[1]", '{"phone": 7}', "{" * 70_000])
def test_a_link_that_only_looks_like_a_card_is_a_link(text):
    assert one("link", description=text).kind == "link"


@pytest.mark.parametrize("text", [None, "{", '{"phone": 7}', '{"qrCodeUrl": "q"}'])
def test_a_card_that_cannot_be_read_is_a_contact_with_a_defect(text):
    item = {"type": "link", "payload": {"description": text}}
    posted = attached(item, event="user_send_business_card")
    assert posted.message.attachments[0].kind == "contact"
    assert codes(posted) == ["contact_unreadable"]


def test_a_strange_attachment_costs_no_other():
    posted = attached({"type": "image", "payload": "?"}, 7, {"type": 7}, {"type": "image"})
    assert [one.kind for one in posted.message.attachments] == [
        "image",
        "unknown",
        "unknown",
        "image",
    ]
    assert codes(posted) == ["attachment_invalid"] * 3


def test_a_reply_names_what_it_answers():
    posted, _ = read(inbound(**said(quote_msg_id="m0")))
    assert posted.message.reply_to == Reference(id="m0")


# --- times ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "at", "code"),
    [
        (str(AT), MOMENT, None),
        (float(AT), MOMENT, None),
        ("154390853474", datetime(2018, 12, 4, 7, 28, 54, 740_000, tzinfo=UTC), "digits_missing"),
        (154390853474, datetime(2018, 12, 4, 7, 28, 54, 740_000, tzinfo=UTC), "digits_missing"),
        ("15503500848", datetime(2019, 2, 16, 20, 48, 4, 800_000, tzinfo=UTC), "digits_missing"),
        ("1789632752", datetime(2026, 9, 17, 8, 12, 32, tzinfo=UTC), "unit_assumed"),
        ("99999999999", None, "unreadable"),
        ("17/09/2026", None, "unreadable"),
        ([AT], None, "unreadable"),
        (None, None, None),
        ("0", None, None),
    ],
)
def test_a_time_is_milliseconds_and_says_when_it_is_not(given, at, code):
    posted, _ = read(inbound(timestamp=given, **said()))
    assert posted.occurred_at == posted.message.sent_at == at
    assert codes(posted) == ([f"time_{code}"] if code else [])


# --- deliveries that come again -------------------------------------------------------------------


def test_a_retry_is_the_same_event():
    first, again = (
        list(Zalo(oa_ids=(OA,)).parse(sample(name).payload)) for name in ("text", "retry")
    )
    assert [one.id for one in first] == [one.id for one in again]
    assert len(assemble(first + again)[0].messages) == 1


def test_the_consoles_tests_are_told_apart_and_said_to_be_tests():
    test = {"msg_id": "This is message id", "text": "This is testing message"}
    bodies = [
        inbound(message=test),
        inbound("user_send_image", message=test),
        outbound(message=test),
        inbound("anonymous_send_text", message=test),
        outbound("user_seen_message", message={"msg_ids": ["This is message id"]}),
    ]
    found = [read(body)[0] for body in bodies]
    assert len({one.id for one in found}) == len(bodies)
    assert len({one.message.id for one in found[:4]}) == 4
    assert [codes(one) for one in found] == [["console_test"]] * len(bodies)
    assert read(bodies[0])[0].id == found[0].id
    (chat, *_) = assemble(found)
    assert all("id_conflict" not in codes(one) for one in chat.messages)


# --- receipts and reactions -----------------------------------------------------------------------


@pytest.mark.parametrize("direction", [inbound, outbound])
def test_a_receipt_is_the_persons_whichever_side_the_account_is_on(direction):
    receipt, _ = read(direction("user_received_message", **said()))
    assert (receipt.kind, receipt.message_ids, receipt.thread) == ("delivered", ("m1",), (LAN,))
    assert receipt.actor.identities == (LAN_HERE, LAN_IN_APP)


def test_a_receipt_may_be_for_several_messages():
    body = outbound("user_seen_message", message={"msg_ids": ["m1", "m2", "m1", ""]})
    receipt, _ = read(body)
    assert (receipt.kind, receipt.message_ids) == ("read", ("m1", "m2"))


def test_a_receipt_of_an_account_that_nobody_named_is_not_guessed_at():
    (event,) = read(outbound("user_seen_message", **said()), oa_ids=())
    assert (event.type, event.reason) == ("unrecognised", "missing_id")
    assert event.account == f"app:{APP}"
    (event,) = read(outbound("user_seen_message", app_id=None, **said()), oa_ids=())
    assert event.account == ""


@pytest.mark.parametrize("message", [None, {}, {"msg_ids": []}])
def test_a_receipt_for_nothing_is_not_understood(message):
    (event,) = read(outbound("user_seen_message", oa_id=OA, message=message))
    assert (event.type, event.reason) == ("unrecognised", "missing_id")


def test_a_reaction_is_put_and_taken_away():
    added, _ = read(inbound("user_reacted_message", **said(react_icon="/-heart")))
    later = inbound("user_reacted_message", **said(react_icon="/-remove"), timestamp=str(AT + 9))
    removed, _ = read(later)
    assert (added.action, added.name, added.message_id) == ("added", "/-heart", "m1")
    assert (removed.action, removed.name) == ("removed", None)
    posted, _ = read(outbound(**said()))
    (chat,) = assemble([removed, added, posted])
    assert chat.messages[0].reactions == ()


def test_the_account_reacts_too():
    (event,) = read(outbound("oa_reacted_message", **said(react_icon=":>")))
    assert (event.thread, event.actor.identities) == ((LAN,), (ACCOUNT,))


def test_an_anonymous_reaction_stays_in_its_chat():
    (event,) = read(inbound("anonymous_reacted_message", **said(conversation_id="c9")))
    assert event.thread == (f"anonymous:{LAN}:c9",)
    assert event.actor.identities[0].scheme == "zalo_anonymous"


def test_a_reaction_to_nothing_is_not_understood():
    (event,) = read(inbound("user_reacted_message", message={"react_icon": ":>"}))
    assert event.reason == "missing_id"


# --- consent and rights ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "state"),
    [("follow", "followed", "granted"), ("unfollow", "unfollowed", "withdrawn")],
)
def test_following_is_a_notice_and_a_consent(name, kind, state):
    body = about(name, follower={"id": LAN}, user_id_by_app=BY_APP, source="oa_profile")
    notice, consent, linked = read(body)
    assert (notice.notice.kind, notice.notice.name) == (kind, name)
    assert notice.notice.text == "source: oa_profile"
    assert (consent.consent.state, consent.consent.signal) == (state, name)
    assert consent.consent.subject.identities == (LAN_HERE, LAN_IN_APP)
    assert (consent.thread, linked.type) == ((LAN,), "identity_linked")


def test_a_withdrawal_is_a_request_to_erase_and_a_consent_withdrawn():
    request, consent = read(about("user_withdraw", user_id=LAN))
    assert request.type == "rights_requested"
    assert (request.request.kind, request.occurred_at) == ("erase", MOMENT)
    assert request.request.subject.identities == (LAN_HERE,)
    assert consent.consent.state == "withdrawn"


def test_the_widget_brings_a_consent_and_our_own_name_for_somebody():
    data = {"user_id": LAN, "user_external_id": "khach-1"}
    consent, linked = read(about("widget_interaction_accepted", data=data))
    assert (consent.consent.state, consent.consent.purpose) == ("granted", "interaction")
    ours = Identity(scheme="zalo_external", value="khach-1", scope=OA)
    assert linked.link.identities == (LAN_HERE, ours)


def test_a_consent_of_nobody_is_not_understood():
    for name in ("follow", "user_withdraw", "user_reply_consent"):
        (event,) = read(about(name))
        assert event.reason == "missing_id"


def call_consent(name, **fields):
    (event,) = read(about(name, phone=PHONE, **fields))
    return event


def test_a_request_to_call_says_until_when_it_can_be_answered():
    event = call_consent(
        "oa_send_consent",
        request_type="SENT",
        create_time=str(AT - 500),
        expired_time=str(AT + 86_400_000),
    )
    assert (event.consent.state, event.consent.signal) == ("requested", "call_consent")
    assert (event.consent.purpose, event.consent.subject.identities) == ("calls", (LAN_BY_PHONE,))
    assert event.consent.expires_at == datetime(2026, 9, 18, 8, 12, 32, 400_000, tzinfo=UTC)
    assert event.occurred_at == datetime(2026, 9, 17, 8, 12, 31, 900_000, tzinfo=UTC)
    assert event.thread == ("phone:+84900000045",)


def test_a_request_to_call_that_ran_out_did_so_now():
    event = call_consent("oa_send_consent", request_type="EXPIRED", create_time=str(AT - 500))
    assert (event.consent.state, event.occurred_at) == ("expired", MOMENT)


@pytest.mark.parametrize(
    ("word", "state"),
    [("ALLOW", "granted"), ("USER_BLOCKED", "refused"), ("MAYBE", "unknown"), (None, "unknown")],
)
def test_an_answer_to_a_request_to_call_is_never_taken_for_a_yes_unless_it_is_one(word, state):
    event = call_consent("user_reply_consent", user_consent=word, expired_time="0")
    assert (event.consent.state, event.consent.expires_at) == (state, None)


# --- forms ----------------------------------------------------------------------------------------


def form(**info):
    return read(inbound("user_submit_info", info=info))


def test_a_form_is_a_notice_with_a_submitted_name_and_its_number_a_link():
    notice, linked, _ = form(name="Trần Lan", phone=PHONE, full_address={"user_city": "Huế"})
    assert (notice.notice.kind, notice.notice.actor.name) == ("form_submitted", "Trần Lan")
    assert notice.notice.actor.name_source == "submitted"
    assert notice.notice.text == "name: Trần Lan\nphone: 84900000045\nuser_city: Huế"
    assert linked.link.identities == (LAN_HERE, LAN_BY_PHONE)
    assert (linked.link.evidence, linked.link.occurred_at) == ("submitted", MOMENT)


@pytest.mark.parametrize(
    ("phone", "value", "code"),
    [
        ("+84900000045", "+84900000045", None),
        ("0900000045", "+84900000045", "phone_region_assumed"),
        ("6591234567", "+6591234567", None),
    ],
)
def test_a_number_is_written_in_one_way(phone, value, code):
    notice, linked, *_ = form(phone=phone)
    assert linked.link.identities[1] == Identity(scheme="phone", value=value)
    assert codes(notice) == codes(linked) == ([code] if code else [])


@pytest.mark.parametrize("phone", ["09xx", "+0900000045", "123", "000000", "9" * 16])
def test_a_number_that_is_none_links_nobody(phone):
    notice, *others = form(phone=phone)
    assert codes(notice) == ["phone_unreadable"]
    assert [one.link.evidence for one in others] == ["platform"]


def test_an_empty_form_says_nothing():
    notice, _ = form()
    assert (notice.notice.text, notice.notice.actor.name) == (None, None)
    (event,) = read(inbound("user_submit_info"))
    assert event.reason == "missing_id"


# --- calls ----------------------------------------------------------------------------------------


def call(name="user_call_oa", **fields):
    times = {"init_time": str(AT), "call_duration": "27000", "waiting_time": "5"}
    body = {"user_id": LAN, "call_id": "c1", "talk_time": "22000", "status_code": 0}
    return read(about(name, **{**times, **body, **fields}))


def test_a_call_to_the_account_is_inbound():
    (event,) = call()
    leg = event.leg
    assert (event.direction, event.call_id, event.thread) == ("inbound", "c1", (LAN,))
    assert (leg.outcome, leg.hangup_cause) == ("answered", "0")
    assert (leg.caller.identities, leg.callee.identities) == ((LAN_HERE,), (ACCOUNT,))
    assert (leg.started_at, event.occurred_at) == (MOMENT, MOMENT)
    assert leg.answered_at == datetime(2026, 9, 17, 8, 12, 37, 400_000, tzinfo=UTC)
    assert leg.ended_at == datetime(2026, 9, 17, 8, 12, 59, 400_000, tzinfo=UTC)
    durations = leg.durations
    assert (durations.total, durations.ring, durations.talk) == (27_000, 5_000, 22_000)


def test_a_call_from_the_account_is_outbound_and_may_name_a_number_alone():
    (event,) = call("oa_call_user", user_id=None, phone=PHONE)
    assert (event.direction, event.thread) == ("outbound", ("phone:+84900000045",))
    assert event.leg.caller.identities == (ACCOUNT,)
    assert event.leg.callee.identities == (LAN_BY_PHONE,)


def test_a_call_that_names_an_id_and_a_number_links_them():
    _, linked = call("oa_call_user", phone=PHONE)
    assert linked.link.identities == (LAN_HERE, LAN_BY_PHONE)


@pytest.mark.parametrize(
    ("talk", "outcome"),
    [("22000", "answered"), ("0", "missed"), (None, "unknown"), ("?", "unknown")],
)
def test_a_call_was_answered_if_anybody_talked(talk, outcome):
    (event,) = call(talk_time=talk)
    assert event.leg.outcome == outcome
    assert (event.leg.answered_at is not None) == (outcome == "answered")


@pytest.mark.parametrize(
    ("name", "outcome"),
    [("oa_call_rejected", "rejected"), ("oa_call_failed", "failed"), ("oa_call_end", "answered")],
)
def test_a_call_whose_name_says_how_it_ended_ended_so(name, outcome):
    (event,) = call(name)
    assert (event.leg.outcome, event.direction, event.leg.caller) == (outcome, "unknown", None)


def test_a_duration_beyond_sense_gives_no_moment():
    (event,) = call(call_duration="9" * 15)
    assert event.leg.ended_at is None


def test_a_call_without_an_id_or_a_person_is_not_understood():
    for fields in ({"call_id": None}, {"user_id": None}):
        (event,) = call(**fields)
        assert event.reason == "missing_id"


# --- notifications --------------------------------------------------------------------------------


def delivered(recipient=PHONE, headers=(), **message):
    ends = {"sender": {"id": OA}, "recipient": {"id": recipient}}
    return read(webhook("user_received_message", **ends, message=message), headers, oa_ids=())


def test_a_notification_is_delivered_to_a_number_at_its_own_time():
    (event,) = delivered(msg_id="n1", delivery_time=str(AT - 500), tracking_id="order-1")
    assert (event.account, event.kind, event.message_ids) == (OA, "delivered", ("n1",))
    assert event.actor.identities == (LAN_BY_PHONE,)
    assert event.occurred_at == datetime(2026, 9, 17, 8, 12, 31, 900_000, tzinfo=UTC)
    assert event.thread == ("phone:+84900000045", "notification:n1")


def test_a_notification_is_known_by_its_header_too():
    (event,) = delivered(msg_id="n1", headers={"X-ZEvent-Server": "ZNS"})
    assert (event.actor.identities, event.occurred_at) == ((LAN_BY_PHONE,), MOMENT)


def test_a_notification_to_a_hash_is_delivered_to_a_hash():
    (event,) = delivered("AB" * 32, msg_id="n1", delivery_time=str(AT))
    assert event.actor.identities == (Identity(scheme="phone_sha256", value="ab" * 32),)


def test_a_notification_to_an_id_is_delivered_to_a_person():
    (event,) = delivered(LAN, msg_id="n1", headers={"X-ZEvent-Server": "zns"})
    assert (event.actor.identities, event.thread) == ((LAN_HERE,), (LAN, "notification:n1"))


def test_a_time_of_delivery_alone_makes_no_notification_of_a_persons_receipt():
    (event,) = delivered(LAN, msg_id="n1", delivery_time=str(AT))
    assert (event.type, event.reason) == ("unrecognised", "missing_id")
    body = outbound("user_received_message", **said(delivery_time=str(AT - 500)))
    receipt, _ = read(body)
    assert (receipt.thread, receipt.actor.identities[0]) == ((LAN,), LAN_HERE)
    assert receipt.occurred_at == datetime(2026, 9, 17, 8, 12, 31, 900_000, tzinfo=UTC)


def test_a_notification_to_nobody_that_can_be_read_keeps_its_own_thread():
    (event,) = delivered("?", msg_id="n1", delivery_time=str(AT))
    assert (event.thread, event.actor.identities) == (("notification:n1",), ())
    assert codes(event) == ["phone_unreadable"]


def test_a_rating_is_a_message_in_the_conversation_of_its_notification():
    (receipt,) = delivered(msg_id="n1", delivery_time=str(AT))
    rated = {"msg_id": "n1", "rate": 4, "option": "five_emotions", "note": "Tốt"}
    (feedback,) = read(about("user_feedback", message=rated | {"feedbacks": ["Nhanh"]}))
    assert feedback.message.rating == Rating(value=4, lowest=1, highest=5)
    assert feedback.message.text == "Tốt\nNhanh"
    assert feedback.message.author.identities == ()
    assert feedback.message.reply_to == Reference(id="n1")
    (conversation,) = assemble([feedback, receipt])
    assert len(conversation.messages) == 2


def test_a_rating_on_a_scale_that_nobody_documents_has_no_bounds():
    (feedback,) = read(about("user_feedback", message={"msg_id": "n1", "rate": 4}))
    assert feedback.message.rating == Rating(value=4)
    (bare,) = read(about("user_feedback", message={"msg_id": "n1"}))
    assert (bare.message.rating, bare.message.text) == (None, None)
    (outside,) = read(about("user_feedback", msg_id="n1", message={"rate": 4}))
    assert outside.message.reply_to == Reference(id="n1")
    (event,) = read(about("user_feedback", message={"rate": 4}))
    assert event.reason == "missing_id"


def test_a_pressed_button_of_a_notification_is_a_message():
    pressed = {"data": "Từ chối", "submit_time": str(AT - 500)}
    (event,) = read(about("user_click_response_button", msg_id="n1", message=pressed))
    assert (event.message.action.kind, event.message.action.title) == ("button", "Từ chối")
    assert (event.message.text, event.thread) == ("Từ chối", ("notification:n1",))
    assert event.message.sent_at == datetime(2026, 9, 17, 8, 12, 31, 900_000, tzinfo=UTC)
    inside = read(about("user_click_response_button", message=pressed | {"msg_id": "n1"}))
    assert [one.id for one in inside] == [event.id]


@pytest.mark.parametrize("fields", [{}, {"msg_id": "n1"}, {"message": {"data": "?"}}])
def test_a_pressed_button_of_nothing_is_not_understood(fields):
    (event,) = read(about("user_click_response_button", **fields))
    assert event.reason == "missing_id"


# --- notices --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "fields", "kind", "text"),
    [
        (
            "change_template_status",
            {"status": {"prev_status": "A", "new_status": "B"}, "template_id": 7, "reason": "r"},
            "template_status",
            "template_id: 7\nstatus: A → B\nreason: r",
        ),
        ("change_template_status", {"status": {}}, "template_status", None),
        ("change_template_quality", {"quality": "LOW"}, "template_status", "quality: LOW"),
        ("change_template_quality", {"quality": True}, "template_status", None),
        ("change_template_quota", {"quota": {"new_value": 2}}, "quota", "quota: ? → 2"),
        (
            "change_oa_daily_quota",
            {"quota": {"prev_value": 1, "new_value": 2}},
            "quota",
            "quota: 1 → 2",
        ),
        ("extension_purchased", {}, "other", None),
        ("permission_revoked", {}, "permission_revoked", None),
    ],
)
def test_a_notice_about_the_account_belongs_to_no_conversation(name, fields, kind, text):
    (event,) = read(about(name, **fields))
    assert (event.notice.kind, event.notice.name, event.notice.text) == (kind, name, text)
    assert event.thread == ()


def test_an_accounts_id_is_found_under_its_other_spelling():
    (event,) = read(webhook("change_oa_daily_quota", oaId="77"), oa_ids=())
    assert event.account == "77"


def test_what_names_no_account_is_about_the_only_one():
    (event,) = read(webhook("update_group_info", group_id="g"))
    assert event.account == OA
    (event,) = read(webhook("update_group_info", group_id="g"), oa_ids=(OA, "2"))
    assert event.reason == "missing_id"


def test_a_revoked_permission_may_be_about_the_app():
    (event,) = read(webhook("permission_revoked"), oa_ids=())
    assert (event.type, event.account) == ("notice_posted", f"app:{APP}")


def test_a_label_is_given_to_each_who_got_it():
    first, second = read(about("add_user_to_tag", tag={"user_ids": ["1", "2", ""], "name": "vip"}))
    assert (first.thread, second.thread) == (("1",), ("2",))
    assert (first.notice.target.identities[0].value, first.notice.text) == ("1", "tag: vip")
    (gone,) = read(about("remove_tag", tag={"name": "vip"}))
    assert (gone.thread, gone.notice.target) == ((), None)


def test_the_button_to_chat_opens():
    notice, linked = read(about("user_click_chatnow", user_id=LAN, user_id_by_app=BY_APP))
    assert (notice.notice.kind, notice.notice.actor.identities) == (
        "opened",
        (LAN_HERE, LAN_IN_APP),
    )
    assert linked.type == "identity_linked"
