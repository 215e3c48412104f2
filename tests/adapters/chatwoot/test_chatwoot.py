"""What `Chatwoot` makes of webhooks and pages, beyond what the samples show."""

import json
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import Payload, PayloadError, sniff
from omnidesk.adapters.chatwoot import Chatwoot
from omnidesk.adapters.chatwoot._desk import Desk
from omnidesk.adapters.chatwoot._item import Item, identify
from omnidesk.adapters.chatwoot._mail import Said
from omnidesk.adapters.chatwoot._wire import Message
from omnidesk.assembly import assemble, people
from omnidesk.testing import builtin_samples

READ_BY = Chatwoot(account_id="1")
START = datetime(2026, 3, 2, 5, tzinfo=UTC)
CONVERSATION = {"id": 42, "inbox_id": 3, "channel": "Channel::WebWidget"}
MESSAGE = {
    "event": "message_created",
    "id": 101,
    "content": "Chào shop",
    "content_type": "text",
    "message_type": "incoming",
    "private": False,
    "created_at": "2026-03-02T02:00:05.000Z",
    "sender": {"id": 7, "name": "Lan"},
    "inbox": {"id": 3},
    "account": {"id": 1},
    "conversation": CONVERSATION,
}
TYPES = {"incoming": 0, "outgoing": 1, "activity": 2, "template": 3}


def payload(body, received_at=None):
    return Payload(json.dumps(body).encode(), received_at=received_at)


def read(body, adapter=READ_BY):
    return list(adapter.parse(payload(body)))


def webhook(**changes):
    return {**MESSAGE, **changes}


def the_message(**changes):
    (event,) = read(webhook(**changes))
    return event.message


def sample(name):
    (found,) = [one for one in builtin_samples("chatwoot") if one.name == name]
    return found


def events_of(name, received_at=None):
    body = sample(name).payload.body
    return list(READ_BY.parse(Payload(body, received_at=received_at)))


# --- notes ----------------------------------------------------------------------------------------

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)
ATTRIBUTES = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        (
            "deleted",
            "external_echo",
            "is_edited",
            "is_reaction",
            "is_unsupported",
            "email",
            "items",
            "submitted_values",
            "submitted_email",
            "in_reply_to",
            "automation_rule_id",
        ),
        ANYTHING,
    ),
)


@given(
    kind=st.sampled_from([*TYPES, *TYPES.values(), *map(str, TYPES.values())]),
    private=st.sampled_from([True, "true", 1, "1"]),
    attributes=ATTRIBUTES,
    sender=st.none() | st.fixed_dictionaries({"id": st.integers(), "type": st.text(max_size=9)}),
    content_type=st.sampled_from(["text", "input_csat", "form", "cards", "incoming_email", None]),
)
def test_a_note_is_never_outbound_whatever_else_is_said(
    kind, private, attributes, sender, content_type
):
    body = webhook(
        message_type=kind,
        private=private,
        content_attributes=attributes,
        sender=sender,
        content_type=content_type,
    )
    found = [one for one in read(body) if one.type in ("message_posted", "message_edited")]
    directions = {getattr(one, "direction", None) or one.message.direction for one in found}
    assert "outbound" not in directions


@given(private=ANYTHING.filter(lambda one: one not in (True, False, 1, 0, "1", "0")))
def test_what_may_be_a_note_is_not_outbound_either(private):
    if private in ("true", "false"):
        return
    message = the_message(message_type="outgoing", private=private)
    assert (message.direction, message.visibility) == ("unknown", "unknown")
    assert [one.code for one in message.defects] == ["visibility_unknown"]


def test_a_receipt_up_to_a_moment_does_not_make_a_note_read_by_the_contact():
    note = webhook(message_type="outgoing", private=True, sender={"id": 7, "type": "user"})
    seen = {**CONVERSATION, "event": "conversation_updated", "contact_last_seen_at": 1772500000}
    (conversation,) = assemble([*read(note), *read(seen)])
    (message,) = conversation.messages
    assert message.receipts == ()


# --- the same from a webhook and from a page ------------------------------------------------------


