"""Sunshine Conversations: batches, receipts, quotes, people."""

import json

import pytest

from omnidesk import Payload, PayloadError, assemble, people, sniff
from omnidesk.adapters._desk import Desk
from omnidesk.adapters.sunshine import Sunshine
from omnidesk.adapters.sunshine._adapter import BUILDERS
from omnidesk.adapters.sunshine._people import Item
from omnidesk.testing import builtin_samples

AT = "2026-03-02T09:30:00.000Z"
LAN = {"type": "user", "userId": "u1", "displayName": "Lan"}
MINH = {"type": "business", "displayName": "Minh"}
HELLO = {"type": "text", "text": "chào"}


def read(body, **configuration):
    return tuple(Sunshine(**configuration).parse(Payload(json.dumps(body).encode())))


def hook(*events):
    return {"app": {"id": "app1"}, "webhook": {"id": "w1", "version": "v2"}, "events": list(events)}


def event(name, event_id="e1", at=AT, **payload):
    payload = {"conversation": {"id": "c1"}, **payload}
    return {"id": event_id, "type": name, "createdAt": at, "payload": payload}


def said(author=LAN, content=HELLO, message_id="m1", **fields):
    message = {"id": message_id, "received": AT, "author": author, "content": content, **fields}
    return event("conversation:message", f"e-{message_id}", message=message)


def only(*events):
    (one,) = read(hook(*events))
    return one


def sample(name):
    return next(one for one in builtin_samples("sunshine") if one.name == name)


# --- who and what ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("author", "source", "role", "direction", "origin"),
    [
        (LAN, {"type": "whatsapp"}, "customer", "inbound", "unknown"),
        (MINH, {"type": "zd:agentWorkspace"}, "business", "outbound", "native"),
        (MINH, {"type": "zd:answerBot"}, "bot", "outbound", "platform"),
        (MINH, {"type": "api:conversations"}, "business", "outbound", "unknown"),
        ({**MINH, "subtypes": ["AI"]}, {"type": "api"}, "bot", "outbound", "unknown"),
        ({**MINH, "subtypes": [["AI"]]}, None, "business", "outbound", "unknown"),
        ({"type": "ghost"}, None, "unknown", "unknown", "unknown"),
        (None, None, "unknown", "unknown", "unknown"),
    ],
)
def test_the_author_and_the_source_say_who_spoke(author, source, role, direction, origin):
    message = only(said(author, source=source)).message
    assert (message.author.role, message.direction, message.origin) == (role, direction, origin)


def test_a_message_is_one_by_the_channels_id_too():
    source = {"type": "whatsapp", "originalMessageId": "wamid.1", "originalMessageTimestamp": AT}
    assert only(said(source=source)).message.aliases == ("wamid.1",)


def test_an_original_id_that_is_the_same_is_no_alias():
    assert only(said(source={"originalMessageId": "m1"})).message.aliases == ()


def test_the_time_on_the_channel_counts_before_that_of_receipt():
    earlier = "2026-03-02T09:29:00Z"
    message = only(said(source={"originalMessageTimestamp": earlier})).message
    assert message.sent_at.minute == 29


def test_an_id_on_a_device_is_no_identity():
    source = {"client": {"type": "web", "externalId": "x", "integrationId": "i"}}
    assert [one.scheme for one in only(said(source=source)).message.author.identities] == [
        "sunshine"
    ]


def test_a_page_and_a_webhook_tell_one_message():
    events = [*sample("text").golden, *sample("pulled").golden]
    (whole,) = assemble(events)
    assert [one.text for one in whole.messages if one.direction == "inbound"] == [
        "Shop ơi, bánh chưng còn không ạ?"
    ]


def test_a_page_without_configuration_is_not_read():
    body = {"messages": [{"id": "1", "author": LAN, "content": HELLO, "received": AT}]}
    assert [one.reason for one in read(body)] == ["missing_id"]
    assert [one.reason for one in read(body, app_id="app1")] == ["missing_id"]


def test_a_webhook_without_an_app_needs_one_configured():
    body = {**hook(said()), "app": None}
    assert [one.reason for one in read(body)] == ["missing_id"]
    assert [one.account for one in read(body, app_id="app1")] == ["app1"]


@pytest.mark.parametrize(
    ("quoted", "kind", "answers"),
    [
        ({"type": "message", "message": {"id": "m0"}}, "message", "m0"),
        ({"type": "externalMessageId", "externalMessageId": "wamid.0"}, "external", "wamid.0"),
    ],
)
def test_a_quote_is_a_reply(quoted, kind, answers):
    reference = only(said(quotedMessage=quoted)).message.reply_to
    assert (reference.kind, reference.id) == (kind, answers)


def test_a_quote_of_nothing_is_none():
    assert only(said(quotedMessage={"type": "message"})).message.reply_to is None


def test_a_deleted_message_wins_over_its_text():
    events = [*sample("deleted").golden, *sample("text").golden]
    (whole,) = assemble(events)
    assert [(one.state, one.text) for one in whole.messages] == [("deleted", None)]


# --- contents -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (None, ["unknown"]),
        ({"type": "image"}, ["image"]),
        ({"type": "file", "mediaType": "video/mp4"}, ["video"]),
        ({"type": "file", "mediaType": "?"}, ["file"]),
        ({"type": "carousel"}, []),
        ({"type": "list", "items": [{"title": "a"}, {"title": "b"}]}, ["template", "template"]),
        ({"type": "template"}, ["template"]),
        ({"type": "text", "text": "a"}, []),
        ({"type": "location"}, ["location"]),
    ],
)
def test_what_hangs_on_a_message_is_told_by_its_content(content, kinds):
    assert [one.kind for one in only(said(content=content)).message.attachments] == kinds


