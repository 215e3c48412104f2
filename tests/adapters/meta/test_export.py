"""What the adapter makes of a conversation in an archive."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._documents import dump, load
from omnidesk._payload import Payload
from omnidesk.adapters import Adapter, Recognises
from omnidesk.adapters.meta import MetaExport
from omnidesk.adapters.meta._mojibake import repair
from omnidesk.assembly import assemble
from omnidesk.connectors import read_archive, read_payloads
from omnidesk.errors import PayloadError
from omnidesk.model import Identity
from omnidesk.testing import builtin_samples

AT = 1_789_632_752_400
SHOP, LAN, MINH = "Cửa hàng Hoa Sen", "Trần Thị Lan", "Đỗ Minh"
PATH = "inbox/tranthilan_1"


def garbled(value):
    """Write text as an old archive does."""
    if isinstance(value, str):
        return value.encode().decode("latin-1")
    if isinstance(value, list):
        return [garbled(one) for one in value]
    if isinstance(value, dict):
        return {key: garbled(one) for key, one in value.items()}
    return value


def old(*messages, names=(LAN, SHOP), **fields):
    body = {"participants": [{"name": one} for one in names], "thread_path": PATH}
    return Payload(json.dumps(garbled(body | fields | {"messages": list(messages)})).encode())


def new(*messages, **fields):
    body = {"participants": [LAN, SHOP], "threadName": "Lan_1", "messages": list(messages)}
    return Payload(json.dumps(body | fields).encode())


def said(text=None, who=LAN, at=AT, **fields):
    return {"sender_name": who, "timestamp_ms": at, "content": text} | fields


def parse(payload, own_names=(SHOP,), account="hoasen") -> list[Any]:
    return list(MetaExport(own_names=own_names, account=account).parse(payload))


def message(**fields):
    return parse(old(said(**fields)))[0].message


# --- the file -------------------------------------------------------------------------------------


def test_it_is_an_adapter_that_recognises():
    assert isinstance(MetaExport(), Adapter)
    assert isinstance(MetaExport, Recognises)


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (old().body, True),
        (new().body, True),
        (b'{"participants": [], "messages": [], "is_still_participant": true}', True),
        (b'{"participants": [], "messages": []}', False),
        (b'{"participants": {}, "messages": [], "thread_path": ""}', False),
        (b'{"participants": [], "messages": {}, "thread_path": ""}', False),
        (b'["messages", "thread_path"]', False),
        (b'{"messages": "thread_path"', False),
        (b'{"friends_v2": []}', False),
        (b"", False),
    ],
)
def test_it_recognises_conversations_and_nothing_else(body, answer):
    assert MetaExport.recognises(Payload(body)) is answer


@pytest.mark.parametrize(
    ("body", "pointer"),
    [(b"", ""), (b"[]", ""), (b"{}", "/messages"), (b'{"messages": {}}', "/messages")],
)
def test_what_is_no_conversation_is_refused_and_says_where(body, pointer):
    with pytest.raises(PayloadError) as caught:
        MetaExport().parse(Payload(body))
    assert (caught.value.channel, caught.value.pointer) == ("meta_export", pointer)


def test_a_blank_account_is_the_callers_mistake():
    with pytest.raises(ValueError, match="account is blank"):
        MetaExport(account=" ")


# --- who and whither ------------------------------------------------------------------------------


def test_the_newest_stands_first_in_the_file_and_last_in_the_events():
    found = parse(old(said("Hai", at=AT + 1), said("Một")))
    assert [one.message.text for one in found] == ["Một", "Hai"]
    assert [one.source.pointer for one in found] == ["/messages/1", "/messages/0"]


@pytest.mark.parametrize(
    ("who", "direction", "role", "scope", "to"),
    [(LAN, "inbound", "customer", PATH, SHOP), (SHOP, "outbound", "business", "hoasen", LAN)],
)
def test_a_name_is_an_identity_in_its_conversation_only(who, direction, role, scope, to):
    posted = message(text="Chào", who=who)
    assert (posted.direction, posted.author.role) == (direction, role)
    assert (posted.author.name, posted.author.name_source) == (who, "vendor")
    identity = Identity(scheme="meta_export_name", value=who, scope=scope)
    assert posted.author.identities == (identity,)
    assert [one.name for one in posted.to] == [to]


def test_the_same_name_in_another_conversation_is_another_identity():
    (one,), (other,) = parse(old(said("a"))), parse(old(said("a"), thread_path="inbox/lan_2"))
    assert one.message.author != other.message.author


def test_without_our_names_nothing_has_a_direction():
    (event,) = parse(old(said("Chào")), own_names=())
    assert (event.message.direction, event.message.author.role) == ("unknown", "unknown")


def test_somebody_without_a_name_is_nobody():
    posted = message(text="Chào", who=None)
    assert (posted.author.identities, posted.author.name, posted.to) == ((), None, ())
    assert posted.direction == "unknown"


def test_in_a_group_nobody_is_the_only_addressee():
    (event,) = parse(old(said("Chào"), names=(LAN, MINH, SHOP)))
    assert event.message.to == ()


def test_both_files_of_a_long_conversation_are_one_conversation():
    found = parse(old(said("Hai", at=AT + 1))) + parse(old(said("Một")))
    (conversation,) = assemble(found)
    assert [one.text for one in conversation.messages] == ["Một", "Hai"]


def test_a_conversation_without_a_path_is_told_by_those_who_take_part():
    one, same, other = (
        parse(old(said("a"), thread_path=None, title=title, names=names))[0].thread
        for title, names in [(LAN, (LAN, SHOP)), (LAN, (SHOP, LAN)), (LAN, (MINH, SHOP))]
    )
    assert one == same
    assert one != other
    assert LAN not in one[0]


@pytest.mark.parametrize("participants", [None, {}, [7, {}, {"name": 7}, {"name": ""}, [], ""]])
def test_odd_participants_cost_nothing(participants):
    (event,) = parse(old(said("Chào"), participants=participants))
    assert (event.message.text, event.message.to) == ("Chào", ())


# --- ids ------------------------------------------------------------------------------------------


def test_an_id_is_the_same_in_a_later_archive():
    (earlier,) = parse(old(said("Một")))
    again, _ = parse(old(said("Hai", at=AT + 1), said("Một")))
    assert earlier.id == again.id
    assert earlier.message.id == again.message.id


def test_what_was_said_stands_in_no_id():
    assert parse(old(said("Một")))[0].id == parse(old(said("Hai")))[0].id


def test_two_messages_of_one_person_in_one_millisecond_are_two():
    found = parse(old(said("Một"), said("Hai")))
    assert len({one.message.id for one in found}) == 2


def test_a_garbled_name_and_the_right_one_give_one_id():
    right = Payload(json.dumps({"messages": [said("a")], "thread_path": PATH}).encode())
    assert parse(right)[0].message.id == parse(old(said("a")))[0].message.id


def test_a_message_that_was_unsent_since_is_taken_out_of_an_older_archive():
    found = parse(old(said("Nhầm"))) + parse(old(said(is_unsent=True)))
    (conversation,) = assemble(found)
    assert [(one.state, one.text) for one in conversation.messages] == [("deleted", None)]


# --- content --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"photos": [{"uri": "a/1.jpg"}]}, "image"),
        ({"gifs": [{"uri": "a/1.gif"}]}, "image"),
        ({"videos": [{"uri": "a/1.mp4"}]}, "video"),
        ({"audio_files": [{"uri": "a/1.mp4"}]}, "audio"),
        ({"files": [{"uri": "a/1.pdf"}]}, "file"),
        ({"sticker": {"uri": "a/1.png", "ai_stickers": []}}, "sticker"),
        ({"media": [{"uri": "./media/1.JPEG"}]}, "image"),
        ({"media": [{"uri": "./media/1.mov"}]}, "video"),
        ({"media": [{"uri": "./media/1.opus"}]}, "audio"),
        ({"media": [{"uri": "./media/1"}]}, "file"),
    ],
)
def test_a_file_has_its_kind_its_path_and_its_name(fields, kind):
    (found,) = message(**fields).attachments
    (given_as,) = fields.values()
    uri = (given_as[0] if isinstance(given_as, list) else given_as)["uri"]
    assert (found.kind, found.id, found.filename) == (kind, uri, uri.rpartition("/")[2])
    assert (found.url, found.availability) == (None, "unknown")


def test_an_address_in_place_of_a_path_is_one_with_its_expiry():
    url = "https://scontent.xx.fbcdn.net/v/1.jpg?oe=6AB2F480"
    (found,) = message(photos=[{"uri": url}]).attachments
    assert (found.url, found.id, found.filename) == (url, None, None)
    assert found.expires_at is not None


@pytest.mark.parametrize("media", [{"uri": "Failed to download media"}, {"uri": None}, {}])
def test_a_file_that_is_not_there_is_said_to_have_been(media):
    (found,) = message(media=[media]).attachments
    assert (found.kind, found.id, found.filename) == ("unknown", None, None)


def test_an_odd_file_costs_neither_the_text_nor_its_neighbours():
    posted = message(text="Đây ạ", photos=["?", {"uri": "a/1.jpg"}])
    assert posted.text == "Đây ạ"
    assert [one.filename for one in posted.attachments] == [None, "1.jpg"]
    assert [(one.code, one.pointer) for one in posted.defects] == [
        ("attachment_invalid", "/messages/0/photos/0")
    ]


@pytest.mark.parametrize(
    ("share", "found"),
    [
        ({"link": "https://a.example", "share_text": "Áo"}, [("https://a.example", "Áo")]),
        ({"link": "", "share_text": "Áo"}, [(None, "Áo")]),
        ({"link": "https://a.example"}, [("https://a.example", None)]),
        ({}, []),
    ],
)
def test_what_is_shared_has_its_link_and_its_words(share, found):
    shared = message(share=share).attachments
    assert [(one.url, one.description) for one in shared] == found


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"text": "a"}, "live"),
        ({}, "live"),
        ({"is_unsent": True}, "deleted"),
        ({"text": "a", "is_geoblocked_for_viewer": True}, "live"),
        ({"is_geoblocked_for_viewer": True}, "unsupported"),
        ({"is_taken_down": True}, "unsupported"),
        ({"text": "a", "type": "placeholder"}, "unsupported"),
    ],
)
def test_what_is_not_shown_is_said_to_be_there(fields, state):
    assert message(**fields).state == state


def test_a_reaction_is_somebodys():
    _, event = parse(old(said("a", reactions=[{"reaction": "❤", "actor": SHOP}])))
    assert (event.type, event.emoji, event.actor.name) == ("reaction_changed", "❤", SHOP)
    assert (event.occurred_at, event.source.pointer) == (None, "/messages/0/reactions/0")


def test_a_reaction_may_say_when_in_seconds():
    reaction = {"reaction": "❤", "actor": LAN, "timestamp": AT // 1000}
    posted, event = parse(old(said("a", at=AT // 1000 * 1000, reactions=[reaction])))
    assert event.occurred_at == posted.occurred_at
    assert event.defects == ()


@pytest.mark.parametrize("reaction", ["?", {}, {"reaction": "❤"}, {"actor": LAN}])
def test_an_odd_reaction_is_kept_as_not_understood(reaction):
    posted, odd = parse(old(said("a", reactions=[reaction])))
    assert posted.type == "message_posted"
    assert (odd.type, odd.source.pointer) == ("unrecognised", "/messages/0/reactions/0")


@pytest.mark.parametrize(
    ("fields", "outcome", "total"),
    [
        ({"call_duration": 95}, "answered", 95_000),
        ({"call_duration": 0}, "unknown", 0),
        ({"call_duration": 0, "missed": True}, "missed", 0),
        ({"type": "Call"}, "unknown", None),
        ({"call_duration": "dài"}, "unknown", None),
        ({"call_duration": -1}, "unknown", None),
        ({"call_duration": 10**12}, "unknown", None),
        ({"call_duration": True}, "unknown", None),
    ],
)
def test_a_call_is_a_call(fields, outcome, total):
    (event,) = parse(old(said("Lan đã gọi cho bạn.", **fields)))
    assert (event.type, event.direction) == ("call_reported", "inbound")
    assert (event.leg.outcome, event.leg.durations.total) == (outcome, total)
    assert (event.leg.caller.name, event.leg.callee.name) == (LAN, SHOP)
    assert event.leg.started_at is None


def test_a_call_of_a_group_has_no_one_callee():
    (event,) = parse(old(said(call_duration=1), names=(LAN, MINH, SHOP)))
    assert event.leg.callee is None


@pytest.mark.parametrize(("vendor", "ours"), [("Subscribe", "joined"), ("Unsubscribe", "left")])
def test_who_joins_or_leaves_is_a_notice(vendor, ours):
    (event,) = parse(old(said("…", type=vendor, users=[{"name": MINH}])))
    assert (event.notice.kind, event.notice.name) == (ours, vendor)
    assert (event.notice.actor.name, event.notice.target.name) == (LAN, MINH)


def test_an_odd_member_is_kept_as_not_understood():
    users = ["?", {"name": ""}, {"name": MINH}]
    found = parse(old(said("…", type="Subscribe", users=users)))
    assert [one.type for one in found] == ["unrecognised", "unrecognised", "notice_posted"]
    assert found[1].source.pointer == "/messages/0/users/1"


@pytest.mark.parametrize("item", [None, "?", {}, {"unknown": 1}, said(["?"]), said(photos={})])
def test_one_odd_item_is_named_and_its_neighbours_live(item):
    odd, good = parse(old(said("a"), item))
    assert (odd.type, odd.reason, odd.thread) == ("unrecognised", "invalid", (PATH,))
    assert good.message.text == "a"


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (old(said("a", at="?")), "timestamp_ms"),
        (new({"senderName": LAN, "timestamp": "?", "text": "a"}), "timestamp"),
    ],
)
def test_a_time_that_makes_no_sense_is_a_defect_at_its_field(payload, field):
    (event,) = parse(payload)
    assert [one.pointer for one in event.defects] == [f"/messages/0/{field}"]
    payload.resolve(event.defects[0].pointer)


# --- mojibake -------------------------------------------------------------------------------------


@given(st.text())
def test_every_garbled_text_is_repaired(text):
    assert repair(garbled(text)) == text


@given(st.text())
def test_what_is_changed_was_garbled(text):
    repaired = repair(text)
    assert repaired == text or garbled(repaired) == text


@pytest.mark.parametrize("text", ["Café", "Đơn hàng", "ÿ", "Áo dài ☕", "", "plain"])
def test_right_text_stays_right(text):
    assert repair(text) == text


def test_nothing_is_repaired_in_the_form_of_encrypted_chats():
    item = {"senderName": LAN, "timestamp": AT, "text": garbled("Đơn hàng"), "type": "text"}
    (event,) = parse(new(item))
    assert event.message.text == garbled("Đơn hàng")
    assert event.message.author.name == LAN


def test_a_garbled_text_that_was_cut_within_a_letter_stays_as_it_is():
    cut = garbled("Đơn hàng ở")[:-1]
    body = {"messages": [said(cut)], "thread_path": PATH}
    (event,) = parse(Payload(json.dumps(body).encode()))
    assert event.message.text == cut


# --- whatever comes -------------------------------------------------------------------------------

SAMPLES = [one.payload.body for one in builtin_samples("meta_export")]
RECORDED = (
    Path(__file__).parents[4] / "shared" / "samples" / "facebook" / "message_1__mojibake.json"
)


def fits(body):
    payload = Payload(body)
    try:
        found = list(MetaExport().parse(payload))
    except PayloadError:
        return []
    for event in found:
        assert load(dump(event)) == event
        payload.resolve(event.source.pointer)
    assert len({event.id for event in found}) == len(found)
    return found


@given(st.data())
def test_samples_cut_or_overwritten_anywhere_give_events_or_a_payload_error(data):
    body = data.draw(st.sampled_from(SAMPLES))
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    fits(body[:start] + data.draw(st.binary(max_size=8)) + body[end:])


FLOATS = st.floats(allow_nan=False, allow_infinity=False)
"""What JSON has."""


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | FLOATS | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        *("sender_name", "timestamp_ms", "content", "type", "photos", "sticker"),
                        *("reactions", "actor", "reaction", "users", "name", "uri", "share"),
                        *("call_duration", "is_unsent", "link", "timestamp", "media"),
                    ]
                ),
                inner,
                max_size=6,
            )
        ),
    )
)
def test_any_item_gives_events(item):
    body = {"participants": [LAN], "messages": [item, said("a")], "thread_path": PATH}
    assert fits(json.dumps(body).encode())


@pytest.mark.parametrize("depth", [50, 190, 300, 100_000])
def test_deep_nesting_is_survived(depth):
    deep = "[" * depth + "]" * depth
    fits(f'{{"messages": [{{"sender_name": {deep}, "content": {deep}}}]}}'.encode())


@pytest.mark.skipif(not RECORDED.exists(), reason="the collection of recorded payloads is not here")
def test_the_recorded_archive_is_repaired():
    found = fits(RECORDED.read_bytes())
    assert [one.type for one in found] == ["message_posted", "message_posted", "reaction_changed"]
    assert found[1].message.text == "Đơn hàng của em đâu rồi ạ? 😢"


# --- archives -------------------------------------------------------------------------------------


def test_a_zip_and_its_folder_give_the_same_events(tmp_path):
    inside = f"your_facebook_activity/messages/{PATH}"
    files = {
        f"{inside}/message_1.json": old(said("Hai", at=AT + 1)).body,
        f"{inside}/message_2.json": old(said("Một")).body,
        f"{inside}/photos/1.jpg": b"\xff\xd8",
        "your_facebook_activity/friends/friends.json": b'{"friends_v2": []}',
    }
    folder = tmp_path / "export"
    with ZipFile(tmp_path / "export.zip", "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(body)
    unpacked, zipped = (
        [
            event
            for _, payload in found
            if MetaExport.recognises(payload)
            for event in parse(payload)
        ]
        for found in (read_payloads(folder), read_archive(tmp_path / "export.zip"))
    )
    assert zipped == unpacked
    (conversation,) = assemble(zipped)
    assert [one.text for one in conversation.messages] == ["Một", "Hai"]