def test_webhooks_and_pages_of_a_conversation_fold_together_in_any_order():
    names = ("incoming", "outgoing", "deleted", "survey-answered", "messages-page", "read")
    batches = [
        events_of(name, START + timedelta(minutes=number)) for number, name in enumerate(names)
    ]
    folded = {
        assemble([event for batch in order for event in batch]) for order in permutations(batches)
    }
    assert len(folded) == 1
    (conversation, *others) = next(iter(folded))
    assert len(others) == 0
    states = {message.id: message.state for message in conversation.messages}
    assert states["101"] == "live"
    assert states["102"] == "deleted"
    assert len([one for one in conversation.messages if one.rating]) == 1
    assert [defect for one in conversation.messages for defect in one.defects] == []


@pytest.mark.parametrize(("word", "number"), TYPES.items())
def test_a_page_has_the_ids_of_the_webhook(word, number):
    sender = {"id": 7, "type": "user"} if word == "outgoing" else {"id": 7, "type": "contact"}
    pushed = {
        **{key: MESSAGE[key] for key in ("id", "content", "content_type", "private")},
        "message_type": number,
        "created_at": 1772416805,
        "inbox_id": 3,
        "conversation_id": 42,
        "sender": sender,
    }
    ours = read(webhook(message_type=word, sender=sender))
    theirs = read({"meta": {}, "payload": [pushed]})

    def without_source(events):
        return [one.model_copy(update={"source": None}) for one in events]

    assert without_source(ours) == without_source(theirs)


def test_a_message_of_the_api_and_a_list_of_them_are_read_too():
    one = {key: value for key, value in MESSAGE.items() if key != "event"}
    assert [event.message.id for event in read([one, {**one, "id": 102}])] == ["101", "102"]


@pytest.mark.parametrize(("kind", "direction"), [(0, "inbound"), (1, "unknown")])
def test_messages_of_the_api_for_visitors_are_read_where_both_accounts_are_told(kind, direction):
    body = {"id": 1, "content": "x", "message_type": kind, "conversation_id": 42}
    (event,) = read(body, Chatwoot(account="app", account_id="1"))
    assert (event.account, event.message.direction) == ("app", direction)


def test_a_page_of_messages_needs_to_be_told_the_account():
    page = {"payload": [{"id": 1, "message_type": 0, "inbox_id": 3, "conversation_id": 42}]}
    (event,) = read(page, Chatwoot())
    assert event.expected == "expected to be told whose it is: the adapter's account_id"


def test_a_page_knows_the_account_of_the_messages_in_it():
    last = {"id": 1, "message_type": 0, "account_id": 5, "sender": {"id": 7}}
    page = {"data": {"payload": [{"id": 42, "inbox_id": 3, "messages": [None, last]}]}}
    *_, event = read(page, Chatwoot())
    assert event.message.author.identities[0].scope == "5"
    assert event.thread == ("conversation:42",)


def test_a_page_of_conversations_tells_the_channel_of_the_messages_in_it():
    last = {"id": 1, "message_type": 0, "source_id": "ours-1"}
    room = {"id": 42, "inbox_id": 3, "meta": {"channel": "Channel::Api"}, "messages": [last]}
    *_, event = read({"data": {"payload": [room]}})
    assert event.message.aliases == ("ours-1",)


def test_the_account_can_be_named():
    (event,) = read(MESSAGE, Chatwoot(account="web"))
    assert event.account == "web"


# --- who ------------------------------------------------------------------------------------------


def test_contacts_and_agents_with_the_same_number_are_two():
    contact = the_message().author
    agent = the_message(message_type="outgoing", sender={"id": 7, "type": "user"}).author
    assert contact.role == "customer"
    assert agent.role == "agent"
    assert set(contact.identities).isdisjoint(agent.identities)


def test_a_session_is_of_whom_the_conversation_is_with():
    inbox = {"contact_id": 8, "source_id": "s-1"}
    author = the_message(conversation={**CONVERSATION, "contact_inbox": inbox}).author
    assert [one.scheme for one in author.identities] == ["chatwoot_contact"]


def test_a_visitor_who_was_merged_into_a_contact_has_written_the_same_message():
    visitor = {"id": 9, "name": "restless-sun-412"}
    contact = {"id": 7, "name": "Lan", "type": "contact"}
    before = webhook(
        sender=visitor, conversation={**CONVERSATION, "meta": {"sender": visitor}}, content="Chào"
    )
    row = {key: MESSAGE[key] for key in ("id", "content_type", "private", "created_at")}
    row |= {"message_type": 0, "inbox_id": 3, "conversation_id": 42, "sender": contact}
    after = {"meta": {"contact": contact}, "payload": [{**row, "content": "Chào"}]}
    (conversation,) = assemble([*read(before), *read(after)])
    (message,) = conversation.messages
    assert message.defects == ()
    (customer,) = conversation.participants
    schemes = {one.scheme for one in customer.identities}
    assert schemes == {"chatwoot_contact", "chatwoot_conversation"}


