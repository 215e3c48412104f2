"""What the adapter makes of the updates of a Zalo bot."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from omnidesk._payload import Payload
from omnidesk.adapters import Adapter, Recognises
from omnidesk.adapters.zalo import ZaloBot
from omnidesk.adapters.zalo._words import BOT_UPDATES
from omnidesk.errors import PayloadError
from omnidesk.model import Identity

LAN, GROUP = "6ede9afa66b88fe60001", "9b1e0000aa0000000001"
AT = 1_789_632_752_400


def update(name="message.text.received", **fields):
    message = {
        "from": {"id": LAN, "display_name": "Lan", "is_bot": False},
        "chat": {"id": LAN, "chat_type": "PRIVATE"},
        "message_id": "m1",
        "date": AT,
    }
    return {"event_name": name, "message": message | fields}


def read(body, bot_id="shop") -> Any:
    (event,) = ZaloBot(bot_id).parse(Payload(json.dumps(body).encode()))
    return event


def test_it_is_an_adapter_that_recognises():
    assert isinstance(ZaloBot("shop"), Adapter)
    assert isinstance(ZaloBot, Recognises)


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ('{"event_name": "message.text.received"}', True),
        ('{"ok": true, "result": {"event_name": "message.new"}}', True),
        ('{"event_name": "user_send_text", "x": "message."}', False),
        ('{"event_name": "user", "x": "message.text"}', False),
        ('["message.text.received"]', False),
        ('{"event_name": "message.text.received"', False),
        ("", False),
    ],
)
def test_it_recognises_updates_of_bots(body, answer):
    assert ZaloBot.recognises(Payload(body.encode())) is answer


@pytest.mark.parametrize("wrap", [False, True], ids=["bare", "wrapped"])
def test_an_update_is_a_message_with_a_name(wrap):
    event = read({"ok": True, "result": update(text="Chào")} if wrap else update(text="Chào"))
    message = event.message
    assert (event.channel, event.account, event.thread) == ("zalo_bot", "shop", (LAN,))
    assert event.source.pointer == ("/result" if wrap else "")
    assert (message.id, message.text, message.direction) == ("m1", "Chào", "inbound")
    assert message.sent_at == datetime(2026, 9, 17, 8, 12, 32, 400_000, tzinfo=UTC)
    identity = Identity(scheme="zalo_bot_user", value=LAN, scope="shop")
    assert (message.author.role, message.author.identities) == ("customer", (identity,))
    assert (message.author.name, message.author.name_source) == ("Lan", "vendor")
    assert message.to[0].identities == (Identity(scheme="zalo_bot", value="shop"),)


def test_a_group_is_a_thread_of_its_own():
    event = read(update(chat={"id": GROUP, "chat_type": "group"}))
    assert event.thread == (f"group:{GROUP}",)


def test_another_bot_is_a_bot():
    author = read(update(**{"from": {"id": "b", "is_bot": True}})).message.author
    assert (author.role, author.name, author.name_source) == ("bot", None, None)


@pytest.mark.parametrize("sender", [None, {}])
def test_an_author_who_is_not_named_is_nobody(sender):
    author = read(update(**{"from": sender})).message.author
    assert (author.role, author.identities) == ("unknown", ())


@pytest.mark.parametrize(
    ("name", "fields", "kind", "text"),
    [
        ("image", {"photo_url": "u", "caption": "Đây"}, "image", "Đây"),
        ("image", {"photo": "u"}, "image", None),
        ("sticker", {"url": "u", "sticker": "s1"}, "sticker", None),
        ("sticker", {"url": "u"}, "sticker", None),
        ("voice", {"voice_url": "u"}, "audio", None),
    ],
)
def test_what_hangs_on_a_message(name, fields, kind, text):
    message = read(update(f"message.{name}.received", **fields)).message
    (attachment,) = message.attachments
    assert (attachment.kind, attachment.url, message.text) == (kind, "u", text)
    assert attachment.id == fields.get("sticker")


def test_what_the_api_does_not_show_is_unsupported():
    assert read(update("message.unsupported.received")).message.state == "unsupported"


@pytest.mark.parametrize("name", sorted(BOT_UPDATES))
def test_an_update_without_ids_is_not_understood(name):
    for body in ({"event_name": name}, update(name, message_id=None), update(name, chat={})):
        event = read(body)
        assert (event.type, event.reason, event.name) == ("unrecognised", "missing_id", name)


def test_without_a_name_for_the_bot_nothing_is_understood():
    event = read(update(text="Chào"), bot_id=None)
    assert (event.type, event.reason) == ("unrecognised", "missing_id")
    assert "bot_id" in event.expected


def test_an_update_that_is_not_as_documented_says_where():
    event = read({"event_name": "message.text.received", "message": "?"})
    assert (event.reason, event.expected) == ("invalid", "expected an object at /message")


def test_an_update_of_a_kind_that_nobody_documents_is_kept_without_its_name():
    event = read(update("message.hologram.received"))
    assert (event.reason, event.name) == ("unknown_kind", None)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"ok": False, "error_code": 408}, "/ok"),
        ({"ok": True, "result": []}, ""),
        ({}, ""),
        ([], ""),
        ("x", ""),
    ],
)
def test_what_is_no_update_is_refused(body, pointer):
    payload = Payload(json.dumps(body).encode())
    with pytest.raises(PayloadError) as caught:
        ZaloBot("shop").parse(payload)
    assert (caught.value.pointer, caught.value.channel) == (pointer, "zalo_bot")
    assert caught.value.digest == payload.digest
