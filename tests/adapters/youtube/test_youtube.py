"""What the adapter makes of comments and of live chat."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._payload import Payload
from omnidesk.adapters import Adapter, Recognises
from omnidesk.adapters.youtube import YouTube
from omnidesk.adapters.youtube._comments import Thread
from omnidesk.adapters.youtube._facts import ThreadPage
from omnidesk.adapters.youtube._live import Live
from omnidesk.adapters.youtube._push import Entry
from omnidesk.adapters.youtube._reading import Reading
from omnidesk.adapters.youtube._wire import LiveSnippet
from omnidesk.assembly import assemble
from omnidesk.errors import PayloadError
from omnidesk.events import MessageEdited, MessageModerated, MessagePosted
from omnidesk.model import About, Identity, Money, TreePosition

OWN, LAN, VIDEO, CHAT = "UCown", "UClan", "vIDeo", "live-chat"
T0 = datetime(2026, 9, 14, 2, tzinfo=UTC)
RECEIVED = datetime(2026, 9, 20, tzinfo=UTC)


def at(minutes):
    return (T0 + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def comment(comment_id="Ug1", author: str | None = LAN, **snippet):
    given: dict[str, Any] = {"channelId": OWN, "videoId": VIDEO, "textDisplay": "Chào shop"}
    given |= {"publishedAt": at(0), "updatedAt": at(0)}
    if author:
        given["authorChannelId"] = {"value": author}
    return {"kind": "youtube#comment", "id": comment_id, "snippet": given | snippet}


def thread(top=None, *replies, thread_id="Ug1", **snippet):
    given = {"channelId": OWN, "videoId": VIDEO, "topLevelComment": top or comment()}
    given |= {"totalReplyCount": len(replies), "isPublic": True}
    body: dict[str, Any] = {"kind": "youtube#commentThread", "id": thread_id}
    body["snippet"] = given | snippet
    if replies:
        body["replies"] = {"comments": list(replies)}
    return body


def live(kind: Any = "textMessageEvent", message_id="LCC.1", author: Any = LAN, **snippet: Any):
    given = {"type": kind, "liveChatId": CHAT, "publishedAt": at(0)}
    body = {"kind": "youtube#liveChatMessage", "id": message_id, "snippet": given | snippet}
    if author:
        body["authorDetails"] = {"channelId": author, "displayName": "Lan"}
    return body


def payload(body, received_at=RECEIVED):
    return Payload(json.dumps(body).encode(), received_at=received_at)


def read(body, **configuration) -> list[Any]:
    return list(YouTube(**{"channel_id": OWN} | configuration).parse(payload(body)))


def posted(body, **configuration) -> Any:
    return next(one for one in read(body, **configuration) if isinstance(one, MessagePosted))


def page(kind, *items, **more):
    return {"kind": f"youtube#{kind}ListResponse", "items": list(items)} | more


# --- the adapter ----------------------------------------------------------------------------------


def test_it_is_an_adapter_that_recognises():
    assert isinstance(YouTube(), Adapter)
    assert isinstance(YouTube, Recognises)


FEED = b'<feed xmlns="http://www.w3.org/2005/Atom"'
TOMBSTONE = (
    FEED + b' xmlns:at="http://purl.org/atompub/tombstones/1.0">'
    b'<at:deleted-entry ref="yt:video:V" when="2026-09-14T02:00:00Z"/></feed>'
)


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b'{"kind": "youtube#commentListResponse", "items": []}', True),
        (b'\xef\xbb\xbf{"kind": "youtube#liveChatMessage"}', True),
        (b'{"kind": "youtube#video"}', False),
        (b'{"kind": ["youtube#comment"]}', False),
        (b'["youtube#comment"]', False),
        (b'{"kind": "youtube#comm', False),
        (TOMBSTONE, True),
        (FEED + b">yt:video:</feed>", False),
        (FEED + b" yt:video:", False),
        (b"Subject: youtube\r\n\r\nyoutube", False),
        (b"{}", False),
    ],
)
def test_it_recognises_what_it_reads_and_nothing_else(body, answer):
    assert YouTube.recognises(Payload(body)) is answer


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ([], ""),
        ({}, "/kind"),
        ({"kind": "youtube#video", "error": {}}, "/error"),
        ({"kind": None}, "/kind"),
        ({"kind": "youtube#commentListResponse", "items": {}}, "/items"),
        ({"kind": "youtube#commentListResponse", "items": None}, "/items"),
    ],
)
def test_a_broken_envelope_is_refused_at_once_and_says_where(body, pointer):
    with pytest.raises(PayloadError) as caught:
        YouTube().parse(payload(body))
    assert (caught.value.channel, caught.value.pointer) == ("youtube", pointer)


@pytest.mark.parametrize("body", [page("comment"), {"kind": "youtube#commentListResponse"}])
def test_no_items_are_no_events(body):
    assert read(body) == []


def test_an_item_that_is_there_twice_is_yielded_once():
    assert len(read(page("comment", comment(), comment()))) == 1


def test_an_item_of_another_kind_is_not_understood():
    (event,) = read(page("comment", live()))
    assert event.reason == "unknown_kind"


# --- comments -------------------------------------------------------------------------------------


def test_a_comment_of_somebody_is_inbound():
    event = posted(thread())
    assert (event.account, event.thread) == (OWN, ("Ug1",))
    assert event.about == About(kind="video", id=VIDEO)
    assert event.visibility == "public"
    assert event.message.direction == "inbound"
    assert event.message.author.role == "customer"
    assert event.message.author.identities == (Identity(scheme="youtube", value=LAN),)
    assert event.message.tree == TreePosition(root_id="Ug1", depth=0)
    assert event.message.sent_at == T0


def test_a_comment_of_our_channel_is_outbound():
    event = posted(comment(author=OWN))
    assert (event.message.direction, event.message.author.role) == ("outbound", "business")


def test_on_the_video_of_another_channel_we_are_still_ourselves():
    ours, theirs = (posted(comment(author=one, channelId="UCother")) for one in (OWN, "UCother"))
    assert ours.account == "UCother"
    assert (ours.message.direction, theirs.message.direction) == ("outbound", "inbound")


def test_without_a_configured_channel_the_owner_of_the_video_is_our_side():
    assert posted(comment(author=OWN), channel_id=None).message.direction == "outbound"


def test_of_a_missing_author_nothing_is_made_up():
    event = posted(comment(author=None, authorDisplayName=""))
    assert event.message.direction == "unknown"
    assert event.message.author.identities == ()
    assert event.message.author.name is None


def test_a_reply_belongs_to_its_thread_and_answers_its_parent():
    reply = comment("Ug1.r", parentId="Ug1")
    inline = read(thread(None, reply))[1]
    (alone,) = read(reply)
    for event in (inline, alone):
        assert event.thread == ("Ug1",)
        assert event.message.tree == TreePosition(root_id="Ug1", parent_id="Ug1", depth=1)
        assert event.message.reply_to.id == "Ug1"
    assert inline.id == alone.id


def test_a_reply_without_its_parent_is_of_the_thread_that_it_stands_in():
    assert read(thread(None, comment("Ug1.r")))[1].message.tree.parent_id == "Ug1"


def test_a_broken_comment_costs_neither_its_thread_nor_the_replies():
    broken, reply = read(thread({"id": []}, comment("Ug1.r")))
    assert (broken.type, broken.thread) == ("unrecognised", ("Ug1",))
    assert reply.message.id == "Ug1.r"


def test_a_thread_without_a_comment_is_not_understood():
    (event,) = read(thread(topLevelComment=None))
    assert (event.reason, event.thread) == ("missing_id", ("Ug1",))


@pytest.mark.parametrize(
    "body", [{"kind": "youtube#comment"}, {"kind": "youtube#comment", "id": 1}]
)
def test_a_comment_without_id_or_snippet_is_not_understood(body):
    (event,) = read(body)
    assert event.reason == "missing_id"


def test_without_any_channel_a_comment_says_what_is_missing():
    (event,) = read(comment(channelId=None), channel_id=None)
    assert event.reason == "missing_id"
    assert "channel_id" in event.expected


def test_an_old_answer_without_a_channel_is_of_ours():
    assert posted(thread(comment(channelId=None), channelId=None)).account == OWN


@pytest.mark.parametrize(
    ("snippet", "about"),
    [
        ({}, About(kind="video", id=VIDEO)),
        ({"videoId": None}, About(kind="page", id=OWN)),
        ({"videoId": None, "channelId": None}, None),
    ],
)
def test_a_thread_is_about_its_video_or_else_the_channel(snippet, about):
    event = posted(thread(comment(videoId=None, channelId=None), **snippet))
    assert event.about == about


def test_a_thread_that_is_not_public_is_of_unknown_visibility():
    assert posted(thread(isPublic=False)).visibility == "unknown"


def test_the_text_as_it_was_written_counts_before_the_text_as_it_is_shown():
    message = posted(comment(textDisplay="a &amp; b", textOriginal="a & b ")).message
    assert (message.text, message.html) == ("a & b ", "a &amp; b")


def test_plain_text_is_not_read_as_html():
    body = comment(textDisplay="1 &lt; 2")
    message = posted(body, text_format="plainText").message
    assert (message.text, message.html) == ("1 &lt; 2", None)


def test_a_comment_without_text_is_a_comment():
    message = posted(comment(textDisplay=None)).message
    assert (message.text, message.html) == (None, None)


def test_a_picture_is_an_attachment():
    (picture,) = posted(comment(imageUrl="https://yt.example/p.jpg")).message.attachments
    assert (picture.kind, picture.url) == ("image", "https://yt.example/p.jpg")


@pytest.mark.parametrize(
    ("total", "defects"), [(1, []), (0, []), ("2", ["replies_missing"]), (None, []), (True, [])]
)
def test_that_replies_are_missing_is_said_of_the_thread_and_not_of_the_message(total, defects):
    event = posted(thread(None, comment("Ug1.r"), totalReplyCount=total))
    assert [one.code for one in event.defects] == defects
    assert event.message.defects == ()


# --- edits ----------------------------------------------------------------------------------------


def version(minutes, text):
    return payload(comment(textDisplay=text, updatedAt=at(minutes)), RECEIVED)


def told(*payloads):
    (conversation,) = assemble(
        event for one in payloads for event in YouTube(channel_id=OWN).parse(one)
    )
    (message,) = conversation.messages
    return message


def test_an_edit_is_an_event_of_its_own():
    first, edit = read(comment(textDisplay="<b>mới</b>", updatedAt=at(5)))
    assert first.message.text is None
    assert isinstance(edit, MessageEdited)
    assert (edit.text, edit.html) == ("mới", "<b>mới</b>")
    assert edit.occurred_at == T0 + timedelta(minutes=5)


def test_fetches_at_different_times_fold_to_the_newest_text_in_any_order():
    fetches = [version(0, "một"), version(5, "hai"), version(9, "ba")]
    messages = {told(*order).model_dump_json() for order in permutations(fetches)}
    assert len(messages) == 1
    message = told(*fetches)
    assert (message.text, message.state) == ("ba", "edited")
    assert [edit.text for edit in message.edits] == ["một", "hai"]
    assert message.edited_at == T0 + timedelta(minutes=9)


def test_what_an_edited_comment_said_at_first_is_not_made_up():
    message = told(version(5, "hai"))
    assert message.text == "hai"
    assert [edit.text for edit in message.edits] == [None]


def test_the_same_fetch_twice_changes_nothing():
    first, again = version(5, "hai"), version(5, "hai")
    assert told(first, again) == told(first)


def test_the_same_edit_fetched_with_other_likes_is_the_same_edit():
    one, other = (read(comment(updatedAt=at(5), likeCount=likes)) for likes in (1, 2))
    assert [event.id for event in one] == [event.id for event in other]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6), st.randoms())
def test_whatever_is_fetched_in_whatever_order_the_newest_text_stands(minutes, random):
    fetches = [version(one, f"bản {one}") for one in minutes]
    random.shuffle(fetches)
    message = told(*fetches)
    assert message.text == f"bản {max(minutes)}"
    assert (message.state == "edited") == (max(minutes) > 0)


@pytest.mark.parametrize("updated", [None, "x", at(0), at(-5)])
def test_without_a_later_time_nothing_was_edited(updated):
    events = read(comment(updatedAt=updated))
    assert [event.type for event in events] == ["message_posted"]


@pytest.mark.parametrize(
    "value",
    ["2026-09-14", "2026-09-14T02:00:00", "0001-01-01T00:00:00+14:00", 1789632752, "9" * 50],
)
def test_a_time_that_is_not_as_documented_is_a_defect(value):
    event = posted(comment(publishedAt=value, updatedAt=None))
    assert event.message.sent_at is None
    assert [one.code for one in event.defects] == ["time_unreadable"]


# --- moderation -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("published", "live"),
        ("heldForReview", "held"),
        ("likelySpam", "held"),
        ("rejected", "hidden"),
    ],
)
def test_moderation_is_a_state(status, state):
    first, moderated = read(comment(moderationStatus=status))
    assert isinstance(moderated, MessageModerated)
    assert first.message.state == moderated.state == state
    (conversation,) = assemble([first, moderated])
    assert conversation.messages[0].state == state


def test_the_latest_fetch_says_whether_a_comment_is_held():
    held = payload(comment(moderationStatus="heldForReview"), RECEIVED)
    shown = payload(comment(moderationStatus="published"), RECEIVED + timedelta(hours=1))
    assert told(held, shown).state == told(shown, held).state == "live"


def test_without_a_moderation_status_nothing_is_said_about_it():
    assert [event.type for event in read(comment())] == ["message_posted"]


def test_a_moderation_status_of_the_future_is_a_defect():
    (event,) = read(comment(moderationStatus="pondering"))
    assert [one.code for one in event.defects] == ["moderation_status_unknown"]


# --- live chat ------------------------------------------------------------------------------------


def test_a_live_message_belongs_to_its_chat_and_to_our_channel():
    event = posted(live(textMessageDetails={"messageText": "Chào"}))
    assert (event.account, event.thread) == (OWN, (CHAT,))
    assert (event.message.text, event.message.direction) == ("Chào", "inbound")
    assert event.message.tree is None


def test_the_owner_of_the_chat_is_our_side():
    body = live(author="UCsecond")
    body["authorDetails"]["isChatOwner"] = True
    assert posted(body).message.direction == "outbound"
    assert posted(live(author=OWN)).message.direction == "outbound"


def test_without_details_the_author_is_the_bare_id():
    message = posted(live(author=None, authorChannelId=LAN)).message
    assert message.author.identities == (Identity(scheme="youtube", value=LAN),)


def test_without_our_channel_a_live_message_says_what_is_missing():
    (event,) = read(live(), channel_id=None)
    assert "channel_id" in event.expected


@pytest.mark.parametrize(
    "body",
    [live("hologramEvent"), live(None), live(message_id=""), live(liveChatId=None), live(type=[])],
)
def test_a_live_message_that_is_not_as_documented_is_not_understood(body):
    (event,) = read(body)
    assert event.type == "unrecognised"


def purchase(kind: Any, details: str, **amount: Any) -> Any:
    given = {"amountMicros": "50000000000", "currency": "VND", "amountDisplayString": "50.000 ₫"}
    return posted(live(kind, "LCC.1", **{details: given | amount}))


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("superChatEvent", "superChatDetails"),
        ("superStickerEvent", "superStickerDetails"),
        ("fanFundingEvent", "fanFundingEventDetails"),
    ],
)
def test_what_was_paid_is_exact(kind, details):
    message = purchase(kind, details, userComment="Chúc mừng").message
    assert message.text == "Chúc mừng"
    money = message.amount
    assert money == Money(micros=50_000_000_000, currency="VND")
    assert money.value == Decimal(50_000)


@given(st.integers(0, 2**64 - 1), st.booleans())
def test_every_amount_comes_back_to_the_last_millionth(micros, as_text):
    given = str(micros) if as_text else micros
    money = purchase("superChatEvent", "superChatDetails", amountMicros=given).message.amount
    assert money is not None
    assert money.micros == micros
    assert money.value * 1_000_000 == micros


@pytest.mark.parametrize(
    "amount",
    [
        {"amountMicros": 4.99},
        {"amountMicros": None},
        {"amountMicros": True},
        {"amountMicros": -1},
        {"amountMicros": 2**64},
        {"amountMicros": "1" * 21},
        {"amountMicros": "٤"},
        {"amountMicros": "4,99"},
        {"currency": None},
        {"currency": "usd"},
        {"currency": "DOLLAR"},
        {"currency": "ÑÑÑ"},
        {"currency": "U D"},
    ],
)
def test_an_amount_that_cannot_be_read_is_none_and_said_so(amount):
    event = purchase("superChatEvent", "superChatDetails", **amount)
    assert event.message.amount is None
    assert [one.code for one in event.message.defects] == ["amount_unreadable"]
    assert [one.title for one in event.message.attachments] == ["50.000 ₫"]


def test_a_purchase_without_details_is_still_a_message():
    event = posted(live("superChatEvent"))
    assert [one.code for one in event.defects] == ["amount_unreadable"]


def test_nothing_was_paid_with_a_message_or_with_a_picture():
    assert posted(live()).message.amount is None
    assert posted(comment(imageUrl="https://yt.example/p.jpg")).message.amount is None


def test_a_super_sticker_is_a_sticker():
    metadata = {"stickerId": "s_1", "altText": "Hoa sen"}
    event = purchase("superStickerEvent", "superStickerDetails", superStickerMetadata=metadata)
    (sticker,) = event.message.attachments
    assert (sticker.kind, sticker.id, sticker.title) == ("sticker", "s_1", "Hoa sen")


@pytest.mark.parametrize(
    ("body", "message_id"),
    [
        (live("messageDeletedEvent", messageDeletedDetails={"deletedMessageId": "m"}), "m"),
        (live("messageRetractedEvent", messageRetractedDetails={"retractedMessageId": "m"}), "m"),
        (live("tombstone", "m"), "m"),
    ],
)
def test_a_deletion_deletes(body, message_id):
    (event,) = read(body)
    assert (event.type, event.message_id) == ("message_deleted", message_id)


def test_the_time_of_a_tombstone_is_not_that_of_the_deletion():
    (event,) = read(live("tombstone"))
    assert event.occurred_at is None


@pytest.mark.parametrize("kind", ["messageDeletedEvent", "messageRetractedEvent"])
def test_a_deletion_without_an_id_deletes_nothing(kind):
    (event,) = read(live(kind))
    assert (event.type, event.name) == ("unrecognised", kind)


def notice(body):
    (event,) = read(body)
    return event.notice


@pytest.mark.parametrize(
    ("details", "text"),
    [
        ({"banType": "temporary", "banDurationSeconds": "300"}, "temporary, 300 seconds"),
        ({"banType": "permanent"}, "permanent"),
        ({"banType": "cosmic", "banDurationSeconds": "300"}, None),
        ({}, None),
    ],
)
def test_a_ban_says_whom_and_for_how_long(details, text):
    banned = {"channelId": "UCspam", "displayName": "spam"}
    given = notice(
        live("userBannedEvent", userBannedDetails={"bannedUserDetails": banned} | details)
    )
    assert (given.kind, given.text) == ("blocked", text)
    assert given.target.identities[0].value == "UCspam"
    assert given.actor.identities[0].value == LAN


def test_a_ban_of_nobody_has_no_target():
    assert notice(live("userBannedEvent")).target is None


def test_a_gift_membership_names_who_gave_and_who_received():
    details = {"gifterChannelId": "UCgiver"}
    given = notice(live("giftMembershipReceivedEvent", giftMembershipReceivedDetails=details))
    assert given.actor.identities[0].value == "UCgiver"
    assert given.target.identities[0].value == LAN
    assert notice(live("giftMembershipReceivedEvent")).target is None


def test_a_gift_whose_combo_grows_is_told_again():
    one, more = (read(live("giftEvent", giftDetails={"comboCount": n}))[0] for n in (1, 2))
    assert one.id != more.id


def test_a_milestone_with_a_comment_is_a_message():
    body = live("memberMilestoneChatEvent", memberMilestoneChatDetails={"userComment": "Vui quá"})
    assert posted(body).message.text == "Vui quá"
    assert notice(live("memberMilestoneChatEvent")).name == "memberMilestoneChatEvent"


@pytest.mark.parametrize(
    "details", [{"status": "closed"}, {"metadata": {"status": "closed"}}], ids=["beside", "within"]
)
def test_a_poll_that_closes_is_told_again(details):
    opened, closed = read(live("pollEvent"))[0], read(live("pollEvent", pollDetails=details))[0]
    assert opened.id != closed.id


def test_a_poll_says_its_question():
    details = {"metadata": {"questionText": "Trà gì?", "status": "active"}}
    assert notice(live("pollEvent", pollDetails=details)).text == "Trà gì?"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("chatEndedEvent", "status_changed"),
        ("giftEvent", "other"),
        ("membershipGiftingEvent", "other"),
        ("newSponsorEvent", "other"),
        ("sponsorOnlyModeEndedEvent", "status_changed"),
        ("sponsorOnlyModeStartedEvent", "status_changed"),
    ],
)
def test_what_happens_in_the_chat_is_a_notice(kind, expected):
    given = notice(live(kind, author=None, displayMessage="Something happened"))
    assert (given.kind, given.name, given.text) == (expected, kind, "Something happened")
    assert given.actor is None


def test_the_active_poll_of_a_page_is_read():
    (event,) = read(page("liveChatMessage", activePollItem=live("pollEvent")))
    assert event.source.pointer == "/activePollItem"


# --- silence --------------------------------------------------------------------------------------


def test_nothing_on_the_way_shows_what_people_wrote():
    reading = Reading(payload(thread()), OWN, "html", authorised=None)
    item = reading.item("/items/0", OWN, "secret")
    on_the_way = [
        item,
        Thread(id="secret", about=About(kind="video", id="secret")),
        ThreadPage("secret", 1, {"secret": 1}, [], "/items/0"),
        Entry("changed", {"title": "secret"}),
        Live(
            item,
            "secret",
            "giftEvent",
            LiveSnippet(),
            reading.person("secret", None),
            "inbound",
            None,
            (),
        ),
    ]
    assert [one for one in map(repr, on_the_way) if "secret" in one] == []


# --- total ----------------------------------------------------------------------------------------

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
COMMENT_FIELDS = ["channelId", "videoId", "textDisplay", "textOriginal", "parentId", "imageUrl"]
COMMENT_FIELDS += [
    "authorChannelId",
    "authorDisplayName",
    "moderationStatus",
    "publishedAt",
    "updatedAt",
]


@given(st.dictionaries(st.sampled_from(COMMENT_FIELDS), JSON_VALUES))
def test_whatever_a_comment_holds_it_is_read_or_not_understood(fields):
    assert read(thread(comment(**fields))) != []


@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_only_a_payload_error_comes(body):
    with suppress(PayloadError):
        list(YouTube().parse(Payload(body)))