def test_somebody_else_in_a_conversation_is_not_known_by_it():
    other = {**CONVERSATION, "meta": {"sender": {"id": 8}}}
    author = the_message(conversation=other).author
    assert [one.scheme for one in author.identities] == ["chatwoot_contact"]


def test_a_source_of_another_network_is_no_session():
    inbox = {"contact_id": 7, "source_id": "84912345678"}
    whatsapp = {**CONVERSATION, "channel": "Channel::Whatsapp", "contact_inbox": inbox}
    author = the_message(conversation=whatsapp).author
    assert [one.scheme for one in author.identities] == ["chatwoot_contact"]


def test_nobody_is_tied_to_an_address_by_a_message():
    sender = {"id": 7, "email": "lan@khach.example", "identifier": "kh-1"}
    assert people(read(webhook(sender=sender))) == ()


def test_a_contact_that_chatwoot_keeps_with_an_address_is_one_person():
    (person,) = people(events_of("contact-updated"))
    schemes = {one.scheme for one in person.identities}
    assert schemes == {"chatwoot_contact", "chatwoot_identifier", "email", "phone"}
    assert "lan@khach.example" not in {one.value for one in person.identities}


def test_an_address_that_is_given_in_the_chat_ties_the_contact_to_it():
    (person,) = people(events_of("email-given"))
    assert {one.scheme for one in person.identities} == {"chatwoot_contact", "email"}


PROVED = {"contact_id": 7, "hmac_verified": True}


@pytest.mark.parametrize(
    ("sender", "inbox", "links"),
    [
        ({"id": 7, "identifier": "kh-1"}, PROVED, 1),
        ({"id": 7, "identifier": "kh-1"}, {**PROVED, "hmac_verified": False}, 0),
        ({"id": 7, "identifier": "kh-1"}, None, 0),
        ({"id": 7}, PROVED, 0),
        ({"identifier": "kh-1"}, PROVED, 0),
        (None, PROVED, 0),
    ],
)
def test_whom_our_server_has_proved_a_contact_to_be_is_one_person(sender, inbox, links):
    events = conversation(meta={"sender": sender}, contact_inbox=inbox)
    found = [one.link for one in events if one.type == "identity_linked"]
    assert [one.evidence for one in found] == ["verified_login"] * links


def test_nobody_is_proved_in_an_unknown_account():
    body = {**CONVERSATION, "event": "conversation_updated", "contact_inbox": PROVED}
    assert read({**body, "meta": {"sender": {"id": 7, "identifier": "kh-1"}}}, Chatwoot()) == []


@pytest.mark.parametrize("given_email", ["không có", "lan@khach.example"])
def test_an_answer_without_an_address_or_a_contact_ties_nobody(given_email):
    contact = {} if given_email == "lan@khach.example" else {"meta": {"sender": {"id": 7}}}
    body = webhook(
        message_type="template",
        content_attributes={"submitted_email": given_email},
        conversation={**CONVERSATION, **contact},
    )
    assert [one.type for one in read(body)] == ["message_posted", "message_posted"]


@pytest.mark.parametrize(
    ("sender", "role", "scheme"),
    [
        ({"id": 1, "type": "captain_assistant"}, "bot", "chatwoot_captain"),
        ({"id": 1, "type": "agent_bot"}, "bot", "chatwoot_bot"),
        ({"id": 1, "type": "hologram"}, "business", None),
        (None, "business", None),
    ],
)
def test_what_goes_out_is_of_an_agent_a_bot_or_our_side(sender, role, scheme):
    author = the_message(message_type="outgoing", sender=sender).author
    assert author.role == role
    assert [one.scheme for one in author.identities] == ([scheme] if scheme else [])


def test_a_sender_may_be_told_by_the_type_beside_it():
    author = the_message(
        message_type="outgoing", sender={"id": 4}, sender_type="Captain::Assistant"
    ).author
    assert author.identities[0].scheme == "chatwoot_captain"


def test_a_customer_who_was_deleted_is_nobody():
    author = the_message(sender=None).author
    assert (author.role, author.identities, author.name) == ("customer", (), None)