@pytest.mark.parametrize("spot", [{"lat": 91, "long": 0}, {"lat": 0, "long": 181}, {"lat": 1}, 5])
def test_a_place_that_is_none_is_nowhere(spot):
    event = only(said(content={"type": "location", "coordinates": spot}))
    assert event.message.attachments[0].coordinates is None
    assert [one.code for one in event.defects] == ["coordinates_unreadable"]


def test_a_form_that_the_business_answers_links_nobody():
    form = {"type": "formResponse", "fields": [{"email": "lan@khach.example"}]}
    assert only(said(MINH, form)).type == "message_posted"


def test_a_form_without_an_author_that_is_known_links_nobody():
    form = {"type": "formResponse", "fields": [{"email": "lan@khach.example"}]}
    assert only(said({"type": "user"}, form)).type == "message_posted"


def test_a_long_carousel_is_cut():
    content = {"type": "carousel", "items": [{"title": "x"}] * 200}
    assert len(only(said(content=content)).message.attachments) == 100


# --- receipts -------------------------------------------------------------------------------------


def test_a_failure_is_a_receipt_with_the_code():
    (whole,) = assemble([*sample("batch").golden, *sample("delivery-failure").golden])
    message = next(one for one in whole.messages if one.direction == "outbound")
    failed = [one for one in message.receipts if one.kind == "failed"]
    assert [one.reason for one in failed] == ["bad_request"]


def test_what_a_customer_has_read_is_ours_and_what_we_have_read_is_theirs():
    (whole,) = assemble(sample("batch").golden)
    readers = {
        one.direction: {two.actor.role for two in one.receipts if two.actor}
        for one in whole.messages
    }
    assert readers == {"outbound": {"customer"}, "inbound": {"business"}}


def test_a_code_of_what_has_arrived_is_no_reason():
    body = event(
        "conversation:message:delivery:user", message={"id": "m1"}, error={"code": "x"}, user={}
    )
    receipt = only(body)
    assert (receipt.kind, receipt.reason, receipt.actor) == ("delivered", None, None)


def test_typing_is_nothing():
    assert read(hook(event("conversation:typing"))) == ()


# --- people ---------------------------------------------------------------------------------------


def test_a_channel_that_is_taken_away_links_nobody_any_more():
    linked = people(sample("people").golden[:3])
    assert {one.scheme for one in linked[0].identities} == {
        "sunshine",
        "sunshine_external",
        "whatsapp",
    }
    after = people(sample("people").golden[:5])
    assert {one.scheme for one in after[0].identities} == {"sunshine", "sunshine_external"}


def test_a_merge_makes_two_conversations_one():
    old = event("conversation:message", "e9", message={"id": "m9", "author": LAN})
    old["payload"]["conversation"] = {"id": "69b43c86543fa6363b8f0098"}
    body = {**hook(old), "app": {"id": "69b431da2a58376b846e0001"}}
    events = [*read(body), *sample("text").golden, *sample("people").golden]
    assert len(assemble(events)) == 1


def test_a_merge_may_leave_conversations_apart():
    body = event("user:merge", mergedUsers={"surviving": {"id": "a"}, "discarded": {"id": "b"}})
    assert only(body).type == "identity_linked"


def test_a_block_is_a_consent_withdrawn():
    body = event("client:update", user={"id": "u1"}, reason="blocked")
    assert only(body).consent.state == "withdrawn"


def test_a_person_without_an_id_is_not_linked():
    assert only(event("user:update", user={"externalId": "x"})).reason == "missing_id"
    assert read(hook(event("user:update", user={"id": "u1"}))) == ()


# --- odd ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(set(BUILDERS) - {"user:remove"}))
def test_an_event_without_what_it_is_about_is_unrecognised(name):
    body = {"id": "e1", "type": name, "createdAt": AT, "payload": None}
    assert only(body).reason == "missing_id"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"trigger": "message:appUser", "messages": []}, "this one is of version 1"),
        ({"errors": [{}]}, "got an error"),
        ({"errors": 5}, "expected a list of events, or of messages"),
        ([], "expected a list of events, or of messages"),
    ],
)
def test_what_is_neither_a_batch_nor_a_page_is_refused(body, reason):
    with pytest.raises(PayloadError, match=reason):
        read(body)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (hook(), "sunshine"),
        ({"messages": [{"received": AT, "author": {}, "content": {}}]}, "sunshine"),
        ({"messages": [], "received": 1}, None),
        ({"messages": ["received"]}, None),
        ({"trigger": "x", "messages": [{"received": 1, "author": 1, "content": 1}]}, None),
        ({"events": [], "app": 1}, None),
        (["received", "events"], None),
    ],
)
def test_its_payloads_are_recognised_and_others_are_not(body, name):
    assert sniff(Payload(json.dumps(body).encode())) == name


def test_what_is_not_even_json_is_not_its_own():
    assert not Sunshine.recognises(Payload(b'"events"]'))


def test_an_item_shows_where_it_stands_and_nothing_else():
    desk = Desk(Payload(b"{}"), "sunshine", "bí mật")
    assert repr(Item(desk, "/events/0", ("bí mật",))) == "<Item at /events/0>"