def test_a_sender_without_an_id_keeps_the_name_and_gets_no_identity():
    author = the_message(sender={"name": " Lan ", "identifier": "x" * 3_000}).author
    assert (author.name, author.identities) == ("Lan", ())


def test_what_a_rule_sends_is_automatic():
    sent = the_message(message_type="outgoing", content_attributes={"automation_rule_id": 2})
    assert (sent.automatic, sent.origin) == ("auto_generated", "own_app")
    nobody = the_message(message_type="outgoing", sender=None)
    assert (nobody.automatic, nobody.origin) == (None, "unknown")


# --- what was said, and what has become of it -----------------------------------------------------


def test_customers_write_no_markdown():
    assert the_message(content="**3** `x` \\* y").text == "**3** `x` \\* y"
    assert the_message(content="**3**", message_type="outgoing").text == "3"


@pytest.mark.parametrize("content", [None, ""])
def test_a_message_without_text_has_none(content):
    assert the_message(content=content).text is None


@pytest.mark.parametrize(
    ("mail", "text", "quoted"),
    [
        ({"text_content": {"full": "a\r\n\r\nb", "quoted": "a"}}, "a", "b"),
        ({"text_content": {"full": "a", "quoted": "a"}}, "a", None),
        ({"text_content": {"full": "a", "quoted": "c"}}, "c", None),
        ({"text_content": {"full": "a", "quoted": None}}, "a", None),
        ({"html_content": {"reply": "x\n> y", "quoted": "x"}}, "x", "> y"),
        ({"html_content": {"full": "<p>x</p>"}}, "Chào shop", None),
        ({}, "Chào shop", None),
    ],
)
def test_a_mail_is_what_is_new_and_what_it_quotes(mail, text, quoted):
    message = the_message(content_type="incoming_email", content_attributes={"email": mail})
    assert (message.text, message.quoted) == (text, quoted)


def test_a_mail_without_any_text_is_what_its_html_says():
    mail = {"html_content": {"full": "<p>x</p>"}}
    changes = {"content_type": "incoming_email", "content_attributes": {"email": mail}}
    assert the_message(content=None, **changes).text == "x"


def test_nothing_on_the_way_shows_what_somebody_said():
    account = Desk(payload(MESSAGE), None, "1")
    item = identify(account, Message.model_validate(MESSAGE), "/x", None)
    assert isinstance(item, Item)
    shown = [repr(one) for one in (item, item.frame, item.place, item.record, Said("abc"))]
    assert shown == [
        "<Item at '/x'>",
        "<Frame>",
        "<Place '/x'>",
        "<Record at '/x'>",
        "<Said, 3 characters>",
    ]


def test_html_that_is_too_much_is_left_out_with_a_defect():
    mail = {"html_content": {"full": "<b>" * 30_000, "reply": "x"}}
    message = the_message(content_type="incoming_email", content_attributes={"email": mail})
    assert message.text == "x"
    assert {one.code for one in message.defects} & {"limit_html_depth", "limit_html_tags"}


@pytest.mark.parametrize("given_to", ["a@x.example, b@x.example", ["a@x.example", "b@x.example"]])
def test_addressees_are_a_list_or_a_text_with_commas(given_to):
    message = the_message(
        message_type="outgoing", content_attributes={"to_emails": given_to, "cc_emails": 5}
    )
    assert [one.identities[0].value for one in message.to] == ["a@x.example", "b@x.example"]
    assert message.cc == ()


@pytest.mark.parametrize(
    ("told", "sent_at"),
    [
        (1772416800, "2026-03-02T02:00:00+00:00"),
        ("1772416800.5", "2026-03-02T02:00:00.500000+00:00"),
        (1772416800.0, "2026-03-02T02:00:00+00:00"),
        ("2026-03-02 09:00:00 +07:00", "2026-03-02T02:00:00+00:00"),
        ("2020-03-03 13:05:57 UTC", "2020-03-03T13:05:57+00:00"),
    ],
)
def test_a_time_is_a_count_of_seconds_or_a_text_with_its_zone(told, sent_at):
    assert the_message(created_at=told).sent_at.isoformat() == sent_at


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (True, "time_unreadable"),
        ([], "time_unreadable"),
        ("hôm qua", "time_unreadable"),
        ("2026-03-02 09:00:00", "time_without_zone"),
    ],
)
def test_a_time_that_cannot_be_read_is_none(told, code):
    message = the_message(created_at=told)
    assert message.sent_at is None
    assert [one.code for one in message.defects] == [code]


def test_a_missing_time_is_none_without_a_defect():
    message = the_message(created_at=None)
    assert (message.sent_at, message.defects) == (None, ())


def test_a_foreign_time_that_cannot_be_read_gives_way_to_chatwoots():
    message = the_message(content_attributes={"external_created_at": "hôm qua"})
    assert message.sent_at.isoformat() == "2026-03-02T02:00:05+00:00"


def test_an_edit_keeps_what_was_said_before():
    (conversation,) = assemble(events_of("edited"))
    (message,) = conversation.messages
    assert message.state == "edited"
    assert message.text == "Dạ đơn của bạn giao chiều nay ạ."
    assert [one.text for one in message.edits] == [
        "Dạ đơn của bạn đang giao, xem tại đây <https://hoasen.example/dh/2041> ạ."
    ]


def test_an_update_that_marks_no_edit_is_the_message_again():
    assert [one.type for one in read(webhook(event="message_updated"))] == ["message_posted"]


def test_an_edit_of_unknown_time_and_unknown_past_is_an_edit():
    posted, edited = read(webhook(content_attributes={"is_edited": True}))
    assert posted.message.text is None
    assert (edited.text, edited.occurred_at) == ("Chào shop", None)


@pytest.mark.parametrize("changed", [[5], [{"content": 5}], [{"status": {}}], "content"])
def test_changes_of_another_shape_are_no_edit(changed):
    body = webhook(event="message_updated", changed_attributes=changed)
    assert [one.type for one in read(body)] == ["message_posted"]


def test_a_contact_who_takes_a_message_back_takes_it_back_here():
    posted, deleted = read(webhook(content_attributes={"deleted_by_contact": True}))
    assert (posted.message.state, posted.message.text) == ("deleted", None)
    assert deleted.message_id == "101"


@pytest.mark.parametrize(
    ("changes", "action", "emoji"),
    [
        ({"content": "👍"}, "added", "👍"),
        ({"content": None}, "removed", None),
        ({"content": "👍", "deleted": True}, "removed", None),
    ],
)
def test_a_reaction_is_put_or_taken_away(changes, action, emoji):
    deleted = changes.pop("deleted", False)
    attributes = {"is_reaction": True, "in_reply_to": 99, "deleted": deleted}
    rows = [{"id": 101, "updated_at": "2026-03-02T04:00:00Z"}]
    conversation = {**CONVERSATION, "messages": rows}
    body = webhook(content_attributes=attributes, conversation=conversation, **changes)
    (event,) = read(body)
    assert (event.message_id, event.action, event.emoji) == ("99", action, emoji)
    assert event.occurred_at.hour == 4


def test_the_status_of_another_message_says_nothing():
    rows = [5, {"id": 99, "status": "read"}]
    body = webhook(message_type="outgoing", conversation={**CONVERSATION, "messages": rows})
    assert [one.type for one in read(body)] == ["message_posted"]


def test_a_status_of_what_came_in_says_nothing():
    assert [one.type for one in read(webhook(status="read"))] == ["message_posted"]


@pytest.mark.parametrize(
    ("attributes", "kind", "reference"),
    [
        ({"in_reply_to": 99, "in_reply_to_external_id": "m"}, "message", "99"),
        ({"in_reply_to_external_id": "m"}, "external", "m"),
        ({"story_url": "https://cdn.example/1"}, "story", None),
    ],
)
def test_a_reply_says_what_it_answers(attributes, kind, reference):
    answered = the_message(content_attributes=attributes).reply_to
    assert (answered.kind, answered.id) == (kind, reference)


def test_ids_of_other_networks_name_no_message():
    whatsapp = {**CONVERSATION, "channel": "Channel::Whatsapp"}
    assert the_message(source_id="wamid.1", conversation=whatsapp).aliases == ()
    own = {**CONVERSATION, "channel": "Channel::Api"}
    assert the_message(source_id="ours-1", conversation=own).aliases == ("ours-1",)
    assert the_message(source_id="x" * 3_000, conversation=own).aliases == ()


# --- what hangs on it -----------------------------------------------------------------------------


def attachments(*raw, **changes):
    return the_message(attachments=list(raw), **changes).attachments


def test_an_attachment_of_another_shape_is_kept_with_a_defect():
    message = the_message(attachments=[5, {"file_type": "file", "file_size": -1}])
    assert [one.kind for one in message.attachments] == ["unknown", "file"]
    assert message.attachments[1].size is None
    assert [one.pointer for one in message.defects] == ["/attachments/0"]


@pytest.mark.parametrize("size", [True, "5", 2**70, None])
def test_a_size_is_a_count_of_bytes(size):
    (one,) = attachments({"file_type": "file", "file_size": size})
    assert one.size is None


@pytest.mark.parametrize(("latitude", "longitude"), [(0.0, 0.0), (None, 1), (91, 1), (1, 181)])
def test_a_place_that_nobody_told_is_none(latitude, longitude):
    raw = {"file_type": "location", "coordinates_lat": latitude, "coordinates_long": longitude}
    (one,) = attachments(raw)
    assert one.coordinates is None


def test_a_contact_without_a_name_is_a_number():
    (one,) = attachments({"file_type": "contact", "fallback_title": "+84987654321", "meta": {}})
    assert (one.title, one.description) == ("+84987654321", None)


def test_there_is_an_end_to_attachments():
    message = the_message(attachments=[{"file_type": "image"}] * 1_001)
    assert len(message.attachments) == 1_000
    assert [one.code for one in message.defects] == ["limit_attachments"]


def test_a_call_hangs_on_its_message():
    assert [one.kind for one in attachments(content_type="voice_call")] == ["call"]


def test_what_is_offered_has_a_title_an_address_or_nothing():
    items = [5, {}, {"link": "https://x.example/1", "media_url": "https://x.example/1.png"}]
    (one,) = attachments(content_type="article", content_attributes={"items": items})
    assert (one.url, one.thumbnail_url) == ("https://x.example/1", "https://x.example/1.png")
    assert attachments(content_type="cards") == ()
    assert attachments(content_type="cards", content_attributes={"items": "x"}) == ()


# --- answers --------------------------------------------------------------------------------------


def answers(values, **changes):
    body = webhook(
        message_type="template", content_attributes={"submitted_values": values}, **changes
    )
    return [one.message for one in read(body)][1:]


def test_an_answer_is_the_customers_and_not_the_questions():
    (answer,) = answers({"csat_survey_response": {"rating": 5}})
    assert (answer.direction, answer.author.role) == ("inbound", "customer")
    assert (answer.rating.value, answer.text, answer.sent_at) == (5, None, None)


@pytest.mark.parametrize("rating", [0, 6, "x", None])
def test_a_rating_beyond_the_faces_is_none(rating):
    (answer,) = answers({"csat_survey_response": {"rating": rating, "feedback_message": "ok"}})
    assert (answer.rating, answer.text) == (None, "ok")


@pytest.mark.parametrize(
    "values",
    [None, 5, "x", {}, [], [5], [{}], {"csat_survey_response": {}}, {"csat_survey_response": 5}],
)
def test_without_an_answer_there_is_none(values):
    assert answers(values) == []


def test_a_choice_of_several_is_a_text():
    (answer,) = answers([{"title": "A", "value": 1}, {"value": "b"}])
    assert (answer.text, answer.action) == ("A\nb", None)


def test_a_field_that_was_left_empty_is_left_out():
    (answer,) = answers([{"name": "note"}, {"name": "city", "value": "Huế"}])
    assert answer.text == "city: Huế"


# --- conversations and contacts -------------------------------------------------------------------


def conversation(event="conversation_updated", **changes):
    return read({**CONVERSATION, "account_id": 1, "event": event, **changes})


def test_a_conversation_that_begins_is_noted_with_its_subject():
    more = {"mail_subject": "Báo giá"}
    (event,) = conversation("conversation_created", additional_attributes=more)
    assert (event.notice.kind, event.notice.text) == ("opened", "Báo giá")
    assert (event.notice.actor, event.notice.referral) == (None, None)


def test_two_words_for_one_change_of_state_are_one_event():
    at = {"status": "resolved", "updated_at": 1772417705.31}
    (ours,) = conversation("conversation_status_changed", **at)
    (theirs,) = conversation("conversation_resolved", **at)
    assert ours.id == theirs.id


def test_a_state_without_a_time_of_its_own_is_told_when_something_last_happened():
    (event,) = conversation("conversation_status_changed", status="open", timestamp=1772417705)
    assert event.occurred_at.isoformat() == "2026-03-02T02:15:05+00:00"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"assignee_id": {"current_value": None}}, ("assigned", None, None)),
        ({"assignee_id": {"current_value": 8}}, ("assigned", None, None)),
        ({"team_id": {"current_value": None}}, ("assigned", None, None)),
        ({"priority": {"current_value": "high"}}, ("other", "high", None)),
        ({"priority": {"current_value": True}}, ("other", None, None)),
        ({"label_list": {"current_value": ["a", 5, "b"]}}, ("other", "a, b", None)),
    ],
)
def test_a_change_says_what_is_so_now(changed, expected):
    meta = {"assignee": {"id": 7, "type": "user"}, "team": {"name": "kho"}}
    (event,) = conversation(changed_attributes=[changed], meta=meta)
    notice = event.notice
    assert (notice.kind, notice.text, notice.target) == expected


def test_an_assignee_may_be_a_bot_or_have_no_id():
    meta = {"assignee": {"id": 7, "type": "agent_bot"}}
    changed = [{"assignee_id": {"current_value": 7}}]
    (event,) = conversation(changed_attributes=changed, meta=meta)
    assert event.notice.target.role == "bot"


def test_a_contact_of_no_address_says_nothing():
    contact = {"event": "contact_created", "id": 7, "account": {"id": 1}, "email": 5}
    assert read(contact) == []


def test_a_widget_that_says_no_more_is_noted_all_the_same():
    (event,) = read({"event": "webwidget_triggered", "id": 1, "inbox": {"id": 3}})
    assert (event.notice.kind, event.thread, event.notice.referral) == ("opened", (), None)


# --- what is not as expected ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (webhook(id=None), "missing_id"),
        (webhook(conversation=None), "missing_id"),
        (webhook(inbox=None, conversation={"id": 42}), "missing_id"),
        (webhook(message_type="telepathy"), "unknown_kind"),
        (webhook(message_type=None), "unknown_kind"),
        (webhook(content={}), "invalid"),
        (webhook(event="message_teleported"), "unknown_kind"),
        (webhook(event=["message_created"]), "unknown_kind"),
        ({"event": "conversation_created", "id": {}}, "invalid"),
        ({"event": "conversation_created", "id": 42}, "missing_id"),
        ({"event": "conversation_created", "inbox_id": 3}, "missing_id"),
        ({"event": "contact_created", "id": {}}, "invalid"),
        ({"event": "contact_created", "account": {"id": 1}}, "missing_id"),
        ({"event": "webwidget_triggered", "id": {}}, "invalid"),
        ({"event": "webwidget_triggered", "id": 1}, "missing_id"),
        ({"payload": [5]}, "invalid"),
    ],
)
def test_what_lacks_an_id_or_is_of_another_shape_is_kept_as_not_understood(body, reason):
    (event,) = read(body)
    assert event.reason == reason


def test_a_contact_of_an_unknown_account_ties_nobody():
    (event,) = read({"event": "contact_created", "id": 7, "email": "a@x.example"}, Chatwoot())
    assert event.reason == "missing_id"


@pytest.mark.parametrize(
    "body", [5, "x", None, {}, {"data": []}, {"payload": {}}, {"error": "no"}, {"id": 1}]
)
def test_a_body_of_no_shape_of_chatwoots_is_refused(body):
    with pytest.raises(PayloadError):
        read(body)


@pytest.mark.parametrize("event", ["message_created", "inbox_created"])
def test_a_webhook_of_somebody_else_is_not_recognised(event):
    assert not Chatwoot.recognises(payload({"event": event}))


@pytest.mark.parametrize(
    "body",
    [b"", b'{"event"', b'["event"]', b'{"event": ["x"], "inbox": {}}', b'{"inbox_id": 3}'],
)
def test_what_is_not_chatwoots_is_not_recognised(body):
    assert not Chatwoot.recognises(Payload(body))


def test_an_empty_page_says_nothing_of_whose_it_is():
    assert not Chatwoot.recognises(payload({"payload": [], "inbox_id": 3}))


def test_webhooks_are_told_from_all_others():
    assert {sniff(one.payload) for one in builtin_samples("chatwoot")} == {"chatwoot"}


@pytest.mark.parametrize("account", [{"id": True}, {"id": 2**70}, {"id": ""}, 5])
def test_an_account_of_another_shape_is_none(account):
    (event,) = read(webhook(account=account), Chatwoot())
    assert event.reason == "missing_id"


def test_an_account_may_be_a_text():
    assert the_message(account={"id": "9"}).author.identities[0].scope == "9"
